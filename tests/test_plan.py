"""The plan: its dates as a calendar, and the page that is printed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from isu_helpers import Codebook, IsuError, Workbook, settings
from isu_helpers.pages.plan import FILE, NO_DAYS, CalendarFile, PlanPage, calendar_of
from isu_helpers.workbook import PLAN, QUESTIONS, Note


@pytest.fixture
def book(tmp_path):
    book = Workbook(tmp_path)
    book.add(PLAN, "Samla; in, nu", details={"datum": "2027-03-31", "vem": "Åsa"})
    book.add(PLAN, "Ring\nhandledaren", details={"datum": "2027-02-09", "slag": "Handledning"})
    book.add(PLAN, "Någon gång", details={"vem": "Bo"})
    return book


def events(raw: bytes):
    return Calendar.from_ical(raw).walk("VEVENT")


def test_each_date_is_a_whole_day_with_its_words(tmp_path, book):
    told = CalendarFile(tmp_path, book).save()
    found = events((tmp_path / FILE).read_bytes())
    assert [(e.decoded("dtstart"), str(e["summary"])) for e in found] == [
        (dt.date(2027, 3, 31), "Samla; in, nu"),
        (dt.date(2027, 2, 9), "Handledning: Ring"),
    ]
    assert all(e.decoded("dtend") - e.decoded("dtstart") == dt.timedelta(days=1) for e in found)
    assert "Åsa" in found[0]["description"] and "2\xa0datum" in told


def test_the_same_plan_is_the_same_file_and_the_same_events(tmp_path, book):
    offer = CalendarFile(tmp_path, book)
    offer.save()
    before = (tmp_path / FILE).read_bytes()
    offer.save()
    assert (tmp_path / FILE).read_bytes() == before
    first = book.notes(PLAN)[0]
    book.change(PLAN, first.id, "Samla in allt")
    offer.save()
    uids = [
        [str(e["uid"]) for e in events(raw)] for raw in (before, (tmp_path / FILE).read_bytes())
    ]
    assert uids[0] == uids[1]


@given(text=st.text(min_size=1), day=st.dates(dt.date(1, 1, 2), dt.date(9999, 12, 30)))
def test_any_words_come_back_on_lines_of_at_most_75_bytes(text, day):
    note = Note("steg-abcde", text, "2026-11-22 12:00", details=(("datum", day.isoformat()),))
    raw = calendar_of([note]).to_ical()
    (event,) = events(raw)
    assert event.decoded("dtstart") == day
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_nothing_is_written_without_a_date_or_a_folder(tmp_path):
    empty = Workbook(tmp_path)
    with pytest.raises(IsuError, match="inga datum"):
        CalendarFile(tmp_path, empty).save()
    with pytest.raises(IsuError, match="Ingen mapp"):
        CalendarFile(tmp_path, Workbook(tmp_path, is_blank=True)).save()
    assert not (tmp_path / FILE).exists()


def test_the_button_saves_and_tells(tmp_path, book):
    offer = CalendarFile(tmp_path, book)
    assert "inte sparad" in offer.html
    offer.widget()
    offer.button.click()
    assert "Klart: 2" in offer.told.value and "finns i er mapp" in offer.html
    offer.book = Workbook(tmp_path / "annan.yaml")
    offer.button.click()
    assert NO_DAYS in offer.told.value


def test_the_page_has_the_dates_in_order_and_lines_where_nothing_is_written(tmp_path, book):
    book.add(QUESTIONS, "Får alla lika snabbt stöd?")
    (tmp_path / "kodbok.yaml").write_text(
        "variabler:\n- namn: Kön\n  roll: kön\n  typ: val\n  alternativ: [Kvinna, Man]\n", "utf-8"
    )
    settings(tmp_path)
    page = PlanPage(book, tmp_path / "kodbok.yaml").html
    assert page.index("9 februari 2027") < page.index("31 mars 2027") < page.index("inget datum")
    assert "Får alla lika snabbt stöd?" in page and "Kön." in page and "isu-rad" in page
    assert [v.name for v in Codebook.read(tmp_path / "kodbok.yaml")] == ["Kön"]


def test_the_page_of_an_empty_folder_is_lines_to_write_on(tmp_path):
    settings(tmp_path)
    page = PlanPage(Workbook(tmp_path), tmp_path / "kodbok.yaml").html
    assert "<table" not in page and page.count("isu-rad") >= 16
