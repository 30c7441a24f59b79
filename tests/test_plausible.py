"""The people of the practice folders are such as a social worker could meet.

A rule has whom it is about and what is then true of them: which answers there may be, or
``EMPTY``. A cell that somebody forgot to fill in breaks no rule.
"""

from functools import cache
from itertools import pairwise

import pytest
from test_example import FOLDERS, codebook_names
from test_example import people_of as read_people

from isu_helpers.configuration import sample_root
from isu_helpers.content import load
from isu_helpers.example.spec import read_example

EMPTY = "tom ruta"
YES, NO = ("Ja",), ("Nej",)
RULES = {
    "barn_och_unga": [
        ({"behov": "Nej"}, {"beviljad insats": NO}),
        ({"samtycke": "Nej"}, {"beviljad insats": NO}),
        ({"risk": "Hög risk"}, {"behov": YES}),
        (
            {"beviljad insats": "Nej"},
            {"uppföljd": EMPTY, "mål": EMPTY, "slags insats": ("Ingen insats",)},
        ),
        (
            {"beviljad insats": "Ja"},
            {
                "slags insats": (
                    "Stödsamtal",
                    "Familjebehandling",
                    "Kontaktperson eller kontaktfamilj",
                    "Placering",
                )
            },
        ),
        (
            {"slags insats": "Placering"},
            {"risk": ("Förhöjd risk", "Hög risk"), "samtycke": ("Ja från alla",)},
        ),
        (
            {"ålder": range(0, 4)},
            {"ville delta": EMPTY, "vårdnadshavare hindrade": EMPTY, "delaktighet": NO, "npf": NO},
        ),
        ({"ålder": range(0, 7)}, {"eget beteende": NO, "lyssnad på": EMPTY}),
        (
            {"ålder": range(0, 1)},
            {"kontaktorsak": ("Anmälan från polis", "Anmälan från vård", "Ansökan", "Annat sätt")},
        ),
    ],
    "ekonomiskt_bistand": [
        ({"behov": "Nej"}, {"arbetsinsats": NO}),
        ({"arbetsinsats": "Nej"}, {"slags insats": ("Ingen insats",)}),
        (
            {"samtycke": "Nej"},
            {"slags insats": ("Praktik", "Kurs eller språkstöd", "Ingen insats")},
        ),
        ({"bifall": "Avslag"}, {"belopp": EMPTY, "avslut": EMPTY}),
        (
            {"barn hemma": "Nej"},
            {
                "försörjningshinder": (
                    "Arbetslös",
                    "Sjuk",
                    "Annat hinder",
                    "Behöver lära sig svenska",
                ),
                "barnfråga": EMPTY,
            },
        ),
        (
            {"födelseland": "Sverige"},
            {"försörjningshinder": ("Arbetslös", "Sjuk", "Annat hinder", "Tar hand om barn")},
        ),
    ],
    "vald_i_nara_relationer": [
        ({"samtycke": "Nej"}, {"beviljad insats": NO}),
        ({"risk start": "Hög risk"}, {"behov": YES}),
        ({"behov": "Nej"}, {"slags insats": ("Stödsamtal", "Stöd i vardagen", "Ingen insats")}),
        ({"beviljad insats": "Nej"}, {"mål": EMPTY, "slags insats": ("Ingen insats",)}),
        ({"uppföljd": "Nej"}, {"mål": EMPTY, "trodd på": EMPTY}),
    ],
    "funktionsnedsattning_aldre": [
        ({"behov": "Nej"}, {"beviljad insats": NO}),
        ({"samtycke": "Nej"}, {"beviljad insats": NO}),
        ({"svårighet start": "Ingen"}, {"behov": NO}),
        ({"svårighet start": "Total"}, {"behov": YES}),
        ({"ålder": range(80, 120)}, {"lag": ("Socialtjänstlagen",)}),
        (
            {"lag": "LSS"},
            {"slags insats": ("Särskilt boende", "Daglig verksamhet eller stöd", "Ingen insats")},
        ),
        ({"slags insats": "Särskilt boende"}, {"timmar": EMPTY}),
        (
            {"beviljad insats": "Nej"},
            {
                "timmar": EMPTY,
                "uppföljd": EMPTY,
                "mål": EMPTY,
                "bemötande": EMPTY,
                "självbestämmande": EMPTY,
                "trygghet": EMPTY,
            },
        ),
    ],
    "familjeratt": [
        ({"samtycke": "Nej"}, {"deltog": NO}),
        ({"behov": "Nej"}, {"stöd": ("Umgängesstöd", "Inget stöd")}),
        (
            {"ärendetyp": "Samarbetssamtal"},
            {"omsorg ifrågasatt": EMPTY, "arbete beskrivet": EMPTY},
        ),
        ({"ärendetyp": "Avtal"}, {"enighet": ("Helt",)}),
        ({"barnets ålder": range(0, 2)}, {"barnet hördes": NO}),
    ],
    "skadligt_bruk": [
        ({"egen önskan": "Nej"}, {"beviljad insats": NO}),
        (
            {"beviljad insats": "Nej"},
            {
                "uppföljd": EMPTY,
                "väntetid": EMPTY,
                "fullföljd": EMPTY,
                "mål": EMPTY,
                "slags insats": ("Ingen insats",),
            },
        ),
        ({"boende": "Saknar bostad"}, {"barn hemma": NO, "barnfråga": EMPTY}),
        ({"boende": "Stödboende"}, {"barn hemma": NO, "barnfråga": EMPTY}),
        (
            {"ålder": range(67, 120)},
            {"sysselsättning": ("Pension eller annat",), "arbetsstöd": NO},
        ),
    ],
    "socialpsykiatri": [
        ({"sysselsättning": "Ja"}, {"ålder": range(18, 67)}),
    ],
}
NOT_BY_INSATS = {"vald_i_nara_relationer", "familjeratt"}  # whom the README gives a reason for
CASES = [(name, str(when), when, then) for name in RULES for when, then in RULES[name]]


people_of = cache(read_people)


def is_met(person: dict, when: dict) -> bool:
    return all(
        person[n] in wanted if isinstance(wanted, range) else person[n] == wanted
        for n, wanted in when.items()
    )


def test_every_folder_has_rules():
    assert set(RULES) == set(FOLDERS)


@pytest.mark.parametrize(("name", "about", "when", "then"), CASES)
def test_what_is_true_of_these_people(name, about, when, then):
    them = [p for p in people_of(name) if is_met(p, when)]
    assert them, about
    for variable, allowed in then.items():
        given = {p[variable] for p in them} - {None}
        assert all(allowed != EMPTY and value in allowed for value in given), variable


@pytest.mark.parametrize("name", [n for n in FOLDERS if "uppföljd" in codebook_names(n)])
def test_who_is_followed_up_has_a_granted_insats_or_the_readme_says_why(name):
    granted = "beviljad insats" if name != "familjeratt" else "deltog"
    without = [p for p in people_of(name) if p["uppföljd"] == "Ja" and p[granted] == "Nej"]
    assert bool(without) == (name in NOT_BY_INSATS)
    readme = (sample_root() / "README.md").read_text(encoding="utf-8")
    told = [line for line in readme.split("\n\n") if "följs upp även" in line]
    assert len(told) == len(NOT_BY_INSATS)


def test_two_adults_of_a_household_share_what_is_the_households():
    people = people_of("ekonomiskt_bistand")
    pairs = [(a, b) for a, b in pairwise(people) if a["hushåll"] == b["hushåll"]]
    alone = {p["avslut"] for p in people} - {p["avslut"] for pair in pairs for p in pair}
    assert len(pairs) > 80 and "Partnerns inkomst" not in alone
    for first, second in pairs:
        assert abs(first["ålder"] - second["ålder"]) <= 20
        ends = [p["avslut"] for p in (first, second)]
        assert (ends[0] == "Pågår") == (ends[1] == "Pågår")
        assert ends.count("Partnerns inkomst") < 2
        months = [p["månader 12 mån"] for p in (first, second)]
        assert None in months or months[0] == months[1]


def test_parents_are_old_enough_for_their_child():
    people = people_of("familjeratt")
    assert min(p["ålder"] - p["barnets ålder"] for p in people) >= 16
    pairs = [(a, b) for a, b in pairwise(people) if a["ärende"] == b["ärende"]]
    assert len(pairs) > 100
    assert all(a["stöd"] != "Umgängesstöd" or b["stöd"] != "Umgängesstöd" for a, b in pairs)


@pytest.mark.parametrize("name", FOLDERS)
def test_ages_are_those_of_the_area(name):
    low, high = (0, 17) if name == "barn_och_unga" else (18, 100)
    assert all(low <= p["ålder"] <= high for p in people_of(name))


@pytest.mark.parametrize("name", FOLDERS)
def test_who_was_followed_up_could_have_been_when_the_group_read_its_figures(name):
    """The last follow-up of the file lies before the day when the group did step 1."""
    read = load(f"examples/workbooks/{name}")["sparat"].get("steg1")
    drawn = {d.variable.name: d.variable for d in read_example(name).variables}
    after = [v for v in drawn.values() if v.occasion == "uppföljning"]
    if not read or not after:
        return
    months = 12 if "12" in after[0].name else 6
    last = max(p["halvår" if "halvår" in drawn else "år"] for p in people_of(name))
    end = int(last[:4]) * 12 + (6 if "vår" in last else 12)
    assert end + months <= int(str(read)[:4]) * 12 + int(str(read)[5:7])
