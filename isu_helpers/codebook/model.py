"""The codebook: the variables of a file, found by name or role."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import CodebookError
from ..wording import listing
from .file import read_file, to_yaml
from .variable import KEY, SEX, Variable

NO_VARIABLE = (
    "Variabeln «{name}» finns inte i kodboken. Väntade någon av: {names}. "
    "Kontrollera stavningen eller lägg till variabeln i kodboken."
)


@dataclass(frozen=True)
class Codebook:
    """The variables of a file. ``unit`` says what a row is: a person or a case (ärende)."""

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

    def with_role(self, role: str) -> tuple[Variable, ...]:
        """The variables that play a role, in the order of the codebook."""
        return tuple(v for v in self.variables if v.role == role)

    def replaced(self, variable: Variable) -> "Codebook":
        """A copy in which the variable of the same name is this one."""
        kept = tuple(variable if v.name == variable.name else v for v in self.variables)
        return replace(self, variables=kept)

    @classmethod
    def read(cls, path: str | Path) -> "Codebook":
        """The codebook in a file.

        Raises
        ------
        CodebookError
            In Swedish with the line, when the file can't be read or contradicts itself.
        """
        return cls(*read_file(Path(path)))

    def to_yaml(self) -> str:
        """The codebook as the text of a kodbok.yaml, guesses as comments."""
        return to_yaml(self.variables, self.unit, is_proposed=self.proposed)

    def write(self, path: str | Path) -> None:
        """Write the codebook as kodbok.yaml, in UTF-8."""
        Path(path).write_text(self.to_yaml(), encoding="utf-8", newline="\n")
