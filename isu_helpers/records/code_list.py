"""A sheet that tells what the codes in another sheet mean, as «Kodlista»: 1 is Kvinna."""

import re
from collections import defaultdict
from collections.abc import Mapping

from ..codebook import key_of, plain
from ..codebook.distinct import Column
from .grid import Rows
from .headers import safe_header
from .remark import Remark

NAMED = re.compile(r"kod|code|värde|variabel|förklar|legend|nyckel", re.IGNORECASE)
CODE = re.compile(r"-?\d{1,4}|[^\W\d_]{1,2}\d{0,2}")
PAIR = re.compile(r"(?P<code>-?\d{1,4})\s*[=:–-]\s*(?P<word>[^\W\d].*)")
FEWEST = 2

TOLD = "Svaren är koder. De lästes som bladet «{sheet}» säger att de betyder."
Codes = dict[str, dict[str, str]]


def codes_of(sheets: Mapping[str, Rows], chosen: str) -> tuple[str, Codes]:
    """The name of the sheet with codes, and for each header what its codes mean."""
    for name, rows in sheets.items():
        if name != chosen and NAMED.search(name) and (found := _codes(rows)):
            return name, found
    return "", {}


def with_words(column: Column, name: str, sheet: str, codes: Codes) -> tuple[Column, list[Remark]]:
    """The column with words for codes, where all its answers are codes that are told."""
    words = codes.get(key_of(name), {})
    known = {c: words[key_of(c)] for c in column.words if key_of(c) in words}
    if not known or any(plain(c) and c not in known for c in column.words):
        return column, []
    text = TOLD.format(sheet=safe_header(sheet))
    return column.replaced(known), [Remark(safe_header(name), text, len(known))]


def _codes(rows: Rows) -> Codes:
    """For each variable of a list its codes: «Kön | 1 | Kvinna», the name on the first row alone.

    The variable may also stand alone above its codes, or the codes be written as «1 = Kvinna»;
    and several such lists may stand side by side.
    """
    found: Codes = defaultdict(dict)
    variable = ""
    for row in _below_each_other([[*row] for row in rows]):
        cells = [c for c in map(plain, row) if c]
        if len(cells) > 1 and not CODE.fullmatch(cells[0]) and not PAIR.fullmatch(cells[0]):
            variable, cells = cells[0], cells[1:]
        elif len(cells) == 1 and not PAIR.fullmatch(cells[0]):
            variable, cells = cells[0].rstrip(":"), []
        for code, word in _pairs(cells):
            found[key_of(variable)][key_of(code)] = word
    return {k: v for k, v in found.items() if k and len(v) >= FEWEST}


def _below_each_other(rows: list[list[object]]) -> list[list[object]]:
    """The rows, lists of codes and words that stand side by side put below each other."""
    head = rows[0] if rows else []
    places = [j for j, c in enumerate(head) if plain(c)]
    is_wide = len(places) > 1 and all(
        j + 1 not in places and any(CODE.fullmatch(plain(r[j])) for r in rows[1:] if len(r) > j)
        for j in places
    )
    if not is_wide:
        return rows
    return [part for j in places for part in ([head[j]], *(row[j : j + 2] for row in rows[1:]))]


def _pairs(cells: list[str]) -> list[tuple[str, str]]:
    """The codes of one row and their words."""
    written = [(m["code"], m["word"]) for c in cells for p in re.split(r"[;,]\s*(?=-?\d)", c)
               if (m := PAIR.fullmatch(p))]  # fmt: skip
    if written or len(cells) < 2:
        return written
    return [(cells[0], cells[1])] if CODE.fullmatch(cells[0]) else []
