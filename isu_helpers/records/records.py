"""Records: typed rows of one file that never show themselves."""

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codebook import NUMBER, SEVERAL, SEX, Codebook, Variable
from ..content import load, render
from ..errors import CodebookError
from ..masking import mask
from ..wording import NBSP, listing, number, people, period_told
from .columns import NO_COLUMN as LACKING
from .columns import masked, without_names
from .derived import codes_of
from .proposal import propose_codebook
from .remark import TABLE, Remark
from .sex import with_sex
from .typed import read_table, safe_remarks, without_stale_sex

NO_COLUMN = (
    "Variabeln «{name}» finns i kodboken, men filen har ingen kolumn för den. Väntade en kolumn "
    "med svaren. Lägg till den i filen eller välj en annan variabel."
)
NOT_COUNTABLE = (
    "Variabeln «{name}» kan inte delas in i grupper ({kind}). Väntade ja/nej, val, skala eller "
    "tal med klasser. Välj en annan variabel eller ändra typen i kodboken."
)
HAS_PARTS = (
    "Variabeln «{name}» kan ha flera svar för samma person, så varje svar är en egen variabel. "
    "Väntade någon av: {parts}. Välj en av dem."
)
BLANK_SEX = "{count} saknar uppgift om kön."
REPEATED = "{rows} samma nyckel som en tidigare rad. Små tal räknas i personer."
ONE_ROW, MANY_ROWS = "1 rad har", "{count} rader har"
NOBODY = "Här finns inga uppgifter om personer än."
PERIOD = ", perioden {period}"
CASES = ("1 ärende", "{count} ärenden")


class Records:
    """Typed rows of one file and the codebook that tells what they mean.

    Shown by itself a `Records` tells how many people it has, never who.

    Made by `read_records` or `Records.from_frame`.

    Parameters
    ----------
    frame
        A column a variable: answers as categories, numbers as floats, dates. A flerval has a
        column an answer.
    codebook
        What they mean; after each flerval stand its parts, which can be counted.
    report
        What was read, changed and doubted.
    file
        The name of the file; empty where they are of a table.
    keys
        A running number a person, the same on all rows of the same person.
    row_numbers
        Where in the file each row stands.
    counts_people
        Whether different people can be told apart; not so in a file of cases without a key.
    path
        The file that they were read from, its sheet after «#»; None where that is not known.
    period
        The time that they are of, as a setting has it; None where they are all of the file.

    Attributes
    ----------
    run
        The `Run` that they are shown in; None until they are.
    releases
        What shows them where no run does.

    Examples
    --------
    >>> table = pd.DataFrame({"Kön": list("KM") * 4, "Insats": ["Ja", "Nej"] * 4})
    >>> Records.from_frame(table)
    8\xa0personer, 2 variabler ur en tabell
    """

    def __init__(
        self, frame: pd.DataFrame, codebook: Codebook, report: tuple[Remark, ...] = (),
        file: str = "", keys: np.ndarray | None = None, row_numbers: np.ndarray | None = None,
        counts_people: bool = True, path: Path | None = None, period: str | None = None,
    ):  # fmt: skip
        self.frame = frame
        self.codebook = codebook
        self.report = report
        self.file = file
        self.keys = np.asarray(np.arange(len(frame)) if keys is None else keys, dtype=np.int32)
        self.row_numbers = np.arange(len(frame)) + 1 if row_numbers is None else row_numbers
        self.counts_people = counts_people
        self.path = path
        self.period = period
        self.run: object | None = None
        self.releases: dict[tuple[object, ...], Any] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        if not len(self):
            return NOBODY
        told = people(self.n_people) if self.counts_people else _cases(self.n_people)
        of = PERIOD.format(period=period_told(self.period)) if self.period else ""
        return f"{told}, {self.frame.shape[1]} variabler ur {self.file or 'en tabell'}{of}"

    def _repr_html_(self) -> str:
        return render("records/records", "report", told=repr(self), remarks=self.report)

    def become(self, other: "Records") -> None:
        """Be what others are: read anew, they are the same to all that hold them."""
        vars(self).clear()
        vars(self).update(vars(other))

    @cached_property
    def n_people(self) -> int:
        """How many different keys there are."""
        is_seen = np.zeros(self.keys.max(initial=-1) + 1, dtype=bool)
        is_seen[self.keys] = True
        return int(np.count_nonzero(is_seen))

    @property
    def are_cases(self) -> bool:
        """Whether the rows are cases: a person may have several, or none can tell."""
        return self.has_repeats or not self.counts_people

    @cached_property
    def design_effect(self) -> float:
        """How many times fewer rows the same certainty would take, were each a person of her own.

        Rows of one person are alike, so that many tell less than as many people. Kish's effect of
        clusters of different sizes, where all rows of a person say the same: no question can
        have a larger one. Up to one of a few steps, so that it tells of no single person; 1 where
        nobody has several rows, or nothing tells which belong together. Source: Kish (1965),
        Survey Sampling, ch. 5 and 11.
        """
        if not self.has_repeats or not self.counts_people:
            return 1.0
        rows = np.bincount(self.keys).astype(float)
        steps = load("thresholds")["rader_per_person"]["value"]
        effect = float((rows**2).sum() / rows.sum())
        return float(next((s for s in steps if s >= effect), np.ceil(effect)))

    @property
    def has_repeats(self) -> bool:
        """Whether some person stands on more than one row."""
        return self.n_people < len(self)

    def variable(self, name: str | Variable) -> Variable:
        """The variable of that name or role, one that people can be counted in.

        A derived variable is given as itself.

        Raises
        ------
        CodebookError
            When there is none, or it is a date, a text, a key or a flerval.
        """
        if isinstance(name, Variable) and name.rule:
            return name
        variable = self.codebook[name.name if isinstance(name, Variable) else name]
        if variable.kind == SEVERAL and (parts := self.codebook.parts_of(variable.name)):
            names = listing((f"«{p.name}»" for p in parts), "eller")
            raise CodebookError(HAS_PARTS.format(name=variable.name, parts=names))
        if variable.is_countable and variable.name not in self.frame:
            raise CodebookError(NO_COLUMN.format(name=variable.name))
        if not variable.is_countable:
            raise CodebookError(NOT_COUNTABLE.format(name=variable.name, kind=variable.kind))
        return variable

    def countable(self, role: str) -> tuple[Variable, ...]:
        """The variables with a role that people can be counted in."""
        found = self.codebook.with_role(role)
        return tuple(v for v in found if v.is_countable and v.name in self.frame)

    def lacks(self, variable: Variable) -> bool:
        """Whether the file has no column for a variable of the codebook."""
        is_told = any(r.column == variable.name and r.text == LACKING for r in self.report)
        parts = self.codebook.parts_of(variable.name)
        return is_told and not any(v.name in self.frame for v in (variable, *parts))

    def codes(self, variable: Variable) -> NDArray[np.integer]:
        """The place of each row's answer among ``variable.categories``; −1 where missing.

        Small whole numbers of a byte or two each: make them wider before reckoning with them.
        """
        if variable.rule:
            return codes_of(self, variable)
        column = self.frame[variable.name]
        if variable.kind != NUMBER:
            codes: NDArray[np.integer] = column.array.codes
            return codes
        numbers = column.to_numpy(dtype=float)
        places = np.full(len(numbers), -1, dtype=np.int16)
        places += numbers == numbers  # false where missing
        for bound in variable.classes:
            places += numbers >= bound
        return places

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, kodbok: Codebook | None = None, *,
        konsvariabel: str | None = None, file: str = TABLE, remarks: tuple[Remark, ...] = (),
        at: dt.date | None = None, arbetsmapp: Path | None = None, period: str | None = None,
    ) -> "Records":  # fmt: skip
        """Records from a table of raw cells with the headers as column names.

        Identity numbers become legal sex, age and a running number a person; then they are gone.

        Parameters
        ----------
        frame
            One row a person (or a case), one column a variable; cells as a file has them.
        kodbok
            What the columns mean; without one, it is proposed from the table.
        konsvariabel
            The header of the column that holds sex, where it is not the codebook's.
        at
            The date at which age is worked out of identity numbers; without one, the end of the
            latest year among the dates of the table, else today.
        arbetsmapp
            The folder whose key pseudonyms are made by; without one, the session's.
        period
            The time that the rows are to be of, as «2024», «vår 2024» or «2024-01 – 2024-06»;
            without one, all rows. The codebook's first variable for time tells.

        Raises
        ------
        DataFileError
            When there is no column for sex, nor one with identity numbers.
        SettingError
            When no row is of the period, or none can tell.

        Examples
        --------
        >>> table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 4, "Insats": ["Ja", "Nej"] * 4})
        >>> records = Records.from_frame(table)
        >>> len(records), records.variable("kön").categories
        (8, ('Kvinna', 'Man'))
        """
        table = masked(frame)
        asked = (kodbok or propose_codebook(table)).without_parts()
        asked = without_names(asked)
        codebook = without_stale_sex(with_sex(asked.masked(), konsvariabel))
        safe = file if file == TABLE else mask(file)
        read = read_table(table, codebook, file=safe, at=at, arbetsmapp=arbetsmapp, period=period)
        report = (*safe_remarks(remarks), *read.report)
        records = cls(
            read.frame, read.codebook, report, "" if file == TABLE else safe, read.keys,
            read.row_numbers, read.counts_people, period=period,
        )  # fmt: skip
        return records._with_doubts()

    def _with_doubts(self) -> "Records":
        sex = self.codebook.with_role(SEX)[0]
        doubts = []
        if blank := int((self.codes(sex) < 0).sum()):
            told = people(blank) if self.counts_people else _cases(blank)
            doubts.append(Remark(sex.name, BLANK_SEX.format(count=told), blank))
        if self.has_repeats:
            extra = len(self) - self.n_people
            rows = ONE_ROW if extra == 1 else MANY_ROWS.format(count=number(extra))
            doubts.append(Remark("Nyckel", REPEATED.format(rows=rows), extra))
        self.report += tuple(doubts)
        return self


def _cases(count: int) -> str:
    return CASES[count != 1].format(count=number(count)).replace(" ", NBSP)
