"""The codebook: the variables of a file, found by name or role."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import CodebookError
from ..masking import mask
from ..wording import listing
from .file import read_file
from .variable import KEY, SEX, Option, Variable
from .writing import rewritten, to_yaml

NO_VARIABLE = (
    "Variabeln «{name}» finns inte i kodboken. Väntade någon av: {names}. "
    "Kontrollera stavningen eller lägg till variabeln i kodboken."
)


@dataclass(frozen=True)
class Codebook:
    """The variables of a file, had by name or role: ``codebook["insats"]``.

    Parameters
    ----------
    variables
        In the order of the file; those with the role ``"kön"`` tell of sex.
    unit
        What a row is: ``"person"``, or ``"ärende"`` where a person may have several.
    proposed
        Whether it is guessed from a table of people.

    Examples
    --------
    >>> book = Codebook((Variable("Kön", role="kön"), Variable("Boendestöd", role="insats")))
    >>> book
    Kodbok med 2 variabler: Kön och Boendestöd
    >>> book["insats"].name, [v.name for v in book]
    ('Boendestöd', ['Kön', 'Boendestöd'])
    """

    variables: tuple[Variable, ...]
    unit: str = "person"
    proposed: bool = field(default=False, compare=False)

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def __getitem__(self, name: str) -> Variable:
        """The variable of that name; other roles give the first with the role.

        ``"kön"`` is always the variable with that role, whatever others are called.

        Raises
        ------
        CodebookError
            When there is no such variable.
        """
        found = self.with_role(name.casefold())
        if found and name.casefold() == SEX:
            return found[0]
        for variable in self.variables:
            if variable.name == name:
                return variable
        if found:
            return found[0]
        names = listing(v.name for v in self.variables if v.role != KEY)
        raise CodebookError(NO_VARIABLE.format(name=name, names=names))

    def __repr__(self) -> str:
        return f"Kodbok med {len(self.variables)} variabler: " + listing(
            v.name for v in self.variables
        )

    def called(self, name: str) -> Variable:
        """The variable of exactly that name, also where another one has the role.

        Raises
        ------
        CodebookError
            When there is no such variable.
        """
        return next((v for v in self.variables if v.name == name), None) or self[name]

    def with_role(self, role: str) -> tuple[Variable, ...]:
        """The variables that play a role, in the order of the codebook."""
        return tuple(v for v in self.variables if v.role == role)

    def replaced(self, variable: Variable) -> "Codebook":
        """A copy in which the variable of the same name is this one."""
        kept = tuple(variable if v.name == variable.name else v for v in self.variables)
        return replace(self, variables=kept)

    def parts_of(self, name: str) -> tuple[Variable, ...]:
        """The yes/no variables, one an answer, that intake made of a flerval."""
        return tuple(v for v in self.variables if v.part_of == name)

    def without_parts(self) -> "Codebook":
        """The codebook as it is written: each flerval whole, and not its answers one by one."""
        return replace(self, variables=tuple(v for v in self.variables if not v.part_of))

    @classmethod
    def read(cls, path: str | Path) -> "Codebook":
        """The codebook in a file.

        Raises
        ------
        CodebookError
            In Swedish with the line, when the file can't be read or contradicts itself.
        """
        return cls(*read_file(Path(path))).masked()

    def masked(self) -> "Codebook":
        """The codebook with no identity number, phone number or address in any of its words.

        What becomes alike by it gets a number after it.
        """
        names = _masked_names([v.name for v in self.variables])
        kept = tuple(_masked(v, names) for v in self.variables)
        return self if kept == self.variables else replace(self, variables=kept)

    def to_yaml(self) -> str:
        """The codebook as the text of a kodbok.yaml, guesses as comments."""
        return to_yaml(self.without_parts().variables, self.unit, is_proposed=self.proposed)

    def write(self, path: str | Path, *, in_order: bool = False) -> None:
        """Write the codebook as kodbok.yaml, in UTF-8; what is commented in the file stays.

        In a file that is there already, a variable keeps its place, its comments and its spacing;
        new ones come last. With ``in_order`` the variables that the file has are put in the order
        that they have here, each with the comments right above it.

        Raises
        ------
        CodebookError
            In Swedish with the line, when there is a file that is no codebook. It is left alone.
        """
        path = Path(path)
        text = self.to_yaml()
        if path.is_file():
            told = self.without_parts().variables
            text = rewritten(path, told, self.unit, in_order=in_order)
        aside = path.with_name(f".{path.name}.ny")
        try:
            aside.write_bytes(text.encode("utf-8"))
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)


# Words with no number of anybody in them.


def _masked_names(words: list[str]) -> dict[str, str]:
    """Each word as it may stand, no two alike."""
    found: dict[str, str] = {}
    for word in words:
        name, twin = mask(word), 2
        while name != word and name in found.values():
            name, twin = f"{mask(word)} ({twin})", twin + 1
        found[word] = name
    return found


def _masked(v: Variable, names: dict[str, str]) -> Variable:
    """A variable with all its words masked."""
    answers = _masked_names([o.name for o in v.options])
    options = tuple(Option(answers[o.name], tuple(map(mask, o.synonyms))) for o in v.options)
    told: dict[str, Any] = {key: mask(getattr(v, key)) for key in ("label", "question", "help")}
    for key in ("asked_if", "made_of"):
        if of := getattr(v, key):
            told[key] = (names.get(of[0], mask(of[0])), tuple(map(mask, of[1])))
    return replace(
        v, name=names[v.name], pair=names.get(v.pair, mask(v.pair)), options=options,
        columns=tuple(map(mask, v.columns)), missing=tuple(map(mask, v.missing)), **told,
    )  # fmt: skip
