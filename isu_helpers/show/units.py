"""Units beside each other as a section: what lies within chance, and a word against ranking."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..analysis.result import Choice
from ..analysis.units import Units, chance_limits
from ..disclosure import Protected, Release
from ..wording import HIDDEN, listing, percent, plural
from .charts.drawing import SHARE_TICKS, Box, Key, Lane, Lanes, Mark, styles_of
from .model import CHANGE, SECRET, Body, Cell, Chart, Mend, Section, Table, heads_of, strong
from .section import box, laid_out
from .tables import plain_line

TITLE = "{of}: andel som svarade {answer}, efter kön och {unit}"
OUTSIDE, WITHIN = "utanför slumpen", ""
CHANCE = "Så mycket kan slumpen ge"
SOME = (
    "Utanför det som slumpen brukar ge ligger {units}. Fråga där först om uppgifterna stämmer, "
    "och sedan om arbetet eller gruppen är annorlunda."
)
NONE = (
    "Alla enheter ligger inom det som slumpen brukar ge. Skillnaderna mellan dem säger då inget."
)
RANK = (
    "Rangordna inte enheterna. Den som ligger först eller sist gör det ofta av en slump, och "
    "enheter möter olika människor."
)
SMALL = "Enheter med få kvinnor eller män är sammanslagna."
TOO_SMALL = (
    "Enheterna visas inte bredvid varandra. Minst två av dem behöver ha nog många kvinnor och "
    "män, och nog många tal som kan visas."
)


@dataclass(frozen=True)
class Place:
    """A sex in a unit: its share, how many it is of, and what chance would give around all."""

    unit: str
    group: str
    share: float
    base: float
    low: float
    high: float

    @property
    def is_outside(self) -> bool:
        """Whether chance alone hardly gives such a share."""
        return not np.isnan(self.share) and not self.low <= self.share <= self.high


def units_section(shown: Units, release: Release) -> Section:
    """Each unit's share by sex with the limits of chance; a sentence where too few are shown.

    Nothing where the codebook has no units.
    """
    if shown.of is None:
        return Section()
    protected = release.chosen(Choice((shown.result,))) if shown.result else None
    if protected is None:
        return Section(parts=box([TOO_SMALL], Mend(CHANGE)))
    places = places_of(protected, shown.answer)
    unit = protected.axes[1].variable
    names = {"of": shown.of.title, "answer": f"«{shown.answer}»"}
    title = TITLE.format(unit=unit.title[:1].lower() + unit.title[1:], **names)
    groups = list(dict.fromkeys(p.group for p in places))
    heads = heads_of((unit.title, *map(plural, groups)))
    lines = (
        plain_line(u, [_cell(p) for p in places if p.unit == u])
        for u in dict.fromkeys(p.unit for p in places)
    )
    said = [_told(places), *([SMALL] if unit.rule else []), RANK]
    table = Table(title, heads, (Body(tuple(lines)),))
    exhibit = laid_out([Funnel(title, tuple(places))], [table], said, [protected], release)
    return Section(shown.of.title, shown.of.question, (exhibit,))


def places_of(protected: Protected, answer: str) -> list[Place]:
    """Every unit and sex, out of what is published."""
    sex, unit, of = (axis.name for axis in protected.axes)
    rows = protected.frame[protected.frame[of] == answer]
    whole = rows[rows[unit].isna()].set_index(sex)["share"]
    groups = [g for g in protected.axes[0].answers if g in protected.axes[0].variable.categories]
    found, count = [], len(groups) * len(protected.axes[1].answers)
    effect = protected.result.records.design_effect
    for name in protected.axes[1].answers:
        inner = rows[rows[unit] == name].set_index(sex)
        for group in groups:
            share, base = (float(inner[column][group]) for column in ("share", "base"))
            of_all = float(whole[group])
            is_known = not np.isnan([share, base, of_all]).any() and base > 0
            limits = chance_limits(of_all, base, count, effect) if is_known else (np.nan, np.nan)
            found.append(Place(name, group, share if is_known else np.nan, base, *limits))
    return found


def _cell(place: Place) -> Cell:
    if np.isnan(place.share):
        return SECRET
    beside = f"{percent(place.low)} till {percent(place.high)} av slumpen"
    return strong(percent(place.share), beside, OUTSIDE if place.is_outside else WITHIN)


def _told(places: Sequence[Place]) -> str:
    outside = [f"{p.unit} ({plural(p.group).lower()})" for p in places if p.is_outside]
    return SOME.format(units=listing(outside)) if outside else NONE


@dataclass(frozen=True)
class Funnel(Chart):
    """A lane a unit and sex: a band of what chance gives at its size, and its mark."""

    title: str
    places: tuple[Place, ...]

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        told = (f"{p.unit}, {plural(p.group).lower()}: {self._value(p)}" for p in self.places)
        return f"{self.title}. {'. '.join(told)}."

    @staticmethod
    def _value(place: Place) -> str:
        return HIDDEN if np.isnan(place.share) else percent(place.share)

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        styles = styles_of(list(dict.fromkeys(p.group for p in self.places)))
        lanes: list[Lane] = []
        for p in self.places:
            if not lanes or p.group == self.places[0].group:
                lanes.append(Lane(p.unit, kind="ordrad"))
            style, name = styles[p.group], plural(p.group)
            if np.isnan(p.share):
                lanes.append(Lane(name, value=HIDDEN, sign=style))
                continue
            parts = Box(p.low, p.high - p.low, "s2", -9, 18), Mark(p.share, style)
            lanes.append(Lane(name, parts, value=percent(p.share), sign=style,
                              between=OUTSIDE if p.is_outside else ""))  # fmt: skip
        return Lanes(self.title, tuple(lanes), SHARE_TICKS, keys=(Key(CHANCE, fill="s2"),))
