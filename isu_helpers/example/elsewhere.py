"""The example's files with public figures: shares from elsewhere, and who lives there."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

from ..content import checked

NAME = "jamforelse.csv"
KEYS = {"omrade": "area", "antal": "sizes", "andelar": "shares"}
HEADERS = ("variabel", "svar", "kön", "andel (%)", "antal svarande", "område", "period")


@dataclass(frozen=True)
class Elsewhere:
    """Shares in per cent of an invented area: variable to answer to sex to share.

    ``sizes`` says how many of each sex the shares are of.
    """

    area: str
    period: int | str
    sizes: dict[str, int]
    shares: dict[str, dict[str, dict[str, int | float]]]

    def csv_bytes(self) -> bytes:
        """The file as Excel saves it in Swedish: a mark, semicolons and decimal commas."""
        out = StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADERS)
        writer.writerows(self._rows())
        return out.getvalue().encode("utf-8-sig")

    def answers(self) -> Iterator[tuple[str, str]]:
        """Each variable with each of its answers."""
        return ((name, answer) for name, answers in self.shares.items() for answer in answers)

    def _rows(self) -> Iterator[tuple[object, ...]]:
        for name, answers in self.shares.items():
            for answer, shares in answers.items():
                for sex, share in shares.items():
                    text = str(share).replace(".", ",")
                    yield name, answer, sex, text, self.sizes[sex], self.area, self.period


def elsewhere_of(data: dict[str, Any]) -> Elsewhere:
    """The figures from elsewhere that an example's YAML describes.

    Raises
    ------
    ValueError
        When a key is missing or unknown, or a sex has no number.
    """
    made = checked(Elsewhere, {KEYS.get(k, k): value for k, value in data.items()})
    sexes = {s for answers in made.shares.values() for shares in answers.values() for s in shares}
    if not sexes <= set(made.sizes):
        raise ValueError(f"jamforelse.antal: expected {sorted(sexes)}")
    return made


POPULATION = "befolkning.csv"
TITLE = "Folkmängd efter region, ålder, kön och år (påhittade uppgifter)"
OLDEST = 100  # and older, in one row


@dataclass(frozen=True)
class Inhabitants:
    """How many live in an invented municipality: sex to age to number, of some ages."""

    area: str
    year: int
    counts: dict[str, dict[int, int]]

    def csv_bytes(self) -> bytes:
        """The file as the statistical database's is saved: a title, then a row an age and sex."""
        out = StringIO()
        out.write(f"{TITLE}\r\n\r\n")
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(("region", "ålder", "kön", self.year))
        for age in range(OLDEST + 1):
            told = f"{age}{'+' * (age == OLDEST)} år"
            writer.writerows((self.area, told, sex, self.of(sex, age)) for sex in self.counts)
        return out.getvalue().encode("utf-8-sig")

    def of(self, sex: str, age: int) -> int:
        """How many there are of an age, on the line between those that are told."""
        told = self.counts[sex]
        return int(np.floor(np.interp(age, list(told), list(told.values())) + 0.5))
