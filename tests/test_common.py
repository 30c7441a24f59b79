"""Many folders' people together: nobody who has all pages works out a hidden number."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from attacker import _secret
from attacker_common import joint, own, told
from openpyxl import load_workbook

from isu_helpers import Codebook, Records, breakdown
from isu_helpers.analysis.pool import pool
from isu_helpers.codebook import Option, Variable
from isu_helpers.configuration import settings
from isu_helpers.disclosure.common import MARK, Common, Member
from isu_helpers.disclosure.manifest import read_manifest
from isu_helpers.disclosure.means import means_of
from isu_helpers.disclosure.publication import planned
from isu_helpers.errors import IsuError
from isu_helpers.publish import render_handouts
from isu_helpers.run import Run
from isu_helpers.show.medians import median_section

BOOK = Codebook((
    Variable("Kön", role="kön", options=tuple(map(Option, ("Kvinna", "Man")))),
    Variable("Ålder", role="bakgrund", options=tuple(map(Option, ("Ung", "Äldre")))),
    Variable("Insats", role="insats", options=tuple(map(Option, "ABC"))),
    Variable("Behov", role="behov", options=tuple(map(Option, ("Ja", "Nej")))),
))  # fmt: skip
NAMES = ("a", "b", "c", "d")
PLACES = ("Aby", "Beby", "Ceby", "Deby")


def people(seed: int, least: int, most: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    size = int(chance.integers(least, most))
    return pd.DataFrame({
        "Kön": chance.choice(["Kvinna", "Man"], size),
        "Ålder": chance.choice(["Ung", "Äldre"], size),
        "Insats": chance.choice(list("ABC"), size, p=chance.dirichlet(np.ones(3))),
        "Behov": chance.choice(["Ja", "Nej"], size, p=[0.2, 0.8]),
    })  # fmt: skip


def world(seed: int, folders: int, least: int, most: int):
    every = [Records.from_frame(people(100 * seed + i, least, most), BOOK) for i in range(folders)]
    releases = [planned(r, 5) for r in every]
    pooled = pool(every, NAMES[:folders], PLACES[:folders])
    members = [Member(NAMES[i], pooled.of(i), r, pooled.places[i])
               for i, r in enumerate(releases)]  # fmt: skip
    common = Common(members, pooled.by, 5)
    common.fill(pooled.records)
    return common, pooled


def small(common: Common, pooled) -> dict:
    """The small counts, in all tables and in each folder's part of them."""
    found = _secret([p.result.frame for p in common.tables], 5, "Kön", set())[0]
    for i, member in enumerate(common.members):
        frames = [p.result.frame for p in member.release.tables]
        for p in common.tables:
            *by, of = (v for v in common.variables_of(p.result))
            frames += [breakdown(pooled.of(i), of, by).frame] if by else []
        found |= {own(i, a): n for a, n in _secret(frames, 5, "Kön", set())[0].items()}
    return found


@pytest.mark.parametrize(("seed", "folders", "least", "most"), [
    (0, 2, 70, 110), (1, 3, 12, 40), (2, 4, 12, 40), (3, 3, 70, 110), (4, 2, 12, 40),
    (5, 4, 60, 90),
])  # fmt: skip
def test_who_has_all_pages_works_out_no_small_count(seed, folders, least, most):
    common, pooled = world(seed, folders, least, most)
    pages = [m.release.frames for m in common.members]
    by = pooled.by.name if pooled.by else ""
    alone = told(joint(pages, [], by, pooled.places))
    found = told(joint(pages, common.frames, by, pooled.places))
    secret = small(common, pooled)
    assert not {a for a in found if a in secret and a not in alone}


def test_one_person_of_a_third_sex_is_few_in_a_folder():
    sexes = Variable("Kön", role="kön", options=tuple(map(Option, ("Kvinna", "Man", "Annat"))))
    frames = [people(i, 40, 60) for i in range(3)]
    for frame, count in zip(frames, (1, 6, 7), strict=True):
        frame.loc[: count - 1, ["Kön", "Insats"]] = "Annat", "B"
    book = Codebook((sexes, *BOOK.variables[1:]))
    every = [Records.from_frame(frame, book) for frame in frames]
    pooled = pool(every, NAMES[:3], PLACES[:3])
    members = [Member(NAMES[i], pooled.of(i), planned(r, 5), pooled.places[i])
               for i, r in enumerate(every)]  # fmt: skip
    common = Common(members, pooled.by, 5)
    common.fill(pooled.records)
    lone = {i for a, i in common.ledger.place.items() if common.ledger.counts[i] == 1
            and (f"0{MARK}", "") in a and (f"0{MARK}Kön", "Annat") in a}  # fmt: skip
    assert len(lone) == 3  # their age, service and need
    assert lone <= common.ledger.small - common.shown


def test_common_pages_by_themselves_would_give_small_counts_away():
    common, pooled = world(1, 3, 12, 40)
    pages, plain = [m.release.frames for m in common.members], planned(pooled.records, 5)
    found = told(joint(pages, plain.frames, "", pooled.places))
    alone, secret = told(joint(pages, [], "", pooled.places)), small(common, pooled)
    assert {a for a in found if a in secret and a not in alone}


def test_common_numbers_are_sums_and_the_same_each_time():
    (one, pooled), (two, _) = world(3, 3, 70, 110), world(3, 3, 70, 110)
    frame = one.frames[0]
    total = frame.loc[frame.iloc[:, :2].isna().all(axis=1), "n"].item()
    assert total == sum(len(m.records) for m in one.members) == len(pooled.records)
    assert all(a.equals(b) for a, b in zip(one.frames, two.frames, strict=True))


def test_nothing_more_has_room_after():
    common, pooled = world(3, 3, 70, 110)
    assert common.protected(breakdown(pooled.records, "Insats", ["kön", "Ålder"])).is_refused


def test_small_places_are_put_together():
    sizes = [(70, 110), (70, 110), (12, 20), (12, 20)]
    every = [Records.from_frame(people(i, *size), BOOK) for i, size in enumerate(sizes)]
    assert pool(every, NAMES, PLACES).places == ("Aby", *["Övriga kommuner"] * 3)
    few = [every[0], *every[2:]]
    assert pool(few, NAMES[:3], PLACES[:3]).by is None  # the rest are too few together


OTHER = replace(BOOK, variables=(*BOOK.variables[:3], Variable("Behov", role="behov",
                options=tuple(map(Option, ("Ja", "Nej", "Vet ej"))))))  # fmt: skip


@pytest.mark.parametrize(("second", "wanted"), [
    (OTHER, "«Behov» har inte samma svar"),
    (replace(BOOK, variables=BOOK.variables[:3]), "«Behov» finns bara i a"),
    (replace(BOOK, variables=(*BOOK.variables[:3], replace(BOOK.variables[3], is_sensitive=True))),
     "inte samma roll, skydd eller villkor"),
])  # fmt: skip
def test_pool_of_other_codebooks_is_refused(second, wanted):
    table = people(1, 50, 60)
    every = [Records.from_frame(table, BOOK), Records.from_frame(people(2, 50, 60), second)]
    with pytest.raises(IsuError, match=wanted):
        pool(every, NAMES[:2], PLACES[:2])


def test_pool_of_the_same_people_is_refused():
    wide = pd.DataFrame(np.random.default_rng(1).choice(["Ja", "Nej"], (30, 12)),
                        columns=[f"Fråga {i}" for i in range(12)])  # fmt: skip
    wide["Kön"] = ["Kvinna", "Man"] * 15
    every = [Records.from_frame(wide), Records.from_frame(wide.iloc[::-1])]
    with pytest.raises(IsuError, match="a och b har samma rader"):
        pool(every, NAMES[:2], PLACES[:2])


# As a region runs it.

LINES = (
    "enhet: person\nvariabler:\n  - {namn: Kön, typ: val, roll: kön, alternativ: [Kvinna, Man]}\n"
    "  - {namn: Ålder, typ: val, roll: bakgrund, alternativ: [Ung, Äldre]}\n"
    "  - {namn: Insats, typ: val, roll: insats, alternativ: [A, B, C]}\n"
    "  - {namn: Behov, typ: ja/nej, roll: behov}\n"
)


@pytest.fixture
def folders(tmp_path):
    for i, name in enumerate(NAMES[:2]):
        folder = tmp_path / "mappar" / name
        folder.mkdir(parents=True)
        people(i, 36, 60).to_csv(folder / "data.csv", index=False)
        (folder / "kodbok.yaml").write_text(LINES, encoding="utf-8")
        (folder / "isu.yaml").write_text(f"kommun: {PLACES[i]}\n", encoding="utf-8")
    return tmp_path / "mappar"


def rendered(folders, **given) -> list:
    return render_handouts([folders], folders.parent / "ut", report=lambda _: None,
                           editions=("lasaren",), is_common=True, **given)  # fmt: skip


def words_of_book(path) -> str:
    book = load_workbook(path)
    return "\n".join(str(v) for sheet in book for row in sheet.values for v in row if v)


def test_common_pages_stand_beside_the_others_and_are_noted_in_each_folder(folders):
    outcomes = rendered(folders)
    assert [o.problem for o in outcomes] == ["", "", ""]
    page = (folders.parent / "ut/gemensam/steg1_vad_ser_vi.html").read_text(encoding="utf-8")
    assert "2 kommuner tillsammans" in page
    assert "minst 5 i varje kommun" in page
    told = words_of_book(folders.parent / "ut/gemensam/tabeller.xlsx")
    assert "minst 5 i varje kommun" in told and "minst 5." not in told
    noted = [read_manifest(folders / name / "utlamning.json")[0].common for name in NAMES[:2]]
    assert [(len(shares), shares[0].is_common) for shares in noted] == [(1, True)] * 2
    manifest = json.loads((folders / "a/utlamning.json").read_text(encoding="utf-8"))
    assert manifest["version"] == 3  # what an older program does not touch
    before = {f: f.read_bytes() for f in folders.parent.glob("ut/*/*.html")}
    assert [o.problem for o in rendered(folders, is_anew=True)] == ["", "", ""]
    assert before == {f: f.read_bytes() for f in folders.parent.glob("ut/*/*.html")}


def test_after_common_pages_a_folder_shows_no_new_table_and_lets_go_of_no_hidden_number(folders):
    rendered(folders)
    run = Run(settings(folders / "a"))
    records = run.records()
    release = run.release(records)
    crossed = breakdown(records, "Insats", ["kön", "Ålder"])
    is_out = crossed.key in release.results
    assert is_out or release.protected(crossed).is_refused
    share = read_manifest(folders / "a/utlamning.json")[0].common[0]
    people(7, 80, 120).to_csv(folders / "a" / "data.csv", index=False)
    later = Run(settings(folders / "a"))
    release = later.release(later.records())
    ledger = release.ledger
    hidden = {ledger.place[a] for a, n in share.numbers.items() if n is None and a in ledger.place}
    assert hidden and hidden.isdisjoint(release.shown)


def test_folders_that_do_not_go_together_stop_the_common_pages(folders):
    (folders / "b" / "isu.yaml").write_text("kommun: Aby\n", encoding="utf-8")
    assert "båda kommunen Aby" in rendered(folders)[-1].problem
    told_last = rendered(folders / "a")[-1].problem
    assert "minst två arbetsmappar" in told_last


def test_common_pages_never_show_small_numbers(folders):
    with pytest.raises(IsuError, match="--gemensam och --bara-i-gruppen"):
        rendered(folders, skydd=False)


def test_no_mean_is_told_of_many_folders():
    """Theirs together, less that of a large one who tells its own, would be that of a small."""
    number = Variable("Poäng", kind="tal", role="behov", classes=(10, 20, 30))
    book = Codebook((*BOOK, number))
    chance = np.random.default_rng(5)

    def of(seed: int, size: int) -> Records:
        frame = people(seed, size, size + 1)
        return Records.from_frame(frame.assign(Poäng=chance.integers(0, 40, size)), book)

    every = [of(1, 600), of(2, 160)]
    pooled = pool(every, NAMES[:2], PLACES[:2])
    members = [Member(NAMES[i], pooled.of(i), planned(r, 5), pooled.places[i])
               for i, r in enumerate(every)]  # fmt: skip
    common = Common(members, pooled.by, 5)
    common.fill(pooled.records)
    result = breakdown(pooled.records, number)
    alone, together = (str(median_section(release.protected(result), release))
                       for release in (planned(pooled.records, 5), common))  # fmt: skip
    assert means_of(common.protected(result), 5), "there is a mean to keep back"
    assert "Medelvärde" in alone and "Medelvärde" not in together
