"""The two views of handouts: what they are called, and how their files are told apart."""

from dataclasses import dataclass

STAMP = "Arbetsmaterial – får inte spridas"
INTERNAL_MARK = "_bara_i_gruppen"


@dataclass(frozen=True)
class View:
    """What a view is named, what its pages say at the top and the foot, and what it takes.

    ``suffix`` ends the names of its files.
    """

    title: str
    footer: str
    is_protected: bool
    stamp: str = ""
    suffix: str = ""


TO_HAND_OUT = View(
    "Att lämna ut",
    "Underlag från individbaserad systematisk uppföljning. "
    "Små tal är dolda, så att ingen enskild person ska kunna kännas igen.",
    is_protected=True,
)
GROUP_ONLY = View(
    "Bara i gruppen",
    "Arbetsmaterial från individbaserad systematisk uppföljning. Får inte spridas.",
    is_protected=False,
    stamp=STAMP,
    suffix=INTERNAL_MARK,
)
