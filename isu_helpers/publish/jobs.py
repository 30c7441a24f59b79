"""What is asked of an arbetsmapp, what was made of it, and how that is written.

Nothing here reckons, so whoever waits for folders that others make loads next to nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..content import load
from ..errors import IsuError
from ..files import write_whole

# Names of files and folders, and the two views.

ONE_PAGE, TABLES, GROUP = "en_sida.html", "tabeller.xlsx", "arbetsbok"
BOUND = "samlad.html"  # all pages of a reader in one file
COMMON = "gemensam"  # the folder of what is shown of many arbetsmappar together
# In the arbetsmapp and not beside the pages, and with keyed fingerprints: nobody can try out rows
# against them. By its name a temporary file: `isu rensa` takes it, and all pages are made again.
RECORD = ".korning.tmp"


def reader_names() -> tuple[str, ...]:
    """The names of the reader's pages; one with nothing in it is not written."""
    return (ONE_PAGE, *(f"{entry['stem']}.html" for entry in load("reader").values()))


# The two views of handouts: what they are called, and how their files are told apart.

STAMP = "Arbetsmaterial – får inte spridas"
INTERNAL_MARK = "_bara_i_gruppen"


@dataclass(frozen=True)
class View:
    """What a view is named, what its pages say at the top and the foot, and what it takes.

    ``suffix`` ends the names of its files.
    """

    title: str
    footer: str
    is_protected: bool
    stamp: str = ""
    suffix: str = ""


TO_HAND_OUT = View(
    "Att lämna ut",
    "Underlag från individbaserad systematisk uppföljning. "
    "Små tal är dolda, så att ingen enskild person ska kunna kännas igen.",
    is_protected=True,
)
GROUP_ONLY = View(
    "Bara i gruppen",
    "Arbetsmaterial från individbaserad systematisk uppföljning. Får inte spridas.",
    is_protected=False,
    stamp=STAMP,
    suffix=INTERNAL_MARK,
)


# What is asked of an arbetsmapp, and what was made of it.

READER, FOR_GROUP = EDITIONS = "lasaren", "gruppen"

WRITTEN = "  ({i} av {n}) {file}"
FOLDER_FAILED = (
    "Mappens sidor gick inte att göra ({kind}). Väntade en datafil och en kodbok som hör ihop. "
    "Kör anteckningsboken med mappen i JupyterLab för att se vad som är fel."
)


@dataclass(frozen=True)
class Job:
    """What is asked of each arbetsmapp: the notebooks, where to, which view, all anew or not.

    ``is_forced`` makes new pages also where only few people have changed. ``editions`` are those
    of the reader, of the group, or both. ``minutes`` is how long a folder may take.
    ``is_packed`` writes pages as short as HTML lets them be. ``is_bound`` makes one file of all
    pages for the reader too.
    """

    notebooks: tuple[Path, ...]
    out: Path
    view: View
    is_anew: bool = False
    is_forced: bool = False
    editions: tuple[str, ...] = EDITIONS
    minutes: float = 60
    is_packed: bool = False
    is_bound: bool = False


@dataclass(frozen=True)
class Place:
    """An arbetsmapp, the name of its pages' folder, and which of how many it is."""

    folder: Path
    name: str
    i: int
    n: int


@dataclass(frozen=True)
class Made:
    """What was made of one arbetsmapp, to be written by whoever asked for it.

    Attributes
    ----------
    files
        The content of each file that is to be written.
    standing
        The files that lie there already, and hold.
    gone
        Files that there is nothing to write in any more.
    record
        What the files were made of, to know next time what has changed; see `unchanged.noted`.
    lines
        What was told while it was made, and what is to be told after it is written.
    problem
        One Swedish line, or empty where all went well.
    """

    files: dict[Path, bytes] = field(default_factory=dict, repr=False)
    standing: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()
    record: str = field(default="", repr=False)
    lines: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    problem: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one arbetsmapp: its files, relative to the out folder, and what went wrong.

    ``problem`` is one Swedish line, or empty where all went well.
    """

    mapp: str
    files: tuple[Path, ...] = ()
    problem: str = ""


def put(made: Made, place: Place, job: Job, report: Callable[[str], None]) -> Outcome:
    """Write what was made of a folder, and tell so; where any is, how it was made goes last."""
    files, problems = [f.relative_to(job.out) for f in made.standing], [made.problem]
    try:
        for i, (file, data) in enumerate(made.files.items(), start=1):
            write_whole(file, data)
            _clear_old(file, job.out / place.name)
            files.append(file.relative_to(job.out))
            report(WRITTEN.format(i=i, n=len(made.files), file=file.as_posix()))
        for file in made.gone:
            file.unlink(missing_ok=True)
        if made.files:
            with suppress(IsuError):  # else all is made again next time
                write_whole(place.folder / RECORD, made.record)
    except IsuError as e:
        problems.append(one_line(e))
    except OSError as e:
        problems.append(FOLDER_FAILED.format(kind=type(e).__name__))
    for line in made.lines[1]:
        report(line)
    return Outcome(place.name, tuple(files), " ".join(filter(None, dict.fromkeys(problems))))


def _clear_old(file: Path, target: Path) -> None:
    """Take away an older print of a page, and the page where earlier versions laid it."""
    if file.suffix == ".html":
        file.with_suffix(".pdf").unlink(missing_ok=True)
    if file.parent.name == GROUP and file.name not in reader_names():
        (target / file.name).unlink(missing_ok=True)


def one_line(error: object) -> str:
    """An error's text without line breaks."""
    return " ".join(str(error).split())
