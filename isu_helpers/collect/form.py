"""The form's workbook: a sheet to register in, one that explains, and the codebook inside."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Border, Font, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..codebook import (
    CHOICE,
    DATE,
    KEY,
    NUMBER,
    SCALE,
    SEVERAL,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Variable,
    key_of,
    plain,
)
from ..excel import (
    ACCENT,
    FONT,
    INK,
    LINE,
    as_header,
    as_text,
    book_bytes,
    landscape,
    ruled,
    set_width,
)
from ..records.read import BOOK_SHEET, DATA_SHEET, MARK

# The columns of a form: their headers, and what is told to the one who fills them in.

HOW = {
    YES_NO: "Välj Ja eller Nej i listan.",
    CHOICE: "Välj ett svar i listan.",
    SCALE: "Välj ett svar i listan.",
    SEVERAL: "Välj Ja vid varje svar som stämmer. Lämna de andra tomma.",
    NUMBER: "Skriv ett heltal.",
    DATE: "Skriv datum så här: 2025-03-14.",
    TEXT: "Skriv kort. Skriv inget som kan peka ut en person.",
    KEY: "Skriv samma nyckel varje gång för samma person.",
}
ONE_OF_LIST = "Välj ett svar i listan."
DECIMAL = "Skriv ett tal med högst {count}."
ONE_DECIMAL, MANY_DECIMALS = "1 decimal", "{n} decimaler"
MORE = "… Läs mer på bladet Förklaringar."
PROMPT, TITLE = 255, 32  # the longest that Excel takes


@dataclass(frozen=True)
class Column:
    """A column of the form; ``option`` is the answer that a column of a flerval stands for."""

    variable: Variable
    header: str
    option: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers of its drop-down list; none where it is written freely."""
        if self.option:
            return (YES.name,)
        return tuple(o.name for o in self.variable.options)

    @property
    def prompt(self) -> str:
        """What is shown beside a cell that is chosen."""
        asked = [self.variable.question, how(self.variable), self.variable.help]
        return fitted(" ".join(filter(None, map(plain, asked))), PROMPT, MORE)

    @property
    def prompt_title(self) -> str:
        """The heading of the prompt."""
        return fitted(self.option or self.header, TITLE, "…")


def how(variable: Variable) -> str:
    """How a variable is answered, in a sentence."""
    if variable.role == KEY:
        return HOW[KEY]
    if variable.kind == YES_NO and {o.name for o in variable.options} != {"Ja", "Nej"}:
        return ONE_OF_LIST
    if variable.kind == NUMBER and variable.decimals:
        n = variable.decimals
        return DECIMAL.format(count=ONE_DECIMAL if n == 1 else MANY_DECIMALS.format(n=n))
    return HOW[variable.kind]


def with_headers(codebook: Codebook) -> Codebook:
    """The codebook with the form's header first among each variable's columns, the key first.

    The header is what the codebook says that the column is called, else the label. What is
    taken from the identity number has the number's column and none of its own.
    """
    written = codebook.without_parts()
    asked = [v for v in written if not v.taken_from and not v.made_of]
    variables = [replace(v, columns=v.columns or (v.name,)) for v in asked]
    variables.sort(key=lambda v: v.role != KEY)
    taken: set[str] = set()
    named = []
    for i, variable in enumerate(variables):
        others = {key_of(c) for v in variables[i + 1 :] for c in v.columns} | taken
        header = next(h for h in _headers(variable) if not _keys(variable, h) & others)
        kept = (c for c in variable.columns if key_of(c) != key_of(header))
        named.append(replace(variable, columns=(header, *kept)))
        taken |= _keys(variable, header) | set(map(key_of, variable.columns))
    number = [v.columns[0] for v in named if v.role == KEY][:1]
    named += [replace(v, columns=tuple(number)) for v in written if v.taken_from]
    named += [v for v in written if v.made_of]
    return replace(codebook, variables=tuple(named), proposed=False)


def columns_of(codebook: Codebook) -> list[Column]:
    """The form's columns from left to right; a flerval has one for each answer."""
    asked = (v for v in codebook if not v.taken_from and not v.made_of)
    return [column for v in asked for column in _columns(v)]


def fitted(text: str, most: int, end: str) -> str:
    """A text of at most so many characters as Excel counts them, cut between words.

    Examples
    --------
    >>> fitted("en lång text", 9, "…"), fitted("kort", 9, "…")
    ('en lång…', 'kort')
    """
    if _length(text) <= most:
        return text
    words, room = text.split(" "), most - _length(end)
    while len(words) > 1 and _length(" ".join(words)) > room:
        words.pop()
    kept = " ".join(words)
    while _length(kept) > room:
        kept = kept[:-1]
    return kept.rstrip(" .,;:") + end


def _columns(variable: Variable) -> Iterable[Column]:
    header = variable.columns[0]
    if variable.kind != SEVERAL:
        return [Column(variable, header)]
    return [Column(variable, f"{header}: {o.name}", o.name) for o in variable.options]


def _headers(variable: Variable) -> Iterator[str]:
    """Headers to choose from, the best first and without end."""
    columns = [_stem(variable, c) for c in variable.columns]
    own = columns[:1] if variable.columns != (variable.name,) else []
    words = [*own, variable.label, *columns, variable.name]
    for word in filter(None, map(plain, words)):
        yield word[0].upper() + word[1:]
    twin = 2
    while True:
        yield f"{variable.title} ({twin})"
        twin += 1


def _stem(variable: Variable, column: str) -> str:
    """A column without the answer at its end, where it is one of several of a flerval."""
    stem, mark, answer = plain(column).rpartition(": ")
    is_answer = variable.kind == SEVERAL and key_of(answer) in {
        key_of(o.name) for o in variable.options
    }
    return stem if mark and stem and is_answer else column


def _keys(variable: Variable, header: str) -> set[str]:
    """What the header occupies: itself, and a column for each answer of a flerval."""
    parts = variable.options if variable.kind == SEVERAL else ()
    return {key_of(header), *(key_of(f"{header}: {o.name}") for o in parts)}


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# The form's workbook: a sheet to register in, one that explains, and the codebook inside.

MAKER = "isu insamling"
HELP_SHEET, LIST_SHEET = "Förklaringar", "Listor"

NEEDED_MARK = '@"\N{NO-BREAK SPACE}*"'  # shown after the header, and no part of it
AS_TEXT, AS_DATE, AS_WHOLE, AS_TYPED = "@", "yyyy-mm-dd", "0", "General"
FIRST_DAY, LAST_DAY = "1", "73415"  # 1900-01-01 and 2100-12-31
LARGEST = "1000000000"
NARROWEST, WIDEST, PAGE_WIDTH = 11, 30, 150
KEY_WIDTH, FREE_WIDTHS = 16, {DATE: 13, TEXT: 28}
LINE_HEIGHT, BUTTON_HEIGHT, TALLEST = 15, 18, 409

NOT_IN_LIST = (
    "Svaret finns inte i listan",
    "Välj ett av svaren i listan. Lämna rutan tom om uppgiften saknas.",
)
NO_DATE = ("Det är inget datum", "Skriv år, månad och dag, till exempel 2025-03-14.")
NO_WHOLE = ("Det är inget heltal", "Skriv ett tal utan decimaler, bara med siffror.")
NO_NUMBER = ("Det är inget tal", "Skriv bara siffror, och komma före decimalerna.")

HELP_TITLE = "Så fyller ni i formuläret"
INTRO = (
    "Skriv en rad för varje {unit} på bladet Registrera. Välj svaret i listan när det finns en.",
    "En rubrik med * behövs för att ni ska få svar på er fråga. Fyll alltid i den om ni kan.",
    "Lämna rutan tom när uppgiften saknas. Gissa inte.",
    "Ni får sortera, filtrera och lägga till rader. Rubrikerna är låsta.",
    "Skriv inga namn, adresser eller telefonnummer.",
    "Filen har uppgifter om personer. Spara den bara där era rutiner säger att den får ligga.",
)
HELP_HEADERS = ("Rubrik", "Behövs", "Fråga", "Så svarar ni", "Svar", "Att tänka på")
HELP_WIDTHS = (26, 9, 36, 26, 36, 40)
NEEDED, NOT_NEEDED = "Ja *", "Nej"


def form_bytes(codebook: Codebook, rows: int) -> bytes:
    """The form as the bytes of an .xlsx file; the same for the same codebook."""
    named = with_headers(codebook)
    columns, book = columns_of(named), Workbook()
    sheet = book.active
    sheet.title = DATA_SHEET
    _explain(book.create_sheet(HELP_SHEET), named)
    lists = _lists(book.create_sheet(LIST_SHEET), columns)
    _register(sheet, columns, lists, rows)
    _hold(book.create_sheet(BOOK_SHEET), named)
    book.security = WorkbookProtection(lockStructure=True)
    return book_bytes(book, MAKER)


def _register(
    sheet: Worksheet, columns: list[Column], lists: dict[tuple[str, ...], str], rows: int
) -> None:
    widths = [_width(column) for column in columns]
    for place, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
        letter = get_column_letter(place)
        _head(sheet.cell(1, place), column)
        set_width(sheet, place, width)
        _open(sheet, place, column.variable, rows)
        check = _check(column, lists.get(column.choices, ""))
        check.add(f"{letter}2:{letter}{rows + 1}")
        sheet.add_data_validation(check)
    lines = max(_lines(c.header, w) for c, w in zip(columns, widths, strict=True))
    sheet.row_dimensions[1].height = lines * LINE_HEIGHT + BUTTON_HEIGHT
    has_key = columns[0].variable.role == KEY
    sheet.freeze_panes = "B2" if has_key else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows + 1}"
    _protect(sheet)
    landscape(sheet, pages_wide=-(-int(sum(widths)) // PAGE_WIDTH))
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:A" if has_key else None
    sheet.print_options.gridLines = True
    for selection in sheet.sheet_view.selection:
        if selection.pane == sheet.sheet_view.pane.activePane:
            selection.activeCell = selection.sqref = sheet.freeze_panes


def _head(cell: Cell, column: Column) -> None:
    """A header; what is needed is darker and ends in a star."""
    is_needed = column.variable.is_needed
    as_header(cell, column.header, is_quiet=not is_needed)
    cell.border = Border(right=Side("thin", color=LINE), bottom=Side("medium", color=ACCENT))
    cell.number_format = NEEDED_MARK if is_needed else AS_TEXT


def _open(sheet: Worksheet, place: int, variable: Variable, rows: int) -> None:
    """Unlock the cells below a header, each ready for its kind of answer."""
    first = sheet.cell(2, place)
    first.number_format = _format(variable)
    first.protection = Protection(locked=False)
    first.font = Font(name=FONT, color=INK)
    for row in range(3, rows + 2):
        sheet.cell(row, place)._style = copy(first._style)


def _format(variable: Variable) -> str:
    """How a cell takes what is typed; answers of a list stay text, whatever they look like."""
    if variable.role == KEY or variable.kind not in (NUMBER, DATE):
        return AS_TEXT
    if variable.kind == DATE:
        return AS_DATE
    return AS_TYPED if variable.decimals else AS_WHOLE


def _check(column: Column, source: str) -> DataValidation:
    """What a cell accepts, and what it tells the one who fills it in."""
    kind, error = column.variable.kind, ("", "")
    check = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=True)
    if source:
        check.type, check.formula1, error = "list", source, NOT_IN_LIST
    elif column.variable.role == KEY or kind == TEXT:
        check.showErrorMessage = False
    elif kind == DATE:
        check.type, check.operator, error = "date", "between", NO_DATE
        check.formula1, check.formula2 = FIRST_DAY, LAST_DAY
    else:
        is_whole = not column.variable.decimals
        check.type, error = ("whole", NO_WHOLE) if is_whole else ("decimal", NO_NUMBER)
        check.operator, check.formula1, check.formula2 = "between", f"-{LARGEST}", LARGEST
    check.errorTitle, check.error = (text or None for text in error)
    check.promptTitle, check.prompt = column.prompt_title, column.prompt
    return check


def _lists(sheet: Worksheet, columns: list[Column]) -> dict[tuple[str, ...], str]:
    """Write each list of answers once; what a drop-down list refers to, by its answers."""
    places: dict[tuple[str, ...], str] = {}
    for column in columns:
        choices = column.choices
        if not choices or choices in places or column.variable.role == KEY:
            continue
        letter = get_column_letter(len(places) + 1)
        as_text(sheet[f"{letter}1"], column.variable.columns[0]).font = Font(name=FONT, bold=True)
        for row, choice in enumerate(choices, start=2):
            as_text(sheet[f"{letter}{row}"], choice).number_format = AS_TEXT
        sheet.column_dimensions[letter].width = WIDEST
        places[choices] = f"'{LIST_SHEET}'!${letter}$2:${letter}${len(choices) + 1}"
    sheet.sheet_state = "hidden"
    _protect(sheet)
    return places


def _explain(sheet: Worksheet, codebook: Codebook) -> None:
    as_text(sheet["A1"], HELP_TITLE).font = Font(name=FONT, bold=True, size=16, color=ACCENT)
    sheet.row_dimensions[1].height = 26
    for row, line in enumerate(INTRO, start=2):
        as_text(sheet.cell(row, 1), line.format(unit=codebook.unit))
        sheet.cell(row, 1).font = Font(name=FONT, color=INK)
    head = len(INTRO) + 3
    for place, (header, width) in enumerate(zip(HELP_HEADERS, HELP_WIDTHS, strict=True), start=1):
        as_header(sheet.cell(head, place), header)
        set_width(sheet, place, width)
    asked = (v for v in codebook if not v.taken_from and not v.made_of)
    for row, variable in enumerate(asked, start=head + 1):
        texts = _explanation(variable)
        for place, text in enumerate(texts, start=1):
            ruled(as_text(sheet.cell(row, place), text), is_bold=place == 1)
        lines = max(_lines(t, 1.1 * w - 2) for t, w in zip(texts, HELP_WIDTHS, strict=True))
        sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT + 4, TALLEST)
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"{head}:{head}"
    _protect(sheet)
    landscape(sheet)


def _explanation(variable: Variable) -> tuple[str, ...]:
    """The row of a variable: header, needed, question, how to answer, options, help."""
    needed = NEEDED if variable.is_needed else NOT_NEEDED
    options = "\n".join(o.name for o in variable.options)
    asked = plain(variable.question) or plain(variable.label)
    return variable.columns[0], needed, asked, how(variable), options, plain(variable.help)


def _hold(sheet: Worksheet, codebook: Codebook) -> None:
    """Keep the codebook in a sheet that only programs see, a line of YAML a row."""
    for row, line in enumerate([MARK, *codebook.to_yaml().split("\n")], start=1):
        as_text(sheet.cell(row, 1), line).number_format = AS_TEXT
    sheet.sheet_state = "veryHidden"
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Lock the sheet without a password; what is False is allowed all the same."""
    held = sheet.protection
    held.sheet = True
    held.sort = held.autoFilter = held.insertRows = held.deleteRows = False
    held.formatColumns = held.formatRows = False


def _width(column: Column) -> float:
    """Wide enough for the answers, the longest word of the header, and its four lines."""
    answers = max(map(len, column.choices), default=0) + 4  # room for the arrow
    is_key = column.variable.role == KEY
    free = KEY_WIDTH if is_key else FREE_WIDTHS.get(column.variable.kind, 0)
    word = max(map(len, column.header.split()), default=0) + 4
    return min(max(NARROWEST, answers, free, word, -(-len(column.header) // 4) + 4), WIDEST)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, by a careful guess."""
    count = 0
    for part in text.split("\n"):
        used = width + 1
        for word in part.split(" "):
            used += len(word) + 1
            if used > width:
                count, used = count + 1 + len(word) // int(width + 1), len(word)
    return max(count, 1)
