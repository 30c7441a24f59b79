"""A LibreOffice file with invented people.

Written by hand: odfpy declares whatever names the process has used before, so that its bytes
are not the same from one time to the next.
"""

from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from .sheets import STAMP, Table, header_rows
from .spec import Example

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:style="{NAMES}style:1.0"
 xmlns:fo="{NAMES}xsl-fo-compatible:1.0" xmlns:number="{NAMES}datastyle:1.0"
 xmlns:table="{NAMES}table:1.0" xmlns:text="{NAMES}text:1.0" office:version="1.2">
<office:automatic-styles>
<style:style style:name="rubrik" style:family="table-cell"><style:text-properties
 fo:font-weight="bold"/></style:style>
<number:date-style style:name="dag"><number:year number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>
</number:date-style>
<style:style style:name="datum" style:family="table-cell" style:data-style-name="dag"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name={{sheet}}>
{{rows}}
</table:table></office:spreadsheet></office:body></office:document-content>
"""


def ods_bytes(example: Example, rows: Table) -> bytes:
    """One sheet, its header in bold below the title rows."""
    lines = [_row([title]) for title in example.file.titles]
    lines += [_row(header, "rubrik") for header in header_rows(example.variables)]
    lines += [_row(row) for row in rows]
    content = CONTENT.format(sheet=quoteattr(example.file.sheet), rows="\n".join(lines))
    files = {"mimetype": KIND, "META-INF/manifest.xml": MANIFEST, "content.xml": content}
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        for name, text in files.items():
            entry = ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            packed.writestr(entry, text.encode())
    return out.getvalue()


def _row(row: list[object], look: str = "") -> str:
    return f"<table:table-row>{''.join(_cell(cell, look) for cell in row)}</table:table-row>"


def _cell(cell: object, look: str) -> str:
    if cell is None:
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if isinstance(cell, (int, float)):
        kind = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, date):
        look, kind = "datum", f'office:value-type="date" office:date-value="{cell}"'
    style = f' table:style-name="{look}"' if look else ""
    return (
        f"<table:table-cell {kind}{style}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
    )
