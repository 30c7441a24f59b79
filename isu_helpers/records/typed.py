"""From a table of raw cells to typed columns; behind this line no identity number is left."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..codebook import (
    DATE,
    KEY,
    NUMBER,
    SEX,
    TEXT,
    YES_NO,
    Codebook,
    Variable,
    key_of,
    plain,
    values,
)
from ..codebook.distinct import distinct
from ..content import load
from ..masking import looks_like_identity, mask
from ..privacy import Identities, scan
from ..privacy.number import OLDEST
from ..wording import listing, number
from .columns import (
    Several,
    find_several,
    headers_of,
    places_of,
    read_several,
    unread,
    with_parts,
    without_missing,
)
from .headers import default_classes, has_word, safe_header
from .kinds import ONLY_TICKS
from .period import rows_in
from .person import (
    Numbers,
    filled,
    find_numbers,
    keys_of,
    read_numbers,
    stated_date,
    taken,
    told_of_numbers,
    with_person,
)
from .remark import ROW, TABLE, Remark, row_numbers, rows_told
from .sex import check_answers, check_sex

# Ages and dates that can hardly be right: an age is left out, a date is told of and kept.

EARLIEST = pd.Timestamp(1900, 1, 1)
ODD_AGE = (
    "{count} värden är orimliga som ålder och räknas som «Uppgift saknas» (rad {rows}). "
    "Rätta dem i filen."
)
ODD_DATE = (
    "{count} datum ligger före 1900 eller efter dagens datum (rad {rows}). "
    "De är kvar. Kontrollera dem."
)
MISSING_CODE = (
    "{count} värden är 99, 999, −9 eller liknande, långt från de andra, och räknas som «Uppgift "
    "saknas» (rad {rows}). Är de riktiga svar, säg till den som förvaltar filen och skriv dem på "
    "annat sätt."
)
MISSING_CODES = (-999, -99, -9, -1, 99, 888, 999, 8888, 9999, 99999, 999999)
FEWEST, FAR = 10, 2


def without_oddities(
    variable: Variable, column: pd.Series, rows: np.ndarray, today: dt.date | None = None
) -> tuple[pd.Series, list[Remark]]:
    """A column as it may be counted, and what could not be right in it.

    Parameters
    ----------
    column
        Typed: numbers with NaN, or dates with NaT, where an answer is missing.
    rows
        The row of the file that each of them stands on.
    today
        The day after which no date can lie; the clock's by default.
    """
    if variable.kind == NUMBER:
        numbers = column.to_numpy()
        is_age = _is_age(variable)
        odd = (numbers < 0) | (numbers > OLDEST) if is_age else _are_missing_codes(numbers)
        if not odd.any():
            return column, []
        return column.mask(odd), _told(variable, ODD_AGE if is_age else MISSING_CODE, rows[odd])
    if variable.kind == DATE:
        last = pd.Timestamp(today or dt.date.today())
        return column, _told(variable, ODD_DATE, rows[((column < EARLIEST) | (column > last))])
    return column, []


def _are_missing_codes(numbers: np.ndarray) -> np.ndarray:
    """The cells with 99, 999, −9 or the like, where all other numbers lie far from it."""
    known = numbers[~np.isnan(numbers)]
    is_code = np.isin(known, MISSING_CODES)
    rest = known[~is_code]
    if len(known) < FEWEST or not len(rest) or not is_code.any():
        return np.zeros(len(numbers), dtype=bool)
    far = [c for c in set(known[is_code].tolist()) if _is_far(c, rest.min(), rest.max())]
    return np.isin(numbers, far)


def _is_far(code: float, least: float, most: float) -> bool:
    return least >= 0 > code or code > max(most, 0) * FAR and code > 0


def _is_age(variable: Variable) -> bool:
    words = load("intake")["alder"]["rubriker"]
    return has_word(variable.name, words) or has_word(variable.label, words)


def _told(variable: Variable, text: str, rows: np.ndarray) -> list[Remark]:
    if not len(rows):
        return []
    told = text.format(count=number(len(rows)), rows=rows_told(rows))
    return [Remark(variable.name, told, len(rows))]


# Columns in which somebody may have written an identity number, a phone number or an address.

IN_TEXT = "I texten finns {what}. Kolumnen lästes inte in."
NUMBERS = ("personnummer på 1 rad", "personnummer på {count} rader")
PHONES = ("telefonnummer på 1 rad", "telefonnummer på {count} rader")
EMAILS = ("e-postadress på 1 rad", "e-postadress på {count} rader")
AMONG_NUMBERS = (
    "1 tal ser ut som ett personnummer och räknas som «Uppgift saknas» (rad {rows}).",
    "{count} tal ser ut som personnummer och räknas som «Uppgift saknas» (rad {rows}).",
)
LONG = 10**7  # a number of at least eight digits


def told_of_texts(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], held: frozenset[int]
) -> list[Remark]:
    """How many rows of each column of text hold what may point out a person."""
    remarks = []
    for v in codebook:
        is_text = v.kind == TEXT and v.role != KEY and v.name in places
        if not is_text or places[v.name] in held:
            continue
        if found := scan(frame.iloc[:, places[v.name]]):
            counts = zip((NUMBERS, PHONES, EMAILS), (found.numbers, found.phones, found.emails),
                         strict=True)  # fmt: skip
            what = listing(t[n > 1].format(count=number(n)) for t, n in counts if n)
            text = IN_TEXT.format(what=what)
            remarks.append(Remark(safe_header(v.name), text, len(found.rows)))
    return remarks


def without_numbers(
    name: str, read: pd.Series, cells: pd.Series, kind: str, rows: np.ndarray
) -> tuple[pd.Series, list[Remark]]:
    """A column of numbers without those that may be identity numbers, and what is told of it."""
    if kind != NUMBER or not (long := (read.abs() >= LONG).to_numpy()).any():
        return read, []
    codes, unique = distinct(cells[long])
    odd = np.zeros(len(read), dtype=bool)
    odd[long] = np.array([looks_like_identity(plain(c)) for c in unique], dtype=bool)[codes]
    if not odd.any():
        return read, []
    count = int(odd.sum())
    text = AMONG_NUMBERS[count > 1].format(count=number(count), rows=rows_told(rows[odd]))
    return read.mask(odd), [Remark(name, text, count)]


# From a table of raw cells to typed columns; behind this line no identity number is left.

ODD = "{count} svar passar inte kodboken och räknas som «Uppgift saknas» (rad {rows})."
NO_PEOPLE = (
    "Varje rad är ett ärende, och det finns ingen nyckel som visar vilka ärenden som är samma "
    "person. Små tal ska räknas i personer. Därför räknas tre ärenden som en person när små tal "
    "döljs. Lägg till en kolumn med löpnummer för personen, så kan mer visas."
)


ONLY = {"x", "1", *values.TICKS}


@dataclass(frozen=True)
class Read:
    """What was read of a table: typed columns, what they mean, and all that is to be told."""

    frame: pd.DataFrame
    codebook: Codebook
    report: tuple[Remark, ...]
    keys: np.ndarray
    row_numbers: np.ndarray
    counts_people: bool


def read_table(
    frame: pd.DataFrame, codebook: Codebook, *, file: str = TABLE, at: dt.date | None = None,
    arbetsmapp: Path | None = None, period: str | None = None,
) -> Read:  # fmt: skip
    """A table with masked headers, typed as its codebook says; the rows of a period alone."""
    headers = headers_of(frame)
    places, several = places_of(codebook, headers), find_several(codebook, headers)
    numbers = find_numbers(codebook, frame, places)
    columns, doubts = _typed(codebook, frame, places, numbers)
    columns |= _made(codebook, columns)
    codebook = _with_classes(codebook, columns)  # of all rows, so that any period is cut alike
    frame, columns, left_out = _within(period, codebook, frame, columns, file)
    date = stated_date(at, codebook, columns)
    found = read_numbers(numbers, frame, date[0], arbetsmapp)
    codebook, places = with_person(codebook, places, numbers, found, frame.columns)
    from_numbers, told = filled(codebook, columns, numbers, found, row_numbers(frame))
    columns |= from_numbers
    check_sex(codebook, frame, places, file)
    _check_answers(codebook, frame, places, columns, file)
    columns |= taken(codebook, places, found, frame, file)
    parts, odd = _parts(several, frame)
    parts |= _any_of(codebook, several, parts)
    report = [
        *left_out,
        *told,
        *_unread(codebook, frame, places, several, numbers),
        *told_of_texts(codebook, frame, places, numbers.held),
        *told_of_numbers(codebook, frame, places, numbers, found, columns, date),
        *doubts,
        *odd,
    ]
    return _read(frame, with_parts(codebook, several), columns | parts, numbers, found, report)


def _within(
    period: str | None, codebook: Codebook, frame: pd.DataFrame, columns: dict[str, pd.Series],
    file: str,
) -> tuple[pd.DataFrame, dict[str, pd.Series], list[Remark]]:  # fmt: skip
    """The table and its typed columns with the rows of a period alone; all without a period."""
    if not period or not len(frame):
        return frame, columns, []
    rows = row_numbers(frame)
    is_in, told = rows_in(period, codebook, columns, rows, file)
    index = pd.Index(rows[is_in], name=ROW)
    kept = {name: column[is_in].set_axis(index) for name, column in columns.items()}
    return frame[is_in].set_axis(index), kept, told


def _read(
    frame: pd.DataFrame, codebook: Codebook, columns: dict[str, pd.Series], numbers: Numbers,
    found: dict[int, Identities], report: list[Remark],
) -> Read:  # fmt: skip
    """All columns in the order of the codebook, with who is on which row."""
    keys, counts_people = np.arange(len(frame)), codebook.unit == "person"
    if numbers.key is not None:
        keys, counts_people = keys_of(frame.iloc[:, numbers.key], found.get(numbers.key)), True
    if not counts_people:
        report = [*report, Remark("Filen", NO_PEOPLE)]
    kept = {v.name: columns[v.name] for v in codebook if v.name in columns}
    read = pd.DataFrame(kept, index=frame.index).reset_index(drop=True)
    codebook = _with_classes(codebook, {v.name: read[v.name] for v in codebook if v.name in kept})
    return Read(read, codebook, tuple(report), keys, row_numbers(frame), counts_people)


def _parts(
    several: dict[str, Several], frame: pd.DataFrame
) -> tuple[dict[str, pd.Series], list[Remark]]:
    """The columns of all flerval, an answer each, and what was doubted."""
    columns, remarks = dict[str, pd.Series](), list[Remark]()
    for one in several.values():
        parts, doubts = read_several(one, frame, row_numbers(frame))
        columns |= parts
        remarks += doubts
    return columns, remarks


def without_stale_sex(codebook: Codebook) -> Codebook:
    """The codebook without a sex from numbers that another column has taken the place of."""
    kept = (v for v in codebook if not v.taken_from or v.kind == NUMBER or v.role == SEX)
    return replace(codebook, variables=tuple(kept))


def safe_remarks(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Remarks from elsewhere, with no number in them."""
    return tuple(replace(r, column=mask(r.column), text=mask(r.text)) for r in remarks)


def _typed(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], numbers: Numbers
) -> tuple[dict[str, pd.Series], list[Remark]]:
    """The columns that are read, and the answers that did not fit."""
    columns, remarks, rows = {}, [], row_numbers(frame)
    for v in codebook:
        is_read = v.name in places and v.kind != TEXT and v.role != KEY and not v.taken_from
        if not is_read or places[v.name] in numbers.held:
            continue
        cells = without_missing(frame.iloc[:, places[v.name]], v)
        read, odd = values.typed(cells, v.kind, v.options)
        if _are_only_ticks(v, read, cells):
            remarks.append(Remark(v.name, ONLY_TICKS))
            continue
        read, told = without_numbers(v.name, read, cells, v.kind, rows)
        columns[v.name], strange = without_oddities(v, read, rows)
        remarks += [*told, *_told(v, ODD, rows[odd]), *strange]
    return columns, remarks


def _are_only_ticks(variable: Variable, read: pd.Series, cells: pd.Series) -> bool:
    """Whether a yes-or-no question has ticks and blanks alone, so that all would seem to say yes.

    One asked at two occasions has blanks of those who were not reached.
    """
    if variable.kind != YES_NO or variable.pair:
        return False
    codes = read.cat.codes.to_numpy()
    is_half = bool((codes == 0).any() and (codes < 0).any()) and not (codes > 0).any()
    return is_half and {key_of(c) for c in set(values.answered(cells))} <= ONLY


def _check_answers(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int],
    columns: dict[str, pd.Series], file: str,
) -> None:  # fmt: skip
    """Stop where nobody's sex can be read."""
    for v in codebook.with_role(SEX):
        if file != TABLE and v.name in columns and not v.taken_from:
            is_blank = not len(values.answered(frame.iloc[:, places[v.name]]))
            check_answers(v, columns[v.name], is_blank, file)


def _made(codebook: Codebook, columns: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """Yes and no by the answers to another question; no answer there is no answer here."""
    made = {}
    for v in codebook:
        if v.made_of and v.made_of[0] in columns:
            answers, yes = columns[v.made_of[0]], v.made_of[1]
            codes = np.where(answers.isna(), -1, np.where(answers.isin(yes), 0, 1))
            column = pd.Categorical.from_codes(codes, pd.Index([o.name for o in v.options]))
            made[v.name] = pd.Series(column, index=answers.index)
    return made


def _any_of(
    codebook: Codebook, several: dict[str, Several], parts: dict[str, pd.Series]
) -> dict[str, pd.Series]:
    """Yes for those who ticked any of some answers; no answer to any is no answer here."""
    made = {}
    for v in codebook:
        if not v.made_of or v.made_of[0] not in several:
            continue
        of = several[v.made_of[0]]
        chosen = [p.name for p, o in zip(of.parts, of.variable.options, strict=True)
                  if o.name in v.made_of[1]]  # fmt: skip
        if not chosen or not all(name in parts for name in chosen):
            continue  # nobody can be said to have had none of what the file does not tell
        ticked = np.array([parts[name].cat.codes for name in chosen])
        codes = np.where((ticked == 0).any(axis=0), 0, ticked.max(axis=0))
        column = pd.Categorical.from_codes(codes, pd.Index([o.name for o in v.options]))
        made[v.name] = pd.Series(column, index=parts[chosen[0]].index)
    return made


def _unread(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int],
    several: dict[str, Several], numbers: Numbers,
) -> list[Remark]:  # fmt: skip
    """Columns that are not read, those of flerval and of numbers told for what they are."""
    spread = {name: min(one.columns) for name, one in several.items() if one.columns}
    used = {*places.values(), *(p for s in several.values() for p in s.columns)}
    known = {n: p for n, p in places.items() if p not in numbers.held} | spread
    known |= {v.name: known[v.made_of[0]] for v in codebook if v.made_of and v.made_of[0] in known}
    held = {n for n, p in places.items() if p in numbers.held}
    listed = replace(codebook, variables=tuple(v for v in codebook if v.name not in held))
    own = set() if numbers.key is None else {numbers.key}
    return unread(listed, frame, known, used | numbers.held | own)


def _with_classes(codebook: Codebook, columns: Mapping[str, pd.Series]) -> Codebook:
    """The codebook with classes for the numbers that it has none for."""
    for v in codebook:
        if v.kind == NUMBER and not v.classes and v.name in columns:
            classes = default_classes(columns[v.name], v.title)
            codebook = codebook.replaced(replace(v, classes=classes))
    return codebook
