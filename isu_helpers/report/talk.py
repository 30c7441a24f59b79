"""The slides' order: what was asked, what is seen, why, what it leads to, what is proposed."""

from collections.abc import Iterator

from bs4 import BeautifulSoup

from ..acting import matrix_html
from ..wording import html
from ..workbook import ACTIONS, CONCLUSIONS, OBSERVATIONS, QUESTIONS, Note
from . import answers
from .part import Part
from .story import Story

ON_A_SLIDE = 4
GOES_ON = "{heading} (forts.)"
MAIN, ASKED = "Det viktigaste", "Det här ville vi veta"
SEEN, FIGURES = "Det här ser vi", "Siffrorna"
WHY, BELIEVED = "Vad kan ligga bakom?", "Det här tror vi mest på"
LEADS, CHILDREN = "Vad leder det till, och för vem?", "Vad betyder det för barn?"
CONCLUDED, WORKS = "Våra slutsatser", "Det här fungerar och får fortsätta"
PROPOSED, SEVERAL = "Våra förslag", "Våra förslag, {first} till {last}"
BEGIN = "Var vill vi börja?"
WITH, BETTER = "Vilka ska vara med?", "Hur märker vi om det blev bättre?"
NEXT, ASK = "Vad händer nu?", "Vad vill vi fråga er?"
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
    yield Part(ASKED, listed([story.words(QUESTIONS, n) for n in story.questions]))
    yield from _answers(story, answers.BASE)
    for notes, figures in story.seen:
        yield from _seen(story, notes, figures)
    yield from _answers(story, answers.MOTIVATED)
    yield from _few(WHY, about_each(story, "orsak", "uppkomst"))
    for heading, ids in answers.perspectives().items():
        yield from _few(f"{WHY} {heading}", list(answers.answered(story, ids)))
    yield from _answers(story, answers.US)
    yield Part(BELIEVED, story.answer("vidare-forklaringar"))
    yield from _few(LEADS, about_each(story, "foljd"))
    yield from _answers(story, answers.HOLDS)
    yield Part(CHILDREN, story.answer(ABOUT_CHILDREN))
    for heading in (answers.SURE, answers.CONCLUDED, answers.OTHERS):
        yield from _answers(story, heading)
    yield Part(CONCLUDED, listed([_concluded(story, n) for n in story.conclusions]))
    yield from _answers(story, answers.MORE)
    yield from _few(CHANGED, about_each(story, "andra"))
    yield Part(WORKS, story.answer("bara-vidare"))
    yield from _answers(story, answers.CAUSE)
    yield from _proposed(story)
    for heading in (answers.LITTLE, answers.LEVEL):
        yield from _answers(story, heading)
    yield Part(WITH, story.answer("vilka-med") + story.answer("aterkoppla"))
    yield from _answers(story, answers.HINDER)
    yield Part(BETTER, story.answer("markt-skillnad"))
    yield Part(NEXT, story.answer(NEXT_PROMPT))
    yield Part(ASK, story.answer(ASK_PROMPT), "budskap")


def _answers(story: Story, heading: str) -> Iterator[Part]:
    return _few(heading, list(answers.answered(story, answers.ASKED[heading])))


def _few(heading: str, items: list[str]) -> Iterator[Part]:
    """Slides with a few items each; those after the first say so."""
    for first in range(0, len(items), ON_A_SLIDE):
        title = heading if not first else GOES_ON.format(heading=heading)
        yield Part(title, "".join(items[first : first + ON_A_SLIDE]))


def _seen(story: Story, notes: list[Note], figures: str) -> Iterator[Part]:
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


def _concluded(story: Story, note: Note) -> str:
    return story.words(CONCLUSIONS, note) + "".join(
        f'<p class="isu-litet">{html(words)}</p>'
        for name, (_, words) in story.told(CONCLUSIONS, note).items()
        if name == SURELY
    )


def _proposed(story: Story) -> Iterator[Part]:
    """The proposals, a few on a slide, under the numbers that they have in the picture."""
    notes = story.proposals
    for first in range(0, len(notes), ON_A_SLIDE):
        items = [_proposal(story, note) for note in notes[first : first + ON_A_SLIDE]]
        yield Part(_counted(first, len(notes)), listed(items, start=first + 1))
    if any(action.cell for action in story.placed):
        yield Part(BEGIN, matrix_html(story.placed), "bild")


def _counted(first: int, count: int) -> str:
    """The title of a slide with proposals, told apart where there are several."""
    if count <= ON_A_SLIDE:
        return PROPOSED
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
