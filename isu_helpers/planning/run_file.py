"""The records of the run's data file, read without a word written."""

from ..codebook import Codebook
from ..intake import read_records
from ..records import Records
from ..run import Run


def records_of(chosen: Run) -> Records | None:
    """The people in the run's data file, by its codebook or a guess; None where there is no file.

    Raises
    ------
    IsuError
        In Swedish, when the file or the codebook can't be used.
    """
    if chosen.datafil is None:
        return None
    book = Codebook.read(chosen.kodbok) if chosen.kodbok.is_file() else None
    return read_records(
        chosen.datafil, book, konsvariabel=chosen.konsvariabel, period=chosen.period
    )
