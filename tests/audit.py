"""An audit of what is printed: each number of a page must stand in a protected frame.

`audit` reads the HTML of a whole handout as a reader would and knows only the protected frames,
and the file that it is compared with. What it does not recognise, or finds no source for, it
reports.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import pandas as pd
from audit_lines import (
    FLOW,
    GAP,
    MISSING,
    PLURALS,
    TIED,
    cell_of,
    gap_of,
    groups_of,
    half_up,
    lines_of,
    numbers,
    plain_tables,
    rows_of,
    scale_parts,
    source,
)
from audit_medians import take_out_medians, without_drawn
from audit_overview import take_out
from audit_pictures import DRAWN, audit_image
from audit_sections import take_out_comparison, take_out_means, take_out_sentences
from bs4 import BeautifulSoup, Comment, Tag

from isu_helpers.disclosure import Protected
from isu_helpers.elsewhere import Reference

HIDDEN = '<span aria-hidden="true">..</span><span class="isu-hors">dolt</span>'
ATTRIBUTES = {"class", "scope", "role", "tabindex", "aria-label", "aria-hidden", "colspan"}
SAID = re.compile(r"(?P<number>[+−]?\d+)(?:\xa0(?P<unit>%|procentenheter))?")
FOLLOWED = re.compile(r"Vid uppföljningen finns svar om «(.+)» för ")
REACHED = re.compile(r"(\d+) av (\d+) [a-zåäö ]+ \((\d+)\xa0%\)")
ONWARD = "→"  # in the label of a row that tells who went on, where a flow is shown as a chain
REPORT = re.compile(r"(\d+)\xa0tal är dolda i (\d+) av (\d+)\xa0tabell(?:er)?\.")
ALL_SHOWN = re.compile(r"Inget tal är dolt i (\d+)\xa0tabell(?:er)? som visas\.")
NOT_SHOWN = re.compile(r"(\d+)\xa0tabell(?:er)? visas inte alls,")
PERIOD = re.compile(r"Uppgifterna gäller \d{4}[\w ]*(?: till \d{4}[\w ]*)?\.")
SMALL = re.compile(
    r"(?:Som minst har )?\b(?P<size>\d+) (?P<group>[^.]+?) (?P<told>har svarat|svarat|är med)\. "
    r"(?:En person motsvarar|När alla har svarat motsvarar en person) (?P<weight>\d+)\xa0"
)
SIZE = re.compile(r"\d{1,3}")  # may be how many, and no year
LISTED = re.compile(r"^\d\. (?=[A-ZÅÄÖ])")  # what the group has numbered
CHANCE, STEP_2 = "Ungefär ett tal av 20 hamnar utanför", "så finns det med i steg 2"


def audit(
    html: str, shown: Sequence[Protected], k: int, reference: Reference | None = None,
    asked: Sequence[object] = (),
) -> list[str]:  # fmt: skip
    """What is wrong with a page, a sentence each; empty when every number has its source.

    ``asked`` are explanations, units and rates, which are worked out of counts.
    """
    page = BeautifulSoup(without_drawn(html, asked, shown, k), "html.parser")
    findings = [*_comments(page), *take_out_medians(page, shown, k), *_ids(page, shown)]
    findings += take_out(page, plain_tables(shown) + [p for p in shown if len(p.axes) > 2])
    findings += take_out_comparison(page, shown, reference)
    findings += take_out_means(page, shown)
    findings += [*_attributes(page), *_markers(page)]
    findings += [f for table in page("table") for f in _table(table, shown)]
    for section in page(class_="isu-resultat"):
        findings += _section(section, shown)
    findings += [f for box in page(class_="isu-varning") for f in _warnings(box, shown)]
    findings += _report(page.get_text(), shown)
    return [*findings, *_rest(page, shown, k, reference)]


def _section(section: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """A picture and sentences, beside the tables that they are of."""
    try:
        yield from audit_image(chart, section.table, shown) if (chart := section.figure) else ()
        yield from take_out_sentences(section, shown)
    except KeyError as unknown:
        yield f"no result is what a section says it is: {unknown}"
    yield from _sentences(section, _labels(tuple(shown)))


def _comments(page: BeautifulSoup) -> Iterator[str]:
    yield from (f"comment {c}" for c in page.find_all(string=lambda t: isinstance(t, Comment)))


def _ids(page: BeautifulSoup, shown: Sequence[Protected]) -> Iterator[str]:
    """An id is of a result's place on the page, and a link leads to one."""
    anchors = {_anchor(p) for p in shown}
    for tag in page.find_all(True):
        if {tag.get("id"), tag.get("href", "#")[1:] or None} - {None} - anchors:
            yield f"{tag.name} with {tag.attrs} is no place of a result"


def _attributes(page: BeautifulSoup) -> Iterator[str]:
    """A title or data attribute could tell one hidden number from another."""
    for tag in page.find_all(True):
        if odd := set(tag.attrs) - (ATTRIBUTES | (DRAWN if tag.find_parent("figure") else set())):
            yield f"{tag.name} has {odd}"
    for cell in page.find_all("td"):
        if cell.attrs:
            yield f"td has {cell.attrs}"


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


def _table(table: Tag, shown: Sequence[Protected]) -> Iterator[str]:
    """Each cell prints what the frame of its row shows for its group."""
    try:
        lines = lines_of(table, shown)
    except KeyError as unknown:
        yield f"no result has the row {unknown} of {table.caption.text!r}"
        return
    for (heading, row), line in zip(rows_of(table), lines, strict=True):
        for cell, group in zip(row.find_all("td"), groups_of(table), strict=True):
            wanted = gap_of(line) if group == GAP else cell_of(source(line, group), line.kind)
            if cell.text and numbers(cell.text) != wanted:
                where = f"{heading} {row.th.text}, {group}"
                yield f"{table.caption.text}, {where}: {cell.text!r} and not {wanted}"


def _sentences(section: Tag, labels: list[str]) -> Iterator[str]:
    """Sentences tell shares of the tables beside them, and differences with both their shares."""
    said = section.find(class_="isu-lasning")
    text = _without(said.text if said else "", labels)
    found = [
        (m["unit"], numbers(m["number"])[0], text[: m.start()][-5:]) for m in SAID.finditer(text)
    ]
    rows = [[numbers(td.text) for td in tr.find_all("td")] for tr in section.find_all("tr")]
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
    known = {size for p in shown for size in _told_sizes(p)}
    for found in filter(None, (SMALL.match(p.text) for p in box(["p", "li"]))):
        size, is_whole = int(found["size"]), found["told"] == "är med"
        if (found["group"], size, is_whole) not in known:
            yield f"no frame shows {size} in {found['group']}"
        if half_up(100 / size) != int(found["weight"]):
            yield f"one of {size} is not {found['weight']} per cent"


def _told_sizes(protected: Protected) -> Iterator[tuple[str, int, bool]]:
    """The sizes that are shown, by how a warning calls the group, and whether it is all of it."""
    *by, of = [a.name for a in protected.axes]
    frame = protected.frame.dropna(subset=by)
    for column, rows in (("base", frame), ("n", frame[frame[of].isna()])):
        for _, row in rows.dropna(subset=[column]).iterrows():
            size = int(row[column])
            yield _called(*row[by], is_one=size == 1), size, column == "n"


def _called(sex: str, *rest: str, is_one: bool) -> str:
    """A group as a warning calls it."""
    plurals = {single: plural for plural, single in PLURALS.items()}
    within = [r[0].lower() + r[1:] for r in rest]
    if " " in plurals.get(sex, " "):
        return "i gruppen " + ", ".join([sex.lower(), *within])
    called = (sex if is_one else plurals[sex]).lower()
    return f"{called} i gruppen {', '.join(within)}" if within else called


def _rest(
    page: BeautifulSoup, shown: Sequence[Protected], k: int, reference: Reference | None
) -> Iterator[str]:
    """No other text holds a number, but in the name of a variable or category and for ``k``."""
    texts = [t for t in page.find_all(string=True) if not t.find_parent(["td", "style"])]
    texts = [t for t in texts if not t.find_parent(class_="isu-lasning")]
    names = {n for p in shown for n in _names(reference, p)} if reference else set()
    for text in [*texts, *(tag["aria-label"] for tag in page(attrs={"aria-label": True}))]:
        left = _without(str(text), [CHANCE, STEP_2, *names])
        yield from unexplained(left, shown, k)


def unexplained(text: str, shown: Sequence[Protected], k: int) -> Iterator[str]:
    """A finding, where a text that is no figure of a table tells a number of no known kind."""
    rule = [f"färre än {k} eller", f"när de är minst {k}.", f"om minst {k} i gruppen har svarat"]
    if not numbers(text):
        return
    left = LISTED.sub("", text)
    for known in (_about(tuple(shown)), SMALL, PERIOD, REPORT, ALL_SHOWN, NOT_SHOWN):
        left = known.sub("", left)
    if not _is_follow_up(left, shown) and numbers(_without(left, [*_labels(tuple(shown)), *rule])):
        yield f"unexplained number in {text!r}"


@cache
def _about(shown: tuple[Protected, ...]) -> re.Pattern:
    """The sentence of whom the tables are about, with the sizes of groups that are shown."""
    sizes = "|".join({f"{n:,}".replace(",", "\xa0") for p in shown for n in _sizes(p)} or {"-"})
    return re.compile(rf"Tabellerna gäller (?:(?:{sizes}) [a-zåäö -]+?(?:, | och |\.))+")


def _names(reference: Reference, protected: Protected) -> list[str]:
    """What others are called in a comparison, as a heading too."""
    name = reference.name_of(protected.result.of)
    return [name, name[:1].upper() + name[1:], reference.name]


def _report(text: str, shown: Sequence[Protected]) -> Iterator[str]:
    """The report of what is hidden counts what a reader can count: the signs in the tables."""
    drawn = {p.result.of.rule.sources for p in shown
             if p.result.analysis == TIED and ONWARD in p.result.of.title
             and p.result.of.title in text}  # fmt: skip
    asked = [p for p in shown if p.result.analysis not in (TIED, FLOW)
             or (p.result.analysis == FLOW and p.result.of.rule.sources in drawn)]  # fmt: skip
    tables = [p for p in asked if p.frame["n"].notna().any() and _inner(p).notna().any()]
    dotted = {p.result.key: hidden for p in tables if (hidden := set(_hidden(p)))}
    signs = {sign for hidden in dotted.values() for sign in hidden}
    first = _first_names(shown)
    fewest = len({frozenset(first.get(pair, pair) for pair in sign) for sign in signs})
    wanted = {
        REPORT: [(n, len(dotted), len(tables)) for n in range(fewest, len(signs) + 1)],
        ALL_SHOWN: [(len(tables),)],
        NOT_SHOWN: [(sum(p not in tables and p.result.analysis != FLOW for p in asked),)],
    }
    for pattern, known in wanted.items():
        for told in pattern.finditer(text):
            if tuple(map(int, told.groups())) not in known:
                yield f"{told[0]!r} and not {known}"


def _first_names(shown: Sequence[Protected]) -> dict[tuple[str, str], tuple[str, str]]:
    """What a category is called first, where another has as many of each group and may be it."""
    first: dict[tuple, tuple[str, str]] = {}
    names = {}
    for protected in (p for p in shown if len(p.axes) == 2):
        of, n = protected.axes[-1], protected.cube.n
        for slot in of.slots:
            counts = tuple(n[:, of.place(slot)])
            names[of.name, slot] = first.setdefault(counts, (of.name, slot))
    return names


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


@cache
def _labels(shown: tuple[Protected, ...]) -> list[str]:
    """Names of variables and categories that have a number in them, the longest first."""
    axes = [axis for p in shown for axis in p.axes]
    labels = {t for a in axes for t in (a.variable.title, a.variable.question, *a.slots)}
    ordered = [p for p in shown if p.result.of.kind in ("skala", "tal")]
    labels |= {name for p in ordered for name in scale_parts(p)}
    labels |= {t[:1].lower() + t[1:] for t in labels}
    return sorted(
        (t for t in labels if numbers(t) and not SIZE.fullmatch(t)), key=len, reverse=True
    )


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
