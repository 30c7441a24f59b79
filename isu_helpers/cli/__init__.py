"""The command ``isu``: arguments and exit status. All that a user meets is in Swedish.

Each command is a module of its own, which adds itself to ``isu`` when it is imported here.
"""

import logging
import os
import sys
import traceback
from collections.abc import Sequence

import click

from ..errors import TRACE
from . import commands, handing, lab, material, packing  # noqa: F401
from .root import as_typed, explain, isu, stop

__all__ = ["explain", "isu", "main"]
ABORTED = "Avbrutet."


def main(args: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 where all went well, else 1."""
    if args is None:
        _speak_utf8()
    _mend_streams()
    is_traced = os.environ.get(TRACE) == "1"
    if not is_traced:  # an interrupted run would log tracebacks with the notebook's data
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    try:
        status = isu.main(
            as_typed(sys.argv[1:] if args is None else args),
            prog_name="isu",
            standalone_mode=False,
        )
        return status if isinstance(status, int) else 0
    except (click.Abort, KeyboardInterrupt):
        click.echo(ABORTED, err=True)
    except Exception as e:
        if is_traced:
            traceback.print_exc()
        stop(explain(e))
    return 1


def _speak_utf8() -> None:
    """Begin anew in UTF-8 where the system tells another encoding: names of files would break."""
    is_utf8 = sys.getfilesystemencoding().lower().replace("-", "") == "utf8"
    if os.name == "posix" and not is_utf8 and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-m", "isu_helpers", *sys.argv[1:]])


def _mend_streams() -> None:
    """Let no character stop the program in a console that lacks å, ä and ö."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            is_ascii = (stream.encoding or "ascii").lower().replace("-", "") in (
                "ascii",
                "usascii",
            )
            stream.reconfigure(encoding="utf-8" if is_ascii else None, errors="replace")
