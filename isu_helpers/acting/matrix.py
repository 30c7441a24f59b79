"""The matrix: the proposals by effort and benefit, drawn and beside it told in words."""

import base64
from collections.abc import Sequence

from ipywidgets import HTML

from ..content import text
from ..forms import Page, paragraphs
from ..wording import html, listing
from ..workbook import Workbook
from .drawing import picture, quarter
from .placing import BENEFITS, EFFORTS, Action, placed_actions

KIND = "Bild över förslagen, med arbetet åt höger och nyttan uppåt."
AT = "{effort} arbete, {benefit} nytta ({quarter}): förslag {numbers}."
FILLED = "Fyllda märken kommer åt orsaken, enligt er: {numbers}."
NONE_FILLED = "Inget förslag är märkt som att det kommer åt orsaken."
KEY = (
    "Ett fyllt märke kommer åt orsaken till det ni såg. Ett ofyllt gör det inte helt, eller så "
    "vet ni inte än."
)
KINDS = {"svg": "svg+xml", "png": "png"}
NOT_PLACED = "inte placerat än"
EMPTY = "Här ritas era förslag när ni har skrivit dem och valt arbete och nytta."
PLACE = "{effort} arbete, {benefit} nytta"


class MatrixPage(Page):
    """Where each proposal stands; drawn anew by ``redraw`` when something has changed."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._shown: list[HTML] = []

    def __repr__(self) -> str:
        return f"Bild över {len(self.book.actions)} förslag"

    @property
    def html(self) -> str:
        """The picture with the list beside it; a line where there is no proposal."""
        actions = placed_actions(self.book)
        return matrix_html(actions) if actions else f"<p>{EMPTY}</p>"

    def widget(self) -> HTML:
        """The same as in a handout, kept up to date."""
        self._shown.append(HTML(self._live()))
        return self._shown[-1]

    def redraw(self) -> None:
        """Draw it as the workbook is now, wherever it is shown."""
        for shown in self._shown:
            shown.value = self._live()

    def _live(self) -> str:
        return f'<style>{text("release.css")}</style><div class="isu">{self.html}</div>'


def matrix_html(actions: Sequence[Action], form: str = "svg") -> str:
    """The picture of proposals, with a list of them beside it.

    Parameters
    ----------
    form
        The picture's kind of file: ``"svg"`` or ``"png"``.
    """
    image = base64.b64encode(picture(actions, form)).decode("ascii")
    shown = (
        f'<img class="isu-diagram isu-matris" alt="{html(alt_text(actions))}" '
        f'src="data:image/{KINDS[form]};base64,{image}">'
    )
    items = "".join(map(_item, actions))
    return (
        f'<div class="isu-resultat"><div class="isu-bild">{shown}'
        f'<p class="isu-not">{KEY}</p></div>'
        f'<div class="isu-siffror"><ol class="isu-forslag">{items}</ol></div></div>'
    )


def alt_text(actions: Sequence[Action]) -> str:
    """Which proposal stands where, in words.

    Examples
    --------
    >>> alt_text([Action(1, "Fråga alla", (0, 3))]).split(". ")[1]
    'Lite arbete, stor nytta (gör först): förslag 1'
    """
    cells = sorted({a.cell for a in actions if a.cell}, key=lambda c: (-c[1], c[0]))
    told = [
        AT.format(effort=EFFORTS[c[0]], benefit=BENEFITS[c[1]].lower(), quarter=quarter(c).lower(),
                  numbers=listing(str(a.number) for a in actions if a.cell == c))
        for c in cells
    ]  # fmt: skip
    filled = [str(a.number) for a in actions if a.is_at_cause and a.cell]
    told += [FILLED.format(numbers=listing(filled)) if filled else NONE_FILLED]
    return " ".join([KIND, *told])


def place_of(action: Action) -> str:
    """Effort and benefit in words.

    Examples
    --------
    >>> place_of(Action(1, "Fråga alla", (1, 3)))
    'Ganska lite arbete, stor nytta'
    """
    if not action.cell:
        return NOT_PLACED.capitalize()
    effort, benefit = action.cell
    return PLACE.format(effort=EFFORTS[effort], benefit=BENEFITS[benefit].lower())


def _item(action: Action) -> str:
    return f'<li>{paragraphs(action.text)}<p class="isu-antal">{place_of(action)}</p></li>'
