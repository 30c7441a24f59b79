"""What the sheets of the workbook of tables hold: rows of a Release, in the order of step 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..analysis.selection import SECTIONS
from ..disclosure import Protected, Release
from ..show.rows import Block, Figure, Gap, Row, crossed_blocks, is_yes_no, plain_block, yes_block
from ..show.sections import ROLES, has_sex, title_of
from ..show.sentences import note
from ..show.words import Words, words_of
from ..wording import HIDDEN, half_up, plural

TEXT, SHARE, COUNT, POINTS = "text", "andel", "antal", "procentenheter"
WORDS, WITHIN = "ord", "könsfördelning"
NOBODY = "–"

Value = str | int | float | None

MISSING_TITLE = "Uppgift saknas, antal och andel av alla i gruppen"
YES_TITLE = "{role}: andel som svarade ja, efter kön"
BY_SEX = "{title} efter kön"
OF_ALL = "{label} (andel av alla i gruppen)"
QUESTION, ANSWER = "Fråga", "Svar"
SHARE_HEAD, COUNT_HEAD, BASE_HEAD = "andel", "antal", "antal som svarat"
MISSING_HEADS = ("andel som saknas", "antal som saknas", "antal i gruppen")
GAP_HEAD = "Skillnad i procentenheter, {first} minus {second}"
GAP_LOW, GAP_HIGH, WORD = "Intervall från", "Intervall till", "Skillnaden är"
WITHIN_HEAD = "Könsfördelning: {group}"


@dataclass(frozen=True)
class Column:
    """A column: its head, and the form of its numbers."""

    head: str
    form: str


@dataclass(frozen=True)
class Sheet:
    """A table: what it is called, its columns, its rows, and the note that stands under it.

    ``short`` is the title without what all titles have in common.
    """

    title: str
    short: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str


def sheets_of(release: Release) -> list[Sheet]:
    """All tables of a Release: where answers are missing, by sex, crossed, and the group's own."""
    words = words_of(release)
    out = [p for p in release.results.values() if not p.is_refused]
    plain = {name: [p for p in out if _is_of(p, name, 2)] for name in SECTIONS}
    crossed = [p for name in SECTIONS for p in out if _is_of(p, name, 3)]
    every = [p for items in plain.values() for p in items]
    own = [p for p in out if p not in every and p not in crossed]
    sheets = [_missing(every, note(release.k))] if every else []
    for name, items in plain.items():
        yes = [p for p in items if is_yes_no(p) and not p.is_blank]
        sheets += [_yes(yes, name, words, note(release.k, yes))] if yes else []
        sheets += [_one(p, words, release.k) for p in items if p not in yes and not p.is_blank]
    return sheets + [_one(p, words, release.k) for p in (*crossed, *own) if not p.is_blank]


def blank_of(release: Release) -> list[Protected]:
    """The results of a Release of which nothing can be shown."""
    return [p for p in release.results.values() if p.is_blank]


def _is_of(protected: Protected, name: str, axes: int) -> bool:
    """Whether step 1 shows a result under that heading: by sex, and crossed with so many more."""
    result = protected.result
    is_plain = result.has_sex and result.groups is None and result.of.rule is None
    return is_plain and len(protected.axes) == axes and result.of.role in SECTIONS[name]


def _missing(items: Sequence[Protected], told: str) -> Sheet:
    rows = [(p, next(r for r in plain_block(p).rows if r.kind == "bortfall")) for p in items]
    lines = [(p.result.of.title, *_figures(row)) for p, row in rows]
    columns = Column(QUESTION, TEXT), *_columns(rows[0][1].figures, MISSING_HEADS)
    return Sheet(MISSING_TITLE, rows[0][1].label, columns, tuple(lines), told)


def _yes(items: Sequence[Protected], name: str, words: Words, told: str) -> Sheet:
    blocks, role = [yes_block(items, words)], ROLES[name]
    title = YES_TITLE.format(role=role)
    return Sheet(title, role, _heads((QUESTION,), blocks, True), _lines(blocks, True), told)


def _one(protected: Protected, words: Words, k: int) -> Sheet:
    if len(protected.axes) == 2:
        blocks, first = [plain_block(protected, words)], (ANSWER,)
    else:
        blocks = crossed_blocks(protected, words)
        first = (ANSWER, protected.axes[-2].variable.title)
    short, by_sex = title_of(protected), has_sex(protected)
    title = BY_SEX.format(title=short) if len(first) == 1 else short
    told = note(k, [protected])
    return Sheet(title, short, _heads(first, blocks, by_sex), _lines(blocks, by_sex), told)


def _heads(first: Iterable[str], blocks: Sequence[Block], by_sex: bool) -> tuple[Column, ...]:
    figures = blocks[0].rows[0].figures
    columns = [Column(head, TEXT) for head in first]
    columns += _columns(figures, (SHARE_HEAD, COUNT_HEAD, BASE_HEAD))
    if _have_gaps(blocks):
        one, two = (plural(f.group).lower() for f in figures[:2])
        heads = GAP_HEAD.format(first=one, second=two), GAP_LOW, GAP_HIGH
        columns += [*(Column(head, POINTS) for head in heads), Column(WORD, WORDS)]
    if by_sex:
        heads = [WITHIN_HEAD.format(group=plural(f.group).lower()) for f in figures[:-1]]
        columns += [Column(head, WITHIN) for head in heads]
    return tuple(columns)


def _have_gaps(blocks: Sequence[Block]) -> bool:
    return any(row.gap for block in blocks for row in block.rows)


def _columns(figures: Sequence[Figure], heads: Sequence[str]) -> list[Column]:
    forms = SHARE, COUNT, COUNT
    return [
        Column(f"{plural(figure.group)}: {head}", form)
        for figure in figures
        for head, form in zip(heads, forms, strict=True)
    ]


def _lines(blocks: Sequence[Block], by_sex: bool) -> tuple[tuple[Value, ...], ...]:
    """The rows of all blocks; how many answered stands in columns of its own."""
    has_gaps = _have_gaps(blocks)
    return tuple(
        (
            *([block.heading] if block.heading else []),
            *_labelled(row),
            *(_gap(row.gap) if has_gaps else ()),
            *(_within(row) if by_sex else ()),
        )
        for block in blocks
        for row in block.rows
        if row.kind != "bas"
    )


def _labelled(row: Row) -> tuple[Value, ...]:
    """A row's label and figures; of the missing the share is of all, and no one has answered."""
    values = _figures(row)
    if row.kind != "bortfall":
        return row.label, *values
    kept = [None if i % 3 == 2 else value for i, value in enumerate(values)]
    return OF_ALL.format(label=row.label), *kept


def _figures(row: Row) -> tuple[Value, ...]:
    return tuple(value for figure in row.figures for value in _figure(figure))


def _figure(figure: Figure) -> tuple[Value, Value, Value]:
    """Share, count and base, each by what is shown of it."""
    n, base = (HIDDEN if np.isnan(v) else int(v) for v in (figure.n, figure.base))
    if figure.is_empty:
        return NOBODY, n, base
    return HIDDEN if figure.is_hidden else figure.n / figure.base, n, base


def _gap(gap: Gap | None) -> tuple[Value, ...]:
    """A difference with its interval in whole percentage points, and its word if it has one."""
    if gap is None:
        return (None,) * 4
    if not gap.is_shown:
        return (HIDDEN,) * 4
    values = gap.value, gap.low, gap.high
    return *(half_up(100 * v) for v in values), gap.word or None


def _within(row: Row) -> tuple[Value, ...]:
    """Each sex's part of those in a row; none of them where one of the counts is hidden."""
    *counts, total = (figure.n for figure in row.figures)
    if row.kind == "bortfall":
        return (None,) * len(counts)
    if np.isnan([*counts, total]).any():
        return (HIDDEN,) * len(counts)
    return tuple(n / total if total else NOBODY for n in counts)
