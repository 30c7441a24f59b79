"""Files as case systems and survey tools export them: read right, asked about or refused."""

import pytest
from exports import EXPORTS

from isu_helpers import read_records
from isu_helpers.codebook import SEX
from isu_helpers.errors import IsuError

WOMEN, MEN = ("Kvinna", "Flicka"), ("Man", "Pojke")


def test_there_are_many_kinds():
    assert len(EXPORTS) >= 100


@pytest.mark.parametrize("name", [n for n, e in EXPORTS.items() if not e.refused])
def test_an_export_is_read_right(tmp_path, name):
    export = EXPORTS[name]
    path = tmp_path / f"uttag.{export.ending}"
    path.write_bytes(export.content)
    records = read_records(path)
    sexes = records.frame[records.codebook.with_role(SEX)[0].name]
    counted = (records.n_people, sexes.isin(WOMEN).sum(), sexes.isin(MEN).sum())
    assert counted == (export.people, export.women, export.men)
    assert {k: (records.frame[k] == "Ja").sum() for k in export.yes} == export.yes
    found = {v.name: v.categories for v in records.codebook}
    assert {name: found[name] for name in export.categories} == export.categories
    assert not set(export.absent) & set(records.frame)
    assert export.told in " ".join(f"{r.column}: {r.text}" for r in records.report)


@pytest.mark.parametrize("name", [n for n, e in EXPORTS.items() if e.refused])
def test_what_is_no_table_of_people_is_refused_in_one_line(tmp_path, name):
    export = EXPORTS[name]
    path = tmp_path / f"uttag.{export.ending}"
    path.write_bytes(export.content)
    with pytest.raises(IsuError, match=export.refused) as caught:
        read_records(path)
    told = str(caught.value)
    assert "\n" not in told and "Väntade" in told and path.read_bytes() == export.content
