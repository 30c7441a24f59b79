"""The cells of a file: those of its text, or of a sheet of its workbook."""

from pathlib import Path

from ..configuration import DATA_SUFFIXES
from ..errors import DataFileError
from ..wording import listing
from .header_row import EMPTY
from .sheet import Sheet
from .sheets import read_sheet
from .text import text_cells

SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

NO_FILE = (
    "Datafilen «{file}» hittades inte. Väntade en fil med det namnet. "
    "Kontrollera stavningen och att filen ligger i arbetsmappen."
)
NO_ACCESS = (
    "Datafilen «{file}» går inte att öppna. Väntade en fil som får läsas. "
    "Stäng den i Excel och kontrollera att du har läsrätt till mappen."
)
WRONG_SUFFIX = (
    "Datafilen «{file}» är av en sort som inte går att läsa. Väntade {suffixes}. "
    "Spara om filen i ett av de formaten."
)


def read_cells(path: Path, name: str = "", wanted: frozenset[str] = frozenset()) -> Sheet:
    """The raw rows of a file.

    Parameters
    ----------
    path
        The file.
    name
        The sheet to read; without one, the sheet that fits best.
    wanted
        The headers that a codebook expects.

    Raises
    ------
    DataFileError
        In Swedish, when the file is missing, empty, or not of the kind its name says.
    """
    if not path.is_file():
        raise DataFileError(NO_FILE.format(file=path.name))
    if path.suffix.lower() not in DATA_SUFFIXES:
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise DataFileError(WRONG_SUFFIX.format(file=path.name, suffixes=suffixes))
    try:
        raw = path.read_bytes()
    except OSError:
        raise DataFileError(NO_ACCESS.format(file=path.name)) from None
    if not raw.strip():
        raise DataFileError(EMPTY.format(file=path.name))
    if path.suffix.lower() in SHEET_SUFFIXES:
        return read_sheet(raw, path.name, name, wanted)
    return Sheet(text_cells(raw, path.name))
