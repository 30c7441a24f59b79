"""Notes: one text as someone wrote it, and how a change meets what others have written."""

from dataclasses import dataclass, field

ANSWERS, OBSERVATIONS, CONCLUSIONS, ACTIONS = "svar", "iakttagelser", "slutsatser", "atgarder"
SECTIONS = (ANSWERS, OBSERVATIONS, CONCLUSIONS, ACTIONS)

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
    approved: tuple[str, ...] = field(default=(), compare=False)


Contents = dict[Key, tuple[Note, ...]]  # more than one note: written at the same time


@dataclass(frozen=True)
class Conflict:
    """The same thing written in several ways by people who didn't see each other's."""

    section: str
    id: str
    texts: tuple[str, ...]


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


def cleaned(text: str) -> str:
    """A text as it is kept: lines end one way, and nothing blank stands around it.

    Examples
    --------
    >>> cleaned(" en\\r\\ntvå \\n")
    'en\\ntvå'
    """
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode("utf-8").strip()
