"""Notes: one text as someone wrote it, and how a change meets what others have written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..content import prompts

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
        """This change as one with an earlier one that has not been written yet."""
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


def cleaned(text: str) -> str:
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
