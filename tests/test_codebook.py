"""The codebook: what it says is what was written, and what contradicts itself is told by line."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isu_helpers.codebook import (
    CHOICE,
    FROM_NUMBER,
    KEY,
    NO,
    NUMBER,
    ROLES,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Option,
    Variable,
    class_labels,
    plain,
)
from isu_helpers.errors import CodebookError
from isu_helpers.pages.start import OurCodebook
from isu_helpers.records import Records
from isu_helpers.wording import MISSING, TOTAL
from isu_helpers.workbook import Workbook

GOOD = """enhet: person
variabler:
  - namn: kön
    kolumn: Juridiskt kön
    typ: val
    roll: kön
    alternativ:
      - Kvinna: [K]
      - Man
  - namn: Insats
    typ: ja/nej
    roll: insats
"""
SEX_VARIABLE = Variable("kön", ("Kön",), role=SEX, options=(Option("Kvinna"), Option("Man")))


def read(tmp_path, text):
    path = tmp_path / "kodbok.yaml"
    path.write_text(text, encoding="utf-8")
    return Codebook.read(path)


def test_read_takes_what_is_written(tmp_path):
    sex, support = read(tmp_path, GOOD)
    assert sex.columns == ("Juridiskt kön",) and sex.options[0] == Option("Kvinna", ("K",))
    assert support.columns == ("Insats",) and support.options == (YES, NO)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("roll: insats", "färg: röd", "rad 12: «färg» är inget fält i kodboken"),
        ("enhet: person", "enheter: person", "rad 1: «enheter» är inget fält"),
        ("enhet: person", "enhet: klient", "rad 1: «enhet: klient» går inte att använda"),
        ("namn: Insats", "namn: Kön", "rad 10: namnet «Kön» används redan"),
        ("namn: Insats", "namn: n", "rad 10: namnet «n» använder programmet självt"),
        ("namn: Insats", "namn:", "rad 10: variabeln saknar namn"),
        ("namn: Insats", "namn: [a]", "rad 10: «namn: en lista»"),
        ("  - namn: Insats\n    typ", "  - Insats\n  - typ", "rad 10: variabeln saknar namn"),
        ("roll: insats", "roll: stöd", "rad 12: «roll: stöd» går inte att använda. Väntade kön,"),
        ("roll: insats", "roll: [a]", "«roll: en lista»"),
        ("ja/nej", "ja", "rad 11: «typ: ja» går inte att använda. Väntade ja/nej,"),
        ("typ: ja/nej", "typ: val", "rad 10: «alternativ: tomt» går inte att använda"),
        ("typ: ja/nej", "typ: val\n    alternativ: A, B", "«alternativ: A, B» går inte"),
        ("typ: ja/nej", "typ: val\n    alternativ: {A: 1}", "«alternativ: en rad med kolon»"),
        ("typ: ja/nej", "typ: val\n    alternativ: []", "Väntade en lista med svarsalternativ"),
        ("typ: ja/nej", "typ: ja/nej\n    alternativ: [A]", "Väntade två alternativ"),
        ("typ: ja/nej", "typ: tal\n    klasser: [40, 20]", "Väntade tal i stigande ordning"),
        ("typ: ja/nej", "typ: tal\n    klasser: 20, 40", "«klasser: 20, 40»"),
        ("typ: ja/nej", "typ: tal\n    klasser: [1, .inf]", "Väntade tal i stigande ordning"),
        ("typ: ja/nej", "typ: tal\n    klasser: [.nan]", "Väntade tal i stigande ordning"),
        ("typ: ja/nej", "typ: tal\n    klasser: [true]", "Väntade tal i stigande ordning"),
        ("typ: ja/nej", "typ: tal\n    decimaler: 9", "«decimaler: 9»"),
        ("typ: ja/nej", "typ: tal\n    decimaler: ja", "Väntade 0, 1, 2 eller 3"),
        ("roll: insats", "tillfalle: slutet", "Väntade start eller uppföljning"),
        ("roll: insats", "saknas: [ja]", "ord som inte också är ett svar i kodboken"),
        ("roll: insats", "saknas: {a: b}", "«saknas: en rad med kolon»"),
        ("roll: insats", "par: Boende", "rad 12: «par: Boende» går inte att använda"),
        ("roll: insats", "par: Insats", "Väntade namnet på en annan variabel"),
        ("roll: insats", "etikett: [a]", "«etikett: en lista»"),
        ("roll: insats", "kolumn: {a: b}", "«kolumn: en rad med kolon»"),
        ("roll: insats", "kolumn: juridiskt KÖN", "kolumnen «juridiskt KÖN» används redan"),
        ("ja/nej\n    roll: insats", "val\n    alternativ: [A]\n    roll: kön", "rollen kön"),
        ("typ: val", "typ: tal", "Väntade «typ: val» för variabeln med rollen kön"),
        ("- Man", "- kvinna", "Väntade olika alternativ"),
        ("- Man", "- Man: [k]", "varje skrivsätt hör till ett enda alternativ"),
        ("- Man", "- Man: [kvinna]", "varje skrivsätt hör till ett enda alternativ"),
        ("- Man", "- null", "Väntade text inom citattecken"),
        ("- Man", "- true", "«alternativ: ja» går inte att använda"),
        ("- Man", "- [Man]", "Väntade ett alternativ på varje rad"),
        ("- Man", "- {Man: m, Pojke: p}", "Väntade ett alternativ på varje rad"),
        ("- Man", "- Man: [[m]]", "Väntade ett alternativ på varje rad"),
        ("ja/nej", "ja/nej\n    ur: personnummer", "Väntade «ur: personnummer» bara för"),
        ("ja/nej", "tal\n    ur: hatten", "rad 12: «ur: hatten» går inte att använda. Väntade p"),
        ("roll: insats", "roll: personnyckel", "Väntade «typ: text» för variabeln med"),
        ("- Man", "- Uppgift saknas", "läggs till av sig självt"),
        ("- Man", "- Alla", "«Alla» används för summan"),
        ("    typ: val", "\ttyp: val", "rad 5 börjar med en tabb"),
        ("typ: val", "typ: 'val", "går inte att tolka"),
    ],
)
def test_read_refuses_by_line_in_swedish(tmp_path, old, new, expected):
    with pytest.raises(CodebookError) as error:
        read(tmp_path, GOOD.replace(old, new))
    assert expected in str(error.value) and "Väntade" in str(error.value)
    assert "kodbok.yaml" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text", ["", "enhet: person", "variabler: []", "variabler: x", "variabler:\n  kön: {typ: val}"]
)
def test_read_refuses_a_file_without_variables(tmp_path, text):
    with pytest.raises(CodebookError, match="kodbok.yaml har inga variabler"):
        read(tmp_path, text)


def test_read_refuses_bytes_that_are_no_text(tmp_path):
    (tmp_path / "kodbok.yaml").write_bytes(GOOD.encode("cp1252"))
    with pytest.raises(CodebookError, match="går inte att läsa som text"):
        Codebook.read(tmp_path / "kodbok.yaml")


def test_read_refuses_a_missing_file(tmp_path):
    with pytest.raises(CodebookError, match="Kodboken «nix.yaml» hittades inte"):
        Codebook.read(tmp_path / "nix.yaml")


def test_read_keeps_numbers_and_dates_as_words(tmp_path):
    text = GOOD.replace("- Man", "- 1\n      - 2025-01-01\n      - 12:30\n      - 1.5: [2]")
    assert [o.name for o in read(tmp_path, text)["kön"].options] == [
        "Kvinna", "1", "2025-01-01", "12:30", "1.5",
    ]  # fmt: skip


HEADERS = (
    "Boende: natt", "Fråga #1", 'FREDA "kort"', "'citat'", "- streck", "ja", "null", "2024",
    "1.0", "{x}", "[x]", "& co", "*", "!", "%", "@", "`", "a, b (c)", "åäö", "x" * 300, "= 1+1",
    "~", "|", ">", "?",
)  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_write_and_read_keep_any_header(tmp_path, name):
    variable = Variable(name, (name,), label=name, options=(Option(name, (name + "!",)),))
    book = Codebook((SEX_VARIABLE, variable))
    book.write(tmp_path / "kodbok.yaml")
    assert Codebook.read(tmp_path / "kodbok.yaml") == book


letters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Cf", "Co"))
words = st.text(letters, min_size=1, max_size=12).map(plain).filter(bool)
free = words.filter(lambda w: w.casefold() not in (MISSING.casefold(), TOTAL.casefold()))


@st.composite
def variables(draw, name):
    kind = draw(st.sampled_from((YES_NO, CHOICE, SCALE, NUMBER, TEXT)))
    texts = draw(st.lists(free, min_size=2, max_size=6, unique_by=lambda w: w.casefold()))
    options = (Option(f"a{texts[0]}", (f"b{texts[1]}",)), *(Option(f"c{t}") for t in texts[2:]))
    bounds = draw(st.lists(st.integers(-50, 5000), unique=True, max_size=4))
    return Variable(
        name,
        (f"{name} {texts[0]}", f"{name} {texts[1]}")[: draw(st.integers(1, 2))],
        label=draw(st.just("") | words),
        question=draw(st.just("") | words),
        kind=kind,
        role=draw(st.sampled_from([r for r in ROLES if r not in (SEX, KEY)])),
        options={YES_NO: (YES, NO), CHOICE: options, SCALE: options}.get(kind, ()),
        classes=tuple(sorted(bounds)) if kind == NUMBER else (),
        decimals=draw(st.integers(0, 3)),
        occasion=draw(st.sampled_from(("", "start", "uppföljning"))),
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_codebook_survives_yaml(tmp_path_factory, data):
    names = [f"v{i}" for i in range(data.draw(st.integers(1, 4)))]
    book = Codebook((SEX_VARIABLE, *(data.draw(variables(n)) for n in names)), "ärende")
    if len(names) > 1:
        book = book.replaced(replace(book["v0"], pair="v1"))
    path = tmp_path_factory.mktemp("k") / "kodbok.yaml"
    book.write(path)
    assert Codebook.read(path) == book


NOTED = """# över allt
enhet: person   # vad en rad är

variabler:  # listan
  # --- bakgrund ---

  # om kön
  - namn: kön   # efter namnet
    kolumn: "Juridiskt #1"  # inte: #1
    # inne i variabeln
    typ: val
    roll:    kön
    alternativ:  # svaren
      # före Kvinna
      - Kvinna: [K]  # hon
      - Man          # han
    # sist i kön

  # om insats
  -
    # under strecket
    namn: 'Insats'
    typ:   ja/nej

  # om ort
  - {namn: Ort, typ: text}  # allt på en rad
# sist av allt
"""
NOTES = [n.split("# ")[1] for n in NOTED.split("\n") if "# " in n]


def rewritten(tmp_path, change, text=NOTED):
    """The text after a change of its codebook, and whether the file then says the change."""
    path = tmp_path / "kodbok.yaml"
    path.write_bytes(text.encode("utf-8"))
    wanted = change(Codebook.read(path))
    wanted.write(path)
    found = Codebook.read(path)
    assert {v.name: v for v in found} == {v.name: v for v in wanted} and found.unit == wanted.unit
    return path.read_bytes().decode("utf-8")


def changed(name, **fields):
    return lambda book: book.replaced(replace(book[name], **fields))


def with_new(book):
    new = Variable("Ny", ("Ny",), kind=TEXT, guess="Gissning: ny.")
    return replace(book, variables=(*book.variables, new))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_write_leaves_a_file_that_says_the_same_as_it_is(tmp_path, end):
    text = NOTED.replace("\n", end)
    assert rewritten(tmp_path, lambda book: book, text) == text


@pytest.mark.parametrize(
    "change",
    [
        with_new,
        lambda book: replace(book, unit="ärende"),
        changed("kön", label="Kön"),
        changed("kön", columns=("kön",)),
        changed("kön", columns=("A", "B"), question="Vad? #2", is_sensitive=True),
        changed("kön", options=(Option("Kvinna", ("K", "kv")), Option("Man"), Option("Annat"))),
        changed("kön", options=(Option("Pojke"), Option("Flicka"))),
        changed("Insats", role="insats", help="Skriv: kort", criterion="behov"),
        changed("Insats", kind=NUMBER, options=(), classes=(1, 2), is_needed=False),
        changed("Ort", label="Bostadsort", role="bakgrund"),
    ],
)
def test_write_keeps_every_comment(tmp_path, change):
    text = rewritten(tmp_path, change)
    assert [n for n in NOTES if text.count("# " + n) != 1] == []


def test_write_keeps_the_order_and_puts_what_is_new_last(tmp_path):
    text = rewritten(
        tmp_path, lambda b: replace(with_new(b), variables=with_new(b).variables[::-1])
    )
    assert text.startswith(NOTED[: NOTED.index("# sist av allt")])
    assert text.endswith(
        "  # Gissning: ny.\n  - namn: Ny\n    typ: text\n    roll: övrigt\n# sist av allt\n"
    )


@given(st.permutations(range(3)))
def test_write_in_order_moves_each_variable_with_its_comments(order):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kodbok.yaml"
        path.write_text(NOTED, encoding="utf-8")
        book = Codebook.read(path)
        wanted = tuple(book.variables[i] for i in order)
        replace(book, variables=wanted).write(path, in_order=True)
        text = path.read_text(encoding="utf-8")
    assert sorted(text.split("\n")) == sorted(NOTED.split("\n"))
    heads = [text.index(head) for head in ("# om kön", "# om insats", "# om ort")]
    assert sorted(range(3), key=heads.__getitem__) == list(order)
    assert text.startswith("# över allt\n") and text.endswith("# sist av allt\n")


def test_write_takes_away_a_variable_that_is_gone_and_only_that(tmp_path):
    text = rewritten(tmp_path, lambda b: replace(b, variables=(b["kön"], b["Ort"])))
    start, end = NOTED.index("  # om insats"), NOTED.index("\n  # om ort")
    assert text == NOTED[:start] + NOTED[end:]


@pytest.mark.parametrize(
    "text",
    [
        "# a\nvariabler: [{namn: kön, roll: kön, alternativ: [K, M]}] # b\n",
        "# a\n{variabler: [{namn: kön, roll: kön, alternativ: [K, M]}]} # b\n",
        "# a\nvariabler:\n# b\n- namn: kön\n  roll: kön\n  alternativ: [K,\n   M]\n",
        "# a\nvariabler:\n- namn: x\n  alternativ: &a [K, M]\n# b\n- namn: kön\n"
        "  roll: kön\n  alternativ: *a\n",
        "\ufeff# a\nvariabler:\n - roll: kön\n   alternativ:\n   - K\n   - M\n   namn: kön # b",
    ],
)
def test_write_updates_files_in_any_style(tmp_path, text):
    new = rewritten(tmp_path, changed("kön", options=(Option("K"), Option("Q")), label="x"), text)
    assert "# a" in new and "# b" in new


def test_a_comment_follows_its_answer_when_another_comes_before_it(tmp_path):
    options = (Option("Annat"), Option("Man"), Option("Kvinna", ("K", "kv")))
    text = rewritten(tmp_path, changed("kön", options=options))
    assert "- Annat\n" in text and "- Kvinna: [K, kv] # hon\n" in text
    assert [line.split() for line in text.split("\n") if "# han" in line] == [
        ["-", "Man", "#", "han"]
    ]


def test_write_leaves_a_broken_file_alone(tmp_path):
    (tmp_path / "kodbok.yaml").write_text(GOOD.replace("typ: val", "typ: 'val"), encoding="utf-8")
    before = (tmp_path / "kodbok.yaml").read_bytes()
    with pytest.raises(CodebookError, match="rad"):
        Codebook((SEX_VARIABLE,)).write(tmp_path / "kodbok.yaml")
    assert (tmp_path / "kodbok.yaml").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["kodbok.yaml"]


@pytest.mark.parametrize("text", ["", "# bara en kommentar\n", "enhet: person\n"])
def test_write_fills_a_file_without_variables(tmp_path, text):
    (tmp_path / "kodbok.yaml").write_text(text, encoding="utf-8")
    Codebook((SEX_VARIABLE,)).write(tmp_path / "kodbok.yaml")
    assert Codebook.read(tmp_path / "kodbok.yaml") == Codebook((SEX_VARIABLE,))
    assert text[:2] in (tmp_path / "kodbok.yaml").read_text(encoding="utf-8")


def test_write_and_read_keep_every_field(tmp_path):
    full = Variable(
        "Ålder", ("Pnr",), "Ålder vid start", "Hur gammal?", NUMBER, "bakgrund", (), (18, 65), 1,
        "start", "kön", "behov", "Hela år.", is_sensitive=True, is_open=True,
        is_missing_sensitive=True, is_needed=False, taken_from=FROM_NUMBER,
    )  # fmt: skip
    key = Variable("Pnr", ("Pnr",), kind=TEXT, role=KEY)
    book = Codebook((key, SEX_VARIABLE, full))
    book.write(tmp_path / "kodbok.yaml")
    assert Codebook.read(tmp_path / "kodbok.yaml") == book


def test_parts_of_a_flerval_are_not_written(tmp_path):
    whole = Variable("Våld", ("Våld",), kind=SEVERAL, options=(Option("A"), Option("B")))
    part = Variable("Våld: A", kind=YES_NO, options=(YES, NO), part_of="Våld")
    book = Codebook((SEX_VARIABLE, whole, part))
    book.write(tmp_path / "kodbok.yaml")
    assert Codebook.read(tmp_path / "kodbok.yaml") == book.without_parts()
    assert book.parts_of("Våld") == (part,) and not whole.is_countable


def test_guesses_are_written_as_comments():
    book = Codebook((replace(SEX_VARIABLE, guess="Gissning: x."),), proposed=True)
    assert "  # Gissning: x.\n  - namn: kön" in book.to_yaml()
    assert book.to_yaml().startswith("# Kodbok: vad varje kolumn")


@pytest.mark.parametrize(
    ("bounds", "decimals", "expected"),
    [
        ((), 0, ()),
        ((18,), 0, ("Under 18", "18 eller mer")),
        ((1, 2), 0, ("Under 1", "1", "2 eller mer")),
        ((18, 30, 65), 0, ("Under 18", "18–29", "30–64", "65 eller mer")),
        ((2.5, 5), 0, ("Under 2,5", "2,5 till under 5", "5 eller mer")),
        ((2.25,), 1, ("Under 2,25", "2,25 eller mer")),
    ],
)
def test_class_labels_say_where_a_number_belongs(bounds, decimals, expected):
    assert class_labels(bounds, decimals) == expected


def test_years_are_written_as_years():
    born = Variable("Födelseår", kind=NUMBER, classes=(1980, 2000))
    assert born.categories == ("Före 1980", "1980–1999", "2000 eller senare")


def test_a_variable_is_found_by_name_and_by_role():
    book = Codebook((SEX_VARIABLE, Variable("Insats", role="insats")))
    assert book["Kön"] is book["kön"] is book.variables[0]
    with pytest.raises(CodebookError, match="«nix» finns inte i kodboken. Väntade någon av: kön"):
        book["nix"]


def test_repr_names_variables_but_not_the_key():
    book = Codebook((SEX_VARIABLE, Variable("Löpnr", kind=TEXT, role=KEY)))
    assert "kön" in repr(book) and "2 variabler" in repr(book)


@pytest.mark.parametrize("kind", ["val\n    alternativ: [A, B]", "tal\n    klasser: [10]"])
def test_words_that_are_no_answer_are_missing_and_not_told_of(tmp_path, kind):
    path = tmp_path / "kodbok.yaml"
    rows = "variabler:\n  - namn: kön\n    roll: kön\n    alternativ: [Kvinna, Man]\n"
    path.write_text(f"{rows}  - namn: X\n    saknas: [Oklart, 999]\n    typ: {kind}\n", "utf-8")
    book = Codebook.read(path)
    book.write(path)
    assert Codebook.read(path)["X"].missing == ("Oklart", "999")
    answer = "A" if "val" in kind else "3"
    table = {"kön": ["Kvinna", "Man"] * 20, "X": [answer, "oklart", "999", 999] * 10}
    records = Records.from_frame(pd.DataFrame(table), book)
    assert records.frame["X"].isna().sum() == 30
    assert not [r for r in records.report if r.column == "X"]


NAMED = """variabler:
  - {namn: kön, roll: kön, alternativ: [Kvinna, Man]}
  - namn: Beslutsfattare
    typ: val
    roll: insats
    alternativ: [Anna Lindgren, Bo Ek]%s
  - {namn: fick anna, typ: ja/nej, roll: insats, ja_om: {Beslutsfattare: Anna Lindgren}}
"""


@pytest.mark.parametrize("line", ["", "\n    inga_namn: ja"])
def test_names_in_a_codebook_of_peoples_own_are_text_until_they_say_otherwise(tmp_path, line):
    path = tmp_path / "kodbok.yaml"
    path.write_text(NAMED % line, encoding="utf-8")
    table = {"kön": ["Kvinna", "Man"] * 20, "Beslutsfattare": ["Anna Lindgren", "Bo Ek"] * 20}
    records = Records.from_frame(pd.DataFrame(table), Codebook.read(path))
    is_shown = bool(line)
    assert ("Beslutsfattare" in records.frame) == ("fick anna" in records.frame) == is_shown
    assert ("Lindgren" in str(OurCodebook(path, Workbook(tmp_path)).html)) == is_shown
    assert is_shown or any(r.column == "Beslutsfattare" for r in records.report)
