"""Several arbetsmappar at once, each in a process of its own."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from .folder import FOLDER_FAILED, Job, Outcome, Place, render_folder

PAUSE = 0.1  # seconds between looks for lines to report

_lines: list = []  # where the lines of this process go, when it is one of several


def render_all(
    places: Sequence[Place], job: Job, report: Callable[[str], None], count: int
) -> Iterator[Outcome]:
    """The outcome of each arbetsmapp in order; as many at once as is said.

    A process that is killed takes down its own arbetsmapp and no other.
    """
    if min(count, len(places)) < 2:
        yield from (render_folder(place, job, report) for place in places)
        return
    lines = get_context("spawn").SimpleQueue()
    with ThreadPoolExecutor(count) as threads:
        futures = [threads.submit(_apart, place, job, lines) for place in places]
        try:
            for future in futures:
                _report_until(future, lines, report)
                yield future.result()
        finally:
            threads.shutdown(cancel_futures=True)


def _apart(place: Place, job: Job, lines: object) -> Outcome:
    """Render one arbetsmapp in a process of its own."""
    context = get_context("spawn")
    try:
        with ProcessPoolExecutor(1, context, _begin, (lines,)) as process:
            return process.submit(_render, place, job).result()
    except BrokenProcessPool as e:
        return Outcome(place.name, problem=FOLDER_FAILED.format(kind=type(e).__name__))


def _begin(lines: object) -> None:
    hush()
    _lines.append(lines)


def hush() -> None:
    """Let this process end without a word about what was under way when it was interrupted."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def _render(place: Place, job: Job) -> Outcome:
    return render_folder(place, job, _lines[0].put)


def _report_until(future: Future, lines: object, report: Callable[[str], None]) -> None:
    """Report what is told, until an outcome is there."""
    while not future.done() or not lines.empty():
        if lines.empty():
            wait([future], timeout=PAUSE)
        else:
            report(lines.get())
