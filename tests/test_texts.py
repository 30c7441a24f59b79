"""What the texts say is so: dated, fitted to the area, and never more than what was seen."""

import re
from pathlib import Path

import nbformat
import pytest

from isu_helpers.codebook.library import entries
from isu_helpers.configuration import area_of
from isu_helpers.content import load, prompts
from isu_helpers.example import names
from isu_helpers.example.filled import filled_notes
from isu_helpers.forms.prompts import for_area

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "isu_helpers" / "content"
NOTEBOOKS = [*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]
OLDER = "äldreomsorg och funktionsnedsättning"
OF_CHILDREN = re.compile(
    r"\b(flick|pojk|skol|polis|förälder|vårdnadshav|ungdom|tonår|barnet|barnen|öppenvård|kille)",
    re.IGNORECASE,
)
BOTH = re.compile("kvinnor (och|eller) män, flickor (och|eller) pojkar")
ABOUT_CHILDREN = {"betydelse-for-barn", "barnens-ratt"}
UNTRUE = {
    "Så långt är det jämställt": "equal amounts are not equality",
    "har 146 kommuner": "it was so in December 2023",
    "har liknande erfarenheter": "no source tells of other counties",
    "det vanligaste hindret": "the source tells of hindrances, not of the commonest",
    "inte sett manualen": "what we have not read we do not offer",
    "Myndigheten Vård- och omsorgsanalys": "its name has a «för»",
    "barn över 15": "the law says who has turned 15",
    "Lika många kvinnor och män ska": "equal numbers are not equality",
    "Lika många flickor och pojkar ska": "equal numbers are not equality",
}
NEEDS_NO_DECISION = {"Träffpunkt", "Personligt ombud", "Öppen rådgivning"}
EQUAL = re.compile(r"\blika (många|mycket|stor andel)\b", re.IGNORECASE)


def notebook_texts() -> dict[str, str]:
    """The text cells of all notebooks and exercises: file and id to source."""
    return {
        f"{path.stem}#{cell.id}": cell.source
        for path in NOTEBOOKS
        for cell in nbformat.read(path, 4).cells
        if cell.cell_type == "markdown"
    }


def content_texts() -> dict[str, str]:
    paths = [*ROOT.glob("isu_helpers/content/**/*.yaml"), *ROOT.glob("data/sample/*/*.yaml")]
    more = [ROOT / "README.md", ROOT / "data/sample/README.md"]
    return {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in [*paths, *more]}


@pytest.mark.parametrize("words", UNTRUE)
def test_no_text_says_what_is_not_so(words):
    told = {**notebook_texts(), **content_texts()}
    synonyms = re.compile(r"\[[^\]]*\]")  # what older files may say stands in brackets
    kept = {place: synonyms.sub("", text) for place, text in told.items()}
    assert [p for p, text in kept.items() if words.lower() in text.lower()] == [], UNTRUE[words]


@pytest.mark.parametrize("id", [i for i in prompts() if i not in ABOUT_CHILDREN])
def test_older_people_are_not_asked_as_children(id):
    entry = for_area(prompts()[id], OLDER)
    assert area_of(OLDER).measures == "bibehallen"
    told = " ".join(BOTH.sub("", str(entry[field])) for field in ("fraga", "hjalp", "exempel"))
    assert OF_CHILDREN.findall(told) == []


@pytest.mark.parametrize("area", ["ekonomiskt_bistand", "skadligt_bruk", "vald_i_nara_relationer"])
def test_those_who_work_with_adults_have_examples_of_their_own(area):
    told = {id: for_area(entry, area)["exempel"] for id, entry in prompts().items()}
    own = {id: text for id, text in told.items() if id not in ABOUT_CHILDREN}
    found = {id: OF_CHILDREN.findall(BOTH.sub("", text)) for id, text in own.items()}
    said = {id: words for id, words in found.items() if words}
    assert {id: words for id, words in said.items() if words[0].lower() != "barnen"} == {}


def test_the_appendix_fits_every_area():
    cells = {p: t for p, t in notebook_texts().items() if p.startswith("bilaga_omotiverade")}
    others = ("#exemplet", "#for-ledaren")
    general = {p: BOTH.sub("", t) for p, t in cells.items() if not p.endswith(others)}
    told = {p: OF_CHILDREN.findall(t) for p, t in general.items()}
    assert {p: found for p, found in told.items() if found} == {}
    assert all(
        not OF_CHILDREN.search(str(entry)) for entry in load("omotiverade")["kriterier"].values()
    )


def test_what_is_listed_as_decided_needs_a_decision():
    listed = {v.id: v for v in entries()}
    decided = {o.name for o in listed["sp-insats"].options}
    assert not decided & NEEDS_NO_DECISION and "beslutat" in listed["sp-insats"].help
    assert {o.name for o in listed["sp-utan-beslut"].options} >= {"Träffpunkt", "Personligt ombud"}


def test_area_eleven_is_support_from_a_relative():
    ids = [f"ibic-anhorigstod-{when}" for when in ("start", "uppfoljning", "avsett")]
    asked = [v for v in entries() if v.id in ids]
    assert len(asked) == 3
    assert all("från den som vårdar" in v.question and "från anhörig" in v.label for v in asked)
    areas = next(v for v in entries() if v.id == "livsomraden")
    assert "Stöd från anhörig" in {o.name for o in areas.options}


def test_every_library_variable_has_a_known_instrument():
    known = {row["namn"] for row in load("library/instrument")["instrument"]}
    assert {v.instrument for v in entries() if v.instrument} <= known
    assert not any("KEX" in str(v) for v in entries())


@pytest.mark.parametrize("name", names())
def test_a_practice_group_is_certain_of_no_cause(name):
    """What is called certain tells what was seen; a cause is never in it."""
    sure = [n.text for _, n in filled_notes(name) if dict(n.details).get("sakerhet") == "Säkra"]
    sure += [
        sentence
        for _, n in filled_notes(name)
        for sentence in re.findall(r"Säkert är[^.]*\.", n.text)
    ]
    causes = re.compile(r"\b(beror på|bedömer .* olika|bedöms olika|passar|därför att|orsak)\b")
    assert [text for text in sure if causes.search(text)] == []


def test_what_the_committee_reads_first_says_what_is_not_known():
    told = {n.id: n.text for _, n in filled_notes("barn_och_unga")}
    assert "Vi bedömer" not in told["viktigast-att-saga"]
    assert "Vi vet inte om behoven skiljer sig" in told["viktigast-att-saga"]


@pytest.mark.parametrize("name", names())
def test_no_goal_is_equal_amounts(name):
    goals = {"plan-fokus", "plan-syfte", "hemma-syfte", "hemma-fokus", "markt-skillnad"}
    notes = [n.text for _, n in filled_notes(name) if n.id in goals]
    assert [t for t in notes if EQUAL.search(t) and "inte alltid rätt" not in t] == []


def test_an_example_of_equality_speaks_of_need():
    entry = load("start")["begrepp"]["jamstalldhet"]
    shown = [entry["exempel"], *(o["exempel"] for o in entry["omraden"].values())]
    assert all("samma behov" in text for text in shown)
    assert all("säger inte att det är jämställt" in text for text in shown)


# How easily the texts are read: LIX, and how many of the sentences are very short.

WORD = re.compile(r"[A-Za-zÅÄÖåäöéüÉÜ]+")
LABEL = re.compile(r"\*\*[^*]{1,40}\*\*")  # a line of its own that is a heading in all but name
RUN_IN = re.compile(r"^\*\*[^*]{1,40}[.?]\*\* ", re.M)  # or one that its text follows
EASIEST, HARDEST, MOST_SHORT = 27.5, 36, 0.20


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a point of a list is one, and headings and code are none."""
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    text = RUN_IN.sub("", re.sub(r"\{\{.*?\}\}", "", text))  # and what is filled in later
    lines = [x for x in text.splitlines() if not re.match(r"\s*(#|\||<|---)", x)]
    lines = [x for x in lines if not LABEL.fullmatch(x.strip())]
    told = "\n".join(re.sub(r"^\s*([-*>]|\d+[.)])\s+", "\n", x) for x in lines)
    parts = re.split(r"[.!?:]+(?=\s|$)|\n\s*\n", re.sub(r"`[^`]*`", "", told))
    return [words for part in parts if (words := WORD.findall(part))]


def lix(found: list[list[str]]) -> float:
    every = [word for words in found for word in words]
    return len(every) / len(found) + 100 * sum(len(word) > 6 for word in every) / len(every)


@pytest.mark.parametrize(
    "path",
    [p for p in NOTEBOOKS if p.stem not in {"bilder", "program"}],  # keywords; a timetable
    ids=lambda path: path.stem,
)
def test_a_notebook_reads_as_professionals_read(path):
    cells = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "markdown"]
    found = sentences("\n\n".join(cells))
    assert EASIEST <= lix(found) <= HARDEST
    assert sum(len(words) <= 5 for words in found) <= MOST_SHORT * len(found)


def test_what_a_trainer_says_to_a_slide_reads_as_professionals_read():
    slides = nbformat.read(ROOT / "notebooks" / "utbildare" / "bilder.ipynb", 4).cells
    notes = [c.source for c in slides if "trainer" in c.metadata.get("tags", ())]
    found = sentences("\n\n".join(notes))
    assert EASIEST <= lix(found) <= HARDEST
    assert sum(len(words) <= 5 for words in found) <= MOST_SHORT * len(found)


# What a form, a card or an answer says: the same aims, by file. A question is short by nature.

PROSE = {
    "prompts/*": {"hjalp", "exempel", "ledare"},
    "library/*": {"hjalp", "varfor", "hur", "om"},
    "start": {"kort", "mer", "exempel"},
    "omotiverade": {"text", "svar", "inled", "avsluta", "sakrast", "samla"},
    "hypotheses": {"fynd", "fraga", "tank"},
    "exercises": {"svar"},
    "accessibility": {"matt", "text"},
}


def prose(content: object, keys: set[str], key: str = "") -> list[str]:
    """The sentences that stand under some keys, wherever they stand."""
    if isinstance(content, dict):
        return [text for k, v in content.items() for text in prose(v, keys, k)]
    if isinstance(content, list):
        return [text for v in content for text in prose(v, keys, key)]
    told = isinstance(content, str) and key in keys and content.rstrip().endswith((".", "?", "»"))
    return [content] if told else []


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        (str(path.relative_to(CONTENT).with_suffix("")), keys)
        for pattern, keys in PROSE.items()
        for path in sorted(CONTENT.glob(f"{pattern}.yaml"))
    ],
)
def test_content_reads_as_professionals_read(name, keys):
    found = sentences("\n\n".join(prose(load(name), keys)))
    assert EASIEST <= lix(found) <= HARDEST
    assert sum(len(words) <= 5 for words in found) <= MOST_SHORT * len(found)
