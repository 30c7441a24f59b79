"""Days, rates and units of the practice folders, each worked out by hand from the raw file."""

import csv
import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from audit_book import audit_book, is_of_values
from bs4 import BeautifulSoup
from test_example import table_of

from isu_helpers import Records, read_records
from isu_helpers.analysis import breakdown, waiting_times
from isu_helpers.analysis.medians import medians as medians_of
from isu_helpers.analysis.units import units
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import Release
from isu_helpers.elsewhere.rates import rates
from isu_helpers.publish.jobs import TO_HAND_OUT
from isu_helpers.publish.tables import tables_file
from isu_helpers.run import settings
from isu_helpers.show.html import html_of
from isu_helpers.show.medians import _chosen, waiting_section
from isu_helpers.show.rates import rates_section
from isu_helpers.show.units import units_section

NAMES = {"furuhed": "funktionsnedsattning_aldre", "bjorkasen": "barn_och_unga"}
WOMEN, MEN = ("kvinna", "k"), ("man", "m")


def raw(folder: str) -> list[dict]:
    """The rows of the data file, read without the package."""
    header, *rows = table_of(sample_root() / folder, NAMES[folder])
    return [dict(zip(header, row, strict=True)) for row in rows]


def of_sex(rows: list[dict], sex: tuple[str, ...]) -> list[dict]:
    column = "Kön" if "Kön" in rows[0] else "Juridiskt kön"
    return [r for r in rows if str(r[column]).strip().casefold() in sex]


@pytest.fixture(scope="module")
def furuhed() -> Records:
    given = settings("furuhed")
    return read_records(given.datafil, given.kodbok)


def days(row: dict, first: str, last: str, latest: date) -> tuple[int, bool] | None:
    """How many days, and whether the case is open; None where it did not begin."""
    start, end = row[first], row[last]
    if not isinstance(start, date) or isinstance(end, date) and end < start:
        return None
    until = end if isinstance(end, date) else latest
    return (until - start) // timedelta(days=1), not isinstance(end, date)


def reached(found: list[tuple[int, bool]]) -> list[float]:
    """The share that is there after 30, 60 and 90 days, as the classes tell it.

    Who waits has waited at most 90 days, spread evenly over three classes, or more than all. Each
    counts for a half in the class in which it is last seen.
    """
    ended = [sum(low < d <= high and not is_open for d, is_open in found)
             for low, high in ((-1, 30), (30, 60), (60, 90))]  # fmt: skip
    short = sum(is_open and d <= 90 for d, is_open in found) / 3
    gone, left, stay, shares = [short] * 3, len(found), 1.0, []
    for n, lost in zip(ended, gone, strict=True):
        stay *= 1 - n / (left - lost / 2)
        shares.append(1 - stay)
        left -= n + lost
    return shares


def told(sections) -> str:
    text = BeautifulSoup(str(html_of(sections)), "html.parser").get_text(" ", strip=True)
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("place", "first", "last", "medians"),
    [(0, "Ansökan kom in", "Beslutsdatum", (42, 29)),
     (1, "Beslutsdatum", "Insatsen började", (59, 28))],
)  # fmt: skip
def test_days_are_those_of_the_file(furuhed, place, first, last, medians):
    every = raw("furuhed")
    latest = max(d for r in every for d in (r[first], r[last]) if isinstance(d, date))
    if place:  # who was granted nothing waits for no start
        every = [r for r in every if str(r["Beviljad insats"]).strip().casefold() in ("ja", "j")]
    release, choice = Release(), [*waiting_times(furuhed)][place]
    text = told([waiting_section(_chosen(choice, release), release)])
    found = {}
    for sex, median in zip((WOMEN, MEN), medians, strict=True):
        shares = reached([d for r in of_sex(every, sex) if (d := days(r, first, last, latest))])
        found[sex] = [f"{100 * s:.0f} %" for s in shares]
        i = next(i for i, s in enumerate(shares) if s >= 0.5)
        before = shares[i - 1] if i else 0.0
        assert round(30 * (i + (0.5 - before) / (shares[i] - before))) == median
    for day, one, two in zip((30, 60, 90), found[WOMEN], found[MEN], strict=True):
        assert re.search(rf"{day} dagar {one} .*? följa {two} .*? följa", text)
    one, two = medians
    assert f"kvinnorna är framme efter ungefär {one} dagar" in text
    assert f"männen efter ungefär {two} dagar" in text


def test_rates_are_those_of_the_file_and_the_population(furuhed):
    with (sample_root() / "furuhed" / "befolkning.csv").open(encoding="utf-8-sig") as file:
        people = [r for r in csv.reader(file, delimiter=";") if len(r) == 4][1:]
    release = Release()
    text = told([rates_section(rates(furuhed, sample_root() / "furuhed"), release)])
    ages = (18, 64, "18–64 år"), (65, 79, "65–79 år"), (80, 120, "80 år eller mer")
    for low, high, label in ages:
        cells = []
        for sex, word in ((WOMEN, "kvinnor"), (MEN, "män")):
            n = sum(low <= r["Ålder vid beslut"] <= high for r in of_sex(raw("furuhed"), sex))
            base = sum(int(c) for _, age, s, c in people
                       if s == word and low <= int(age[:3].strip(" +å")) <= high)  # fmt: skip
            cells.append(f"{1000 * n / base:.0f}")
        assert re.search(rf"{label} {cells[0]} .*? till \d+ {cells[1]} ", text)


def test_the_book_has_medians_days_and_rates_as_the_pages_have(furuhed):
    release, known = Release(), rates(furuhed, sample_root() / "furuhed")
    release.add([breakdown(furuhed, known.age, "kön")])
    for choice in (*medians_of(furuhed), *waiting_times(furuhed)):
        _chosen(choice, release)
    packed = tables_file(release, settings("furuhed"), TO_HAND_OUT, known)
    shown = [*release.results.values()]
    assert audit_book(packed, shown, release.k, known) == []
    book = openpyxl.load_workbook(BytesIO(packed))
    told = [sheet for sheet in book.worksheets[1:] if is_of_values(sheet)]
    assert len(told) == 4
    for sheet in told:
        sheet["B3"].value = 1
    changed = BytesIO()
    book.save(changed)
    found = audit_book(changed.getvalue(), shown, release.k, known)
    assert len([f for f in found if " and not " in f]) == 4


def test_units_are_those_of_the_file():
    given = settings("bjorkasen")
    records, release = read_records(given.datafil, given.kodbok), Release()
    text = told([units_section(units(records), release)])
    for unit in ("Centralorten", "Norra bygden", "Södra bygden"):
        for sex, word in ((("flicka", "f"), "Flickor"), (("pojke", "p"), "Pojkar")):
            rows = [r for r in of_sex(raw("bjorkasen"), sex) if r["Kommundel"] == unit]
            given = [str(r["Beviljad insats"]).strip().casefold()[:1] for r in rows
                     if r["Beviljad insats"] is not None]  # fmt: skip
            yes = sum(g in ("j", "1") for g in given)
            assert f"{word} {100 * yes / len(given):.0f} %" in text
    assert "Rangordna inte enheterna" in text
