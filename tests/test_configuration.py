"""Settings: what is given, else isu.yaml, else the default; and what is refused, in one line."""

import pytest

from isu_helpers import IsuError, read_records, settings
from isu_helpers.configuration import find_data_file, find_folder
from isu_helpers.errors import SettingError
from isu_helpers.run import Run, active

CSV = "Kön;Insats\n" + "Kvinna;Ja\nMan;Nej\n" * 4


@pytest.fixture
def folder(tmp_path):
    """An arbetsmapp with nothing but a data file, under a name with å and spaces."""
    made = tmp_path / "Åby kommun, hösten"
    made.mkdir()
    (made / "Uttag åäö.csv").write_text(CSV, encoding="utf-8")
    return made


def write(folder, text):
    (folder / "isu.yaml").write_text(text, encoding="utf-8")


def test_settings_of_a_folder_with_only_data_are_the_defaults(folder):
    found = settings(folder)
    assert (found.datafil.name, found.kodbok.name) == ("Uttag åäö.csv", "kodbok.yaml")
    assert (found.kommun, found.minsta_antal, found.skydd) == (folder.name, 5, True)
    assert found.konsvariabel is found.period is found.jamforelse is None


def test_settings_by_hand_win_over_the_file(folder):
    write(folder, "kommun: Storåker\nminsta_antal: 10\nskydd: nej\n")
    assert (settings(folder).kommun, settings(folder).minsta_antal) == ("Storåker", 10)
    found = settings(folder, kommun="Lillåker", skydd=True)
    assert (found.kommun, found.minsta_antal, found.skydd) == ("Lillåker", 10, True)


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_settings_take_blanks_as_not_given(folder, blank):
    write(folder, "kommun: Storåker\nminsta_antal: ''\n")
    found = settings(folder, kommun=blank, minsta_antal=blank)
    assert (found.kommun, found.minsta_antal) == ("Storåker", 5)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("minsta_antal: '10'", "minsta_antal", 10),
        ("skydd: Nej", "skydd", False),
        ("skydd: false", "skydd", False),
        ("period: 2025", "period", "2025"),
        ("period: 2025-01-01", "period", "2025-01-01"),
        ("kommun: 7", "kommun", "7"),
    ],
)
def test_settings_read_what_people_write(folder, text, name, value):
    write(folder, text)
    assert getattr(settings(folder), name) == value


def test_settings_keep_files_for_later(folder):
    (folder / "riket.csv").write_text(CSV, encoding="utf-8")
    write(folder, "jamforelse: riket.csv\narbetsbok: grupp a.yaml\n")
    found = settings(folder)
    assert found.datafil.name == "Uttag åäö.csv" and found.jamforelse.name == "riket.csv"
    assert found.arbetsbok == folder.resolve() / "grupp a.yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nkomun: Åby", "rad 2: inställningen «komun» finns inte"),
        ("komun: Åby", "Menade du «kommun»?"),
        ("5: Åby", "Ta bort raden eller rätta namnet."),
        ("arbetsmapp: x", "«arbetsmapp» finns inte"),
        ("- kommun", "har inga rader som «namn: värde»"),
        ("bara text", "har inga rader som «namn: värde»"),
        ("kommun: [a, b]", "kommun är «en lista» i isu.yaml. Väntade en text"),
        ("kommun: {a: b}", "«en rad med kolon»"),
        ("kommun: true", "kommun är «ja»"),
        ("minsta_antal: 2", "Väntade minst 3"),
        ("minsta_antal: 0", "Väntade minst 3"),
        ("minsta_antal: fem", "minsta_antal är «fem» i isu.yaml. Väntade ett heltal"),
        ("minsta_antal: 5.5", "Väntade ett heltal"),
        ("minsta_antal: true", "Väntade ett heltal"),
        ("skydd: kanske", "skydd är «kanske» i isu.yaml. Väntade ja eller nej"),
        ("skydd: 1", "Väntade ja eller nej"),
        ("datafil: nix.csv", "Filen «nix.csv» (datafil) hittades inte"),
        ("datafil: .", "Filen «.» (datafil) hittades inte"),
        ("kodbok: nix.yaml", "Filen «nix.yaml» (kodbok) hittades inte"),
        ("jamforelse: " + 300 * "x", "(jamforelse) hittades inte"),
        ("kommun: 'Åby\nskydd: [", "går inte att tolka"),
        ("kommun: a: b", "rad 1 går inte att tolka"),
        ("kommun:\n\tÅby: x\n", "rad 2 börjar med en tabb"),
        ("kommun: a\nkommun: b", "rad 2: samma namn står två gånger"),
        ("period: 2025-02-30", "går inte att tolka"),
        ("kommun: " + "[" * 500, "går inte att tolka"),
        ("kommun: a\0b", "går inte att tolka"),
    ],
)
def test_settings_refuse_in_one_swedish_line(folder, text, expected):
    write(folder, text)
    with pytest.raises(SettingError) as error:
        settings(folder)
    assert expected in str(error.value) and "Väntade" in str(error.value)
    assert "\n" not in str(error.value) and str(folder) not in str(error.value)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_settings_refuse_a_file_that_is_not_utf8(folder, encoding):
    (folder / "isu.yaml").write_bytes("kommun: Åby".encode(encoding))
    with pytest.raises(SettingError, match="isu.yaml går inte att läsa som text"):
        settings(folder)


@pytest.mark.parametrize("name", ["nix", "~nix", "x" * 300, "a\0b"])
def test_find_folder_refuses_a_name_of_none(name):
    with pytest.raises(SettingError, match="hittades inte"):
        find_folder(name)


def test_find_folder_without_a_name_is_a_practice_folder():
    assert (find_folder(None) / "isu.yaml").is_file()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], "ingen datafil"),
        (
            ["~$data.xlsx", ".data.csv", "data.pdf"],
            "ingen datafil",
        ),  # Excel's lock, hidden, no table
        (["a.csv", "b.xlsx"], "a.csv och b.xlsx. Väntade en."),
        (["data.csv", "data.xlsx"], "data.csv och data.xlsx"),
    ],
)
def test_find_data_file_refuses_none_and_many(tmp_path, files, expected):
    for name in files:
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(SettingError, match=expected):
        find_data_file(tmp_path)


def test_a_folder_without_data_has_settings_and_nobody_in_it(tmp_path):
    chosen = settings(tmp_path)
    assert chosen.datafil is None and "saknas" in repr(chosen)
    records = read_records(chosen.datafil, chosen.kodbok)
    assert len(records) == 0 and list(tmp_path.iterdir()) == []


def test_find_data_file_prefers_data_and_never_takes_a_folder(tmp_path):
    (tmp_path / "gammal.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "data.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "mapp.csv").mkdir()
    assert settings(tmp_path).datafil.name == "data.csv"


def test_settings_refuse_a_programmers_unknown_name_in_english(folder):
    with pytest.raises(TypeError, match="no parameter 'komun'"):
        settings(folder, komun="Åby")


def test_settings_repr_tells_the_view_and_no_path(folder):
    text = repr(settings(folder, skydd=False))
    assert "Bara i gruppen" in text and str(folder.parent) not in text
    run = settings(folder, skydd=False)
    assert (run.minsta_antal, run.skydd, run.arbetsmapp) == (5, False, folder.resolve())
    assert isinstance(run, Run) and active() is run
    assert issubclass(SettingError, IsuError)


@pytest.mark.parametrize("ours", ["urval.xlsx", "insamling.xlsx"])
def test_find_data_file_passes_over_what_the_commands_write(tmp_path, ours):
    for name in ("uttag.csv", ours):
        (tmp_path / name).write_text("Kön;Stöd\n", encoding="utf-8")
    assert find_data_file(tmp_path).name == "uttag.csv"
    (tmp_path / "uttag.csv").unlink()
    assert find_data_file(tmp_path).name == ours  # a filled form may be all there is


def test_find_data_file_takes_a_filled_form_beside_a_reading_list(tmp_path):
    for name in ("insamling.xlsx", "urval.xlsx"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert find_data_file(tmp_path).name == "insamling.xlsx"


@pytest.mark.parametrize(
    "copy",
    ["kopia av insamling", "Kopia av insamling (2)", "Kopia (2) av insamling", "Copy of insamling",
     "insamling - kopia", "insamling (1)", "kopia av kopia av insamling"],
)  # fmt: skip
def test_find_data_file_never_takes_a_copy_of_a_form_before_the_form(tmp_path, copy):
    for name in ("insamling", copy):
        (tmp_path / f"{name}.xlsx").write_text("", encoding="utf-8")
    with pytest.raises(SettingError, match="flera datafiler"):
        find_data_file(tmp_path)
    (tmp_path / "uttag.csv").write_text(CSV, encoding="utf-8")
    assert find_data_file(tmp_path).name == "uttag.csv"


def test_find_data_file_keeps_an_export_that_only_has_such_a_word_in_its_name(tmp_path):
    for name in ("uttag urval 2025.csv", "insamling.xlsx"):
        (tmp_path / name).write_text(CSV, encoding="utf-8")
    assert find_data_file(tmp_path).name == "uttag urval 2025.csv"


@pytest.mark.parametrize("written", ['"{}"', " '{}' ", "”{}”", "{}/", "  {}\n"])
def test_find_folder_takes_a_path_as_it_is_pasted(folder, written):
    assert find_folder(written.format(folder)) == folder.resolve()


def test_find_folder_takes_slashes_of_either_kind(folder, monkeypatch):
    monkeypatch.chdir(folder.parent.parent)
    for slash in "/\\":
        assert find_folder(f"{folder.parent.name}{slash}{folder.name}") == folder.resolve()


def test_find_folder_looks_in_the_users_own_folder_before_the_practice_folders(
    tmp_path, monkeypatch
):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "storaker").mkdir()
    assert find_folder("storaker") == (tmp_path / "storaker").resolve()
    assert find_folder("ekviken").parent.name == "sample"


def test_find_folder_with_nothing_but_quotation_marks_is_a_practice_folder():
    assert find_folder('""') == find_folder(None)


@pytest.mark.parametrize(
    ("asked", "beside", "near"),
    [("z.csv", "y.csv", ""), ("Insamling.xlsx", "Insamling.csv", ""),
     ("dta.csv", "data.csv", "data.csv"),
     ("uttag 2025.csv", "uttag 2025.xlsx", "uttag 2025.xlsx"), ("lanet.csv", "lan.csv", "")],
)  # fmt: skip
def test_a_missing_data_file_is_taken_for_none_that_is_ruled_out(tmp_path, asked, beside, near):
    (tmp_path / beside).write_text("Kön;Ålder\nKvinna;4\n", encoding="utf-8")
    (tmp_path / "lan.csv").write_text("x;y\n", encoding="utf-8")
    written = f"datafil: {asked}\njamforelse: lan.csv\n"
    (tmp_path / "isu.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(SettingError) as told:
        settings(tmp_path)
    assert ("Menade du" in str(told.value)) == bool(near) and near in str(told.value)
