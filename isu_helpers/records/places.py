"""Where in a table each variable stands, and which columns are left unread."""

from collections import Counter

import pandas as pd

from .. import values
from ..codebook import KEY, SEVERAL, TEXT, Codebook, Variable, key_of
from ..identity import mask
from ..propose import safe_header
from .remark import Remark

NO_COLUMN = "Kolumnen finns inte i filen, fast den står i kodboken."
FOUND = "Kolumnen «{header}» har etiketten som rubrik och lästes som variabeln."
NOT_IN_CODEBOOK = "Kolumnen finns inte i kodboken och lästes inte in."
HELD_BACK = "Kolumnen är fri text eller kan peka ut någon, så den lästes inte in."
BLANK = "Kolumnen är tom."
TWICE = "two columns have the same name: {name!r}"


def masked(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with no identity number, phone number or address in a header or in its index.

    The cells are the same; headers that become alike get a number after them.
    """
    names: list[object] = []
    for header in frame.columns:
        name, twin = mask(header) if isinstance(header, str) else header, 2
        while name != header and name in names:
            name, twin = f"{mask(header)} ({twin})", twin + 1
        names.append(name)
    return frame.set_axis(names, axis="columns")


def headers_of(frame: pd.DataFrame) -> dict[str, int]:
    """Where each header stands.

    Raises
    ------
    ValueError
        When two are the same but for case and spaces.
    """
    headers: dict[str, int] = {}
    for i, header in enumerate(frame.columns):
        if headers.setdefault(key_of(header), i) != i:
            raise ValueError(TWICE.format(name=safe_header(header)))
    return headers


def places_of(codebook: Codebook, headers: dict[str, int]) -> dict[str, int]:
    """Where each variable stands: under a header of its own, its name, or its label.

    A flerval may stand in many columns and is not among them.
    """
    claimed = claimed_by(codebook)
    found = {}
    for v in (v for v in codebook if v.kind != SEVERAL):
        keys = [*map(key_of, v.columns), *({key_of(v.name)} - claimed)]
        place = next((headers[k] for k in keys if k in headers), None)
        if place is not None:
            found[v.name] = place
    return found | _by_label(codebook, headers, found)


def _by_label(
    codebook: Codebook, headers: dict[str, int], found: dict[str, int]
) -> dict[str, int]:
    """Where variables not found stand under labels that no other variable is called by."""
    called = Counter(key for v in codebook for key in {*_own(v), key_of(v.label)})
    places = {
        v.name: headers[key]
        for v in codebook
        if v.kind != SEVERAL and v.label and not v.taken_from and v.name not in found
        and (key := key_of(v.label)) in headers and called[key] == 1
    }  # fmt: skip
    return {name: place for name, place in places.items() if place not in found.values()}


def _own(variable: Variable) -> set[str]:
    """The headers that a variable is known by, its label aside, as keys."""
    return {*map(key_of, variable.columns), key_of(variable.name)}


def claimed_by(codebook: Codebook) -> set[str]:
    """The headers that the codebook names, as keys."""
    return {key_of(c) for v in codebook for c in v.columns}


def unread(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], used: set[int]
) -> list[Remark]:
    """What the codebook has and the file lacks, what is not read, and what a label told.

    Parameters
    ----------
    used
        The places of the columns that something was read from, or told of elsewhere.
    """
    report = [Remark(v.name, NO_COLUMN) for v in codebook if v.name not in places]
    report += [
        Remark(safe_header(c), NOT_IN_CODEBOOK)
        for i, c in enumerate(frame.columns)
        if i not in used
    ]
    for v in codebook:
        if v.kind == TEXT and v.role != KEY and v.name in places:
            is_blank = all(map(values.is_blank, frame.iloc[:, places[v.name]].unique()))
            report.append(Remark(safe_header(v.name), BLANK if is_blank else HELD_BACK))
    return report + _told_of_labels(codebook, frame, places)


def _told_of_labels(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int]
) -> list[Remark]:
    """Which columns were known by a label."""
    found = {v: frame.columns[places[v.name]] for v in codebook if v.name in places}
    return [
        Remark(v.name, FOUND.format(header=safe_header(header)))
        for v, header in found.items()
        if v.kind != SEVERAL and key_of(header) not in _own(v)
    ]
