"""``tabeller.xlsx``: all tables of a Release, a sheet each, to read and to reckon with."""

import re
from collections.abc import Sequence
from textwrap import shorten

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from ..configuration import Settings
from ..disclosure import Release
from ..excel import FONT, INK, as_header, as_text, book_bytes, landscape, ruled, set_width
from ..show.hidden import promised
from ..show.sections import title_of
from ..show.sentences import RECUT, REFUSED, fitted_to, note, population
from ..wording import period_told
from .sheets import (
    COUNT,
    POINTS,
    SHARE,
    TEXT,
    WITHIN,
    WORDS,
    Column,
    Sheet,
    Value,
    blank_of,
    sheets_of,
)
from .views import View

MAKER = "isu handouts"
FORMATS = {SHARE: "0%", COUNT: "#,##0", POINTS: "+0;\N{MINUS SIGN}0;0", WITHIN: "0%"}
WIDTHS = {TEXT: 40, SHARE: 12, COUNT: 12, POINTS: 16, WORDS: 20, WITHIN: 16}
ABOUT = "Om tabellerna"
PLACE, AREA, PERIOD, VIEW, PEOPLE, SIGNS, EARLIER, READING = (
    "Kommun", "Område", "Period", "Vy", "Vilka tabellerna gäller", "Tecken och små tal",
    "Tidigare sidor", "Att läsa talen",
)  # fmt: skip
HOW = (
    "Andelen räknas på dem som har svarat. Skillnaden är de båda andelarna dragna från varandra, "
    "i procentenheter, med ett intervall som visar hur mycket den kan svänga av slumpen. "
    "Könsfördelningen är andelen av varje kön bland dem som gav svaret. "
    "– betyder att ingen finns i gruppen."
)
LIST_HEADS = ("Blad", "Tabell")
BAD_IN_NAME = re.compile(r"[\[\]:*?/\\'\s]+")
LONGEST_NAME, CUT = 31, "…"
ABOUT_WIDTHS = (32, 90)
LINE_HEIGHT, HEAD_LINES = 16, 4


def tables_file(release: Release, chosen: Settings, view: View) -> bytes:
    """The workbook as the bytes of a file, the same for the same Release.

    Nothing but what the protected results show is in it: their frames are all it reads.
    """
    book, sheets = Workbook(), sheets_of(release)
    period = f"{PERIOD}: {period_told(chosen.period)}" if chosen.period else ""
    lines = [line for line in (period, view.stamp) if line]
    book.properties.title = f"{ABOUT} – {chosen.kommun}"
    book.properties.language = "sv-SE"
    names = [_name(i, sheet) for i, sheet in enumerate(sheets, start=1)]
    _write_about(book.active, release, chosen, view, list(zip(names, sheets, strict=True)))
    for i, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=1):
        _write(book.create_sheet(name), sheet, lines, f"Tabell{i}")
    return book_bytes(book, MAKER)


def _name(i: int, sheet: Sheet) -> str:
    """A name that a tab may have, with the table's number before it, cut between words."""
    told = BAD_IN_NAME.sub(" ", sheet.short)
    return shorten(f"{i} {told}", LONGEST_NAME, placeholder=CUT)


def _write(target: Worksheet, sheet: Sheet, lines: Sequence[str], name: str) -> None:
    row = _write_head(target, sheet.title, lines)
    labels = sum(column.form == TEXT for column in sheet.columns)
    heads = _heads(sheet)
    for place, (head, column) in enumerate(zip(heads, sheet.columns, strict=True), start=1):
        as_header(target.cell(row, place), head)
        set_width(target, place, WIDTHS[column.form])
    target.row_dimensions[row].height = HEAD_LINES * LINE_HEIGHT
    for at, values in enumerate(sheet.rows, start=row + 1):
        for place, (value, column) in enumerate(zip(values, sheet.columns, strict=True), start=1):
            _put(target.cell(at, place), value, column)
        _set_height(target, at, max(map(str, values[:labels]), key=len), WIDTHS[TEXT])
    last = row + len(sheet.rows)
    corner, end = target.cell(row, 1).coordinate, target.cell(last, len(sheet.columns)).coordinate
    target.add_table(Table(displayName=name, name=name, ref=f"{corner}:{end}"))
    _plain(target.cell(last + 2, 1), sheet.note)
    target.freeze_panes = target.cell(row + 1, labels + 1)
    target.print_title_rows = f"{row}:{row}"
    landscape(target)


def _write_about(
    target: Worksheet, release: Release, chosen: Settings, view: View,
    named: Sequence[tuple[str, Sheet]],
) -> None:  # fmt: skip
    target.title = ABOUT
    first = _write_head(target, ABOUT, [view.stamp] if view.stamp else [])
    told = _about(release, chosen, view)
    for at, (label, text) in enumerate(told, start=first):
        ruled(as_text(target.cell(at, 1), label), is_bold=True)
        ruled(as_text(target.cell(at, 2), text))
        _set_height(target, at, text, ABOUT_WIDTHS[1])
    head = first + len(told) + 1
    for place, (text, width) in enumerate(zip(LIST_HEADS, ABOUT_WIDTHS, strict=True), start=1):
        as_header(target.cell(head, place), text)
        set_width(target, place, width)
    for at, (name, sheet) in enumerate(named, start=head + 1):
        _link(ruled(as_text(target.cell(at, 1), name)), name)
        ruled(as_text(target.cell(at, 2), sheet.title))
    for at, protected in enumerate(blank_of(release), start=head + len(named) + 2):
        why = RECUT if protected.is_recut else REFUSED
        _plain(target.cell(at, 1), why.format(of=title_of(protected)))
    landscape(target)


def _about(release: Release, chosen: Settings, view: View) -> list[tuple[str, str]]:
    shown = [p for p in release.results.values() if not p.is_refused and p.result.has_sex]
    people = " ".join(population(shown[0], release.k)) if shown else ""
    told = [
        (PLACE, chosen.kommun),
        (AREA, chosen.omrade[:1].upper() + chosen.omrade[1:]),
        (PERIOD, period_told(chosen.period)),
        (VIEW, f"{view.title}. {view.footer}"),
        (PEOPLE, people),
        (SIGNS, note(release.k)),
        (EARLIER, _earlier(release)),
        (READING, HOW),
    ]
    return [(label, text) for label, text in told if text]


def _earlier(release: Release) -> str:
    """As the foot of a page and the report of what is hidden say it."""
    if not release.is_protected:
        return ""
    return " ".join(filter(None, [fitted_to(release.earlier), *promised(release)]))


def _write_head(target: Worksheet, title: str, lines: Sequence[str]) -> int:
    """Write a sheet's title and lines under it, such as the stamp; give the next row."""
    as_text(target["A1"], title).font = Font(name=FONT, bold=True, size=14, color=INK)
    for row, line in enumerate(lines, start=2):
        as_text(target.cell(row, 1), line).font = Font(name=FONT, bold=True, color=INK)
    return 2 + len(lines)


def _put(cell: Cell, value: Value, column: Column) -> None:
    """A value with its column's look, which is the same for a hidden number."""
    ruled(cell, is_bold=False)
    if isinstance(value, str):
        as_text(cell, value)
    else:
        cell.value = value
    if column.form in FORMATS:
        cell.number_format = FORMATS[column.form]
        cell.alignment = Alignment(horizontal="right", vertical="top")


def _plain(cell: Cell, text: str) -> None:
    as_text(cell, text).font = Font(name=FONT, color=INK)


def _set_height(sheet: Worksheet, row: int, text: str, width: int) -> None:
    """Make a row as high as its longest text asks."""
    lines = 1 + len(text) // (width * 9 // 10)
    sheet.row_dimensions[row].height = lines * LINE_HEIGHT


def _link(cell: Cell, name: str) -> None:
    """Let a cell lead to a sheet."""
    place = f"'{name}'!A1"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=name)
    cell.font = Font(name=FONT, color=INK, underline="single")


def _heads(sheet: Sheet) -> list[str]:
    """The columns' heads, each on one line and unlike the others, as a workbook's table asks."""
    heads: list[str] = []
    for column in sheet.columns:
        head = " ".join(column.head.split())
        is_taken = head.casefold() in {h.casefold() for h in heads}
        heads.append(f"{head} ({len(heads) + 1})" if is_taken else head)
    return heads
