"""Run the notebooks of the handouts for each arbetsmapp and write pages and tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from ..configuration import (
    DATA_SUFFIXES,
    NO_FOLDER,
    Settings,
    find_data_file,
    find_folder,
    project_root,
    settings,
)
from ..content import notebooks
from ..disclosure import Release, give_out, release_of
from ..errors import IsuError, SettingError
from ..records import Records
from ..saving import write_whole
from .views import GROUP_ONLY, TO_HAND_OUT, View

STARTS = "{mapp} ({i} av {n}): räknar …"
RAN = "  {stem} är räknad"
WRITTEN = "  ({i} av {n}) {file}"
FAILED = "{mapp}: {why}"
ONE_FOLDER = (
    "--tidigare gäller {n} mappar. Väntade en arbetsmapp, för en tidigare utlämning hör till en "
    "grupp personer. Kör en mapp i taget."
)
NO_NOTEBOOK = (
    "Anteckningsboken «{file}» hittades inte. Väntade att den följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)
FOLDER_FAILED = (
    "Mappens sidor gick inte att göra ({kind}). Väntade en datafil och en kodbok som hör ihop. "
    "Kör anteckningsboken med mappen i JupyterLab för att se vad som är fel."
)


@dataclass(frozen=True)
class Job:
    """What is asked of each arbetsmapp: the notebooks, where to, which view, whom to tell."""

    notebooks: tuple[Path, ...]
    out: Path
    view: View
    report: Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one arbetsmapp: its files, relative to the out folder, and what went wrong.

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
    earlier: Sequence[str | Path] = (),
    skydd: bool = True,
) -> list[Outcome]:
    """Write pages and tables of each arbetsmapp, and a start page over them all.

    ``out/<mapp>/<notebook>.html`` and ``out/<mapp>/tabeller.xlsx`` are written when all notebooks
    have been run and the attacker has found nothing in what they show together. A folder that
    fails is told of in one Swedish line, and the others go on. Where nothing could be made,
    nothing is written.

    Parameters
    ----------
    folders
        Arbetsmappar, or folders that hold arbetsmappar.
    report, complain
        Take a line of progress or about text that was left out, and one about a folder that
        failed.
    notebooks
        Other notebooks than those of the course.
    earlier
        Earlier publications of the same people, files or folders, that the new one is fitted to.
    skydd
        ``False`` writes what is for the group only, under other names and on no start page.

    Raises
    ------
    SettingError
        In Swedish, when an earlier publication is none, or of several folders.
    """
    from .index import write_index

    complain = complain or report
    found, outcomes = _found(folders, complain)
    _fit(found, earlier)
    view = TO_HAND_OUT if skydd else GROUP_ONLY
    job = Job(tuple(notebooks or notebook_paths()), Path(out), view, report)
    for i, (name, folder) in enumerate(zip(_names(found), found, strict=True), start=1):
        starts = STARTS.format(mapp=name, i=i, n=len(found))
        outcomes.append(_render_folder(folder, name, job, starts))
        if outcomes[-1].problem:
            complain(FAILED.format(mapp=name, why=outcomes[-1].problem))
    if skydd and any(outcome.files for outcome in outcomes):
        write_index(job.out, {o.mapp: o.problem for o in outcomes if o.problem})
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
    """Where the notebooks of the course stand, in its order."""
    places = (project_root() / "notebooks" / entry["fil"] for entry in notebooks().values())
    return tuple(path for path in places if path.is_file())


def check(folder: Path, skydd: bool = True) -> tuple[Settings, Records]:
    """The settings of an arbetsmapp, and its records.

    Raises
    ------
    IsuError
        In Swedish, when the settings, the data file or the codebook don't hold.
    """
    from ..intake import read_records

    chosen = settings(folder, skydd=skydd)
    if chosen.datafil is None and not chosen.arbetsbok.is_file():
        find_data_file(folder)  # tells that there is none
    records = read_records(chosen.datafil, chosen.kodbok, konsvariabel=chosen.konsvariabel)
    return chosen, records


def one_line(error: object) -> str:
    """An error's text without line breaks."""
    return " ".join(str(error).split())


def _found(
    folders: Iterable[str | Path], complain: Callable[[str], None]
) -> tuple[list[Path], list[Outcome]]:
    """The arbetsmappar that are asked for, and what became of folders that are not there."""
    found, outcomes = [], []
    for folder in folders:
        try:
            found += (p for p in expand(folder) if p not in found)
        except IsuError as e:
            outcomes.append(Outcome(mapp=Path(folder).name, problem=one_line(e)))
            complain(outcomes[-1].problem)
    return found, outcomes


def _fit(found: Sequence[Path], earlier: Sequence[str | Path]) -> None:
    from .publication import fit_to, read_earlier

    editions = read_earlier(earlier)
    if earlier and len(found) != 1:
        raise SettingError(ONE_FOLDER.format(n=len(found)))
    for folder in found if earlier else ():
        fit_to(folder, earlier, editions)


def _render_folder(folder: Path, name: str, job: Job, starts: str) -> Outcome:
    """Write a folder's files, and tell so; a folder that does not hold is told of in one line."""
    files, problem = [], ""
    try:
        chosen, records = check(folder, job.view.is_protected)
        job.report(starts)
        for file in _written(chosen, records, name, job):
            files.append(file.relative_to(job.out))
            total = len(job.notebooks) + 1
            job.report(WRITTEN.format(i=len(files), n=total, file=file.as_posix()))
    except IsuError as e:
        problem = one_line(e)
    except Exception as e:  # its message may hold data
        problem = FOLDER_FAILED.format(kind=type(e).__name__)
    return Outcome(mapp=name, files=tuple(files), problem=problem)


def _written(chosen: Settings, records: Records, name: str, job: Job) -> Iterator[Path]:
    """Write a folder's files when all of them are made and hold together.

    That they are given out is noted before the first is written: a run that is killed then leaves
    none that the next one does not know of.
    """
    from .tables_file import tables_file

    pages = dict(_pages(chosen, job))
    release = _release(chosen, records, name, job)
    content = pages | {"tabeller.xlsx": tables_file(release, chosen, job.view)}
    if job.view.is_protected:
        give_out(chosen.arbetsmapp)
    for file, data in content.items():
        target = job.out / name / file
        target = target.with_stem(target.stem + job.view.suffix)
        write_whole(target, data)
        yield target


def _release(chosen: Settings, records: Records, name: str, job: Job) -> Release:
    """What the folder's notebooks showed: the publication, or what is for the group only."""
    from .publication import fitted_line, opened

    if not job.view.is_protected:
        return release_of(records, chosen.minsta_antal, False, chosen.arbetsmapp)
    release = opened(chosen, records)
    if line := fitted_line(name, chosen.arbetsmapp):
        job.report(line)
    return release


def _pages(chosen: Settings, job: Job) -> Iterator[tuple[str, str]]:
    """The page of each notebook, with its file's name."""
    from .convert import to_html
    from .execute import execute

    skydd, stems = job.view.is_protected, [path.stem for path in job.notebooks]
    for path in job.notebooks:
        if not path.is_file():
            raise IsuError(NO_NOTEBOOK.format(file=path.name))
        executed = execute(path, arbetsmapp=chosen.arbetsmapp, skydd=skydd)
        page = to_html(
            executed,
            stem=path.stem,
            kommun=chosen.kommun,
            omrade=chosen.omrade,
            skydd=skydd,
            handouts=tuple(stems),
            minsta_antal=chosen.minsta_antal,
            tell=job.report,
        )
        job.report(RAN.format(stem=path.stem))
        yield f"{path.stem}.html", page


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
