"""A Reference: shares from elsewhere, matched to the codebook."""

from dataclasses import dataclass, replace

import numpy as np

from ..codebook import Variable
from ..content import load
from ..wording import half_up
from .words import word

FEMALE, MALE = "kvinna", "man"
NAMELESS = "jämförelsen"


@dataclass(frozen=True)
class Share:
    """How large a share of a group gave an answer elsewhere.

    ``group`` is a sex of the codebook, or `TOTAL`; ``share`` a fraction of those who answered;
    ``base`` how many they were, NaN where the file does not say; ``name`` is where and when.
    """

    variable: Variable
    answer: str
    group: str
    share: float
    base: float = np.nan
    name: str = NAMELESS

    def is_small(self, k: int) -> bool:
        """Whether it is known to stand for so few that someone might be recognised."""
        if np.isnan(self.base):
            return False
        count = half_up(self.share * self.base)
        fewest = min(count, half_up(self.base) - count)
        return self.base < k or 0 < fewest < k or (fewest == 0 and self.variable.is_sensitive)


@dataclass(frozen=True)
class Reference:
    """What one's own figures are compared with. ``report`` tells how the file was read.

    ``is_own`` tells that it is about the same municipality, so that people may be in both.
    """

    name: str
    rows: tuple[Share, ...] = ()
    report: tuple[str, ...] = ()
    is_own: bool = False

    def __repr__(self) -> str:
        return f"Jämförelse med {self.name}: {len(self.variables)} variabler"

    def name_of(self, variable: Variable) -> str:
        """Where and when the shares of a variable are from, as it is said within a sentence."""
        names = {share.name for share in self.of(variable).values()}
        name = names.pop() if len(names) == 1 else self.name
        is_country = any(word(name).startswith(word(w)) for w in load("compare")["riket"])
        return name[:1].lower() + name[1:] if is_country else name

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of the codebook that it has shares of, in the order of the file."""
        return tuple(dict.fromkeys(row.variable for row in self.rows))

    def of(self, variable: Variable) -> dict[tuple[str, str], Share]:
        """The shares of a variable, by answer and group.

        Of one with answers merged, the sums of their shares, where all of them have one.
        """
        if not variable.rule:
            return {(r.answer, r.group): r for r in self.rows if r.variable.name == variable.name}
        fine = [r for r in self.rows if r.variable.name == variable.rule.sources[0]]
        groups = dict.fromkeys(r.group for r in fine)
        return {k: v for g in groups for k, v in _merged(fine, g, variable).items()}

    def is_small(self, variable: Variable, k: int) -> bool:
        """Whether any share of a variable is known to stand for few: then none may be shown."""
        return any(row.is_small(k) for row in self.of(variable).values())


def _merged(rows: list[Share], group: str, variable: Variable) -> dict[tuple[str, str], Share]:
    """The shares of a group with answers merged; none where one of the answers has no share."""
    found = {r.answer: r for r in rows if r.group == group}
    names = next(iter(found.values())).variable.categories
    if set(found) != set(names):
        return {}
    cut = int(variable.rule.detail[0])
    parts = zip(variable.categories, (names[:cut], names[cut:]), strict=True)
    sums = {answer: sum(found[name].share for name in part) for answer, part in parts}
    first = found[names[0]]
    return {(answer, group): replace(first, variable=variable, answer=answer, share=share)
            for answer, share in sums.items()}  # fmt: skip
