"""The order of a document to decide by: what we see, why, what it leads to, what we propose.

The four steps are our own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..pages.proposals import matrix_of
from ..show.model import (
    Body,
    Bullets,
    Cell,
    Chart,
    Group,
    Line,
    Notice,
    Pairs,
    Paragraph,
    Pictured,
    Section,
    Table,
    Written,
    heads_of,
    walk,
)
from ..show.model import Part as Shown
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

ON_A_SLIDE, LETTERS = 4, 700  # items; letters that are read from the back of a room
FEW_LINES, MOST_LINES = 5, 9  # of a table with words under it; of one alone
GOES_ON, AND_ON = "{heading} (forts.)", "{heading} (forts. {n})"
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
ABOUT_CHILDREN, CHILDREN_HEARD = "betydelse-for-barn", "barnens-ratt"
NEXT_PROMPT, ASK_PROMPT, MAIN_PROMPT = "nasta-steg", "fraga-till-er", "viktigast-att-saga"


def talk(story: Story) -> list[Part]:
    """The slides after the title, in order; those with nothing on them are left out."""
    return [part for part in _parts(story) if part.parts]


def _parts(story: Story) -> Iterator[Part]:
    yield Part(MAIN, story.answer(MAIN_PROMPT), "budskap")
    yield Part(TALK_ASKED, listed([story.words(QUESTIONS, n) for n in story.questions]))
    yield from _answers_talk(story, answers.BASE)
    for notes, figures in story.seen:
        yield from _seen_talk(story, notes, figures)
    for figures in story.measured:
        yield from _seen_talk(story, [], figures)
    yield from _answers_talk(story, answers.MOTIVATED)
    yield from _few(TALK_WHY, about_each(story, "orsak", "uppkomst"))
    for heading, ids in answers.perspectives().items():
        yield from _few(f"{TALK_WHY} {heading}", list(answers.answered(story, ids)))
    yield from _answers_talk(story, answers.US)
    yield Part(TALK_BELIEVED, story.answer("vidare-forklaringar"))
    yield from _few(TALK_LEADS, about_each(story, "foljd"))
    yield from _answers_talk(story, answers.HOLDS)
    yield Part(TALK_CHILDREN, story.answer(ABOUT_CHILDREN) + story.answer(CHILDREN_HEARD))
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


def _few(heading: str, items: Sequence[Shown]) -> Iterator[Part]:
    """Slides with a few items each, fewer where they are long; those after the first say so."""
    slides: list[list[Shown]] = []
    for item in items:
        whole = [*slides[-1], item] if slides else []
        if whole and len(whole) <= ON_A_SLIDE and sum(map(_letters, whole)) <= LETTERS:
            slides[-1] = whole
        else:
            slides.append([item])
    yield from _going_on(heading, slides)


def _going_on(heading: str, slides: Iterable[Sequence[Shown]], kind: str = "") -> Iterator[Part]:
    for i, parts in enumerate(slides):
        form = AND_ON if i > 1 else GOES_ON if i else "{heading}"
        yield Part(form.format(heading=heading, n=i), tuple(parts), kind)


def _letters(part: Shown) -> int:
    """How much there is to read in a part."""
    return sum(len(getattr(one, "text", "")) for one in walk([part]))


def _seen_talk(story: Story, notes: list[Note], figures: Section) -> Iterator[Part]:
    """What was seen beside its chart, and then the table that the chart is drawn from."""
    if not figures.parts:
        yield from _few(SEEN, [Group(story.words(OBSERVATIONS, n), "sett") for n in notes])
        return
    said = tuple(w for n in notes for w in story.words(OBSERVATIONS, n))
    words = (Group(said, "sett"),) if notes else ()
    every = list(walk([figures]))
    charts = [part for part in every if isinstance(part, Chart)][:1]  # what a slide has room for
    sections = [part for part in every if isinstance(part, Section)]
    of = next((s.heading for s in sections if s.heading), "")
    asked = [Paragraph(s.question, "fraga") for s in sections if s.question]
    picture = (Pictured((*asked, *charts)),) if charts else ()
    yield Part(_named(SEEN, of), (*words, *picture), "bild" if charts else "")
    if tables := [part for part in every if isinstance(part, Table)]:
        yield from _tables_talk(_named(FIGURES, of), tables, list(filter(_is_beside, every)))


def _named(kind: str, of: str) -> str:
    """What a slide is called; one colon at most.

    Examples
    --------
    >>> _named("Siffrorna", "Våld"), _named("Siffrorna", "Insats: kan behov förklara den?")
    ('Siffrorna: Våld', 'Siffrorna – Insats: kan behov förklara den?')
    """
    between = " – " if ": " in of else ": "
    return kind + between * bool(of) + of


def _tables_talk(heading: str, tables: Sequence[Table], beside: Sequence[Shown]) -> Iterator[Part]:
    """Tables with what they say; on slides of their own where they are long."""
    slides: list[list[Shown]] = [[part] for table in tables for part in _short_tables(table)]
    lines = sum(len(body.lines) + bool(body.heading) for body in tables[0].bodies)
    if len(slides) == 1 and lines <= FEW_LINES:
        slides = [[*slides[0], *beside]]
    elif beside:
        slides.append(list(beside))
    yield from _going_on(heading, slides, "tabell")


def _short_tables(table: Table) -> Iterator[Table]:
    """A table in parts that a slide has room for; each body begins with its heading."""
    bodies: list[Body] = []
    for body in table.bodies:
        for first in range(0, len(body.lines), MOST_LINES):
            bodies.append(replace(body, lines=body.lines[first : first + MOST_LINES]))
    kept: list[Body] = []
    for body in bodies:
        if sum(len(b.lines) + bool(b.heading) for b in (*kept, body)) > MOST_LINES and kept:
            yield replace(table, bodies=tuple(kept))
            kept = []
        kept.append(body)
    yield replace(table, bodies=tuple(kept))


def _is_beside(part: Shown) -> bool:
    """Whether it stands beside a table: what that says, and what to mind."""
    return isinstance(part, Notice) or getattr(part, "look", "") in ("lasning", "not")


def _concluded_talk(story: Story, note: Note) -> tuple[Shown, ...]:
    told = story.told(CONCLUSIONS, note)
    sure = [Paragraph(words, "litet") for name, (_, words) in told.items() if name == SURELY]
    return (*story.words(CONCLUSIONS, note), *sure)


def _proposed_talk(story: Story) -> Iterator[Part]:
    """The proposals, a few on a slide, under the numbers that they have in the picture."""
    notes = story.proposals
    for first in range(0, len(notes), ON_A_SLIDE):
        items = [_proposal(story, note) for note in notes[first : first + ON_A_SLIDE]]
        yield Part(_counted(first, len(notes)), listed(items, start=first + 1))
    if any(action.cell for action in story.placed):
        yield Part(TALK_BEGIN, (matrix_of(story.placed),), "bild")


def _counted(first: int, count: int) -> str:
    """The title of a slide with proposals, told apart where there are several."""
    if count <= ON_A_SLIDE:
        return TALK_PROPOSED
    return SEVERAL.format(first=first + 1, last=min(first + ON_A_SLIDE, count))


def _proposal(story: Story, note: Note) -> tuple[Shown, ...]:
    told = story.told(ACTIONS, note)
    pairs = tuple(told[name] for name in SHOWN if name in told)
    return (*story.words(ACTIONS, note), *([Pairs(pairs)] if pairs else []))


def about_each(story: Story, *prompt_ids: str) -> list[Shown]:
    """What was answered about each observation, under the observation."""
    found = [
        (note, [part for id in prompt_ids for part in story.answer(id, note.id)])
        for note in story.observations
    ]
    return [Group((observed(story, [note]), *answers), "om") for note, answers in found if answers]


def observed(story: Story, notes: list[Note]) -> Group:
    """The words of observations, set off from what is said of them."""
    return Group(tuple(w for note in notes for w in story.words(OBSERVATIONS, note)), "till")


def listed(items: Sequence[tuple[Shown, ...]], start: int = 0) -> tuple[Bullets, ...]:
    """Items as a list, numbered where it has a start; nothing without any."""
    return (Bullets(tuple(items), is_numbered=bool(start), start=start),) if items else ()


# The order of a document to decide by: what we see, why, what it leads to, what we propose.

SEE, WHY = "1. Vad ser vi?", "2. Vad kan ligga bakom?"
LEADS = "3. Vad leder det till, och för vem?"
PROPOSE = "4. Vad föreslår vi, och hur följs det upp?"
WANTING = "saknas"
TO_WRITE = {
    SEE: "Skriv vad ni ser för kvinnor och män, flickor och pojkar, och för fler grupper.",
    WHY: "Skriv vad som kan ligga bakom, och hur säkra ni är.",
    LEADS: "Skriv vad det leder till för dem det gäller, också för barn.",
    PROPOSE: "Skriv vad ni föreslår, vem som beslutar och när det följs upp.",
}
DECIDE, DECIDED = "Förslag till beslut", "Nämnden föreslås besluta om följande:"
COMMITTEE = "Nämnden"  # as in content/lists.yaml
BRIEF, ASKED = "Sammanfattning", "Det här ville vi veta"
BELIEVED, CONCLUDED = "Det här tror vi mest på", "Slutsatser"
CHILDREN = "Vad betyder det för barn, och hur har de hörts?"
WORKS, PROPOSED, BEGIN = "Det som bör fortsätta", "Förslagen", "Vad ska göras först?"
WITH = "Vilka ska vara med och få veta?"
FOLLOWED, NEXT = "Så följs det upp", "Vad händer nu?"
HEADS = ("Nr", "Förslag", "Vem beslutar", "Vem håller i det", "Följs upp")
FIELDS, ANSWERED = ("niva", "vem", "datum"), "slutsats"
IN_TABLE = (*FIELDS, ANSWERED, "arbete", "effekt")  # effort and benefit stand in the picture
ANSWERS_TO, ANSWERS_NONE = "Svarar mot: {text}", "Svarar inte mot någon slutsats än"
TABLE = "Förslagen, med vem som beslutar och när de följs upp"


def letter(story: Story, brief: Sequence[Shown] = ()) -> list[Part]:
    """The document's parts in order; of the four steps all, with what to write where one is empty.

    What comes before them is left out where nothing is written. ``brief`` is what sums it up; the
    group's own sentence where it is not given.
    """
    steps = ((SEE, _seen(story)), (WHY, _why(story)), (LEADS, _leads(story)),
             (PROPOSE, proposed(story)))  # fmt: skip
    before = [p for p in _before(story, tuple(brief)) if p.parts]
    return before + [_step(title, tuple(inner)) for title, inner in steps]


def _before(story: Story, brief: tuple[Shown, ...]) -> Iterator[Part]:
    yield Part(DECIDE, _decisions(story))
    yield Part(BRIEF, brief or story.answer(MAIN_PROMPT))
    yield Part(ASKED, listed([_whole(story, QUESTIONS, n) for n in story.questions]))
    yield Part(BASE, tuple(answered(story, IDS[BASE])))


def _decisions(story: Story) -> tuple[Shown, ...]:
    """The proposals that the committee decides on; nothing where there are none."""
    told = ((note, story.told(ACTIONS, note)) for note in story.proposals)
    own = [note for note, fields in told if fields.get("niva", ("", ""))[1] == COMMITTEE]
    items = listed([story.words(ACTIONS, note) for note in own], start=1)
    return (Paragraph(DECIDED), *items) if items else ()


def _step(title: str, inner: tuple[Shown, ...]) -> Part:
    return Part(title, inner) if inner else Part(title, (Paragraph(TO_WRITE[title]),), WANTING)


def _seen(story: Story) -> Iterator[Shown]:
    for notes, figures in story.seen:
        yield from (observed(story, notes), figures)
    yield from story.measured
    yield from _answers(story, MOTIVATED)


def _why(story: Story) -> Iterator[Shown]:
    yield from reflected(story)
    yield from _believed(story)


def reflected(story: Story) -> Iterator[Shown]:
    """What may lie behind: about each observation, then from each perspective."""
    yield from about_each(story, "orsak", "uppkomst")
    for heading, ids in perspectives().items():
        yield from _under(heading, answered(story, ids))
    yield from _answers(story, US)


def concluded(story: Story) -> Iterator[Shown]:
    """What the group believes and concludes, what it leads to, and what it means for children."""
    yield from _believed(story)
    yield from _leads(story)


def _believed(story: Story) -> Iterator[Shown]:
    yield from _under(BELIEVED, story.answer("vidare-forklaringar"))
    yield from _answers(story, SURE, BY_PERSPECTIVE, OTHERS)
    yield from _under(CONCLUDED, listed([_concluded(story, n) for n in story.conclusions]))
    yield from _answers(story, MORE)


def _leads(story: Story) -> Iterator[Shown]:
    yield from about_each(story, "foljd")
    yield from _answers(story, HOLDS)
    yield from _under(CHILDREN, story.answer(ABOUT_CHILDREN) + story.answer(CHILDREN_HEARD))


def proposed(story: Story) -> Iterator[Shown]:
    """What is proposed, who decides, and how it is followed up."""
    yield from _under(CHANGED, about_each(story, "andra"))
    yield from _under(WORKS, story.answer("bara-vidare"))
    yield from _answers(story, CAUSE)
    yield from _under(PROPOSED, _table(story))
    if any(action.cell for action in story.placed):
        yield Section(BEGIN, parts=(matrix_of(story.placed),))
    yield from _answers(story, LITTLE, LEVEL, HINDER)
    yield from _under(WITH, story.answer("vilka-med") + story.answer("aterkoppla"))
    yield from _under(FOLLOWED, story.answer("markt-skillnad"))
    yield from _under(NEXT, story.answer(NEXT_PROMPT))


def _answers(story: Story, *headings: str) -> Iterator[Section]:
    for heading in headings:
        yield from _under(heading, answered(story, IDS[heading]))


def _under(title: str, parts: Iterable[Shown]) -> Iterator[Section]:
    """Parts under a heading, where there are any."""
    if inner := tuple(parts):
        yield Section(title, parts=inner)


def _concluded(story: Story, note: Note) -> tuple[Shown, ...]:
    """A conclusion, and how sure the group is after its first paragraph."""
    sure = story.told(CONCLUSIONS, note).get(SURELY, ("", ""))[1]
    whole = _whole(story, CONCLUSIONS, note, without=(SURELY,))
    if not sure or not whole or not isinstance(whole[0], Paragraph | Written):
        return whole
    said, begun = Paragraph(f"{sure}.", is_italic=True), whole[0]
    first, *rest = [replace(begun, text=t) for t in begun.text.split("\n\n") if t.strip()]
    return (first, said, *rest, *whole[1:])


def _whole(
    story: Story, section: str, note: Note, without: tuple[str, ...] = ()
) -> tuple[Shown, ...]:
    """The words of a note, and all that it tells besides, each on a line of its own."""
    told = [pair for name, pair in story.told(section, note).items() if name not in without]
    lines = (Paragraph(f"{label} {words}") for label, words in told)
    return (*story.words(section, note), *lines)


def _table(story: Story) -> tuple[Table, ...]:
    """The proposals as a table, those that answer to the same conclusion together."""
    groups: dict[str, list[Line]] = {}
    for i, note in enumerate(story.proposals, start=1):
        told = story.told(ACTIONS, note)
        to = ANSWERS_TO.format(text=told[ANSWERED][1]) if ANSWERED in told else ANSWERS_NONE
        groups.setdefault(to, []).append(_row(story, i, note))
    bodies = tuple(Body(tuple(lines), to) for to, lines in groups.items())
    return (Table(TABLE, heads_of(HEADS), bodies, is_figures=False),) if bodies else ()


def _row(story: Story, i: int, note: Note) -> Line:
    told = story.told(ACTIONS, note)
    words = (Cell(told.get(name, ("", ""))[1]) for name in FIELDS)
    whole = Cell(parts=_whole(story, ACTIONS, note, IN_TABLE))
    return Line(Cell(str(i)), (whole, *words), kind="")
