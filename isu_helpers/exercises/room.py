"""The room's own answers to one case in two versions: how many said yes, and what it can bear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from ipywidgets import BoundedIntText, HBox, VBox, Widget
from markupsafe import Markup

from ..analysis import breakdown
from ..content import render
from ..records import Records
from ..wording import percent, points
from .exercise import Shown, frame, framed

YES, NO = "Ja", "Nej"
SEXES, NAMES = ("Flicka", "Pojke"), ("Alva", "Alvin")
MOST = 500
CAPTION, HEADS = "Rummets svar", ("Version", "Ja", "Nej", "Andel ja")
FILL_IN = "Skriv in antalen, så visas tabellen här. Den är bara för er i rummet."
ONE_MORE = "I den minsta gruppen motsvarar ett svar {share} procentenheter."
GAP = "Skillnaden är {gap} procentenheter, med intervallet {low} till {high}."
CHANCE = "Intervallet går över noll, så skillnaden kan vara en slump."
STILL_SMALL = "Intervallet går inte över noll, men ett enda rum är ändå ett litet material."
NO_GAP = "Båda versionerna behöver svar innan de går att jämföra."
Counts = Mapping[str, tuple[int, int]]  # by sex: how many said yes, and no


@dataclass(frozen=True, repr=False)
class Room(Shown):
    """How a room answered two versions of one case. A handout has lines to write on by hand.

    The counts are the room's own and stay on its screen: nothing of them is stored or handed out.
    """

    question: str
    counts: Counts = field(default_factory=dict)

    def __repr__(self) -> str:
        return self.question

    @property
    def inner(self) -> Markup:
        """An empty table, to fill in with a pen."""
        return self._table([(name, "", "", "") for name in NAMES], FILL_IN)

    @property
    def filled(self) -> Markup:
        """The table of the counts, and what they can bear."""
        rows = [
            (name, str(yes), str(no), percent(yes / (yes + no)) if yes + no else "")
            for name, (yes, no) in zip(NAMES, map(self._of, SEXES), strict=True)
        ]
        return self._table(rows, self.told)

    @property
    def told(self) -> str:
        """What one answer means, and the difference with its word."""
        bases = [sum(self._of(sex)) for sex in SEXES]
        if not all(bases):
            return NO_GAP
        rows = [
            (sex, answer)
            for sex in SEXES
            for answer, count in zip((YES, NO), self._of(sex), strict=True)
            for _ in range(count)
        ]
        records = Records.from_frame(pd.DataFrame(rows, columns=["Kön", self.question]))
        gaps = breakdown(records, self.question).difference
        one = ONE_MORE.format(share=points(1 / min(bases)).removeprefix("+"))
        said = gaps[gaps[self.question] == YES]
        if said.empty:
            return one
        gap = said.iloc[0]
        told = GAP.format(gap=points(gap["value"]), low=points(gap["low"]),
                          high=points(gap["high"]))  # fmt: skip
        is_sure = gap["low"] > 0 or gap["high"] < 0
        return f"{one} {told} {STILL_SMALL if is_sure else CHANCE}"

    def _of(self, sex: str) -> tuple[int, int]:
        return self.counts.get(sex, (0, 0))

    def _table(self, rows: Iterable[tuple[str, ...]], told: str) -> Markup:
        return render("exercises/exercise", "room", caption=CAPTION, heads=HEADS, rows=rows,
                      told=told)  # fmt: skip

    def form(self) -> Widget:
        """Fields for the counts, and the table under them."""
        return RoomForm(self).widget


class RoomForm:
    """A field for each version and answer; the table follows what is typed."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.fields = {
            (sex, answer): BoundedIntText(description=f"{name}, {answer.lower()}", max=MOST,
                                          layout={"width": "14rem"})
            for sex, name in zip(SEXES, NAMES, strict=True)
            for answer in (YES, NO)
        }  # fmt: skip
        self.shown = frame(room.inner)
        for box in self.fields.values():
            box.observe(self._show, names="value")
        rows = [HBox([self.fields[sex, answer] for answer in (YES, NO)]) for sex in SEXES]
        self.widget = VBox([*rows, self.shown])
        self.widget.add_class("isu-ovning")

    def _show(self, _: object) -> None:
        counts = {s: (self.fields[s, YES].value, self.fields[s, NO].value) for s in SEXES}
        self.shown.value = framed(Room(self.room.question, counts).filled)


def room_answers(question: str) -> Room:
    """How the room answered two versions of one case, to count together.

    Parameters
    ----------
    question
        What was answered yes or no.

    Returns
    -------
    Room
        Fields for the counts where somebody sits; else a table to fill in with a pen.

    Examples
    --------
    >>> room_answers("Inleda utredning").inner.count("<tr>")
    3
    """
    return Room(question)
