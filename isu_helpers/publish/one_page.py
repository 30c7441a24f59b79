"""``en_sida.html``: one A4 of what the group has seen, concluded and proposed, read in a minute.

Figures come from the Release, words from the workbook, searched first. What is not there is left
out, and a text that is too long is cut where a sentence ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..configuration import is_practice
from ..content import render_page, text
from ..content.styles import lean
from ..disclosure import Release
from ..run import Run
from ..show import sentences
from ..show.model import Bullets, Paragraph, Part, Written
from ..show.words import Words, words_of
from ..wording import first_upper, month, number, period_told
from ..workbook import ACTIONS, CONCLUSIONS, LEFT_OUT, QUESTIONS, Note, Workbook
from ..workbook.note import SECTIONS
from .headlines import (
    LETTERS,
    MOST_LINES,
    Headlines,
    Others,
    explaining,
    explanation,
    finding,
    heading,
    headlines,
    idle,
    short,
    unknown,
)
from .jobs import View
from .order import ABOUT_CHILDREN, MAIN_PROMPT, SURELY
from .story import Story

MOST_PROPOSALS, MOST_ASKED = 3, 2
LEVELS = {
    "Säkra": ("●●●", "Säkra"),
    "Ganska säkra": ("●●○", "Ganska säkra"),
    "Det är en gissning": ("●○○", "En gissning"),
}
DECIDES = {"Vi själva": "Vi beslutar själva.", "Det behövs mer analys först": ""}
DECIDED = "{who} beslutar."
FOLLOWED = "Följs upp i {month}."
MORE_PROPOSALS = "{n} förslag till finns i underlaget."
ONE_MORE_PROPOSAL = "Ett förslag till finns i underlaget."
MORE = "Mer finns i underlaget."
FIRST_PROPOSALS = "Det vill vi göra först:"
UNKNOWN, BETTER = "Det vi inte vet:", "Så märker vi om det blev bättre:"
READ = "Andel av dem som har svarat. Skillnad i procentenheter, där den är tydlig."
PRACTICE = "{kommun} är en påhittad kommun."
Links = Sequence[tuple[str, str]]
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and who decides and when it is looked at again."""

    text: str
    told: str = ""


@dataclass(frozen=True)
class OnePage:
    """What stands on the page; what is empty has no place there."""

    heading: str
    lead: str = ""
    about: str = ""
    findings: Headlines | None = None
    explained: str = ""
    idle: str = ""
    children: str = ""
    asked: tuple[str, ...] = ()
    sure: tuple[tuple[str, str, str], ...] = ()
    unknown: str = ""
    proposals: tuple[Proposal, ...] = ()
    more: str = ""
    better: str = ""
    said: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known, and nothing is written."""
        told = (self.about, self.sure, self.asked, self.proposals, self.children, self.said)
        return not any(told)


def one_page(
    story: Story, release: Release | None, omrade: str = "", others: Others | None = None
) -> OnePage:
    """The page of a group's own material.

    Parameters
    ----------
    story
        What the group has written, as it may leave.
    release
        What may be shown of its people; None where there are none.
    omrade
        What the municipality follows up, for the heading where nothing else is known.
    others
        What a file from elsewhere says, as `beside` gives it.
    """
    words = words_of(release) if release is not None else Words(0, (), {})
    own, rest = _cut(_said(story, MAIN_PROMPT), "rubrik")
    more = len(story.proposals) - MOST_PROPOSALS
    told = explaining(story.records, release) if release is not None else None
    room = MOST_LINES - 2 * bool(told)
    return OnePage(
        heading=own.rstrip(".") or heading(words, omrade),
        lead=_cut(rest, "ingress")[0],
        about=sentences.about(words.plain[0], has_intervals=False) if words.plain else "",
        findings=headlines(words, story, others or {}, room, told.subject.of if told else ""),
        explained=explanation(told) if told else "",
        idle=idle(words),
        children=_cut(_said(story, ABOUT_CHILDREN), "barn")[0],
        asked=() if story.conclusions else tuple(_asked(story)),
        sure=tuple(_sure(story)),
        unknown=unknown(words),
        proposals=tuple(_proposal(story, n) for n in story.proposals[:MOST_PROPOSALS]),
        more=_more(more),
        better=_cut(_said(story, "markt-skillnad"), "markt")[0],
        said=own,
    )


def page_html(page: OnePage, chosen: Run, view: View, links: Links = ()) -> str:
    """The page as a file of its own; the same input gives the same text."""
    place = {
        "kommun": chosen.kommun,
        "omrade": first_upper(chosen.omrade),
        "named": [short(chosen.kommun, "plats"), short(first_upper(chosen.omrade), "plats")],
        "period": period_told(chosen.period),
        "avsandare": short(chosen.avsandare, "plats"),
        "date": month(newest(chosen.workbook)),
        "links": links,
        "view": view.title,
        "stamp": view.stamp,
        "practice": PRACTICE.format(kommun=chosen.kommun)
        if is_practice(chosen.arbetsmapp)
        else "",
        "signs": sentences.note(chosen.minsta_antal),
        "read": READ,
        "more": MORE if links else "",
        "style": "\n".join(map(text, ("charts.css", "one_page.css"))),
    }
    return lean(render_page("publish/one_page", page=page, place=place))


def newest(book: Workbook) -> str:
    """When the latest of a workbook's texts was saved; empty where none tells."""
    return max((n.saved for section in SECTIONS for n in book.notes(section)), default="")


def brief(page: OnePage) -> tuple[Part, ...]:
    """What the page says, for the summary of a document; nothing where it says nothing."""
    if page.is_empty:
        return ()
    rows = page.findings.rows if page.findings else ()
    lines = ((UNKNOWN, page.unknown), (BETTER, page.better))
    parts: list[Part] = [Paragraph(f"{page.heading}.")]
    parts += [Paragraph(text) for text in (page.lead, page.about, page.idle) if text]
    parts += [Bullets(tuple(map(finding, rows)))] if rows else []
    parts += [Paragraph(page.explained)] if page.explained else []
    first = tuple(f"{p.text} {p.told}".strip() for p in page.proposals)
    parts += [Paragraph(FIRST_PROPOSALS), Bullets(first, is_numbered=True)] if first else []
    return (*parts, *(Paragraph(text, lead=lead) for lead, text in lines if text))


# The words.


def _sure(story: Story) -> Iterator[tuple[str, str, str]]:
    """A conclusion for each level of certainty: its sign, what it is called, its words."""
    levels = {n.id: n.detail(SURELY) for n in story.conclusions}
    for level, (sign, name) in LEVELS.items():
        for note in (n for n in story.conclusions if levels[n.id] == level):
            if said := _cut(_note(story, CONCLUSIONS, note), "slutsats")[0]:
                yield sign, name, said
                break


def _asked(story: Story) -> Iterator[str]:
    """The first questions, which stand where no conclusion is drawn yet."""
    for note in story.questions[:MOST_ASKED]:
        if said := _cut(_note(story, QUESTIONS, note), "fraga")[0]:
            yield said


def _proposal(story: Story, note: Note) -> Proposal:
    who, when = note.detail("niva"), note.detail("datum")
    decided = DECIDES.get(who, DECIDED.format(who=who) if who else "")
    looked = FOLLOWED.format(month=month(when)) if when and month(when) else ""
    said = _cut(_note(story, ACTIONS, note), "forslag")[0]
    return Proposal(said, " ".join(filter(None, (decided, looked))))


def _more(count: int) -> str:
    if count < 1:
        return ""
    return ONE_MORE_PROPOSAL if count == 1 else MORE_PROPOSALS.format(n=number(count))


def _said(story: Story, prompt: str) -> str:
    return _shown(story.answer(prompt))


def _note(story: Story, section: str, note: Note) -> str:
    return _shown(story.words(section, note))


def _shown(texts: Sequence[Written]) -> str:
    """Texts without the mark that stands where a passage may not leave."""
    return " ".join(w.text for w in texts).replace(LEFT_OUT, "").strip()


def _cut(words: str, place: str) -> tuple[str, str]:
    """As many whole sentences as a place holds, at least one; and what is left over.

    A sentence that is longer than its place is cut between two words.
    """
    whole = " ".join(words.split())
    kept: list[str] = []
    for sentence in SENTENCE.split(whole):
        if kept and len(" ".join([*kept, sentence])) > LETTERS[place]:
            break
        kept.append(sentence)
    told = " ".join(kept)
    return short(told, place), whole[len(told) :].strip()
