"""A trainer's notebook shown in JupyterLab as it will read at one course."""

from dataclasses import dataclass

from .occasion import read_occasion
from .source import filled_cells


@dataclass(frozen=True)
class Preview:
    """A filled-in text, which a notebook shows as text and not as an object."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text


def preview(stem: str, **facts: str | bool | None) -> Preview:
    """The saved notebook with what is true of the course filled in.

    Parameters
    ----------
    stem
        The notebook's file name without ending.
    facts
        As `read_occasion`.

    Raises
    ------
    IsuError
        In Swedish, as `read_occasion`, and when the text has an unknown field.
    """
    cells = filled_cells(stem, read_occasion(**facts))
    return Preview("\n\n".join(cell.source for cell in cells))
