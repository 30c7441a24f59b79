"""A trend as a section: its lines, its table, and whether the gap between the sexes is closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from ..analysis.result import Choice, Result, Results
from ..analysis.trend import POOLED, TOLD, longer, why_no_time
from ..analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ..derived import timed
from ..disclosure import Protected, Release
from ..intervals import square_and_add
from ..records import Records
from ..wording import half_up, listing, number, percent, plural, points
from .absent import why_nothing
from .lines import line_chart
from .rows import Block, Figure, Gap, Row, crossed_blocks
from .sections import box, heading, laid_out, lower_first, title_by, title_of
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
        before, after = (row.gap for row in (self.before, self.after))
        return before.low * before.high > 0 > before.value * after.value and (
            after.low * after.high > 0
        )


NOTHING = "Det går inte att följa något över tid. {why}"
NO_OUTCOME = (
    "Kodboken har ingen fråga om insats eller resultat. Ge en sådan fråga rollen «insats» eller "
    "«resultat»."
)


def trend_section(result: Result, release: Release) -> str:
    """A trend in its periods, else in the shortest longer ones of which enough may be shown."""
    protected = release.chosen(Choice((result, *longer(result))))
    if protected is None:
        return box([TOO_MUCH_HIDDEN.format(of=result.of.title)])
    period = protected.axes[-2].variable
    is_pooled = result.form == POOLED or period.name != result.by[-1].name
    told = [LONGER.format(unit=lower_first(period.title))] if is_pooled else []
    return _section(protected, release, told)


def trend_sections(results: Results, release: Release) -> str:
    """Each trend; what to do where there is no time to go by."""
    told = [trend_section(choice.items[0], release) for choice in results]
    return "".join(told) or box([NOTHING.format(why=_why_not(results.records))])


def _why_not(records: Records) -> str:
    """Why nothing can be followed: nothing to follow, or no time to go by."""
    if any(records.countable(role) for role in TOLD):
        lost = [v for v in timed(records.codebook) if records.lacks(v)]
        return why_nothing(records, lost, why_no_time(records))
    asked = [v for role in TOLD for v in records.codebook.with_role(role)]
    return why_nothing(records, asked, NO_OUTCOME)


def _section(protected: Protected, release: Release, first: list[str]) -> str:
    words = words_of(release)
    blocks = crossed_blocks(protected, words)
    turned = [words.of_turn(protected, answer) for answer in protected.axes[-1].answers]
    title, period = title_by(protected), protected.axes[-2].variable.title
    tables = table(title, blocks, period)
    said = [*first, *gap_change(blocks, turned), OUTSIDE]
    named = heading(title_of(protected), protected.result.of.question)
    return named + laid_out(line_chart(title, blocks), tables, said, [protected], release)


def gap_change(blocks: Sequence[Block], words: Sequence[str] = ()) -> list[str]:
    """How the gap has changed from the first period that shows it to the last, in words.

    Of several answers, the one for which it has changed most, and where else it clearly has.
    ``words`` are those of the changes, a block each; none where they were not planned.
    """
    hidden = [HIDDEN] if any(f.is_hidden for b in blocks for f in _compared(b)) else []
    pairs = zip_longest(blocks, words[: len(blocks)], fillvalue="")
    turns = [turn for block, word in pairs if (turn := _turn(block, word))]
    if not turns:
        return [FEW_PERIODS, *hidden]
    turn = max(turns, key=lambda t: abs(t.change.value))
    told = [MOST_CHANGED.format(label=f"«{turn.label}»")] if len(blocks) > 1 else []
    told += [*map(_shares, (turn.before, turn.after)), _direction(turn), _interval(turn.change)]
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
    ends = [(r.gap.value, r.gap.low, r.gap.high) for r in (after, before)]
    value, low, high = map(float, square_and_add(*ends))
    first = next((r.gap.value for r in (before, after) if half_up(100 * r.gap.value)), 0)
    if first < 0:
        return Turn(block.heading, before, after, -1, Gap(-value, -high, -low, word))
    return Turn(block.heading, before, after, 1, Gap(value, low, high, word))


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
    before, after = (turn.sign * row.gap.value for row in (turn.before, turn.after))
    first = plural(turn.before.figures[turn.sign < 0].group).lower()
    is_clear = turn.change.word == CLEAR or not (turn.change.word or turn.is_over_zero)
    if half_up(100 * after) < 0:
        form = TURNED if is_clear and turn.is_reversed else GOES
        told = form.format(before=points(before), after=points(after))
        return f"{told} {PLUS.format(first=first)}"
    sizes = [half_up(100 * gap) for gap in (before, after)]
    if sizes[0] == sizes[1]:
        return SAME.format(after=number(sizes[1]))
    changed = CLOSER if sizes[0] > sizes[1] else WIDER
    form = changed if is_clear else GOES
    return form.format(before=number(sizes[0]), after=number(sizes[1]))


def _interval(change: Gap) -> str:
    value, low, high = (points(part) for part in (change.value, change.low, change.high))
    return INTERVAL.format(value=value, low=low, high=high)
