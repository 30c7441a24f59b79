"""Surveys of staff: a form to send as a file, and the answers compiled as everything else is.

A folder of a survey is an arbetsmapp without an area. The files that come back lie in ``svar``.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import load_workbook

from ..codebook import Codebook
from ..collect import write_form
from ..configuration import project_root
from ..content import text
from ..errors import IsuError
from ..files import write_whole
from ..pages.folder import new_folder
from ..wording import counted, listing

KINDS = {"forutsattningar": "Enkäten om förutsättningar", "utvardering": "Utvärderingen"}
BOOK, FORM, ANSWERS, DATA = "kodbok.yaml", "formular.xlsx", "svar", "svar.csv"
SETTINGS = "isu.yaml"
WHICH = f"# Svaren, som «isu enkat sammanstall» lägger ihop.\ndatafil: {DATA}\n"
SHEET, FORM_ROWS = "Registrera", 20
NOTEBOOK = Path("notebooks", "enkat", "sammanstallning.ipynb")
NO_KIND = (
    "Enkäten «{kind}» finns inte. Väntade en av: {known}. Skriv till exempel "
    "«isu enkat {first} {folder}»."
)
READ = "Lästa: {answers}. Ta bort filerna i mappen svar när du har kontrollerat antalet."
NOTHING = (
    "Mappen «{folder}» har inga ifyllda formulär. Väntade Excelfiler i mappen «{answers}». "
    "Lägg dem där och kör igen."
)
NOT_THE_FORM = (
    "Filen «{file}» har inte enkätens frågor i bladet «{sheet}». Väntade ett ifyllt formulär från "
    "{form}. Ta bort filen, eller fyll i formuläret."
)
UNREADABLE = (
    "Filen «{file}» går inte att läsa. Väntade ett ifyllt formulär i Excel. Ta bort filen."
)


def make_survey(kind: str, place: str | Path, *, kommun: str = "") -> list[Path]:
    """Make the folder of a survey: its codebook, its settings, and the form to send.

    Parameters
    ----------
    kind
        ``"forutsattningar"`` (what is there and what is wanting, for staff and managers) or
        ``"utvardering"`` (of the days, for those who took part).
    place
        The new folder.

    Returns
    -------
    list of Path
        The codebook and the form.

    Raises
    ------
    IsuError
        In Swedish, when there is no such survey, or the folder can't be made there.
    """
    if kind not in KINDS:
        name = Path(place).name
        known, first = listing(KINDS), next(iter(KINDS))
        told = NO_KIND.format(kind=kind, known=known, first=first, folder=name)
        raise IsuError(told)
    folder = new_folder(place, kommun=kommun)
    (folder / ANSWERS).mkdir()
    settings = (folder / SETTINGS).read_text(encoding="utf-8")
    write_whole(folder / SETTINGS, f"{settings.rstrip()}\n\n{WHICH}")
    write_whole(folder / BOOK, text(f"enkater/{kind}.yaml"))
    return [folder / BOOK, write_form(folder / BOOK, folder / FORM, rows=FORM_ROWS)]


def gather_answers(place: str | Path) -> tuple[Path, int]:
    """Put the rows of all forms in ``svar`` in one file; its path, and how many rows it has.

    The rows stand in the order of their own words, so that nobody is told by the order of files.

    Raises
    ------
    IsuError
        In Swedish, when there are none, or one of them is not the form.
    """
    folder = Path(place)
    heads = [v.columns[0] for v in Codebook.read(folder / BOOK)]
    files = sorted((folder / ANSWERS).glob("*.xlsx"))
    if not files:
        raise IsuError(NOTHING.format(folder=folder.name, answers=ANSWERS))
    rows = sorted(row for file in files for row in _rows(file, heads))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([heads, *rows])
    write_whole(folder / DATA, out.getvalue())
    return folder / DATA, len(rows)


def _rows(file: Path, heads: list[str]) -> Iterator[list[str]]:
    """The filled rows of a form, as words in the codebook's order."""
    try:
        sheet = load_workbook(file, read_only=True, data_only=True)[SHEET]
        found = [[_words(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except KeyError:
        raise IsuError(NOT_THE_FORM.format(file=file.name, sheet=SHEET, form=FORM)) from None
    except Exception:  # whatever a broken file makes a reader of zip and XML say
        raise IsuError(UNREADABLE.format(file=file.name)) from None
    first = found[0] if found else []
    if not set(heads) <= set(first):
        raise IsuError(NOT_THE_FORM.format(file=file.name, sheet=SHEET, form=FORM))
    places = [first.index(head) for head in heads]
    for row in found[1:]:
        if any(row):
            yield [row[i] if i < len(row) else "" for i in places]


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def compile_survey(
    place: str | Path, out: str | Path, *, report: Callable[[str], None] = print
) -> Path:
    """Gather the answers and write the page that tells of them, with small numbers hidden.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    IsuError
        In Swedish, as `gather_answers`, and when the page can't be made.
    """
    from ..publish.runner import render_handouts

    _, count = gather_answers(place)
    report(READ.format(answers=counted(count, "svar", "svar")))
    book = project_root() / NOTEBOOK
    (made,) = render_handouts([place], out, notebooks=[book], editions=("gruppen",), report=report)
    if made.problem:
        raise IsuError(made.problem)
    return Path(out) / Path(place).resolve().name / "arbetsbok" / f"{NOTEBOOK.stem}.html"
