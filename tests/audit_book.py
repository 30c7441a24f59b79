"""An audit of ``tabeller.xlsx``: each number of the book must stand in a protected frame.

The book is read as a reader would, and as one who looks behind it: formats, names, what is hidden.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
from audit import unexplained
from audit_lines import MISSING, PLURALS, Line, gap_of, scale_parts, source
from audit_medians import blind_tables
from openpyxl.worksheet.worksheet import Worksheet

from isu_helpers.disclosure import Protected
from isu_helpers.elsewhere.rates import Rates
from isu_helpers.show.model import Table
from isu_helpers.wording import number, percent

FORMATS = {"andel": '0"\xa0"%', "antal": "[<1000]0;[<1000000]0\\ 000;0\\ 000\\ 000",
           "skillnad": "+0;−0;0"}  # fmt: skip
WIDTHS = {7, 7.5, 15, 10, 13, 16, 26, 74}
LABEL, PAGE = 22, 94
WORDS = ("tydlig skillnad", "osäker skillnad", "för litet underlag", "ungefär lika")
OF_SCALE, WITH_GAP = "Skalan delad: ", ("svar", "skala")
PARTS = re.compile(
    r"\[Content_Types\].xml|_rels/.rels|docProps/(app|core).xml|xl/(workbook|styles|sharedStrings)"
    r".xml|xl/theme/theme1.xml|xl/_rels/workbook.xml.rels|xl/tables/table\d+.xml|xl/worksheets/"
    r"(sheet\d+.xml|_rels/sheet\d+.xml.rels)"
)
BEHIND = re.compile(rb'hidden="(?!0)|<f>|<f |(state|visibility)="(very)?[hH]idden|<comment')
NAMES = re.compile(rb'<definedName name="([^"]+)"')
ALL_MISSING = "Uppgift saknas, antal och andel av alla i gruppen"
OF_ALL = " (andel av alla i gruppen)"
WORD, WITHIN = "Skillnaden är", "Könsfördelning: "
PLURALS_LOWER = {single: plural.lower() for plural, single in PLURALS.items()}
YES = ": andel som svarade ja, efter kön"


@dataclass(frozen=True)
class Told:
    """What a book tells of one group in one row: what is asked, and count and base as written."""

    line: Line
    group: str
    share: object
    n: object
    base: object


def audit_book(
    packed: bytes, shown: Sequence[Protected], k: int, inhabitants: Rates | None = None
) -> list[str]:
    """What is wrong with a book, a sentence each; empty when every number has its source."""
    findings = list(_behind(packed))
    book = openpyxl.load_workbook(BytesIO(packed))
    about, *sheets = book.worksheets
    titles = [sheet["A1"].value for sheet in sheets]
    findings += _about(about, titles, [s.title for s in sheets], shown, k)
    drawn = blind_tables(shown, k, inhabitants)
    for sheet in sheets:
        try:
            findings += _values(sheet, drawn[sheet["A1"].value], shown, k) if is_of_values(
                sheet) else _sheet(sheet, shown, k)  # fmt: skip
        except (KeyError, IndexError, StopIteration):
            findings.append(f"no result is what {sheet.title!r} says it is")
    return findings


def told_of(packed: bytes, shown: Sequence[Protected]) -> Iterator[Told]:
    """All figures of a book, each with the result that it is of."""
    for sheet in openpyxl.load_workbook(BytesIO(packed)).worksheets[1:]:
        if is_of_values(sheet):  # worked out of what the other sheets show
            continue
        head, rows = _rows(sheet)
        groups = [h.split(": ")[0] for h in head if ": andel" in h]
        start = head.index(next(h for h in head if ": andel" in h))
        for row in rows:
            line = _line(sheet["A1"].value, row, start, shown)
            if line.kind == "skala":  # sums of what the other rows show
                continue
            for i, group in enumerate(groups):
                yield Told(line, group, *row[start + 3 * i : start + 3 * i + 3])


def _behind(packed: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(packed)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if not PARTS.fullmatch(name) or BEHIND.search(content):
                yield f"something behind the sheets in {name}"
            if set(NAMES.findall(content)) - {b"_xlnm.Print_Titles", b"_xlnm.Print_Area"}:
                yield f"a name in {name}"


def _about(
    sheet: Worksheet, titles: list[str], names: list[str], shown: Sequence[Protected], k: int
) -> Iterator[str]:
    """Its numbers are those of the sheets, of the rule, and of the groups that are shown."""
    listed = dict(zip(names, titles, strict=True))
    for i, (name, title) in enumerate(listed.items(), start=1):
        number, _, rest = name.partition(" ")
        parts = re.split(r"…| per ", rest)
        if number != str(i) or any(_letters(part) not in _letters(title) for part in parts):
            yield f"the sheet {name!r} is not {title!r}"
    for row in sheet.iter_rows(values_only=True):
        if listed.get(row[0]) != row[1] or row[0] is None:
            for text in filter(None, row):
                yield from unexplained(str(text), shown, k)
    yield from _look(sheet)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _sheet(sheet: Worksheet, shown: Sequence[Protected], k: int) -> Iterator[str]:
    head, rows = _rows(sheet)
    first = head.index(next(h for h in head if ": andel" in h))
    for row in rows:
        line = _line(sheet["A1"].value, row, first, shown)
        wanted = [v for h in head[first::3] if ": andel" in h for v in _figures(line, h, sheet)]
        wanted += _gap(line) if any(h.startswith("Skillnad") for h in head) else []
        if WORD in head:
            yield from _word(sheet.title, line, row[head.index(WORD)])
            wanted.append(row[head.index(WORD)])
        wanted += [_within(line, h) for h in head if h.startswith(WITHIN)]
        if [_digits(v) for v in row[first:]] != [_digits(v) for v in wanted]:
            yield f"{sheet.title}, {row[:first]}: {row[first:]} and not {wanted}"
    texts = [sheet["A1"].value, *head, *(r[0] for r in _after(sheet, len(rows)))]
    for text in filter(None, texts):
        yield from unexplained(text, shown, k)
    yield from _look(sheet)


def is_of_values(sheet: Worksheet) -> bool:
    """Whether a sheet has medians, days or rates, and no counts in answers."""
    return not any(": andel" in head for head in _rows(sheet)[0])


def _values(
    sheet: Worksheet, drawn: Table, shown: Sequence[Protected], k: int
) -> Iterator[str]:  # fmt: skip
    """What is written is, letter by letter, what the same table has of what is shown alone."""
    _, rows = _rows(sheet)
    lines = [line for body in drawn.bodies for line in body.lines]
    for row, line in zip(rows, lines, strict=True):
        parts = [p for c in line.cells for p in (c.text, *c.beside.split(" till ")) if p]
        told = [row[0], *(_told(v, wanted) for v, wanted in zip(
            [v for v in row[1:] if v is not None], parts, strict=True))]  # fmt: skip
        if told != [line.label.text, *parts]:
            yield f"{sheet.title}: {told} and not {parts}"
    for text in filter(None, (r[0] for r in _after(sheet, len(rows)))):
        yield from unexplained(text, shown, k)
    yield from _look(sheet)


def _told(value: object, like: str) -> str:
    """A value as a page writes it, with as many decimals."""
    if isinstance(value, str):
        return value
    if like.endswith("%"):
        return percent(value)
    return number(value, len(like.partition(",")[2]))


def _rows(sheet: Worksheet) -> tuple[list[str], list[tuple]]:
    """The heads and the rows of a sheet's one table."""
    [table] = sheet.tables.values()
    head, *rows = [tuple(cell.value for cell in row) for row in sheet[table.ref]]
    return list(head), rows


def _after(sheet: Worksheet, rows: int) -> list[tuple]:
    head = int(re.search(r"\d+", next(iter(sheet.tables.values())).ref)[0])
    return list(sheet.iter_rows(min_row=head + rows + 1, values_only=True))


def _line(title: str, row: tuple, first: int, shown: Sequence[Protected]) -> Line:
    """Which result a row is of, told by the sheet's title and the row's labels."""
    plain = {p.result.of.title: p for p in shown if len(p.axes) == 2}
    if title == ALL_MISSING:
        protected = plain[row[0]]
        return Line(protected, {protected.axes[-1].name: MISSING}, "alla")
    if title.endswith(YES):
        protected = plain[row[0]] if row[0] in plain else plain[row[0].rsplit(": ", 1)[0]]
        return Line(protected, {protected.axes[-1].name: protected.axes[-1].answers[0]}, "svar")
    if first == 1:
        protected = plain[title.removesuffix(" efter kön")]
        label = row[0].removesuffix(OF_ALL)
        if label.startswith(OF_SCALE):
            part = scale_parts(protected)[label.removeprefix(OF_SCALE)]
            return Line(protected, {protected.axes[-1].name: part}, "skala")
        kind = "bortfall" if label == MISSING else "svar"
        return Line(protected, {protected.axes[-1].name: label}, kind)
    return _crossed(title, row, [p for p in shown if len(p.axes) == 3])


def _crossed(title: str, row: tuple, shown: Sequence[Protected]) -> Line:
    for protected in shown:
        _, crossing, of = protected.axes
        by = crossing.variable.title
        lower = by if by[:2].isupper() else by[:1].lower() + by[1:]
        if title == f"{protected.result.of.title} efter kön och {lower}":
            answer = row[0] if row[0] in of.answers else of.answers[0]
            stratum = row[1].removeprefix(f"{by}: ") if row[1] not in crossing.answers else row[1]
            return Line(protected, {crossing.name: stratum, of.name: answer}, "svar")
    raise KeyError(title)


def _figures(line: Line, head: str, sheet: Worksheet) -> list[object]:
    """Share, count and base as a book writes them of what the protected frame shows."""
    row = source(line, head.split(": ")[0])
    n, base = (".." if pd.isna(v) else int(v) for v in (row["n"], row["base"]))
    share = ".." if ".." in (n, base) else "–" if base == 0 else n / base
    return [share, n, None if line.kind == "bortfall" else base]


def _digits(value: object) -> object:
    """A number with the digits that a workbook keeps."""
    return round(value, 12) if isinstance(value, float) else value


def _gap(line: Line) -> list[object]:
    if line.kind not in WITH_GAP:
        return [None] * 3
    return gap_of(line) or [".."] * 3


def _word(title: str, line: Line, word: object) -> Iterator[str]:
    """A word stands where a difference does; a clear one has an interval beside zero."""
    has_gap = line.kind in WITH_GAP
    gap = gap_of(line) if has_gap else []
    if has_gap and not gap and word != "..":
        yield f"{title} says {word!r} of what is hidden"
    if gap and word not in (None, *WORDS) or (not has_gap and word is not None):
        yield f"{title} says {word!r}"
    if word == WORDS[0] and gap[1] * gap[2] < 0 and line.kind == "svar":
        yield f"{title} says {word!r} of {gap}"


def _within(line: Line, head: str) -> object:
    """A sex's part of those in a row, by the protected counts alone."""
    frame, (sex, *rest) = line.protected.frame, [a.name for a in line.protected.axes]
    if line.kind == "skala":
        frame = frame[frame[rest[-1]].isin(line.at[rest[-1]])]
        known = {None if pd.isna(g) else g: frame[frame[sex].isna() if pd.isna(g) else
                 frame[sex] == g]["n"].sum(skipna=False) for g in frame[sex].unique()}  # fmt: skip
        frame, rest = pd.DataFrame({sex: known.keys(), "n": known.values()}), ()
    for name in rest:
        frame = frame[frame[name] == line.at[name]] if name in line.at else frame
    if line.kind == "bortfall":
        return None
    counts = {row[sex]: row["n"] for row in frame.to_dict("records") if row[sex] != MISSING}
    if any(pd.isna(n) for n in counts.values()):
        return ".."
    everyone = next(n for group, n in counts.items() if pd.isna(group))
    one = {PLURALS_LOWER.get(group, group): n for group, n in counts.items()}
    return one[head.removeprefix(WITHIN)] / everyone if everyone else "–"


def _look(sheet: Worksheet) -> Iterator[str]:
    """A format, a width or a height could tell one hidden number from another."""
    widths = {d.width for d in sheet.column_dimensions.values()}
    if any(not LABEL <= width <= PAGE for width in widths - WIDTHS):
        yield f"{sheet.title} has the widths {widths}"
    looks = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment or cell.data_type == "f":
                yield f"{cell.coordinate} of {sheet.title} has more than a value"
            if cell.value is not None:
                looks.setdefault(cell.number_format, set()).add(cell.column)
    if set(looks) - {"General", *FORMATS.values()}:
        yield f"{sheet.title} has the formats {set(looks)}"
    yield from _dots(sheet)


def _dots(sheet: Worksheet) -> Iterator[str]:
    """Every hidden number of a column looks like every number of it."""
    for table in sheet.tables.values():
        for column in zip(*list(sheet[table.ref])[1:], strict=True):
            styles = {c.style_id for c in column if not (c.quotePrefix or c.value is None)}
            if len(styles) > 1:
                yield f"{sheet.title} has hidden numbers of another look"
