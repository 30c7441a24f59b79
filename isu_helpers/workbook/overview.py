"""How far the groups have come as a page that renews itself while the day goes."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from ..content import render_page, text
from ..files import write_whole
from ..wording import first_upper, listing
from .note import moment
from .status import GroupStatus, statuses

TITLE = "Hur långt har grupperna kommit?"
HEADS = ("Grupp", "Var de är", "Besvarat där", "Skrev senast", "Väntar på hjälp med")
RENEWED = "Sidan görs om av sig själv, så länge kommandot är igång."
ENDED = "Så här var det då. Sidan görs inte om längre."
ANSWERED, NOT_KNOWN = "{done} av {asked}", "–"
FOOTER = "Gjord med kommandot isu status. Inget av det som grupperna har skrivit visas."
EVERY = 15  # seconds between looks


def overview_page(
    groups: Sequence[GroupStatus],
    now: datetime,
    missing: Sequence[str] = (),
    *,
    is_renewed: bool = True,
) -> str:
    """The page: a row a group, and what is told of folders that are not there.

    Parameters
    ----------
    is_renewed
        Whether the browser is to read the file again and again.
    """
    page = {
        "title": TITLE,
        "when": f"{now:%H:%M:%S}",
        "renewed": RENEWED if is_renewed else ENDED,
        "every": EVERY if is_renewed else 0,
        "heads": HEADS,
        "groups": [_row(group, now) for group in groups],
        "missing": missing,
        "footer": FOOTER,
        "style": text("handout.css"),
    }
    return render_page("workbook/overview", page=page)


def write_overview(
    places: Sequence[str | Path],
    path: Path,
    *,
    is_once: bool = False,
    report: Callable[[str], object] = print,
) -> None:
    """Write the page, and again until somebody ends the program; the last says so.

    Parameters
    ----------
    places
        Arbetsmappar, or folders that hold arbetsmappar: those that come later are shown then.
    report
        Takes a line when the first page is there.

    Raises
    ------
    IsuError
        In Swedish, when the file can't be written.
    """
    _write(places, path, is_renewed=not is_once)
    report(path.as_posix())
    try:
        while not is_once:
            time.sleep(EVERY)
            _write(places, path)
    except KeyboardInterrupt:
        _write(places, path, is_renewed=False)


def _write(places: Sequence[str | Path], path: Path, *, is_renewed: bool = True) -> None:
    missing: list[str] = []
    groups = statuses(places, missing.append)
    write_whole(path, overview_page(groups, datetime.now(), missing, is_renewed=is_renewed))


def _row(group: GroupStatus, now: datetime) -> dict[str, object]:
    return {
        "name": group.name,
        "step": first_upper(group.step) if group.asked else NOT_KNOWN,
        "answered": ANSWERED.format(done=group.done, asked=group.asked or NOT_KNOWN),
        "share": round(100 * group.done / group.asked) if group.asked else 0,
        "when": moment(group.saved, now) if group.saved else NOT_KNOWN,
        "waits": first_upper(listing(group.waits)),
    }
