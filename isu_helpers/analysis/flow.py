"""``flow``: how many come to each step of a chain, and where women and men part."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from ..codebook import SEX, YES_NO, Rule, Variable
from ..errors import CodebookError
from ..records import Records
from ..records.derived import BESIDE, FARTHEST, ONWARD, REACHED, derived, rule_of
from ..wording import listing
from .breakdown import breakdown
from .result import Choice, Result, Results

FLOW, TIED = "flow", "flow steg"
ROLES = ("bedömning", "samtycke", "insats", "resultat")  # of the chain shown by default
MOST_STEPS = 6
NO_CHAIN = (
    "Kedjan har {count} steg. Väntade mellan två och {most} ja/nej-frågor i tur och ordning. "
    "Skriv dem som steps=[\"…\", \"…\"]. Det här kan vara steg: {names}."
)  # fmt: skip
NOT_WITHIN = (
    "Stegen {names} ligger inte i varandra: några har ja på ett senare steg och nej på ett "
    "tidigare. Väntade steg som följer på varandra. Skriv själva vilka steg ni vill följa som "
    'steps=["…", "…"].'
)
NOT_YES_NO = (
    "Variabeln «{name}» är ingen ja/nej-fråga ({kind}). Väntade ja/nej för varje steg i kedjan. "
    "Välj en annan variabel eller ändra typen i kodboken."
)
TWICE = "Steget «{name}» står två gånger i kedjan. Väntade varje steg en gång. Ta bort det ena."


def flow(records: Records, steps: Sequence[str] | None = None, by: str | Variable = SEX) -> Result:
    """How far people come along a chain of yes/no steps, by sex.

    Who has a later step but lacks one before it is counted by the steps up to there. Who lacks
    an answer where the chain would end or go on is missing. A Release publishes it together
    with all of `alongside`, so that it and tables of the single steps don't tell of one another.

    Parameters
    ----------
    records
        The people: all of them have started.
    steps
        Names of yes/no variables in order, whatever they contain of each other. By default
        those `steps_within` of the first yes/no variable with each of the roles bedömning,
        samtycke, insats and resultat.
    by
        The grouping variable.

    Returns
    -------
    Result
        A breakdown of one variable in order: «Ingen av stegen», «Till och med …».

    Raises
    ------
    CodebookError
        In Swedish, when a step does not exist or is no yes/no variable, when there are fewer
        than two or too many, and when the default ones do not contain each other.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KKMM") * 3, "Utredd": ["Ja", "Ja", "Ja", "Nej"] * 3,
    ...                       "Insats": ["Ja", "Nej", "Ja", "Nej"] * 3})
    >>> found = flow(Records.from_frame(table), ["Utredd", "Insats"]).frame
    >>> found.loc[found["Kön"] == "Kvinna", "n"].tolist()
    [0, 3, 3, 0, 6]
    """
    chain = tuple(v.name for v in _steps(records, steps))
    return replace(breakdown(records, derived(records, Rule(FARTHEST, chain)), by), analysis=FLOW)


def flows(records: Records) -> Results:
    """The flow along the default chain, or nothing where there is no chain.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Results
        The one `flow` by sex along `steps_within`; none where fewer than two steps contain each
        other.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> len(flows(Records.from_frame(table)))
    0
    """
    items = (Choice((flow(records),)),) if steps_within(records) else ()
    return Results(records, items, analysis=FLOW)


def first_steps(records: Records) -> list[Variable]:
    """The first yes/no variable of each role that a chain goes by, sensitive ones apart.

    That the steps contain each other tells that none or all of a group have an answer, which of
    a sensitive variable is told to nobody.
    """
    found = ([v for v in _yes_no(records, role) if not v.is_sensitive] for role in ROLES)
    return [steps[0] for steps in found if steps]


def steps_within(records: Records) -> list[Variable]:
    """Those of the first steps that contain each other, as many as can be; else none.

    A step lies within an earlier one when nobody, among women and men, has a yes there and a no
    on the earlier.
    """
    every = first_steps(records)
    chains = (c for n in range(len(every), 1, -1) for c in combinations(every, n))
    return list(next((c for c in chains if _are_within(records, c)), ()))


def _are_within(records: Records, chain: Sequence[Variable]) -> bool:
    sex = records.codes(records.codebook.with_role(SEX)[0])
    sizes = np.bincount(sex[sex >= 0])
    stated = np.isin(sex, np.argsort(-sizes, kind="stable")[:2])
    pairs = combinations([records.codes(v)[stated] for v in chain], 2)
    return not any(((later == 0) & (earlier > 0)).any() for earlier, later in pairs)


def alongside(result: Result) -> tuple[list[Result], list[Result], list[Result]]:
    """What must be published with a flow, a list each with a result a step.

    Returns
    -------
    beside
        The step's own answers, in the chain and outside it: they tie the flow to tables of the
        single steps, so that nobody is found by subtraction.
    reached
        Who came to the step.
    onward
        For each step but the first: who of those that came to the one before went on to it.
    """
    chain = rule_of(result.of).sources
    places = [str(i + 1) for i in range(len(chain))]
    wanted = ((BESIDE, places), (REACHED, places), (ONWARD, places[1:]))
    beside, reached, onward = (
        [_placed(result, Rule(name, chain, (p,))) for p in at] for name, at in wanted
    )
    return beside, reached, onward


def _placed(result: Result, rule: Rule) -> Result:
    placed = breakdown(result.records, derived(result.records, rule), list(result.by))
    return replace(placed, analysis=TIED)


def _steps(records: Records, names: Sequence[str] | None) -> list[Variable]:
    chain = first_steps(records) if names is None else list(map(records.variable, names))
    _check(records, chain)
    if names is not None:
        return chain
    if found := steps_within(records):
        return found
    raise CodebookError(NOT_WITHIN.format(names=listing(f"«{v.name}»" for v in chain)))


def _yes_no(records: Records, role: str) -> list[Variable]:
    """The yes/no variables with a role, parts of a flerval apart."""
    return [v for v in records.countable(role) if v.kind == YES_NO and not v.part_of]


def _check(records: Records, chain: list[Variable]) -> None:
    for variable in chain:
        if variable.kind != YES_NO or variable.rule:
            raise CodebookError(NOT_YES_NO.format(name=variable.name, kind=variable.kind))
        if chain.count(variable) > 1:
            raise CodebookError(TWICE.format(name=variable.name))
    if not 2 <= len(chain) <= MOST_STEPS:
        every = [v.name for v in records.codebook if v.kind == YES_NO and not v.part_of]
        names = listing(every) if every else "inga i kodboken"
        raise CodebookError(NO_CHAIN.format(count=len(chain), most=MOST_STEPS, names=names))


def beside_flows(results: Sequence[Result], there: Collection[object]) -> list[Result]:
    """What must be published with the flows among some results; not those whose key is there."""
    flows = [r for r in results if r.analysis == FLOW]
    tied = {r.key: r for flow in flows for part in alongside(flow) for r in part}
    known = {*there, *(r.key for r in results)}
    return [r for key, r in tied.items() if key not in known]
