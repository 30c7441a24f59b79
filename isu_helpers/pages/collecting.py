"""``collection_signs``: how a collection goes, and what in it should be mended or begun anew."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from ipywidgets import HTML, VBox
from markupsafe import Markup

from ..codebook import SEX, Variable, key_of
from ..collect.check import ABSENT
from ..configuration import is_somebody_there
from ..content import load, render
from ..records import Records
from ..run import of_records
from ..show.model import DROP, UNIT, Mend, Section
from ..wording import listing
from .mending import beside

HALF, MANY_ODD, ENOUGH, FEW = 0.5, 0.1, 10, 30
LATER, MOST_NAMED = "uppföljning", 6
HEADS = ("Det här syns", "Gör så här")
CAPTION = "Så går insamlingen hittills"
ALL_WELL = "Inget tecken på att något är fel. Fortsätt som nu."
MORE = "{count} till"


@dataclass(frozen=True)
class Sign:
    """Something seen in the file so far, and what to do about it."""

    seen: str
    do: str
    mends: tuple[Mend, ...] = ()


NOBODY = Sign(
    "Det finns inga ifyllda rader i mappen än.",
    "Lägg filen i er mapp och läs in sidan igen. Har ni inte börjat? Bestäm en dag och vem som "
    "börjar.",
)
SMALL = Sign(
    "Materialet är litet än så länge.",
    "Fortsätt att fylla i. Se längre ner vad så få kan visa, och planera för fler.",
)
ONE_SEX = Sign(
    "Något av könen har så få personer att det inte kan visas.",
    "Samla in längre. Eller ta med fler ärenden, så att båda grupperna blir större.",
)
NO_SEX = Sign(
    "För en del personer saknas uppgift om kön.",
    "Fyll i den nu, medan det går att ta reda på. Gissa aldrig.",
)
REPEATED = Sign(
    "Samma person finns på flera rader.",
    "Bestäm om en rad är en person eller ett ärende, och ange det i kodboken.",
    (Mend(UNIT, "ärende"),),
)
ABSENT_COLUMNS = (
    "Filen har ingen kolumn för {names}.",
    "Lägg till den i formuläret. Behövs den inte anger ni det i kodboken.",
)
EMPTY = (
    "Mer än hälften av svaren saknas för {names}.",
    "Gäller frågan alla? Fråga annars dem som fyller i varför. Skriv om den, eller stryk den.",
)
LATE = (
    "Vid uppföljningen saknas de flesta svaren om {names}.",
    "Har uppföljningarna inte hunnit göras är det väntat. Bestäm nu vem som frågar, och när.",
)
SAME = (
    "Alla som har svarat har samma svar på {names}.",
    "Då kan frågan inte visa någon skillnad. Pröva andra svarsalternativ, eller byt fråga.",
)
ODD = (
    "Många svar stämmer inte med kodboken för {names}.",
    "Para ihop dem med kodbokens svar där kolumnerna står, strax ovanför. Eller rätta i filen.",
)


class CollectionSigns:
    """What is seen in the file so far; for the group's own screen and never for a handout."""

    def __init__(self, signs: list[Sign], records: Records | None = None) -> None:
        self.signs, self.records = signs, records

    def __repr__(self) -> str:
        return " ".join(s.seen for s in self.signs) or ALL_WELL

    def _repr_html_(self) -> Markup:
        rows = [(sign.seen, sign.do) for sign in self.signs]
        return render("pages/collecting", "signs", caption=CAPTION, heads=HEADS, rows=rows,
                      all_well=ALL_WELL)  # fmt: skip

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        html = str(self._repr_html_())
        still: dict[str, object] = {"text/plain": repr(self), "text/html": html}
        mends = tuple(mend for sign in self.signs for mend in sign.mends)
        if not (is_somebody_there() and self.records and mends):
            return still
        form = beside(Section(parts=mends), of_records(self.records), CAPTION)
        if form is None:
            return still
        shown = VBox([HTML(html, layout={"width": "auto"}), form])
        return {**shown._repr_mimebundle_(), **still}


def collection_signs(records: Records) -> CollectionSigns:
    """What in the records so far tells that the collection should be mended or begun anew.

    Counts no difference between groups, so that nobody stops when the figures look good.

    Parameters
    ----------
    records
        What is collected so far; may be of nobody.

    Returns
    -------
    CollectionSigns
        Each of ``.signs`` with what to do about it; none where nothing is wrong.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 20, "Insats": ["Ja", "Nej", "Nej", "Ja"] * 10})
    >>> collection_signs(Records.from_frame(table))
    Inget tecken på att något är fel. Fortsätt som nu.
    """
    if not len(records):
        return CollectionSigns([NOBODY])
    found = (*_on_people(records), *_on_questions(records))
    return CollectionSigns(list(found), records)


def _on_people(records: Records) -> Iterable[Sign]:
    """Signs in how many people there are, and who."""
    sex = records.codebook.with_role(SEX)[0]
    codes = records.codes(sex)
    counts = [np.unique(records.keys[codes == i]).size for i in range(len(sex.categories))]
    told = {
        SMALL: records.n_people < FEW,
        ONE_SEX: sorted(counts)[-2] < load("thresholds")["minsta_antal"]["value"],
        NO_SEX: bool((codes < 0).any()),
        REPEATED: records.has_repeats and records.codebook.unit == "person",
    }
    return [sign for sign, is_seen in told.items() if is_seen]


def _on_questions(records: Records) -> Iterable[Sign]:
    """Signs in how the questions are answered, each with the questions that show it."""
    absent = {key_of(r.column) for r in records.report if r.text.startswith(ABSENT)}
    written = [v for v in records.codebook.without_parts() if v.is_needed]
    lacking = [v for v in written if key_of(v.name) in absent]
    asked = [v for v in records.codebook if _is_asked(v, records)]
    empty = [v for v in asked if (records.codes(v) < 0).mean() > HALF]
    now = [v for v in empty if v.occasion != LATER]
    late = [v for v in empty if v.occasion == LATER]
    parts = (
        (ABSENT_COLUMNS, _titles(lacking)),
        (ODD, _odd(records, written)),
        (EMPTY, _titles(now)),
        (LATE, _titles(late)),
        (SAME, _titles(v for v in asked if _is_same(v, records.codes))),
    )
    mends = tuple(Mend(DROP, name=v.name) for v in lacking)
    signs = [_sign(words, titles) for words, titles in parts if titles]
    return [replace(signs[0], mends=mends), *signs[1:]] if lacking else signs


def _is_asked(variable: Variable, records: Records) -> bool:
    """Whether a question has answers to look at; of a flerval each answer is there or not."""
    is_read = variable.name in records.frame and variable.is_countable
    return is_read and variable.is_needed and variable.role != SEX and not variable.part_of


def _is_same(variable: Variable, codes: Callable[[Variable], np.ndarray]) -> bool:
    answered = codes(variable)[codes(variable) >= 0]
    return answered.size >= ENOUGH and np.unique(answered).size == 1


def _odd(records: Records, written: list[Variable]) -> list[str]:
    """The questions where many answers were changed or doubted when the file was read."""
    counts: dict[str, int] = {}
    for remark in records.report:
        if not remark.text.startswith(ABSENT):
            counts[remark.column] = counts.get(remark.column, 0) + remark.count
    others = [v for v in written if v.role != SEX]
    return [v.title for v in others if counts.get(v.name, 0) > MANY_ODD * len(records)]


def _titles(variables: Iterable[Variable]) -> list[str]:
    return list(dict.fromkeys(v.title for v in variables))


def _sign(words: tuple[str, str], titles: list[str]) -> Sign:
    seen, do = words
    named = [f"«{title}»" for title in titles[:MOST_NAMED]]
    rest = len(titles) - MOST_NAMED
    return Sign(
        seen.format(names=listing([*named, *([MORE.format(count=rest)] * (rest > 0))])), do
    )
