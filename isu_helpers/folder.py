"""A new arbetsmapp: its settings and an empty workbook, and nothing ever written over."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from .areas import area_of
from .configuration import DATA_SUFFIXES, is_practice, project_root, sample_root
from .errors import IsuError, SettingError
from .saving import NOT_WRITTEN
from .workbook import ANSWERS
from .workbook.file import HEAD
from .workbook.place import FILE

SETTINGS_FILE = "isu.yaml"
MAY_BE_THERE = ("kodbok.yaml", FILE)
COPY, MARK = "ovning-{name}", ".ovning"  # a copy to practise in, and the file that says so
NOT_COPIED = ("utlamning.json", "arbetsbok_versioner", ".*")
IN_USE = "Mappen {folder} används nu i alla anteckningsböcker, tills ni väljer en annan."
AGAIN = "Kör om allt i den här anteckningsboken, så visas uppgifterna ur mappen."
FORBIDDEN = '<>:"/\\|?*#'
SETTINGS = """\
# Inställningar för arbetsmappen. Det som står efter # är förklaringar.

# Kommunens namn, som det ska stå på utskrifterna.
kommun: {kommun}

# Området som uppgifterna gäller.
omrade: {omrade}

# Vilken tid uppgifterna gäller, till exempel 2024 eller 2024-01 – 2024-06. Utan raden räknas
# hela filen. Ta bort # framför den när ni vill välja en tid.
# period: 2024
"""
NO_NAME = (
    "Mappen har inget namn som går att använda. Väntade ett namn utan tecknen {characters}. "
    "Skriv till exempel «storaker»."
)
NO_PLACE = (
    "Platsen «{place}» hittades inte. Väntade en mapp som redan finns. "
    "Kontrollera stavningen eller skriv hela sökvägen."
)
PROGRAM = (
    "«{folder}» skulle hamna bland programmets egna filer. Väntade en plats för era egna mappar. "
    "Välj en annan plats."
)
IS_FILE = "Det finns en fil som heter «{folder}». Väntade ett ledigt namn. Välj ett annat namn."
IS_MADE = (
    "Mappen «{folder}» är redan en arbetsmapp. Väntade ett nytt namn. "
    "Använd mappen som den är, eller välj ett annat namn."
)
HAS_OTHER = (
    "Mappen «{folder}» har redan annat i sig, till exempel «{name}». Väntade en ny mapp, en tom "
    "mapp eller en mapp med bara er datafil. Välj ett annat namn."
)


def new_folder(place: str | Path, *, kommun: str = "", omrade: str = "") -> Path:
    """Make an arbetsmapp; its path in full.

    A folder that is there may hold data files, a codebook and a workbook: they are left as they
    are.

    Parameters
    ----------
    kommun
        As it is to stand on pages; the folder's name where it is not given.
    omrade
        Words for the area. Those of a known area become its name, others stay as they are.

    Raises
    ------
    IsuError
        In Swedish, when there is such an arbetsmapp, or it can't be made there. Nothing is
        written then.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = new_folder(Path(mkdtemp()) / "ån", kommun="Åby", omrade="LSS")
    >>> sorted(p.name for p in folder.iterdir())
    ['arbetsbok.yaml', 'isu.yaml']
    """
    folder = Path(place).expanduser().absolute()
    _check(folder)
    area = area_of(omrade)
    told = {"kommun": kommun.strip() or folder.name, "omrade": area.name if area else omrade}
    contents = SETTINGS.format(**{name: scalar(text) for name, text in told.items()})
    try:
        folder.mkdir(exist_ok=True)
        _write_new(folder / SETTINGS_FILE, contents)
        with suppress(FileExistsError):
            _write_new(folder / FILE, empty_workbook())
    except FileExistsError:
        raise SettingError(IS_MADE.format(folder=folder.name)) from None
    except OSError as e:
        why = NOT_WRITTEN.format(file=SETTINGS_FILE, reason=type(e).__name__)
        raise IsuError(why) from None
    return folder.resolve()


def own_copy(practice: Path, home: Path) -> Path:
    """A copy of a practice folder that a group may write in; the one that is there already.

    Raises
    ------
    IsuError
        In Swedish, when it can't be made there.
    """
    copy = home / COPY.format(name=practice.name)
    if not (copy / MARK).is_file():
        _check(copy)
        try:
            left = shutil.ignore_patterns(*NOT_COPIED)
            shutil.copytree(practice, copy, ignore=left, dirs_exist_ok=True)
            (copy / MARK).touch()
        except OSError as e:
            raise IsuError(NOT_WRITTEN.format(file=copy.name, reason=type(e).__name__)) from None
    return copy.resolve()


def is_exercise(folder: Path) -> bool:
    """Whether a folder is one to practise with, or a group's own copy of one."""
    return is_practice(folder) or (folder / MARK).is_file()


def empty_workbook() -> str:
    """The text of a workbook that nobody has written in; its head stays when somebody does."""
    return "".join(f"# {line}\n" for line in HEAD.split("\n")) + f"{ANSWERS}:\n"


def scalar(text: str) -> str:
    """A text as the value of a row in YAML, in quotation marks where it needs them.

    Examples
    --------
    >>> scalar(" Åby "), scalar("nr: 1"), scalar("12"), scalar("")
    ('Åby', '"nr: 1"', '"12"', '')
    """
    plain = _printable(text)
    with suppress(YAMLError):
        if not plain or YAML(typ="safe").load(f"a: {plain}") == {"a": plain}:
            return plain
    return json.dumps(plain, ensure_ascii=False)


def _printable(text: str) -> str:
    """A text on one row, without what no eye sees and no YAML takes."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _check(folder: Path) -> None:
    name = folder.name
    if not name.strip(". ") or set(name) & set(FORBIDDEN):
        raise SettingError(NO_NAME.format(characters=" ".join(FORBIDDEN)))
    if not folder.parent.is_dir():
        raise SettingError(NO_PLACE.format(place=folder.parent.name or folder.parent))
    whole = folder.resolve()
    homes = (sample_root(), project_root() / "isu_helpers", project_root() / "notebooks")
    if any(home.resolve() in (whole, *whole.parents) for home in homes):
        raise SettingError(PROGRAM.format(folder=name))
    if folder.exists():
        _check_content(folder)


def _check_content(folder: Path) -> None:
    if not folder.is_dir():
        raise SettingError(IS_FILE.format(folder=folder.name))
    if (folder / SETTINGS_FILE).exists():
        raise SettingError(IS_MADE.format(folder=folder.name))
    try:
        others = sorted(p.name for p in folder.iterdir() if not _may_be_there(p))
    except OSError:
        raise SettingError(NO_PLACE.format(place=folder.name)) from None
    if others:
        raise SettingError(HAS_OTHER.format(folder=folder.name, name=others[0]))


def _may_be_there(path: Path) -> bool:
    is_data = path.suffix.lower() in DATA_SUFFIXES
    is_known = is_data or path.name in MAY_BE_THERE or path.name.startswith((".", "~"))
    return is_known and not path.is_dir()


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
