"""A page for whoever runs many arbetsmappar: how far each is, what is hidden, what failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..configuration import settings
from ..content import render_page, text
from ..content.styles import lean
from ..disclosure.manifest import MANIFEST, Edition, read_manifest
from ..errors import IsuError
from ..files import write_whole
from ..wording import counted, number
from ..workbook.status import BROKEN, GroupStatus, group_status
from .jobs import ONE_PAGE, Outcome, Place
from .page import style

FILE, PLACE = "lage.html", "{out}_utbildare"
TITLE = "Läget i mapparna"
LEAD = (
    "Sidan är för dig som håller ihop flera grupper, och lämnas inte ut. Tryck på en rubrik för "
    "att sortera. Skriv i rutan för att hitta en mapp."
)
HEADS = ("Mapp", "Kommun", "Besvarat", "Senast sparat", "Utlämnat", "Tabeller", "Dolda tal",
         "Visas inte", "Väntar på hjälp", "Gick inte att göra")  # fmt: skip
FIND, CAPTION = "Sök", "{folders}, en rad för varje"
DONE, NOTHING = "{step}: {done} av {asked}", "–"
OF = "{hidden} av {all}"


@dataclass(frozen=True)
class State:
    """What is known of one arbetsmapp, from its own files and from the run.

    Attributes
    ----------
    hidden, numbers
        How many numbers are hidden, and how many there are in its publication.
    refused
        Tables of which no safe form was found.
    """

    mapp: str
    status: GroupStatus
    kommun: str = ""
    given_out: str = ""
    tables: int = 0
    hidden: int = 0
    numbers: int = 0
    refused: int = 0
    problem: str = ""
    page: str = ""

    @property
    def cells(self) -> list[tuple[str, str]]:
        """What each column says, and what it is sorted by."""
        status = self.status
        done = DONE.format(step=status.step, done=status.done, asked=status.asked)
        saved = f"{status.saved:%Y-%m-%d}" if status.saved else ""
        hidden = OF.format(hidden=number(self.hidden), all=number(self.numbers))
        waits = ", ".join(status.waits)
        return [
            (self.kommun, ""), (done, f"{status.done / max(status.asked, 1):.3f}"), (saved, ""),
            (self.given_out, ""), (number(self.tables), f"{self.tables}"),
            (hidden if self.numbers else "", f"{self.hidden / max(self.numbers, 1):.4f}"),
            (number(self.refused), f"{self.refused}"), (waits, f"{len(status.waits)}"),
            (self.problem, f"{int(bool(self.problem))}"),
        ]  # fmt: skip


def state_of(place: Place, outcome: Outcome) -> State:
    """How it stands with one arbetsmapp."""
    edition = _edition(place.folder)
    numbers = [n for a, n in edition.numbers.items() if a not in edition.silent] if edition else []
    tables = edition.tables if edition else ()
    one = next((f for f in outcome.files if f.name == ONE_PAGE), None)
    return State(
        mapp=place.name,
        status=_status(place.folder),
        kommun=_kommun(place.folder),
        given_out=edition.given_out if edition else "",
        tables=len(tables),
        hidden=sum(n is None for n in numbers),
        numbers=len(numbers),
        refused=sum(t.is_refused for t in tables),
        problem=outcome.problem,
        page=quote(one.as_posix()) if one else "",
    )


def write_state(out: Path, places: Sequence[Place], outcomes: Sequence[Outcome]) -> Path:
    """Write the page in a folder of its own beside the one that is handed out, and say where.

    One that an earlier version laid among the pages is taken away.

    Raises
    ------
    IsuError
        In Swedish, when it can't be written.
    """
    by_name = {outcome.mapp: outcome for outcome in outcomes}
    states = [state_of(p, by_name[p.name]) for p in places if p.name in by_name]
    whole = out.resolve()
    file = whole.with_name(PLACE.format(out=whole.name)) / FILE
    write_whole(file, state_html(states, f"../{quote(whole.name)}/"))
    (out / FILE).unlink(missing_ok=True)
    return file


def state_html(states: Sequence[State], pages: str = "") -> str:
    """The page over some arbetsmappar, which is sorted and searched where it is read.

    ``pages`` leads to the folder that their pages lie in.
    """
    page = {
        "title": TITLE,
        "lead": LEAD,
        "find": FIND,
        "heads": HEADS,
        "pages": pages,
        "caption": CAPTION.format(folders=counted(len(states), "mapp", "mappar")),
        "nothing": NOTHING,
        "states": sorted(states, key=lambda s: s.mapp.casefold()),
        "footer": "",
        "style": style("state.css"),
        "script": text("state.js"),
    }
    return lean(render_page("publish/state", page=page))


def _edition(folder: Path) -> Edition | None:
    try:
        return read_manifest(folder / MANIFEST)[0]
    except IsuError:
        return None


def _status(folder: Path) -> GroupStatus:
    try:
        return group_status(folder)
    except IsuError:
        return GroupStatus(folder.name, waits=(BROKEN,))


def _kommun(folder: Path) -> str:
    try:
        return settings(folder).kommun
    except IsuError:
        return ""
