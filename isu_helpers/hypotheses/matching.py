"""Which variables and answers of a codebook are those that a hypothesis asks for."""

from collections.abc import Iterable, Iterator

from ..codebook import SEVERAL, SEX, Variable, key_of
from ..compare.words import sex_word
from ..library import entry
from ..records import Records
from .model import Hypothesis


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
