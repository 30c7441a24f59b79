"""The disclosure solver against trial of all choices: as cheap, as safe, the same each time."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isu_helpers.disclosure.solver import Effort, Proofs, Task, complement, fewest, known

SHAPES = [(2, 2), (2, 3)]
NOTHING = frozenset()


def table(counts):
    """The counts of a table with all margins, and the sums that tie them."""
    full = np.array(counts)
    for axis in range(full.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.arange(full.size).reshape(full.shape)
    lines = [line for axis in range(full.ndim)
             for line in np.moveaxis(places, axis, -1).reshape(-1, full.shape[axis])]  # fmt: skip
    return full.ravel(), frozenset((int(v[-1]), tuple(map(int, v[:-1]))) for v in lines)


def task_of(counts, k=3, **fields):
    """A task of a table in which each number costs one, or what is given."""
    counts, sums = table(counts)
    small = frozenset(np.flatnonzero((counts > 0) & (counts < k)).tolist())
    given = {"small": small, "shown": NOTHING, "hidden": NOTHING, "cost": np.ones(counts.size)}
    return Task(counts, sums, k=k, **(given | fields))


def tables_that_fit(task, hidden):
    """All whole counts, up to ten or so, that fit what is shown, by trial of one after another."""
    free, most = sorted(hidden), int(min(task.counts.sum(), 10 + task.counts[[*hidden]].max()))
    floor = np.ones(task.counts.size) if task.floor is None else np.array(task.floor)
    floor[[*task.silent]] = 0
    partial = [{}]
    for i, address in enumerate(free):
        left = {*free[i + 1 :]}
        done = [
            s for s in task.sums if address in (s[0], *s[1]) and left.isdisjoint((s[0], *s[1]))
        ]
        partial = [p | {address: v} for p in partial for v in range(int(floor[address]), most + 1)
                   if all(holds(task, p | {address: v}, s) for s in done)]  # fmt: skip
    fits = [[p.get(a, int(n)) for a, n in enumerate(task.counts)] for p in partial]
    return np.array(fits).reshape(-1, task.counts.size)


def holds(task, values, line):
    """Whether a whole is the sum of its parts."""
    whole, *parts = (values.get(a, int(task.counts[a])) for a in (line[0], *line[1]))
    return whole == sum(parts)


def told(task, hidden):
    """The small numbers that a reader knows, and the guarded that he can tell to be small."""
    fits = tables_that_fit(task, hidden)
    return frozenset(p for p in task.small if p not in hidden or is_told(task, p, fits[:, p]))


def is_told(task, small, values):
    count = task.counts[small]
    if small in task.guarded and 0 < count < task.k:
        return bool(((values > 0) & (values < task.k)).all())
    return bool((values == count).all())


def cheapest(task):
    """The cost of the cheapest choice by which nothing is told; None where there is none.

    The attacker of the package is used, who is himself held against trial below.
    """
    floor = np.ones(task.counts.size) if task.floor is None else task.floor
    must = task.small | task.hidden | task.silent
    more = [a for a in range(task.counts.size) if a not in must | task.shown
            and (task.counts[a] > 0 or floor[a] == 0)]  # fmt: skip
    choices = [must.union(c) for n in range(len(more) + 1) for c in combinations(more, n)]
    costs = [float(task.cost[sorted(c - task.silent)].sum()) for c in choices]
    for i in np.argsort(costs, kind="stable"):
        if not known(task, frozenset(choices[i])):
            return costs[i]
    return None


def is_as_cheap(task):
    pattern, least = complement(task), cheapest(task)
    if least is None:
        return pattern is None
    assert not known(task, pattern.hidden)
    return pattern.is_optimal and np.isclose(pattern.cost, least)


def counts_of(shape, seed, mean=3):
    return np.random.default_rng([seed, *shape]).poisson(mean, shape)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["plain", "guarded", "zeros", "silent"])
def test_known_is_what_trial_tells(kind, shape, seed):
    task = of_kind(kind, counts_of(shape, seed, 2))
    inner = np.flatnonzero(task.counts >= task.least).tolist()
    for n in (2, 4, 6):
        hidden = frozenset(inner[-n:] if seed % 2 else inner[:n]) | task.silent
        assert known(task, hidden) == told(task, hidden)


def of_kind(kind, counts, k=3):
    """A task of each level of protection."""
    task = task_of(counts, k)
    size = task.counts.size
    if kind == "guarded":
        return replace(task, guarded=task.small)
    if kind == "zeros":
        zeros = frozenset(np.flatnonzero(task.counts == 0)[:1].tolist())
        return replace(task, floor=np.zeros(size), small=task.small | zeros,
                       guarded=task.small | zeros)  # fmt: skip
    if kind == "silent":
        return replace(task, silent=frozenset({0, size // 2}))
    return task


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["plain", "guarded", "zeros", "silent"])
def test_complement_is_as_cheap_as_trial_of_all(kind, shape, k, seed):
    assert is_as_cheap(of_kind(kind, counts_of(shape, seed, k), k))


@pytest.mark.parametrize(("shape", "seed"), [((3, 3), 0), ((3, 3), 1), ((2, 2, 2), 3)])
@pytest.mark.parametrize("kind", ["plain", "guarded"])
def test_complement_is_as_cheap_as_trial_where_some_is_out(kind, shape, seed):
    # the totals are out already, so that few choices are left to try
    task = of_kind(kind, counts_of(shape, seed, 4))
    places = np.indices([n + 1 for n in shape]).reshape(len(shape), -1).T
    out = frozenset(np.flatnonzero((places == shape).any(axis=1)).tolist()) - task.must
    cost = 1.0 + np.random.default_rng(seed).integers(0, 3, task.counts.size)
    assert is_as_cheap(replace(task, shown=out, cost=cost))


def test_complement_of_one_line_by_hand():
    # 9 = 2 + 7: the 7 goes with the 2, one more than the 2 alone
    task = Task(np.array([9, 2, 7]), frozenset({(0, (1, 2))}), frozenset({1}), NOTHING, NOTHING,
                np.array([3.0, 1.0, 1.0]))  # fmt: skip
    pattern = complement(task)
    assert (pattern.hidden, pattern.cost, pattern.bound) == ({1, 2}, 2.0, 2.0)


def test_complement_guards_so_far_that_it_may_be_five():
    # 12 = 2 + 3 + 7: beside 3, the guarded 2 can be 4 at most, beside 7 it can be 8
    line = Task(np.array([12, 2, 3, 7]), frozenset({(0, (1, 2, 3))}), frozenset({1}),
                frozenset({0}), NOTHING, np.array([9.0, 1.0, 1.0, 2.0]))  # fmt: skip
    assert complement(line).hidden == {1, 2}
    assert complement(replace(line, guarded=frozenset({1}))).hidden == {1, 3}


def test_complement_where_a_small_number_is_out_is_none():
    task = task_of([[1, 9], [8, 7]])
    assert complement(replace(task, shown=task.small)) is None


def test_complement_where_all_others_are_out_is_none():
    task = task_of([[1, 9], [8, 7]])
    assert complement(replace(task, shown=frozenset(range(9)) - task.small)) is None


def test_complement_of_nothing_small_hides_nothing():
    pattern = complement(task_of([[9, 9], [8, 7]]))
    assert (pattern.hidden, pattern.cost, pattern.is_optimal) == (frozenset(), 0.0, True)


def test_complement_keeps_what_is_hidden_and_what_is_shown():
    task = task_of([[1, 9, 6], [8, 7, 9], [9, 9, 9]])
    bound = replace(task, hidden=frozenset({10}), shown=frozenset({1}))
    pattern = complement(bound)
    assert 10 in pattern.hidden and 1 not in pattern.hidden
    assert not known(bound, pattern.hidden)


tables = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(st.integers(0, 12), min_size=shape[0] * shape[1],
                           max_size=shape[0] * shape[1]).map(
        lambda counts: np.reshape(counts, shape)))  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(tables, st.sampled_from(["plain", "guarded", "zeros", "silent"]), st.randoms())
def test_complement_costs_the_same_in_any_order(counts, kind, chance):
    task = of_kind(kind, counts, 5)
    order = list(range(task.counts.size))
    chance.shuffle(order)
    one, two = complement(task), complement(permuted(task, np.array(order)))
    assert (one is None) == (two is None)
    assert one is None or np.isclose(one.cost, two.cost)


def permuted(task, order):
    """The task with each address ``a`` at the place ``order[a]``."""

    def moved(addresses):
        return frozenset(int(order[a]) for a in addresses)

    back = np.argsort(order)
    sums = frozenset(
        (int(order[w]), tuple(int(order[p]) for p in parts)) for w, parts in task.sums
    )
    return replace(
        task, counts=task.counts[back], cost=task.cost[back], sums=sums, small=moved(task.small),
        guarded=moved(task.guarded), silent=moved(task.silent),
        floor=None if task.floor is None else task.floor[back],
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(tables, st.sampled_from(["plain", "guarded", "zeros", "silent"]))
def test_complement_is_safe_and_the_same_twice(counts, kind):
    task = of_kind(kind, counts, 5)
    pattern = complement(task)
    assert pattern == complement(task)
    assert pattern is None or (not known(task, pattern.hidden) and task.must <= pattern.hidden)
    assert pattern is None or pattern.bound <= pattern.cost
    may = frozenset(np.flatnonzero(task.counts >= task.least).tolist())
    assert pattern is not None or known(task, may | task.must)


@settings(max_examples=25, deadline=None)
@given(tables, st.sampled_from(["plain", "guarded", "zeros", "silent"]), st.sampled_from([0, 20]))
def test_complement_is_safe_where_the_effort_is_spent(counts, kind, limit):
    task = of_kind(kind, counts, 5)
    pattern, best = complement(task, effort=Effort(limit), least=0), complement(task)
    assert pattern == complement(task, effort=Effort(limit), least=0)
    assert (pattern is None) == (best is None)
    assert pattern is None or (not known(task, pattern.hidden) and task.must <= pattern.hidden)
    assert pattern is None or pattern.bound <= best.cost + 1e-6 <= pattern.cost + 2e-6


@settings(max_examples=25, deadline=None)
@given(tables, st.sampled_from(["plain", "guarded", "zeros", "silent"]), st.randoms())
def test_fewest_is_no_more_than_is_hidden(counts, kind, chance):
    task = of_kind(kind, counts, 5)
    among = frozenset(chance.sample(range(task.counts.size), task.counts.size // 2))
    pattern = complement(task)
    assert pattern is None or fewest(task, among) <= len(pattern.hidden & among)


@pytest.mark.parametrize("values", [*product([1, 2], repeat=4)])
def test_known_ones_and_twos_beside_what_is_not_zero(values):
    # a hidden line that comes to as many people as it has numbers is all ones
    counts = np.array([sum(values), *values])
    task = Task(counts, frozenset({(0, (1, 2, 3, 4))}), frozenset({1, 2, 3, 4}), frozenset({0}),
                NOTHING, np.ones(5), k=3)  # fmt: skip
    assert bool(known(task, task.small)) == (sum(values) == 4)


@pytest.mark.parametrize("seed", range(12))
def test_a_proof_holds_for_whoever_knows_the_number_and_for_nobody_else(seed):
    chance = np.random.default_rng(seed)
    task = task_of(chance.integers(0, 4, (3, 4)))
    proofs = Proofs(task.sums, task.counts.size)
    found = set()
    for _ in range(12):
        free = (chance.random(task.counts.size) < 0.5) & (task.counts >= task.least)
        hidden = frozenset(np.flatnonzero(free).tolist())
        by_trial = known(replace(task, small=hidden), hidden)
        slack = task.counts - task.least
        proved = {p for p in hidden if proofs.hold(frozenset({p}), slack, free)}
        assert proved <= by_trial
        found |= {len(by_trial - proved), len(proved)}
    assert max(found) > 0


@pytest.mark.parametrize("seed", range(10))
def test_a_proof_asks_how_far_a_number_may_fall(seed):
    task = task_of(np.random.default_rng(seed).integers(1, 3, (2, 3)))
    free = np.ones(task.counts.size, bool)
    free[[3, 7, 8, 9, 10, 11]] = False  # the margins are told
    proofs, inner = Proofs(task.sums, task.counts.size), frozenset(np.flatnonzero(free).tolist())
    for slack in (np.zeros(12), np.ones(12)):
        assert proofs.hold(inner, slack, free) == (not slack.any())
