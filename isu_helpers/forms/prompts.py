"""Questions for the group, by id: a form where somebody sits, the saved answer everywhere else."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ipywidgets import HTML, Accordion, Button, VBox, Widget
from markupsafe import Markup

from ..configuration import area_of
from ..content import NOTEBOOK, notebooks, prompts, render
from ..errors import IsuError
from ..run import active, current
from ..wording import listing
from ..workbook import ANSWERS, Workbook
from ..workbook.note import answer_id
from .field import text_field
from .page import Page, said

KEEP = "Låt det som står i rutan gälla"
IF_TIME = "Om ni hinner: {question}"
CORE, NO_LONGER, ADULTS = "karna", "tidigare", "vuxna"
OF_ADULTS = ("ekonomiskt_bistand", "familjeratt", "skadligt_bruk", "vald_i_nara_relationer")
NO_PROMPT = "there is no prompt {id!r}; there are {ids}"


class Prompt(Page):
    """One question to talk about and write down an answer to.

    Attributes
    ----------
    id, question, help, example, source
        As in content/prompts, with what the area of the run says otherwise.
    about
        The id of what it is asked about; empty where it is asked once.
    is_core
        Whether every group answers it; the others are folded until they are answered.
    is_asked
        False of one that is asked elsewhere now: it is seen where somebody has answered it.
    """

    def __init__(self, id: str, book: Workbook, about: str = "") -> None:
        if id not in prompts():
            raise ValueError(NO_PROMPT.format(id=id, ids=listing(prompts())))
        entry = for_area(prompts()[id])
        self.id, self.about, self.book = id, about, book
        self.question, self.help = str(entry["fraga"]), str(entry["hjalp"])
        self.example, self.source = str(entry["exempel"]), str(entry["kalla"])
        self.is_core, self.is_asked = is_core(id), is_asked(id)

    def __repr__(self) -> str:
        return self.question

    @property
    def answer(self) -> str:
        """What the group has answered."""
        return self.book.answer(self.id, self.about)

    @property
    def html(self) -> Markup:
        """The question with the saved answer, or with lines to write on by hand.

        Without an answer one for those who have time is folded, and one no longer asked is gone.
        """
        answer = said(self.book, ANSWERS, answer_id(self.id, self.about))
        if answer or self.is_core:
            return render("forms/prompts", "prompt", prompt=self, answer=answer)
        if not self.is_asked:
            return Markup()
        told = IF_TIME.format(question=self.question)
        return render("forms/prompts", "folded", prompt=self, told=told)

    def widget(self) -> Widget:
        """The question with a field that saves while one writes, folded as in a handout."""
        whole = self._whole()
        if self.answer or self.is_core:
            return whole
        if not self.is_asked:
            return VBox()
        title = IF_TIME.format(question=self.question)
        return Accordion([whole], titles=(title,), selected_index=None)

    def _whole(self) -> VBox:
        self.field = text_field(self.question, self.answer, self._put).follow(self.book)
        self.others, intro = VBox(), HTML(render("forms/prompts", "intro", prompt=self))
        whole = VBox([intro, self.field.widget, self.others])
        for part, name in ((whole, "fraga"), (intro, "inledning"), (self.others, "samtidigt")):
            part.add_class(f"isu-{name}")
        self._show_others()
        return whole

    def _put(self, words: str, seen: str) -> str:
        told = self.book.save(self.id, words, seen, self.about)
        self._show_others()
        return told

    def _show_others(self) -> None:
        """Show what others have written at the same time, and let the writer choose.

        Of a file that somebody has broken the line under the field tells.
        """
        id, written = answer_id(self.id, self.about), []
        with suppress(IsuError):
            written = [c for c in self.book.conflicts if (c.section, c.id) == (ANSWERS, id)]
        others = [t for c in written for t in c.texts if t != self.field.part.value]
        if not others:
            self.others.children = ()
            return
        keep = Button(description=KEEP)
        keep.add_class("isu-knapp")
        keep.on_click(lambda _: self._resolve(id))
        self.others.children = (HTML(render("forms/prompts", "others", texts=others)), keep)

    def _resolve(self, id: str) -> None:
        self.field.tell(self.book.resolve(ANSWERS, id, self.field.part.value))
        self._show_others()


def prompt(id: str) -> Prompt:
    """The question of that id, as the area of the run asks it.

    Parameters
    ----------
    id
        As in content/prompts, such as ``"behov-iakttagelser"``.

    Returns
    -------
    Prompt
        A field that saves while one writes, where somebody sits; in a handout the answer, or
        lines for a pen. ``.answer`` is what the group has written.

    Raises
    ------
    ValueError
        When there is no such prompt.
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> prompt("behov-iakttagelser").id
    'behov-iakttagelser'
    """
    return Prompt(id, active().workbook)


def is_asked(id: str) -> bool:
    """Whether the question is asked; else it is asked elsewhere, and only what is written stays.

    Examples
    --------
    >>> is_asked("fil-var"), is_asked("insamling-skydd")
    (True, False)
    """
    return not prompts()[id].get(NO_LONGER)


def is_core(id: str) -> bool:
    """Whether every group answers it, by content/notebooks.yaml.

    Examples
    --------
    >>> is_core("skaver"), is_core("vad-andra-sett")
    (True, False)
    """
    return id in notebooks()[prompts()[id][NOTEBOOK]][CORE]


def for_area(entry: Mapping[str, Any], omrade: str | None = None) -> dict[str, Any]:
    """A prompt's fields, as the area sharpens them.

    Parameters
    ----------
    omrade
        Words for the area; those of the run's settings where they are not given.
    """
    run = current()
    words = omrade if omrade is not None else run.settings.omrade if run else ""
    area = area_of(words)
    sharper = entry.get("omraden", {})
    kinds = [area.measures, *([ADULTS] if area.id in OF_ADULTS else []), area.id] if area else []
    return {**entry, **{k: v for kind in kinds for k, v in sharper.get(kind, {}).items()}}
