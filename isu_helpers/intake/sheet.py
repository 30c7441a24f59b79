"""A sheet: the raw rows of a file, and what was learned of it on the way."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..codebook import Codebook
from ..records import Remark
from ..values import key_of
from ..wording import listing, number

SHOWN = 5
AND_MORE = " med flera"


@dataclass(frozen=True)
class Sheet:
    """Raw rows, the first and last column of merged cells by row, and remarks.

    ``merged`` is None where the kind of file does not tell what is merged.
    """

    rows: list[list[object]]
    merged: dict[int, list[tuple[int, int]]] | None = None
    remarks: tuple[Remark, ...] = ()


def wanted_headers(codebook: Codebook | None) -> frozenset[str]:
    """The headers that a codebook expects, as keys; none without a codebook."""
    return frozenset(key_of(h) for v in codebook or () for h in (*v.columns, v.name, v.label) if h)


def shown_rows(rows: Iterable[int]) -> str:
    """The first row numbers in words: «rad 3, 4 och 9 med flera» without the word «rad»."""
    rows = list(rows)
    return listing(map(str, rows[:SHOWN])) + (AND_MORE if len(rows) > SHOWN else "")


def remark(column: str, texts: tuple[str, str], rows: Iterable[int]) -> Remark | None:
    """A remark in the singular or the plural with its row numbers; None without rows."""
    rows = list(rows)
    if not rows:
        return None
    text = texts[len(rows) > 1].format(count=number(len(rows)), rows=shown_rows(rows))
    return Remark(column, text, len(rows))
