"""Small files of kinds that were once read wrongly without a word: read right, asked, refused."""

import datetime as dt

import pytest
from identities import whole_number

from isu_helpers import Codebook, read_records
from isu_helpers.codebook import SEX

PEOPLE = [f"{k};{a};{i};{n}" for k, a, i, n in zip(
    "KMKMKMKKMM" * 4, [18 + i % 60 for i in range(40)], ["Råd", "Stöd", "Ingen", "Stöd"] * 10,
    [5 * i % 23 for i in range(40)], strict=True,
)]  # fmt: skip
HEAD = "Kön;Ålder;Insats;Poäng"


@pytest.fixture
def read(tmp_path):
    """Reads a file of these lines, or bytes, and gives the Records."""

    def made(lines, name="uttag.csv", kodbok=None, encoding="utf-8"):
        path = tmp_path / name
        text = lines if isinstance(lines, (str, bytes)) else "\n".join(lines) + "\n"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_records(path, kodbok)

    return made


def report(records) -> str:
    return " ".join(f"{r.column}: {r.text}" for r in records.report)


def table(**columns) -> list[str]:
    """The lines of a file with these columns, each over and over to forty rows, after sex."""
    heads = [h.replace("_", " ") for h in columns]
    every = {"Kön": ["Kvinna", "Man", "Man"]} | dict(zip(heads, columns.values(), strict=True))
    cells = [[str(c) for c in (list(v) * 40)[:40]] for v in every.values()]
    return [";".join(every), *map(";".join, zip(*cells, strict=True))]


def options(records, name) -> list[str]:
    return [o.name for o in records.codebook[name].options]


# Sex, settled first.


def numbered(i: int) -> str:
    return whole_number(dt.date(1960 + i, 1 + i % 12, 1 + i % 28), 101 + i)


def test_a_blank_sex_is_taken_from_a_valid_number_with_or_without_a_codebook(read):
    sexes = ["Man" if (101 + i) % 2 else "Kvinna" for i in range(30)]
    told = ["" if i in (3, 4) else "Okänt" if i == 5 else s for i, s in enumerate(sexes)]
    lines = ["Personnummer;Kön;Insats"]
    lines += [f"{numbered(i)};{s};{'Ja' if i % 3 else 'Nej'}" for i, s in enumerate(told)]
    found = read(lines)
    assert list(
        found.frame["Kön"]
    ) == sexes and "taget ur personnumren (rad 5, 6 och 7)" in report(found)
    again = read(lines, kodbok=Codebook(found.codebook.variables[1:]))
    assert list(again.frame["Kön"]) == sexes and "taget ur personnumren" in report(again)


def test_a_column_for_sex_without_answers_leaves_it_to_the_numbers(read):
    lines = [
        "Personnummer;Kön;Insats",
        *(f"{numbered(i)};;{'Ja' if i % 3 else 'Nej'}" for i in range(30)),
    ]
    found = read(lines)
    assert found.frame[found.codebook.with_role(SEX)[0].name].notna().all()
