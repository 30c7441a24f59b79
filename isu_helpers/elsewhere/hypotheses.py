"""A hypothesis: what others have seen, and what would show whether it is the same here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..codebook import SEVERAL, SEX, Variable, key_of
from ..codebook.library import Entry, entry
from ..configuration import area_of, areas
from ..content import checked, load
from ..records import Records
from .lines import sex_word

EVERY_AREA = "alla"
FIRST, SECOND, EITHER, ALIKE, GAP = "forsta", "andra", "olika", "lika", "lucka"
CLAIMS = (FIRST, SECOND, EITHER, ALIKE, GAP)
if TYPE_CHECKING:
    Claim: TypeAlias = str
else:
    Claim = Literal[CLAIMS]
WOMAN, MAN = "kvinna", "man"
SEXES = ((WOMAN,), (MAN,))

SWEDISH = {
    "omraden": "areas", "fynd": "finding", "fraga": "question", "tank": "mind", "av": "outcomes",
    "mest": "claim", "kalla": "source", "kallpunkter": "items", "svar": "answers", "efter": "by",
    "grupper": "groups", "bland": "among", "alla": "is_all", "heter": "names",
    "titel": "title", "utgivare": "publisher", "ar": "year",
}  # fmt: skip

BROKEN = "the hypothesis {id!r} is broken: {what}"
NO_HYPOTHESIS = "there is no hypothesis {id!r}"


@dataclass(frozen=True)
class Source:
    """Where a finding stands; ``via`` is whose retelling was read, empty where none."""

    title: str
    publisher: str
    year: int
    via: str = ""


@dataclass(frozen=True)
class Among:
    """Only those with one of these answers to a variable of the library, or of a sex."""

    id: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Hypothesis:
    """A finding from elsewhere and how to look for it here.

    ``outcomes`` are ids of the library, the first that a codebook has unless ``is_all``;
    ``answers`` those that count, each by itself where none is named. ``by`` is `SEX` or an id,
    ``groups`` two sets of its answers. ``claim`` says which group has the larger share: `FIRST`,
    `SECOND`, `EITHER`; or that they are `ALIKE`, or that few are asked (`GAP`). ``names`` are
    other names of variables by id. ``areas`` is empty where it is for every area.
    """

    id: str
    areas: tuple[str, ...]
    finding: str
    question: str
    mind: str
    outcomes: tuple[str, ...]
    claim: Claim
    source: Source
    items: str
    answers: tuple[str, ...] = ()
    by: str = SEX
    groups: tuple[tuple[str, ...], tuple[str, ...]] = SEXES
    among: Among | None = None
    is_all: bool = False
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def variables(self) -> tuple[Entry, ...]:
        """The variables of the library that would test it, what is compared first."""
        return (*(entry(i) for i in self.outcomes), *self.beside)

    @property
    def beside(self) -> tuple[Entry, ...]:
        """The variables besides sex that tell who is compared."""
        ids = (self.by, *([self.among.id] if self.among else []))
        return tuple(entry(i) for i in ids if i != SEX)

    def names_of(self, id: str) -> tuple[str, ...]:
        """What a codebook may call a variable of the library."""
        ready = entry(id)
        return (ready.name, ready.label, *dict(self.names).get(id, ()))

    def is_in(self, area: str) -> bool:
        """Whether it is for an area, told by its id."""
        return not self.areas or area in self.areas


def listed(area: str | None = None) -> tuple[Hypothesis, ...]:
    """The hypotheses of an area, told by its id or name; all of them without one.

    Where the words mean no known area, those that are for every area.

    Examples
    --------
    >>> [h.id for h in listed("socialpsykiatri")]
    ['normer-insats', 'ursprung-insats', 'arbete-man']
    >>> [h.id for h in listed("skidor")]
    ['ursprung-insats']
    """
    if area is None:
        return _all()
    known = area_of(area)
    return tuple(h for h in _all() if h.is_in(known.id if known else ""))


def hypothesis(id: str) -> Hypothesis:
    """The hypothesis of that id.

    Raises
    ------
    ValueError
        When there is none.

    Examples
    --------
    >>> hypothesis("npf-pojkar").claim
    'andra'
    """
    found = next((h for h in _all() if h.id == id), None)
    if found is None:
        raise ValueError(NO_HYPOTHESIS.format(id=id))
    return found


@cache
def _all() -> tuple[Hypothesis, ...]:
    page = load("hypotheses")
    sources = {id: _source(row) for id, row in page["kallor"].items()}
    return tuple(read_hypothesis(row, sources) for row in page["hypoteser"])


def _source(row: dict[str, Any]) -> Source:
    return checked(Source, {SWEDISH.get(k, k): value for k, value in row.items()})


def read_hypothesis(row: dict[str, Any], sources: dict[str, Source]) -> Hypothesis:
    """A hypothesis from its row of YAML.

    Raises
    ------
    ValueError
        When it names a claim, an area or a variable that does not exist.
    """
    told = {k: value for k, value in row.items() if k != "visar"} | row["visar"]
    among = told.get("bland")
    told |= {
        "omraden": () if told["omraden"] == EVERY_AREA else tuple(told["omraden"]),
        "kalla": sources[told["kalla"]],
        "grupper": tuple(map(tuple, told.get("grupper", SEXES))),
        "bland": Among(among["av"], tuple(among["svar"])) if among else None,
        "heter": tuple((id, tuple(words)) for id, words in told.get("heter", {}).items()),
        "av": tuple(told["av"]),
        "svar": tuple(told.get("svar", ())),
    }
    try:
        made = checked(Hypothesis, {SWEDISH.get(k, k): value for k, value in told.items()})
    except ValueError as e:
        _refuse(row["id"], str(e))
    _check(made)
    return made


def _check(made: Hypothesis) -> None:
    if unknown := set(made.areas) - {a.id for a in areas()}:
        _refuse(made.id, f"there are no areas {sorted(unknown)}")
    if made.claim in (FIRST, SECOND, GAP) and not made.answers:
        _refuse(made.id, "which answers count is not said")
    if not made.variables:
        _refuse(made.id, "it compares nothing")


def _refuse(id: str, what: str) -> None:
    raise ValueError(BROKEN.format(id=id, what=what))


# Which variables and answers of a codebook are those that a hypothesis asks for.


def found(records: Records, asked: Hypothesis, id: str) -> tuple[Variable, ...]:
    """The variable of the file that an id of the library means; the parts of a flerval.

    A name is the same when it is the library's, or one that the hypothesis lists, whether as the
    variable's name, its label or the header of its column. Empty where there is none.
    """
    if id == SEX:
        return records.codebook.with_role(SEX)[:1]
    every = meant(records, asked, id)
    return next((parts for v in every if (parts := tuple(_usable(records, v)))), ())


def meant(records: Records, asked: Hypothesis, id: str) -> tuple[Variable, ...]:
    """The variables of the codebook that an id of the library means, whatever the file holds."""
    wanted = {key_of(name) for name in asked.names_of(id)}
    return tuple(
        v for v in records.codebook.without_parts()
        if wanted & {key_of(n) for n in (v.name, v.title, *v.columns)}
    )  # fmt: skip


def _usable(records: Records, variable: Variable) -> Iterator[Variable]:
    """The variable if people can be counted in it; of a flerval its answers one by one."""
    is_several = variable.kind == SEVERAL
    for part in records.codebook.parts_of(variable.name) if is_several else [variable]:
        if part.is_countable and part.name in records.frame:
            yield part


def with_answers(parts: Iterable[Variable], asked: Hypothesis, id: str) -> tuple[Variable, ...]:
    """Of the parts of a flerval those that count; a variable of one answer as it is."""
    words = accepted(asked.answers, id)
    return tuple(
        p for p in parts
        if not p.part_of or not asked.answers or key_of(p.title.split(": ")[-1]) in words
    )  # fmt: skip


def answers_of(variable: Variable, wanted: tuple[str, ...], id: str) -> tuple[str, ...]:
    """The answers of a variable that are among the wanted ones, or their synonyms.

    Of sex «kvinna» is a woman or a girl, «man» a man or a boy. Of a part of a flerval its yes.
    """
    if variable.role == SEX:
        return tuple(c for c in variable.categories if sex_word(c) in wanted)
    if variable.part_of:
        return variable.categories[:1]
    words = accepted(wanted, id)
    return tuple(
        o.name for o in variable.options
        if words & {key_of(word) for word in (o.name, *o.synonyms)}
    )  # fmt: skip


def accepted(wanted: tuple[str, ...], id: str) -> set[str]:
    """The spellings of some answers, with those that the library knows."""
    ready = [] if id == SEX else entry(id).options
    known = {key_of(w) for w in wanted}
    more = [{key_of(w) for w in (o.name, *o.synonyms)} for o in ready]
    return known.union(*(words for words in more if words & known))
