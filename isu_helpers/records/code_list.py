"""What tells what codes mean: a sheet beside, as «Kodlista», or a header, as «Kön (1=kvinna)»."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..codebook import Codebook, key_of, plain
from ..codebook.distinct import Column
from .grid import Grid, Rows
from .headers import safe_header
from .remark import Remark
from .sheet import SEARCHED, Sheet, wanted_headers

NAMED = re.compile(
    r"kod|code|värde|value|variabel|variable|label|etikett|förklar|legend|nyckel", re.IGNORECASE
)
CODE = re.compile(r"-?\d{1,4}|[^\W\d_]{1,2}\d{0,2}")
PAIR = re.compile(r"(?P<code>-?\d{1,4})\s*[=:–-]\s*(?P<word>[^\W\d].*)")
NUMBER = re.compile(r"-?\d{1,4}")
IN_HEADER = re.compile(
    r"(-?\d{1,4})\s*=\s*([^\W\d][^=]*?)(?=[\s,;/.]*(?:-?\d{1,4}\s*=|[)\]]?\s*$))"
)
FEWEST = 2

TOLD = "Svaren är koder. De lästes som bladet «{sheet}» säger att de betyder."
TOLD_BY_HEADER = "Svaren är koder. De lästes som rubriken säger att de betyder."
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


def is_list(name: str, rows: Rows) -> bool:
    """Whether a sheet is a list of what codes mean, by its name and what stands in it."""
    return bool(NAMED.search(name) and _codes(rows))


def with_codes(sheet: Sheet, codebook: Codebook | None) -> Sheet:
    """The sheet with words for the codes that its headers tell of, and without the tellers.

    «Kön (1=kvinna, 2=man)» becomes «Kön», where all answers below are among its codes or the
    codebook expects that header. Codes that the codebook itself has among its answers stay.
    """
    known = {
        key_of(h): {key_of(w) for o in v.options for w in (o.name, *o.synonyms)}
        for v in codebook or ()
        for h in (*v.columns, v.name, v.label)
    }
    codes = {h: told for h, told in sheet.codes.items() if known.get(h, set()).isdisjoint(told)}
    rows, wanted, remarks = sheet.rows, wanted_headers(codebook), [*sheet.remarks]
    columns = [*rows.columns]
    for i, row in enumerate(rows[:SEARCHED]):
        for j, cell in enumerate(row):
            header, told = _told_by(cell)
            if not told or key_of(cell) in wanted:
                continue
            below = columns[j].taken(np.arange(len(rows)) > i)
            is_known = all(not plain(c) or key_of(c) in told for c in below.words)
            if not is_known and key_of(header) not in wanted:
                continue
            words = {c: told[key_of(c)] for c in below.words if key_of(c) in told}
            if not known.get(key_of(header), set()).isdisjoint(told):
                words = {}
            columns[j] = columns[j].replaced({**words, cell: header})
            remarks.append(Remark(safe_header(header), TOLD_BY_HEADER, len(words)))
    made = Grid(columns, len(rows), rows.lengths)
    return replace(sheet, rows=made, codes=codes, remarks=tuple(remarks))


def _told_by(cell: object) -> tuple[str, dict[str, str]]:
    """A header without the codes that it tells of, and these; nothing where it tells of none."""
    text = plain(cell) if isinstance(cell, str) and "=" in cell else ""
    found = [*IN_HEADER.finditer(text)]
    header = text[: found[0].start()].rstrip(" (:[,-–") if found else ""
    if len(found) < FEWEST or not header:
        return "", {}
    return header, {key_of(m[1]): m[2][:1].upper() + m[2][1:] for m in found}


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
    """The codes of one row and their words; before them a label may stand, as SPSS writes it."""
    written = [(m["code"], m["word"]) for c in cells for p in re.split(r"[;,]\s*(?=-?\d)", c)
               if (m := PAIR.fullmatch(p))]  # fmt: skip
    if written or len(cells) < 2:
        return written
    if len(cells) == 3 and NUMBER.fullmatch(cells[1]) and not CODE.fullmatch(cells[0]):
        cells = cells[1:]
    return [(cells[0], cells[1])] if CODE.fullmatch(cells[0]) else []
