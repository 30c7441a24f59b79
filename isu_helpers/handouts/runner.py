"""Run the notebooks of the handouts for each arbetsmapp and write the pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from ..configuration import DATA_SUFFIXES, NO_FOLDER, Settings, find_folder, project_root, settings
from ..errors import IsuError, SettingError

# The notebooks that become handouts, under notebooks/, in the order of the course.
NOTEBOOKS = ("dag2/steg1_vad_ser_vi.ipynb",)

STARTS = "{mapp} ({i} av {n}): räknar …"
WRITTEN = "  ({i} av {n}) {file}"
FAILED = "{mapp}: {why}"
NO_NOTEBOOK = (
    "Anteckningsboken «{file}» hittades inte. Väntade att den följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)
FOLDER_FAILED = (
    "Mappens sidor gick inte att göra ({kind}). Väntade en datafil och en kodbok som hör ihop. "
    "Kör anteckningsboken med mappen i JupyterLab för att se vad som är fel."
)


@dataclass(frozen=True)
class Outcome:
    """What became of one arbetsmapp: its pages, relative to the out folder, and what went wrong.

    ``problem`` is one Swedish line, or empty where all went well.
    """

    mapp: str
    files: tuple[Path, ...] = ()
    problem: str = ""


def render_handouts(
    folders: Iterable[str | Path],
    out: str | Path,
    *,
    report: Callable[[str], None] = print,
    complain: Callable[[str], None] | None = None,
    notebooks: Sequence[Path] | None = None,
) -> list[Outcome]:
    """Write ``out/<mapp>/<notebook>.html`` for each arbetsmapp, and ``out/index.html``.

    A folder that fails is told of in one Swedish line, and the others go on. Where nothing
    could be made, nothing is written.

    Parameters
    ----------
    folders
        Arbetsmappar, or folders that hold arbetsmappar.
    report, complain
        Take a line of progress or about text that was left out, and one about a folder that
        failed.
    notebooks
        Other notebooks than those of the course.
    """
    from .index import write_index

    out, found, outcomes = Path(out), [], []
    for folder in folders:
        try:
            found += (p for p in expand(folder) if p not in found)
        except IsuError as e:
            outcomes.append(Outcome(mapp=Path(folder).name, problem=one_line(e)))
            (complain or report)(outcomes[-1].problem)
    for i, (name, folder) in enumerate(zip(_names(found), found, strict=True), start=1):
        starts = STARTS.format(mapp=name, i=i, n=len(found))
        outcomes.append(_render_folder(folder, name, out, starts, report, notebooks))
        if outcomes[-1].problem:
            (complain or report)(FAILED.format(mapp=name, why=outcomes[-1].problem))
    if any(outcome.files for outcome in outcomes):
        write_index(out, {o.mapp: o.problem for o in outcomes if o.problem})
    return outcomes


def expand(folder: str | Path) -> list[Path]:
    """The folder itself, or the arbetsmappar in it where it has no data file of its own.

    Raises
    ------
    SettingError
        In Swedish, when there is no such folder.
    """
    if not str(folder).strip():
        raise SettingError(NO_FOLDER.format(folder=folder))
    path = find_folder(folder)
    if _is_arbetsmapp(path):
        return [path]
    return sorted(p for p in path.iterdir() if p.is_dir() and _is_arbetsmapp(p)) or [path]


def notebook_paths() -> tuple[Path, ...]:
    """Where the notebooks of the handouts stand."""
    return tuple(project_root() / "notebooks" / name for name in NOTEBOOKS)


def check(folder: Path) -> Settings:
    """The settings of an arbetsmapp whose data can be read.

    Raises
    ------
    IsuError
        In Swedish, when the settings, the data file or the codebook don't hold.
    """
    from ..intake import read_records

    chosen = settings(folder, skydd=True)
    read_records(chosen.datafil, chosen.kodbok, konsvariabel=chosen.konsvariabel)
    return chosen


def one_line(error: object) -> str:
    """An error's text without line breaks."""
    return " ".join(str(error).split())


def _render_folder(
    folder: Path,
    name: str,
    out: Path,
    starts: str,
    report: Callable[[str], None],
    notebooks: Sequence[Path] | None,
) -> Outcome:
    """Write a folder's pages, and tell so; a folder that does not hold is told of in one line."""
    files, problem = [], ""
    try:
        chosen = check(folder)
        report(starts)
        for file in _pages(chosen, notebooks or notebook_paths(), out / name, report):
            files.append(file.relative_to(out))
            total = len(notebooks or NOTEBOOKS)
            report(WRITTEN.format(i=len(files), n=total, file=file.as_posix()))
    except IsuError as e:
        problem = one_line(e)
    except Exception as e:  # its message may hold data
        problem = FOLDER_FAILED.format(kind=type(e).__name__)
    return Outcome(mapp=name, files=tuple(files), problem=problem)


def _pages(
    chosen: Settings, notebooks: Sequence[Path], out: Path, report: Callable[[str], None]
) -> Iterator[Path]:
    from .convert import to_html
    from .execute import execute
    from .files import write_whole

    stems = tuple(path.stem for path in notebooks)
    for path in notebooks:
        if not path.is_file():
            raise IsuError(NO_NOTEBOOK.format(file=path.name))
        executed = execute(path, arbetsmapp=chosen.arbetsmapp)
        page = to_html(
            executed,
            stem=path.stem,
            kommun=chosen.kommun,
            omrade=chosen.omrade,
            handouts=stems,
            minsta_antal=chosen.minsta_antal,
            tell=report,
        )
        target = out / f"{path.stem}.html"
        write_whole(target, page)
        yield target


def _is_arbetsmapp(folder: Path) -> bool:
    if (folder / "isu.yaml").is_file():
        return True
    names = (p.name for p in folder.iterdir() if p.suffix.lower() in DATA_SUFFIXES)
    return any(not name.startswith(("~", ".")) for name in names)


def _names(folders: Sequence[Path]) -> list[str]:
    """A name of its own for each folder's pages: the folder's, numbered where it is taken."""
    names: list[str] = []
    for folder in folders:
        stem = normalize("NFC", folder.name) or "mapp"
        name, count = stem, 1
        while name.casefold() in {n.casefold() for n in names}:
            count += 1
            name = f"{stem}-{count}"
        names.append(name)
    return names
