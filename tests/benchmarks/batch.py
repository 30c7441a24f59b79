"""Handouts of many folders: time beside the shell loop's, and a run that is killed. By hand.

python tests/benchmarks/batch.py [practice folder] [numbers of copies] [notebooks of the loop]

Prints wall and processor seconds a folder of `isu handouts`, start included, for each number of
copies; then those of `papermill` and `jupyter nbconvert` for so many notebooks of one copy,
reckoned up to all of them, and how many times as long that is. Last a run of the largest number is
killed when a third of the folders are written, and run again: are all files whole, none missing,
and what was written before left as it was?
"""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from isu_helpers.configuration import sample_root
from isu_helpers.publish.runner import notebook_paths

SUBREAPER = 36  # Linux: what programs leave behind is waited for here, and so counted
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def main(name: str = "tallnas", copies: str = "2,12", books: str = "3") -> None:
    """Print all figures."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as place:
        ours = {n: _ours(Path(place), name, n) for n in map(int, copies.split(","))}
        wall, cpu = _loop(Path(place), name, int(books))
        for n, (own_wall, own_cpu) in ours.items():
            times = f"the loop {wall / own_wall:.1f} and {cpu / own_cpu:.1f} times as much"
            print(f"{n} folders: {own_wall:.1f} s, {own_cpu:.1f} s of a processor each; {times}")
        _killed(Path(place), name, max(ours))


def _folders(place: Path, name: str, count: int) -> Path:
    folder = place / f"{name}-{count}"
    ours = shutil.ignore_patterns("utlamning.json", ".*")
    for i in range(count):
        shutil.copytree(sample_root() / name, folder / f"{name}{i:03}", ignore=ours)
    return folder


def _spent(*command: object) -> tuple[float, float]:
    """Wall and processor seconds of a program and those that it starts."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(c) for c in command], check=True, **QUIET)
    with suppress(ChildProcessError):  # those that it has left behind, when they end
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def _ours(place: Path, name: str, count: int) -> tuple[float, float]:
    folder = _folders(place, name, count)
    wall, cpu = _spent(sys.executable, "-m", "isu_helpers", "handouts", folder,
                       "--ut", place / f"ut-{count}")  # fmt: skip
    return wall / count, cpu / count


def _loop(place: Path, name: str, books: int) -> tuple[float, float]:
    folder, paths = _folders(place, name, 1) / f"{name}000", notebook_paths()
    wall = cpu = 0.0
    for path in paths[:: max(1, len(paths) // books)][:books]:
        out = place / path.name
        for command in (("papermill", path, out, "-p", "arbetsmapp", folder),
                        ("jupyter", "nbconvert", "--to", "html", "--no-input", out)):  # fmt: skip
            spent = _spent(*command)
            wall, cpu = wall + spent[0], cpu + spent[1]
    return wall / books * len(paths), cpu / books * len(paths)


def _killed(place: Path, name: str, count: int) -> None:
    folder, out = place / f"{name}-{count}", place / "ut-killed"
    command = [sys.executable, "-m", "isu_helpers", "handouts", folder, "--ut", out, "--gor-om"]
    process = subprocess.Popen(command, start_new_session=True, **QUIET)
    while len([*out.glob("*/tabeller.xlsx")]) < max(1, count // 3) and process.poll() is None:
        time.sleep(0.2)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    written = {p: p.stat().st_mtime_ns for p in out.rglob("*.*") if p.is_file()}
    half = [p for p in written if p.suffix == ".html" and "</html>" not in p.read_text("utf-8")]
    subprocess.run(command[:-1], check=True, **QUIET)
    kept = sum(p.stat().st_mtime_ns == then for p, then in written.items())
    files = {f: len([*(out / f.name).rglob("*.*")]) for f in folder.iterdir()}
    print(f"killed: {len(written)} files written, {len(half)} half, {kept} kept; then "
          f"{sum(files.values())} files of {count} folders, {min(files.values())} to "
          f"{max(files.values())} each")  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
