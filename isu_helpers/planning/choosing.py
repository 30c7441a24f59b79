"""What is chosen: a codebook with one more ready variable, one less, or in another order."""

from collections.abc import Sequence
from dataclasses import replace

from ..areas import area_of
from ..codebook import KEY, SEX, Codebook, Variable, key_of
from ..errors import CodebookError
from ..library import Entry, areas, entries, entry, variables

PAGES = {"funktionsnedsattning_aldre": "aldre-och-funktionsnedsattning"}
COMMON, KEY_ID, SEX_ID = "gemensamma", "personnyckel", "juridiskt-kon"
SECOND = {SEX: "bakgrund", KEY: "övrigt"}  # roles that only one variable can have

HAS_ALREADY = (
    "«{name}» finns redan i kodboken. Väntade en variabel som inte är vald än. Välj en annan."
)
SEX_STAYS = (
    "«{name}» visar kön. Väntade att den är kvar, för allt delas upp på kön. "
    "Ta bort någon annan variabel i stället."
)


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


def basics(omrade: str) -> tuple[Variable, ...]:
    """What a new codebook begins with: a running number and legal sex, as the area words it.

    Examples
    --------
    >>> [v.name for v in basics("ekonomiskt bistånd")]
    ['personnyckel', 'juridiskt kön']
    """
    own = [e.id for e in entries(page_of(omrade), SEX) if e.is_basic and len(e.options) == 2]
    return variables([KEY_ID, *(own or [SEX_ID])[:1]])


def with_entry(codebook: Codebook, id: str) -> Codebook:
    """The codebook with a ready variable last, and with its pair where it has one.

    Sex and the running number are one each: a further one gets another role.

    Raises
    ------
    CodebookError
        In Swedish, when all of it is there already.
    ValueError
        When the library has no such variable.
    """
    made = entry(id)
    wanted = [e for e in (made, *_pair(made)) if not has(codebook, e.name)]
    if not wanted:
        raise CodebookError(HAS_ALREADY.format(name=made.label))
    new = {v.name: v for v in variables([made.id, *(e.id for e in _pair(made))])}
    taken = {v.role for v in codebook}
    added = [_of_own_role(new[e.name], taken) for e in wanted]
    kept = [_paired(v, new.get(v.name)) for v in codebook]
    names = {v.name for v in (*kept, *added)}
    added = [v if v.pair in names else replace(v, pair="", occasion="") for v in added]
    return replace(codebook, variables=(*kept, *added))


def has(codebook: Codebook, name: str) -> bool:
    """Whether the codebook has a variable or a column of that name, whatever its case."""
    taken = {key_of(word) for v in codebook for word in (v.name, *v.columns)}
    return key_of(name) in taken


def without(codebook: Codebook, name: str) -> Codebook:
    """The codebook without a variable; what was its pair is one no longer.

    Raises
    ------
    CodebookError
        In Swedish, when it is the one that tells of sex.
    """
    if codebook[name].role == SEX:
        raise CodebookError(SEX_STAYS.format(name=codebook[name].title))
    rest = [v for v in codebook if v.name != name]
    return replace(codebook, variables=tuple(_unpaired(v, name) for v in rest))


def moved(codebook: Codebook, name: str, steps: int) -> Codebook:
    """The codebook with a variable so many steps later, or earlier where they are negative.

    Examples
    --------
    >>> book = Codebook((Variable("a"), Variable("b"), Variable("c")))
    >>> [v.name for v in moved(book, "a", 1)], [v.name for v in moved(book, "a", -1)]
    (['b', 'a', 'c'], ['a', 'b', 'c'])
    """
    rest = [v for v in codebook if v.name != name]
    place = [v.name for v in codebook].index(name) + steps
    rest.insert(max(0, min(place, len(rest))), codebook[name])
    return replace(codebook, variables=tuple(rest))


def found_entries(page: str, words: str) -> tuple[Entry, ...]:
    """The ready variables of a part of the library, or with words in it, of the whole of it.

    Examples
    --------
    >>> [e.id for e in found_entries("", "löpnummer ärende")]
    ['arendenyckel']
    """
    asked = key_of(words).split()
    among = entries() if asked or not page else entries(page)
    return tuple(e for e in among if all(word in _text(e) for word in asked))


def _text(made: Entry) -> str:
    options = (o.name for o in made.options)
    return key_of(" ".join((made.name, made.label, made.question, made.instrument, *options)))


def _pair(made: Entry) -> Sequence[Entry]:
    return [entry(made.pair)] if made.pair else []


def _of_own_role(variable: Variable, taken: set[str]) -> Variable:
    is_second = variable.role in SECOND and variable.role in taken
    return replace(variable, role=SECOND[variable.role]) if is_second else variable


def _paired(variable: Variable, ready: Variable | None) -> Variable:
    """A variable of the codebook, tied to its pair where the library made both."""
    if ready is None or variable.pair or (variable.kind, variable.options) != (
        ready.kind, ready.options
    ):  # fmt: skip
        return variable
    return replace(variable, pair=ready.pair, occasion=ready.occasion)


def _unpaired(variable: Variable, gone: str) -> Variable:
    return replace(variable, pair="", occasion="") if variable.pair == gone else variable
