"""Cells column by column are the same cells as row by row, and each word is kept once."""

import csv
import datetime as dt
import io
import random

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from isu_helpers.codebook import key_of, plain
from isu_helpers.codebook.distinct import Column, distinct, keys_of_words, plain_words
from isu_helpers.codebook.values import numbers
from isu_helpers.records import cells
from isu_helpers.records.grid import Grid

WORDS = [
    "Ja",
    "Nej",
    "",
    " ",
    "ja",
    "Råd",
    "1",
    "1,0",
    "2.00",
    "a  b",
    " a",
    "b\u00a0",
    "K0",
    "x\ny",
]
CELLS = [*WORDS, 1, 1.0, True, False, 0, 2.5, dt.date(2025, 1, 2), dt.datetime(2025, 1, 2), None]


def typed(rows) -> list:
    """Rows with the type of each cell, for 1, 1.0 and True are equal."""
    return [[(type(c), c) for c in row] for row in rows]


def rows_of(rng: random.Random, cells: list, *, ragged: bool = True) -> list[list]:
    width = rng.randint(1, 5)
    return [rng.choices(cells, k=rng.randint(0, width) if ragged else width)
            for _ in range(rng.randint(1, 12))]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_a_grid_is_the_rows_that_it_is_made_of(seed):
    rng = random.Random(seed)
    rows = rows_of(rng, CELLS, ragged=seed % 2 > 0)
    grid, kept = Grid.of(rows), [rng.random() < 0.6 for _ in rows]
    assert typed(grid) == typed(rows) and typed(grid[2:]) == typed(rows[2:])
    some = grid.taken(pd.array(kept, dtype=bool).to_numpy())
    assert typed(some) == typed(r for r, k in zip(rows, kept, strict=True) if k)
    filled = [sum(plain(c) != "" for c in row) for row in rows]
    assert grid.filled.tolist() == filled
    for column in some.columns:
        used = {c for c in column.codes.tolist() if c >= 0}
        assert used == set(range(len(column.words)))


@pytest.mark.parametrize("seed", range(60))
def test_a_column_of_categories_has_the_cells_of_the_column(seed):
    rng = random.Random(seed)
    every = rng.choices(CELLS if seed % 2 else [*WORDS, None, 2.5, CELLS[-2]], k=12)
    made = Column.of(pd.Series(every, dtype=object).to_numpy()).series(pd.RangeIndex(12))
    assert typed([made.astype(object).where(made.notna(), None)]) == typed([every])
    for part in (made, made[[i % 3 > 0 for i in range(12)]]):
        known = part.astype(object)
        codes, words = distinct(part)
        assert [plain(words[c]) for c in codes] == list(map(plain, known))
        assert len(words) == len(set(codes)) and list(dict.fromkeys(codes)) == sorted(set(codes))
        assert numbers(part)[0].equals(numbers(known)[0])


def test_words_at_once_are_the_words_one_by_one():
    rng = random.Random(1)
    for _ in range(300):
        words = rng.choices([w for w in CELLS if w is not None], k=rng.randint(0, 6))
        words = [w for w in words if isinstance(w, str)] if rng.random() < 0.7 else words
        words = [w for w in words if str(w).isascii()] if rng.random() < 0.7 else words
        assert list(plain_words(words)) == list(map(plain, words))
        assert keys_of_words(words) == list(map(key_of, words))


@pytest.mark.parametrize("seed", range(150))
def test_a_text_cut_up_line_by_line_is_as_one_cut_up_by_csv(seed):
    rng = random.Random(seed)
    signs = ["a", "å", " ", "1", "NA", "nan", "'", "\\", "#", "\t", ",", "0012", "\u00a0", "\x1a"]
    signs += ['"', '"a;b"', '""'] if seed % 3 == 0 else []
    width = rng.randint(2, 4)
    lines = [";".join("".join(rng.choices(signs, k=rng.randint(0, 3))) for _ in range(width))
             for _ in range(rng.randint(1, 8))]  # fmt: skip
    if seed % 2:
        lines = [rng.choice([line, line, line, "", "titel", f"{line};x;y"]) for line in lines]
    end = rng.choice(["\n", "\r\n"])
    text = end.join(lines) + rng.choice(["", end])
    found = cells._by_lines(text, ";") if text else None
    known = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    if found is None:
        assert '"' in text or max(map(len, known), default=0) < 2
        return
    columns = cells._columns(found, ";")
    assert list(Grid.mixed(columns, found.others, found.count)) == known
    assert {len(row) for i, row in enumerate(known) if i not in found.others} <= {found.width}


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_has_the_cells_that_calamine_tells(seed):
    rng = random.Random(seed)
    book, raw = openpyxl.Workbook(), io.BytesIO()
    known = CELLS if seed % 2 else [c for c in CELLS if not isinstance(c, bool)]
    for i, row in enumerate(rows_of(rng, known), 1 + rng.randint(0, 3)):
        for j, cell in enumerate(row, 1 + seed % 4):
            book.active.cell(i, j, cell)
    book.save(raw)
    sheet = CalamineWorkbook.from_object(io.BytesIO(raw.getvalue())).get_sheet_by_index(0)
    found = cells.open_book(raw.getvalue())[0]["Sheet"].rows
    assert typed(found) == typed(sheet.to_python(skip_empty_area=False))
