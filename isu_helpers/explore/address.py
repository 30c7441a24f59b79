"""The address of what is looked at: which variables, and over what time. Never figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..analysis import breakdown
from ..analysis.crossed_trend import crossed_trend
from ..analysis.explain import explain_difference
from ..analysis.inquiry import Answer, Answers
from ..analysis.result import Result
from ..analysis.selection import BACKGROUND
from ..codebook import SEX, Variable
from ..errors import CodebookError
from ..records import Records

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
