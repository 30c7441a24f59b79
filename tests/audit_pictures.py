"""An audit of charts: what they tell and draw is what the rows of the table beside them show."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd
from audit_lines import (
    GAP,
    STEPS,
    TOTAL,
    Line,
    cell_of,
    exact_gap,
    gap_of,
    groups_of,
    half_up,
    lines_of,
    numbers,
    rows_of,
    source,
)
from bs4 import Tag
from drawn import Lane, heard, key, lanes, percents, texts, ticks, upright

from isu_helpers.disclosure import Protected

TICKS = ["0\xa0%", "50\xa0%", "100\xa0%"]
COUNTED = re.compile(r"Räknat på (.*)")
SIZE = re.compile(r"([\d\xa0]+?)\xa0([a-zåäö][a-zåäö ]*?)(?:,| och |$)")
NEAR = 0.0011  # places are drawn to a thousandth
TOP, BOTTOM = 12, 164  # pixels of a panel
PLACES = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "dx", "r"}
DRAWN = PLACES | {"d", "width", "height", "viewbox", "style"}
FIGURE = re.compile(r"\d[\d ]* % \([\d ]+ av [\d ]+\)|[\d ]+ \(andelen är dold\)")


def audit_image(chart: Tag, table: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """What a chart tells or draws, and the table beside it does not show; the chart is gone."""
    pairs = list(zip(rows_of(table), lines_of(table, shown), strict=True))
    pairs = [((h, row), line) for (h, row), line in pairs if line.kind == "svar"]
    if table.caption.text.startswith(STEPS):  # drawn are the steps of all who started
        pairs = [pair for pair in pairs if pair[0][0] == pairs[0][0][0]]
    groups = [g for g in groups_of(table) if g not in (GAP, TOTAL)]
    yield from _attributes(chart)
    if chart.find(class_="falten"):
        yield from _line_panels(chart, pairs, groups)
    elif chart.find(class_="stapel"):
        yield from _stacks(chart, pairs, groups)
    else:
        yield from _shares(chart, pairs, groups)
    yield from odd_texts(chart, table)
    chart.decompose()


def _attributes(chart: Tag) -> Iterator[str]:
    known = DRAWN | {"class", "role", "aria-label", "aria-hidden"}
    for tag in chart.find_all(True):
        if odd := set(tag.attrs) - known:
            yield f"{tag.name} of a chart has {odd}"
        if not re.fullmatch(r"(height:\d+px)?", tag.get("style", "")):
            yield f"{tag.name} has the style {tag['style']}"


def odd_texts(chart: Tag, table: Tag, of: str = "th") -> Iterator[str]:
    """No label holds a number but those of the table's heads, and no tick but per cent.

    ``of`` are the cells that what is read aloud may have its other numbers from.
    """
    heads = " ".join(th.get_text(" ") for th in table.find_all("th"))
    known = set(f"{table.caption.text} {heads}".casefold().split())
    cells = " ".join(cell.get_text(" ") for cell in table.select(of))
    told = known | set(cells.replace("\xa0", " ").casefold().split())
    rest = FIGURE.sub(" ", " ".join(label.get_text(" ").replace("\xa0", " ")
                                    for label in chart.select("figure > .isu-hors")))  # fmt: skip
    if odd := {w.strip(".:,;") for w in rest.casefold().split() if numbers(w)} - told:
        yield f"chart tells {odd}"
    told = [lane.label for lane in lanes(chart)] + [words for words, _ in key(chart)]
    told += [tag.get_text(" ") for tag in chart.select(".trend > .namn span, .falten .ordrad, .n")]
    for text in [*told, chart.get("aria-label", "")]:
        if not {w for w in text.casefold().split() if numbers(w)} <= known:
            yield f"chart writes {text!r}"
    scale = ticks(chart)
    if scale and (len(scale) % 3 or scale != TICKS * (len(scale) // 3)):
        yield f"chart has the ticks {scale}"


def is_near(found: Sequence[float], wanted: Sequence[float], least: float = NEAR) -> bool:
    """Whether two rows of fractions are the same, as exactly as a drawing has them."""
    pairs = list(zip(found, wanted, strict=False))
    return len(found) == len(wanted) and all(abs(a - b) < least for a, b in pairs)


def told_of(words: str, groups: Sequence[str]) -> list[list[int]]:
    """The numbers told, a list for each row and group, in the order of the words."""
    group = "|".join(re.escape(g.lower()) for g in groups)
    count = r"([\d ]+) \(andelen är dold\)"
    pattern = rf"(?:{group}) (?:dolt|inga|{count}|(\d+) % \(([\d ]+) av ([\d ]+)\))"
    found = [m.groups() for m in re.finditer(rf"(?<=[ :]){pattern}", words)]
    return [[int(v.replace(" ", "")) for v in (p, n, base, alone) if v] for alone, p, n, base
            in found]  # fmt: skip


def sizes(text: str) -> list[tuple[int, str]]:
    """How many of each group a line counts."""
    found = COUNTED.search(text)
    told = SIZE.findall(found[1]) if found else []
    return [(int(n.replace("\xa0", "")), group) for n, group in told]


def odd_sizes(text: str, line: Line, groups: Sequence[str]) -> Iterator[str]:
    """How many a line says that shares are of: what the frame shows, of each group."""
    bases = [source(line, g)["base"] for g in groups]
    wanted = [(b, g.lower()) for b, g in zip(bases, groups, strict=True)]
    if text and sizes(text) != wanted:
        yield f"chart counts {text!r} and not {wanted}"


def _drawable(row: pd.Series) -> list[float]:
    return row[["share", "low", "high"]].astype(float).tolist() if len(
        cell_of(row, "svar")) == 3 else []  # fmt: skip


def _shares(chart: Tag, pairs: list, groups: list[str]) -> Iterator[str]:
    """Marks at the shares with their intervals, numbers at the ends, and the difference."""
    told = told_of(heard(chart), groups)
    cells = [cell_of(source(line, g), "svar") for _, line in pairs for g in groups]
    if told != cells[: len(told)]:  # the rest stands in the table alone
        yield f"chart tells {told} and not {cells}"
    caption = chart.figcaption.get_text() if chart.figcaption else ""
    rows = [lane for lane in lanes(chart) if not lane.is_heading]
    if len(rows) != len(pairs):
        yield f"chart has {len(rows)} rows and the table {len(pairs)}"
    for lane, (_, line) in zip(rows, pairs, strict=False):
        yield from odd_lane(lane, [source(line, g) for g in groups])
        for text in (caption, lane.small):
            yield from odd_sizes(text, line, groups)
        yield from odd_value(lane, line)


def odd_lane(lane: Lane, rows: Sequence[pd.Series]) -> Iterator[str]:
    """The marks of a row, and the lowest and highest number."""
    wanted = [found for row in rows if (found := _drawable(row))]
    if not is_near([x for x, _ in lane.marks], [w[0] for w in wanted]):
        yield f"{lane.label}: marks at {lane.marks} and not {wanted}"
    ends = [x for pair in lane.intervals for x in pair]
    if not is_near(ends, [x for w in wanted for x in w[1:]]):
        yield f"{lane.label}: intervals at {ends} and not {wanted}"
    shares = sorted(half_up(100 * w[0]) for w in wanted)
    ends = [shares[0], shares[-1]] if len(shares) > 1 else shares
    if percents(lane.numbers) != ends or len(lane.numbers) != len(ends):
        yield f"{lane.label}: numbers {lane.numbers} and not {ends}"
    hidden = sum(pd.isna(row["n"]) or pd.isna(row["base"]) for row in rows)
    if lane.hidden != hidden:
        yield f"{lane.label}: {lane.hidden} hidden and not {hidden}"


def odd_value(lane: Lane, line: Line) -> Iterator[str]:
    """The difference as the table has it, without its sign."""
    exact, wanted = exact_gap(line), gap_of(line)
    if exact and exact[0] < 0:
        wanted = [-wanted[0], -wanted[2], -wanted[1]]
    if numbers(lane.value) != wanted:
        yield f"{lane.label}: the difference {lane.value!r} and not {wanted}"


def _headings(pairs: list) -> list[str]:
    return list(dict.fromkeys(h for (h, _), _ in pairs))


def _line_panels(chart: Tag, pairs: list, groups: list[str]) -> Iterator[str]:
    """Points as high as the shares, and intervals as long, a panel an answer."""
    panels = [[line for (h, _), line in pairs if h == heading] for heading in _headings(pairs)]
    cells = [cell_of(source(line, g), "svar") for lines in panels for line in lines
             for g in groups]  # fmt: skip
    told = told_of(heard(chart), groups)
    if not told or told != cells[: len(told)]:
        yield f"chart tells {told} and not {cells}"
    fields = chart.select(".trend")
    if len(fields) != len(panels):
        yield f"chart has {len(fields)} panels and not {len(panels)}"
    for field, lines in zip(fields, panels, strict=False):
        yield from _panel(field, lines, groups)


def _panel(field: Tag, lines: list[Line], groups: list[str]) -> Iterator[str]:
    wanted = [[found for line in lines if (found := _drawable(source(line, g)))] for g in groups]
    every = [found for group in wanted for found in group]
    marks = field.select("svg > .m:not(.ingen)")
    heights = [float(m.get("cy") or m.parent.get("y", 0)) for m in marks]
    ends = [y for pair in upright(field) for y in pair]
    if not is_near([_share(y) for y in heights], [w[0] for w in every]):
        yield f"points at {heights} and not {every}"
    if not is_near([_share(y) for y in ends], [x for w in every for x in w[1:]]):
        yield f"intervals at {ends} and not {every}"
    shown = [half_up(100 * w[0]) for group in wanted for w in (group[:1] + group[-1:])]
    told = percents(texts(field, "v"))
    if not set(told) <= set(shown):
        yield f"lines are called {told} and not {shown}"
    hidden = sum(pd.isna(r["n"]) or pd.isna(r["base"]) for line in lines for g in groups
                 for r in [source(line, g)])  # fmt: skip
    if len(field.select(".dolt")) != hidden:
        yield f"{len(field.select('.dolt'))} hidden points and not {hidden}"


def _share(y: float) -> float:
    return (BOTTOM - y) / (BOTTOM - TOP)


def _stacks(chart: Tag, pairs: list, groups: list[str]) -> Iterator[str]:
    """Parts as wide as the shares, of the fill of their answer; one part for what is hidden."""
    fills = dict(key(chart))
    bars = [(g, [(row.th.text, line) for (h, row), line in pairs if h == heading])
            for heading in _headings(pairs) for g in groups]  # fmt: skip
    rows = [lane for lane in lanes(chart) if not lane.is_heading]
    if len(rows) != len(bars):
        yield f"chart has {len(rows)} bars and not {len(bars)}"
    every = [cell_of(source(line, g), "svar") for heading in _headings(pairs)
             for (h, _), line in pairs if h == heading for g in groups]  # fmt: skip
    if (said := told_of(heard(chart), groups)) != every[: len(said)]:
        yield f"chart tells {said} and not {every}"
    wholes = set()
    for lane, (group, answers) in zip(rows, bars, strict=False):
        cells = [cell_of(source(line, group), "svar") for _, line in answers]
        told = told_of(" ".join(lane.heard.replace("\xa0", " ").split()), groups)
        if told not in ([], cells) or lane.label != group:
            yield f"{lane.label} tells {told} and not {cells}"
        bases = {source(line, group)["base"] for _, line in answers}
        if numbers(lane.small) and not {float(n) for n in numbers(lane.small)} <= bases:
            yield f"{lane.label}: {lane.small!r} and not {bases}"
        yield from _bar(lane, group, answers, fills, wholes)
    if len(wholes) > 1:
        yield f"stacked bars in several scales: {wholes}"


def _bar(
    lane: Lane, group: str, answers: list, fills: dict[str, str], wholes: set[float]
) -> Iterator[str]:
    known = {n: f for n, line in answers if (f := _drawable(source(line, group)))}
    beside = [n for n, _ in answers if n not in fills]
    others = sum(known[n][0] for n in beside) if all(n in known for n in beside) else 0
    wanted = [(fills[n], known[n][0]) for n in fills if n in known and known[n][0]]
    is_hidden = any(n not in known for n in fills)
    rest = 1 - others - sum(share for _, share in wanted)
    found = [(fill, width) for _, width, fill in lane.boxes if fill != "dolt"]
    hidden = [width for _, width, fill in lane.boxes if fill == "dolt"]
    if lane.boxes:
        whole = sum(w for _, w in found + [("", h) for h in hidden]) / (
            sum(s for _, s in wanted) + rest * is_hidden)  # fmt: skip
        wholes |= {round(whole, 2)}
        is_same = is_near([w / whole for _, w in found], [s for _, s in wanted], 2 * NEAR)
        if [f for f, _ in found] != [f for f, _ in wanted] or not is_same:
            yield f"{lane.label}: {found} and not {wanted}"
        told = [rest] * len(hidden)
        if len(hidden) > is_hidden or not is_near([h / whole for h in hidden], told, 2 * NEAR):
            yield f"{lane.label}: hidden {hidden} and not {rest}"
    inside = [half_up(100 * known[n][0]) for n in fills if n in known]
    left = iter(inside)
    if not all(n in left for n in percents(lane.numbers)):
        yield f"{lane.label} writes {lane.numbers} and not {inside}"
    apart = [half_up(100 * others)] if beside and all(n in known for n in beside) else []
    if numbers(lane.value) != apart:
        yield f"{lane.label}: beside stands {lane.value!r} and not {apart}"
