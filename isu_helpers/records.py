"""Records: typed rows that never show themselves, and the report of how they were read."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from . import values
from .codebook import KEY, NUMBER, SEX, TEXT, Codebook, Variable
from .errors import CodebookError, DataFileError
from .propose import default_classes, propose_codebook
from .values import key_of
from .wording import html, listing, number, people

NO_SEX = (
    "{file}: hittade ingen kolumn för kön. Filen har: {headers}. Väntade en kolumn som «Kön» "
    "med svar som Kvinna och Man eller Flicka och Pojke. Lägg till kolumnen, eller skriv "
    "dess rubrik i inställningen konsvariabel."
)
NOT_COUNTABLE = (
    "Variabeln «{name}» kan inte delas in i grupper ({kind}). Väntade ja/nej, val, skala eller "
    "tal med klasser. Välj en annan variabel eller ändra typen i kodboken."
)
NO_COLUMN = "Ingen kolumn i filen svarar mot variabeln i kodboken."
NOT_IN_CODEBOOK = "Kolumnen finns inte i kodboken och lästes inte in."
HELD_BACK = "Kolumnen lästes inte in, eftersom den är fri text eller kan peka ut någon."
ODD = "{count} svar passar inte kodboken och räknas som «Uppgift saknas» (rad {rows})."
BLANK_SEX = "{count} saknar uppgift om kön."
REPEATED = "{count} rader har samma nyckel som en tidigare rad. Små tal räknas i personer."

ROW = "rad"  # the name of an index that holds row numbers of a file


@dataclass(frozen=True)
class Remark:
    """One thing that was changed or doubted when a file was read; never a value of it."""

    column: str
    text: str
    count: int = 0


class Records:
    """Typed rows of one file and the codebook that tells what they mean.

    ``frame`` holds a column a variable: answers as categories, numbers as floats, dates. Shown
    by itself a `Records` tells how many people it has, never who.
    """

    def __init__(
        self, frame: pd.DataFrame, codebook: Codebook, report: tuple[Remark, ...] = (),
        file: str = "", keys: np.ndarray | None = None,
    ):  # fmt: skip
        self.frame = frame
        self.codebook = codebook
        self.report = report
        self.file = file
        self.keys = np.arange(len(frame)) if keys is None else keys

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        count = people(int(np.unique(self.keys).size))
        return f"{count}, {self.frame.shape[1]} variabler ur {self.file or 'en tabell'}"

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html(r.column)}: {html(r.text)}</li>" for r in self.report)
        return f"<p>{html(repr(self))}</p>" + (f"<ul>{items}</ul>" if items else "")

    @property
    def has_repeats(self) -> bool:
        """Whether some person stands on more than one row."""
        return np.unique(self.keys).size < len(self.keys)

    def variable(self, name: str) -> Variable:
        """The variable of that name or role, one that people can be counted in.

        Raises
        ------
        CodebookError
            When there is none, or it is a date, a text or a key.
        """
        variable = self.codebook[name]
        if not variable.is_countable or variable.name not in self.frame:
            raise CodebookError(NOT_COUNTABLE.format(name=variable.name, kind=variable.kind))
        return variable

    def countable(self, role: str) -> tuple[Variable, ...]:
        """The variables with a role that people can be counted in."""
        found = self.codebook.with_role(role)
        return tuple(v for v in found if v.is_countable and v.name in self.frame)

    def codes(self, variable: Variable) -> np.ndarray:
        """The place of each row's answer among ``variable.categories``; −1 where missing."""
        column = self.frame[variable.name]
        if variable.kind != NUMBER:
            return column.cat.codes.to_numpy().astype(np.int64)
        numbers = column.to_numpy(dtype=float)
        places = np.searchsorted(variable.classes, numbers, side="right")
        return np.where(np.isnan(numbers), -1, places).astype(np.int64)

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, kodbok: Codebook | None = None, *,
        konsvariabel: str | None = None, file: str = "tabellen", remarks: tuple[Remark, ...] = (),
    ) -> "Records":  # fmt: skip
        """Records from a table of raw cells with the headers as column names.

        Parameters
        ----------
        frame
            One row a person (or a case), one column a variable; cells as a file has them.
        kodbok
            What the columns mean; without one, it is proposed from the table.
        konsvariabel
            The header of the column that holds sex, where it is not the codebook's.

        Raises
        ------
        DataFileError
            When there is no column for sex.

        Examples
        --------
        >>> table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 4, "Insats": ["Ja", "Nej"] * 4})
        >>> records = Records.from_frame(table)
        >>> len(records), records.variable("kön").categories
        (8, ('Kvinna', 'Man'))
        """
        codebook = kodbok or propose_codebook(frame)
        codebook = _with_sex(codebook, konsvariabel)
        found = {v.name: _column_of(v, frame) for v in codebook}
        if not any(found[v.name] is not None for v in codebook.with_role(SEX)):
            raise DataFileError(NO_SEX.format(file=file, headers=safe_headers(frame)))
        report = list(remarks) + _unread(codebook, frame, found)
        columns, keys = {}, None
        for variable in codebook:
            column = found[variable.name]
            if column is None or (variable.kind == TEXT and variable.role != KEY):
                continue
            if variable.role == KEY:
                keys = _keys(frame[column])
                continue
            columns[variable.name], odd = values.typed(
                frame[column], variable.kind, variable.options
            )
            report += _odd(variable, _row_numbers(frame)[odd])
            if variable.kind == NUMBER and not variable.classes:
                classes = default_classes(columns[variable.name], variable.title)
                codebook = codebook.replaced(replace(variable, classes=classes))
        records = cls(
            pd.DataFrame(columns, index=frame.index).reset_index(drop=True),
            codebook, tuple(report), "" if file == "tabellen" else file, keys,
        )  # fmt: skip
        return records._with_doubts()

    def _with_doubts(self) -> "Records":
        sex = self.codebook.with_role(SEX)[0]
        doubts = []
        if blank := int((self.codes(sex) < 0).sum()):
            doubts.append(Remark(sex.name, BLANK_SEX.format(count=people(blank)), blank))
        if self.has_repeats:
            extra = len(self.keys) - np.unique(self.keys).size
            doubts.append(Remark("Nyckel", REPEATED.format(count=number(extra)), extra))
        self.report += tuple(doubts)
        return self


def safe_headers(frame: pd.DataFrame) -> str:
    """The headers of a table for an error line, without any that may be a person's data."""
    shown = [str(c) for c in frame.columns if sum(ch.isdigit() for ch in str(c)) < 5]
    shown = [c for c in shown if "@" not in c and len(c) <= 60]
    return listing(shown[:25]) or "inga läsbara rubriker"


def _with_sex(codebook: Codebook, name: str | None) -> Codebook:
    """The codebook with sex in the column that a setting names."""
    if not name:
        return codebook
    chosen = next((v for v in codebook if key_of(name) in map(key_of, (v.name, *v.columns))), None)
    if chosen is None:
        codebook[name]  # raises, in Swedish
    others = [v for v in codebook.with_role(SEX) if v is not chosen]
    for other in others:
        codebook = codebook.replaced(replace(other, role="bakgrund"))
    return codebook.replaced(replace(chosen, role=SEX))


def _column_of(variable: Variable, frame: pd.DataFrame) -> object | None:
    """The header in the table that a variable goes by."""
    wanted = {key_of(c) for c in (*variable.columns, variable.name)}
    return next((c for c in frame.columns if key_of(c) in wanted), None)


def _unread(codebook: Codebook, frame: pd.DataFrame, found: dict) -> list[Remark]:
    used = set(found.values())
    report = [Remark(v.name, NO_COLUMN) for v in codebook if found[v.name] is None]
    report += [Remark(str(c), NOT_IN_CODEBOOK) for c in frame.columns if c not in used]
    report += [
        Remark(v.name, HELD_BACK)
        for v in codebook
        if v.kind == TEXT and v.role != KEY and found[v.name] is not None
    ]
    return report


def _row_numbers(frame: pd.DataFrame) -> np.ndarray:
    """The rows as a person counts them in the file, or in the table where there is no file."""
    return np.asarray(frame.index) if frame.index.name == ROW else np.arange(len(frame)) + 1


def _odd(variable: Variable, rows: np.ndarray) -> list[Remark]:
    if not len(rows):
        return []
    shown = listing(str(r) for r in rows[:5]) + (" med flera" if len(rows) > 5 else "")
    text = ODD.format(count=number(len(rows)), rows=shown)
    return [Remark(variable.name, text, len(rows))]


def _keys(column: pd.Series) -> np.ndarray:
    """A running number a person; a blank key is a person of its own."""
    codes, _ = pd.factorize(column.map(lambda c: None if values.is_blank(c) else key_of(c)))
    blank = codes < 0
    codes[blank] = codes.max(initial=-1) + 1 + np.arange(blank.sum())
    return codes
