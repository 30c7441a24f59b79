"""Mutants: small wrongs put into the code, each to be found by the tests of its room.

python tests/mutants.py                          sixteen a room, drawn by a seed
python tests/mutants.py --rooms privacy --antal 40 --seed 3
python tests/mutants.py --part 2/8               the second eighth of them, some minutes
python tests/mutants.py --lines disclosure/primary.py:88 --whole

A mutant turns a comparison, a bound, a sign, an and, a not or a number in one place of a copy of
the package. Killed means that a test failed: of the module's own examples or of the files of tests
nearest to it, and with ``--whole`` of all that its room has too. Those that survive are printed
with their line, to be read by a person: many change nothing that can be seen. The nearest take
ten seconds a mutant.
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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds for the tests of one mutant; one that never ends is killed
TESTS = {
    "analysis": "intervals verdict breakdown ranks medians change trend flow explain reasons "
    "overview twins units",
    "disclosure": "primary solver related disclosure editions editions_related publication hidden "
    "inspection twins",
    "privacy": "identity people small_words records hostile",
    "workbook": "workbook forms acting reflecting presenting",
}
NEAR = {  # the first of these that a module's path begins with
    "analysis/explain": "explain reasons", "analysis/cube": "breakdown records",
    "analysis/family": "verdict", "analysis/gap": "breakdown verdict",
    "analysis/planned": "verdict overview", "analysis/quantiles": "medians",
    "analysis/result": "breakdown", "disclosure/editions": "editions editions_related",
    "disclosure/ledger": "primary related", "disclosure/linked": "editions editions_related",
    "disclosure/manifest": "publication", "disclosure/matching": "editions",
    "disclosure/means": "change explain", "disclosure/overlap": "primary related",
    "disclosure/protected": "primary hidden disclosure", "disclosure/release": "disclosure",
    "disclosure/solver": "solver", "disclosure/steps": "related editions_related",
    "disclosure/ties": "editions editions_related", "privacy/key": "publication records",
    "privacy/names": "people", "privacy/number.": "identity", "privacy/free_text": "people",
    "privacy": "small_words people", "workbook/status": "status", "workbook/overview": "status",
    "workbook/codebooks": "planning mapping", "workbook": "workbook",
}  # fmt: skip
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


def tests_of(mutant: Mutant, is_whole: bool) -> list[str]:
    """The names of the tests to run: the nearest first, and all of the room's where asked for."""
    module = mutant.path.relative_to(ROOT / "isu_helpers").as_posix()
    near = next((names for start, names in NEAR.items() if module.startswith(start)), "")
    found = (near or mutant.path.stem).split()
    return list(dict.fromkeys([*found, *(TESTS[mutant.room].split() if is_whole else ())]))


def is_killed(mutant: Mutant, copy: Path, is_whole: bool = False) -> bool:
    """Whether a test fails with the mutant in a copy of the package, which is put right again."""
    file = copy / mutant.path.relative_to(ROOT)
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    turn(list(places(tree))[mutant.number])
    file.write_text(ast.unparse(tree) + "\n", encoding="utf-8")
    names = [f"tests/test_{name}.py" for name in tests_of(mutant, is_whole)]
    names.insert(0, str(mutant.path.relative_to(ROOT)))  # its examples
    run = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *names]
    told = os.environ | {"PYTHONPATH": str(copy)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        done = subprocess.run(run, cwd=copy, env=told, timeout=PATIENCE, **quiet)
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(source, encoding="utf-8")


def part_of(mutants: list[Mutant], part: str) -> list[Mutant]:
    """The mutants of a part, such as ``2/8``: every eighth, from the second on."""
    place, parts = map(int, part.split("/"))
    return mutants[place - 1 :: parts]


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
    parser.add_argument("--part", default="1/1", help="such as 2/8: every eighth from the second")
    parser.add_argument("--whole", action="store_true", help="all tests of the room")
    given = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "isu"
        left = shutil.ignore_patterns("__pycache__", ".git", "ut", "build", "benchmarks", ".*")
        shutil.copytree(ROOT, copy, ignore=left, symlinks=True)
        for mutant in part_of(chosen(given), given.part):
            results.append((mutant, is_killed(mutant, copy, given.whole)))
            print("killed  " if results[-1][1] else "survived", mutant, flush=True)
    for room in TESTS:
        here = [killed for mutant, killed in results if mutant.room == room]
        print(f"{room}: {sum(here)} of {len(here)} killed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
