"""The columns of a form: their headers, and what is told to the one who fills them in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..codebook import (
    CHOICE,
    DATE,
    KEY,
    NUMBER,
    SCALE,
    SEVERAL,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Variable,
    key_of,
    plain,
)

HOW = {
    YES_NO: "Välj Ja eller Nej i listan.",
    CHOICE: "Välj ett svar i listan.",
    SCALE: "Välj ett svar i listan.",
    SEVERAL: "Välj Ja vid varje svar som stämmer. Lämna de andra tomma.",
    NUMBER: "Skriv ett heltal.",
    DATE: "Skriv datum så här: 2025-03-14.",
    TEXT: "Skriv kort. Skriv inget som kan peka ut en person.",
    KEY: "Skriv samma nyckel varje gång för samma person.",
}
ONE_OF_LIST = "Välj ett svar i listan."
DECIMAL = "Skriv ett tal med högst {count}."
ONE_DECIMAL, MANY_DECIMALS = "1 decimal", "{n} decimaler"
MORE = "… Läs mer på bladet Förklaringar."
PROMPT, TITLE = 255, 32  # the longest that Excel takes


@dataclass(frozen=True)
class Column:
    """A column of the form; ``option`` is the answer that a column of a flerval stands for."""

    variable: Variable
    header: str
    option: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers of its drop-down list; none where it is written freely."""
        if self.option:
            return (YES.name,)
        return tuple(o.name for o in self.variable.options)

    @property
    def prompt(self) -> str:
        """What is shown beside a cell that is chosen."""
        asked = [self.variable.question, how(self.variable), self.variable.help]
        return fitted(" ".join(filter(None, map(plain, asked))), PROMPT, MORE)

    @property
    def prompt_title(self) -> str:
        """The heading of the prompt."""
        return fitted(self.option or self.header, TITLE, "…")


def how(variable: Variable) -> str:
    """How a variable is answered, in a sentence."""
    if variable.role == KEY:
        return HOW[KEY]
    if variable.kind == YES_NO and {o.name for o in variable.options} != {"Ja", "Nej"}:
        return ONE_OF_LIST
    if variable.kind == NUMBER and variable.decimals:
        n = variable.decimals
        return DECIMAL.format(count=ONE_DECIMAL if n == 1 else MANY_DECIMALS.format(n=n))
    return HOW[variable.kind]


def with_headers(codebook: Codebook) -> Codebook:
    """The codebook with the form's header first among each variable's columns, the key first.

    The header is what the codebook says that the column is called, else the label. What is
    taken from the identity number has the number's column and none of its own.
    """
    written = codebook.without_parts()
    asked = [v for v in written if not v.taken_from]
    variables = [replace(v, columns=v.columns or (v.name,)) for v in asked]
    variables.sort(key=lambda v: v.role != KEY)
    taken: set[str] = set()
    named = []
    for i, variable in enumerate(variables):
        others = {key_of(c) for v in variables[i + 1 :] for c in v.columns} | taken
        header = next(h for h in _headers(variable) if not _keys(variable, h) & others)
        kept = (c for c in variable.columns if key_of(c) != key_of(header))
        named.append(replace(variable, columns=(header, *kept)))
        taken |= _keys(variable, header) | set(map(key_of, variable.columns))
    number = [v.columns[0] for v in named if v.role == KEY][:1]
    named += [replace(v, columns=tuple(number)) for v in written if v.taken_from]
    return replace(codebook, variables=tuple(named), proposed=False)


def columns_of(codebook: Codebook) -> list[Column]:
    """The form's columns from left to right; a flerval has one for each answer."""
    return [column for v in codebook if not v.taken_from for column in _columns(v)]


def fitted(text: str, most: int, end: str) -> str:
    """A text of at most so many characters as Excel counts them, cut between words.

    Examples
    --------
    >>> fitted("en lång text", 9, "…"), fitted("kort", 9, "…")
    ('en lång…', 'kort')
    """
    if _length(text) <= most:
        return text
    words, room = text.split(" "), most - _length(end)
    while len(words) > 1 and _length(" ".join(words)) > room:
        words.pop()
    kept = " ".join(words)
    while _length(kept) > room:
        kept = kept[:-1]
    return kept.rstrip(" .,;:") + end


def _columns(variable: Variable) -> Iterable[Column]:
    header = variable.columns[0]
    if variable.kind != SEVERAL:
        return [Column(variable, header)]
    return [Column(variable, f"{header}: {o.name}", o.name) for o in variable.options]


def _headers(variable: Variable) -> Iterator[str]:
    """Headers to choose from, the best first and without end."""
    columns = [_stem(variable, c) for c in variable.columns]
    own = columns[:1] if variable.columns != (variable.name,) else []
    words = [*own, variable.label, *columns, variable.name]
    for word in filter(None, map(plain, words)):
        yield word[0].upper() + word[1:]
    twin = 2
    while True:
        yield f"{variable.title} ({twin})"
        twin += 1


def _stem(variable: Variable, column: str) -> str:
    """A column without the answer at its end, where it is one of several of a flerval."""
    stem, mark, answer = plain(column).rpartition(": ")
    is_answer = variable.kind == SEVERAL and key_of(answer) in {
        key_of(o.name) for o in variable.options
    }
    return stem if mark and stem and is_answer else column


def _keys(variable: Variable, header: str) -> set[str]:
    """What the header occupies: itself, and a column for each answer of a flerval."""
    parts = variable.options if variable.kind == SEVERAL else ()
    return {key_of(header), *(key_of(f"{header}: {o.name}") for o in parts)}


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
