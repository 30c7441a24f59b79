"""Questions that hang together: what a reader knows of the answers to one from those to another.

Who is asked about a service only when it is granted has no answer elsewhere; nobody gets what
was not granted; and where all ticked something, the ticks are at least as many as the people. So
it is with a yes and no for any of several answers, and each of those. The codebook says so
(``galler_om``, ``minst_ett``, ``ja_om``), or the file shows it with one exception at most.
Then the combinations that can be are entered as numbers that nobody prints, and the tables as
sums of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from ..analysis.cube import ANSWERED
from ..codebook import NO, SEX, YES, YES_NO, Codebook, Variable
from ..records.derived import is_of_change
from ..records.derived.fine import STILL_OPEN
from ..wording import MISSING
from .ledger import Address, Ledger
from .overlap import members
from .primary import Crowd
from .steps import is_step_before, tie_steps

EXPECTED = 4  # so many would be expected of a combination that is there by chance only
EXCEPTIONS = 1  # so many in combinations that should be empty, a reader takes as known
TICKS, MORE, WHO, BUT = (
    f"\N{BULLET} {word}" for word in ("kryss", "fler kryss", "har kryssat", "undantag")
)  # what no variable is called

Combination = tuple[str, str]  # a slot of one variable and a slot of the other


@dataclass(frozen=True)
class Related:
    """Two variables, the combinations of their slots that are, and the few that should not be."""

    one: str
    two: str
    able: frozenset[Combination]
    exceptions: frozenset[Combination]


def tie_related(ledger: Ledger, crowd: Crowd) -> None:
    """Enter what follows where two related variables, or all parts of one, are in the ledger."""
    shown = [v for v in ledger.variables.values() if v.role != SEX and not is_of_change(v)]
    book = crowd.records.codebook
    every, severals = [*related_among(crowd, shown)], _flerval(shown, book)
    wholes = [*_any_of(shown, book)]
    steps = [(one, two) for one, two in permutations(shown, 2) if is_step_before(one, two)
             and two.asked_if and two.asked_if[0] in ledger.variables]  # fmt: skip
    printed = _printed(ledger) if every or severals or wholes or steps else {}
    for related in every:
        _tie(ledger, crowd, related, _rests(ledger, printed, related.one, related.two))
    for one, two in steps:
        for rest in _rests(ledger, printed, one.name, two.name):
            tie_steps(ledger, crowd, one, two, rest)
    for parts in severals:
        _tie_ticks(ledger, crowd, parts, _rests(ledger, printed, *(v.name for v in parts)))
    for one, parts in wholes:
        names = (one.name, *(v.name for v in parts))
        _tie_any(ledger, one, parts, _rests(ledger, printed, *names))


def related_among(crowd: Crowd, variables: Iterable[Variable]) -> Iterator[Related]:
    """The pairs of which a reader knows that some combinations are empty."""
    yield from crowd.among(variables, permutations, _related)


def _may_be_related(one: Variable, two: Variable) -> bool:
    """Not what is worked out of others, nor parts of one question: they are answered together.

    But days between dates are, where the codebook says whom the dates are about; and who waits
    for one step has no days of the next.
    """
    if is_step_before(one, two):
        return True
    is_one_question = bool(one.part_of) and one.part_of == two.part_of
    is_of_others = two.rule is not None and two.asked_if[:1] != (one.name,)
    return one.rule is None and not is_of_others and not is_one_question


def _related(one: Variable, two: Variable, crowd: Crowd) -> Related | None:
    """Whether one tells who is asked the other; of yes and no also who may have said yes."""
    if not _may_be_related(one, two):
        return None
    is_nested = one.kind == two.kind == YES_NO
    first = [*one.categories, MISSING]
    second = [*two.categories, MISSING] if is_nested else [ANSWERED, MISSING]
    codes, answers = (crowd.codes(v).astype(int) for v in (one, two))
    table = np.zeros((len(first), len(second)), int)
    answers = answers if is_nested else np.minimum(answers, 0)
    at = codes % len(first) * len(second) + answers % len(second)  # missing, -1, is the last
    table += np.bincount(at, minlength=table.size).reshape(table.shape)
    is_any = _is_any(crowd.records.codebook, one, two)
    is_empty = _empty(_stated(one, two, first, second, is_any), table)
    if is_empty is None:
        return None
    able, but = (
        frozenset((first[a], second[b]) for a, b in np.argwhere(chosen & (table > 0)))
        for chosen in (~is_empty, is_empty)
    )
    return Related(one.name, two.name, able, but)


def _empty(stated: tuple[np.ndarray, np.ndarray], table: np.ndarray) -> np.ndarray | None:
    """What is known to be empty: of all that seems so, as much as has no more exceptions."""
    ruled, unanswered = stated
    seen = _seen_empty(table)
    for empty in (ruled | unanswered | seen, ruled | seen, ruled):
        found = empty & (table <= EXCEPTIONS)
        if found.any() and table[found].sum() <= EXCEPTIONS:
            return found
    return None


def _stated(
    one: Variable, two: Variable, first: list[str], second: list[str], is_any: bool
) -> tuple[np.ndarray, np.ndarray]:
    """What the codebook rules out: an answer of those not asked, and none of those asked.

    Who had none of several answers had not one of them, and all of them are answered together.
    Who waits for the first step of a case has no days of the second.
    """
    if is_any:
        ruled = [[a == NO.name and b == YES.name or (a == MISSING) != (b == MISSING)
                  for b in second] for a in first]  # fmt: skip
        return np.array(ruled), np.zeros((len(first), len(second)), bool)
    if is_step_before(one, two):
        is_open = np.array([[slot.startswith(STILL_OPEN)] for slot in first])
        is_ended = np.array([[slot != MISSING] for slot in first]) & ~is_open
        is_lacking = np.array([[slot == MISSING for slot in second]])
        return is_open & ~is_lacking, is_ended & is_lacking & (not two.asked_if)
    rules = two.asked_if if two.asked_if and two.asked_if[0] == one.name else (one.name, ())
    is_asked = np.array([[slot in rules[1]] for slot in first])
    is_missing = np.array([[slot == MISSING for slot in second]])
    is_ruled = np.full((1, 1), bool(rules[1]))
    return is_ruled & ~is_asked & ~is_missing, is_asked & is_missing


def _seen_empty(table: np.ndarray) -> np.ndarray:
    """The combinations that are empty but for an exception, though many would be expected."""
    total = table.sum()
    if not total:
        return np.zeros(table.shape, bool)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    return np.asarray((table <= EXCEPTIONS) & (expected >= EXPECTED))


def _printed(ledger: Ledger) -> dict[str, dict[Address, None]]:
    """What stands beside each variable in what tables print, in one order."""
    found: dict[str, dict[Address, None]] = defaultdict(dict)
    beside = ledger.beside
    for address, number in ledger.place.items():
        for pair in address if number not in beside else ():
            found[pair[0]][address - {pair}] = None
    return found


def _rests(ledger: Ledger, printed: Mapping[str, Iterable[Address]], *names: str) -> list[Address]:
    """What stands beside the first variable, without the others."""
    known = ledger.variables.keys() - {*names}
    return [rest for rest in printed[names[0]] if all(name in known for name, _ in rest)]


def _tie(ledger: Ledger, crowd: Crowd, related: Related, rests: list[Address]) -> None:
    for rest in rests:
        if not any(_whole(ledger, rest, (related.two, b)) is not None for _, b in related.able):
            continue
        parts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for a, b in sorted(related.able | related.exceptions):
            pairs = (related.one, a), (related.two, b)
            number = _number(ledger, crowd, rest | set(pairs), (a, b) in related.exceptions)
            for pair in pairs:
                parts[pair] += [] if number is None else [number]
        for pair, numbers in parts.items():
            whole = _whole(ledger, rest, pair)
            if whole is not None and numbers != [whole]:
                ledger.sums.add((whole, tuple(sorted(numbers))))


def _number(ledger: Ledger, crowd: Crowd, address: Address, is_exception: bool) -> int | None:
    """The number of a combination; of an exception one that the reader has."""
    name = address | {(BUT, "")} if is_exception else address
    if (number := ledger.place.get(ledger.address(name))) is not None:
        return number
    count = crowd.remembered(address, lambda: int(members(crowd, ledger.variables, address).sum()))
    if not is_exception:
        return ledger.enter_silent(name, count, False, is_kept=False)
    return ledger.enter_given(name, count) if count else None


def _whole(ledger: Ledger, rest: Address, pair: tuple[str, str]) -> int | None:
    """The number of all with an answer; answered is the same as all where nobody is missing."""
    return ledger.place.get(ledger.address(rest | {pair}))


def _is_any(codebook: Codebook, one: Variable, part: Variable) -> bool:
    """Whether one is a yes for those who ticked any of some answers, of which the part is one."""
    if not (one.made_of and part.part_of == one.made_of[0]):
        return False
    answers = (o.name for o in codebook.called(part.part_of).options)
    named = dict(zip((v.name for v in codebook.parts_of(part.part_of)), answers, strict=True))
    return named[part.name] in one.made_of[1]


def _any_of(
    variables: list[Variable], codebook: Codebook
) -> Iterator[tuple[Variable, list[Variable]]]:
    """What is made of several answers, with the parts of it where all of them are shown."""
    for one in variables:
        if not one.made_of:
            continue
        parts = [v for v in variables if v.rule is None and _is_any(codebook, one, v)]
        if len(parts) == len(one.made_of[1]) > 1:
            yield one, parts


def _tie_any(ledger: Ledger, one: Variable, parts: list[Variable], rests: list[Address]) -> None:
    """All ticks are those who ticked any, and some more."""
    for rest in rests:
        found = [_whole(ledger, rest, (v.name, YES.name)) for v in parts]
        ticked = [number for number in found if number is not None]
        people = _whole(ledger, rest, (one.name, YES.name))
        if people is not None and len(ticked) == len(found):
            _enter_ticks(ledger, rest | {(one.name, "")}, ticked, people, 0)


def _flerval(variables: list[Variable], codebook: Codebook) -> list[list[Variable]]:
    """The parts of each question with several answers of which all parts are shown."""
    parts: dict[str, list[Variable]] = defaultdict(list)
    for variable in variables:
        if variable.part_of and variable.rule is None:
            parts[variable.part_of].append(variable)
    every = [(found, codebook.parts_of(name)) for name, found in parts.items()]
    return [found for found, whole in every if len(found) == len(whole) > 1]


def _tie_ticks(
    ledger: Ledger, crowd: Crowd, parts: list[Variable], rests: list[Address]
) -> None:  # fmt: skip
    """All ticks are those who ticked something, and some more; nearly all did."""
    codes = np.array([crowd.records.codes(v) for v in parts])
    none = (codes > 0).all(axis=0)
    if int((none & crowd.is_stated).sum()) > EXCEPTIONS:
        return
    for rest in rests:
        found = [_whole(ledger, rest, (v.name, v.categories[0])) for v in parts]
        ticked = [number for number in found if number is not None]
        people = _answered(ledger, rest, parts[0])
        if people is None or len(ticked) < len(found):
            continue
        without = int((members(crowd, ledger.variables, rest) & none).sum())
        _enter_ticks(ledger, rest | {(parts[0].part_of, "")}, ticked, people, without)


def _enter_ticks(
    ledger: Ledger, name: Address, ticked: list[int], people: int, without: int
) -> None:
    ticks, who = sum(ledger.counts[n] for n in ticked), ledger.counts[people] - without
    every = ledger.enter_silent(name | {(TICKS, "")}, ticks, False, is_kept=False)
    more = ledger.enter_silent(name | {(MORE, "")}, ticks - who, False, is_kept=False)
    one = people
    if without:
        one = ledger.enter_silent(name | {(WHO, "")}, who, False, is_kept=False)
        but = ledger.enter_given(name | {(BUT, "")}, without)
        ledger.sums.add((people, tuple(sorted((one, but)))))
    ledger.sums |= {(every, tuple(sorted(ticked))), (every, tuple(sorted((one, more))))}


def _answered(ledger: Ledger, rest: Address, part: Variable) -> int | None:
    """The number of those who answered; all of them where nobody is missing."""
    found = _whole(ledger, rest, (part.name, ANSWERED))
    return ledger.place.get(ledger.address(rest)) if found is None else found
