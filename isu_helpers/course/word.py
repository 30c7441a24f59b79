"""Blocks as a Word file: real heading styles, lists and tables, in Swedish, for A4."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from ..excel import ACCENT, INK, LINE, TINT
from .blocks import HEADING, ITEM, NUMBERED, PARAGRAPH, QUOTE, TABLE, Block, Line, column_shares
from .looks import FONT, LANGUAGE, MAKER

STYLES = {ITEM: "List Bullet", NUMBERED: "List Number", QUOTE: "Intense Quote"}
DEEPEST = 3  # the levels of lists that Word's own styles have
SIZES = {"Heading 1": 22, "Heading 2": 15, "Heading 3": 12}
SPACE = {"Heading 1": (0, 10), "Heading 2": (16, 5), "Heading 3": (12, 4)}
MARGIN, WIDTH = Cm(2.3), Cm(21 - 2 * 2.3)
LEADS = {(PARAGRAPH, kind) for kind in (ITEM, NUMBERED, TABLE)}  # not parted by a page
LETTERS = 75  # of a line, in the text's own size
AFTER_LIST, AFTER_TABLE = Pt(9), Pt(10)


def to_docx(blocks: Sequence[Block], *, title: str) -> bytes:
    """The Word file of some blocks."""
    document = new_document()
    _set_page(document)
    _set_styles(document)
    _set_properties(document, title)
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


def _set_properties(document: Document, title: str) -> None:
    told = document.core_properties
    told.title, told.author, told.language, told.comments = title, MAKER, LANGUAGE, ""
    told.last_modified_by = MAKER


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
        return document.paragraphs[-1]._p.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    style = document.styles[_style(block)].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


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
