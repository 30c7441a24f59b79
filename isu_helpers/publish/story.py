"""The material of a presentation: chosen notes, answers and figures, as they may leave."""

from dataclasses import dataclass, replace
from functools import cached_property

from ..analysis import waiting_times
from ..codebook import SEX
from ..elsewhere.rates import rates
from ..forms import said
from ..forms.notes import fields_of, shown
from ..pages.observed import figures_of
from ..pages.proposals import Action, placed_actions
from ..records import Records
from ..run import of_records
from ..show import model, section_of
from ..show.html import html_of
from ..show.medians import spread_sections
from ..workbook import ACTIONS, ANSWERS, CONCLUSIONS, OBSERVATIONS, QUESTIONS, Note, Workbook
from ..workbook.note import answer_id

# What the group has chosen to show: everything, but for what it has taken away.

CHOICES = (OBSERVATIONS, CONCLUSIONS, ACTIONS)  # the lists that one chooses from
PROMPT, NO = "presentation-urval", "Visas inte"


def is_chosen(book: Workbook, id: str) -> bool:
    """Whether a note is to be shown.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> book = Workbook(mkdtemp())
    >>> id = book.add_observation("Lika ofta.")
    >>> told, before = choose(book, id, False), is_chosen(book, id)
    >>> before, choose(book, id, True)[:6], is_chosen(book, id)
    (False, 'Sparat', True)
    """
    return book.answer(PROMPT, id) != NO


def choose(book: Workbook, id: str, is_shown: bool) -> str:
    """Save whether a note is to be shown, and tell in Swedish how that went."""
    return book.save(PROMPT, "" if is_shown else NO, about=id)


# The material of a presentation: chosen notes, answers and figures, as they may leave.


class Story:
    """What a workbook holds to tell of, searched first.

    Parameters
    ----------
    records
        The people that the figures are about; they may be none.
    book
        Where the group has written.
    """

    def __init__(self, records: Records, book: Workbook) -> None:
        self.records, self.book = records, book

    def words(self, section: str, note: Note) -> tuple[model.Written, ...]:
        """The words of a note."""
        return _written(said(self.book, section, note.id))

    def told(self, section: str, note: Note) -> dict[str, tuple[str, str]]:
        """What a note tells besides its text, by the field's name: its label and its words."""
        names = {field["etikett"]: field["namn"] for field in fields_of(section)}
        return {names[label]: (label, words) for label, words in shown(section, note, self.book)}

    def answer(self, prompt_id: str, about: str = "") -> tuple[model.Written, ...]:
        """The answer to a prompt; nothing where there is none, or it is not to be shown."""
        if not is_chosen(self.book, prompt_id):
            return ()
        return _written(said(self.book, ANSWERS, answer_id(prompt_id, about)))

    @property
    def questions(self) -> list[Note]:
        """The group's questions."""
        return self.book.notes(QUESTIONS)

    @property
    def observations(self) -> list[Note]:
        """The observations that are to be shown."""
        return self._chosen(OBSERVATIONS)

    @property
    def conclusions(self) -> list[Note]:
        """The conclusions that are to be shown."""
        return self._chosen(CONCLUSIONS)

    @property
    def proposals(self) -> list[Note]:
        """The proposals that are to be shown."""
        return self._chosen(ACTIONS)

    @property
    def placed(self) -> list[Action]:
        """The same proposals by effort and benefit, with the numbers of this order."""
        return placed_actions(self.book, self.proposals)

    @cached_property
    def seen(self) -> list[tuple[list[Note], model.Section]]:
        """The observations with their figures; those of one table, or of none, are together."""
        by_address: dict[tuple[object, ...], list[Note]] = {}
        for note in self.observations:
            by_address.setdefault((note.variables, note.period), []).append(note)
        return [(notes, self._figures(notes[0])) for notes in by_address.values()]

    def _figures(self, note: Note) -> model.Section:
        """The figures of a note; of a number by sex alone its median and mean too."""
        shown = figures_of(note, self.records)
        of, *by = note.variables or ("",)
        sexes = {v.name for v in self.records.codebook.with_role(SEX)}
        if not shown.parts or note.period or not {*by} <= sexes:
            return shown
        return replace(shown, parts=(*shown.parts, *self._spreads.get(of, ())))

    @cached_property
    def _spreads(self) -> dict[str, tuple[model.Part, ...]]:
        """What is told of each number's median and mean, as far as that is out."""
        release = of_records(self.records).release(self.records)
        return {name: section.parts for name, section, _ in spread_sections(release)}

    @property
    def measured(self) -> list[model.Section]:
        """What no observation can be about and is to be shown; nothing where nothing is seen."""
        shown = self.to_measure if self.observations else {}
        return [section for id, section in shown.items() if is_chosen(self.book, id)]

    @cached_property
    def to_measure(self) -> dict[str, model.Section]:
        """Each time between two dates, and people per 1,000 inhabitants, as step 1 shows them.

        By what the choice to show it is saved under. What can't be told is left out.
        """
        if not len(self.records):
            return {}
        run = of_records(self.records)
        people = rates(self.records, run.settings.arbetsmapp, kommun=run.kommun)
        every = (*section_of(waiting_times(self.records)).parts, section_of(people))
        told = [s for s in every if isinstance(s, model.Section)
                and any(isinstance(part, model.Exhibit) for part in s.parts)]  # fmt: skip
        return {s.heading: s for s in told}

    def _chosen(self, section: str) -> list[Note]:
        return [n for n in self.book.notes(section) if is_chosen(self.book, n.id)]


def _written(text: str) -> tuple[model.Written, ...]:
    return (model.Written(text),) if text.strip() else ()


# A part of what is told: a heading and what stands under it.


@dataclass(frozen=True)
class Part:
    """A slide, or a section of a document.

    It holds only what may leave the arbetsmapp. ``kind`` tells how a slide looks: ``"budskap"``
    (large type), ``"bild"`` (a picture), ``"tabell"`` or ``""`` for text. Of a document's section
    ``"saknas"`` tells that nothing is written for it.
    """

    title: str
    parts: tuple[model.Part, ...]
    kind: str = ""

    @property
    def html(self) -> str:
        """What stands under the heading, as HTML."""
        return html_of(self.parts)
