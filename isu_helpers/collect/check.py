"""The report before the workshop: how a file was understood, in plain Swedish, never a value."""

from pathlib import Path

import numpy as np

from ..codebook import SEX, Codebook, Variable, key_of
from ..configuration import DATA_SUFFIXES, Settings, find_data_file, settings
from ..errors import DataFileError
from ..files import split_sheet
from ..records import Records, Remark, read_records, safe_header
from ..wording import number, people, plural

LEAST = 5
ABSENT = "Kolumnen finns inte i filen"  # how the remark on a wanting column begins

READ = "Filen {file} går att läsa."
SIZE = "{people} på {rows}. En rad är {unit}."
REPEATED = "{people} på {rows}. Några står på flera rader, så tabellerna räknar rader."
UNITS = {"person": "en person", "ärende": "ett ärende"}
ONE_ROW, MANY_ROWS = "1 rad", "{n} rader"
FEWER = "färre än 5"
UNKNOWN = "Uppgift om kön saknas: {count}."

COLUMNS = "Så tolkas kolumnerna:"
COLUMN = "{title}: {kind}, roll {role}{header}"
HEADER = " (kolumnen «{header}»)"
DOUBTS = "Ändrat eller tveksamt:"
NO_DOUBTS = "Inget behövde ändras, och inget är tveksamt."
LACKING = "Behövs men saknas i filen:"
NOT_LACKING = "Allt som kodboken säger behövs finns i filen."

NEXT = "Gör så här:"
ADD_COLUMNS = "Lägg till kolumnerna som saknas i filen. Behövs de inte anger ni det i kodboken."
MEND = "Gå igenom det som är ändrat eller tveksamt. Rätta i filen eller i kodboken."
CHECK_GUESSES = "Läs gissningarna ovan. Stämmer någon inte? Rätta den i kodboken."
GET_CODEBOOK = (
    "Ni har ingen kodbok än. Programmet skriver ett förslag till kodbok.yaml när ni kör isu "
    "handouts med mappen."
)
GO_ON = "Kör isu handouts med mappen när ni är nöjda."


def read_for_check(place: str | Path, codebook: str | Path | None = None) -> Records:
    """The records of a data file or an arbetsmapp, by its codebook; nothing is written."""
    chosen = _settings(place)
    book = Codebook.read(codebook) if codebook else None
    if book is None and chosen.kodbok.is_file():
        book = Codebook.read(chosen.kodbok)
    records = read_records(
        _file_of(chosen),
        book,
        konsvariabel=chosen.konsvariabel,
        period=chosen.period,
        dolda_rader=chosen.dolda_rader,
    )
    if not len(records):
        raise DataFileError(records.report[0].text)
    return records


def data_file(place: str | Path) -> Path:
    """The data file that a file or an arbetsmapp stands for."""
    return _file_of(_settings(place))


def _file_of(chosen: Settings) -> Path:
    return chosen.datafil or find_data_file(chosen.arbetsmapp)


def check_lines(records: Records) -> list[str]:
    """The report on how a file was read, line by line; a line that ends in a colon is a heading.

    Groups of fewer than five people are shown as «färre än 5».
    """
    missing = {r.column for r in records.report if r.text.startswith(ABSENT)}
    written = records.codebook.without_parts()
    found = [v for v in written if v.name not in missing]
    lacking = [v.title for v in written if v.name in missing and v.is_needed]
    titles = {v.name: safe_header(v.title) for v in records.codebook}
    report = [r for r in records.report if not _is_lacking(r, records)]
    doubts = [f"{titles.get(r.column, r.column)}: {r.text}" for r in report]
    return [
        READ.format(file=records.file),
        _size(records),
        " ".join(_sexes(records)),
        *_part(COLUMNS, [line for v in found for line in _column(v)], ""),
        *_part(DOUBTS, doubts, NO_DOUBTS),
        *([] if written.proposed else _part(LACKING, lacking, NOT_LACKING)),
        *_part(NEXT, _next(records, lacking), ""),
    ]


def _settings(place: str | Path) -> Settings:
    """What holds for an arbetsmapp, or for a data file by the settings beside it."""
    path = Path(place)
    file, _ = split_sheet(path)
    if file.is_file() or file.suffix.lower() in DATA_SUFFIXES:
        path = path.resolve()
        return settings(path.parent, datafil=path.name)
    return settings(path)


def _part(heading: str, items: list[str], otherwise: str) -> list[str]:
    return ["", heading, *(f"  {item}" for item in items)] if items else ["", otherwise]


def _size(records: Records) -> str:
    n = len(records)
    rows = ONE_ROW if n == 1 else MANY_ROWS.format(n=number(n))
    count, unit = np.unique(records.keys).size, records.codebook.unit
    is_repeated = count < n and unit == "person"
    return (REPEATED if is_repeated else SIZE).format(
        people=people(count), rows=rows, unit=UNITS[unit]
    )


def _sexes(records: Records) -> list[str]:
    """How many people there are of each sex, small numbers in words."""
    variable = records.codebook.with_role(SEX)[0]
    codes = records.codes(variable)
    lines = []
    for i, group in enumerate(map(plural, variable.categories)):
        if count := np.unique(records.keys[codes == i]).size:
            lines.append(f"{group}: {number(count) if count >= LEAST else FEWER}.")
    missing = np.unique(records.keys[codes < 0]).size
    return [*lines, UNKNOWN.format(count=number(missing))] if missing else lines


def _column(variable: Variable) -> list[str]:
    header = safe_header(variable.columns[0]) if variable.columns else ""
    is_other = header and key_of(header) != key_of(variable.title)
    line = COLUMN.format(
        title=safe_header(variable.title),
        kind=variable.kind,
        role=variable.role,
        header=HEADER.format(header=header) if is_other else "",
    )
    return [line, f"  {variable.guess}"] if variable.guess else [line]


def _is_lacking(remark: Remark, records: Records) -> bool:
    """Whether a remark tells of a needed column that is wanting, which has a part of its own."""
    needed = {v.name for v in records.codebook.without_parts() if v.is_needed}
    return remark.text.startswith(ABSENT) and remark.column in needed


def _next(records: Records, lacking: list[str]) -> list[str]:
    names = {v.name for v in records.codebook}
    has_odd = any(r.count and r.column in names for r in records.report)
    has_guesses = any(v.guess for v in records.codebook)
    steps = {
        ADD_COLUMNS: bool(lacking),
        MEND: has_odd,
        GET_CODEBOOK: records.codebook.proposed,
        CHECK_GUESSES: has_guesses,
        GO_ON: True,
    }
    return [f"{i}. {step}" for i, step in enumerate((s for s in steps if steps[s]), start=1)]
