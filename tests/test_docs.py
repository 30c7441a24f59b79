"""The documents: every link leads somewhere, every file and command that is named is there."""

import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import isu_helpers
from isu_helpers.cli import isu

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
BESIDE = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
ROOMS = "isu_helpers tests docs notebooks exercises data content analysis records show disclosure publish"  # noqa: E501
PATHS = re.compile(rf"(?:{'|'.join(ROOMS.split())})/[\w/.-]*\w|\w+\.(?:py|yaml|md)")
ELSEWHERE = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=.https?:")
MADE = {"utlamning.json", "arbetsbok.yaml", "kodbok.yaml", "isu.yaml", "tabeller.xlsx"}


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page):
    links = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
    near = [link for link in links if link and "://" not in link]
    assert not [link for link in near if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_named_files_and_commands_are_there(page):
    text = page.read_text(encoding="utf-8")
    named = {path for code in CODE.findall(text) for path in PATHS.findall(code)} - MADE
    assert not [path for path in named if not _is_there(path)]
    assert set(re.findall(r"`isu ([a-z]+)", text)) <= set(isu.commands)


def _is_there(path: str) -> bool:
    near = (ROOT / path, ROOT / "isu_helpers" / path, ROOT / "isu_helpers/content" / path,
            ROOT / "docs" / path, ROOT / "tests" / path)  # fmt: skip
    return any(p.exists() for p in near) or any((ROOT / "isu_helpers").rglob(Path(path).name))


def test_every_page_is_in_the_navigation_once():
    told = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = re.findall(r"[\w/-]+\.md", str(told["nav"]))
    assert sorted(listed) == [page.relative_to(DOCS).as_posix() for page in PAGES]


def test_reference_has_every_analysts_name():
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    told = [name for name in re.findall(r"^::: ([\w.]+)$", text, re.M) if "." in name]
    for name in told:
        module, _, thing = name.rpartition(".")
        assert hasattr(importlib.import_module(module), thing), name
    assert {name.rpartition(".")[2] for name in told} >= set(isu_helpers.__all__)


@pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("material", "mkdocstrings"))),
    reason="the site is built where the extra docs is installed",
)
def test_site_is_built_and_asks_nobody(tmp_path):
    build = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    pages = [p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.html")]
    assert len(pages) >= len(PAGES)
    assert not [page for page in pages if ELSEWHERE.search(page)]
