"""What is hidden and why: the report at the end of a notebook."""

from dataclasses import dataclass
from fractions import Fraction

from ..analysis.flow import FLOW, TIED
from ..analysis.result import Displayed
from ..disclosure import Protected, Release, merge_proposal
from ..disclosure.ledger import Address
from ..records import Records
from ..wording import MISSING, counted, listing, number
from .model import MERGE as TO_MERGE
from .model import Bullets, Mend, Paragraph, Part, Section
from .section import stamp, title_of
from .sentences import PROMISE, pages_of
from .trend import chain_tables

TOLD = "{numbers} är dolda i {tables} av {all}. De är färre än {k} eller skyddar ett sådant tal."
INTERNAL = "Det här är vyn «Bara i gruppen». Inget tal är dolt, så sidan får inte spridas."
NONE = "Inget tal är dolt i {all} som visas."
NO_TABLE = "Ingen tabell visas."
REFUSED = "{tables} visas inte alls, för att ingen ska kunna kännas igen."
GONE = "Det gäller inte {names}, som inte längre finns bland uppgifterna."
MERGE = "{title}: slå ihop «{one}» och «{two}» i kodboken, så kan fler tal visas."
MERGE_HEAD = "Vill ni se mer? Grövre svar ger större grupper:"
MANY = Fraction(1, 3)  # the share of a table's numbers from which on a merger is proposed


@dataclass(frozen=True, eq=False, repr=False)
class HiddenReport(Displayed):
    """How many numbers are hidden in what has been shown, in which tables, and what helps."""

    records: Records

    def __repr__(self) -> str:
        return "Vad som är dolt och varför"


def hidden_report(records: Records) -> HiddenReport:
    """What is hidden in all that is shown of the records, and why.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    HiddenReport
        How many numbers, in how many tables, of what has been shown when it is shown itself; and
        which answers could be merged so that more is seen.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> hidden_report(Records.from_frame(table))
    Vad som är dolt och varför
    """
    return HiddenReport(records)


def hidden_section(release: Release) -> Section:
    """The report of a Release; its words are the same for small numbers and those beside them.

    A flow that is shown as a chain is one table, of how many came to each step and went on.
    """
    if not release.is_protected:
        return Section(parts=(*stamp(release), Paragraph(INTERNAL)))
    tables = [p for p in release.asked if p.result.analysis not in (FLOW, TIED)]
    hidden = [_hidden(p) for p in tables if not p.is_blank]
    hidden += [_hidden_yes(chain) for chain in chain_tables(release)]
    refused = sum(p.is_blank for p in tables)
    told = [_summary(hidden, release)] if hidden or not refused else []
    if refused:
        told.append(REFUSED.format(tables=counted(refused, "tabell", "tabeller")))
    told += promised(release)
    return Section(parts=(Paragraph(" ".join(told)), *_proposals(tables)))


def promised(release: Release) -> list[str]:
    """What holds of the numbers beside those of earlier publications; nothing where none are."""
    told = []
    if release.earlier:
        told.append(PROMISE.format(which=pages_of(release.earlier)))
    if release.past and release.past.gone:
        told.append(GONE.format(names=listing(f"«{name}»" for name in release.past.gone)))
    return told


def _summary(hidden: list[frozenset[Address]], release: Release) -> str:
    """How many numbers are hidden, from those of each table; one of two names is counted once."""
    if not hidden:
        return NO_TABLE
    every = counted(len(hidden), "tabell", "tabeller")
    numbers = {release.ledger.address(a) for table in hidden for a in table}
    if not numbers:
        return NONE.format(all=every)
    return TOLD.format(
        numbers=counted(len(numbers), "tal", "tal"), tables=number(sum(map(bool, hidden))),
        all=every, k=release.k,
    )  # fmt: skip


def _hidden(protected: Protected) -> frozenset[Address]:
    """The numbers of a table that are hidden, each by its address."""
    names = [a.name for a in protected.axes]
    frame = protected.frame
    rows = frame[frame["n"].isna() & ~frame[names[:-1]].isin([MISSING]).any(axis=1)]
    return frozenset(
        frozenset((name, row[name]) for name in names if isinstance(row[name], str))
        for row in rows[names].to_dict("records")
    )


def _hidden_yes(chain: list[Protected]) -> frozenset[Address]:
    """The hidden numbers of a chain's table, which shows who has said yes."""
    asked = [((p.axes[-1].name, p.axes[-1].answers[0]), _hidden(p)) for p in chain]
    return frozenset(address for yes, hidden in asked for address in hidden if yes in address)


def _proposals(tables: list[Protected]) -> tuple[Part, ...]:
    found = {p: pair for p in tables if 1 - p.standing >= MANY and (pair := _pair(p))}
    told = [MERGE.format(title=title_of(p), one=a, two=b) for p, (a, b) in found.items()]
    mends = [Mend(TO_MERGE, name=p.result.of.name, merged=pair) for p, pair in found.items()]
    return (Paragraph(MERGE_HEAD), Bullets(tuple(told)), *dict.fromkeys(mends)) if told else ()


def _pair(protected: Protected) -> tuple[str, str] | None:
    return None if protected.result.of.rule else merge_proposal(protected)
