"""Texts as slides to edit: one cell a slide, and its note for the one who speaks."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any

from pptx import Presentation as new_presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.slide import Slide, SlideLayout
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Length, Pt

from ..errors import IsuError
from ..excel import ACCENT, INK, LINE, TINT, WHITE
from ..publish.blocks import (
    FONT,
    HEADING,
    ITEM,
    LANGUAGE,
    MAKER,
    NUMBERED,
    TABLE,
    Block,
    Line,
    Run,
    column_shares,
    lines_filled,
    told_by,
    words,
)
from .figures import GIVES, Figure, Step
from .look import (
    BODY_BOX,
    BROAD,
    CONTENT,
    DIVIDER,
    LEFT,
    NUMBER,
    OPENING,
    OPENING_TEXT_SIZE,
    SMALLEST,
    placeholders_of,
    set_look,
)

# How large a slide's text can be and still have room.

SIZES, TABLE_SIZES = (32, 30, 28, 26, 24, 22, SMALLEST), (24, 22, 20, 18)
LETTER = 0.53  # how wide an average letter is, as a part of the size; wide of Arial's 0.5
LEADING, GAP = 1.2, 0.45  # the height of a line and the space after a paragraph, likewise
INDENT = Inches(0.4)
SIDE, ABOVE = Inches(0.12), Inches(0.05)  # room within a table's cell


def fitting_size(texts: Sequence[str], box: tuple[Length, Length]) -> int:
    """The largest size in points at which the paragraphs fit the box; 0 where none does.

    Parameters
    ----------
    box
        Width and height.

    Examples
    --------
    >>> fitting_size(["Kort"], (Inches(11), Inches(5)))
    32
    """
    sizes = (size for size in SIZES if text_height(texts, box[0], size) <= box[1])
    return next(sizes, 0)


def text_height(texts: Sequence[str], width: Length, size: int) -> int:
    """How high the paragraphs stand at a size, in EMU."""
    lines = sum(line_count(text, width - INDENT, size) for text in texts)
    return ceil(Pt(size) * (lines * LEADING + len(texts) * GAP))


def row_heights(rows: Sequence[Sequence[Line]], widths: Sequence[Emu], size: int) -> list[Emu]:
    """How high each row of a table stands at a size."""
    inner = [width - 2 * SIDE for width in widths]
    lines = [
        max(line_count(words(c), w, size) for c, w in zip(row, inner, strict=True)) for row in rows
    ]
    return [Emu(ceil(Pt(size) * LEADING * n) + 2 * ABOVE) for n in lines]


def line_count(text: str, width: int, size: int) -> int:
    """How many lines a text takes at a size, at most."""
    return lines_filled(text, int(width / (Pt(size) * LETTER)))


# The words of a slide: a line with its faces, a paragraph with its bullet, a speaker's note.

NUMBER_INDENT = Inches(0.6)


def set_paragraph(paragraph: _Paragraph, block: Block, size: int) -> None:
    """Give a paragraph its size, and its number or bullet if it is an item."""
    paragraph.level = block.level if block.kind in (ITEM, NUMBERED) else 0
    paragraph.space_after = Pt(size * GAP)
    for run in paragraph.runs:
        run.font.size = Pt(size)
    settings = paragraph._p.get_or_add_pPr()
    if block.kind == NUMBERED:
        settings.set("marL", str(NUMBER_INDENT))
        settings.set("indent", str(-NUMBER_INDENT))
        settings.append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod"/>'))
    elif block.kind != ITEM:
        settings.set("marL", "0")
        settings.set("indent", "0")
        settings.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def write_line(paragraph: _Paragraph, line: Line) -> None:
    """Write a line in Swedish, with its faces."""
    for piece in line:
        first, *others = piece.text.split("\n")
        _add_run(paragraph, piece, first)
        for text in others:
            paragraph.add_line_break()
            _add_run(paragraph, piece, text)


def _add_run(paragraph: _Paragraph, piece: Run, text: str) -> None:
    if not text:
        return
    run = paragraph.add_run()
    run.text, run.font.language_id = text, MSO_LANGUAGE_ID.SWEDISH
    run.font.bold, run.font.italic = piece.is_bold or None, piece.is_italic or None


def write_notes(frame: TextFrame, notes: Sequence[str]) -> None:
    """Write what the speaker has before them, a paragraph each."""
    frame.text = "\n".join(notes)
    for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
        run.font.language_id = MSO_LANGUAGE_ID.SWEDISH


# A table on a slide of its own.

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
    for i, width in enumerate(widths):
        shape.table.columns[i].width = width
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


# A figure: a picture as large as there is room for, or the steps in a row.

FIGURE_BOX = (LEFT, Inches(1.75), BROAD, Inches(4.1))
UNDER_BOX = (LEFT, Inches(5.95), BROAD, Inches(0.85))
BETWEEN, STEP_HEIGHT, ARROW = Inches(0.5), Inches(2.9), Inches(0.34)
STEP_SIZE, UNDER_SIZE = 22, 24


def add_figure(slide: Slide, figure: Figure) -> None:
    """Put a figure under the title: a picture with its words beside it unseen, or the steps."""
    if figure.steps:
        _add_steps(slide, figure)
        return
    left, top, broad, tall = FIGURE_BOX
    shape = slide.shapes.add_picture(BytesIO(figure.picture), left, top, width=broad)
    if shape.height > tall:
        shape.width, shape.height = Emu(shape.width * tall // shape.height), tall
    shape.left = Emu(left + (broad - shape.width) // 2)
    shape.top = Emu(top + (tall - shape.height) // 2)
    shape._element.find(f".//{qn('p:cNvPr')}").set("descr", figure.alt)


def _add_steps(slide: Slide, figure: Figure) -> None:
    count = len(figure.steps)
    breadth = (BROAD - BETWEEN * (count - 1)) // count
    top = Emu(FIGURE_BOX[1] + (FIGURE_BOX[3] - STEP_HEIGHT) // 2)
    for place, step in enumerate(figure.steps):
        left = Emu(LEFT + place * (breadth + BETWEEN))
        _add_step(slide, step, (left, top, Emu(breadth), STEP_HEIGHT))
        if place:
            at = Emu(left - (BETWEEN + ARROW) // 2)
            middle = Emu(top + (STEP_HEIGHT - ARROW) // 2)
            arrow = slide.shapes.add_shape(MSO_SHAPE.RIGHT_ARROW, at, middle, ARROW, ARROW)
            _paint(arrow, ACCENT)


def _add_step(slide: Slide, step: Step, box: tuple[Length, ...]) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box)
    _paint(shape, TINT)
    shape.name = step.number
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = SIDE
    told = ((step.number, ACCENT), (step.name, INK), (GIVES.format(gives=step.gives), INK))
    for place, (text, colour) in enumerate(told):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(STEP_SIZE * GAP)
        write_line(paragraph, (Run(text, is_bold=place == 1),))
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(STEP_SIZE), FONT
            run.font.color.rgb = RGBColor.from_string(colour)


def _paint(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.color.rgb = RGBColor.from_string(ACCENT)
    shape.shadow.inherit = False


# Texts as slides to edit: one cell a slide, and its note for the one who speaks.

TOO_MUCH = (
    "Bilden «{title}» har mer text än som får plats. Väntade kort text i stor stil. "
    "Dela rutan «{cell}» i två."
)
TABLE_ALONE = (
    "Bilden «{title}» har en tabell och något mer. Väntade tabellen för sig. "
    "Dela rutan «{cell}» i två."
)
NO_TITLE = "Rutan «{cell}» saknar rubrik. Väntade en bild med rubrik. Börja rutan med «## »."


@dataclass(frozen=True)
class Draft:
    """A slide to be: its cell's name, what it shows, and what the speaker has before them."""

    cell: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    figure: Figure | None = None

    @property
    def title(self) -> Block:
        """The heading that the slide begins with.

        Raises
        ------
        IsuError
            In Swedish, when it begins with something else.
        """
        if not self.blocks or self.blocks[0].kind != HEADING:
            raise IsuError(NO_TITLE.format(cell=self.cell))
        return self.blocks[0]

    def refused(self, message: str) -> IsuError:
        """The Swedish error of a slide that can't be made."""
        return IsuError(message.format(title=self.title.text, cell=self.cell))


def to_pptx(drafts: Sequence[Draft], *, title: str) -> bytes:
    """The presentation: the first slide opens, other main headings divide, the rest tell.

    Raises
    ------
    IsuError
        In Swedish, when a slide has no heading or more than it has room for.
    """
    show = new_presentation()
    set_look(show)
    told_by(show, title=title, maker=MAKER)
    for place, draft in enumerate(drafts):
        _add_slide(show, draft, is_first=place == 0)
    out = BytesIO()
    show.save(out)
    return out.getvalue()


def _add_slide(show: Presentation, draft: Draft, *, is_first: bool) -> None:
    place = CONTENT if draft.title.level > 1 else OPENING if is_first else DIVIDER
    layout, rest = show.slide_layouts[place], draft.blocks[1:]
    slide = show.slides.add_slide(layout)
    write_line(slide.shapes.title.text_frame.paragraphs[0], draft.title.line)
    body = slide.placeholders[1]
    if draft.figure:
        add_figure(slide, draft.figure)
        body.left, body.top, body.width, body.height = UNDER_BOX
    if rest and rest[0].kind != TABLE:
        _write_body(body.text_frame, draft, is_content=place == CONTENT)
    else:
        body.element.getparent().remove(body.element)
    if any(block.kind == TABLE for block in rest):
        _add_table(slide, draft)
    _number(slide, layout)
    if draft.notes:
        write_notes(slide.notes_slide.notes_text_frame, draft.notes)


def _write_body(frame: TextFrame, draft: Draft, *, is_content: bool) -> None:
    lines, box = draft.blocks[1:], UNDER_BOX if draft.figure else BODY_BOX
    size = fitting_size([b.text for b in lines], box[2:]) if is_content else OPENING_TEXT_SIZE
    if size < SMALLEST:
        raise draft.refused(TOO_MUCH)
    size = min(size, UNDER_SIZE) if draft.figure else size
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for place, block in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        write_line(paragraph, block.line)
        if is_content:
            set_paragraph(paragraph, block, size)


def _add_table(slide: Slide, draft: Draft) -> None:
    if len(draft.blocks) > 2:
        raise draft.refused(TABLE_ALONE)
    if not add_table(slide, draft.blocks[1], draft.title.text):
        raise draft.refused(TOO_MUCH)


def _number(slide: Slide, layout: SlideLayout) -> None:
    """Give a slide the number that its layout has room for."""
    for shape in placeholders_of(layout):
        if shape.placeholder_format.idx == NUMBER:
            own = deepcopy(shape.element)
            for run in own.iter(qn("a:rPr"), qn("a:endParaRPr")):
                run.set("lang", LANGUAGE)
            slide.element.cSld.spTree.append(own)
