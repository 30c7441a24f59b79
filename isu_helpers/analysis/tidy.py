"""A cube as tidy frames: a row a number, and a row a difference between two groups."""

from itertools import combinations

import numpy as np
import pandas as pd

from ..intervals import newcombe, wilson
from ..wording import TOTAL
from .cube import ANSWERED, Axis, Cube


def tidy(cube: Cube, visible: np.ndarray | None = None) -> pd.DataFrame:
    """The cube's numbers, a row each.

    Parameters
    ----------
    cube
        Counts with their totals.
    visible
        Which numbers may be shown, of the cube's shape; a hidden one, and every share it would
        give away, becomes missing, and the column ``hidden`` names it.

    Returns
    -------
    DataFrame
        A column a variable (the category, missing for a total), ``n``, ``base`` (those the share
        is of: people who answered, for a missing answer and for totals everyone in the group),
        ``share``, ``low``, ``high`` as fractions. With ``visible`` also ``hidden``: ``""``,
        ``"n"``, ``"base"`` or ``"n base"``.
    """
    rows = [i for i, slot in enumerate(cube.of.slots) if slot != ANSWERED]
    is_answer = np.array([cube.of.slots[i] in cube.of.answers for i in rows])
    answered, total = cube.of.place(ANSWERED), cube.of.place(TOTAL)
    frame = _categories(cube.axes, rows)
    frame["n"] = cube.n[..., rows].ravel()
    base_of = np.where(is_answer, answered, total)
    frame["base"] = cube.n[..., base_of].ravel()
    if visible is not None:
        shown = visible[..., rows].ravel(), visible[..., base_of].ravel()
        for name, is_shown in zip(("n", "base"), shown, strict=True):
            frame[name] = frame[name].astype(float).where(is_shown)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["share"] = frame["n"] / frame["base"].where(frame["base"] > 0)
    low, high = wilson(frame["n"], frame["base"])
    frame["low"], frame["high"] = low, high
    if visible is not None:
        words = [
            np.where(is_shown, "", name)
            for name, is_shown in zip(("n", "base"), shown, strict=True)
        ]
        frame["hidden"] = [" ".join(filter(None, pair)) for pair in zip(*words, strict=True)]
    return frame


def differences(
    frame: pd.DataFrame, axes: tuple[Axis, ...], groups: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Differences of shares between the groups of the first axis, Newcombe's interval with each.

    Returns
    -------
    DataFrame
        A row for each answer, crossing stratum (missing for all strata) and pair of groups:
        the variables' columns but the first, ``first``, ``second``, ``value``, ``low``, ``high``
        as fractions, first minus second. A row is missing where a share is.
    """
    name, rest = axes[0].name, [a.name for a in axes[1:]]
    answers = frame[frame[axes[-1].name].isin(axes[-1].answers)]
    pairs = [groups] if groups else list(combinations(axes[0].answers, 2))
    parts = []
    for first, second in pairs:
        one, two = (_rows_of(answers, name, group) for group in (first, second))
        value, low, high = newcombe(one["n"], one["base"], two["n"], two["base"])
        part = one[rest].assign(first=first, second=second, value=value, low=low, high=high)
        parts.append(part)
    empty = pd.DataFrame(columns=[*rest, "first", "second", "value", "low", "high"])
    return pd.concat(parts, ignore_index=True) if parts else empty


def _rows_of(answers: pd.DataFrame, name: str, group: str) -> pd.DataFrame:
    """The rows of a group; of one too small to be shown as a group, rows without figures."""
    rows = answers[answers[name] == group]
    if rows.empty:
        rows = answers[answers[name].isna()].assign(n=np.nan, base=np.nan)
    return rows.reset_index(drop=True)


def _categories(axes: tuple[Axis, ...], rows: list[int]) -> pd.DataFrame:
    """The category of each row on each axis, missing for a total."""
    slots = [list(a.slots) for a in axes[:-1]] + [[axes[-1].slots[i] for i in rows]]
    places = np.indices([len(s) for s in slots]).reshape(len(slots), -1)
    return pd.DataFrame(
        {
            axis.name: pd.Series(
                [None if s[i] == TOTAL else s[i] for i in place], dtype=object
            ).where(lambda column: column.notna())
            for axis, s, place in zip(axes, slots, places, strict=True)
        }
    )
