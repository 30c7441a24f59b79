"""What the material can bear: how many people, what they could show, and how often it did."""

from collections import Counter
from dataclasses import dataclass

from ..analysis.result import Displayed
from ..analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ..disclosure import Release
from ..records import Records
from ..wording import counted, html
from .hidden import hidden_section
from .overview import could_show, largest
from .sections import box, stamp
from .words import words_of

HAVE = {
    CLEAR: "{n} har en tydlig skillnad. Att den finns är ganska säkert, men inte varför.",
    UNCERTAIN: (
        "{n} har en osäker skillnad. Talen visar varken att grupperna skiljer sig åt eller att de "
        "är lika, så bygg inget på en sådan ensam."
    ),
    TOO_FEW: "{n} har för litet underlag. Där går det inte att jämföra grupperna.",
}
NOTHING = "Här finns ingen skillnad mellan könen som går att visa."


@dataclass(frozen=True, eq=False, repr=False)
class Bearing(Displayed):
    """How much the records can bear, by what the Release shows of them."""

    records: Records

    def __repr__(self) -> str:
        return "Vad underlaget bär"


def bearing(records: Records) -> Bearing:
    """What the material can bear when conclusions are to be drawn from it."""
    return Bearing(records)


def bearing_section(release: Release) -> str:
    """The smallest gap that could show, how many questions have which word, and what is hidden."""
    words = words_of(release)
    found = Counter(row.gap.word for p in words.plain if (row := largest(p, words)))
    if not found:
        return stamp(release) + box([NOTHING])
    told = [HAVE[w].format(n=counted(found[w], "fråga", "frågor")) for w in HAVE if found[w]]
    items = "".join(f"<li>{html(line)}</li>" for line in [*could_show(words), *told])
    return f"{stamp(release)}<ul>{items}</ul>{hidden_section(release)}"
