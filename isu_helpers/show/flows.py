"""A flow as a section: how many come to each step, and of those before it how many go on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..analysis import breakdown
from ..analysis.flow import ROLES, alongside, first_steps, steps_within
from ..analysis.result import Result, Results
from ..codebook import SEX, YES_NO, Variable
from ..disclosure import Protected, Release
from ..records import Records
from ..wording import listing, number
from . import sentences
from .absent import named, why_nothing
from .chain import is_chain
from .charts import chart
from .rows import Block, Row, plain_block, yes_block
from .sections import box, heading, laid_out, lower_first
from .tables import table
from .words import words_of

HEADING, APART_HEADING = "Hur långt i kedjan", "Stegen var för sig"
STARTED = "Så många nådde varje steg, av alla som började, efter {by}"
TITLE = "Så många nådde varje steg, efter {by}. Andel i procent, skillnad i procentenheter"
OF_ALL = "Av alla som började: ja på steget och alla före det"
OF_BEFORE = "Av dem som nådde steget före"
BASE = "Antal som började"
RULE = (
    "Kedjan följs fram till första nej. Ja på ett senare steg räknas inte. Saknas nästa svar i "
    "kedjan blir det «Uppgift saknas»."
)
APART = "Andel ja på varje steg för sig, av alla som har svarat, efter {by}. "
APART += "Skillnad i procentenheter"
NO_CHAIN = (
    "Här står varje steg för sig, av alla som har svarat på frågan. Hur många som gick från ett "
    "steg till nästa går inte att visa utan att någon kan kännas igen."
)
NOTHING = (
    "Kodboken har ingen kedja att följa. Den behöver frågor med svaren ja och nej av minst två av "
    "slagen samtycke, insats och resultat."
)
SECRET = (
    "Ingen kedja visas, för {names} är känsligt. En kedja kan avslöja att ingen eller alla i en "
    "grupp har ett svar."
)
NOT_WITHIN = (
    "Ingen kedja visas, för stegen {names} ligger inte i varandra. Det finns personer med ja på "
    "ett senare steg och nej på ett tidigare. Läs därför varje fråga för sig."
)
NO_WORD = "Ingen kedja går att visa för stegen {names}. Läs därför varje fråga för sig."
LEFT_OUT = "{names} är inte med här."
OUT_OF_ORDER = "Då hade kedjan fått personer med ja på ett senare steg och nej på ett tidigare."
OUTSIDE = "Därför räknas inte {steps}."
ONE_STEP = "{count} ja på «{step}»"


def flow_section(result: Result, release: Release) -> str:
    """A flow, entered jointly with what ties it to its steps; else the steps one by one.

    Few people outside the chain make the chain's numbers and the steps' own tell of them. Where
    too much of the chain is hidden for that, the steps' own are shown.
    """
    flow, beside, reached, onward = _entered(result, release)
    if not is_chain(flow, beside, reached, onward):
        return _one_by_one(result, release)
    by = _by(flow)
    steps, links = (yes_block(some, words_of(release)) for some in (reached, onward))
    blocks = [Block(OF_ALL, (*steps.rows, *_base(flow))), Block(OF_BEFORE, links.rows)]
    parted = sentences.largest_gap([Block("", (steps.rows[0], *links.rows))])
    said = [*parted, RULE, *_outside(beside, steps.rows), *_left_out(result, release)]
    picture = chart(STARTED.format(by=by), [steps])
    tables = table(TITLE.format(by=by), blocks, "Steg")
    return heading(HEADING, "") + laid_out(picture, tables, said, [flow, *onward], release)


def _left_out(result: Result, release: Release) -> list[str]:
    """Which of the first steps are not in the chain that is shown by default."""
    records, chain = result.records, result.of.rule.sources
    if chain != tuple(v.name for v in steps_within(records)):
        return []
    rest = [v for v in first_steps(records) if v.name not in chain]
    if not rest:
        return []
    why = [OUT_OF_ORDER] if _are_shown(records, release) else []
    return [LEFT_OUT.format(names=named(rest)), *why]


def _are_shown(records: Records, release: Release) -> bool:
    """Whether each number of the first steps is shown, so that their order may be told of."""
    plain = (breakdown(records, v.name, SEX) for v in first_steps(records))
    return all(release.protected(result).standing == 1 for result in plain)


def flow_sections(results: Results, release: Release) -> str:
    """The chain; what to do where the codebook has none."""
    told = [flow_section(choice.items[0], release) for choice in results]
    return "".join(told) or box([_nothing(results.records, release)])


def _nothing(records: Records, release: Release) -> str:
    """Why there is no chain: too few steps, some that are secret, or steps that do not follow.

    That they do not is told only where all their numbers are shown.
    """
    steps = first_steps(records)
    if len(steps) > 1:
        form = NOT_WITHIN if _are_shown(records, release) else NO_WORD
        return form.format(names=named(steps))
    asked = [yes for role in ROLES if (yes := _asked(records, role))]
    if len(asked) < 2:
        return NOTHING
    lost = [v for some in asked for v in some[:1] if all(map(records.lacks, some))]
    secret = [v for some in asked for v in some if v.is_sensitive and v not in lost]
    return why_nothing(records, lost, SECRET.format(names=named(secret)) if secret else NOTHING)


def _asked(records: Records, role: str) -> list[Variable]:
    """The yes/no questions of a role that the codebook has, whether the file does or not."""
    found = records.codebook.with_role(role)
    return [v for v in found if v.kind == YES_NO and not v.part_of]


def _one_by_one(result: Result, release: Release) -> str:
    """Each step by itself: of those who answered, not of those who came to the one before."""
    records, by = result.records, list(result.by)
    asked = [breakdown(records, name, by) for name in result.of.rule.sources]
    steps = [release.protected(r) for r in asked]
    if any(p.is_blank for p in steps):
        is_recut = any(p.is_recut for p in steps)
        return box([(sentences.RECUT if is_recut else sentences.REFUSED).format(of=HEADING)])
    title, block = APART.format(by=_by(steps[0])), yes_block(steps, words_of(release))
    said = [*sentences.largest_gap([block]), NO_CHAIN]
    shown = laid_out(chart(title, [block]), table(title, [block], "Steg"), said, steps, release)
    return heading(APART_HEADING, "") + shown


def _by(protected: Protected) -> str:
    return listing(lower_first(a.variable.title) for a in protected.axes[:-1])


def _entered(
    result: Result, release: Release
) -> tuple[Protected, list[Protected], list[Protected], list[Protected]]:
    """The flow and what stands alongside it, as they may be published."""
    sets = alongside(result)
    with release.turn():
        new = [r for r in (*sum(sets, []), result) if r.key not in release.results]
        if new:
            release.add(new)
    return release.protected(result), *([release.protected(r) for r in some] for some in sets)


def _base(flow: Protected) -> list[Row]:
    """How many started and could be followed, and how many could not."""
    rows = [row for row in plain_block(flow).rows if row.kind != "svar"]
    return [replace(rows[0], label=BASE), *rows[1:]]


def _outside(beside: Sequence[Protected], steps: Sequence[Row]) -> list[str]:
    """How many have each step without being counted there, as far as that is shown."""
    counts = [plain_block(p).rows[2].figures[-1].n for p in beside]
    told = [
        ONE_STEP.format(count=number(n), step=row.label)
        for n, row in zip(counts, steps, strict=True)
        if not np.isnan(n) and n > 0
    ]
    return [OUTSIDE.format(steps=listing(told))] if told else []
