"""Two files, one with a person of another sex: every page says the same, to the byte."""

import ast
import random
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pandas as pd
import pytest

from isu_helpers import settings
from isu_helpers.content import notebooks
from isu_helpers.pages.checks import book_table
from isu_helpers.publish import write_report
from isu_helpers.publish.tables import sheets_of
from isu_helpers.show import MIME
from isu_helpers.workbook import Workbook

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PAGES = [NOTEBOOKS / one["fil"] for one in notebooks().values()]
HEADS = ["Kön", "Behov av stöd", "Beviljad insats", "Åldersgrupp", "År", "Ålder", "Slags insats"]


def row(draw, sex):
    choices = (["Ja", "Nej"], ["Ja", "Nej"], ["18–29", "30–64"], ["2024", "2025"], range(19, 80))
    return (sex, *map(draw.choice, choices), draw.choice(["Samtal", "Boende", "Grupp"]))


def twin(folder, people):
    """A folder with a file: forty women, forty men, and some more in the middle."""
    folder.mkdir(parents=True)
    draw = random.Random(3)
    rows = [row(draw, sex) for sex in ["Kvinna"] * 40 + ["Man"] * 40]
    table = pd.DataFrame([*rows[:37], *people, *rows[37:]], columns=HEADS)
    table.to_csv(folder / "data.csv", index=False, sep=";", encoding="utf-8-sig")
    return folder


def shown(path, folder):
    """What the cells of a notebook show that a handout takes, by cell."""
    names, out = {}, {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            tree = ast.parse(cell.source)
            if "parameters" in cell.metadata.get("tags", []):
                tree.body += ast.parse(f"arbetsmapp = {str(folder)!r}").body
            told = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, cell.id, "exec"), names)  # noqa: S102
            if told is not None:
                value = eval(compile(ast.Expression(told.value), cell.id, "eval"), names)  # noqa: S307
                out[cell.id] = _html(value).replace(str(folder), "mappen")
    return out


def _html(value):
    made = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
    return (made or {}).get(MIME, {}).get("html", "")


ALIKE = ("Icke-binär", "Ja", "Nej", "18–29", "2024", 40, "Grupp")
ODD = ("Icke-binär", "Nej", "Ja", "65–", "2023", 103, "Häst")


@pytest.fixture(scope="module", params=["proposed", "stated"])
def twins(request, tmp_path_factory):
    """Two folders; with a codebook each that is proposed from its file, or one that is stated.

    Where it is stated, the one person too many has answers that nobody else has.
    """
    home, is_stated = tmp_path_factory.mktemp("tvillingar"), request.param == "stated"
    one = twin(home / "utan" / "grupp", [])
    two = twin(home / "med" / "grupp", [ODD if is_stated else ALIKE])
    for folder in (two, one):
        if is_stated and folder == one:
            (one / "kodbok.yaml").write_bytes((two / "kodbok.yaml").read_bytes())
        settings(str(folder)).records()
    assert "Icke-binär" in (two / "kodbok.yaml").read_text(encoding="utf-8")
    return one, two


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_pages_say_the_same_with_and_without_a_person_of_another_sex(twins, path):
    one, two = (shown(path, folder) for folder in twins)
    assert one == two


def test_tables_for_excel_say_the_same(twins):
    told = []
    for folder in twins:
        run = settings(str(folder))
        told.append(sheets_of(run.release(run.records())))
    assert repr(told[0]) == repr(told[1]) and len(told[0]) > 5


def write(book):
    """A group's own words: figures of each kind go with what they saw."""
    for name in ("Beviljad insats", "Slags insats", "Åldersgrupp"):
        seen = book.add_observation(f"Det skiljer sig i {name}.", [name, "Kön"])
    book.save("orsak", "Frågan ställs sällan.", about=seen)
    why = book.add("slutsatser", "Alla får inte frågan.")
    book.add_action("Fråga alla.", why)


def reports(folder, out):
    """The document and the slides of a folder, the document by the files that it is packed of."""
    run = settings(str(folder))
    if not run.workbook.observations:
        write(run.workbook)
    made = [write_report(run, run.records(), out / name) for name in ("u.docx", "b.html")]
    with ZipFile(made[0]) as packed:
        letter = {name: packed.read(name) for name in packed.namelist()}
    return letter, made[1].read_text(encoding="utf-8")


def test_documents_and_slides_say_the_same(twins, tmp_path):
    told = []
    for folder in twins:
        out = tmp_path / folder.parent.name
        out.mkdir()
        told.append(reports(folder, out))
    (letter, slides), (other, others) = told
    assert letter == other and slides == others
    assert b"<w:tbl>" in letter["word/document.xml"] and slides.count("<table") >= 2


def test_the_codebook_table_names_sex_as_the_plan_does(twins):
    for folder in twins:
        codebook = settings(str(folder)).records().codebook
        page = book_table(codebook, Workbook(folder))
        assert "Kvinna, Man eller annat kön" in page and "Icke-binär" not in page
