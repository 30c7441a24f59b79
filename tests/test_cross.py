"""A part of the full cross: every notebook for an empty folder and for the smallest one."""

import pytest
from cross import BOOKS, EMPTY, by_papermill


@pytest.mark.parametrize("mapp", [EMPTY, "tallnas"])
def test_every_notebook_runs_to_its_end(mapp):
    results = list(by_papermill(mapp))
    assert {r.book: r.problem for r in results} == dict.fromkeys(BOOKS, "")
