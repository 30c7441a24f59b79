"""Small files of kinds that were once read wrongly without a word: read right, asked, refused."""

import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest
from identities import whole_number

from isu_helpers import Codebook, read_records, settings
from isu_helpers.codebook import KEY, SEX, TEXT, Option, Variable
from isu_helpers.errors import DataFileError, IsuError
from isu_helpers.example.files import MANIFEST
from isu_helpers.pages import file_mapping
from isu_helpers.pages.filtered import CHOICES

PEOPLE = [f"{k};{a};{i};{n}" for k, a, i, n in zip(
    "KMKMKMKKMM" * 4, [18 + i % 60 for i in range(40)], ["Råd", "Stöd", "Ingen", "Stöd"] * 10,
    [5 * i % 23 for i in range(40)], strict=True,
)]  # fmt: skip
HEAD = "Kön;Ålder;Insats;Poäng"


@pytest.fixture
def read(tmp_path):
    """Reads a file of these lines, or bytes, and gives the Records."""

    def made(lines, name="uttag.csv", kodbok=None, encoding="utf-8"):
        path = tmp_path / name
        text = lines if isinstance(lines, (str, bytes)) else "\n".join(lines) + "\n"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_records(path, kodbok)

    return made


def report(records) -> str:
    return " ".join(f"{r.column}: {r.text}" for r in records.report)


def table(**columns) -> list[str]:
    """The lines of a file with these columns, each over and over to forty rows, after sex."""
    heads = [h.replace("_", " ") for h in columns]
    every = {"Kön": ["Kvinna", "Man", "Man"]} | dict(zip(heads, columns.values(), strict=True))
    cells = [[str(c) for c in (list(v) * 40)[:40]] for v in every.values()]
    return [";".join(every), *map(";".join, zip(*cells, strict=True))]


def options(records, name) -> list[str]:
    return [o.name for o in records.codebook[name].options]


# Sex, settled first.


def numbered(i: int) -> str:
    return whole_number(dt.date(1960 + i, 1 + i % 12, 1 + i % 28), 101 + i)


def test_a_blank_sex_is_taken_from_a_valid_number_with_or_without_a_codebook(read):
    sexes = ["Man" if (101 + i) % 2 else "Kvinna" for i in range(30)]
    told = ["" if i in (3, 4) else "Okänt" if i == 5 else s for i, s in enumerate(sexes)]
    lines = ["Personnummer;Kön;Insats"]
    lines += [f"{numbered(i)};{s};{'Ja' if i % 3 else 'Nej'}" for i, s in enumerate(told)]
    found = read(lines)
    assert list(
        found.frame["Kön"]
    ) == sexes and "taget ur personnumren (rad 5, 6 och 7)" in report(found)
    again = read(lines, kodbok=Codebook(found.codebook.variables[1:]))
    assert list(again.frame["Kön"]) == sexes and "taget ur personnumren" in report(again)


def test_a_column_for_sex_without_answers_leaves_it_to_the_numbers(read):
    lines = [
        "Personnummer;Kön;Insats",
        *(f"{numbered(i)};;{'Ja' if i % 3 else 'Nej'}" for i in range(30)),
    ]
    found = read(lines)
    assert found.frame[found.codebook.with_role(SEX)[0].name].notna().all()


# Rows that are no people, and rows that are.


@pytest.mark.parametrize(
    "row",
    ["Delsumma Nord;;;190", "Summa;;;190", "Medel;41,5;;4,5", "Median;40;;4", "Andel;;;45 %",
     "Antal kvinnor;26;;", "Antal män: ;14;;", "Total Nord;;;190", "Totalt Söder;;;12", "Nord;;;",
     "2025;;;", ";;Nord;", "Medelålder;43;;", "varav nya;12;;3", "Genomsnitt Nord;41;;4",
     "Kvinnor totalt;;;88", "Samtliga;;;178", "Procent;;;45,5 %", "\ufeffKön;Ålder;Insats;Poäng"],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 20, 40])
def test_rows_of_sums_names_and_headers_are_no_people(read, row, place):
    found = read([HEAD, *PEOPLE[:place], row, *PEOPLE[place:]])
    assert len(found) == 40 and f"rad {place + 2}" in report(found)
    assert options(found, "Kön") == ["Kvinna", "Man"]
    assert found.frame["Poäng"].sum() == sum(5 * i % 23 for i in range(40))


@pytest.mark.parametrize(
    "row", ["K;;;", ";34;;", "M;Medel;;", "K;45;Totalt;7", "Okänt;45;Råd;7", ";45;Råd;7"]
)
def test_rows_with_few_answers_are_people(read, row):
    assert len(read([HEAD, *PEOPLE[:20], row, *PEOPLE[20:]])) == 41


def test_a_sum_a_sex_is_no_person(read):
    lines = [f"Nord;{k};{20 + i};{i}" for i, k in enumerate("KMKM" * 9)]
    sums = ["Delsumma;K;;190", "Delsumma;M;;191", "Summa;;;381"]
    found = read(["Enhet;Kön;Ålder;Poäng", *lines, *sums])
    assert len(found) == 36


def test_a_person_with_nothing_but_a_number_is_a_person(read):
    lines = [f"{i};{row}" for i, row in enumerate(PEOPLE, 1)]
    assert len(read([f"Löpnr;{HEAD}", *lines, "41;;;;"])) == 41


def test_a_second_file_joined_below_is_read_under_its_own_headers(read):
    first = [HEAD, *PEOPLE]
    second = ["Ålder;Kön;Poäng;Insats", *(";".join(p.split(";")[j] for j in (1, 0, 3, 2))
                                          for p in PEOPLE)]  # fmt: skip
    found = read([*first, *second])
    assert len(found) == 80 and "annan ordning" in report(found)
    assert found.frame[:40].equals(found.frame[40:].reset_index(drop=True))


def test_two_tables_in_a_file_are_refused_in_one_line(read):
    with pytest.raises(DataFileError, match="rad 42, så den är två tabeller"):
        read([HEAD, *PEOPLE, "Kön;Insats;Poäng;Ort", *PEOPLE])


@pytest.mark.parametrize("cell", ['"Råd', 'Stöd "extra', '"'])
@pytest.mark.parametrize("width", [2, 4])
def test_a_quote_that_is_not_closed_loses_nobody(read, cell, width):
    heads = HEAD.split(";")[:width]
    rows = [p.split(";")[:width] for p in PEOPLE]
    rows[8] = ["K", cell, "x", "1"][:width]
    try:
        found = read([";".join(heads), *map(";".join, rows)])
    except DataFileError as error:
        assert "citattecken som inte stängs, vid rad 10" in str(error)
    else:
        assert len(found) == 40


def test_half_semicolons_and_half_commas(read):
    lines = [HEAD, *PEOPLE[:20], *(p.replace(";", ",") for p in PEOPLE[20:])]
    found = read(lines)
    assert len(found) == 40 and found.frame["Insats"].notna().all() and "komma" in report(found)
    assert found.frame.equals(read([HEAD, *PEOPLE]).frame)


# Encodings.


WORDS = ["Råd", "Ålägg", "Öppen vård", "Känt – ja", "Idé"]
TEXT_OF = "\n".join(table(Insats=WORDS, Svårighet=["Låg", "Hög"])) + "\n"


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_letters_encoded_twice_are_read_right_and_told(read, times, wrong):
    text = TEXT_OF
    for _ in range(times):
        text = text.encode().decode(wrong, errors="replace" if wrong == "cp1252" else "strict")
    found = read(text if "\ufffd" not in text else TEXT_OF.encode().decode("latin-1"))
    assert sorted(options(found, "Insats")) == sorted(WORDS) and "felkodade" in report(found)


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman", "cp1252", "utf-16", "utf-8"])
def test_old_code_pages_are_read_right(read, encoding):
    text = TEXT_OF.replace("–", "-")
    found = read(text.encode(encoding))
    assert sorted(options(found, "Insats")) == sorted(w.replace("–", "-") for w in WORDS)
    assert options(found, "Svårighet") == ["Låg", "Hög"]


def book_of(lines: list[str]) -> bytes:
    """A workbook with these lines as its rows."""
    book, raw = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append([float(c) if c.isdecimal() else c for c in line.split(";")])
    book.save(raw)
    return raw.getvalue()


def test_letters_encoded_twice_in_a_workbook_are_read_right_and_told(read):
    twice = [line.encode().decode("latin-1") for line in (HEAD, *PEOPLE)]
    found = read(book_of(twice), "uttag.xlsx")
    assert options(found, "Insats") == ["Ingen", "Råd", "Stöd"] and "felkodade" in report(found)
    assert found.frame.equals(read(book_of([HEAD, *PEOPLE]), "uttag.xlsx").frame)


@pytest.mark.parametrize("is_book", [False, True])
def test_swedish_of_seven_bits_is_read_right_and_told(read, is_book):
    old = [line.translate(str.maketrans("åäöÅÄÖ", "}{|][\\")) for line in (HEAD, *PEOPLE)]
    found = read(book_of(old) if is_book else old, "uttag.xlsx" if is_book else "uttag.csv")
    assert list(found.frame) == HEAD.split(";") and "som i äldre system" in report(found)
    assert options(found, "Insats") == ["Ingen", "Råd", "Stöd"] and len(found) == 40


@pytest.mark.parametrize("word", ["{Rad}", "[Rad]", "a|b", "C:\\Temp"])
def test_brackets_in_a_file_of_plain_letters_stay(read, word):
    found = read(["Sex;Insats", *(f"{k};{word}" for k in "KM" * 20)])
    assert options(found, "Insats") == [word] and "äldre system" not in report(found)


def test_a_stray_byte_of_another_encoding_is_its_letter(read):
    raw = TEXT_OF.encode().replace("Råd".encode(), "Råd".encode("latin-1"), 1)
    assert sorted(options(read(raw), "Insats")) == sorted(WORDS)


def test_two_files_of_different_encodings_joined_are_read_right(read):
    body = TEXT_OF.replace("–", "-").split("\n", 1)[1]
    raw = TEXT_OF.replace("–", "-").encode() + body.encode("cp1252")
    assert len(options(read(raw), "Insats")) == len(WORDS)


# Who is who.


@pytest.mark.parametrize("header", ["Personnummer", "Klient-id", "Okänd"])
def test_numbers_that_excel_has_rounded_are_never_a_key(read, header):
    lines = [f"1,9{80 + i % 3}12E+11;{row}" for i, row in enumerate(PEOPLE)]
    found = read([f"{header};{HEAD}", *lines])
    assert found.n_people == 40 and "avrundat" in report(found)
    assert header not in found.frame
    again = read([f"{header};{HEAD}", *lines], kodbok=found.codebook)
    assert again.n_people == 40 and "avrundat" in report(again)
    key = Variable(header, (header,), kind=TEXT, role=KEY)
    told = Codebook((key, *found.codebook.variables[1:]))
    assert read([f"{header};{HEAD}", *lines], kodbok=told).n_people == 40


@pytest.mark.parametrize("header", ["Svarande", "Unnamed: 0", "Ärende", '""', "Rad"])
@pytest.mark.parametrize("first", [0, 1])
def test_a_running_number_is_no_need(read, header, first):
    lines = [f"{i};{row}" for i, row in enumerate(PEOPLE, first)]
    found = read([f"{header};{HEAD}", *lines])
    assert len(found) == 40 and list(found.frame) == ["Kön", "Ålder", "Insats", "Poäng"]


def test_a_running_number_with_gaps_is_no_need_and_points_are_one(read):
    many = PEOPLE * 3
    numbers = [i * 3 + i // 7 for i in range(len(many))]
    lines = [f"{n};{row}" for n, row in zip([*numbers[50:], *numbers[:50]], many, strict=True)]
    assert "Dagar" not in read([f"Dagar;{HEAD}", *lines]).frame
    mixed = [n * 37 % 1009 for n in numbers]
    lines = [f"{n};{row}" for n, row in zip(mixed, many, strict=True)]
    assert "Dagar" in read([f"Dagar;{HEAD}", *lines]).frame


@pytest.mark.parametrize("header", ["Besök", "Mättillfälle", "Besöksnr"])
def test_numbered_visits_become_one_row_a_person(read, header):
    lines = [f"{p};{v};{'KM'[p % 2]};{(p * v) % 7}" for p in range(1, 31) for v in (1, 2, 3, 4)]
    found = read([f"Löpnr;{header};Kön;Poäng", *lines])
    assert len(found) == 30 and found.n_people == 30


@pytest.mark.parametrize(
    "lines",
    [
        ["Kommun;År;Kön;Antal", *(f"{k};{y};{s};5{k}" for k in "123"
            for y in (2021, 2022) for s in ("Kvinnor", "Män", "Totalt"))],
        ["Kön;Region;2021;2022", *(f"{s};{r};{i};{i + 3}" for i, (s, r) in enumerate(
            (s, r) for s in ("kvinnor", "män") for r in "ABCDE"))],
        ["Kön;Ålder;Antal", *(f"{s};{a};{i}" for i, (s, a) in enumerate(
            (s, a) for s in ("Kvinna", "Man") for a in ("0–17", "18–64", "65+")))],
        ["Kön;Medel;Median", "Kvinna;41,3;40", "Man;39,9;38"],
        ["Kön;Ja;Nej;Totalt", "Kvinna;10;20;30", "Man;11;22;33"],
        ["Insats;Kvinna;Man;Totalt", "Öppenvård;10;20;30", "Placering;11;22;33", "Ingen;;4;4"],
    ],
)  # fmt: skip
def test_tables_of_counts_are_told_and_offered_as_reference(read, lines):
    with pytest.raises(DataFileError, match="tabell med antal.*jamforelse: uttag.csv"):
        read(lines)


@pytest.mark.parametrize("age", ["Ålder", "Antal"])
def test_tables_of_counts_are_told_with_a_codebook_too_unless_it_knows_the_counts(read, age):
    groups = [(s, a) for s in ("kvinnor", "män") for a in ("0–17", "18–64", "65+")]
    lines = ["Kön;Ålder;Antal", *(f"{s};{a};{i + 7}" for i, (s, a) in enumerate(groups))]
    book = Codebook((Variable("Kön", role=SEX, options=(Option("kvinnor"), Option("män"))),
                     Variable(age, kind=TEXT)))  # fmt: skip
    if age == "Antal":
        assert len(read(lines, kodbok=book)) == 6
        return
    with pytest.raises(DataFileError, match="tabell med antal"):
        read(lines, kodbok=book)


def test_people_with_a_column_called_antal_are_people(read):
    rows = [f"{k};{20 + i};{i % 4}" for i, k in enumerate("KMKMKKMM" * 5)]
    assert len(read(["Kön;Ålder;Antal", *rows])) == 40
    assert len(read(["Löpnr;Kön;Antal", *(f"{i};{r[0]};{i % 3}" for i, r in enumerate(rows[:9]))]))


# What Excel shows and the file holds.


def test_errors_of_excel_are_missing_and_told(read):
    found = read(table(Insats=["Ja", "Nej", "#N/A", "#VÄRDEFEL!", "#DIVISION/0!", "#REF!", "Ja"]))
    assert options(found, "Insats") == ["Ja", "Nej"] and "fel från Excel" in report(found)


def test_ages_that_excel_made_dates_are_ages(read):
    found = read(table(Åldersgrupp=["0–4", "05-sep", "okt-14", "15–19", "20+"]))
    assert options(found, "Åldersgrupp") == ["0–4", "5–9", "10–14", "15–19", "20+"]
    assert "gjorts om till datum" in report(found)


def test_dates_stay_dates_where_nothing_else_is_a_range(read):
    found = read(table(Datum=["2025-09-05", "2025-10-14"], Grupp=["5-sep", "Annat"]))
    assert options(found, "Grupp") == ["5-sep", "Annat"]


@pytest.mark.parametrize("way", ["'{}", '"=""{}"""', "\u2011{}", "{} st", "{},0", "{}\u00a0år"])
def test_numbers_written_as_text_are_numbers(read, way):
    found = read(table(Mått=[way.format(i) for i in range(30, 60)]))
    numbers = found.frame["Mått"].abs()
    assert (numbers.min(), numbers.max()) == (30, 59)


def test_a_share_beside_per_cents_is_per_cent(read):
    found = read(table(Andel=[*(f"{i} %" for i in range(30, 50)), "0,45", "0,3", "1"]))
    assert set(found.frame["Andel"]) == {*range(30, 50), 100}
    assert "3 svar mellan 0 och 1 står bredvid svar med procenttecken" in report(found)
    assert "(rad 22, 23 och 24)" in report(found)


def test_hidden_rows_and_formulas_without_values_are_told(read):
    book = openpyxl.Workbook()
    book.active.append(["Kön", "Insats", "Poäng"])
    for i in range(30):
        book.active.append(["KM"[i % 2], ["Ja", "Nej"][i % 3 > 1], f"=1+{i}"])
    book.active.row_dimensions[5].hidden = True
    book.create_sheet("Tomt")
    raw = io.BytesIO()
    book.save(raw)
    found = read(raw.getvalue(), "bok.xlsx")
    assert len(found) == 30 and "dold i Excel" in report(found) and "(rad 5)" in report(found)
    assert "30 celler har formler utan värden" in report(found)


@pytest.fixture
def filtered(tmp_path):
    """A folder with a workbook of 30 people, of whom a filter hides those on rows 5 and 9."""
    book = openpyxl.Workbook()
    book.active.append(["Kön", "Insats"])
    for i in range(30):
        book.active.append([["Kvinna", "Man"][i % 2], ["Ja", "Nej"][i % 3 > 1]])
    for row in (5, 9):
        book.active.row_dimensions[row].hidden = True
    book.save(tmp_path / "data.xlsx")
    (tmp_path / "isu.yaml").write_text("# vår\nkommun: Åby\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("word, count", [("med", 30), ("utan", 28)])
def test_hidden_rows_are_asked_about_by_a_click_and_the_answer_is_kept(filtered, word, count):
    run = settings(filtered)
    records = run.records()
    assert len(records) == 30 and "skriv «dolda_rader: utan»" in report(records)
    [asked] = [w for w in file_mapping(only_open=True).widget().children if is_asked(w)]
    assert "2 rader dolda" in asked.children[0].value
    words = [b.description for b in asked.children[1].children]
    asked.children[1].children[words.index(CHOICES[word])].click()
    assert len(records) == count and "som ni har valt (rad 5 och 9)" in report(records)
    text = (filtered / "isu.yaml").read_text(encoding="utf-8")
    assert text == f"# vår\nkommun: Åby\ndolda_rader: {word}\n"
    shown = file_mapping(only_open=True).widget()
    assert shown is None or not any(map(is_asked, shown.children))
    assert len(settings(filtered).records()) == count


def is_asked(widget):
    return any("dolda i Excel" in getattr(w, "value", "") for w in getattr(widget, "children", ()))


def test_another_word_of_hidden_rows_is_refused(filtered):
    (filtered / "isu.yaml").write_text("dolda_rader: kanske\n", encoding="utf-8")
    with pytest.raises(IsuError, match="«kanske» i isu.yaml. Väntade med eller utan"):
        settings(filtered)


@pytest.mark.parametrize("way", ["{m}/{d}/2025", "{m:02}-{d:02}-2025 1:30 PM", "{m}/{d}/25"])
def test_dates_with_the_month_first_are_read_so_and_told(read, way):
    days = [(1 + i % 12, 1 + 3 * i % 28) for i in range(40)]
    records = read(table(Beslut=[way.format(m=m, d=d) for m, d in days]))
    assert [(d.month, d.day) for d in records.frame["Beslut"]] == days
    assert "månaden först" in report(records)


@pytest.mark.parametrize(
    "days", ["31/12/2025 1/2/2025", "1/2/2025 3/4/2025", "12/31/2025 31/12/2025"]
)
def test_dates_that_may_have_the_day_first_are_read_as_in_sweden(read, days):
    records = read(table(Beslut=days.split() * 20))
    assert "månaden först" not in report(records)


def test_a_blank_last_header_of_few_gets_a_name(read):
    short = ["Kön;Insats", *(f"{line};bra" for line in table(Insats=["Råd", "Stöd"])[1:])]
    for lines in (short, [f"{short[0]};", *short[1:]]):
        assert "Kolumn 3" in report(read(lines))


def test_sheets_for_each_occasion_are_chosen_between_or_read_under_each_other(tmp_path):
    book = openpyxl.Workbook()
    for sheet, more in ((book.active, 0), (book.create_sheet("Efter"), 1)):
        sheet.append(["Id", "Kön", "Mår bra"][:: 1 - 2 * more])  # not in the same order
        for i in range(20):
            sheet.append([i, "KM"[i % 2], (i + more) % 5][:: 1 - 2 * more])
    book.active.title = "Före"
    book.save(tmp_path / "data.xlsx")
    (tmp_path / "isu.yaml").write_text("kommun: Åby # vår\n", encoding="utf-8")
    settings(tmp_path)
    buttons = {b.description: b for b in file_mapping().widget().children if hasattr(b, "click")}
    assert "Använd bladet Efter" in buttons
    buttons["Läs alla under varandra"].click()
    frame = settings(tmp_path).records().frame
    assert len(frame) == 20 and "# vår" in (tmp_path / "isu.yaml").read_text("utf-8")
    after = frame["Mår bra efter"].astype(int) - frame["Mår bra före"].astype(int)
    assert set(after % 5) == {1}


@pytest.mark.parametrize("first", ['""', ""])
@pytest.mark.parametrize("sign", [";", ","])
def test_a_blank_first_header(read, first, sign):
    rows = [f'"{i}";{"KM"[i % 2]};{20 + i}' for i in range(1, 31)]
    lines = [line.replace(";", sign) for line in (f'{first};"Kön";"Ålder"', *rows)]
    assert list(read(lines).frame) == ["Kön", "Ålder"]


def test_long_headers_and_numbers_take_no_time(read):
    start = time.perf_counter()
    for header in ("A" * 30_000, "a. " * 10_000, "8 " * 15_000):
        found = read([f"Kön;{header}", *(f"{'KM'[i % 2]};{i % 3}" for i in range(30))])
        assert len(found) == 30
    found = read(table(Mått=["99999999999999999999 st", "2 st"]))
    assert len(found) == 40 and time.perf_counter() - start < 5


@pytest.mark.parametrize(("codes", "odd"), [([999], 999), ([-9], -9), ([99], 99), ([9999], 9999)])
def test_codes_for_missing_are_told_and_missing(read, codes, odd):
    found = read(table(Poäng=[*range(20), *codes]))
    assert odd not in set(found.frame["Poäng"].dropna()) and "99, 999" in report(found)


def test_numbers_near_a_code_are_numbers(read):
    assert 99 in set(read(table(Poäng=[*range(60, 100)])).frame["Poäng"])


def ods(rows: str) -> bytes:
    """An ods with these rows of XML."""
    raw, names = io.BytesIO(), ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return raw.getvalue()


def row_of(cells: list[str], repeats: int = 1, columns: int = 1) -> str:
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
        "<text:p>{}</text:p></table:table-cell>"
    )
    inner = "".join(map(cell.format, cells))
    row = f'<table:table-row table:number-rows-repeated="{repeats}">'
    return f"{row}{inner}</table:table-row>"


def test_an_ods_that_repeats_itself_is_refused_before_it_is_unfolded(read):
    body = row_of(["Kön", "Insats"]) + row_of(["K", "Ja"], repeats=900_000, columns=9_000)
    start = time.perf_counter()
    with pytest.raises(DataFileError, match="långt utanför tabellen"):
        read(ods(body), "a.ods")
    assert time.perf_counter() - start < 2


def test_an_ods_with_blank_rows_to_its_end_is_read(read):
    rows = "".join(row_of(["KM"[i % 2], ["Ja", "Nej"][i % 3 > 1]]) for i in range(20))
    end = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    end += 'table:number-columns-repeated="16384"/></table:table-row>'
    assert len(read(ods(row_of(["Kön", "Insats"]) + rows + end), "a.ods")) == 20


def test_a_truncated_workbook_prints_nothing(read, capfd):
    with pytest.raises(DataFileError):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, "a.xls")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "codes",
    [
        [["Variabel", "Kod", "Betydelse"], ["Kön", 1, "Kvinna"], [None, 2, "Man"],
         ["Stöd", 1, "Ja"], ["Stöd", 0, "Nej"]],
        [["Kön"], [1, "Kvinna"], [2, "Man"], ["Stöd:"], [0, "Nej"], [1, "Ja"]],
        [["Variabel", "Värden"], ["Kön", "1=Kvinna, 2=Man"], ["Stöd", "0 = Nej; 1 = Ja"]],
        [["Kön", None, "Stöd", None], [1, "Kvinna", 1, "Ja"], [2, "Man", 0, "Nej"]],
    ],
)  # fmt: skip
def test_codes_mean_what_a_sheet_in_the_file_says(read, codes):
    book = openpyxl.Workbook()
    for row in [["Kön", "Stöd", "Poäng"], *([1 + i % 2, i % 3 % 2, i] for i in range(30))]:
        book.active.append(row)
    listed = book.create_sheet("Kodlista")
    for row in codes:
        listed.append(row)
    raw = io.BytesIO()
    book.save(raw)
    found = read(raw.getvalue(), "bok.xlsx")
    assert list(found.frame["Kön"][:2]) == ["Kvinna", "Man"]
    assert list(found.frame["Stöd"][:2]) == ["Nej", "Ja"] and "bladet «Kodlista»" in report(found)


# Identity numbers, wherever they stand.

NUMBER = "19811218_9876"


def test_no_number_of_a_file_stands_in_what_is_read_of_it(read, tmp_path):
    heads = f"Kön;Ålder;Stöd {NUMBER};Insats;Samtal med"
    words = ["Råd", NUMBER, "Stöd"]
    rows = [f"{'KM'[i % 2]};{20 + i};Ja;{words[i % 3]};Anna Ek" for i in range(40)]
    found = read([heads, *rows], f"uttag {NUMBER}.csv")
    found.codebook.write(tmp_path / "kodbok.yaml")
    told = (tmp_path / "kodbok.yaml").read_text(encoding="utf-8") + report(found) + repr(found)
    assert "9876" not in told + str(list(found.frame)) and "Anna Ek" not in told
    assert found.frame.shape[1] == 3


def test_no_number_of_a_codebook_stands_in_its_words(read):
    book = Codebook((
        Variable("Kön", ("Kön",), role=SEX, options=(Option("K"), Option("M"))),
        Variable("Insats", ("Insats",), label=f"Insats {NUMBER}",
                 options=(Option("Råd"), Option("Stöd"), Option(f"Ingen {NUMBER}"))),
    ))  # fmt: skip
    found = read([HEAD, *PEOPLE], kodbok=book)
    assert "9876" not in str(found.codebook.variables)


def test_no_number_stands_in_settings_or_errors(tmp_path):
    folder = tmp_path / f"Åby {NUMBER}"
    folder.mkdir()
    (folder / "data.csv").write_text("\n".join([HEAD, *PEOPLE]), encoding="utf-8")
    (folder / "isu.yaml").write_text(f"omrade: barn {NUMBER}\n", encoding="utf-8")
    found = settings(folder)
    assert "9876" not in found.kommun + found.omrade + repr(found)
    with pytest.raises(IsuError) as error:
        settings(folder, datafil=f"{NUMBER}.csv")
    assert "9876" not in str(error.value)


def test_the_files_that_are_named_are_those_that_may_be_meant(tmp_path):
    for name in ("Insamling.csv", "x.csv", "y.csv"):
        (tmp_path / name).write_text("\n".join([HEAD, *PEOPLE]), encoding="utf-8")
    with pytest.raises(IsuError) as error:
        settings(tmp_path)
    assert "datafil: x.csv" in str(error.value) and "Insamling" not in str(error.value)
