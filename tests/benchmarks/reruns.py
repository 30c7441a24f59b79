"""What a reader finds who runs the open program on every table that fits the page.

Small tables of women's and men's three answers. The reader knows the program, not the folder's
key: a table stays possible as long as some key gives the pattern of the page. Prints how many
hidden small numbers were worked out, with the pattern drawn by a key and by the fixed one that
whoever has the program knows.

    python tests/benchmarks/reruns.py [tables] [keys]
"""

import secrets
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from table_sets import choice  # noqa: E402

from isu_helpers.analysis import breakdown  # noqa: E402
from isu_helpers.codebook import Codebook  # noqa: E402
from isu_helpers.disclosure import Release  # noqa: E402
from isu_helpers.privacy import FIXED, Key  # noqa: E402
from isu_helpers.records import Records  # noqa: E402

SEXES, ANSWERS = ("Kvinna", "Man"), ("p", "q", "r")
BOOK = Codebook((choice("Kön", list(SEXES), "kön"), choice("svar", list(ANSWERS))))
MOST, K = 40, 5


def page(table: tuple[int, ...], key: Key) -> tuple:
    """Every number of the table with its margins as the page prints it; None where hidden."""
    people = [pair for pair, n in zip(product(SEXES, ANSWERS), table, strict=True)
              for _ in range(n)]  # fmt: skip
    records = Records.from_frame(pd.DataFrame(people, columns=["Kön", "svar"]), BOOK)
    release = Release(K)
    release._ties = key
    release.add([breakdown(records, "svar")])
    [frame] = release.frames
    kept = frame[frame["svar"].isna() | frame["svar"].isin(ANSWERS)]
    return tuple(None if np.isnan(n) else int(n) for n in kept["n"])


def fitting(shown: tuple, table: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All tables that would print these numbers where these are shown; hidden ones are not 0."""
    places = {}
    grid = np.array(table).reshape(2, 3)
    full = np.pad(grid, ((0, 1), (0, 1)))
    full[2], full[:, 3] = full.sum(axis=0), full.sum(axis=1)
    inner = list(zip(product(range(2), range(3)), _inner(shown), strict=True))
    free = [at for at, is_shown in inner if not is_shown]
    for values in product(range(1, 30), repeat=len(free)):
        new = grid.copy()
        for at, value in zip(free, values, strict=True):
            new[at] = value
        if all(s.sum() == t.sum() for s, t in _told(new, grid, shown)):
            places[tuple(new.ravel().tolist())] = None
    return list(places)


def _inner(shown: tuple) -> list[bool]:
    return [shown[4 * i + j] is not None for i in range(2) for j in range(3)]


def _told(new: np.ndarray, old: np.ndarray, shown: tuple):
    for i in range(2):
        if shown[4 * i + 3] is not None:
            yield new[i], old[i]
    for j in range(3):
        if shown[8 + j] is not None:
            yield new[:, j], old[:, j]
    yield new, old


def found(table: tuple[int, ...], true: Key, tried: list[Key]) -> tuple[int, int, int] | None:
    """Hidden small numbers, how many were worked out, and candidates; None of no use."""
    shown = page(table, true)
    hidden = [i for i, is_shown in enumerate(_inner(shown)) if not is_shown]
    if not hidden or len(hidden) > 4:
        return None
    known = fitting(shown, table)
    if not 1 < len(known) <= MOST:
        return None
    left = [t for t in known if any(page(t, key) == shown for key in tried)]
    small = [i for i in hidden if table[i] < K]
    return len(small), sum(len({t[i] for t in left}) == 1 for i in small), len(known) - len(left)


def main(tables: int = 60, keys: int = 12) -> None:
    """Print both readers' finds."""
    rng = np.random.default_rng(8)
    sums = {"the folder's key": [0, 0, 0, 0], "a key that all know": [0, 0, 0, 0]}
    while sums["the folder's key"][0] < tables:
        table = tuple(int(n) for n in rng.integers(0, 9, 6))
        fixed = Key(FIXED._secret, is_kept=False).subkey("utjämning")
        true = Key(secrets.token_bytes(32), is_kept=False)
        guesses = [Key(secrets.token_bytes(32), is_kept=False) for _ in range(keys)]
        done = found(table, true, [true, *guesses]), found(table, fixed, [fixed])
        if None in done:
            continue
        for name, (small, told, dropped) in zip(sums, done, strict=True):
            one = (1, small, told, dropped)
            sums[name] = [a + b for a, b in zip(sums[name], one, strict=True)]
    for name, (n, small, told, dropped) in sums.items():
        print(f"{name}: {n} tables, {told} of {small} small numbers found, {dropped} dropped")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
