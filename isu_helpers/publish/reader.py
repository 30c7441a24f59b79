"""The pages «För läsaren»: what is handed out, without what only the group needs.

They are made of the same results, the same Release and the same workbook as the group's pages.
Each question stands once, what is found is the heading, and one legend holds for a whole page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from types import UnionType
from typing import Any

from ..analysis import (
    breakdowns,
    change,
    criteria,
    flows,
    goals,
    medians,
    opinions,
    trends,
    waiting_times,
)
from ..analysis.breakdown import BACKGROUND
from ..analysis.result import Choice, Displayed, Results
from ..analysis.units import units
from ..analysis.verdict import CLEAR
from ..content import fraction, load
from ..disclosure import Protected, Release
from ..elsewhere.rates import rates
from ..run import Run
from ..show import comparison, overview, section_of, sentences
from ..show.charts.lines import Lines
from ..show.charts.shares import Shares
from ..show.charts.stacked import Stacked
from ..show.html import html_of
from ..show.model import (
    Bullets,
    Card,
    Chart,
    Exhibit,
    Mend,
    Notice,
    Paragraph,
    Part,
    Section,
    Table,
    Unfolded,
    walk,
)
from ..show.overview import finding
from ..show.rows import Row, is_yes_no
from ..show.section import ROLES, anchor, lower_first, one_section, title_of, yes_section
from ..show.words import words_of
from ..wording import listing
from . import order
from .story import Story

FIGURES = ("table", "chart", "exhibit")
COMPARED, RATES, CROSSED, NOT_CROSSED = "comparison", "rates", "crossed", "not_crossed"
SHORT = 400  # letters: a page of words that is no longer is no page of its own
TABLE, SAW = "Tabellen i siffror", "Det här såg gruppen"
ON_SCREEN = "tal pa-skarm"  # on paper the chart has all of it
ALSO = "Uppdelat även på en bakgrund till visas ingen tydlig skillnad för {names}."
SETS: dict[str, Callable[..., Displayed]] = {
    "opinions": opinions, "flows": flows, "change": change, "goals": goals, "medians": medians,
    "trends": trends, "units": units, "waiting_times": waiting_times,
}  # fmt: skip
WORDS: dict[str, Callable[[Story], Iterator[Part]]] = {
    "steg2": order.reflected, "steg3": order.concluded, "steg4": order.proposed,
}  # fmt: skip


@dataclass(frozen=True)
class ReaderPage:
    """A page: the stem of its file, its title, its chapters, and whether it has figures.

    ``also`` has the titles of shorter pages, which stand last on it as chapters.
    """

    stem: str
    title: str
    chapters: tuple[Section, ...]
    has_figures: bool
    also: tuple[str, ...] = ()

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where the page is found, and what stands last on it, each with its title."""
        place = f"{self.stem}.html"
        heads = [c.heading for c in self.chapters]
        within = [(f"{place}#kapitel-{heads.index(title) + 1}", title) for title in self.also]
        return [(place, self.title), *within]

    @property
    def is_short(self) -> bool:
        """Whether it is so little text that most of a sheet would be empty."""
        return not self.has_figures and len(html_of(self.chapters).striptags()) < SHORT

    def with_last(self, page: "ReaderPage") -> "ReaderPage":
        """The page, with another one as its last chapter."""
        chapters = (*self.chapters, Section(page.title, parts=page.chapters))
        return replace(self, chapters=chapters, also=(*self.also, page.title, *page.also))


class Reader:
    """What a reader outside the group is shown of an arbetsmapp.

    Parameters
    ----------
    run
        The settings, with the Release and the workbook.
    story
        What the group has written, as it may leave, and its people.
    """

    def __init__(self, run: Run, story: Story) -> None:
        self._run, self._story, self._records = run, story, story.records
        self._has_people = len(self._records) > 0

    @cached_property
    def _release(self) -> Release:
        """What the figures come from; asked for where there are people alone."""
        return self._run.release(self._records)

    def pages(self) -> list[ReaderPage]:
        """The pages that have something on them, in order; short ones with the one before."""
        made = (self._page(id, entry) for id, entry in load("reader").items())
        pages: list[ReaderPage] = []
        for page in (page for page in made if page.chapters):
            last = pages[-1] if pages else page
            if pages and not last.has_figures and (page.is_short or last.is_short):
                pages[-1] = last.with_last(page)
            else:
                pages.append(page)
        return pages

    def about(self) -> list[str]:
        """Whom the figures are about, and how they are to be read; nothing without figures."""
        words = words_of(self._release) if self._has_people else None
        if not words or not words.plain:
            return []
        return [sentences.about(words.plain[0]), sentences.note(self._release.k, words.plain)]

    def _page(self, id: str, entry: Mapping[str, Any]) -> ReaderPage:
        has_figures = "kapitel" in entry
        made = self._figures(entry["kapitel"]) if has_figures else self._words(id)
        return ReaderPage(entry["stem"], entry["titel"], tuple(made), has_figures)

    # The figures: step 1 and the appendix.

    def _figures(self, entries: Iterable[Mapping[str, Any]]) -> Iterator[Section]:
        known: set[str] = set()
        for entry in entries if self._has_people else ():
            known = {s for s in known if not s.startswith(sentences.SMALL_GROUPS)}
            shown = [p for name in entry["visa"] for p in _once(self._shown(name), known)]
            parts = (*shown, *self._said(entry.get("sag", "")))
            if parts:
                yield Section(entry["rubrik"], parts=parts)

    def _shown(self, name: str) -> tuple[Part, ...]:
        """What an analysis shows; nothing where that is only a word on what is lacking."""
        if name in ROLES:
            return tuple(self._role(name))
        if name == CROSSED:
            return tuple(map(self._one, self._crossed[0]))
        if name == NOT_CROSSED:
            return tuple(self._not_crossed())
        if name == "overview":
            return tuple(_drawn(section_of(overview(self._records)).parts))
        if name == COMPARED:
            return tuple(self._compared())
        parts = tuple(read(section_of(self._made(name)).parts))
        return parts if any(part.kind in FIGURES for part in walk(parts)) else ()

    def _made(self, name: str) -> Displayed:
        if name == RATES:
            return rates(self._records, self._run.settings.arbetsmapp, kommun=self._run.kommun)
        if name in SETS:
            return SETS[name](self._records)
        return criteria(self._records, *name.split("."))

    def _compared(self) -> Iterator[Part]:
        """One's own figures beside others': drawn, and told; how the file was read is left out."""
        made = comparison(self._records, self._run.jamforelse, kommun=self._run.kommun)
        for part in section_of(made).parts:
            if isinstance(part, Section) and any(p.kind in FIGURES for p in walk(part.parts)):
                yield replace(part, parts=tuple(_drawn(part.parts, but=Bullets | Paragraph)))

    def _role(self, role: str) -> Iterator[Part]:
        """Yes/no questions together, then the others one by one under what is found."""
        asked = (shown(self._records) for shown in (opinions, goals))
        scales = {r.of.name for found in asked if isinstance(found, Results) for r in found}
        found = [p for c in breakdowns(self._records, role)
                 if c.of.name not in scales and (p := self._out(c))]  # fmt: skip
        yes = [p for p in found if is_yes_no(p)]
        if yes:
            yield from read(yes_section(yes, self._release, role).parts)
        yield from (self._one(p) for p in found if p not in yes)

    def _one(self, protected: Protected) -> Section:
        told, title = finding(protected, words_of(self._release)), title_of(protected)
        section = one_section(protected, self._release)
        question = section.question or title * bool(told)
        return Section(told or title, question, tuple(read(section.parts)), anchor(protected))

    @cached_property
    def _crossed(self) -> tuple[list[Protected], list[Protected]]:
        """Crossed tables in which a stratum's difference is clear, and the others."""
        words = words_of(self._release)
        keys = {place[0] for place, word in words.found.items() if word == CLEAR}
        results = (breakdowns(self._records, role, crossed=True) for role in ROLES
                   if role != BACKGROUND)  # fmt: skip
        found = [p for every in results for c in every if (p := self._out(c))]
        told = [p for p in found if p.result.key in keys and is_mostly_shown(p)]
        return told, [p for p in found if p not in told]

    def _not_crossed(self) -> Iterator[Paragraph]:
        """What no clear difference is seen in where another background is looked at too."""
        rest = [lower_first(p.result.of.title) for p in self._crossed[1]]
        if rest:
            yield Paragraph(ALSO.format(names=listing(dict.fromkeys(rest))))

    def _out(self, choice: Choice) -> Protected | None:
        protected = self._release.chosen(choice)
        return None if protected is None or protected.is_blank else protected

    def _said(self, prompt: str) -> tuple[Part, ...]:
        """What the group saw here, as it may leave."""
        told = self._story.answer(prompt) if prompt else ()
        return (Card(SAW, told),) if told else ()

    # The group's words: steps 2 to 4.

    def _words(self, id: str) -> Iterator[Section]:
        first: list[Part] = []
        for part in WORDS[id](self._story):
            if isinstance(part, Section):
                yield part
            else:
                first.append(part)
        if first:
            yield Section(parts=tuple(first))


def read(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts for a reader: tables folded behind charts; notes and what to press are left out."""
    for part in parts:
        if isinstance(part, Exhibit):
            yield _folded(part)
        elif isinstance(part, Section):
            yield replace(part, parts=tuple(read(part.parts)))
        elif not isinstance(part, Mend | Unfolded):
            yield part


def _drawn(parts: Iterable[Part], but: type | UnionType = Notice) -> Iterator[Part]:
    """The charts alone, and parts of a kind; the figures of an overview stand further down."""
    for part in parts:
        if isinstance(part, Exhibit):
            yield from part.charts
        elif isinstance(part, but):
            yield part


def is_mostly_shown(protected: Protected) -> bool:
    """Whether at least two thirds of a table's inner numbers stand."""
    frame, axes = protected.frame, protected.axes
    inner = frame[[a.name for a in axes]].notna().all(axis=1)
    return bool(frame.loc[inner, "n"].notna().mean() >= fraction("korsning_andel_kvar"))


def _once(parts: Iterable[Part], known: set[str]) -> Iterator[Part]:
    """Parts in which no sentence of ours has stood before, and none tells what a chart shows."""
    for part in parts:
        if isinstance(part, Exhibit):
            said = [s for s in part.own if s not in known]
            known.update(said)
            warned = [w for w in map(_in_a_line, part.warnings) if w.texts[0] not in known]
            known.update(w.texts[0] for w in warned)
            yield replace(part, said=" ".join(said), warnings=tuple(warned))
        elif isinstance(part, Section):
            yield replace(part, parts=tuple(_once(part.parts, known)))
        else:
            yield part


def _in_a_line(part: Notice) -> Notice:
    """A list of things to mind as one text."""
    return Notice((" ".join([part.lead, *part.texts]).strip(),))


def _folded(part: Exhibit) -> Exhibit:
    """Tables behind the charts; one that is counted in its chart is seen on a screen alone."""
    charts = tuple(_counted(chart) for chart in part.charts if not _is_blank(chart))
    is_told = len(part.tables) == 1 and any(isinstance(c, Shares) for c in charts)
    look = ON_SCREEN if is_told else "tal"
    tables = tuple(
        Unfolded(TABLE, _without_repeats(table), look) if isinstance(table, Table) else table
        for table in part.tables
    )
    return replace(part, charts=charts, tables=tables if charts else part.tables, note="",
                   unfolded=())  # fmt: skip


def _is_blank(chart: Chart) -> bool:
    """Whether no group has a share in a chart: its table says that they are hidden."""
    blocks = chart.blocks if isinstance(chart, Shares | Stacked | Lines) else ()
    shares = [f.share for block in blocks for row in block.rows for f in row.figures[:-1]]
    return bool(shares) and all(map(isnan, shares))


def _without_repeats(table: Table) -> Table:
    """A table without a scale cut in two where one of its answers says the same."""
    told = {line.cells for body in table.bodies for line in body.lines if line.kind == "svar"}
    bodies = (
        replace(body, lines=tuple(
            line for line in body.lines if line.kind != "skala" or line.cells not in told
        )) for body in table.bodies
    )  # fmt: skip
    return replace(table, bodies=tuple(bodies))


def _counted(chart: Chart) -> Chart:
    """A chart of shares with counts, and where a scale is cut in two unless an answer says so."""
    if not isinstance(chart, Shares):
        return chart
    blocks = tuple(replace(b, rows=tuple(_with_scale(b.rows))) for b in chart.blocks)
    return replace(chart, blocks=blocks, with_counts=True)


def _with_scale(rows: Sequence[Row]) -> Iterator[Row]:
    known = {tuple(f.n for f in row.figures) for row in rows if row.kind == "svar"}
    for row in rows:
        is_new = tuple(f.n for f in row.figures) not in known and row.gap and row.gap.is_shown
        yield replace(row, kind="svar") if row.kind == "skala" and is_new else row
