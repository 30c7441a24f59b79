"""The library of ready variables: whole, plain, complete by the sources, fit for a codebook."""

import re
import sys
from collections import Counter

import pytest

from isu_helpers import content
from isu_helpers.codebook import NO, YES, Codebook, Option, library
from isu_helpers.codebook.library import areas, entries, entry, grounds, instrument, variables
from isu_helpers.content import load

ALL = entries()
IDS = [e.id for e in ALL]
AREAS = [id for id, _ in areas()]
YES_NO = ["Ja", "Nej"]
SUPPORT = ["Ja", "Nej, men behövdes", "Nej, behövdes inte"]

# The areas of domain.md 2.6, and what is expected to come from instruments in each.
INSTRUMENTS = {
    "barn-och-unga": {"BBIC", "NUSO", "EARL", "SAVRY", "ADAD", "DUR"},
    "skadligt-bruk": {"ASI", "AUDIT", "DUDIT", "UIV"},
    "ekonomiskt-bistand": set(),
    "vald-i-nara-relationer": {"FREDA"},
    "aldre-och-funktionsnedsattning": {"IBIC", "DUR", "Brukarenkät"},
    "familjeratt": set(),
    "socialpsykiatri": {"DUR"},
}

# Table 1 of the appendix (A-B3): criterion and all answers, written by hand from the source.
TABLE_1 = {
    "utsatthet": ("behov", ["Brister i omsorgen", "Våld mot barnet", "Barnet har upplevt våld",
                            "Skadligt bruk", "Annan utsatthet"]),
    "ibic-behov": ("behov", ["Ingen begränsning", "Lätt begränsning", "Måttlig begränsning",
                             "Stor begränsning", "Total begränsning"]),
    "risk": ("behov", ["Inte känt", "Låg risk", "Förhöjd risk", "Hög risk"]),
    "behov-av-stod": ("behov", YES_NO),
    "behov-natverk": ("annat_satt", YES_NO),
    "behov-anhorig": ("annat_satt", YES_NO),
    "behov-annan-verksamhet": ("annat_satt", YES_NO),
    "onskar-foreslaget": ("samtycke", ["Ja", "Nej", "Vet ej"]),
    "onskemal-tillvara": ("samtycke", ["Ja", "Nej", "Ej aktuellt"]),
    "samtycke": ("samtycke", [
        "Ja, barn som har fyllt 15 år", "Ja, alla vårdnadshavare", "Nej från en vårdnadshavare",
        "Nej, inte skäl för LVU", "Nej, behöver följas upp inom 4 månader",
        "Nej, skäl för LVU", "Går inte att lita på, skäl för LVU"]),
}  # fmt: skip

# Table 2 (A-B4), in the same way; guardians have questions of their own beside the person's.
TABLE_2 = {
    "tillfragad": ("vilja_delta", YES_NO),
    "velat-delta": ("vilja_delta", YES_NO),
    "samtal-planerat": ("installning", YES_NO),
    "vardnadshavare-hindrat": ("installning", YES_NO),
    "samtal-utan-medgivande": ("installning", YES_NO),
    "velat-framfora": ("installning", YES_NO),
    "kommunikationsstod": ("hinder", SUPPORT),
    "kommunikationsstod-vardnadshavare": ("hinder", SUPPORT),
    "stod-lag-alder": ("hinder", SUPPORT),
    "tolk": ("hinder", SUPPORT),
    "tolk-vardnadshavare": ("hinder", SUPPORT),
}

WRITTEN = (
    "name", "columns", "label", "question", "kind", "role", "options", "classes", "decimals",
    "occasion", "pair",
)  # fmt: skip

# Asked of a person at most in an anonymous survey, never looked up about one.
NEVER = re.compile(
    r"religio|trosuppf|etnisk|etnicit|ras(tillh|mässig)|sexuell lägg|homosex|bisex|hbtq"
    r"|\btrans|könsöverskrid|könsuttryck|politi|fackl|medlem i facket",
    re.IGNORECASE,
)


def lix(texts: list[str]) -> float:
    """Words a sentence, and the per cent of words longer than six letters."""
    words = re.findall(r"[A-Za-zÅÄÖåäöé]+", " ".join(texts))
    sentences = sum(len(re.findall(r"[.!?:](?=\s|$)", text)) or 1 for text in texts)
    return len(words) / sentences + 100 * sum(len(w) > 6 for w in words) / len(words)


def row(**changes) -> dict:
    """A whole row of the library, with something changed; None takes a field away."""
    whole = {
        "id": "alder", "namn": "ålder", "etikett": "Ålder", "fraga": "Hur gammal?", "typ": "tal",
        "roll": "bakgrund", "hjalp": "Räkna år.", "kalla": "A4", "passar": ["vem"],
    }  # fmt: skip
    return {k: v for k, v in (whole | changes).items() if v is not None}


def wrong(entries_of, is_right) -> list[str]:
    """The ids that do not hold, so that a failure names them all."""
    return [e.id for e in entries_of if not is_right(e)]


def spellings(made) -> list[str]:
    return [w.casefold() for o in made.options for w in {o.name, *o.synonyms}]


def written_and_read(book: Codebook, folder) -> Codebook:
    book.write(folder / "kodbok.yaml")
    return Codebook.read(folder / "kodbok.yaml")


def comes_back(book: Codebook, folder) -> bool:
    back = written_and_read(book, folder)
    return all(
        getattr(a, f) == getattr(b, f) for f in WRITTEN for a, b in zip(book, back, strict=True)
    )


def test_entries_have_whole_texts():
    for name in ("id", "name", "label", "question", "help", "source"):
        texts = {e.id: getattr(e, name) for e in ALL}
        assert not [id for id, t in texts.items() if not t or t != " ".join(t.split())]
    assert not wrong(ALL, lambda e: e.fits and len(e.label) <= 45 and e.label[0].isupper())


def test_questions_are_one_and_short():
    assert not wrong(ALL, lambda e: e.question.endswith("?") and e.question.count("?") == 1)
    assert not wrong(ALL, lambda e: len(e.question.split()) <= 20)


def test_help_is_one_to_three_short_sentences():
    parts = {e.id: re.split(r"(?<=[.?!]) ", e.help) for e in ALL}
    assert not [id for id, told in parts.items() if len(told) > 3 or told[-1][-1] != "."]
    assert not [id for id, told in parts.items() if max(len(s.split()) for s in told) > 22]


def test_ids_are_ascii_words_and_unique():
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) for id in IDS)
    assert not [id for id, times in Counter(IDS).items() if times > 1]


def test_names_are_unique_whatever_is_picked_together():
    assert not [n for n, times in Counter(e.name.casefold() for e in ALL).items() if times > 1]


def test_pairs_are_mutual_and_alike():
    paired = [e for e in ALL if e.pair]
    assert not wrong(paired, lambda e: entry(e.pair).pair == e.id)
    occasions = {frozenset({e.occasion, entry(e.pair).occasion}) for e in paired}
    assert occasions == {frozenset({"start", "uppföljning"})}
    for name in ("kind", "options", "classes", "decimals", "area", "instrument"):
        assert not wrong(paired, lambda e: getattr(e, name) == getattr(entry(e.pair), name))  # noqa: B023


def test_options_stand_where_answers_are_listed():
    listed = ("ja/nej", "val", "flerval", "skala")
    assert not wrong(ALL, lambda e: (len(e.options) > 1) == (e.kind in listed))
    assert not wrong(ALL, lambda e: e.kind in listed or not e.options)


def test_spellings_are_never_blanks_nor_another_answer():
    blank = {*map(str.casefold, load("intake")["saknas"]), "alla"}
    assert not wrong(ALL, lambda e: len(set(spellings(e))) == len(spellings(e)))
    assert not wrong(ALL, lambda e: not set(spellings(e)) & blank)


def test_several_answers_can_stand_in_one_cell():
    """Cells hold them with commas, semicolons or the like between."""
    several = [e for e in ALL if e.kind == "flerval"]
    assert not wrong(several, lambda e: not re.search(r"[,;|/+]", "".join(spellings(e))))


def test_every_area_of_the_domain_is_there():
    assert {id for id, _ in areas()} == {*INSTRUMENTS, "gemensamma", "kriterier"}
    assert all(name.strip() for _, name in areas())


@pytest.mark.parametrize("area", INSTRUMENTS)
def test_area_covers_the_chain(area):
    roles = {e.role for e in entries(area=area)}
    assert {"bakgrund", "behov", "insats", "resultat"} <= roles
    assert {"behov", "insats", "resultat"} <= {f for e in entries(area=area) for f in e.fits}


@pytest.mark.parametrize("area", INSTRUMENTS)
def test_area_has_its_instruments(area):
    assert {e.instrument for e in entries(area=area)} >= INSTRUMENTS[area]


@pytest.mark.parametrize("name", sorted({e.instrument for e in ALL} - {""}))
def test_instrument_says_whose_manual_holds(name):
    known = instrument(name)
    assert known.full_name and known.about.endswith(".") and known.source
    assert "manual" in known.terms and "villkor" in known.terms


@pytest.mark.parametrize("id", TABLE_1 | TABLE_2)
def test_tables_of_the_appendix_are_complete(id):
    criterion, answers = (TABLE_1 | TABLE_2)[id]
    made = entry(id)
    assert (made.area, made.criterion) == ("kriterier", criterion)
    assert [o.name for o in made.options] == answers
    assert made.source.startswith("A-B3" if id in TABLE_1 else "A-B4")


@pytest.mark.parametrize(
    "criterion", ["behov", "annat_satt", "samtycke", "vilja_delta", "installning", "hinder"]
)
def test_every_criterion_has_variables(criterion):
    assert len(entries(area="kriterier", criterion=criterion)) >= 2


def test_ibic_has_assessed_and_intended_for_every_area_of_life():
    parts = [e.id.removesuffix("-avsett") for e in ALL if e.id.endswith("-avsett")]
    assert len(parts) == len(entry("livsomraden").options) == 11
    for part in parts:
        scales = {entry(f"{part}-{end}").options for end in ("start", "uppfoljning", "avsett")}
        assert len(scales) == 1 and len(scales.pop()) == 5


@pytest.mark.parametrize(
    ("id", "classes"),
    [("audit-start", (8, 16, 20)),  # WHO
     ("dudit-start", (2, 6, 25)),  # women, men, dependence likely: the manual
     ("asi-alkohol-start", (4, 6)),  # moderate, considerable: ASI Grund
     ("adad-alkohol-start", ())],  # not sure, so none
)  # fmt: skip
def test_cut_offs_are_the_known_ones(id, classes):
    assert entry(id).classes == classes


def test_sex_is_inclusive_in_surveys_and_apart_from_gender_identity():
    names = [o.name for o in entry("kon").options]
    assert names == ["Kvinna", "Man", "Annat", "Vill inte svara"]
    assert [o.name for o in entry("juridiskt-kon").options] == ["Kvinna", "Man"]
    assert {e.id for e in entries(role="kön")} == {"juridiskt-kon", "kon", "barnets-kon"}
    identity = entry("konsidentitet")
    assert identity.is_sensitive and identity.is_missing_sensitive and identity.role == "bakgrund"


def test_no_code_is_taken_for_a_sex():
    """1 and 2 mean different things in different systems, so a human says what they are."""
    assert not wrong(entries(role="kön"), lambda e: not any(map(str.isdigit, spellings(e))))


def test_no_register_variable_on_what_is_for_reflection():
    told = {e.id: " ".join((e.name, e.label, e.question, *spellings(e))) for e in ALL}
    assert not [id for id, text in told.items() if NEVER.search(text)]
    assert NEVER.search("Vilken religion har du?")


@pytest.mark.parametrize("ground", [g for g in grounds() if g.only], ids=lambda g: g.id)
def test_what_is_for_reflection_is_never_handed_out(ground):
    assert ground.only == "enkät eller samtal" and ground.id not in IDS
    with pytest.raises(ValueError, match="reflection and anonymous surveys only"):
        variables([ground.id])


def test_the_seven_grounds_are_there_with_how_to_follow_them():
    legal = [g.name for g in grounds() if g.is_legal_ground]
    assert legal == [
        "Kön", "Könsöverskridande identitet eller uttryck", "Etnisk tillhörighet",
        "Religion eller annan trosuppfattning", "Funktionsnedsättning", "Sexuell läggning",
        "Ålder",
    ]  # fmt: skip
    assert all(g.question.endswith("?") and g.why and g.how and g.source for g in grounds())
    assert all(g.variables for g in grounds() if not g.only)
    assert {id for g in grounds() for id in g.variables} <= set(IDS)


def test_goals_and_opinions_are_open_and_violence_is_sensitive():
    surveys = [e for e in ALL if e.label.startswith("Mål") and e.kind == "skala" and not e.pair]
    assert all(e.is_open for e in surveys if "avsett" not in e.id)
    assert all(entry(id).is_open for id in ("nojd", "lyssnad-pa", "mal", "vald-mal", "dur-mal"))
    sensitive = ("vald-slag", "barn-vald", "npf", "sp-diagnos", "preparat", "fr-oro-vald")
    assert all(entry(id).is_sensitive for id in sensitive)
    assert not [e.id for e in ALL if e.is_open and e.is_sensitive]


def test_sources_are_items_or_sections():
    item = re.compile(r"[A-E]-?[BS]?\d+(-\d)?[a-z]?|domain 2\.[1-7]")
    assert not wrong(ALL, lambda e: all(map(item.fullmatch, e.source.split(", "))))


@pytest.mark.parametrize("area", AREAS)
def test_texts_of_an_area_are_plain(area):
    texts = [t for e in entries(area=area) for t in (e.question, e.help)]
    assert lix(texts) < 42


def test_texts_on_grounds_and_instruments_are_plain():
    assert lix([t for g in grounds() for t in (g.question, g.why, g.how)]) < 42
    rows = load("library/instrument")["instrument"]
    assert lix([instrument(r["namn"]).about for r in rows]) < 42


def test_lix_by_hand():
    # 5 words, 1 sentence, 1 long word (promenerade): 5 + 20.
    assert lix(["Vi promenerade hem till mig."]) == 25


@pytest.mark.parametrize("area", AREAS)
def test_every_entry_makes_a_codebook_that_comes_back(area, tmp_path):
    alone = {e.id: Codebook(variables([e.id])) for e in entries(area=area)}
    assert not [id for id, book in alone.items() if not comes_back(book, tmp_path)]


@pytest.mark.parametrize("area", AREAS)
def test_whole_area_makes_one_codebook(area, tmp_path):
    assert comes_back(Codebook(variables(e.id for e in entries(area=area))), tmp_path)


def test_the_whole_library_fits_one_codebook(tmp_path):
    book = Codebook(variables(IDS))
    assert comes_back(book, tmp_path)
    assert len(book.with_role("kön")) == 1


def test_criteria_help_and_what_is_sensitive_come_back_too(tmp_path):
    book = Codebook(variables(IDS))
    assert written_and_read(book, tmp_path) == book


def test_variables_keep_the_order_and_name_the_pair():
    after, before = variables(["audit-uppfoljning", "audit-start"])
    assert (after.pair, before.pair) == ("AUDIT start", "AUDIT uppföljning")
    assert (after.occasion, before.occasion) == ("uppföljning", "start")


def test_variables_leave_out_a_pair_that_is_not_chosen():
    (before,) = variables(["audit-start"])
    assert (before.pair, before.occasion) == ("", "")


def test_variables_have_one_for_sex():
    first, second = variables(["juridiskt-kon", "kon"])
    assert (first.role, second.role) == ("kön", "bakgrund")


def test_variables_say_all_that_a_codebook_holds():
    known, several, asked = variables(["konsidentitet", "utsatthet", "tillfragad"])
    assert known.is_sensitive and known.is_missing_sensitive and not known.is_open
    assert (several.kind, several.criterion) == ("flerval", "behov")
    assert (asked.role, asked.criterion) == ("delaktighet", "vilja_delta")
    assert asked.help == entry("tillfragad").help


def test_basic_entries_are_who_when_and_followed_up():
    assert [e.id for e in entries(area="gemensamma") if e.is_basic] == [
        "personnyckel", "juridiskt-kon", "alder", "datum-aktualisering", "uppfoljd",
    ]  # fmt: skip


def test_variables_refuse_the_same_twice():
    with pytest.raises(ValueError, match="chosen twice"):
        variables(["alder", "alder"])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"area": "himlen"}, "no area 'himlen'"), ({"role": "kung"}, "no role 'kung'"),
     ({"criterion": "tur"}, "no criterion 'tur'")],
)  # fmt: skip
def test_entries_refuse_what_is_not_there(wrong, message):
    with pytest.raises(ValueError, match=message):
        entries(**wrong)


def test_unknown_ids_are_refused():
    with pytest.raises(ValueError, match="no variable 'nej'"):
        entry("nej")
    with pytest.raises(ValueError, match="no instrument 'NEJ'"):
        instrument("NEJ")


def test_filters_go_together():
    chosen = entries(area="barn-och-unga", criterion="behov")
    assert chosen and all((e.area, e.criterion) == ("barn-och-unga", "behov") for e in chosen)


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"fraga": None}, r"no value for \['fraga'\]"),
     ({"farg": "blå"}, "(?s)farg.*Unexpected"),
     ({"id": "Ålder"}, "an id is ASCII"),
     ({"typ": "bild"}, "(?s)kind.*'bild'"),
     ({"roll": "kung"}, "(?s)role.*'kung'"),
     ({"kriterium": "tur"}, "(?s)criterion.*'tur'"),
     ({"passar": ["kanske"]}, "fits"),
     ({"typ": "val"}, "do not go together"),
     ({"alternativ": ["Ja", "Nej"]}, "do not go together"),
     ({"typ": "val", "alternativ": ["Ja", {"Nej": ["ja"]}]}, "share a spelling"),
     ({"klasser": [30, 20]}, "rising bounds"),
     ({"par": "nej"}, "a pair has an occasion")],
)  # fmt: skip
def test_a_broken_row_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        library.read_entry(row(**changes), "gemensamma")


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"par": "borta"}, "is not there"), ({"tillfalle": "start"}, "not its pair in turn"),
     ({"klasser": [5]}, "classes differs"), ({"namn": "a"}, "the name 'a' is used twice"),
     ({"instrument": "NEJ"}, "no instrument 'NEJ'")],
)  # fmt: skip
def test_entries_that_do_not_fit_together_are_refused(changes, message):
    before = row(id="a", namn="a", tillfalle="start", par="b")
    after = row(**({"id": "b", "namn": "b", "tillfalle": "uppföljning", "par": "a"} | changes))
    made = [library.read_entry(r, "gemensamma") for r in (before, after)]
    with pytest.raises(ValueError, match=message):
        library.check_whole({e.id: e for e in made})


def test_the_library_is_the_same_without_pydantic(monkeypatch):
    monkeypatch.setitem(sys.modules, "pydantic", None)
    content._adapter.cache_clear()
    rows = load("library/gemensamma")["variabler"]
    assert [library.read_entry(r, "gemensamma") for r in rows] == [entry(r["id"]) for r in rows]


def test_yes_and_no_need_no_options():
    made = library.read_entry(row(typ="ja/nej"), "gemensamma")
    assert made.options == (YES, NO)
    two = row(typ="val", alternativ=["Ja", {"Nej": ["ej", 0]}])
    listed = library.read_entry(two, "gemensamma")
    assert listed.options == (Option("Ja"), Option("Nej", ("ej", "0")))


@pytest.mark.parametrize("area", INSTRUMENTS)
def test_every_area_follows_what_is_given_without_a_decision(area):
    own = [e for e in ALL if e.area == area and "utan-b" in e.id]
    assert len(own) == 1 and own[0].role == "insats" and "beslut" in own[0].question


def test_no_question_has_one_mother_and_one_father_as_its_only_parents():
    own = [e for e in ALL if e.area in ("barn-och-unga", "familjeratt")]
    named = {o.name for e in own for o in e.options}
    assert not {"Mamma", "Pappa", "Mest hos mamma", "Mest hos pappa"} & named


def test_a_child_in_sheltered_housing_is_a_person_of_its_own():
    own = [e for e in ALL if e.id.startswith("vald-barn-") and e.id != "vald-barn-hemma"]
    assert {e.role for e in own} == {"bakgrund", "behov", "insats"}
