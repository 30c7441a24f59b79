"""The forms: what is typed is saved at once, comes back, and is never lost to another writer."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets import HTML, Text, Textarea

from isu_helpers import Workbook
from isu_helpers.content import load
from isu_helpers.forms import LookOver, NoteList, choice_field, date_field
from isu_helpers.forms.field import LEAST_ROWS, MOST_ROWS, rows_for
from isu_helpers.forms.notes import fields_of, value_of
from isu_helpers.forms.prompts import Prompt
from isu_helpers.workbook import ACTIONS, CONCLUSIONS, LEFT_OUT, PLAN
from isu_helpers.workbook.note import SECTIONS

ONE = "behov-iakttagelser"


@pytest.fixture
def book(tmp_path):
    return Workbook(tmp_path)


def again(book):
    """The workbook as another kernel sees it."""
    return Workbook(book.path)


def cards_of(notes):
    """The fields of each card: its words, then the others in order, then the button."""
    notes.widget()
    return notes.cards.children


# A question


def test_what_is_typed_is_in_the_file_and_comes_back(book):
    asked = Prompt(ONE, book)
    asked.widget()
    for typed in ("F", "Fl", "Fler flickor"):
        asked.field.part.value = typed
        assert again(book).answer(ONE) == typed
    assert "Sparat" in asked.field.status.value
    anew = Prompt(ONE, again(book))
    anew.widget()
    assert anew.field.part.value == "Fler flickor"


def test_the_field_is_named_by_its_question_and_shows_an_example(book):
    asked = Prompt(ONE, book)
    intro = asked.widget().children[0].value
    assert asked.field.part.description == asked.question
    assert asked.example in intro and asked.help in intro


def test_two_who_answer_at_once_lose_nothing_and_one_chooses(book):
    mine, theirs = Prompt(ONE, book), Prompt(ONE, again(book))
    mine.widget(), theirs.widget()
    theirs.field.part.value = "Deras"
    mine.field.part.value = "Vårt"
    shown, keep = mine.others.children
    assert "Deras" in shown.value and "<p>Vårt" not in shown.value
    keep.click()
    assert mine.others.children == ()
    assert again(book).answer(ONE) == "Vårt" and again(book).conflicts == []


def test_identity_number_is_told_of_where_it_is_typed(book):
    asked = Prompt(ONE, book)
    asked.widget()
    asked.field.part.value = "Som 19900101-0017 sa"
    assert "peka ut en person" in asked.field.status.value


@given(st.text())
def test_a_field_has_rows_for_its_text_within_bounds(text):
    assert LEAST_ROWS <= rows_for(text) <= MOST_ROWS
    assert rows_for(text + "\nrad") >= rows_for(text)


# Fields


def test_choice_keeps_a_saved_value_that_is_no_longer_an_option():
    assert choice_field("Vem?", "Kommunen", lambda *_: "", ["Vi själva"]).value == "Kommunen"
    assert choice_field("Vem?", "", lambda *_: "", ["Vi själva"]).value == ""


def test_date_is_saved_as_a_day_and_nonsense_is_no_day():
    told = []
    field = date_field("När?", "2027-02-09", lambda *words: told.append(words) or "")
    field.part.value = dt.date(2027, 3, 1)
    assert told == [("2027-03-01", "2027-02-09")]
    assert date_field("När?", "i vår", lambda *_: "").part.value is None


# Lists


@pytest.mark.parametrize("section", [s for s in SECTIONS if s != "svar"])
def test_every_list_has_its_words(section):
    told = load("lists")[section]
    assert {"en", "namn", "text", "exempel", "ny", "tom", "falt"} == set(told)
    assert all({"namn", "etikett", "typ"} <= set(field) for field in told["falt"])


def test_a_new_card_is_saved_with_its_first_word_and_what_it_tells(book):
    notes = NoteList(CONCLUSIONS, book)
    (card,) = cards_of(notes)
    words, focus, sure, _, _ = (part.children[0] if hasattr(part, "children") else part
                                for part in card.children)  # fmt: skip
    words.value = "Vi frågar flickor oftare."
    focus.value, sure.value = "Omvärlden", "Säkra"
    (note,) = again(book).conclusions
    assert note.text == "Vi frågar flickor oftare."
    assert dict(note.details) == {"fokus": "Omvärlden", "sakerhet": "Säkra"}


def test_rubbing_out_the_words_takes_nothing_away_but_the_button_does(book):
    id = book.add(CONCLUSIONS, "Därför")
    notes = NoteList(CONCLUSIONS, book)
    (card,) = cards_of(notes)
    card.children[0].children[0].value = ""
    assert [n.id for n in again(book).conclusions] == [id]
    card.children[-1].click()
    assert again(book).conclusions == [] and book.versions()
    assert "Borttagen" in notes.cards.children[0].value


def test_an_action_answers_to_a_conclusion_chosen_by_its_words(book):
    id = book.add(CONCLUSIONS, "Vi frågar flickor oftare. " * 9)
    book.add(ACTIONS, "Fråga alla")
    (card,) = cards_of(NoteList(ACTIONS, book))
    choice = card.children[1].children[0]
    (label, value) = choice.options[1]
    assert value == id and label.endswith("…") and len(label) <= 80
    choice.value = id
    assert again(book).actions[0].conclusion == id


def test_a_list_shows_what_may_leave_and_a_day_in_words(book):
    details = {"vem": "Åsa", "datum": "2027-02-09", "slag": "Handledning"}
    book.add(PLAN, "Ring.\nBara 2 flickor svarade.", details=details)
    html = NoteList(PLAN, book).html
    assert "9 februari 2027" in html and "Åsa" in html and LEFT_OUT in html
    assert "2 flickor" not in html
    assert "isu-rad" in NoteList(ACTIONS, book).html


def test_details_come_back_and_stay_when_other_things_change(book):
    id = book.add(PLAN, "Ring", details={"vem": "Åsa"})
    again(book).change(PLAN, id, "Ring nu")
    (note,) = again(book).notes(PLAN)
    assert (note.text, note.detail("vem"), note.detail("datum")) == ("Ring nu", "Åsa", "")


# What waits for the group


def buttons(widget, label):
    if getattr(widget, "description", "") == label and hasattr(widget, "click"):
        yield widget
    for part in getattr(widget, "children", ()):
        yield from buttons(part, label)


def test_of_two_texts_one_is_chosen_and_the_other_goes(book):
    theirs = again(book)
    book.save(ONE, "Vårt")
    theirs.save(ONE, "Deras")
    care = LookOver(book)
    form = care.widget()
    assert "1\xa0text väntar" in care.html and "Deras" not in care.html
    keep = list(buttons(form, "Den här ska gälla"))
    assert len(keep) == 2
    keep[1].click()
    assert again(book).conflicts == [] and again(book).answer(ONE) in ("Vårt", "Deras")
    assert "Sparat" in care.told.value and not list(buttons(form, "Den här ska gälla"))


def test_a_doubt_is_asked_about_and_may_be_found_harmless(book):
    book.save(ONE, "Bara 2 flickor fick hjälp.")
    assert LEFT_OUT in Prompt(ONE, book).html
    form = LookOver(book).widget()
    (harmless,) = buttons(form, "Det är ofarligt")
    harmless.click()
    assert "2 flickor" in Prompt(ONE, again(book)).html
    assert not list(buttons(form, "Det är ofarligt"))


def test_an_earlier_text_can_be_had_back(book):
    book.save(ONE, "Först")
    book.save(ONE, "Sedan")
    care = LookOver(book)
    form = care.widget()
    care.version.value = care.version.options[0][1]
    (back,) = buttons(form, "Hämta tillbaka")
    back.click()
    assert again(book).answer(ONE) == "Först" and "Klart" in care.told.value


def test_an_untouched_workbook_has_nothing_to_settle(book):
    care = LookOver(book)
    form = care.widget()
    assert "i ordning" in care.html and not list(buttons(form, "Hämta tillbaka"))


def test_words_in_place_of_a_day_are_shown_and_never_lost(book):
    id = book.add(PLAN, "Ring", details={"datum": "i vår"})
    assert "i vår" in NoteList(PLAN, book).html
    (card,) = cards_of(NoteList(PLAN, book))
    _, who, when, *_ = (part.children[0] for part in card.children[:-1])
    who.value = "Åsa"
    (note,) = again(book).notes(PLAN)
    assert (note.id, note.detail("vem"), note.detail("datum")) == (id, "Åsa", "i vår")
    when.value = dt.date(2027, 2, 9)
    assert again(book).notes(PLAN)[0].detail("datum") == "2027-02-09"


def test_a_proposal_can_be_written_on_when_its_conclusion_is_gone_from_the_file(book):
    gone = book.add(CONCLUSIONS, "Därför")
    book.add(ACTIONS, "Fråga alla", conclusion=gone)
    text = book.path.read_text("utf-8")
    start, end = text.index("slutsatser:"), text.index("atgarder:")
    book.path.write_text(text[:start] + text[end:], "utf-8")
    (card,) = cards_of(NoteList(ACTIONS, again(book)))
    card.children[0].children[0].value = "Fråga alla barn"
    level = next(p.children[0] for p in card.children if "besluta" in p.children[0].description)
    level.value = "Chefen"
    (note,) = again(book).actions
    assert (note.text, note.detail("niva"), note.conclusion) == ("Fråga alla barn", "Chefen", gone)


# What is typed letter by letter, and what two write at once


def typed(words):
    """What stands in a field after each key."""
    return [words[:i] for i in range(1, len(words) + 1)]


@pytest.mark.parametrize("section", load("lists"))
def test_a_writer_alone_never_meets_another_whatever_is_typed_in_whichever_field(book, section):
    words = "  Om mallen ska  ändras – «så»: 2 st ---\ttill\n\nnästa rad  "
    notes = NoteList(section, book)
    notes.widget()
    card = notes.add()
    every = [card.words, *card.fields.values()]
    for field in [f for f in every if isinstance(f.part, Text | Textarea)]:
        for part in typed(words):
            field.part.value = part
    assert again(book).conflicts == [] and book.is_saved
    [note] = again(book).notes(section)
    one_line = " ".join(words.split())
    assert " ".join(note.text.split()) == one_line
    told = [f for f in fields_of(section) if f["typ"] in ("text", "rad")]
    assert all(" ".join(value_of(note, f).split()) == one_line for f in told)


def test_a_field_at_the_side_never_takes_what_another_has_written_meanwhile(book):
    id = book.add(PLAN, "Vi frågar alla", details={"vem": "Enheten"})
    here, other = NoteList(PLAN, book), again(book)
    [card] = [here._card(n) for n in book.notes(PLAN)]
    other.change(PLAN, id, "Vi frågar alla och skriver ner svaret")
    assert book.state  # another form of this kernel has looked in the file
    card.fields["vem"].part.value = "Enheten och chefen"
    texts = {t for c in again(book).conflicts for t in c.texts}
    assert texts == {"Vi frågar alla", "Vi frågar alla och skriver ner svaret"}


def test_where_two_differ_in_a_field_that_is_shown_and_the_chosen_one_stays(book):
    id, other = book.add(PLAN, "Vi frågar alla"), again(book)
    book.change(PLAN, id, "Vi frågar alla", details={"vem": "Ann"})
    other.change(PLAN, id, "Vi frågar alla", details={"vem": "Bo"})
    page = LookOver(book)
    page.widget()
    [card] = page.parts.children[0].children[1:]
    shown = [w.value for w in card.children if isinstance(w, HTML)]
    assert ["Ann" in s for s in shown[1:]] != ["Bo" in s for s in shown[1:]]
    at_bo = next(i for i, w in enumerate(card.children) if "Bo" in getattr(w, "value", ""))
    card.children[at_bo + 1].click()
    [kept] = again(book).notes(PLAN)
    assert kept.detail("vem") == "Bo" and again(book).conflicts == []
