"""2,100 mangled files: each ends in Records or in one Swedish line, never in anything else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BLOCK, BLOCKS = 700, 3
PROGRAM = Path(__file__).with_name("fuzz_intake.py")
ROOT = PROGRAM.parent.parent


@pytest.mark.parametrize("block", range(BLOCKS))
def test_mangled_files_give_records_or_one_line(block):
    """In a process of its own, so that a hang or a crash of a reader is told and not shared."""
    numbers = [str(BLOCK * block), str(BLOCK * (block + 1))]
    run = subprocess.run(
        [sys.executable, str(PROGRAM), *numbers],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr[-3000:]
    assert run.stdout.rstrip().endswith(f" {BLOCK}")
    assert "'poster'" in run.stdout and "'en rad'" in run.stdout
