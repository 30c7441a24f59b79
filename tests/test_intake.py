"""Files as municipalities have them: each is read the same, or refused in one Swedish line."""

import datetime as dt
import io
import random
import sys
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real import write_help_export

from isu_helpers import Codebook, IsuError, Records, read_records
from isu_helpers import settings as run_settings
from isu_helpers.cli import main
from isu_helpers.configuration import sample_root

HEADER = ["Löpnr", "Kön", "Ålder", "Boende, vid start (typ)", "Belopp", "Insats"]
PEOPLE = [
    ["1", "Kvinna", "34", "Hemlös", "1 234,50", "Ja"],
    ["2", "Man", "17", "Har bostad", "0,00", "Nej"],
    ["3", "kvinna ", "", "har bostad", "12 000,00", "ja"],
    ["4", "MAN", "80", "Hemlös", "", "Nej"],
    ["5", "Man", "41", "", "99,90", "Nej"],
    ["6", "Kvinna", "52", "Hemlös", "7,00", "Ja"],
    ["7", "Kvinna", "29", "Hemlös", "70,00", "Ja"],
    ["8", "Man", "33", "Har bostad", "700,25", "Nej"],
]
TITLES = [["Uppföljning, Åby kommun"], ["Uttag", "2026-10-01"], []]
SECRET = "19800101-1234"


def text(rows, separator=";", newline="\r\n"):
    def cell(value):
        value = str(value)
        is_special = any(c in value for c in (separator, '"', "\n", "\r"))
        return '"' + value.replace('"', '""') + '"' if is_special else value

    return newline.join(separator.join(map(cell, row)) for row in rows) + newline


def write(folder, rows, name="data.csv", encoding="cp1252", **how):
    path = folder / name
    path.write_bytes(text(rows, **how).encode(encoding))
    return path


def write_book(folder, sheets, name="data.xlsx"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def assert_same(one: Records, other: Records):
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one.codebook == other.codebook and (one.keys == other.keys).all()


def told(records):
    return " ".join(f"{r.column}: {r.text}" for r in records.report)


@pytest.fixture
def plain(tmp_path):
    """The table read from the plainest file there is."""
    return read_records(write(tmp_path, [HEADER, *PEOPLE], name="plain.csv", encoding="utf-8"))


def test_the_plain_file_is_read_as_by_hand(plain):
    assert plain.frame["Kön"].tolist()[:4] == ["Kvinna", "Man", "Kvinna", "Man"]
    assert plain.frame["Belopp"].tolist()[:3] == [1234.5, 0, 12000]
    assert plain.frame["Ålder"].isna().tolist() == [False, False, True, *[False] * 5]
    assert plain.report == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_read_records_finds_encoding_separator_and_line_ends(
    tmp_path, plain, encoding, separator, newline
):
    rows = [HEADER, *PEOPLE]
    path = write(tmp_path, rows, encoding=encoding, separator=separator, newline=newline)
    assert_same(read_records(path), plain)


def test_read_records_reads_utf8_with_a_broken_byte_as_utf8(tmp_path, plain):
    raw = text([*TITLES, HEADER, *PEOPLE]).encode("utf-8").replace(b"kommun", b"kommun\xff")
    (tmp_path / "data.csv").write_bytes(raw)
    assert_same(read_records(tmp_path / "data.csv"), plain)


ODDITIES = {
    "title rows": [*TITLES, HEADER, *PEOPLE],
    "blank rows": [HEADER, [], *PEOPLE[:3], ["", " ", ""], *PEOPLE[3:], [], []],
    "a sum": [HEADER, *PEOPLE, ["Summa:", "", "", "", "14 112,15", ""]],
    "a sum in words": [HEADER, *PEOPLE, ["Antal poster 8"]],
    "a note below": [HEADER, *PEOPLE, [], ["Utskriven av Eva Ek 2026-10-01"]],
    "a header again": [HEADER, *PEOPLE[:4], HEADER, *PEOPLE[4:]],
    "trailing columns": [[*HEADER, "", ""], *([*row, "", " "] for row in PEOPLE)],
    "trailing separators below": [HEADER, *([*row, "", "", ""] for row in PEOPLE)],
    "short rows": [HEADER, *(row[:5] if row[5] == "" else row for row in PEOPLE)],
    "a lonely cell far out": [HEADER, *PEOPLE, [*[""] * 9, "x"]],
    "no-break spaces": [HEADER, *([c.replace(" ", "\u00a0") for c in row] for row in PEOPLE)],
    "line breaks in headers": [[h.replace(", ", ",\n") for h in HEADER], *PEOPLE],
    "parameters above": [["Kön:", "Alla"], ["Period", "2025"], HEADER, *PEOPLE],
    "a title as wide": [["Rapport", "a", "b", "c", "d", "e"], HEADER, *PEOPLE],
    "dots for missing": [HEADER, *([c or ".." for c in row] for row in PEOPLE)],
    "points and zeros": [HEADER, *([f"{r[0]}.0", *r[1:]] for r in PEOPLE)],
    "a hint for Excel": [["sep=;"], HEADER, *PEOPLE],
}


@pytest.mark.parametrize("name", ODDITIES)
def test_read_records_reads_around_oddities(tmp_path, plain, name):
    records = read_records(write(tmp_path, ODDITIES[name]))
    assert_same(records, plain)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title rows", "3 rader ovanför rubrikraden"),
        ("blank rows", "2 tomma rader hoppades över"),
        ("a sum", "1 summarad räknas inte"),
        ("a note below", "1 rad under tabellen är en anteckning"),
        ("a header again", "Rubrikraden står en gång till"),
        ("a lonely cell far out", "1 rad under tabellen"),
    ],
)
def test_report_counts_every_row_that_is_no_person(tmp_path, name, expected):
    rows = ODDITIES[name] if name != "blank rows" else ODDITIES[name][:-2]
    assert expected in told(read_records(write(tmp_path, rows)))


def test_quoted_cells_keep_separators_quotes_and_line_breaks(tmp_path):
    odd = 'Nej; "inte\r\nalls"'
    rows = [HEADER, *([*row[:5], odd if row[5] == "Nej" else row[5]] for row in PEOPLE)]
    records = read_records(write(tmp_path, rows))
    assert records.frame["Insats"].value_counts().to_dict() == {"Ja": 4, 'Nej; "inte alls"': 4}


def test_duplicate_and_missing_headers_get_names_of_their_own(tmp_path):
    rows = [["Kön", "Svar", "svar ", ""], *(["Kvinna", "Ja", "Nej", "Ja"],) * 3]
    records = read_records(write(tmp_path, [*rows, ["Man", "Nej", "Ja", "Nej"]]))
    assert list(records.frame.columns) == ["Kön", "Svar", "svar (2)", "Kolumn 4"]
    assert "Rubriken finns flera gånger" in told(records) and "saknar rubrik" in told(records)


def test_headers_that_are_years_or_numbers_are_headers(tmp_path):
    rows = [["Kön", 2023, 2024, 1], *([s, "Ja", "Nej", "Ja"] for s in ("Kvinna", "Man"))]
    for path in (write(tmp_path, rows), write_book(tmp_path, {"Blad1": rows})):
        assert list(read_records(path).frame.columns) == ["Kön", "2023", "2024", "1"]


def test_rows_wider_than_the_headers_are_told(tmp_path):
    wide = ["9", "Man", "30", "Hemlös", "1,0", "Ja", "Nej"]
    records = read_records(write(tmp_path, [HEADER, *PEOPLE, wide]))
    assert "1 rad har fler celler än rubrikraden (rad 10)" in told(records)


def test_row_numbers_in_the_report_are_those_of_the_file(tmp_path):
    path = write(tmp_path, [*TITLES, HEADER, [], *PEOPLE])
    book = read_records(path).codebook
    people = [[*row[:5], "kanske" if row[0] == "2" else row[5]] for row in PEOPLE]
    records = read_records(write(tmp_path, [*TITLES, HEADER, [], *people]), book)
    assert "Insats: 1 svar passar inte kodboken" in told(records) and "(rad 7)" in told(records)


def test_one_sex_is_enough(tmp_path):
    records = read_records(write(tmp_path, [HEADER, *(r for r in PEOPLE if r[1] == "Kvinna")]))
    assert records.variable("kön").categories == ("Kvinna", "Man")


def test_two_columns_and_many_columns_are_tables(tmp_path):
    narrow = [["Kön", "Insats"], ["K", "Ja"], ["M", "Nej"]]
    wide = [["Kön", *(f"Fråga {i}" for i in range(300))], ["K", *"1" * 300], ["M", *"0" * 300]]
    assert read_records(write(tmp_path, narrow)).frame.shape == (2, 2)
    assert read_records(write(tmp_path, wide)).frame.shape == (2, 301)


def test_twenty_thousand_rows_are_read(tmp_path):
    rows = [HEADER, *([str(i), *PEOPLE[i % 8][1:]] for i in range(20_000))]
    assert len(read_records(write(tmp_path, rows))) == 20_000


def test_names_of_folders_and_files_may_have_any_letters(tmp_path):
    folder = tmp_path / "Åby & Ö-vik kommun, hösten"
    folder.mkdir()
    path = write(folder, [HEADER, *PEOPLE], name="Uttag åäö (1).CSV")
    assert read_records(path, folder / "kodbok.yaml").file == "Uttag åäö (1).CSV"


def as_cells(row):
    """A row with numbers, dates and truth as Excel has them."""
    number, sex, age, home, amount, support = row
    given = support.casefold() == "ja"
    money = float(amount.replace(" ", "").replace(",", ".")) if amount else None
    return [int(number), sex, int(age) if age else None, home or None, money, given]


def test_a_workbook_is_read_as_the_text(tmp_path, plain):
    rows = [*TITLES, HEADER, *([*as_cells(r)[:5], r[5]] for r in PEOPLE)]
    assert_same(read_records(write_book(tmp_path, {"Blad1": rows})), plain)


def test_a_workbook_has_dates_and_truth(tmp_path):
    rows = [[*HEADER, "Dag"], *([*as_cells(r), dt.date(2025, 1, int(r[0]))] for r in PEOPLE)]
    records = read_records(write_book(tmp_path, {"Blad1": rows}))
    assert records.frame["Insats"].tolist()[:3] == ["Ja", "Nej", "Ja"]
    assert records.frame["Dag"].dt.day.tolist() == list(range(1, 9))


@pytest.mark.parametrize(
    "sheets",
    [
        {"Försättsblad": TITLES, "Data": [HEADER, *PEOPLE]},
        {
            "Data": [HEADER, *PEOPLE],
            "Koder": [["Kod", "Text"], *([str(i), "x"] for i in range(99))],
        },
        {"Tomt": [], "Data": [HEADER, *PEOPLE]},
    ],
)
def test_the_sheet_that_names_sex_is_read_and_told(tmp_path, plain, sheets):
    records = read_records(write_book(tmp_path, sheets))
    assert_same(records, plain)
    assert ("Bladet «Data» lästes" in told(records)) == ("Tomt" not in sheets)


TWO_YEARS = {"2024": [HEADER, *PEOPLE[:3]], "2025": [HEADER, *PEOPLE]}


def test_two_sheets_that_fit_equally_well_are_asked_about(tmp_path):
    path = write_book(tmp_path, TWO_YEARS)
    with pytest.raises(IsuError, match="lika bra: «2024» och «2025».*datafil: data.xlsx#2024"):
        read_records(path)
    assert len(read_records(f"{path}#2024")) == 3 and len(read_records(f"{path}#2025")) == 8
    with pytest.raises(IsuError, match="inget blad som heter «2026». Väntade något av: 2024"):
        read_records(f"{path}#2026")


@pytest.mark.parametrize("file", ["bjorkasen/data.xlsx", "ekviken/data.xlsx", "tallnas/data.xlsx",
                                  "furuhed/data.ods"])  # fmt: skip
def test_workbooks_read_the_same_without_the_compiled_reader(file, monkeypatch):
    path = sample_root() / file
    book = path.with_name("kodbok.yaml")
    records = read_records(path, book)
    monkeypatch.setitem(sys.modules, "python_calamine", None)  # as where it can't be installed
    assert_same(read_records(path, book), records)


def test_the_setting_for_the_data_file_may_name_a_sheet(tmp_path):
    write_book(tmp_path, TWO_YEARS)
    chosen = run_settings(tmp_path, datafil="data.xlsx#2024")
    assert len(read_records(chosen.datafil)) == 3
    with pytest.raises(IsuError, match="«nix.xlsx#2024»"):
        run_settings(tmp_path, datafil="nix.xlsx#2024")


def test_the_sheet_with_most_of_the_codebooks_headers_is_read(tmp_path, plain):
    few = [["Kön", "Annat", "Mer"], *(["Kvinna", "a", "b"],) * 30]
    path = write_book(tmp_path, {"Stort": few, "Vårt": [HEADER, *PEOPLE]})
    assert len(read_records(path)) == 30
    assert len(read_records(path, plain.codebook)) == 8


@pytest.mark.parametrize("cell", ["XFD1048576", "AB1048576"])
def test_a_stray_cell_far_out_is_told_before_it_fills_the_memory(tmp_path, cell):
    book = openpyxl.Workbook()
    for row in [HEADER, *PEOPLE]:
        book.active.append(row)
    book.active[cell] = "x"
    book.save(tmp_path / "data.xlsx")
    if cell.startswith("X"):
        with pytest.raises(
            IsuError, match="långt utanför tabellen: bladet är 1\u00a0048\u00a0576 rader"
        ):
            read_records(tmp_path / "data.xlsx")
    else:
        assert len(read_records(tmp_path / "data.xlsx")) == 8


ANSWERS = ("Dåligt", "Bra", "Mycket bra")


def test_headers_in_two_rows_give_pairs_without_a_codebook(tmp_path):
    upper = ["", "", "Vid start", "", "Uppföljning 6 mån", ""]
    rows = [upper, ["Löpnr", "Kön", "Mående", "Boende", "Mående", "Boende"]]
    rows += [[i, "KM"[i % 2], *(ANSWERS[(i + j) % 3] for j in range(4))] for i in range(12)]
    records = read_records(write(tmp_path, rows))
    assert records.codebook["Vid start: Mående"].pair == "6 mån: Mående"
    assert "Rubrikerna står i två rader" in told(records) and len(records) == 12


def test_a_title_above_headers_is_no_group(tmp_path, plain):
    for title in (["Uppföljning", "6 mån"], ["Uttag vid start"], ["Period:", "", "Efter insats"]):
        assert_same(read_records(write(tmp_path, [title, HEADER, *PEOPLE])), plain)


def long_rows():
    rows = [["Klient-id", "Kön", "Ålder", "Mättillfälle", "Mående"]]
    for i in range(12):
        person = [f"K{i}", "Kvinna" if i % 2 else "Man", 30 + i]
        rows.append([*person, "Vid start", ANSWERS[i % 3]])
        if i % 4:
            rows.append([*person, "6 mån", ANSWERS[i % 2]])
    return rows


def test_a_long_file_becomes_one_row_a_person(tmp_path):
    records = read_records(write(tmp_path, long_rows()))
    assert len(records) == 12 and not records.has_repeats
    assert records.codebook["Mående vid start"].pair == "Mående 6 mån"
    assert records.frame["Mående 6 mån"].isna().sum() == 3
    assert records.frame["Ålder"].tolist() == list(range(30, 42))
    assert "21 rader, en för varje person och mättillfälle (vid start och 6 mån)" in told(records)


def test_a_person_with_two_sexes_is_counted_as_neither(tmp_path):
    rows = long_rows()
    assert rows[3][0] == rows[2][0] == "K1" and rows[2][1] == "Kvinna"
    rows[3][1] = "Man"
    frame = read_records(write(tmp_path, rows)).frame
    assert frame["Kön"].isna().tolist() == [i == 1 for i in range(12)]


def test_a_long_file_loses_nothing_that_contradicts(tmp_path):
    rows = long_rows()
    rows[3][1] = "Man"  # the second row of the first who has two
    rows[3][2] = 99
    rows.append(["K1", "Kvinna", 31, "6 mån", "Dåligt"])
    records = read_records(write(tmp_path, rows))
    assert len(records) == 13 and records.has_repeats
    assert "Kön: 1 person har olika kön vid tillfällena" in told(records)
    assert "Ålder: 1 person har olika svar vid tillfällena" in told(records)
    assert "1 rad har samma nyckel och mättillfälle" in told(records) and "(rad 23)" in told(
        records
    )


def test_a_file_stays_long_where_its_codebook_knows_the_occasion(tmp_path):
    path, book = write(tmp_path, long_rows()), tmp_path / "kodbok.yaml"
    sex = "variabler: [{namn: Kön, typ: val, roll: kön, alternativ: [Kvinna, Man]}"
    book.write_text(sex + "]", encoding="utf-8")
    assert len(read_records(path, book)) == 12
    book.write_text(sex + ", {namn: Mättillfälle, typ: text}]", encoding="utf-8")
    assert len(read_records(path, book)) == 21


def test_day_numbers_of_excel_are_dates_and_told(tmp_path):
    rows = [["Kön", "Beslutsdatum", "Kod"], *(["Kvinna", 45658 + i, 45658] for i in range(9))]
    records = read_records(write(tmp_path, rows))
    assert records.frame["Beslutsdatum"].dt.date.tolist()[0] == dt.date(2025, 1, 1)
    assert "Beslutsdatum: 9 datum stod som Excels dagnummer" in told(records)
    assert "Kod" not in told(records)


def test_what_could_mean_another_thing_is_told(tmp_path):
    rows = [["Kön", "Dag", "Belopp"]]
    rows += [["Man", f"25-01-{i:02d}", f"{i}.{i}50"] for i in range(1, 10)]
    rows += [["Kvinna", f"25-02-{i:02d}", f"{i + 9}.{i}50"] for i in range(1, 10)]
    records = read_records(write(tmp_path, rows))
    assert "Dag: 18 datum har två siffror för året" in told(records)
    assert "Belopp: 18 tal har tre siffror efter punkt eller komma" in told(records)


def test_a_person_is_never_taken_for_a_sum(tmp_path):
    rows = [["Svårighet", "Kön", "Insats", "Ort"], ["Totalt", "Kvinna", "Ja", "Summa"]]
    rows += [["Delvis", "Man", "Nej", "Åby"]] * 4 + [["Delvis", "", "Totalt", "Åby"]]
    records = read_records(write(tmp_path, rows))
    assert len(records) == 6 and "summarad" not in told(records)


@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_other_workbooks_are_read_as_the_text(tmp_path, plain, suffix):
    pytest.importorskip({"ods": "odf", "xls": "xlwt"}[suffix])
    path = tmp_path / f"data.{suffix}"
    if suffix == "xls":
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("Blad1")
        for i, row in enumerate([HEADER, *PEOPLE]):
            for j, cell in enumerate(row):
                sheet.write(i, j, cell)
        book.save(path)
    else:
        pd.DataFrame(PEOPLE, columns=HEADER).to_excel(path, engine="odf", index=False)
    assert_same(read_records(path), plain)


def test_a_codebook_is_proposed_written_and_read_back(tmp_path):
    path = write(tmp_path, [HEADER, *PEOPLE])
    first = read_records(path, tmp_path / "kodbok.yaml")
    assert Codebook.read(tmp_path / "kodbok.yaml") == first.codebook
    assert_same(read_records(path, tmp_path / "kodbok.yaml"), first)


def test_a_codebook_of_the_users_is_left_as_it_is(tmp_path):
    path, book = write(tmp_path, [HEADER, *PEOPLE]), tmp_path / "kodbok.yaml"
    read_records(path, book)
    book.write_text(book.read_text("utf-8") + "# vår anteckning\n", encoding="utf-8")
    before = book.read_bytes()
    read_records(path, book)
    assert book.read_bytes() == before


def test_konsvariabel_opens_a_file_whose_sex_is_coded(tmp_path):
    rows = [["Kön", "Insats"], *([str(1 + i % 2), "Ja"] for i in range(9))]
    path, book = write(tmp_path, rows), tmp_path / "kodbok.yaml"
    with pytest.raises(IsuError, match="konsvariabel: Kön"):
        read_records(path, book)
    read_records(path, book, konsvariabel="Kön")
    written = (
        book.read_text("utf-8").replace("- '1'", "- Man: [1]").replace("- '2'", "- Kvinna: [2]")
    )
    book.write_text(written, encoding="utf-8")
    assert read_records(path, book).variable("kön").categories == ("Man", "Kvinna")


def test_real_records_are_all_there(tmp_path):
    write_help_export(tmp_path / "help.csv")
    records = read_records(tmp_path / "help.csv")
    assert repr(records) == "470\u00a0personer, 16 variabler ur help.csv"
    assert records.frame["Kön"].value_counts().to_dict() == {"Man": 359, "Kvinna": 111}
    assert records.frame["Depression (CES-D) 6 mån"].notna().sum() == 254
    assert told(records) == "Filen: 2 rader ovanför rubrikraden lästes som titel."


def zipped(name="a.txt"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "hej")
    return out.getvalue()


def workbook(rows=()):
    out, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


GOOD = text([HEADER, *PEOPLE]).encode("cp1252")
NOISE = random.Random(1).randbytes(4000)
PEOPLE_ONLY = text([[SECRET, "Anna Ek", "Kvinna", "Ja"], [SECRET, "Bo Ek", "Man", "Nej"]] * 5)
WORDS_ONLY = text([["Anna Ek", "Bor ensam", "Orolig"], ["Eva Ek", "Bor ensam", "Lugn"]] * 5)
WRONG = {
    "empty": ("data.csv", b"", "är tom"),
    "blanks": ("data.csv", b" \r\n \t \r\n", "är tom"),
    "separators": ("data.csv", b";;;\r\n;;;\r\n", "är tom"),
    "a mark alone": ("data.csv", b"\xef\xbb\xbf", "är tom"),
    "an empty sheet": ("data.xlsx", workbook(), "är tom"),
    "an empty workbook": ("data.xlsx", b"", "är tom"),
    "headers alone": ("data.csv", "Kön;Ålder\r\n".encode(), "inga rader under dem"),
    "one column": ("data.csv", "Kön\nKvinna\nMan\n".encode(), "bara en kolumn"),
    "numbers alone": ("data.csv", b"1;2;3\n4;5;6\n" * 9, "saknar rubrikrad"),
    "no headers": ("data.csv", PEOPLE_ONLY.encode(), "rad 1 ser ut som uppgifter om en person"),
    "no headers, words": ("data.csv", WORDS_ONLY.encode(), "rad 1 ser ut som uppgifter"),
    "a person across": ("data.csv", b"K\xf6n;Kvinna;Man\nInsats;Ja;Nej\n", "rad 1 ser ut som"),
    "no sex": ("data.csv", b"Stad;Insats\n" + b"A;Ja\nB;Nej\n" * 5, "Filen har: Stad och Insats"),
    "sex blank": ("data.csv", "Kön;Insats\n".encode() + b";Ja\n;Nej\n" * 5, "«Kön» är tom"),
    "sex coded": ("data.csv", "Kön;Insats\n".encode() + b"1;Ja\n2;Nej\n" * 5, "tolka som kön"),
    "a picture": ("data.csv", b"\x89PNG\r\n\x1a\n" + NOISE, "är ingen textfil"),
    "a photo": ("data.csv", b"\xff\xd8\xff\xe0" + NOISE, "är ingen textfil"),
    "noise": ("data.txt", NOISE, "är ingen textfil"),
    "a PDF": ("data.csv", b"%PDF-1.4\nhej;hej\n" * 9, "är ingen textfil"),
    "a zip as text": ("data.csv", zipped(), "är ett kalkylblad eller en zip-fil"),
    "a workbook as text": ("data.csv", workbook([HEADER, *PEOPLE]), "är ett kalkylblad"),
    "text as a workbook": ("data.xlsx", GOOD, "är en textfil, trots namnet"),
    "a page as a workbook": ("data.xls", b"<html><table></table></html>", "är en webbsida"),
    "a picture as a workbook": ("data.xlsx", b"\x89PNG\r\n\x1a\n" + NOISE, "som kalkylblad"),
    "a zip as a workbook": ("data.xlsx", zipped(), "går inte att läsa som kalkylblad"),
    "half a workbook": (
        "data.xlsx",
        workbook([HEADER])[:2000],
        "går inte att läsa som kalkylblad",
    ),
    "a password": (
        "data.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE + "EncryptedPackage".encode("utf-16-le"),
        "är skyddad med lösenord",
    ),
    "an open quote": (
        "data.csv",
        GOOD.replace(b"2;Man", b'2;"Man'),
        "ett citattecken som inte stängs, vid rad 3",
    ),
    "a quote that swallows": (
        "data.csv",
        GOOD.replace(b"2;Man", b'2;"Man').replace(b"7;Kvinna", b'7;Kvinna"'),
        "ett citattecken som inte stängs, vid rad 3",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_read_records_refuses_in_one_swedish_line_and_writes_nothing(tmp_path, case):
    name, raw, expected = WRONG[case]
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(IsuError) as error:
        read_records(tmp_path / name, tmp_path / "kodbok.yaml")
    line = str(error.value)
    assert expected in line and "Väntade" in line and "\n" not in line
    assert str(tmp_path) not in line and "Anna" not in line and SECRET not in line
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_read_records_refuses_what_is_no_file(tmp_path):
    (tmp_path / "mapp.csv").mkdir()
    for name in ("nix.csv", "mapp.csv"):
        with pytest.raises(IsuError, match=f"Datafilen «{name}» hittades inte"):
            read_records(tmp_path / name)
    (tmp_path / "a.docx").write_bytes(GOOD)
    with pytest.raises(IsuError, match="av en sort som inte går att läsa"):
        read_records(tmp_path / "a.docx")


def test_read_records_takes_a_text_that_begins_like_a_picture(tmp_path):
    """A bitmap begins with BM, and so does a header for body mass."""
    rows = [["BMI", "Kön"], ["22,5", "K"], ["31,0", "M"]]
    assert len(read_records(write(tmp_path, rows))) == 2


@pytest.mark.parametrize("case", ["empty", "no sex", "a picture", "no headers", "sex blank"])
def test_handouts_refuse_a_wrong_file_with_status_1(tmp_path, capsys, case):
    folder, out = tmp_path / "Åby kommun", tmp_path / "ut"
    folder.mkdir()
    name, raw, expected = WRONG[case]
    (folder / name).write_bytes(raw)
    assert main(["handouts", str(folder), "--ut", str(out)]) == 1
    error = capsys.readouterr().err
    assert expected in error and error.count("\n") == 1 and not out.exists()
    assert [p.name for p in folder.iterdir()] == [name]


cells = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc", "Cs", "Cf", "Zs")) | st.just(" "),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["Kvinna", "Man"]), cells, cells), min_size=3, max_size=12),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_reads_the_same_in_every_dress(
    tmp_path_factory, people, separator, encoding, newline
):
    folder = tmp_path_factory.mktemp("t")
    rows = [["Kön", "Svar ett", "Svar två"], *people]
    one = read_records(write(folder, rows, encoding="utf-8"))
    path = write(folder, rows, encoding=encoding, separator=separator, newline=newline)
    assert_same(read_records(path), one)
    assert len(one) == sum(1 for _ in people)


def mutated(raw: bytes, seed: int) -> bytes:
    """The bytes with some changed, put in, doubled and taken out."""
    rng, out = random.Random(seed), bytearray(raw)
    for _ in range(rng.choice((1, 3, 20, 200))):
        at = rng.randrange(len(out))
        change = rng.randrange(4)
        if change == 0:
            out[at] = rng.randrange(256)
        elif change == 1 and len(out) > 100:
            del out[at : at + rng.randint(1, 40)]
        elif change == 2:
            out[at:at] = rng.choice((b'"', b";", b"\n", b"\r", b"\x00", b"\xff", b'"\r\n', b"\t"))
        else:
            out[at:at] = out[at : at + rng.randint(1, 60)]
    return bytes(out)


def mutated_part(raw: bytes, seed: int) -> bytes:
    """A workbook, whole as an archive, with bytes of one of its parts changed."""
    rng, out = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated(part, seed) if name == chosen else part)
    return out.getvalue()


@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize(
    ("name", "raw", "mutate"),
    [
        ("x.csv", GOOD, mutated),
        ("x.xlsx", workbook([HEADER, *PEOPLE]), mutated),
        ("x.xlsx", workbook([HEADER, *PEOPLE]), mutated_part),
    ],
    ids=["text", "archive", "part"],
)
def test_mangled_bytes_give_records_or_one_line(tmp_path, name, raw, mutate, block):
    path: Path = tmp_path / name
    for seed in range(20 * block, 20 * block + 20):
        path.write_bytes(mutate(raw, seed))
        try:
            assert "Records" in type(read_records(path)).__name__
        except IsuError as error:
            assert "\n" not in str(error) and "Väntade" in str(error)


LABELLED = """
variabler:
  - namn: kön
    kolumn: kon_kod
    etikett: Juridiskt kön
    typ: val
    roll: kön
    alternativ: [Kvinna, Man]
  - namn: trygg
    kolumn: v17
    etikett: Känner sig trygg hemma
    typ: ja/nej
    roll: behov
  - namn: besok
    kolumn: v18
    etikett: Dag för besöket
    typ: datum
    roll: tid
"""


def labelled(folder, header, book=LABELLED):
    """Four people under that header, read by a codebook whose columns are called otherwise."""
    (folder / "kodbok.yaml").write_text(book, encoding="utf-8")
    people = [["Kvinna", "Ja", "45000"], ["Man", "Nej", "45001"]] * 2
    return read_records(write(folder, [header, *people]), folder / "kodbok.yaml")


def test_a_column_is_found_by_the_label_of_its_variable(tmp_path):
    found = labelled(tmp_path, ["Juridiskt kön", "känner sig trygg  hemma", "Dag för besöket"])
    by_header = labelled(tmp_path, ["kon_kod", "v17", "v18"])
    pd.testing.assert_frame_equal(found.frame, by_header.frame)
    assert found.frame["besok"].dt.strftime("%Y-%m-%d").tolist()[:2] == [
        "2023-03-15",
        "2023-03-16",
    ]
    assert "trygg: Kolumnen «känner sig trygg hemma» har etiketten som rubrik" in told(found)
    assert "etiketten" not in told(by_header)


def test_a_header_of_the_codebook_goes_before_a_label(tmp_path):
    header = ["kon_kod", "v17", "Känner sig trygg hemma"]
    found = labelled(tmp_path, header)
    assert found.frame["trygg"].tolist()[:2] == ["Ja", "Nej"] and "etiketten" not in told(found)


@pytest.mark.parametrize(
    "other", ["etikett: Känner sig trygg hemma", "kolumn: Känner sig trygg hemma"]
)
def test_a_label_that_two_variables_are_called_by_finds_neither(tmp_path, other):
    book = LABELLED.replace("etikett: Dag för besöket", other).replace("    kolumn: v18\n", "")
    found = labelled(tmp_path, ["Juridiskt kön", "Känner sig trygg hemma", "x"], book)
    assert "trygg" not in found.frame


def test_no_doubt_is_lost_among_equal_cells(tmp_path):
    rows = [["Löpnr", "Kön", "Belopp"], *([str(i), "Kvinna", "1.234"] for i in range(9))]
    first = told(read_records(write(tmp_path, rows, name="first.csv")))
    assert "9 tal har tre siffror efter punkt eller komma" in first and "(rad 2, 3" in first
    assert "punkt" not in told(read_records(write(tmp_path, [*rows, ["9", "Man", "1.5"]])))
