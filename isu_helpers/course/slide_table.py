"""A table on a slide of its own."""

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Emu, Inches, Pt

from ..excel import ACCENT, INK, LINE, TINT, WHITE
from .blocks import Block, Line, column_shares
from .fitting import SIDE, TABLE_SIZES, row_heights
from .looks import FONT
from .slide_look import BODY_BOX, BROAD
from .slide_text import write_line

LETTERS = 60  # of a line, in the largest size


def add_table(slide: Slide, block: Block, name: str) -> bool:
    """Write a table in as large a type as it has room for; whether it had any."""
    widths = [Emu(int(BROAD * share)) for share in column_shares(block, LETTERS)]
    heights = {size: row_heights(block.rows, widths, size) for size in TABLE_SIZES}
    size = next((s for s in TABLE_SIZES if sum(heights[s]) <= BODY_BOX[3]), None)
    if size is None:
        return False
    place = (*BODY_BOX[:3], Emu(sum(heights[size])))
    shape = slide.shapes.add_table(len(block.rows), len(widths), *place)
    shape.name = name
    for column, width in zip(shape.table.columns, widths, strict=True):
        column.width = width
    for row, height, lines in zip(shape.table.rows, heights[size], block.rows, strict=True):
        row.height = height
        for cell, line in zip(row.cells, lines, strict=True):
            _write_cell(cell, line, size, is_head=lines is block.rows[0])
    return True


def _write_cell(cell: _Cell, line: Line, size: int, *, is_head: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(TINT if is_head else WHITE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.margin_left = cell.margin_right = SIDE
    paragraph = cell.text_frame.paragraphs[0]
    write_line(paragraph, line)
    for run in paragraph.runs:
        run.font.name, run.font.size = FONT, Pt(size)
        run.font.color.rgb = RGBColor.from_string(ACCENT if is_head else INK)
    edge = (
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill>'
        "</a:lnB>"
    )
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(edge))
