"""The example's file with figures from elsewhere: a row a question, answer and sex."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

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
