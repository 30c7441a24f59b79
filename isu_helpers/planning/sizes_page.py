"""``how_many``: a table and a picture of what groups of each size show, and one's own size."""

from ipywidgets import HTML, IntText, VBox

from ..analysis.gap import needed_sentence
from ..content import text
from ..forms import Page
from ..show.tables import framed
from ..wording import html
from .sizes import MANY, Sizes, table_of_sizes
from .sizes_chart import sizes_chart, told

CAPTION = "Så stora skillnader kan ni räkna med att se"
HEADS = ("Antal i varje grupp", "När ni tittar på en fråga", "När ni tittar på {many} frågor")
GAPS = (0.1, 0.2, 0.3)
ONE, TWO = (
    "Hur många i den ena gruppen, till exempel kvinnor?",
    "Hur många i den andra, till exempel män?",
)
USUAL = 25
REPR = "Så många behöver vi: {sentence}"


class HowMany(Page):
    """What groups of different sizes are likely to show; ``own`` is the size that is asked for."""

    def __init__(self, own: Sizes) -> None:
        self.own = own

    def __repr__(self) -> str:
        return REPR.format(sentence=self.own.sentence)

    @property
    def html(self) -> str:
        """A sentence on one's own size with a picture and a table, or what is wrong with it."""
        if not self.own.is_real:
            return f'<div class="isu-varning"><p>{html(self.own.sentence)}</p></div>'
        rows = table_of_sizes(self.own)
        needed = "".join(f"<li>{html(needed_sentence(gap))}</li>" for gap in GAPS)
        return (
            f'<p class="isu-lasning"><strong>{html(self.own.sentence)}</strong></p>'
            f'<div class="isu-resultat">{sizes_chart(rows, self.own)}{_table(rows)}</div>'
            f"<ul>{needed}</ul>"
        )

    def widget(self) -> VBox:
        """Two numbers to fill in, and what they show."""
        self.one, self.two = (_field(*pair) for pair in ((ONE, self.own.one), (TWO, self.own.two)))
        self.shown = HTML(layout={"width": "auto"})
        for part in (self.one, self.two):
            part.observe(self._show, names="value")
        self._show()
        style = HTML(f"<style>{text('forms.css')}{text('release.css')}</style>")
        return VBox([style, self.one, self.two, self.shown])

    def _show(self, change: object = None) -> None:
        self.own = Sizes(self.one.value, self.two.value)
        self.shown.value = f'<div class="isu" role="status">{self.html}</div>'


def how_many(one: int = USUAL, two: int | None = None) -> HowMany:
    """How small a difference two groups of these sizes are likely to show.

    Parameters
    ----------
    one, two
        How many answer in each group; as many in both where one is given.

    Examples
    --------
    >>> print(how_many(25).own.sentence.split(" större ")[0])
    Med 25 i varje grupp kan ni räkna med att se skillnader
    """
    return HowMany(Sizes(one, one if two is None else two))


def _table(rows: list[Sizes]) -> str:
    heads = (h.format(many=MANY) for h in HEADS)
    head = "".join(f'<th scope="col">{html(h)}</th>' for h in heads)
    body = "".join(
        f'<tr><th scope="row">{s.label}</th>'
        f"<td>{told(s.gap)}</td><td>{told(s.gap_of_many)}</td></tr>"
        for s in rows
    )
    return framed(CAPTION, f"<tr>{head}</tr>", f"<tbody>{body}</tbody>")


def _field(label: str, value: int) -> IntText:
    layout = {"width": "100%", "max_width": "28rem"}
    part = IntText(value=value, description=label, layout=layout)
    part.add_class("isu-falt")
    return part
