"""What an attacker remembers never changes what he finds out, only how soon."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_solver import NOTHING, table

from isu_helpers.disclosure.solver import Task
from isu_helpers.disclosure.solver.moves import Memory, Moves, Part
from isu_helpers.disclosure.solver.task import equations


def part_of(seed, kind):
    """A table of three by three with margins; its small numbers plain, guarded or maybe zero."""
    counts, sums = table(np.random.default_rng(seed).poisson(3, (3, 3)))
    small = frozenset(np.flatnonzero((counts > 0) & (counts < 4)).tolist())
    guarded = small if kind == "guarded" else NOTHING
    floor = np.zeros(counts.size) if kind == "zeros" else None
    task = Task(counts, sums, small, NOTHING, NOTHING, np.ones(counts.size), guarded, 4, floor)
    return Part.of(task, task.free, equations(task.sums, task.free))


@pytest.mark.parametrize("kind", ["plain", "guarded", "zeros"])
@settings(max_examples=15)
@given(seed=st.integers(0, 200), chance=st.integers(0, 200))
def test_one_who_remembers_finds_what_one_who_starts_anew_finds(kind, seed, chance):
    part, rng = part_of(seed, kind), np.random.default_rng(chance)
    old = Moves(part)
    for _ in range(12):
        hidden = part.must | (rng.random(part.size) < 0.5)
        known = [p for p in part.aims if Moves(part).shows(hidden, p) is None]
        assert all(p in known for p in part.aims if old.is_barred(hidden, p))
        assert [p for p in part.aims if old.shows(hidden, p) is None] == known


@settings(max_examples=15)
@given(seed=st.integers(0, 200))
def test_a_remembered_move_keeps_all_sums_and_stays_within_what_is_hidden(seed):
    part, rng = part_of(seed, "plain"), np.random.default_rng(seed)
    moves = Moves(part)
    for _ in range(8):
        hidden = part.must | (rng.random(part.size) < 0.6)
        moves.known(hidden)
        found = [moves.memory.move(hidden, small) for small in part.aims]
        for move in (m for m in found if m is not None):
            assert not (part.matrix @ move).any() and not move[~hidden].any()
            assert (move >= -part.down).all()


def test_moves_come_the_latest_first_and_cuts_bar_only_their_own_way():
    memory, hidden = Memory(), np.array([True, True, False])
    for move in ([1, -1, 0], [0, 1, -1], [-1, 1, 0]):
        memory.keep(np.array(move), [small for small in (0, 1) if move[small]])
    assert memory.move(hidden, 0).tolist() == [-1, 1, 0]
    assert memory.move(np.ones(3, dtype=bool), 1).tolist() == [-1, 1, 0]
    assert memory.move(~hidden, 1) is None and memory.move(hidden, 2) is None
    memory.bar((0, (1, 1), 4.0), np.array([0, 0, 1.0]))
    assert memory.is_barred((0, (1, 1), 4.0), hidden)
    assert not memory.is_barred((0, (1, 1), 4.0), ~hidden)
    assert not memory.is_barred((0, (1, 1), 40.0), hidden)  # cut for a shorter reach
    assert not memory.is_barred((0, (-1, 1), 4.0), hidden)
