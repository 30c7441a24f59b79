"""Whether figures are per cent, fractions or counts: told by the file, else by the figures."""

import re
from collections import defaultdict
from collections.abc import Sequence

from ..content import load
from ..errors import DataFileError
from .lines import Line
from .words import word

NUMBER = re.compile(r"\d+([.,]\d+)?")
PERCENT, FRACTION, COUNT = "procent", "fraktion", "antal"
NEAR = 0.02  # that rounded shares of all answers may miss 1 by

NOT_A_NUMBER = (
    "Jämförelsefilen «{file}» rad {row} har något annat än ett tal bland siffrorna. Väntade ett "
    "tal som 12,5. Rätta cellen, eller töm den om talet saknas."
)
BOTH_FIT = (
    "Jämförelsefilen «{file}» har bara andelar från 0 till 1. De kan vara procent eller delar av "
    "ett. Väntade att filen säger vilket. Skriv rubriken «andel (%)» eller «andel (0–1)»."
)
TOO_LARGE = (
    "Jämförelsefilen «{file}» rad {row} har en andel som är för stor. Väntade högst {most}. "
    "Rätta talet, eller skriv «antal» i rubriken om det är ett antal."
)
AS_PERCENT = "Andelarna lästes som procent, för några är större än 1."
AS_FRACTIONS = "Andelarna lästes som delar av ett, för svaren blir tillsammans 1."


def number_in(text: str, file: str, row: int) -> float | None:
    """The number in a cell; ``None`` where it is empty or has a sign for missing.

    Raises
    ------
    DataFileError
        In Swedish, with the row, when it is something else.
    """
    packed = "".join(text.split()).removesuffix("%")
    if word(text) in map(word, load("intake")["saknas"]):
        return None
    if not NUMBER.fullmatch(packed):
        raise DataFileError(NOT_A_NUMBER.format(file=file, row=row))
    return float(packed.replace(",", "."))


def scales_of(
    lines: Sequence[Line], values: Sequence[float | None], file: str
) -> tuple[list[str], list[str]]:
    """The scale of each line, and what to tell of how it was found.

    Raises
    ------
    DataFileError
        In Swedish, when per cent and fractions both fit.
    """
    told = [PERCENT if "%" in line.value else line.unit for line in lines]
    open_ = [i for i, unit in enumerate(told) if not unit and values[i] is not None]
    if not open_:
        return [unit or PERCENT for unit in told], []
    if max(values[i] for i in open_) > 1:
        found, remark = PERCENT, AS_PERCENT
    elif _are_whole([lines[i] for i in open_], [values[i] for i in open_]):
        found, remark = FRACTION, AS_FRACTIONS
    else:
        raise DataFileError(BOTH_FIT.format(file=file))
    return [unit or found for unit in told], [remark]


def check_size(value: float, scale: str, file: str, row: int) -> None:
    """Raise where a share is larger than all.

    Raises
    ------
    DataFileError
        In Swedish, with the row.
    """
    most = {PERCENT: 100, FRACTION: 1}.get(scale)
    if most and value > most:
        raise DataFileError(TOO_LARGE.format(file=file, row=row, most=most))


def _are_whole(lines: Sequence[Line], values: Sequence[float]) -> bool:
    """Whether the answers to some question make up 1, and none more than it."""
    parts: dict[tuple, list[float]] = defaultdict(list)
    for line, value in zip(lines, values, strict=True):
        key = (word(line.variable), word(line.sex), line.area, line.period)
        parts[key].append(value)
    sums = [sum(p) for p in parts.values() if len(p) > 1]
    return bool(sums) and all(abs(s - 1) <= NEAR for s in sums)
