"""The figures of an observation: fetched through the Release each time, never saved."""

import pandas as pd

from ..analysis import breakdown
from ..analysis.crossed_trend import crossed_trend
from ..codebook import SEX
from ..disclosure import Release
from ..records import Records
from .note import Note

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
