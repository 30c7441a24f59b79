"""The codebook while a group makes it: kodbok.yaml, read anew and written whole at each change."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ..codebook import KEY, OCCASIONS, SEX, Codebook, Option, Variable, key_of
from ..codebook.file import parsed
from ..codebook.library import COMMON, Entry, entries, entry, page_of, variables
from ..configuration import Settings, is_practice
from ..content import load
from ..errors import CodebookError, IsuError
from ..files import NOT_WRITTEN, reason, sole_writer
from ..wording import listing
from ..workbook import QUESTIONS, Note, Workbook
from ..workbook.codebooks import keep, keep_earlier, worked_at
from .match import joined

# What is chosen: a codebook with one more ready variable, one less, or in another order.

KEY_ID, SEX_ID = "personnyckel", "juridiskt-kon"
SECOND = {SEX: "bakgrund", KEY: "övrigt"}  # roles that only one variable can have

HAS_ALREADY = (
    "«{name}» finns redan i kodboken. Väntade en variabel som inte är vald än. Välj en annan."
)
SEX_STAYS = (
    "«{name}» visar kön. Väntade att den är kvar, för allt delas upp på kön. "
    "Ta bort någon annan variabel i stället."
)


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
    gone = codebook.called(name)
    if gone.role == SEX:
        raise CodebookError(SEX_STAYS.format(name=gone.title))
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
    rest.insert(max(0, min(place, len(rest))), codebook.called(name))
    return replace(codebook, variables=tuple(rest))


def paired_with(codebook: Codebook, name: str, other: str, occasion: str) -> Codebook:
    """The codebook in which two variables are one question, asked at start and at follow-up.

    Parameters
    ----------
    other
        The same question at the other occasion; without one, the variable has no pair any more.
    occasion
        When the first of them is asked.
    """
    parted = [_unpaired(_unpaired(v, name), other) if v.name != name else v for v in codebook]
    then = OCCASIONS[1 - OCCASIONS.index(occasion)] if other and occasion else ""
    ends = {name: (other, occasion if other else ""), **({other: (name, then)} if other else {})}
    made = (replace(v, pair=ends[v.name][0], occasion=ends[v.name][1]) if v.name in ends else v
            for v in parted)  # fmt: skip
    return replace(codebook, variables=tuple(made))


def merged(codebook: Codebook, name: str, one: str, two: str) -> Codebook:
    """The codebook in which two answers of a variable, and of its pair, are one with both names.

    Examples
    --------
    >>> made = Variable("Stöd", options=(Option("Lite"), Option("Mer"), Option("Inget")))
    >>> merged(Codebook((made,)), "Stöd", "Lite", "Mer")["Stöd"].categories
    ('Lite eller Mer', 'Inget')
    """
    both = listing((one, two), "eller")
    of = codebook.called(name)
    names = {name, of.pair} - {""}
    kept = (_with_one(v, one, two, both) if v.name in names else v for v in codebook)
    return replace(
        codebook, variables=tuple(_made_of_one(v, names, {one, two}, both) for v in kept)
    )


def _with_one(variable: Variable, one: str, two: str, both: str) -> Variable:
    """A variable with an option for two of its own, where the first of them stood."""
    parts = [o for o in variable.options if o.name in (one, two)]
    if len(parts) < 2:
        return variable
    words = tuple(dict.fromkeys(w for o in parts for w in (o.name, *o.synonyms)))
    options = (Option(both, words) if o is parts[0] else o for o in variable.options)
    return replace(variable, options=tuple(o for o in options if o is not parts[1]))


def _made_of_one(variable: Variable, names: set[str], gone: set[str], both: str) -> Variable:
    """A variable made of answers that are one now, or asked of those who gave them."""
    changed: dict[str, Any] = {}
    for key in ("made_of", "asked_if"):
        told = getattr(variable, key)
        if told and told[0] in names and gone & set(told[1]):
            kept = dict.fromkeys(both if a in gone else a for a in told[1])
            changed[key] = (told[0], tuple(kept))
    return replace(variable, **changed) if changed else variable


def found_entries(page: str, words: str) -> tuple[Entry, ...]:
    """The ready variables of a part of the library, or with words in it, of the whole of it.

    Those of the part come first; for some words also what the part calls the same thing.

    Examples
    --------
    >>> [e.id for e in found_entries("", "löpnummer ärende")]
    ['arendenyckel']
    """
    asked = key_of(words).split()
    if not asked:
        return entries(page) if page else entries()
    found = [e for e in entries() if all(word in _text(e) for word in asked)]
    meant = load("synonymer")["sok"].get(" ".join(asked), ())
    near = (e for e in entries() if e.area in (page, COMMON) and any(w in _text(e) for w in meant))
    every = dict.fromkeys([*found, *near])
    return tuple(sorted(every, key=lambda e: (e.area != page, e.area != COMMON)))


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


# The codebook while a group makes it: kodbok.yaml, read anew and written whole at each change.

PRACTICE = (
    "Det här är en övningsmapp, och dess kodbok ändras inte. Väntade er egen mapp. "
    "Välj mapp i «Välkommen» först."
)


class Draft:
    """The kodbok.yaml of an arbetsmapp, for those who make it on a screen.

    What people write in the file by hand meanwhile is kept: each change starts from the file.

    Parameters
    ----------
    path
        Where it stands, or is to stand.
    omrade
        Words for the area, which a new codebook begins by.

    Attributes
    ----------
    told, edited, made
        What was told last of a change, for the workbench and the forms that are drawn anew by it.
    begins
        What a new codebook begins with, where that is more than the basics of its area.
    news
        The same as ``told`` for the buttons beside tables, by what stands there.
    """

    def __init__(self, path: Path, omrade: str = "") -> None:
        self.path, self.omrade, self.told, self.edited, self.made = path, omrade, "", "", ""
        self.news: dict[str, str] = {}
        self.begins: Codebook | None = None
        self._heard: list[Callable[[], None]] = []
        self._read: tuple[bytes, Codebook] | None = None
        self._wrote = b""  # what was saved here last

    @property
    def codebook(self) -> Codebook:
        """What the file says; where there is none, what a new one begins with.

        Raises
        ------
        CodebookError
            In Swedish with the line, when the file can't be read or contradicts itself.
        """
        if not self.path.is_file():
            return self.begins or Codebook(basics(self.omrade))
        try:
            content = self.path.read_bytes()
        except OSError:
            return Codebook.read(self.path)  # which tells why in Swedish
        if self._read is None or self._read[0] != content:
            self._read = (content, Codebook.read(self.path))
        return self._read[1]

    def listen(self, heard: Callable[[], None]) -> None:
        """Call this after each change."""
        self._heard.append(heard)

    def tell_later(self, words: str) -> None:
        """Keep words for the workbench, to be told when it is drawn anew."""
        self.told = words

    def tell(self) -> None:
        """Let all that listen know that something has changed."""
        for heard in self._heard:
            heard()

    def add_entry(self, id: str) -> tuple[Variable, ...]:
        """Add a ready variable, and its pair; those that were added."""
        before = {v.name for v in self.codebook}
        self._change(lambda book: with_entry(book, id))
        return tuple(v for v in self.codebook if v.name not in before)

    def add(self, variable: Variable) -> None:
        """Add a variable of the group's own."""

        def added(book: Codebook) -> Codebook:
            if has(book, variable.name):
                raise CodebookError(HAS_ALREADY.format(name=variable.name))
            return replace(book, variables=(*book.variables, variable))

        self._change(added)

    def remove(self, name: str) -> None:
        """Take a variable away, with the comment right above it in the file."""
        self._change(lambda book: without(book, name))

    def move(self, name: str, steps: int) -> None:
        """Move a variable so many steps down the list, or up where they are negative."""
        self._change(lambda book: moved(book, name, steps))

    def join(self, columns: dict[str, str], words: dict[str, dict[str, str]]) -> None:
        """Say which column answers each question, and what its answers mean, as `joined`."""
        self._change(lambda book: joined(book, columns, words))

    def edit(self, name: str, pair: tuple[str, str] | None = None, **changed: Any) -> None:
        """Change fields of a variable, and its pair with its own occasion where they are given."""

        def edited(book: Codebook) -> Codebook:
            book = book.replaced(replace(book.called(name), **changed))
            return paired_with(book, name, *pair) if pair else book

        self._change(edited)

    def merge(self, name: str, one: str, two: str) -> None:
        """Let two answers of a variable be one, as `merged`."""
        self._change(lambda book: merged(book, name, one, two))

    def count(self, unit: str) -> None:
        """Let a row of the data be a person, or a case."""
        self._change(lambda book: replace(book, unit=unit))

    def _change(self, change: Callable[[Codebook], Codebook]) -> None:
        if is_practice(self.path):
            raise IsuError(PRACTICE)
        try:
            with sole_writer(self.path):
                new = change(self.codebook)
                parsed(YAML().load(new.to_yaml()), self.path.name)
                self._keep_earlier()
                new.write(self.path, in_order=True)
                worked_at(self.path)
                keep(self.path)
                self._wrote = self.path.read_bytes()
        except OSError as e:
            told = {"file": self.path.name, "reason": reason(e)}
            raise IsuError(NOT_WRITTEN.format(**told)) from None
        self.tell()

    def _keep_earlier(self) -> None:
        """Keep the codebook as it was before the first change here, or as others left it."""
        if self.path.is_file() and self.path.read_bytes() != self._wrote:
            keep_earlier(self.path)


def open_draft(chosen: Settings) -> Draft:
    """The draft of the codebook that all forms of a run share."""
    return _shared(chosen.kodbok.absolute(), chosen.omrade)


@cache
def _shared(path: Path, omrade: str) -> Draft:
    return Draft(path, omrade)


# Which of the group's questions a variable helps to answer, as the workbook keeps it.


def questions(book: Workbook) -> list[Note]:
    """The group's questions, in the order that they were written."""
    return book.notes(QUESTIONS)


def answers_to(note: Note, name: str) -> bool:
    """Whether a variable is said to help to answer a question."""
    return key_of(name) in map(key_of, note.variables)


def numbers_of(book: Workbook, name: str) -> list[int]:
    """The running numbers, from 1, of the questions that a variable helps to answer."""
    return [i for i, note in enumerate(questions(book), 1) if answers_to(note, name)]


def tie(book: Workbook, question: str, name: str, *, is_answer: bool) -> str:
    """Say that a variable helps to answer a question, or that it doesn't; how saving went.

    Parameters
    ----------
    question
        The id of the question.
    """
    note = next(note for note in questions(book) if note.id == question)
    rest = [n for n in note.variables if key_of(n) != key_of(name)]
    named = [*rest, name] if is_answer else rest
    return book.change(QUESTIONS, question, note.text, variables=named)


def untie(book: Workbook, name: str) -> None:
    """Take a variable that is gone away from all questions."""
    for note in questions(book):
        if answers_to(note, name):
            tie(book, note.id, name, is_answer=False)
