"""An audit of charts: alt text and drawing tell what the rows of the table beside them show."""

import base64
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

import pandas as pd
from audit_lines import (
    GAP,
    STEPS,
    TOTAL,
    Line,
    cell_of,
    groups_of,
    half_up,
    lines_of,
    numbers,
    rows_of,
    source,
)
from bs4 import Tag

from isu_helpers.disclosure import Protected

COLOURS = ("#c9781b", "#14656b", "#7a5f9e", "#6b7680")
TICKS = ["0\xa0%", "25\xa0%", "50\xa0%", "75\xa0%", "100\xa0%"]
PERCENT = re.compile(r"\d+\xa0%")
SIZED = re.compile(r" \(n\xa0=\xa0[\d\xa0]+\)$")
COUNT = re.compile(r"[\d\xa0]+|\.\.")
BAR, KEY = 19.44, 10.08  # points: the height of a stacked bar, and of a part of its key
NEAR = 0.001

Rect = tuple[float, float, float, str]  # left, top, width and style
Shares = list[tuple[str, float | None]]  # a bar's answers with their shares, None where hidden


def audit_image(image: Tag, table: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """What a chart tells or draws, and the table beside it does not show."""
    pairs = list(zip(rows_of(table), lines_of(table, shown), strict=True))
    pairs = [((h, row), line) for (h, row), line in pairs if line.kind == "svar"]
    if table.caption.text.startswith(STEPS):  # drawn are the steps of all who started
        pairs = [pair for pair in pairs if pair[0][0] == pairs[0][0][0]]
    groups = [g for g in groups_of(table) if g not in (GAP, TOTAL)]
    cells = [cell_of(source(line, g), "svar") for _, line in pairs for g in groups]
    told = told_of(image["alt"], groups)
    if told != cells:
        yield f"alt text tells {told} and not {cells}"
    svg, places = svg_of(image), [(line, g) for _, line in pairs for g in groups]
    yield from odd_texts(svg, table, groups)
    if image["alt"].startswith("Linjediagram"):
        yield from _line_panels(svg, pairs, groups)
    elif texts_of(svg)[: len(TICKS)] == TICKS:
        yield from odd_names(svg, places)
        yield from _bars(svg, [line for _, line in pairs], groups)
    else:
        firsts = {(h, g): line for (h, _), line in pairs[::-1] for g in groups}
        yield from odd_names(svg, [(firsts[h, g], g) for h in _headings(pairs) for g in groups])
        yield from _stacks(svg, pairs, groups)


def svg_of(image: Tag) -> str:
    """The drawing of an image."""
    return base64.b64decode(image["src"].split(",")[1]).decode()


def texts_of(svg: str) -> list[str]:
    """What is written in a drawing, in the order of drawing."""
    return re.findall(r"<!-- (.*?) -->", svg, re.DOTALL)


def odd_names(svg: str, places: Sequence[tuple[Line, str]]) -> Iterator[str]:
    """Each bar or mark is named by its group, with the base that its frame shows."""
    groups = {g for _, g in places}
    named = [t for t in texts_of(svg) if SIZED.sub("", t) in groups]
    wanted = [name_of(source(line, g)["base"], g) for line, g in places]
    if named != wanted:
        yield f"chart names {named} and not {wanted}"


def name_of(base: float, group: str) -> str:
    """A group as a chart names it: with how many a share is of, where that is shown."""
    if pd.isna(base):
        return group
    return f"{group} (n\xa0=\xa0{told_as(base)})"


def told_as(count: float) -> str:
    """A count as it is written, two dots where it is hidden."""
    return ".." if pd.isna(count) else f"{int(count):,}".replace(",", "\xa0")


def _headings(pairs: list) -> list[str]:
    return list(dict.fromkeys(h for (h, _), _ in pairs))


def odd_texts(svg: str, table: Tag, groups: Sequence[str]) -> Iterator[str]:
    """No number is written but per cent, groups' sizes and what the heads of the table have."""
    heads = " ".join(th.get_text(" ") for th in table.find_all("th"))
    known = set(f"{table.caption.text} {heads}".casefold().split())
    texts = texts_of(svg)
    sizes = {i for row, _ in size_rows(texts, groups) for i in row}
    for text in (t for i, t in enumerate(texts) if i not in sizes):
        left = PERCENT.sub("", SIZED.sub("", text) if SIZED.sub("", text) in groups else text)
        if not {w for w in left.casefold().split() if numbers(w)} <= known:
            yield f"chart writes {text!r}"


def percents(texts: Sequence[str]) -> list[int]:
    """The texts that are per cent and nothing else."""
    return [numbers(t)[0] for t in texts if PERCENT.fullmatch(t)]


def box_of(svg: str) -> list[list[float]]:
    """Left, top, width and height of each panel, in points."""
    form = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>\s*</clipPath>'
    return [[float(x) for x in found] for found in re.findall(form, svg)]


def marks_of(svg: str) -> list[tuple[float, float]]:
    """Where the marks of a chart are, letters and ticks apart."""
    form = r'<use xlink:href="#m\w+" x="([\d.]+)" y="([\d.]+)" style="fill'
    return [(float(x), float(y)) for x, y in re.findall(form, svg)]


def is_near(found: Sequence[float], wanted: Sequence[float]) -> bool:
    """Whether two rows of fractions are the same, as exactly as a drawing has them."""
    pairs = list(zip(found, wanted, strict=False))
    return len(found) == len(wanted) and all(abs(a - b) < NEAR for a, b in pairs)


def told_of(alt: str, groups: list[str]) -> list[list[int]]:
    """The numbers of an alt text, a list for each row and group, in the order of the table."""
    group = "|".join(re.escape(g.lower()) for g in groups)
    count = r"([\d\xa0]+) \(andelen är dold\)"
    pattern = rf"(?:{group}) (?:dolt|inga|{count}|(\d+)\xa0% \(([\d\xa0]+) av ([\d\xa0]+)\))"
    found = [m.groups() for m in re.finditer(rf"(?<=[ :]){pattern}", alt)]
    return [[int(v.replace("\xa0", "")) for v in (p, n, base, alone) if v] for alone, p, n, base
            in found]  # fmt: skip


def _shown(lines: Sequence[Line], groups: Sequence[str]) -> list[list[float]]:
    """Share and interval of each figure whose share may be drawn."""
    rows = [source(line, g) for line in lines for g in groups]
    return [r[["share", "low", "high"]].astype(float).tolist() for r in rows
            if len(cell_of(r, "svar")) == 3]  # fmt: skip


def _bars(svg: str, lines: list[Line], groups: list[str]) -> Iterator[str]:
    """Bars as long as the shares, with lines as long as the intervals."""
    left, _, width, _ = box_of(svg)[0]
    wanted = _shown(lines, groups)
    shares = [half_up(100 * row[0]) for row in wanted]
    if percents(texts_of(svg)[len(TICKS) :]) != shares:
        yield f"chart writes {percents(texts_of(svg))} and not {shares}"
    paths = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: (?:{"|".join(COLOURS)})', svg)
    corners = [[float(x) for x in re.findall(r"[ML] ([\d.]+) ", p)] for p in paths]
    drawn = [(max(c) - min(c)) / width for c in corners]
    if not is_near(drawn, [row[0] for row in wanted]):
        yield f"chart draws {drawn} and not {shares}"
    lines_ = re.findall(r'd="M ([\d.]+) ([\d.]+) \nL ([\d.]+) \2 \n"[^>]*stroke: #1d2730', svg)
    ends = [(float(x) - left) / width for a, _, b in lines_ for x in (a, b)]
    if not is_near(ends, [x for row in wanted for x in row[1:]]):
        yield f"chart has the intervals {ends}"


def _line_panels(svg: str, pairs: list, groups: list[str]) -> Iterator[str]:
    """Points as high as the shares, and lines as long as the intervals, a panel an answer."""
    panels = [[line for (h, _), line in pairs if h == heading] for heading in _headings(pairs)]
    yield from _panel_sizes(texts_of(svg), panels, groups)
    wanted = [row for lines in panels for g in groups for row in _shown(lines, [g])]
    form = r'd="M ([\d.]+) ([\d.]+) \nL \1 ([\d.]+) \n"[^>]*stroke-opacity: 0.75'
    ends = [(0, float(y)) for _, *pair in re.findall(form, svg) for y in pair]
    if not is_near(_heights(svg, marks_of(svg)), [row[0] for row in wanted]):
        yield f"lines draw {_heights(svg, marks_of(svg))} and not {[row[0] for row in wanted]}"
    if not is_near(_heights(svg, ends), [x for row in wanted for x in row[1:]]):
        yield f"lines have the intervals {_heights(svg, ends)}"
    last = [source(lines[-1], g) for lines in panels for g in groups]
    shares = [c[0] for row in last if len(c := cell_of(row, "svar")) == 3]
    named = [t for t in texts_of(svg) if PERCENT.search(t) and not PERCENT.fullmatch(t)]
    if [numbers(PERCENT.search(t)[0])[0] for t in named] != shares:
        yield f"lines are called {named} and not {shares}"
    if percents(texts_of(svg)) != [numbers(t)[0] for t in TICKS] * len(panels):
        yield f"lines have the ticks {percents(texts_of(svg))}"


def size_rows(texts: list[str], groups: Sequence[str]) -> list[tuple[range, str]]:
    """Where the counts before the name of a row «n kvinnor» stand, and the name."""
    ends = [i for i, text in enumerate(texts) if text in {f"n {g.lower()}" for g in groups}]
    before = [len(list(takewhile(COUNT.fullmatch, texts[:i][::-1]))) for i in ends]
    return [(range(i - n, i), texts[i]) for i, n in zip(ends, before, strict=True)]


def _panel_sizes(texts: list[str], panels: list[list[Line]], groups: list[str]) -> Iterator[str]:
    """Under each panel, for each group: the bases of the periods that are named."""
    found = size_rows(texts, groups)
    told = [[texts[i] for i in row] for row, _ in found]
    rows = [(lines, g) for lines in panels for g in groups]
    wanted = [[told_as(source(line, g)["base"]) for line in lines] for lines, g in rows]
    if [name for _, name in found] != [f"n {g.lower()}" for _, g in rows]:
        yield f"lines name {[name for _, name in found]}"
    steps = range(1, 1 + max(map(len, wanted)))
    if not any(told == [row[::step] for row in wanted] for step in steps):
        yield f"lines are of {told} and not {wanted}"


def _heights(svg: str, places: Sequence[tuple[float, float]]) -> list[float]:
    """How high places are in their panels, as fractions."""
    boxes = [(top, height) for _, top, _, height in box_of(svg)]
    inside = [next((b for b in boxes if b[0] - 1 <= y <= sum(b) + 1), (0, 1)) for _, y in places]
    return [(top + height - y) / height for (_, y), (top, height) in zip(places, inside,
                                                                        strict=True)]  # fmt: skip


def _stacks(svg: str, pairs: list, groups: list[str]) -> Iterator[str]:
    """Parts as wide as the shares, of the colour of their answer; one part for what is hidden."""
    labels = {row.th.text for (_, row), _ in pairs}
    names = list(takewhile(labels.__contains__, texts_of(svg)))
    bars = list(_shares_of(pairs, groups))
    rects = list(_rects(svg, BAR))
    keys = [style for *_, style in _rects(svg, KEY)]
    if len(keys) != len(names):
        yield f"the key has {len(keys)} colours for {names}"
        return
    fills = dict(zip(names, keys, strict=True))
    tops = sorted({round(top, 2) for _, top, *_ in rects})
    drawn = [[r for r in rects if round(r[1], 2) == top] for top in tops]
    yield from _written(texts_of(svg)[len(names) :], bars, names, groups)
    wholes = [w for parts in drawn for bar in bars if (w := _whole(parts, bar, names, fills))]
    if len(drawn) > len(bars) or len(wholes) < len(drawn):
        yield f"a stacked bar is none of {bars}"
    if not _in_order(drawn, bars, names, fills):
        yield f"stacked bars are not {bars}"


def _in_order(drawn: list, bars: list[Shares], names: list[str], fills: dict[str, str]) -> bool:
    """Whether the bars that are drawn are bars of the table in its order, in one scale."""
    scale, left = None, iter(bars)
    for parts in drawn:
        fits = (_whole(parts, bar, names, fills) for bar in left)
        whole = next((w for w in fits if w and (scale is None or abs(w - scale) < 0.05)), None)
        if whole is None:
            return False
        scale = whole
    return True


def _shares_of(pairs: list, groups: list[str]) -> Iterator[Shares]:
    for heading in _headings(pairs):
        for g in groups:
            rows = [(row.th.text, source(line, g)) for (h, row), line in pairs if h == heading]
            yield [(name, r["share"] if len(cell_of(r, "svar")) == 3 else None)
                   for name, r in rows]  # fmt: skip


def _whole(
    parts: list[Rect], bar: Shares, names: list[str], fills: dict[str, str]
) -> float | None:
    """How many points the whole of a bar takes; None where the parts are not those of the bar."""
    shares = dict(bar)
    others = [share for name, share in bar if name not in names]
    beside = 0 if None in others else sum(others)
    wanted = [(fills[n], shares[n]) for n in names if shares[n]]
    is_hidden = any(shares[n] is None for n in names)
    rest = 1 - beside - sum(share for _, share in wanted)
    hidden = [width for *_, width, style in parts if "dasharray" in style]
    found = [(style, width) for *_, width, style in parts if "dasharray" not in style]
    if [f for f, _ in found] != [f for f, _ in wanted] or len(hidden) != is_hidden:
        return None
    every = sum(share for _, share in wanted) + rest * is_hidden
    whole = sum(width for *_, width, _ in parts) / every
    is_same = is_near([w / whole for _, w in found], [s for _, s in wanted])
    return whole if is_same and is_near([h / whole for h in hidden], [rest] * is_hidden) else None


def _rects(svg: str, height: float) -> Iterator[Rect]:
    """The filled boxes of a height, from above and from the left."""
    path = r'<path d="M ([\d.]+) ([\d.]+) \nL ([\d.]+) \2 \nL \3 ([\d.]+) \nL \1 \4 \nz\n"[^>]*'
    for x, y, right, low, style in re.findall(path + r'style="fill: ((?!none)[^"]*)"', svg):
        if abs(float(low) - float(y) - height) < NEAR:
            yield float(x), float(y), float(right) - float(x), style


def _written(
    texts: list[str], bars: list[Shares], names: list[str], groups: list[str]
) -> Iterator[str]:
    """Numbers in a bar are some of its shares in order; last what has no place on the scale."""
    starts = [i for i, text in enumerate(texts) if SIZED.sub("", text) in groups]
    if len(starts) != len(bars):
        yield f"chart names {len(starts)} bars and not {len(bars)}"
    for start, end, bar in zip(starts, [*starts[1:], len(texts)], bars, strict=False):
        shares = dict(bar)
        inside = [half_up(100 * s) for n in names if (s := shares[n]) is not None]
        others = [s for n, s in bar if n not in names]
        inside += [half_up(100 * sum(others))] if others and None not in others else []
        left = iter(inside)
        if not all(n in left for n in percents(texts[start:end])):
            yield f"chart writes {percents(texts[start:end])} and not {inside}"
