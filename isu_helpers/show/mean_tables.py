"""Means of two groups within strata, as a table, on a scale that tells no more than it may."""

import math

import numpy as np

from ..analysis.decomposition import Estimate, within
from ..analysis.explanation import Explanation
from ..analysis.strata import Strata
from ..wording import MINUS, half_up, html, number, plural
from .measures import ALL, Scale
from .tables import GAP_HEAD, GAP_PAIR, framed

DIGITS = 2  # that a mean is told with: fewer than would tell of one person among thirty


def mean_scale(told: Explanation) -> Scale:
    """Steps so large that the largest mean has two digits."""
    base = told.merged.base
    most = abs(np.where(base > 0, told.merged.mean, 0)).max(initial=0)
    power = math.floor(math.log10(most)) + 1 - DIGITS if most else 0
    step = 10.0**power
    return Scale(lambda value: _signed(value, step), step, "")


def mean_table(caption: str, told: Explanation, scale: Scale, first: str) -> str:
    """A table of means: everyone, then a row a stratum.

    Parameters
    ----------
    first
        The heading of the column with the answers to the criterion.
    """
    strata, groups = told.merged, told.subject.groups
    every = Strata((ALL,), strata.base.sum(axis=0)[None], strata.total.sum(axis=0)[None])
    heads = (first, *map(plural, groups), GAP_HEAD)
    pair = GAP_PAIR.format(first=heads[1].lower(), second=heads[2].lower())
    head = "".join(f'<th scope="col">{html(h)}</th>' for h in heads[:-1])
    head += f'<th scope="col">{GAP_HEAD} <span class="isu-antal">{html(pair)}</span></th>'
    rows = _rows(every, [told.crude], scale)
    rows += _rows(strata, within(strata), scale) if len(strata.names) > 1 else ""
    return framed(caption, f"<tr>{head}</tr>", f"<tbody>{rows}</tbody>")


def _rows(strata: Strata, gaps: list[Estimate], scale: Scale) -> str:
    lines = zip(strata.names, strata.base, strata.mean, gaps, strict=True)
    return "".join(_row(*line, scale) for line in lines)


def _row(name: str, base: np.ndarray, mean: np.ndarray, gap: Estimate, scale: Scale) -> str:
    cells = "".join(
        f"<td>{_cell(_plain(m, scale.step), number(n) + ' svar')}</td>" if n else "<td>–</td>"
        for n, m in zip(base, mean, strict=True)
    )
    low, high = scale.told(gap.low), scale.told(gap.high)
    beside = "–" if np.isnan(gap.value) else _cell(scale.told(gap.value), f"{low} till {high}")
    return f'<tr class="isu-svar"><th scope="row">{html(name)}</th>{cells}<td>{beside}</td></tr>'


def _cell(figure: str, beside: str) -> str:
    return f'<span class="isu-andel">{figure}</span> <span class="isu-antal">{beside}</span>'


def _plain(value: float, step: float) -> str:
    decimals = max(0, round(-math.log10(step)))
    return number(half_up(value / step) * step, decimals)


def _signed(value: float, step: float) -> str:
    text = _plain(value, step)
    return text if text.startswith(MINUS) or not half_up(value / step) else f"+{text}"
