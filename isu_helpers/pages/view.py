"""The working view: figures by the primary rule alone, stamped, for the screen and no release."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..analysis import Result, breakdown, explain_difference
from ..analysis.breakdown import BACKGROUND
from ..analysis.explain.inquiry import Answer, Answers
from ..analysis.result import small_groups
from ..analysis.trend import POOLED, crossed_trend
from ..codebook import SEX, Variable
from ..disclosure import Protected
from ..disclosure.primary import primary, stated_population
from ..errors import CodebookError
from ..records import Records
from ..show import sentences
from ..show.charts.lines import Lines
from ..show.charts.shares import Shares
from ..show.model import Exhibit, Paragraph, Section
from ..show.rows import Block, crossed_blocks, plain_block
from ..show.section import box, lower_first, title_by, title_of, warned
from ..show.tables import table
from ..show.trend import LONGER, OUTSIDE, gap_change
from ..wording import HIDDEN

STAMP = "Arbetsvy på skärmen – får inte spridas"
CAPTION = "{title}. {stamp}"
LIMITS = (
    "{sign} betyder dolt. Här döljs bara tal under {k}, och för känsliga frågor också ingen och "
    "alla. På sidor att lämna ut kan fler tal döljas, så att inget dolt går att räkna ut."
)
ANSWER = "Svar"


def working_view(result: Result, k: int, answers: Sequence[str] = ()) -> Section:
    """A result for the screen: chart, table, what they say and what to mind.

    Parameters
    ----------
    result
        A breakdown by sex, or by sex and one more; or a trend of these.
    k
        The smallest count of different people that is shown.
    answers
        The answers to show, where there are more than fit; all of them by default.
    """
    protected = by_primary_rule(result, k)
    if protected.is_blank:
        return Section(parts=box([sentences.REFUSED.format(of=title_of(protected))]))
    is_plain = len(protected.axes) == 2
    blocks = [plain_block(protected)] if is_plain else crossed_blocks(protected, None, answers)
    shown = _laid_out(protected, blocks, k)
    return Section(title_of(protected), result.of.question, (shown,))


def by_primary_rule(result: Result, k: int) -> Protected:
    """A result with the counts hidden that the primary rule hides, and no more than those."""
    cube = result.asked(stated_population(result.cube, k))
    return Protected(result, cube, ~primary(cube, k).small)


def _laid_out(protected: Protected, blocks: Sequence[Block], k: int) -> Exhibit:
    title = CAPTION.format(title=title_by(protected), stamp=STAMP)
    chart = Lines if protected.result.analysis else Shares
    first = protected.axes[-2].variable.title if len(protected.axes) > 2 else ANSWER
    are_cases = protected.result.records.are_cases
    small = small_groups((protected.frame, protected.axes), are_cases=are_cases)
    return Exhibit(
        (chart(title, tuple(blocks)),), (table(title, blocks, first),),
        LIMITS.format(sign=HIDDEN, k=k), said=" ".join(_said(protected, blocks)),
        warnings=warned(small), stamp=(Paragraph(STAMP, "stampel"),),
    )  # fmt: skip


def _said(protected: Protected, blocks: Sequence[Block]) -> list[str]:
    analysis = protected.result.analysis
    if analysis:
        unit = lower_first(protected.axes[-2].variable.title)
        longer = [LONGER.format(unit=unit)] if analysis == POOLED else []
        return [*longer, *gap_change(blocks), OUTSIDE]
    common = sentences.most_common(blocks[0]) if len(protected.axes) == 2 else []
    return [*common, *sentences.largest_gap(blocks)]


# The address of what is looked at: which variables, and over what time. Never figures.

TIME = "tid"
SAME = "«{name}» går inte att dela upp på sig själv. Väntade en annan uppdelning. Välj en annan."


@dataclass(frozen=True)
class Address:
    """The names of the counted variable and of the groups, sex first; ``period`` as for `trend`.

    ``period`` is empty where it is not about time.
    """

    variables: tuple[str, ...]
    period: str = ""

    def result(self, records: Records) -> Result:
        """What stands there.

        Raises
        ------
        CodebookError
            In Swedish, when a variable is no longer in the codebook, tells no time, or is to be
            divided by itself.
        """
        of, *by = self.variables
        if of in by:
            raise CodebookError(SAME.format(name=of))
        by = by or [SEX]
        if self.period:
            return crossed_trend(records, of, by, self.period)
        return breakdown(records, of, by)

    def shown(self, records: Records) -> Result | Answer | Answers:
        """What is shown of it: of a criterion, what that explains; else what stands there.

        Raises
        ------
        CodebookError
            As from `result`.
        """
        of, *by = self.variables
        criteria = {v.name for v in records.codebook if v.criterion}
        if len(by) == 2 and not self.period and by[1] in criteria:
            return explain_difference(records, of, by[0], [by[1]])
        return self.result(records)


def questions(records: Records) -> Iterator[Variable]:
    """The variables that can be looked at: all that people can be counted in, but sex and time."""
    for variable in records.codebook:
        is_there = variable.is_countable and variable.name in records.frame
        if is_there and variable.role not in (SEX, TIME):
            yield variable


def crossings(records: Records) -> tuple[Variable, ...]:
    """The variables that sex can be crossed with."""
    return tuple(v for v in records.countable(BACKGROUND) if v.role != SEX)
