"""Units beside each other: limits of chance, small ones together, no ranking."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from isu_helpers import Records, Release
from isu_helpers.analysis.cube import Cube
from isu_helpers.analysis.units import chance_limits, units
from isu_helpers.show.bundle import section_of
from isu_helpers.show.html import html_of
from isu_helpers.show.units import places_of


def town(shares: dict[str, float], size: int = 80, **few: int) -> Records:
    """So large a part of so many women and men in each unit has got support."""
    sizes = {unit: few.get(unit, size) for unit in shares}
    rows = [(sex, unit, "Ja" if i < share * sizes[unit] else "Nej")
            for unit, share in shares.items() for sex in ("Kvinna", "Man")
            for i in range(sizes[unit])]  # fmt: skip
    return Records.from_frame(pd.DataFrame(rows, columns=["Kön", "Enhet", "Stöd"]))


def told(records: Records) -> str:
    return str(html_of([section_of(units(records, "Stöd", "Enhet"))]))


def test_limits_of_chance_hold_all_units_99_of_100():
    low, high = chance_limits(0.3, 80, places=12)
    within = binom.cdf(round(high * 80), 80, 0.3) - binom.cdf(round(low * 80) - 1, 80, 0.3)
    assert 0.99 <= within**12 < 1


def test_a_unit_far_away_is_told_and_nobody_is_ranked():
    text = told(town({"Norr": 0.5, "Söder": 0.5, "Väster": 0.5, "Öster": 0.1}))
    assert "Utanför det som slumpen brukar ge ligger Öster (kvinnor)" in text
    assert "Rangordna inte" in text and text.index("Norr") < text.index("Öster")


def test_units_alike_are_within_chance():
    assert "Alla enheter ligger inom" in told(town({"Norr": 0.5, "Söder": 0.4, "Öster": 0.5}))


def test_small_units_are_put_together_by_size_alone():
    for share in (0.1, 0.9):
        records = town({"A": 0.5, "B": 0.5, "C": share, "D": share}, C=20, D=15)
        assert units(records, "Stöd", "Enhet").result.by[1].categories == ("A", "B", "C eller D")


def test_too_few_units_say_so():
    assert "visas inte bredvid varandra" in told(town({"A": 0.5, "B": 0.5}, A=10, B=12))


def test_another_answer_must_be_there():
    with pytest.raises(ValueError, match="must be among"):
        units(town({"A": 0.5, "B": 0.5}), "Stöd", "Enhet", "Kanske")


def test_hidden_counts_are_not_used():
    found = units(town({"A": 0.5, "B": 0.04, "C": 0.5}), "Stöd", "Enhet").result
    protected = Release().protected(found)
    assert not protected.visible.all()
    seen = np.where(protected.visible, protected.cube.n, 0)
    blind = replace(protected, cube=Cube(protected.cube.axes, seen, protected.cube.people))
    assert str(places_of(blind, "Ja")) == str(places_of(protected, "Ja"))
