"""The quality of the material in the method's three words: reliable, relevant, current."""

from dataclasses import dataclass

from ..analysis.result import Displayed
from ..analysis.selection import SECTIONS, breakdowns
from ..analysis.warnings import small_wholes
from ..codebook import DATE, NUMBER
from ..derived import timed
from ..disclosure import Protected, Release
from ..records import Records
from ..wording import html, listing, number, percent, plural
from . import sentences
from .rows import Figure, Row, plain_block
from .sections import box, stamp
from .tables import missing_table

CAPTION = "Uppgift saknas, antal och andel av alla i gruppen"
RELIABLE, RELEVANT, CURRENT = "Tillförlitligt?", "Relevant?", "Aktuellt?"
ALL_FOUND = "Alla frågor i kodboken har en kolumn i filen."
NOT_FOUND = "Kodboken frågar efter det här, men filen har ingen kolumn för det: {names}."
NO_SUCH = "Ingen variabel i kodboken handlar om {names}. Då kan siffrorna inte svara på det."
FOLLOWED = (
    "Vid uppföljningen finns svar om {title} för {groups}. "
    "De andra kan ha fått ett annat resultat."
)
NOT_FOLLOWED = "Filen har inga svar från en uppföljning. Då syns inte hur det gick."
PERIOD = "Uppgifterna gäller {first} till {last}."
ONE_PERIOD = "Uppgifterna gäller {first}."
NO_PERIOD = "Filen säger inte vilken tid uppgifterna gäller. Skriv upp det."
WANTED = {"behov": "behov", "insats": "insatser", "resultat": "resultat"}


@dataclass(frozen=True, eq=False, repr=False)
class Quality(Displayed):
    """How complete the records are, shown by way of the Release."""

    records: Records

    def __repr__(self) -> str:
        return "Materialets kvalitet: tillförlitligt, relevant, aktuellt"


def quality(records: Records) -> Quality:
    """The quality of the records in the method's three words: reliable, relevant, current."""
    return Quality(records)


def quality_section(records: Records, release: Release) -> str:
    """Whom the tables are about, where answers are missing, what is not asked, and the time."""
    items = [p for name in SECTIONS for c in breakdowns(records, name) if (p := release.chosen(c))]
    items = [p for p in items if not p.is_refused]
    parts = (
        (RELIABLE, _reliable(items, release)),
        (RELEVANT, _sentences(_relevant(records))),
        (CURRENT, _sentences([_followed(items), _period(records, release.k)])),
    )
    return stamp(release) + "".join(f"<h3>{head}</h3>{body}" for head, body in parts)


def _reliable(items: list[Protected], release: Release) -> str:
    if not items:
        return ""
    rows = [_missing_row(p) for p in items]
    return (
        f"<p>{html(' '.join(sentences.population(items[0], release.k)))}</p>"
        f"{box(_small(items[0]))}{missing_table(CAPTION, rows)}"
        f'<p class="isu-not">{html(sentences.note(release.k))}</p>'
    )


def _small(protected: Protected) -> list[str]:
    are_cases = protected.result.records.are_cases
    return small_wholes(protected.frame, protected.axes, are_cases=are_cases)


def _relevant(records: Records) -> list[str]:
    """Questions of the codebook that no column answers, and headings without any question."""
    read = records.frame.columns
    unread = [v for v in records.codebook if v.is_needed and v.is_countable and v.name not in read]
    empty = [word for role, word in WANTED.items() if not len(breakdowns(records, role))]
    found = NOT_FOUND.format(names=listing(v.title for v in unread)) if unread else ALL_FOUND
    return [found, *([NO_SUCH.format(names=listing(empty, "eller"))] if empty else [])]


def _followed(items: list[Protected]) -> str:
    """The share followed up in each group: of the follow-up question that most have answered."""
    late = [p for p in items if p.result.of.occasion == "uppföljning"]
    rows = [(p, next(r for r in plain_block(p).rows if r.kind == "bortfall")) for p in late]
    rows = [(p, r) for p, r in rows if not any(f.is_hidden or f.is_empty for f in r.figures)]
    if not rows:
        return "" if late else NOT_FOLLOWED
    best, row = min(rows, key=lambda pair: pair[1].figures[-1].n)
    groups = [_reached(f) for f in row.figures[:-1]]
    return FOLLOWED.format(title=f"«{best.result.of.title}»", groups=listing(groups))


def _reached(missing: Figure) -> str:
    reached = missing.base - missing.n
    share = percent(reached / missing.base)
    group = plural(missing.group).lower()
    return f"{number(reached)} av {number(missing.base)} {group} ({share})"


def _period(records: Records, k: int) -> str:
    """The first and the last period with at least k people; years where there are dates."""
    for variable in timed(records.codebook):
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
    return NO_PERIOD


def _sentences(texts: list[str]) -> str:
    return "".join(f"<p>{html(text)}</p>" for text in texts if text)


def _missing_row(protected: Protected) -> Row:
    row = next(r for r in plain_block(protected).rows if r.kind == "bortfall")
    return Row(protected.result.of.title, row.figures, None, row.kind)
