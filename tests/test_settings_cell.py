"""The settings cell as people write in it: mended where the meaning is certain, else refused."""

import ast
import inspect
import re
import shutil
from pathlib import Path

import nbformat
import papermill
import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from jupyter_client.manager import start_new_kernel

from isu_helpers import settings
from isu_helpers.configuration import NAMES
from isu_helpers.content import notebooks
from isu_helpers.course.occasion import read_occasion
from isu_helpers.desk.kernel import UNKNOWN
from isu_helpers.desk.settings_cell import COURSE, as_meant
from isu_helpers.errors import SettingError

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = r"C:\Users\namn\ISU"
CONFIG = "ipython_kernel_config.py"
NOTE = "      # Er mapp. Tomt: övningsmappen"


def run(source: str) -> dict[str, object]:
    """What the names are after a cell, as a kernel runs it."""
    names: dict[str, object] = {}
    exec(as_meant(source), names)  # noqa: S102
    return names


@pytest.mark.parametrize("written, meant", [
    (r'"C:\Users\namn\ISU"', WINDOWS),  # a SyntaxError: \U begins a letter
    (r'"C:\temp\nya"', r"C:\temp\nya"),  # no error, but a tab and a line end
    (r"'C:\Users\namn\ISU'", WINDOWS),
    (r"C:\Users\namn\ISU", WINDOWS),
    (r'"C:\Users\namn\ISU' + "\\\"", WINDOWS + "\\"),  # the last \ takes the mark away
    (r'r"C:\Users\namn\ISU' + "\\\"", WINDOWS + "\\"),
    (r'"C:\Användare\Åsa B\ISU"', r"C:\Användare\Åsa B\ISU"),
    (r"\\server\isu\storaker", r"\\server\isu\storaker"),
    ("”storaker”", "storaker"),
    ("“storaker”", "storaker"),
    ("‘storaker’", "storaker"),
    ("«storaker»", "storaker"),
    ('"storaker”', "storaker"),
    ("storaker", "storaker"),
    ("data/sample/storaker", "data/sample/storaker"),
    ("Nya mappen", "Nya mappen"),
    ('"storaker', "storaker"),
    ('storaker"', "storaker"),
    ('"storaker",', "storaker"),
    ('= "storaker"', "storaker"),
    ("", None),
    ("none", None),
    ("tomt", None),
    ('""', ""),
])  # fmt: skip
@pytest.mark.parametrize("note", ["", NOTE, '  # Er "egen" mapp'])
def test_value_is_read_as_meant(written, meant, note):
    assert run(f"arbetsmapp: str = {written}{note}")["arbetsmapp"] == meant


@pytest.mark.parametrize("line, name, meant", [
    ("skydd: bool = nej", "skydd", False),
    ("skydd: bool = true", "skydd", True),
    ("minsta_antal: int = 10", "minsta_antal", 10),
    ("period: str = 2024", "period", "2024"),
    ("period: str = 2024-01", "period", "2024-01"),
    ("kommun: Åby", "kommun", "Åby"),  # as in isu.yaml
    ('kommun: "Åby"', "kommun", "Åby"),
    ("  kommun: str = 'Åby'", "kommun", "Åby"),
    ("kommun:\xa0str =\xa0”Åby”", "kommun", "Åby"),
    ("datafil: str = data.xlsx#Blad2   # Filen", "datafil", "data.xlsx#Blad2"),
    ("datum: str = 2027-02-09", "datum", "2027-02-09"),
    ("starttid: str = 09.00", "starttid", "09.00"),
    ("plats: str = Folkets hus, Umeå", "plats", "Folkets hus, Umeå"),
])  # fmt: skip
def test_line_is_read_as_meant(line, name, meant):
    assert run(line)[name] == meant


@pytest.mark.parametrize("source", [
    'arbetsmapp: str = "storaker"',
    r'arbetsmapp: str = r"C:\Users\namn"',
    r'arbetsmapp: str = "C:\\Users\\namn"',
    "minsta_antal: int = 5\nskydd: bool = False",
    'kommun = "Åby" + " kommun"',
    "kommun = str(7)",
    "arbetsmapp = rot / 'storaker'",
    'kommun = (\n    "Åby"\n)',
    'kommun = "x"; omrade = "y"',
    '# Parameters\nkommun = "\\xc5by"\n',  # papermill writes so
    "%matplotlib inline\nkommun = ”x”",
    "a = ”x”",
    "val = settings(\n    kommun=kommun,\n    omrade=omrade,\n    period=period,\n)",
    "",
])  # fmt: skip
def test_what_python_reads_as_meant_is_left_as_it_is(source):
    assert as_meant(source) == source


@pytest.mark.parametrize("path", [ROOT / "notebooks" / n["fil"] for n in notebooks().values()])
def test_the_cells_of_the_notebooks_are_left_as_they_are(path):
    sources = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    assert [as_meant(s) for s in sources] == sources


def test_a_known_name_is_left_as_it_is():
    assert as_meant("kommun = plats", {"plats"}) == "kommun = plats"
    assert run("kommun = plats")["kommun"] == "plats"


def test_the_cell_tells_how_it_was_read(capsys):
    run("arbetsmapp: str = ”åby”\nskydd: bool = nej\nkommun: str = None\nperiod: str =")
    [line] = capsys.readouterr().out.splitlines()
    assert "arbetsmapp = åby, skydd = nej och period = tomt" in line and "kommun" not in line


@pytest.mark.parametrize("source, line, words", [
    ("arbetsmapp: str = None\nC:\\ISU\nkommun: str = None", 2, r"C:\ISU"),
    ("arbetsmapp: str = None\nEr mapp. Tomt: övningsmappen", 2, "Er mapp"),
    ('arbetsmapp: str = None\nkommun "Åby"', 2, 'kommun "Åby"'),
])  # fmt: skip
def test_a_line_that_means_nothing_certain_is_refused(source, line, words):
    with pytest.raises(SettingError, match=f"Rad {line} i rutan.*{re.escape(words)}.*Väntade"):
        run(source)


def test_a_name_that_is_misspelt_is_refused_and_not_overlooked():
    cell = "arbetsmap: str = 'åby'\nkommun: str = None\nomrade: str = None"
    with pytest.raises(SettingError, match="«arbetsmap».*Menade du «arbetsmapp»"):
        run(cell)
    assert run("kommun = 'x'\nperioder = 3\nperiod = None")["perioder"] == 3


@over(st.text(st.sampled_from("aÅ\\ \"'”“#=,:()[]{}%!0.9-\n\t\x00") | st.characters()))
def test_no_text_stops_the_reading(words):
    source = f"arbetsmapp: str = {words}\nkommun: str = None\nomrade: str = None"
    found = as_meant(source)
    if found != source or not any(line.lstrip()[:1] in ("%", "!") for line in source.split("\n")):
        ast.parse(found)  # what is mended, and what refuses, is code


@over(st.text(st.characters(exclude_characters="\n\r\"'”“’‘«»„‟‚´`\0"), min_size=1))
def test_what_stands_within_marks_is_what_is_meant(words):
    want = words.strip()
    code = as_meant(f"arbetsmapp: str = ”{words}”{NOTE}\nkommun: str = None")
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102
    assert names["arbetsmapp"] == (want or None)


def test_the_course_has_the_names_that_are_mended():
    assert list(inspect.signature(read_occasion).parameters) == list(COURSE)
    assert not set(COURSE) & set(NAMES)


# In a real kernel


@pytest.fixture(scope="module")
def kernel():
    """A kernel with the package, as the notebooks' first cell leaves it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        manager, client = start_new_kernel()
    try:
        begin = "from isu_helpers.pages import given, prompt, settings"
        client.execute_interactive(begin, timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def told_by(kernel, source: str) -> tuple[str, str]:
    """What a cell prints, and what it tells where it stops."""
    heard = []
    kernel.execute_interactive(source, timeout=60, output_hook=heard.append)
    printed = [m["content"]["text"] for m in heard if m["msg_type"] == "stream"]
    stopped = [m["content"]["traceback"] for m in heard if m["msg_type"] == "error"]
    return "".join(printed), "\n".join(sum(stopped, []))


def test_kernel_reads_a_path_of_windows_and_says_so(kernel):
    printed, stopped = told_by(kernel, f'arbetsmapp: str = "{WINDOWS}"{NOTE}')
    assert f"arbetsmapp = {WINDOWS}." in printed and not stopped
    assert told_by(kernel, "print(arbetsmapp)") == (f"{WINDOWS}\n", "")


@pytest.mark.parametrize("source, words", [
    ("kommun: str = None\nhej hopp", "Rad 2 i rutan med inställningar"),
    ("prompt('skaver'", "Rad 1 i rutan går inte att läsa: «prompt('skaver'»"),
    ("prompt(”skaver”)", "Rad 1 i rutan går inte att läsa"),
    (" x = 1\ny = 2", "går inte att läsa"),
    ("poster", "Namnet «poster» finns inte än"),
    ("[x for x in poster]", "Namnet «poster» finns inte än"),
])  # fmt: skip
def test_a_cell_that_can_not_run_tells_so_in_one_swedish_line(kernel, source, words):
    _, stopped = told_by(kernel, source)
    assert stopped.startswith("Stopp: ") and words in stopped and "\n" not in stopped
    assert "Väntade" in stopped and "Error" not in stopped


def test_other_code_than_the_cells_keeps_its_traceback(kernel):
    asked = "names = {}; exec('def f(): return nothing', names); names['f']()"
    assert "NameError" in told_by(kernel, asked)[1]
    assert "ZeroDivisionError" in told_by(kernel, "1 / 0")[1]
    assert "SyntaxError" in told_by(kernel, "eval('1 +')")[1]


def test_on_a_page_without_code_all_that_our_code_does_wrong_is_one_line(kernel):
    assert told_by(kernel, "from isu_helpers.desk.kernel import only_lines; only_lines()")[1] == ""
    wrong = "class Table:\n    def _repr_html_(self): exec('1 / 0', {})\nTable()"
    for source in ("exec('1 / 0', {})", wrong):
        assert told_by(kernel, source)[1] == "Stopp: " + UNKNOWN.format(kind="ZeroDivisionError")
    assert "Namnet «poster»" in told_by(kernel, "poster")[1]
    assert "Traceback" in told_by(kernel, "1 / 0")[1]  # somebody's own code


def test_a_cell_that_stops_is_run_right_when_mended(kernel):
    assert "Stopp" in told_by(kernel, "kommun: str = None\nhej hopp")[1]
    assert told_by(kernel, "kommun: str = Åby")[1] == ""
    assert told_by(kernel, "print(given(globals())['kommun'])") == ("Åby\n", "")


def test_a_kernel_of_ours_tells_so_before_anything_is_imported(tmp_path, monkeypatch):
    profile = tmp_path / "profile_default"  # in the environment it stands in etc/ipython
    profile.mkdir()
    shutil.copy(ROOT / "isu_helpers" / "content" / "jupyter" / CONFIG, profile)
    monkeypatch.setenv("PYTHONPATH", str(ROOT)), monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    manager, client = start_new_kernel()
    try:
        assert "Namnet «prompt» finns inte än" in told_by(client, "prompt('skaver')")[1]
        printed, _ = told_by(client, f'arbetsmapp: str = "{WINDOWS}"')
        assert printed.count("Rutan är läst") == 1
        assert told_by(client, "from isu_helpers.pages import given") == ("", "")
        assert told_by(client, "kommun: str = ”Åby”")[0].count("Rutan är läst") == 1
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


SETTINGS = {
    "emptied": "",
    "marks": "arbetsmapp: str = ”{mapp}”\nkommun: str = Åby",
    "backslashes": 'arbetsmapp: str = "data\\sample\\tallnas"\nkommun: str = Åby',
}


@pytest.mark.parametrize("cell", SETTINGS.values(), ids=SETTINGS)
def test_a_notebook_begins_whatever_its_settings_cell_is(cell, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    book = nbformat.read(ROOT / "notebooks" / "dag1" / "1_fragor.ipynb", 4)
    begin = {c.id: c for c in book.cells if c.id in ("verktyg", "parametrar", "forberedelser")}
    begin["parametrar"].source = cell.format(mapp=ROOT / "data" / "sample" / "tallnas")
    book.cells = [*begin.values(), nbformat.v4.new_code_cell("print(val.kommun)")]
    run = papermill.execute_notebook(book, None, progress_bar=False, cwd=str(tmp_path))
    [told] = [o.text for o in run.cells[-1].outputs]
    assert told == ("Åby\n" if "kommun" in cell else settings().kommun + "\n")


def test_papermill_wins_over_a_wrong_cell(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    code = nbformat.v4.new_code_cell
    tagged = code("kommun: str = ”Åby”\nomrade: str = ”x", metadata={"tags": ["parameters"]})
    cells = [code("import isu_helpers"), tagged, code("print(kommun, omrade)")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    run = papermill.execute_notebook(book, None, {"kommun": r"C:\å"}, progress_bar=False)
    assert run.cells[-1].outputs[0].text == "C:\\å x\n"
