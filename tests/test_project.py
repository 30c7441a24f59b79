"""The house itself: install files that agree, a README that holds, imports that run one way."""

import ast
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from ruamel.yaml import YAML

import isu_helpers
from isu_helpers import pages, publish
from isu_helpers.cli import isu
from isu_helpers.configuration import sample_root

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "seaborn": "seaborn-base",
}
BOUNDS = re.compile(r"([\w.\-\[\]]+)(.*)")
TAG = re.compile(r"(?<!\(\?P)(?<!<)</?[a-z][a-z0-9]*[\s>/]")  # no named group of a pattern
WRITE_TAGS = (
    "content",  # the home of the templates, whose filter marks where long words may be broken
)  # fmt: skip
SECTIONS = ("Parameters", "Attributes", "Returns", "Raises", "Examples")  # as numpydoc has them
READ = {"*ids", "arbetsmapp", "codebook", "datafil", "file", "id", "kodbok", "of", "workbook"}
# From the ground up: a room imports only from rooms before it, or from itself.
ROOMS = """
    masking errors wording content files excel configuration desk codebook privacy
    records collect
    analysis disclosure elsewhere workbook example run forms show pages exercises publish course
    cli __main__
""".split()  # noqa: SIM905


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def bounds(lines: list[str]) -> dict[str, str]:
    found = [BOUNDS.fullmatch(line.replace(" ", "")) for line in lines]
    return {m[1]: m[2] for m in found}


def readme_command(name: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(rf"<!-- kommando: {name} -->\n```\w+\n(.*)\n```", text)[1]


def test_environment_says_the_same_as_pyproject():
    needed = project()["dependencies"] + project()["optional-dependencies"]["test"]
    told = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = told["dependencies"]
    conda = bounds([line for line in conda if line != "pip"])
    assert conda.pop("python") == project()["requires-python"]
    by_pip = bounds([line for line in pip["pip"] if not line.startswith("-e")])
    assert conda | by_pip == {CONDA_NAMES.get(n, n): b for n, b in bounds(needed).items()}


def test_constraints_pin_every_dependency_within_its_bounds():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    extras = project()["optional-dependencies"]
    needed = project()["dependencies"] + extras["test"] + extras["lint"]
    names = {re.sub(r"\[.*", "", n).replace(".", "-") for n in bounds(needed)}
    assert names <= {p.replace(".", "-") for p in pinned}
    assert not [line for line in lines if "://" in line or " @ " in line]


@pytest.mark.parametrize("name", ["sidor", "tester"])
def test_readme_commands_make_their_own_environment(name):
    command = readme_command(name)
    assert command.startswith("python3 -m venv .venv && .venv/bin/python -m pip install")
    assert "-c constraints.txt" in command


@pytest.mark.parametrize("name", ["sidor", "tester"])
def test_readme_windows_commands_do_the_same(name):
    linux, windows = readme_command(name), readme_command(f"{name}-windows")
    last = linux.split(" && ")[-1].removeprefix(".venv/bin/")
    assert windows.split("{ ")[-1].removesuffix(" }") == ".venv\\Scripts\\" + last
    assert re.search(r"-e \S+", linux)[0] in windows


def test_our_yaml_is_read_alike_by_both_that_read_it():
    """libyaml goes by YAML 1.1, where a bare «no» or «12:30» is no word."""
    for path in sorted((ROOT / "isu_helpers" / "content").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        told = yaml.load(text, Loader=_Words)
        assert repr(told) == repr(yaml.load(text, Loader=yaml.CSafeLoader)), path.name


class _Words(yaml.CSafeLoader):
    """Reads bare words as YAML 1.2 has them."""

    yaml_implicit_resolvers: ClassVar = {}


for kind, form, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("timestamp", r"\d{4}-\d\d-\d\d", list("0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Words.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(rf"^(?:{form})$"), first)


def test_lint_finds_nothing():
    run = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", "."]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_code_is_written_as_the_formatter_has_it():
    run = [sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "--output-format"]
    done = subprocess.run([*run, "concise", "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\nruff format . mends it"


def test_gate_runs_the_readme_command():
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "kommando: tester" in gate


def test_types_hold():
    if not find_spec("mypy"):
        pytest.skip("mypy is not installed: it comes with the extra test")
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_types_are_checked_in_every_module():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert told["strict"] and not any("ignore_errors" in o for o in told["overrides"])


def test_readme_names_only_commands_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|[/\\`])isu ([a-z]+)", text, flags=re.M))
    assert named and named <= set(isu.commands)


@pytest.mark.parametrize(
    ("begin", "late"),
    [("from isu_helpers import breakdown, read_records, protect",
      "papermill nbconvert jupyter_client docx pptx ipywidgets matplotlib openpyxl"),
     ("import isu_helpers.records.read, isu_helpers.analysis, isu_helpers.show",
      "python_calamine nh3 pydantic pydantic_core highspy lxml papermill nbconvert docx")],
)  # fmt: skip
def test_what_is_heavy_or_compiled_is_loaded_late(begin, late):
    tell = f"import sys; {begin}; print(*{{m.split('.')[0] for m in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", tell], cwd=ROOT, capture_output=True, text=True,
                          check=True)  # fmt: skip
    assert not set(late.split()) & set(done.stdout.split())


PLAIN_PYTHON = """
import sys
from importlib.machinery import PathFinder

KEPT = "numpy pandas scipy matplotlib _cyutility PIL kiwisolver contourpy".split()
assert not [name for name in "pydantic nh3 python_calamine highspy".split() if name in sys.modules]

class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in KEPT or name in sys.builtin_module_names:
            return None
        spec = PathFinder.find_spec(name, path)
        is_compiled = spec and str(spec.origin).endswith((".so", ".pyd"))
        if is_compiled and "-packages" in spec.origin:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Refused())
from isu_helpers import breakdown, read_records, settings

runs = [settings(arbetsmapp=folder) for folder in sys.argv[1:]]
for records in [read_records(run.datafil, run.kodbok) for run in runs]:
    assert len(records)
need = next(v for v in records.codebook if v.role == "behov" and v.kind != "flerval")
shown = breakdown(records, of=need.name)._repr_mimebundle_()
assert {"text/html", "application/vnd.isu.release+json"} <= set(shown)
assert "<svg" in shown["text/html"]
"""


def test_reading_analysis_and_showing_need_nothing_compiled_but_the_four(tmp_path):
    """As in a browser: nothing else that is compiled can be had, and all of it is done."""
    shutil.copytree(sample_root(), tmp_path, dirs_exist_ok=True)
    folders = [tmp_path / name for name in ("furuhed", "tallnas", "dalsater")]
    done = subprocess.run([sys.executable, "-c", PLAIN_PYTHON, *folders], cwd=ROOT,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


def test_public_names_can_be_had():
    assert all(getattr(isu_helpers, name) is not None for name in isu_helpers.__all__)
    assert all(callable(getattr(pages, name)) for name in pages.__all__)
    with pytest.raises(AttributeError):
        isu_helpers.no_such_name  # noqa: B018


@pytest.mark.parametrize("name", pages.__all__)  # the analyst's names among them
def test_public_names_are_documented(name):
    thing = getattr(pages, name)
    told, asked = sections(thing), parameters(thing)
    given = {n for line in headings(told.get("Parameters", "")) for n in line.split(", ")}
    assert given == asked
    assert ">>> " in told["Examples"]
    assert inspect.isclass(thing) or told["Returns"].strip()
    assert told.get("Raises", "").strip() or not can_fail(thing, asked)
    assert [*told] == [s for s in SECTIONS if s in told]


def sections(thing: object) -> dict[str, str]:
    """What stands under each heading of a docstring, in the order that they have there."""
    parts = re.split(r"^(\w+)\n-+$", inspect.getdoc(thing), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def headings(section: str) -> list[str]:
    return re.findall(r"^\S.*$", section, flags=re.M)


def parameters(thing: object) -> set[str]:
    """The names of a signature, with stars where it has them; an exception takes any words."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return set()
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    found = inspect.signature(thing).parameters.values()
    return {stars.get(p.kind, "") + p.name for p in found}


def can_fail(thing: object, asked: set[str]) -> bool:
    """Whether a function raises something itself, or takes ids, or something to read."""
    if inspect.isclass(thing):
        return False
    tree = ast.walk(ast.parse(inspect.getsource(thing)))
    return bool(asked & READ) or any(isinstance(node, ast.Raise) for node in tree)


def test_no_module_takes_the_place_of_a_name_that_notebooks_use():
    assert not {Path(f).stem for f in (ROOT / "isu_helpers").glob("*.py")} & {*isu_helpers.__all__}
    for face in (pages, publish):
        room = Path(face.__file__).parent
        assert not {f.stem for f in room.glob("*.py")} & {*face.__all__}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room):
    rooms = {to.split(".")[1] for of, to in IMPORTS if of.split(".")[1:2] == [room] and "." in to}
    assert rooms <= set(ROOMS[: ROOMS.index(room) + 1])


def test_no_module_imports_itself_by_way_of_others():
    graph = {of: {to for start, to in IMPORTS if start == of} for of, _ in IMPORTS}
    TopologicalSorter(graph).prepare()  # CycleError names the circle


def test_no_module_is_over_450_lines():
    long = {m: f.read_text(encoding="utf-8").count("\n") for m, f in MODULES.items()}
    assert {m: n for m, n in long.items() if n > 450} == {}


def test_no_file_name_is_used_more_than_twice():
    used = Counter(f.name for f in MODULES.values() if f.name != "__init__.py")
    assert {name: n for name, n in used.items() if n > 2} == {}


def test_no_module_outside_the_templates_writes_a_tag():
    excepted = tuple(f"isu_helpers.{name}" for name in WRITE_TAGS)
    others = {m: f for m, f in MODULES.items() if not m.startswith(excepted)}
    assert {m: tags for m, file in others.items() if (tags := list(tags_in(file)))} == {}


def tags_in(file: Path) -> Iterator[str]:
    """The strings of a module with a tag of HTML in them, docstrings left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    alone = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in alone and TAG.search(node.value):
            yield node.value


def modules() -> dict[str, Path]:
    found = {}
    for file in sorted((ROOT / "isu_helpers").rglob("*.py")):
        if "jupyter" not in file.parts:
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imports() -> set[tuple[str, str]]:
    """Pairs of a module and one that it imports, within functions and for types too."""
    return {(of, to) for of, file in MODULES.items() for to in imported(of, file)} - {
        (of, of) for of in MODULES
    }


def imported(of: str, file: Path) -> Iterator[str]:
    package = of if file.name == "__init__.py" else of.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level]
            start = ".".join([*base, *filter(None, [node.module])]) if node.level else node.module
            names = [f"{start}.{alias.name}" for alias in node.names]
            yield from (n if n in MODULES else start for n in names if start in MODULES)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)


MODULES = modules()
IMPORTS = imports()


def test_every_room_is_in_the_list():
    package = ROOT / "isu_helpers"
    found = {p.stem for p in package.glob("*.py")} | {
        p.parent.name for p in package.glob("*/*.py")
    }
    assert found - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize(
    "name",
    ["minmapp/data.xlsx", "minmapp/uttag.csv", "minmapp/uttag.txt", "minmapp/kodbok.yaml",
     "minmapp/isu.yaml", "minmapp/arbetsbok.yaml", "data/egen/fil.txt", "ut/index.html",
     "minmapp/isu.nyckel"],
)  # fmt: skip
def test_git_ignores_what_users_make(name):
    done = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_git_follows_data_only_in_the_sample():
    done = subprocess.run(
        ["git", "ls-files", "*.csv", "*.xlsx", "*.ods", "isu.yaml", "**/kodbok.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout and all(n.startswith("data/sample/") for n in done.stdout.split())
