"""Warnings in words for groups in which one person weighs much."""

from collections.abc import Iterable, Iterator

import pandas as pd

from ..content import load
from ..wording import MISSING, counted, percent, plural
from .cube import Axis
from .gap import in_group

SMALL = "{people} har svarat. En person motsvarar {share}."
SMALLEST = "Som minst har {people} svarat. En person motsvarar {share}."
WHOLE = "{people} är med. När alla har svarat motsvarar en person {share}."
SMALL_CASES = "{cases} i gruppen {group} har ett svar. Ett ärende motsvarar {share}."
SMALLEST_CASES = "Som minst har {cases} i gruppen {group} ett svar. Ett ärende motsvarar {share}."
WHOLE_CASES = "{cases} i gruppen {group} är med. När alla har ett svar motsvarar ett {share}."
MOST, MORE = 6, "Fler grupper är små. Se antalen i tabellen."

Group = tuple[str, ...]


def small_groups(
    *tables: tuple[pd.DataFrame, tuple[Axis, ...]], are_cases: bool = False
) -> list[str]:
    """A sentence for each group of which few have answered, at its smallest in any of the tables.

    Parameters
    ----------
    *tables
        Tidy frames, protected or not, each with its axes, the counted variable last. Groups
        whose number is not known are passed over.
    are_cases
        Whether the rows are cases, of which a person may have several.
    """
    found: dict[Group, set[float]] = {}
    for group, base in (pair for table in tables for pair in _bases(*table)):
        found.setdefault(group, set()).add(base)
    one, several = (SMALL_CASES, SMALLEST_CASES) if are_cases else (SMALL, SMALLEST)
    return _told((several if len(bases) > 1 else one, group, min(bases))
                 for group, bases in found.items())  # fmt: skip


def small_wholes(
    frame: pd.DataFrame, axes: tuple[Axis, ...], *, are_cases: bool = False
) -> list[str]:
    """A sentence for each small group of a plain table, whether they have answered or not.

    Parameters
    ----------
    frame, axes
        As in `small_groups`, of two axes.
    """
    by, of = (a.name for a in axes)
    rows = frame[frame[of].isna() & frame[by].notna() & (frame[by] != MISSING)]
    form = WHOLE_CASES if are_cases else WHOLE
    return _told((form, (str(group),), n) for group, n in zip(rows[by], rows["n"], strict=True))


def _bases(frame: pd.DataFrame, axes: tuple[Axis, ...]) -> Iterator[tuple[Group, float]]:
    """The groups of a frame with how many answered in each."""
    names, of = [a.name for a in axes[:-1]], axes[-1].name
    rows = frame[frame[of].isin(axes[-1].answers) & frame[names].notna().all(axis=1)]
    rows = rows[~rows[names].isin([MISSING]).any(axis=1)].drop_duplicates(names)
    groups = (tuple(map(str, row[names])) for _, row in rows.iterrows())
    return ((g, base) for g, base in zip(groups, rows["base"], strict=True) if base > 0)


def _told(found: Iterable[tuple[str, Group, float]]) -> list[str]:
    """The sentences of those that are small, each made from its form, its group and its size."""
    limit = load("thresholds")["litet_underlag"]["value"]
    told = [_sentence(form, group, int(n)) for form, group, n in found if 0 < n < limit]
    return told if len(told) <= MOST else [*told[:MOST], MORE]


def _sentence(form: str, group: Group, size: int) -> str:
    first, *rest = group
    within = [r[:1].lower() + r[1:] for r in rest]
    return form.format(
        people=in_group(size, first, *within),
        cases=counted(size, "ärende", "ärenden"),
        group=", ".join([plural(first).lower(), *within]),
        share=percent(1 / size).replace("%", "procentenheter"),
    )
