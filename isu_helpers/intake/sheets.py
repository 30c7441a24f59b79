"""The cells of a workbook's sheet: the sheet that names sex, else the one with most cells."""

import io

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from ..errors import DataFileError
from ..propose.headers import safe_header
from ..records import Remark
from ..wording import listing
from .header_row import filled, sex_row
from .text import decoded

LOCKED = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"
OLD_BOOK, NEW_BOOK = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"

NOT_A_BOOK = (
    "Datafilen «{file}» går inte att läsa som kalkylblad. Väntade en hel fil från Excel eller "
    "LibreOffice. Öppna den där och spara om den."
)
PASSWORD = (
    "Datafilen «{file}» är skyddad med lösenord. Väntade en fil utan lösenord. "
    "Öppna den i Excel, ta bort lösenordet och spara den."
)
TEXT_NOT_BOOK = (
    "Datafilen «{file}» är en textfil, trots namnet. Väntade en fil från Excel eller LibreOffice. "
    "Byt filens ändelse till .csv, eller öppna den i Excel och spara om den."
)
PAGE_NOT_BOOK = (
    "Datafilen «{file}» är en webbsida, trots namnet. Väntade en fil från Excel eller "
    "LibreOffice. Öppna den i Excel och spara den som Excel-arbetsbok."
)
CHOSEN = "Bladet «{name}» lästes. Filen har också: {others}."


def sheet_cells(raw: bytes, file: str) -> tuple[list[list[object]], tuple[Remark, ...]]:
    """The cells of the sheet that most likely holds the people, and which one it was.

    Raises
    ------
    DataFileError
        In Swedish, when the bytes are no workbook, or one with a password.
    """
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(raw))
        hidden = {s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible}
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except Exception:  # calamine raises several kinds on broken workbooks
        raise DataFileError(_reason(raw).format(file=file)) from None
    except BaseException as e:  # and panics, which is no Exception
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        raise DataFileError(NOT_A_BOOK.format(file=file)) from None
    return _chosen({n: c for n, c in sheets.items() if any(map(filled, c))}, hidden)


def _chosen(
    sheets: dict[str, list[list[object]]], hidden: set[str]
) -> tuple[list[list[object]], tuple[Remark, ...]]:
    if not sheets:
        return [], ()
    rank = {n: (sex_row(c)[1], n not in hidden, sum(map(filled, c))) for n, c in sheets.items()}
    best = max(rank, key=lambda name: rank[name])
    others = listing(safe_header(n) for n in sheets if n != best)
    text = CHOSEN.format(name=safe_header(best), others=others)
    return sheets[best], (Remark("Filen", text),) if others else ()


def _reason(raw: bytes) -> str:
    """Why the bytes are no workbook."""
    if raw.startswith(OLD_BOOK) and LOCKED in raw:
        return PASSWORD
    if raw.startswith((OLD_BOOK, NEW_BOOK)):
        return NOT_A_BOOK
    try:
        text = decoded(raw, "")
    except DataFileError:
        return NOT_A_BOOK
    return PAGE_NOT_BOOK if text.lstrip()[:1] == "<" else TEXT_NOT_BOOK
