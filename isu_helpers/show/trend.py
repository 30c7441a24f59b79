"""A trend as a section: its lines, its table, and whether the gap between the sexes is closing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..analysis import Result, Results, breakdown
from ..analysis.flow import FLOW, ROLES, alongside, first_steps, steps_within
from ..analysis.intervals import square_and_add
from ..analysis.result import Choice
from ..analysis.trend import POOLED, TOLD, longer, why_no_time
from ..analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ..codebook import SEX, YES_NO, Variable
from ..content import fraction
from ..disclosure import Protected, Release
from ..records import Records
from ..records.derived import rule_of, timed
from ..wording import listing, number, percent, plural, points
from . import sentences
from .absent import mends_of, named, why_nothing
from .charts.lines import Lines
from .charts.shares import Shares
from .model import CHANGE, ROLE, Mend, Part, Section
from .rows import Block, Figure, Gap, Row, crossed_blocks, plain_block, yes_block
from .section import box, coarser, laid_out, lower_first, title_by, title_of
from .tables import table
from .words import words_of

MOST_CHANGED = "Störst förändring av skillnaden bland svaren här: {label}."
SHARES = "{when}: andelen är {one} för {first} och {two} för {second}."
CLOSER = "Skillnaden har minskat från {before} till {after} procentenheter."
WIDER = "Skillnaden har ökat från {before} till {after} procentenheter."
SAME = "Skillnaden är {after} procentenheter både i början och i slutet."
GOES = "Skillnaden går från {before} till {after} procentenheter."
TURNED = "Skillnaden har bytt riktning, från {before} till {after} procentenheter."
PLUS = "Plus betyder att andelen är högre för {first}."
INTERVAL = "Förändringen är {value} procentenheter, med ett intervall från {low} till {high}."
NEITHER = "Talen visar varken att skillnaden har ändrats eller att den är densamma."
IN_WORDS = {
    CLEAR: "Det är en tydlig skillnad mellan perioderna.",
    UNCERTAIN: "Det är en osäker skillnad mellan perioderna, när alla frågor räknas in.",
    TOO_FEW: "Det är för litet underlag för att jämföra perioderna.",
}
OVER_ZERO = "Det är en osäker skillnad mellan perioderna: intervallet går över noll."
ALSO_CLEAR = "Tydlig skillnad mellan perioderna finns också för {labels}."
FEW_PERIODS = "För få perioder kan visas för att se om skillnaden har förändrats."
LONGER = (
    "Kortare perioder hade blivit för många eller haft för få personer. Därför är tiden delad "
    "efter {unit}."
)
TOO_MUCH_HIDDEN = (
    "{of} visas inte över tid. Det går inte att visa nog många av talen utan att någon kan kännas "
    "igen, hur långa perioderna än är. Slå ihop svar i kodboken om ni vill se mer."
)
HIDDEN = "Några perioder har dolda tal och är inte med i jämförelsen."
OUTSIDE = "Saknar någon tid, eller har en tid utanför perioderna, är den personen inte med här."


@dataclass(frozen=True)
class Turn:
    """How the gap between the first two groups has changed, from one period to a later one.

    ``sign`` is −1 where the second group has the higher share at first; ``change`` is counted so
    that plus is a wider gap.
    """

    label: str
    before: Row
    after: Row
    sign: int
    change: Gap

    @property
    def is_over_zero(self) -> bool:
        """Whether no change at all is within the interval."""
        return self.change.low <= 0 <= self.change.high

    @property
    def is_reversed(self) -> bool:
        """Whether each of the two gaps is sure to go its own way."""
        before, after = (row.difference for row in (self.before, self.after))
        return before.low * before.high > 0 > before.value * after.value and (
            after.low * after.high > 0
        )


NOTHING = "Det går inte att följa något över tid. {why}"
NO_OUTCOME = (
    "Kodboken har ingen fråga om insats eller resultat. Finns den i filen anger ni i kodboken "
    "vilken det är."
)


def trend_section(result: Result, release: Release) -> Section:
    """A trend in its periods, else in the shortest longer ones of which enough may be shown."""
    protected = release.chosen(Choice((result, *longer(result))))
    if protected is None:
        change = Mend(CHANGE, name=result.of.name)
        return Section(parts=box([TOO_MUCH_HIDDEN.format(of=result.of.title)], change))
    period = protected.axes[-2].variable
    is_pooled = result.analysis == POOLED or period.name != result.by[-1].name
    told = [LONGER.format(unit=lower_first(period.title))] if is_pooled else []
    return _section(protected, release, told)


def trend_sections(results: Results, release: Release) -> Section:
    """Each trend; what to do where there is no time to go by."""
    told = tuple(trend_section(choice.items[0], release) for choice in results)
    return Section(parts=told or _nothing_in_time(results.records))


def _nothing_in_time(records: Records) -> tuple[Part, ...]:
    """Why nothing can be followed: nothing to follow, or no time to go by."""
    if any(records.countable(role) for role in TOLD):
        lost = [v for v in timed(records.codebook) if records.lacks(v)]
        why = why_nothing(records, lost, why_no_time(records))
        mends: tuple[Mend, ...] = (Mend(ROLE, "tid"),)
    else:
        asked = [v for role in TOLD for v in records.codebook.with_role(role)]
        why = why_nothing(records, asked, NO_OUTCOME)
        mends = mends_of(records, asked, *(Mend(ROLE, role) for role in TOLD))
    return box([NOTHING.format(why=why)], *mends)


def _section(protected: Protected, release: Release, first: list[str]) -> Section:
    words = words_of(release)
    blocks = crossed_blocks(protected, words)
    turned = [words.of_turn(protected, answer) for answer in protected.axes[-1].answers]
    title, period = title_by(protected), protected.axes[-2].variable.title
    charts, tables = [Lines(title, tuple(blocks))], [table(title, blocks, period)]
    said, own = ([*first, *gap_change(blocks, turned, in_full), OUTSIDE]
                 for in_full in (True, False))  # fmt: skip
    shown = laid_out(charts, tables, said, [protected], release, own=own)
    return Section(title_of(protected), protected.result.of.question, (shown,))


def gap_change(
    blocks: Sequence[Block], words: Sequence[str] = (), with_shares: bool = True
) -> list[str]:
    """How the gap has changed from the first period that shows it to the last, in words.

    Of several answers, the one for which it has changed most, and where else it clearly has.
    ``words`` are those of the changes, a block each; none where they were not planned.
    ``with_shares`` tells those of both periods too, which a chart shows.
    """
    hidden = [HIDDEN] if any(f.is_hidden for b in blocks for f in _compared(b)) else []
    told_of = [*words[: len(blocks)], *[""] * (len(blocks) - len(words))]
    pairs = zip(blocks, told_of, strict=True)
    turns = [turn for block, word in pairs if (turn := _turn(block, word))]
    if not turns:
        return [FEW_PERIODS, *hidden]
    turn = max(turns, key=lambda t: abs(t.change.value))
    told = [MOST_CHANGED.format(label=f"«{turn.label}»")] if len(blocks) > 1 else []
    told += map(_shares, (turn.before, turn.after) if with_shares else ())
    told += [_direction(turn), _interval(turn.change)]
    clear = [f"«{t.label}»" for t in turns if t is not turn and t.change.word == CLEAR]
    also = [ALSO_CLEAR.format(labels=listing(clear))] if clear else []
    return [*told, *_sure(turn), *also, *hidden]


def _sure(turn: Turn) -> list[str]:
    """The word of a planned change in a sentence; of another what its interval says."""
    if turn.change.word == UNCERTAIN and turn.is_over_zero:
        return [OVER_ZERO]
    if turn.change.word:
        return [IN_WORDS[turn.change.word]]
    return [NEITHER] * turn.is_over_zero


def _compared(block: Block) -> list[Figure]:
    """The figures of the first two groups."""
    return [figure for row in block.rows for figure in row.figures[:2]]


def _turn(block: Block, word: str) -> Turn | None:
    rows = [row for row in block.rows if row.gap and not np.isnan(row.gap.value)]
    if len(rows) < 2:
        return None
    before, after = rows[0], rows[-1]
    gaps = after.difference, before.difference
    last, start = ((gap.value, gap.low, gap.high) for gap in gaps)
    sides = gaps[0].whole[0] / 100, gaps[1].whole[0] / 100
    value, low, high = map(float, square_and_add(last, start))
    change = Gap(value, low, high, word, sides)
    first = next((gap.whole[0] for gap in gaps[::-1] if gap.whole[0]), 0)
    if first < 0:
        turned = replace(change.turned, sides=(-sides[0], -sides[1]))
        return Turn(block.heading, before, after, -1, turned)
    return Turn(block.heading, before, after, 1, change)


def _shares(row: Row) -> str:
    one, two = row.figures[:2]
    return SHARES.format(
        when=row.label[:1].upper() + row.label[1:], one=percent(one.share), two=percent(two.share),
        first=plural(one.group).lower(), second=plural(two.group).lower(),
    )  # fmt: skip


def _direction(turn: Turn) -> str:
    """From where to where the gap goes; that it has changed, or turned, only where that is told.

    It is where the word is that the change is clear, or by the interval of an unplanned one.
    """
    before, after = (turn.sign * row.difference.whole[0] for row in (turn.before, turn.after))
    first = plural(turn.before.figures[turn.sign < 0].group).lower()
    is_clear = turn.change.word == CLEAR or not (turn.change.word or turn.is_over_zero)
    if after < 0:
        form = TURNED if is_clear and turn.is_reversed else GOES
        told = form.format(before=points(before / 100), after=points(after / 100))
        return f"{told} {PLUS.format(first=first)}"
    if before == after:
        return SAME.format(after=number(after))
    changed = CLOSER if before > after else WIDER
    form = changed if is_clear else GOES
    return form.format(before=number(before), after=number(after))


def _interval(change: Gap) -> str:
    value, low, high = change.told
    return INTERVAL.format(value=value, low=low, high=high)


# Whether a flow stands as a chain, or its steps have to be shown one by one.


def is_chain(
    flow: Protected, beside: Sequence[Protected], reached: Sequence[Protected],
    onward: Sequence[Protected],
) -> bool:  # fmt: skip
    """Whether enough of a flow and of what stands alongside it may be shown."""
    if any(p.is_refused for p in (flow, *beside, *reached, *onward)):
        return False
    shown = [p.standing for p in (*reached, *onward)]
    return sum(shown) / len(shown) >= fraction("korsning_andel_kvar")


def chain_tables(release: Release) -> list[list[Protected]]:
    """The tables of each flow that is shown as a chain: who reached each step, and went on."""
    found = []
    for flow in (p for p in release.asked if p.result.analysis == FLOW):
        sets = [[release.results[r.key] for r in some] for some in alongside(flow.result)]
        if is_chain(flow, *sets):
            _, reached, onward = sets
            found.append([*reached, *onward])
    return found


# A flow as a section: how many come to each step, and of those before it how many go on.

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
FLOWS_NOTHING = (
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
FLOWS_OUTSIDE = "Därför räknas inte {steps}."
ONE_STEP = "{count} ja på «{step}»"


def flow_section(result: Result, release: Release) -> Section:
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
    charts = [Shares(STARTED.format(by=by), (steps,))]
    tables = [table(TITLE.format(by=by), blocks, "Steg")]
    return Section(HEADING, parts=(laid_out(charts, tables, said, [flow, *onward], release),))


def _left_out(result: Result, release: Release) -> list[str]:
    """Which of the first steps are not in the chain that is shown by default."""
    records, chain = result.records, rule_of(result.of).sources
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


def flow_sections(results: Results, release: Release) -> Section:
    """The chain; what to do where the codebook has none."""
    told = tuple(flow_section(choice.items[0], release) for choice in results)
    return Section(parts=told or box([_nothing(results.records, release)], Mend(CHANGE)))


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
        return FLOWS_NOTHING
    lost = [v for some in asked for v in some[:1] if all(map(records.lacks, some))]
    secret = [v for some in asked for v in some if v.is_sensitive and v not in lost]
    reason = SECRET.format(names=named(secret)) if secret else FLOWS_NOTHING
    return why_nothing(records, lost, reason)


def _asked(records: Records, role: str) -> list[Variable]:
    """The yes/no questions of a role that the codebook has, whether the file does or not."""
    found = records.codebook.with_role(role)
    return [v for v in found if v.kind == YES_NO and not v.part_of]


def _one_by_one(result: Result, release: Release) -> Section:
    """Each step by itself: of those who answered, not of those who came to the one before."""
    records, by = result.records, list(result.by)
    asked = [breakdown(records, name, by) for name in rule_of(result.of).sources]
    steps = [release.protected(r) for r in asked]
    if any(p.is_blank for p in steps):
        is_recut = any(p.is_recut for p in steps)
        told = HEADING, is_recut, bool(release.earlier)
        return Section(parts=box([sentences.refusal(*told)], *coarser(steps)))
    title, block = APART.format(by=_by(steps[0])), yes_block(steps, words_of(release))
    said = [*sentences.largest_gap([block]), NO_CHAIN]
    charts, tables = [Shares(title, (block,))], [table(title, [block], "Steg")]
    shown = laid_out(charts, tables, said, steps, release, own=[NO_CHAIN])
    return Section(APART_HEADING, parts=(shown,))


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
    beside, reached, onward = ([release.protected(r) for r in some] for some in sets)
    return release.protected(result), beside, reached, onward


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
    return [FLOWS_OUTSIDE.format(steps=listing(told))] if told else []
