"""Change in the same people as a section: who is better off, and who was not reached."""

import numpy as np

from ..analysis.change import followed, why_no_change
from ..analysis.result import Results
from ..codebook import HIGHER, SCALE, YES_NO
from ..content import load
from ..derived import direction_of, limit_of
from ..disclosure import Protected, Release
from ..disclosure.means import MeanChange, mean_changes
from ..wording import MINUS, html, listing, number, percent, plural
from . import sentences
from .mean_gap import mean_gap
from .rows import Block, Row, plain_block
from .sections import box, heading, laid_out, lower_first, one_section
from .shades import two_sided, undirected
from .stacked import Answers, stacked_chart
from .tables import GAP_HEAD, GAP_PAIR, framed, table, word_tag
from .words import Words, words_of

TITLE = (
    "{of} efter {by}. Andel av dem som har svar vid båda tillfällena, skillnad i procentenheter"
)
REACHED_TITLE = "Vilka har svar vid uppföljningen? Andel av dem som har svar vid start, efter {by}"
MEAN_TITLE = "Medelvärden för dem som har svar vid båda tillfällena, efter {by}"
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
NOT_TOLD = "Kodboken säger inte vilket håll som är bättre. Skriv «battre» i kodboken om ni vet."
NOISE = "En förändring räknas bara när den är större än instrumentets egen osäkerhet{size}."
SIZE = ", här ungefär {limit}"
REACHED = (
    "Av dem som har svar vid start har {one} ({first}) och {two} ({second}) svar även vid "
    "uppföljningen."
)
UNKNOWN = "De som saknas kan ha det bättre eller sämre än de andra. Talen säger inget om dem."
MAY_LACK = "Saknas det svar från någon säger talen inget om hur den personen har det."
NOTHING = (
    "Ingen fråga i kodboken är märkt för både start och uppföljning. Skriv «tillfalle» och «par» "
    "på båda variablerna om ni har frågat två gånger."
)


def change_section(protected: Protected, release: Release) -> str:
    """One change: better, unchanged or worse, who was reached, and means where they may stand."""
    if protected.is_blank or len(protected.axes) > 2:
        return one_section(protected, release)
    reached, words = release.protected(followed(protected.result)), words_of(release)
    block = _renamed(plain_block(protected, words), BOTH, EITHER)
    title = TITLE.format(of=protected.result.of.title, by=_by(protected))
    picture = stacked_chart(title, [block], _answers(protected))
    tables = (
        table(title, [block], "Svar") + _reached_table(reached, words) + _means(protected, release)
    )
    said = [*_meaning(protected), *sentences.largest_gap([block]), *_reached_words(reached)]
    named = heading(protected.result.of.title, _question(protected))
    return named + laid_out(picture, tables, said, [protected], release)


def change_sections(results: Results, release: Release) -> str:
    """Each pair of start and follow-up; what to do where there is none."""
    found = [release.chosen(choice) for choice in results]
    return "".join(change_section(p, release) for p in found if p) or box(
        [" ".join(why_no_change(results.records)) or NOTHING]
    )


def _by(protected: Protected) -> str:
    return listing(lower_first(a.variable.title) for a in protected.axes[:-1])


def _sources(protected: Protected) -> tuple:
    records, rule = protected.result.records, protected.result.of.rule
    return tuple(records.codebook[name] for name in rule.sources)


def _question(protected: Protected) -> str:
    before, after = _sources(protected)
    return QUESTION.format(before=before.title, after=after.title)


def _answers(protected: Protected) -> Answers:
    """Bättre first in green and Sämre last in plum; slate where neither is better."""
    is_directed = bool(direction_of(*_sources(protected)))
    return Answers(
        protected.axes[-1].answers, (two_sided(3) if is_directed else undirected())[::-1]
    )


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


def _reached_table(reached: Protected, words: Words) -> str:
    if reached.is_blank:
        return ""
    block = _renamed(plain_block(reached, words), START, "")
    rows = tuple(row for row in block.rows if row.kind != "bortfall")
    return table(REACHED_TITLE.format(by=_by(reached)), [Block("", rows)], "Uppföljning")


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


def _means(protected: Protected, release: Release) -> str:
    means = mean_changes(protected, release.k)
    if not means:
        return ""
    names = ("Medelvärde", *(plural(m.group) for m in means))
    head = "".join(f'<th scope="col">{html(name)}</th>' for name in names)
    columns = list(map(_mean_cells, means))
    if len(protected.axes[0].answers) > 1:
        head += _gap_head(*means[:2])
        columns.append(("", "", _mean_gap(*means[:2], words_of(release).of_mean(protected)), ""))
    cells = zip(MEANS, zip(*columns, strict=True), strict=True)
    rows = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{c}</td>" for c in line)}</tr>'
        for name, line in cells
    )
    caption = MEAN_TITLE.format(by=_by(protected))
    return framed(caption, f"<tr>{head}</tr>", f"<tbody>{rows}</tbody>")


def _mean_cells(mean: MeanChange) -> tuple[str, ...]:
    change = _interval(mean.value, mean.low, mean.high)
    return number(mean.before, 1), number(mean.after, 1), change, number(mean.n)


def _gap_head(one: MeanChange, two: MeanChange) -> str:
    pair = GAP_PAIR.format(first=plural(one.group).lower(), second=plural(two.group).lower())
    return f'<th scope="col">{GAP_HEAD} <span class="isu-antal">{html(pair)}</span></th>'


def _mean_gap(one: MeanChange, two: MeanChange, word: str) -> str:
    """How much more the first group has changed than the second, and its word."""
    gap = mean_gap(one, two)
    return "–" if np.isnan(gap).any() else _interval(*gap) + word_tag(word)


def _interval(value: float, low: float, high: float) -> str:
    value, low, high = map(_signed, (value, low, high))
    return (
        f'<span class="isu-andel">{value}</span> <span class="isu-antal">{low} till {high}</span>'
    )


def _signed(value: float) -> str:
    text = number(value, 1)
    return text if text.startswith(MINUS) or text == number(0, 1) else f"+{text}"
