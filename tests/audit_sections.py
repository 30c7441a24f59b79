"""An audit of means of change, of a comparison, and of what changes, flows and trends say.

Each `take_out` checks its parts of a page and takes them away, so that what is left can be audited
as plain tables.
"""

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from audit_lines import (
    FLOW,
    PLURALS,
    TIED,
    TOTAL,
    Line,
    cell_of,
    exact_gap,
    gap_of,
    half_up,
    lines_of,
    numbers,
    plain_tables,
    rows_of,
    source,
)
from audit_pictures import is_near, odd_lane, odd_texts, told_of
from bs4 import BeautifulSoup, Tag
from drawn import Lane, heard, lanes, percents
from scipy.stats import ttest_ind, ttest_rel

from isu_helpers.disclosure import Protected
from isu_helpers.elsewhere import Reference
from isu_helpers.records.derived import is_beside

MEANS, BESIDE, GAP_ROW = "Medelvärden för dem", ", vi och ", "Skillnad, "
DECIMAL = re.compile(r"[+−]?\d+(?:\xa0\d{3})*(?:,\d)?")
LIMIT = re.compile(r", här ungefär (\d+,\d)(?=\.)")
OUTSIDE = re.compile(r"Därför räknas inte .*?»\.")
OUTSIDE_STEP = re.compile(r"([\d\xa0]+) ja på «(.*?)»")
CHANGED = re.compile(
    r"Skillnaden (?:(?:har (?:minskat|ökat|bytt riktning,)|går) från (?P<a>[+−]?\d+) till|är) "
    r"(?P<b>[+−]?\d+) procentenheter(?: både i början och i slutet)?\.(?: Plus betyder "
    r"att andelen är högre för [a-zåäö ]+\.)? Förändringen är (?P<value>[+−]?\d+) "
    r"procentenheter, med ett intervall från (?P<low>[+−]?\d+) till (?P<high>[+−]?\d+)\."
)
AT = re.compile(
    r"(?P<when>[^.:]+): andelen är (?P<one>\d+)\xa0% för [a-zåäö ]+ och (?P<two>\d+)\xa0% för "
    r"[a-zåäö ]+\."
)
PAIRS = re.compile(
    r"Välj en [a-zåäö]+ och en [a-zåäö]+ på måfå\. I (?P<more>\d+) sådana par av 100 ligger "
    r"(?P<first>[a-zåäö]+) närmare svaret «(?P<end>.*?)», i (?P<less>\d+) ligger [a-zåäö]+ "
    r"närmare, och i (?P<same>\d+) är svaren lika\."
)
SINGLES = {"kvinnan": "kvinna", "mannen": "man", "flickan": "flicka", "pojken": "pojke"}
FEW_MEANS, FEW_SENSITIVE, FEW_VALUES = 20, 30, 8
SAYS = {"högre": "Högre än", "lägre": "Lägre än", "ungefär lika": "Ungefär som"}
SAYS |= {"går inte att säga": "Går inte att säga"}
Mark = tuple[Line, str, float]  # a row of a comparison: own figures, group, others' share
VERDICTS = ("större hos oss", "mindre hos oss", "åt andra hållet", "ungefär lika stor",
            "en annan hos oss, osäkert åt vilket håll")  # fmt: skip


def take_out_means(page: BeautifulSoup, shown: Sequence[Protected]) -> list[str]:
    """What is wrong with the tables of means; they are gone afterwards."""
    findings = []
    for table in page("table"):
        if table.caption.text.startswith(MEANS):
            change = table.find_parent(class_="isu-resultat").table
            protected = lines_of(change, shown)[0].protected
            findings += _means(table, protected)
            table.find_parent(class_="isu-bredd").decompose()
    return findings


def take_out_comparison(
    page: BeautifulSoup, shown: Sequence[Protected], reference: Reference | None
) -> list[str]:
    """What is wrong with a comparison; its pictures, tables and words are gone afterwards."""
    findings = []
    for table in page("table"):
        if reference is not None and BESIDE in table.caption.text:
            section = table.find_parent(class_="isu-resultat")
            rows = list(_beside(table, shown, reference))
            findings += [f for _, found in rows for f in found]
            findings += _marks(section.figure, table, [mark for mark, _ in rows if mark])
            findings += _lists(section, table)
            section.figure.decompose()
            table.find_parent(class_="isu-bredd").decompose()
    for item in page("li"):
        if reference is not None and item.text in reference.report:
            item.decompose()
    return findings


def take_out_sentences(section: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """What is wrong with sentences of changes, flows and trends; gone afterwards."""
    said, table = section.find(class_="isu-lasning"), section.find("table")
    if said is None:
        return
    text = said.text
    if "Förändringen är" in text:
        yield from _trend(text, table, shown)
        text = CHANGED.sub("", AT.sub("", text))
    for found in OUTSIDE.finditer(text):
        yield from _outside(found[0], shown)
    for pair in PAIRS.finditer(text):
        yield from _pairs(pair, lines_of(table, shown))
    text = PAIRS.sub("", text)
    if limit := LIMIT.search(text):
        yield from _limit(limit[1], lines_of(table, shown)[0].protected)
    said.string = LIMIT.sub("", OUTSIDE.sub("", text))


def _pairs(told: re.Match, lines: Sequence[Line]) -> Iterator[str]:
    """The pairs of a scale, counted one by one from the frame of its table."""
    protected = lines[0].protected
    answers = [a for a in protected.axes[-1].answers if not is_beside(a)]
    answers = answers[::-1] if answers[0] == told["end"] else answers
    sexes = protected.axes[0].answers[:2]
    lines = [Line(protected, {protected.axes[-1].name: a}, "svar") for a in answers]
    counts = [[source(line, sex)["n"] for line in lines] for sex in sexes]
    signs = np.sign(np.subtract.outer(*(np.repeat(np.arange(len(c)), np.array(c, int))
                                        for c in counts)))  # fmt: skip
    exact = [100 * (signs == s).mean() for s in (1, -1, 0)]
    exact = sorted(exact[:2], reverse=True) + exact[2:]
    found = [int(told[name]) for name in ("more", "less", "same")]
    is_odd = sum(found) != 100 or max(abs(a - b) for a, b in zip(found, exact, strict=True)) >= 1
    if is_odd or answers[-1] != told["end"]:
        yield f"pairs {found} and not {exact}"
    first = SINGLES.get(told["first"], told["first"])
    if first != sexes[int((signs < 0).mean() > (signs > 0).mean())].lower():
        yield f"{first} is not higher"


def _means(table: Tag, protected: Protected) -> Iterator[str]:
    """Means as pandas and scipy have them, of all groups, each large enough to be told."""
    groups = [PLURALS.get(th.text, th.text) for th in table.find("tr").find_all("th")[1:]]
    answers = _answers(protected)
    told = list(zip(*[[td.text for td in tr("td")] for tr in table("tr")[1:]], strict=True))
    if "Skillnad" in table.find("tr").text:
        yield from _mean_gap(told.pop(), protected)
        groups.pop()
    fewest = FEW_SENSITIVE if protected.result.of.is_sensitive else FEW_MEANS
    if answers[["before", "after"]].stack().nunique() < FEW_VALUES:
        yield f"means of too few values of {protected.result.of.title}"
    for group, cells in zip(groups, told, strict=True):
        rows = answers if group == TOTAL else answers[answers["sex"] == group]
        wanted = _mean_cells(rows)
        if [_decimals(text) for text in cells] != wanted or len(rows) < fewest:
            yield f"means of {group}: {cells} and not {wanted}"
        if cell_of(source(_any(protected), group), "bas") != [len(rows)]:
            yield f"means tell how many {group} are, {len(rows)}"


def _mean_gap(cells: Sequence[str], protected: Protected) -> Iterator[str]:
    """How much more the first sex has changed than the second, as scipy has it."""
    answers = _answers(protected)
    sides = [answers[answers["sex"] == group] for group in protected.axes[0].answers[:2]]
    one, two = (side["after"] - side["before"] for side in sides)
    low, high = ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    changes = [_tenths(side["after"]) - _tenths(side["before"]) for side in sides]
    wanted = _printed(changes[0] - changes[1], low, high)
    if [_decimals(cell) for cell in cells] != [[], [], wanted, []]:
        yield f"means differ by {cells} and not {wanted}"


def _answers(protected: Protected) -> pd.DataFrame:
    """Sex and both numbers of those who have both, of the sexes that are shown."""
    records, rule = protected.result.records, protected.result.of.rule
    names = [records.codebook[name].name for name in rule.sources]
    found = records.frame[[protected.axes[0].name, *names]].set_axis(["sex", "before", "after"],
                                                                    axis=1)  # fmt: skip
    return found[found["sex"].isin(protected.axes[0].slots)].dropna()


def _mean_cells(rows: pd.DataFrame) -> list[list[float]]:
    change = ttest_rel(rows["after"], rows["before"])
    low, high = change.confidence_interval(0.95)
    before, after = _tenths(rows["before"]), _tenths(rows["after"])
    change = _printed(after - before, low, high)
    return [[before / 10], [after / 10], change, [float(len(rows))]]


def _tenths(values: pd.Series) -> int:
    """A mean in tenths, as it is printed."""
    return half_up(10 * values.mean())


def _printed(tenths: int, low: float, high: float) -> list[float]:
    """A difference of printed means, its interval rounded outwards and around it."""
    ends = math.floor(10 * low + 1e-6), math.ceil(10 * high - 1e-6)
    return [tenths / 10, min(tenths, ends[0]) / 10, max(tenths, ends[1]) / 10]


def _decimals(text: str) -> list[float]:
    plain = (n.replace("\xa0", "").replace("−", "-") for n in DECIMAL.findall(text))
    return [float(n.replace(",", ".")) for n in plain]


def _any(protected: Protected) -> Line:
    of = protected.axes[-1]
    return Line(protected, {of.name: of.answers[0]}, "svar")


def _limit(told: str, protected: Protected) -> Iterator[str]:
    """The noise of an instrument tells of a spread, so only of many, and to one decimal."""
    records, rule = protected.result.records, protected.result.of.rule
    before, after = (records.codebook[name] for name in rule.sources)
    spread = records.frame[before.name].dropna().astype(float).std()
    reliability = after.reliability or before.reliability
    wanted = half_up(10 * 1.96 * spread * math.sqrt(2 * (1 - reliability))) / 10
    everyone = cell_of(source(_any(protected), TOTAL), "bas")
    if _decimals(told) != [wanted] or not everyone or everyone[0] < FEW_SENSITIVE:
        yield f"the limit {told} and not {wanted} of {everyone}"


def _outside(text: str, shown: Sequence[Protected]) -> Iterator[str]:
    """Yes outside the chain, of everyone, as the tables that tie a flow to its steps show it."""
    flow = next(p for p in shown if p.result.analysis == FLOW)
    codebook = flow.result.records.codebook
    titles = [codebook[name].title for name in flow.result.of.rule.sources]
    title = flow.result.of.title
    beside = [p for p in shown if p.result.analysis == TIED and p.result.of.title == title]
    found = OUTSIDE_STEP.findall(text)
    for count, step in found:
        protected = beside[titles.index(step)]
        outside = Line(protected, {protected.axes[-1].name: protected.axes[-1].answers[2]}, "svar")
        if numbers(count) != cell_of(source(outside, TOTAL), "svar")[-2:][:1]:
            yield f"{count} outside at {step}"
    if numbers(OUTSIDE_STEP.sub("", text)):
        yield f"more than the steps in {text!r}"


def _trend(text: str, table: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """The first and last difference that are shown, and how far it is from one to the other."""
    rows = zip(rows_of(table), lines_of(table, shown), strict=True)
    rows = [(heading, line) for (heading, _), line in rows if exact_gap(line)]
    blocks = [[line for h, line in rows if h == heading] for heading, _ in dict.fromkeys(
        (h, "") for h, _ in rows)]  # fmt: skip
    found = CHANGED.search(text)
    told = [numbers(found[g] or found["b"])[0] for g in ("a", "b", "value", "low", "high")]
    told += [int(m[g]) for m in AT.finditer(text) for g in ("one", "two")]
    ways = [way for lines in blocks if len(lines) > 1 for way in _turns(lines[0], lines[-1])]
    if told not in ways:
        yield f"trend tells {told} and not {ways}"


def _turns(first: Line, last: Line) -> Iterator[list[int]]:
    """The change of a difference, the two ways that it may be counted, and the four shares."""
    (b, b_low, b_high), (a, a_low, a_high) = exact_gap(first), exact_gap(last)
    low = a - b - math.hypot(a - a_low, b_high - b)
    high = a - b + math.hypot(a_high - a, b - b_low)
    sexes = first.protected.axes[0].answers[:2]
    shares = [cell_of(source(line, s), "svar")[0] for line in (first, last) for s in sexes]
    before, after = gap_of(first)[0], gap_of(last)[0]
    change = after - before
    ends = math.floor(100 * low + 1e-6), math.ceil(100 * high - 1e-6)
    low, high = min(change, ends[0]), max(change, ends[1])
    yield [before, after, change, low, high, *shares]
    yield [-before, -after, -change, -high, -low, *shares]


def _beside(
    table: Tag, shown: Sequence[Protected], reference: Reference
) -> Iterator[tuple[Mark | None, list[str]]]:
    """A row each: whose it is with the others' share (none of a gap), and what is wrong."""
    for heading, row in rows_of(table):
        line, label = _compared(table, heading, shown), row.th.text
        own, other, word = (td.text.strip() for td in row("td"))
        is_gap = label.startswith(GAP_ROW)
        wanted = gap_of(line) if is_gap else cell_of(source(line, label), "svar")
        wanted = wanted if len(wanted) == 3 else []
        others = _others(line, label, reference)
        told = [] if np.isnan(others) else [half_up(100 * others)]
        found = [numbers(own), numbers(other)]
        wrong = [] if found == [wanted, told] else [f"{heading}, {label}: {found}"]
        wrong += _word(word, wanted, others, is_gap)
        yield (None if is_gap else (line, label, others)), wrong


def _others(line: Line, label: str, reference: Reference) -> float:
    """The others' share of a row, or their difference; NaN where the reference has none."""
    shares, sexes = reference.of(line.protected.result.of), line.protected.axes[0].answers
    answer = line.at[line.protected.axes[-1].name]
    groups = sexes[:2] if label.startswith(GAP_ROW) else [PLURALS.get(label, label)]
    found = [shares[answer, g].share if (answer, g) in shares else np.nan for g in groups]
    printed = [v if np.isnan(v) else half_up(100 * v) / 100 for v in found]
    return printed[0] - printed[1] if len(found) == 2 else found[0]


def _word(word: str, own: list[int], other: float, is_gap: bool) -> Iterator[str]:
    """A word of what is hidden is that it can't be said; a higher or lower one is so."""
    known = {*SAYS, "–"} if not is_gap else {*VERDICTS, "går inte att säga"}
    if word not in known:
        yield f"no such word as {word!r}"
    if not own and word not in ("går inte att säga", "–"):
        yield f"{word!r} of what is hidden"
    way = {"högre": 1, "lägre": -1}.get(word, 0)
    if own and way * (own[0] - 100 * other) < -1:
        yield f"{word!r}, and yet {own} and {other}"


def _compared(table: Tag, heading: str, shown: Sequence[Protected]) -> Line:
    """The answer that a heading of a comparison's table is about."""
    plain = {p.result.of.title: p for p in plain_tables(shown)}
    title = table.caption.text.split(BESIDE)[0]
    if title in plain:
        return Line(plain[title], {plain[title].axes[-1].name: heading}, "svar")
    return _any(plain[heading] if heading in plain else plain[heading.rsplit(": ", 1)[0]])


def _marks(chart: Tag, table: Tag, rows: list[Mark]) -> Iterator[str]:
    """Marks and intervals at the shares that the table shows, and the same in words."""
    groups = list(dict.fromkeys(group[:1].upper() + group[1:] for _, group, _ in rows))
    own = [source(line, group) for line, group, _ in rows]
    cells = [c if len(c := cell_of(row, "svar")) == 3 else [] for row in own]
    told = told_of(heard(chart), groups)
    if told != cells[: len(told)]:
        yield f"chart tells {told} and not {cells}"
    yield from odd_texts(chart, table, "th, td")
    found = [lane for lane in lanes(chart) if not lane.is_heading]
    for i in range(0, len(found), 2):
        here = slice(i // 2 * len(groups), (i // 2 + 1) * len(groups))
        yield from odd_lane(found[i], own[here])
        yield from _theirs(found[i + 1], [other for *_, other in rows[here]])
    if len(found) * len(groups) != 2 * len(rows):
        yield f"chart has {len(found)} rows and not {2 * len(rows)}"


def _theirs(lane: Lane, others: list[float]) -> Iterator[str]:
    """Others' marks, without intervals; those that are hidden or unknown have none."""
    known = sorted(x for x in others if not np.isnan(x))
    ends = [half_up(100 * x) for x in (known[:1] + known[1:][-1:])]
    told = [half_up(100 * x) for x in others if not np.isnan(x)]
    if not is_near([x for x, _ in lane.marks], known) or lane.intervals:
        yield f"others at {lane.marks} and not {known}"
    if percents(lane.numbers) != ends or [n for n in numbers(lane.heard)] not in ([], told):
        yield f"others {lane.numbers}, {lane.heard!r} and not {told}"


def _lists(section: Tag, table: Tag) -> Iterator[str]:
    """The lists after a table tell its words and nothing else."""
    words = [(heading, row.th.text.lower(), row("td")[-1].text.strip())
             for heading, row in rows_of(table)]  # fmt: skip
    for item in _items(section):
        start, _, items = item.partition(": ")
        for label, groups in re.findall(r"«(.*?)»(?: \((.*?)\))?", items):
            said = [w for h, g, w in words if h == label and _is_of(g, groups)]
            if not said or not all(_is_said(start, word) for word in said):
                yield f"list says {item!r} and the table {said}"


def _items(section: Tag) -> Iterator[str]:
    """The items of the lists that follow a section, up to the next heading."""
    for part in section.find_next_siblings():
        if part.name == "h3":
            return
        yield from (item.text for item in part("li"))


def _is_of(group: str, groups: str) -> bool:
    """Whether a row is of one of the groups, or of their difference where none is named."""
    return group in groups if groups else group.startswith(GAP_ROW.lower())


def _is_said(start: str, word: str) -> bool:
    return start.casefold() == word or start.startswith(SAYS.get(word, "?"))
