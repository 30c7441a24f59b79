"""Saving files that several programs write: whole or not at all, and one writer at a time."""

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from glob import escape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile

from filelock import FileLock, Timeout
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from .errors import IsuError

NOT_WRITTEN = (
    "Filen «{file}» gick inte att skriva ({reason}). Väntade en mapp där du får spara filer. "
    "Stäng filen om den är öppen, eller välj en annan mapp."
)
NO_PLACE = (
    "I mappen «{folder}» går det inte att spara ({reason}). Väntade en mapp där du får spara "
    "filer. Välj en annan mapp med --ut."
)
BUSY = (
    "Filen «{file}» används av ett annat program just nu. Väntade att få skriva i den. "
    "Vänta en stund och kör igen."
)
GONE = (
    "Inte sparat: mappen «{folder}» finns inte längre. Väntade den mapp som ni valde. "
    "Har den bytt namn eller flyttats? Ge den det gamla namnet, eller välj mappen på nytt."
)
CLOUD = (
    "den finns kanske bara i molnet. Ligger den i OneDrive, högerklicka på den och välj att den "
    "alltid ska finnas på datorn"
)
REASONS = {
    errno.EACCES: "den är låst, skrivskyddad eller öppen i ett annat program",
    errno.EPERM: "du har inte rätt att ändra där",
    errno.EROFS: "platsen går bara att läsa",
    errno.ENOSPC: "disken är full",
    errno.ENAMETOOLONG: "namnet eller sökvägen är för lång",
    errno.ENOENT: "platsen finns inte",
    errno.ENOTDIR: "en del av sökvägen är en fil och ingen mapp",
    errno.EISDIR: "det är en mapp och ingen fil",
    errno.EEXIST: "namnet är upptaget",
    errno.EINVAL: CLOUD,
    errno.EIO: CLOUD,
}
WINDOWS = {32: REASONS[errno.EACCES], 33: REASONS[errno.EACCES], 206: REASONS[errno.ENAMETOOLONG]}
OF_CLOUD = range(358, 405)  # what Windows says of files that another service keeps
DRAFT = ".{file}.{writer}.tmp"
PATIENCE, PAUSE = 60, 0.01  # seconds to wait for another writer, and between attempts
ATTEMPTS, BETWEEN = 6, 0.2  # to put a file in place that a virus scan or OneDrive holds a moment


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in Swedish and in the middle of a sentence.

    Examples
    --------
    >>> reason(PermissionError(errno.EACCES, "no")), reason(OSError(errno.ENOSPC, "full"))
    ('den är låst, skrivskyddad eller öppen i ett annat program', 'disken är full')
    """
    by_windows = getattr(error, "winerror", None)
    if by_windows in OF_CLOUD:
        return CLOUD
    return WINDOWS.get(by_windows or 0) or REASONS.get(error.errno or 0) or type(error).__name__


def write_whole(path: Path, content: str | bytes, *, makes_folder: bool = True) -> None:
    """Write a file so that it holds the old content or the new, never half, even in a power cut.

    Parameters
    ----------
    makes_folder
        Whether the folder is made where it is not there. What people write never makes one: a
        folder that was renamed meanwhile would come back under its old name.

    Raises
    ------
    IsuError
        In Swedish, when there is no such folder, or it or the file can't be written.
    """
    if not makes_folder:
        check_folder(path.parent)
    draft = path.with_name(DRAFT.format(file=path.name, writer=os.getpid()))
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if makes_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put(draft, path)
    except OSError as e:
        raise IsuError(NOT_WRITTEN.format(file=path.name, reason=reason(e))) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def _put(draft: Path, path: Path) -> None:
    """Put a draft in the place of a file; in Windows again, while another program holds that."""
    for last in (False,) * (ATTEMPTS - 1) + (True,):
        try:
            return os.replace(draft, path)
        except PermissionError:
            if last or os.name != "nt":
                raise
            time.sleep(BETWEEN)


def check_place(folder: Path) -> None:
    """Refuse a folder that nothing can be saved in; one that is not there is not made.

    Raises
    ------
    IsuError
        In Swedish.
    """
    there = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    try:
        with TemporaryFile(dir=there):
            pass
    except OSError as e:
        raise IsuError(NO_PLACE.format(folder=folder.name, reason=reason(e))) from None


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not there.

    Raises
    ------
    IsuError
        In Swedish.
    """
    if not folder.exists():
        raise IsuError(GONE.format(folder=folder.name))


def clear_drafts(path: Path) -> None:
    """Take away what killed programs have left half written; for the sole writer of a file."""
    for draft in path.parent.glob(DRAFT.format(file=escape(path.name), writer="*")):
        with suppress(OSError):
            draft.unlink()


@contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Hold a file alone among all programs that ask for it this way.

    Raises
    ------
    IsuError
        In Swedish, when there is no such folder, or another program holds the file for longer
        than a minute.
    OSError
        Where the folder can't be written in.
    """
    check_folder(path.parent)  # the lock would make it
    try:
        with FileLock(lock_of(path), timeout=PATIENCE, poll_interval=PAUSE):
            yield
    except Timeout:
        raise IsuError(BUSY.format(file=path.name)) from None


def lock_of(path: Path) -> Path:
    """The file that tells that another is held."""
    return path.with_name(f".{path.name}.lock")


def split_sheet(path: Path) -> tuple[Path, str]:
    """A workbook and the name of a sheet that follows after «#»; no name without the mark."""
    name, _, sheet = path.name.partition("#")
    return (path, "") if path.is_file() or not sheet else (path.with_name(name), sheet.strip())


# What a person may have meant, and a copy of a file of theirs.

NEAR = " Menade du «{name}»?"


def near_name(path: Path, is_meant: Callable[[Path], bool] = Path.exists) -> str:
    """«Menade du …?» with what lies there and has nearly that name; empty where nothing does.

    Parameters
    ----------
    is_meant
        Which files may be what a person meant.

    Examples
    --------
    >>> near_name(Path(__file__).with_name("fils.py"))
    ' Menade du «files.py»?'
    """
    with suppress(OSError, ValueError):
        beside = sorted(p for p in path.parent.iterdir() if p.name[0] not in ".~" and is_meant(p))
        names = {p.name.casefold(): p for p in beside}
        found = get_close_matches(path.name.casefold(), names, n=1, cutoff=0.7)
        stems = [names[name].stem.casefold() for name in found]  # z.csv is no y.csv
        if get_close_matches(path.stem.casefold(), stems, n=1, cutoff=0.5):
            return NEAR.format(name=names[found[0]].name)
    return ""


def copy_into(file: Path, folder: Path) -> Path:
    """A copy of a file in a folder, under the same name; never over another.

    Raises
    ------
    IsuError
        In Swedish, when the name is taken or the file can't be read or written.
    """
    copy = folder / file.name
    try:
        with copy.open("xb") as new:
            new.write(file.read_bytes())
    except OSError as e:
        if not isinstance(e, FileExistsError):
            copy.unlink(missing_ok=True)
        raise IsuError(NOT_WRITTEN.format(file=file.name, reason=reason(e))) from None
    return copy


# YAML files that people write by hand: read with Swedish, line-numbered errors.

NO_ACCESS = (
    "{file} går inte att öppna: {reason}. Väntade en fil som får läsas. "
    "Stäng den i andra program och kontrollera att du har läsrätt till mappen."
)
NOT_TEXT = (
    "{file} går inte att läsa som text. Väntade en textfil med kodningen UTF-8. "
    "Öppna den i Anteckningar och välj kodningen UTF-8 när du sparar."
)
TAB = (
    "{file} rad {line} börjar med en tabb. Väntade mellanslag, som i en övningsmapp. "
    "Byt tabben mot mellanslag."
)
TWICE = (
    "{file} rad {line}: samma namn står två gånger. Väntade varje namn en gång. "
    "Ta bort den ena raden."
)
BROKEN = (
    "{file} rad {line} går inte att tolka. Väntade rader som «namn: värde». "
    "Titta efter indrag, kolon och citattecken på raden och på raden före."
)
NOT_A_MAP = (
    "{file} har inga rader som «namn: värde». Väntade sådana rader. "
    "Jämför med samma fil i en övningsmapp."
)
NEWER = (
    "Filen «{file}» i arbetsmappen är skriven av en nyare version av programmet ({version}). "
    "Väntade version {known} eller tidigare. Uppdatera programmet och kör igen."
)
FORMAT, KNOWN = "format", 1  # a file that doesn't say its format is of the first


def write_mapping(path: Path, data: Mapping[str, object]) -> None:
    """Write a mapping as YAML; one that was read by `read_mapping` keeps its comments.

    Raises
    ------
    IsuError
        As `write_whole`.
    """
    out = StringIO()
    YAML(typ="rt").dump(data, out)
    write_whole(path, out.getvalue())


def read_mapping(
    path: Path, error: type[IsuError] = IsuError, *, keeps_quotes: bool = False
) -> CommentedMap:
    """The file's mapping, with line numbers kept; an empty file gives an empty one.

    Parameters
    ----------
    keeps_quotes
        Whether texts remember their quotation marks, so that they are written with them again.

    Raises
    ------
    IsuError
        Of the kind given, when the file is not UTF-8, not YAML or not a mapping, or of a format
        that a later version of the program writes.
    """
    text = _text_of(path, error)
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = keeps_quotes
    try:
        data = yaml.load(text)
    except MarkedYAMLError as e:
        raise error(_explain(e, text).format(file=path.name, line=_line(e, text))) from None
    except Exception:  # dates that do not exist, depth without end, characters of no text
        raise error(BROKEN.format(file=path.name, line=1)) from None
    if data is None:
        return CommentedMap()
    if not isinstance(data, CommentedMap):
        raise error(NOT_A_MAP.format(file=path.name))
    version = data.get(FORMAT)
    if isinstance(version, int) and version > KNOWN:
        raise error(NEWER.format(file=path.name, version=version, known=KNOWN))
    return data


def line_of(mapping: CommentedMap, key: str | None = None) -> int:
    """The line in the file where a key, or the mapping itself, begins; 1 for the first."""
    if key is not None and key in mapping.lc.data:
        return int(mapping.lc.key(key)[0]) + 1
    return int(mapping.lc.line) + 1


def shown(value: object) -> str:
    """A value of the file as a person would name it in an error line.

    Examples
    --------
    >>> shown(True), shown([1, 2]), shown(None), shown("Åby")
    ('ja', 'en lista', 'tomt', 'Åby')
    """
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, (list, tuple)):
        return "en lista"
    if isinstance(value, dict):
        return "en rad med kolon"
    text = " ".join(str("" if value is None else value).split())
    return (text if len(text) <= 60 else text[:59] + "…") or "tomt"


def _text_of(path: Path, error: type[IsuError]) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise error(NOT_TEXT.format(file=path.name)) from None
    except OSError as e:
        raise error(NO_ACCESS.format(file=path.name, reason=reason(e))) from None


def _explain(problem: MarkedYAMLError, text: str) -> str:
    if isinstance(problem, DuplicateKeyError):
        return TWICE
    return TAB if _tab_line(text) else BROKEN


def _line(problem: MarkedYAMLError, text: str) -> int:
    mark = problem.problem_mark or problem.context_mark
    is_tab = _explain(problem, text) is TAB
    return _tab_line(text) if is_tab else mark.line + 1 if mark else 1


def _tab_line(text: str) -> int:
    """The first line that begins with a tab; 0 where none does."""
    lines = enumerate(text.splitlines(), start=1)
    return next((i for i, line in lines if line.lstrip(" ").startswith("\t")), 0)
