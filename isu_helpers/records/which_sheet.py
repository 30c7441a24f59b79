"""Which sheet of a workbook holds the people, or which ones, read under each other."""

from collections.abc import Sequence
from dataclasses import replace

from ..codebook import key_of
from ..errors import DataFileError, ManySheetsError
from ..wording import listing
from .code_list import is_list
from .grid import Grid
from .headers import safe_header
from .remark import Remark
from .sheet import SEARCHED, Sheet, filled, sex_row
from .ticked_sex import check_names, ticked_columns

NO_SHEET = (
    "Datafilen «{file}» har inget blad som heter «{name}». Väntade något av: {names}. "
    "Rätta namnet efter # i inställningen datafil."
)
WHICH = (
    "Datafilen «{file}» har flera blad som passar lika bra: {names}. Väntade ett blad med "
    "personer. Skriv vilket i isu.yaml, till exempel «datafil: {file}#{first}». Är bladen olika "
    "mättillfällen skriver ni alla, «datafil: {file}#{joined}», så läses de under varandra."
)
CHOSEN = "Bladet «{name}» lästes. Filen har också: {others}."
ALIKE = 0.8  # of their headers that two sheets share which nobody can choose between

BETWEEN, OCCASION = "+", "Mättillfälle"
JOINED = "Bladen {names} lästes under varandra. Bladets namn blev svaret i kolumnen «{column}»."
APART = (
    "Bladen {names} i datafilen «{file}» går inte att läsa under varandra, eftersom rubrikerna "
    "inte är desamma. Väntade samma rubriker. Skriv ett av bladen efter # i inställningen datafil."
)


def chosen_sheet(
    sheets: dict[str, Sheet], name: str, hidden: set[str], wanted: frozenset[str], file: str
) -> Sheet:
    """The sheet of a name, or those of some names under each other; else the one that fits best.

    Parameters
    ----------
    sheets
        All of the workbook, by name.
    name
        What stands after «#» in the setting: a name, or names with «+» between them.
    hidden
        The names of those that are not seen.
    wanted
        The headers that a codebook expects.

    Raises
    ------
    DataFileError
        In Swedish, when there is no such sheet; as `ManySheetsError` where several fit.
    """
    if not name:
        filled_in = {n: s for n, s in sheets.items() if s.rows.filled.any()}
        return _chosen(filled_in, hidden, wanted, file)
    keys = {key_of(n): n for n in sheets}
    parts = [key_of(part) for part in name.split(BETWEEN)]
    if key_of(name) in keys or len(parts) < 2 or not all(part in keys for part in parts):
        return _named(sheets, name, file)
    return _joined({keys[part]: sheets[keys[part]] for part in parts}, file)


def _joined(sheets: dict[str, Sheet], file: str) -> Sheet:
    """The people of several sheets under the headers of the first, with the sheet's name."""
    names = listing(f"«{safe_header(n)}»" for n in sheets)
    places = {n: sex_row(s.rows)[0] for n, s in sheets.items()}
    heads = {n: _keys(s.rows[p]) for n, s in sheets.items() if (p := places[n]) is not None}
    first = next(iter(heads.values()), [])
    if len(heads) < len(sheets) or any(sorted(h) != sorted(first) for h in heads.values()):
        raise DataFileError(APART.format(names=names, file=file))
    top = next(s.rows[places[n] or 0] for n, s in sheets.items())
    rows: list[Sequence[object]] = [[*top[: len(first)], OCCASION]]
    for n, sheet in sheets.items():
        order = [heads[n].index(key) for key in first]
        below = (row for row in sheet.rows[(places[n] or 0) + 1 :] if filled(row))
        rows += [[*(row[j] if j < len(row) else None for j in order), n] for row in below]
    told = Remark("Filen", JOINED.format(names=names, column=OCCASION))
    return Sheet(Grid.of(rows), None, (told, *(r for s in sheets.values() for r in s.remarks)))


def _keys(row: Sequence[object]) -> list[str]:
    """The keys of a row of headers, each once, so that a column is found by its own."""
    keys = [key_of(cell) for cell in row]
    return [key if keys.index(key) == i and key else f"{key} {i}" for i, key in enumerate(keys)]


def _named(sheets: dict[str, Sheet], name: str, file: str) -> Sheet:
    found = next((s for n, s in sheets.items() if key_of(n) == key_of(name)), None)
    if found is None:
        names = listing((safe_header(n) for n in sheets), "eller")
        raise DataFileError(NO_SHEET.format(file=file, name=safe_header(name), names=names))
    return found


def _chosen(
    sheets: dict[str, Sheet], hidden: set[str], wanted: frozenset[str], file: str
) -> Sheet:
    """The sheet with most of the codebook's headers, one for sex, that is seen, and is largest."""
    if not sheets:
        return Sheet(Grid.of([]))
    if not any(_sex_rank(s.rows) for s in sheets.values()):
        check_names(sheets, file)
    largest = max(map(_size, sheets.values()))
    fit = {
        n: (_size(s) == largest or not is_list(n, s.rows), _recognised(s.rows, wanted),
            _sex_rank(s.rows), n not in hidden)
        for n, s in sheets.items()
    }  # fmt: skip
    best = max(sheets, key=lambda n: (*fit[n], len(sheets) > 1 and _size(sheets[n])))
    rivals = [n for n in sheets if fit[n] == fit[best] and _are_alike(sheets[n], sheets[best])]
    if len(rivals) > 1:
        shown = [safe_header(n) for n in rivals]
        told = {"names": listing(f"«{n}»" for n in shown), "first": shown[0]}
        told["joined"] = BETWEEN.join(shown)
        raise ManySheetsError(WHICH.format(file=file, **told), file, rivals)
    others = listing(safe_header(n) for n in sheets if n != best)
    remarks = [Remark("Filen", CHOSEN.format(name=safe_header(best), others=others))] * bool(
        others
    )
    return replace(sheets[best], remarks=(*remarks, *sheets[best].remarks))


def _sex_rank(rows: Grid) -> int:
    """How surely a sheet tells sex: by a header, or by a column for each answer."""
    return sex_row(rows)[1] or len(ticked_columns(rows)[1])


def _size(sheet: Sheet) -> int:
    return int(sheet.rows.filled.sum())


def _recognised(rows: Grid, wanted: frozenset[str]) -> int:
    """How many of the codebook's headers the best of the upper rows has."""
    if not wanted:
        return 0
    return max(len(wanted & {key_of(c) for c in row}) for row in rows[:SEARCHED])


def _are_alike(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets have people under nearly the same headers."""
    a, b = (_header_keys(s.rows) for s in (one, other))
    return bool(a) and len(a & b) >= ALIKE * len(a | b)


def _header_keys(rows: Grid) -> set[str]:
    place = sex_row(rows)[0]
    if place is None or not rows.filled[place + 1 :].any():
        return set()
    return {key_of(c) for c in rows[place]} - {""}
