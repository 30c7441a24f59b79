"""The Excel form in which a group collects what its codebook asks for."""

from pathlib import Path

from ..codebook import SEX, Codebook
from ..configuration import read_settings_file
from ..errors import CodebookError, IsuError

MOST_ROWS = 50_000

WRONG_SUFFIX = (
    "Formuläret kan inte heta «{file}». Väntade ett namn som slutar på .xlsx. "
    "Välj till exempel insamling.xlsx."
)
TAKEN = (
    "Filen «{file}» finns redan. Väntade ett ledigt namn, för att inga svar ska skrivas över. "
    "Byt namn på filen som finns, eller välj ett annat namn på den nya."
)
NO_FOLDER = (
    "Mappen för «{file}» finns inte, eller går inte att skriva i. Väntade en mapp där du får "
    "spara. Kontrollera sökvägen."
)
NO_CODEBOOK = (
    "Mappen «{folder}» har ingen {file}. Väntade en kodbok, för formuläret görs av den. "
    "Gör en kodbok först, eller skriv var den finns."
)
NO_SEX = (
    "Kodboken har ingen variabel med rollen kön. Väntade en, för att svaren ska gå att dela upp "
    "på kvinnor och män. Lägg till den i kodboken."
)


def write_form(codebook: Codebook | str | Path, path: str | Path, *, rows: int = 1000) -> Path:
    """Write an Excel form to collect records in, with the codebook inside.

    Filled in, it is read by `read_records` without any other file. Nothing is ever written over;
    an unfilled form of the same codebook is left as it is.

    Parameters
    ----------
    codebook
        A codebook or the path of one.
    path
        The form's name, ending in ``.xlsx``.
    rows
        How many people there is room for, at most 50 000.

    Returns
    -------
    Path
        The form's.

    Raises
    ------
    IsuError
        In Swedish, when the codebook can't be used, or the file is there already, has another
        ending or can't be written.
    ValueError
        When ``rows`` is no whole number from 1 to 50 000.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers.codebook import Option, Variable
    >>> sex = Variable("kön", ("Kön",), role="kön", options=(Option("Kvinna"), Option("Man")))
    >>> write_form(Codebook((sex,)), Path(mkdtemp()) / "insamling.xlsx").name
    'insamling.xlsx'
    """
    if not isinstance(rows, int) or isinstance(rows, bool) or not 1 <= rows <= MOST_ROWS:
        raise ValueError(f"rows is {rows!r}; it must be a whole number from 1 to {MOST_ROWS}")
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise IsuError(WRONG_SUFFIX.format(file=path.name))
    meaning = codebook if isinstance(codebook, Codebook) else Codebook.read(codebook)
    if not meaning.with_role(SEX):
        raise CodebookError(NO_SEX)
    from .form import form_bytes

    _write(path, form_bytes(meaning, rows))
    return path


def codebook_path(place: Path) -> Path:
    """The codebook that a path names: itself, or that of the arbetsmapp.

    Raises
    ------
    CodebookError
        In Swedish, when an arbetsmapp has none.
    """
    if not place.is_dir():
        return place
    path = place / str(read_settings_file(place).get("kodbok") or "kodbok.yaml")
    if not path.is_file():
        raise CodebookError(NO_CODEBOOK.format(folder=place.name or place, file=path.name))
    return path


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        if not path.is_file() or path.read_bytes() != content:
            raise IsuError(TAKEN.format(file=path.name)) from None
    except OSError:
        raise IsuError(NO_FOLDER.format(file=path.name)) from None
