"""The practice folders: the same each time, readable, and with the effects that they claim."""

import csv
import re
from copy import deepcopy
from io import StringIO
from itertools import pairwise
from pathlib import Path
from statistics import correlation, stdev
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from isu_helpers import read_records
from isu_helpers.analysis import change
from isu_helpers.analysis.flow import steps_within
from isu_helpers.cli import main
from isu_helpers.codebook import (
    CHOICE,
    DATE,
    KEY,
    NUMBER,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    Codebook,
    Option,
    Variable,
)
from isu_helpers.configuration import sample_root
from isu_helpers.content import load
from isu_helpers.disclosure import planned
from isu_helpers.errors import CodebookError, SettingError
from isu_helpers.example import names, write_example, write_example_from
from isu_helpers.example.draw import draw_people, half_year, matches
from isu_helpers.example.spec import DataFile, Drawn, Example, parse_example, read_example
from isu_helpers.excel import STAMP
from isu_helpers.run import settings
from isu_helpers.show import bundle

FOLDERS = {
    "barn_och_unga": "bjorkasen",
    "ekonomiskt_bistand": "dalsater",
    "vald_i_nara_relationer": "ekviken",
    "funktionsnedsattning_aldre": "furuhed",
    "familjeratt": "ljungsta",
    "skadligt_bruk": "storaker",
    "socialpsykiatri": "tallnas",
}
HARMFUL = re.compile(
    "våldet|(utsatt.*|berättar.*|former.*|nytt) våld|diagnos|preparat|AUDIT|psykiska hälsa|"
    "mår (barnet|personen)|sitt eget beteende", re.IGNORECASE,
)  # fmt: skip
OPINION = re.compile("Hur väl stämmer|Hur nöjd|mål(en|et) nåtts|^(Får|Blir|Känner) du ")
EFFECTS = [(name, e["id"]) for name in FOLDERS for e in read_example(name).effects]
REAL = """
Ale Alingsås Alvesta Aneby Arboga Arjeplog Arvidsjaur Arvika Askersund Avesta Bengtsfors Berg
Bjurholm Bjuv Boden Bollebygd Bollnäs Borgholm Borlänge Borås Botkyrka Boxholm Bromölla Bräcke
Burlöv Båstad Dals-Ed Danderyd Degerfors Dorotea Eda Ekerö Eksjö Emmaboda Enköping Eskilstuna
Eslöv Essunga Fagersta Falkenberg Falköping Falun Filipstad Finspång Flen Forshaga Färgelanda
Gagnef Gislaved Gnesta Gnosjö Gotland Grums Grästorp Gullspång Gällivare Gävle Göteborg Götene
Habo Hagfors Hallsberg Hallstahammar Halmstad Hammarö Haninge Haparanda Heby Hedemora
Helsingborg Herrljunga Hjo Hofors Huddinge Hudiksvall Hultsfred Hylte Håbo Hällefors Härjedalen
Härnösand Härryda Hässleholm Höganäs Högsby Hörby Höör Jokkmokk Järfälla Jönköping Kalix Kalmar
Karlsborg Karlshamn Karlskoga Karlskrona Karlstad Katrineholm Kil Kinda Kiruna Klippan Knivsta
Kramfors Kristianstad Kristinehamn Krokom Kumla Kungsbacka Kungsör Kungälv Kävlinge Köping
Laholm Landskrona Laxå Lekeberg Leksand Lerum Lessebo Lidingö Lidköping Lilla_Edet Lindesberg
Linköping Ljungby Ljusdal Ljusnarsberg Lomma Ludvika Luleå Lund Lycksele Lysekil Malmö
Malung-Sälen Malå Mariestad Mark Markaryd Mellerud Mjölby Mora Motala Mullsjö Munkedal Munkfors
Mölndal Mönsterås Mörbylånga Nacka Nora Norberg Nordanstig Nordmaling Norrköping Norrtälje
Norsjö Nybro Nykvarn Nyköping Nynäshamn Nässjö Ockelbo Olofström Orsa Orust Osby Oskarshamn
Ovanåker Oxelösund Pajala Partille Perstorp Piteå Ragunda Robertsfors Ronneby Rättvik Sala
Salem Sandviken Sigtuna Simrishamn Sjöbo Skara Skellefteå Skinnskatteberg Skurup Skövde
Smedjebacken Sollefteå Sollentuna Solna Sorsele Sotenäs Staffanstorp Stenungsund Stockholm
Storfors Storuman Strängnäs Strömstad Strömsund Sundbyberg Sundsvall Sunne Surahammar Svalöv
Svedala Svenljunga Säffle Säter Sävsjö Söderhamn Söderköping Södertälje Sölvesborg Tanum
Tibro Tidaholm Tierp Timrå Tingsryd Tjörn Tomelilla Torsby Torsås Tranemo Tranås Trelleborg
Trollhättan Trosa Tyresö Täby Töreboda Uddevalla Ulricehamn Umeå Upplands_Väsby Upplands-Bro
Uppsala Uppvidinge Vadstena Vaggeryd Valdemarsvik Vallentuna Vansbro Vara Varberg Vaxholm
Vellinge Vetlanda Vilhelmina Vimmerby Vindeln Vingåker Vårgårda Vänersborg Vännäs Värmdö
Värnamo Västervik Västerås Växjö Ydre Ystad Åmål Ånge Åre Årjäng Åsele Åstorp Åtvidaberg
Älmhult Älvdalen Älvkarleby Älvsbyn Ängelholm Öckerö Ödeshög Örebro Örkelljunga Örnsköldsvik
Östersund Österåker Östhammar Östra_Göinge Överkalix Övertorneå
"""


def table_of(folder: Path, name: str) -> list[list]:
    """Header and rows as the file writes them, an empty cell as None, read without the package."""
    path = next(folder.glob("data.*"))
    file = read_example(name).file
    rows = {".xlsx": excel_rows, ".ods": ods_rows}.get(path.suffix, text_rows)(path, file)
    rows = [[None if cell == "" else cell for cell in row] for row in rows[len(file.titles) :]]
    return rows[:-1] if file.summed else rows


def excel_rows(path: Path, file) -> list[list]:
    """Rows of the first sheet; headers below a merged one get it before them."""
    sheet = load_workbook(path).worksheets[0]
    merged = [r.bounds for r in sheet.merged_cells.ranges]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    for first, line, last, _ in merged:
        for place in range(first - 1, last):
            rows[line][place] = f"{rows[line - 1][first - 1]}: {rows[line][place]}"
    for line in {line for _, line, _, _ in merged}:
        del rows[line - 1]
    return rows


def ods_rows(path: Path, file) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def text_rows(path: Path, file) -> list[list]:
    text = path.read_bytes().decode(file.encoding.removesuffix("-le"))
    return list(csv.reader(StringIO(text), delimiter=file.separator))


def people_of(name: str) -> list[dict]:
    """The committed people as canonical answers by variable name."""
    folder = sample_root() / FOLDERS[name]
    header, *rows = table_of(folder, name)
    codebook = Codebook.read(folder / "kodbok.yaml")
    columns = [(v, [header.index(c) for c in v.columns if c in header]) for v in codebook]
    return [
        {v.name: answer(v, *(row[p] for p in places)) for v, places in columns} for row in rows
    ]


def answer(variable, cell, *more):
    """One cell as the codebook means it; an answer it does not know raises KeyError.

    Of a flerval the chosen answers: those in the cell, or those whose columns hold an X.
    """
    if more:
        assert {str(c).strip().casefold() for c in (cell, *more) if c is not None} <= {"x"}
        ticks = zip(variable.options, (cell, *more), strict=True)
        return tuple(o.name for o, tick in ticks if tick is not None) or None
    if cell is None or variable.kind in (TEXT, DATE):
        return cell
    if variable.kind == NUMBER:
        return float(str(cell).replace(",", ".").replace("\N{NO-BREAK SPACE}", ""))
    known = {s.casefold(): o.name for o in variable.options for s in (o.name, *o.synonyms)}
    if variable.kind == SEVERAL:
        return tuple(known[part.strip().casefold()] for part in cell.split(","))
    return known[str(cell).removesuffix(".0").strip().casefold()]


def level(people: list[dict], effect: dict, group: dict) -> float:
    """Per cent with the answer among those who answered, or the mean of a number."""
    values = [p[effect["variabel"]] for p in people if matches(group, p)]
    if effect.get("svar") == "Uppgift saknas":
        return 100 * values.count(None) / len(values)
    values = [v for v in values if v is not None]
    if "svar" not in effect:
        return sum(values) / len(values)
    chosen = [effect["svar"] in v if isinstance(v, tuple) else v == effect["svar"] for v in values]
    return 100 * sum(chosen) / len(chosen)


def codebook_names(name: str) -> set[str]:
    return {d.variable.name for d in read_example(name).variables}


def has_exact_counts(name: str) -> bool:
    draws = [d.draw for d in read_example(name).variables]
    return any("exakt" in draw or "saknas_antal" in draw for draw in draws)


def small_spec() -> dict:
    """The least that an example can say."""
    common = {"etikett": "E", "fraga": "F?"}
    sex = {"namn": "kön", "kolumn": "Kön", "typ": "val", "roll": "kön", **common}
    need = {"namn": "behov", "kolumn": "Behov", "typ": "ja/nej", "roll": "behov", **common}
    sex |= {"alternativ": ["Kvinna", "Man"], "dra": {"andelar": {"Kvinna": 50, "Man": 50}}}
    need |= {"dra": {"andelar": {"Ja": 20}, "skillnader": []}}
    return {
        "kommun": "Påhittad",
        "omrade": "test",
        "enhet": "person",
        "antal": 20,
        "fro": 1,
        "fil": {"format": "csv", "rubriker": []},
        "variabler": [sex, need],
        "effekter": [],
    }


@pytest.mark.parametrize("name", FOLDERS)
def test_write_example_gives_the_same_bytes_for_the_same_seed(tmp_path, name):
    first = write_example(tmp_path / "a", name, people=30, seed=5)
    second = write_example(tmp_path / "b", name, people=30, seed=5)
    assert [p.name for p in first] == [p.name for p in second]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


@pytest.mark.parametrize("name", FOLDERS)
def test_write_example_gives_other_people_for_another_seed(tmp_path, name):
    *_, first = write_example(tmp_path / "a", name, people=30, seed=5)
    *_, second = write_example(tmp_path / "b", name, people=30, seed=6)
    assert first.read_bytes() != second.read_bytes()


def test_write_example_leaves_no_clock_in_the_excel_file(tmp_path):
    *_, path = write_example(tmp_path / "å ä ö", "barn_och_unga", people=10)
    with ZipFile(path) as packed:
        assert {i.date_time for i in packed.infolist()} == {STAMP.timetuple()[:6]}
        core = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2025-01-01"}


@pytest.mark.parametrize("name", FOLDERS)
def test_sample_is_what_the_program_makes(tmp_path, name):
    made, kept = tmp_path / "ny", sample_root() / FOLDERS[name]
    for path in write_example(made, name):
        if path.suffix not in (
            ".xlsx",
            ".ods",
        ):  # a zip library may pack otherwise; its cells are the same
            assert path.read_bytes() == (kept / path.name).read_bytes()
    assert table_of(made, name) == table_of(kept, name)


@pytest.mark.parametrize("name", [n for n in FOLDERS if not has_exact_counts(n)])
def test_first_people_stay_the_same_when_there_are_more(tmp_path, name):
    write_example(tmp_path / "a", name, people=20, seed=5)
    write_example(tmp_path / "b", name, people=40, seed=5)
    assert table_of(tmp_path / "a", name) == table_of(tmp_path / "b", name)[:21]


@pytest.mark.parametrize(("name", "effect"), EFFECTS)
def test_effect_is_in_the_sample(name, effect):
    example = read_example(name)
    stated = next(e for e in example.effects if e["id"] == effect)
    people = people_of(name)
    gap = level(people, stated, stated["hogre"]) - level(people, stated, stated["lagre"])
    assert gap >= stated["minst"]


@pytest.mark.parametrize("name", FOLDERS)
def test_sample_names_every_column_and_knows_every_answer(name):
    folder = sample_root() / FOLDERS[name]
    codebook = Codebook.read(folder / "kodbok.yaml")
    columns = [c for v in codebook for c in v.columns[: None if v.kind == SEVERAL else 1]]
    assert table_of(folder, name)[0] == columns
    assert (
        len(people_of(name)) == read_example(name).people
    )  # KeyError on an answer outside the codebook


@pytest.mark.parametrize("name", FOLDERS)
def test_codebook_says_what_the_analyses_need(name):
    codebook = Codebook.read(sample_root() / FOLDERS[name] / "kodbok.yaml")
    roles = {v.role for v in codebook}
    assert {SEX, KEY, "bakgrund", "behov", "insats", "resultat", "tid"} <= roles
    uncounted = (TEXT, DATE, SEVERAL)
    assert all(v.is_countable for v in codebook if v.role != KEY and v.kind not in uncounted)
    assert all(v.label and v.question and len(v.label) <= 32 for v in codebook)


@pytest.mark.parametrize("name", FOLDERS)
def test_codebook_names_its_criteria(name):
    codebook = Codebook.read(sample_root() / FOLDERS[name] / "kodbok.yaml")
    found = {v.criterion for v in codebook if v.criterion}
    assert found >= {"behov", "samtycke"}
    assert "annat_satt" in found or name == "skadligt_bruk"


@pytest.mark.parametrize("name", FOLDERS)
def test_codebook_pairs_point_at_each_other(name):
    codebook = Codebook.read(sample_root() / FOLDERS[name] / "kodbok.yaml")
    paired = [v for v in codebook if v.pair]
    assert {v.occasion for v in paired} == {"start", "uppföljning"}
    assert all(codebook[v.pair].pair == v.name for v in paired)


@pytest.mark.parametrize("name", FOLDERS)
def test_no_answer_is_beside_its_scale(name):
    codebook = Codebook.read(sample_root() / FOLDERS[name] / "kodbok.yaml")
    answers = [a for v in codebook if v.kind == SCALE for a in v.categories]
    assert [a for a in answers if re.search("bedömd|^Vet |aktuellt", a)] == []


@pytest.mark.parametrize("name", ["skadligt_bruk", "vald_i_nara_relationer"])
def test_two_folders_have_a_chain_from_the_first_contact_by_utredning_to_insats(name):
    folder = sample_root() / FOLDERS[name]
    records = read_records(settings(folder).datafil, folder / "kodbok.yaml")
    begun, *later = (v.name for v in steps_within(records))
    assert begun == "utredning inledd" and "beviljad insats" in later
    assert {"Ja", "Nej"} <= set(records.frame[begun])


def test_who_has_no_assessed_risk_has_no_place_on_the_scale():
    people = people_of("vald_i_nara_relationer")
    unassessed = [p["risk start"] for p in people if p["riskbedömning start"] == "Nej"]
    assert len(unassessed) >= 20 and set(unassessed) == {None}
    assessed = [p["risk start"] for p in people if p["riskbedömning start"] == "Ja"]
    assert set(assessed) == {"Låg risk", "Förhöjd risk", "Hög risk"}


def test_a_sample_shows_a_change_larger_than_its_noise():
    folder = sample_root() / "ljungsta"
    chosen = settings(folder)
    pair = ("samarbete start", "samarbete 6 mån")
    starts = [p[pair[0]] for p in people_of("familjeratt") if p[pair[0]] is not None]
    codebook = Codebook.read(folder / "kodbok.yaml")
    assert {codebook[name].reliability for name in pair} == {0.9}
    noise = 1.96 * stdev(starts) * (2 * (1 - 0.9)) ** 0.5  # Jacobson and Truax (1991)
    shown = bundle(change(read_records(chosen.datafil, chosen.kodbok)))["text/html"]
    assert f"{noise:.1f}".replace(".", ",") in shown


@pytest.mark.parametrize("name", FOLDERS)
def test_keys_are_running_numbers_and_no_identity_numbers(name):
    key = next(d.variable.name for d in read_example(name).variables if d.variable.role == KEY)
    keys = [p[key] for p in people_of(name)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[A-Z]\d{3,4}", k) for k in keys)


def test_adults_have_small_groups_to_practise_on():
    people = people_of("skadligt_bruk")
    sexes = [p["kön"] for p in people]
    assert (sexes.count("Annat"), sexes.count(None)) == (2, 3)
    assert [p["preparat"] for p in people].count("Lösningsmedel") == 2


def test_csv_is_as_a_swedish_system_writes_it():
    raw = (sample_root() / "storaker" / "data.csv").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") == 2 + 1 + 260
    assert "Kön;".encode("cp1252") in raw
    assert re.search(rb";\d\d,\d;", raw) and not re.search(rb";\d+\.\d;", raw)


@pytest.mark.parametrize("name", [n for n in FOLDERS if "uppföljd" in codebook_names(n)])
def test_followup_values_belong_to_those_followed_up(name):
    after = [d.variable.name for d in read_example(name).variables
             if d.variable.occasion == "uppföljning"]  # fmt: skip
    lost = [p[n] for p in people_of(name) for n in after if p["uppföljd"] == "Nej"]
    assert lost and set(lost) == {None}


@pytest.mark.parametrize("name", FOLDERS)
def test_read_records_takes_the_sample(name):
    folder = sample_root() / FOLDERS[name]
    records = read_records(settings(folder).datafil, folder / "kodbok.yaml")
    assert len(records) == read_example(name).people
    unread = (TEXT, SEVERAL)
    read = {v.name for v in records.codebook if v.kind not in unread and v.role != KEY}
    assert set(records.frame) == read
    own = people_of(name)
    for variable in (v for v in records.codebook if v.is_countable):
        theirs = [None if v != v else v for v in records.frame[variable.name].tolist()]
        assert theirs == [own_answer(p, variable) for p in own], variable.name


def own_answer(person: dict, variable: Variable) -> object:
    """What a person answers; to one answer of a flerval Ja or Nej, or nothing to any."""
    if not variable.part_of:
        return person[variable.name]
    chosen, option = person[variable.part_of], variable.label.split(": ")[1]
    return chosen and ("Ja" if option in chosen else "Nej")


def test_several_answers_stand_in_one_cell_in_one_folder_and_in_columns_in_another():
    folder = sample_root() / "furuhed"
    header, *rows = table_of(folder, "funktionsnedsattning_aldre")
    cells = [row[header.index("Livsområden med behov")] for row in rows]
    assert "Hemliv, Relationer" in cells and "Hemliv" in cells and None in cells
    header, *rows = table_of(sample_root() / "ekviken", "vald_i_nara_relationer")
    places = [i for i, h in enumerate(header) if h.startswith("Former av våld: ")]
    options = [header[i].removeprefix("Former av våld: ") for i in places]
    assert options == ["Psykiskt", "Fysiskt", "Sexuellt", "Ekonomiskt", "Digitalt"]
    assert {row[i] for row in rows for i in places} == {"X", "x", "X ", " X", None}


@pytest.mark.parametrize("name", FOLDERS)
def test_codebook_marks_what_could_harm_and_what_is_open(name):
    codebook = Codebook.read(sample_root() / FOLDERS[name] / "kodbok.yaml")
    asked = {v.name: v.question for v in codebook if not v.question.startswith("Har någon frågat")}
    assert {v.name for v in codebook if v.is_sensitive} == {
        n for n, q in asked.items() if HARMFUL.search(q)
    }
    assert {v.name for v in codebook if v.is_open} == {
        n for n, q in asked.items() if OPINION.search(q)
    }


def test_people_with_economic_support_stand_one_a_row_with_their_household():
    people = people_of("ekonomiskt_bistand")
    pairs = [(a, b) for a, b in pairwise(people) if a["hushåll"] == b["hushåll"]]
    assert len(pairs) > 80 and len({p["hushåll"] for p in people}) == len(people) - len(pairs)
    assert all((a["sökande"], b["sökande"]) == ("Sökande", "Medsökande") for a, b in pairs)
    assert all(a["belopp"] == b["belopp"] and a["halvår"] == b["halvår"] for a, b in pairs)
    assert any(a["kön"] == b["kön"] for a, b in pairs)


def test_a_total_row_with_thousands_ends_the_text_file():
    raw = (sample_root() / "dalsater" / "data.csv").read_bytes()
    last = raw.decode("utf-8-sig").splitlines()[-1].split(",")
    total = sum(p["belopp"] or 0 for p in people_of("ekonomiskt_bistand"))
    assert raw.startswith(b"\xef\xbb\xbf") and last[0] == "Summa"
    assert [c for c in last[1:] if c] == [f"{total:,.0f}".replace(",", "\N{NO-BREAK SPACE}")]


def test_two_rows_of_headers_stand_in_merged_cells():
    sheet = load_workbook(sample_root() / "ekviken" / "data.xlsx").active
    over = {sheet.cell(r.min_row, r.min_col).value for r in sheet.merged_cells.ranges}
    assert over == {"Former av våld", "Vid start", "Vid uppföljning"}
    lower = [cell.value for cell in sheet[4]]
    assert lower.count("Trygghet (0–10)") == 2 and None not in lower
    above = [cell.value for cell in sheet[3]]
    assert lower[above.index("Former av våld")] == "Psykiskt"


def test_a_half_year_is_that_of_the_date():
    for person in people_of("vald_i_nara_relationer"):
        assert person["halvår"] == half_year(person["datum"])


def test_family_law_is_utf16_with_tabs():
    raw = (sample_root() / "ljungsta" / "data.txt").read_bytes()
    assert raw.startswith(b"\xff\xfe")
    lines = raw.decode("utf-16").split("\r\n")
    assert len(lines) == 1 + 300 + 1 and {line.count("\t") for line in lines[:-1]} == {22}


def test_answers_of_a_survey_are_numbers_in_the_libreoffice_file():
    header, *rows = table_of(sample_root() / "furuhed", "funktionsnedsattning_aldre")
    place = next(i for i, h in enumerate(header) if h.endswith("trygg (1–5)"))
    assert {row[place] for row in rows} == {None, "1", "2", "3", "4", "5"}


def test_the_small_folder_is_small_sparse_and_has_another_sex():
    people = people_of("socialpsykiatri")
    assert 35 <= len(people) <= 45
    assert [p["kön"] for p in people].count("Annat") == 2
    blank = [v for p in people for n, v in p.items() if n not in ("personnyckel", "kön", "ålder")]
    assert 0.1 < blank.count(None) / len(blank) < 0.3
    assert all(p["ålder"] is not None for p in people)
    notes = load_workbook(sample_root() / "tallnas" / "data.xlsx")["Anteckningar"]
    assert notes.max_row == 5


@pytest.mark.parametrize("name", FOLDERS)
def test_few_numbers_of_a_sample_are_hidden(name):
    folder = sample_root() / FOLDERS[name]
    release = planned(read_records(settings(folder).datafil, folder / "kodbok.yaml"), 5)
    plain = [p for p in release.results.values() if len(p.axes) == 2]
    crossed = len(release.results) - len(plain)
    whole = sum(p.standing == 1 for p in plain)
    assert whole >= (0.6 if name == "socialpsykiatri" else 0.8) * len(plain)
    assert crossed >= (0 if name == "socialpsykiatri" else 3)


def test_municipalities_are_invented():
    real = {word.replace("_", " ") for word in REAL.split()}
    assert len(real) == 290
    assert not real & {read_example(name).kommun for name in names()}


def test_names_have_a_sample_each():
    assert names() == tuple(sorted(FOLDERS))
    assert settings().arbetsmapp.name == "bjorkasen"  # the practice folder when none is named
    assert settings("storaker").kommun == "Storåker"


@pytest.mark.parametrize("name", FOLDERS)
def test_readme_says_how_it_was_made_and_what_was_built_in(name):
    text = (sample_root() / "README.md").read_text(encoding="utf-8")
    example = read_example(name)
    assert f"isu exempel {FOLDERS[name]} --omrade {name} --fro {example.seed} --ifylld\n" in text
    for effect in example.effects:
        assert f"| {effect['text']} | {effect['variabel']} |" in text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": "skola"}, "«skola» finns inte. Väntade något av: barn_och_unga"),
        ({"people": 3}, "Antalet personer är 3. Väntade ett tal från 10"),
        ({"seed": -1}, "Fröet är -1. Väntade ett heltal"),
    ],
)
def test_write_example_refuses_in_swedish(tmp_path, given, message):
    with pytest.raises(SettingError, match=message):
        write_example(tmp_path / "ny", **{"name": "barn_och_unga"} | given)
    assert not (tmp_path / "ny").exists()


def test_write_example_never_writes_over_anything(tmp_path):
    (tmp_path / "arbetsbok.yaml").write_text("svar", encoding="utf-8")
    with pytest.raises(SettingError, match="innehåller redan arbetsbok.yaml"):
        write_example(tmp_path, "barn_och_unga")
    assert [p.name for p in tmp_path.iterdir()] == ["arbetsbok.yaml"]


def test_write_example_refuses_a_file_as_folder(tmp_path):
    (tmp_path / "fil").touch()
    with pytest.raises(SettingError, match="«fil» är en fil"):
        write_example(tmp_path / "fil", "barn_och_unga")


WRONG = [
    (lambda s: s.pop("kommun"), "example: 'kommun' is missing"),
    (
        lambda s: s["fil"].update(format="pdf"),
        "Input should be 'xlsx', 'ods', 'csv' or 'txt' [type=literal_error, input_value='pdf'",
    ),
    (lambda s: s["variabler"][0].update(typ="färg"), "kön.typ: found 'färg'"),
    (lambda s: s["variabler"].append(s["variabler"][0]), "two variables are called 'kön'"),
    (lambda s: s["variabler"][0]["dra"]["andelar"].update(Man=40), "sums to 90, expected 100"),
    (lambda s: s["variabler"][0]["dra"]["andelar"].update(Karl=0), "found 'Karl'"),
    (
        lambda s: s["variabler"][1]["dra"].pop("andelar"),
        "behov.dra: expected one of: andelar, halvar_av",
    ),
    (lambda s: s["variabler"][1]["dra"].update(medel=2), "behov.dra: found 'medel'"),
    (lambda s: s["variabler"][1]["dra"].update(galler={"risk": "Hög"}), "found 'risk'"),
    (lambda s: shift(s, {"nar": {"kön": "Man"}}), "a difference adds to andelar"),
    (lambda s: shift(s, {"nar": {"kön": "Karl"}, "saknas": 2}), "found 'Karl'"),
    (lambda s: shift(s, {"nar": {"kön": "Man"}, "medel": 2}), "medel belongs to a number"),
    (lambda s: s["effekter"].append({"id": "x"}), "effect 'x': 'text' is missing"),
]


def shift(spec: dict, row: dict) -> None:
    spec["variabler"][1]["dra"]["skillnader"].append(row)


@pytest.mark.parametrize(("spoil", "message"), WRONG)
def test_parse_example_refuses_a_wrong_spec(spoil, message):
    spec = deepcopy(small_spec())
    assert parse_example(spec).people == 20
    spoil(spec)
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_example(spec)


@pytest.mark.parametrize("name", FOLDERS)
def test_effects_have_ids_and_plain_texts(name):
    stated = load(f"examples/{name}")["effekter"]
    assert len({e["id"] for e in stated}) == len(stated)
    assert all(e["text"][0].isupper() and not e["text"].endswith(".") for e in stated)


def test_draw_people_follows_the_stated_shares():
    spec = small_spec()
    shift(spec, {"nar": {"kön": "Man"}, "andelar": {"Ja": 30}, "saknas": 10})
    columns = draw_people(parse_example(spec), people=4000, seed=1)
    men = [b for k, b in zip(columns["Kön"], columns["Behov"], strict=True) if k == "Man"]
    women = [b for k, b in zip(columns["Kön"], columns["Behov"], strict=True) if k == "Kvinna"]
    assert women.count("Ja") / len(women) == pytest.approx(0.20, abs=0.03)
    assert men.count("Ja") / (len(men) - men.count(None)) == pytest.approx(0.50, abs=0.03)
    assert men.count(None) / len(men) == pytest.approx(0.10, abs=0.02)


def test_draw_people_leaves_one_variable_alone_when_another_changes():
    spec, other = small_spec(), small_spec()
    other["variabler"][0]["dra"]["saknas"] = 50
    first, second = (draw_people(parse_example(s), people=50, seed=1) for s in (spec, other))
    assert first["Behov"] == second["Behov"]
    assert first["Kön"] != second["Kön"]


def test_draw_people_follows_a_rule_without_a_draw():
    spec = small_spec()
    spec["variabler"][1]["dra"]["alltid"] = [{"nar": {"kön": "Man"}, "svar": "Ja"}]
    columns = draw_people(parse_example(spec), people=300, seed=1)
    told = set(zip(columns["Kön"], columns["Behov"], strict=True))
    assert told == {("Man", "Ja"), ("Kvinna", "Ja"), ("Kvinna", "Nej")}
    spec["variabler"][1]["dra"]["alltid"][0]["svar"] = "Kanske"
    with pytest.raises(ValueError, match="behov.dra.alltid: found 'Kanske'"):
        parse_example(spec)


def test_draw_people_keeps_a_number_its_distance_and_a_couple_near_in_age():
    spec, both = small_spec(), {"etikett": "E", "fraga": "F?", "typ": "tal", "roll": "bakgrund"}
    child = {"medel": 9, "spridning": 6, "minst": 0, "hogst": 17}
    parent = {"utgar_fran": "barn", "medel": 20, "spridning": 9, "minst": 18, "hogst": 60,
              "avstand": {"minst": 16, "hogst": 45}, "intill": 3}  # fmt: skip
    spec["variabler"] += [{"namn": "barn", "kolumn": "B", "dra": child | {"delas": True}, **both},
                          {"namn": "ålder", "kolumn": "Å", "dra": parent, **both}]  # fmt: skip
    columns = draw_people(parse_example(spec | {"hushall": 100}), people=400, seed=1)
    ages = list(zip(columns["Å"], columns["B"], strict=True))
    assert {min(a - b for a, b in ages), max(a for a, _ in ages)} <= set(range(16, 61))
    assert max(abs(a - b) for (a, _), (b, _) in zip(ages[::2], ages[1::2], strict=True)) <= 15


def several_spec(column: object, **draw: object) -> dict:
    """A flerval of two answers, one of which is commoner among women."""
    spec = small_spec()
    shares = {"andelar": {"Hem": 40, "Arbete": 30}}
    more = {"skillnader": [{"nar": {"kön": "Kvinna"}, "andelar": {"Hem": 40}}]}
    spec["variabler"].append({
        "namn": "områden", "kolumn": column, "etikett": "E", "fraga": "F?", "typ": "flerval",
        "roll": "behov", "alternativ": ["Hem", {"Arbete": ["Jobb"]}], "kanslig": True,
        "dra": shares | more | draw,
    })  # fmt: skip
    return spec


def test_draw_people_gives_a_flerval_one_cell_or_a_column_an_option():
    one = draw_people(parse_example(several_spec("O", mellan="|", slarv=20)), people=500, seed=1)
    spec = several_spec(["H", "A"], kryss="Ja", slarv=20)
    assert parse_example(spec).variables[2].headers == ("H", "A")
    two = draw_people(parse_example(spec), people=500, seed=1)
    assert list(two) == ["Kön", "Behov", "H", "A"] and one["Kön"] == two["Kön"]
    assert {"Hem", "Arbete", "Hem|Arbete", "hem", "Jobb"} <= set(one["O"])
    ticks = zip(two["H"], two["A"], strict=True)
    for cell, (home, work) in zip(one["O"], ticks, strict=True):
        words = [part.strip().casefold() for part in cell.split("|")]
        assert ("hem" in words, len(words)) == (home is not None, 2 if home and work else 1)
    assert {"Ja", "ja", "Ja ", " Ja", None} == set(two["H"])


def test_a_flerval_of_those_whom_it_does_not_concern_is_one_answer():
    draw = {"galler": {"kön": "Kvinna"}, "annars": "Arbete", "saknas": 10}
    columns = draw_people(parse_example(several_spec("O", **draw)), people=200, seed=1)
    men = [o for o, k in zip(columns["O"], columns["Kön"], strict=True) if k == "Man"]
    assert set(men) == {"Arbete", None}


def test_an_example_of_a_flerval_needs_a_column_an_option():
    with pytest.raises(ValueError, match="one an option"):
        parse_example(several_spec("O", kryss="X"))
    with pytest.raises(ValueError, match="områden.dra: found 'kod'"):
        parse_example(several_spec("O", kod=True))


SEVERAL_BOOK = """\
enhet: {unit}
variabler:
  - namn: kön
    typ: val
    roll: kön
    alternativ: [Kvinna, Man]
  - namn: mål
    kolumn: [Mål, Målen]
    typ: flerval
    alternativ:
      - "Ja, delvis; ibland": [d]
      - Nej
      - "2": [två]
    tillfalle: start
    par: mål efter
  - namn: mål efter
    typ: flerval
    alternativ: ["2", Nej, "Ja, delvis; ibland"]
    tillfalle: uppföljning
    par: mål
  - namn: stöd
    kolumn: ["Stöd: Hem", "Stöd: Råd", "Annat stöd (Råd)"]
    typ: flerval
    roll: insats
    alternativ: [Råd, Hem]
  - namn: halvt
    kolumn: ["Halvt: A", Övrigt]
    typ: flerval
    alternativ: [A, B]
"""


@pytest.mark.parametrize("unit", ["person", "ärende"])
def test_a_flerval_of_any_codebook_is_read_as_it_was_drawn(tmp_path, unit):
    book = tmp_path / "egen.yaml"
    book.write_text(SEVERAL_BOOK.format(unit=unit), encoding="utf-8")
    paths = write_example_from(book, tmp_path / "ny", people=300)
    header, *rows = load_workbook(paths[-1]).active.iter_rows(values_only=True)
    assert header == ("kön", "Mål", "mål efter", "Annat stöd (Råd)", "Stöd: Hem", "Halvt: A")
    assert {cell for row in rows for cell in row[3:5]} == {"X", None}
    records = read_records(paths[-1], paths[1])
    assert not [r.text for r in records.report if "inte" in r.text]
    goals = records.frame["mål: Ja, delvis; ibland"]
    drawn = ["Ja, delvis; ibland" in cell if cell else None for cell in (r[1] for r in rows)]
    assert [None if g != g else g == "Ja" for g in goals] == drawn and len(set(drawn)) == 3
    advice, home = (records.frame[n].value_counts() for n in ("stöd: Råd", "stöd: Hem"))
    ticks = [sum(row[i] is not None for row in rows) for i in (3, 4)]
    assert [advice["Ja"], home["Ja"]] == ticks and min(ticks) > 20


BOOK = """\
# Vår egen kodbok
enhet: {unit}
variabler:
  - namn: nyckel
    typ: text
    roll: personnyckel
  - namn: mående 6 mån
    typ: tal
    roll: resultat
    klasser: [4, 7]
    tillfalle: uppföljning
    par: mående
  - namn: mående
    kolumn: [Mående (0–10), Mår]
    typ: tal
    klasser: [4, 7]
    tillfalle: start
    par: mående 6 mån
  - namn: kön
    typ: val
    roll: kön
    alternativ: [Annat, Kvinna, Man]
  - namn: ålder
    typ: tal
    roll: bakgrund
    klasser: [18, 30, 45]
  - namn: oro
    typ: skala
    alternativ: [Låg, Förhöjd, Hög]
    tillfalle: start
    par: oro efter
  - namn: oro efter
    typ: skala
    alternativ: [Låg, Förhöjd, Hög]
    tillfalle: uppföljning
    par: oro
  - namn: vill
    typ: ja/nej
    alternativ: [Vill, Vill inte]
  - namn: beslut
    typ: datum
    tillfalle: start
    par: ny dag
  - namn: ny dag
    typ: datum
    tillfalle: uppföljning
    par: beslut
  - namn: kommentar
    typ: text
"""


def own_book(folder: Path, unit: str = "person") -> Path:
    path = folder / "egen.yaml"
    path.write_text(BOOK.format(unit=unit), encoding="utf-8")
    return path


def own_people(folder: Path, **given: object) -> list[dict]:
    """The people made for our own codebook, by header."""
    path = write_example_from(
        own_book(folder, given.pop("unit", "person")), folder / "ny", **given
    )
    header, *rows = load_workbook(path[-1]).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_own_codebook_gives_the_same_bytes_for_the_same_seed(tmp_path):
    book = own_book(tmp_path)
    made = {n: write_example_from(book, tmp_path / n, people=30, seed=s)
            for n, s in (("a", 3), ("b", 3), ("c", 4))}  # fmt: skip
    first, second, other = ([p.read_bytes() for p in paths] for paths in made.values())
    assert first == second and first[2] != other[2]
    assert first[1] == book.read_bytes()
    assert [p.name for p in made["a"]] == ["isu.yaml", "kodbok.yaml", "data.xlsx"]


def test_own_codebook_gives_likely_answers_to_every_variable(tmp_path):
    people = own_people(tmp_path, people=400, seed=1)
    assert list(people[0])[1:3] == ["mående 6 mån", "Mående (0–10)"]
    assert len({p["nyckel"] for p in people}) == 400 and {p["kommentar"] for p in people} == {None}
    sexes = [p["kön"] for p in people]
    assert sexes.count("Kvinna") > 150 and sexes.count("Man") > 150
    assert 0 < sexes.count("Annat") < 30 and None not in sexes
    ages = [p["ålder"] for p in people]
    assert None not in ages and min(ages) < 18 and max(ages) >= 45
    assert {p["vill"] for p in people} == {"Vill", "Vill inte", None}
    assert all(0 < sum(p[n] is None for p in people) < 60 for n in ("Mående (0–10)", "oro"))
    days = [p["beslut"].date() for p in people if p["beslut"]]
    assert (min(days).year, max(days).year) == (2024, 2025)


def test_own_codebook_relates_the_followup_to_the_start(tmp_path):
    people = own_people(tmp_path, people=400, seed=1)
    both = [(p["Mående (0–10)"], p["mående 6 mån"]) for p in people]
    start, after = zip(*(pair for pair in both if None not in pair), strict=True)
    assert correlation(start, after) > 0.5
    same = [p["oro"] == p["oro efter"] for p in people if p["oro"] and p["oro efter"]]
    assert sum(same) > 0.5 * len(same)
    pairs = [(p["beslut"], p["ny dag"]) for p in people if p["beslut"] and p["ny dag"]]
    assert pairs and all(150 <= (b - a).days <= 210 for a, b in pairs)
    lost = [p for p in people if p["ny dag"] is None and p["mående 6 mån"] is None]
    assert len(lost) > 50  # the same people are lost to every follow-up


def test_own_codebook_of_cases_has_people_with_two(tmp_path):
    people = own_people(tmp_path, people=200, seed=1, unit="ärende")
    by_key = {}
    for person in people:
        by_key.setdefault(person["nyckel"], []).append((person["kön"], person["ålder"]))
    assert 10 < sum(len(rows) == 2 for rows in by_key.values()) < 50
    assert all(len(set(rows)) == 1 for rows in by_key.values())


@pytest.mark.parametrize("name", FOLDERS)
def test_any_codebook_gives_records_that_are_read_without_a_doubt(tmp_path, name):
    book = sample_root() / FOLDERS[name] / "kodbok.yaml"
    paths = write_example_from(book, tmp_path / "ny")
    records = read_records(paths[2], paths[1])
    assert len(records) == 60 and settings(tmp_path / "ny").datafil == paths[2]
    assert not [r.text for r in records.report if "passar inte" in r.text]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "Kodboken «egen.yaml» hittades inte"),
        ("variabler:\n  - namn: behov\n    typ: ja/nej\n", "ingen variabel har rollen kön"),
        ("variabler:\n  - namn: kön\n    typ: färg\n", "egen.yaml rad 3"),
        ("variabler: [", "går inte att tolka"),
    ],
)
def test_own_codebook_that_cannot_be_read_is_refused_in_swedish(tmp_path, text, message):
    book = tmp_path / "egen.yaml"
    if text:
        book.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=message):
        write_example_from(book, tmp_path / "ny")
    assert not (tmp_path / "ny").exists()


def test_command_takes_a_codebook(tmp_path, capsys):
    book = own_book(tmp_path)
    assert main(["exempel", str(tmp_path / "ny"), "--kodbok", str(book), "--antal", "12"]) == 0
    assert "data.xlsx" in capsys.readouterr().out
    assert len(read_records(tmp_path / "ny" / "data.xlsx", book)) == 12
    both = ["exempel", str(tmp_path / "tva"), "--kodbok", str(book), "--omrade", "familjeratt"]
    assert main(both) == 1
    assert "Både --omrade och --kodbok" in capsys.readouterr().err


def test_several_answers_stand_in_one_cell():
    options = (Option("Fysiskt"), Option("Psykiskt"), Option("Ekonomiskt"))
    forms = Variable("former", ("Former",), kind=SEVERAL, options=options)
    sex = Variable("kön", ("Kön",), kind=CHOICE, options=(Option("Kvinna"), Option("Man")))
    shares = {"Fysiskt": 50, "Psykiskt": 70, "Ekonomiskt": 10}
    more = [{"nar": {"kön": "Kvinna"}, "andelar": {"Ekonomiskt": 40}}]
    drawn = (
        Drawn(sex, {"andelar": {"Kvinna": 50, "Man": 50}}),
        Drawn(forms, {"andelar": shares, "skillnader": more}),
    )
    example = Example("K", "O", "person", 900, 1, DataFile(), drawn)
    columns = draw_people(example, people=900, seed=1)
    answers = [cell.split("; ") for cell in columns["Former"]]
    assert all(answers) and any(len(a) == 3 for a in answers)
    women = [a for a, s in zip(answers, columns["Kön"], strict=True) if s == "Kvinna"]
    assert sum("Ekonomiskt" in a for a in women) / len(women) == pytest.approx(0.5, abs=0.06)
    assert sum("Psykiskt" in a for a in answers) / 900 > 0.65
