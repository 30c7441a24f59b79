"""Mutants: small wrongs put into the code, each to be found by the tests of its room.

python tests/mutants.py                          sixteen a room, drawn by a seed
python tests/mutants.py --rooms privacy --antal 40 --seed 3
python tests/mutants.py --lines disclosure/primary.py:88

A mutant turns a comparison, a bound, a sign, an and, a not or a number in one place of a copy of
the package. Killed means that a test failed; those that survive are printed with their line, to
be read by a person: many change nothing that can be seen. It takes an hour on two cores.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600  # seconds for the tests of one mutant; one that never ends is killed
TESTS = {
    "analysis": "intervals verdict breakdown ranks medians change trend flow explain reasons "
    "overview twins units",
    "disclosure": "primary solver related disclosure editions editions_related publication hidden "
    "inspection twins",
    "privacy": "identity people small_words records hostile",
    "workbook": "workbook forms acting reflecting presenting",
}
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.BitOr: ast.BitAnd,
           ast.BitAnd: ast.BitOr}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One wrong: the file, the line, and what stands there instead."""

    room: str
    path: Path
    line: int
    number: int
    before: str
    after: str

    def __str__(self) -> str:
        place = f"{self.path.relative_to(ROOT / 'isu_helpers')}:{self.line}"
        return f"{place}  {self.before}  ->  {self.after}"


def places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that a wrong can be put into, docstrings and annotations left out."""
    yield from (node for node in ast.walk(tree) if _can_turn(node))


def _can_turn(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in COMPARED
    if isinstance(node, ast.BinOp):
        return type(node.op) in COUNTED and not _is_type(node)
    return isinstance(node, ast.BoolOp) or _is_not(node) or _is_number(node)


def _is_type(node: ast.BinOp) -> bool:
    """Whether this is ``X | None`` and the like."""
    sides = (node.left, node.right)
    return isinstance(node.op, ast.BitOr) and any(
        (isinstance(s, ast.Constant) and s.value is None)
        or (isinstance(s, ast.Name) and s.id in {"str", "int", "float", "list", "tuple", "dict"})
        for s in sides
    )


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def turn(node: ast.AST) -> None:
    """Put the wrong into the node, in place."""
    if isinstance(node, ast.Compare):
        node.ops[0] = COMPARED[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp):
        node.op = COUNTED[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Constant):
        node.value += 1


def mutants_of(room: str) -> list[Mutant]:
    """Every mutant of a room, in the order of its files and lines."""
    found = []
    for path in sorted((ROOT / "isu_helpers" / room).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for i, node in enumerate(places(ast.parse(source))):
            before = ast.unparse(node)
            turn(node)
            found.append(Mutant(room, path, node.lineno, i, before, ast.unparse(node)))
    return found


def is_killed(mutant: Mutant) -> bool:
    """Whether a test of the room fails with the mutant in a copy of the package."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        left = shutil.ignore_patterns("__pycache__", ".git", "ut", "build", "docs", "benchmarks")
        shutil.copytree(ROOT, place / "isu", ignore=left, symlinks=True)
        file = place / "isu" / mutant.path.relative_to(ROOT)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        turn(list(places(tree))[mutant.number])
        file.write_text(ast.unparse(tree) + "\n", encoding="utf-8")
        names = [f"tests/test_{name}.py" for name in TESTS[mutant.room].split()]
        run = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *names]
        told = os.environ | {"PYTHONPATH": str(place / "isu")}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        try:
            done = subprocess.run(run, cwd=place / "isu", env=told, timeout=PATIENCE, **quiet)
        except subprocess.TimeoutExpired:
            return True
        return done.returncode == 1


def chosen(given: argparse.Namespace) -> list[Mutant]:
    """The mutants that are asked for: at a line, or drawn by the seed."""
    draw = random.Random(given.seed)
    found = []
    for room in given.rooms:
        every = mutants_of(room)
        found += draw.sample(every, min(given.antal, len(every)))
    if not given.lines:
        return found
    every = [m for room in TESTS for m in mutants_of(room)]
    return [m for m in every if any(str(m).startswith(f"{line} ") for line in given.lines)]


def main() -> int:
    kind = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=kind)
    parser.add_argument("--rooms", nargs="+", choices=TESTS, default=list(TESTS))
    parser.add_argument("--antal", type=int, default=16, help="mutants a room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", nargs="+", help="those at these lines, as file.py:88")
    parser.add_argument("--jobs", type=int, default=2)
    wrongs = chosen(parser.parse_args())
    with ThreadPoolExecutor(parser.parse_args().jobs) as pool:
        results = list(zip(wrongs, pool.map(is_killed, wrongs), strict=True))
    survived = [mutant for mutant, killed in results if not killed]
    for room in TESTS:
        here = [killed for mutant, killed in results if mutant.room == room]
        print(f"{room}: {sum(here)} of {len(here)} killed")
    print(*(f"survived  {mutant}" for mutant in survived), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
