"""``tabeller.xlsx``: all tables of a Release, a sheet each, to read and to reckon with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from ..analysis.breakdown import SECTIONS
from ..configuration import Settings
from ..disclosure import Protected, Release
from ..elsewhere.rates import Rates
from ..excel import FONT, INK, as_header, as_text, book_bytes, portrait, ruled, set_width
from ..show import model
from ..show.hidden import promised
from ..show.medians import spread_tables
from ..show.overview import missing_of
from ..show.rates import rate_tables
from ..show.rows import Figure, Gap, crossed_blocks, is_yes_no, plain_block, yes_block
from ..show.section import ROLES, has_sex, lower_first, title_of
from ..show.sentences import fitted_to, note, population, refusal
from ..show.tables import TO, table
from ..show.words import Words, words_of
from ..wording import HIDDEN, MISSING, clean, first_upper, listing, period_told, plural, reckoned
from .jobs import View

# What the sheets hold: the tables of the sections, each number in a cell of its own.

TEXT, SHARE, COUNT, POINTS, LIMIT = "text", "andel", "antal", "procentenheter", "gräns"
NUMBER = "tal"
WORDS, WITHIN = "ord", "könsfördelning"
NOBODY = "–"

Value = str | int | float | None

YES_TITLE = "{role}: andel som svarade ja, efter kön"
BY_SEX = "{title} efter kön"
OF_ALL = "{label} (andel av alla i gruppen)"
BETWEEN = TO.format(low="", high="")  # what stands between the ends of an interval
BY = " per "  # before what a question is crossed with, on a tab
QUESTION, ANSWER = "Fråga", "Svar"
SHARE_HEAD, COUNT_HEAD, BASE_HEAD = "andel", "antal", "antal som svarat"
MISSING_HEADS = ("andel som saknas", "antal som saknas", "antal i gruppen")
GAP_HEAD = "Skillnad i procentenheter, {first} minus {second}"
GAP_LOW, GAP_HIGH, WORD = "Intervall från", "Intervall till", "Skillnaden är"
WITHIN_HEAD = "Könsfördelning: {group}"
LOW_HEAD, HIGH_HEAD, BESIDE_HEAD = "{head}: från", "{head}: till", "{head}: kvar"


@dataclass(frozen=True)
class Column:
    """A column: its head, and the form of its numbers."""

    head: str
    form: str


@dataclass(frozen=True)
class Sheet:
    """A table: what it is called, its columns, its rows, and the note that stands under it.

    ``short`` is the title without what all titles have in common.
    """

    title: str
    short: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str


def sheets_of(release: Release, inhabitants: Rates | None = None) -> list[Sheet]:
    """All tables of a Release: where answers are missing, by sex, crossed, and the group's own.

    Last come medians, times between dates, and rates per 1,000 where there are ``inhabitants``.
    """
    words = words_of(release)
    out = [p for p in release.results.values() if not p.is_refused]
    plain = {name: [p for p in out if _is_of(p, name, 2)] for name in SECTIONS}
    crossed = [p for name in SECTIONS for p in out if _is_of(p, name, 3)]
    every = [p for items in plain.values() for p in items]
    own = [p for p in out if p not in every and p not in crossed]
    sheets = [_missing(every, note(release.k))] if every else []
    for name, items in plain.items():
        yes = [p for p in items if is_yes_no(p) and not p.is_blank]
        sheets += [_yes(yes, name, words, note(release.k, yes))] if yes else []
        sheets += [_one(p, words, release.k) for p in items if p not in yes and not p.is_blank]
    sheets += [_one(p, words, release.k) for p in (*crossed, *own) if not p.is_blank]
    more = spread_tables(release) + (rate_tables(inhabitants, release) if inhabitants else [])
    told = note(release.k)
    return sheets + [_of_values(shown, short, f"{about} {told}") for shown, short, about in more]


def blank_of(release: Release) -> list[Protected]:
    """The results of a Release of which nothing can be shown."""
    return [p for p in release.results.values() if p.is_blank]


def _is_of(protected: Protected, name: str, axes: int) -> bool:
    """Whether step 1 shows a result under that heading: by sex, and crossed with so many more."""
    result = protected.result
    is_plain = result.has_sex and result.groups is None and result.of.rule is None
    return is_plain and len(protected.axes) == axes and result.of.role in SECTIONS[name]


def _missing(items: Sequence[Protected], told: str) -> Sheet:
    shown = missing_of(items)
    lines = [line for body in shown.bodies for line in body.lines]
    columns = Column(shown.heads[0].text, TEXT), *_columns(_figures(lines[0]), MISSING_HEADS)
    rows = tuple((line.label.text, *_values(line)) for line in lines)
    return Sheet(shown.caption, MISSING, columns, rows, told)


def _yes(items: Sequence[Protected], name: str, words: Words, told: str) -> Sheet:
    role = ROLES[name]
    shown = table(YES_TITLE.format(role=role), [yes_block(items, words)], QUESTION)
    return _sheet(shown, role, told, True)


def _one(protected: Protected, words: Words, k: int) -> Sheet:
    short, title = _short(protected), title_of(protected)
    if len(protected.axes) == 2:
        blocks, first, title = [plain_block(protected, words)], ANSWER, BY_SEX.format(title=title)
    else:
        blocks, first = crossed_blocks(protected, words), protected.axes[-2].variable.title
    shown = table(title, blocks, first)
    return _sheet(shown, short, note(k, [protected]), has_sex(protected))


def _short(protected: Protected) -> str:
    """A title for a tab; sex is in all of them."""
    names = [protected.result.of.title]
    crossed = [lower_first(a.variable.title) for a in protected.axes[1:-1]]
    return BY.join(names + [listing(crossed)] * bool(crossed))


def _sheet(shown: model.Table, short: str, told: str, by_sex: bool) -> Sheet:
    """A table as a sheet; how many answered stands in columns of its own."""
    rows = (
        ([body.heading] if body.heading else [], line)
        for body in shown.bodies
        for line in body.lines
        if line.kind != "bas"
    )
    lines = tuple((*heading, *_row(line, by_sex)) for heading, line in rows)
    return Sheet(shown.caption, short, _sheet_heads(shown, by_sex), lines, told)


def _sheet_heads(shown: model.Table, by_sex: bool) -> tuple[Column, ...]:
    figures = _figures(shown.bodies[0].lines[0])
    first = shown.heads[0].text
    columns = [Column(h, TEXT) for h in ([ANSWER, first] if shown.bodies[0].heading else [first])]
    columns += _columns(figures, (SHARE_HEAD, COUNT_HEAD, BASE_HEAD))
    if len(shown.heads) > len(figures) + 1:
        one, two = (plural(f.group).lower() for f in figures[:2])
        heads = GAP_HEAD.format(first=one, second=two), GAP_LOW, GAP_HIGH
        forms = POINTS, LIMIT, LIMIT
        columns += [*map(Column, heads, forms), Column(WORD, WORDS)]
    if by_sex:
        within = [WITHIN_HEAD.format(group=plural(f.group).lower()) for f in figures[:-1]]
        columns += [Column(head, WITHIN) for head in within]
    return tuple(columns)


def _of_values(shown: model.Table, short: str, told: str) -> Sheet:
    """A table of medians, parts or rates, with the ends of intervals in columns of their own."""
    lines = [line for body in shown.bodies for line in body.lines]
    columns = [Column(shown.heads[0].text, TEXT)]
    values: list[list[Value]] = [[line.label.text for line in lines]]
    for at, head in enumerate(shown.heads[1:]):
        for column, cells in _spread_out(head.text, [line.cells[at] for line in lines]):
            columns.append(column)
            values.append(cells)
    return Sheet(shown.caption, short, tuple(columns), tuple(zip(*values, strict=True)), told)


def _spread_out(head: str, cells: Sequence[model.Cell]) -> Iterator[tuple[Column, list[Value]]]:
    """A column of cells, and those of what stands in small type beside them."""
    values = [reckoned(cell.text) for cell in cells]
    yield Column(head, SHARE if cells[0].text.endswith("%") else NUMBER), values
    beside = [cell.beside for cell in cells]
    if any(BETWEEN in text for text in beside):
        ends = [(text.split(BETWEEN) if BETWEEN in text else [None, None]) for text in beside]
        for form, at in ((LOW_HEAD, 0), (HIGH_HEAD, 1)):
            yield Column(form.format(head=head), NUMBER), [reckoned(e[at] or "") for e in ends]
    elif any(beside):
        yield Column(BESIDE_HEAD.format(head=head), WORDS), [text or None for text in beside]


def _columns(figures: Sequence[Figure], heads: Sequence[str]) -> list[Column]:
    forms = SHARE, COUNT, COUNT
    return [
        Column(f"{plural(figure.group)}: {head}", form)
        for figure in figures
        for head, form in zip(heads, forms, strict=True)
    ]


def _row(line: model.Line, by_sex: bool) -> tuple[Value, ...]:
    gaps = line.cells[len(_figures(line)) :]
    told = (cell.numbers if isinstance(cell.numbers, Gap) else None for cell in gaps)
    values = [value for gap in told for value in _gap(gap)]
    return (*_labelled(line), *values, *(_within(line) if by_sex else ()))


def _labelled(line: model.Line) -> tuple[Value, ...]:
    """A row's label and figures; of the missing the share is of all, and no one has answered."""
    values = _values(line)
    if line.kind != "bortfall":
        return line.label.text, *values
    kept = [None if i % 3 == 2 else value for i, value in enumerate(values)]
    return OF_ALL.format(label=line.label.text), *kept


def _figures(line: model.Line) -> list[Figure]:
    return [cell.numbers for cell in line.cells if isinstance(cell.numbers, Figure)]


def _values(line: model.Line) -> tuple[Value, ...]:
    return tuple(value for figure in _figures(line) for value in _figure(figure))


def _figure(figure: Figure) -> tuple[Value, Value, Value]:
    """Share, count and base, each by what is shown of it."""
    n, base = (HIDDEN if np.isnan(v) else int(v) for v in (figure.n, figure.base))
    if figure.is_empty:
        return NOBODY, n, base
    return HIDDEN if figure.is_hidden else figure.n / figure.base, n, base


def _gap(gap: Gap | None) -> tuple[Value, ...]:
    """A difference with its interval in whole percentage points, and its word if it has one."""
    if gap is None:
        return (None,) * 4
    if not gap.is_shown:
        return (HIDDEN,) * 4
    return *gap.whole, gap.word or None


def _within(line: model.Line) -> tuple[Value, ...]:
    """Each sex's part of those in a row; none of them where one of the counts is hidden."""
    *counts, total = (figure.n for figure in _figures(line))
    if line.kind == "bortfall":
        return (None,) * len(counts)
    if np.isnan([*counts, total]).any():
        return (HIDDEN,) * len(counts)
    return tuple(n / total if total else NOBODY for n in counts)


# ``tabeller.xlsx``: all tables of a Release, a sheet each, to read and to reckon with.

MAKER = "isu handouts"
PERCENT, WHOLE = '0"\N{NO-BREAK SPACE}"%', "[<1000]0;[<1000000]0\\ 000;0\\ 000\\ 000"
SIGNED = "+0;\N{MINUS SIGN}0;0"
FORMATS = {
    NUMBER: "General",
    SHARE: PERCENT,
    COUNT: WHOLE,
    POINTS: SIGNED,
    LIMIT: SIGNED,
    WITHIN: PERCENT,
}
WIDTHS = {NUMBER: 10, SHARE: 7, COUNT: 7.5, POINTS: 15, LIMIT: 10, WORDS: 13, WITHIN: 16}
LABEL, PAGE = 22, 94  # the least width of a label; that of a page upright, in the same letters
ABOUT = "Om tabellerna"
PLACE, AREA, PERIOD, VIEW, PEOPLE, SIGNS, EARLIER, READING = (
    "Kommun", "Område", "Period", "Vy", "Vilka tabellerna gäller", "Tecken och små tal",
    "Tidigare sidor", "Att läsa talen",
)  # fmt: skip
HOW = (
    "Andelen räknas på dem som har svarat. Skillnaden är den ena andelen minus den andra, så som "
    "de står i hela procent, med ett intervall som visar hur mycket den kan variera av en slump. "
    "Könsfördelningen är andelen av varje kön bland dem som gav svaret. "
    "– betyder att ingen finns i gruppen."
)
LIST_HEADS = ("Blad", "Tabell")
SENTENCE = re.compile(r"(?<=\.) (?=[A-ZÅÄÖ])")
BAD_IN_NAME = re.compile(r"[\[\]:*?/\\'\s]+")
LONGEST_NAME, CUT = 31, "…"
ABOUT_WIDTHS = (26, 74)
LINE_HEIGHT = 16


def tables_file(
    release: Release, chosen: Settings, view: View, inhabitants: Rates | None = None
) -> bytes:
    """The workbook as the bytes of a file, the same for the same Release.

    Nothing but what the protected results show is in it: their frames are all it reads.
    """
    book, sheets = Workbook(), sheets_of(release, inhabitants)
    period = f"{PERIOD}: {period_told(chosen.period)}" if chosen.period else ""
    lines = [line for line in (period, view.stamp) if line]
    book.properties.title = clean(f"{ABOUT} – {chosen.kommun}")
    book.properties.language = "sv-SE"
    names = [_name(i, sheet) for i, sheet in enumerate(sheets, start=1)]
    _write_about(book.active, release, chosen, view, list(zip(names, sheets, strict=True)))
    for i, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=1):
        _write(book.create_sheet(name), sheet, lines, f"Tabell{i}")
    return book_bytes(book, MAKER)


def _name(i: int, sheet: Sheet) -> str:
    """A name that a tab may have, with the table's number before it, cut between words."""
    told = BAD_IN_NAME.sub(" ", sheet.short)
    of, by, crossed = told.rpartition(BY)
    if not by or len(crossed) > LONGEST_NAME / 2:
        return shorten(f"{i} {told}", LONGEST_NAME, placeholder=CUT)
    return shorten(f"{i} {of}", LONGEST_NAME - len(by + crossed), placeholder=CUT) + by + crossed


def _write(target: Worksheet, sheet: Sheet, lines: Sequence[str], name: str) -> None:
    row = _write_head(target, sheet.title, lines)
    labels = sum(column.form == TEXT for column in sheet.columns)
    heads, widths = _heads(sheet), _widths(sheet)
    for place, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        as_header(target.cell(row, place), head)
        set_width(target, place, width)
    _set_height(target, row, *zip(heads, widths, strict=True))
    for at, values in enumerate(sheet.rows, start=row + 1):
        for place, (value, column) in enumerate(zip(values, sheet.columns, strict=True), start=1):
            _put(target.cell(at, place), value, column)
        texts = ("" if isinstance(v, float | int) else str(v or "") for v in values)
        _set_height(target, at, *zip(texts, widths, strict=True))
    last = row + len(sheet.rows)
    corner, end = target.cell(row, 1).coordinate, target.cell(last, len(sheet.columns)).coordinate
    target.add_table(Table(displayName=name, name=name, ref=f"{corner}:{end}"))
    for at, sentence in enumerate(SENTENCE.split(sheet.note), start=last + 2):
        _plain(target.cell(at, 1), sentence)
    target.freeze_panes = target.cell(row + 1, labels + 1)
    target.print_title_rows = f"{row}:{row}"
    printed = sum(column.form != WITHIN for column in sheet.columns)  # the rest is to reckon with
    target.print_area = f"A1:{target.cell(target.max_row, printed).coordinate}"
    portrait(target)


def _widths(sheet: Sheet) -> list[float]:
    """The columns' widths; the labels have what is left of a page."""
    labels = sum(column.form == TEXT for column in sheet.columns)
    rest = sum(WIDTHS.get(column.form, 0) for column in sheet.columns if column.form != WITHIN)
    label = max(LABEL, round((PAGE - rest) / labels))
    return [WIDTHS.get(column.form, label) for column in sheet.columns]


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
        _set_height(target, at, (text, ABOUT_WIDTHS[1]))
    head = first + len(told) + 1
    for place, (text, width) in enumerate(zip(LIST_HEADS, ABOUT_WIDTHS, strict=True), start=1):
        as_header(target.cell(head, place), text)
        set_width(target, place, width)
    for at, (name, sheet) in enumerate(named, start=head + 1):
        _link(ruled(as_text(target.cell(at, 1), name)), name)
        ruled(as_text(target.cell(at, 2), sheet.title))
    for at, protected in enumerate(blank_of(release), start=head + len(named) + 2):
        why = refusal(title_of(protected), protected.is_recut, bool(release.earlier))
        _plain(target.cell(at, 1), why)
    portrait(target)


def _about(release: Release, chosen: Settings, view: View) -> list[tuple[str, str]]:
    shown = [p for p in release.results.values() if not p.is_refused and p.result.has_sex]
    people = " ".join(population(shown[0], release.k)) if shown else ""
    told = [
        (PLACE, chosen.kommun),
        (AREA, first_upper(chosen.omrade)),
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


def _set_height(sheet: Worksheet, row: int, *texts: tuple[str, float]) -> None:
    """Make a row as high as the longest of its texts asks, each in the width that it has."""
    lines = max(len(wrap(text, int(width * 0.9))) for text, width in texts)
    sheet.row_dimensions[row].height = max(1, lines) * LINE_HEIGHT


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
