"""Pages and tables for each of many arbetsmappar, and a start page over them all."""

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ..configuration import DATA_SUFFIXES, NO_FOLDER, find_folder, project_root
from ..content import notebooks
from ..errors import IsuError, SettingError
from ..files import check_place
from ..masking import mask
from ..wording import counted
from .jobs import (
    COMMON,
    EDITIONS,
    FOLDER_FAILED,
    GROUP,
    GROUP_ONLY,
    TO_HAND_OUT,
    Job,
    Made,
    Outcome,
    Place,
    one_line,
    put,
)

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

# Several arbetsmappar at once, each in a process of its own.

PAUSE = 0.1  # seconds between looks for lines to report

GRACE = 60  # seconds that a folder may take on after its time, to tell what became of it
WARM = "isu_helpers.publish.warm"
LATE = (
    "Mappens sidor blev inte klara på {minutes} och avbröts. Väntade att en mapp blir klar på den "
    "tiden. Kör mappen igen, ensam eller med längre tid efter --minuter."
)


def render_all(
    places: Sequence[Place], job: Job, report: Callable[[str], None], count: int,
    executor: Executor | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """The outcome of each arbetsmapp in order; as many at once as is said, or by an executor.

    Each is written as soon as it is made. A process that is killed takes down its own arbetsmapp
    and no other.
    """
    if executor:
        from .spread import spread

        yield from spread(places, job, report, executor)
        return
    if not count:
        from .folder import make

        yield from (put(make(place, job, report), place, job, report) for place in places)
        return
    lines = _context().SimpleQueue()
    with ThreadPoolExecutor(min(count, len(places)) or 1) as threads:
        futures = [threads.submit(_written, place, job, lines) for place in places]
        try:
            for future in futures:
                _report_until(future, lines, report)
                yield future.result()
        finally:
            threads.shutdown(cancel_futures=True)


def _written(place: Place, job: Job, lines: SimpleQueue[str]) -> Outcome:
    return put(_made(place, job, lines), place, job, lines.put)


def _made(place: Place, job: Job, lines: SimpleQueue[str]) -> Made:
    """Make one arbetsmapp in a process of its own, which is killed when its time is out."""
    try:
        made: Made = _apart(_make, place, job, lines, seconds=60 * job.minutes + GRACE)
        return made
    except TimeoutError:
        minutes = counted(round(job.minutes), "minut", "minuter")
        return Made(problem=LATE.format(minutes=minutes))
    except EOFError as e:
        return Made(problem=FOLDER_FAILED.format(kind=type(e).__name__))


def _make(place: Place, job: Job, lines: SimpleQueue[str]) -> Made:
    from .folder import make

    return make(place, job, lines.put, is_alone=True)


def _apart(work: Callable[..., Any], *given: object, seconds: float | None = None) -> Any:
    """What comes of some work in a process of its own, which is gone afterwards.

    Raises
    ------
    TimeoutError
        When its time is out.
    EOFError
        When the process was killed.
    IsuError
        As the work raised it.
    """
    receives, sends = _context().Pipe(duplex=False)
    process = _context().Process(target=_send, args=(work, given, sends, dict(os.environ)))
    process.start()
    sends.close()
    try:
        if not receives.poll(seconds):
            raise TimeoutError
        came = receives.recv()
    finally:
        process.kill()
        process.join()
    if isinstance(came, IsuError):
        raise came
    return came


def _aside(
    work: Callable[..., Any], *given: object, report: Callable[[str], None], is_here: bool
) -> Any:
    """What comes of work that tells lines, in a process of its own if it isn't to be done here."""
    if is_here:
        return work(*given, report)
    lines = _context().SimpleQueue()
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(_apart, _telling, work, given, lines)
        _report_until(future, lines, report)
        return future.result()


def _telling(work: Callable[..., Any], given: Sequence[object], lines: SimpleQueue[str]) -> Any:
    return work(*given, lines.put)


def _context() -> "SpawnContext | ForkServerContext":
    """How a process begins: as a copy of one that has imported all, where that is safe."""
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([WARM])
    return context


def hush() -> None:
    """Let this process end without a word about what was under way when it was interrupted."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def _send(
    work: Callable[..., Any], given: Sequence[object], sends: Connection,
    environment: dict[str, str],
) -> None:  # fmt: skip
    """Do some work in a process of its own, and send what came of it."""
    hush()
    os.environ.clear()
    os.environ.update(environment)
    try:
        sends.send(work(*given))
    except IsuError as e:
        sends.send(e)


def _report_until(
    future: Future[Any], lines: SimpleQueue[str], report: Callable[[str], None]
) -> None:
    """Report what is told, until an outcome is there."""
    while not future.done() or not lines.empty():
        if lines.empty():
            wait([future], timeout=PAUSE)
        else:
            report(lines.get())


# Pages and tables for each of many arbetsmappar, and a start page over them all.

FAILED = "{mapp}: {why}"
STATE = "Läget i mapparna står i {file}, bredvid sidorna. Den är för dig som håller ihop dem."
PRINTED = "{files} finns också som PDF, bredvid sidorna"
ONE_FOLDER = (
    "--tidigare gäller {n} mappar. Väntade en arbetsmapp, för en tidigare utlämning hör till en "
    "grupp personer. Kör en mapp i taget."
)
NOT_BOTH = (
    "Både --gemensam och --bara-i-gruppen är angivna. Väntade ett av dem, för gemensamma sidor "
    "lämnas ut. Ta bort det ena."
)
MARKS = ("isu.yaml", "arbetsbok.yaml")  # either makes a folder an arbetsmapp, also without data
MOST_AT_ONCE = 4  # each takes about half a gigabyte


def render_handouts(
    folders: Iterable[str | Path],
    out: str | Path,
    *,
    report: Callable[[str], None] = print,
    complain: Callable[[str], None] | None = None,
    notebooks: Sequence[Path] | None = None,
    earlier: Sequence[str | Path] = (),
    skydd: bool = True,
    is_anew: bool = False,
    is_forced: bool = False,
    editions: Sequence[str] = EDITIONS,
    is_printed: bool = False,
    at_once: int = 0,
    minutes: float = 60,
    is_packed: bool = False,
    is_bound: bool = False,
    executor: Executor | None = None,
    is_common: bool = False,
) -> list[Outcome]:
    """Write pages and tables of each arbetsmapp, and a start page over them all.

    The reader's pages are ``out/<mapp>/<page>.html``, the group's
    ``out/<mapp>/arbetsbok/<notebook>.html``. They and ``out/<mapp>/tabeller.xlsx`` are written
    when all is made and the attacker has found nothing in what they show together. A folder or a
    notebook that fails is told of in one Swedish line, and the others go on. Where nothing could
    be made, nothing is written. Of several folders ``out_utbildare/lage.html`` tells how it
    stands with each, for whoever runs them: it lies beside what is handed out, not in it. A file
    that lies there as the same input made it is let be.

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
    is_anew
        Whether all is made again, whatever has changed.
    is_forced
        Whether new pages are made also where only few people have changed since the last.
    editions
        ``"lasaren"``, ``"gruppen"`` or both: the pages to hand out, and those of all notebooks.
    is_printed
        Whether the reader's pages are printed as PDF too, by a browser that the computer has;
        the group's where those alone are made.
    at_once
        How many arbetsmappar to work with at the same time, each in a process of its own: a
        program that asks for it must be guarded by ``__name__ == "__main__"``. With 0 all is done
        in this process, one after another, with a kernel beside it, which takes twice the time.
    executor
        Makes the folders in place of this machine's processes: any of ``concurrent.futures`` or
        with its interface, such as ``dask.distributed.Client(...).get_executor()``. Its workers
        must find the arbetsmappar where they lie here; only their paths are sent. What they have
        made is written here.
    is_packed
        Whether pages are written as short as HTML lets them be: the same to a browser.
    is_bound
        Whether the reader's pages are also put together in one file, ``out/<mapp>/samlad.html``.
    minutes
        How long a folder may take at most; then it is stopped and told of.
    is_common
        Whether pages of all arbetsmappar together are made too, in ``out/gemensam``: see
        `render_common`.

    Raises
    ------
    IsuError
        In Swedish, when nothing can be saved in ``out``: before anything is worked out.
    SettingError
        In Swedish, when an earlier publication is none, or of several folders, and when common
        pages are asked for where small numbers are seen.
    """
    complain = complain or report
    if is_common and not skydd:
        raise SettingError(NOT_BOTH)
    check_place(Path(out))
    found, outcomes = _found(folders, complain)
    _fit(found, earlier)
    view = TO_HAND_OUT if skydd else GROUP_ONLY
    job = Job(
        tuple(notebooks or notebook_paths()), Path(out), view, is_anew, is_forced,
        tuple(editions), minutes, is_packed, is_bound,
    )  # fmt: skip
    places = _places(found)
    for outcome in render_all(places, job, report, at_once, executor):
        outcomes.append(outcome)
        if outcome.problem:
            complain(FAILED.format(mapp=outcome.mapp, why=outcome.problem))
    aside = partial(_aside, report=report, is_here=not at_once)
    if is_common:
        outcomes.append(aside(_together, [(p.folder, p.name) for p in places], job.out))
        if outcomes[-1].problem:
            complain(FAILED.format(mapp=COMMON, why=outcomes[-1].problem))
    if is_printed:
        _print(
            [
                job.out / f
                for o in outcomes
                for f in o.files
                if EDITIONS[0] not in job.editions or f.parent.name != GROUP
            ],
            report,
            complain,
        )
    if skydd and any(outcome.files for outcome in outcomes):
        told = aside(_over, job.out, places, outcomes)
        if told:
            complain(told)
    return outcomes


def _together(
    places: Sequence[tuple[Path, str]], out: Path, report: Callable[[str], None]
) -> Outcome:
    from .region import render_common

    return render_common(places, out, report)


def _over(
    out: Path, places: Sequence[Place], outcomes: Sequence[Outcome], report: Callable[[str], None]
) -> str:
    """Write the start page, and how it stands with each folder; a line where that can't be."""
    from .index import write_index
    from .state import write_state

    write_index(out, {o.mapp: o.problem for o in outcomes if o.problem})
    if len(places) < 2:
        return ""
    try:
        file = write_state(out, places, outcomes)
    except IsuError as e:
        return one_line(e)
    report(STATE.format(file=f"{file.parent.name}/{file.name}"))
    return ""


def _print(
    files: Sequence[Path], report: Callable[[str], None], complain: Callable[[str], None]
) -> None:
    """Print pages; a line where that can't be done."""
    from .pdf import print_pdf

    pages = [f for f in files if f.suffix == ".html"]
    try:
        made = [print_pdf(page) for page in pages]
    except IsuError as e:
        complain(one_line(e))
    else:
        report(PRINTED.format(files=counted(len(made), "sida", "sidor")))


def cores() -> int:
    """How many arbetsmappar this machine can work with at once."""
    return min(os.cpu_count() or 1, MOST_AT_ONCE)


def expand(folder: str | Path) -> list[Path]:
    """The folder itself, or the arbetsmappar in it where it has no data file of its own.

    Raises
    ------
    SettingError
        In Swedish, when there is no such folder.
    """
    if not str(folder).strip():
        raise SettingError(NO_FOLDER.format(folder=folder, near=""))
    path = find_folder(folder)
    if _is_arbetsmapp(path):
        return [path]
    return sorted(p for p in path.iterdir() if p.is_dir() and _is_arbetsmapp(p)) or [path]


def notebook_paths() -> tuple[Path, ...]:
    """Where the notebooks of the course stand, in its order."""
    places = (project_root() / "notebooks" / entry["fil"] for entry in notebooks().values())
    return tuple(path for path in places if path.is_file())


def _found(
    folders: Iterable[str | Path], complain: Callable[[str], None]
) -> tuple[list[Path], list[Outcome]]:
    """The arbetsmappar that are asked for, and what became of folders that are not there."""
    found: list[Path] = []
    outcomes: list[Outcome] = []
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


def _is_arbetsmapp(folder: Path) -> bool:
    """Whether a folder has the files of one; the region's own is one only with a data file."""
    is_marked = any((folder / name).is_file() for name in MARKS)
    if is_marked and folder.name != COMMON:
        return True
    names = (p.name for p in folder.iterdir() if p.suffix.lower() in DATA_SUFFIXES)
    return any(not name.startswith(("~", ".")) for name in names)


def _places(folders: Sequence[Path]) -> list[Place]:
    named = enumerate(zip(folders, _names(folders), strict=True), start=1)
    return [Place(folder, name, i, len(folders)) for i, (folder, name) in named]


def _names(folders: Sequence[Path]) -> list[str]:
    """A name of its own for each folder's pages: the folder's, numbered where it is taken."""
    names: list[str] = []
    for folder in folders:
        stem = mask(normalize("NFC", folder.name)) or "mapp"
        name, count = stem, 1
        while name.casefold() in {COMMON, *(n.casefold() for n in names)}:
            count += 1
            name = f"{stem}-{count}"
        names.append(name)
    return names
