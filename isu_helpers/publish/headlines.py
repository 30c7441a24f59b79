"""What the one page shows of the figures: a line a question, what explains it, what is lacking.

All of it comes from the Release.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..analysis import criteria
from ..analysis.breakdown import BACKGROUND
from ..analysis.explain.explanation import Explanation
from ..analysis.explain.ruling import EXPLAINED, NOT, PARTLY
from ..analysis.verdict import ALIKE, CLEAR, TOO_FEW
from ..disclosure import Protected, Release
from ..elsewhere import HIGHER, LOWER, OTHER_WAY
from ..records import Records
from ..show.charts.dots import Marked
from ..show.charts.drawing import Lane, Lanes
from ..show.charts.shares import alt_text, figures_text, gap_words, share_lanes
from ..show.explanation import SHARES, explained
from ..show.measures import crude_of, left_of
from ..show.model import Chart
from ..show.overview import NONE_CLEAR, largest, missing_rows
from ..show.rows import Block, Figure, Row, is_yes_no
from ..show.section import anchor
from ..show.words import Words
from ..wording import NBSP, first_upper, half_up, listing, percent, plural
from .story import Story

MOST_ROWS, MOST_ALIKE, FIRST = 7, 2, 3
LETTERS = {"rad": 60, "plats": 60, "namn": 28, "rubrik": 120, "ingress": 240, "fraga": 150,
           "slutsats": 150, "forslag": 85, "barn": 170, "markt": 200}  # fmt: skip
FINDING = "{label}: {word}. {shares}."

DIFFERENT = "{groups} skiljer sig tydligt åt i {n} av {of} frågor, mest i «{most}»"
ONE_DIFFERENT = "{groups} skiljer sig tydligt åt i en fråga av {of}: «{most}»"
NOT_DIFFERENT = "Ingen tydlig skillnad mellan {groups} i det som är mätt"
ALIKE_IN = "{groups} har ungefär samma andelar i {n} av {of} frågor"
ABOUT = "Uppföljning av {area}"
ABOUT_ALL = "Individbaserad systematisk uppföljning"
COMMONER = "vanligare bland {group}"
IDLE = "Grupperna är för små för att jämföra. Talen säger ändå vad de som är med behöver och får."
MISSING = "Svar om «{title}» saknas för {groups}."
OF_GROUP = "{share} av {group}"
NOT_WHY = "Siffrorna visar inte vad skillnaderna beror på."
CLAUSE = 0.6  # of the room: a text that is cut ends at a comma where so much is left
MISSED = 0.2  # where so many lack an answer in a group, it is told
SEE, DIFFERENCE = "Det här ser vi", "Skillnad"
ON_A_LINE, MOST_LINES = 34, 2 * MOST_ROWS  # letters of a name; lines of names on the page
ELSEWHERE = {HIGHER: "{n} i {name}: större hos oss", LOWER: "{n} i {name}: mindre hos oss",
             OTHER_WAY: "{n} åt andra hållet i {name}"}  # fmt: skip
FIRST_CRITERION = ("insats", "behov")
IN_POINTS = "«{of}» skiljer {crude} procentenheter mellan {groups}. "
AMONG_EQUALS = "Bland dem som är lika i {criterion} är skillnaden {left}"
EXPLAINS = {
    EXPLAINED: f"{IN_POINTS}{AMONG_EQUALS}, så den förklaras av det.",
    PARTLY: f"{IN_POINTS}{AMONG_EQUALS}, så en del av den förklaras av det.",
    NOT: f"{IN_POINTS}{AMONG_EQUALS}, så den förklaras inte av det.",
}
NEAR = 0.03  # of the width: half a mark
Rows = dict[str, tuple[Protected, Row]]
Others = Mapping[tuple[str, str], Marked]


@dataclass(frozen=True)
class Headlines(Chart):
    """The largest difference of some questions, without intervals: who is higher, and by how much.

    A difference is told as a number where it is clear, else as its word. ``others`` has what it is
    elsewhere, of each row.
    """

    rows: tuple[Row, ...]
    others: tuple[str, ...] = ()

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return alt_text(SEE, "", [Block("", self.rows)])

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        rows = tuple(replace(r, figures=tuple(map(_near, r.figures))) for r in self.rows)
        made = share_lanes(SEE, [Block("", rows)])
        others = self.others or ("",) * len(self.rows)
        lanes = (_headline(*one) for one in zip(made.lanes, self.rows, others, strict=True))
        return replace(made, lanes=tuple(lanes), head=DIFFERENCE, caption="")


def _near(figure: Figure) -> Figure:
    """A figure with an interval as wide as its mark, so that two marks never cover each other."""
    return replace(figure, low=max(0, figure.share - NEAR), high=min(1, figure.share + NEAR))


def _headline(lane: Lane, row: Row, other: str) -> Lane:
    parts = tuple(p for p in lane.parts if not getattr(p, "look", "").startswith("iv"))
    heard = f": {figures_text(row.figures)}. "
    if row.difference.word != CLEAR:
        return replace(lane, parts=parts, heard=heard, value="", between=row.difference.word)
    return replace(lane, parts=parts, small=_higher(row), heard=heard, value=gap_words(row)[0],
                   between=other)  # fmt: skip


def _higher(row: Row) -> str:
    """In which group it is commoner."""
    group = row.figures[0 if row.difference.value > 0 else 1].group
    return COMMONER.format(group=plural(group).lower())


# The figures.


def headlines(
    words: Words, story: Story, others: Others, room: int = MOST_LINES, told: str = ""
) -> Headlines | None:
    """The lines of the page; None where there is no difference to show.

    Parameters
    ----------
    words
        What may be shown by sex, with the word of each difference.
    story
        What the group has seen, which is shown too.
    others
        What a file from elsewhere says of the same.
    room
        How many lines there is room for.
    told
        The title of a question that the page tells more of, which is shown first of all.
    """
    rows = tuple(_findings(words, story, room, told))
    beside = tuple(_elsewhere(others.get(_key(row, words))) for row in rows)
    return Headlines(rows, beside) if rows else None


def finding(row: Row) -> str:
    """A row of the page as a sentence: the shares, and who is higher or that it is alike."""
    word = _higher(row) if row.difference.word == CLEAR else row.difference.word
    shares = first_upper(figures_text(row.figures[:2]))
    return FINDING.format(label=row.label, word=word, shares=shares)


def _key(row: Row, words: Words) -> tuple[str, str]:
    """The variable and the answer that a row is of."""
    of = next(p for p in words.plain if anchor(p) == row.link)
    answers = of.axes[-1].answers
    told = row.label.rpartition(": ")[2].casefold()
    named = next((a for a in answers if a.casefold() == told), "")
    return of.result.of.name, answers[0] if is_yes_no(of) else named


def _elsewhere(marked: Marked | None) -> str:
    """How large a difference is elsewhere; nothing where it is about the same."""
    gap = marked.beside.gap if marked else None
    if marked is None or gap is None or gap.verdict not in ELSEWHERE:
        return ""
    shares = {s.group: s.other for s in marked.beside.standings}
    points = abs(half_up(100 * shares[gap.first]) - half_up(100 * shares[gap.second]))
    return ELSEWHERE[gap.verdict].format(n=points, name=short(marked.name, "namn"))


def explaining(records: Records, release: Release) -> Explanation | None:
    """What needs say of the first difference in who gets help: the one that explains most."""
    shown = criteria(records, *FIRST_CRITERION)
    for outcome in shown.outcomes:
        answers = shown.answers(outcome, FIRST_CRITERION[1])
        found = [told for a in answers if (told := explained(a.inquiry, a.subject, release))]
        for verdict in EXPLAINS:
            if told := next((t for t in found if t.verdict == verdict), None):
                return told
    return None


def explanation(told: Explanation) -> str:
    """An explanation in words."""
    groups = listing(plural(g).lower() for g in told.subject.groups)
    crude, left = (SHARES.whole(e.value) for e in (crude_of(told, SHARES), left_of(told, SHARES)))
    crude, left = (crude, left) if crude >= 0 else (-crude, -left)
    return EXPLAINS[told.verdict].format(
        of=short(told.subject.of, "namn"), criterion=short(told.subject.criterion, "namn"),
        groups=groups, crude=crude, left=left,
    )  # fmt: skip


def _findings(words: Words, story: Story, room: int, told: str) -> Iterator[Row]:
    """What is clear or alike and what the group has seen, else the first; in their order."""
    rows = _rows(words)
    main = [v for v in rows if rows[v][0].result.of.role != BACKGROUND]
    clear = _unlike(_with_word(CLEAR, (*main, *rows), rows), rows)[: MOST_ROWS - 1]
    alike = _with_word(ALIKE, main, rows)[:MOST_ALIKE]
    seen = [n.variables[0] for n in story.observations if n.variables]
    more = [v for v in main if rows[v][0].result.of.title == told]
    chosen = dict.fromkeys([*more, *clear[: MOST_ROWS - len(alike)], *alike,
                            *(v for v in seen if v in rows)])  # fmt: skip
    first = _fitting([*(chosen or dict.fromkeys([*(main or rows)][:FIRST]))], rows, room)
    shown = (rows[name][1] for name in rows if name in first)
    yield from (replace(row, label=_named(row.label), kind="svar") for row in shown)


def _fitting(names: Sequence[str], rows: Rows, room: int) -> list[str]:
    """As many of the questions as the page has lines for; one with a long name takes two."""
    kept, lines = [], 0
    for name in names[:MOST_ROWS]:
        lines += 2 + (len(rows[name][1].label) > ON_A_LINE)
        kept += [name] if lines <= room else []
    return kept


def _with_word(word: str, names: Iterable[str], rows: Rows) -> list[str]:
    return [name for name in dict.fromkeys(names) if rows[name][1].difference.word == word]


def _rows(words: Words) -> Rows:
    """The largest difference of each question by sex, those that are shown."""
    found = ((p, largest(p, words)) for p in words.plain)
    return {p.result.of.name: (p, row) for p, row in found if row}


def _unlike(names: Sequence[str], rows: Rows) -> list[str]:
    """Questions in order, by role and size, without those that say what another has said."""
    kept: list[str] = []
    by_size = sorted(dict.fromkeys(names), key=lambda v: -abs(rows[v][1].difference.value))
    for name in sorted(by_size, key=lambda v: rows[v][0].result.of.role == BACKGROUND):
        if not any(_is_mirrored(rows[name][1], rows[other][1]) for other in kept):
            kept.append(name)
    return kept


def _is_mirrored(one: Row, other: Row) -> bool:
    """Whether two rows have the same people in them, or one those that the other lacks."""
    pairs = list(zip(one.figures, other.figures, strict=False))
    same = all(a.base == b.base and a.n == b.n for a, b in pairs)
    return same or all(a.base == b.base and a.n + b.n == a.base for a, b in pairs)


def idle(words: Words) -> str:
    """What to mind where no difference is clear."""
    rows = [row for _, row in _rows(words).values()]
    if not rows or any(r.difference.word in (CLEAR, ALIKE) for r in rows):
        return ""
    return IDLE if all(r.difference.word == TOO_FEW for r in rows) else NONE_CLEAR


def heading(words: Words, omrade: str) -> str:
    """What the figures say as a whole, where the group has written nothing."""
    rows = [row for _, row in _rows(words).values()]
    if not rows or all(r.difference.word == TOO_FEW for r in rows):
        return ABOUT.format(area=omrade) if omrade else ABOUT_ALL
    groups = listing(plural(f.group).lower() for f in rows[0].figures[:2])
    clear = sum(r.difference.word == CLEAR for r in rows)
    alike = sum(r.difference.word == ALIKE for r in rows)
    if not clear and alike:
        return ALIKE_IN.format(groups=first_upper(groups), n=alike, of=len(rows))
    if not clear:
        return NOT_DIFFERENT.format(groups=groups)
    form = ONE_DIFFERENT if clear == 1 else DIFFERENT
    most = short(_most(words), "namn")
    return form.format(groups=first_upper(groups), n=clear, of=len(rows), most=most)


def _most(words: Words) -> str:
    """The question that differs most, those about background last."""
    rows = _rows(words)
    return rows[_unlike(_with_word(CLEAR, rows, rows), rows)[0]][0].result.of.title


def unknown(words: Words) -> str:
    """The question that most in some group lack an answer to, where that is many."""
    if not _rows(words):
        return ""
    rows = [r for r in missing_rows(words.plain) if not any(f.is_hidden for f in r.figures[:2])]
    rows = [r for r in rows if max(f.share for f in r.figures[:2]) >= MISSED]
    if not rows:
        return NOT_WHY
    most = max(rows, key=lambda r: max(f.share for f in r.figures[:2]))
    groups = listing(
        OF_GROUP.format(share=percent(f.share), group=f.everyone) for f in most.figures[:2]
    )
    told = MISSING.format(title=short(most.label, "rad"), groups=groups)
    return f"{told} {NOT_WHY}"


def short(words: str, place: str) -> str:
    """Words that a place holds, cut between two of them, or within one that is too long."""
    return words if len(words) <= LETTERS[place] else f"{_kept(words, LETTERS[place])}{NBSP}…"


def _named(label: str) -> str:
    """A row's name, cut in the question rather than in the answer."""
    question, mark, answer = label.rpartition(": ")
    room = LETTERS["rad"] - len(answer) - len(mark)
    if not mark or len(label) <= LETTERS["rad"] or room < LETTERS["rad"] / 2:
        return short(label, "rad")
    return f"{_kept(question, room)}{NBSP}…{mark}{answer}"


def _kept(words: str, letters: int) -> str:
    """As much as there is room for: to a comma near the end, else to the end of a word."""
    clause, comma, _ = words[:letters].rpartition(", ")
    if comma and len(clause) > CLAUSE * letters:
        return clause
    before, space, _ = words[:letters].rpartition(" ")
    return before if space and len(before) > letters / 2 else words[:letters]
