"""Records: typed rows that never show themselves, and the report of how they were read."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from . import values
from .codebook import KEY, NUMBER, SEX, TEXT, Codebook, Variable
from .errors import CodebookError
from .propose import default_classes, propose_codebook, safe_header
from .propose.sex import check_answers, check_sex, with_sex
from .values import key_of
from .wording import html, listing, number, people

NOT_COUNTABLE = (
    "Variabeln «{name}» kan inte delas in i grupper ({kind}). Väntade ja/nej, val, skala eller "
    "tal med klasser. Välj en annan variabel eller ändra typen i kodboken."
)
NO_COLUMN = "Kolumnen finns inte i filen, fast den står i kodboken."
NOT_IN_CODEBOOK = "Kolumnen finns inte i kodboken och lästes inte in."
HELD_BACK = "Kolumnen är fri text eller kan peka ut någon, så den lästes inte in."
BLANK = "Kolumnen är tom."
ODD = "{count} svar passar inte kodboken och räknas som «Uppgift saknas» (rad {rows})."
BLANK_SEX = "{count} saknar uppgift om kön."
REPEATED = "{rows} samma nyckel som en tidigare rad. Små tal räknas i personer."
ONE_ROW, MANY_ROWS = "1 rad har", "{count} rader har"
TWICE = "two columns have the same name: {name!r}"

TABLE = "tabellen"  # the name of rows that came from no file
ROW = "rad"  # the name of an index that holds row numbers of a file


@dataclass(frozen=True)
class Remark:
    """One thing that was changed or doubted when a file was read; never a value of it."""

    column: str
    text: str
    count: int = 0


class Records:
    """Typed rows of one file and the codebook that tells what they mean.

    ``frame`` holds a column a variable: answers as categories, numbers as floats, dates;
    ``row_numbers`` tells where in the file each row stands. Shown by itself a `Records` tells how
    many people it has, never who.
    """

    def __init__(
        self, frame: pd.DataFrame, codebook: Codebook, report: tuple[Remark, ...] = (),
        file: str = "", keys: np.ndarray | None = None, row_numbers: np.ndarray | None = None,
    ):  # fmt: skip
        self.frame = frame
        self.codebook = codebook
        self.report = report
        self.file = file
        self.keys = np.arange(len(frame)) if keys is None else keys
        self.row_numbers = np.arange(len(frame)) + 1 if row_numbers is None else row_numbers

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
        konsvariabel: str | None = None, file: str = TABLE, remarks: tuple[Remark, ...] = (),
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
        codebook = with_sex(kodbok or propose_codebook(frame), konsvariabel)
        places = _places(codebook, frame)
        check_sex(codebook, frame, places, file)
        columns, keys, odd = _typed(codebook, frame, places, file)
        report = (*remarks, *_unread(codebook, frame, places), *odd)
        read = pd.DataFrame(columns, index=frame.index).reset_index(drop=True)
        name = "" if file == TABLE else file
        codebook, rows = _with_classes(codebook, read), _row_numbers(frame)
        return cls(read, codebook, report, name, keys, rows)._with_doubts()

    def _with_doubts(self) -> "Records":
        sex = self.codebook.with_role(SEX)[0]
        doubts = []
        if blank := int((self.codes(sex) < 0).sum()):
            doubts.append(Remark(sex.name, BLANK_SEX.format(count=people(blank)), blank))
        if self.has_repeats:
            extra = len(self.keys) - np.unique(self.keys).size
            rows = ONE_ROW if extra == 1 else MANY_ROWS.format(count=number(extra))
            doubts.append(Remark("Nyckel", REPEATED.format(rows=rows), extra))
        self.report += tuple(doubts)
        return self


def _places(codebook: Codebook, frame: pd.DataFrame) -> dict[str, int]:
    """Where in the table each variable stands: under a header of its own, else under its name."""
    headers: dict[str, int] = {}
    for i, header in enumerate(frame.columns):
        if headers.setdefault(key_of(header), i) != i:
            raise ValueError(TWICE.format(name=header))
    claimed = {key_of(c) for v in codebook for c in v.columns}
    found = {}
    for v in codebook:
        keys = [*map(key_of, v.columns), *({key_of(v.name)} - claimed)]
        place = next((headers[k] for k in keys if k in headers), None)
        if place is not None:
            found[v.name] = place
    return found


def _typed(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], file: str
) -> tuple[dict[str, pd.Series], np.ndarray | None, list[Remark]]:
    """The columns that are read, a running number a person, and the answers that did not fit."""
    columns, keys, remarks = {}, None, []
    for variable in (v for v in codebook if v.name in places):
        cells = frame.iloc[:, places[variable.name]]
        if variable.role == KEY:
            keys = _keys(cells)
        elif variable.kind != TEXT:
            read, odd = values.typed(cells, variable.kind, variable.options)
            if variable.role == SEX and file != TABLE:
                check_answers(variable, read, not odd.any(), file)
            columns[variable.name] = read
            remarks += _odd(variable, _row_numbers(frame)[odd])
    return columns, keys, remarks


def _with_classes(codebook: Codebook, frame: pd.DataFrame) -> Codebook:
    """The codebook with classes for the numbers that it has none for."""
    for v in codebook:
        if v.kind == NUMBER and not v.classes and v.name in frame:
            classes = default_classes(frame[v.name], v.title)
            codebook = codebook.replaced(replace(v, classes=classes))
    return codebook


def _unread(codebook: Codebook, frame: pd.DataFrame, places: dict[str, int]) -> list[Remark]:
    used = set(places.values())
    report = [Remark(v.name, NO_COLUMN) for v in codebook if v.name not in places]
    report += [
        Remark(safe_header(c), NOT_IN_CODEBOOK)
        for i, c in enumerate(frame.columns)
        if i not in used
    ]
    for v in codebook:
        if v.kind == TEXT and v.role != KEY and v.name in places:
            is_blank = values.answered(frame.iloc[:, places[v.name]]).empty
            report.append(Remark(safe_header(v.name), BLANK if is_blank else HELD_BACK))
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
