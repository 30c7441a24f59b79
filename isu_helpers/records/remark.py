"""What was changed or doubted when a file was read, told by rows and never by values."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..wording import listing

TABLE = "tabellen"  # the name of rows that came from no file
ROW = "rad"  # the name of an index that holds row numbers of a file
SHOWN = 5
MORE = " med flera"


@dataclass(frozen=True)
class Remark:
    """One thing that was changed or doubted when a file was read; never a value of it."""

    column: str
    text: str
    count: int = 0


def row_numbers(frame: pd.DataFrame) -> np.ndarray:
    """The rows as a person counts them in the file, or in the table where there is no file."""
    is_numbered = frame.index.name == ROW
    return np.asarray(frame.index, dtype=int) if is_numbered else np.arange(len(frame)) + 1


def rows_told(rows: Iterable[int]) -> str:
    """The first of some rows, in words.

    Examples
    --------
    >>> rows_told([4, 9]), rows_told(range(1, 9))
    ('4 och 9', '1, 2, 3, 4 och 5 med flera')
    """
    told = [str(row) for row in rows]
    return listing(told[:SHOWN]) + (MORE if len(told) > SHOWN else "")
