"""The look of all slides, set once in the layouts, where a trainer can change it."""

from collections.abc import Mapping
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Inches, Length

from ..excel import ACCENT, INK, WHITE
from ..publish.blocks import FONT

SMALLEST = 20  # points, of text in a body
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, BROAD = Inches(0.9), Inches(11.5)
TITLE_BOX = (LEFT, Inches(0.55), BROAD, Inches(1.05))
BODY_BOX = (LEFT, Inches(1.85), BROAD, Inches(4.85))
OPENING_TITLE = (LEFT, Inches(2.0), BROAD, Inches(1.6))
OPENING_TEXT = (LEFT, Inches(3.8), BROAD, Inches(2.4))
NUMBER_BOX = (Inches(11.5), Inches(6.9), Inches(0.9), Inches(0.4))
EDGE = Inches(0.22)
OPENING, CONTENT, DIVIDER = 0, 1, 2  # python-pptx's own layouts that are kept
NAMES = ("Startbild", "Innehåll", "Nytt pass")
TITLE_SIZE, OPENING_SIZE, OPENING_TEXT_SIZE, NUMBER_SIZE = 36, 44, 26, 14
DATE, FOOTER, NUMBER = 10, 11, 12  # the placeholders' places in the layouts
NUMBER_IN_MASTER = 4


def set_look(show: Presentation) -> None:
    """Give an empty presentation its size, its three layouts, its face and its colours."""
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    for layout in list(show.slide_layouts)[len(NAMES) :]:
        show.slide_layouts.remove(layout)
    _set_text(show.slide_master.element)
    _place(show.slide_master, {0: TITLE_BOX, 1: BODY_BOX, NUMBER_IN_MASTER: NUMBER_BOX})
    for layout, name in zip(show.slide_layouts, NAMES, strict=True):
        layout.element.cSld.set("name", name)
        if layout == show.slide_layouts[CONTENT]:
            _set_content(show, layout)
        else:
            _set_coloured(layout)


def _set_content(show: Presentation, layout: SlideLayout) -> None:
    _drop(layout, (DATE, FOOTER))
    _place(layout, {0: TITLE_BOX, 1: BODY_BOX, NUMBER: NUMBER_BOX})
    number = next(s for s in placeholders_of(layout) if s.placeholder_format.idx == NUMBER)
    _set_own_text(number, NUMBER_SIZE, INK, side="r")
    _add_edge(show, layout)


def _set_coloured(layout: SlideLayout) -> None:
    """White text from the left on the colour, for the slides that open and divide."""
    _drop(layout, (DATE, FOOTER, NUMBER))
    _place(layout, {0: OPENING_TITLE, 1: OPENING_TEXT})
    layout.background.fill.solid()
    layout.background.fill.fore_color.rgb = RGBColor.from_string(ACCENT)
    title, text = placeholders_of(layout)
    _set_own_text(title, OPENING_SIZE, WHITE, is_bold=True)
    _set_own_text(text, OPENING_TEXT_SIZE, WHITE)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    text.text_frame.vertical_anchor = MSO_ANCHOR.TOP


def placeholders_of(owner: SlideLayout | SlideMaster) -> list[Any]:
    """The placeholders of a layout or of the master."""
    places: Any = owner.placeholders  # pptx tells wrongly how they are gone through
    return list(places)


def _place(owner: SlideLayout | SlideMaster, boxes: Mapping[int, tuple[Length, ...]]) -> None:
    for shape in placeholders_of(owner):
        if shape.placeholder_format.idx in boxes:
            shape.left, shape.top, shape.width, shape.height = boxes[shape.placeholder_format.idx]


def _drop(layout: SlideLayout, places: tuple[int, ...]) -> None:
    for shape in list(layout.placeholders):
        if shape.placeholder_format.idx in places:
            shape.element.getparent().remove(shape.element)


def _set_text(master: BaseOxmlElement) -> None:
    """Set face, colour and alignment where all slides take theirs from."""
    title = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    _set_run(title.find(qn("a:defRPr")), TITLE_SIZE, ACCENT, is_bold=True)
    for level in master.find(f".//{qn('p:bodyStyle')}"):
        _set_run(level.find(qn("a:defRPr")), SMALLEST, INK)


def _set_run(run: BaseOxmlElement, size: int, color: str, *, is_bold: bool = False) -> None:
    run.set("sz", str(size * 100))
    run.set("b", str(int(is_bold)))
    fill = run.find(qn("a:solidFill"))
    fill.clear()
    fill.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{color}"/>'))
    run.find(qn("a:latin")).set("typeface", FONT)


def _set_own_text(
    shape: LayoutPlaceholder, size: int, color: str, *, is_bold: bool = False, side: str = "l"
) -> None:
    """Set the text of one of a layout's placeholders apart from the master's."""
    body: Any = shape.element.txBody
    style = (
        f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="{side}"><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{int(is_bold)}" cap="none"><a:solidFill>'
        f'<a:srgbClr val="{color}"/></a:solidFill><a:latin typeface="{FONT}"/></a:defRPr>'
        "</a:lvl1pPr></a:lstStyle>"
    )
    body.replace(body.find(qn("a:lstStyle")), parse_xml(style))


def _add_edge(show: Presentation, layout: SlideLayout) -> None:
    """Draw the coloured edge at the left of a layout, by way of a slide that is gone after."""
    slide = show.slides.add_slide(layout)
    edge = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, EDGE, HEIGHT)
    edge.fill.solid()
    edge.fill.fore_color.rgb = RGBColor.from_string(ACCENT)
    edge.line.fill.background()
    edge.shadow.inherit = False
    layout.element.cSld.spTree.insert(2, edge.element)
    (only,) = show.element.sldIdLst
    show.part.drop_rel(only.rId)
    show.element.sldIdLst.remove(only)
