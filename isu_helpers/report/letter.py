"""The order of a document to decide by: what we see, why, what it leads to, what we propose.

The four steps are our own.
"""

from collections.abc import Iterator

from ..acting import matrix_html
from ..wording import html
from ..workbook import ACTIONS, CONCLUSIONS, QUESTIONS, Note
from .answers import ASKED as IDS
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
from .answers import CONCLUDED as BY_PERSPECTIVE
from .part import Part
from .story import Story
from .talk import (
    ABOUT_CHILDREN,
    CHANGED,
    MAIN_PROMPT,
    NEXT_PROMPT,
    SURELY,
    about_each,
    listed,
    observed,
)

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
