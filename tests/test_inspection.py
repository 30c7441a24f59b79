"""Planted leaks: a table that tells more than the Release decided is stopped."""

from dataclasses import replace

import numpy as np
import pytest
from table_sets import KINDS, seeds

from isu_helpers.analysis.cube import ANSWERED
from isu_helpers.disclosure import Release, inspect, protect
from isu_helpers.errors import IsuError

SEEDS = seeds(8)


def release_with_hidden():
    """A Release of linked tables, and one of its tables in which something is hidden."""
    for seed in SEEDS:
        tables = KINDS["linked"](seed)
        release = protect(tables.results, tables.k)
        hidden = [p for p in release.results.values() if p.frame["n"].isna().any() and p.standing]
        if hidden:
            return release, hidden[0]
    raise AssertionError("no table with a hidden number")


def plant(release, protected, frame):
    """Put a frame in the place of a table's own."""
    leaking = replace(protected)
    leaking.__dict__["frame"] = frame
    release.results[protected.result.key] = leaking


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_release_shows_passes(kind, seed):
    inspect(KINDS[kind](seed).released())


@pytest.mark.parametrize("column", ["n", "share", "low", "high"])
def test_a_figure_of_a_hidden_count_is_stopped(column):
    release, protected = release_with_hidden()
    frame = protected.frame.copy()
    at = frame.index[frame["n"].isna()][0]
    frame.loc[at, column] = 0.25
    plant(release, protected, frame)
    with pytest.raises(IsuError, match="går att räkna ut"):
        inspect(release)


def test_a_table_with_a_number_too_many_is_stopped():
    release, protected = release_with_hidden()
    hidden = np.argwhere(~protected.visible)
    at = next(tuple(h) for h in hidden if protected.cube.of.slots[h[-1]] != ANSWERED)
    visible = protected.visible.copy()
    visible[at] = True
    release.results[protected.result.key] = replace(protected, visible=visible)
    with pytest.raises(IsuError, match="visas inte"):
        inspect(release)


def test_the_unprotected_view_is_not_inspected():
    release = Release(5, is_protected=False)
    release.add(KINDS["two-way"](5).results)
    inspect(release)
