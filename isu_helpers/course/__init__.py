"""Write the material of one course: a page of each text, and a file that a trainer edits."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import IsuError
from ..files import write_whole
from ..publish.blocks import Block, blocks
from ..publish.word import to_docx
from .occasion import Occasion, day_in_words, facts, read_occasion
from .sheet import Preview, preview, title_of, to_deck, to_index, to_page
from .slides import Draft, to_pptx
from .texts import Text, documents, texts

__all__ = ["Preview", "facts", "preview", "render_course"]

SLIDES = "pptx"
TITLE = "Material för utbildare"
WRITTEN = "  ({i} av {n}) {file}"
EDITED = (
    "Mappen «{folder}» har redan {file}. Väntade en mapp utan, så att dina ändringar inte skrivs "
    "över. Välj en annan mapp med --ut, eller lägg till --skriv-over."
)


def render_course(
    out: str | Path,
    *,
    report: Callable[[str], object] = print,
    overwrite: bool = False,
    **facts: Any,
) -> list[Path]:
    """Write invitation, programmes, guide and slides, and a start page; the files in order.

    Parameters
    ----------
    out
        The folder, which is made where it is not there.
    report
        Takes a line for each file.
    overwrite
        ``False`` stops before the first file where one to edit is there already.
    facts
        As `read_occasion`: ``upplagg``, ``datum`` to ``datum4``, ``plats``, ``starttid``,
        ``utbildare``, ``sista_dag``, ``kontakt``, ``pa_natet``.

    Raises
    ------
    IsuError
        In Swedish, when a fact or a notebook does not hold, or files would be lost.
    """
    occasion, folder = read_occasion(**facts), Path(out)
    if not overwrite:
        _check_unwritten(folder, occasion)
    files = dict(_files(occasion))
    for i, (name, content) in enumerate(files.items(), start=1):
        write_whole(folder / name, content)
        report(WRITTEN.format(i=i, n=len(files), file=(folder / name).as_posix()))
    return [folder / name for name in files]


def _check_unwritten(folder: Path, occasion: Occasion) -> None:
    for document in documents(occasion):
        if (folder / document.file).exists():
            raise IsuError(EDITED.format(folder=folder.as_posix(), file=document.file))


def _files(occasion: Occasion) -> Iterator[tuple[str, str | bytes]]:
    """Each file's name and content, the start page first."""
    place = _place(occasion)
    yield "index.html", to_index(documents(occasion), title=TITLE, place=place)
    for document in documents(occasion):
        read = texts(document.stem, occasion, document.number)
        title, is_slides = title_of(read), document.form == SLIDES
        yield document.file, _slides(read, title) if is_slides else _word(read, title)
        yield document.page, to_deck(read) if is_slides else to_page(read, place=place)


def _word(read: list[Text], title: str) -> bytes:
    return to_docx([block for text in read for block in blocks(text.soup)], title=title)


def _slides(read: list[Text], title: str) -> bytes:
    return to_pptx(_drafts(read), title=title)


def _drafts(read: list[Text]) -> list[Draft]:
    """A slide for each cell, with the notes that stand after it."""
    drafts: list[Draft] = []
    for text in read:
        found = tuple(blocks(text.soup))
        if text.is_note and drafts:
            last = drafts.pop()
            drafts.append(replace(last, notes=last.notes + _spoken(found)))
        else:
            drafts.append(Draft(text.id, found, figure=text.figure))
    return drafts


def _spoken(found: tuple[Block, ...]) -> tuple[str, ...]:
    return tuple(block.text for block in found)


def _place(occasion: Occasion) -> str:
    """The place and the days as the head of a page tells of them; empty where neither is known."""
    days = [day_in_words(day) for day in occasion.days if day]
    return " · ".join(filter(None, [occasion.place, *days]))
