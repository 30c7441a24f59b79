"""What is typed comes back: a marked sentence for each field, from where it is typed to where it
must stand again, through the real notebooks and files."""

from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from ipywidgets import Text

from isu_helpers import Records, read_records, settings
from isu_helpers.content import NOTEBOOK, load, notebooks, prompts
from isu_helpers.forms import NoteList
from isu_helpers.forms.prompts import Prompt
from isu_helpers.pages.explore import Explorer
from isu_helpers.pages.proposals import ActionList
from isu_helpers.publish import Story, choose, letter, talk, to_choose, write_report
from isu_helpers.publish.execute import one_kernel
from isu_helpers.publish.page import to_html
from isu_helpers.workbook import open_workbook

ROOT = Path(__file__).resolve().parents[1]
SHOWN = "presentation slides word"  # the page shows the slides
OF_EACH = ("orsak", "uppkomst", "foljd", "andra")
SEEN = "behov-iakttagelser"

# Where what is typed in a notebook must come back, besides there.
FROM = {
    "start": "", "fragor": "", "variabler": "", "insamling": "",
    "planering": "aterblick",
    "handledning": "aterblick",
    "aterblick": "",
    "steg1": f"steg2 steg3 steg4 {SHOWN}",
    "bilaga": f"steg2 {SHOWN}",
    "steg2": f"steg3 {SHOWN}",
    "steg3": f"steg4 {SHOWN}",
    "steg4": f"fortsatt {SHOWN}",
    "presentation": "slides word",
    "fortsatt": "",
}  # fmt: skip
# Those that differ from the others of their notebook.
BUT = {
    "fil-vilka": "insamling",
    "fil-var": "insamling",
    "fil-borttagning": "insamling",
    "plan-hur": "handledning aterblick",
    "plan-uppfoljning": "handledning aterblick",
    "aterblick-underlag": f"steg3 {SHOWN}",
    "aterblick-gissning": "steg1",
    "kvalitet-lita-pa": f"steg3 {SHOWN}",
    "vidare-nyfiken": "steg2",
    "vidare-forklaringar": f"steg3 steg4 {SHOWN}",
    "presentation-urval": "",
    "nasta-steg": "slides word fortsatt",
    "fraga-till-er": "slides",
    "andras-tankar": "fortsatt",
}
# Lists, their fields of words, and what is seen in the explorer.
LISTS = {
    "fragor": f"fragor variabler planering handledning aterblick {SHOWN}",
    "fragor.vem": "fragor planering handledning word",
    "fragor.beslut": "fragor planering handledning word",
    "plan": "planering handledning aterblick fortsatt",
    "plan.vem": "planering handledning aterblick fortsatt",
    "slutsatser": f"steg3 steg4 fortsatt {SHOWN}",
    "slutsatser.mer": "steg3 steg4 fortsatt word",
    "atgarder": f"steg4 fortsatt {SHOWN}",
    "atgarder.involvera": "steg4 fortsatt word",
    "atgarder.aterkoppla": "steg4 fortsatt word",
    "atgarder.vem": f"steg4 fortsatt {SHOWN}",
    "utforskaren": f"steg1 steg2 steg3 steg4 {SHOWN}",
    **{f"{id} om {what}": f"steg2 steg3 steg4 {SHOWN}"
       for id in OF_EACH for what in (SEEN, "utforskaren")},
}  # fmt: skip
ONCE = {id for id in prompts() if id not in OF_EACH}
HOME = {id: prompts()[id][NOTEBOOK] for id in ONCE}
EXPECTED = {id: {home, *BUT.get(id, FROM[home]).split()} for id, home in HOME.items()} | {
    id: set(places.split()) for id, places in LISTS.items()
}


def marked(what: str) -> str:
    return f"Märkt av {what}, slut."


def type_all(folder: Path) -> None:
    """Type a marked sentence in each field there is, by the widgets of the forms."""
    book, chosen = open_workbook(folder / "arbetsbok.yaml"), settings(folder)
    form = Explorer(read_records(chosen.datafil, chosen.kodbok), book).form
    form.words.value = marked("utforskaren")
    form.save.click()
    [note] = [n for n in book.observations if n.variables]
    for id in sorted(ONCE):
        type_answer(book, id, "", marked(id))
    for id in OF_EACH:
        type_answer(book, id, note.id, marked(f"{id} om utforskaren"))
        type_answer(book, id, SEEN, marked(f"{id} om {SEEN}"))
    for section in ("fragor", "plan", "slutsatser"):
        type_card(NoteList(section, book), section)
    card = type_card(ActionList(book), "atgarder")
    card.fields["slutsats"].part.value = book.conclusions[0].id


def type_answer(book, id: str, about: str, words: str) -> None:
    asked = Prompt(id, book, about)
    asked.widget()
    asked.field.part.value = words


def type_card(page, section: str):
    page.widget()
    card = page.add()
    card.words.part.value = marked(section)
    for name, field in card.fields.items():
        if isinstance(field.part, Text):
            field.part.value = marked(f"{section}.{name}")
    return card


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """What each notebook's page, the slides and the Word file say."""
    folder = tmp_path_factory.mktemp("resan")
    people = {"Kön": ["Kvinna", "Man"] * 30, "Insats": [*"110100"] * 10}
    pd.DataFrame(people).to_csv(folder / "data.csv", sep=";", index=False)
    type_all(folder)
    with one_kernel() as kernel:
        found = {id: page_of(kernel, told["fil"], folder) for id, told in notebooks().items()}
    chosen = settings(folder)
    records = read_records(chosen.datafil, chosen.kodbok)
    found["slides"] = write_report(chosen, records, folder / "b.html").read_text("utf-8")
    word = Document(write_report(chosen, records, folder / "u.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return found | {"word": "\n".join([*(p.text for p in word.paragraphs), *cells])}


def page_of(kernel, file: str, folder: Path) -> str:
    path = ROOT / "notebooks" / file
    return to_html(kernel.execute(path, arbetsmapp=folder), stem=path.stem, kommun="Åby")


def test_every_field_of_words_stands_in_the_table():
    words = {f"{section}.{field['namn']}" for section, told in load("lists").items()
             for field in told["falt"] if field["typ"] == "rad"}  # fmt: skip
    assert words == {id for id in LISTS if "." in id}
    assert set(FROM) == set(notebooks()) and set(BUT) <= ONCE


@pytest.mark.parametrize("what", sorted(EXPECTED))
def test_what_is_typed_stands_where_it_must_and_nowhere_else(places, what):
    assert {place for place, said in places.items() if marked(what) in said} == EXPECTED[what]


@pytest.mark.parametrize("step", ["steg1", "steg2", "steg3"])
def test_nothing_is_doubled_on_a_page(places, step):
    said = places[step]
    assert not [what for what in EXPECTED if said.count(marked(what)) > 1]


@pytest.mark.parametrize("id", ["individ-kunskap", "samlade-tankar", SEEN])
def test_what_is_not_to_be_shown_is_in_neither_file(tmp_path, id):
    book = open_workbook(tmp_path / "arbetsbok.yaml")
    book.save(id, marked(id))
    assert id == SEEN or id in to_choose()
    assert [marked(id) in told_in(book, parts) for parts in (letter, talk)] == [True, True]
    choose(book, id, False)
    assert [marked(id) in told_in(book, parts) for parts in (letter, talk)] == [False, False]


def told_in(book, parts) -> str:
    return "".join(
        part.html
        for part in parts(
            Story(Records.from_frame(pd.DataFrame({"Kön": ["Kvinna", "Man"] * 10})), book)
        )
    )
