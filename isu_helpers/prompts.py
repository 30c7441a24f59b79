"""Questions for the group, by id, with room to write on."""

from dataclasses import dataclass

from .analysis.result import Displayed
from .content import load
from .wording import html, listing

LINES = 4
NO_PROMPT = "there is no prompt {id!r}; there are {ids}"


@dataclass(frozen=True, repr=False)
class Prompt(Displayed):
    """One question to talk about and write down an answer to."""

    id: str
    question: str
    help: str

    def __repr__(self) -> str:
        return self.question

    @property
    def html(self) -> str:
        """The question with lines to write on by hand."""
        lines = '<div class="isu-rad"></div>' * LINES
        return (
            f'<div class="isu-samtal"><p class="isu-samtalsfraga">{html(self.question)}</p>'
            f"<p>{html(self.help)}</p>{lines}</div>"
        )


def prompt(id: str) -> Prompt:
    """The question of that id.

    Raises
    ------
    ValueError
        When there is none.

    Examples
    --------
    >>> prompt("behov-iakttagelser").id
    'behov-iakttagelser'
    """
    entries = load("prompts")
    if id not in entries:
        raise ValueError(NO_PROMPT.format(id=id, ids=listing(entries)))
    entry = entries[id]
    return Prompt(id, entry["fraga"], entry["hjalp"])
