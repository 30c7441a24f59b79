"""The house itself: install files that agree, a README that holds, imports that run one way."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import isu_helpers
from isu_helpers.cli import isu

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {
    "bleach[css]": "bleach-with-css",
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "seaborn": "seaborn-base",
}
BOUNDS = re.compile(r"([\w.\-\[\]]+)(.*)")
# From the ground up: a room imports only from rooms before it, or from itself.
ROOMS = """
    errors presence wording content saving yamlfile excel configuration original settings_cell
    kernel codebook library values identity propose derived records intake form review check
    cleanup intervals analysis disclosure compare workbook example last_folder run areas folder
    hypotheses forms prompts show planning beginning collecting explore reflecting acting
    exercises handouts course report document slides presenting _public cli __main__
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
    needed = project()["dependencies"] + project()["optional-dependencies"]["test"]
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


def test_gate_runs_the_readme_command():
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "kommando: tester" in gate


def test_readme_names_only_commands_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|[/\\`])isu ([a-z]+)", text, flags=re.M))
    assert named and named <= set(isu.commands)


def test_public_names_can_be_had():
    assert all(getattr(isu_helpers, name) is not None for name in isu_helpers.__all__)
    with pytest.raises(AttributeError):
        isu_helpers.no_such_name  # noqa: B018


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room):
    place = ROOT / "isu_helpers" / room
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    assert {name for file in files for name in imported_rooms(file)} <= allowed


def imported_rooms(file: Path) -> set[str]:
    """The rooms of the package that a file imports from, relative imports within a room apart."""
    depth = len(file.relative_to(ROOT / "isu_helpers").parts)
    text = file.read_text(encoding="utf-8")
    up = re.findall(rf"^\s*from {re.escape('.' * depth)}(\w+)", text, flags=re.M)
    for names in re.findall(rf"^\s*from {re.escape('.' * depth)} import (.+)$", text, flags=re.M):
        up += re.findall(r"\w+", names)
    return set(up)


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
