"""Change in the same people as a section: who is better off, and who was not reached."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..analysis import Results
from ..analysis.change import RESULT, followed, is_goal, why_no_change
from ..analysis.verdict import CLEAR, TOO_FEW
from ..codebook import HIGHER, SCALE, YES_NO, Variable
from ..content import load
from ..disclosure import Protected, Release
from ..disclosure.means import MeanChange, mean_changes
from ..records import Records
from ..records.derived import direction_of, limit_of, rule_of
from ..wording import MINUS, agreeing, listing, number, percent, plural
from . import sentences
from .absent import mends_of, named, why_nothing
from .charts.drawing import shades
from .charts.stacked import Answers, Stacked, beside_scale, worst_to_best
from .model import BETTER as DIRECTION
from .model import GOAL as GOALS
from .model import (
    NOTHING,
    OPINION,
    PAIR,
    Body,
    Cell,
    Line,
    Mend,
    Part,
    Section,
    Table,
    heads_of,
    strong,
)
from .rows import Block, Row, groups_of, plain_block
from .section import box, has_sex, laid_out, lower_first, one_section, title_by
from .tables import TO, distribution, gap_head, plain_line, table
from .words import Words, mean_gap, words_of

TITLE = (
    "{of} efter {by}. Andel av dem som har svar vid båda tillfällena, skillnad i procentenheter"
)
REACHED_TITLE = (
    "Vilka har svar vid uppföljningen? Andel av dem som har svar på «{start}», efter {by}"
)
MEAN_TITLE = "Medelvärden för dem som har svar vid båda tillfällena, efter {by}"
TENTH = 0.1  # what means are told in
BOTH, EITHER = "Antal med båda svaren", "Saknar start eller uppföljning"
START = "Antal med svar vid start"
MEANS = ("Vid start", "Vid uppföljning", "Förändring", "Antal")

QUESTION = "Samma personer vid start och uppföljning: «{before}» och «{after}»."
BETTER = {
    True: "Bättre betyder ett högre svar vid uppföljningen än vid start.",
    False: "Bättre betyder ett lägre svar vid uppföljningen än vid start.",
}
BETTER_YES = {
    True: "Bättre betyder «{yes}» vid uppföljningen och «{no}» vid start.",
    False: "Bättre betyder «{no}» vid uppföljningen och «{yes}» vid start.",
}
NOT_TOLD = "Kodboken säger inte vilket håll som är bättre. Ange det i kodboken om ni vet."
NOISE = "En förändring räknas bara när den är större än instrumentets egen osäkerhet{size}."
SIZE = ", här ungefär {limit}"
REACHED = (
    "Av dem som har svar vid start har {one} ({first}) och {two} ({second}) svar även vid "
    "uppföljningen."
)
UNKNOWN = "De som saknas kan ha det bättre eller sämre än de andra. Talen säger inget om dem."
MAY_LACK = "Saknas det svar från någon säger talen inget om hur den personen har det."
NO_CHANGE = (
    "Ingen fråga i kodboken är märkt för både start och uppföljning. Har ni frågat två gånger "
    "anger ni i kodboken vilka två frågor som hör ihop."
)


def change_section(protected: Protected, release: Release) -> Section:
    """One change: better, unchanged or worse, who was reached, and means where they may stand."""
    if protected.is_blank or len(protected.axes) > 2:
        return one_section(protected, release)
    reached, words = release.protected(followed(protected.result)), words_of(release)
    block = _renamed(plain_block(protected, words), BOTH, EITHER)
    title = TITLE.format(of=protected.result.of.title, by=_by(protected))
    picture = Stacked(title, (block,), _answers(protected))
    tables = [table(title, [block], "Svar"), *_reached_table(reached, words),
              *_means(protected, release)]  # fmt: skip
    meaning, lost = _meaning(protected), _reached_words(reached)
    said = [*meaning, *sentences.largest_gap([block]), *lost]
    own = [*meaning, *lost]
    shown = laid_out([picture], tables, said, [protected], release, own=own)
    before, after = _sources(protected)
    mends = () if direction_of(before, after) else (Mend(DIRECTION, name=before.name),)
    return Section(protected.result.of.title, _question(protected), (shown, *mends))


def change_sections(results: Results, release: Release) -> Section:
    """Each pair of start and follow-up; what to do where there is none."""
    found = [release.chosen(choice) for choice in results]
    told = tuple(change_section(p, release) for p in found if p)
    why = " ".join(why_no_change(results.records)) or NO_CHANGE
    return Section(parts=told or box([why], Mend(PAIR)))


def _by(protected: Protected) -> str:
    return listing(lower_first(a.variable.title) for a in protected.axes[:-1])


def _sources(protected: Protected) -> tuple[Variable, ...]:
    records, rule = protected.result.records, rule_of(protected.result.of)
    return tuple(records.codebook[name] for name in rule.sources)


def _question(protected: Protected) -> str:
    before, after = _sources(protected)
    return QUESTION.format(before=before.title, after=after.title)


def _answers(protected: Protected) -> Answers:
    """Bättre first and darkest; where neither is better, Högre."""
    names = protected.axes[-1].answers
    return Answers(names, shades(len(names))[::-1])


def _renamed(block: Block, base: str, missing: str) -> Block:
    names = {"bas": base, "bortfall": missing}
    rows = (Row(names.get(r.kind, r.label), r.figures, r.gap, r.kind) for r in block.rows)
    return Block(block.heading, tuple(rows))


def _meaning(protected: Protected) -> list[str]:
    """What better means here, and when a change counts."""
    before, after = _sources(protected)
    direction = direction_of(before, after)
    if not direction:
        return [NOT_TOLD]
    if before.kind == YES_NO:
        yes, no = before.categories
        return [BETTER_YES[direction == HIGHER].format(yes=yes, no=no)]
    is_noisy = bool(before.reliability or after.reliability)
    return [BETTER[direction == HIGHER], *([NOISE.format(size=_size(protected))] * is_noisy)]


def _size(protected: Protected) -> str:
    """How large the noise is; not said of a few people, since it tells how they spread."""
    everyone = plain_block(protected).rows[0].figures[-1].base
    before, _ = _sources(protected)
    if before.kind == SCALE or not everyone >= load("thresholds")["litet_underlag"]["value"]:
        return ""
    limit = limit_of(protected.result.records, protected.result.of)
    return SIZE.format(limit=number(limit, 1))


def _reached_table(reached: Protected, words: Words) -> list[Table]:
    if reached.is_blank:
        return []
    block = _renamed(plain_block(reached, words), START, "")
    rows = tuple(row for row in block.rows if row.kind != "bortfall")
    caption = REACHED_TITLE.format(start=_sources(reached)[0].title, by=_by(reached))
    return [table(caption, [Block("", rows)], "Uppföljning")]


def _reached_words(reached: Protected) -> list[str]:
    """The share with a follow-up in the first two groups, and what it means to lack some."""
    if reached.is_blank:
        return [MAY_LACK]
    *groups, _ = plain_block(reached).rows[0].figures
    pair = groups[:2]
    if any(np.isnan(f.share) for f in pair):
        return [MAY_LACK]
    one, two = (percent(f.share) for f in pair)
    first, second = (plural(f.group).lower() for f in pair)
    said = REACHED.format(one=one, first=first, two=two, second=second)
    return [said] if all(f.share == 1 for f in groups) else [said, UNKNOWN]


def _means(protected: Protected, release: Release) -> list[Table]:
    means = mean_changes(protected, release.k) if release.tells_means else ()
    if not means:
        return []
    heads = heads_of(("Medelvärde", *(plural(m.group) for m in means)))
    columns = list(map(_mean_cells, means))
    if len(protected.axes[0].answers) > 1:
        heads += (gap_head(*(m.group for m in means[:2])),)
        gap = _mean_gap(means[0], means[1], words_of(release).of_mean(protected))
        columns.append((Cell(), Cell(), gap, Cell()))
    lines = map(_mean_line, MEANS, zip(*columns, strict=True))
    return [Table(MEAN_TITLE.format(by=_by(protected)), heads, (Body(tuple(lines)),))]


def _mean_line(name: str, cells: tuple[Cell, ...]) -> Line:
    return plain_line(name, cells, kind="")


def _mean_cells(mean: MeanChange) -> tuple[Cell, ...]:
    change = _interval(_changed(mean))
    before, after = (Cell(number(m, 1)) for m in (mean.before, mean.after))
    return before, after, change, Cell(number(mean.n))


def _mean_gap(one: MeanChange, two: MeanChange, word: str) -> Cell:
    """How much more the first group has changed than the second, and its word."""
    value, low, high = (float(v) for v in mean_gap(one, two, one.level))
    if np.isnan([value, low, high]).any():
        return NOTHING
    first, second = (_changed(mean)[0] / 10 for mean in (one, two))
    return _interval(agreeing(first, second, low, high, TENTH), word)


def _changed(mean: MeanChange) -> tuple[float, float, float]:
    """A change in tenths, as the means beside it are printed; NaN where it has no interval."""
    if np.isnan([mean.value, mean.low, mean.high]).any():
        return 10 * mean.value, 10 * mean.low, 10 * mean.high
    return agreeing(mean.after, mean.before, mean.low, mean.high, TENTH)


def _interval(tenths: tuple[float, float, float], word: str = "") -> Cell:
    value, low, high = (_signed(t / 10) for t in tenths)
    return strong(value, TO.format(low=low, high=high), word if word in (CLEAR, TOO_FEW) else "")


def _signed(value: float) -> str:
    text = number(value, 1)
    return text if text.startswith(MINUS) or text == number(0, 1) else f"+{text}"


# Goal attainment as a section: a bar a group, from wholly to not at all.

GOALS_NOTHING = (
    "Kodboken har ingen fråga om hur långt målen nåddes. Finns den i filen anger ni i kodboken "
    "att den visar resultat, och har med ordet «mål» i det den heter."
)


def goal_section(protected: Protected, release: Release) -> Section:
    """One goal variable: the best answer first, and how many the shares are of."""
    if protected.is_blank or len(protected.axes) > 2:
        return one_section(protected, release)
    axis, plain = protected.axes[-1], plain_block(protected, words_of(release))
    names = worst_to_best(axis)[::-1]
    block = in_order(plain, (*names, *beside_scale(axis)))
    answers = Answers(names, shades(len(names))[::-1], beside=beside_scale(axis))
    said = [*sentences.most_common(block), *sentences.largest_gap([block])]
    return _answered([protected], [block], answers, said, release, ())


def goal_sections(results: Results, release: Release) -> Section:
    """Each goal variable; what to do where there is none."""
    found = [release.chosen(choice) for choice in results]
    told = tuple(goal_section(p, release) for p in found if p)
    return Section(parts=told or _no_goals(results.records))


def _no_goals(records: Records) -> tuple[Part, ...]:
    asked = list(filter(is_goal, records.codebook.with_role(RESULT)))
    mends = mends_of(records, asked, Mend(GOALS))
    return box([why_nothing(records, asked, GOALS_NOTHING)], *mends)


def in_order(block: Block, names: tuple[str, ...]) -> Block:
    """A block with its answers in this order, then what stands under them."""
    answers = {row.label: row for row in block.rows if row.kind == "svar"}
    rest = [row for row in block.rows if row.kind != "svar"]
    return Block(block.heading, (*(answers[name] for name in names), *rest))


# Opinions as a section: questions with the same answers, on two sides of a middle line.

HEADING, ONE_HEADING = "Frågor med samma svar", "{of}: alla svar i ordning"
OPINIONS_TITLE = (
    "Svar på frågorna efter {by}. Andel av dem som har svarat, skillnad i procentenheter"
)
SIDES = "Till höger om linjen: {right}. Till vänster: {left}."
MIDDLE = "Linjen går mitt i «{name}»."
BESIDE = "Andelen som svarade {names} står för sig, längst till höger."
ROW = "{question}, svaret «{answer}»"
OPINIONS_NOTHING = (
    "Kodboken har inga frågor om åsikter. Finns de i filen anger ni i kodboken vilka de är."
)
ELSEWHERE = (
    "{names} gäller mål eller har frågats två gånger, så de räknas inte som frågor om åsikter. "
    "Några andra har kodboken inte."
)


def opinion_section(protected: Protected, release: Release) -> Section:
    """One question."""
    return _section([protected], release)


def opinion_sections(results: Results, release: Release) -> Section:
    """All questions in the order of the codebook, those with the same answers together."""
    sets: dict[tuple[object, ...], list[Protected]] = {}
    for protected in filter(None, map(release.chosen, results)):
        is_alone = protected.is_blank or len(protected.axes) > 2
        key = (protected.result.key,) if is_alone else _answers_of(protected)
        sets.setdefault(key, []).append(protected)
    shown = tuple(_section(items, release) for items in sets.values())
    return Section(parts=shown or _nothing(results.records))


def _nothing(records: Records) -> tuple[Part, ...]:
    """Why there are no opinions: none asked, none in the file, or none but those shown apart."""
    found = [v for v in records.codebook if v.kind == SCALE and v.is_open]
    apart = [v for v in found if v.pair or is_goal(v)]
    otherwise = ELSEWHERE.format(names=named(apart)) if apart else OPINIONS_NOTHING
    asked = [v for v in found if v not in apart]
    return box([why_nothing(records, asked, otherwise)], *mends_of(records, asked, Mend(OPINION)))


def _answers_of(
    protected: Protected,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What must be the same for questions to share a figure."""
    axis = protected.axes[-1]
    return worst_to_best(axis), beside_scale(axis), groups_of(protected)


def _section(items: Sequence[Protected], release: Release) -> Section:
    first = items[0]
    answers = _scale(first)
    if first.is_blank or len(first.axes) > 2 or len(answers.names) < 2:
        return one_section(first, release)
    blocks = _blocks(items, release)
    sides = _sides(answers)
    return _answered(items, blocks, answers, [*sides, *_gap(blocks)], release, sides)


def _answered(
    items: Sequence[Protected],
    blocks: list[Block],
    answers: Answers,
    said: list[str],
    release: Release,
    own: Sequence[str],
) -> Section:
    """Goals or opinions: chart, table, and the sexes within each answer of a single question."""
    title, of, is_one = _title(items), items[0].result.of, len(items) == 1
    charts, tables = [Stacked(title, tuple(blocks), answers)], [table(title, blocks, "Svar")]
    is_by_sex = is_one and has_sex(items[0])
    within = (distribution(of.title, blocks[0], "Svar"),) if is_by_sex else ()
    shown = laid_out(charts, tables, said, items, release, within, own)
    heading = (ONE_HEADING.format(of=of.title), of.question) if is_one else (HEADING, "")
    return Section(*heading, (shown,))


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
    return OPINIONS_TITLE.format(by=listing(by))


def _scale(protected: Protected) -> Answers:
    names, beside, _ = _answers_of(protected)
    return Answers(names, shades(len(names)), zero=len(names) / 2, beside=beside)


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
    scales = [(b, r) for b in blocks for r in b.rows if r.kind == "skala"]
    clear = [b for b, r in scales if r.difference.word == CLEAR]
    if len(blocks) == 1:
        return sentences.largest_gap(blocks)
    named = listing(f"«{b.heading}»" for b in clear)
    whole = [sentences.CLEAR_QUESTIONS.format(labels=named)] if clear else []
    rows = [
        replace(
            row, label=ROW.format(question=b.heading, answer=row.label) if b.heading else row.label
        )
        for b in blocks
        for row in b.rows
    ]
    rows = [row for row in rows if row.kind != "skala"]
    return [*whole, *sentences.largest_gap([Block("", tuple(rows))])]
