"""What of the group's own words may leave the arbetsmapp: they are searched first.

Where a question or a field asks who does something (``personer`` in content/prompts and
content/lists.yaml), the names of those who do are no finds.
"""

from functools import cache
from unicodedata import normalize

from ..content import load, prompts
from ..disclosure.small_words import Found, small_counts
from ..identity import mask
from .note import SECTIONS, Note, base_of

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
    for field, words in note.details:
        finds += _found(Note(note.id, words, approved=note.approved), k, field)
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
