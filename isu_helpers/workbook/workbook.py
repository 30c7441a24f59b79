"""``Workbook``: the group's own text, one for an arbetsmapp."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from ..configuration import least_shown
from ..content import NOTEBOOK, prompts
from ..masking import looks_like_identity
from ..wording import listing
from .messages import path_of, state_of, summary_of
from .note import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    OBSERVATIONS,
    STAMP,
    Change,
    Conflict,
    Contents,
    Key,
    Note,
    answer_id,
    base_of,
    cleaned,
    doubts,
    ids_for,
    key_of,
    observing,
    to_hand_out,
    told_of,
)
from .store import Store

POINTS_OUT = (
    "I texten står ett nummer eller en adress som kan peka ut en person. Väntade text utan "
    "sådant. Ta bort det."
)
NO_PROMPT = "there is no prompt {id!r}; there are {ids}"
NO_NOTE = "there is no {id!r} in {section}"
NO_CONCLUSION = "an action answers to a conclusion; there is no {id!r}"


class Workbook:
    """The group's answers, observations, conclusions and actions, saved at each change.

    The file is read as it is at each save, and only what is changed is put into it. A text that
    another has written meanwhile is kept beside the new one and told of in ``conflicts``. What
    can't be written stays here and is saved with the next change: what a save returns tells so.

    Parameters
    ----------
    place
        The file, or the arbetsmapp that it lies in. ``None`` means the practice folder.
    now
        Tells the time that is written beside a text.
    k
        The least number of people that may be told of; the usual one where it is not given.
    skydd
        Whether what is shown of the texts is searched first, as in the view to hand out.
    is_blank
        Whether the file only stands in for one that is to be chosen: none of it is shown then.

    Raises
    ------
    SettingError
        In Swedish, when there is no such folder, or its isu.yaml does not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> book = Workbook(mkdtemp())
    >>> book.save("behov-iakttagelser", "Fler flickor än pojkar har skyddsbehov.")[:6]
    'Sparat'
    >>> Workbook(book.path).answer("behov-iakttagelser")
    'Fler flickor än pojkar har skyddsbehov.'
    """

    def __init__(
        self, place: str | Path | None = None, now: Callable[[], datetime] = datetime.now, *,
        k: int | None = None, skydd: bool = True, is_blank: bool = False,
    ) -> None:  # fmt: skip
        self._store = Store(path_of(place), is_blank)
        self.k, self.is_protected = k or least_shown(), skydd
        self._heard: list[Callable[[], None]] = []
        self._now = now
        self._told: Contents = {}  # what the writer here has been told is written in several ways
        self._base: dict[Key, Note] = {}  # what the writer here has before them
        self._start()

    def __repr__(self) -> str:
        return f"{self.summary} {self.state}"

    @property
    def path(self) -> Path:
        """The file."""
        return self._store.path

    @property
    def summary(self) -> str:
        """How much is written, without a word of it."""
        return summary_of(self._store.look())

    @property
    def state(self) -> str:
        """When it was last saved, or why it is not, and whether something is written twice."""
        contents = self._store.look()
        why, is_unsaved = self._store.problem, bool(self._store.unsaved)
        return state_of(contents, self._now(), why, is_unsaved)

    @property
    def has_home(self) -> bool:
        """Whether it is the group's own and its folder is there; else nothing is saved."""
        return self._store.can_save

    def move_to(self, place: str | Path) -> str:
        """Let all that was written here and is not saved, and all later, be saved in a folder.

        What stands there is left beside it. Tells in Swedish how that went.
        """
        self._store.move_to(path_of(place))
        for heard in self._heard:
            heard()
        return self.state

    def listen(self, heard: Callable[[], None]) -> None:
        """Call this when the texts have got another file."""
        self._heard.append(heard)

    @property
    def is_saved(self) -> bool:
        """Whether all that was written here is in the file."""
        return not self._store.unsaved

    def answer(self, prompt_id: str, about: str = "") -> str:
        """The answer to a prompt; empty where there is none.

        Parameters
        ----------
        about
            The id of what it is about, where a prompt is answered about several things.

        Raises
        ------
        ValueError
            When there is no such prompt.
        IsuError
            In Swedish with the line, when a person has broken the file.
        """
        key = (ANSWERS, answer_id(prompt_id, about))
        notes = self._store.contents().get(key, ())
        self._check_prompt(key[1])
        self._base[key] = self._own(key, notes)
        return self._base[key].text

    def answers(self, notebook: str = "") -> dict[str, str]:
        """The answers of a notebook, or all of them, by id in the order of the prompts.

        Raises
        ------
        IsuError
            In Swedish with the line, when a person has broken the file.
        """
        asked = prompts()
        found = {note.id: note.text for note in self.notes(ANSWERS)}
        order = {id: place for place, id in enumerate(asked)}
        ids = sorted(found, key=lambda id: order.get(base_of(id), len(order)))
        wanted = (i for i in ids if notebook in ("", asked.get(base_of(i), {}).get(NOTEBOOK)))
        return {id: found[id] for id in wanted}

    def save(self, prompt_id: str, text: str, seen: str | None = None, about: str = "") -> str:
        """Save the answer to a prompt, and tell in Swedish how that went.

        Parameters
        ----------
        seen
            The text that the writer started from; where it is not told, what stood here last.
        about
            As in `answer`.

        Raises
        ------
        ValueError
            When there is no such prompt.
        """
        id = answer_id(prompt_id, about)
        self._check_prompt(id)
        return self._save((ANSWERS, id), Note(id, cleaned(text)), seen)

    def notes(self, section: str) -> list[Note]:
        """The notes of a section, in the order that they were added; of answers, as in the file.

        An answer to a prompt that asks for observations is one of the observations, first of them.

        Raises
        ------
        IsuError
            In Swedish with the line, when a person has broken the file.
        """
        found = self._store.contents()
        keys = [key_of(section, id) for id in observing()] if section == OBSERVATIONS else []
        keys += [key for key in found if key[0] == section]
        own = [self._own(key, found.get(key, ())) for key in keys]
        return [note for note in own if note.text]

    def add(self, section: str, text: str, **about: object) -> str:
        """Save a new note, and give its id.

        Parameters
        ----------
        section
            `QUESTIONS`, `PLAN`, `OBSERVATIONS`, `CONCLUSIONS` or `ACTIONS`.
        **about
            What else a `Note` tells: ``variables``, ``categories``, ``period``, ``conclusion``,
            ``details``; pairs as a dict.

        Raises
        ------
        ValueError
            When it answers to a conclusion that is not there.
        """
        self._check_conclusion(about)
        taken = {id for _, id in self._store.look()}
        id = next(id for id in ids_for(section) if id not in taken)
        self._save((section, id), Note(id, cleaned(text), **told_of(about)))
        return id

    def note(self, section: str, id: str) -> Note | None:
        """A note as the writer here has it before them; None where there is none."""
        return next((note for note in self.notes(section) if note.id == id), None)

    @property
    def observations(self) -> list[Note]:
        """The observations: answers to the prompts that ask for them, then those added."""
        return self.notes(OBSERVATIONS)

    @property
    def conclusions(self) -> list[Note]:
        """The conclusions, in the order that they were added."""
        return self.notes(CONCLUSIONS)

    @property
    def actions(self) -> list[Note]:
        """The actions, in the order that they were added."""
        return self.notes(ACTIONS)

    def add_observation(
        self,
        text: str,
        variables: Sequence[str] = (),
        categories: Mapping[str, str] | None = None,
        period: str = "",
    ) -> str:
        """Save an observation, and give its id.

        Parameters
        ----------
        variables, categories, period
            What it is about, see `Note`. Its figures are not saved: `figures` fetches them.
        """
        about = {"variables": variables, "categories": categories or {}, "period": period}
        return self.add(OBSERVATIONS, text, **about)

    def add_conclusion(self, text: str) -> str:
        """Save a conclusion, and give its id."""
        return self.add(CONCLUSIONS, text)

    def add_action(self, text: str, conclusion: str) -> str:
        """Save an action that answers to a conclusion, and give its id.

        Raises
        ------
        ValueError
            When there is no such conclusion.
        """
        return self.add(ACTIONS, text, conclusion=conclusion)

    def change(
        self, section: str, id: str, text: str, seen: Note | str | None = None, **about: object
    ) -> str:
        """Save other words for a note, and tell in Swedish how that went.

        Parameters
        ----------
        section
            As in `add`.
        text
            Nothing takes it away.
        seen
            As in `save`; or the whole note, where what else it tells is changed too.
        **about
            As in `add`; what is not named stays as it was.

        Raises
        ------
        ValueError
            When there is no such thing, or no such conclusion.
        """
        key = key_of(section, id)
        own = seen if isinstance(seen, Note) else self._known(*key)
        if about.get("conclusion") != own.conclusion:  # one that has gone since may stay named
            self._check_conclusion(about)
        if seen is None:
            self._base[key] = own
        new = replace(own, text=cleaned(text), approved=(), **told_of(about))
        return self._save(key, new, seen)

    @property
    def conflicts(self) -> list[Conflict]:
        """What was written in several ways at the same time; `resolve` chooses."""
        found = {key: n for key, n in self._store.contents().items() if len(n) > 1}
        self._told |= found
        return [Conflict(*key, notes) for key, notes in found.items()]

    def resolve(self, section: str, id: str, choice: Note | str) -> str:
        """Let one stand in place of all that ``conflicts`` has told of, with all that it tells.

        Parameters
        ----------
        choice
            One of the notes of the conflict, or the words of one. Other words stand with what
            the writer here had before them.

        Raises
        ------
        ValueError
            When it has told of no such thing.
        """
        key = key_of(section, id)
        told = self._told.pop(key, ())
        if not told:
            raise ValueError(NO_NOTE.format(id=id, section=section))
        chosen = Conflict(section, id, told).chosen(choice)
        if chosen is None:
            words = choice.text if isinstance(choice, Note) else choice
            chosen = replace(self._own(key, told), text=cleaned(words))
        return self._put(key, told, replace(chosen, approved=()))

    def doubts(self, k: int | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
        """Section, id and the words that the writer must be asked about before anything leaves.

        Parameters
        ----------
        k
            The least number of people that may be told; that of the workbook where not given.
        """
        found = self._store.contents().items()
        asked = [(key, doubts(note, k or self.k)) for key, notes in found for note in notes]
        return [(*key, words) for key, words in asked if words]

    def approve(self, section: str, id: str, k: int | None = None) -> str:
        """Save that the writer has read the words in doubt and finds them harmless.

        It holds for the text as it is: a changed one is asked about anew.

        Raises
        ------
        ValueError
            When there is no such text.
        """
        key = key_of(section, id)
        own = self._known(*key)
        words = (*own.approved, *doubts(own, k or self.k))
        return self._put(key, (own,), replace(own, approved=words))

    def to_hand_out(self, section: str, id: str, k: int | None = None) -> str:
        """A text as it may leave the arbetsmapp; where it is written in several ways, all of them.

        Empty where there is none.
        """
        notes = self._store.contents().get(key_of(section, id), ())
        return "\n\n".join(to_hand_out(note, k or self.k) for note in notes)

    def versions(self) -> list[str]:
        """The names of the earlier versions, the latest first."""
        return list(self._store.versions())

    def restore(self, version: str) -> str:
        """Let an earlier version stand; the one that stands now becomes a version.

        Raises
        ------
        IsuError
            In Swedish, when there is no such version, or it can't be read or written.
        """
        self._store.restore(version)
        self._start()
        return self.state

    def _start(self) -> None:
        """What is in the file is what the writer has before them."""
        self._base = {key: notes[0] for key, notes in self._store.look().items()}

    def _own(self, key: Key, notes: tuple[Note, ...]) -> Note:
        """Of several, the one that the writer here has before them."""
        base = self._base.get(key)
        return next((n for n in notes if n == base), notes[0] if notes else Note(key[1]))

    def _known(self, section: str, id: str) -> Note:
        """A note as it was when the file was last read."""
        notes = self._store.known().get((section, id), ())
        if not notes:
            raise ValueError(NO_NOTE.format(id=id, section=section))
        return self._own((section, id), notes)

    def _save(self, key: Key, new: Note, seen: Note | str | None = None) -> str:
        base = self._base.get(key, Note(key[1]))
        if isinstance(seen, Note):
            base = seen
        elif seen is not None:
            base = replace(new, text=cleaned(seen))
        stands = not new.text or new in self._store.look().get(key, ())
        if new == base and stands and key not in self._store.unsaved:
            self._store.write(key)  # what was left before
            return self.state
        return self._put(key, (base,), new)

    def _put(self, key: Key, seen: tuple[Note, ...], new: Note) -> str:
        new = replace(new, saved=f"{self._now():{STAMP}}")
        self._base[key] = new
        self._store.write(key, Change(seen, new))
        return f"{self.state} {POINTS_OUT}" if looks_like_identity(new.text) else self.state

    def _check_prompt(self, id: str) -> None:
        if base_of(id) not in prompts() and (ANSWERS, id) not in self._store.known():
            raise ValueError(NO_PROMPT.format(id=base_of(id), ids=listing(prompts())))

    def _check_conclusion(self, about: Mapping[str, object]) -> None:
        id = about.get("conclusion")
        if id and (CONCLUSIONS, id) not in self._store.look():
            raise ValueError(NO_CONCLUSION.format(id=id))


def open_workbook(place: str | Path | None = None) -> Workbook:
    """The workbook of a file that all forms of this kernel share."""
    path = path_of(place)
    if _shared(path).path != path:  # its texts have got another file
        _shared.cache_clear()
    return _shared(path)


@cache
def _shared(path: Path) -> Workbook:
    return Workbook(path)
