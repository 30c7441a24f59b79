"""People per 1,000 inhabitants: SCB's file, the arithmetic, and what is safe to show."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from isu_helpers import Records
from isu_helpers.elsewhere.population import read_population
from isu_helpers.elsewhere.rates import bases_of, rates, standardised
from isu_helpers.errors import DataFileError
from isu_helpers.show.bundle import section_of
from isu_helpers.show.html import html_of
from isu_helpers.show.model import walk

TITLE = "Folkmängd efter region, ålder, kön och år\n\n"
WIDE = TITLE + '"region";"ålder";"kön";"2023";"2024"\n'
LONG = '"region";"ålder";"kön";"tid";"Folkmängd"\n'
CODES = '"region";"alder";"kon";"tid";"BE0101N1"\n"2062";"20";"1";"2024";90\n'


@pytest.fixture
def saved(tmp_path):
    def save(text: str):
        path = tmp_path / "befolkning.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return save


def town(women: int = 50, men: int = 40) -> str:
    """A municipality with as many of each age from 0 to 99."""
    rows = (f'"2062 Mora";"{age} år";"{sex}";1;{count}' for age in range(100)
            for sex, count in (("kvinnor", women), ("män", men)))  # fmt: skip
    return WIDE + "\n".join(rows)


def people(women: dict[int, int], men: dict[int, int]) -> Records:
    rows = [(sex, age) for sex, ages in (("Kvinna", women), ("Man", men))
            for age, count in ages.items() for _ in range(count)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["Kön", "Ålder"])
    return Records.from_frame(table)


def told(records: Records, file, **given) -> str:
    return str(html_of([section_of(rates(records, file, **given))]))


def test_a_column_a_year_gives_the_latest(saved):
    text = WIDE + '"2062 Mora";"20 år";"män";100;110\n"2062 Mora";"100+ år";"kvinnor";1;2\n'
    found = read_population(saved(text))
    assert (found.area, found.year, found.men[20], found.women[100]) == ("Mora", "2024", 110, 2)


def test_a_row_a_year_gives_the_latest_and_no_totals(saved):
    rows = ("2023;110", "2024;111")
    kinds = [(a, s) for a in ("20 år", "totalt") for s in ("män", "kvinnor", "totalt")]
    text = LONG + "".join(f'"2062 Mora";"{a}";"{s}";{r}\n' for r in rows for a, s in kinds)
    found = read_population(saved(text))
    assert (found.year, found.men.sum(), found.women.sum()) == ("2024", 111, 111)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CODES, "saknar ålder och kön"),
        (WIDE + '"2062 Mora";"20-24 år";"män";1;2\n', "inga åldrar i hela år"),
        (WIDE + '"2062 Mora";"20 år";"män";1;2\n', "inte både kvinnor och män"),
        (WIDE + '"2062 Mora";"20 år";"män";1;..\n', "saknar ett tal på rad 4"),
        (town() + '\n"2039 Älvdalen";"1 år";"män";1;2', "flera områden"),
    ],
)
def test_another_file_is_refused(saved, text, why):
    with pytest.raises(DataFileError, match=why):
        read_population(saved(text))


def test_ones_own_municipality_is_taken_among_several(saved):
    text = town() + '\n"2039 Älvdalen";"1 år";"män";1;2'
    assert read_population(saved(text), kommun="Mora").women[5] == 50


def test_inhabitants_are_those_of_the_service(saved):
    found = rates(people({20: 30, 40: 30, 70: 9}, {20: 30, 40: 30}), saved(town()), ages=(18, 64))
    assert found.age.classes == (30, 45, 65)
    assert bases_of(found, "Kvinna").tolist() == [12 * 50, 15 * 50, 20 * 50, 0]


def test_rates_by_hand(saved):
    # 30 of 12 × 50 women are 50 in 1,000; of 12 × 40 men 20 are 42.
    found = people({20: 30, 40: 20, 50: 9, 70: 9}, {20: 20, 40: 40, 50: 9, 70: 9})
    section = section_of(rates(found, saved(town()), ages=(18, 64)))
    table = next(part for part in walk([section]) if part.kind == "table")
    shown = {line.label.text: [c.text for c in line.cells] for line in table.bodies[0].lines}
    assert shown["18–29 år"] == ["50", "42"] and shown["30–44 år"] == ["27", "67"]


def test_standardised_rates_by_hand():
    # A gamma interval around Σ w n / N, worked out as Fay and Feuer have it.
    n, base, weights = np.array([5, 20]), np.array([100, 800]), np.array([300, 700])
    w = weights / 1000 / base
    value, variance, most = (w * n).sum(), (w**2 * n).sum(), w.max()
    found = standardised(n, base, weights)
    assert found.value == pytest.approx(0.3 * 0.05 + 0.7 * 0.025)
    assert found.low == pytest.approx(
        chi2.ppf(0.025, 2 * value**2 / variance) * variance / (2 * value)
    )
    top = (value + most) ** 2 / (variance + most**2)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * top) * (value + most) / (2 * top))


def test_with_its_own_ages_a_rate_is_the_crude_one():
    n, base = np.array([5, 20]), np.array([100, 800])
    assert standardised(n, base, base).value == pytest.approx(25 / 900)


def test_twins_give_the_same_bytes(saved):
    # What is hidden at 40 and 50 trades places; the ages are told together.
    file = saved(town())
    pages = [told(people({20: 30, 35: a, 50: 6 - a, 70: 20}, {20: 30, 35: 9, 50: 9, 70: 20}), file)
             for a in (2, 4)]  # fmt: skip
    assert "30–64 år" in pages[0] and pages[0] == pages[1]


def test_without_a_file_it_says_how_to_fetch_one(tmp_path):
    text = told(people({20: 30}, {40: 30}), tmp_path)
    assert "SCB:s statistikdatabas" in text and "«befolkning»" in text


def test_a_file_in_the_folder_is_found(saved):
    path = saved(town())
    assert rates(people({20: 30}, {40: 30}), path.parent).population.area == "Mora"


def test_ages_of_a_service_are_told_with_where_others_are_counted(saved):
    found = people({20: 30, 40: 30, 70: 9}, {20: 30, 40: 30, 70: 9})
    limited, whole = (told(found, saved(town()), ages=ages) for ages in ((18, 64), (0, 120)))
    assert "i åldern 18 till 64 år" in limited and "närmaste åldern" in limited
    assert "närmaste åldern" not in whole
