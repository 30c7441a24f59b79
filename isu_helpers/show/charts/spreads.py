"""Charts of how groups are spread: boxes of the middle half, and curves of time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from ...analysis.quantiles import Spread
from ...wording import TOTAL, listing, number, percent, plural, the_group
from ..model import Chart
from .drawing import Box, Key, Lane, Lanes, Mark, Panel, Panels, Part, Stroke, Style, styles_of
from .lines import BOTTOM, FOOT, LEVELS, height

TALL = 18  # pixels of a box
ENOUGH = 0.95  # where so many have come, a curve says no more
MIDDLE = "Hälften i mitten"
BOXES, CURVES = "Lådor", "Kurvor"
BOX = "{group}: median {median}, hälften i mitten {low} till {high}"
AT = "{day} dagar: {shares}"
DAYS = "dagar"


@dataclass(frozen=True)
class Boxes(Chart):
    """A box a group: the half in the middle, with a mark at the median and its interval.

    ``told`` writes a value. A box whose end is not known goes to the end of the scale; nobody's
    own value is an end.
    """

    title: str
    spreads: tuple[Spread, ...]
    told: Callable[[float], str] = field(compare=False)

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        said = (
            BOX.format(group=plural(s.group), median=self.told(s.median.value),
                       low=self.told(s.quarters[0].value), high=self.told(s.quarters[2].value))
            for s in self.spreads
        )  # fmt: skip
        return f"{BOXES}. {self.title}. {'. '.join(said)}."

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        styles = styles_of([s.group for s in self.spreads])
        ends = self._ends()
        lanes = tuple(_box_lane(s, styles, ends, self.told) for s in self.spreads)
        middle = (0.5, number(float(np.mean(ends)), int(sum(ends) % 2)))
        ticks = (0, number(ends[0])), middle, (1, number(ends[1]))
        return Lanes(self.title, lanes, ticks, head="Median", keys=(Key(MIDDLE, fill="s2"),))

    def _ends(self) -> tuple[float, float]:
        """The bounds of classes between which all that is known lies."""
        bounds = self.spreads[0].bounds
        values = [v for s in self.spreads for q in s.quarters for v in (q.value, q.low, q.high)]
        known = [v for v in values if np.isfinite(v)] or [bounds[0], bounds[-1]]
        low = max((b for b in bounds if b <= min(known)), default=0)
        high = min((b for b in bounds if b >= max(known)), default=bounds[-1])
        return np.floor(low + 0.5), np.floor(high + 0.5)


def _box_lane(
    spread: Spread, styles: Mapping[str, Style], ends: tuple[float, float],
    told: Callable[[float], str],
) -> Lane:  # fmt: skip
    def place(value: float) -> float:
        return float(np.clip((value - ends[0]) / (ends[1] - ends[0]), 0, 1))

    first, median, last = spread.quarters
    low, high = place(first.value), place(last.value)
    style = styles[spread.group]
    parts: list[Part] = [Box(low, high - low, "s2", -TALL / 2, TALL)]
    if np.isfinite(median.value):
        parts.append(Stroke(place(median.low), place(median.high), f"iv {style.colour}"))
        parts.append(Mark(place(median.value), style))
    heard = f", hälften i mitten {told(first.value)} till {told(last.value)}"
    between = f"({told(median.low)} till {told(median.high)})"
    return Lane(plural(spread.group), tuple(parts), heard=heard, value=told(median.value),
                between=between, sign=style)  # fmt: skip


@dataclass(frozen=True)
class Curves(Chart):
    """A curve a group: how large a part has come, after so many days, with intervals."""

    title: str
    spreads: tuple[Spread, ...]
    days: tuple[int, ...]

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        said = (
            AT.format(day=number(day), shares=listing(self._at(day))) for day in self._shown_days()
        )
        return f"{CURVES}. {self.title}. {'. '.join(said)}."

    @property
    def drawing(self) -> Panels:
        """What the chart draws, as data."""
        groups = [s for s in self.spreads if s.group != TOTAL]
        styles = styles_of([s.group for s in groups])
        end = self._end()
        parts = (part for s in groups for part in _curve(s, styles[s.group], end))
        lines = tuple((height(x), percent(x)) for x in LEVELS)
        *first, last = self._shown_days()
        ticks = *((d / end, number(d)) for d in first), (last / end, f"{number(last)} {DAYS}")
        panel = Panel(tuple(parts), BOTTOM + FOOT, lines=lines)
        keys = tuple(Key(plural(s.group), styles[s.group]) for s in groups)
        return Panels(self.short_alt, (panel,), keys, ticks, look="kurva")

    def _end(self) -> float:
        """The first day where nearly all have come, or the last that is told of."""
        low = np.min([s.share for s in self.spreads], axis=0)
        past = np.flatnonzero(low >= ENOUGH)
        nobody = np.flatnonzero(np.max([s.share for s in self.spreads], axis=0)
                                == low.max(initial=0))  # fmt: skip
        last = past[0] if past.size else (nobody[0] if nobody.size else len(low) - 1)
        return float(self.spreads[0].bounds[last])

    def _shown_days(self) -> list[int]:
        return [d for d in self.days if d <= self._end()] or [int(self._end())]

    def _at(self, day: int) -> list[str]:
        groups = (s for s in self.spreads if s.group != TOTAL)
        return [f"{percent(share_at(s, day))} av {the_group(s.group)}" for s in groups]


def share_at(spread: Spread, day: float) -> float:
    """How large a part has come at a bound."""
    return float(spread.share[np.flatnonzero(spread.bounds >= day)[0]])


def _curve(spread: Spread, style: Style, end: float) -> Iterator[Part]:
    points = [(0.0, 0.0, 0.0, 0.0), *zip(spread.bounds, spread.share, spread.low, spread.high,
                                         strict=True)]  # fmt: skip
    shown = [(float(b) / end, *map(float, rest)) for b, *rest in points if b <= end]
    for (x, y, *_), (x2, y2, *_) in zip(shown, shown[1:], strict=False):
        yield Stroke(x, x2, f"linje {style.colour}", height(y), height(y2))
    for x, _, low, high in shown[1:]:
        yield Stroke(x, x, f"iv {style.colour}", height(low), height(high))
    for x, y, *_ in shown[1:]:
        yield Mark(x, style, height(y), size=0.7)
