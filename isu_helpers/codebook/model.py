"""The codebook: what each column of a file means."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import CodebookError
from ..wording import listing, number

YES_NO = "ja/nej"
CHOICE = "val"
SCALE = "skala"
NUMBER = "tal"
DATE = "datum"
TEXT = "text"
KINDS = (YES_NO, CHOICE, SCALE, NUMBER, DATE, TEXT)

SEX = "kön"
KEY = "personnyckel"
ROLES = (SEX, "bakgrund", "behov", "insats", "resultat", KEY, "tid", "övrigt")
OCCASIONS = ("start", "uppföljning")
UNITS = ("person", "ärende")
RESERVED = ("n", "base", "share", "low", "high", "hidden", "first", "second", "value")

NO_VARIABLE = (
    "Variabeln «{name}» finns inte i kodboken. Väntade någon av: {names}. "
    "Kontrollera stavningen eller lägg till variabeln i kodboken."
)


@dataclass(frozen=True)
class Option:
    """One answer, and the other ways in which a file may write it."""

    name: str
    synonyms: tuple[str, ...] = ()


YES = Option("Ja", ("j", "1", "x", "true", "sant", "yes"))
NO = Option("Nej", ("n", "0", "false", "falskt", "no"))


@dataclass(frozen=True)
class Variable:
    """One thing known of each person: what it is called, asks, and how it is answered.

    ``classes`` are the lower bounds at which a number is cut; the first class is all below the
    first bound. ``pair`` names the same thing at the other measuring occasion.
    """

    name: str
    columns: tuple[str, ...] = ()
    label: str = ""
    question: str = ""
    kind: str = CHOICE
    role: str = "övrigt"
    options: tuple[Option, ...] = ()
    classes: tuple[float, ...] = ()
    decimals: int = 0
    occasion: str = ""
    pair: str = ""
    guess: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """What tables and charts call it."""
        return self.label or self.name

    @property
    def categories(self) -> tuple[str, ...]:
        """Its answers in order, numbers as classes; without «Uppgift saknas»."""
        if self.kind == NUMBER:
            is_year = "år" in self.name.casefold() and all(1800 < c < 2200 for c in self.classes)
            return class_labels(self.classes, self.decimals, is_year)
        return tuple(option.name for option in self.options)

    @property
    def is_countable(self) -> bool:
        """Whether it has categories that people can be counted in."""
        return self.kind not in (DATE, TEXT) and self.role != KEY and bool(self.categories)


@dataclass(frozen=True)
class Codebook:
    """The variables of a file. ``unit`` says what a row is: a person or a case (ärende)."""

    variables: tuple[Variable, ...]
    unit: str = "person"
    proposed: bool = field(default=False, compare=False)

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def __getitem__(self, name: str) -> Variable:
        """The variable of that name; ``"kön"`` and other roles give the first with the role.

        Raises
        ------
        CodebookError
            When there is no such variable.
        """
        for variable in self.variables:
            if variable.name == name:
                return variable
        found = self.with_role(name.casefold())
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
        from .file import read_codebook

        return read_codebook(Path(path))

    def to_yaml(self) -> str:
        """The codebook as the text of a kodbok.yaml, guesses as comments."""
        from .file import to_yaml

        return to_yaml(self)

    def write(self, path: str | Path) -> None:
        """Write the codebook as kodbok.yaml, in UTF-8."""
        Path(path).write_text(self.to_yaml(), encoding="utf-8", newline="\n")


def class_labels(
    bounds: tuple[float, ...], decimals: int = 0, is_year: bool = False
) -> tuple[str, ...]:
    """Swedish names of the classes between lower bounds; whole numbers as ranges.

    Examples
    --------
    >>> class_labels((18, 30)), class_labels((2.5, 5), 1)
    (('Under 18', '18–29', '30 eller mer'), ('Under 2,5', '2,5 till under 5', '5 eller mer'))
    >>> class_labels((1990, 2000), is_year=True)
    ('Före 1990', '1990–1999', '2000 eller senare')
    """
    if not bounds:
        return ()
    text = [str(int(b)) if is_year else _bound(b, decimals) for b in bounds]
    is_whole = decimals == 0 and all(float(b).is_integer() for b in bounds)
    ends = [str(int(b - 1)) if is_year else number(b - 1) for b in bounds]
    inner = [
        (low if low == end else f"{low}–{end}") if is_whole else f"{low} till under {high}"
        for low, high, end in zip(text, text[1:], ends[1:], strict=False)
    ]
    before, after = ("Före", "senare") if is_year else ("Under", "mer")
    return (f"{before} {text[0]}", *inner, f"{text[-1]} eller {after}")


def _bound(value: float, decimals: int) -> str:
    """A bound with the decimals it needs, at most three."""
    needed = next((d for d in range(3) if round(value, d) == value), 3)
    return number(value, needed if float(value).is_integer() else max(decimals, needed))
