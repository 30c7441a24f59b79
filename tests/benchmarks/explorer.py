"""How long the explorer takes to show a choice. Run by hand: python -m benchmarks.explorer [rows].

Each form is asked for the same views, told in seconds of processor time at most, and as the part
of a second that a choice may take. The first view, which loads what charts need, is told by
itself, in seconds on the wall.
"""

import sys
import tempfile
import time

import numpy as np
import pandas as pd

from isu_helpers import Codebook, Records, Workbook
from isu_helpers.codebook import Option, Variable
from isu_helpers.pages.explore import Explorer

LIMIT = 1.0  # seconds, on a machine that does nothing else
ANSWERS = {
    "Kön": ["Kvinna", "Man"],
    "Ålder": ["0–17", "18–29", "30–49", "50–64", "65 eller mer"],
    "År": [str(year) for year in range(2019, 2027)],
    "Insats": [f"Insats {i}" for i in range(8)],
    "Hjälp": ["Ja", "Nej"],
}
ROLES = {"Kön": "kön", "Ålder": "bakgrund", "År": "tid"}


def records(rows: int) -> Records:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({
        name: pd.Categorical.from_codes(rng.integers(0, len(found), rows), found)
        for name, found in ANSWERS.items()
    })  # fmt: skip
    book = tuple(
        Variable(name, (name,), role=ROLES.get(name, "insats"), options=tuple(map(Option, found)))
        for name, found in ANSWERS.items()
    )
    return Records(frame, Codebook(book))


def seconds(form: object, question: str, crossing: str, period: str) -> float:
    form.question.value = form.question.options[0][1]
    form.crossing.value, form.period.value = crossing, period
    start = time.process_time()
    form.question.value = question
    assert "isu-tabell" in form.view.value
    return time.process_time() - start


def main(rows: int) -> None:
    start = time.perf_counter()
    form = Explorer(records(rows), Workbook(tempfile.mkdtemp())).form
    print(f"{rows:,} rows: made with its first view in {time.perf_counter() - start:.2f} s")
    for question in ("Hjälp", "Insats"):
        for crossing, period in (("", ""), ("Ålder", ""), ("", "år"), ("Ålder", "år")):
            times = [seconds(form, question, crossing, period) for _ in range(5)]
            told = f"{question} {crossing} {period}"
            print(f"{told:16} {max(times):5.2f} s at most, {max(times) / LIMIT:4.2f} of the limit")


if __name__ == "__main__":
    for rows in map(int, sys.argv[1:] or (10**3, 10**5)):
        main(rows)
