"""An audit of what is printed: each number of a page must stand in a protected frame.

`audit` reads the HTML of a handout's results as a reader would and knows only the protected
frames. What it does not recognise, or finds no source for, it reports.
"""

import base64
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from bs4 import BeautifulSoup, Comment, Tag

from isu_helpers.disclosure import Protected

NUMBER = re.compile(r"[+−]?\d+(?:\xa0\d{3})*")
PLURALS = {"Kvinnor": "Kvinna", "Män": "Man", "Flickor": "Flicka", "Pojkar": "Pojke"}
PLURALS |= {"Annat kön": "Annat"}
TOTAL, MISSING = "Alla", "Uppgift saknas"
HIDDEN = '<span aria-hidden="true">..</span><span class="isu-bara-upplasning">dolt</span>'
ATTRIBUTES = {"class", "scope", "role", "tabindex", "aria-label", "aria-hidden", "colspan"}
COLOURS = ("#c9781b", "#14656b", "#7a5f9e", "#6b7680")
TICKS = ["0\xa0%", "25\xa0%", "50\xa0%", "75\xa0%", "100\xa0%"]
SAID = re.compile(r"(?P<number>[+−]?\d+)(?:\xa0(?P<unit>%|procentenheter))?")
FOLLOWED = re.compile(r"Vid uppföljningen finns svar om «(.+)» för ")
REACHED = re.compile(r"(\d+) av (\d+) [a-zåäö ]+ \((\d+)\xa0%\)")
REPORT = re.compile(r"(\d+)\xa0tal är dolda i (\d+) av (\d+)\xa0tabell(?:er)?\.")
ALL_SHOWN = re.compile(r"Inget tal är dolt i (\d+)\xa0tabell(?:er)? som visas\.")
NOT_SHOWN = re.compile(r"(\d+)\xa0tabell(?:er)? visas inte alls,")
PERIOD = re.compile(r"Uppgifterna gäller \d{4}[\w ]*(?: till \d{4}[\w ]*)?\.")
WITHIN, YES_WITHIN = "Könsfördelning. ", ", de som svarade ja"
SMALL = re.compile(r"I gruppen (.+?) finns (\d+)\xa0person(?:er)?\. En person motsvarar (\d+)\xa0")


@dataclass(frozen=True)
class Line:
    """A printed row: which result it is of, at which categories, and how it counts."""

    protected: Protected
    at: dict[str, str]
    kind: str  # "svar", "bas" or "bortfall"


def audit(html: str, shown: Sequence[Protected], k: int) -> list[str]:
    """What is wrong with a page, a sentence each; empty when every number has its source."""
    page = BeautifulSoup(html, "html.parser")
    findings = [*_attributes(page, shown), *_markers(page)]
    for table in page.find_all("table"):
        if table.caption.text.startswith(WITHIN):
            findings += _within(table, shown)
            continue
        lines = list(_lines(table, shown))
        findings += _table(table, lines)
        section = table.find_parent(class_="isu-resultat")
        if section is not None:
            findings += _image(section.img, [x for x in lines if x.kind == "svar"], table)
            findings += _sentences(section, table, _labels(shown))
    findings += [f for box in page(class_="isu-varning") for f in _warnings(box, shown)]
    return [*findings, *_report(page.get_text(), shown), *_rest(page, shown, k)]


def half_up(value: float) -> int:
    """The nearest whole number, halves away from zero."""
    return int(math.copysign(math.floor(abs(value) + 0.5 + 1e-9), value))


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in order."""
    plain = (n.replace("\xa0", "").replace("−", "-") for n in NUMBER.findall(text))
    return [int(n) for n in plain]


def _attributes(page: BeautifulSoup, shown: Sequence[Protected]) -> Iterator[str]:
    """A title or data attribute could tell one hidden number from another."""
    anchors = {_anchor(p) for p in shown}
    for tag in page.find_all(True):
        known = ATTRIBUTES | ({"alt", "src"} if tag.name == "img" else set())
        known |= {"id"} if tag.get("id") in anchors else set()
        if odd := set(tag.attrs) - known:
            yield f"{tag.name} has {odd}"
    for cell in page.find_all("td"):
        if cell.attrs:
            yield f"td has {cell.attrs}"
    yield from (f"comment {c}" for c in page.find_all(string=lambda t: isinstance(t, Comment)))


def _anchor(protected: Protected) -> str:
    """The id of a result's place on the page: its variables, the counted one first."""
    name = "-".join([a.name for a in protected.axes[1:]][::-1])
    return "tabell-" + "-".join(re.findall(r"\w+", name.casefold()))


def _markers(page: BeautifulSoup) -> Iterator[str]:
    """Every cell without a number is hidden by the one sign, or a dash for nobody."""
    for cell in page.find_all("td"):
        inner = cell.decode_contents()
        has_no_gap = cell.parent["class"] in (["isu-bas"], ["isu-bortfall"])
        if inner == "" and has_no_gap and cell.find_next_sibling("td") is None:
            continue
        if not numbers(cell.text) and inner not in (HIDDEN, "–"):
            yield f"unknown sign {inner!r}"
        if re.search(r"[<>≤≥~]", cell.text):
            yield f"bound {cell.text!r}"


def _lines(table: Tag, shown: Sequence[Protected]) -> Iterator[Line]:
    """The rows of a table with their source; a caption that fits no result gives none."""
    plain = {p.result.of.title: p for p in shown if len(p.axes) == 2}
    crossed = {_title(p): p for p in shown if len(p.axes) == 3}
    caption = table.caption.text.split(". Andel av dem")[0]
    heading = ""
    for row in table.find_all("tr")[1:]:
        label = row.th.text
        if "isu-grupp" in row["class"]:
            heading = label
            continue
        kind = row["class"][0].removeprefix("isu-")
        if caption in crossed:
            yield _crossed_line(crossed[caption], heading, label)
        elif caption in {_title(p) for p in plain.values()}:
            protected = next(p for p in plain.values() if _title(p) == caption)
            yield Line(protected, {protected.axes[-1].name: _answer(label, kind, protected)}, kind)
        else:
            protected = _question(plain, label)
            answer = MISSING if kind == "bortfall" else protected.axes[-1].answers[0]
            yield Line(protected, {protected.axes[-1].name: answer}, kind)


def _within(table: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """The sexes within each answer: whole per cent that make 100 of counts that are all shown."""
    plain = {p.result.of.title: p for p in shown if len(p.axes) == 2}
    of = table.caption.text.removeprefix(WITHIN).rsplit(": ", 1)[0]
    groups = [th.text for th in table.find("tr").find_all("th")[1:-1]]
    for row in table.find_all("tr")[1:]:
        kind, label = row["class"][0].removeprefix("isu-"), row.th.text
        protected = _question(plain, label) if of.endswith(YES_WITHIN) else plain[of]
        answers = protected.axes[-1].answers
        answer = label if label in answers and not of.endswith(YES_WITHIN) else answers[0]
        line = Line(protected, {protected.axes[-1].name: answer}, kind)
        *counts, total = (
            source(line, g)["base" if kind == "bas" else "n"] for g in (*groups, TOTAL)
        )
        *shares, count = (numbers(cell.text) for cell in row.find_all("td"))
        if count != ([] if pd.isna(total) else [int(total)]) or not _make_up(
            shares, counts, total
        ):
            yield f"{label}, {of}: {shares}, {count} and not of {counts}"


def _make_up(shares: list[list[int]], counts: list[float], total: float) -> bool:
    """Whether shares are those of counts, or all hidden where one of the counts is."""
    if pd.isna([*counts, total]).any() or not total:
        return not any(shares)
    flat = [share for told in shares for share in told]
    near = [abs(s - 100 * n / total) < 1 for s, n in zip(flat, counts, strict=True)]
    return sum(flat) == 100 and all(near)


def _title(protected: Protected) -> str:
    by = [a.variable.title for a in protected.axes[:-1]]
    lower = [t if t[:2].isupper() else t[:1].lower() + t[1:] for t in by]
    return f"{protected.result.of.title} efter {' och '.join(lower)}"


def _answer(label: str, kind: str, protected: Protected) -> str:
    return protected.axes[-1].answers[0] if kind == "bas" else label


def _question(plain: dict[str, Protected], label: str) -> Protected:
    """The yes/no question of a row, its first answer told where it is not «Ja»."""
    return plain[label] if label in plain else plain[label.rsplit(": ", 1)[0]]


def _crossed_line(protected: Protected, heading: str, label: str) -> Line:
    _, crossing, of = protected.axes
    answer = heading if heading in of.answers else of.answers[0]
    prefix = f"{crossing.variable.title}: "
    stratum = label.removeprefix(prefix) if label not in crossing.answers else label
    return Line(protected, {crossing.name: stratum, of.name: answer}, "svar")


def source(line: Line, group: str) -> pd.Series:
    """The row of the protected frame that a printed cell must come from."""
    frame, (sex, *rest) = line.protected.frame, [a.name for a in line.protected.axes]
    group = PLURALS.get(group, group)
    frame = frame[frame[sex].isna() if group == TOTAL else frame[sex] == group]
    for name in rest:
        frame = frame[frame[name] == line.at[name]] if name in line.at else frame
    return frame.iloc[0]


def _table(table: Tag, lines: list[Line]) -> Iterator[str]:
    groups = [th.find(string=True) for th in table.find("tr").find_all("th")[1:]]
    rows = [r for r in table.find_all("tr")[1:] if "isu-grupp" not in r["class"]]
    for row, line in zip(rows, lines, strict=True):
        for cell, group in zip(row.find_all("td"), groups, strict=True):
            is_gap = group.strip() == "Skillnad"
            wanted = gap_of(line) if is_gap else _cell(source(line, group), line.kind)
            if cell.text and numbers(cell.text) != wanted:
                yield f"{row.th.text}, {group}: {cell.text!r} and not {wanted}"


def _cell(row: pd.Series, kind: str) -> list[int]:
    """The numbers that a cell may print: share, count and base, as far as they are shown."""
    n, base = row["n"], row["base"]
    if kind == "bas":
        return [] if pd.isna(base) else [int(base)]
    if pd.isna(n) or pd.isna(base) or base == 0:
        return [] if pd.isna(n) or base == 0 else [int(n)]
    if kind == "bortfall":
        return [int(n), half_up(100 * n / base)] if n else [0]
    return [half_up(100 * n / base), int(n), int(base)]


def gap_of(line: Line) -> list[int]:
    """The difference of the first two groups with its interval, in whole percentage points."""
    gaps, rest = line.protected.difference, [a.name for a in line.protected.axes[1:]]
    if line.kind != "svar":
        return []
    for name in rest:
        gaps = gaps[gaps[name] == line.at[name]]
    values = gaps.iloc[0][["value", "low", "high"]]
    return [] if values.isna().any() else [half_up(100 * v) for v in values]


def _image(image: Tag, lines: list[Line], table: Tag) -> Iterator[str]:
    """The chart draws and tells what the table's rows show, and nothing else."""
    groups = [th.find(string=True) for th in table.find("tr").find_all("th")[1:]]
    groups = [g for g in groups if g.strip() not in ("Skillnad", TOTAL)]
    cells = [_cell(source(line, g), "svar") for line in lines for g in groups]
    cells = [c if len(c) == 3 else [] for c in cells]  # a count without a share is not drawn
    told = _told(image["alt"], lines, groups)
    if told != cells:
        yield f"alt text tells {told} and not {cells}"
    svg = base64.b64decode(image["src"].split(",")[1]).decode()
    shares = [c[0] for c in cells if len(c) == 3]
    texts = re.findall(r"<!-- (.*?) -->", svg)
    if texts[: len(TICKS)] != TICKS or _shares(texts[len(TICKS) :]) != shares:
        yield f"chart writes {_shares(texts[len(TICKS) :])} and not {shares}"
    if (bars := _bars(svg)) != shares:
        yield f"chart draws {bars} and not {shares}"


def _told(alt: str, lines: list[Line], groups: list[str]) -> list[list[int]]:
    """The numbers of an alt text, a list for each row and group, in the order of the table."""
    group = "|".join(re.escape(g.lower()) for g in groups)
    pattern = rf"(?:{group}) (?:dolt|inga|(\d+)\xa0% \(([\d\xa0]+) av ([\d\xa0]+)\))"
    found = [m.groups() for m in re.finditer(rf"(?<=[ :]){pattern}", alt)]
    return [[] if p is None else numbers(f"{p} {n}, {base}") for p, n, base in found]


def _shares(texts: list[str]) -> list[int]:
    return [numbers(t)[0] for t in texts if re.fullmatch(r"\d+\xa0%", t)]


def _bars(svg: str) -> list[int]:
    """The widths of the bars in per cent of the axis."""
    width = float(re.search(r'<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)"', svg)[1])
    colours = "|".join(COLOURS)
    paths = re.findall(rf'<path d="([^"]+)"[^>]*style="fill: (?:{colours})', svg)
    corners = [[float(x) for x in re.findall(r"[ML] ([\d.]+) ", p)] for p in paths]
    return [half_up(100 * round((max(c) - min(c)) / width, 5)) for c in corners]


def _sentences(section: Tag, table: Tag, labels: list[str]) -> Iterator[str]:
    """Sentences tell shares of the table beside them, and differences with both their shares."""
    said = section.find(class_="isu-lasning")
    text = _without(said.text if said else "", labels)
    found = [
        (m["unit"], numbers(m["number"])[0], text[: m.start()][-5:]) for m in SAID.finditer(text)
    ]
    rows = [[numbers(td.text) for td in tr.find_all("td")] for tr in table.find_all("tr")]
    shares = {cell[0] for row in rows for cell in row if len(cell) == 3}
    for i, (unit, number, before) in enumerate(found):
        told = [n for _, n, _ in found[max(i - 2, 0) : i + 3]]
        if unit == "procentenheter" and not any(_says(row, told) for row in rows):
            yield f"no row says {told}"
        if unit == "%" and number not in shares:
            yield f"no row has the share {number}"
        if unit is None and before not in ("från ", "till "):
            yield f"a number of no kind in {text!r}"


def _says(row: list[list[int]], told: list[int]) -> bool:
    """Whether a row has these two shares, their difference and its interval, either way round."""
    if len(row) < 3 or len(told) != 5 or not (row[0] and row[1] and row[-1]):
        return False
    value, low, high = row[-1]
    ways = [[row[0][0], row[1][0], value, low, high], [row[1][0], row[0][0], -value, -high, -low]]
    return told in ways or told in [[*w[:2], abs(value), *w[3:]] for w in ways]


def _warnings(box: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """A warning may tell the size of a group that is shown, and what one person weighs in it."""
    bases = {(names, int(n)) for p in shown for names, n in _bases(p)}
    for group, size, weight in SMALL.findall(" ".join(p.text for p in box(["p", "li"]))):
        if (group, int(size)) not in bases:
            yield f"no frame shows {size} in {group}"
        if half_up(100 / int(size)) != int(weight):
            yield f"one of {size} is not {weight} per cent"


def _bases(protected: Protected) -> Iterator[tuple[str, float]]:
    """The bases that are shown, with the group as a warning calls it."""
    *by, _ = [a.name for a in protected.axes]
    plurals = {single: plural for plural, single in PLURALS.items()}
    for _, row in protected.frame.dropna(subset=["base", *by]).iterrows():
        sex, *rest = row[by]
        yield (
            ", ".join([plurals.get(sex, sex).lower(), *(r[0].lower() + r[1:] for r in rest)]),
            row["base"],
        )


def _rest(page: BeautifulSoup, shown: Sequence[Protected], k: int) -> Iterator[str]:
    """No other text holds a number, but in the name of a variable or category and for ``k``."""
    texts = [t for t in page.find_all(string=True) if not t.find_parent(["td", "style"])]
    texts = [t for t in texts if not t.find_parent(class_="isu-lasning")]
    for text in [*texts, *(tag["aria-label"] for tag in page(attrs={"aria-label": True}))]:
        yield from unexplained(str(text), shown, k)


def unexplained(text: str, shown: Sequence[Protected], k: int) -> Iterator[str]:
    """A finding, where a text that is no figure of a table tells a number of no known kind."""
    rule = [f"färre än {k} eller", f"när de är minst {k}."]
    sizes = "|".join({f"{n:,}".replace(",", "\xa0") for p in shown for n in _sizes(p)} or {"-"})
    about = re.compile(rf"Tabellerna gäller (?:(?:{sizes}) [a-zåäö ]+?(?:, | och |\.))+")
    left = text
    for known in (about, SMALL, PERIOD, REPORT, ALL_SHOWN, NOT_SHOWN):
        left = known.sub("", left)
    if not _is_follow_up(left, shown) and numbers(_without(left, [*_labels(shown), *rule])):
        yield f"unexplained number in {text!r}"


def _report(text: str, shown: Sequence[Protected]) -> Iterator[str]:
    """The report of what is hidden counts what a reader can count: the signs in the tables."""
    tables = [p for p in shown if p.frame["n"].notna().any() and _inner(p).notna().any()]
    dotted = {p.result.key: hidden for p in tables if (hidden := set(_hidden(p)))}
    signs = len({sign for hidden in dotted.values() for sign in hidden})
    wanted = {
        REPORT: (signs, len(dotted), len(tables)),
        ALL_SHOWN: (len(tables),),
        NOT_SHOWN: (len(shown) - len(tables),),
    }
    for pattern, numbers_ in wanted.items():
        for told in pattern.finditer(text):
            if tuple(map(int, told.groups())) != numbers_:
                yield f"{told[0]!r} and not {numbers_}"


def _inner(protected: Protected) -> pd.Series:
    """The counts of the answers within the groups."""
    frame, names = protected.frame, [a.name for a in protected.axes]
    known = frame[names].notna().all(axis=1) & ~frame[names].eq(MISSING).any(axis=1)
    return frame["n"][known]


def _hidden(protected: Protected) -> Iterator[frozenset]:
    """The addresses of the hidden counts in groups that are no missing answer."""
    names = [a.name for a in protected.axes]
    for row in protected.frame.to_dict("records"):
        at = {name: row[name] for name in names if not pd.isna(row[name])}
        if pd.isna(row["n"]) and MISSING not in [at.get(name) for name in names[:-1]]:
            yield frozenset(at.items())


def _is_follow_up(text: str, shown: Sequence[Protected]) -> bool:
    """Whether a sentence tells who answered at follow-up, by figures that a frame shows."""
    found = FOLLOWED.match(text)
    told = [tuple(map(int, pair)) for pair in REACHED.findall(text)] if found else []
    for protected in (p for p in shown if len(p.axes) == 2 and found):
        if protected.result.of.title == found[1]:
            return bool(told) and told == _reached(protected)
    return False


def _reached(protected: Protected) -> list[tuple[int, int, int]]:
    """Of each group: who answered, everyone, and the share in whole per cent."""
    by, of = (a.name for a in protected.axes)
    frame = protected.frame.dropna(subset=[by, "base"])
    bases = frame[frame[of].isin(protected.axes[-1].answers)].groupby(by, sort=False)["base"]
    totals = frame[frame[of].isna()].set_index(by)["n"]
    pairs = [(int(base), int(totals[group])) for group, base in bases.first().items()]
    return [(n, base, half_up(100 * n / base)) for n, base in pairs]


def _labels(shown: Sequence[Protected]) -> list[str]:
    """Names of variables and categories that have a number in them, the longest first."""
    axes = [axis for p in shown for axis in p.axes]
    labels = {t for a in axes for t in (a.variable.title, a.variable.question, *a.slots)}
    labels |= {t[:1].lower() + t[1:] for t in labels}
    return sorted((t for t in labels if numbers(t)), key=len, reverse=True)


def _without(text: str, labels: list[str]) -> str:
    for label in labels:
        text = text.replace(label, "")
    return text


def _sizes(protected: Protected) -> list[int]:
    """The groups' own sizes that are shown."""
    sex, *rest = [a.name for a in protected.axes]
    frame = protected.frame
    totals = frame[frame[rest].isna().all(axis=1) & frame[sex].notna() & frame["n"].notna()]
    return [int(n) for n in totals["n"]]
