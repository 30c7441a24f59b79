"""Warnings in words for groups in which one person weighs much."""

from collections.abc import Iterator

import pandas as pd

from ..content import load
from ..wording import MISSING, counted, people, percent, plural
from .cube import Axis

SMALL = "I gruppen {group} finns {people}. En person motsvarar {share}."
MOST, MORE = 6, "Fler grupper är små. Se antalen i tabellen."
SMALL_CASES = "I gruppen {group} finns {cases}. Ett ärende motsvarar {share}."


def small_groups(
    *tables: tuple[pd.DataFrame, tuple[Axis, ...]], are_cases: bool = False
) -> list[str]:
    """A sentence for each group with few people, at its smallest in any of the tables.

    Parameters
    ----------
    *tables
        Tidy frames, protected or not, each with its axes, the counted variable last. Groups
        whose number is not known are passed over.
    are_cases
        Whether the rows are cases, of which a person may have several.
    """
    form = SMALL_CASES if are_cases else SMALL
    limit = load("thresholds")["litet_underlag"]["value"]
    smallest: dict[str, float] = {}
    for group, base in (pair for table in tables for pair in _bases(*table)):
        smallest[group] = min(base, smallest.get(group, base))
    told = [
        form.format(
            group=group,
            people=people(int(base)),
            share=_weight(base),
            cases=counted(int(base), "ärende", "ärenden"),
        )
        for group, base in smallest.items()
        if 0 < base < limit
    ]
    return told if len(told) <= MOST else [*told[:MOST], MORE]


def _bases(frame: pd.DataFrame, axes: tuple[Axis, ...]) -> Iterator[tuple[str, float]]:
    """The groups of a frame with how many answered in each."""
    names, of = [a.name for a in axes[:-1]], axes[-1].name
    rows = frame[frame[of].isin(axes[-1].answers) & frame[names].notna().all(axis=1)]
    rows = rows[~rows[names].isin([MISSING]).any(axis=1)].drop_duplicates(names)
    return ((_group(row[names]), row["base"]) for _, row in rows.iterrows() if row["base"] > 0)


def _group(categories: pd.Series) -> str:
    first, *rest = (str(c) for c in categories)
    return ", ".join([plural(first).lower(), *(r[0].lower() + r[1:] for r in rest)])


def _weight(base: float) -> str:
    return percent(1 / base).replace("%", "procentenheter")
