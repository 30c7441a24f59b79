"""Figures from elsewhere: read as they come, and set beside one's own without telling more."""

import shutil
from itertools import product

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from drawn import charts, heard
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep

from isu_helpers import Records, breakdown, read_records, settings
from isu_helpers.analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN, turn
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import Release, protect
from isu_helpers.elsewhere import (
    HIGHER,
    LIKE,
    LOWER,
    OTHER_WAY,
    UNKNOWN,
    Beside,
    Gap,
    Reference,
    Share,
    Standing,
    read_reference,
    standings,
    with_words,
)
from isu_helpers.elsewhere.standing import gap_verdict, share_chance, share_verdict
from isu_helpers.errors import DataFileError, SettingError
from isu_helpers.pages import comparison, folder_banner
from isu_helpers.show import MIME, bundle
from isu_helpers.show.comparison import NO_FILE, compare, comparison_section
from isu_helpers.show.html import html_of
from isu_helpers.wording import TOTAL

YES_NO = (Option("Ja"), Option("Nej"))
CODEBOOK = Codebook(
    (
        Variable("kön", ("Kön",), role="kön", options=(Option("Kvinna"), Option("Man"))),
        Variable("stöd", ("Fick stöd",), label="Stöd i hemmet", kind="ja/nej", role="insats",
                 options=YES_NO),
        Variable("våld", ("Våld",), kind="ja/nej", role="behov", options=YES_NO, 
                 is_sensitive=True),
        Variable("insats", ("Insats",), role="insats",
                 options=(Option("Råd", ("Rådgivning",)), Option("Boende"), Option("Annat"))),
        Variable("ålder", ("Ålder",), kind="tal", role="bakgrund", classes=(30, 65)),
    )
)  # fmt: skip


def records_of(**counts: tuple[int, int, int, int]) -> Records:
    """People by yes-or-no variables: women yes, women no, men yes, men no of each."""
    first = next(iter(counts.values()))
    table = {"Kön": ["Kvinna"] * sum(first[:2]) + ["Man"] * sum(first[2:])}
    for name, parts in counts.items():
        header = next(v.columns[0] for v in CODEBOOK if v.name == name)
        table[header] = [a for a, n in zip(("Ja", "Nej", "Ja", "Nej"), parts, strict=True)
                         for _ in range(n)]  # fmt: skip
    kept = tuple(v for v in CODEBOOK if v.columns[0] in table)
    return Records.from_frame(pd.DataFrame(table), Codebook(kept))


def read(tmp_path, text: str, encoding: str = "utf-8", **told) -> Reference:
    path = tmp_path / "riket.csv"
    path.write_bytes(text.encode(encoding))
    return read_reference(path, CODEBOOK, **told)


def rows_of(reference: Reference) -> set[tuple]:
    return {(r.variable.name, r.answer, r.group, round(r.share, 6)) for r in reference.rows}


STOD = {("stöd", "Ja", "Kvinna", 0.34), ("stöd", "Ja", "Man", 0.225)}


@pytest.mark.parametrize(
    "text",
    [
        "variabel;svar;kön;andel (%)\nstöd;Ja;Kvinna;34\nstöd;Ja;Man;22,5\n",
        "fråga;kön;andel\nStöd i hemmet;K;34 %\nStöd i hemmet;M;22,5 %\n",
        "Kategori;Kön;Andel\nFick stöd;Kvinnor;34\nFick stöd;Män;22,5\n",
        "variabel,kön,andel (0–1)\nstöd,Flickor,0.34\nstöd,Pojkar,0.225\n",
        "Nyckeltal;Område;Kön;2023;2024\nStöd i hemmet, andel (%);Riket;Kvinnor;30,0;34,0\n"
        "Stöd i hemmet, andel (%);Riket;Män;20,0;22,5\n",
        "Nyckeltal;Kommun;År;Totalt;Kvinnor;Män\nStöd i hemmet (%);Riket;2024;27,1;34,0;22,5\n",
        '"Andel med stöd efter region, kön och år"\n\n'
        '"region","variabel","kön","Andel, procent 2024"\n"00 Riket","stöd","kvinnor","34.0"\n'
        '"00 Riket","stöd","män","22.5"\n',
        '"region","Fick stöd","kön","Antal 2024"\n"00 Riket","Ja","kvinnor","340"\n'
        '"00 Riket","Nej","kvinnor","660"\n"00 Riket","Ja","män","225"\n'
        '"00 Riket","Nej","män","775"\n"00 Riket","Uppgift saknas","män","50"\n',
        '"region","Fick stöd","kön","tabellinnehåll","2024"\n'
        '"00 Riket","Ja","kvinnor","Andel (%)",34\n'
        '"00 Riket","Ja","män","Andel (%)",22.5\n',
        "variabel\tkön\tandel\nSTÖD\tF\t34\nSTÖD\tmän\t22,5\n",
    ],
    ids=["own", "per cent signs", "category", "fractions", "Kolada long", "Kolada wide",
         "SCB shares", "SCB counts", "SCB contents", "tabs"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_read_reference_takes_the_shapes_that_files_come_in(tmp_path, text, encoding):
    found = rows_of(read(tmp_path, text, encoding))
    assert {r for r in found if r[1] == "Ja" and r[2] != TOTAL} == STOD


def test_read_reference_takes_a_workbook(tmp_path):
    table = pd.DataFrame({"Fråga": ["Stöd i hemmet"] * 2, "Kön": ["K", "M"], "Andel": [34, 22.5]})
    table.to_excel(tmp_path / "kolada.xlsx", index=False)
    assert rows_of(read_reference(tmp_path / "kolada.xlsx", CODEBOOK)) == STOD


def test_read_reference_takes_n_as_those_who_answered_and_says_so(tmp_path):
    found = read(tmp_path, "variabel;kön;andel;n;område;år\nstöd;K;34;1 200;Riket;2025\n")
    assert [(r.base, r.name) for r in found.rows] == [(1200, "Riket 2025")]
    assert any("antal" in told for told in found.report) and found.name == "Riket 2025"


def test_read_reference_does_not_use_n_that_differs_between_answers(tmp_path):
    found = read(tmp_path, "variabel;svar;andel;n\ninsats;Råd;20;20\ninsats;Boende;80;80\n")
    assert all(np.isnan(r.base) for r in found.rows)
    assert any("skiljer sig" in told for told in found.report)


def test_read_reference_reads_fractions_where_all_answers_make_one(tmp_path):
    text = "variabel;svar;andel\ninsats;Rådgivning;0,2\ninsats;Boende;0,5\ninsats;Annat;0,3\n"
    found = read(tmp_path, text)
    assert [(r.answer, r.share) for r in found.rows] == [
        ("Råd", 0.2), ("Boende", 0.5), ("Annat", 0.3)
    ]  # fmt: skip
    assert any("delar av ett" in told for told in found.report)


def test_read_reference_tells_when_it_took_figures_for_per_cent(tmp_path):
    assert any("procent" in told for told in read(tmp_path, "variabel;andel\nstöd;34\n").report)


def test_read_reference_matches_classes_with_any_dash(tmp_path):
    found = read(tmp_path, "variabel;svar;andel (%)\nålder;30-64;60\nålder;Under 30;25\n")
    assert rows_of(found) == {
        ("ålder", "30–64", TOTAL, 0.6), ("ålder", "Under 30", TOTAL, 0.25)
    }  # fmt: skip


def test_read_reference_finds_the_parts_of_a_question_with_several_answers(tmp_path):
    several = Variable(
        "former", ("Former",), kind="flerval", options=(Option("Fysiskt"), Option("Ekonomiskt"))
    )
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"], "Former": ["Fysiskt, Ekonomiskt", "Fysiskt"]})
    codebook = Records.from_frame(table, Codebook((CODEBOOK["kön"], several))).codebook
    (tmp_path / "a.csv").write_text("variabel;svar;andel (%)\nFormer;Ekonomiskt;34\n", "utf-8")
    (row,) = read_reference(tmp_path / "a.csv", codebook).rows
    assert row.variable == codebook.parts_of("former")[1] and row.answer == "Ja"


def test_read_reference_leaves_out_the_own_municipality(tmp_path):
    text = "variabel;kommun;andel (%)\nstöd;Storåker;10\nstöd;Riket;34\n"
    found = read(tmp_path, text, kommun="Storåker")
    assert rows_of(found) == {("stöd", "Ja", TOTAL, 0.34)} and not found.is_own


def test_read_reference_knows_its_own_municipality(tmp_path):
    text = "variabel;kommun;år;andel (%)\nstöd;Storåkers kommun;2024;34\n"
    assert read(tmp_path, text, kommun="Storåker").is_own


def test_read_reference_takes_the_last_period_of_each_question(tmp_path):
    text = ("variabel;period;andel (%)\nstöd;2024 höst;34\nstöd;2024 vår;30\nvåld;2023;12\n"
            "våld;2024;..\n")  # fmt: skip
    found = read(tmp_path, text)
    assert rows_of(found) == {("stöd", "Ja", TOTAL, 0.34), ("våld", "Ja", TOTAL, 0.12)}
    assert any("senaste" in told for told in found.report)


def test_read_reference_tells_what_it_could_not_match(tmp_path):
    text = ("variabel;svar;kön;andel (%)\nstöd;Ja;K;34\nSkolresultat;Ja;K;40\n"
            "insats;Hemtjänst;K;5\nstöd;Ja;X;9\n")  # fmt: skip
    found = read(tmp_path, text)
    told = " ".join(found.report)
    assert len(found.rows) == 1
    assert "«Skolresultat»" in told and "«insats: Hemtjänst»" in told and "«X»" in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("variabel;andel\nstöd;0,34\n", "bara andelar från 0 till 1"),
        ("variabel;andel\nstöd;1\n", "bara andelar från 0 till 1"),
        ("variabel;andel (%)\nstöd;340\n", "rad 2 har en andel som är för stor"),
        ("variabel;andel (0–1)\nstöd;34\n", "rad 2 har en andel som är för stor"),
        ("variabel;andel (%)\nstöd;många\n", "rad 2 har något annat än ett tal"),
        ("variabel;andel (%)\nstöd;-5\n", "rad 2 har något annat än ett tal"),
        ("variabel;ålder;andel (%)\nstöd;ung;34\nstöd;gammal;30\n", "rad 2 och 3 har olika tal"),
        ("variabel;kommun;andel (%)\nstöd;Ale;34\nstöd;Boda;30\n", "flera områden: Ale och Boda"),
        ("namn;ort\nstöd;34\n", "har ingen rubrik för siffrorna"),
        ("stöd;34;12\nvåld;2;3\n", "har ingen rubrik för siffrorna"),
        ("variabel;andel (%)\nSkolresultat;34\n", "Den har: «Skolresultat». Väntade"),
        ("bara en rad\n", "är tom"),
        ("", "är tom"),
    ],
)  # fmt: skip
def test_read_reference_refuses_in_one_swedish_line(tmp_path, text, found):
    with pytest.raises(DataFileError) as stopped:
        read(tmp_path, text)
    line = str(stopped.value)
    assert found in line and "Väntade" in line and "\n" not in line and "riket.csv" in line


def test_no_message_or_report_repeats_what_may_be_a_person(tmp_path):
    """Somebody's own data file given by mistake."""
    text = "Namn;Kön;Antal\n19810829-0714;K;3\n811218-9876;M;4\n"
    with pytest.raises(DataFileError) as stopped:
        read(tmp_path, text)
    assert "1981" not in str(stopped.value) and "811218" not in str(stopped.value)
    text = "variabel;kön;andel (%)\nstöd;K;34\n811218-9876;K;12\n"
    assert "811218" not in " ".join(read(tmp_path, text).report)


@given(
    shares=st.lists(st.integers(0, 1000), min_size=2, max_size=2),
    style=st.sampled_from([*product((";", "\t"), (True, False), ("KM", "words"))]),
)
def test_read_reference_gives_the_same_however_it_is_written(tmp_path_factory, shares, style):
    separator, has_signs, sexes = style
    names = {"KM": ("K", "M"), "words": ("Flickor", "Pojkar")}[sexes]
    cells = [f"{s // 10},{s % 10}" + " %" * has_signs for s in shares]
    head = separator.join(("variabel", "kön", "andel" if has_signs else "andel (%)"))
    lines = [separator.join(("våld", *pair)) for pair in zip(names, cells, strict=True)]
    found = read(tmp_path_factory.mktemp("x"), "\n".join([head, *lines]))
    assert [r.share for r in found.rows] == pytest.approx([s / 1000 for s in shares])


def reference(women: float, men: float, base: float = np.nan, name="stöd", **told) -> Reference:
    of = CODEBOOK[name]
    rows = (Share(of, "Ja", "Kvinna", women, base, "Riket 2025"),
            Share(of, "Ja", "Man", men, base, "Riket 2025"))  # fmt: skip
    return Reference("Riket 2025", rows, **told)


def beside(records: Records, other: Reference, name: str = "stöd"):
    (protected,) = protect([breakdown(records, name)]).results.values()
    return standings(protected, other)[0]


def test_standings_hold_the_intervals_of_scipy_where_the_reference_is_exact():
    found = beside(records_of(stöd=(30, 70, 60, 60)), reference(0.5, 0.5)).standings[0]
    interval = binomtest(30, 100).proportion_ci(method="wilson")
    assert found.own == pytest.approx((0.3, interval.low, interval.high))
    assert found.difference == pytest.approx((-0.2, interval.low - 0.5, interval.high - 0.5))
    assert found.verdict == LOWER


def test_standings_hold_newcombes_interval_where_the_reference_has_a_number():
    found = beside(records_of(stöd=(30, 70, 60, 60)), reference(0.5, 0.5, 200)).standings[0]
    wanted = confint_proportions_2indep(30, 100, 100, 200, method="newcomb", compare="diff")
    assert found.difference[1:] == pytest.approx(wanted, abs=1e-6)


def test_gap_is_set_beside_the_gap_there_by_hand():
    """50 of 100 and 20 of 100 here: 30 points; there 40 and 35 per cent exactly: 5 points."""
    gap = beside(records_of(stöd=(50, 50, 20, 80)), reference(0.40, 0.35)).gap
    low, high = confint_proportions_2indep(50, 100, 20, 100, method="newcomb", compare="diff")
    assert gap.own == pytest.approx((0.3, low, high), abs=1e-6)
    assert gap.change == pytest.approx((0.25, low - 0.05, high - 0.05), abs=1e-6)
    assert gap.verdict == HIGHER


@pytest.mark.parametrize(
    ("difference", "base", "word"),
    [
        ((0.1, 0.01, 0.2), 50, HIGHER),
        ((-0.1, -0.2, -0.01), 50, LOWER),
        ((0.02, -0.1, 0.14), 80, LIKE),
        ((0.1, -0.05, 0.25), 50, UNKNOWN),
        ((0.5, 0.1, 0.8), 9, UNKNOWN),
        ((np.nan,) * 3, 50, UNKNOWN),
        ((0.1, 0.01, 0.2), np.nan, UNKNOWN),
    ],
)  # fmt: skip
def test_share_verdict(difference, base, word):
    assert share_verdict(difference, base) == word


@pytest.mark.parametrize(
    ("own", "other", "change", "word"),
    [
        (0.3, 0.1, (0.2, 0.05, 0.35), HIGHER),
        (-0.3, -0.1, (-0.2, -0.35, -0.05), HIGHER),
        (0.1, 0.3, (-0.2, -0.35, -0.05), LOWER),
        (0.2, -0.1, (0.3, 0.1, 0.5), OTHER_WAY),
        (0.2, -0.001, (0.201, 0.1, 0.3), HIGHER),
        (0.2, 0.15, (0.05, -0.1, 0.2), LIKE),
        (0.2, 0.1, (0.1, -0.1, 0.3), UNKNOWN),
        (np.nan, 0.1, (np.nan,) * 3, UNKNOWN),
    ],
)  # fmt: skip
def test_gap_verdict(own, other, change, word):
    assert gap_verdict(own, other, change) == word


def test_standings_use_totals_where_the_reference_has_no_sexes():
    other = Reference("Riket", (Share(CODEBOOK["stöd"], "Ja", TOTAL, 0.4),))
    found = beside(records_of(stöd=(30, 70, 60, 60)), other)
    assert [(s.group, s.n, s.base) for s in found.standings] == [(TOTAL, 90, 220)]
    assert found.gap is None


def test_standings_sum_the_reference_where_own_classes_are_merged():
    of = CODEBOOK["ålder"]
    parts = zip(of.categories, (0.25, 0.6, 0.15), strict=True)
    other = Reference("Riket", tuple(Share(of, a, TOTAL, s) for a, s in parts))
    ages = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 12, "Ålder": [20, 25, 40, 50, 70, 80] * 4})
    records = Records.from_frame(ages, Codebook((CODEBOOK["kön"], of)))
    (choice,) = compare(records, other)
    assert choice.of.rule is not None and len(choice.of.categories) == 2
    merged = other.of(choice.of)
    assert sum(s.share for s in merged.values()) == pytest.approx(1)
    assert {round(s.share, 2) for s in merged.values()} in ({0.25, 0.75}, {0.85, 0.15})


def test_merged_answers_without_all_shares_are_told_of():
    """Seven young and seven older of each sex, too few for three classes."""
    of = CODEBOOK["ålder"]
    other = Reference("Riket", (Share(of, "Under 30", TOTAL, 0.25),))
    ages = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 14, "Ålder": [20] * 14 + [50] * 8 + [70] * 6})
    section = page(Records.from_frame(ages, Codebook((CODEBOOK["kön"], of))), other)
    assert "går inte att jämföra" in section and "<table" not in section


def page(records: Records, other: Reference | None, release: Release | None = None) -> str:
    return str(html_of([comparison_section(compare(records, other), release or Release(5))]))


def own_cells(section: str) -> list[str]:
    """What the table tells of the group's own figures."""
    rows = BeautifulSoup(section, "html.parser").select("tbody tr:not(.isu-grupp)")
    return [row.find("td").get_text(" ", strip=True) for row in rows]


@given(
    women=st.tuples(st.integers(0, 8), st.integers(5, 40)),
    other=st.tuples(st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.sampled_from([np.nan, 50, 2000])),
)
def test_hidden_figures_stay_hidden_whatever_the_reference_says(women, other):
    records = records_of(stöd=(*women, 20, 20))
    found, plain = beside(records, reference(*other)), beside(records, reference(0.5, 0.5))
    hidden = 1 <= women[0] <= 4
    assert found.standings[0].is_hidden == plain.standings[0].is_hidden == hidden
    if hidden:
        assert np.isnan([*found.standings[0].own, *found.standings[0].difference]).all()
        assert np.isnan([*found.gap.own, *found.gap.change]).all()
        assert found.standings[0].verdict == found.gap.verdict == UNKNOWN


def few_got(n: int) -> Records:
    """So few women got advice; all totals are the same whatever ``n``."""
    women, men = (n, 10, 14 - n), (12 - n, 10, 6 + n)  # the third is hidden beside the first
    names = CODEBOOK["insats"].categories
    table = {
        "Kön": ["Kvinna"] * 24 + ["Man"] * 28,
        "Insats": [a for part in (women, men) for a, k in zip(names, part, strict=True)
                   for _ in range(k)],
    }  # fmt: skip
    return Records.from_frame(pd.DataFrame(table), Codebook((CODEBOOK["kön"], CODEBOOK["insats"])))


def test_a_page_with_hidden_figures_is_the_same_for_all_people_it_could_be():
    """2, 3 or 4 women: no cell, alt text, mark or word may part them."""
    of = CODEBOOK["insats"]
    cells = product(of.categories, ("Kvinna", "Man"))
    other = Reference("Riket", tuple(Share(of, a, g, 0.3, 900) for a, g in cells))
    (section,) = {page(few_got(n), other) for n in (2, 3, 4)}
    assert own_cells(section)[0] == ".. dolt" and "kvinnor dolt" in section
    assert "42\xa0% 10 av 24" in own_cells(section)


def test_a_question_with_nothing_to_show_is_told_of():
    section = page(records_of(stöd=(3, 21, 20, 30)), reference(0.1, 0.4, 900))
    assert "<table" not in section and "visas inte här" in section


def test_small_numbers_of_others_are_not_shown_either():
    few = reference(0.02, 0.3, 100)  # two of a hundred women
    section = page(records_of(stöd=(30, 70, 60, 60)), few)
    assert "<table" not in section and "bygger på så få personer" in section
    assert "<table" in page(records_of(stöd=(30, 70, 60, 60)), reference(0.05, 0.3, 100))


def test_none_and_all_of_others_are_hidden_where_it_is_sensitive():
    assert reference(0, 0.3, 100, name="våld").is_small(CODEBOOK["våld"], 5)
    assert not reference(0, 0.3, 100).is_small(CODEBOOK["stöd"], 5)


def test_the_page_tells_all_in_words_and_in_its_chart():
    records = records_of(stöd=(50, 50, 20, 80), våld=(40, 60, 42, 58))
    of = {
        n: reference(a, b, name=n).rows for n, a, b in (("stöd", 0.3, 0.25), ("våld", 0.41, 0.4))
    }
    section = page(records, Reference("Riket 2025", of["stöd"] + of["våld"]))
    soup = BeautifulSoup(section, "html.parser")
    assert own_cells(section)[0] == "50\xa0% 50 av 100"
    told = heard(charts(soup)[0])
    assert "Stöd i hemmet: kvinnor 50 % (50 av 100), riket 2025 30 % och män 20 %" in told
    told = [li.get_text() for li in soup.find_all("li")]
    assert "Högre än i riket 2025: «Stöd i hemmet» (kvinnor)." in told
    assert "Ungefär som i riket 2025: «Stöd i hemmet» (män) och «våld» (kvinnor och män)." in told
    assert "Större hos oss: «Stöd i hemmet»." in told
    assert all(th.get("scope") for th in soup.find_all("th")) and soup.caption


def test_the_page_warns_where_people_may_be_the_same():
    own = reference(0.3, 0.4, is_own=True)
    section = page(records_of(stöd=(50, 50, 20, 80)), own)
    assert "samma personer" in section and "--tidigare" in section


def test_the_page_escapes_what_the_file_says():
    of = CODEBOOK["stöd"]
    other = Reference("<u>", (Share(of, "Ja", "Man", 0.4, name="<u>"),), ("<i>",))
    section = page(records_of(stöd=(50, 50, 20, 80)), other)
    assert "<u>" not in section and "<i>" not in section


def test_the_page_tells_of_variables_without_answers_of_ones_own():
    records = records_of(stöd=(50, 50, 20, 80))
    section = page(records, reference(0.3, 0.4, name="våld"))
    assert "inga egna svar att jämföra för «våld»" in section


def test_comparison_without_a_file_says_how_to_get_one():
    shown = comparison(records_of(stöd=(50, 50, 20, 80)), None)
    steps = BeautifulSoup(bundle(shown)[MIME]["html"], "html.parser").find_all("li")
    assert repr(shown) == NO_FILE and len(steps) == 3
    assert "Kolada" in steps[0].text and "SCB" in steps[0].text


def test_a_file_that_is_gone_is_told_of_and_nothing_stops_where_somebody_sits(
    tmp_path, monkeypatch
):
    (tmp_path / "isu.yaml").write_text("jamforelse: riket.csv\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text("kön;stöd\n" + 9 * "K;Ja\nM;Nej\n", encoding="utf-8")
    with pytest.raises(SettingError):
        settings(tmp_path)  # nobody is there to read a line
    monkeypatch.setattr("isu_helpers.configuration._may_ask", lambda: True)
    run = settings(tmp_path)
    assert run.lack in str(folder_banner(run).html) and "riket.csv" in run.lack
    told = bundle(comparison(records_of(stöd=(50, 50, 20, 80)), run.jamforelse))[MIME]["html"]
    assert "riket.csv" in told and "Kolada" not in told


@pytest.fixture
def practice(tmp_path):
    """The settings of a copy of the practice folder that has a file to compare with."""
    names = ("data.xlsx", "isu.yaml", "kodbok.yaml", "jamforelse.csv")
    for name in names:
        shutil.copy(sample_root() / "bjorkasen" / name, tmp_path / name)
    yield settings(tmp_path)
    settings()


def test_comparison_in_the_practice_folder_shows_all_that_its_file_has(practice):
    records = read_records(practice.datafil, practice.kodbok)
    made = bundle(comparison(records, practice.jamforelse, kommun=practice.kommun))
    assert made[MIME]["html"].count('scope="rowgroup"') == 6 + 5  # yes-or-no questions, answers
    assert made["text/plain"] == "Jämförelse med Övningslänet 2025: 7 variabler"


def test_each_variable_is_shown_once_in_the_cut_that_is_shown_elsewhere(practice):
    records = read_records(practice.datafil, practice.kodbok)
    shown = comparison(records, practice.jamforelse)
    names = [choice.of.name for choice in shown]
    assert sorted(names) == sorted(v.name for v in shown.reference.variables)


@given(st.integers(1, 60), st.data(), st.sampled_from([0.0, 0.1, 0.5, 0.93, 1.0]))
def test_chance_of_a_share_is_scipys(base, data, other):
    n = data.draw(st.integers(0, base))
    wanted = binomtest(n, base, other).pvalue
    assert share_chance(n, base, other, np.nan) == pytest.approx(wanted, abs=1e-9)
    hits = round(other * 40)
    wanted = fisher_exact([[n, base - n], [hits, 40 - hits]]).pvalue
    assert share_chance(n, base, hits / 40, 40) == pytest.approx(wanted, abs=1e-9)


def test_chance_of_a_hidden_share_and_of_nobody():
    hidden = [(np.nan, 9, 0.5, 9), (1, np.nan, 0.5, 9), (1, 9, np.nan, 9), (0, 0, 0.5, 9)]
    assert np.isnan([share_chance(*one) for one in hidden]).all()


def standing(p: float, is_few: bool = False) -> Standing:
    return Standing("Kvinna", 0, 5, 9, (0.5, 0.4, 0.6), 0.5, (0, -0.1, 0.1), p, is_few)


def test_words_of_a_comparison_are_holms_over_all_its_rows():
    # Five rows with a part of ten, half of the risk: 0,0001 · 10, 0,005 · 9, 0,006 · 8, 0,03 · 7;
    # the hidden one counts but has no word
    gap = Gap("Kvinna", "Man", (0.1, 0, 0.2), 0, (0.1, 0, 0.2), 0.008)
    first = Beside("Ja", (standing(0.005), standing(0.006)), gap)
    second = Beside("Nej", (standing(np.nan), standing(0.0001, is_few=True)), None)
    one, two = with_words([first, second])
    assert [s.word for s in one.standings] == [CLEAR, CLEAR] and one.gap.word == UNCERTAIN
    assert [s.word for s in two.standings] == ["", TOO_FEW] and two.gap is None
    assert with_words([]) == []


def test_the_chance_of_a_gap_is_that_of_its_interval_where_others_are_certain():
    gap = beside(records_of(stöd=(50, 50, 20, 80)), reference(0.40, 0.35)).gap
    low, _ = confint_proportions_2indep(50, 100, 20, 100, method="newcomb", compare="diff",
                                        alpha=gap.p)  # fmt: skip
    assert low - 0.05 == pytest.approx(0, abs=1e-6) and not gap.is_few
    counted = beside(records_of(stöd=(50, 50, 20, 80)), reference(0.40, 0.35, 100)).gap
    assert counted.p == turn((40, 100, 35, 100), (50, 100, 20, 100)) > gap.p


@pytest.mark.parametrize(
    ("stöd", "word"),
    [((50, 50, 20, 80), {CLEAR, UNCERTAIN}), ((9, 0, 0, 9), {TOO_FEW}), ((0, 40, 0, 40), {CLEAR})],
)
def test_the_page_says_the_word_of_each_row(stöd, word):
    section = page(records_of(stöd=stöd), reference(0.3, 0.25))
    soup = BeautifulSoup(section, "html.parser")
    assert {tag.text for tag in soup(class_="isu-ord")} <= word
    assert "Alla dess rader räknas in" in section
    if CLEAR in word:
        assert "Tydlig skillnad, när alla rader i jämförelsen räknas in: «Stöd" in section
