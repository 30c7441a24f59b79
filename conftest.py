"""What all tests share: practice folders of their own, so that no run shows from another's."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbval.kernel
import pytest
from hypothesis import settings

import isu_helpers
from isu_helpers import configuration

ROOT = Path(__file__).parent

# A busy machine is no failure, and a run is the same each time; ISU_SLUMP=1 draws new examples.
settings.register_profile("isu", deadline=None, derandomize=not os.environ.get("ISU_SLUMP"))
settings.load_profile("isu")


def _again(start: Callable) -> Callable:
    """A kernel that doesn't answer is started once more: two at once may get the same port."""

    def begin(*args: object, **named: object) -> object:
        try:
            return start(*args, **named)
        except RuntimeError:
            return start(*args, **named)

    return begin


nbval.kernel.start_new_kernel = _again(nbval.kernel.start_new_kernel)


@pytest.fixture(scope="module", autouse=True)
def no_settings_of_others():
    """Each file of tests begins with a run of its own, and not with another's settings."""
    isu_helpers.settings()


def pytest_configure(config: pytest.Config) -> None:
    """Let this process, one of several, find a copy of the practice folders."""
    copy = Path(tempfile.mkdtemp(prefix="isu-prov-"))
    os.environ["XDG_STATE_HOME"] = str(copy / "state")  # the folder chosen last is the user's own
    config.add_cleanup(lambda: shutil.rmtree(copy, ignore_errors=True))
    shutil.copytree(ROOT / "data" / "sample", copy / "data" / "sample",
                    ignore=shutil.ignore_patterns("utlamning.json", ".*"))  # fmt: skip
    for name in ("notebooks", "exercises"):
        shutil.copytree(ROOT / name, copy / name)
    configuration.project_root = lambda: copy
    if not hasattr(config, "workerinput"):  # kernels use the folders themselves
        for manifest in (ROOT / "data" / "sample").glob("*/utlamning.json"):
            manifest.unlink()
