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
from .absent import why_nothing
from .rows import Figure, Row, plain_block
from .sections import box, stamp
from .tables import missing_table

CAPTION = "Uppgift saknas, antal och andel av alla i gruppen"
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
    """The quality of the records in the method's three words: reliable, relevant, current."""
    return Quality(records)


def quality_section(records: Records, release: Release) -> str:
    """Whom the tables are about, where answers are missing, what is not asked, and the time."""
    items = [p for name in SECTIONS for c in breakdowns(records, name) if (p := release.chosen(c))]
    items = [p for p in items if not p.is_refused]
    parts = (
        (RELIABLE, _reliable(items, release)),
        (RELEVANT, _sentences(_relevant(records))),
        (CURRENT, _sentences([_followed(items, records), _period(records, release.k)])),
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


def _sentences(texts: list[str]) -> str:
    return "".join(f"<p>{html(text)}</p>" for text in texts if text)


def _missing_row(protected: Protected) -> Row:
    row = next(r for r in plain_block(protected).rows if r.kind == "bortfall")
    return Row(protected.result.of.title, row.figures, None, row.kind)
