"""A result as it may be published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import pandas as pd

from ..analysis import Result
from ..analysis.cube import Axis, Cube
from ..analysis.result import MEDIANS, WAITING, differences, tidy
from ..content import fraction
from ..wording import TOTAL


@dataclass(frozen=True, eq=False)
class Protected:
    """A result as it may be published: hidden numbers are missing.

    ``cube`` has the axes that were asked for and counts the stated population; ``visible`` is of
    its shape. ``is_refused`` tells that no safe way to show it was found, ``is_recut`` that the
    reason is other categories than in an earlier publication.
    """

    result: Result
    cube: Cube = field(repr=False)
    visible: np.ndarray = field(repr=False)
    is_protected: bool = True
    is_refused: bool = False
    is_recut: bool = False

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes that were asked for, the counted variable last."""
        return self.cube.axes

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The numbers that may be published, see `tidy`."""
        return tidy(self.cube, self.visible, effect=self.result.records.design_effect)

    @cached_property
    def difference(self) -> pd.DataFrame:
        """The differences that may be published, see `differences`."""
        effect = self.result.records.design_effect
        return differences(self.frame, self.axes, self.result.groups, effect=effect)

    @cached_property
    def lines(self) -> dict[tuple[str, ...], list[float]]:
        """``n``, ``base``, ``share``, ``low`` and ``high`` of the frame, by slots on the axes."""
        return _by_place(self.frame, self.axes, ["n", "base", "share", "low", "high"])

    @cached_property
    def gaps(self) -> dict[tuple[str, ...], list[float]]:
        """``value``, ``low`` and ``high`` of the differences, by slots on all axes but sex."""
        return _by_place(self.difference, self.axes[1:], ["value", "low", "high"])

    @property
    def standing(self) -> Fraction:
        """The share of the inner numbers, groups by answers, that may be shown."""
        shown = self.visible[inner(self.cube)]
        return Fraction(int(shown.sum()), max(shown.size, 1))

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to show: refused, or all inner numbers hidden."""
        return self.is_refused or self.standing == 0

    @property
    def is_enough(self) -> bool:
        """Whether a table of it is worth showing: a plain one always, a crossing by thresholds.

        Classes that medians are worked out of are, where nothing is hidden: else broader ones.
        """
        if self.result.analysis in (MEDIANS, WAITING):
            return not self.is_refused and bool(self.visible.all())
        if self.is_refused or len(self.axes) == 2:
            return len(self.axes) == 2
        return not self.is_protected or self.standing >= fraction("korsning_andel_kvar")

    def may_be_enough(self, hidden: float) -> bool:
        """Whether it may be worth showing when at least so many inner numbers are hidden."""
        if self.result.analysis in (MEDIANS, WAITING) or len(self.axes) == 2:
            return not hidden or len(self.axes) == 2
        size = self.visible[inner(self.cube)].size
        return bool(size - hidden >= fraction("korsning_andel_kvar") * size)


def _by_place(
    frame: pd.DataFrame, axes: Sequence[Axis], names: list[str]
) -> dict[tuple[str, ...], list[float]]:
    """The figures of each row, by where it stands: its slots, totals too."""
    slots = [frame[a.name].astype(object).where(frame[a.name].notna(), TOTAL) for a in axes]
    rows = [*zip(zip(*slots, strict=True), frame[names].to_numpy(float).tolist(), strict=True)]
    return dict(reversed(rows))  # of rows that stand in one place the first


def inner(cube: Cube) -> tuple[np.ndarray, ...]:
    """Where the inner numbers of a cube stand: groups by answers, no totals and none missing."""
    return np.ix_(*([i for i, s in enumerate(a.slots) if s in a.answers] for a in cube.axes))
