"""One known table in many dresses: every file is read to the same Records as the plain one."""

import csv
import datetime as dt
import io
import random
import sys
import zipfile
from itertools import product
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd
import pytest

from isu_helpers import Codebook, read_records
from isu_helpers.example.files import CONTENT, KIND, MANIFEST

HEADER = ["Löpnr", "Kön", "Ålder", "Beslutsdatum", "Belopp", "Mående vid start",
          "Mående vid uppföljning", "Insats"]  # fmt: skip
DAY = dt.date(2025, 3, 1)
PEOPLE = [
    (i, sex, age, DAY + dt.timedelta(days=37 * i), money, before, after, support)
    for i, (sex, age, money, before, after, support) in enumerate(
        [
            ("Kvinna", 34, 1234.5, "Dåligt", "Bra", "Ja"),
            ("Man", 17, 0, "Bra", "Bra", "Nej"),
            ("Kvinna", None, 12000, "Dåligt", None, "Ja"),
            ("Man", 80, None, "Bra", "Dåligt", "Nej"),
            ("Man", 41, 99.9, None, None, "Nej"),
            ("Kvinna", 52, 7, "Bra", "Bra", "Ja"),
            ("Kvinna", 29, 700.25, "Dåligt", "Dåligt", "Nej"),
            ("Man", 33, 1234567.89, "Bra", "Dåligt", "Ja"),
            ("Kvinna", 61, 45.5, "Bra", None, "Ja"),
            ("Man", 45, 2500, "Dåligt", "Bra", "Nej"),
        ],
        1,
    )
]
BLANK = [None] * len(HEADER)
MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov",
          "dec")  # fmt: skip

SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t", "bar": "|"}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
LINE_ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}
DATES = {
    "iso": str,
    "iso and time": lambda d: f"{d} 00:00:00",
    "T": lambda d: f"{d}T00:00:00",
    "compact": lambda d: f"{d:%Y%m%d}",
    "two digits": lambda d: f"{d:%y-%m-%d}",
    "slash": lambda d: f"{d.day}/{d.month}/{d.year}",
    "slash and space": lambda d: f"{d.day}/{d.month} {d.year}",
    "points": lambda d: f"{d:%d.%m.%Y}",
    "name": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "short name": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "serial": lambda d: str((d - dt.date(1899, 12, 30)).days),
}
AMOUNTS = {
    "comma": lambda x: f"{x:.2f}".replace(".", ","),
    "spaces": lambda x: f"{x:,.2f}".replace(",", " ").replace(".", ","),
    "no-break": lambda x: f"{x:,.2f}".replace(",", "\u00a0").replace(".", ","),
    "points": lambda x: f"{x:,.2f}".replace(",", "#").replace(".", ",").replace("#", "."),
    "english": lambda x: f"{x:,.2f}",
    "swiss": lambda x: f"{x:,.2f}".replace(",", "'"),
    "kronor": lambda x: f"{x:,.2f} kr".replace(",", " ").replace(".", ","),
    "plain point": lambda x: f"{x:.2f}",
}
BLANKS = {"empty": "", "space": " ", "dash": "-", "dots": "..", "words": "Uppgift saknas"}
WORDS = {
    "as is": str,
    "upper": str.upper,
    "padded": lambda w: f" {w.lower()}  ",
    "no-break": lambda w: f"{w}\u00a0",
}
YES = {"Ja": {"words": "Ja", "digits": "1", "letters": "j", "truth": "SANT"},
       "Nej": {"words": "Nej", "digits": "0", "letters": "n", "truth": "FALSKT"}}  # fmt: skip


def as_is(header, rows):
    return [header, *rows]


def with_sums(header, rows):
    return [header, *rows, ["Summa:", *BLANK[:3], sum(r[4] or 0 for r in PEOPLE), *BLANK[:3]]]


def with_group_sums(header, rows):
    group = ["Delsumma", *BLANK[:3], 13234.5, *BLANK[:3]]
    total = ["Totalt", None, None, None, 1252655.54, None, None, None]
    return [header, *rows[:5], group, *rows[5:], group, total]


def with_a_later_word(header, rows):
    return [header, *rows, ["Åby", None, "Totalt", None, 1.5, *BLANK[:3]]]


def with_sums_alone(header, rows):
    return [header, *rows, [*BLANK[:4], sum(r[4] or 0 for r in PEOPLE), *BLANK[:3]]]


def with_titles_and_notes(header, rows):
    note = ["Utskriven av systemet 2026-10-01", *BLANK[1:]]
    return [["Uppföljning, Åby kommun"], ["Uttag", "2026-10-01"], [], header, *rows, [], note]


def with_values_below(header, rows):
    return [header, *rows, [], ["Källa:", "Treserva"], ["Utskriven:", "2026-10-01"]]


def with_blank_rows(header, rows):
    return [[], header, [], *rows[:3], BLANK, *rows[3:], BLANK, []]


def with_blank_columns(header, rows):
    return [[*header, "", "", ""], *([*r, None, " ", None] for r in rows)]


def with_headers_again(header, rows):
    return [header, *rows[:4], header, *rows[4:]]


def with_groups(header, rows):
    """«Mående» over its two occasions, as a merged cell."""
    upper = [*BLANK[:5], "Mående", None, None]
    return [upper, [*header[:5], "vid start", "vid uppföljning", header[7]], *rows]


def with_groups_over_gaps(header, rows):
    upper = [*header[:5], "Mående", None, header[7]]
    return [upper, [*BLANK[:5], "vid start", "vid uppföljning", None], *rows]


def with_broken_headers(header, rows):
    return [[h.replace(" ", "\n") for h in header], *rows]


SHAPES = {f.__name__.replace("_", " "): f for f in (
    as_is, with_sums, with_group_sums, with_a_later_word, with_sums_alone, with_titles_and_notes,
    with_values_below, with_blank_rows, with_blank_columns, with_headers_again, with_groups,
    with_groups_over_gaps, with_broken_headers,
)}  # fmt: skip


def dressed(date, amount, blank, word, truth):
    """The people as text, in one way to write each thing."""

    def text(row):
        number, sex, age, day, money, before, after, support = row
        words = [None if w is None else WORDS[word](w) for w in (sex, before, after)]
        cells = [str(number), words[0], age, DATES[date](day), money, *words[1:]]
        cells[4] = None if money is None else AMOUNTS[amount](money)
        return [BLANKS[blank] if c is None else str(c) for c in cells] + [YES[support][truth]]

    return [text(row) for row in PEOPLE]


def as_text(rows, separator, line_end, amount="comma"):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if line_end == "cr" else csv.QUOTE_MINIMAL
    how = {"delimiter": SEPARATORS[separator], "lineterminator": LINE_ENDS[line_end]}
    writer = csv.writer(out, quoting=quoting, **how)
    for row in rows:
        cells = [AMOUNTS[amount](c) if isinstance(c, float) else c for c in row]
        writer.writerow(["" if c is None else c for c in cells])
    return out.getvalue()


def as_book(rows, merged=()):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(out)
    return out.getvalue()


def ods_cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    kind = "string"
    if isinstance(cell, bool):
        kind = f'boolean" office:boolean-value="{str(cell).lower()}'
    elif isinstance(cell, (int, float)):
        kind = f'float" office:value="{cell}'
    elif isinstance(cell, dt.date):
        kind = f'date" office:date-value="{cell}'
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}">{text}</table:table-cell>'


def as_ods(rows):
    lines = [f"<table:table-row>{''.join(map(ods_cell, r))}</table:table-row>" for r in rows]
    content = CONTENT.format(sheet='"Blad1"', rows="".join(lines))
    out, files = io.BytesIO(), {"META-INF/manifest.xml": MANIFEST, "content.xml": content}
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in ({"mimetype": KIND} | files).items():
            packed.writestr(name, text)
    return out.getvalue()


CODEBOOK = """
variabler:
  - {namn: Löpnr, typ: text, roll: personnyckel}
  - {namn: Kön, typ: val, roll: kön, alternativ: [Kvinna, Man]}
  - {namn: Ålder, typ: tal, roll: bakgrund, klasser: [18, 40, 65]}
  - {namn: Beslutsdatum, typ: datum, roll: tid}
  - {namn: Belopp, typ: tal, roll: insats, klasser: [100, 1000], decimaler: 2}
  - {namn: Mående vid start, typ: skala, roll: behov, alternativ: [Dåligt, Bra],
     tillfalle: start, par: Mående vid uppföljning}
  - {namn: Mående vid uppföljning, typ: skala, roll: resultat, alternativ: [Dåligt, Bra],
     tillfalle: uppföljning, par: Mående vid start}
  - {namn: Insats, typ: ja/nej, roll: insats}
"""


def text_cases():
    """Every shape in every encoding, and every date with every amount, the rest by lot."""
    rng = random.Random(1)
    first = [(*c, rng.choice(list(DATES)), rng.choice(list(AMOUNTS)))
             for c in product(SHAPES, ENCODINGS)]  # fmt: skip
    then = [("as is", rng.choice(ENCODINGS), *c) for c in product(DATES, AMOUNTS)]
    rest = (SEPARATORS, LINE_ENDS, BLANKS, WORDS, YES["Ja"], ("csv", "txt", "tsv"))
    return [(*case, *(rng.choice(list(r)) for r in rest)) for case in first + then]


BOOKS = ("xlsx of text", "xlsx of values", "ods of text", "ods of values")


@pytest.fixture(scope="module")
def codebook(tmp_path_factory):
    path = tmp_path_factory.mktemp("bok") / "kodbok.yaml"
    path.write_text(CODEBOOK, encoding="utf-8")
    return Codebook.read(path)


@pytest.fixture(scope="module")
def plain(tmp_path_factory, codebook):
    """The table from the plainest file there is."""
    path = tmp_path_factory.mktemp("plain") / "data.csv"
    rows = [HEADER, *dressed("iso", "comma", "empty", "as is", "words")]
    path.write_text(as_text(rows, "semicolon", "lf"), encoding="utf-8")
    return read_records(path, codebook)


def assert_same(one, other):
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one.codebook == other.codebook and (one.keys == other.keys).all()
    for variable in (v for v in other.codebook if v.is_countable):
        assert (one.codes(variable) == other.codes(variable)).all()
    assert not [r.text for r in one.report if "passar inte" in r.text]


def test_the_plain_file_is_as_written_here(plain):
    assert len(plain) == 10 and plain.report == ()
    assert plain.frame["Belopp"].tolist()[:3] == [1234.5, 0, 12000]
    assert plain.frame["Beslutsdatum"].dt.date.tolist() == [row[3] for row in PEOPLE]
    assert plain.frame["Insats"].tolist() == [row[7] for row in PEOPLE]


def test_the_matrix_is_large():
    cases = text_cases()
    assert len(set(cases)) == len(cases) >= 150
    assert {c[4:6] for c in cases} == set(product(SEPARATORS, LINE_ENDS))


@pytest.mark.parametrize("case", text_cases(), ids=", ".join)
def test_a_text_in_any_dress_is_read_the_same(tmp_path, plain, codebook, case):
    shape, encoding, date, amount, separator, line_end, blank, word, truth, suffix = case
    rows = SHAPES[shape](HEADER, dressed(date, amount, blank, word, truth))
    path = tmp_path / f"data.{suffix}"
    path.write_bytes(as_text(rows, separator, line_end, amount).encode(encoding))
    assert_same(read_records(path, codebook), plain)


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_workbook_in_any_dress_is_read_the_same(
    tmp_path, plain, codebook, shape, kind, monkeypatch
):
    people = dressed("iso", "spaces", "empty", "padded", "letters")
    if kind.endswith("values"):
        people = [[*row[:7], row[7] == "Ja"] for row in PEOPLE]
    rows = SHAPES[shape](HEADER, people)
    path = tmp_path / f"data.{kind[:4].strip()}"
    path.write_bytes(as_ods(rows) if "ods" in kind else as_book(rows))
    assert_same(read_records(path, codebook), plain)
    monkeypatch.setitem(sys.modules, "python_calamine", None)  # as in a browser
    assert_same(read_records(path, codebook), plain)


@pytest.mark.parametrize("case", text_cases()[::4], ids=", ".join)
def test_without_a_codebook_the_kinds_are_the_same(tmp_path, plain, case):
    shape, encoding, date, amount, separator, line_end, blank, _, _, suffix = case
    rows = SHAPES[shape](HEADER, dressed(date, amount, blank, "as is", "words"))
    path = tmp_path / f"data.{suffix}"
    path.write_bytes(as_text(rows, separator, line_end, amount).encode(encoding))
    proposed = read_records(path).codebook
    assert [v.kind for v in proposed] == [v.kind for v in plain.codebook]
    assert [v.occasion for v in proposed] == [v.occasion for v in plain.codebook]


def test_merged_cells_end_where_they_are_merged(tmp_path, codebook):
    rows = [["", "", "Vid start", "", ""], ["Löpnr", "Kön", "Mående", "Oro", "Insats"]]
    rows += [[i, "KM"[i % 2], "Bra", "Ja", "Nej"] for i in range(9)]
    path = tmp_path / "data.xlsx"
    path.write_bytes(as_book(rows, ["C1:D1"]))
    names = list(read_records(path).frame.columns)
    assert names == ["Kön", "Vid start: Mående", "Vid start: Oro", "Insats"]
