"""``isu paket``: one zip with all that a Windows computer with Python but without rights needs."""

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from io import BytesIO
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from ..configuration import project_root
from ..content import load, text
from ..errors import IsuError
from ..files import copy_into, write_whole

OWN = "isu-helpers"
NO_SOURCE = (
    "Paketet görs av projektets egen mapp. Väntade pyproject.toml och constraints.txt i den. "
    "Hämta hela projektet och kör kommandot därifrån."
)
NO_WHEEL = (
    "Paketet {name} gick inte att få för {target}. Väntade ett färdigt hjul{where}. Kontrollera "
    "nätet, välj en annan version med --python, eller ge en mapp med hjul med --hjul."
)
NO_FIT = (
    "Paketet {name} behöver {needed}, men version {version} är vald. Väntade paket som passar "
    "ihop. Ändra i constraints.txt, eller ge en mapp med hjul som passar med --hjul."
)
NO_BUILD = (
    "Programmets eget hjul gick inte att bygga. Väntade att pip når hatchling. Kontrollera nätet, "
    "eller ge en mapp med det färdiga hjulet med --hjul."
)
IN_FOLDER, AT_INDEX = " i mappen", " på den plats som pip hämtar från"
PLATFORM = "Windows och Python {python}"
VERSION = re.compile(r"3\.(\d{2})")
WRONG_VERSION = (
    "Versionen «{version}» går inte att använda. Väntade 3.11 eller senare. Skriv till exempel "
    "--python 3.12."
)
LEAST = 11  # the least minor version that the program needs
ROUNDS = 8  # of looking for what a wheel needs on Windows alone
FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # same input, same bytes


@dataclass(frozen=True)
class Target:
    """The computer that a package is for. ``platform`` is as wheels have it."""

    python: str
    platform: str = "win_amd64"

    @property
    def abi(self) -> str:
        """What compiled wheels of this Python are marked with."""
        return "cp" + self.python.replace(".", "")

    @property
    def told(self) -> str:
        """The computer in Swedish."""
        return PLATFORM.format(python=self.python)

    def tags(self) -> Iterator[Tag]:
        """The tags of wheels that install there."""
        version = tuple(map(int, self.python.split(".")))
        yield from cpython_tags(version, [self.abi], [self.platform])
        yield from compatible_tags(version, self.abi, [self.platform])

    def environment(self) -> dict[str, str]:
        """What markers ask of: the other computer's answers, not this one's.

        Examples
        --------
        >>> Target("3.12").environment()["sys_platform"]
        'win32'
        """
        is_windows = self.platform.startswith("win")
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if is_windows else "posix",
            "platform_machine": "AMD64" if is_windows else "x86_64",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if is_windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "win32" if is_windows else "linux",
            "extra": "",
        }


def target_of(python: str) -> Target:
    """Windows with a version of Python such as «3.12».

    Raises
    ------
    IsuError
        In Swedish, when it is no version that the program runs on.
    """
    found = VERSION.fullmatch(python.strip())
    if not found or int(found[1]) < LEAST:
        raise IsuError(WRONG_VERSION.format(version=python))
    return Target(python.strip())


# Wheels for another computer: pip asks its own computer about markers, so they are asked here.


def collect(
    wanted: Sequence[str],
    target: Target,
    folder: Path,
    *,
    source: Path | None = None,
    constraints: Path | None = None,
) -> list[Path]:
    """Wheels in a folder of all that is wanted and of all that it needs on the other computer.

    Parameters
    ----------
    wanted
        Names with bounds, as in pyproject.toml; wheels that lie in the folder already count.
    source
        A folder of wheels to take from, and nowhere else.
    constraints
        The file with versions that hold.

    Raises
    ------
    IsuError
        In Swedish, when something is not to be had as a wheel.
    """
    for _ in range(ROUNDS):
        found = _wheels(folder)
        needed, lacking = _closure(wanted, found, target)
        if not lacking:
            for name in set(found) - needed:
                found.pop(name).unlink()
            _check_fit(found, target)
            return sorted(folder.glob("*.whl"))
        if source:
            for requirement in lacking:
                _take(requirement, target, folder, source, constraints)
        else:
            _download(lacking, target, folder, constraints)
    raise IsuError(_refused(str(lacking[0]), target, source))


def _closure(
    wanted: Iterable[str], found: dict[str, Path], target: Target
) -> tuple[set[str], list[Requirement]]:
    """The names that are needed on the other computer, and what of it has no wheel yet."""
    waiting, lacking = [Requirement(line) for line in wanted], []
    needed: dict[str, set[str]] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        is_new = not requirement.extras <= needed.get(name, set()) or name not in needed
        if not _holds(requirement, target) or not is_new:
            continue
        needed[name] = needed.get(name, set()) | requirement.extras
        if name not in found:
            lacking.append(requirement)
        else:
            waiting += _needs(found[name], requirement.extras, target)
    return set(needed), lacking


def _check_fit(found: dict[str, Path], target: Target) -> None:
    """Refuse a set where one wheel asks for another version of a second than that which is there.

    A Windows computer without a net could not mend it.
    """
    for name, wheel in found.items():
        for needed in _needs(wheel, (), target):
            other = found.get(canonicalize_name(needed.name))
            version = parse_wheel_filename(other.name)[1] if other else None
            if version and not needed.specifier.contains(version, prereleases=True):
                raise IsuError(NO_FIT.format(name=name, needed=needed, version=version))


def _holds(requirement: Requirement, target: Target) -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate(target.environment())


def _needs(wheel: Path, extras: Iterable[str], target: Target) -> list[Requirement]:
    """What a wheel needs on the other computer, markers and extras answered."""
    with zipfile.ZipFile(wheel) as archive:
        file = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        lines = HeaderParser().parsestr(archive.read(file).decode("utf-8"))
    found = []
    for line in lines.get_all("Requires-Dist") or []:
        needed = Requirement(line)
        answers = [target.environment() | {"extra": extra} for extra in ("", *extras)]
        if needed.marker is None or any(map(needed.marker.evaluate, answers)):
            needed.marker = None
            found.append(needed)
    return found


def _wheels(folder: Path) -> dict[str, Path]:
    return {parse_wheel_filename(f.name)[0]: f for f in sorted(folder.glob("*.whl"))}


def download(
    names: Iterable[str], target: Target, folder: Path, constraints: Path | None = None
) -> None:
    """Let pip fetch the wheels of these alone, without what they need.

    Raises
    ------
    IsuError
        In Swedish, when one is not to be had.
    """
    _download([Requirement(name) for name in names], target, folder, constraints)


def _take(
    requirement: Requirement, target: Target, folder: Path, source: Path, constraints: Path | None
) -> None:
    """Copy the latest wheel that will do out of a folder."""
    name, tags = canonicalize_name(requirement.name), frozenset(target.tags())
    limit = requirement.specifier & _pins(constraints).get(name, SpecifierSet())
    fitting = []
    for file in source.glob("*.whl"):
        project, version, _, own = parse_wheel_filename(file.name)
        if project == name and own & tags and limit.contains(version, prereleases=True):
            fitting.append((version, file.name))
    if not fitting:
        raise IsuError(_refused(requirement.name, target, source))
    copy_into(source / max(fitting)[1], folder)


def _pins(constraints: Path | None) -> dict[str, SpecifierSet]:
    """The versions that hold, by name."""
    lines = constraints.read_text(encoding="utf-8").splitlines() if constraints else []
    found = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return {canonicalize_name(one.name): one.specifier for one in found}


def _download(
    requirements: Sequence[Requirement], target: Target, folder: Path, constraints: Path | None
) -> None:
    """Let pip fetch wheels, all at once; where that fails one by one, to tell which is missing."""
    words = ["download", "-q", "--no-deps", "--only-binary=:all:", "--dest", str(folder),
             "--implementation", "cp", "--python-version", target.python,
             "--abi", target.abi, "--abi", "abi3", "--abi", "none",
             "--platform", target.platform]  # fmt: skip
    words += ["--constraint", str(constraints)] if constraints else []
    for requirement in requirements:
        requirement.marker = None
    if _pip(*words, *map(str, requirements)):
        return
    for requirement in requirements:
        if not _pip(*words, str(requirement)):
            raise IsuError(_refused(requirement.name, target, None))


def _refused(name: str, target: Target, source: Path | None) -> str:
    return NO_WHEEL.format(name=name, target=target.told, where=IN_FOLDER if source else AT_INDEX)


def _pip(*words: str) -> bool:
    """Whether pip could do it. What it says is not shown: it names the places it asks."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def build_own(root: Path, folder: Path) -> Path:
    """The program's own wheel, built of the project.

    Raises
    ------
    IsuError
        In Swedish, when that can't be done.
    """
    if not (root / "pyproject.toml").is_file():
        raise IsuError(NO_SOURCE)
    if not _pip("wheel", "-q", "--no-deps", "--wheel-dir", str(folder), str(root)):
        raise IsuError(NO_BUILD)
    return _wheels(folder)[OWN]


# One zip of the wheels, the notebooks, a file to double-click and a text to read.

BUILDS, FETCHES = "Bygger programmet …", "Hämtar det som behövs för {target} …"
README, START = "LAS_MIG.txt", "starta.cmd"
SHORT = 8  # figures of a hash that tell one set of wheels from another


def write_package(
    path: Path,
    target: Target,
    *,
    command: str = "lab",
    source: Path | None = None,
    report: Callable[[str], object] = print,
) -> tuple[int, int]:
    """Write the zip, the same for the same wheels; how many wheels, and how many bytes it has.

    Parameters
    ----------
    command
        What the program is started with.
    source
        A folder of wheels to take from, and nowhere else; the program's own may be among them.
    report
        Takes a line about what takes time.

    Raises
    ------
    IsuError
        In Swedish, when a wheel is not to be had or the zip can't be written.
    """
    root = project_root()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        report(BUILDS)
        own = next(iter(source.glob("isu_helpers-*.whl")), None) if source else None
        if own is None:
            build_own(root, folder)
        report(FETCHES.format(target=target.told))
        limits = root / "constraints.txt"
        wheels = collect([OWN], target, folder, source=source,
                         constraints=limits if limits.is_file() else None)  # fmt: skip
        files = {f"hjul/{w.name}": w.read_bytes() for w in wheels}
    content = _zipped(files | dict(_around(files, target, command, root)))
    write_whole(path, content)
    return len(files), len(content)


def _around(
    wheels: dict[str, bytes], target: Target, command: str, root: Path
) -> Iterator[tuple[str, bytes]]:
    """All but the wheels: what to install, notebooks, texts, and the file to double-click."""
    asked = required(wheels)
    yield "krav.txt", _for_windows(asked)
    mark = f"{target.abi}-{hashlib.sha256(asked.encode()).hexdigest()[:SHORT]}"
    yield START, _for_windows(start_file(target, mark, command))
    told = {"python": target.python, "kommando": command}
    for name, words in load("paket").items():
        place = README if name == "las_mig" else f"texter/{name}.txt"
        mark_of_text = b"\xef\xbb\xbf" if name == "las_mig" else b""  # for the editor of Windows
        yield place, mark_of_text + _for_windows(words.format(**told))
    for file in sorted((root / "notebooks").rglob("*.ipynb")):
        inner = file.relative_to(root / "notebooks")
        if not any(part.startswith(".") for part in inner.parts) and ".tidigare" not in file.name:
            yield f"anteckningsbocker/{inner.as_posix()}", file.read_bytes()


def required(wheels: dict[str, bytes]) -> str:
    """A requirements file that names each wheel by version and hash, and no place to fetch from.

    Examples
    --------
    >>> required({"hjul/a_b-1.0-py3-none-any.whl": b""}).splitlines()[0][:30]
    'a-b==1.0 --hash=sha256:e3b0c44'
    """
    lines = []
    for name, content in sorted(wheels.items()):
        project, version, *_ = parse_wheel_filename(Path(name).name)
        lines.append(f"{project}=={version} --hash=sha256:{hashlib.sha256(content).hexdigest()}")
    return "\n".join(lines) + "\n"


def start_file(target: Target, mark: str, command: str) -> str:
    """The file to double-click, in ASCII alone: cmd.exe may stumble on other letters."""
    filled = {"MILJO": mark, "PYTHON": target.python, "KOMMANDO": command,
              "TUPEL": target.python.replace(".", ", ")}  # fmt: skip
    script = text("paket/starta.cmd")
    for name, value in filled.items():
        script = script.replace(f"@{name}@", value)
    return script


def _for_windows(words: str) -> bytes:
    return words.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")


def _zipped(files: dict[str, bytes]) -> bytes:
    """The files as a zip, in order and with one and the same time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(f"isu/{name}", FIXED_TIME)
            info.external_attr = 0o644 << 16
            kind = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compress_type=kind)
    return out.getvalue()
