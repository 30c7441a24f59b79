"""The printed rows of a table, each with the protected frame that its numbers must stand in."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from bs4 import Tag

from isu_helpers.analysis.intervals import newcombe
from isu_helpers.codebook import NUMBER as OF_NUMBER
from isu_helpers.disclosure import Protected
from isu_helpers.records.derived import is_beside

NUMBER = re.compile(r"[+−]?\d+(?:\xa0\d{3})*")
PLURALS = {"Kvinnor": "Kvinna", "Män": "Man", "Flickor": "Flicka", "Pojkar": "Pojke"}
PLURALS |= {"Annat kön": "Annat"}
TOTAL, MISSING, GAP = "Alla", "Uppgift saknas", "Skillnad"
FLOW, TIED = "flow", "flow steg"
REACHED, STEPS = "Vilka har svar vid uppföljningen?", "Så många nådde varje steg"
OPINIONS, SCALE = "Svar på frågorna efter ", "Skalan delad: "


@dataclass(frozen=True)
class Line:
    """A printed row: which result it is of, at which categories, and how it counts."""

    protected: Protected
    at: dict[str, str]
    kind: str  # "svar", "skala", "bas" or "bortfall"


def half_up(value: float) -> int:
    """The nearest whole number, halves away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5 + 1e-9), value))


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in order."""
    plain = (n.replace("\xa0", "").replace("−", "-") for n in NUMBER.findall(text))
    return [int(n) for n in plain]


def plain_tables(shown: Sequence[Protected]) -> list[Protected]:
    """What is counted by the groups alone, apart from a flow and what ties it."""
    return [p for p in shown if len(p.axes) == 2 and p.result.analysis not in (FLOW, TIED)]


def groups_of(table: Tag) -> list[str]:
    """The heads of a table's columns of figures."""
    heads = table.find("tr").find_all("th")[1:]
    return [th.find(string=True).strip() for th in heads]


def rows_of(table: Tag) -> Iterator[tuple[str, Tag]]:
    """The rows of a table that have figures, each with the heading that it stands under."""
    heading = ""
    for row in table.find_all("tr")[1:]:
        if "isu-grupp" in row["class"]:
            heading = row.th.text
        else:
            yield heading, row


def lines_of(table: Tag, shown: Sequence[Protected]) -> list[Line]:
    """The rows of a table with their source; a row that fits no result raises KeyError."""
    plain = {p.result.of.title: p for p in plain_tables(shown)}
    caption, found = table.caption.text.split(". Andel")[0], []
    for heading, row in rows_of(table):
        kind, label = row["class"][0].removeprefix("isu-"), row.th.text
        if caption.startswith(STEPS):
            found.append(_step(label, kind, shown))
        elif caption.startswith(OPINIONS):
            found.append(_answer(plain[heading], label, kind))
        else:
            found.append(_line(_titled(table, caption, shown), plain, heading, label, kind))
    return found


def source(line: Line, group: str) -> pd.Series:
    """The row of the protected frame that a printed cell must come from."""
    frame, (sex, *rest) = line.protected.frame, [a.name for a in line.protected.axes]
    group = PLURALS.get(group, group)
    frame = frame[frame[sex].isna() if group == TOTAL else frame[sex] == group]
    if line.kind == "skala":
        return _of_scale(frame, line)
    for name in rest:
        frame = frame[frame[name] == line.at[name]] if name in line.at else frame
    return frame.iloc[0]


def cell_of(row: pd.Series, kind: str) -> list[int]:
    """The numbers that a cell may print: share, count and base, as far as they are shown."""
    n, base = row["n"], row["base"]
    if kind == "bas":
        return [] if pd.isna(base) else [int(base)]
    if pd.isna(n) or pd.isna(base) or base == 0:
        return [] if pd.isna(n) or base == 0 else [int(n)]
    if kind == "bortfall":
        whole = min(max(half_up(100 * n / base), 1), 100 if n == base else 99)
        return [int(n), whole] if n else [0]
    return [half_up(100 * n / base), int(n), int(base)]


def gap_of(line: Line) -> list[int]:
    """The difference of the first two groups with its interval, in whole percentage points."""
    found = exact_gap(line)
    return printed_gap(*shares_of(line), *found[1:]) if found else []


def shares_of(line: Line) -> list[float]:
    """The shares of the first two groups."""
    rows = (source(line, group) for group in line.protected.axes[0].answers[:2])
    return [row["n"] / row["base"] for row in rows]


def printed_gap(one: float, two: float, low: float, high: float) -> list[int]:
    """A difference as it is printed: of two printed shares, its interval rounded outwards."""
    value = half_up(100 * one) - half_up(100 * two)
    ends = math.floor(100 * low + 1e-6), math.ceil(100 * high - 1e-6)
    return [value, min(value, ends[0]), max(value, ends[1])]


# A question as a scale: a part of it, summed of the answers.


def scale_parts(protected: Protected) -> dict[str, tuple[str, ...]]:
    """What each part of a scale that is cut in two is called, and the answers that it is of."""
    of = protected.axes[-1].variable
    placed = [a for a in protected.axes[-1].answers if not is_beside(a)]
    found = {}
    for i in range(1, len(placed)):
        if of.kind == OF_NUMBER:
            names = replace(of, classes=(of.classes[i - 1],)).categories
        else:
            names = [p[0] if len(p) == 1 else f"{p[0]}–{p[-1]}" for p in (placed[:i], placed[i:])]
        found |= dict(zip(names, (tuple(placed[:i]), tuple(placed[i:])), strict=True))
    return found


def _of_scale(frame: pd.DataFrame, line: Line) -> pd.Series:
    """A part of a group's scale: missing where one of its numbers is."""
    of = line.protected.axes[-1]
    answers = [a for a in of.answers if not is_beside(a)]
    placed = frame[frame[of.name].isin(answers)]
    part = placed[placed[of.name].isin(line.at[of.name])]
    base = placed["base"].iloc[0]
    if len(answers) < len(of.answers):
        base = placed["n"].sum(skipna=False)
    return pd.Series({"n": part["n"].sum(skipna=False), "base": base})


def _scale(protected: Protected, label: str) -> Line:
    part = scale_parts(protected)[label.removeprefix(SCALE)]
    return Line(protected, {protected.axes[-1].name: part}, "skala")


def exact_gap(line: Line) -> list[float]:
    """The difference of the first two groups with its interval; empty where it is hidden."""
    gaps, rest = line.protected.difference, [a.name for a in line.protected.axes[1:]]
    if line.kind == "skala":
        sides = (source(line, group) for group in line.protected.axes[0].answers[:2])
        values = newcombe(*(v for row in sides for v in (row["n"], row["base"])))
        return [] if np.isnan(values).any() else list(map(float, values))
    if line.kind != "svar":
        return []
    for name in rest:
        gaps = gaps[gaps[name] == line.at[name]]
    values = gaps.iloc[0][["value", "low", "high"]]
    return [] if values.isna().any() else values.astype(float).tolist()


def _titled(table: Tag, caption: str, shown: Sequence[Protected]) -> Protected | None:
    """The result whose caption a table has; of a follow-up that of the change before it."""
    if caption.startswith(REACHED):
        change = table.find_previous("table").caption.text.split(". Andel")[0]
        first = _titled(table, change, shown)
        same = [p for p in plain_tables(shown) if p.result.of.rule and p is not first]
        return next(p for p in same if p.result.of.rule.sources == first.result.of.rule.sources)
    tables = [*plain_tables(shown), *(p for p in shown if len(p.axes) == 3)]
    return {_title(p): p for p in tables}.get(caption)


def _title(protected: Protected) -> str:
    by = [a.variable.title for a in protected.axes[:-1]]
    lower = [t if t[:2].isupper() else t[:1].lower() + t[1:] for t in by]
    return f"{protected.result.of.title} efter {' och '.join(lower)}"


def _line(
    titled: Protected | None, plain: dict[str, Protected], heading: str, label: str, kind: str
) -> Line:
    if titled is not None and len(titled.axes) == 3:
        return _crossed(titled, heading, label)
    if titled is not None:
        return _answer(titled, label, kind)
    asked = _question(plain, label)
    return _answer(asked, asked.axes[-1].answers[0], kind)


def _answer(protected: Protected, label: str, kind: str) -> Line:
    """A row of one result: an answer, those who answered, or those who did not."""
    if kind == "skala":
        return _scale(protected, label)
    of = protected.axes[-1]
    answer = {"bas": of.answers[0], "bortfall": MISSING}.get(kind, label)
    if answer not in of.slots:
        raise KeyError(label)
    return Line(protected, {of.name: answer}, kind)


def _question(plain: dict[str, Protected], label: str) -> Protected:
    """The yes/no question of a row, its first answer told where it is not «Ja»."""
    return plain[label] if label in plain else plain[label.rsplit(": ", 1)[0]]


def _crossed(protected: Protected, heading: str, label: str) -> Line:
    _, crossing, of = protected.axes
    answer = heading if heading in of.answers else of.answers[0]
    prefix = f"{crossing.variable.title}: "
    stratum = label.removeprefix(prefix) if label not in crossing.answers else label
    return Line(protected, {crossing.name: stratum, of.name: answer}, "svar")


def _step(label: str, kind: str, shown: Sequence[Protected]) -> Line:
    """A row of a flow: who reached a step, who went on to it, or how many started."""
    flow = next(p for p in shown if p.result.analysis == FLOW)
    if kind != "svar":
        return _answer(flow, label, kind)
    steps = flow.result.of.rule.sources
    tied = {p.result.of.title: p for p in shown
            if p.result.analysis == TIED and p.result.of.rule.sources == steps}  # fmt: skip
    return _answer(tied[label], tied[label].axes[-1].answers[0], kind)
