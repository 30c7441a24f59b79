"""``en_sida.html``: one A4 of what the group has seen, concluded and proposed, read in a minute.

Figures come from the Release, words from the workbook, searched first. What is not there is left
out, and a text that is too long is cut where a sentence ends.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..analysis.breakdown import BACKGROUND
from ..analysis.verdict import ALIKE, CLEAR, TOO_FEW
from ..configuration import is_practice
from ..content import render_page, text
from ..content.styles import lean
from ..disclosure import Protected, Release
from ..run import Run
from ..show import sentences
from ..show.charts.drawing import Lane, Lanes
from ..show.charts.shares import alt_text, figures_text, gap_words, share_lanes
from ..show.model import Chart, Written
from ..show.overview import NONE_CLEAR, largest, missing_rows
from ..show.rows import Block, Figure, Row
from ..show.words import Words, words_of
from ..wording import (
    NBSP,
    first_upper,
    listing,
    month,
    number,
    percent,
    period_told,
    plural,
    the_group,
)
from ..workbook import ACTIONS, CONCLUSIONS, LEFT_OUT, QUESTIONS, Note, Workbook
from ..workbook.note import SECTIONS
from .order import ABOUT_CHILDREN, MAIN_PROMPT, SURELY
from .page import View
from .story import Story

MOST_ROWS, MOST_PROPOSALS, MOST_ASKED, MOST_ALIKE, FIRST = 7, 3, 2, 2, 3
LETTERS = {"rad": 60, "plats": 60, "rubrik": 120, "ingress": 240, "fraga": 150,
           "slutsats": 150, "forslag": 85, "barn": 170, "markt": 200}  # fmt: skip

DIFFERENT = "{groups} skiljer sig tydligt åt i {n} av {of} frågor"
ONE_DIFFERENT = "{groups} skiljer sig tydligt åt i en fråga av {of}"
NOT_DIFFERENT = "Ingen tydlig skillnad mellan {groups} i det som är mätt"
ALIKE_IN = "{groups} har ungefär samma andelar i {n} av {of} frågor"
ABOUT = "Uppföljning av {area}"
ABOUT_ALL = "Individbaserad systematisk uppföljning"
COMMONER = "vanligare bland {group}"
IDLE = "Grupperna är för små för att jämföra. Talen säger ändå vad de som är med behöver och får."
MISSING = "Svar om «{title}» saknas för {groups}."
OF_GROUP = "{share} av {group}"
NOT_WHY = "Siffrorna visar inte vad skillnaderna beror på."
MISSED = 0.2  # where so many lack an answer in a group, it is told
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
SEE, DIFFERENCE = "Det här ser vi", "Skillnad"
ON_A_LINE, MOST_LINES = 34, 2 * MOST_ROWS  # letters of a name; lines of names on the page
NEAR = 0.03  # of the width: half a mark
READ = "Andel av dem som har svarat. Skillnad i procentenheter, där den är tydlig."
PRACTICE = "{kommun} är en påhittad kommun."
Rows = dict[str, tuple[Protected, Row]]
Links = Sequence[tuple[str, str]]
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Headlines(Chart):
    """The largest difference of some questions, without intervals: who is higher, and by how much.

    A difference is told as a number where it is clear, else as its word.
    """

    rows: tuple[Row, ...]

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return alt_text(SEE, "", [Block("", self.rows)])

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        rows = tuple(replace(r, figures=tuple(map(_near, r.figures))) for r in self.rows)
        made = share_lanes(SEE, [Block("", rows)])
        lanes = tuple(map(_headline, made.lanes, self.rows))
        return replace(made, lanes=lanes, head=DIFFERENCE, caption="")


def _near(figure: Figure) -> Figure:
    """A figure with an interval as wide as its mark, so that two marks never cover each other."""
    return replace(figure, low=max(0, figure.share - NEAR), high=min(1, figure.share + NEAR))


def _headline(lane: Lane, row: Row) -> Lane:
    parts = tuple(p for p in lane.parts if not getattr(p, "look", "").startswith("iv"))
    heard = f": {figures_text(row.figures)}. "
    if row.gap.word != CLEAR:
        return replace(lane, parts=parts, heard=heard, value="", between=row.gap.word)
    return replace(lane, parts=parts, small=_higher(row), heard=heard, value=gap_words(row)[0],
                   between="")  # fmt: skip


def _higher(row: Row) -> str:
    """In which group it is commoner."""
    group = row.figures[0 if row.gap.value > 0 else 1].group
    return COMMONER.format(group=plural(group).lower())


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


def one_page(story: Story, release: Release | None, omrade: str = "") -> OnePage:
    """The page of a group's own material.

    Parameters
    ----------
    story
        What the group has written, as it may leave.
    release
        What may be shown of its people; None where there are none.
    omrade
        What the municipality follows up, for the heading where nothing else is known.
    """
    words = words_of(release) if release is not None else Words(0, (), {})
    own, rest = _cut(_said(story, MAIN_PROMPT), "rubrik")
    more = len(story.proposals) - MOST_PROPOSALS
    rows = tuple(_findings(words, story))
    return OnePage(
        heading=own.rstrip(".") or _heading(words, omrade),
        lead=_cut(rest, "ingress")[0],
        about=sentences.about(words.plain[0]) if words.plain else "",
        findings=Headlines(rows) if rows else None,
        idle=_idle(words),
        children=_cut(_said(story, ABOUT_CHILDREN), "barn")[0],
        asked=() if story.conclusions else tuple(_asked(story)),
        sure=tuple(_sure(story)),
        unknown=_unknown(words),
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
        "named": [_short(chosen.kommun, "plats"), _short(first_upper(chosen.omrade), "plats")],
        "period": period_told(chosen.period),
        "avsandare": _short(chosen.avsandare, "plats"),
        "date": newest(chosen.workbook),
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
    """The month in which the latest of a workbook's texts was saved; empty where none tells."""
    return month(max((n.saved for section in SECTIONS for n in book.notes(section)), default=""))


# The figures.


def _findings(words: Words, story: Story) -> Iterator[Row]:
    """What is clear or alike and what the group has seen, else the first; in their order."""
    rows = _rows(words)
    main = [v for v in rows if rows[v][0].result.of.role != BACKGROUND]
    clear = _unlike(_with_word(CLEAR, (*main, *rows), rows), rows)[: MOST_ROWS - 1]
    alike = _with_word(ALIKE, main, rows)[:MOST_ALIKE]
    seen = [n.variables[0] for n in story.observations if n.variables]
    chosen = dict.fromkeys([*clear[: MOST_ROWS - len(alike)], *alike,
                            *(v for v in seen if v in rows)])  # fmt: skip
    first = _fitting([*(chosen or dict.fromkeys([*(main or rows)][:FIRST]))], rows)
    shown = (rows[name][1] for name in rows if name in first)
    yield from (replace(row, label=_named(row.label)) for row in shown)


def _fitting(names: Sequence[str], rows: Rows) -> list[str]:
    """As many of the questions as the page has lines for; one with a long name takes two."""
    kept, lines = [], 0
    for name in names[:MOST_ROWS]:
        lines += 2 + (len(rows[name][1].label) > ON_A_LINE)
        kept += [name] if lines <= MOST_LINES else []
    return kept


def _with_word(word: str, names: Iterable[str], rows: Rows) -> list[str]:
    return [name for name in dict.fromkeys(names) if rows[name][1].gap.word == word]


def _rows(words: Words) -> Rows:
    """The largest difference of each question by sex, those that are shown."""
    found = ((p, largest(p, words)) for p in words.plain)
    return {p.result.of.name: (p, row) for p, row in found if row}


def _unlike(names: Sequence[str], rows: Rows) -> list[str]:
    """Questions in order, by role and size, without those that say what another has said."""
    kept: list[str] = []
    by_size = sorted(dict.fromkeys(names), key=lambda v: -abs(rows[v][1].gap.value))
    for name in sorted(by_size, key=lambda v: rows[v][0].result.of.role == BACKGROUND):
        if not any(_is_mirrored(rows[name][1], rows[other][1]) for other in kept):
            kept.append(name)
    return kept


def _is_mirrored(one: Row, other: Row) -> bool:
    """Whether two rows have the same people in them, or one those that the other lacks."""
    pairs = list(zip(one.figures, other.figures, strict=False))
    same = all(a.base == b.base and a.n == b.n for a, b in pairs)
    return same or all(a.base == b.base and a.n + b.n == a.base for a, b in pairs)


def _idle(words: Words) -> str:
    """What to mind where no difference is clear."""
    rows = [row for _, row in _rows(words).values()]
    if not rows or any(r.gap.word in (CLEAR, ALIKE) for r in rows):
        return ""
    return IDLE if all(r.gap.word == TOO_FEW for r in rows) else NONE_CLEAR


def _heading(words: Words, omrade: str) -> str:
    """What the figures say as a whole, where the group has written nothing."""
    rows = [row for _, row in _rows(words).values()]
    if not rows or all(r.gap.word == TOO_FEW for r in rows):
        return ABOUT.format(area=omrade) if omrade else ABOUT_ALL
    groups = listing(plural(f.group).lower() for f in rows[0].figures[:2])
    clear = sum(r.gap.word == CLEAR for r in rows)
    alike = sum(r.gap.word == ALIKE for r in rows)
    if not clear and alike:
        return ALIKE_IN.format(groups=first_upper(groups), n=alike, of=len(rows))
    if not clear:
        return NOT_DIFFERENT.format(groups=groups)
    form = ONE_DIFFERENT if clear == 1 else DIFFERENT
    return form.format(groups=first_upper(groups), n=clear, of=len(rows))


def _unknown(words: Words) -> str:
    """The question that most in some group lack an answer to, where that is many."""
    if not _rows(words):
        return ""
    rows = [r for r in missing_rows(words.plain) if not any(f.is_hidden for f in r.figures[:2])]
    rows = [r for r in rows if max(f.share for f in r.figures[:2]) >= MISSED]
    if not rows:
        return NOT_WHY
    most = max(rows, key=lambda r: max(f.share for f in r.figures[:2]))
    groups = listing(
        OF_GROUP.format(share=percent(f.share), group=the_group(f.group)) for f in most.figures[:2]
    )
    told = MISSING.format(title=_short(most.label, "rad"), groups=groups)
    return f"{told} {NOT_WHY}"


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
    return _short(told, place), whole[len(told) :].strip()


def _short(words: str, place: str) -> str:
    """Words that a place holds, cut between two of them, or within one that is too long."""
    return words if len(words) <= LETTERS[place] else f"{_kept(words, LETTERS[place])}{NBSP}…"


def _named(label: str) -> str:
    """A row's name, cut in the question rather than in the answer."""
    question, mark, answer = label.rpartition(": ")
    room = LETTERS["rad"] - len(answer) - len(mark)
    if not mark or len(label) <= LETTERS["rad"] or room < LETTERS["rad"] / 2:
        return _short(label, "rad")
    return f"{_kept(question, room)}{NBSP}…{mark}{answer}"


def _kept(words: str, letters: int) -> str:
    before, space, _ = words[:letters].rpartition(" ")
    return before if space and len(before) > letters / 2 else words[:letters]
