"""The overview: the largest difference of every question, sorted by how sure and how large."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..analysis import breakdowns
from ..analysis.breakdown import SECTIONS
from ..analysis.gap import gap_sentence
from ..analysis.result import Displayed, small_wholes
from ..analysis.verdict import ALIKE, CLEAR, TOO_FEW, UNCERTAIN
from ..codebook import DATE, NUMBER
from ..disclosure import Protected, Release
from ..records import Records
from ..records.derived import timed
from ..wording import counted, listing, number, percent, plural
from . import sentences
from .absent import why_nothing
from .charts.dots import Forest
from .hidden import hidden_section
from .model import Bullets, Exhibit, Linked, Paragraph, Part, Section, Table
from .rows import Block, Figure, Row, is_yes_no, on_scale, plain_block, span_of, yes_row
from .section import anchor, box, lower_first, stamp, title_of
from .tables import missing_table, table
from .words import Words, words_of

ORDER = (CLEAR, UNCERTAIN, ALIKE, TOO_FEW)
CAPTION = "{first} minus {second}: den största skillnaden i varje fråga, i procentenheter"
ANSWER = "{title}: {answer}"
FINDING = "{label}: vanligare bland {group}, {high} mot {low}"
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
LIKENESS = (
    "Att det är ungefär lika är också något ni har sett. Skriv det bland era iakttagelser, så "
    "finns det med i steg 2."
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
    """The largest sex difference of every question, sorted, with what to look closer at.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Overview
        Clear differences first, then by size, in percentage points. Questions whose difference is
        hidden are named below. Counted and protected when it is shown.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> overview(Records.from_frame(table))
    Överblick över skillnaderna mellan könen
    """
    return Overview(records)


def overview_section(release: Release) -> Section:
    """A forest plot, its table with links to the sections, and at most three to begin with."""
    words = words_of(release)
    rows = sorted(filter(None, (largest(p, words) for p in words.plain)), key=_rank)
    hidden = [p for p in words.plain if largest(p, words) is None]
    if not rows:
        return Section(parts=(*stamp(release), *box([NOTHING]), *_links(HIDDEN_FOR, hidden)))
    below = _links(CLEAR_BELOW, _clear_below(words))
    shown, closer = _exhibit(rows, words, release), _closer(rows, words)
    alike = (Paragraph(LIKENESS),) if any(r.difference.word == ALIKE for r in rows) else ()
    return Section(parts=(shown, *alike, *_links(HIDDEN_FOR, hidden), *below, *closer))


def _exhibit(rows: Sequence[Row], words: Words, release: Release) -> Exhibit:
    """The forest plot and its table."""
    blocks = tuple(_blocks(rows))
    first, second = (plural(f.group) for f in rows[0].figures[:2])
    title = CAPTION.format(first=first, second=second.lower())
    shown = table(title, _without_words(blocks), "Fråga")
    note = sentences.note(release.k, words.plain)
    return Exhibit((Forest(title, blocks),), (shown,), note, stamp=stamp(release), look="oversikt")


def largest(protected: Protected, words: Words) -> Row | None:
    """The row of a question that differs most, of those with the surest word; None if hidden."""
    if protected.is_blank:
        return None
    rows = [yes_row(protected, words)] if is_yes_no(protected) else _answers(protected, words)
    shown = [replace(r, figures=r.figures[:2], link=anchor(protected)) for r in rows
             if r.gap and r.gap.is_shown and r.gap.word]  # fmt: skip
    return min(shown, key=_rank, default=None)


def finding(protected: Protected, words: Words) -> str:
    """What a clear difference says, as a heading; empty where none is clear."""
    row = largest(protected, words) if len(protected.axes) == 2 else None
    if row is None or row.difference.word != CLEAR:
        return ""
    high, low = sorted(row.figures[:2], key=lambda f: -f.share)
    return FINDING.format(label=row.label, group=plural(high.group).lower(),
                          high=number(100 * high.share), low=percent(low.share))  # fmt: skip


def _answers(protected: Protected, words: Words) -> list[Row]:
    """The answers of a question, each named so that it can stand alone.

    Of a scale that is shown: where it is cut in two, and the answers that have no place on it.
    """
    of, every = protected.result.of, plain_block(protected, words).rows
    rows = [r for r in every if r.kind == "svar"]
    if scale := [r for r in every if r.kind == "skala" and r.difference.is_shown]:
        placed = on_scale(protected, rows)
        rows = [*(span_of(r) for r in scale), *(r for r in rows if r not in placed)]
    named = lower_first if of.kind == NUMBER else str  # classes such as «Under 7» are our words
    return [replace(r, label=ANSWER.format(title=of.title, answer=named(r.label))) for r in rows]


def _rank(row: Row) -> tuple[int, int, float]:
    return (
        ORDER.index(row.difference.word),
        -abs(row.difference.whole[0]),
        -abs(row.difference.value),
    )


def _blocks(rows: Sequence[Row]) -> Iterator[Block]:
    """The rows under their words, those that there are."""
    for word in ORDER:
        if found := tuple(r for r in rows if r.difference.word == word):
            yield Block(word.capitalize(), found)


def _without_words(blocks: Sequence[Block]) -> list[Block]:
    """The same rows without the word in each, since it stands above them."""
    return [
        replace(b, rows=tuple(replace(r, gap=replace(r.difference, word="")) for r in b.rows))
        for b in blocks
    ]


def _clear_below(words: Words) -> list[Protected]:
    """The crossed tables in which some stratum's difference is clear."""
    keys = {place[0] for place, word in words.found.items() if word == CLEAR}
    return [p for p in words.tables if len(p.axes) > 2 and p.result.key in keys]


def _links(lead: str, items: Sequence[Protected]) -> tuple[Part, ...]:
    """The titles of some tables, each leading to its section."""
    links = tuple(Linked(title_of(p), anchor(p)) for p in items)
    return (Paragraph(lead), Bullets(links, look="lankar")) if links else ()


def _closer(rows: Sequence[Row], words: Words) -> tuple[Part, ...]:
    """At most three differences to begin with, and what to think where none is clear."""
    worth = [r for r in rows if r.difference.word in (CLEAR, UNCERTAIN)]
    worth = [r for r in worth if not sentences.is_slight(r.difference)][:MOST]
    told = () if rows[0].difference.word in (CLEAR, ALIKE) else box([_none_clear(rows, words)])
    if not worth:
        return told
    items = Bullets(tuple(map(_item, worth)), is_numbered=True, look="narmare")
    return (Section(CLOSER, parts=(Paragraph(CLOSER_LEAD), items, *told)),)


def _item(row: Row) -> Linked:
    return Linked(row.label, row.link, f". {' '.join(sentences.gap_words(row))}")


def _none_clear(rows: Sequence[Row], words: Words) -> str:
    if all(row.difference.word == TOO_FEW for row in rows):
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


# What the material can bear: how many people, what they could show, and how often it did.

HAVE = {
    CLEAR: "{n} har en tydlig skillnad. Att den finns är ganska säkert, men inte varför.",
    UNCERTAIN: (
        "{n} har en osäker skillnad. Talen visar varken att grupperna skiljer sig åt eller att de "
        "är lika, så bygg inget på en sådan ensam."
    ),
    ALIKE: "{n} är ungefär lika för grupperna. Det är också något att utgå från.",
    TOO_FEW: "{n} har för litet underlag. Där går det inte att jämföra grupperna.",
}
BEARING_NOTHING = "Här finns ingen skillnad mellan könen som går att visa."


@dataclass(frozen=True, eq=False, repr=False)
class Bearing(Displayed):
    """How much the records can bear, by what the Release shows of them."""

    records: Records

    def __repr__(self) -> str:
        return "Vad underlaget bär"


def bearing(records: Records) -> Bearing:
    """What the material can bear when conclusions are to be drawn from it.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Bearing
        The smallest difference that so many people could show, how many questions have a clear
        one, an unsure one, next to none or too few people, and what is hidden. Counted and
        protected when it is shown.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> bearing(Records.from_frame(table))
    Vad underlaget bär
    """
    return Bearing(records)


def bearing_section(release: Release) -> Section:
    """The smallest gap that could show, how many questions have which word, and what is hidden."""
    words = words_of(release)
    found = Counter(row.difference.word for p in words.plain if (row := largest(p, words)))
    if not found:
        return Section(parts=(*stamp(release), *box([BEARING_NOTHING])))
    told = [HAVE[w].format(n=counted(found[w], "fråga", "frågor")) for w in HAVE if found[w]]
    items = Bullets((*could_show(words), *told))
    return Section(parts=(*stamp(release), items, hidden_section(release)))


# The quality of the material in the method's three words: reliable, relevant, current.

QUALITY_CAPTION = "Uppgift saknas, antal och andel av alla i gruppen"
RELIABLE, RELEVANT, CURRENT = "Tillförlitligt?", "Relevant?", "Aktuellt?"
ALL_FOUND = "Alla frågor i kodboken har en kolumn i filen."
ALL_NEEDED = "Alla frågor som behövs enligt kodboken har en kolumn i filen."
NOT_FOUND = "Kodboken frågar efter det här, men filen har ingen kolumn för det: {names}."
NO_SUCH = "Ingen variabel i kodboken handlar om {names}. Då kan siffrorna inte svara på det."
NO_ANSWERS = "Filen har inga svar att räkna om {names}. Då kan siffrorna inte svara på det."
FOLLOWED = "Vid uppföljningen finns svar om {title} för {groups}."
OTHERS = "De andra kan ha fått ett annat resultat."
NOT_FOLLOWED = "Filen har inga svar från en uppföljning. Då syns inte hur det gick."
NOT_MARKED = (
    "Ingen fråga i kodboken är märkt som uppföljning, så här syns inte hur många som följdes upp."
)
PERIOD = "Uppgifterna gäller {first} till {last}."
ONE_PERIOD = "Uppgifterna gäller {first}."
NO_TIME = "Kodboken har ingen variabel för tid."
FEW_IN_TIME = "Ingen period har minst {k} rader i filen, så tiden visas inte här."
WRITE_UP = "Skriv upp vilken tid uppgifterna gäller."
LATER = "uppföljning"
WANTED = {"behov": "behov", "insats": "insatser", "resultat": "resultat"}


@dataclass(frozen=True, eq=False, repr=False)
class Quality(Displayed):
    """How complete the records are, shown by way of the Release."""

    records: Records

    def __repr__(self) -> str:
        return "Materialets kvalitet: tillförlitligt, relevant, aktuellt"


def quality(records: Records) -> Quality:
    """The quality of the records in the method's three words: reliable, relevant, current.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Quality
        Where answers are missing, what no column answers, and which time it is about. Counted and
        protected when it is shown.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> quality(Records.from_frame(table))
    Materialets kvalitet: tillförlitligt, relevant, aktuellt
    """
    return Quality(records)


def quality_section(records: Records, release: Release) -> Section:
    """Whom the tables are about, where answers are missing, what is not asked, and the time."""
    items = [p for name in SECTIONS for c in breakdowns(records, name) if (p := release.chosen(c))]
    items = [p for p in items if not p.is_refused]
    parts = (
        (RELIABLE, _reliable(items, release)),
        (RELEVANT, _sentences(_relevant(records))),
        (CURRENT, _sentences([_followed(items, records), _period(records, release.k)])),
    )
    told = (Section(head, parts=body) for head, body in parts)
    return Section(parts=(*stamp(release), *told))


def _reliable(items: list[Protected], release: Release) -> tuple[Part, ...]:
    if not items:
        return ()
    people = Paragraph(" ".join(sentences.population(items[0], release.k)))
    note = Paragraph(sentences.note(release.k), "not")
    return (people, *box(_small(items[0])), missing_of(items), note)


def missing_of(items: Sequence[Protected]) -> Table:
    """How many lack an answer to each of some questions."""
    return missing_table(QUALITY_CAPTION, [_missing_row(p) for p in items])


def _small(protected: Protected) -> list[str]:
    are_cases = protected.result.records.are_cases
    return small_wholes(protected.frame, protected.axes, are_cases=are_cases)


def _relevant(records: Records) -> list[str]:
    """Questions of the codebook that no column answers, and headings without any question."""
    lost = [v for v in records.codebook.without_parts() if records.lacks(v)]
    needed = [v.title for v in lost if v.is_needed]
    whole = ALL_NEEDED if lost else ALL_FOUND
    found = NOT_FOUND.format(names=listing(needed)) if needed else whole
    empty = [role for role in WANTED if not len(breakdowns(records, role))]
    asked = [role for role in empty if _is_asked(records, role)]
    parts = ((NO_SUCH, [r for r in empty if r not in asked]), (NO_ANSWERS, asked))
    told = [(form, [WANTED[r] for r in roles]) for form, roles in parts if roles]
    return [found, *(form.format(names=listing(words, "eller")) for form, words in told)]


def _is_asked(records: Records, role: str) -> bool:
    """Whether the codebook asks about a heading of step 1, whatever the file answers."""
    return any(records.codebook.with_role(r) for r in SECTIONS[role])


def _followed(items: list[Protected], records: Records) -> str:
    """The share followed up in each group: of the follow-up question that most have answered."""
    late = [p for p in items if p.result.of.occasion == LATER]
    rows = [(p, next(r for r in plain_block(p).rows if r.kind == "bortfall")) for p in late]
    rows = [(p, r) for p, r in rows if not any(f.is_hidden or f.is_empty for f in r.figures)]
    if not rows:
        return _not_followed(records)
    best, row = min(rows, key=lambda pair: pair[1].figures[-1].n)
    groups = [_reached(f) for f in row.figures[:-1]]
    told = FOLLOWED.format(title=f"«{best.result.of.title}»", groups=listing(groups))
    return f"{told} {OTHERS}" if row.figures[-1].n else told


def _not_followed(records: Records) -> str:
    """Why it is not told how many were followed up; empty where the numbers are hidden."""
    asked = [v for v in records.codebook if v.occasion == LATER]
    if not asked:
        return NOT_MARKED
    return NOT_FOLLOWED if all(map(records.lacks, asked)) else ""


def _reached(missing: Figure) -> str:
    reached = missing.base - missing.n
    share = percent(reached / missing.base)
    group = plural(missing.group).lower()
    return f"{number(reached)} av {number(missing.base)} {group} ({share})"


def _period(records: Records, k: int) -> str:
    """The first and the last period with at least k people; years where there are dates."""
    found = timed(records.codebook)
    for variable in found:
        if variable.name not in records.frame:
            continue
        column = records.frame[variable.name]
        periods = (column.dt.year if variable.kind == DATE else column).dropna()
        periods = periods.astype(int) if variable.kind in (DATE, NUMBER) else periods
        counts = periods.value_counts(sort=False).sort_index()
        known = [str(p) for p in counts[counts >= k].index]
        if known:
            form = PERIOD if len(known) > 1 else ONE_PERIOD
            return form.format(first=known[0], last=known[-1])
    lost = [v for v in found if v.name not in records.frame]
    why = why_nothing(records, lost, NO_TIME) if lost == found else FEW_IN_TIME.format(k=k)
    return f"{why} {WRITE_UP}"


def _sentences(texts: list[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text) for text in texts if text)


def missing_rows(items: Sequence[Protected]) -> list[Row]:
    """A row a question: how many of each group lack an answer; none where no question is put."""
    found = (next((r for r in plain_block(p).rows if r.kind == "bortfall"), None) for p in items)
    return [
        Row(p.result.of.title, r.figures, None, r.kind)
        for p, r in zip(items, found, strict=True)
        if r
    ]


def _missing_row(protected: Protected) -> Row:
    row = next(r for r in plain_block(protected).rows if r.kind == "bortfall")
    return Row(protected.result.of.title, row.figures, None, row.kind)
