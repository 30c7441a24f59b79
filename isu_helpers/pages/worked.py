"""``worked_example``: a difference tried criterion by criterion, to read before one's own."""

from collections.abc import Mapping

from markupsafe import Markup

from ..content import load, render
from ..forms import Page
from ..forms.prompts import for_area


class WorkedExample(Page):
    """An example in words, as the area has it."""

    def __init__(self, told: Mapping[str, object]) -> None:
        self.told = told

    def __repr__(self) -> str:
        return str(self.told["inled"])

    @property
    def html(self) -> Markup:
        """What it is about, each criterion with what is seen, and what it shows."""
        return render("pages/worked", "example", told=self.told)


def worked_example(omrade: str | None = None) -> WorkedExample:
    """A difference tried against the criteria, in words.

    Parameters
    ----------
    omrade
        Words for the area; those of the run's settings where they are not given.

    Returns
    -------
    WorkedExample
        The same on the screen and in a handout.

    Examples
    --------
    >>> worked_example("LSS")
    I exemplet beviljas män oftare än kvinnor en insats. Gå igenom kriterierna i tur och ordning.
    """
    return WorkedExample(for_area(load("omotiverade")["exempel"], omrade))
