"""What to show of some people by default, planned before anything is hidden."""

from collections.abc import Iterable
from pathlib import Path

from ..analysis import standard
from ..content import fraction
from ..records import Records
from .manifest import Edition
from .release import Release


def planned(
    records: Records, k: int, is_protected: bool = True, earlier: Iterable[Edition] = (),
    folder: Path | None = None,
) -> Release:  # fmt: skip
    """A Release with the standard set in it: what step 1 shows by default.

    Tables by sex come first and are protected together: no crossing costs them a number. Then
    each crossing takes the first background variable with which enough of it may stand. None does
    where an earlier publication already costs the plain tables too much.
    """
    release = Release(k, is_protected, earlier, folder)
    choices = standard(records)
    plain = release.add([c.items[0] for c in choices if not c.is_crossed])
    wanted = fraction("korsning_andel_kvar")
    if not release.earlier or min((p.standing for p in plain), default=0) >= wanted:
        for choice in choices:
            release.chosen(choice)
    return release
