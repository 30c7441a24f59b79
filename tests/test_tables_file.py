"""tabeller.xlsx: every number has its source, nobody is found by it, and it opens anywhere."""

import os
import re
import zipfile
from functools import cache
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from attacker import recovered
from audit import source as row_of
from audit_book import audit_book, told_of
from table_sets import TableSet
from test_audit import K, folders, kinds

from isu_helpers import Records, settings
from isu_helpers.analysis import breakdown
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import planned, protect, release_of
from isu_helpers.publish.jobs import GROUP_ONLY, STAMP, TO_HAND_OUT
from isu_helpers.publish.tables import tables_file

EVERY = sorted(p.name for p in sample_root().iterdir() if p.is_dir())
SOURCES = (*(EVERY if os.environ.get("ISU_ALLA") else EVERY[-1:]), "help")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return folders(tmp_path_factory.mktemp("alla"), SOURCES)


@cache
def made(source, home):
    """The records of a folder, its Release, its run and its book."""
    chosen = settings(str(home / source))
    records = chosen.records()
    release = release_of(records, K, True, home / source)
    return records, release, chosen, tables_file(release, chosen, TO_HAND_OUT)


def sheets(packed):
    return openpyxl.load_workbook(BytesIO(packed)).worksheets


def cells(packed):
    return [c for s in sheets(packed) for row in s.iter_rows() for c in row if c.value is not None]


@pytest.mark.parametrize("source", SOURCES)
def test_book_tells_nothing_but_the_protected_frames(source, home):
    _, release, _, packed = made(source, home)
    assert audit_book(packed, list(release.results.values()), K) == []
    assert len(sheets(packed)) > 5


@pytest.mark.parametrize("source", SOURCES)
def test_book_gives_no_small_count_away(source, home):
    records, release, _, packed = made(source, home)
    shown = list(release.results.values())
    truths = TableSet(records, [p.result for p in shown], K, "jointly").truths()
    frames = read_back(packed, shown)
    sex, results = records.codebook["kön"].name, [p.result for p in shown]
    assert recovered(frames, truths, K, sex, *kinds(results)) == {}


def read_back(packed, shown):
    """The results as one has them who has the book: its numbers, the page's where it has none."""
    frames = {id(p): p.frame.copy() for p in shown}
    for told in told_of(packed, shown):
        frame = frames[id(told.line.protected)]
        for name, value in (("n", told.n), ("base", told.base)):
            if value is not None:
                at = row_of(told.line, told.group).name
                frame.loc[at, name] = value if isinstance(value, int) else float("nan")
    return [f.assign(share=f["n"] / f["base"], low=float("nan")) for f in frames.values()]


def test_book_is_the_same_bytes_each_time_and_has_no_clock(home):
    _, release, chosen, packed = made("help", home)
    assert tables_file(release, chosen, TO_HAND_OUT) == packed
    with zipfile.ZipFile(BytesIO(packed)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(2025, 1, 1, 0, 0, 0)}
        assert b"2025-01-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_book_says_first_what_it_is_about(home):
    _, _, chosen, packed = made("help", home)
    about, *rest = sheets(packed)
    told = " ".join(str(c.value) for row in about.iter_rows() for c in row if c.value)
    assert about.title == "Om tabellerna" and chosen.kommun in told and "Att lämna ut" in told
    assert "Tabellerna gäller 111 kvinnor och 359 män." in told and ".. betyder dolt" in told
    assert all(s["A1"].value in told and s.title in told for s in rest)


def test_sheets_can_be_heard_and_reckoned_with(home):
    for sheet in sheets(made("help", home)[3])[1:]:
        [table] = sheet.tables.values()
        head, *rows = [[c.value for c in row] for row in sheet[table.ref]]
        assert len({h.casefold() for h in head}) == len(head) and all(head)
        assert sheet.freeze_panes and sheet.print_title_rows and not sheet.merged_cells.ranges
        assert all(row[0] for row in rows) and len(sheet.title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", sheet.title)


def test_real_figures_stand_as_numbers(home):
    """254 of 470 were reached at six months: 84 of 197 men were homeless, and 19 of 57 women."""
    books = {s["A1"].value: s for s in sheets(made("help", home)[3])}
    rows = {row[0]: row for row in books["Boende 6 mån efter kön"].iter_rows(values_only=True)}
    assert rows["Hemlös"][1:7] == pytest.approx((19 / 57, 19, 57, 84 / 197, 84, 197))
    assert rows["Hemlös"][10] == 33 - 43  # as the shares are printed; exact −9


def written(packed, title):
    """The rows of a sheet by their label, each value by its column's head."""
    sheet = next(s for s in sheets(packed) if s["A1"].value == title)
    [table] = sheet.tables.values()
    head, *rows = [[c.value for c in row] for row in sheet[table.ref]]
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def book_of(answers, home):
    """A book of «Stöd», with so many women and men for each answer."""
    pairs = [(sex, a) for a, both in answers.items()
             for sex, n in zip(("Kvinna", "Man"), both, strict=True)
             for _ in range(n)]  # fmt: skip
    book = choice("Kön", ["Kvinna", "Man"], "kön"), choice("Stöd", list(answers), "behov")
    records = Records.from_frame(pd.DataFrame(pairs, columns=["Kön", "Stöd"]), Codebook(book))
    release = protect([breakdown(records, "Stöd")])
    return tables_file(release, made("help", home)[2], TO_HAND_OUT)


def test_a_sheet_tells_the_word_and_the_sexes_within_each_answer(home):
    """80 of 100 women and 30 of 100 men: 80 of 110 are women, and the gap is far from zero."""
    rows = written(book_of({"a": (80, 30), "b": (20, 70)}, home), "Stöd efter kön")
    assert rows["a"]["Skillnaden är"] == rows["b"]["Skillnaden är"] == "tydlig skillnad"
    within = [[rows[a][f"Könsfördelning: {g}"] for g in ("kvinnor", "män")] for a in "ab"]
    assert within == [pytest.approx([80 / 110, 30 / 110]), pytest.approx([20 / 90, 70 / 90])]


@pytest.mark.parametrize(
    ("answers", "word"),
    [({"a": (52, 48), "b": (48, 52)}, "osäker skillnad"),
     ({"a": (5, 6), "b": (6, 5)}, "för litet underlag")],
)  # fmt: skip
def test_a_sheet_tells_the_word_of_a_small_difference(answers, word, home):
    rows = written(book_of(answers, home), "Stöd efter kön")
    assert rows["a"]["Skillnaden är"] == word


def test_a_sheet_hides_the_word_and_the_sexes_with_the_counts(home):
    rows = written(book_of({"a": (2, 9), "b": (40, 30), "c": (30, 41)}, home), "Stöd efter kön")
    hidden = ("Skillnaden är", "Könsfördelning: kvinnor", "Könsfördelning: män")
    assert [rows["a"][head] for head in hidden] == [".."] * 3


def test_the_one_woman_with_cannabis_is_dots(home):
    books = {s["A1"].value: s for s in sheets(made("help", home)[3])}
    rows = {row[0]: row for row in books["Huvudsaklig drog efter kön"].iter_rows(values_only=True)}
    assert rows["Cannabis"][1:3] == ("..", "..") and rows["Cannabis"][7:9] == ("..", "..")


# Leaks that are planted


def spoiled(packed, change):
    book = openpyxl.load_workbook(BytesIO(packed))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def dots(book):
    """The first hidden number of a book, and its sheet."""
    return next((s, c) for s in book.worksheets[1:] for row in s.iter_rows() for c in row
                if c.value == "..")  # fmt: skip


@cache
def short(home):
    """A book of one table of the real records, and what is in it."""
    records, _, chosen, _ = made("help", home)
    release = protect([breakdown(records, "Huvudsaklig drog")])
    return list(release.results.values()), tables_file(release, chosen, TO_HAND_OUT)


def under(sheet, cell, head):
    """The cell in the same row under a head."""
    return next(sheet.cell(cell.row, c.column) for row in sheet.iter_rows(max_row=6) for c in row
                if c.value == head)  # fmt: skip


LEAKS = {
    "count": lambda s, c: setattr(c, "value", 1),
    "word": lambda s, c: setattr(under(s, c, "Skillnaden är"), "value", "tydlig skillnad"),
    "sexes": lambda s, c: setattr(under(s, c, "Könsfördelning: män"), "value", 0.2),
    "share": lambda s, c: setattr(c, "value", 0.01),
    "second marker": lambda s, c: setattr(c, "value", "<5"),
    "blank": lambda s, c: setattr(c, "value", None),
    "format": lambda s, c: setattr(c, "number_format", '"..";1'),
    "look": lambda s, c: setattr(c, "style", "Good"),
    "comment": lambda s, c: setattr(c, "comment", openpyxl.comments.Comment("1", "isu")),
    "formula": lambda s, c: setattr(c, "value", "=1"),
    "hidden row": lambda s, c: setattr(s.row_dimensions[c.row], "hidden", True),
    "hidden sheet": lambda s, c: setattr(s, "sheet_state", "hidden"),
    "width": lambda s, c: setattr(s.column_dimensions[c.column_letter], "width", 11),
    "title": lambda s, c: setattr(s["A1"], "value", s["A1"].value + ", 470 personer"),
    "note": lambda s, c: setattr(s.cell(s.max_row + 1, 1), "value", "Totalt 470"),
    "name": lambda s, c: s.parent.defined_names.add(
        openpyxl.workbook.defined_name.DefinedName("dolt", attr_text="1")
    ),
    "about": lambda s, c: setattr(s.parent.worksheets[0]["C3"], "value", "1 kvinna"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_audit_is_red_for_a_planted(leak, home):
    shown, packed = short(home)
    changed = spoiled(packed, lambda book: LEAKS[leak](*dots(book)))
    assert audit_book(changed, shown, K)


def test_audit_is_green_for_a_book_saved_again(home):
    shown, packed = short(home)
    assert audit_book(spoiled(packed, lambda book: None), shown, K) == []


# Books of small tables


def choice(name, options, role=""):
    return Variable(name, (name,), role=role, options=tuple(map(Option, options)))


def odd():
    """People with answers, and a variable, that a workbook might take for something else."""
    frame = pd.DataFrame(
        {"Kön": ["Kvinna", "Man"] * 20, "=1+1 [a]/b": ["=SUM(A1)", "@x", "-1", "+1"] * 10}
    )
    odd = choice("=1+1 [a]/b", ["=SUM(A1)", "@x", "-1", "+1"], "behov")
    return Records.from_frame(frame, Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), odd)))


def test_text_never_becomes_a_formula(home):
    release = protect([breakdown(odd(), "=1+1 [a]/b")])
    packed = tables_file(release, made("help", home)[2], TO_HAND_OUT)
    texts = [c for c in cells(packed) if isinstance(c.value, str)]
    found = [c for c in texts if c.value.startswith(("=", "+", "-", "@"))]
    assert {c.value for c in found} >= {"=SUM(A1)", "@x", "-1", "+1"}
    assert all(c.data_type == "s" and c.quotePrefix for c in found)
    assert sheets(packed)[2].title == "2 =1+1 a b"


def test_a_book_has_the_same_rows_and_columns_whatever_is_hidden(home):
    shapes = []
    for few in (2, 8):
        women, men = "a" * few + "b" * 10 + "c" * (30 - few), "a" * 9 + "b" * 11 + "c" * 20
        frame = pd.DataFrame({"Kön": ["Kvinna"] * 40 + ["Man"] * 40, "Stöd": list(women + men)})
        book = choice("Kön", ["Kvinna", "Man"], "kön"), choice("Stöd", list("abc"), "behov")
        release = protect([breakdown(Records.from_frame(frame, Codebook(book)), "Stöd")])
        packed = tables_file(release, made("help", home)[2], TO_HAND_OUT)
        assert (".." in [c.value for c in cells(packed)]) == (few < K)
        shapes.append([(s.title, s.dimensions) for s in sheets(packed)])
    assert shapes[0] == shapes[1] and len(shapes[0]) == 3


def test_a_book_for_the_group_is_stamped_on_every_sheet(home):
    records, _, chosen, _ = made("help", home)
    packed = tables_file(planned(records, K, False), chosen, GROUP_ONLY)
    assert all(s["A2"].value == STAMP for s in sheets(packed))
    assert not [c for c in cells(packed) if c.value == ".."]
