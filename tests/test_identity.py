"""Identity numbers: right by a computation of our own, and nowhere to be found afterwards."""

import copy
import datetime as dt
import gc
import inspect
import os
import pickle
import random
import re
import stat
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from types import GenericAlias
from typing import NoReturn

import identities as made
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identities import TODAY, WAYS, generate, valid_case, whole_number
from number_places import SHAPES as WRITTEN
from number_places import Folder, shown_of

import isu_helpers
from isu_helpers import masking, privacy
from isu_helpers.codebook import Option
from isu_helpers.configuration import sample_root
from isu_helpers.errors import IsuError
from isu_helpers.masking import MASK, looks_like_identity, mask
from isu_helpers.privacy import (
    KEY_FILE,
    Key,
    contradictions,
    read_identities,
    read_key,
    scan,
    sex_places,
)
from isu_helpers.privacy.key import BAD_KEY, CLOSED_KEY
from isu_helpers.privacy.plain_shapes import plain_numbers
from isu_helpers.records.read import raw_table

AT = dt.date(2026, 6, 30)
BORN = dt.date(1990, 1, 1)
ROOMS = (masking, privacy, privacy.number, privacy.plain_shapes, privacy.free_text, privacy.key)
OPTIONS = (Option("Kvinna"), Option("Man"), Option("Annat"))
BIRTHDAYS = st.dates(dt.date(1927, 1, 1), dt.date(2026, 12, 31))


def column(cells: list) -> pd.Series:
    return pd.Series(cells, dtype=object)


def read(*cells: object, at: dt.date = AT, **rest: object) -> privacy.Identities:
    return read_identities(column(list(cells)), at, today=TODAY, **rest)


def told(found: privacy.Identities) -> list[tuple]:
    """Kind, sex and age of each row, missing as None."""
    ages = [None if np.isnan(a) else int(a) for a in found.age]
    sexes = [None if pd.isna(s) else s for s in found.sex]
    return list(zip(found.kind, sexes, ages, strict=True))


@pytest.fixture(scope="module")
def cases() -> list[made.Case]:
    return generate(12_000, at=AT)


@pytest.fixture(scope="module")
def found(cases) -> privacy.Identities:
    return read_identities(column([c.cell for c in cases]), AT, today=TODAY)


# Right by another computation


def test_generator_makes_every_kind_and_every_way(cases):
    assert {c.way for c in cases} >= set(WAYS) | {
        "typo",
        "no date",
        "stockholm",
        "vgr",
        "värmland",
    }
    assert {c.kind for c in cases} == set(privacy.KINDS)
    assert sum(c.sex is not None for c in cases) > 6_000


def test_generator_agrees_with_a_published_example():
    assert whole_number(dt.date(1981, 12, 18), 987) == "198112189876"  # domain.md 2.1


def test_read_identities_equals_the_independent_computation_for_every_number(cases, found):
    wrong = {
        case.way
        for case, row in zip(cases, told(found), strict=True)
        if row != (case.kind, case.sex, case.age)
    }
    assert not wrong


def test_read_identities_gives_one_pseudonym_a_person(cases, found):
    known = [(c.person, p) for c, p in zip(cases, found.pseudonym, strict=True) if p]
    people, names = zip(*known, strict=True)
    assert len(set(people)) == len(set(names)) == len(set(known))
    assert {len(n) for n in names} == {20} and all(n.isalpha() for n in names)
    assert not any(map(looks_like_identity, names))


@pytest.mark.parametrize("way", made.UNSIGNED)
def test_read_identities_every_way_to_write_is_the_same_person(way):
    case = valid_case(dt.date(2001, 2, 3), way, at=AT)
    plain = valid_case(dt.date(2001, 2, 3), "12", at=AT)
    found = read(case.cell, plain.cell)
    assert found.pseudonym[0] == found.pseudonym[1]
    assert told(found) == [("personnummer", "kvinna", 25)] * 2


def test_read_identities_a_column_of_floats_and_of_integers(cases):
    numbers = [float(c.cell) for c in cases if c.way == "12 float" and c.sex]
    texts = [c for c in cases if c.way == "12 float" and c.sex]
    for dtype in (float, "int64", "Int64"):
        found = read_identities(pd.Series(numbers).astype(dtype), AT, today=TODAY)
        assert told(found) == [(c.kind, c.sex, c.age) for c in texts]


@settings(max_examples=200, deadline=None)
@given(born=BIRTHDAYS, at=st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)),
       serial=st.integers(1, 999), way=st.sampled_from(made.UNSIGNED))  # fmt: skip
def test_read_identities_age_at_any_date(born, at, serial, way):
    case = valid_case(born, way, at=at, serial=serial)
    sure = valid_case(BORN, "12", at=at)  # seven digits are a number only beside whole ones
    assert told(read(case.cell, sure.cell, at=at))[0] == (case.kind, case.sex, case.age)


@pytest.mark.parametrize(
    ("born", "at", "age"),
    [
        (TODAY, TODAY, 0),  # born today
        (TODAY + dt.timedelta(days=1), TODAY, None),  # tomorrow
        (dt.date(2020, 5, 1), dt.date(2019, 12, 31), None),  # not born at the date asked for
        (dt.date(2004, 2, 29), dt.date(2022, 2, 28), 17),
        (dt.date(2004, 2, 29), dt.date(2022, 3, 1), 18),
        (dt.date(2004, 2, 29), dt.date(2024, 2, 29), 20),
        (dt.date(1911, 1, 1), dt.date(2026, 12, 31), 115),
        (dt.date(1911, 1, 1), dt.date(2027, 1, 1), None),  # 116
        (dt.date(1881, 12, 18), TODAY, None),
    ],
)
def test_read_identities_age_at_the_edges(born, at, age):
    assert told(read(whole_number(born, 123), at=at)) == [("personnummer", "man", age)]


def mistyped(born: dt.date, serial: int, at: int, sign: str) -> str:
    whole = made.whole_number(born, serial)
    return whole[:at] + sign + whole[at + 1 :]


NEARLY = st.builds(
    mistyped,
    st.dates(dt.date(1700, 1, 1), dt.date(2199, 12, 31)), st.integers(0, 999),
    st.integers(0, 11), st.sampled_from("0123456789"),
)  # fmt: skip
PLAIN = st.builds(
    lambda whole, first, sign: f"{whole[first:8]}{sign}{whole[8:]}",
    st.one_of(NEARLY, st.text("0123456789", min_size=12, max_size=12)), st.sampled_from([0, 2]),
    st.sampled_from(["", "-", "+"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PLAIN | st.text("0123456789-+/²٣", min_size=9, max_size=13), max_size=40))
def test_read_identities_a_column_together_is_as_one_by_one(cells):
    key = Key(bytes(32), is_kept=False)
    together, one_by_one = (read(*of, key=key) for of in (cells, [f" {c} " for c in cells]))
    assert told(together) == told(one_by_one)
    assert list(together.pseudonym) == list(one_by_one.pseudonym)


def test_read_identities_ten_digits_are_the_younger_and_plus_the_older():
    old = dt.date(1920, 5, 6)
    ways = ("10 dash", "10", "10 plus", "12")
    found = read(*(valid_case(old, way, at=AT).cell for way in ways))
    assert [age for _, _, age in told(found)] == [6, 6, 106, 106]


def test_read_identities_pseudonym_does_not_hang_on_the_date_asked_for():
    cell = valid_case(dt.date(2025, 5, 6), "10 dash", at=AT).cell
    assert read(cell).pseudonym[0] == read(cell, at=dt.date(2019, 1, 1)).pseudonym[0]


def test_read_identities_coordination_number_has_sex_and_age():
    cell = whole_number(dt.date(1985, 6, 7), 120, coordination=True)
    assert cell[6:8] == "67"
    assert told(read(cell)) == [("samordningsnummer", "kvinna", 41)]


@pytest.mark.parametrize(
    "cell",
    ["991981000010", "19810829M071", "19450829K088", "19930829X802", "19810829SU3A",
     "19450829SF2B", "810829-M071", "19810829-m071"],
)  # fmt: skip
def test_read_identities_reserve_number_tells_no_sex(cell):
    found = read(cell, cell)
    assert told(found) == [("reservnummer", None, None)] * 2
    assert found.pseudonym[0] == found.pseudonym[1] != ""


@pytest.mark.parametrize("cell", ["K-17", 17, 4.5, "19900230-1234", "Anna", True, "1,99E+11"])
def test_read_identities_anything_else_is_never_guessed(cell):
    assert told(read(cell)) == [("annat", None, None)]


@pytest.mark.parametrize("dtype", [object, "str", float])
def test_read_identities_blank_column(dtype):
    found = read_identities(pd.Series([None] * 3, dtype=dtype), AT)
    assert told(found) == [("tomt", None, None)] * 3
    assert not found.holds_numbers and len(set(found.keys())) == 3


def test_read_identities_empty_column():
    found = read()
    assert len(found) == 0 and found.counts() == dict.fromkeys(privacy.KINDS, 0)


def test_read_identities_short_serial_numbers_are_no_numbers():
    # 3 041 258 is a valid number of someone born 2000, once the zeros are back
    short = int(valid_case(dt.date(2000, 3, 4), "10", at=AT, serial=125).cell)
    assert len(str(short)) == 7
    assert told(read(short, 1, 2, 3))[0] == ("annat", None, None)
    assert told(read(short, whole_number(BORN, 238)))[0] == ("personnummer", "man", 26)


def test_holds_numbers_tells_numbers_from_serials():
    serials = read(*range(2_400_000_000, 2_400_020_000, 7))
    assert not serials.holds_numbers
    assert read(whole_number(BORN, 238), "K-17").holds_numbers
    assert not read(whole_number(BORN, 238), "K-17", "K-18").holds_numbers


def test_keys_number_people_and_blanks_are_people_of_their_own():
    person = whole_number(BORN, 238)
    found = read(person, None, float(person), "", "K-17")
    keys = found.keys()
    assert keys[0] == keys[2] and len(set(keys)) == 4
    assert list(found.rows("tomt")) == [1, 3]


def test_read_identities_200_000_rows_in_a_few_seconds():
    days = np.arange(np.datetime64("1930-01-01"), np.datetime64("2010-01-01"))
    people = [whole_number(d, 100 + i % 7) for i, d in enumerate(days.astype(dt.date))]
    rows = column(people).sample(200_000, replace=True, random_state=1)
    start = time.perf_counter()
    read_identities(rows, AT)
    assert time.perf_counter() - start < 10


# The number is gone


def reachable(*roots: object) -> list:
    """All that can be reached from some objects, but for modules, classes and other types."""
    kinds = (type, type(pytest), GenericAlias, type(NoReturn))
    seen, waiting = {}, list(roots)
    while waiting:
        item = waiting.pop()
        if id(item) in seen or isinstance(item, kinds):
            continue
        seen[id(item)] = item
        waiting += gc.get_referents(item)
        if isinstance(item, np.ndarray):  # arrays do not tell gc what they hold
            waiting += [item.base, *item.ravel().tolist()]
        elif hasattr(item, "__dict__"):
            waiting.append(vars(item))
    return list(seen.values())


def leaks(text: str, digits: set[str]) -> set[str]:
    """The numbers of which the ten last signs stand in a text."""
    runs = re.findall(r"[0-9A-Za-z]{10,}", text.replace("-", ""))
    return digits & {run[i : i + 10] for run in runs for i in range(len(run) - 9)}


def test_identities_hold_no_number(cases, found):
    digits = {c.digits for c in cases if c.digits}
    texts = [repr(found), str(asdict(found)), str(found.counts()), str(vars(found))]
    texts.append(pickle.dumps(found).decode("latin-1"))
    texts += [str(list(part)) for part in (found.pseudonym, found.age, found.sex, found.kind)]
    assert len(digits) > 9_000 and not any(leaks(text, digits) for text in texts)


def test_leaks_would_be_seen(cases):
    one = next(c for c in cases if c.way == "12 dash")
    assert leaks(pickle.dumps({"x": [one.cell]}).decode("latin-1"), {one.digits}) == {one.digits}


def test_module_keeps_no_number_in_any_object(cases):
    result = read_identities(column([c.cell for c in cases]), AT, today=TODAY)
    findings = scan(column([f"se {c.cell}" for c in cases]))
    values = [v for room in ROOMS for v in vars(room).values()]
    # A function reaches all that its module can see, so of functions only the defaults are owned.
    owned = [getattr(v, "__defaults__", None) if inspect.isfunction(v) else v for v in values]
    held = reachable(result, findings, *owned)
    texts = [str(o) for o in held if isinstance(o, (str, bytes, int, float))]
    assert set(result.pseudonym) <= set(texts)
    assert not leaks(" ".join(texts), {c.digits for c in cases if c.digits})


def test_module_lets_go_of_every_cell(cases):
    cells = [c.cell for c in cases if isinstance(c.cell, str) and c.digits]
    rows = column(cells)
    before = [sys.getrefcount(cell) for cell in cells]
    results = read_identities(rows, AT), scan(rows), [len(mask(cell)) for cell in cells]
    assert [sys.getrefcount(cell) for cell in cells] == before and len(results) == 3


def test_no_function_of_the_room_has_a_cache():
    assert not [f for room in ROOMS for f in vars(room).values() if hasattr(f, "cache_info")]


@pytest.mark.parametrize("cell", ["19900230-1234", "19900101-2380", "20200000-0000", ["x"]])
def test_errors_hold_no_number(cell):
    try:
        read(cell, at="2026-01-01" if isinstance(cell, str) else AT)
        read(whole_number(BORN, 238), at="2026-01-01")
    except (TypeError, AttributeError) as error:
        assert not re.search(r"\d{4}", str(error))
        assert error.__context__ is None


# The key


def test_read_key_is_made_once_and_kept(tmp_path):
    first, again = read_key(tmp_path), read_key(tmp_path)
    text = (tmp_path / KEY_FILE).read_text()
    assert re.fullmatch(r"[0-9a-f]{64}\n", text)
    assert first.pseudonym("x") == again.pseudonym("x") and first.is_kept
    assert [p.name for p in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_read_key_only_its_owner_may_read(tmp_path):
    read_key(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_read_key_of_another_folder_gives_other_pseudonyms(tmp_path):
    keys = [read_key(tmp_path), read_key()]
    (tmp_path / "b").mkdir()
    keys.append(read_key(tmp_path / "b"))
    cell = whole_number(BORN, 238)
    assert len({read(cell, key=key).pseudonym[0] for key in keys}) == 3


def test_read_key_without_folder_is_the_sessions():
    assert read_key().pseudonym("x") == read_key(None).pseudonym("x")
    assert not read_key().is_kept


def test_read_key_in_a_folder_that_cant_be_written_is_the_sessions(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)
    assert read_key(tmp_path) is read_key()
    assert not list(tmp_path.iterdir())


def test_read_key_on_a_disk_without_links(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    key = read_key(tmp_path)
    assert key.is_kept and [p.name for p in tmp_path.iterdir()] == [KEY_FILE]


def test_read_key_another_run_was_first(tmp_path, monkeypatch):
    other, link = "ab" * 32 + "\n", os.link

    def late(source: object, target: object) -> None:
        (tmp_path / KEY_FILE).write_text(other)
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    read_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_text() == other


@pytest.mark.skipif(os.name == "nt", reason="files have no owner of this kind there")
def test_key_of_another_user_is_not_called_damaged(tmp_path):
    """Who is told to remove it would take the key from the one whose it is."""
    read_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0)
    nobody, me = 65534, os.geteuid()
    with ExitStack() as stack:
        if me == 0:  # who may read everything, and so is another for a while
            for folder in (tmp_path, *tmp_path.parents[:3]):
                stack.callback(folder.chmod, folder.stat().st_mode & 0o7777)
                folder.chmod(folder.stat().st_mode | 0o055)
            stack.callback(os.seteuid, me)
            os.seteuid(nobody)
        with pytest.raises(IsuError) as error:
            read_key(tmp_path)
    assert str(error.value) == CLOSED_KEY.format(file=KEY_FILE)
    assert "Ta inte bort filen." in CLOSED_KEY


@pytest.mark.parametrize("content", [b"", b"\n", b"abc", b"\xff\xfe\x00", b"g" * 64, b"a" * 65])
def test_read_key_damaged_file_is_one_swedish_line(tmp_path, content):
    path = tmp_path / KEY_FILE
    path.write_bytes(content)
    with pytest.raises(IsuError) as error:
        read_key(tmp_path)
    assert str(error.value) == BAD_KEY.format(file=KEY_FILE)
    assert path.read_bytes() == content


def test_read_key_a_folder_of_that_name(tmp_path):
    (tmp_path / KEY_FILE).mkdir()
    with pytest.raises(IsuError, match="Nyckelfilen «isu.nyckel»"):
        read_key(tmp_path)


def test_key_is_never_shown_copied_or_pickled(tmp_path):
    key = read_key(tmp_path)
    secret = (tmp_path / KEY_FILE).read_text().strip()
    assert secret not in repr(key) and secret not in pickle.dumps(read("K-17", key=key)).hex()
    for leak in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leak(key)


def test_key_has_the_same_pseudonym_in_every_version():
    # A change here would cut all links to what has been read before.
    assert Key(b"k" * 32, is_kept=True).pseudonym("x") == "lfoianjeldgpmblhkefh"


# A sex column beside the number


def test_contradictions_tell_rows_only():
    woman, man = whole_number(BORN, 238), whole_number(BORN, 239)
    found = read(woman, man, woman, man, woman, "19810829K088", None)
    codes = np.array([0, 0, 1, 1, 2, 1, -1])
    assert list(contradictions(codes, found, OPTIONS)) == [1, 2]


def test_contradictions_missing_answer_and_other_contradict_nothing():
    found = read(whole_number(BORN, 238), whole_number(BORN, 239))
    assert not len(contradictions(np.array([-1, 2]), found, OPTIONS))


@pytest.mark.parametrize(
    ("options", "places"),
    [
        (OPTIONS, ["kvinna", "man", None]),
        ((Option("Pojke"), Option("Flicka")), ["man", "kvinna"]),
        ((Option("1", ("Man",)), Option("2", ("K",)), Option("3")), ["man", "kvinna", None]),
        ((Option("Identifierar mig inte som kvinna eller man"),), [None]),
    ],
)
def test_sex_places_by_name_or_synonym(options, places):
    assert sex_places(options) == places


def test_sex_codes_are_places_among_the_options():
    found = read(whole_number(BORN, 238), whole_number(BORN, 239), "K-17", None)
    assert list(found.sex_codes(OPTIONS)) == [0, 1, -1, -1]
    assert list(found.sex_codes((Option("Pojke"), Option("Flicka")))) == [1, 0, -1, -1]
    assert list(found.sex_codes((Option("Ja"),))) == [-1, -1, -1, -1]


# Free text

HARMLESS = (
    "2026-10-01", "Född 2019, flyttade 2024 och 2025", "2025-01-01 2025-12-31",
    "2025-01-01--2025-12-31", "20250101-20251231", "1 234 567 kr", "12 345 678,90",
    "10 000 000 000", "SOC 2024-00123", "dnr 2024/123456", "ärende 20241234567", "01-02-2025",
    "556036-0793", "08:30-16:00", "2026-10-01 14:30", "2026-10-01 1430", "20-29 30-39 40-49",
    "0,0123456789", "2019-2020 2021-2022", "541 36 Skövde", "2026-10-01 2026",
    "kl 08-16 2026-10-01", "2025-01-15 – 2025-02-15", "1 2 3 4 5 6 7 8 9 10 11 12",
    "Bara 2 flickor av 37", "", None, 12.5, "0, 1, 2, 3, 4, 5, 6",
    "100 procent @ hemma", "Avsnitt 10.1.2.3 och 11.12.13",
)  # fmt: skip
PHONES = (
    "070-174 06 05", "0701740605", "08-123 456 78", "+46 70 174 06 05", "+46 (0)8 123 456 78",
    "(08) 123 456 78", "0046701740605", "031/12 34 56", "0500-49 80 00", "tel0701740605",
    "+47 22 12 34 56", "08 123456",
)  # fmt: skip
TEXTS = st.text(st.sampled_from("0123456789-+. @aK:,()\n\N{EN DASH}"), max_size=60)


@pytest.mark.parametrize("text", HARMLESS)
def test_looks_like_identity_dates_years_sums_and_case_numbers_are_not(text):
    assert not looks_like_identity(text)
    assert mask(text) == ("" if text is None else str(text))


@pytest.mark.parametrize("text", [*PHONES, "anna.b@storaker.example", "å@ö.se"])
def test_looks_like_identity_phones_and_addresses_are(text):
    assert looks_like_identity(text) and looks_like_identity(f"Ring {text}, tack.")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("coordination", [False, True])
def test_looks_like_identity_every_way_to_write_a_number(way, coordination):
    case = valid_case(BORN, way, at=AT, coordination=coordination)
    assert looks_like_identity(case.cell)
    assert looks_like_identity(f"Hen ({str(case.cell).strip()}) bor kvar.")


@pytest.mark.parametrize("zero", [0xFF10, 0x0660, 0x0966])  # full width, Arabic, Devanagari
def test_mask_knows_digits_of_every_script(zero):
    signs = {ord(str(i)): zero + i for i in range(10)} | {ord("-"): 0xFF0D}
    text = whole_number(BORN, 238).translate(signs)
    assert mask(f"Barnet {text} bor kvar.") == f"Barnet {MASK} bor kvar."
    assert scan(column([text])).numbers == 1


def test_mask_leaves_no_number_of_the_generator(cases):
    known = [c for c in cases if c.kind not in ("annat", "tomt")]
    whole = [c for c in known if len(re.sub(r"\.0$|\W", "", str(c.cell))) >= 10]
    texts = [f"Barnet {c.cell} och {c.cell}." for c in whole]
    assert len(texts) > 7_000
    assert not leaks(" ".join(map(mask, texts)), {c.digits for c in known})
    assert all(mask(t).count(MASK) == 2 for t in texts)


def test_looks_like_identity_a_mistyped_number_is_one():
    assert looks_like_identity("900101-2380") and looks_like_identity("199001012380")


def test_looks_like_identity_a_lost_zero_alone_in_a_cell():
    cell = valid_case(dt.date(2005, 3, 4), "10 float", at=AT).cell
    assert looks_like_identity(cell) and looks_like_identity(int(cell))


def test_mask_keeps_the_words_around():
    text = f"Anna, {whole_number(BORN, 238)}, a@b.se, flyttade 2025-01-01."
    assert mask(text) == f"Anna, {MASK}, [e-post borttagen], flyttade 2025-01-01."


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_mask_leaves_nothing_that_looks_like_identity(text):
    masked = mask(text)
    assert not looks_like_identity(masked) and mask(masked) == masked
    assert (masked != text) == looks_like_identity(text)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, BIRTHDAYS, st.sampled_from(["12 dash", "10 dash", "12", "10 plus"]))
def test_looks_like_identity_within_any_text(before, after, born, way):
    cell = WAYS[way](whole_number(born, 238))
    assert looks_like_identity(f"{before} x{cell}x {after}")


def test_scan_counts_rows_and_tells_which():
    number = whole_number(BORN, 238)
    texts = [None, f"{number} och a@b.se", "ring 070-174 06 05", "inget", number, "inget", 2025]
    found = scan(column(texts))
    assert list(found.rows) == [1, 2, 4] and found
    assert (found.numbers, found.phones, found.emails) == (2, 1, 1)
    assert number not in repr(found) and number not in str(vars(found))


@pytest.mark.parametrize("cells", [[], [None, None], ["bra", "dåligt"]])
def test_scan_finds_nothing(cells):
    assert not scan(column(cells))


@pytest.mark.parametrize("piece", ["1", "a", "a.a-", "19900101 ", "070 ", "@", "9 ", "(", "a@a."])
def test_mask_takes_long_text_in_its_stride(piece):
    start = time.perf_counter()
    mask(piece * 20_000)
    assert time.perf_counter() - start < 5


# Any signs between the digits

SHAPES = {
    "underscore": "{d}_{n}", "colon": "{d}:{n}", "two dashes": "{w}--{n}", "brackets": "{w}({n})",
    "spaced": "{spaced}", "spaced dash": "{spacedw} - {n}", "full width": "{wide}",
    "bold": "**{w}**-{n}", "day first": "{day}-{n}", "dotted day": "{dotted} {n}",
    "slashes": "{y}/{m}/{dd}/{n}", "pipes": "{y}|{m}|{dd}|{n}", "star": "{w} * {n}",
    "en dashes": "{y}–{m}–{dd}–{n}", "commas": "{y},{m},{dd},{n}", "quoted": "'{d}'-'{n}'",
    "superscript": "{super}", "soft hyphen": "{w}\u00ad{n}", "equals": '="{w}{n}"',
    "split last": "{w}-{n2} {n3}", "tilde": "{d}~{n}", "hash": "#{d}#{n}#", "circled": "{circled}",
}  # fmt: skip


def shaped(shape: str, born: dt.date = dt.date(1981, 12, 18), serial: int = 987) -> str:
    """A valid number in one of the shapes."""
    whole = whole_number(born, serial)
    c, y, m, d, n = whole[:2], whole[2:4], whole[4:6], whole[6:8], whole[8:]
    signs = {ord(str(i)): s for i, s in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    rings = {ord(str(i)): s for i, s in enumerate("⓪①②③④⑤⑥⑦⑧⑨")}
    return SHAPES[shape].format(
        d=whole[2:8], w=whole[:8], n=n, n2=n[:2], n3=n[2:], y=c + y, m=m, dd=d,
        spaced=" ".join(whole[2:]), spacedw=" ".join(whole[:8]), day=d + m + c + y,
        dotted=f"{d}.{m}.{c}{y}", super=whole.translate(signs), circled=whole.translate(rings),
        wide=whole.translate({ord(str(i)): 0xFF10 + i for i in range(10)}),
    )  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_any_signs_may_stand_between_the_digits_of_a_number(shape):
    for born, serial in ((BORN, 238), (dt.date(2004, 2, 29), 11), (dt.date(1949, 7, 3), 999)):
        text = shaped(shape, born, serial)
        assert looks_like_identity(text) and MASK in mask(f"Barnet {text}, bor kvar.")
        assert not any(c.isdigit() for c in mask(f"Barnet {text}, bor kvar."))
        assert scan(column([f"hen {text} bor"])).numbers == 1


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"quoted"}))
def test_read_identities_a_number_in_any_shape_is_the_same_person(shape):
    plain = whole_number(BORN, 238)
    found = read_identities(column([plain, shaped(shape, BORN, 238)]), AT, today=TODAY)
    assert found.pseudonym[0] == found.pseudonym[1] and list(found.sex.codes) == [0, 0]


@pytest.mark.parametrize(
    "text",
    ["2024-05-12 14:30", "12/05/2024 14:30", "2025-01-01–2025-12-31", "01.02.2024 - 31.12.2024",
     "0–6, 7–12, 13–15, 16–17", "18–29, 30–44, 45–64, 65–79", "12,5 13,5 14,5"],
)  # fmt: skip
def test_times_and_lists_are_no_numbers(text):
    assert mask(text) == text


def test_errors_tell_no_number_whatever_a_file_is_called():
    text = str(IsuError(f"Filen «{shaped('underscore')}.csv» hittades inte."))
    assert MASK in text and "9876" not in text


# Everywhere: in headers, answers, codebooks, settings, names of files and folders, errors.


@pytest.mark.parametrize("seed", range(5))
def test_no_number_is_seen_whatever_its_shape_and_place(tmp_path, seed):
    folder = Folder(tmp_path, random.Random(seed), sheet=seed % 2 == 0)
    leaks = {(place, d) for place, text in shown_of(folder) for d in folder.seen(text)}
    assert len(folder.digits) > 25 and leaks == set()


def test_a_number_that_is_seen_would_be_found(tmp_path):
    folder = Folder(tmp_path, random.Random(0))
    number = max(folder.digits)
    for shape in WRITTEN.values():
        assert folder.seen(f"Rad 3: {shape('19' + number)}.") == {number}


def test_nothing_in_the_practice_files_is_taken_for_a_number():
    for folder in sorted(p for p in sample_root().iterdir() if p.is_dir()):
        run = isu_helpers.settings(folder)
        records = run.records()
        table = raw_table(run.datafil, records.codebook)
        told = " ".join([repr(run), records._repr_html_(), *map(str, table.columns)])
        assert MASK not in told and MASK not in records.codebook.to_yaml()
        kept = [v for v in records.codebook if v.is_countable]
        assert not any(looks_like_identity(c) for v in kept for c in v.categories)


@pytest.mark.parametrize(
    ("number", "age"),
    [
        ("200005319999", 26),
        ("200006159999", 26),  # today is the birthday
        ("200006169999", 25),
        ("200007019999", 25),
        ("200006759999", 26),  # a coordination number: 60 more than the day
    ],
)
def test_age_is_counted_from_the_birthday(number, age):
    at = dt.date(2026, 6, 15)
    assert plain_numbers([number], at, at).ages.tolist() == [age]
