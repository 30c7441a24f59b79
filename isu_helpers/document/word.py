"""Parts as a Word file: headings, lists and tables with the styles of a course's documents."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from docx import Document as open_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell

from ..course.blocks import HEADING, PARAGRAPH, Block, Run
from ..course.word import to_docx
from ..report import Part
from .reading import Item, Picture, Table, items

MAKER = "isu dokument"
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # holds a picture's place until it is put there
BREADTH = Cm(11)


def to_word(parts: Sequence[Part], *, title: str, about: Sequence[str]) -> bytes:
    """The file: a title, some lines about it, and each part under a heading.

    Parameters
    ----------
    about
        Paragraphs under the title.
    """
    found = list(_found(parts, title, about))
    document = open_document(BytesIO(to_docx([b for i in found for b in _blocks(i)], title=title)))
    told = document.core_properties
    told.author = told.last_modified_by = MAKER
    tables = [item for item in found if isinstance(item, Table)]
    for table, item in zip(document.tables, tables, strict=True):
        _finish_table(table, item)
    _put_pictures(document, [item for item in found if isinstance(item, Picture)])
    _keep_together(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _keep_together(document: Document) -> None:
    """Let no page part a line in bold, such as a table's caption, from what follows it."""
    for paragraph in document.paragraphs:
        if paragraph.runs and all(run.bold for run in paragraph.runs):
            paragraph.paragraph_format.keep_with_next = True


def _found(parts: Sequence[Part], title: str, about: Sequence[str]) -> Iterator[Item]:
    yield _heading(title, 1)
    for line in about:
        yield Block(PARAGRAPH, (Run(line),))
    for part in parts:
        yield _heading(part.title, 2)
        yield from items(part.html)


def _heading(text: str, level: int) -> Block:
    return Block(HEADING, (Run(text),), level=level)


def _blocks(item: Item) -> Iterator[Block]:
    if isinstance(item, Block):
        yield item
    elif isinstance(item, Picture):
        yield Block(PARAGRAPH, (Run(PICTURE),))
    else:
        yield Block(PARAGRAPH, (Run(item.caption, is_bold=True),))
        yield item.block


def _finish_table(table: WordTable, item: Table) -> None:
    """Tell what a table holds, let its headings run over it, and figures stand to the right."""
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), item.caption)
        table._tbl.tblPr.append(told)
    for place, row in enumerate(table.rows):
        if place in item.headings:
            _head(row.cells[0].merge(row.cells[-1]), item.headings[place])
        elif item.is_figures:
            _set_right(row.cells[1:])
        else:
            _let_part(row.cells)
    _set_small(table)


def _head(cell: _Cell, words: str) -> None:
    """Let words stand alone in a merged cell, in bold."""
    cell.text = ""
    paragraph = cell.paragraphs[0]
    paragraph.add_run(words).bold = True
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    paragraph.paragraph_format.keep_with_next = True


def _let_part(cells: Iterable[_Cell]) -> None:
    """Let a page part a row from the next."""
    for paragraph in (paragraph for cell in cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = None


def _set_right(cells: Iterable[_Cell]) -> None:
    for paragraph in (paragraph for cell in cells for paragraph in cell.paragraphs):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_small(table: WordTable) -> None:
    for row in table.rows:
        for cell in row.cells:
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                run.font.size = Pt(9.5)


def _put_pictures(document: Document, pictures: Sequence[Picture]) -> None:
    """Put each picture in its place, with its alt text."""
    places = [p for p in document.paragraphs if p.text == PICTURE]
    for paragraph, picture in zip(places, pictures, strict=True):
        paragraph.runs[0].text = ""
        shape = paragraph.runs[0].add_picture(BytesIO(picture.data), width=BREADTH)
        shape._inline.docPr.set("descr", picture.alt)
