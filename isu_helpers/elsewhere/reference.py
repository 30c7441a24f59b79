"""A Reference: shares from elsewhere, matched to the codebook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..codebook import SEX, YES_NO, Codebook, Variable
from ..content import load
from ..records import safe_header
from ..records.derived import rule_of
from ..wording import TOTAL, half_up, listing
from .lines import Line, bare, sex_word, word

FEMALE, MALE = "kvinna", "man"
NAMELESS = "jämförelsen"


@dataclass(frozen=True)
class Share:
    """How large a share of a group gave an answer elsewhere.

    ``group`` is a sex of the codebook, or `TOTAL`; ``share`` a fraction of those who answered;
    ``base`` how many they were, NaN where the file does not say; ``name`` is where and when.
    """

    variable: Variable
    answer: str
    group: str
    share: float
    base: float = np.nan
    name: str = NAMELESS

    def is_small(self, k: int) -> bool:
        """Whether it is known to stand for so few that someone might be recognised."""
        if np.isnan(self.base):
            return False
        count = half_up(self.share * self.base)
        fewest = min(count, half_up(self.base) - count)
        return self.base < k or 0 < fewest < k or (fewest == 0 and self.variable.is_sensitive)


@dataclass(frozen=True)
class Reference:
    """What one's own figures are compared with. ``report`` tells how the file was read.

    ``is_own`` tells that it is about the same municipality, so that people may be in both.
    """

    name: str
    rows: tuple[Share, ...] = ()
    report: tuple[str, ...] = ()
    is_own: bool = False

    def __repr__(self) -> str:
        return f"Jämförelse med {self.name}: {len(self.variables)} variabler"

    def name_of(self, variable: Variable) -> str:
        """Where and when the shares of a variable are from, as it is said within a sentence."""
        names = {share.name for share in self.of(variable).values()}
        name = names.pop() if len(names) == 1 else self.name
        is_country = any(word(name).startswith(word(w)) for w in load("compare")["riket"])
        return name[:1].lower() + name[1:] if is_country else name

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of the codebook that it has shares of, in the order of the file."""
        return tuple(dict.fromkeys(row.variable for row in self.rows))

    def of(self, variable: Variable) -> dict[tuple[str, str], Share]:
        """The shares of a variable, by answer and group.

        Of one with answers merged, the sums of their shares, where all of them have one.
        """
        if not variable.rule:
            return {(r.answer, r.group): r for r in self.rows if r.variable.name == variable.name}
        fine = [r for r in self.rows if r.variable.name == variable.rule.sources[0]]
        groups = dict.fromkeys(r.group for r in fine)
        return {k: v for g in groups for k, v in _merged(fine, g, variable).items()}

    def is_small(self, variable: Variable, k: int) -> bool:
        """Whether any share of a variable is known to stand for few: then none may be shown."""
        return any(row.is_small(k) for row in self.of(variable).values())


def _merged(rows: list[Share], group: str, variable: Variable) -> dict[tuple[str, str], Share]:
    """The shares of a group with answers merged; none where one of the answers has no share."""
    found = {r.answer: r for r in rows if r.group == group}
    names = next(iter(found.values())).variable.categories
    if set(found) != set(names):
        return {}
    cut = int(rule_of(variable).detail[0])
    parts = zip(variable.categories, (names[:cut], names[cut:]), strict=True)
    sums = {answer: sum(found[name].share for name in part) for answer, part in parts}
    first = found[names[0]]
    return {(answer, group): replace(first, variable=variable, answer=answer, share=share)
            for answer, share in sums.items()}  # fmt: skip


# The lines of a reference file matched to the codebook: which question, answer and group.

NO_VARIABLE = (
    "Det här i filen är ingen variabel i kodboken och jämförs inte: {names}. Gör en kolumn "
    "«variabel» och skriv kodbokens namn där, om ni har samma fråga."
)
NO_ANSWER = (
    "Det här i filen är inget svar i kodboken och jämförs inte: {names}. "
    "Skriv svaren som i kodboken."
)
NO_SEX = (
    "Det här i filens kolumn för kön är inget kön i kodboken och jämförs inte: {names}. "
    "Väntade ord som K, M och T eller Kvinnor, Män och Totalt."
)
MANY_VARIABLES = (
    "Det här svaret finns i flera variabler och jämförs inte: {names}. "
    "Gör en kolumn «variabel» i filen och skriv kodbokens namn där."
)
AS_FIRST = "Rader utan svar lästes som «{answer}»: {names}."
NONE = "inga tal"
SHOWN = 8


@dataclass
class Matcher:
    """Finds what lines are about, and remembers what could not be found."""

    codebook: Codebook
    lost: dict[str, list[str]] = field(default_factory=dict)
    first: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._asked: dict[str, Variable] = {}
        for variable in self.codebook:
            is_asked = variable.is_countable and variable.role != SEX
            if is_asked or self.codebook.parts_of(variable.name):
                for name in (variable.name, variable.label, variable.question, *variable.columns):
                    self._asked.setdefault(word(name), variable)
        self._asked.pop("", None)
        self._groups = _groups(self.codebook)

    @property
    def asked(self) -> set[str]:
        """What the questions are called, as words."""
        return set(self._asked)

    def question(self, line: Line) -> tuple[Variable, str] | None:
        """The variable and answer of a line."""
        if not line.variable:
            return self._by_answer(line)
        variable = self._asked.get(word(line.variable)) or self._asked.get(bare(line.variable))
        if variable is None:
            self._lose(NO_VARIABLE, line.variable)
            return None
        return self._answer(variable, line.answer)

    def group(self, line: Line) -> str | None:
        """The sex of a line as the codebook has it, or `TOTAL`."""
        found = self._groups.get(sex_word(line.sex or TOTAL)) or self._groups.get(word(line.sex))
        if not found:
            self._lose(NO_SEX, line.sex)
        return found

    def remarks(self) -> list[str]:
        """What could not be matched, and what was taken for a yes."""
        told = [AS_FIRST.format(answer=a, names=_names(n)) for a, n in self.first.items()]
        return told + [form.format(names=_names(names)) for form, names in self.lost.items()]

    def lost_names(self) -> str:
        """Everything that could not be matched, in a row."""
        return _names(name for names in self.lost.values() for name in names) or NONE

    def _answer(self, variable: Variable, answer: str) -> tuple[Variable, str] | None:
        if not answer and variable.kind == YES_NO:
            self.first.setdefault(variable.categories[0], []).append(variable.title)
            return variable, variable.categories[0]
        known = _answers(variable)
        if word(answer) not in known:
            self._lose(NO_ANSWER, f"{variable.title}: {answer or 'inget svar'}")
            return None
        return self._part(variable, known[word(answer)])

    def _part(self, variable: Variable, answer: str) -> tuple[Variable, str]:
        """An answer; of a flerval, the part that asks for it by yes or no."""
        parts = self.codebook.parts_of(variable.name)
        if not parts:
            return variable, answer
        part = parts[[o.name for o in variable.options].index(answer)]
        return part, part.categories[0]

    def _by_answer(self, line: Line) -> tuple[Variable, str] | None:
        """Of a line that names no question: one asked by yes or no, or the one with its answer."""
        named = self._asked.get(word(line.answer))
        if named is not None and named.kind == YES_NO:
            return self._answer(named, "")
        key = word(line.answer)
        found = [v for v in dict.fromkeys(self._asked.values()) if key in _answers(v)]
        if len(found) == 1:
            return self._part(found[0], _answers(found[0])[key])
        self._lose(MANY_VARIABLES if found else NO_VARIABLE, line.answer or "rad utan namn")
        return None

    def _lose(self, form: str, name: str) -> None:
        self.lost.setdefault(form, []).append(safe_header(name))


def _answers(variable: Variable) -> dict[str, str]:
    """The answers of a variable by each way to write them."""
    known = {word(s): o.name for o in variable.options for s in o.synonyms}
    names = variable.categories or tuple(o.name for o in variable.options)
    return known | {word(name): name for name in names}


def _groups(codebook: Codebook) -> dict[str, str]:
    """The codebook's sexes by the words of a reference file."""
    sex = codebook[SEX]
    groups = _answers(sex)
    for option in sex.options:
        told = {sex_word(w) for w in (option.name, *option.synonyms)} & {FEMALE, MALE}
        if len(told) == 1:
            groups.setdefault(told.pop(), option.name)
    return {**groups, "alla": TOTAL}


def _names(names: Iterable[str]) -> str:
    """Names in a row, each once, and the rest as a number."""
    found: Sequence[str] = list(dict.fromkeys(f"«{n}»" for n in names))
    rest = [f"{len(found) - SHOWN} till"] if len(found) > SHOWN else []
    return listing([*found[:SHOWN], *rest])
