"""What the parts of a workbook tell that its cells do not, and how large it is unfolded."""

import io
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .remark import Remark
from .sheet import remark

HIDDEN_ROW = re.compile(rb'<row\b[^>]*\br="(\d+)"[^>]*\bhidden="(?:1|true)"|'
                        rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*\br="(\d+)"')  # fmt: skip
NO_VALUE = re.compile(
    rb'<c\b[^>]*\br="[A-Z]{1,3}(\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
SHEET = re.compile(rb'<sheet\b[^>]*?\b\w*:?id="(?P<id>[^"]+)"[^>]*>')
RELATION = re.compile(rb"<Relationship\b[^>]*>")
TARGET, ID = re.compile(rb'\bTarget="([^"]+)"'), re.compile(rb'\bId="([^"]+)"')

ODS_ROW = re.compile(rb"<table:table-row\b([^>]*[^/>])?>(.*?)</table:table-row>", re.DOTALL)
ODS_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
ODS_REPEATS = re.compile(rb'(?:rows|columns)-repeated="\d{3,}"')

HIDDEN = (
    "1 rad är dold i Excel, som av ett filter, och är med i tabellen (rad {rows}). Ska den inte "
    "räknas, ta bort den ur filen.",
    "{count} rader är dolda i Excel, som av ett filter, och är med i tabellen (rad {rows}). Ska "
    "de inte räknas, ta bort dem ur filen.",
)
FORMULAS = (
    "1 cell har en formel utan värde och är tom (rad {rows}). Öppna filen i Excel, spara den och "
    "kör igen.",
    "{count} celler har formler utan värden och är tomma (rad {rows}). Öppna filen i Excel, spara "
    "den och kör igen.",
)


@contextmanager
def quiet() -> Iterator[None]:
    """No text from a reader that is not written in Python and panics on a broken workbook."""
    with suppress(OSError, ValueError):
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
        return
    yield


def unfolded(content: bytes) -> tuple[int, int]:
    """The rows and columns that an ods holds where all that is repeated is counted."""
    rows = wide = seen = 0
    for attributes, inner in ODS_ROW.findall(content):
        rows += _times(attributes, b"rows")
        cells = [(_times(a, b"columns"), b"value-type" in a or bool(t)) for a, t in
                 ODS_CELL.findall(inner)]  # fmt: skip
        last = max((i for i, (_, is_filled) in enumerate(cells) if is_filled), default=-1)
        if last >= 0:
            seen, wide = rows, max(wide, sum(n for n, _ in cells[: last + 1]))
    return seen, wide


def _times(attributes: bytes, kind: bytes) -> int:
    found = re.search(kind + rb'-repeated="(\d{1,9})"', attributes)
    return int(found[1]) if found else 1


def told_of_part(raw: bytes, place: int | None) -> tuple[Remark, ...]:
    """Remarks on the hidden rows and the empty formulas of a sheet; none for other kinds of file.

    Parameters
    ----------
    raw
        The workbook.
    place
        Which of its sheets, from 0.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            part = archive.read(_names(archive)[place]) if place is not None else b""
    except Exception:  # noqa: BLE001 - a part that can't be read tells nothing
        return ()
    hidden = [int(a or b) for a, b in HIDDEN_ROW.findall(part)] if b"hidden=" in part else []
    bare = [int(r) for r in NO_VALUE.findall(part)] if b"<f" in part else []
    told = (remark("Filen", HIDDEN, hidden), remark("Filen", FORMULAS, bare))
    return tuple(r for r in told if r)


def _names(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the sheets, in the order of the workbook."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {ID.search(r)[1]: TARGET.search(r)[1].decode() for r in RELATION.findall(relations)}
    ids = SHEET.findall(archive.read("xl/workbook.xml"))
    return ["xl/" + targets[i].removeprefix("/xl/") for i in ids]
