"""What of the group's own words may leave the arbetsmapp: they are searched first."""

from unicodedata import normalize

from ..disclosure.small_words import Found, small_counts
from ..identity import mask
from .note import Note

LEFT_OUT = "Ett stycke är borttaget här: det kan peka ut någon."


def doubts(note: Note, k: int) -> tuple[str, ...]:
    """The words of a note that may tell of 1 to k − 1 people and that the writer hasn't approved.

    Examples
    --------
    >>> doubts(Note("a", "Vi såg att bara 2 flickor fick hjälp."), k=5)
    ('bara 2 flickor',)
    """
    return tuple(dict.fromkeys(_told(found) for found in _found(_readable(note), note, k)))


def to_hand_out(note: Note, k: int) -> str:
    """A note's text as it may leave: identity numbers masked, lines that may point out left out.

    Examples
    --------
    >>> to_hand_out(Note("a", "Fler pojkar än flickor.\\nBara 2 flickor fick hjälp."), k=5)
    'Fler pojkar än flickor.\\nEtt stycke är borttaget här: det kan peka ut någon.'
    """
    text = _readable(note)
    finds, start, lines = _found(text, note, k), 0, []
    for line in text.split("\n"):
        end = start + len(line)
        is_told = any(found.start < end and found.end > start for found in finds)
        lines.append(LEFT_OUT if is_told else line)
        start = end + 1
    return "\n".join(lines)


def _readable(note: Note) -> str:
    return mask(normalize("NFC", note.text))


def _found(text: str, note: Note, k: int) -> list[Found]:
    return [found for found in small_counts(text, k) if _told(found) not in note.approved]


def _told(found: Found) -> str:
    return " ".join(found.words.split())
