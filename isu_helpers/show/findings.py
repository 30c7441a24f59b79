"""Findings from elsewhere, listed as a source of questions, each with where it stands."""

from collections.abc import Iterable, Sequence

from ..areas import areas
from ..codebook import SEX
from ..forms import Page
from ..hypotheses import ALIKE, EITHER, FIRST, GAP, SECOND, Hypothesis, Source
from ..library import Entry
from ..wording import html, listing
from .sections import box

ELSEWHERE = "Ett fynd på ett annat håll är inte ett faktum hos er. Det är en fråga att ställa."
READY = "Färdiga variabler att ta in i kodboken:"
ENTRY = "«{label}»: {question}"
FOUND, MIND, SOURCE = "Fyndet:", "Tänk på:", "Källa:"
CITED = "{title} ({publisher}, {year})"
CITED_VIA = "{title} ({publisher}, {year}), som den återges av {via}"
SHOWN_IN = {
    FIRST: "Det syns hos er om andelen är högre för {first} än för {second}.",
    SECOND: "Det syns hos er om andelen är högre för {second} än för {first}.",
    EITHER: "Det syns hos er om andelarna skiljer sig åt för {first} och {second}.",
    ALIKE: "Det syns hos er om andelarna är ungefär lika för {first} och {second}.",
    GAP: "Det syns hos er om färre än hälften har fått frågan.",
}
COMPARE, COMPARE_ONE = "Det här jämförs:", "Något av det här jämförs:"
ALSO = "Det här behöver ni också veta:"
EVERY_AREA, SEVERAL_AREAS = "Alla områden", "Flera områden"
AREAS = "Gäller: {names}."
CHILDREN, GROWN = ("flickor", "pojkar"), ("kvinnor", "män")


class Findings(Page):
    """Findings from elsewhere, listed as a source of questions."""

    def __init__(self, items: Sequence[Hypothesis], has_headings: bool):
        self.items = tuple(items)
        self.has_headings = has_headings

    def __repr__(self) -> str:
        return f"{len(self.items)} fynd från andra håll: Är det lika hos oss?"

    @property
    def html(self) -> str:
        """The findings, what would show each, and the reminder that they are from elsewhere."""
        if not self.has_headings:
            return box([ELSEWHERE]) + "".join(_finding(h, "h3") for h in self.items)
        parts = [_area(heading, items) for heading, items in _by_areas(self.items)]
        return box([ELSEWHERE]) + "".join(parts)


def _area(heading: str, items: Iterable[Hypothesis]) -> str:
    return f"<h3>{html(heading)}</h3>" + "".join(_finding(h, "h4") for h in items)


def _by_areas(items: Sequence[Hypothesis]) -> list[tuple[str, list[Hypothesis]]]:
    """The findings under the name of their area, what is for all or several of them first."""
    names = _names()
    order = (EVERY_AREA, SEVERAL_AREAS, *(n[:1].upper() + n[1:] for n in names.values()))
    placed = [(order.index(_heading(h)), h) for h in items]
    return [
        (order[i], found) for i in range(len(order)) if (found := [h for j, h in placed if j == i])
    ]


def _heading(asked: Hypothesis) -> str:
    if len(asked.areas) == 1:
        name = _names()[asked.areas[0]]
        return name[:1].upper() + name[1:]
    return SEVERAL_AREAS if asked.areas else EVERY_AREA


def _names() -> dict[str, str]:
    return {a.id: a.name for a in areas()}


def _finding(asked: Hypothesis, level: str) -> str:
    """A finding under a heading of that level, what would show it, and what that takes."""
    first, second = _group_words(asked)
    shown = SHOWN_IN[asked.claim].format(first=first, second=second)
    return (
        f'<div class="isu-samtal">'
        f'<{level} class="isu-samtalsfraga">{html(asked.question)}</{level}>'
        f"{_areas(asked)}<p>{html(shown)}</p>{_needed(asked)}{about(asked)}</div>"
    )


def _areas(asked: Hypothesis) -> str:
    """Which areas it is for, where they are several."""
    names = "; ".join(_names()[id] for id in asked.areas)
    return f"<p>{html(AREAS.format(names=names))}</p>" if len(asked.areas) > 1 else ""


def _needed(asked: Hypothesis) -> str:
    """What is compared, and what else one needs to know."""
    lead = COMPARE_ONE if len(asked.outcomes) > 1 and not asked.is_all else COMPARE
    compared = [e for e in asked.variables if e.id in asked.outcomes]
    also = f"<p>{html(ALSO)}</p>{_entries(asked.beside)}" if asked.beside else ""
    return f"<p>{html(lead)}</p>{_entries(compared)}{also}"


def _group_words(asked: Hypothesis) -> tuple[str, str]:
    if asked.by == SEX:
        return CHILDREN if asked.areas == ("barn_och_unga",) else GROWN
    first, second = (listing((f"«{a}»" for a in group), "eller") for group in asked.groups)
    return first, second


def about(asked: Hypothesis) -> str:
    """The finding, what to mind and where it stands."""
    lines = ((FOUND, asked.finding), (MIND, asked.mind), (SOURCE, _cited(asked.source) + "."))
    return "".join(f"<p><strong>{html(lead)}</strong> {html(text)}</p>" for lead, text in lines)


def _cited(source: Source) -> str:
    form = CITED_VIA if source.via else CITED
    return form.format(title=source.title, publisher=source.publisher, year=source.year,
                       via=source.via)  # fmt: skip


def offer(entries: Sequence[Entry]) -> str:
    """Ready variables that would have to be collected; empty where none would."""
    return f"<p>{html(READY)}</p>{_entries(entries)}" if entries else ""


def _entries(entries: Sequence[Entry]) -> str:
    return bullets(ENTRY.format(label=e.label, question=e.question) for e in entries)


def bullets(texts: Iterable[str], **values: object) -> str:
    """A list of texts, with values in their places where any are given."""
    items = "".join(f"<li>{html(t.format(**values) if values else t)}</li>" for t in texts)
    return f"<ul>{items}</ul>" if items else ""
