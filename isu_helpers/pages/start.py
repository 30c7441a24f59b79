"""What the first notebook tells: the words a group needs, the steps, the law, where to read on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ipywidgets import HTML, Button, HBox, VBox
from markupsafe import Markup

from ..codebook import Codebook
from ..content import load, render
from ..errors import IsuError
from ..forms import Page, looks, panel, warned
from ..forms.prompts import for_area
from ..run import active
from ..workbook import Workbook
from .checks import book_table, question_list

BACK, ON, PLACE = "Förra ordet", "Nästa ord", "{i} av {count}"
NO_CONCEPT = "there is no concept {id!r}"


class Concepts(Page):
    """Concepts with an example each: all of them in a handout, one at a time on the screen.

    Attributes
    ----------
    at
        The place of the one that is shown, from 0.
    """

    def __init__(self, told: Sequence[Mapping[str, object]]) -> None:
        self.told, self.at = tuple(told), 0

    def __repr__(self) -> str:
        return ", ".join(str(one["namn"]) for one in self.told)

    @property
    def html(self) -> Markup:
        """All of them, one under the other."""
        return Markup().join(map(_screen, self.told))

    def widget(self) -> VBox:
        """One of them, and buttons to turn to the one before and the one after."""
        self.shown = HTML(layout={"width": "auto"})
        self.place = HTML(layout={"margin": "0 1rem"})
        self.back, self.on = Button(description=BACK), Button(description=ON)
        self.back.on_click(lambda _: self.turn(-1))
        self.on.on_click(lambda _: self.turn(1))
        for button in (self.back, self.on):
            button.add_class("isu-knapp")
        self.turn(0)
        turns = HBox([self.back, self.place, self.on], layout={"align_items": "center"})
        return VBox([looks("forms.css", "release.css"), self.shown, turns])

    def turn(self, steps: int) -> None:
        """Show the concept so many places on."""
        count = len(self.told)
        self.at = min(max(self.at + steps, 0), count - 1)
        self.shown.value = panel(_screen(self.told[self.at]), is_told=True)
        place = PLACE.format(i=self.at + 1, count=count)
        self.place.value = render("pages/start", "place", words=place)
        self.back.disabled, self.on.disabled = self.at == 0, self.at == count - 1


def concepts(*ids: str, omrade: str | None = None) -> Concepts:
    """The concepts of the course with examples, as the area has them.

    Parameters
    ----------
    *ids
        Which of those in content/start.yaml; all of them where none is named.
    omrade
        Words for the area; those of the run's settings where they are not given.

    Returns
    -------
    Concepts
        All of them in a handout; one at a time, to turn, where somebody sits.

    Raises
    ------
    ValueError
        When there is no such concept.

    Examples
    --------
    >>> concepts("genusbias", "makt")
    Genusbias, Normer och makt
    """
    known = load("start")["begrepp"]
    for id in ids:
        if id not in known:
            raise ValueError(NO_CONCEPT.format(id=id))
    return Concepts([for_area(known[id], omrade) for id in ids or known])


def _screen(told: Mapping[str, object]) -> Markup:
    """A concept: what it is, more about it, an example and something to talk about."""
    return render("pages/start", "concept", told=told)


# ``our_codebook``: the questions and the variables that the group chose, to read.


class OurCodebook(Page):
    """The group's questions by number, and what it collects to answer them."""

    def __init__(self, path: Path, book: Workbook) -> None:
        self.path, self.book = path, book

    def __repr__(self) -> str:
        return "Vår kodbok"

    @property
    def html(self) -> Markup:
        """A table, or a line that says what is wanting."""
        if not self.path.is_file():
            return render("pages/start", "not_made", asked=question_list(self.book))
        try:
            return book_table(Codebook.read(self.path), self.book)
        except IsuError as e:
            return warned(e)


def our_codebook() -> OurCodebook:
    """What day 1 led to: the questions, and the variables with what they are for.

    Returns
    -------
    OurCodebook
        A table, or a line that says what is wanting: that there is no codebook, or why it can't
        be read.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> "inte gjord" in our_codebook().html
    True
    """
    run = active()
    return OurCodebook(run.kodbok, run.workbook)


# ``four_steps``: the four steps of the analysis as a figure that tells where one is.

TITLE = "De fyra stegen"
NO_STEP = "there is no step {here}; there are 1 to {count}, and 0 for none"


class FourSteps(Page):
    """The steps in a row, or in a column where the page is narrow; ``here`` is marked."""

    def __init__(self, here: int) -> None:
        self.here = here

    def __repr__(self) -> str:
        return TITLE

    @property
    def html(self) -> Markup:
        """A numbered list, since that is what the figure says to one who can't see it."""
        steps = load("steps")["steg"]
        return render("pages/start", "steps", title=TITLE, steps=steps, here=self.here)


def four_steps(here: int = 0) -> FourSteps:
    """The four steps of the analysis: what the group does in each, and what it has after it.

    The pages of the steps themselves say at their head where one is. There the cell gets the tag
    ``remove-cell``, so that it is seen on the screen alone.

    Parameters
    ----------
    here
        The step that the group is at; 0 for none.

    Returns
    -------
    FourSteps
        A numbered list, drawn as a row or a column.

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


# ``reasons`` and ``read_more``: why it is done, and where to read on. A course tells the same.

READ_IN = "{told} ({lasning})"
FOR_TRAINERS = "utbildare"


class Reasons(Page):
    """What laws and goals say of the work, each with its source."""

    def __repr__(self) -> str:
        return str(load("varfor")["inled"])

    @property
    def html(self) -> Markup:
        """Each point: what is so, what it means here, and where it stands."""
        return render("pages/start", "reasons", lead=repr(self), points=reason_points())


def reasons() -> Reasons:
    """Why the work is done: the law, the goals, secrecy and children's rights, with sources.

    Returns
    -------
    Reasons
        A page to read.

    Examples
    --------
    >>> "diskriminering" in reasons().html.lower()
    True
    """
    return Reasons()


def reason_points() -> list[dict[str, str]]:
    """The points of content/varfor.yaml in order, each with its sources in words."""
    content = load("varfor")
    known = content["kallor"]
    return [
        {**point, "kalla": "; ".join(_source(known[id]) for id in point["kallor"])}
        for point in content["punkter"].values()
    ]


def _source(entry: Mapping[str, object]) -> str:
    told = ", ".join(str(entry[name]) for name in ("titel", "utgivare", "ar") if name in entry)
    return READ_IN.format(told=told, lasning=entry["lasning"]) if "lasning" in entry else told


class Reading(Page):
    """Titles and addresses; nothing in it is a link."""

    def __repr__(self) -> str:
        return ", ".join(str(group["namn"]) for group in reading_groups())

    @property
    def html(self) -> Markup:
        """The titles by subject, each with its address where it has one."""
        return render("pages/start", "reading", groups=reading_groups())


def read_more() -> Reading:
    """Where to read on: titles with addresses to copy, so that the page loads nothing.

    Returns
    -------
    Reading
        A page to read.

    Examples
    --------
    >>> "http" in read_more().html
    False
    """
    return Reading()


def reading_groups(*, is_trainer: bool = False) -> list[dict[str, Any]]:
    """The titles of content/lasmer.yaml by subject, each in words with its address.

    Parameters
    ----------
    is_trainer
        With what is for the one who teaches too.
    """
    groups = load("lasmer")["grupper"]
    return [
        {"namn": group["namn"], "titlar": [_title(one) for one in group["titlar"]]}
        for group in groups
        if is_trainer or group.get("for") != FOR_TRAINERS
    ]


def _title(entry: Mapping[str, object]) -> dict[str, str]:
    told = ", ".join(str(entry[name]) for name in ("titel", "av", "ar") if name in entry)
    return {"told": told, "adress": str(entry.get("adress", ""))}
