"""Headers in two rows: «Vid start» over «Depression» becomes «Vid start: Depression»."""

import re
from collections import Counter

from ..propose.headers import looks_like_data, occasion_of, safe_header, sex_rank, stem_of
from ..records import Remark
from ..values import key_of, plain
from ..wording import listing
from .header_row import filled, is_empty
from .sheet import Sheet

JOINED = "Rubrikerna står i två rader. Den övre raden ({groups}) lästes ihop med den undre."
UNDER = "Rubrikerna står i två rader. Båda lästes som rubriker."
SHOWN_GROUPS = 6


def find_headers(
    sheet: Sheet, head: int, wanted: frozenset[str]
) -> tuple[list[str], int, int, list[Remark]]:
    """The headers of a sheet, joined where they stand in two rows.

    Parameters
    ----------
    sheet, head
        The sheet and the row that was found to hold the headers.
    wanted
        The headers that a codebook expects; they decide whether a header is joined.

    Returns
    -------
    headers, first, titles, remarks
        The headers, the first row below them, how many rows stand above, what was joined.
    """
    rows = sheet.rows
    if _goes_on_below(rows, head):
        headers = _joined(_filled_right(sheet, head, rows[head + 1]), rows[head + 1], wanted)
        return headers, head + 2, head, [Remark("Filen", UNDER)]
    if head and _are_groups(rows[head - 1], rows[head]):
        upper = _filled_right(sheet, head - 1, rows[head])
        groups = listing(dict.fromkeys(f"«{safe_header(g)}»" for g in upper if g))
        told = [Remark("Filen", JOINED.format(groups=groups))]
        return _joined(upper, rows[head], wanted), head + 1, head - 1, told
    return [plain(c) for c in rows[head]], head + 1, head, []


def _goes_on_below(rows: list[list[object]], head: int) -> bool:
    """Whether the row below fills the gaps between the headers, as under merged cells."""
    if head + 2 >= len(rows):
        return False
    upper, lower = rows[head], rows[head + 1]
    places = [j for j, c in enumerate(lower) if not is_empty(c)]
    gaps = [j for j in places if j >= len(upper) or is_empty(upper[j])]
    over = [j for j, c in enumerate(upper) if not is_empty(c) and j not in places]
    sexes = [j for j, c in enumerate(upper) if sex_rank(c)]
    is_words = all(isinstance(lower[j], str) and not looks_like_data(lower[j]) for j in places)
    fits = is_words and len(gaps) > 0 and len(over) > 1 and not set(sexes) & set(places)
    return fits and not any(re.fullmatch(r"[\d ,.%-]+", plain(lower[j])) for j in places)


def _are_groups(upper: list[object], lower: list[object]) -> bool:
    """Whether a row is names of groups of the headers below it, and not a title."""
    places = [j for j, c in enumerate(upper) if not is_empty(c)]
    texts = [plain(upper[j]) for j in places]
    is_title = places in ([], [0], [0, 1]) and filled(lower) > 4
    is_words = all(isinstance(upper[j], str) for j in places)
    if is_title or not is_words or any(looks_like_data(t) or t.endswith(":") for t in texts):
        return False
    bare = [c for c in map(plain, lower) if occasion_of(c) and not stem_of(c)]
    if bare or any(map(occasion_of, texts)) or _fills_gaps(upper, lower):
        return True
    keys = Counter(key_of(c) for c in lower if not is_empty(c))
    return max(keys.values()) > 1 and 1 < len(places) < 0.9 * filled(lower)


def _fills_gaps(upper: list[object], lower: list[object]) -> bool:
    """Whether headers stand above over gaps of the row below, as in cells merged downwards."""
    width = max((j + 1 for j, c in enumerate(lower) if not is_empty(c)), default=0)
    over = [
        j
        for j, c in enumerate(upper[: width + 1])
        if isinstance(c, str) and not is_empty(c) and (j >= len(lower) or is_empty(lower[j]))
    ]
    return len(over) > 1 or any(sex_rank(upper[j]) for j in over)


def _filled_right(sheet: Sheet, row: int, lower: list[object]) -> list[str]:
    """The upper headers, each also over the columns that it belongs to."""
    upper = [plain(c) for c in sheet.rows[row]]
    upper += [""] * (len(lower) - len(upper))
    if sheet.merged and row in sheet.merged:
        for first, last in sheet.merged[row]:
            upper[first : last + 1] = [upper[first]] * (last + 1 - first)
        return upper
    out, group = [], ""
    for above, below in zip(upper, [*lower, *[""] * len(upper)], strict=False):
        is_over = above and not is_empty(below)
        group = above if is_over else "" if above else group
        out.append(above or ("" if is_empty(below) else group))
    return out


def _joined(upper: list[str], lower: list[object], wanted: frozenset[str]) -> list[str]:
    """Each header with its group, where that tells an occasion or tells it from another."""
    below = [plain(c) for c in lower] + [""] * (len(upper) - len(lower))
    twins = Counter(key_of(b) for b in below)
    out: list[str] = []
    for group, header in zip(upper, below, strict=False):
        ways = _ways(group, header, is_twin=twins[key_of(header)] > 1)
        taken = {key_of(o) for o in out}
        known = [w for w in ways if key_of(w) in wanted and key_of(w) not in taken]
        out.append((known or ways)[0])
    return out


def _ways(group: str, header: str, *, is_twin: bool) -> list[str]:
    """The ways to write a header with its group, the best first."""
    if not group or not header or sex_rank(header) > 1:
        return [header or group]
    both = [f"{group}: {header}", f"{header} {group}", f"{header}, {group}"]
    lowered = [f"{header} {group[0].lower()}{group[1:]}", f"{header}, {group.lower()}"]
    ways = [*both, *lowered, header]
    if occasion_of(header) and not stem_of(header):  # the question above, the occasion below
        return [f"{header}: {group}", f"{group} {header}", f"{group}, {header}", *ways]
    if occasion_of(group) and not occasion_of(header):
        short = _occasion_alone(group)
        return [f"{short}: {header}", *ways]
    return ways if is_twin else [header, *ways]


def _occasion_alone(group: str) -> str:
    """«6 mån» of «Uppföljning 6 mån»: the part of a group's name that tells the occasion."""
    stem = stem_of(group)
    return plain(group)[len(stem) :].strip(" ,:;()-–") if stem else group
