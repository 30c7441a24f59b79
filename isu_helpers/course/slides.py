"""Texts as slides to edit: one cell a slide, and its note for the one who speaks."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO

from pptx import Presentation as new_presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide, SlideLayout
from pptx.text.text import TextFrame

from ..errors import IsuError
from .blocks import HEADING, TABLE, Block
from .fitting import SMALLEST, fitting_size
from .looks import LANGUAGE, MAKER
from .slide_look import BODY_BOX, CONTENT, DIVIDER, NUMBER, OPENING, OPENING_TEXT_SIZE, set_look
from .slide_table import add_table
from .slide_text import set_paragraph, write_line, write_notes

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
    told = show.core_properties
    told.title, told.author, told.language, told.comments = title, MAKER, LANGUAGE, ""
    told.last_modified_by = MAKER
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
    lines = draft.blocks[1:]
    size = fitting_size([b.text for b in lines], BODY_BOX[2:]) if is_content else OPENING_TEXT_SIZE
    if size < SMALLEST:
        raise draft.refused(TOO_MUCH)
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
    for shape in layout.placeholders:
        if shape.placeholder_format.idx == NUMBER:
            own = deepcopy(shape.element)
            for run in own.iter(qn("a:rPr"), qn("a:endParaRPr")):
                run.set("lang", LANGUAGE)
            slide.element.cSld.spTree.append(own)
