"""The words of a slide: a line with its faces, a paragraph with its bullet, a speaker's note."""

from collections.abc import Sequence

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Inches, Pt

from .blocks import ITEM, NUMBERED, Block, Line, Run
from .fitting import GAP

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
