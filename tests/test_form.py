"""The collection form: what it looks like inside, and that it comes back as it was filled in."""

import datetime as dt
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from isu_helpers import excel
from isu_helpers import settings as run_of
from isu_helpers.codebook import (
    CHOICE,
    DATE,
    KEY,
    NO,
    NUMBER,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Option,
    Variable,
    plain,
)
from isu_helpers.collect import write_form
from isu_helpers.collect.check import read_for_check
from isu_helpers.collect.form import columns_of, fitted, with_headers
from isu_helpers.configuration import sample_root
from isu_helpers.errors import CodebookError, DataFileError, IsuError
from isu_helpers.excel import as_text
from isu_helpers.records import Records, read_records
from isu_helpers.records.read import DATA_SHEET, headers_of, read_form

NASTY = (
    "1-2",
    "007",
    "2025-01-01",
    "=1+1",
    "+46 8",
    "-5",
    "@a",
    "10 %",
    "1,5",
    'å;ä"ö',
    "_x0041_",
)
SEXES = (Option("Kvinna", ("K",)), Option("Man", ("M",)))
VARIABLES = (
    Variable("kön", ("Kön",), role=SEX, options=SEXES, question="Vilket kön har personen?"),
    Variable("nyckel", ("Löpnummer",), kind=TEXT, role=KEY),
    Variable("ålder", ("ålder",), label="Ålder vid start", kind=NUMBER, classes=(18, 30)),
    Variable("timmar", ("Timmar",), kind=NUMBER, decimals=2, classes=(1,), is_needed=False),
    Variable("beslut", ("Beslutat",), kind=DATE, role="tid"),
    Variable("våld", ("Utsatt för våld",), kind=YES_NO, options=(YES, NO), role="behov"),
    Variable("=oro", ("=Oro",), kind=SCALE, options=tuple(map(Option, NASTY)), role="behov"),
    Variable("ord", ("Kommentar",), kind=TEXT),
)
BOOK = Codebook(VARIABLES)
SEVERAL_BOOK = Codebook(
    (*VARIABLES, Variable("stöd", ("Stöd",), kind=SEVERAL, options=(Option("Tolk"), Option("=a"))))
)
ROWS = [  # header: answer, as a person would choose or type it
    {"Löpnummer": "007", "Kön": "Kvinna", "Ålder vid start": 34, "Timmar": 12.25,
     "Beslutat": dt.date(2025, 3, 14), "Utsatt för våld": "Ja", "=Oro": "1-2"},
    {"Löpnummer": "7", "Kön": "Man", "Utsatt för våld": "Nej", "=Oro": "=1+1"},
    {},
    {"Löpnummer": "007", "Kön": "Kvinna", "Ålder vid start": 0, "Timmar": 0.1,
     "Beslutat": dt.date(1912, 2, 29), "Kommentar": "=åäö"},
    *({"Löpnummer": f"n{i}", "Kön": "Man", "=Oro": word} for i, word in enumerate(NASTY)),
]  # fmt: skip
soffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def form(folder, codebook=BOOK, rows=30):
    return write_form(codebook, folder / "insamling.xlsx", rows=rows)


def fill(path, rows):
    """Fill the form in as a program does, by its headers."""
    book = openpyxl.load_workbook(path)
    sheet = book[DATA_SHEET]
    places = {cell.value: cell.column for cell in sheet[1]}
    for i, row in enumerate(rows, start=2):
        for header, answer in row.items():
            cell = sheet.cell(i, places[header])
            cell.value = answer
            if isinstance(answer, str):
                as_text(cell, answer)
    filled = path.with_name("ifylld.xlsx")
    book.save(filled)
    return filled


def plain_records(codebook, rows):
    """The same people without any form."""
    codebook = with_headers(codebook)
    headers = [header for _, header in headers_of(codebook)]
    people = [[row.get(h) for h in headers] for row in rows if row]
    return Records.from_frame(pd.DataFrame(people, columns=headers, dtype=object), codebook)


def assert_same(read, expected):
    pd.testing.assert_frame_equal(read.frame, expected.frame)
    assert read.keys.tolist() == expected.keys.tolist()


def convert(path, form):
    """The file as LibreOffice saves it."""
    folder = path.parent / f"till-{form}"
    profile = f"-env:UserInstallation={(path.parent / 'profil').as_uri()}"
    line = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, path]
    subprocess.run(line, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{form}"


def test_filled_form_is_read_without_a_codebook(tmp_path):
    read = read_records(fill(form(tmp_path), ROWS))
    assert_same(read, plain_records(BOOK, ROWS))
    assert read.codebook["=oro"].categories == NASTY
    assert "formulär" in read.report[0].text


def test_filled_form_follows_the_codebook_of_the_folder(tmp_path):
    filled = fill(form(tmp_path), ROWS)
    coarser = BOOK.replaced(replace(BOOK["ålder"], classes=(65,)))  # its header is not the form's
    read = read_records(filled, coarser)
    assert_same(read, plain_records(BOOK, ROWS))
    assert read.codebook["ålder"].classes == (65,)


def test_read_records_writes_the_forms_codebook_where_there_is_none(tmp_path):
    read_records(fill(form(tmp_path), ROWS), tmp_path / "kodbok.yaml")
    written = Codebook.read(tmp_path / "kodbok.yaml")
    assert [v.name for v in written] == ["nyckel", "kön", *(v.name for v in VARIABLES[2:])]


@soffice
@pytest.mark.parametrize("ways", [("xlsx",), ("ods",), ("ods", "xlsx")])
def test_libreoffice_changes_nothing(tmp_path, ways):
    path = fill(form(tmp_path), ROWS)
    for way in ways:
        path = convert(path, way)
    assert_same(read_records(path), plain_records(BOOK, ROWS))


@soffice
def test_libreoffice_keeps_the_lists_the_checks_and_the_locks(tmp_path):
    book = openpyxl.load_workbook(convert(form(tmp_path), "xlsx"))
    checks = book[DATA_SHEET].data_validations.dataValidation
    assert {c.type for c in checks} >= {"list", "whole", "decimal", "date"}
    assert any(c.prompt and "Vilket kön har personen?" in c.prompt for c in checks)
    assert book[DATA_SHEET].protection.sheet and book["kodbok"].sheet_state != "visible"


def test_several_answers_have_a_column_each(tmp_path):
    named = with_headers(SEVERAL_BOOK)
    sheet = openpyxl.load_workbook(form(tmp_path, SEVERAL_BOOK))[DATA_SHEET]
    assert [c.value for c in sheet[1]][-2:] == ["Stöd: Tolk", "Stöd: =a"]
    assert [c.choices for c in columns_of(named)][-2:] == [("Ja",), ("Ja",)]


def test_a_column_for_each_answer_keeps_its_header():
    columns = ("Stöd: Tolk", "Stöd: Språk")
    made = Variable("s", columns, kind=SEVERAL, options=(Option("Tolk"), Option("Språk")))
    named = with_headers(Codebook((BOOK["kön"], made)))
    assert [header for _, header in headers_of(named)][1:] == list(columns)


@pytest.mark.parametrize("way", ["openpyxl", pytest.param("ods", marks=soffice)])
def test_several_answers_come_back(tmp_path, way):
    pytest.importorskip("isu_helpers.records.columns", reason="flerval is not read yet")
    ticks = ({"Stöd: Tolk": "Ja"}, {"Stöd: =a": "Ja"}, {}, {"Stöd: Tolk": "Ja", "Stöd: =a": "Ja"})
    rows = [{"Kön": "Man", **tick} for tick in ticks]
    path = fill(form(tmp_path, SEVERAL_BOOK), rows)
    read = read_records(path if way == "openpyxl" else convert(path, way))
    assert_same(read, plain_records(SEVERAL_BOOK, rows))
    assert read.frame["stöd: Tolk"].tolist()[:2] == ["Ja", "Nej"]
    assert read.frame["stöd: =a"].isna().tolist() == [False, False, True, False]


def test_the_key_stands_first_and_what_is_needed_has_a_star(tmp_path):
    sheet = openpyxl.load_workbook(form(tmp_path))[DATA_SHEET]
    stars = {cell.value: "*" in cell.number_format for cell in sheet[1]}
    assert list(stars)[:3] == ["Löpnummer", "Kön", "Ålder vid start"]
    assert stars["Kön"] and not stars["Timmar"]


def test_sheets_are_named_locked_and_hidden(tmp_path):
    book = openpyxl.load_workbook(form(tmp_path))
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert states == {
        "Registrera": "visible", "Förklaringar": "visible", "Listor": "hidden",
        "kodbok": "veryHidden",
    }  # fmt: skip
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert book.security.lockStructure


def test_only_the_rows_to_fill_in_are_open(tmp_path):
    sheet = openpyxl.load_workbook(form(tmp_path, rows=5))[DATA_SHEET]
    is_open = [not row[0].protection.locked for row in sheet.iter_rows(1, 8)]
    assert is_open == [False, *[True] * 5, False, False]
    held = sheet.protection
    assert not (held.sort or held.autoFilter or held.insertRows)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:H6")


def test_drop_down_lists_hold_the_codebooks_answers(tmp_path):
    book = openpyxl.load_workbook(form(tmp_path))
    sheet = book[DATA_SHEET]
    found = {}
    for check in sheet.data_validations.dataValidation:
        if check.type == "list":
            name, place = check.formula1.replace("$", "").split("!")
            cells = [row[0].value for row in book[name.strip("'")][place]]
            found[sheet.cell(1, range_boundaries(str(check.sqref))[0]).value] = cells
    assert found["Kön"] == ["Kvinna", "Man"] and found["Utsatt för våld"] == ["Ja", "Nej"]
    assert [w.replace("_x005F", "") for w in found["=Oro"]] == list(NASTY)


def test_checks_and_hints_fit_in_excel(tmp_path):
    long = replace(BOOK["kön"], help="Läs i akten. " * 60, question="🙂" * 300)
    sheet = openpyxl.load_workbook(form(tmp_path, BOOK.replaced(long)))[DATA_SHEET]
    checks = sheet.data_validations.dataValidation
    assert len(checks) == len(VARIABLES)
    assert {c.type for c in checks} == {"list", "whole", "decimal", "date", None}
    for check in checks:
        texts = ((check.promptTitle, 32), (check.prompt, 255), (check.errorTitle, 32))
        assert all(len((t or "").encode("utf-16-le")) // 2 <= most for t, most in texts)
        assert len(check.error or "") <= 225


def test_no_cell_is_a_formula(tmp_path):
    nasty = [replace(v, label="=A1", question="@b", help="-c") for v in VARIABLES]
    book = openpyxl.load_workbook(form(tmp_path, Codebook(tuple(nasty))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [c for c in cells if c.data_type == "f"]
    assert all(c.quotePrefix for c in cells if str(c.value).startswith(("=", "+", "-", "@")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "#N/A", "12", "a\x01b"]
)
def test_as_text_is_text(text):
    cell = as_text(openpyxl.Workbook().active["A1"], text)
    assert cell.data_type == "s"
    assert cell.quotePrefix == (text.strip()[0] in "=+-@")


def test_the_same_codebook_gives_the_same_bytes(tmp_path, monkeypatch):
    first = form(tmp_path).read_bytes()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    (tmp_path / "b").mkdir()
    assert form(tmp_path / "b").read_bytes() == first
    assert excel.STAMP.year == 2025


def test_write_form_never_writes_over(tmp_path):
    path = form(tmp_path)
    assert form(tmp_path) == path  # unfilled and the same
    filled = fill(path, ROWS).rename(path)
    before = filled.read_bytes()
    with pytest.raises(IsuError, match="finns redan"):
        form(tmp_path)
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "expected"), [("a.xls", "slutar på .xlsx"), ("finns/inte.xlsx", "finns inte")]
)
def test_write_form_refuses_a_place(tmp_path, name, expected):
    with pytest.raises(IsuError, match=expected):
        write_form(BOOK, tmp_path / name)


def test_write_form_refuses_a_codebook_without_sex(tmp_path):
    with pytest.raises(CodebookError, match="rollen kön"):
        form(tmp_path, Codebook(VARIABLES[2:]))
    with pytest.raises(ValueError, match="rows"):
        form(tmp_path, rows=0)


def test_an_empty_form_is_told(tmp_path):
    path = form(tmp_path)
    records = read_records(path)
    assert len(records) == 0 and "inte ifyllt" in records.report[0].text
    with pytest.raises(DataFileError, match="inte ifyllt"):
        read_for_check(path)


def test_a_form_with_a_broken_codebook_is_told(tmp_path):
    book = openpyxl.load_workbook(fill(form(tmp_path), ROWS))
    book["kodbok"]["A2"].value = "enhet: [hus"
    book.save(tmp_path / "trasig.xlsx")
    with pytest.raises(DataFileError, match="trasig.xlsx"):
        read_records(tmp_path / "trasig.xlsx")


def test_a_form_that_was_changed_is_read_all_the_same(tmp_path):
    book = openpyxl.load_workbook(fill(form(tmp_path), ROWS))
    sheet = book[DATA_SHEET]
    sheet.insert_rows(1, 2)
    sheet["A1"], sheet["Z5"], sheet.title = "Vårt uttag", "en egen anteckning", "Våra svar"
    book.save(tmp_path / "ändrad.xlsx")
    read = read_records(tmp_path / "ändrad.xlsx")
    assert_same(read, plain_records(BOOK, ROWS))
    assert any("Kolumn 26" in r.column for r in read.report)


@pytest.mark.parametrize("name", ["data/sample", "tests/test_form.py"])
def test_other_files_are_no_forms(name):
    root = Path(__file__).resolve().parents[1] / name
    files = sorted(root.glob("*/data.*")) if root.is_dir() else [root]
    assert files and not [file.name for file in files if read_form(file)]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Ålder", "Boende"), ["Ålder", "Boende"]),
        (("Boende", "Boende"), ["Boende", "B"]),  # the second falls back on its name
        (("kön", "Ålder"), ["A", "Ålder"]),  # taken by a column that comes before
        (("b", "x"), ["A", "X"]),  # taken by a name that comes after
    ],
)
def test_headers_are_labels_and_never_the_same(labels, expected):
    made = [Variable(n, (n,), label=lab, kind=DATE) for n, lab in zip("ab", labels, strict=True)]
    named = with_headers(Codebook((BOOK["kön"], *made)))
    assert [v.columns[0] for v in named][1:] == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [("kort", 4, "kort"), ("två ord", 6, "två…"), ("långtord", 5, "lång…"), ("🙂🙂🙂", 4, "🙂…")],
)
def test_fitted_counts_as_excel_does(text, most, expected):
    assert fitted(text, most, "…") == expected


WORDS = (
    st.text("abåÖ=+-@1,.% '\"#:_{}[]&<>x0", min_size=1, max_size=12)
    .map(plain)  # as the file of a codebook holds it
    .filter(lambda text: any(c.isalnum() for c in text))
)


@st.composite
def codebooks(draw):
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique_by=lambda w: w.casefold().strip()))
    made = [BOOK["kön"]]
    for i, name in enumerate(names):
        kind = draw(st.sampled_from([CHOICE, SCALE, YES_NO, NUMBER, DATE, TEXT]))
        words = draw(st.lists(WORDS, min_size=2, max_size=6))
        options = tuple(Option(f"{w} {j}") for j, w in enumerate(words))
        options = {CHOICE: options, SCALE: options, YES_NO: (YES, NO)}.get(kind, ())
        made.append(
            Variable(
                f"{name} {i}", (f"{name} {i}",), kind=kind, options=options,
                label=draw(WORDS | st.just("")), question=draw(WORDS), help=draw(WORDS),
                decimals=draw(st.integers(0, 2)) if kind == NUMBER else 0,
                classes=(5,) if kind == NUMBER else (),
                is_sensitive=draw(st.booleans()), is_needed=draw(st.booleans()),
            )
        )  # fmt: skip
    return Codebook(tuple(made))


def answers(draw, variable):
    options = st.sampled_from([o.name for o in variable.options] or [None])
    some = {
        NUMBER: st.integers(-(10**6), 10**6).map(lambda n: round(n / 10**variable.decimals, 2)),
        DATE: st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)),
        TEXT: WORDS,
    }.get(variable.kind, options)
    return draw(some if variable.role == SEX else st.none() | some)


@pytest.mark.parametrize("folder", sorted(p.name for p in sample_root().iterdir() if p.is_dir()))
def test_practice_records_come_back_through_their_form(tmp_path, folder):
    sample = run_of(sample_root() / folder).records()
    named = with_headers(sample.codebook)
    headers = {v.name: v.columns[0] for v in named if v.name in sample.frame}
    for part in (v for v in sample.codebook if v.part_of):  # a flerval has a column an answer
        answer = part.name.rpartition(": ")[2]
        headers[part.name] = f"{named[part.part_of].columns[0]}: {answer}"
    rows = sample.frame.astype(object).where(sample.frame.notna(), None).rename(columns=headers)
    people = [{h: a for h, a in row.items() if a is not None} for row in rows.to_dict("records")]
    path = fill(form(tmp_path, sample.codebook, rows=len(rows)), people)
    pd.testing.assert_frame_equal(
        read_records(path).frame[list(headers)], sample.frame[list(headers)]
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_codebook_comes_back_through_its_form(tmp_path_factory, data):
    codebook = data.draw(codebooks())
    named = with_headers(codebook)
    rows = [
        {v.columns[0]: answers(data.draw, v) for v in named}
        for _ in range(data.draw(st.integers(1, 6)))
    ]
    folder = tmp_path_factory.mktemp("blad")
    path = fill(form(folder, codebook), rows)
    assert_same(read_records(path), plain_records(codebook, rows))
    assert read_form(path)[1] == named


def test_form_asks_for_the_number_alone_where_sex_and_age_come_from_it(tmp_path):
    table = pd.DataFrame({"Personnummer": ["19850709-9805", "8507099805"], "Stöd": ["Ja", "Nej"]})
    codebook = Records.from_frame(table).codebook
    path = write_form(codebook, tmp_path / "insamling.xlsx")
    book = openpyxl.load_workbook(path)
    assert [c.value for c in book["Registrera"][1]] == ["Personnummer", "Stöd"]
    book["Registrera"].cell(2, 1).value = "850709-9805"
    book.save(path)
    assert read_records(path).frame["Kön"].tolist() == ["Kvinna"]
