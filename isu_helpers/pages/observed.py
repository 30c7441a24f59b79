"""Saved observations beside their figures, which the run's Release shows."""

from collections.abc import Iterator

import pandas as pd

from ..analysis import breakdown
from ..analysis.trend import crossed_trend
from ..codebook import SEX
from ..disclosure import Release
from ..errors import CodebookError
from ..forms import said
from ..records import Records
from ..run import of_records
from ..show import INTERNAL, MIME, section_of
from ..show.model import Card, Part, Section, Written
from ..show.section import box
from ..workbook import OBSERVATIONS, Note, Workbook, observing
from .view import Address

SEEN = "Det här såg vi"


def observed(records: Records, book: Workbook) -> Iterator[Part]:
    """The added observations in order, those of one table together with its figures."""
    by_address: dict[Address, list[Note]] = {}
    for note in added(book):
        by_address.setdefault(Address(note.variables, note.period), []).append(note)
    for notes in by_address.values():
        yield from (words_of(notes, book), figures_of(notes[0], records))


def added(book: Workbook) -> list[Note]:
    """The observations without those that are answers, which stand under their own question."""
    return [note for note in book.observations if note.id not in observing()]


def words_of(notes: list[Note], book: Workbook) -> Card:
    """What was seen, as the view may show it."""
    return Card(SEEN, tuple(Written(said(book, OBSERVATIONS, note.id)) for note in notes))


def figures_of(note: Note, records: Records) -> Section:
    """The table and the chart that an observation is about; no parts where it is about none."""
    if not note.variables or not len(records):
        return Section()
    try:
        return section_of(Address(note.variables, note.period).shown(records))
    except CodebookError as e:
        return Section(parts=box([str(e)]))


def mark_of(records: Records) -> str:
    """The MIME type of figures in the view that holds."""
    return MIME if of_records(records).skydd else INTERNAL


# The figures of an observation: fetched through the Release each time, never saved.

NO_ADDRESS = "the observation {id!r} is about no variable"
NO_PLACE = "the observation {id!r} names {name!r}, which is not in its table"


def figures(observation: Note, records: Records, release: Release) -> pd.DataFrame:
    """What the Release shows of that which an observation is about.

    Parameters
    ----------
    observation
        With ``variables``: the counted one, then the groups (sex where there is none), and with
        ``period`` as `crossed_trend` takes it where it is about time.

    Returns
    -------
    pandas.DataFrame
        The rows of its table that have its categories, as `Protected.frame`: ``n``, ``base`` and
        ``share`` (fractions), hidden ones missing.

    Raises
    ------
    CodebookError
        In Swedish, when a variable is no longer in the codebook.
    ValueError
        When it is about no variable, or about a category of one that is not in its table.
    """
    if not observation.variables:
        raise ValueError(NO_ADDRESS.format(id=observation.id))
    of, *by = observation.variables
    by = by or [SEX]
    if observation.period:
        result = crossed_trend(records, of, by, observation.period)
    else:
        result = breakdown(records, of, by)
    frame = release.protected(result).frame
    for name, category in observation.categories:
        if name not in frame:
            raise ValueError(NO_PLACE.format(id=observation.id, name=name))
        frame = frame[frame[name] == category]
    return frame.reset_index(drop=True)
