"""The proposed codebook: kinds, roles, pairs, orders, and what is held back."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from real import help_table

from isu_helpers.codebook import (
    CHOICE,
    DATE,
    KEY,
    NUMBER,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    YES_NO,
    Codebook,
    Variable,
    values,
)
from isu_helpers.errors import IsuError
from isu_helpers.records import (
    Records,
    default_classes,
    propose_codebook,
    safe_header,
    safe_headers,
)
from isu_helpers.records.headers import looks_like_data, occasion_of, role_of, sex_rank, stem_of
from isu_helpers.records.kinds import Answers
from isu_helpers.records.orders import alphabetical

ROWS = 60


def column(*answers, header="Fråga"):
    """A proposal for one column, its answers over and over, beside a column for sex."""
    cells = (list(answers) * ROWS)[:ROWS]
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * (ROWS // 2), header: cells}, dtype=object)
    return propose_codebook(table).variables[1]


def proposal(**columns):
    cells = {h.replace("_", " "): (list(c) * ROWS)[:ROWS] for h, c in columns.items()}
    return propose_codebook(pd.DataFrame(cells, dtype=object))


def names(variable: Variable):
    return [option.name for option in variable.options]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (("Ja", "nej", "JA "), YES_NO),
        (("x", ""), TEXT),  # a blank may be no as well as not known
        (("x", "x"), YES_NO),
        ((0, 1), YES_NO),
        ((True, False), YES_NO),
        (("Ja", "Nej", "Kanske"), CHOICE),
        ((1, 2, 3, 4, 5), SCALE),
        (("1", "2,0", "3"), SCALE),
        (range(20), NUMBER),
        (("1,5", "2,5"), NUMBER),
        (("1 200", "13 500", "20 000", "5", "6", "7"), NUMBER),
        (("2025-01-05", "2025-02-01", ""), DATE),
        (("20250105", "20250201", "20250203"), DATE),
        ([f"egna ord {i}" for i in range(ROWS)], TEXT),
        (("kort", "lång " * 30), TEXT),
        (("ring 19800101-1234", "mejla"), TEXT),
        (("a@kommun.se", "b@kommun.se"), TEXT),
        (("", "-"), TEXT),
    ],
)
def test_propose_guesses_the_kind_from_the_answers(answers, kind):
    assert column(*answers).kind == kind


@pytest.mark.parametrize(
    "order",
    [
        ["Aldrig", "Sällan", "Ibland", "Ofta", "Alltid"],
        ["Inte känt", "Låg", "Förhöjd", "Hög"],
        ["Inte alls", "Delvis", "Helt"],
        ["Stämmer inte", "Stämmer delvis", "Stämmer helt"],
        ["Nej", "Delvis", "Ja"],
        ["1 - Mycket missnöjd", "2", "3", "4", "5 - Mycket nöjd"],
        ["Under 18", "18-29", "30-64", "65+"],
        ["0–5 år", "6–12 år", "13–17 år"],
        ["1", "2", "10"],
    ],
)
def test_propose_keeps_the_order_of_a_scale(order):
    found = column(*reversed(order))
    assert (found.kind, names(found)) == (SCALE, order)


def test_propose_puts_vet_ej_last_and_calls_it_no_scale():
    found = column("Vet ej", "Alltid", "Aldrig")
    assert (found.kind, names(found)) == (CHOICE, ["Aldrig", "Alltid", "Vet ej"])


def test_propose_lists_periods_in_time():
    found = column("2025 höst", "2024 höst", "2025 vår", header="Halvår")
    assert names(found) == ["2024 höst", "2025 vår", "2025 höst"] and found.role == "tid"


def test_propose_lists_answers_by_the_swedish_alphabet_and_never_by_number():
    found = column("Ö", "Ö", "Ö", "zebra", "Ä", "Å", "allé", "Annat")
    assert names(found) == ["allé", "Annat", "zebra", "Å", "Ä", "Ö"]
    assert alphabetical("Zz") < alphabetical("å") < alphabetical("ä") < alphabetical("ö")


def test_propose_takes_the_usual_spelling_of_an_answer():
    assert names(column("Hemlös", "hemlös ", "HEMLÖS", "Hemlös", "Bostad")) == ["Bostad", "Hemlös"]


def test_propose_leaves_the_word_of_the_total_to_the_total():
    found = column("Alla", "Några")
    assert names(found) == ["Alla (svar)", "Några"] and found.options[0].synonyms == ("Alla",)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Ålder", "bakgrund"),
        ("Utbildning", "bakgrund"),
        ("Insats", "insats"),
        ("Väntetid till insats (dagar)", "insats"),
        ("Mål med insatsen", "resultat"),
        ("Bedömt behov av insats", "behov"),
        ("Försörjningshinder", "behov"),
        ("Försörjning", "bakgrund"),
        ("Något annat", "behov"),
        ("Kontakt med vårdcentral inom ett år", "insats"),
    ],
)
def test_role_of_goes_by_the_first_word_that_tells(header, role):
    assert role_of(header) == role


@pytest.mark.parametrize(
    ("start", "follow_up"),
    [
        ("Boende vid start", "Boende 6 mån"),
        ("CES-D (start)", "CES-D (6 mån)"),
        ("Behandling, start", "Behandling, 12 månader"),
        ("AUDIT vid start (poäng)", "AUDIT efter sex månader (poäng)"),
        ("SDQ före", "SDQ efter"),
        ("Start: mående", "Uppföljning: mående"),
        ("ASI t1", "ASI T2"),
    ],
)
def test_occasions_are_told_and_their_stem_is_the_same(start, follow_up):
    assert (occasion_of(start), occasion_of(follow_up)) == ("start", "uppföljning")
    assert stem_of(start) == stem_of(follow_up) != ""


@pytest.mark.parametrize(
    "header", ["Startdatum", "Efterlevande", "Kontakt inom 6 år", "Före detta"]
)
def test_occasion_of_other_headers_is_none(header):
    assert occasion_of(header) == ""


def test_propose_pairs_start_and_follow_up_with_the_same_answers():
    book = proposal(
        Kön=["K", "M"], Mående_start=["Aldrig", "Ofta"], Mående_6_mån=["Ibland", "Ofta"]
    )
    _, start, after = book
    assert (start.pair, after.pair) == (after.name, start.name)
    assert (start.role, after.role) == ("behov", "resultat")
    assert names(start) == names(after) == ["Aldrig", "Ibland", "Ofta"]


def test_propose_cuts_both_occasions_as_the_start():
    book = proposal(Kön=["K", "M"], AUDIT_start=range(0, 30), AUDIT_6_mån=[1, 2, 3])
    assert book["AUDIT start"].classes == book["AUDIT 6 mån"].classes == (10, 20)


def test_propose_finds_no_pair_for_a_start_alone():
    alone = proposal(Kön=["K", "M"], Boende_vid_start=["A", "B"])["Boende vid start"]
    assert (alone.occasion, alone.pair, alone.role) == ("", "", "bakgrund")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("K", "M"), ["Kvinna", "Man"]),
        (
            ("man", "kvinna", "Annat", "Vill inte svara"),
            ["Kvinna", "Man", "Annat", "Vill inte svara"],
        ),
        (("F", "M"), ["Kvinna", "Man"]),
        (("F", "P"), ["Flicka", "Pojke"]),
        (("Pojke",), ["Flicka", "Pojke"]),
        (("Man",), ["Kvinna", "Man"]),
    ],
)
def test_propose_knows_sex_by_its_answers(answers, expected):
    sex = proposal(Kön=answers, Insats=["Ja", "Nej"])["Kön"]
    assert (sex.role, names(sex)) == (SEX, expected)


@pytest.mark.parametrize("answers", [(1, 2), (0, 1), ("A", "B"), ("", " "), ("Ja", "Nej")])
def test_propose_never_guesses_sex(answers):
    assert not proposal(Kön=answers, Insats=["Ja", "Nej"]).with_role(SEX)


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        (["Handläggarens kön", "Kön"], "Kön"),
        (["Kön", "Juridiskt kön"], "Juridiskt kön"),
        (["Förövarens kön", "Brukarens kön"], "Brukarens kön"),
        (["Könsidentitet", "Kön"], "Kön"),
        (["Vem", "Klientens kön"], "Klientens kön"),
    ],
)
def test_propose_takes_the_surest_of_several_columns_for_sex(headers, chosen):
    table = pd.DataFrame({h: ["Kvinna", "Man"] * 10 for h in headers}, dtype=object)
    assert [v.name for v in propose_codebook(table).with_role(SEX)] == [chosen]


def test_propose_chooses_no_sex_among_equals():
    table = pd.DataFrame({h: ["Kvinna", "Man"] * 10 for h in ("Vem", "Vilken")}, dtype=object)
    book = propose_codebook(table)
    assert not book.with_role(SEX) and all("flera kolumner" in v.guess for v in book)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Personnummer", [f"19800101-{i:04}" for i in range(ROWS)]),
        ("Okänd", [f"800101{i:04}" for i in range(ROWS)]),
        ("Löpnr", range(ROWS)),
        ("Löpnummer", [i // 5 for i in range(ROWS)]),  # five rows a person
        ("Klientnyckel", [f"K{i:04}" for i in range(ROWS)]),
        ("Vad", [f"AB-{i:03}" for i in range(ROWS)]),
        ("Nr", range(ROWS)),
    ],
)
def test_propose_takes_keys_for_keys(header, cells):
    found = proposal(Kön=["K", "M"], **{header: cells})[header]
    assert (found.kind, found.role, found.options) == (TEXT, KEY, ())


def test_propose_has_one_key_the_one_of_the_person():
    book = proposal(
        Ärendenummer=[f"2025/{i}" for i in range(ROWS)],
        Kön=["K", "M"],
        Löpnr=range(ROWS),
        Pnr=[f"19800101-{i:04}" for i in range(ROWS)],
    )
    assert [v.name for v in book.with_role(KEY)] == ["Pnr"] and book.unit == "person"
    assert [book[n].kind for n in ("Ärendenummer", "Löpnr")] == [TEXT, TEXT]


def test_propose_takes_a_row_for_a_case_where_only_cases_have_numbers():
    book = proposal(Ärendenummer=[f"2025/{i}" for i in range(ROWS)], Kön=["K", "M"])
    assert book.unit == "ärende" and not book.with_role(KEY)


@pytest.mark.parametrize(
    "header",
    ["Namn", "Barnets namn", "Efternamn", "Adress", "E-post", "Telefon", "Handläggare",
     "Könsidentitet", "Religion", "Kommentar"],
)  # fmt: skip
def test_propose_holds_back_what_may_point_at_somebody(header):
    found = column("Alfa", "Beta", header=header)
    assert (found.kind, found.options) == (TEXT, ()) and "Läses inte in" in found.guess


def test_propose_tells_every_guess_with_a_reason():
    assert all(v.guess for v in propose_codebook(help_table()))


def test_propose_renames_what_the_program_uses_itself():
    book = proposal(Kön=["K", "M"], n=["a", "b"], share=["a", "b"])
    assert [v.name for v in book][1:] == ["n (kolumn)", "share (kolumn)"]
    assert book["n (kolumn)"].columns == ("n",) and book["n (kolumn)"].title == "n"


@pytest.mark.parametrize(
    ("numbers", "title", "expected"),
    [
        (range(18, 90), "Ålder", (30, 45, 65)),
        (range(0, 18), "Ålder", (7, 13, 16)),
        (range(66, 100), "Ålder", (80, 90)),
        ([*range(30, 65, 5), *range(66, 96)], "Ålder vid beslut", (65, 80, 90)),
        ([*range(29, 65), *range(66, 90)], "Ålder vid beslut", (30, 45, 65)),
        ([0] * 9 + [7], "Antal", (1,)),  # most have the least
        ([3, 3, 3], "Antal", ()),
        ([], "Antal", ()),
        (range(0, 40_000, 100), "Inkomst", (15_000, 25_000)),
    ],
)
def test_default_classes_are_round_and_leave_none_empty(numbers, title, expected):
    assert default_classes(pd.Series(list(numbers), dtype=float), title) == expected


@pytest.mark.parametrize(
    ("header", "rank"),
    [("Juridiskt kön", 3), ("KÖN ", 2), ("Kön, sökande", 1), ("Partnerns kön", 0),
     ("Könsidentitet", 0), ("Efter sex månader", 0), ("Sex", 2)],
)  # fmt: skip
def test_sex_rank_says_how_surely_a_header_names_sex(header, rank):
    assert sex_rank(header) == rank


@pytest.mark.parametrize(
    "cell",
    ["19800101-1234", "8001011234", "anna@x.se", "Kvinna", "pojke", "Ja", "Anna 800101-1234"],
)
def test_looks_like_data_and_is_never_shown(cell):
    assert looks_like_data(cell) and cell not in safe_header(cell)
    assert safe_headers([cell]) == "rubriker som inte visas här"


def test_safe_headers_are_few_and_short():
    told = safe_headers(["x" * 500, *(f"Fråga {i}" for i in range(40))])
    assert len(told) < 500 and told.endswith("och 16 till")


def test_real_records_get_the_right_kinds_and_pairs(tmp_path):
    records = Records.from_frame(help_table())
    kinds = {v.name: v.kind for v in records.codebook}
    pairs = {v.name for v in records.codebook if v.pair}
    assert len(pairs) == 8 and all(n.endswith(("start", "6 mån")) for n in pairs)
    assert [n for n, k in kinds.items() if k == NUMBER][0] == "Ålder"
    assert {n.split(" ")[0] for n, k in kinds.items() if k == NUMBER} == {
        "Ålder", "Depression", "Psykisk",
    }  # fmt: skip
    assert records.codebook["Löpnummer"].role == KEY and "Löpnummer" not in records.frame
    records.codebook.write(tmp_path / "kodbok.yaml")
    assert Codebook.read(tmp_path / "kodbok.yaml") == records.codebook


@pytest.mark.parametrize(
    "cells",
    [
        ("Samtal; Bidrag", "Samtal", "Bidrag", "Boende; Samtal", "boende", ""),
        ("Samtal, Bidrag", "Samtal", "Bidrag", "Boende, Samtal", "boende", ""),
        ("Samtal|Bidrag", "Samtal", "Bidrag", "Boende | Samtal", "boende", ""),
        ("Samtal\nBidrag", "Samtal", "Bidrag", "Boende\r\nSamtal", "boende", ""),
    ],
)
def test_propose_knows_several_answers_in_a_cell(cells):
    found = column(*cells)
    assert (found.kind, names(found)) == (SEVERAL, ["Bidrag", "Boende", "Samtal"])


@pytest.mark.parametrize(
    "cells",
    [
        ("Nej, inte alls", "Nej, knappast", "Ja, delvis", "Ja, helt"),
        ("Ja", 'Nej; "inte alls"'),
        ("1,5", "2,5", "1,2", "2,1", "1", "2", "5"),
        ("Stockholm, norra", "Stockholm, södra", "Lund, norra", "Lund, södra"),
        ("Kvinna, ung", "Man"),
    ],
)
def test_propose_takes_one_answer_with_a_comma_for_one(cells):
    assert column(*cells).kind != SEVERAL


def test_propose_knows_several_answers_by_one_combination():
    assert names(column("Samtal; Bidrag", "Samtal", "Bidrag", "")) == ["Bidrag", "Samtal"]


def test_propose_joins_ticked_columns_with_a_common_stem():
    book = proposal(Kön=["K", "M"], **{"Våld: fysiskt": ["x", "", ""], "Insats": ["Ja", "Nej"],
                                       "Våld: psykiskt": ["", "x", ""]})  # fmt: skip
    assert [v.name for v in book] == ["Kön", "Våld", "Insats"]
    assert book["Våld"].columns == ("Våld: fysiskt", "Våld: psykiskt")
    assert (book["Våld"].kind, names(book["Våld"])) == (SEVERAL, ["Fysiskt", "Psykiskt"])


def test_propose_leaves_questions_apart_where_a_blank_is_a_missing_answer():
    book = proposal(Kön=["K", "M"], **{"Våld: fysiskt": ["Ja", "Nej", ""],
                                       "Våld: psykiskt": ["", "Nej", "Ja"]})  # fmt: skip
    assert [v.kind for v in book][1:] == [YES_NO, YES_NO]


def test_propose_joins_written_answers_where_all_are_filled_in_alike():
    book = proposal(Kön=["K", "M"], **{"Våld: fysiskt": ["Ja", "Nej", ""],
                                       "Våld: psykiskt": ["Nej", "Nej", ""]})  # fmt: skip
    assert book["Våld"].kind == SEVERAL


def test_a_proposed_flerval_is_read_by_its_own_codebook(tmp_path):
    cells = ["Samtal, Bidrag", "Samtal", "Bidrag", "Boende, Samtal", "Boende", ""] * 5
    frame = pd.DataFrame({"Kön": ["K", "M"] * 15, "Stöd": cells}, dtype=object)
    records = Records.from_frame(frame)
    records.codebook.write(tmp_path / "kodbok.yaml")
    book = Codebook.read(tmp_path / "kodbok.yaml")
    assert book == records.codebook.without_parts()
    assert records.frame["Stöd: Samtal"].value_counts().to_dict() == {"Ja": 15, "Nej": 10}


@pytest.mark.parametrize("own", ["Kön", "Barnets kön", "Kön på barnet"])
@pytest.mark.parametrize("other", ["Förälders kön", "Handläggarens kön", "Anhörigs kön"])
@pytest.mark.parametrize("is_first", [True, False])
def test_propose_takes_the_persons_own_sex_beside_anothers(own, other, is_first):
    cells = {own: ["Flicka", "Pojke"], other: ["Man", "Man", "K"]}
    book = proposal(**dict(sorted(cells.items(), key=lambda c: (c[0] == own) != is_first)))
    assert [v.name for v in book.with_role(SEX)] == [own]
    assert (book[other].role, book[other].kind) == ("bakgrund", CHOICE)
    assert names(book[other]) == ["Kvinna", "Man"]


def test_a_file_with_only_anothers_sex_is_told_of_the_setting():
    frame = pd.DataFrame({"Förälders kön": ["Man", "K"] * 9, "Insats": ["Ja", "Nej"] * 9})
    with pytest.raises(IsuError, match="«konsvariabel: Förälders kön»"):
        Records.from_frame(frame)
    records = Records.from_frame(frame, konsvariabel="Förälders kön")
    assert records.variable("kön").categories == ("Kvinna", "Man")


def test_a_name_of_an_official_is_held_back_still():
    assert column(*"KM", header="Handläggare").kind == TEXT


@pytest.mark.parametrize(
    ("answers", "pairs"),
    [
        (["Låg", "Låg risk", "Medel", "Hög"], ["«Låg» och «Låg risk»"]),
        (
            ["Låg", "låg  Risk", "Hög risk", "Hög"],
            ["«Låg» och «låg Risk»", "«Hög» och «Hög risk»"],
        ),
        (["Helt", "Delvis", "Delvis uppnått"], ["«Delvis» och «Delvis uppnått»"]),
    ],
)
def test_propose_leaves_answers_that_may_be_the_same_apart_and_says_so(answers, pairs):
    found = column(*answers)
    assert len(found.options) == len(answers)
    assert f"Kan vara samma svar: {'; '.join(pairs)}." in found.guess


@pytest.mark.parametrize(
    "answers",
    [
        ("Instämmer", "Instämmer delvis", "Instämmer helt"),
        ("Bra", "Ganska bra", "Mycket bra"),
        ("Ja", "Ja, delvis", "Nej"),
        ("Öppenvård", "Öppenvård samtal"),
    ],
)
def test_propose_has_no_doubt_about_answers_that_differ(answers):
    assert "samma svar" not in column(*answers).guess


def sparse(start, follow_up):
    """Thirty people with a start, and those few follow-ups."""
    rows, blanks = 30, [""] * (30 - len(follow_up))
    cells = {"Kön": ["K", "M"] * 15, "Mående vid start": (list(start) * rows)[:rows],
             "Mående efter sex månader": [*follow_up, *blanks]}  # fmt: skip
    return propose_codebook(pd.DataFrame(cells, dtype=object)).variables[1:]


@pytest.mark.parametrize(
    ("start", "follow_up", "kind"),
    [
        (range(1, 8), [3, 9, 5, 6, 7, 8], SCALE),
        (range(30), [3, 28, 5, 6], NUMBER),
        (["Aldrig", "Sällan", "Ibland"], ["Aldrig", "Ofta", "Alltid", "Ibland"], SCALE),
        (["Ute", "Inne", "Borta"], ["Ute", "Inne", "Borta"], CHOICE),
    ],
)
def test_propose_reads_a_sparse_follow_up_as_its_start(start, follow_up, kind):
    before, after = sparse(start, follow_up)
    assert before.kind == after.kind == kind and before.options == after.options
    assert (before.pair, after.pair) == (after.name, before.name) and after.role == "resultat"
    assert before.classes == after.classes


def test_propose_leaves_a_sparse_follow_up_in_own_words_unread():
    before, after = sparse(["Bra", "Dåligt"], ["Bra", "Sover illa", "Har flyttat hem", "Oro"])
    assert (before.kind, after.kind, after.pair) == (SCALE, TEXT, "")


@pytest.mark.parametrize(
    ("header", "stem"),
    [
        ("Vid start: Depression (CES-D)", "depression (ces-d)"),
        ("Depression (CES-D) 6 mån", "depression (ces-d)"),
        ("CES-D (6 mån)", "ces-d"),
        ("AUDIT vid start (poäng)", "audit (poäng)"),
    ],
)
def test_stem_keeps_its_own_brackets(header, stem):
    assert stem_of(header) == stem


@given(st.lists(st.sampled_from(["Ja", "JA ", "nej", "1", "", None, "Kanske", 1.5]), max_size=40))
def test_answers_are_counted_as_one_counts_by_hand(cells):
    found = Answers.of(pd.Series(cells, dtype=object))
    filled = [c for c in cells if c not in ("", None)]
    assert found.cells.tolist() == filled and found.counts == Counter(filled)
    assert set(found.spellings(9)) == {str(c).strip().lower() for c in filled}


def test_answers_stop_at_one_spelling_too_many():
    found = Answers.of(pd.Series([f"ord {i}" for i in range(50)], dtype=object))
    assert len(found.spellings(20)) == 21


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("Flicka", "Pojke", "Kvinna", "Man"), ["Kvinna", "Man"]),
        (("1:Kvinna", "2:Man"), ["Kvinna", "Man"]),
        (("1_Kvinna", "2_Man", "Okänt", "T", "Response"), ["Kvinna", "Man"]),
        (("Kvinna (K)", "Man (M)", "Ej angivet"), ["Kvinna", "Man"]),
        (("Kvinna/flicka", "Man/pojke"), ["Kvinna", "Man"]),
        (("Tjej", "Kille", "Saknas"), ["Flicka", "Pojke"]),
        (("1 - Flicka", "2 - Pojke"), ["Flicka", "Pojke"]),
        (("K", "M", "Icke-binär", "Blå"), ["Kvinna", "Man", "Icke-binär"]),
        (("Kvinna", "Man", "Kvinna/Man", "26"), ["Kvinna", "Man"]),
        (("Juridiskt kön: kvinna", "Juridiskt kön: man"), ["Kvinna", "Man"]),
    ],
)
def test_propose_has_one_option_for_all_words_of_a_sex(answers, expected):
    sex = proposal(Kön=answers, Insats=["Ja", "Nej"])["Kön"]
    assert (sex.role, names(sex)) == (SEX, expected)


def test_propose_asks_about_other_answers_on_sex():
    sex = proposal(Kön=["Kvinna", "Man", "Blå", "Okänt"])["Kön"]
    assert "«Blå»" in sex.guess and "Okänt" not in sex.guess


def test_words_with_codes_are_no_sex_under_another_header():
    assert not proposal(Klass=["F1", "P2"], Insats=["Ja", "Nej"]).with_role(SEX)


SCALES = """stämmer inte alls|stämmer ganska dåligt|stämmer delvis|stämmer ganska bra|stämmer helt
stämmer mycket dåligt|stämmer ganska dåligt|varken eller|stämmer ganska bra|stämmer mycket bra
inte alls nöjd|inte särskilt nöjd|ganska nöjd|mycket nöjd
mycket svårt|ganska svårt|varken lätt eller svårt|ganska lätt|mycket lätt
inte bra|ganska bra|bra|mycket bra
dåligt|godkänt|bra
inte alls|lite|måttligt|mycket|väldigt mycket
tar helt avstånd|tar delvis avstånd|varken eller|instämmer delvis|instämmer helt
håller inte alls med|håller delvis med|håller med helt
nej, absolut inte|nej|ja|ja, absolut
inte alls viktigt|inte så viktigt|ganska viktigt|mycket viktigt
inte alls|i liten grad|i viss grad|i hög grad|i mycket hög grad
aldrig|nästan aldrig|ibland|ofta|nästan alltid|alltid
aldrig|någon gång per år|någon gång i månaden|någon gång i veckan|flera gånger i veckan|varje dag
aldrig|1 gång i månaden eller mer sällan|2–4 gånger i månaden|2–3 gånger i veckan
mycket lågt förtroende|ganska lågt förtroende|ganska högt förtroende|mycket högt förtroende
0 dagar|1–2|3–5|10–19
inga|1–2|3 eller fler
under 1 månad|1–6 månader|7–12 månader|1–2 år|mer än 2 år
mindre än 10 000 kr|10 000–19 999 kr|20 000 kr eller mer
nivå 1|nivå 2|nivå 10
vt23|ht23|vt24
mars 2024|april 2024|december 2024
kvartal 4, 2023|kvartal 1, 2024|kvartal 2, 2024
h2 2023|h1 2024|h2 2024
läsåret 2022/23|läsåret 2023/24|läsåret 2024/25
höst 2023|vår 2024|höst 2024
2023-v51|2024-v05|2024-v12
mycket dåligt|ganska dåligt|någorlunda|ganska bra|mycket bra
alldeles för lite|för lite|lagom|för mycket
aldrig|1 gång|2–3 gånger|oftare
inga barn|ett barn|två barn|flera barn
samma dag|inom en vecka|inom en månad|senare
januari|april|augusti|december
grön|gul|röd"""


@pytest.mark.parametrize("scale", SCALES.splitlines())
def test_propose_knows_the_order_of_swedish_scales_and_periods(scale):
    order = [answer[0].upper() + answer[1:] for answer in scale.split("|")]
    found = column(*sorted(order, key=len), header="Svar")
    assert (found.kind, names(found)) == (SCALE, order)
    odd = column(*sorted(order, key=len), "Blå", header="Svar")
    assert len(order) < 4 or order[0][-1].isdigit() or names(odd) == [*order, "Blå"]


@pytest.mark.parametrize(
    "answers",
    ["Öppenvård|Placering|Ingen insats", "Mamma|Pappa|Syskon", "Bra hemma|Dålig ekonomi",
     "Skola|Hem|Fritid", "Bistånd|Hemtjänst", "Grupp 1|Grupp 2|Grupp 10"],
)  # fmt: skip
def test_propose_makes_no_scale_of_other_answers(answers):
    assert column(*answers.split("|"), header="Svar").kind == CHOICE


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        ([f"{i} år" for i in range(20, 60)], 3),
        ([f"1 {i}00 kr/mån" for i in range(10)] + ["900 kr/mån"], 3),
        ([*range(40), *["Vet ej"] * 9], 3),
        ([f"1,{i}" for i in range(52, 99)], 3),
        ([f"{i / 10:.1f}" for i in range(31)], 3),
        ([0] * 30 + ["0,5"] * 3, 2),
    ],
)
def test_propose_cuts_numbers_with_units_and_decimals(cells, classes):
    found = column(*cells, header="Mått")
    assert found.kind == NUMBER and len(found.categories) == classes


def test_units_that_differ_are_not_one_number():
    assert column("6 mån", "2 år", "3 mån", "1 år").kind != NUMBER
    found, odd = values.numbers(pd.Series(["2 år", "6 mån", "3 år", "4"]))
    assert list(found.fillna(-1)) == [2, -1, 3, 4] and list(odd) == [False, True, False, False]


@pytest.mark.parametrize("header", ["Ort", "Kommundel", "Enhet", "Område", "Utbildning"])
def test_propose_takes_places_and_the_like_for_background(header):
    assert column("A", "B", "C", header=header).role == "bakgrund"


@pytest.mark.parametrize(
    "answers",
    [
        ["Anna Svensson", "Erik Ek", "Stöd"], ["Storgatan 5", "Lillvägen 12 B"],
        ["Storgatan", "Norra vägen", "Kyrkogränd"],
        ["Svensson, Anna", "Ek, Erik"], ["Anna", "Ahmed", "Fatima", "Erik"], ["Anna S", "Erik E"],
        ["Zlatana Quist", "Maria Obi", "Erik Tran"], ["Kö", "Bor på Storgatan 5"],
    ],
)  # fmt: skip
def test_propose_holds_back_answers_that_are_names_or_addresses(answers):
    found = column(*answers, header="Beslutsfattare")
    assert found.kind == TEXT and "namn eller adresser" in found.guess


@pytest.mark.parametrize(
    "answers",
    [
        ["Öppen Vård", "Egen Kraft", "Nya Steg"], ["Norr", "Söder", "Nord"], ["Råd", "Stöd"],
        ["Eskilstuna", "Norberg", "Sala"], ["Förskola", "Skola"], ["Familjen", "Vården"],
        ["Saga", "Vega", "Nova"], ["Väg 5", "Nivå 2"], ["Kvinnojour Maria"],
    ],
)  # fmt: skip
def test_propose_keeps_answers_that_are_no_names(answers):
    assert column(*answers, header="Insats").kind in (CHOICE, SCALE)


def test_propose_reads_questions_that_only_begin_as_a_telephone():
    assert column("Aldrig", "Ibland", "Ofta", header="Mobil i bil senaste månaden").kind == SCALE
    assert column(0, 1, 2, 3, 7, header="Mobil i bil senaste veckan").kind == SCALE
    asked = "Vilken mobil använder du när du kör?"
    assert column(*["Egen", "Jobbets", "Ingen"] * 5, header=asked).kind == CHOICE
    people = ["Anna Lindgren", "Bo Ek"] * 5
    assert column(*people, header="Namn på den som ringde oss").kind == TEXT
    assert column("070-1740605", "070-1740606", header="Mobil").kind == TEXT
