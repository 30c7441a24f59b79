"""The pages and tables of one arbetsmapp: all notebooks run, and tried together.

They are made here, anywhere, and written by whoever asked for them; see `jobs`.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..configuration import find_data_file, settings
from ..content import NOTEBOOK, notebooks, prompts
from ..content.packing import packed
from ..disclosure import Release, few_since, give_out
from ..errors import IsuError
from ..records import Records
from ..run import Run, begin_notebook, reading_once
from ..wording import listing
from ..workbook import ANSWERS, Workbook
from ..workbook.note import base_of
from .jobs import (
    BOUND,
    FOLDER_FAILED,
    FOR_GROUP,
    GROUP,
    READER,
    TABLES,
    Job,
    Made,
    Place,
    one_line,
    reader_names,
)  # fmt: skip
from .unchanged import Origins, noted

if TYPE_CHECKING:
    from nbformat import NotebookNode

STARTS = "{mapp} ({i} av {n}): räknar …"
RAN = "  {mapp}: {stem} är räknad"
UNCHANGED = "{mapp}: {count} av {n} filer stämmer sedan förra gången och görs inte om"
FEW = (
    "{mapp}: Bara få personer har ändrats sedan {date}. De gamla sidorna gäller. Nya sidor skulle "
    "dölja fler tal, så att ingen kan se vad just de svarat. Vill ni ha dem ändå: kör igen med "
    "--anda."
)
NO_NOTEBOOK = (
    "Anteckningsboken «{file}» hittades inte. Väntade att den följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)


def make(
    place: Place, job: Job, report: Callable[[str], None] | None = None, is_alone: bool = False
) -> Made:
    """All files of a folder, none of them written; what does not hold is told of in one line.

    It needs nothing but what it is given and the arbetsmapp, and writes in that alone, what has
    been shown of its people: so it can be called in any process, on any machine that has the
    folder.

    Parameters
    ----------
    report
        Takes each line as it is told; all are in what is returned too.
    is_alone
        Whether the process is there for this folder only, and then ends.
    """
    run = _Run(place, job, report or (lambda _: None), is_alone)
    try:
        with reading_once() if is_alone else nullcontext():
            chosen, records = check(place.folder, job.view.is_protected)
            run.tell(STARTS.format(mapp=place.name, i=place.i, n=place.n))
            if not run.stands(chosen, records):
                run.make(chosen, records)
    except IsuError as e:
        run.problems.append(one_line(e))
    except Exception as e:  # its message may hold data
        run.problems.append(FOLDER_FAILED.format(kind=type(e).__name__))
    return run.made()


def check(folder: Path, skydd: bool = True) -> tuple[Run, Records]:
    """The run of an arbetsmapp, and its records; none where there is only a workbook.

    Raises
    ------
    IsuError
        In Swedish, when the settings, the data file or the codebook don't hold.
    """
    chosen = Run(settings(folder, skydd=skydd))
    if chosen.datafil is None and not chosen.arbetsbok.is_file():
        find_data_file(folder)  # tells that there is none
    return chosen, chosen.records()


@dataclass
class _Run:
    """The files of one arbetsmapp as they are made, and what went wrong."""

    place: Place
    job: Job
    report: Callable[[str], None]
    is_alone: bool = False
    files: dict[Path, bytes] = field(default_factory=dict)
    kept: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    record: str = ""
    lines: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def tell(self, line: str) -> None:
        """Tell a line, and keep it."""
        self.lines.append(line)
        self.report(line)

    def made(self) -> Made:
        """All that was made."""
        return Made(
            self.files, tuple(self.kept), tuple(self.gone), self.record,
            (tuple(self.lines), tuple(self.last)), " ".join(dict.fromkeys(self.problems)),
        )  # fmt: skip

    def stands(self, chosen: Run, records: Records) -> bool:
        """Whether the pages that are out hold, since only few people have changed; told if so."""
        if self.job.is_forced or not self.job.view.is_protected:
            return False
        date = few_since(records, chosen.minsta_antal, chosen.arbetsmapp)
        if date:
            self.tell(FEW.format(mapp=self.place.name, date=date))
        return bool(date)

    def make(self, chosen: Run, records: Records) -> None:
        """Make what has changed, all of it together."""
        sources = self._sources(chosen)
        origins = Origins(chosen, self.job.view, self._target, records)
        standing = self._standing(origins, sources)
        stale = {file: source for file, source in sources.items() if file not in standing}
        content = self._content(chosen, records, stale) if stale else {}
        short = packed if self.job.is_packed else str
        made = {
            f: short(d).encode("utf-8") if isinstance(d, str) else d for f, d in content.items()
        }
        if made and self.job.view.is_protected:
            give_out(self.place.folder)  # told before the first is written
        self.files = made
        if content:
            self.gone = [f for f, source in stale.items() if source is None and f not in content]
            every = (*content, *self.gone)
            prints = origins.record({f: (stale[f], self.files.get(f)) for f in every})
            self.record = noted(self.place.folder, prints, self.job.view)
        if self.job.view.is_protected:
            line = held_back(chosen.arbetsbok, self.place.name, chosen.minsta_antal)
            self.last += [line] if line else []

    @property
    def _target(self) -> Path:
        return self.job.out / self.place.name

    def _sources(self, chosen: Run) -> dict[Path, Path | None]:
        """Each file with the notebook that it is the page of; those made of all, with none."""
        suffix, view = self.job.view.suffix, self.job.view
        pages = {self._target / GROUP / f"{p.stem}{suffix}.html": p for p in self.job.notebooks}
        is_read = READER in self.job.editions and view.is_protected
        whole = [*reader_names()] if is_read else []
        is_bound = self.job.is_bound or (self._target / BOUND).is_file()  # none may be left old
        whole += [BOUND] if is_read and is_bound else []
        whole += [TABLES] if chosen.datafil is not None else []
        made = (self._target / name for name in whole)
        return (pages if FOR_GROUP in self.job.editions else {}) | {
            file.with_stem(file.stem + suffix): None for file in made
        }

    def _standing(self, made: Origins, sources: dict[Path, Path | None]) -> list[Path]:
        """The files that need not be made; those made of all are, as soon as one page is."""
        pages = [f for f, source in sources.items() if source and made.stands(f, source)]
        whole = [f for f, source in sources.items() if source is None and made.stands(f)]
        is_whole = len(pages) + len(whole) == len(sources)
        standing = [] if self.job.is_anew else pages + (whole if is_whole else [])
        if standing:
            told = {"mapp": self.place.name, "count": len(standing), "n": len(sources)}
            self.tell(UNCHANGED.format(**told))
        self.kept += (f for f in standing if f.is_file())
        return standing

    def _content(
        self, chosen: Run, records: Records, sources: dict[Path, Path | None]
    ) -> dict[Path, str | bytes]:
        """The content of each file, those of notebooks that failed apart."""
        notebooks = {file: source for file, source in sources.items() if source}
        content: dict[Path, str | bytes] = dict(self._pages(chosen, notebooks))
        whole = [file for file, source in sources.items() if source is None]
        if whole and (content or not notebooks):
            content |= self._whole(whole, chosen, records)
        return content

    def _whole(self, files: list[Path], chosen: Run, records: Records) -> dict[Path, str | bytes]:
        """The reader's pages, and the tables, of all that is shown together."""
        from ..elsewhere.rates import rates
        from .bound import bound
        from .edition import reader_files
        from .tables import tables_file

        begin_notebook()
        records.run = chosen

        is_handed = self.job.view.is_protected
        fitted = self._fitted(chosen)
        made = reader_files(chosen, records, fitted) if is_handed else {}
        if any(file.name == BOUND for file in files):
            made[BOUND] = bound(made, chosen, fitted)
        found: dict[Path, str | bytes] = {f: made[f.name] for f in files if f.name in made}
        if chosen.datafil is not None:
            release = self._release(chosen, records)
            known = rates(records, chosen.arbetsmapp, kommun=chosen.kommun)
            found |= {file: tables_file(release, chosen, self.job.view, known)
                      for file in files if file.suffix == ".xlsx"}  # fmt: skip
        return found

    def _fitted(self, chosen: Run) -> str:
        """What the foot of a page says of earlier ones."""
        from .publication import fitted_foot

        return fitted_foot(chosen.arbetsmapp) if self.job.view.is_protected else ""

    def _pages(self, chosen: Run, notebooks: dict[Path, Path]) -> Iterator[tuple[Path, str]]:
        """The page of each notebook, with its file; one that fails leaves a line."""
        from .execute import one_kernel

        with one_kernel(self.job.minutes, self.is_alone) as kernel:
            for file, notebook in notebooks.items():
                try:
                    if not notebook.is_file():
                        raise IsuError(NO_NOTEBOOK.format(file=notebook.name))
                    skydd = self.job.view.is_protected
                    done = kernel.execute(notebook, arbetsmapp=chosen.arbetsmapp, skydd=skydd)
                    yield file, self._page(done, notebook, chosen)
                except IsuError as e:
                    self.problems.append(one_line(e))
                else:
                    self.tell(RAN.format(mapp=self.place.name, stem=notebook.stem))

    def _page(self, done: "NotebookNode", notebook: Path, chosen: Run) -> str:
        from .page import to_html

        return to_html(
            done,
            stem=notebook.stem,
            kommun=chosen.kommun,
            omrade=chosen.omrade,
            period=chosen.period,
            fitted=self._fitted(chosen),
            skydd=self.job.view.is_protected,
            handouts=tuple(path.stem for path in self.job.notebooks),
            minsta_antal=chosen.minsta_antal,
            tell=self.tell,
        )

    def _release(self, chosen: Run, records: Records) -> Release:
        """What the folder's notebooks showed: the publication, or what is for the group only."""
        from .publication import fitted_lines, opened

        if not self.job.view.is_protected:
            return chosen.release(records)
        release = opened(chosen, records)
        for line in fitted_lines(self.place.name, release):
            self.tell(line)
        return release


# What of the group's own words is not on its pages: where it stands, and never what it says.

HELD_BACK = (
    "{mapp}: stycken ur er egen text kan peka ut någon och är inte med på sidorna: {places}. "
    "Väntade inget om färre än {k} personer, inga namn och inga nummer. Gå till «Läs igenom "
    "innan ni visar» i {notebook} och skriv om dem, eller säg att de är ofarliga."
)
PLACE, MORE = "«{question}» ({notebook})", "{n} ställen till"
MOST = 4  # places that are told one by one
SETTLED_IN = "presentation"


def held_back(arbetsbok: Path, mapp: str, k: int) -> str:
    """A Swedish line about the texts of a workbook that are left out; empty where none is.

    Parameters
    ----------
    mapp
        What the folder is called.
    k
        The least number of people that may be told.

    Raises
    ------
    IsuError
        In Swedish with the line, when a person has broken the file.

    Examples
    --------
    >>> held_back(Path("finns-inte.yaml"), "åby", 5)
    ''
    """
    found = [(section, id) for section, id, _ in Workbook(arbetsbok).doubts(k)]
    if not found:
        return ""
    places = [*dict.fromkeys(_place(*key) for key in found)]
    rest = [MORE.format(n=len(places) - MOST)] if len(places) > MOST else []
    told = {"places": listing([*places[:MOST], *rest]), "notebook": notebooks()[SETTLED_IN]["fil"]}
    return HELD_BACK.format(mapp=mapp, k=k, **told)


def _place(section: str, id: str) -> str:
    """The question that a text answers, with its notebook; of a list, what it is called."""
    from ..forms.written import about

    question, asked = about(section, id), prompts().get(base_of(id))
    if section != ANSWERS or not asked:
        return f"«{question}»"
    return PLACE.format(question=question, notebook=notebooks()[asked[NOTEBOOK]]["kort"])
