"""The cells of an ods, read without compiled code where calamine is not to be had."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

OFFICE, TABLE, TEXT, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "table", "text", "style")
)
NUMBERS = ("float", "currency", "percentage")
SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
Rows = list[list[object]]


def ods_sheets(raw: bytes) -> tuple[dict[str, Rows], set[str]]:
    """The rows of each sheet by its name, and the names of the sheets that are hidden.

    Raises
    ------
    ValueError, KeyError, zipfile.BadZipFile
        Where the bytes are no ods. How much it repeats is to be looked at before.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        content = archive.read("content.xml")
    if b"<!DOCTYPE" in content:
        raise ValueError("entities are not unfolded")
    root = ElementTree.fromstring(content)
    unseen = {style.get(f"{STYLE}name") for style in root.iter(f"{STYLE}style")
              if any(p.get(f"{TABLE}display") == "false" for p in style)}  # fmt: skip
    tables = list(root.iter(f"{TABLE}table"))
    hidden = {_name(t) for t in tables if t.get(f"{TABLE}style-name") in unseen}
    return {_name(t): _rows(t) for t in tables}, hidden


def _name(table: ElementTree.Element) -> str:
    return table.get(f"{TABLE}name", "")


def _rows(table: ElementTree.Element) -> Rows:
    """The rows down to the last that holds anything, each to its last filled cell."""
    rows: Rows = []
    blank = 0
    for element in table.iter(f"{TABLE}table-row"):
        row, times = _row(element), int(element.get(f"{TABLE}number-rows-repeated", 1))
        if not row:
            blank += times
            continue
        rows += [[] for _ in range(blank)]
        rows += [list(row) for _ in range(times)]
        blank = 0
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _row(element: ElementTree.Element) -> list[object]:
    row: list[object] = []
    blank = 0
    for cell in element:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        value, times = _value(cell), int(cell.get(f"{TABLE}number-columns-repeated", 1))
        if value == "":
            blank += times
            continue
        row += [""] * blank + [value] * times
        blank = 0
    return row


def _value(cell: ElementTree.Element) -> object:
    kind = cell.get(f"{OFFICE}value-type")
    if kind in NUMBERS:
        return float(cell.get(f"{OFFICE}value", ""))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        moment = dt.datetime.fromisoformat(told := cell.get(f"{OFFICE}date-value", ""))
        return moment if "T" in told else moment.date()
    return "\n".join("".join(_letters(p)) for p in cell.iterfind(f"{TEXT}p"))


def _letters(element: ElementTree.Element) -> Iterator[str]:
    """The text of a paragraph; several spaces are an element of their own."""
    yield element.text or ""
    for part in element:
        if part.tag == f"{TEXT}s":
            yield " " * int(part.get(f"{TEXT}c", 1))
        elif not part.tag.startswith(OFFICE):  # a note that someone has pinned to the cell
            yield SIGNS.get(part.tag, "")
            yield from _letters(part)
        yield part.tail or ""
