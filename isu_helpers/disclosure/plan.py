"""The run's one Release for the same people, planned before anything is shown."""

import pandas as pd

from ..analysis.selection import standard
from ..errors import SettingError
from ..records import Records
from .release import Release

OTHER_LIMIT = (
    "Inställningen minsta_antal är {new}, men tabeller har redan visats med {old}. "
    "Två gränser bredvid varandra kan röja små tal. "
    "Starta om kärnan och kör alla celler, så gäller den nya gränsen överallt."
)

_runs: dict[tuple, Release] = {}


def release_of(records: Records, k: int, is_protected: bool = True) -> Release:
    """The run's one Release for these people; the same file read twice has the same one.

    Raises
    ------
    SettingError
        When these people have been shown with another ``k``: two patterns side by side can be
        worked back.
    """
    hashed = pd.util.hash_pandas_object(records.frame, index=False)
    key = (len(records), tuple(records.frame.columns), int(hashed.sum()), is_protected)
    if key not in _runs:
        _runs[key] = planned(records, k, is_protected)
    if is_protected and _runs[key].k != k:
        raise SettingError(OTHER_LIMIT.format(new=k, old=_runs[key].k))
    return _runs[key]


def planned(records: Records, k: int, is_protected: bool = True) -> Release:
    """A Release with the standard set in it: what step 1 shows by default.

    Tables by sex come first and are protected together: no crossing costs them a number. Then
    each crossing takes the first background variable with which enough of it may stand.
    """
    release = Release(k, is_protected)
    choices = standard(records)
    release.add([c.items[0] for c in choices if not c.is_crossed])
    for choice in choices:
        release.chosen(choice)
    return release
