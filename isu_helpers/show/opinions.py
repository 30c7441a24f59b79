"""Opinions as a section: questions with the same answers, on two sides of a middle line."""

from collections.abc import Sequence
from dataclasses import replace

from ..analysis.goals import is_goal
from ..analysis.result import Results
from ..codebook import SCALE
from ..disclosure import Protected, Release
from ..records import Records
from ..wording import listing
from . import sentences
from .absent import named, why_nothing
from .distribution import distribution
from .rows import Block, groups_of, plain_block
from .scale import beside_scale, worst_to_best
from .sections import box, has_sex, heading, laid_out, lower_first, one_section, title_by
from .shades import two_sided
from .stacked import Answers, stacked_chart
from .tables import table
from .words import words_of

HEADING = "Frågor med samma svar"
TITLE = "Svar på frågorna efter {by}. Andel av dem som har svarat, skillnad i procentenheter"
SIDES = "Till höger om linjen: {right}. Till vänster: {left}."
MIDDLE = "Linjen går mitt i «{name}»."
BESIDE = "Andelen som svarade {names} står för sig, längst till höger."
ROW = "{question}, svaret «{answer}»"
NOTHING = (
    "Kodboken har inga frågor om åsikter. Finns de i filen ska den som sköter kodboken ge dem "
    "typen «skala» och skriva «oppen: ja» vid dem."
)
ELSEWHERE = (
    "{names} gäller mål eller har frågats två gånger, så de räknas inte som frågor om åsikter. "
    "Några andra har kodboken inte."
)


def opinion_section(protected: Protected, release: Release) -> str:
    """One question."""
    return _section([protected], release)


def opinion_sections(results: Results, release: Release) -> str:
    """All questions in the order of the codebook, those with the same answers together."""
    sets: dict[tuple, list[Protected]] = {}
    for protected in filter(None, map(release.chosen, results)):
        is_alone = protected.is_blank or len(protected.axes) > 2
        key = (protected.result.key,) if is_alone else _answers_of(protected)
        sets.setdefault(key, []).append(protected)
    shown = "".join(_section(items, release) for items in sets.values())
    return shown or box([_nothing(results.records)])


def _nothing(records: Records) -> str:
    """Why there are no opinions: none asked, none in the file, or none but those shown apart."""
    found = [v for v in records.codebook if v.kind == SCALE and v.is_open]
    apart = [v for v in found if v.pair or is_goal(v)]
    otherwise = ELSEWHERE.format(names=named(apart)) if apart else NOTHING
    return why_nothing(records, [v for v in found if v not in apart], otherwise)


def _answers_of(protected: Protected) -> tuple:
    """What must be the same for questions to share a figure."""
    axis = protected.axes[-1]
    return worst_to_best(axis), beside_scale(axis), groups_of(protected)


def _section(items: Sequence[Protected], release: Release) -> str:
    first, of = items[0], items[0].result.of
    answers = _scale(first)
    if first.is_blank or len(first.axes) > 2 or len(answers.names) < 2:
        return one_section(first, release)
    blocks = _blocks(items, release)
    title = _title(items)
    headed = heading(of.title, of.question) if len(items) == 1 else heading(HEADING, "")
    shown, picture = table(title, blocks, "Svar"), stacked_chart(title, blocks, answers)
    is_one = len(items) == 1 and has_sex(first)
    within = distribution(of.title, blocks[0], "Svar") if is_one else ""
    said = [*_sides(answers), *_gap(blocks)]
    return headed + laid_out(picture, shown, said, items, release, within)


def _blocks(items: Sequence[Protected], release: Release) -> list[Block]:
    """A block a question, under its own heading where there are several."""
    blocks = [plain_block(p, words_of(release)) for p in items]
    if len(items) == 1:
        return blocks
    return [replace(b, heading=p.result.of.title) for b, p in zip(blocks, items, strict=True)]


def _title(items: Sequence[Protected]) -> str:
    if len(items) == 1:
        return title_by(items[0])
    by = (lower_first(a.variable.title) for a in items[0].axes[:-1])
    return TITLE.format(by=listing(by))


def _scale(protected: Protected) -> Answers:
    names, beside, _ = _answers_of(protected)
    return Answers(names, two_sided(len(names)), zero=len(names) / 2, beside=beside)


def _sides(answers: Answers) -> list[str]:
    """Which answers stand on either side of the line, and what stands apart."""
    names, half = answers.names, len(answers.names) // 2
    left, right = (listing(f"«{n}»" for n in part) for part in (names[:half], names[-half:]))
    said = [SIDES.format(right=right, left=left)]
    if len(names) % 2:
        said.append(MIDDLE.format(name=names[half]))
    if answers.beside:
        said.append(BESIDE.format(names=listing((f"«{n}»" for n in answers.beside), "eller")))
    return said


def _gap(blocks: Sequence[Block]) -> list[str]:
    """The largest difference among all answers to all questions, each named by both."""
    rows = [
        replace(
            row, label=ROW.format(question=b.heading, answer=row.label) if b.heading else row.label
        )
        for b in blocks
        for row in b.rows
    ]
    return sentences.largest_gap([Block("", tuple(rows))])
