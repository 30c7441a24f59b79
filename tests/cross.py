"""The full cross: every notebook for every practice folder and an empty one, in three ways.

python tests/cross.py [--satt papermill nbval webblasare] [--mappar NAMN ...] [--bocker ORD ...]

By papermill and nbval as they come, and in JupyterLab in a browser. Each folder is a copy. A
table tells how long each took, or what went wrong; the exit status is 1 if anything did. It takes
an hour on two cores; `tests/test_cross.py` runs a part of it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lab import ROOT, copy_of, lab, missing  # noqa: E402

from isu_helpers.content import notebooks  # noqa: E402
from isu_helpers.errors import IsuError  # noqa: E402
from isu_helpers.publish.execute import one_kernel  # noqa: E402

EMPTY = "tom"
SAMPLES = tuple(sorted(p.name for p in (ROOT / "data" / "sample").iterdir() if p.is_dir()))
BOOKS = {id: ROOT / "notebooks" / entry["fil"] for id, entry in notebooks().items()}
WAYS = ("papermill", "nbval", "webblasare")


@dataclass(frozen=True)
class Result:
    """What became of one notebook for one folder: seconds, and what went wrong if anything."""

    way: str
    mapp: str
    book: str
    seconds: float
    problem: str


def folder_of(name: str, place: Path) -> Path:
    """A folder of its own: a copy of a practice folder, or one with nothing in it."""
    target = place / name
    if name == EMPTY:
        target.mkdir(parents=True)
        return target
    ignored = shutil.ignore_patterns("utlamning.json", ".*")
    return Path(shutil.copytree(ROOT / "data" / "sample" / name, target, ignore=ignored))


def by_papermill(mapp: str, books: Iterable[str] = BOOKS) -> Iterator[Result]:
    """The notebooks run for a folder by papermill, in one kernel."""
    with tempfile.TemporaryDirectory() as work, one_kernel() as kernel:
        folder = folder_of(mapp, Path(work))
        for book in books:
            yield _timed("papermill", mapp, book, partial(_papermill, kernel, book, folder))


def by_nbval(mapp: str, books: Iterable[str] = BOOKS) -> Iterator[Result]:
    """The notebooks run for a folder by nbval, each in a pytest of its own."""
    with tempfile.TemporaryDirectory() as work:
        folder = folder_of(mapp, Path(work))
        for book in books:
            copy = copy_of(BOOKS[book], Path(work) / f"{book}.ipynb", folder)
            yield _timed("nbval", mapp, book, partial(_nbval, copy))


def in_browser(mapp: str, books: Iterable[str] = BOOKS) -> Iterator[Result]:
    """The notebooks run for a folder in JupyterLab, forms and all."""
    with tempfile.TemporaryDirectory() as work, lab(Path(work)) as jupyter:
        folder = folder_of(mapp, Path(work))
        for book in books:
            copy = copy_of(BOOKS[book], Path(work) / f"{book}.ipynb", folder)
            yield _timed("webblasare", mapp, book, partial(_browser, jupyter, copy))


def _papermill(kernel: object, book: str, folder: Path) -> str:
    try:
        kernel.execute(BOOKS[book], arbetsmapp=folder)
    except IsuError as e:
        return str(e)
    return ""


def _nbval(copy: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "-p", "no:cacheprovider",
               "--rootdir", copy.parent, "-c", os.devnull, copy]  # fmt: skip
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=copy.parent, env=env, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout[-300:]


def _browser(jupyter: object, copy: Path) -> str:
    with jupyter.tab(copy) as tab:
        problems = tab.run_all()
    return " ".join([*problems, *jupyter.strangers])


def _timed(way: str, mapp: str, book: str, run: Callable[[], str]) -> Result:
    start = time.perf_counter()
    try:
        problem = run()
    except Exception as e:
        problem = f"{type(e).__name__}: {e}"
    return Result(way, mapp, book, time.perf_counter() - start, " ".join(problem.split())[:200])


RUNS = dict(zip(WAYS, (by_papermill, by_nbval, in_browser), strict=True))


def table(results: list[Result]) -> str:
    """A row a notebook and way, a column a folder: seconds, or FEL; then what went wrong."""
    mappar = list(dict.fromkeys(r.mapp for r in results))
    cells = {(r.way, r.book, r.mapp): "FEL" if r.problem else f"{r.seconds:.0f}" for r in results}
    lines = [f"{'':12}{'':14}" + "".join(f"{m:>11}" for m in mappar)]
    for way, book in dict.fromkeys((r.way, r.book) for r in results):
        row = "".join(f"{cells.get((way, book, m), ''):>11}" for m in mappar)
        lines.append(f"{way:12}{book:14}{row}")
    wrong = [r for r in results if r.problem]
    lines += [f"{r.way} {r.mapp} {r.book}: {r.problem}" for r in wrong]
    return "\n".join([*lines, f"{len(results)} runs, {len(wrong)} went wrong"])


def main(ways: list[str], mappar: list[str], books: list[str]) -> int:
    """Run what is asked for, tell each as it is done, and print the table."""
    results = []
    for way in ways:
        if way == "webblasare" and missing():
            print(f"webblasare: {missing()}")
            continue
        for mapp in mappar:
            for result in RUNS[way](mapp, books):
                results.append(result)
                print(f"{way} {mapp} {result.book} {result.seconds:.0f} s", flush=True)
    print(table(results))
    return int(any(r.problem for r in results))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--satt", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument(
        "--mappar", nargs="+", choices=(*SAMPLES, EMPTY), default=[*SAMPLES, EMPTY]
    )
    parser.add_argument("--bocker", nargs="+", choices=list(BOOKS), default=list(BOOKS))
    given = parser.parse_args()
    raise SystemExit(main(given.satt, given.mappar, given.bocker))
