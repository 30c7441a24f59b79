"""After the workshop: take the people's records out of an arbetsmapp, and keep the work."""

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..configuration import DATA_SUFFIXES, project_root, read_settings_file, sample_root
from ..errors import SettingError
from ..privacy import KEY_FILE, TIES_FILE, keep_ties
from ..wording import listing

MARKS = ("isu.yaml", "kodbok.yaml", "arbetsbok.yaml", KEY_FILE)
PUBLICATION = "utlamning.json"
KEPT = ("isu.yaml", "kodbok.yaml", "arbetsbok.yaml", "tabeller.xlsx", PUBLICATION, TIES_FILE)
GROUP_ONLY = "*_bara_i_gruppen.*"  # pages and tables with small numbers in them
KEPT_SUFFIXES = (".html", ".docx", ".pptx", ".pdf")
DATA = (*DATA_SUFFIXES, ".xlsb", ".parquet", ".feather", ".pkl", ".pickle")
COPIES = (".bak", ".old", ".orig", ".tmp", "~")
PRACTICE_FOLDER = "ovning"  # invented people, from the trial run
VERSIONS = "arbetsbok_versioner"  # old texts, perhaps with what the group has since taken away
CHECKPOINTS, HANDOUTS = ".ipynb_checkpoints", "index.html"
README = ("readme", "läsmig", "läs mig")

NO_FOLDER = (
    "Mappen «{folder}» hittades inte. Väntade den arbetsmapp som ni är klara med. "
    "Kontrollera stavningen eller skriv hela sökvägen."
)
SHORTCUT = (
    "«{folder}» är en genväg. Väntade själva mappen, så att inget tas bort på fel ställe. "
    "Skriv hela sökvägen till mappen."
)
NOT_HERE = (
    "Mappen «{folder}» får inte rensas. Väntade en egen arbetsmapp, och inte {what}. "
    "Skriv vilken arbetsmapp som ska rensas."
)
HOME, PROJECT, PRACTICE = (
    "hemmappen eller en mapp ovanför den",
    "programmets mapp",
    "övningsmappar",
)
NOT_OURS = (
    "Mappen «{folder}» ser inte ut som en arbetsmapp. Väntade {marks} i den. "
    "Är det rätt mapp, så ta bort filerna själva."
)
SUBFOLDER = (
    "Mappen «{folder}» har en undermapp, «{name}», som inte hör till en arbetsmapp. Väntade en "
    "arbetsmapp utan andra mappar i. Flytta ut undermappen, eller ta bort filerna själva."
)

DOOMED = "Det här tas bort ur {folder}:"
NOTHING = "I {folder} finns inget att ta bort."
REMAINS = "Det här är kvar i {folder}:"
EMPTY = "Mappen {folder} är tom nu."
FAILED = "De här gick inte att ta bort. Stäng dem i andra program och kör igen:"
OUTSIDE = "De här filerna ligger utanför mappen. De rörs inte, så ta bort dem själva om ni ska:"
UNKNOWN = "  ({what}, rörs inte)"
SHORTCUT_LEFT, FILE_LEFT = "genväg", "okänd fil"
RUN_LEFT = "körda anteckningsböcker i den"
SHOWN_ONLY = "  (bara det som har visats, behövs om ni gör nya sidor)"
TIES_ONLY = "  (säger inget om någon, behövs om ni gör nya sidor)"
HONEST = (
    "Borttagna filer kan finnas kvar i säkerhetskopior, i papperskorgar, i molnet och på "
    "USB-minnen. Be den som sköter era datorer om hjälp med dem."
)


@dataclass(frozen=True)
class Cleanup:
    """What a cleanup would take away from a folder, and what it leaves.

    ``outside`` are files that the folder's settings name and that lie elsewhere.
    """

    folder: Path
    doomed: tuple[Path, ...]
    kept: tuple[Path, ...]
    outside: tuple[Path, ...] = ()


def plan_cleanup(folder: str | Path) -> Cleanup:
    """What to take away from an arbetsmapp; nothing is touched yet.

    Raises
    ------
    SettingError
        In Swedish, when the folder is none, not to be touched, or holds folders of other things.
    """
    given = Path(folder)
    _check_place(given)
    whole = given.resolve()
    named = _named(whole)
    ours = {whole / name for name in KEPT} | {
        named[n] for n in ("kodbok", "arbetsbok") if n in named
    }
    _check_content(whole)
    inside = sorted(whole.iterdir())
    doomed = [p for p in inside if p not in ours and _is_doomed(p)]
    doomed += [f for p in inside if _is_handouts(p) for f in sorted(p.rglob(GROUP_ONLY))]
    outside = [
        p for n, p in named.items() if n in ("datafil", "jamforelse") and whole not in p.parents
    ]
    kept = [p for p in inside if p not in doomed]
    return Cleanup(whole, tuple(doomed), tuple(kept), tuple(outside))


def clean(plan: Cleanup) -> tuple[Path, ...]:
    """Take away what the plan says; those that could not be taken away.

    What the next publication needs of the folder's key is kept where something has been shown.
    """
    if (plan.folder / PUBLICATION).is_file():
        keep_ties(plan.folder)
    for path in plan.doomed:
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return tuple(p for p in plan.doomed if p.exists())


def lines_before(plan: Cleanup) -> list[str]:
    """What is told before anything is taken away."""
    name = plan.folder.name
    if not plan.doomed:
        return [NOTHING.format(folder=name)]
    return [DOOMED.format(folder=name), *(f"  {_shown(p, plan.folder)}" for p in plan.doomed)]


def lines_after(plan: Cleanup, failed: tuple[Path, ...] = ()) -> list[str]:
    """What is told when it is done: what is left, and where copies may be."""
    name, lines = plan.folder.name, []
    if failed:
        lines += [FAILED, *(f"  {_shown(p, plan.folder)}" for p in failed)]
    kept = sorted({*plan.kept, *plan.folder.glob(TIES_FILE)})
    left = [f"  {_shown(p, plan.folder)}{_what(p)}" for p in kept]
    lines += [REMAINS.format(folder=name), *left] if left else [EMPTY.format(folder=name)]
    if plan.outside:
        lines += [OUTSIDE, *(f"  {p}" for p in plan.outside)]
    return [*lines, HONEST]


def _check_place(folder: Path) -> None:
    told = {"folder": folder.name or str(folder)}
    if folder.is_symlink():
        raise SettingError(SHORTCUT.format(**told))
    if not folder.is_dir():
        raise SettingError(NO_FOLDER.format(**told))
    whole, home = folder.resolve(), Path.home().resolve()
    practice, project = sample_root().resolve(), project_root().resolve()
    for what, is_there in (
        (HOME, whole == home or whole in home.parents),
        (PRACTICE, practice in (whole, *whole.parents)),
        (PROJECT, whole == project or whole in project.parents),
    ):
        if is_there:
            raise SettingError(NOT_HERE.format(what=what, **told))


def _check_content(folder: Path) -> None:
    if not any((folder / name).is_file() for name in MARKS):
        marks = listing(MARKS, "eller")
        raise SettingError(NOT_OURS.format(folder=folder.name, marks=marks))
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not _is_own_folder(path):
            raise SettingError(SUBFOLDER.format(folder=folder.name, name=path.name))


def _is_own_folder(path: Path) -> bool:
    is_made = path.name in (CHECKPOINTS, VERSIONS) or _is_practice(path)
    return is_made or _is_handouts(path)


def _is_practice(path: Path) -> bool:
    """Whether a folder is the one that the trial run of day 1 makes."""
    return path.name == PRACTICE_FOLDER and (path / "isu.yaml").is_file()


def _is_handouts(path: Path) -> bool:
    """Whether a folder is one that the pages were written in."""
    if path.is_symlink() or not path.is_dir():
        return False
    return (path / HANDOUTS).is_file() or any(path.glob(f"*/{GROUP_ONLY}"))


def _named(folder: Path) -> dict[str, Path]:
    """The files that isu.yaml names, by setting; none where it can't be read."""
    with suppress(SettingError, OSError):
        written = read_settings_file(folder).items()
        return {
            n: (folder / v).resolve()
            for n, v in written
            if isinstance(v, str) and _is_file(folder, v)
        }
    return {}


def _is_file(folder: Path, name: str) -> bool:
    with suppress(OSError, ValueError):
        return (folder / name).is_file()
    return False


def _is_doomed(path: Path) -> bool:
    if path.is_symlink():
        return False
    if path.is_dir():
        return path.name in (CHECKPOINTS, VERSIONS) or _is_practice(path)
    name = path.name.casefold()
    if name.startswith(README):
        return False
    holds_people = path.match(GROUP_ONLY) or _holds_people(_without_copy_mark(name))
    return holds_people or _is_temporary(name) or _was_run(path)


def _is_temporary(name: str) -> bool:
    """Whether a name is that of a draft of ours, or a lock of Excel or LibreOffice."""
    is_draft = name.startswith(".") and name.endswith((".tmp", ".ny", ".lock"))
    return is_draft or name.startswith("~$") or name.startswith(".~lock.") and name.endswith("#")


def _holds_people(name: str) -> bool:
    return name.endswith((*DATA, ".nyckel"))


def _without_copy_mark(name: str) -> str:
    """The name of which a file is a copy.

    Examples
    --------
    >>> _without_copy_mark("data.xlsx.bak~")
    'data.xlsx'
    """
    while mark := next((m for m in COPIES if name.endswith(m)), ""):
        name = name.removesuffix(mark)
    return name


def _was_run(path: Path) -> bool:
    """Whether a file is a notebook with results in it."""
    if path.suffix.lower() != ".ipynb":
        return False
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return any(cell.get("outputs") for cell in cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _shown(path: Path, folder: Path) -> str:
    end = "/" if path.is_dir() and not path.is_symlink() else ""
    return path.relative_to(folder).as_posix() + end


def _what(path: Path) -> str:
    """A word about what is left without being ours."""
    if path.is_symlink():
        return UNKNOWN.format(what=SHORTCUT_LEFT)
    if path.is_dir():
        has_run = any(_was_run(p) for p in path.rglob("*.ipynb"))
        return UNKNOWN.format(what=RUN_LEFT) if has_run else ""
    name = path.name.casefold()
    if name == PUBLICATION:
        return SHOWN_ONLY
    if name == TIES_FILE:
        return TIES_ONLY
    is_known = name in KEPT or name.endswith(KEPT_SUFFIXES)
    return "" if is_known or name.endswith(".yaml") else UNKNOWN.format(what=FILE_LEFT)
