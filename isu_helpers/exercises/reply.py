"""What an answer gets: right or not yet, and why."""

from dataclasses import dataclass

from ..wording import html
from .page import Shown

RIGHT, NOT_YET = "Rätt.", "Inte än."
ALOUD = '<div role="status" class="isu-gensvar isu-{kind}"><strong>{head}</strong> {why}</div>'


@dataclass(frozen=True, repr=False)
class Reply(Shown):
    """Whether an answer is right, and the reason in a sentence or two."""

    is_right: bool
    why: str

    def __repr__(self) -> str:
        return f"{self.head} {self.why}"

    @property
    def head(self) -> str:
        """The first words."""
        return RIGHT if self.is_right else NOT_YET

    @property
    def inner(self) -> str:
        """The reply as HTML, told by words and a sign and not by colour alone."""
        kind = "ratt" if self.is_right else "inte-an"
        return ALOUD.format(kind=kind, head=self.head, why=html(self.why))
