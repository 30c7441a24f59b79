"""An explanation: does a criterion explain a difference between two groups, and how sure is it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ...content import load
from ...wording import listing, number, plural
from ..intervals import default_level
from .decomposition import (
    Estimate,
    crude,
    explained_share,
    homogeneity,
    kitagawa,
    odds_ratio,
    standardised,
    within,
)
from .evidence import Evidence
from .modelled import modelled
from .ruling import (
    EXPLAINED,
    MENDED_BY_MORE,
    PARTLY,
    UNDECIDED,
    Ruling,
    needed_more,
    rule,
    ruled_out,
)
from .strata import Strata

SHOWN_AS = (
    "{of}: {groups}, jämfört efter {criterion}. "
    "Skriv .verdict och .reason för ett svar utan skydd."
)
ALIKE = "när personer med samma svar på {criterion} jämförs"
REASONS = {
    Ruling.GONE: "Skillnaden är till största delen borta {alike}. Det som är kvar kan vara slump.",
    Ruling.NEARLY_GONE: "Skillnaden är nästan borta {alike}. Bara en liten del är kvar.",
    Ruling.SOME_LEFT: "Skillnaden är mindre {alike}. En del av den är kvar.",
    Ruling.LEFT: "Skillnaden är till stor del kvar {alike}.",
    Ruling.GROWS: "Skillnaden är större {alike}.",
    Ruling.TURNED: "Skillnaden går åt andra hållet {alike}.",
    Ruling.APPEARS: "Mellan alla syns ingen säker skillnad, men det gör det {alike}.",
    Ruling.NOBODY: "I minst en av grupperna har ingen de uppgifter som behövs.",
    Ruling.MISSING: "Många saknar uppgift om {criterion}. De kan ha ändrat svaret.",
    Ruling.NO_MATCH: "Många har ingen i den andra gruppen med samma svar på {criterion}. "
    "Då går det inte att jämföra lika med lika.",
    Ruling.FEW: "Grupperna är för små för att jämföras.",
    Ruling.COARSE: "Grupperna är för små för att delas upp efter {criterion}.",
    Ruling.OPPOSITE: "Skillnaden går åt olika håll för olika svar på {criterion}. "
    "Ett enda svar skulle dölja det.",
    Ruling.NO_DIFFERENCE: "Det finns ingen säker skillnad att förklara.",
    Ruling.UNSURE_WHETHER_LEFT: "Det är osäkert om någon skillnad är kvar {alike}.",
    Ruling.MAY_HAVE_TURNED: "Det är osäkert om någon skillnad är kvar {alike}, "
    "och den kan gå åt andra hållet.",
    Ruling.UNSURE_HOW_MUCH: "En skillnad är kvar {alike}. "
    "Det är osäkert om någon del är borta, och i så fall hur stor.",
}
AT_LEAST_AS_LARGE = "Skillnaden är minst lika stor i era siffror {alike}."
JOINED = (
    "Svar med få personer har slagits ihop. Hade de kunnat skiljas åt kunde utslaget ha blivit "
    "ett annat."
)
WHATEVER = (
    "Många saknar uppgift om {criterion}. Programmet har prövat att ge alla dem i en grupp samma "
    "svar, ett i taget, och utslaget blir detsamma varje gång."
)
IN_CLASSES = (
    "Siffrorna eller svaren i {criterion} är sammanslagna i klasser. Inom en klass kan grupperna "
    "skilja sig åt, så kriteriet kan förklara mer än det som syns här."
)
LESS_BY_CLASSES = (
    Ruling.SOME_LEFT,
    Ruling.LEFT,
    Ruling.UNSURE_HOW_MUCH,
    Ruling.UNSURE_WHETHER_LEFT,
)
NEEDED = "Det skulle behövas ungefär {count} {unit} till för att kunna avgöra det."
TOO_MANY = "Det skulle behövas många gånger fler {unit} än ni har."
REMEDIES = {
    Ruling.NOBODY: "Kontrollera att uppgifterna finns i filen för båda grupperna.",
    Ruling.MISSING: "Ta reda på {criterion} för fler av dem som saknar uppgiften.",
    Ruling.NO_MATCH: "Slå ihop svar som liknar varandra i kodboken. "
    "Eller välj ett annat kriterium.",
    Ruling.OPPOSITE: "Se på varje svar för sig.",
}


@dataclass(frozen=True)
class Subject:
    """What an explanation is about, in words.

    ``criteria`` are the words of the codebook for which criteria they serve, «samtycke» say;
    ``unit`` is what is counted, in the plural; ``is_joint`` tells that people alike in several
    variables are compared.
    """

    of: str
    groups: tuple[str, str]
    criterion: str
    criteria: tuple[str, ...] = ()
    unit: str = "personer"
    is_joint: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """Whether a criterion explains a difference. Unprotected, and shows no figures by itself.

    Figures are fractions (or the unit of a mean), first group minus second, of the people whose
    outcome and criterion are known. Adjusted figures are of strata in which small ones have been
    put together (`merged_strata`). NaN is what can't be had.
    """

    subject: Subject
    evidence: Evidence

    def __repr__(self) -> str:
        groups = listing(plural(g).lower() for g in self.subject.groups)
        told = self.subject
        return SHOWN_AS.format(of=told.of, groups=groups, criterion=told.criterion)

    @cached_property
    def merged(self) -> Strata:
        """The strata that adjusted figures are of."""
        return self.evidence.strata.merged(self.evidence.k)

    @cached_property
    def crude(self) -> Estimate:
        """The difference as it is."""
        return crude(self.merged)

    @cached_property
    def standardised(self) -> Estimate:
        """The difference if both groups were spread over the strata as everyone is."""
        return standardised(self.merged)

    @property
    def rate_part(self) -> float:
        """What comes of differences within strata; with ``composition_part`` all of the crude."""
        return kitagawa(self.merged)[0]

    @property
    def composition_part(self) -> float:
        """What comes of the groups being spread differently over the strata."""
        return kitagawa(self.merged)[1]

    @cached_property
    def explained_share(self) -> Estimate:
        """How much of the crude difference is gone among equals; NaN where that is not clear."""
        return explained_share(self.merged)

    @cached_property
    def modelled(self) -> Estimate:
        """The difference among equals by a penalised model: an analyst's view, never the verdict.

        For several criteria in a small file; see `modelled` for what it rests on.
        """
        return modelled(self.evidence.strata)

    @cached_property
    def odds_ratio(self) -> Estimate:
        """Mantel and Haenszel's, first group over second."""
        return odds_ratio(self.merged)

    @cached_property
    def homogeneity(self) -> float:
        """The p-value of Breslow and Day's test that strata have one odds ratio."""
        return homogeneity(self.merged)

    @cached_property
    def strata(self) -> pd.DataFrame:
        """A row a stratum after small ones were put together.

        Columns: ``stratum``; of each group ``base_``, ``n_`` (people with the outcome; none for
        means) and ``share_`` or ``mean_`` with ``first`` or ``second`` after; the difference as
        ``value``, ``low``, ``high``; and ``weight`` in the standardised one.
        """
        table, columns = self.merged, dict[str, Any]()
        columns["stratum"] = list(self.merged.names)
        has_n, figure = table.is_share, "share" if table.is_share else "mean"
        for place, which in enumerate(("first", "second")):
            base, total = table.base[:, place], table.total[:, place]
            columns |= {f"n_{which}": total.astype(int)} if has_n else {}
            columns[f"base_{which}"] = base.astype(int)
            columns[f"{figure}_{which}"] = np.where(base > 0, table.mean[:, place], np.nan)
        each = within(table)
        columns |= {c: [getattr(e, c) for e in each] for c in ("value", "low", "high")}
        weight = np.where(table.is_shared, table.base.sum(axis=1), 0)
        return pd.DataFrame(columns).assign(weight=weight / max(weight.sum(), 1))

    @cached_property
    def overlap(self) -> pd.DataFrame:
        """A row a group: how many (``n`` of ``base``) have nobody alike in the other group."""
        strata = self.evidence.strata
        shares = self.evidence.unmatched_shares
        return self._by_group(strata.alone, strata.base.sum(axis=0), shares)

    @cached_property
    def missing(self) -> pd.DataFrame:
        """A row a group: how many (``n`` of ``base``) with a known outcome lack the criterion."""
        missing, known = self.evidence.missing, self.evidence.strata.base.sum(axis=0)
        return self._by_group(missing, missing + known, self.evidence.missing_shares)

    @cached_property
    def ruling(self) -> Ruling:
        """Which rule decided; see `rule`."""
        return rule(self.evidence)

    @property
    def verdict(self) -> str:
        """One of five: förklaras, förklaras delvis, förklaras inte, and so on."""
        return self.ruling.word

    @property
    def reason(self) -> str:
        """Why the verdict is what it is, in a few sentences without figures."""
        told = [self._why, *([WHATEVER] if self.holds_whatever else []),
                *([IN_CLASSES] if self.is_of_classes else [])]  # fmt: skip
        words = {"criterion": self.subject.criterion}
        return " ".join(told).format(alike=ALIKE.format(**words), **words)

    @property
    def _why(self) -> str:
        """The reason that the figures give."""
        if self.ruling is Ruling.LEFT and not self.explained_share.value > 0:
            return AT_LEAST_AS_LARGE
        is_parted = self.ruling is Ruling.COARSE and len(self.merged.base) > 1
        return JOINED if is_parted else REASONS[self.ruling]

    @property
    def holds_whatever(self) -> bool:
        """Whether many lack the criterion, but would change nothing whatever they had answered."""
        limit = load("thresholds")["flest_utan_kriterium"]["value"]
        return self.verdict != UNDECIDED and bool((self.evidence.missing_shares > limit).any())

    @cached_property
    def among_known(self) -> "Explanation | None":
        """The same of those whose criterion is known, where too many lack it; else None."""
        if self.ruling is not Ruling.MISSING:
            return None
        return Explanation(self.subject, self.evidence.without_missing())

    @property
    def is_of_classes(self) -> bool:
        """Whether less may be explained than a criterion would if it were not cut in classes."""
        return self.evidence.is_cut and self.ruling in LESS_BY_CLASSES

    @cached_property
    def ruled_out(self) -> tuple[str, ...]:
        """What can't be so although it can't be decided; see `ruled_out` of the ruling."""
        return ruled_out(self.evidence, self.ruling)

    @cached_property
    def uneven(self) -> tuple[tuple[str, float], tuple[str, float]] | None:
        """The strata where the difference is largest and smallest, where it clearly differs.

        Each is a name and a difference. Clear is that Breslow and Day's test says so, and that
        they are as far apart as a difference that matters (``syns_inte_gap``). None of means.
        """
        if not self.homogeneity < 1 - default_level():
            return None
        each = [(n, e.value) for n, e in zip(self.merged.names, within(self.merged), strict=True)]
        known = [pair for pair in each if not np.isnan(pair[1])]
        most, least = max(known, key=lambda p: p[1]), min(known, key=lambda p: p[1])
        is_far = most[1] - least[1] >= load("thresholds")["syns_inte_gap"]["value"]
        return (most, least) if is_far else None

    @cached_property
    def needed(self) -> str:
        """What it would take to decide; empty where it is decided."""
        if self.verdict != UNDECIDED:
            return ""
        if self.ruling not in MENDED_BY_MORE:
            return REMEDIES[self.ruling].format(criterion=self.subject.criterion)
        count, unit = needed_more(self.evidence), self.subject.unit
        return (NEEDED if count else TOO_MANY).format(count=number(count or 0), unit=unit)

    @property
    def reminder(self) -> str:
        """What to ask; where there is an explanation, first that it can uphold inequality."""
        texts, is_explained = load("omotiverade"), self.verdict in (EXPLAINED, PARTLY)
        asked = [
            texts["fragor"][c]["fraga"] for c in self.subject.criteria if c in texts["fragor"]
        ]
        first = [texts["paminnelse"]["text"]] if is_explained else []
        return " ".join([*first, *(asked or [texts["fraga"]["fraga"]])])

    def _by_group(self, n: np.ndarray, base: np.ndarray, share: np.ndarray) -> pd.DataFrame:
        columns = {"n": n.astype(int), "base": base.astype(int), "share": share}
        return pd.DataFrame({"group": self.subject.groups} | columns)


@dataclass(frozen=True, eq=False, repr=False)
class Explanations:
    """An explanation for each group beside the same reference; found by the group's name."""

    items: tuple[Explanation, ...]

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.items))

    def __iter__(self) -> Iterator[Explanation]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, group: str) -> Explanation:
        return {e.subject.groups[0]: e for e in self.items}[group]
