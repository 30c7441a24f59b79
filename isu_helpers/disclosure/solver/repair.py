"""Safe choices by hand's rule: hide more until nothing is known, then show again what may be."""

import numpy as np

from .moves import NEAR, Moves

UNEVEN = 1.5  # how much dearer than another a number may seem, for a repair to be another


def completed(moves: Moves, hidden: np.ndarray, price: np.ndarray) -> np.ndarray:
    """What is hidden and more, so that no small number is known.

    ``price`` is what each number costs to hide, less for what one would rather hide. A small
    number that is known even when all is hidden is left so.
    """
    for small in moves.part.aims:
        if moves.shows(hidden, small) is None:
            prices = np.where(hidden, NEAR, np.maximum(price, 2 * NEAR))
            ways = [moves.cheapest(prices, small, aim) for aim in moves.part.aims[small]]
            found = [move for move in ways if move is not None]
            if found:
                move = min(found, key=lambda m: prices[m != 0].sum())
                moves.memory.keep(move)
                hidden = hidden | (move != 0)
    return hidden


def thinned(moves: Moves, hidden: np.ndarray) -> np.ndarray:
    """A safe choice without what need not be hidden, the dearest shown again first."""
    part, hidden = moves.part, hidden.copy()
    used = {p: moves.shows(hidden, p) for p in part.aims}
    more = np.flatnonzero(hidden & ~part.must)
    for j in more[np.argsort(-part.cost[more], kind="stable")]:
        hidden[j] = False
        instead = _instead(moves, hidden, [p for p, move in used.items() if move[j]])
        hidden[j] = instead is None
        used |= instead or {}
    return hidden


def rebuilt(moves: Moves, hidden: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A safe choice like another: the numbers around a random one shown again, and repaired."""
    part = moves.part
    more = np.flatnonzero(hidden & ~part.must)
    near = (part.matrix != 0).astype(float)
    around = near.T @ (near @ np.eye(1, part.size, chance.choice(more))[0]) > 0
    price = part.cost * chance.uniform(1, UNEVEN, part.size)
    return thinned(moves, completed(moves, part.must | hidden & ~around, price))


def _instead(moves: Moves, hidden: np.ndarray, smalls: list[int]) -> dict[int, np.ndarray] | None:
    """A move for each of these small numbers; None where one of them has none."""
    if any(moves.is_barred(hidden, small) for small in smalls):
        return None
    found = {}
    for small in smalls:
        found[small] = moves.shows(hidden, small)
        if found[small] is None:
            return None
    return found
