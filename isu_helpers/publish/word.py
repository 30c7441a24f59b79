"""Blocks as a Word file: real heading styles, lists and tables, in Swedish, for A4."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx import Document as open_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ..excel import ACCENT, INK, LINE, TINT
from ..show import model
from ..wording import clean
from .blocks import (
    FONT,
    HEADING,
    ITEM,
    LANGUAGE,
    MAKER,
    NUMBERED,
    PARAGRAPH,
    QUOTE,
    TABLE,
    Block,
    Line,
    Run,
    column_shares,
    told_by,
    words,
)
from .story import Part

STYLES = {ITEM: "List Bullet", NUMBERED: "List Number", QUOTE: "Intense Quote"}
DEEPEST = 3  # the levels of lists that Word's own styles have
SIZES = {"Heading 1": 22, "Heading 2": 15, "Heading 3": 12}
SPACE = {"Heading 1": (0, 10), "Heading 2": (16, 5), "Heading 3": (12, 4)}
MARGIN, WIDTH = Cm(2.3), Cm(21 - 2 * 2.3)
LEADS = {(PARAGRAPH, kind) for kind in (ITEM, NUMBERED, TABLE)}  # not parted by a page
LETTERS = 75  # of a line, in the text's own size
AFTER_LIST, AFTER_TABLE = Pt(9), Pt(10)


def to_docx(
    blocks: Sequence[Block], *, title: str, maker: str = MAKER, when: datetime | None = None
) -> bytes:
    """The Word file of some blocks; ``when`` is the date that it tells of itself."""
    document = new_document()
    _set_page(document)
    _set_styles(document)
    told_by(document, title=title, maker=maker, when=when)
    kinds = ["", *(block.kind for block in blocks), ""]
    for block, before, after in zip(blocks, kinds, kinds[2:], strict=False):
        _add(document, block, before, after)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Cm(1.9)
    _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Paragraph) -> None:
    """Write the field that Word fills with the page's number."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _set_styles(document: Document) -> None:
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), LANGUAGE)
    _set_face(document.styles["Normal"], 11, INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(7)
    for name, size in SIZES.items():
        style = document.styles[name]
        _set_face(style, size, INK if name == "Heading 3" else ACCENT)
        before, after = SPACE[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before), Pt(after)
        )  # fmt: skip
        style.paragraph_format.keep_with_next = True
    _set_face(document.styles["Intense Quote"], 11, ACCENT)
    for line in document.styles["Table Grid"].element.find(f".//{qn('w:tblBorders')}"):
        line.set(qn("w:color"), LINE)
    for kind in ("List Bullet", "List Number"):
        document.styles[kind].paragraph_format.space_after = Pt(3)


def _set_face(style: ParagraphStyle, size: int, color: str) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)  # a theme's font would win over the named one
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _add(document: Document, block: Block, before: str, after: str) -> None:
    """Write a block, with room for the kinds of block that stand around it."""
    if block.kind == TABLE:
        _add_table(document, block)
    elif block.kind == HEADING:
        _write(document.add_heading(level=min(block.level, 3)), block.line)
    else:
        layout = _add_paragraph(document, block).paragraph_format
        layout.space_before = AFTER_TABLE if before == TABLE else None
        layout.keep_with_next = (block.kind, after) in LEADS or None


def _add_paragraph(document: Document, block: Block) -> Paragraph:
    number = _list_number(document, block) if block.kind == NUMBERED else None
    paragraph = document.add_paragraph(style=_style(block))
    _write(paragraph, block.line)
    if number is not None:
        settings = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        settings.get_or_add_ilvl().val, settings.get_or_add_numId().val = 0, number
    if block.is_last:
        paragraph.paragraph_format.space_after = AFTER_LIST
    return paragraph


def _style(block: Block) -> str | None:
    name = STYLES.get(block.kind)
    deeper = min(block.level, DEEPEST - 1)
    return f"{name} {deeper + 1}" if name and deeper else name


def _write(paragraph: Paragraph, line: Line) -> None:
    for piece in line:
        run = paragraph.add_run(piece.text)
        run.bold, run.italic = piece.is_bold or None, piece.is_italic or None


def _list_number(document: Document, block: Block) -> int:
    """Which of the file's lists an item belongs to: a new one that begins at 1, or the last."""
    if not block.is_first:
        last: Any = document.paragraphs[-1]._p.pPr
        return int(last.numPr.numId.val)
    numbering = document.part.numbering_part.element
    style = document.styles[_style(block)].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _add_table(document: Document, block: Block) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
    table.autofit = False
    table.style = document.styles["Table Grid"]
    for column, share in zip(table.columns, column_shares(block, LETTERS), strict=True):
        column.width = Emu(int(WIDTH * share))
    for row, lines in zip(table.rows, block.rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column, line in zip(row.cells, table.columns, lines, strict=True):
            cell.width = column.width
            _write_cell(cell, line, is_head=lines is block.rows[0])
            cell.paragraphs[0].paragraph_format.keep_with_next = lines is not block.rows[-1]
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write_cell(cell: _Cell, line: Line, *, is_head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.line_spacing = 1
    _write(paragraph, line)
    if is_head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), TINT)
        cell._tc.get_or_add_tcPr().append(shade)
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor.from_string(ACCENT)


# What is shown as what a Word file is made of: blocks, tables with captions, pictures.

READ = re.compile(r"[ \t\r\n]+")
IN_BOLD, ON_SCREEN = "till", "forslag"  # what is set off, and what stands elsewhere in the file


@dataclass(frozen=True)
class Table:
    """A table: its block, its caption, and whether it holds figures.

    ``headings`` has the words of the rows that are a heading over all columns, by their place; in
    the block they are empty.
    """

    block: Block
    caption: str
    headings: dict[int, str]
    is_figures: bool


@dataclass(frozen=True)
class Picture:
    """A picture's file and what it shows, in words."""

    data: bytes
    alt: str


Item = Block | Table | Picture


def items(parts: Iterable[model.Part]) -> list[Item]:
    """What a Word file has of some parts, in order."""
    return [item for part in parts for item in _items(part)]


def _items(part: model.Part, is_bold: bool = False) -> Iterator[Item]:
    if isinstance(part, model.Bullets):
        yield from _list(part)
    elif isinstance(part, model.Notice):
        yield from _notice(part)
    elif isinstance(part, model.Table):
        yield _table(part)
    elif isinstance(part, model.Chart):
        yield Picture(part.picture(), part.short_alt)
    elif lines := _lines(part, is_bold):
        yield from (Block(PARAGRAPH, line) for line in lines)
    else:
        yield from _headed(part)
        is_bold = is_bold or (isinstance(part, model.Group) and part.look == IN_BOLD)
        for inner in getattr(part, "parts", ()):
            yield from _items(inner, is_bold)


def _lines(part: model.Part, is_bold: bool = False) -> list[Line]:
    """The paragraphs of words, each in its face."""
    if isinstance(part, model.Paragraph):
        lead = (Run(f"{_read(part.lead)} ", is_bold=True),) if part.lead else ()
        face = Run(_read(part.text), is_bold, part.is_italic or part.look == "fraga")
        return [(*lead, face)]
    if isinstance(part, model.Written):
        return [_broken(text, is_bold) for text in part.text.split("\n\n") if text.strip()]
    if isinstance(part, model.Pairs):
        return [(Run(" ".join(f"{_read(a)} {_read(b)}" for a, b in part.pairs)),)]
    return []


def _read(text: str) -> str:
    """A text as it is read: without what no file can hold, and with single blanks."""
    return READ.sub(" ", clean(text)).strip(" ")


def _broken(text: str, is_bold: bool) -> Line:
    """A text on as many lines as it has."""
    runs = [run for line in text.split("\n") for run in (Run("\n"), Run(_read(line), is_bold))]
    return tuple(run for run in runs[1:] if run.text)


def _headed(part: model.Part) -> Iterator[Block | Table | Picture]:
    """The heading of a section or a card, and the question as it was asked."""
    if isinstance(part, model.Card):
        line = (Run(_read(part.question)),)
        yield Block(HEADING, line, level=part.level) if part.level else Block(PARAGRAPH, line)
    if isinstance(part, model.Section):
        yield from [_heading(_read(part.heading), 3)] if part.heading else []
        yield from _items(model.Paragraph(part.question, "fraga")) if part.question else []


def _notice(part: model.Notice) -> Iterator[Block | Table | Picture]:
    yield from _items(model.Paragraph(part.lead)) if part.lead else []
    if part.lead:
        yield from _list(model.Bullets(part.texts))
    else:
        yield from (Block(PARAGRAPH, (Run(_read(text)),)) for text in part.texts)


def _list(part: model.Bullets) -> Iterator[Block]:
    kind, last = NUMBERED if part.is_numbered else ITEM, len(part.items) - 1
    for i, item in enumerate(part.items if part.look != ON_SCREEN else ()):
        yield Block(kind, _item(item), is_first=i == 0, is_last=i == last)


def _item(item: str | model.Linked | tuple[model.Part, ...]) -> Line:
    if isinstance(item, str):
        return (Run(_read(item)),)
    if isinstance(item, model.Linked):
        return (Run(_read(item.text + item.more)),)
    lines = [line for part in item for line in _lines(part)]
    return tuple(run for line in lines for run in (Run("\n"), *line))[1:]


def _table(part: model.Table) -> Table:
    rows, headings = [tuple(map(_cell, part.heads))], {}
    for body in part.bodies:
        if body.heading:
            headings[len(rows)] = _read(body.heading)
            rows.append(((),) * len(part.heads))
        rows += [tuple(map(_cell, (line.label, *line.cells))) for line in body.lines]
    block = Block(TABLE, rows=tuple(rows))
    return Table(block, _read(part.caption), headings, part.is_figures)


def _cell(cell: model.Cell) -> Line:
    """A cell's words, each part of it on a line of its own."""
    told = [words(line) for part in cell.parts for line in _lines(part)]
    told += [_read(text) for text in (cell.text, cell.beside, cell.word)]
    return (Run("\n".join(text for text in told if text)),)


# Parts as a Word file: headings, lists and tables with the styles of a course's documents.

WORD_MAKER = "isu dokument"
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # holds a picture's place until it is put there


def to_word(
    parts: Sequence[Part], *, title: str, about: Sequence[str], when: datetime | None = None
) -> bytes:
    """The file: a title, some lines about it, and each part under a heading.

    Parameters
    ----------
    about
        Paragraphs under the title.
    when
        The date that the file tells of itself; None for none.
    """
    found = list(_found(parts, title, about))
    blocks = [block for item in found for block in _blocks(item)]
    made = to_docx(blocks, title=title, maker=WORD_MAKER, when=when)
    document = open_document(BytesIO(made))
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
        yield from items(part.parts)


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
        breadth = Inches(model.BREADTH)
        shape = paragraph.runs[0].add_picture(BytesIO(picture.data), width=breadth)
        shape._inline.docPr.set("descr", picture.alt)
        paragraph.paragraph_format.keep_with_next = True
