"""Protected results laid out for reading: blocks of rows, and in each row a figure a group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..analysis.cube import Axis
from ..codebook import YES_NO, Variable
from ..disclosure import Protected
from ..wording import HIDDEN, MISSING, TOTAL, number, percent, plural


@dataclass(frozen=True)
class Figure:
    """One count with its share; NaN where hidden, ``base`` 0 where there is nobody."""

    group: str
    n: float
    base: float
    share: float
    low: float
    high: float

    @property
    def is_hidden(self) -> bool:
        return bool(np.isnan(self.n) or np.isnan(self.base))

    @property
    def is_empty(self) -> bool:
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
        base = "" if np.isnan(self.base) else f" av {number(self.base)}"
        return number(self.n) + base


@dataclass(frozen=True)
class Gap:
    """The difference between the first two groups; NaN where it can't be shown."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One line of a table or chart. ``kind`` is ``"svar"``, ``"bortfall"`` or ``"bas"``."""

    label: str
    figures: tuple[Figure, ...]
    gap: Gap | None = None
    kind: str = "svar"


@dataclass(frozen=True)
class Block:
    """Rows that belong together under a heading, which is empty where there is but one block."""

    heading: str
    rows: tuple[Row, ...]


def plain_block(protected: Protected) -> Block:
    """One variable by sex: a row an answer, then those who answered and the missing."""
    axis = protected.axes[-1]
    answers = [_row(protected, {axis.name: a}, a) for a in axis.answers]
    return Block("", (*answers, _answered(protected, {}), *_missing(protected, {})))


def yes_block(items: Sequence[Protected]) -> Block:
    """Several yes/no questions by sex: a row a question, with its first answer."""
    rows = [_row(p, {p.axes[-1].name: p.axes[-1].answers[0]}, _asked(p.result.of)) for p in items]
    return Block("", tuple(rows))


def crossed_blocks(protected: Protected) -> list[Block]:
    """One variable by sex and one more: a block an answer, a row a stratum.

    Of a yes/no question only the first answer.
    """
    crossing, of = protected.axes[-2], protected.axes[-1]
    answers = of.answers[:1] if is_yes_no(protected) else of.answers
    return [
        Block(_asked(protected.result.of) if is_yes_no(protected) else answer, _strata(
            protected, crossing, {of.name: answer}
        ))
        for answer in answers
    ]  # fmt: skip


def is_yes_no(protected: Protected) -> bool:
    """Whether a variable is a yes/no question, told by its first answer alone."""
    return protected.result.of.kind == YES_NO


def groups_of(protected: Protected) -> tuple[str, ...]:
    """The groups of the first axis that are shown, the total last."""
    return (*(s for s in protected.axes[0].slots if s != TOTAL), TOTAL)


def stratum_label(axis: Axis, slot: str) -> str:
    """A stratum named so that it can stand alone: «Arbetslös: Ja», but «30–44» for an age."""
    return f"{axis.variable.title}: {slot}" if axis.variable.kind == YES_NO else slot


def _strata(protected: Protected, crossing: Axis, at: dict[str, str]) -> tuple[Row, ...]:
    return tuple(
        _row(protected, at | {crossing.name: stratum}, stratum_label(crossing, stratum))
        for stratum in crossing.answers
    )


def _answered(protected: Protected, at: dict[str, str]) -> Row:
    """How many answered, in each group: the base of the shares."""
    axis = protected.axes[-1]
    row = _row(protected, at | {axis.name: axis.answers[0]}, "Antal som har svarat", "bas")
    figures = tuple(Figure(f.group, f.base, f.base, np.nan, np.nan, np.nan) for f in row.figures)
    return Row(row.label, figures, None, "bas")


def _missing(protected: Protected, at: dict[str, str]) -> list[Row]:
    axis = protected.axes[-1]
    if MISSING not in axis.slots:
        return []
    row = _row(protected, at | {axis.name: MISSING}, MISSING, "bortfall")
    return [Row(row.label, row.figures, None, "bortfall")]


def _row(protected: Protected, at: dict[str, str], label: str, kind: str = "svar") -> Row:
    frame, axes = protected.frame, protected.axes
    lines = frame[_matches(frame, at, [a.name for a in axes[1:]])]
    figures = tuple(
        _figure(lines[_is(lines[axes[0].name], g)].iloc[0], g) for g in groups_of(protected)
    )
    return Row(label, figures, _gap(protected, at), kind)


def _figure(line: pd.Series, group: str) -> Figure:
    return Figure(group, *(float(line[c]) for c in ("n", "base", "share", "low", "high")))


def _gap(protected: Protected, at: dict[str, str]) -> Gap | None:
    gaps = protected.difference
    gaps = gaps[_matches(gaps, at, [a.name for a in protected.axes[1:]])]
    if gaps.empty:
        return None
    return Gap(*(float(gaps.iloc[0][c]) for c in ("value", "low", "high")))


def _matches(frame: pd.DataFrame, at: dict[str, str], names: list[str]) -> pd.Series:
    """Rows at these categories, totals on the axes that are not named."""
    found = pd.Series(True, index=frame.index)
    for name in names:
        found &= _is(frame[name], at.get(name, TOTAL))
    return found


def _is(column: pd.Series, slot: str) -> pd.Series:
    return column.isna() if slot == TOTAL else column == slot


def _asked(variable: Variable) -> str:
    """What a yes/no row is called, its first answer told where it is not «Ja»."""
    first = variable.categories[0]
    return variable.title if first == "Ja" else f"{variable.title}: {first}"


def group_label(group: str) -> str:
    """A group as a column heading."""
    return plural(group)
