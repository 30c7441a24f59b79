"""``Workbook``: the group's own text, one for an arbetsmapp."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from ..configuration import current_view, find_folder, read_settings_file
from ..content import load
from ..identity import looks_like_identity
from ..wording import counted, listing
from .leaving import doubts, to_hand_out
from .moments import STAMP, last_saved, moment
from .note import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    OBSERVATIONS,
    Change,
    Conflict,
    Contents,
    Key,
    Note,
    cleaned,
)
from .store import Store

FILE = "arbetsbok.yaml"
LETTERS, LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 5
SINGULAR = {OBSERVATIONS: "iakttagelse", CONCLUSIONS: "slutsats", ACTIONS: "atgard"}

SAVED = "Sparat {moment}."
EMPTY = "Inget är sparat än."
STAYS = (
    "{why} Det du skrev finns kvar här och sparas med nästa ändring. Stäng inte anteckningsboken."
)
POINTS_OUT = (
    "I texten står ett nummer eller en adress som kan peka ut en person. Väntade text utan "
    "sådant. Ta bort det."
)
SEVERAL = "{texts} på två sätt av olika personer. Båda är kvar: välj vad som ska gälla."
ONE_TEXT, MANY_TEXTS = "text är skriven", "texter är skrivna"
SUMMARY = "Arbetsbok: {answers}, {observations}, {conclusions}, {actions}."

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
        self, place: str | Path | None = None, now: Callable[[], datetime] = datetime.now
    ) -> None:
        self._store = Store(path_of(place))
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
        prompts, contents = load("prompts"), self._store.look()
        written = [key for key, notes in contents.items() if notes[0].text]
        count = {name: sum(section == name for section, _ in written) for name in SINGULAR}
        answered = sum(section == ANSWERS and id in prompts for section, id in written)
        return SUMMARY.format(
            answers=f"{answered} av {counted(len(prompts), 'fråga', 'frågor')} besvarade",
            observations=counted(count[OBSERVATIONS], "iakttagelse", "iakttagelser"),
            conclusions=counted(count[CONCLUSIONS], "slutsats", "slutsatser"),
            actions=counted(count[ACTIONS], "åtgärd", "åtgärder"),
        )

    @property
    def state(self) -> str:
        """When it was last saved, or why it is not, and whether something is written twice."""
        contents = self._store.look()
        if why := self._store.problem:
            return STAYS.format(why=why) if self._store.unsaved else why
        time = last_saved(contents)
        told = SAVED.format(moment=moment(time, self._now())) if time else EMPTY
        if count := sum(len(notes) > 1 for notes in contents.values()):
            told += " " + SEVERAL.format(texts=counted(count, ONE_TEXT, MANY_TEXTS))
        return told

    @property
    def is_saved(self) -> bool:
        """Whether all that was written here is in the file."""
        return not self._store.unsaved

    def answer(self, prompt_id: str) -> str:
        """The answer to a prompt; empty where there is none.

        Raises
        ------
        ValueError
            When there is no such prompt.
        IsuError
            In Swedish with the line, when a person has broken the file.
        """
        key = (ANSWERS, prompt_id)
        notes = self._store.contents().get(key, ())
        self._check_prompt(prompt_id)
        self._base[key] = self._own(key, notes)
        return self._base[key].text

    def answers(self, step: object = None) -> dict[str, str]:
        """The answers of a step, or all of them, by prompt id in the order of the prompts.

        Raises
        ------
        IsuError
            In Swedish with the line, when a person has broken the file.
        """
        prompts = load("prompts")
        found = {note.id: note.text for note in self._notes(ANSWERS)}
        ordered = [id for id in prompts if id in found] + [id for id in found if id not in prompts]
        wanted = [id for id in ordered if step is None or prompts.get(id, {}).get("steg") == step]
        return {id: found[id] for id in wanted}

    def save(self, prompt_id: str, text: str, seen: str | None = None) -> str:
        """Save the answer to a prompt, and tell in Swedish how that went.

        Parameters
        ----------
        seen
            The text that the writer started from; where it is not told, what stood here last.

        Raises
        ------
        ValueError
            When there is no such prompt.
        """
        self._check_prompt(prompt_id)
        return self._save((ANSWERS, prompt_id), Note(prompt_id, cleaned(text)), seen)

    @property
    def observations(self) -> list[Note]:
        """The observations, in the order that they were added."""
        return self._notes(OBSERVATIONS)

    @property
    def conclusions(self) -> list[Note]:
        """The conclusions, in the order that they were added."""
        return self._notes(CONCLUSIONS)

    @property
    def actions(self) -> list[Note]:
        """The actions, in the order that they were added."""
        return self._notes(ACTIONS)

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
        pairs = tuple((str(name), str(value)) for name, value in (categories or {}).items())
        names = tuple(str(name) for name in variables)
        return self._add(OBSERVATIONS, text, variables=names, categories=pairs, period=period)

    def add_conclusion(self, text: str) -> str:
        """Save a conclusion, and give its id."""
        return self._add(CONCLUSIONS, text)

    def add_action(self, text: str, conclusion: str) -> str:
        """Save an action that answers to a conclusion, and give its id.

        Raises
        ------
        ValueError
            When there is no such conclusion.
        """
        if (CONCLUSIONS, conclusion) not in self._store.look():
            raise ValueError(NO_CONCLUSION.format(id=conclusion))
        return self._add(ACTIONS, text, conclusion=conclusion)

    def change(self, section: str, id: str, text: str, seen: str | None = None) -> str:
        """Save other words for an observation, a conclusion or an action.

        Parameters
        ----------
        section
            `OBSERVATIONS`, `CONCLUSIONS` or `ACTIONS`.
        text
            Nothing takes it away.
        seen
            As in `save`.

        Raises
        ------
        ValueError
            When there is no such thing.
        """
        own = self._known(section, id)
        if seen is None:
            self._base[section, id] = own
        return self._save((section, id), replace(own, text=cleaned(text), approved=()), seen)

    @property
    def conflicts(self) -> list[Conflict]:
        """What was written in several ways at the same time; `resolve` chooses."""
        found = {key: n for key, n in self._store.contents().items() if len(n) > 1}
        self._told |= found
        return [Conflict(*key, tuple(n.text for n in notes)) for key, notes in found.items()]

    def resolve(self, section: str, id: str, text: str) -> str:
        """Let a text stand in place of all that ``conflicts`` has told of.

        Raises
        ------
        ValueError
            When it has told of no such thing.
        """
        told = self._told.pop((section, id), ())
        if not told:
            raise ValueError(NO_NOTE.format(id=id, section=section))
        return self._put((section, id), told, replace(told[0], text=cleaned(text), approved=()))

    def doubts(self, k: int | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
        """Section, id and the words that the writer must be asked about before anything leaves.

        Parameters
        ----------
        k
            The least number of people that may be told; as in the settings where it is not given.
        """
        found = self._store.contents().items()
        asked = [(key, doubts(note, _least(k))) for key, notes in found for note in notes]
        return [(*key, words) for key, words in asked if words]

    def approve(self, section: str, id: str, k: int | None = None) -> str:
        """Save that the writer has read the words in doubt and finds them harmless.

        It holds for the text as it is: a changed one is asked about anew.

        Raises
        ------
        ValueError
            When there is no such text.
        """
        own = self._known(section, id)
        words = (*own.approved, *doubts(own, _least(k)))
        return self._put((section, id), (own,), replace(own, approved=words))

    def to_hand_out(self, section: str, id: str, k: int | None = None) -> str:
        """A text as it may leave the arbetsmapp; where it is written in several ways, all of them.

        Empty where there is none.
        """
        notes = self._store.contents().get((section, id), ())
        return "\n\n".join(to_hand_out(note, _least(k)) for note in notes)

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

    def _notes(self, section: str) -> list[Note]:
        found = self._store.contents().items()
        own = [self._own(key, notes) for key, notes in found if key[0] == section]
        return [note for note in own if note.text]

    def _known(self, section: str, id: str) -> Note:
        """A note as it was when the file was last read."""
        notes = self._store.known().get((section, id), ())
        if not notes:
            raise ValueError(NO_NOTE.format(id=id, section=section))
        return self._own((section, id), notes)

    def _add(self, section: str, text: str, **about: object) -> str:
        taken = {id for _, id in self._store.look()}
        id = next(id for id in _ids(SINGULAR[section]) if id not in taken)
        self._save((section, id), Note(id, cleaned(text), **about))
        return id

    def _save(self, key: Key, new: Note, seen: str | None = None) -> str:
        base = self._base.get(key, Note(key[1]))
        if seen is not None:
            base = replace(new, text=cleaned(seen))
        if new == base and key not in self._store.unsaved:
            self._store.write(key)  # what was left before
            return self.state
        return self._put(key, (base,), new)

    def _put(self, key: Key, seen: tuple[Note, ...], new: Note) -> str:
        new = replace(new, saved=f"{self._now():{STAMP}}")
        self._base[key] = new
        self._store.write(key, Change(seen, new))
        return f"{self.state} {POINTS_OUT}" if looks_like_identity(new.text) else self.state

    def _check_prompt(self, id: str) -> None:
        prompts = load("prompts")
        if id not in prompts and (ANSWERS, id) not in self._store.known():
            raise ValueError(NO_PROMPT.format(id=id, ids=listing(prompts)))


def path_of(place: str | Path | None) -> Path:
    """The file of a workbook: itself, or as the arbetsmapp's isu.yaml says."""
    if place is not None and Path(place).suffix.lower() in (".yaml", ".yml"):
        return Path(place).absolute()
    folder = find_folder(place)
    return folder / str(read_settings_file(folder).get("arbetsbok") or FILE)


def open_workbook(place: str | Path | None = None) -> Workbook:
    """The workbook that all forms of a run share."""
    return _shared(path_of(place))


@cache
def _shared(path: Path) -> Workbook:
    return Workbook(path)


def _ids(word: str) -> Iterator[str]:
    while True:
        yield f"{word}-{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"


def _least(k: int | None) -> int:
    return current_view()[0] if k is None else k
