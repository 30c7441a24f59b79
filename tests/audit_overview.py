"""An audit of the overview, the four words and the sexes within an answer.

`take_out` checks them against protected frames and takes them out of a page, so that what is
left can be audited as plain sections.
"""

import re
from collections.abc import Iterator, Sequence

from audit_lines import Line, exact_gap, gap_of, scale_parts, source
from bs4 import BeautifulSoup, Tag
from drawn import lanes, ticks
from scipy.stats import fisher_exact

from isu_helpers.disclosure import Protected

WORDS = ("tydlig skillnad", "osäker skillnad", "för litet underlag", "ungefär lika")
NUMBER = re.compile(r"[+−]?\d+(?:\xa0\d{3})*")
COUNT = re.compile(r"([\d\xa0]+) av ([\d\xa0]+)")
COULD = re.compile(
    r"Med ([\d\xa0]+) [a-zåäö]+ och ([\d\xa0]+) [a-zåäö]+ (?:går ingen skillnad att se säkert\."
    r"|kan ni räkna med att se skillnader större än ungefär \d+ procentenheter\. "
    r"En så stor skillnad syns ungefär 8 gånger av 10\. Mindre kan synas ibland\.)"
)


def take_out(page: BeautifulSoup, shown: Sequence[Protected]) -> list[str]:
    """What is wrong with these parts of a page, a sentence each; they are gone afterwards."""
    findings = [f for tag in page(class_="isu-oversikt") for f in _overview(tag, shown)]
    findings += [f for tag in page("details", "isu-fordelning") for f in _within(tag)]
    findings += [f for tag in page(class_="isu-narmare") for f in _closer(tag, page)]
    findings += [f for tag in page(class_="isu-varning") for f in _could(tag, shown)]
    findings += [f for tag in page(class_="isu-ord") for f in _word(tag)]
    findings += [f"a link to {a['href']}" for a in page("a") if not _is_ours(a["href"][1:])]
    findings += [f"an id {tag['id']}" for tag in page(id=True) if not _is_ours(tag["id"])]
    for tag in page(class_=["isu-oversikt", "isu-fordelning", "isu-narmare", "isu-ord"]):
        tag.decompose()
    for tag in page(id=True):
        del tag["id"]
    for link in page("a"):
        link.unwrap()
    return findings


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in order."""
    return [int(n.replace("\xa0", "").replace("−", "-")) for n in NUMBER.findall(text)]


def near(told: int, fraction: float) -> bool:
    """Whether a whole number is what a fraction is in per cent, rounded up or down."""
    return abs(told - 100 * fraction) < 1


def _is_ours(name: str) -> bool:
    return name.startswith("tabell-")


def _overview(tag: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """Each row is an answer of a plain table, its plot tells and draws the differences of all."""
    told = []
    for row in tag.table.find_all("tr")[1:]:
        if row["class"] == ["isu-grupp"]:
            continue
        cells, label = row.find_all("td"), row.th.text
        wanted = _answer(label, shown)
        found = [numbers(cell.text)[1:] for cell in cells[:2]]
        if wanted is None or found != wanted[0]:
            yield f"overview, {label}: {found} and not {wanted}"
        gap = numbers(cells[2].text)
        if wanted and gap != wanted[1]:
            yield f"overview, {label}: {gap} and not {wanted[1]}"
        told.append((label, gap, wanted[2] if wanted else [0, 0, 0]))
    yield from _plot(tag.figure, told)


def _plot(chart: Tag, told: list[tuple[str, list[int], list[float]]]) -> Iterator[str]:
    """The plot has a row a difference: in figures without its sign, and drawn in its place."""
    rows = [lane for lane in lanes(chart) if not lane.is_heading]
    if [lane.label for lane in rows] != [label for label, *_ in told]:
        yield f"overview has the rows {[lane.label for lane in rows]}"
    reach = 2 * max(numbers(" ".join(ticks(chart)))) / 100
    for lane, (label, gap, exact) in zip(rows, told, strict=False):
        ways = [gap, [-gap[0], -gap[2], -gap[1]]]
        if numbers(lane.value) not in ways or numbers(lane.value)[0] < 0:
            yield f"overview, {label}: plot says {lane.value} and not {gap}"
        places = [min(max(v / reach + 0.5, 0), 1) for v in exact]
        drawn = [lane.marks[0][0], *lane.intervals[0]]
        if not all(abs(d - p) < 0.0011 for d, p in zip(drawn, places, strict=True)):
            yield f"overview, {label}: drawn at {drawn} and not {places}"
        if numbers(lane.small + lane.heard) or lane.numbers:
            yield f"overview, {label}: {lane.small!r}, {lane.heard!r}, {lane.numbers}"


def _answer(label: str, shown: Sequence[Protected]) -> tuple[list, list, list] | None:
    """Counts and bases of two groups, the difference as it is printed, and exactly."""
    for protected in (p for p in shown if len(p.axes) == 2):
        sex, of = protected.axes
        title = protected.result.of.title
        lines = {a: Line(protected, {of.name: a}, "svar") for a in of.answers}
        if protected.result.of.kind in ("skala", "tal"):
            parts = scale_parts(protected).items()
            lines |= {p: Line(protected, {of.name: a}, "skala") for p, a in parts}
        names = {f"{title}: {n}": line for a, line in lines.items()
                 for n in (a, a[:1].lower() + a[1:])}  # fmt: skip
        names |= {title: lines[of.answers[0]]}
        if label in names:
            rows = [source(names[label], group) for group in sex.answers[:2]]
            counts = [[int(r["n"]), int(r["base"])] for r in rows]
            return counts, gap_of(names[label]), exact_gap(names[label])
    return None


def _within(details: Tag) -> Iterator[str]:
    """The sexes within each answer follow from the counts of the table beside it."""
    main = {tr["class"][0] + tr.th.text: tr for tr in details.parent.table.find_all("tr")[1:]}
    for row in details.table.find_all("tr")[1:]:
        name = "Antal som har svarat" if row["class"] == ["isu-bas"] else row.th.text
        cells = [td.text for td in row.find_all("td")]
        counts = [_count(td.text) for td in main[row["class"][0] + name].find_all("td")]
        counts = counts[: len(cells)]
        if None in counts or not counts[-1]:
            if any(numbers(text) for text in cells[:-1]):
                yield f"within {name}: {cells} of {counts}"
            continue
        shares = [numbers(text)[0] for text in cells[:-1]]
        exact = [n / counts[-1] for n in counts[:-1]]
        is_near = all(near(*pair) for pair in zip(shares, exact, strict=True))
        if sum(shares) != 100 or not is_near or numbers(cells[-1]) != [counts[-1]]:
            yield f"within {name}: {cells} of {counts}"


def _count(text: str) -> int | None:
    """How many a cell tells of; None where it is hidden."""
    found = COUNT.search(text)
    return numbers(found[1])[0] if found else next(iter(numbers(text)), None)


def _closer(items: Tag, page: BeautifulSoup) -> Iterator[str]:
    """Each item tells a row of the overview: both shares, the difference and its interval."""
    rows = {tr.th.text: tr.find_all("td") for tr in page.find(class_="isu-oversikt")("tr")[1:]}
    for item in items("li"):
        label = item.a.text
        first, second, gap = (numbers(td.text) for td in rows[label])
        said = numbers(item.text.removeprefix(label))
        ways = [[first[0], second[0], *gap], [second[0], first[0], -gap[0], -gap[2], -gap[1]]]
        if said not in ways:
            yield f"closer at {label}: {said} and not {ways}"


def _could(box: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """The groups that a sentence on what could be seen counts are groups that are shown."""
    found = COULD.search(box.text)
    if not found:
        return
    sizes = {int(n) for p in shown for n in p.frame["n"].dropna()}
    if not {numbers(n)[0] for n in found.groups()} <= sizes:
        yield f"no frame shows {found[0]!r}"
    box.p.string = COULD.sub("", box.text)


def _word(tag: Tag) -> Iterator[str]:
    """A word is one of four; a clear one is so by the counts beside it, and by the interval."""
    row = tag.find_parent("tr")
    cells = row.find_all("td")
    if tag.text not in WORDS:
        yield f"no such word as {tag.text!r}"
    if not all(COUNT.search(cell.text) for cell in cells[:2]):
        return
    counts = [[numbers(n)[0] for n in COUNT.search(cell.text).groups()] for cell in cells[:2]]
    _, low, high = numbers(cells[-1].text.removesuffix(tag.text))
    if tag.text == WORDS[2] and min(base for _, base in counts) > 40:
        yield f"too few, and yet {counts}"
    p = fisher_exact([[n, base - n] for n, base in counts])[1]
    if row["class"] == ["isu-skala"]:  # clear by the ranks of all the answers
        return
    if tag.text == WORDS[0] and (p > 0.05 or low * high < 0):
        yield f"clear, and yet {counts}"
    if tag.text == WORDS[3] and max(-low, high) > 10:
        yield f"alike, and yet {low} to {high}"
