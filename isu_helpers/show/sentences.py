"""Sentences that say what a table shows, and never why."""

from collections.abc import Sequence

import numpy as np

from ..disclosure import Protected
from ..wording import listing, number, percent, plural, points
from .rows import Block, Row

LARGEST = (
    "Störst skillnad bland talen här: {label}. Där är andelen {one} för {first} och {two} för "
    "{second}. Skillnaden är {gap} procentenheter, med ett intervall från {low} till {high}."
)
EQUAL = "{first} och {second} har samma andelar, räknat i hela procent."
SOME_HIDDEN = "Några tal är dolda. Den största skillnaden kan finnas bland dem."
COMMON = "Vanligast bland {first}: {one}. Vanligast bland {second}: {two}."
POPULATION = "Tabellerna gäller {groups}."
OTHER_SEX = "Personer med annat kön redovisas när de är minst {k}."
SIGNS = f"{'..'} betyder dolt: färre än {{k}} eller skyddar ett sådant tal."
REFUSED = (
    "{of} visas inte här. Grupperna är för små: det går inte att visa talen utan att någon kan "
    "kännas igen. Slå ihop svar eller grupper i kodboken om ni vill se mer."
)
TOO_FEW = (
    "Det här visas inte uppdelat på kön och en bakgrund till: {names}. Grupperna är för små, så "
    "för många tal skulle behöva döljas. Slå ihop svar eller grupper i kodboken om ni vill se mer."
)
NO_BACKGROUND = (
    "Kodboken har ingen bakgrundsvariabel. Ge till exempel ålder rollen «bakgrund», så delas "
    "kvinnor och män upp även efter den."
)
SMALL_GROUPS = "Små grupper, där en person väger tungt:"


def largest_gap(blocks: Sequence[Block]) -> list[str]:
    """Where the first two groups differ most, among the figures that are shown."""
    rows = [(b, r) for b in blocks for r in b.rows if r.kind == "svar" and r.gap is not None]
    shown = [(b, r) for b, r in rows if not np.isnan(r.gap.value)]
    hidden = [SOME_HIDDEN] if any(f.is_hidden for _, r in rows for f in r.figures[:2]) else []
    if not shown:
        return hidden
    block, row = max(shown, key=lambda pair: abs(pair[1].gap.value))
    one, two = row.figures[:2]
    first, second = plural(one.group), plural(two.group)
    if round(abs(row.gap.value) * 100) == 0:
        return [EQUAL.format(first=first, second=second.lower()), *hidden]
    label = f"{block.heading}, {row.label}" if block.heading else row.label
    return [
        LARGEST.format(
            label=label, first=first.lower(), one=percent(one.share), second=second.lower(),
            two=percent(two.share), gap=number(abs(row.gap.value) * 100),
            low=points(row.gap.low), high=points(row.gap.high),
        ),
        *hidden,
    ]  # fmt: skip


def most_common(block: Block) -> list[str]:
    """The commonest answer in each of the first two groups, where no figure is hidden."""
    rows = [r for r in block.rows if r.kind == "svar"]
    pairs = [[r.figures[i] for r in rows] for i in (0, 1)]
    if len(rows) < 3 or any(f.is_hidden or f.is_empty for pair in pairs for f in pair):
        return []
    tops = [_top(rows, i) for i in (0, 1)]
    names = [plural(rows[0].figures[i].group).lower() for i in (0, 1)]
    return [COMMON.format(first=names[0], one=tops[0], second=names[1], two=tops[1])]


def population(protected: Protected, k: int) -> list[str]:
    """Whom the tables are about, and the note on people of another sex."""
    frame, name = protected.frame, protected.axes[0].name
    totals = frame[frame[[a.name for a in protected.axes[1:]]].isna().all(axis=1)]
    groups = totals[totals[name].notna()]
    words = [f"{number(n)} {plural(g).lower()}" for g, n in zip(groups[name], groups["n"],
             strict=True) if not np.isnan(n)]  # fmt: skip
    about = [POPULATION.format(groups=listing(words))] if words else []
    return [*about, OTHER_SEX.format(k=k)]


def note(k: int) -> str:
    """The note under every table, the same whatever the table holds."""
    return f"{SIGNS.format(k=k)} {OTHER_SEX.format(k=k)}"


def _top(rows: list[Row], i: int) -> str:
    best = max(row.figures[i].n for row in rows)
    labels = [row.label for row in rows if row.figures[i].n == best]
    share = percent(next(r.figures[i].share for r in rows if r.figures[i].n == best))
    return f"{listing(labels)} ({share}{' vardera' if len(labels) > 1 else ''})"
