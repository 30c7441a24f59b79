"""One publication an arbetsmapp: several kernels, the same numbers; earlier ones in view."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from attacker import fixed, read, recovered
from table_sets import TableSet, choice, random_records

from isu_helpers import read_records, settings
from isu_helpers.analysis import breakdown
from isu_helpers.codebook import Codebook
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import add_earlier, give_out, release_of
from isu_helpers.disclosure.manifest import MANIFEST, base_of, read_manifest
from isu_helpers.errors import SettingError
from isu_helpers.records import Records
from isu_helpers.show import bundle


@pytest.fixture
def new_kernel():
    """A function after which nothing of the run is remembered."""
    return settings


def people(seed=1, count=120):
    """Random people with three variables."""
    return random_records(np.random.default_rng(seed), {"a": 3, "b": 4, "c": 2}, count)


def own_cells(records):
    """Two tables that participants of two notebooks make of their own accord."""
    return breakdown(records, "a", ["Kön", "b"]), breakdown(records, "b", ["Kön", "c"])


def test_manifest_holds_no_hidden_number(tmp_path):
    release = release_of(people(), 5, folder=tmp_path)
    told = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    shown = {frozenset(map(tuple, pairs)): n for pairs, n in told["nu"]["tal"]}
    assert release.hidden and release.shown
    for address, i in release.ledger.place.items():
        assert shown[address] == (release.ledger.counts[i] if i in release.shown else None)


def test_another_kernel_shows_the_same(tmp_path, new_kernel):
    records = people()
    first = release_of(records, 5, folder=tmp_path)
    mine = first.protected(own_cells(records)[0]).frame
    new_kernel()
    second = release_of(people(), 5, folder=tmp_path)
    assert second is not first and second.results.keys() == first.results.keys()
    pd.testing.assert_frame_equal(second.protected(own_cells(people())[0]).frame, mine)


@pytest.mark.parametrize("seed", range(6))
def test_two_kernels_by_turns_give_no_small_count_away(seed, tmp_path, new_kernel):
    records = people(seed)
    one, first = release_of(records, 5, folder=tmp_path), own_cells(records)
    new_kernel()
    other = people(seed)
    two, second = release_of(other, 5, folder=tmp_path), own_cells(other)
    tables = [two.protected(second[1]), one.protected(first[0]), one.protected(first[1])]
    pd.testing.assert_frame_equal(tables[0].frame, tables[2].frame)
    results = [p.result for p in one.results.values()]
    truths = TableSet(records, results, 5, "jointly").truths()
    assert recovered(one.frames, truths, 5) == {}


def test_other_data_in_another_kernel_asks_for_a_restart(tmp_path, new_kernel):
    records = people(1)
    one = release_of(records, 5, folder=tmp_path)
    new_kernel()
    release_of(people(2), 5, folder=tmp_path)
    with pytest.raises(SettingError, match="Starta om kärnan"):
        one.protected(own_cells(records)[0])


@pytest.fixture
def two_folders(tmp_path):
    """Copies of two practice folders."""
    for name in ("tallnas", "ekviken"):
        shutil.copytree(sample_root() / name, tmp_path / name,
                        ignore=shutil.ignore_patterns(MANIFEST, ".*"))  # fmt: skip
    yield tmp_path / "tallnas", tmp_path / "ekviken"
    settings()


def test_another_files_table_is_refused_before_anything_is_written(two_folders, new_kernel):
    mine, other = two_folders
    settings(mine)
    records = read_records(other / "data.xlsx", other / "kodbok.yaml")
    line = "ur «data.xlsx» i mappen «ekviken», men inställningarna gäller «data.xlsx» i"
    with pytest.raises(SettingError, match=line):
        bundle(breakdown(records, "behov"))
    assert not [f for f in two_folders if (f / MANIFEST).exists()]


def test_each_folder_keeps_its_own_publication(two_folders, new_kernel):
    mine, other = two_folders
    tables = []
    for folder in (mine, other, mine):  # by turns in one run: no restart is asked for
        chosen = settings(folder)
        records = read_records(chosen.datafil, chosen.kodbok)
        tables.append(bundle(breakdown(records, "samtycke"))["text/html"])
        edition, _ = read_manifest(folder / MANIFEST)
        assert edition.base == base_of(records, chosen.minsta_antal, folder)
    assert tables[0] == tables[2] != tables[1]
    with pytest.raises(SettingError, match="mappen «ekviken»"):  # settings are those of «tallnas»
        bundle(breakdown(read_records(other / "data.xlsx", other / "kodbok.yaml"), "samtycke"))


def test_a_second_file_of_the_same_folder_is_refused_until_the_settings_name_it(two_folders):
    _, folder = two_folders
    (folder / "utdrag.xlsx").write_bytes((folder / "data.xlsx").read_bytes())
    settings(folder)
    records = read_records(folder / "utdrag.xlsx", folder / "kodbok.yaml")
    with pytest.raises(SettingError, match="utdrag.xlsx.*Ändra mapp eller datafil"):
        bundle(breakdown(records, "samtycke"))
    settings(folder, datafil="utdrag.xlsx")
    assert "<table" in bundle(breakdown(records, "samtycke"))["text/html"]


@pytest.mark.parametrize("mark", ["is_missing_sensitive", "is_sensitive", "is_open"])
def test_a_codebook_that_protects_otherwise_is_another_publication(mark):
    records = people()
    marked = [replace(v, **{mark: not getattr(v, mark)}) if v.name == "a" else v
              for v in records.codebook]  # fmt: skip
    other = Records(records.frame, Codebook(tuple(marked)))
    assert base_of(records, 5) != base_of(other, 5) and base_of(records, 5) == base_of(people(), 5)


def test_a_manifest_that_is_taken_away_is_written_anew(tmp_path):
    records = people(1)
    release = release_of(records, 5, folder=tmp_path)
    (tmp_path / MANIFEST).unlink()
    release.protected(own_cells(records)[0])
    edition, _ = read_manifest(tmp_path / MANIFEST)
    assert len(edition.tables) == len(release.results)


def test_a_folder_that_is_read_only_still_shows(tmp_path):
    records = people(3)
    (tmp_path / "fil").write_text("", encoding="utf-8")
    assert release_of(records, 5, folder=tmp_path / "fil").results


def test_a_broken_manifest_is_told_in_a_line(tmp_path):
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(SettingError, match="Hämta den ur en säkerhetskopia"):
        release_of(people(4), 5, folder=tmp_path)


def test_a_manifest_that_shows_a_small_number_is_not_followed(tmp_path, new_kernel):
    release = release_of(people(5), 5, folder=tmp_path)
    told = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    for line in told["nu"]["tal"]:
        if line[1] is None:
            line[1] = release.ledger.counts[release.ledger.place[frozenset(map(tuple, line[0]))]]
    (tmp_path / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    new_kernel()
    assert release_of(people(5), 5, folder=tmp_path).hidden == release.hidden


# Earlier publications


def grown(records, newcomers, seed=0):
    """The records with some people more."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, len(records), newcomers)
    frame = records.frame.astype(object)
    return Records.from_frame(pd.concat([frame, frame.iloc[rows]], ignore_index=True),
                              records.codebook)  # fmt: skip


def told_apart(old, new):
    """The answers that fewer than five newcomers gave, told to a reader of both publications.

    How many came to a group, and answered, is no answer: sizes are never guarded.
    """
    puzzle = read(new.frames)
    later = {("Nu",) + tuple(sorted(a)): n for a, n in puzzle.known.items()}
    before = {("Nu",) + tuple(sorted(a)): n for a, n in read(old.frames).known.items()}
    both = later.keys() & before.keys()
    sizes = {a for a in both if {n for n, s in a[1:] if s != "(har svarat)"} <= {"Kön"}}
    gaps = {a: later[a] - before[a] for a in both - sizes if "Uppgift saknas" not in str(a)}
    return {a: gap for a, gap in gaps.items() if 0 < abs(gap) < 5}


@pytest.mark.parametrize("newcomers", [2, 12, 40])
@pytest.mark.parametrize("seed", range(3))
def test_newcomers_are_not_told_by_subtraction(seed, newcomers, tmp_path, new_kernel):
    records = people(seed, 150)
    old = release_of(records, 5, folder=tmp_path)
    give_out(tmp_path)
    new_kernel()
    more = grown(records, newcomers, seed)
    new = release_of(more, 5, folder=tmp_path)
    assert newcomers > 4 or told_apart(old, new) == {}
    truths = TableSet(more, [p.result for p in new.results.values()], 5, "jointly").truths()
    assert recovered(new.frames, truths, 5) == {}
    _, earlier = read_manifest(tmp_path / MANIFEST)
    assert [e.numbers.keys() for e in earlier] and len(earlier) == 1


def test_the_same_people_in_another_cut_keep_their_pattern(tmp_path, new_kernel):
    records = people(6)
    (tmp_path / "då").mkdir()
    old = release_of(records, 5, folder=tmp_path / "då")
    edition, _ = read_manifest(tmp_path / "då" / MANIFEST)
    (tmp_path / "nu").mkdir()
    add_earlier(tmp_path / "nu", (edition,))
    new_kernel()
    new = release_of(people(6), 5, folder=tmp_path / "nu")
    mine = new.protected(own_cells(records)[0])
    both = read([*old.frames, *new.frames])
    assert not {a: n for a, n in fixed(both).items() if 0 < n < 5 and is_small(records, a)}
    assert mine is not None


def is_small(records, address):
    """Whether an address names an answer, and no missing one."""
    return bool(address) and not any(slot == "Uppgift saknas" for _, slot in address)


@pytest.mark.parametrize(
    ("now", "is_refused"),
    [(["x", "y", "z"], False), (["x eller y", "z"], False), (["x1", "y1", "z"], True)],
)
def test_other_classes_are_not_shown_beside_those_that_are_out(
    now, is_refused, tmp_path, new_kernel
):
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {"Kön": rng.choice(["Kvinna", "Man"], 90), "svar": rng.choice(list("xyz"), 90)}
    )
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), choice("svar", list("xyz"))))
    release_of(Records.from_frame(table, codebook), 5, folder=tmp_path)
    give_out(tmp_path)
    new_kernel()
    other = codebook.replaced(choice("svar", now))
    called = dict(zip("xyz", now if len(now) > 2 else [now[0], *now], strict=True))
    release = release_of(Records.from_frame(table.replace(called), other), 5, folder=tmp_path)
    assert [p.is_recut for p in release.results.values()] == [is_refused]


def test_what_was_never_given_out_is_replaced(tmp_path, new_kernel):
    release_of(people(7), 5, folder=tmp_path)
    new_kernel()
    release_of(people(8), 5, folder=tmp_path)
    edition, earlier = read_manifest(tmp_path / MANIFEST)
    assert edition and not earlier
