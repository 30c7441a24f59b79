"""``four_steps``: the four steps of the analysis as a figure that tells where one is."""

from ..content import load
from ..forms import Page
from ..wording import html

TITLE = "De fyra stegen"
STEP, HERE, GIVES = "Steg {n}", "här är ni", "Det ger {what}."
AGAIN = "Det sista steget väcker ofta en ny fråga. Då börjar ni om från början."
NO_STEP = "there is no step {here}; there are 1 to {count}, and 0 for none"


class FourSteps(Page):
    """The steps in a row, or in a column where the page is narrow; ``here`` is marked."""

    def __init__(self, here: int) -> None:
        self.here = here

    def __repr__(self) -> str:
        return TITLE

    @property
    def html(self) -> str:
        """A numbered list, since that is what the figure says to one who can't see it."""
        items = "".join(map(self._item, load("steps")["steg"]))
        return (
            f'<figure class="isu-steg" aria-label="{TITLE}"><ol>{items}</ol>'
            f"<figcaption>{AGAIN}</figcaption></figure>"
        )

    def _item(self, step: dict) -> str:
        n = step["nummer"]
        mark, where = (' aria-current="step"', f" – {HERE}") if n == self.here else ("", "")
        return (
            f'<li{mark}><span class="isu-steg-nr">{STEP.format(n=n)}{where}</span>'
            f"<strong>{html(step['namn'])}</strong><span>{html(step['gor'])}</span>"
            f'<span class="isu-steg-ger">{html(GIVES.format(what=step["ger"]))}</span></li>'
        )


def four_steps(here: int = 0) -> FourSteps:
    """The four steps of the analysis: what the group does in each, and what it has after it.

    The pages of the steps themselves say at their head where one is. There the cell gets the tag
    ``remove-cell``, so that it is seen on the screen alone.

    Parameters
    ----------
    here
        The step that the group is at; 0 for none.

    Raises
    ------
    ValueError
        When there is no such step.

    Examples
    --------
    >>> four_steps(2).html.count("<li"), "Steg 2 – här är ni" in four_steps(2).html
    (4, True)
    """
    count = len(load("steps")["steg"])
    if here not in range(count + 1):
        raise ValueError(NO_STEP.format(here=here, count=count))
    return FourSteps(here)
