"""Two steps of a case, of which the second is only about some: who has days of it, and who not.

Whoever has ended the first step, and given such an answer as the second is about, has days of the
second. So a hidden number of those who got no, or who still wait, follows from how many lack days,
if nothing ties the three.
"""

from collections.abc import Iterable

import numpy as np

from ..analysis.cube import ANSWERED
from ..codebook import Variable
from ..records.derived.fine import DAYS, STILL_OPEN
from ..wording import MISSING
from .ledger import Address, Ledger, Pair
from .overlap import members
from .primary import Crowd

STAGE, REST = "\N{BULLET} läge", "\N{BULLET} utan dagar"  # what no variable is called
ENDED, WAITING, NEITHER = "klara", "väntar", "inget datum"
MOST_KNOWN = 1  # so few who should have days and have none, a reader takes as known


def is_step_before(one: Variable, two: Variable) -> bool:
    """Whether two variables are of days, the one to the date that the other is from."""
    rules = [v.rule for v in (one, two) if v.rule and v.rule.name == DAYS]
    return len(rules) == 2 and rules[0].sources[1] == rules[1].sources[0]


def tie_steps(ledger: Ledger, crowd: Crowd, one: Variable, two: Variable, rest: Address) -> None:
    """Enter how many are at each stage of the first step with each answer, and what follows."""
    if two.asked_if:
        name, answers = two.asked_if
        Steps(ledger, crowd, (one, two, ledger.variables[name]), answers, rest).enter()


class Steps:
    """The people of one group, by their stage of the first step and the answer that matters."""

    def __init__(
        self, ledger: Ledger, crowd: Crowd, three: tuple[Variable, Variable, Variable],
        answers: tuple[str, ...], rest: Address,
    ):  # fmt: skip
        self.ledger, self.answers, self.rest = ledger, answers, rest
        self.one, self.two, self.asked = three
        is_in = members(crowd, ledger.variables, rest)
        self.days, self.later, self.answer = (
            np.array([*v.categories, MISSING], object)[crowd.records.codes(v).astype(int)][is_in]
            for v in three
        )
        self.stage = np.array([_stage(slot) for slot in self.days], object)

    def enter(self) -> None:
        """Each stage with each answer as a silent number, and what is told as sums of them."""
        answers = (*self.asked.categories, MISSING)
        for stage in (ENDED, WAITING, NEITHER):
            slots = [s for s in (*self.one.categories, MISSING) if _stage(s) == stage]
            whole = self._silent({(STAGE, self._of(stage))}, self.stage == stage)
            self._sum(whole, (self._told(self.one, slot) for slot in slots))
            self._sum(whole, (self._cell(stage, a) for a in answers))
        for a in answers:
            parts = [self._cell(stage, a) for stage in (ENDED, WAITING, NEITHER)]
            self._sum(self._told(self.asked, a), parts)
        self._able()

    def _able(self) -> None:
        """Who has ended, and given such an answer, has days of the second step; but for few."""
        chosen = [a for a in self.asked.categories if a in self.answers]
        is_able = (self.stage == ENDED) & np.isin(self.answer, chosen)
        whole = self._silent({(STAGE, self._of(self.two.name))}, is_able)
        is_lacking = is_able & (self.later == MISSING)
        name, count = self.rest | {(REST, self._of(self.two.name))}, int(is_lacking.sum())
        is_known = count <= MOST_KNOWN
        lacking = [] if not count else [
            self.ledger.enter_given(name, count) if is_known
            else self.ledger.enter_silent(name, count, False, is_kept=False)
        ]  # fmt: skip
        self._sum(whole, (self._cell(ENDED, a) for a in chosen))
        self._sum(whole, (self._told(self.two, ANSWERED), *lacking))

    def _of(self, stage: str) -> str:
        return f"{stage}, {self.one.name}"

    def _cell(self, stage: str, answer: str) -> int:
        pairs = {(STAGE, self._of(stage)), (self.asked.name, answer)}
        return self._silent(pairs, (self.stage == stage) & (self.answer == answer))

    def _silent(self, pairs: set[Pair], is_in: np.ndarray) -> int:
        count = int(is_in.sum())
        return self.ledger.enter_silent(self.rest | pairs, count, False, is_kept=False)

    def _told(self, variable: Variable, slot: str) -> int | None:
        address = self.rest | {(variable.name, slot)}
        return self.ledger.place.get(self.ledger.address(address))

    def _sum(self, whole: int | None, parts: Iterable[int | None]) -> None:
        every = [*parts]
        numbers = [n for n in every if n is not None]
        if whole is not None and len(numbers) == len(every) and numbers != [whole]:
            self.ledger.sums.add((whole, tuple(sorted(numbers))))


def _stage(slot: str) -> str:
    if slot == MISSING:
        return NEITHER
    return WAITING if slot.startswith(STILL_OPEN) else ENDED
