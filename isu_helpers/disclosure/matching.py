"""Variables found again: what an earlier publication calls otherwise, or has divided otherwise.

A variable is found by its column, else by its content, else by its answers. To take two for one
that are not costs numbers and never safety: it lets a reader know more than he does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ..codebook import SEX, key_of
from ..errors import CodebookError
from ..privacy import Key
from ..records import Records
from ..records.derived import derived
from ..wording import MISSING
from .manifest import Edition, Kept, content_of, kept

Class = tuple[tuple[str, ...], tuple[str, ...]]  # answers then and now that are one and the same


@dataclass(frozen=True)
class Found:
    """How the variables of an edition are called now.

    ``names`` are those found again; ``gone`` are no more, and nothing that there is could be them;
    ``unclear`` are variables of now that can't be told from what the edition had.
    """

    names: dict[str, str]
    gone: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def present(records: Records, key: Key | None) -> dict[str, Kept]:
    """What people can be counted in now, as it would be remembered."""
    every = [v for v in records.codebook if v.is_countable and v.name in records.frame]
    return {v.name: kept(v, content_of(records, v, key) if key else "") for v in every}


def find(edition: Edition, records: Records, now: dict[str, Kept]) -> Found:
    """Find the variables of an edition again."""
    plain = {v.name: v for v in edition.variables.values() if not v.rule and v.categories}
    names: dict[str, str] = {}
    for is_one in (_is_sex, _is_column, _is_content, _is_alike):
        left = [v for v in plain.values() if v.name not in names]
        free = [v for v in now.values() if v.name not in names.values()]
        names |= _paired(left, free, is_one)
    gone = [v for v in plain.values() if v.name not in names]
    free = [v for v in now.values() if v.name not in names.values()]
    unclear = [v.name for v in free if any(_may_be(g, v) for g in gone)]
    unclear += [names[v.name] for v in plain.values()
                if v.name in names and classes(v, now[names[v.name]]) is None]  # fmt: skip
    by_rule = _derived(edition, records, names)
    names |= by_rule
    return Found(
        {old: new for old, new in names.items() if new not in unclear},
        tuple(v.name for v in gone),
        tuple(unclear),
    )


def classes(old: Kept, new: Kept) -> list[Class] | None:
    """The answers of two divisions that are the same people's; None where that can't be told.

    Each class is one answer then and now, or one that was several or became several. The last is
    those who lack an answer.
    """
    found = (_of_bounds if old.bounds and new.bounds else _of_words)(old, new)
    return found and [*found, ((MISSING,), (MISSING,))]


def _paired(
    left: Iterable[Kept], free: Sequence[Kept], is_one: Callable[[Kept, Kept], bool]
) -> dict[str, str]:
    """Pairs of an old variable and the first one now that is the same; by name where it can be."""
    found: dict[str, str] = {}
    for old in left:
        same = [v for v in free if is_one(old, v) and v.name not in found.values()]
        same.sort(key=lambda v: (v.name != old.name, v.categories != old.categories))
        if same:
            found[old.name] = same[0].name
    return found


def _is_sex(old: Kept, new: Kept) -> bool:
    return old.role == new.role == SEX


def _is_column(old: Kept, new: Kept) -> bool:
    if not old.columns:  # written by the first version, which knew names
        return old.name == new.name
    return old.part == new.part and not {*old.columns}.isdisjoint(new.columns)


def _is_content(old: Kept, new: Kept) -> bool:
    return bool(old.content) and old.content == new.content


def _is_alike(old: Kept, new: Kept) -> bool:
    return old.categories == new.categories


def _may_be(gone: Kept, new: Kept) -> bool:
    """Whether a new variable may be one that is gone, with other words for everything."""
    return len(gone.categories) == len(new.categories) and gone.role == new.role


def _derived(edition: Edition, records: Records, names: dict[str, str]) -> dict[str, str]:
    """The names now of what was worked out of variables that are found."""
    found = {}
    for old in edition.variables.values():
        if old.rule is None:
            continue
        sources = [names.get(s, s) for s in old.rule.sources]
        rule = replace(old.rule, sources=tuple(sources))
        try:
            new = derived(records, rule)
        except (KeyError, CodebookError, IndexError, ValueError):
            continue
        if classes(old, kept(new)) is not None:
            found[old.name] = new.name
    return found


def _of_words(old: Kept, new: Kept) -> list[Class] | None:
    same = [(c, d) for c, d in product(old.categories, new.categories) if key_of(c) == key_of(d)]
    before = [c for c in old.categories if c not in [p[0] for p in same]]
    after = [c for c in new.categories if c not in [p[1] for p in same]]
    links = [
        (c, d) for c, d in product(old.categories, new.categories)
        if (c in before or d in after) and (_holds(new, d, c) or _holds(old, c, d))
    ]  # fmt: skip
    lost = [c for c in before if c not in [p[0] for p in links]]
    come = [c for c in after if c not in [p[1] for p in links]]
    if len(lost) > 1 and len(come) > 1:
        return None
    return _joined([*same, *links, *product(lost, come)], lost if not come else [],
                   come if not lost else [])  # fmt: skip


def _holds(variable: Kept, category: str, word: str) -> bool:
    """Whether an answer is also written with this word."""
    at = variable.categories.index(category)
    return at < len(variable.words) and key_of(word) in variable.words[at]


def _of_bounds(old: Kept, new: Kept) -> list[Class] | None:
    """Classes of numbers; None where two overlap without one lying in the other."""
    ends = [[float("-inf"), *v.bounds, float("inf")] for v in (old, new)]
    links = [(c, d)
             for c, low, high in zip(old.categories, ends[0], ends[0][1:], strict=False)
             for d, least, most in zip(new.categories, ends[1], ends[1][1:], strict=False)
             if low < most and least < high]  # fmt: skip
    found = _joined(links, [], [])
    return None if any(len(a) > 1 and len(b) > 1 for a, b in found) else found


def _joined(links: Iterable[tuple[str, str]], lost: list[str], come: list[str]) -> list[Class]:
    """The answers that links tie together, and those of one side alone."""
    found: list[tuple[dict[str, None], dict[str, None]]] = []
    for one, two in links:
        near = [c for c in found if one in c[0] or two in c[1]]
        whole: tuple[dict[str, None], dict[str, None]] = ({one: None}, {two: None})
        for c in near:
            whole = (c[0] | whole[0], c[1] | whole[1])
        found = [c for c in found if c not in near] + [whole]
    pairs = [(tuple(a), tuple(b)) for a, b in found]
    return [*pairs, *(((c,), ()) for c in lost), *(((), (c,)) for c in come)]
