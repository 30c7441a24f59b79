"""An auditor of what is worked out of counts: it is drawn anew with hidden counts set to zero.

Medians and waiting times, explanations, units beside each other, and people per 1,000 inhabitants.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from bs4 import BeautifulSoup

from isu_helpers import Release
from isu_helpers.analysis.cube import Cube
from isu_helpers.analysis.explain.inquiry import Answer, Answers
from isu_helpers.analysis.units import Units
from isu_helpers.disclosure import Protected
from isu_helpers.elsewhere.rates import Rates
from isu_helpers.records.derived.fine import DAYS, FINE
from isu_helpers.show.explanation import explanation_section
from isu_helpers.show.html import html_of
from isu_helpers.show.medians import median_section, spread_tables, waiting_section
from isu_helpers.show.model import Section, Table
from isu_helpers.show.rates import rate_tables, rates_section
from isu_helpers.show.units import units_section

DRAWN = {Answer: explanation_section, Answers: explanation_section, Rates: rates_section,
         Units: units_section}  # fmt: skip


def without_drawn(html: str, asked: Sequence[object], shown: Sequence[Protected], k: int) -> str:
    """A page without the sections that the published counts alone give, letter by letter."""
    release = blind_release(shown, k)
    for one in asked:
        html = html.replace(str(html_of([DRAWN[type(one)](one, release)])), "")
    return html


def take_out_medians(page: BeautifulSoup, shown: Sequence[Protected], k: int) -> list[str]:
    """What is wrong with sections of medians and of time, which are gone afterwards."""
    known = {s.id: str(BeautifulSoup(html_of([s]), "html.parser")) for s in _sections(shown, k)}
    findings = []
    for tag in [t for t in page(id=True) if t["id"] in known]:
        if str(tag) != known[tag["id"]]:
            findings.append(f"{tag['id']} is not what the published counts give")
        tag.decompose()
    return findings


def _sections(shown: Sequence[Protected], k: int) -> Iterator[Section]:
    release = blind_release(shown, k)
    for protected in release.tables:
        of = protected.result.of
        if len(protected.axes) > 2 or protected.is_refused:
            continue
        if of.rule and of.rule.name == DAYS:
            yield waiting_section(protected, release)
        elif of.kind == "tal" or of.rule and of.rule.name == FINE:
            yield median_section(protected, release)


def blind_tables(
    shown: Sequence[Protected], k: int, inhabitants: Rates | None = None
) -> dict[str, Table]:  # fmt: skip
    """Each table of medians, days or rates as the published counts alone give it, by its title."""
    release = blind_release(shown, k)
    more = rate_tables(inhabitants, release) if inhabitants else []
    return {table.caption: table for table, *_ in [*spread_tables(release), *more]}


def blind_release(shown: Sequence[Protected], k: int) -> Release:
    """A Release of results whose hidden counts nobody can reckon with."""
    release = Release(k)
    release.results = {p.result.key: p for p in map(blind, shown)}
    return release


def blind(protected: Protected) -> Protected:
    """A result whose hidden counts nobody can reckon with."""
    cube = protected.cube
    seen = Cube(cube.axes, np.where(protected.visible, cube.n, 0), cube.people)
    return replace(protected, cube=seen)
