"""Ids of sections, so that the overview can lead to them."""

import re

from ..disclosure import Protected


def anchor(protected: Protected) -> str:
    """The id of a result's section, from the names of its variables besides sex.

    The same in every run and page.
    """
    names = "-".join(axis.name for axis in reversed(protected.axes[1:]))
    return "tabell-" + re.sub(r"\W+", "-", names.casefold()).strip("-")
