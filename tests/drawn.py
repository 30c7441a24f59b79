"""What a chart on a page shows, read back from its HTML as a reader and a listener meet it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

GROUPS = ("f", "p", "a", "g1", "g2", "g3", "g4")


@dataclass(frozen=True)
class Lane:
    """A row of a chart; places are parts of the scale."""

    label: str
    small: str
    heard: str
    value: str
    marks: tuple[tuple[float, str], ...]
    intervals: tuple[tuple[float, float], ...]
    boxes: tuple[tuple[float, float, str], ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    hidden: int
    is_heading: bool


def charts(html: str | Tag) -> list[Tag]:
    """The charts of a page."""
    page = BeautifulSoup(html, "html.parser") if isinstance(html, str) else html
    return page.find_all("figure", class_="isu-diagram")


def heard(chart: Tag) -> str:
    """What a screen reader says of a chart, with plain spaces."""
    told = [tag for tag in chart.select("li.rad > .et, figure > .isu-hors")]
    return " ".join(" ".join(tag.get_text() for tag in told).replace("\xa0", " ").split())


def lanes(chart: Tag) -> list[Lane]:
    """The rows of a chart, headings too."""
    rows = chart.select("li.rad")
    return [_lane(row) for row in rows if not {"rubrik", "axelrad"} & set(row["class"])]


def _lane(row: Tag) -> Lane:
    label, scale, value = row.select_one(".et"), row.select_one(".skala"), row.select_one(".sk")
    return Lane(
        "".join(label.find_all(string=True, recursive=False)).strip(),
        _text(label.small), _text(label.find(class_="isu-hors")), _text(value),
        tuple(marks(scale)), tuple(strokes(scale, "iv")), tuple(boxes(scale)),
        tuple(texts(scale, "v")), tuple(texts(scale, "n")),
        len(row.select(".utanfor .dolt")) + len(row.select("rect.dolt")),
        "ordrad" in row["class"],
    )  # fmt: skip


def _text(tag: Tag | None) -> str:
    return tag.get_text() if tag else ""


def part(percent: str) -> float:
    """A place as a part of the width."""
    return float(percent.removesuffix("%")) / 100


def marks(tag: Tag) -> Iterator[tuple[float, str]]:
    """The filled marks of groups with their places, in the order of drawing."""
    for mark in tag.select("svg > .m"):
        if not {"ingen"} & set(mark["class"]) and "tecken" not in mark.parent.get("class", ()):
            at = mark.get("cx") or mark.parent.get("x", "0%")
            yield part(at), " ".join(mark["class"][1:])


def strokes(tag: Tag, look: str) -> Iterator[tuple[float, float]]:
    """Lines along the scale."""
    for line in tag.select(f"line.{look}:not(.kant)"):
        yield part(line["x1"]), part(line["x2"])


def upright(tag: Tag) -> Iterator[tuple[float, float]]:
    """Intervals that stand up, in pixels."""
    for line in tag.select("line.iv"):
        yield float(line.get("y1", 0)), float(line.get("y2", 0))


def boxes(tag: Tag) -> Iterator[tuple[float, float, str]]:
    """The parts of bars: place, width and fill."""
    for box in tag.select("rect"):
        yield part(box["x"]), part(box["width"]), " ".join(box["class"])


def texts(tag: Tag, look: str) -> Iterator[str]:
    """The words of a kind that are drawn."""
    yield from (text.get_text() for text in tag.select(f"text.{look}"))


def ticks(chart: Tag) -> list[str]:
    """The names of the scale."""
    return [text.get_text() for text in chart.select(".axel span, text.ax")]


def key(chart: Tag) -> list[tuple[str, str]]:
    """What the signs mean: the words, and the class of the sign."""
    items = chart.select(".isu-nyckel > li")
    return [(item.get_text(), " ".join(item.find(True)["class"][1:])) for item in items]


def percents(words: Iterator[str]) -> list[int]:
    """Those of some words that are per cent, as whole numbers."""
    return [int(word[:-2].replace("\xa0", "")) for word in words
            if re.fullmatch(r"[\d\xa0]+\xa0%", word)]  # fmt: skip
