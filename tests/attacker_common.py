"""An attacker who has the pages of all folders and the common ones: one puzzle of them all.

A folder's numbers have addresses of their own; a common number is the sum of theirs. What a folder
has not printed may be 0. Written apart from the package, on the frames alone.
"""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
from attacker import ANSWERED, Address, Puzzle, _propagated, _sums, fixed, rows, variables

Frames = Sequence[pd.DataFrame]


def own(i: int, address: Address) -> Address:
    """The address of a folder's number."""
    return frozenset({(f"{i}", ""), *((f"{i}:{name}", slot) for name, slot in address)})


def joint(folders: Sequence[Frames], common: Frames, by: str, places: Sequence[str]) -> Puzzle:
    """What a reader knows of all.

    ``by`` is the variable that tells the folders apart, and ``places`` the answer of each.
    """
    puzzle = Puzzle()
    shown = [f for f in common if not _is_refused(f)]
    for i, frames in enumerate(folders):
        for frame in (f for f in frames if not _is_refused(f)):
            _enter(puzzle, frame, i)
    printed = {a for whole, parts in puzzle.sums for a in (whole, *parts)} | puzzle.known.keys()
    for frame in shown:
        _enter(puzzle, frame, None)
        for address in dict.fromkeys(a for row in rows(frame) for a in row[:2]):
            puzzle.sums[address, frozenset(_parts(address, by, places))] = None
        for i in range(len(folders)):
            puzzle.sums |= dict.fromkeys(_as_own(_plain(frame, by), i))
    every = {a for whole, parts in puzzle.sums for a in (whole, *parts)}
    puzzle.loose |= {a for a in every - printed if any(name[0].isdigit() for name, _ in a)}
    puzzle.most = max([1000, *puzzle.known.values()])
    return _propagated(puzzle)


def told(puzzle: Puzzle) -> dict[Address, int]:
    """All numbers that the reader has or works out."""
    return {**puzzle.known, **fixed(puzzle)}


def _is_refused(frame: pd.DataFrame) -> bool:
    return bool(frame[["n", "base", "share", "low"]].isna().all(axis=None))


def _enter(puzzle: Puzzle, frame: pd.DataFrame, i: int | None) -> None:
    for at, base_at, n, base in rows(frame):
        for address, number in ((at, n), (base_at, base)):
            if number is not None:
                place = address if i is None else own(i, address)
                assert puzzle.known.setdefault(place, number) == number
    puzzle.sums |= dict.fromkeys(_sums(frame) if i is None else _as_own(frame, i))


def _as_own(frame: pd.DataFrame, i: int) -> Iterator[tuple[Address, frozenset[Address]]]:
    if len(variables(frame)) > 1:
        for whole, parts in _sums(frame):
            yield own(i, whole), frozenset(own(i, p) for p in parts)


def _plain(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    return frame[frame[by].isna()].drop(columns=by) if by in frame else frame


def _parts(address: Address, by: str, places: Sequence[str]) -> Iterable[Address]:
    rest = frozenset(pair for pair in address if pair[0] != by)
    place = dict(address).get(by)
    place = None if place == ANSWERED else place
    return [own(i, rest) for i, p in enumerate(places) if place in (None, p)]
