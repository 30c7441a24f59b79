"""Warnings in words for groups in which one person weighs much."""

import pandas as pd

from ..content import load
from ..wording import MISSING, people, percent, plural
from .cube import Axis

SMALL = "I gruppen {group} finns {people}. En person motsvarar {share}."


def small_groups(frame: pd.DataFrame, axes: tuple[Axis, ...]) -> list[str]:
    """A sentence for each group with few people; groups whose number is not known are passed.

    Parameters
    ----------
    frame
        A tidy frame, protected or not.
    axes
        The axes it has, the counted variable last.
    """
    limit = load("thresholds")["litet_underlag"]["value"]
    names, of = [a.name for a in axes[:-1]], axes[-1].name
    bases = frame[frame[of].isin(axes[-1].answers) & frame[names].notna().all(axis=1)]
    bases = bases[~bases[names].isin([MISSING]).any(axis=1)].drop_duplicates(names)
    small = bases[(bases["base"] > 0) & (bases["base"] < limit)]
    return [
        SMALL.format(
            group=_group(row[names]), people=people(int(row["base"])), share=_weight(row["base"])
        )
        for _, row in small.iterrows()
    ]


def _group(categories: pd.Series) -> str:
    first, *rest = (str(c) for c in categories)
    return ", ".join([plural(first).lower(), *(r[0].lower() + r[1:] for r in rest)])


def _weight(base: float) -> str:
    return percent(1 / base).replace("%", "procentenheter")
