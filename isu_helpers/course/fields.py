"""What the fields of a text, «{{ plats }}», stand for at one course, and the text filled in."""

import datetime as dt
import re
from collections.abc import Mapping

from ..content import load
from ..errors import IsuError
from .dates import day_in_words, span, time_after
from .leading import leading_notes
from .markup import plain, table
from .occasion import Occasion
from .schedule import DAYS, Part, day

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NO_FIELD = (
    "Fältet «{name}» i «{file}» finns inte. Väntade ett av: {known}. "
    "Rätta namnet mellan klamrarna."
)
DAY_COMES, PLACE_COMES, NAME_COMES = "Datum kommer", "Platsen kommer", "Namn kommer"
LINK_COMES, ONLINE = "På nätet. Länken kommer", "På nätet, {place}"
CONTACT_COMES = "Den som skickade inbjudan"
CLOCK = "kl. {span}"
PROGRAMME, SHORT, TIMES = ("Klockan", "Vad", "Det här gör vi"), ("Klockan", "Vad"), (
    "Klockan", "Minuter", "Vad ni gör"
)  # fmt: skip
PREPARE = ("När", "Det här gör du")
WEEKS = ("{n} vecka före", "{n} veckor före")


def values(occasion: Occasion) -> dict[str, str]:
    """What each field stands for, as Markdown."""
    told = {
        "datum": _day(occasion.first),
        "datum2": _day(occasion.second),
        "sista_dag": _day(occasion.last),
        "plats": _place(occasion),
        "utbildare": plain(occasion.trainers) or NAME_COMES,
        "kontakt": plain(occasion.contact) or CONTACT_COMES,
        "praktiskt": _practical(occasion),
        "forberedelser": _preparations(occasion),
        "ledarrutor": leading_notes(),
    }
    for number in DAYS:
        told |= _day_fields(number, occasion.start)
    return told


def fill(text: str, told: Mapping[str, str], file: str) -> str:
    """The text with its fields filled in.

    Raises
    ------
    IsuError
        In Swedish, when the text has a field that there is not.
    """
    for name in FIELD.findall(text):
        if name not in told:
            raise IsuError(NO_FIELD.format(name=name, file=file, known=", ".join(told)))
    return FIELD.sub(lambda found: told[found[1]], text)


def _day(value: dt.date | None) -> str:
    return day_in_words(value).capitalize() if value else DAY_COMES


def _place(occasion: Occasion) -> str:
    if not occasion.is_online:
        return plain(occasion.place) or PLACE_COMES
    return ONLINE.format(place=plain(occasion.place)) if occasion.place else LINK_COMES


def _practical(occasion: Occasion) -> str:
    lines = load("course")["praktiskt"]["pa_natet" if occasion.is_online else "pa_plats"]
    return "\n".join(f"- {line}" for line in lines)


def _preparations(occasion: Occasion) -> str:
    rows = load("course")["forberedelser"]
    return table(PREPARE, ((_when(row["veckor"], occasion.first), row["vad"]) for row in rows))


def _when(weeks: int, first: dt.date | None) -> str:
    words = WEEKS[weeks > 1].format(n=weeks)
    if not first:
        return words
    return f"{words}, {day_in_words(first - dt.timedelta(weeks=weeks))}"


def _day_fields(number: int, start: dt.time) -> dict[str, str]:
    parts, at = [], start
    for part in day(number).parts:
        parts.append((at, part))
        at = time_after(at, part.minutes)
    full = [(span(t, p.minutes), f"**{p.name}**", p.text) for t, p in parts]
    short = [(span(t, p.minutes), p.name) for t, p in parts]
    return {
        f"klockan{number}": CLOCK.format(span=span(start, day(number).minutes)),
        f"program{number}": table(PROGRAMME, full),
        f"kort{number}": table(SHORT, short),
    } | {f"tider_{p.id}": _times(p, t) for t, p in parts if p.moments}


def _times(part: Part, start: dt.time) -> str:
    rows, at = [], start
    for moment in part.moments:
        rows.append((span(at, moment.minutes), str(moment.minutes), moment.text))
        at = time_after(at, moment.minutes)
    return table(TIMES, rows)
