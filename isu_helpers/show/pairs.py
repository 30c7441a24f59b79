"""The counts of each pair of groups in protected tables, labelled as a family of differences."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from ..disclosure import Protected

COUNTS = ["n1", "base1", "n2", "base2"]


def pairs(protected: Protected, number: int) -> Iterator[pd.DataFrame]:
    """The counts of each pair of groups, a row an answer and stratum.

    With `COUNTS`, NaN where hidden, there are ``key`` (see `place_of`), ``question`` (one a
    stratum and pair), ``table`` (the number given) and ``is_first``: whether it is the first pair.
    """
    sex, *rest = [a.name for a in protected.axes]
    frame = protected.frame
    inner = [frame[a.name].isin(a.answers) for a in protected.axes[1:]]
    inner = frame[np.all(inner, axis=0)]
    sides = {g: inner[inner[sex] == g] for g in protected.axes[0].answers}
    for i, pair in enumerate(combinations(sides, 2)):
        places = sides[pair[0]][rest]
        counts = np.hstack([sides[group][["n", "base"]].to_numpy(float) for group in pair])
        yield pd.DataFrame(counts, columns=COUNTS).assign(
            key=[place_of(protected, place) for place in places.to_dict("records")],
            question=[f"{number} {i} {'|'.join(map(str, s))}" for s in places[rest[:-1]].values],
            table=number,
            is_first=i == 0,
        )


def place_of(protected: Protected, place: Mapping[str, str]) -> tuple:
    """What tells a place in a result from all others: categories, None for a total."""
    return (protected.result.key, *(place.get(a.name) for a in protected.axes[1:]))
