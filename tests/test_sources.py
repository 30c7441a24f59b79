"""Every item that the source documents ask for has places where a user meets it."""

from functools import cache
from pathlib import Path

import nbformat
import pytest
from ruamel.yaml import YAML

from isu_helpers import pages
from isu_helpers.cli import isu
from isu_helpers.configuration import areas
from isu_helpers.content import load, prompts

ROOT = Path(__file__).resolve().parents[1]
ITEMS = YAML(typ="safe").load((ROOT / "tests" / "sources.yaml").read_text(encoding="utf-8"))
PLACES = sorted({place for item in ITEMS.values() for place in item["moter"]})
SERIES = {"X": 8, "A": 16, "B": 15, "C": 8, "D": 5, "E": 5}
SERIES |= {"A-S1-": 9, "A-S3-": 4, "A-S4-": 6, "A-B": 4}
REFLECTED = {"0", "0b", "1a", "1b", "1c", "1d", "2", "3a", "3b", "3c"}


@cache
def cells(path: str) -> frozenset[str]:
    return frozenset(cell.id for cell in nbformat.read(ROOT / path, as_version=4).cells)


def is_there(place: str) -> bool:
    """Whether a place of the list is in the project."""
    if "#" in place:
        path, _, cell = place.partition("#")
        return (ROOT / path).is_file() and cell in cells(path)
    kind, _, name = place.partition(":")
    known = {
        "prompt": prompts(),
        "begrepp": load("start")["begrepp"],
        "hypotes": {entry["id"] for entry in load("hypotheses")["hypoteser"]},
        "command": isu.commands,
        "name": pages.__all__,
        "omrade": {area.id for area in areas()},
    }
    return (ROOT / name).is_file() if kind == "file" else name in known[kind]


def text_at(place: str) -> str:
    """What stands at a place, in small letters; nothing for a name or a command."""
    kind, _, name = place.partition(":")
    if "#" in place:
        path, _, cell = place.partition("#")
        found = next(c.source for c in nbformat.read(ROOT / path, 4).cells if c.id == cell)
    elif kind == "file" and name.endswith((".yaml", ".py")):
        found = (ROOT / name).read_text(encoding="utf-8")
    else:
        shelves = {"prompt": prompts(), "begrepp": load("start")["begrepp"]}
        found = str(shelves.get(kind, {}).get(name, ""))
    return " ".join(found.casefold().split())


def unsaid(item: dict) -> list[str]:
    """Those words of an item that stand at none of its places."""
    told = [text_at(place) for place in item["moter"]]
    return [word for word in item.get("sager", ()) if not any(word.casefold() in t for t in told)]


def test_every_item_of_the_documents_is_listed():
    wanted = {f"{series}{i + 1}" for series, count in SERIES.items() for i in range(count)}
    assert set(ITEMS) == wanted | {f"A-S2-{part}" for part in REFLECTED}
    assert all(item["vad"] and item["moter"] for item in ITEMS.values())


@pytest.mark.parametrize("place", PLACES)
def test_place_is_in_the_project(place):
    assert is_there(place)


@pytest.mark.parametrize(
    "place",
    ["notebooks/start.ipynb#ingen", "notebooks/ingen.ipynb#titel", "prompt:ingen", "file:ingen"],
)
def test_a_place_that_is_gone_is_noticed(place):
    assert not is_there(place)


@pytest.mark.parametrize("id", [id for id, item in ITEMS.items() if "sager" in item])
def test_what_an_item_asks_for_is_said_where_it_is_met(id):
    assert unsaid(ITEMS[id]) == []


def test_a_word_that_no_place_says_is_noticed():
    assert unsaid(ITEMS["A1"] | {"sager": ["RSS", "ingen säger det här"]}) == [
        "ingen säger det här"
    ]


def test_every_prompt_comes_from_an_item_that_is_met_there_or_beside_it():
    for id, entry in prompts().items():
        sources = [source.strip() for source in str(entry["kalla"]).split(",")]
        assert sources and set(sources) <= set(ITEMS), id


def test_every_finding_comes_from_an_item():
    for entry in load("hypotheses")["hypoteser"]:
        assert {s.strip() for s in str(entry["kallpunkter"]).split(",")} <= set(ITEMS)
