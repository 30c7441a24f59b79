"""A notebook's settings cell: the names that it gives, however much of it is left."""

from collections.abc import Mapping, Sequence

from .configuration import NAMES


def given(namespace: Mapping[str, object], names: Sequence[str] = NAMES) -> dict[str, object]:
    """The settings that a notebook gives; one that the cell no longer has counts as empty.

    Parameters
    ----------
    namespace
        The notebook's own names: ``globals()``.
    names
        Those that are settings.

    Examples
    --------
    >>> found = given({"arbetsmapp": "storaker", "poster": []})
    >>> found["arbetsmapp"], found["kommun"], "poster" in found
    ('storaker', None, False)
    """
    return {name: namespace.get(name) for name in names}
