"""An attacker of published frames, written apart from the package that protects them.

All he has is the frames' own columns, and the rules anyone can read: numbers with one address are
one number, totals are sums, counts are whole, a true zero is never hidden. For each hidden number
he finds what it can be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from statistics import NormalDist

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

MISSING = "Uppgift saknas"
ANSWERED = "(har svarat)"
FIGURES = ("n", "base", "share", "low", "high", "hidden")

Address = frozenset[tuple[str, str]]
Sum = tuple[Address, frozenset[Address]]  # a whole and its parts
Cuts = Mapping[tuple[str, str], set[tuple[str, str]]]  # two divisions, and the classes that meet


@dataclass
class Puzzle:
    """Numbers by address, the sums that tie them, and the largest that any can be.

    ``sensitive`` are the variables whose zeros may be hidden; ``loose`` are numbers that stand in
    no table, of which nothing but the sums is known.
    """

    known: dict[Address, int] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    most: int = 1000
    sensitive: frozenset[str] = frozenset()
    loose: set[Address] = field(default_factory=set)

    def least(self, hidden: Sequence[Address]) -> np.ndarray:
        """The least that each hidden number can be."""
        return np.array([a not in self.loose and self.sensitive.isdisjoint(p[0] for p in a)
                         for a in hidden], float)  # fmt: skip

    @property
    def hidden(self) -> list[Address]:
        """The addresses whose number is not known, in one order for the same frames."""
        seen = {a for whole, parts in self.sums for a in (whole, *parts)}
        return sorted((a for a in seen if a not in self.known), key=sorted)


def _tie(puzzle: Puzzle, names: tuple[str, str], pairs: set[tuple[str, str]]) -> None:
    """The sums of classes over the classes of another division that they meet."""
    seen = {a for whole, parts in puzzle.sums for a in (whole, *parts)}
    for i, name in enumerate(names):
        for address in sorted((a for a in seen if name in dict(a)), key=sorted):
            slot, rest = dict(address)[name], {p for p in address if p[0] != name}
            if names[1 - i] in dict(rest) or slot in (MISSING, ANSWERED):
                continue
            parts = frozenset(frozenset({*rest, *zip(names, pair, strict=True)})
                              for pair in pairs if pair[i] == slot)  # fmt: skip
            puzzle.loose |= parts
            puzzle.sums[address, parts] = None


def variables(frame: pd.DataFrame) -> list[str]:
    """The columns of a frame that are variables; the counted one is the last."""
    return [c for c in frame.columns if c not in FIGURES]


def read(
    frames: Iterable[pd.DataFrame], sensitive: Iterable[str] = (), cuts: Cuts | None = None
) -> Puzzle:
    """What a reader knows from frames; one without a number (refused) tells him nothing.

    ``cuts`` are pairs of variables that divide one thing, and which of their classes meet.
    """
    puzzle = Puzzle(sensitive=frozenset(sensitive))
    for frame in frames:
        if frame[["n", "base", "share", "low"]].isna().all(axis=None):
            continue
        for at, base_at, n, base in rows(frame):
            for address, number in ((at, n), (base_at, base)):
                if number is not None and puzzle.known.setdefault(address, number) != number:
                    raise AssertionError(f"{sorted(address)} has two numbers")
        puzzle.sums |= dict.fromkeys(_sums(frame))
    for names, pairs in (cuts or {}).items():
        _tie(puzzle, names, pairs)
    puzzle.most = max([1000, *puzzle.known.values()])
    return _propagated(puzzle)


def rows(frame: pd.DataFrame) -> Iterator[tuple[Address, Address, int | None, int | None]]:
    """The addresses of each row's count and base, and the numbers, None where not known."""
    *by, of = variables(frame)
    for row in frame.to_dict("records"):
        group = frozenset((name, row[name]) for name in by if not pd.isna(row[name]))
        answer = row[of]
        is_answer = not pd.isna(answer) and answer != MISSING
        at = group if pd.isna(answer) else group | {(of, answer)}
        yield at, group | {(of, ANSWERED)} if is_answer else group, *_numbers(row)


def _numbers(row: dict) -> tuple[int | None, int | None]:
    """Count and base of a row, worked out from its share or interval where they are not shown."""
    n, base, share, low, high = (
        None if pd.isna(row[c]) else float(row[c]) for c in ("n", "base", "share", "low", "high")
    )
    if n is None and base is None and low is not None and high is not None:
        n, base = _of_interval(low, high)
    if share is not None and n is None and base is not None:
        n = share * base
    if share and n is not None and base is None:
        base = n / share
    return tuple(None if v is None else round(v) for v in (n, base))


def _of_interval(low: float, high: float) -> tuple[float, float]:
    """The count and base that a 95 % Wilson interval comes from: the best of 5000 bases."""
    z2, base = NormalDist().inv_cdf(0.975) ** 2, np.arange(1, 5001)
    share = (low + high) / 2 * (1 + z2 / base) - z2 / (2 * base)
    spread = np.sqrt(np.maximum(share * (1 - share) / base + z2 / (4 * base**2), 0))
    width = 2 * np.sqrt(z2) * spread / (1 + z2 / base)
    off = np.abs(width - (high - low)) + np.abs(share * base - np.round(share * base)) / 1e3
    best = off.argmin()
    return share[best] * base[best], base[best]


def _sums(frame: pd.DataFrame) -> Iterator[Sum]:
    """The sums of a table: over each group variable, over the answers, and with the missing."""
    *by, of = variables(frame)
    slots = {name: list(dict.fromkeys(frame[name].dropna())) for name in (*by, of)}
    answers = [a for a in slots[of] if a != MISSING]
    of_slots = [{(of, slot)} for slot in (*slots[of], ANSWERED)] + [set()]
    for group in product(*([{(name, s)} for s in slots[name]] + [set()] for name in by)):
        at = frozenset().union(*group)
        yield at | {(of, ANSWERED)}, frozenset(at | {(of, a)} for a in answers)
        parts = [(of, ANSWERED), *[(of, MISSING)] * (MISSING in slots[of])]
        yield at, frozenset(at | {part} for part in parts)
        for name, taken in zip(by, group, strict=True):
            if not taken:
                for last in of_slots:
                    parts = frozenset(at | last | {(name, s)} for s in slots[name])
                    yield at | last, parts


def _propagated(puzzle: Puzzle) -> Puzzle:
    """The puzzle with what follows at once: a sum with one number left gives it."""
    left = dict.fromkeys(puzzle.sums)
    while True:
        found = {}
        for whole, parts in left:
            free = [a for a in (whole, *parts) if a not in puzzle.known]
            if len(free) == 1:
                inner = sum(puzzle.known[p] for p in parts if p != free[0])
                rest = inner if free[0] == whole else puzzle.known[whole] - inner
                found[free[0]] = rest
        if not found:
            return puzzle
        puzzle.known |= found


def equations(puzzle: Puzzle, hidden: list[Address]) -> tuple[csr_array, np.ndarray]:
    """The sums over hidden numbers as a matrix and what its rows come to."""
    place = {address: j for j, address in enumerate(hidden)}
    lines = {}
    for whole, parts in puzzle.sums:
        signed = [(whole, 1), *((p, -1) for p in parts)]
        terms = tuple(sorted((place[a], s) for a, s in signed if a in place))
        rest = -sum(s * puzzle.known[a] for a, s in signed if a not in place)
        if terms:
            lines[terms] = rest
    i = [i for i, terms in enumerate(lines) for _ in terms]
    j, s = zip(*(t for terms in lines for t in terms), strict=True) if lines else ((), ())
    matrix = csr_array((s, (i, j)), shape=(len(lines), len(hidden)), dtype=float)
    return matrix, np.array(list(lines.values()), dtype=float)


def ranges(frames: Iterable[pd.DataFrame], most: int = 1000) -> dict[Address, tuple[int, int]]:
    """The least and the largest whole number, up to ``most``, that each address can have."""
    puzzle = read(frames)
    hidden = puzzle.hidden
    matrix, rest = equations(puzzle, hidden)
    found = {}
    for j, address in enumerate(hidden):
        cost = np.eye(1, len(hidden), j)[0]
        low = puzzle.least(hidden)
        ends = [_solve(sign * cost, matrix, rest, low, most)[j] for sign in (1, -1)]
        found[address] = int(ends[0]), int(ends[1])
    return found


def ranges_by_trial(frames: Iterable[pd.DataFrame], most: int) -> dict[Address, tuple[int, int]]:
    """As `ranges`, by trying all whole numbers: for tables that have hardly any."""
    puzzle = read(frames)
    hidden = puzzle.hidden
    matrix, rest = equations(puzzle, hidden)
    columns = np.array(list(_fits(matrix.toarray(), rest, most, []))).T
    return {a: (int(c.min()), int(c.max())) for a, c in zip(hidden, columns, strict=True)}


def _fits(dense: np.ndarray, rest: np.ndarray, most: int, chosen: list[int]) -> Iterator[list]:
    """All whole numbers from 1 that fulfil the equations, one place after another."""
    at = len(chosen)
    if at == dense.shape[1]:
        yield chosen
        return
    for value in range(1, most + 1):
        left = rest - dense[:, : at + 1] @ np.array([*chosen, value])
        is_done = ~dense[:, at + 1 :].any(axis=1)
        if not left[is_done].any():
            yield from _fits(dense, rest, most, [*chosen, value])


def determined(
    frames: Iterable[pd.DataFrame], sensitive: Iterable[str] = (), cuts: Cuts | None = None
) -> dict[Address, int]:
    """The addresses that are not shown and have but one possible number, with the number."""
    frames = list(frames)
    puzzle = read(frames, sensitive, cuts)
    shown = {a for f in frames for a, _, n, _ in rows(f) if n is not None}
    shown |= {a for f in frames for _, a, _, base in rows(f) if base is not None}
    found = {a: n for a, n in puzzle.known.items() if a not in shown and n > 0}
    return found | fixed(puzzle)


def fixed(puzzle: Puzzle) -> dict[Address, int]:
    """The hidden addresses that have but one possible number, with the number.

    Faster than `ranges`: one that differs between two tables that fit needs no more work.
    """
    hidden = puzzle.hidden
    if not hidden:
        return {}
    matrix, rest = equations(puzzle, hidden)
    pull = np.random.default_rng(0).normal(size=len(hidden))
    low = puzzle.least(hidden)
    fits = [_solve(cost, matrix, rest, low, puzzle.most) for cost in (pull, -pull, pull * 0)]
    for j in range(len(hidden)):
        for sign in (1, -1):
            if len({fit[j] for fit in fits}) == 1:
                cost = sign * np.eye(1, len(hidden), j)[0]
                fits.append(_solve(cost, matrix, rest, low, puzzle.most))
    return {a: int(fits[0][j]) for j, a in enumerate(hidden) if len({f[j] for f in fits}) == 1}


def _solve(
    cost: np.ndarray, matrix: csr_array, rest: np.ndarray, low: np.ndarray, most: int
) -> np.ndarray:
    limits = [LinearConstraint(matrix, rest, rest)] if matrix.shape[0] else []
    bounds = Bounds(low, most)
    found = milp(cost, integrality=np.ones(cost.size), bounds=bounds, constraints=limits)
    if not found.success:
        raise AssertionError("nothing fits what is shown: a true zero is hidden, or sums differ")
    return np.round(found.x)


def recovered(
    frames: Sequence[pd.DataFrame], truths: Sequence[pd.DataFrame], k: int, sex: str = "Kön",
    sensitive: Iterable[str] = (), opened: Iterable[str] = (), cuts: Cuts | None = None,
) -> dict[Address, int]:  # fmt: skip
    """The small counts that the attacker finds, or that stand open.

    Parameters
    ----------
    frames
        What is published.
    truths
        The same tables with no number hidden, of the same people.
    k
        Counts from 1 to ``k`` − 1 are small; those of missing answers are not secret.
    sensitive, opened
        Variables whose zeros are hidden too, and those whose small counts may be shown of all
        and by sex, but in no crossing.
    """
    secret, small = _secret(truths, k, sex, set(opened))
    out = read(frames, sensitive, cuts).known | determined(frames, sensitive, cuts)
    assert all(small.get(a, v) == v for a, v in out.items())
    return {a: v for a, v in out.items() if a in secret}


def _secret(
    truths: Sequence[pd.DataFrame], k: int, sex: str, opened: set[str]
) -> tuple[dict[Address, int], dict[Address, int]]:
    """The small counts that are secret, and all small counts."""
    small, exempt = {}, set()
    for truth in truths:
        of = variables(truth)[-1]
        for at, base_at, n, base in rows(truth):
            small |= {a: v for a, v in ((at, n), (base_at, base)) if 0 < v < k}
            exempt |= {a for a in (at, base_at) if _is_open(a, of, sex)}
    exempt |= {a for a in small if _is_plain(a, opened, sex)}
    return {a: v for a, v in small.items() if a not in exempt}, small


def _is_plain(at: Address, opened: set[str], sex: str) -> bool:
    """Whether a number is an answer to an open variable, of all or by sex alone."""
    others = {(name, slot) for name, slot in at if name != sex}
    return len(others) == 1 and all(n in opened and s != ANSWERED for n, s in others)


def told_small(
    frames: Sequence[pd.DataFrame], truths: Sequence[pd.DataFrame], k: int,
    sensitive: Iterable[str], sex: str = "Kön", cuts: Cuts | None = None,
) -> set[Address]:  # fmt: skip
    """The small counts of answers to sensitive variables that can only be 1 to ``k`` − 1."""
    puzzle, names = read(frames, sensitive, cuts), {*sensitive}
    hidden = puzzle.hidden
    matrix, rest = equations(puzzle, hidden)
    small = {a for a in _secret(truths, k, sex, set())[0] if _answers(a, names)}
    low, high = puzzle.least(hidden), np.full(len(hidden), float(puzzle.most))
    limits = [LinearConstraint(matrix, rest, rest)] if matrix.shape[0] else []
    found = {a for a in small if 0 < puzzle.known.get(a, 0) < k}
    for j in (j for j, a in enumerate(hidden) if a in small):
        if not any(
            _fits_within(limits, low, high, j, *ends) for ends in ((k, puzzle.most), (0, 0))
        ):
            found.add(hidden[j])
    return found


def _answers(address: Address, names: set[str]) -> list[tuple[str, str]]:
    """What an address tells of variables; a missing answer tells nothing."""
    return [(n, s) for n, s in sorted(address) if n in names and s not in (MISSING, ANSWERED)]


def _fits_within(
    limits: list[LinearConstraint],
    low: np.ndarray,
    high: np.ndarray,
    j: int,
    least: int,
    most: int,
) -> bool:
    """Whether whole numbers fit of which one is between these ends."""
    low, high = low.copy(), high.copy()
    low[j], high[j] = max(low[j], least), most
    if low[j] > high[j]:
        return False
    found = milp(np.zeros(low.size), integrality=np.ones(low.size), bounds=Bounds(low, high),
                 constraints=limits)  # fmt: skip
    return bool(found.success)


def none_or_all(
    frames: Sequence[pd.DataFrame], truths: Sequence[pd.DataFrame], sensitive: Iterable[str],
    cuts: Cuts | None = None,
) -> set[Address]:  # fmt: skip
    """The groups of which a reader knows that none or all gave an answer to a sensitive variable.

    A group that nobody is in tells nothing, nor does a class that lies within another.
    """
    names, counts = {*sensitive}, {}
    for truth in truths:
        for at, base_at, n, base in rows(truth):
            counts |= {at: n, base_at: base}
    known = read(frames, sensitive, cuts).known | determined(frames, sensitive, cuts)
    found = set()
    both = [{*names} for names in cuts or {}]
    for address in known.keys() & counts.keys():
        if any(names <= dict(address).keys() for names in both):
            continue  # a class within another is all of it, as the bounds say
        for pair in _answers(address, names):
            group = sum(n for a, n in counts.items() if a - _named(a, pair[0]) == address - {pair}
                        and _answers(_named(a, pair[0]), names))  # fmt: skip
            if group and counts[address] in (0, group):
                found.add(address)
    return found


def _named(address: Address, name: str) -> Address:
    return frozenset(pair for pair in address if pair[0] == name)


def _is_open(at: Address, of: str, sex: str) -> bool:
    """Whether a number is of missing answers, of all or by sex; sex itself is always a group."""
    if of != sex:
        return (of, MISSING) in at
    return {slot for name, slot in at if name != sex} == {MISSING} and len(at) <= 2
