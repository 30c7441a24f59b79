"""Folders made by other processes or machines than this, and written here."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import replace

from ..errors import IsuError
from .folder import make
from .jobs import FOLDER_FAILED, Job, Made, Outcome, Place, put

NOT_INSTALLED = (
    'Dask finns inte på datorn. Väntade tillägget dask. Skriv pip install "isu-helpers[dask]" i '
    "programmets miljö, eller kör utan --dask."
)
NO_ANSWER = (
    "Ingen Dask svarar på «{address}». Väntade adressen till en schemaläggare som är igång, som "
    "tcp://dator:8786. Kontrollera adressen och nätet, eller kör utan --dask."
)
PATIENCE = 10  # seconds to wait for a scheduler


def spread(
    places: Sequence[Place], job: Job, report: Callable[[str], None], executor: Executor
) -> Iterator[Outcome]:
    """The outcome of each arbetsmapp in order; each is written as soon as it is made.

    One whose worker was lost is made once more. Only paths are sent, and pages come back.

    Parameters
    ----------
    executor
        Any of ``concurrent.futures``, or with its interface. Its workers must find the
        arbetsmappar and the notebooks where they lie here.
    """
    books = tuple(path.absolute() for path in job.notebooks)
    job = replace(job, out=job.out.absolute(), notebooks=books)
    waiting = {executor.submit(make, place, job): (place, True) for place in places}
    done: dict[int, Outcome] = {}
    while waiting:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            place, may_again = waiting.pop(future)
            try:
                made = future.result()
            except Exception as e:  # whatever an executor says of a worker that is gone
                if may_again and (again := _again(executor, place, job)):
                    waiting[again] = place, False
                    continue
                made = Made(problem=FOLDER_FAILED.format(kind=type(e).__name__))
            for line in made.lines[0]:
                report(line)
            done[place.i] = put(made, place, job, report)
    yield from (done[place.i] for place in places)


def _again(executor: Executor, place: Place, job: Job) -> Future[Made] | None:
    """A folder asked for once more; None where the executor takes no more."""
    with suppress(RuntimeError):
        return executor.submit(make, place, job)
    return None


@contextmanager
def dask_at(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler, which may be on other machines.

    Parameters
    ----------
    address
        The scheduler's, such as ``"tcp://dator:8786"``; no other machine is asked.

    Raises
    ------
    IsuError
        In Swedish, when Dask is not installed, or no scheduler answers there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise IsuError(NOT_INSTALLED) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        raise IsuError(NO_ANSWER.format(address=address)) from None
    with client:
        yield client.get_executor(pure=False)
