"""An analyst's view of a difference among equals: a penalised logistic model, never a verdict.

Strata need people of both groups for every combination of answers; in a small file with several
criteria they soon have none. A model takes each criterion by itself, pulls what few people say
towards nothing (ridge), and then spreads both groups over the criteria as everyone is. It says
more than strata do, and rests on more: that criteria add up, in log odds, alike for both groups.
Sources: le Cessie and van Houwelingen (1992), Applied Statistics 41, for the penalty; Lane and
Nelder (1982), Biometrics 38, for standardising by a model.
"""

import numpy as np
from scipy.special import expit, ndtri

from ..intervals import widened
from .decomposition import NONE, Estimate
from .strata import Strata

PENALTY = 1.0  # as if each answer's log odds were one standard deviation of 1 from the average
LITTLE = 1e-3  # on the rest, so that all or none with the outcome has an answer
STEPS, LONGEST, SMALL = 100, 2.0, 1e-10


def modelled(strata: Strata, *, penalty: float = PENALTY, level: float | None = None) -> Estimate:
    """The difference if both groups were spread over the criteria as everyone is, by a model.

    Parameters
    ----------
    strata
        Before any are put together; ``shape`` tells the criteria apart.
    penalty
        How hard the answers to criteria are pulled towards their average: a precision in log
        odds. At 0 it is plain logistic regression.

    Returns
    -------
    Estimate
        A fraction with an interval by the delta method, given who is in the file; NaN for means,
        and where a group has nobody.

    Examples
    --------
    >>> base, total = np.array([[80., 20.], [20., 80.]]), np.array([[64., 16.], [4., 16.]])
    >>> round(modelled(Strata(("Ja", "Nej"), base, total)).value, 2)
    0.02
    """
    if not strata.is_share or not (strata.base.sum(axis=0) > 0).all():
        return NONE
    design = _design(strata.shape or (len(strata.base),))
    pull = np.r_[np.full(2, LITTLE), np.full(design.shape[-1] - 2, max(penalty, LITTLE))]
    found, spread = _fitted(design, strata, pull)
    weights = strata.base.sum(axis=1) / strata.base.sum()
    shares = expit(design @ found)
    slopes = (shares * (1 - shares))[..., None] * design
    gradient = np.einsum("s,sgp,g->p", weights, slopes, [1, -1])
    value = float(weights @ (shares @ [1, -1]))
    z = ndtri(0.5 + widened(level, strata.effect) / 2)
    half = z * np.sqrt(gradient @ spread @ gradient)
    return Estimate(value, value - float(half), value + float(half))


def _design(shape: tuple[int, ...]) -> np.ndarray:
    """A row for each stratum and group: all, the group, and which answer to each criterion."""
    places = np.unravel_index(np.arange(int(np.prod(shape))), shape)
    answers = np.hstack([np.eye(n)[at] for n, at in zip(shape, places, strict=True)])
    rows = np.repeat(answers[:, None], 2, axis=1)
    group = np.broadcast_to([[0.5], [-0.5]], (*rows.shape[:2], 1))
    return np.concatenate([np.ones_like(group), group, rows], axis=-1)


def _fitted(design: np.ndarray, strata: Strata, pull: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Penalised coefficients by Newton's method, and their covariance."""
    x, base, total = design.reshape(-1, pull.size), strata.base.ravel(), strata.total.ravel()
    found = np.zeros(pull.size)
    for _ in range(STEPS):
        share = expit(x @ found)
        inward = np.linalg.inv((x.T * (base * share * (1 - share))) @ x + np.diag(pull))
        step = inward @ (x.T @ (total - base * share) - pull * found)
        found = found + step * min(1.0, LONGEST / max(abs(step).max(), SMALL))
        if abs(step).max() < SMALL:
            break
    return found, inward
