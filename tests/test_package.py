"""One zip for a Windows computer: what it needs there and not here, and nothing from any place."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from isu_helpers import cli
from isu_helpers.desk.package import Target, collect, required, start_file, target_of
from isu_helpers.errors import IsuError

WINDOWS = Target("3.12")
HERE = Target(f"3.{sys.version_info.minor}", "manylinux2014_x86_64")


def wheel(folder: Path, name: str, *needs: str, tag: str = "py3-none-any", version="1.0") -> None:
    """A wheel with one empty module, that needs others."""
    stem = f"{name}-{version}"
    inner = {
        f"{name}.py": "",
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        + "".join(f"Requires-Dist: {n}\n" for n in needs),
        f"{stem}.dist-info/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    record = "".join(f"{n},,\n" for n in (*inner, f"{stem}.dist-info/RECORD"))
    with zipfile.ZipFile(folder / f"{stem}-{tag}.whl", "w") as archive:
        for file, content in (inner | {f"{stem}.dist-info/RECORD": record}).items():
            archive.writestr(file, content)


@pytest.fixture
def source(tmp_path):
    """Wheels of a program that needs one thing on Windows and another elsewhere."""
    folder = tmp_path / "källa"
    folder.mkdir()
    wheel(folder, "isu_helpers", "bara_windows; sys_platform == 'win32'", "kompilerad>=1",
          "bara_annat; os_name == 'posix'", "med_tillagg[extra]",
          'prov; extra == "test"')  # fmt: skip
    wheel(folder, "bara_windows", "djup; platform_system == 'Windows'")
    (
        wheel(folder, "bara_annat"),
        wheel(folder, "djup"),
        wheel(folder, "prov"),
        wheel(folder, "till"),
    )
    wheel(folder, "med_tillagg", 'till; extra == "extra"', 'prov; extra == "annat"', "isu_helpers")
    for tag in ("cp312-cp312-win_amd64", f"{HERE.abi}-{HERE.abi}-manylinux2014_x86_64"):
        wheel(folder, "kompilerad", tag=tag)
    return folder


def names(wheels) -> set[str]:
    return {Path(w).name.split("-")[0] for w in wheels}


def test_markers_are_those_of_windows(tmp_path, source):
    found = collect(["isu-helpers"], WINDOWS, tmp_path, source=source)
    common = {"isu_helpers", "kompilerad", "med_tillagg", "till"}
    assert names(found) == common | {"bara_windows", "djup"}
    assert "kompilerad-1.0-cp312-cp312-win_amd64.whl" in {f.name for f in found}


def test_what_is_not_needed_there_is_taken_away(tmp_path, source):
    wheel(tmp_path, "bara_annat")
    assert "bara_annat" not in names(collect(["isu-helpers"], WINDOWS, tmp_path, source=source))
    assert not list(tmp_path.glob("bara_annat*"))


def test_what_is_missing_is_told_in_one_line(tmp_path, source):
    (source / "djup-1.0-py3-none-any.whl").unlink()
    with pytest.raises(
        IsuError, match="Paketet djup gick inte att få för Windows och Python 3.12"
    ):
        collect(["isu-helpers"], WINDOWS, tmp_path, source=source)


def test_the_version_that_is_pinned_is_taken(tmp_path, source):
    wheel(source, "djup", version="2.0")
    (tmp_path / "pins").write_text("djup==1.0\n", "utf-8")
    found = collect(["isu-helpers"], WINDOWS, tmp_path, source=source,
                    constraints=tmp_path / "pins")  # fmt: skip
    assert "djup-1.0-py3-none-any.whl" in {f.name for f in found}


def test_wheels_that_do_not_fit_each_other_are_refused(tmp_path, source):
    wheel(source, "bara_windows", "djup>=2", version="1.1")
    wheel(tmp_path, "djup")  # an earlier choice
    with pytest.raises(IsuError, match="bara-windows behöver djup>=2, men version 1.0 är vald"):
        collect(["isu-helpers"], WINDOWS, tmp_path, source=source)


@pytest.mark.parametrize("version", ["3.9", "3.1", "2.7", "tolv", "3.12.1", ""])
def test_a_version_that_will_not_do_is_refused(version):
    with pytest.raises(IsuError, match="3.11 eller senare"):
        target_of(version)


@pytest.fixture
def package(tmp_path, source, monkeypatch, capsys):
    """The zip as `isu paket` writes it of those wheels, unpacked."""
    monkeypatch.chdir(tmp_path)
    wheels = ["--hjul", str(source)]
    assert cli.main(["paket", "--ut", "ett.zip", *wheels]) == 0
    assert cli.main(["paket", "--ut", "två.zip", *wheels]) == 0
    assert "inte provkörd på Windows" in capsys.readouterr().out
    assert Path("ett.zip").read_bytes() == Path("två.zip").read_bytes()  # same input, same bytes
    with zipfile.ZipFile("ett.zip") as archive:
        archive.extractall(tmp_path / "ut")
    return tmp_path / "ut" / "isu"


def test_the_zip_has_what_a_person_needs(package):
    notebooks = {p.name for p in (package / "anteckningsbocker").rglob("*.ipynb")}
    assert "start.ipynb" in notebooks and len(notebooks) > 12
    assert {p.name for p in package.iterdir()} == {
        "LAS_MIG.txt", "starta.cmd", "krav.txt", "texter", "hjul", "anteckningsbocker"
    }  # fmt: skip
    told = (package / "LAS_MIG.txt").read_bytes()
    assert told.startswith(b"\xef\xbb\xbf") and b"\r\n" in told
    assert "inte provkörd på Windows" in " ".join(told.decode("utf-8-sig").split())


def test_nothing_in_it_names_a_place_to_fetch_from(package):
    for file in package.rglob("*"):
        if file.is_file() and file.suffix in (".txt", ".cmd"):
            assert not re.search(rb"://|index-url|@[A-Z]", file.read_bytes())


def test_the_file_to_double_click_is_ascii_with_windows_line_ends(package):
    script = (package / "starta.cmd").read_bytes()
    assert script.isascii() and script.count(b"\n") == script.count(b"\r\n")
    text = script.decode()
    called = set(re.findall(r"goto (\w+)", text)) | {"gor"}
    assert called <= set(re.findall(r"^:(\w+)\r?$", text, flags=re.M))
    texts = {f"texter\\{p.name}" for p in (package / "texter").iterdir()}
    assert set(re.findall(r'type "([^"]+)"', text)) == texts
    assert "--no-index --find-links hjul --require-hashes -r krav.txt" in text


def test_other_wheels_get_an_environment_of_their_own():
    one, two = (start_file(WINDOWS, mark, "lab") for mark in ("cp312-a", "cp312-b"))
    assert one != two and r"isu\cp312-a" in one and "sys.version_info[:2] != (3, 12)" in one


def test_each_wheel_is_named_by_its_hash(package):
    lines = (package / "krav.txt").read_text("utf-8").splitlines()
    for file, line in zip(sorted((package / "hjul").iterdir()), lines, strict=True):
        assert line.endswith(hashlib.sha256(file.read_bytes()).hexdigest())


def test_the_same_list_installs_without_a_net(tmp_path, source):
    """As starta.cmd does, with wheels for this computer."""
    if sys.platform != "linux":
        pytest.skip("the wheels of this test are for Linux")
    (tmp_path / "hjul").mkdir()
    wheels = collect(["isu-helpers"], HERE, tmp_path / "hjul", source=source)
    asked = required({f"hjul/{w.name}": w.read_bytes() for w in wheels})
    (tmp_path / "krav.txt").write_bytes(asked.replace("\n", "\r\n").encode())
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index",
         "--find-links", "hjul", "--require-hashes", "-r", "krav.txt", "--target", "in"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {"isu_helpers.py", "bara_annat.py"} <= {p.name for p in (tmp_path / "in").iterdir()}
    assert not (tmp_path / "in" / "bara_windows.py").exists()
