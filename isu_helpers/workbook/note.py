"""Notes: one text as someone wrote it, and how a change meets what others have written."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from unicodedata import normalize

from ..content import load, prompts
from ..masking import mask
from ..privacy.small_counts import Found, small_counts
from ..wording import day

ANSWERS, QUESTIONS, PLAN = "svar", "fragor", "plan"
OBSERVATIONS, CONCLUSIONS, ACTIONS = "iakttagelser", "slutsatser", "atgarder"
OBSERVING = "-iakttagelser"  # so end the ids of prompts whose answers are observations
SECTIONS = (ANSWERS, QUESTIONS, PLAN, OBSERVATIONS, CONCLUSIONS, ACTIONS)

Key = tuple[str, str]  # the section and the id


@dataclass(frozen=True)
class Note:
    """One text of the group.

    Two notes are the same when their words and what they are about are; the time and the
    approval are not compared.

    Parameters
    ----------
    id
        A prompt's id, or one of its own.
    text
        The words; empty for a note that was taken away.
    saved
        ``"2026-11-22 14:32"``; empty where a person wrote it in the file without a time.
    variables, categories, period
        What an observation is about: the counted variable first, then the groups; pairs of a
        variable and its category; words for a period. Never figures.
    conclusion
        The id of the conclusion that an action answers to.
    details
        Pairs of a name and words: who, when, which focus, how large an effect.
    approved
        Words that look like a small count, and that the writer has found harmless.
    """

    id: str
    text: str = ""
    saved: str = field(default="", compare=False)
    variables: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    period: str = ""
    conclusion: str = ""
    details: tuple[tuple[str, str], ...] = ()
    approved: tuple[str, ...] = field(default=(), compare=False)

    def detail(self, name: str) -> str:
        """The words of one of the details; empty where there is none."""
        return dict(self.details).get(name, "")


Contents = dict[Key, tuple[Note, ...]]  # more than one note: written at the same time


@dataclass(frozen=True)
class Conflict:
    """The same thing written in several ways by people who didn't see each other's."""

    section: str
    id: str
    notes: tuple[Note, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of each; the same twice where they differ in what else they tell."""
        return tuple(note.text for note in self.notes)

    def chosen(self, choice: "Note | str") -> Note | None:
        """The note that a choice means: itself, or the first with these words."""
        wanted = choice.text if isinstance(choice, Note) else cleaned(choice)
        same = [n for n in self.notes if n == choice or n.text == wanted]
        return next((n for n in same if n == choice), next(iter(same), None))


@dataclass(frozen=True)
class Change:
    """A note, and those that its writer had seen and that it stands in place of."""

    seen: tuple[Note, ...]
    new: Note

    def after(self, earlier: "Change | None") -> "Change":
        """The change made one with an earlier one that has not been written yet."""
        if earlier is None:
            return self
        return Change((*earlier.seen, earlier.new, *self.seen), self.new)


def merged(theirs: tuple[Note, ...], change: Change) -> tuple[Note, ...]:
    """What stands after a change: only what its writer had seen is gone.

    Examples
    --------
    >>> old, mine, other = Note("a", "Förr"), Note("a", "Min"), Note("a", "Din")
    >>> merged((old,), Change((old,), mine)) == (mine,)
    True
    >>> merged((other,), Change((old,), mine)) == (other, mine)
    True
    """
    rest = [note for note in theirs if note.text and note not in change.seen]
    if change.new in rest or (rest and not change.new.text):
        return tuple(rest)
    place = next((i for i, note in enumerate(theirs) if note in change.seen), len(rest))
    return (*rest[:place], change.new, *rest[place:])


def answer_id(prompt_id: str, about: str = "") -> str:
    """The id of an answer; one prompt may be answered about several things.

    Examples
    --------
    >>> answer_id("orsak", "iakttagelse-abcde"), base_of("orsak/iakttagelse-abcde")
    ('orsak/iakttagelse-abcde', 'orsak')
    """
    return f"{prompt_id}/{about}" if about else prompt_id


def observing() -> list[str]:
    """The prompts that ask for an observation, in order: what is answered is one.

    Examples
    --------
    >>> observing()[0]
    'behov-iakttagelser'
    """
    return [id for id in prompts() if id.endswith(OBSERVING)]


def key_of(section: str, id: str) -> Key:
    """Where a note stands: an observation that is an answer stands among the answers alone.

    Examples
    --------
    >>> key_of("iakttagelser", "behov-iakttagelser"), key_of("iakttagelser", "iakttagelse-abcde")
    (('svar', 'behov-iakttagelser'), ('iakttagelser', 'iakttagelse-abcde'))
    """
    return (ANSWERS if section == OBSERVATIONS and id in observing() else section), id


def base_of(answer_id: str) -> str:
    """The prompt that an answer is to."""
    return answer_id.partition("/")[0]


def cleaned(text: object) -> str:
    """A text as it is kept: lines end one way, and nothing blank stands around it.

    Examples
    --------
    >>> cleaned(" en\\r\\ntvå \\n")
    'en\\ntvå'
    """
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode("utf-8").strip()


def pairs_of(told: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Names and words as a note has them: cleaned, and those without words left out."""
    pairs = ((cleaned(name), cleaned(words)) for name, words in dict(told).items())
    return tuple((name, words) for name, words in pairs if words)


# What of the group's own words may leave the arbetsmapp: they are searched first.

LEFT_OUT = "Ett stycke är borttaget här: det kan peka ut någon."


def doubts(note: Note, k: int) -> tuple[str, ...]:
    """The words of a note that may point out somebody and that the writer hasn't approved.

    Words in its details are among them.

    Examples
    --------
    >>> doubts(Note("a", "Vi såg att bara 2 flickor fick hjälp."), k=5)
    ('bara 2 flickor',)
    """
    finds = [*_found(note, k)]
    for name, words in note.details:
        finds += _found(Note(note.id, words, approved=note.approved), k, name)
    return tuple(dict.fromkeys(_told(found) for found in finds))


def to_hand_out(note: Note, k: int, field: str = "") -> str:
    """A note's text as it may leave: identity numbers masked, lines that may point out left out.

    Parameters
    ----------
    field
        The detail that the text is of, where it is of one.

    Examples
    --------
    >>> to_hand_out(Note("a", "Fler pojkar än flickor.\\nBara 2 flickor fick hjälp."), k=5)
    'Fler pojkar än flickor.\\nEtt stycke är borttaget här: det kan peka ut någon.'
    """
    finds, start, lines = _found(note, k, field), 0, []
    for line in _readable(note).split("\n"):
        end = start + len(line)
        is_told = any(found.start < end and found.end > start for found in finds)
        lines.append(LEFT_OUT if is_told else line)
        start = end + 1
    return "\n".join(lines)


def _readable(note: Note) -> str:
    return mask(normalize("NFC", note.text))


def _found(note: Note, k: int, field: str = "") -> list[Found]:
    asks_who = field in _who() if field else prompts().get(base_of(note.id), {}).get("personer")
    finds = small_counts(_readable(note), k, by_name=not asks_who)
    return [found for found in finds if _told(found) not in note.approved]


@cache
def _who() -> frozenset[str]:
    """The details that tell who does something."""
    lists = load("lists")
    fields = [field for section in SECTIONS for field in lists.get(section, {}).get("falt", ())]
    return frozenset(field["namn"] for field in fields if field.get("personer"))


def _told(found: Found) -> str:
    return " ".join(found.words.split())


# Points of time in words: «14:32», «21 november 14:32».

STAMP = "%Y-%m-%d %H:%M"


def moment(time: datetime, now: datetime) -> str:
    """A time as one tells it: the day only where it is another, the year likewise.

    Examples
    --------
    >>> now = datetime(2026, 11, 22, 15, 0)
    >>> moment(datetime(2026, 11, 22, 14, 32), now), moment(datetime(2025, 3, 1, 9, 5), now)
    ('14:32', '1 mars 2025 09:05')
    """
    return f"{time:%H:%M}" if time.date() == now.date() else dated(time, now)


def dated(time: datetime, now: datetime) -> str:
    """A time with its day, for words that stay on a page overnight.

    Examples
    --------
    >>> dated(datetime(2026, 11, 22, 14, 32), datetime(2026, 11, 22, 15, 0))
    '22 november 14:32'
    """
    words = day(time) if time.year != now.year else day(time).rsplit(" ", 1)[0]
    return f"{words} {time:%H:%M}"


def last_saved(contents: Contents) -> datetime | None:
    """The latest time that stands beside any of the notes; None where none has one."""
    times = [_time(note.saved) for notes in contents.values() for note in notes]
    return max((time for time in times if time), default=None)


def _time(words: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(words).replace(tzinfo=None)
    return None


# A new note: its id, and what it is about.

LETTERS, LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 5
SINGULAR = {
    QUESTIONS: "fraga", PLAN: "steg", OBSERVATIONS: "iakttagelse", CONCLUSIONS: "slutsats",
    ACTIONS: "atgard",
}  # fmt: skip
PAIRS, LISTS = ("categories", "details"), ("variables",)


def ids_for(section: str) -> Iterator[str]:
    """Ids for a new note of a section, such as ``fraga-k3xw9``, without end."""
    while True:
        yield f"{SINGULAR[section]}-{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"


def told_of(about: Mapping[str, object]) -> dict[str, Any]:
    """What a note is about, as a `Note` has it."""
    kinds: dict[str, Callable[[Any], object]] = {}
    kinds |= dict.fromkeys(PAIRS, pairs_of) | dict.fromkeys(LISTS, _listed)
    return {name: kinds.get(name, cleaned)(value) for name, value in about.items()}


def _listed(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(filter(None, map(cleaned, values)))
