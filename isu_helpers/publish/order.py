"""The order of a document to decide by: what we see, why, what it leads to, what we propose.

The four steps are our own.
"""

from collections.abc import Iterator

from bs4 import BeautifulSoup

from ..pages.proposals import matrix_html
from ..wording import html
from ..workbook import ACTIONS, CONCLUSIONS, OBSERVATIONS, QUESTIONS, Note
from . import answers
from .answers import (
    ASKED as IDS,
)
from .answers import (
    BASE,
    CAUSE,
    HINDER,
    HOLDS,
    LEVEL,
    LITTLE,
    MORE,
    MOTIVATED,
    OTHERS,
    SURE,
    US,
    answered,
    perspectives,
)
from .answers import (
    CONCLUDED as BY_PERSPECTIVE,
)
from .story import Part, Story

# The slides' order: what was asked, what is seen, why, what it leads to, what is proposed.

ON_A_SLIDE = 4
GOES_ON = "{heading} (forts.)"
MAIN, TALK_ASKED = "Det viktigaste", "Det här ville vi veta"
SEEN, FIGURES = "Det här ser vi", "Siffrorna"
TALK_WHY, TALK_BELIEVED = "Vad kan ligga bakom?", "Det här tror vi mest på"
TALK_LEADS, TALK_CHILDREN = "Vad leder det till, och för vem?", "Vad betyder det för barn?"
TALK_CONCLUDED, TALK_WORKS = "Våra slutsatser", "Det här fungerar och får fortsätta"
TALK_PROPOSED, SEVERAL = "Våra förslag", "Våra förslag, {first} till {last}"
TALK_BEGIN = "Var vill vi börja?"
TALK_WITH, BETTER = "Vilka ska vara med?", "Hur märker vi om det blev bättre?"
TALK_NEXT, ASK = "Vad händer nu?", "Vad vill vi fråga er?"
CHANGED = "Det här behöver bli annorlunda"
SURELY = "sakerhet"
SHOWN = ("slutsats", "niva", "vem", "datum")
ABOUT_CHILDREN = "betydelse-for-barn"
NEXT_PROMPT, ASK_PROMPT, MAIN_PROMPT = "nasta-steg", "fraga-till-er", "viktigast-att-saga"


def talk(story: Story) -> list[Part]:
    """The slides after the title, in order; those with nothing on them are left out."""
    return [part for part in _parts(story) if part.html]


def _parts(story: Story) -> Iterator[Part]:
    yield Part(MAIN, story.answer(MAIN_PROMPT), "budskap")
    yield Part(TALK_ASKED, listed([story.words(QUESTIONS, n) for n in story.questions]))
    yield from _answers_talk(story, answers.BASE)
    for notes, figures in story.seen:
        yield from _seen_talk(story, notes, figures)
    yield from _answers_talk(story, answers.MOTIVATED)
    yield from _few(TALK_WHY, about_each(story, "orsak", "uppkomst"))
    for heading, ids in answers.perspectives().items():
        yield from _few(f"{TALK_WHY} {heading}", list(answers.answered(story, ids)))
    yield from _answers_talk(story, answers.US)
    yield Part(TALK_BELIEVED, story.answer("vidare-forklaringar"))
    yield from _few(TALK_LEADS, about_each(story, "foljd"))
    yield from _answers_talk(story, answers.HOLDS)
    yield Part(TALK_CHILDREN, story.answer(ABOUT_CHILDREN))
    for heading in (answers.SURE, answers.CONCLUDED, answers.OTHERS):
        yield from _answers_talk(story, heading)
    yield Part(TALK_CONCLUDED, listed([_concluded_talk(story, n) for n in story.conclusions]))
    yield from _answers_talk(story, answers.MORE)
    yield from _few(CHANGED, about_each(story, "andra"))
    yield Part(TALK_WORKS, story.answer("bara-vidare"))
    yield from _answers_talk(story, answers.CAUSE)
    yield from _proposed_talk(story)
    for heading in (answers.LITTLE, answers.LEVEL):
        yield from _answers_talk(story, heading)
    yield Part(TALK_WITH, story.answer("vilka-med") + story.answer("aterkoppla"))
    yield from _answers_talk(story, answers.HINDER)
    yield Part(BETTER, story.answer("markt-skillnad"))
    yield Part(TALK_NEXT, story.answer(NEXT_PROMPT))
    yield Part(ASK, story.answer(ASK_PROMPT), "budskap")


def _answers_talk(story: Story, heading: str) -> Iterator[Part]:
    return _few(heading, list(answers.answered(story, answers.ASKED[heading])))


def _few(heading: str, items: list[str]) -> Iterator[Part]:
    """Slides with a few items each; those after the first say so."""
    for first in range(0, len(items), ON_A_SLIDE):
        title = heading if not first else GOES_ON.format(heading=heading)
        yield Part(title, "".join(items[first : first + ON_A_SLIDE]))


def _seen_talk(story: Story, notes: list[Note], figures: str) -> Iterator[Part]:
    """What was seen beside its chart, and then the table that the chart is drawn from."""
    if not figures:
        yield from _few(SEEN, [f'<div class="isu-sett">{story.words(OBSERVATIONS, n)}</div>'
                               for n in notes])  # fmt: skip
        return
    words = "".join(story.words(OBSERVATIONS, n) for n in notes)
    soup = BeautifulSoup(figures, "html.parser")
    of = f": {soup.h3.get_text()}" if soup.h3 else ""
    charts = soup.select("img.isu-diagram")[:1]  # one is what a slide has room for
    picture = "".join(map(str, [*soup.select(".isu-fraga"), *charts])) if charts else ""
    tables = [tag for tag in soup.select(".isu-bredd") if not tag.find_parent("details")]
    rest = soup.select(".isu-lasning, .isu-varning, .isu-not")
    shown = f'<div class="isu-sett">{words}</div>{_figure(picture)}'
    yield Part(SEEN + of, shown, "bild" if charts else "")
    if tables:
        yield Part(FIGURES + of, "".join(map(str, [*tables, *rest])), "tabell")


def _figure(inner: str) -> str:
    return f"<figure>{inner}</figure>" if inner else ""


def _concluded_talk(story: Story, note: Note) -> str:
    return story.words(CONCLUSIONS, note) + "".join(
        f'<p class="isu-litet">{html(words)}</p>'
        for name, (_, words) in story.told(CONCLUSIONS, note).items()
        if name == SURELY
    )


def _proposed_talk(story: Story) -> Iterator[Part]:
    """The proposals, a few on a slide, under the numbers that they have in the picture."""
    notes = story.proposals
    for first in range(0, len(notes), ON_A_SLIDE):
        items = [_proposal(story, note) for note in notes[first : first + ON_A_SLIDE]]
        yield Part(_counted(first, len(notes)), listed(items, start=first + 1))
    if any(action.cell for action in story.placed):
        yield Part(TALK_BEGIN, matrix_html(story.placed), "bild")


def _counted(first: int, count: int) -> str:
    """The title of a slide with proposals, told apart where there are several."""
    if count <= ON_A_SLIDE:
        return TALK_PROPOSED
    return SEVERAL.format(first=first + 1, last=min(first + ON_A_SLIDE, count))


def _proposal(story: Story, note: Note) -> str:
    told = story.told(ACTIONS, note)
    pairs = [told[name] for name in SHOWN if name in told]
    rows = " ".join(f"<span>{html(label)} <b>{html(words)}</b></span>" for label, words in pairs)
    return story.words(ACTIONS, note) + (f'<p class="isu-litet">{rows}</p>' if rows else "")


def about_each(story: Story, *prompt_ids: str) -> list[str]:
    """What was answered about each observation, under the observation."""
    found = [
        (note, "".join(story.answer(id, note.id) for id in prompt_ids))
        for note in story.observations
    ]
    return [
        f'<div class="isu-om">{observed(story, [note])}{answers}</div>'
        for note, answers in found
        if answers
    ]


def observed(story: Story, notes: list[Note]) -> str:
    """The words of observations, set off from what is said of them."""
    words = "".join(story.words(OBSERVATIONS, note) for note in notes)
    return f'<div class="isu-till">{words}</div>'


def listed(items: list[str], start: int = 0) -> str:
    """Items of HTML as a list, numbered where it has a start; empty without any."""
    inner = "".join(f"<li>{item}</li>" for item in items)
    if not inner:
        return ""
    return f'<ol start="{start}">{inner}</ol>' if start else f"<ul>{inner}</ul>"


# --------------------

SEE, WHY = "1. Vad ser vi?", "2. Varför är det så?"
LEADS = "3. Vad leder det till, och för vem?"
PROPOSE = "4. Vad föreslår vi, och hur följs det upp?"
WANTING = "saknas"
TO_WRITE = {
    SEE: "Skriv vad ni ser för kvinnor och män, flickor och pojkar, och för fler grupper.",
    WHY: "Skriv vad som kan ligga bakom, och hur säkra ni är.",
    LEADS: "Skriv vad det leder till för dem det gäller, också för barn.",
    PROPOSE: "Skriv vad ni föreslår, vem som beslutar och när det följs upp.",
}
BRIEF, ASKED = "Sammanfattning", "Det här ville vi veta"
BELIEVED, CONCLUDED = "Det här tror vi mest på", "Slutsatser"
CHILDREN = "Vad betyder det för barn?"
WORKS, PROPOSED, BEGIN = "Det som bör fortsätta", "Förslagen", "Vad ska göras först?"
WITH = "Vilka ska vara med och få veta?"
FOLLOWED, NEXT = "Så följs det upp", "Vad händer nu?"
HEADS = ("Nr", "Förslag", "Vem beslutar", "Vem håller i det", "Följs upp")
FIELDS, ANSWERED = ("niva", "vem", "datum"), "slutsats"
IN_TABLE = (*FIELDS, ANSWERED, "arbete", "effekt")  # effort and benefit stand in the picture
ANSWERS_TO, ANSWERS_NONE = "Svarar mot: {text}", "Svarar inte mot någon slutsats än"
TABLE = "Förslagen, med vem som beslutar och när de följs upp"


def letter(story: Story) -> list[Part]:
    """The document's parts in order; of the four steps all, with what to write where one is empty.

    What comes before them is left out where nothing is written.
    """
    steps = ((SEE, _seen(story)), (WHY, _why(story)), (LEADS, _leads(story)),
             (PROPOSE, _proposed(story)))  # fmt: skip
    before = [p for p in _before(story) if p.html]
    return before + [_step(title, "".join(inner)) for title, inner in steps]


def _before(story: Story) -> Iterator[Part]:
    yield Part(BRIEF, story.answer(MAIN_PROMPT))
    yield Part(ASKED, listed([_whole(story, QUESTIONS, n) for n in story.questions]))
    yield Part(BASE, "".join(answered(story, IDS[BASE])))


def _step(title: str, inner: str) -> Part:
    return Part(title, inner) if inner else Part(title, f"<p>{TO_WRITE[title]}</p>", WANTING)


def _seen(story: Story) -> Iterator[str]:
    for notes, figures in story.seen:
        yield observed(story, notes)
        yield figures
    yield _answers(story, MOTIVATED)


def _why(story: Story) -> Iterator[str]:
    yield "".join(about_each(story, "orsak", "uppkomst"))
    for heading, ids in perspectives().items():
        yield _under(heading, "".join(answered(story, ids)))
    yield _answers(story, US)
    yield _under(BELIEVED, story.answer("vidare-forklaringar"))
    yield from (_answers(story, heading) for heading in (SURE, BY_PERSPECTIVE, OTHERS))
    yield _under(CONCLUDED, listed([_concluded(story, n) for n in story.conclusions]))
    yield _answers(story, MORE)


def _leads(story: Story) -> Iterator[str]:
    yield "".join(about_each(story, "foljd"))
    yield _answers(story, HOLDS)
    yield _under(CHILDREN, story.answer(ABOUT_CHILDREN))


def _proposed(story: Story) -> Iterator[str]:
    yield _under(CHANGED, "".join(about_each(story, "andra")))
    yield _under(WORKS, story.answer("bara-vidare"))
    yield _answers(story, CAUSE)
    yield _under(PROPOSED, _table(story))
    placed = story.placed
    yield _under(
        BEGIN, matrix_html(placed, "png") if any(action.cell for action in placed) else ""
    )
    yield from (_answers(story, heading) for heading in (LITTLE, LEVEL, HINDER))
    yield _under(WITH, story.answer("vilka-med") + story.answer("aterkoppla"))
    yield _under(FOLLOWED, story.answer("markt-skillnad"))
    yield _under(NEXT, story.answer(NEXT_PROMPT))


def _answers(story: Story, heading: str) -> str:
    return _under(heading, "".join(answered(story, IDS[heading])))


def _under(title: str, inner: str) -> str:
    return f"<h3>{html(title)}</h3>{inner}" if inner else ""


def _concluded(story: Story, note: Note) -> str:
    """A conclusion, and how sure the group is."""
    sure = story.told(CONCLUSIONS, note).get(SURELY, ("", ""))[1]
    words = f"<p><em>{html(sure)}.</em></p>" if sure else ""
    return _whole(story, CONCLUSIONS, note, without=(SURELY,)).replace("</p>", f"</p>{words}", 1)


def _whole(story: Story, section: str, note: Note, without: tuple[str, ...] = ()) -> str:
    """The words of a note, and all that it tells besides, each on a line of its own."""
    told = [pair for name, pair in story.told(section, note).items() if name not in without]
    lines = (f"<p>{html(label)} {html(words)}</p>" for label, words in told)
    return story.words(section, note) + "".join(lines)


def _table(story: Story) -> str:
    """The proposals as a table, those that answer to the same conclusion together."""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    groups: dict[str, list[str]] = {}
    for i, note in enumerate(story.proposals, start=1):
        told = story.told(ACTIONS, note)
        to = ANSWERS_TO.format(text=told[ANSWERED][1]) if ANSWERED in told else ANSWERS_NONE
        groups.setdefault(to, []).append(_row(story, i, note))
    bodies = "".join(
        f'<tbody><tr><th scope="rowgroup" colspan="{len(HEADS)}">{html(to)}</th></tr>'
        f"{''.join(rows)}</tbody>"
        for to, rows in groups.items()
    )
    start = f"<table><caption>{TABLE}</caption><thead><tr>{head}</tr></thead>"
    return f"{start}{bodies}</table>" if groups else ""


def _row(story: Story, i: int, note: Note) -> str:
    told = story.told(ACTIONS, note)
    words = (told.get(name, ("", ""))[1] for name in FIELDS)
    cells = [_whole(story, ACTIONS, note, IN_TABLE), *map(html, words)]
    return f'<tr><th scope="row">{i}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'
