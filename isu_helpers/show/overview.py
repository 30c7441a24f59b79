"""The overview: the largest difference of every question, sorted by how sure and how large."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..analysis.gap import gap_sentence
from ..analysis.result import Displayed
from ..analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ..codebook import NUMBER
from ..disclosure import Protected, Release
from ..records import Records
from ..wording import html, plural
from . import sentences
from .anchors import anchor
from .forest import forest
from .rows import Block, Row, is_yes_no, plain_block, yes_row
from .sections import box, lower_first, stamp, title_of
from .tables import table
from .words import Words, words_of

ORDER = (CLEAR, UNCERTAIN, TOO_FEW)
CAPTION = "{first} minus {second}: den största skillnaden i varje fråga, i procentenheter"
ANSWER = "{title}: {answer}"
HIDDEN_FOR = "Skillnaden visas inte för:"
CLEAR_BELOW = "Delat på en bakgrund till finns tydliga skillnader för:"
CLOSER = "Titta närmare på"
CLOSER_LEAD = "Börja med de här. Talen säger inte vad som ligger bakom."
MOST = 3
NOTHING = (
    "Här finns ingen skillnad att visa. Filen saknar frågor eller grupper att jämföra, eller så "
    "är talen dolda för att ingen ska kännas igen."
)
NONE_CLEAR = (
    "Ingen skillnad här är tydlig. Med få personer är det vanligt, även när kön spelar roll. "
    "En skillnad kan vara viktig ändå."
)
IDLE = (
    "Grupperna är för små för att jämföra. Läs varje tabell för sig: vad behöver de som är med, "
    "och vad får de?"
)


@dataclass(frozen=True, eq=False, repr=False)
class Overview(Displayed):
    """The sex differences of step 1 at a glance, shown by way of the Release."""

    records: Records

    def __repr__(self) -> str:
        return "Överblick över skillnaderna mellan könen"


def overview(records: Records) -> Overview:
    """The largest sex difference of every question, sorted, with what to look closer at."""
    return Overview(records)


def overview_section(release: Release) -> str:
    """A forest plot, its table with links to the sections, and at most three to begin with."""
    words = words_of(release)
    rows = sorted(filter(None, (largest(p, words) for p in words.plain)), key=_rank)
    hidden = [p for p in words.plain if largest(p, words) is None]
    if not rows:
        return stamp(release) + box([NOTHING]) + _links(HIDDEN_FOR, hidden)
    blocks = list(_blocks(rows))
    first, second = (plural(f.group) for f in rows[0].figures[:2])
    title = CAPTION.format(first=first, second=second.lower())
    return (
        f'<div class="isu-resultat isu-oversikt">{stamp(release)}'
        f'<div class="isu-bild">{forest(title, blocks)}</div>'
        f'<div class="isu-siffror">{table(title, _without_words(blocks), "Fråga")}'
        f'<p class="isu-not">{html(sentences.note(release.k, words.plain))}</p></div></div>'
        f"{_links(HIDDEN_FOR, hidden)}{_links(CLEAR_BELOW, _clear_below(words))}"
        f"{_closer(rows, words)}"
    )


def largest(protected: Protected, words: Words) -> Row | None:
    """The row of a question that differs most, of those with the surest word; None if hidden."""
    if protected.is_blank:
        return None
    rows = [yes_row(protected, words)] if is_yes_no(protected) else _answers(protected, words)
    shown = [replace(r, figures=r.figures[:2], link=anchor(protected)) for r in rows
             if r.gap and r.gap.is_shown and r.gap.word]  # fmt: skip
    return min(shown, key=_rank, default=None)


def _answers(protected: Protected, words: Words) -> list[Row]:
    """The answers of a question, each named so that it can stand alone."""
    of = protected.result.of
    rows = [r for r in plain_block(protected, words).rows if r.kind == "svar"]
    named = lower_first if of.kind == NUMBER else str  # classes such as «Under 7» are our words
    return [replace(r, label=ANSWER.format(title=of.title, answer=named(r.label))) for r in rows]


def _rank(row: Row) -> tuple[int, float]:
    return ORDER.index(row.gap.word), -abs(row.gap.value)


def _blocks(rows: Sequence[Row]) -> Iterator[Block]:
    """The rows under their words, those that there are."""
    for word in ORDER:
        if found := tuple(r for r in rows if r.gap.word == word):
            yield Block(word.capitalize(), found)


def _without_words(blocks: Sequence[Block]) -> list[Block]:
    """The same rows without the word in each, since it stands above them."""
    return [
        replace(b, rows=tuple(replace(r, gap=replace(r.gap, word="")) for r in b.rows))
        for b in blocks
    ]


def _clear_below(words: Words) -> list[Protected]:
    """The crossed tables in which some stratum's difference is clear."""
    keys = {place[0] for place, word in words.found.items() if word == CLEAR}
    return [p for p in words.tables if len(p.axes) > 2 and p.result.key in keys]


def _links(lead: str, items: Sequence[Protected]) -> str:
    """The titles of some tables, each leading to its section."""
    if not items:
        return ""
    links = [f'<li><a href="#{html(anchor(p))}">{html(title_of(p))}</a></li>' for p in items]
    return f'<p>{html(lead)}</p><ul class="isu-lankar">{"".join(links)}</ul>'


def _closer(rows: Sequence[Row], words: Words) -> str:
    """At most three differences to begin with, and what to think where none is clear."""
    worth = [r for r in rows if r.gap.word != TOO_FEW and not sentences.is_slight(r.gap)][:MOST]
    told = "" if rows[0].gap.word == CLEAR else box([_none_clear(rows, words)])
    if not worth:
        return told
    items = "".join(f"<li>{_item(row)}</li>" for row in worth)
    return f'<h3>{CLOSER}</h3><p>{CLOSER_LEAD}</p><ol class="isu-narmare">{items}</ol>{told}'


def _item(row: Row) -> str:
    said = " ".join(sentences.gap_words(row))
    return f'<a href="#{html(row.link)}">{html(row.label)}</a>. {html(said)}'


def _none_clear(rows: Sequence[Row], words: Words) -> str:
    if all(row.gap.word == TOO_FEW for row in rows):
        return IDLE
    return " ".join([NONE_CLEAR, *could_show(words)])


def could_show(words: Words) -> list[str]:
    """What gap groups of these sizes could show, when all that is planned is looked at."""
    protected = words.plain[0]
    sex, of = (axis.name for axis in protected.axes)
    sizes = protected.frame[protected.frame[of].isna()].set_index(sex)["n"]
    first, second = protected.axes[0].answers[:2]
    if protected.result.records.are_cases or sizes[[first, second]].isna().any():
        return []
    return [gap_sentence(sizes[first], sizes[second], first, second, words.planned)]
