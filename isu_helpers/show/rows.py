"""Protected results laid out for reading: blocks of rows, and in each row a figure a group."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from ..analysis.cube import Axis
from ..analysis.intervals import newcombe, widened, wilson
from ..analysis.planned import steps_of
from ..analysis.verdict import UNCERTAIN, are_alike
from ..codebook import NUMBER, YES_NO, Variable
from ..disclosure import Protected
from ..wording import HIDDEN, MISSING, TOTAL, agreeing, number, percent, plural, points, the_group
from .words import Words

ANSWERED = "Antal som har svarat"
ABOUT = "ungefär"
NO_GAP = "the row {label!r} has no difference"


@dataclass(frozen=True)
class Figure:
    """One count with its share; NaN where hidden, ``base`` 0 where there is nobody.

    ``is_about`` tells that the base is not counted but worked out, ``are_cases`` that a person
    may be counted several times.
    """

    group: str
    n: float
    base: float
    share: float
    low: float
    high: float
    is_about: bool = False
    are_cases: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether the figure may not be known."""
        return bool(np.isnan(self.n) or np.isnan(self.base))

    @property
    def is_empty(self) -> bool:
        """Whether nobody is in the group."""
        return not self.is_hidden and self.base == 0

    @property
    def share_text(self) -> str:
        """The share in words: per cent, two dots where hidden, a dash where nobody is."""
        if self.is_hidden:
            return HIDDEN
        return "–" if self.is_empty else percent(self.share)

    @property
    def count_text(self) -> str:
        """The count in words, of its base where that is known."""
        if np.isnan(self.n):
            return HIDDEN
        base = "" if np.isnan(self.base) else f" av {self.base_text}"
        return number(self.n) + base

    @property
    def everyone(self) -> str:
        """All of the group, in the definite form, or all their cases."""
        several = plural(self.group)
        return f"ärendena för {several.lower()}" if self.are_cases else the_group(self.group)

    @property
    def base_text(self) -> str:
        """How many the share is of."""
        return f"{ABOUT} {number(self.base)}" if self.is_about else number(self.base)


@dataclass(frozen=True)
class Gap:
    """The difference between the first two groups; NaN where it can't be shown.

    ``word`` is one of the four words of a planned difference, else empty. ``sides`` are the two
    figures that stand beside it, which what is printed agrees with.
    """

    value: float
    low: float
    high: float
    word: str = ""
    sides: tuple[float, float] | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the difference may be known."""
        return not np.isnan(self.value)

    @property
    def whole(self) -> tuple[int, int, int]:
        """The difference and its interval in whole percentage points, as they are printed."""
        return agreeing(*(self.sides or (self.value, 0.0)), self.low, self.high)

    @property
    def told(self) -> tuple[str, str, str]:
        """The same in words, with their signs."""
        value, low, high = (points(whole / 100) for whole in self.whole)
        return value, low, high

    @property
    def turned(self) -> "Gap":
        """The second group minus the first."""
        sides = self.sides and self.sides[::-1]
        return Gap(-self.value, -self.high, -self.low, self.word, sides)


@dataclass(frozen=True)
class Row:
    """One line of a table or chart.

    ``kind`` is ``"svar"``, ``"skala"`` (of a question as a scale), ``"bortfall"`` or ``"bas"``.

    ``anchor`` is an id that others may lead to, ``link`` the id that its label leads to.
    """

    label: str
    figures: tuple[Figure, ...]
    gap: Gap | None = None
    kind: str = "svar"
    anchor: str = ""
    link: str = ""

    @property
    def difference(self) -> Gap:
        """The gap of a row that has one.

        Raises
        ------
        ValueError
            When it has none.
        """
        if self.gap is None:
            raise ValueError(NO_GAP.format(label=self.label))
        return self.gap


@dataclass(frozen=True)
class Block:
    """Rows that belong together under a heading, which is empty where there is but one block."""

    heading: str
    rows: tuple[Row, ...]


def plain_block(protected: Protected, words: Words | None = None) -> Block:
    """One variable by sex: a row an answer, its scale, then those who answered and the missing."""
    axis = protected.axes[-1]
    answers = [_row(protected, {axis.name: a}, a, words=words) for a in axis.answers]
    scale = scale_rows(protected, answers, words) if words else ()
    return Block("", (*answers, *scale, _answered(protected, {}), *_missing(protected, {})))


# A question as a scale: where it parts the first two groups most when it is cut in two.

SCALE_ROW, SPAN = "Skalan delad: {span}", "{first}–{last}"
WHOLE_SCALE = "Hela skalan"


def on_scale(protected: Protected, answers: Sequence[Row]) -> list[Row]:
    """The rows of the answers that have a place on the variable's scale, in order."""
    of = protected.axes[-1].variable
    steps = dict(zip(of.categories, steps_of(of), strict=True))
    return [row for row in answers if not np.isnan(steps.get(row.label, np.nan))]


def scale_rows(protected: Protected, answers: Sequence[Row], words: Words) -> tuple[Row, ...]:
    """The row of a question with a word as a scale; none of another.

    It is where the scale, cut in two, parts the first two groups most; of a scale that is unsure,
    where it is. What stands in it is summed of what is shown, so nothing hidden is in it; without
    such a cut it has no figure, and no table shows it.
    """
    word, placed = words.at(protected, {}), on_scale(protected, answers)
    if not word:
        return ()
    cuts = (_cut(protected, placed, part, word) for part in _parts(len(placed)))
    limit = protected.axes[-1].variable.matters or np.nan
    shown = [row for row in cuts if row.difference.is_shown and _is_so(row, limit)]
    if shown:
        return (max(shown, key=lambda row: round(abs(row.difference.value), 9)),)
    nan = np.nan
    nothing = tuple(Figure(f.group, nan, nan, nan, nan, nan) for f in answers[0].figures)
    return (Row(WHOLE_SCALE, nothing, Gap(np.nan, np.nan, np.nan, word), "skala"),)


def span_of(row: Row) -> Row:
    """The row of a scale, named by its part alone."""
    return replace(row, label=row.label.removeprefix(SCALE_ROW.format(span="")))


def _is_so(row: Row, limit: float) -> bool:
    """Whether a cut may stand for its scale: one that is alike says nothing of one that isn't."""
    one, two = row.figures[:2]
    is_alike = are_alike(one.n, one.base, two.n, two.base, limit)
    return row.difference.word != UNCERTAIN or not is_alike


def _parts(steps: int) -> list[slice]:
    """The upper and the lower part at each cut, the cuts in the middle first."""
    cuts = sorted(range(1, steps), key=lambda at: (abs(2 * at - steps), -at))
    return [part for at in cuts for part in (slice(at, None), slice(None, at))]


def _cut(protected: Protected, placed: Sequence[Row], part: slice, word: str) -> Row:
    """A part of a scale as a row, of those who stand on the scale."""
    span = _span(protected.axes[-1].variable, [row.label for row in placed], part)
    is_whole = len(placed) == len(protected.axes[-1].answers)
    level = widened(None, protected.result.records.design_effect)
    figures = tuple(
        _summed([row.figures[i] for row in placed], part, is_whole, level)
        for i in range(len(placed[0].figures))
    )
    one, two = figures[:2]
    found = newcombe(one.n, one.base, two.n, two.base, level=level)
    value, low, high = map(float, found)
    gap = _beside(Gap(value, low, high, word), figures)
    return Row(SCALE_ROW.format(span=span), figures, gap, "skala")


def _span(of: Variable, names: Sequence[str], part: slice) -> str:
    """What a part of a scale is called; of a number by the bound that it is cut at."""
    if of.kind == NUMBER:
        at = part.start or part.stop
        return replace(of, classes=of.classes[at - 1 : at]).categories[part.start is not None]
    names = names[part]
    return SPAN.format(first=names[0], last=names[-1]) if len(names) > 1 else names[0]


def _summed(steps: Sequence[Figure], part: slice, is_whole: bool, level: float) -> Figure:
    """A part of a group's scale; NaN where one of its numbers is hidden."""
    n = float(sum(f.n for f in steps[part]))
    base = steps[0].base if is_whole else float(sum(f.n for f in steps))
    low, high = map(float, wilson(n, base, level=level))
    share, are_cases = n / base if base else np.nan, steps[0].are_cases
    return Figure(steps[0].group, n, base, share, low, high, are_cases=are_cases)


def yes_block(items: Sequence[Protected], words: Words | None = None) -> Block:
    """Several yes/no questions by sex: a row a question, with its first answer."""
    return Block("", tuple(yes_row(p, words) for p in items))


def yes_row(protected: Protected, words: Words | None = None) -> Row:
    """A yes/no question by sex, with its first answer."""
    first = {protected.axes[-1].name: protected.axes[-1].answers[0]}
    return _row(protected, first, _asked(protected.result.of), words=words)


def crossed_blocks(
    protected: Protected, words: Words | None = None, answers: Sequence[str] = ()
) -> list[Block]:
    """One variable by sex and more: a block an answer, a row a stratum.

    Of a yes/no question only the first answer, else all or those that are asked for. By two
    more, a block an answer within each group of the first of them.
    """
    *outer, crossing, of = protected.axes[1:]
    answers = answers or (of.answers[:1] if is_yes_no(protected) else of.answers)
    groups = list(product(*([(axis, slot) for slot in axis.answers] for axis in outer)))
    return [
        Block(
            ", ".join([_answer(protected, answer), *(stratum_label(*pair) for pair in group)]),
            _strata(protected, crossing, {of.name: answer} | _slots(group), words),
        )
        for group in groups
        for answer in answers
    ]


def _answer(protected: Protected, answer: str) -> str:
    return _asked(protected.result.of) if is_yes_no(protected) else answer


def _slots(group: Sequence[tuple[Axis, str]]) -> dict[str, str]:
    return {axis.name: slot for axis, slot in group}


def is_yes_no(protected: Protected) -> bool:
    """Whether a variable is a yes/no question, told by its first answer alone."""
    return protected.result.of.kind == YES_NO


def groups_of(protected: Protected) -> tuple[str, ...]:
    """The groups of the first axis that are shown, the total last."""
    return (*(s for s in protected.axes[0].slots if s != TOTAL), TOTAL)


def stratum_label(axis: Axis, slot: str) -> str:
    """A stratum named so that it can stand alone: «Arbetslös: Ja», but «30–44» for an age."""
    return f"{axis.variable.title}: {slot}" if axis.variable.kind == YES_NO else slot


def _strata(
    protected: Protected, crossing: Axis, at: dict[str, str], words: Words | None
) -> tuple[Row, ...]:
    return tuple(
        _row(protected, at | {crossing.name: stratum}, stratum_label(crossing, stratum),
             words=words)
        for stratum in crossing.answers
    )  # fmt: skip


def _answered(protected: Protected, at: dict[str, str]) -> Row:
    """How many answered, in each group: the base of the shares."""
    axis = protected.axes[-1]
    row = _row(protected, at | {axis.name: axis.answers[0]}, ANSWERED, "bas")
    figures = tuple(replace(f, n=f.base, share=np.nan, low=np.nan, high=np.nan)
                    for f in row.figures)  # fmt: skip
    return Row(row.label, figures, None, "bas")


def _missing(protected: Protected, at: dict[str, str]) -> list[Row]:
    axis = protected.axes[-1]
    if MISSING not in axis.slots:
        return []
    row = _row(protected, at | {axis.name: MISSING}, MISSING, "bortfall")
    return [Row(row.label, row.figures, None, "bortfall")]


def _row(
    protected: Protected, at: dict[str, str], label: str, kind: str = "svar",
    words: Words | None = None,
) -> Row:  # fmt: skip
    place = _place(protected, at)
    figures = tuple(_figure(protected, g, place) for g in groups_of(protected))
    gap = _gap(protected, at, words.at(protected, at) if words else "")
    return Row(label, figures, gap and _beside(gap, figures), kind)


def _beside(gap: Gap, figures: Sequence[Figure]) -> Gap:
    """A difference between the shares that stand beside it."""
    one, two = figures[:2]
    return replace(gap, sides=(one.share, two.share))


def _figure(protected: Protected, group: str, place: tuple[str, ...]) -> Figure:
    n, base, share, low, high = protected.lines[(group, *place)]
    are_cases = protected.result.records.are_cases
    return Figure(group, n, base, share, low, high, are_cases=are_cases)


def _gap(protected: Protected, at: dict[str, str], word: str) -> Gap | None:
    found = protected.gaps.get(_place(protected, at))
    if not found:
        return None
    value, low, high = found
    return Gap(value, low, high, word)


def _place(protected: Protected, at: dict[str, str]) -> tuple[str, ...]:
    """The slots on all axes but sex, totals on those that are not named."""
    return tuple(at.get(axis.name, TOTAL) for axis in protected.axes[1:])


def _asked(variable: Variable) -> str:
    """What a yes/no row is called, its first answer told where it is not «Ja»."""
    first = variable.categories[0]
    return variable.title if first == "Ja" else f"{variable.title}: {first}"
