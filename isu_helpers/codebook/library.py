"""The library of ready variables: what a group picks from when it makes its codebook.

Each area of the social services has a file under ``content/library/``; beside them stand what
all areas have in common and what the criteria for unjustified differences ask for. Some things
are offered for reflection and for anonymous surveys only (`grounds`): they are no entries, and
no codebook can be made of them here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias

from ..configuration import area_of
from ..content import checked, load
from .variable import (
    CHOICE,
    CRITERIA,
    KINDS,
    NO,
    NUMBER,
    OCCASIONS,
    ROLES,
    SCALE,
    SEVERAL,
    SEX,
    YES,
    YES_NO,
    Option,
    Variable,
    key_of,
)

PAGES = {"funktionsnedsattning_aldre": "aldre-och-funktionsnedsattning"}
COMMON, OF_CRITERIA = "gemensamma", "kriterier"
FILES = (
    "gemensamma", "kriterier", "barn_och_unga", "skadligt_bruk", "ekonomiskt_bistand",
    "vald_i_nara_relationer", "aldre_och_funktionsnedsattning", "familjeratt", "socialpsykiatri",
)  # fmt: skip
LISTED = (CHOICE, SEVERAL, SCALE)
QUESTIONS = ("vem", "behov", "insats", "resultat", "delaktighet")
NEEDED = ("id", "namn", "etikett", "fraga", "typ", "roll", "hjalp", "kalla", "passar")
SWEDISH = {
    "id": "id", "namn": "name", "etikett": "label", "fraga": "question", "typ": "kind",
    "alternativ": "options", "klasser": "classes", "decimaler": "decimals", "roll": "role",
    "tillfalle": "occasion", "par": "pair", "kriterium": "criterion", "kanslig": "is_sensitive",
    "oppen": "is_open", "kansligt_bortfall": "is_missing_sensitive", "alltid": "is_basic",
    "instrument": "instrument", "hjalp": "help", "kalla": "source", "passar": "fits",
    "barn": "is_of_children", "diskrimineringsgrund": "is_legal_ground", "bara": "only",
    "varfor": "why", "hur": "how", "variabler": "variables", "heter": "full_name", "om": "about",
}  # fmt: skip
SAME = (
    "label", "question", "kind", "options", "classes", "decimals", "criterion", "help",
    "is_sensitive", "is_open", "is_missing_sensitive",
)  # fmt: skip
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ONLY = "enkät eller samtal"

NO_ENTRY = "there is no variable {id!r} in the library"
NOT_FOR_REGISTERS = (
    "{id!r} is for reflection and anonymous surveys only, never a column of a register extract"
)
NO_INSTRUMENT = "there is no instrument {name!r} in the library"
GROWN = "personen eller barnet", "personen"
TWICE = "an id is chosen twice: {ids}"
NO_AREA = "there is no area {area!r}; there are {areas}"
NO_ROLE = "there is no role {role!r}; there are {roles}"
NO_CRITERION = "there is no criterion {criterion!r}; there are {criteria}"
BROKEN = "the library is broken at {id!r}: {what}"

if TYPE_CHECKING:
    Kind: TypeAlias = str
    Role: TypeAlias = str
    Question: TypeAlias = str
    Occasion: TypeAlias = str
    Criterion: TypeAlias = str
    Only: TypeAlias = str
else:  # what pydantic checks, by the words that stand once
    Kind, Role, Question = Literal[KINDS], Literal[ROLES], Literal[QUESTIONS]
    Occasion, Criterion = Literal["", *OCCASIONS], Literal["", *CRITERIA]
    Only = Literal["", ONLY]


@dataclass(frozen=True)
class Entry:
    """A ready variable, with what a person needs to choose it and to register it.

    ``pair`` is the id of the same thing at the other measuring occasion, ``criterion`` what it
    helps to explain, and ``fits`` the questions it helps to answer: who, need, intervention,
    result, participation. ``instrument`` is where it comes from, if from one (`instrument`).
    ``is_basic`` says that no codebook should be without it, ``is_of_children`` that it is only
    for services that meet children.
    """

    id: str
    area: str
    name: str
    label: str
    question: str
    kind: Kind
    role: Role
    help: str
    source: str
    fits: tuple[Question, ...]
    options: tuple[Option, ...] = ()
    classes: tuple[int | float, ...] = ()
    decimals: int = 0
    occasion: Occasion = ""
    pair: str = ""
    criterion: Criterion = ""
    is_sensitive: bool = False
    is_open: bool = False
    is_missing_sensitive: bool = False
    is_basic: bool = False
    is_of_children: bool = False
    instrument: str = ""


@dataclass(frozen=True)
class Ground:
    """A ground of discrimination, or another sensitive matter, and how it can be followed.

    ``only`` is empty where ``variables`` (ids) follow it in a register; else it says where it
    may be asked, and ``variables`` are at most what comes near.
    """

    id: str
    name: str
    is_legal_ground: bool
    only: Only
    question: str
    why: str
    how: str
    variables: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Instrument:
    """An instrument that entries come from; ``terms`` says whose manual and licence hold."""

    name: str
    full_name: str
    about: str
    terms: str
    source: str


def areas() -> tuple[tuple[str, str], ...]:
    """Id and Swedish name of each part of the library, what is common first.

    Examples
    --------
    >>> areas()[2]
    ('barn-och-unga', 'Barn och unga')
    """
    return tuple((page["omrade"], page["namn"]) for page in _pages())


def page_of(omrade: str) -> str:
    """The part of the library that words for an area mean; what is common where none is known.

    Examples
    --------
    >>> page_of("barn och unga"), page_of("LSS"), page_of("")
    ('barn-och-unga', 'aldre-och-funktionsnedsattning', 'gemensamma')
    """
    area = area_of(omrade)
    page = PAGES.get(area.id, area.id.replace("_", "-")) if area else COMMON
    return page if page in dict(areas()) else COMMON


def suits(made: Entry, omrade: str) -> bool:
    """Whether a variable may be offered to an area: its own, a common one, or of the criteria.

    Everything suits where the area is not known; what is of children only where they are met.

    Examples
    --------
    >>> suits(entry("tolk-vardnadshavare"), "LSS"), suits(entry("tolk"), "LSS")
    (False, True)
    """
    area = area_of(omrade)
    if area is None:
        return True
    is_near = made.area in (COMMON, OF_CRITERIA, page_of(omrade))
    return is_near and (area.is_of_children or not made.is_of_children)


def worded(made: Entry, omrade: str) -> Entry:
    """A variable as it is asked in an area: of «personen» alone where no children are met.

    Examples
    --------
    >>> worded(entry("velat-delta"), "äldreomsorg").question
    'Har personen velat vara med i utredningen?'
    """
    area = area_of(omrade)
    if area is None or area.is_of_children:
        return made
    return replace(made, question=made.question.replace(*GROWN), help=made.help.replace(*GROWN))


def entries(
    area: str | None = None, role: str | None = None, criterion: str | None = None
) -> tuple[Entry, ...]:
    """The variables of the library in their order, or those of an area, role or criterion.

    Raises
    ------
    ValueError
        When there is no such area, role or criterion, or the library itself is broken.

    Examples
    --------
    >>> [e.id for e in entries(criterion="vilja_delta")]
    ['tillfragad', 'velat-delta']
    """
    known = [id for id, _ in areas()]
    _one_of(area, known, NO_AREA.format(area=area, areas=known))
    _one_of(role, ROLES, NO_ROLE.format(role=role, roles=ROLES))
    told = NO_CRITERION.format(criterion=criterion, criteria=CRITERIA)
    _one_of(criterion, CRITERIA, told)
    wanted = {"area": area, "role": role, "criterion": criterion}
    chosen = {k: value for k, value in wanted.items() if value is not None}
    return tuple(e for e in _all().values() if all(getattr(e, k) == chosen[k] for k in chosen))


def entry(id: str) -> Entry:
    """The variable of that id.

    Raises
    ------
    ValueError
        When there is none, or it is something that no register may hold.

    Examples
    --------
    >>> entry("juridiskt-kon").label
    'Juridiskt kön'
    """
    if id in _all():
        return _all()[id]
    is_reflection = any(g.id == id and g.only for g in grounds())
    raise ValueError((NOT_FOR_REGISTERS if is_reflection else NO_ENTRY).format(id=id))


def variables(ids: Iterable[str]) -> tuple[Variable, ...]:
    """The chosen variables, ready for a codebook, in the order they were chosen.

    A pair stays one only where both halves are chosen. A codebook has one variable for sex: the
    first that is chosen; another becomes background.

    Raises
    ------
    ValueError
        As `entry`, and when an id is chosen twice.

    Examples
    --------
    >>> [(v.name, v.pair) for v in variables(["alder", "maende-start"])]
    [('ålder', ''), ('mående start', '')]
    """
    listed = list(ids)
    chosen = {id: entry(id) for id in listed}
    if len(chosen) < len(listed):
        raise ValueError(TWICE.format(ids=listed))
    sexes = [e.id for e in chosen.values() if e.role == SEX]
    return tuple(_variable(e, chosen, is_extra_sex=e.id in sexes[1:]) for e in chosen.values())


@cache
def grounds() -> tuple[Ground, ...]:
    """The seven grounds of discrimination, and two more matters, each with how to follow it.

    Examples
    --------
    >>> sum(g.is_legal_ground for g in grounds())
    7
    """
    return tuple(map(_ground, load("library/diskrimineringsgrunder")["grunder"]))


def instrument(name: str) -> Instrument:
    """What is known of an instrument that entries come from.

    Raises
    ------
    ValueError
        When the library names no such instrument.

    Examples
    --------
    >>> instrument("DUR").full_name
    'Dokumentation, utvärdering, resultat'
    """
    page = load("library/instrument")
    row = next((r for r in page["instrument"] if r["namn"] == name), None)
    if row is None:
        raise ValueError(NO_INSTRUMENT.format(name=name))
    return checked(Instrument, _english(row) | {"terms": page["villkor"]})


def _pages() -> list[dict[str, Any]]:
    return [load(f"library/{name}") for name in FILES]


@cache
def _all() -> dict[str, Entry]:
    """Every entry by id, the whole library checked."""
    found: dict[str, Entry] = {}
    for page in _pages():
        for row in page["variabler"]:
            made = read_entry(row, page["omrade"])
            if made.id in found:
                _refuse(made.id, "the id is used twice")
            found[made.id] = made
    check_whole(found)
    return found


def read_entry(row: dict[str, Any], area: str) -> Entry:
    """An entry from its row of YAML.

    Raises
    ------
    ValueError
        When a field is missing, unknown or out of place.
    """
    id = str(row.get("id", "an entry without id"))
    if lacking := [name for name in NEEDED if not row.get(name)]:
        _refuse(id, f"no value for {lacking}")
    options = _options(row.get("alternativ"), row["typ"], id)
    try:
        made = checked(Entry, _english(row) | {"options": options, "area": area})
    except ValueError as e:
        _refuse(id, str(e))
    _check(made)
    return made


def check_whole(found: dict[str, Entry]) -> None:
    """Check what entries say of each other: names, pairs and instruments.

    Raises
    ------
    ValueError
        At the first thing that is wrong.
    """
    names: set[str] = set()
    for made in found.values():
        if key_of(made.name) in names:
            _refuse(made.id, f"the name {made.name!r} is used twice")
        names.add(key_of(made.name))
        if made.pair:
            _check_pair(made, found.get(made.pair))
        if made.instrument:
            instrument(made.instrument)


def _english(row: dict[str, Any]) -> dict[str, object]:
    """A row by the names of a dataclass; lists as tuples."""
    given = {k: tuple(x) if isinstance(x, list) else x for k, x in row.items()}
    return {SWEDISH.get(k, k): x for k, x in given.items()}


def _check(made: Entry) -> None:
    if not ID.fullmatch(made.id):
        _refuse(made.id, "an id is ASCII words with hyphens")
    if bool(made.pair) != bool(made.occasion):
        _refuse(made.id, "a pair has an occasion, and an occasion a pair")
    if made.classes and (made.kind != NUMBER or list(made.classes) != sorted({*made.classes})):
        _refuse(made.id, "classes are rising bounds of a number")


def _check_pair(made: Entry, other: Entry | None) -> None:
    if other is None or other.pair != made.id or other.occasion == made.occasion:
        _refuse(made.id, f"its pair {made.pair!r} is not there, or not its pair in turn")
    for name in ("kind", "options", "classes", "decimals", "area"):
        if getattr(made, name) != getattr(other, name):
            _refuse(made.id, f"{name} differs from its pair {made.pair!r}")


def _options(given: list[object] | None, kind: str, id: str) -> tuple[Option, ...]:
    if kind == YES_NO and given is None:
        return (YES, NO)
    if bool(given) != (kind in LISTED):
        _refuse(id, f"kind {kind!r} and its options do not go together")
    options = tuple(_option(item) for item in given or ())
    words = [key_of(w) for o in options for w in {o.name, *o.synonyms}]
    if len(set(words)) < len(words):
        _refuse(id, "two options share a spelling")
    return options


def _option(item: object) -> Option:
    if isinstance(item, dict):
        ((name, synonyms),) = item.items()
        return Option(str(name), tuple(map(str, synonyms)))
    return Option(str(item))


def _variable(made: Entry, chosen: dict[str, Entry], *, is_extra_sex: bool) -> Variable:
    pair = chosen.get(made.pair)
    return Variable(
        name=made.name,
        columns=(made.name,),
        role="bakgrund" if is_extra_sex else made.role,
        occasion=made.occasion if pair else "",
        pair=pair.name if pair else "",
        **{name: getattr(made, name) for name in SAME},
    )


def _ground(row: dict[str, Any]) -> Ground:
    return checked(Ground, {"only": ""} | _english(row))


def _one_of(value: str | None, known: Iterable[str], message: str) -> None:
    if value is not None and value not in known:
        raise ValueError(message)


def _refuse(id: str, what: str) -> NoReturn:
    raise ValueError(BROKEN.format(id=id, what=what))
