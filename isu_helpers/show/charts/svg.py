"""A drawing as HTML around small inline SVGs, with real text and no style of its own.

All tags are made by `element`: the names are ours, and whatever comes from data is escaped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from ...wording import HIDDEN, html
from .drawing import (
    CIRCLE,
    DIAMOND,
    NOBODY,
    TRIANGLE,
    Board,
    Box,
    Dot,
    Drawing,
    Key,
    Lane,
    Lanes,
    Mark,
    Panel,
    Panels,
    Part,
    Stroke,
    Style,
    Word,
)

if TYPE_CHECKING:
    from markupsafe import Markup

TAGS = frozenset((
    "svg", "line", "rect", "circle", "path", "text", "figure", "figcaption", "ul", "li", "div",
    "span", "b", "small",
))  # fmt: skip
ALONE = frozenset(("line", "rect", "circle", "path"))
LOOK, HEARD, SECRET = "isu-diagram", "isu-hors", "dolt"
RADIUS, DIAGONAL, TIP, FOOT, SIDE = 6, 8, 7.5, 6, 5.2  # pixels of a mark of size 1
SIDES = {-1: " e", 0: " c", 1: ""}
EVEN = 1e-6  # of the width
STEPPED = 10  # pixels up or down: marks of three groups, which want a taller row
NUMBERS, OUTSIDE, BELOW = ("v", "v andra"), 8, 5  # pixels of a number from its place, by the style
FEW, MANY, LONG = 6, 12, 12  # names under a panel: on a phone, on a screen; letters where many
NARROW, BROAD = 39, 78  # letters that have room in a row under a panel, likewise


def drawn(drawing: Drawing) -> "Markup":
    """The HTML of a drawing.

    Examples
    --------
    >>> str(drawn(Lanes("Stöd <b>", (Lane("Ja"),))))[:62]
    '<figure class="isu-diagram" aria-label="Stöd &lt;b&gt;"><ul cl'
    """
    from markupsafe import Markup

    return Markup(MAKERS[type(drawing)](drawing))


def element(name: str, *inner: str, **attributes: object) -> str:
    """A tag around what `element` or `words` has made; attributes are escaped, none is code.

    Parameters
    ----------
    name
        One of `TAGS`.
    attributes
        ``look`` is the class; ``_`` in a name is ``-``; what is None is left out.

    Raises
    ------
    ValueError
        When a tag is not ours.
    """
    if name not in TAGS:
        raise ValueError(f"{name} is not among the tags of a chart")
    attributes = {"class": attributes.pop("look", None) or None} | attributes
    told = "".join(
        f' {key.replace("_", "-")}="{html(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}/>" if name in ALONE else f"<{name}{told}>{''.join(inner)}</{name}>"


def words(text: str) -> str:
    """A text escaped, without what no page can hold."""
    return html(text)


def share(x: float) -> str:
    """A part of the width as it is written: one decimal of a per cent."""
    return f"{round(100 * x, 1):g}%"


# The parts.


def _part(part: Part) -> str:
    if isinstance(part, Mark):
        return _mark(part)
    if isinstance(part, Stroke):
        ends = {"x1": share(part.x1), "x2": share(part.x2)}
        return element("line", look=part.look, **ends, y1=_px(part.y1), y2=_px(part.y2))
    if isinstance(part, Box):
        return element("rect", look=part.look, x=share(part.x), width=share(part.width),
                       y=_px(part.y) or 0, height=f"{part.height:g}")  # fmt: skip
    is_usual = part.look in NUMBERS and (part.dx, part.y) == (part.side * OUTSIDE, BELOW)
    place = {} if is_usual else {"dx": _px(part.dx), "y": _px(part.y)}
    look = part.look + SIDES[part.side] + (" vid" if is_usual else "")
    return element("text", words(part.text), look=look, x=share(part.x) if part.x else None,
                   **place)  # fmt: skip


def _mark(mark: Mark) -> str:
    """A mark at its place; a circle alone needs no field of its own around it."""
    if mark.style.shape == CIRCLE and not mark.dx:
        look = _look(mark)
        return element("circle", look=look, r=f"{RADIUS * mark.size:g}", cx=share(mark.x),
                       cy=_px(mark.y))  # fmt: skip
    return element("svg", shape(mark.style, _look(mark), mark.dx, mark.size), x=share(mark.x),
                   y=_px(mark.y))  # fmt: skip


def _px(value: float) -> str | None:
    return f"{round(value, 1):g}" if value else None


def _look(mark: Mark) -> str:
    told = ("m", mark.style.colour, mark.form)
    return mark.form if mark.form == SECRET else " ".join(filter(None, told))


def shape(style: Style, look: str, x: float = 0, size: float = 1) -> str:
    """A circle, a diamond, a triangle or a square around 0,0, or that far to the right."""
    if style.shape == CIRCLE:
        return element("circle", look=look, r=f"{RADIUS * size:g}", cx=_px(x))
    if style.shape == DIAMOND:
        d = DIAGONAL * size
        return element("path", look=look, d=f"M{x:g}{-d:g}l{d:g} {d:g}-{d:g} {d:g}-{d:g}-{d:g}z")
    if style.shape == TRIANGLE:
        top, foot = TIP * size, (TIP + FOOT) * size
        half = 8 * size
        return element("path", look=look, d=f"M{x:g} {-top:g}l{half:g} {foot:g}h{-2 * half:g}z")
    side = SIDE * size
    corner, edge = f"M{x - side:g} {-side:g}", 2 * side
    return element("path", look=look, d=f"{corner}h{edge:g}v{edge:g}h{-edge:g}z")


# Lanes.


def _lanes(drawing: Lanes) -> str:
    head = [_head(drawing)] if drawing.head or drawing.counts else []
    rows = (_lane(lane, drawing) for lane in drawing.lanes)
    axis = [_axis(drawing)] if drawing.ticks else []
    listed = element("ul", *head, *rows, *axis, look="isu-rader", role="list")
    caption = [element("figcaption", words(drawing.caption))] if drawing.caption else []
    inner = *_key(drawing.keys), listed
    if not drawing.alt:
        return element("figure", *caption, *inner, look=LOOK, aria_label=drawing.title)
    told = element("span", words(drawing.alt), look=HEARD)
    return element("figure", told, *caption, element("div", *inner, aria_hidden="true"), look=LOOK)


def _key(keys: Sequence[Key]) -> Iterator[str]:
    if keys:
        yield element("ul", *map(_meaning, keys), look="isu-nyckel", role="list")


def _meaning(key: Key) -> str:
    sign = _sign(key.style) if key.style else element("span", look=f"ruta {key.fill}")
    return element("li", sign, words(key.text))


def _sign(style: Style, look: str = "", hidden: str | None = "true") -> str:
    return element("svg", shape(style, look or f"m {style.colour}"), look="tecken",
                   viewBox="-10 -10 20 20", aria_hidden=hidden)  # fmt: skip


def _lane(lane: Lane, drawing: Lanes) -> str:
    is_named = any(isinstance(p, Word) and p.look.startswith("n ") for p in lane.parts)
    is_tall = any(isinstance(p, Mark) and abs(p.y) > STEPPED for p in lane.parts)
    kind = f"rad {lane.kind}".strip() + " forsta" * is_named + " hog" * is_tall
    grid = "skala" + (" noll" if drawing.zero is not None else " nat" if drawing.ticks else "")
    field = element("div", _strip(lane.parts, bool(drawing.alt)), look=grid)
    counts = _counts(lane.counts, drawing)
    lane = replace(lane, heard="") if drawing.alt else lane
    value = _value(lane, bool(drawing.alt))
    return element("li", _label(lane), field, *value, look=kind, data_n=counts)


def _counts(text: str, drawing: Lanes) -> str | None:
    """What a style sheet for paper writes in a column of its own, where the chart has one."""
    return text if drawing.counts else None


def _strip(parts: Sequence[Part], is_told: bool) -> str:
    if not parts:
        return ""
    return element("svg", *map(_part, parts), look="par", aria_hidden=_unheard(is_told))


def _label(lane: Lane) -> str:
    inner = [_sign(lane.sign), " "] if lane.sign else []
    inner.append(words(lane.label))
    inner += [element("small", words(lane.small))] if lane.small else []
    inner += [element("span", words(lane.heard), look=HEARD)] if lane.heard else []
    return element("div", *inner, look="et")


def _value(lane: Lane, is_told: bool) -> Iterator[str]:
    inner = [*_number(lane, is_told), *_absent(lane.hidden, SECRET, HIDDEN, is_told)]
    if inner := [*inner, *_absent(lane.empty, "m ingen", NOBODY, is_told)]:
        yield element("div", " ".join(inner), look="sk")


def _number(lane: Lane, is_told: bool) -> Iterator[str]:
    if lane.value == HIDDEN and not lane.hidden:
        yield element("span", words(HIDDEN), aria_hidden=_unheard(is_told))
    if lane.value == HIDDEN and not is_told:
        yield element("span", SECRET, look=HEARD)
    elif lane.value != HIDDEN:
        yield from [element("b", words(lane.value))] if lane.value else []
        yield from [element("span", words(lane.between))] if lane.between else []


def _absent(styles: Sequence[Style], look: str, text: str, is_told: bool) -> Iterator[str]:
    """The marks of groups that have no place on the scale, and why; the label says it aloud."""
    if styles:
        signs = (_sign(style, look, None) for style in styles)
        hidden = _unheard(is_told)
        yield element("span", *signs, " ", words(text), look="utanfor", aria_hidden=hidden)


def _unheard(is_told: bool) -> str | None:
    """What is only seen says so, unless all that it stands in is."""
    return None if is_told else "true"


def _head(drawing: Lanes) -> str:
    told = element("div", words(drawing.head), look="sk")
    counts = _counts(drawing.counts, drawing)
    hidden = _unheard(bool(drawing.alt))
    return element("li", told, look="rad rubrik", aria_hidden=hidden, data_n=counts)


def _axis(drawing: Lanes) -> str:
    field = element("div", _ticks(drawing.ticks), *_ends(drawing.ends), look="skala")
    counts, hidden = _counts("", drawing), _unheard(bool(drawing.alt))
    return element("li", field, look="rad axelrad", aria_hidden=hidden, data_n=counts)


def _ticks(ticks: Sequence[tuple[float, str]]) -> str:
    """The names of a scale: words in a row where they lie as far apart, else drawn."""
    places, last = [x for x, _ in ticks], len(ticks) - 1
    if last and all(abs(x - i / last) < EVEN for i, x in enumerate(places)):
        return element("div", *(element("span", words(text)) for _, text in ticks), look="axel")
    told = [Word(text, x, "ax", y=13) for x, text in ticks]
    return element("svg", *map(_part, told), look="axel")


def _ends(ends: Sequence[str]) -> Iterator[str]:
    if ends:
        yield element("div", *(element("span", words(e)) for e in ends), look="andar")


# Panels: fields that are one picture each; what they show is told once, in words.


def _panels(drawing: Panels) -> str:
    every = [_panel(panel, drawing) for panel in drawing.panels]
    inner = element("div", *every, look=f"falten {drawing.look}".strip(), aria_hidden="true")
    told = element("span", words(drawing.alt), look=HEARD)
    return element("figure", told, *_key(drawing.keys), inner, look=LOOK)


def _panel(panel: Panel, drawing: Panels) -> str:
    heading = [element("div", words(panel.heading), look="ordrad")] if panel.heading else []
    grid = [_level(y, text) for y, text in panel.lines]
    upright = [element("line", look="nat", x1=share(x), x2=share(x), y1=0, y2="100%")
               for x, _ in drawing.ticks]  # fmt: skip
    field = element("svg", *upright, *grid, *map(_part, panel.parts), look="falt",
                    style=f"height:{panel.height}px")  # fmt: skip
    below = [*_names(panel.names), *_scale(drawing)]
    return element("div", *heading, element("div", field, *below, look="trend"))


def _level(y: float, text: str) -> str:
    line = element("line", look="nat", x1=0, x2="100%", y1=_px(y), y2=_px(y))
    return line + element("text", words(text), look="ax e", x=-6, y=_px(y + 4))


def _scale(drawing: Panels) -> Iterator[str]:
    if drawing.ticks:
        yield _ticks(drawing.ticks)
        yield from _ends(drawing.ends)


def _names(names: Sequence[str]) -> Iterator[str]:
    """The names under a panel; where they are many, fewer on a phone than on a screen."""
    if len(names) <= FEW:
        yield from [_row(names, 1, "namn")] if names else []
        return
    longest = max(len(line) for name in names for line in cut(name).split("\n"))
    for most, room, look in ((MANY, BROAD, "brett"), (FEW, NARROW, "smalt")):
        step = ceil(len(names) / min(most, room // (longest + 1)))
        yield _row(names, step, f"namn tata {look}")


def _row(names: Sequence[str], step: int, look: str) -> str:
    """Every so many names, the last one always."""
    is_dense, last = len(names) > FEW, len(names) - 1
    kept = [(cut(n) if is_dense else n) if (last - i) % step == 0 else ""
            for i, n in enumerate(names)]  # fmt: skip
    return element("div", *(element("span", *_lines(n)) for n in kept), look=look)


def _lines(name: str) -> list[str]:
    return [element("span", words(line)) for line in name.split("\n")] if name else []


def cut(name: str) -> str:
    """A name where there is little room: each of its lines no longer than `LONG` letters."""
    lines = (line if len(line) <= LONG else line[: LONG - 1] + "…" for line in name.split("\n"))
    return "\n".join(lines)


# A board: cells that grow with what they hold.


def _board(board: Board) -> str:
    rows: list[str] = []
    for i, (name, cells) in enumerate(zip(board.rows, board.cells, strict=True)):
        if i % 2 == 0:
            left, right = board.corners[i : i + 2]
            rows += [element("span"), element("b", words(left)), element("b", words(right))]
        rows.append(element("span", words(name)))
        rows += [element("div", *map(_dot, dots)) for dots in cells]
    columns = [element("span"), *(element("span", words(name)) for name in board.columns)]
    grid = element("div", *rows, *columns, look="brada")
    about = [element("div", words(text), look="litet") for text in (board.upwards, board.across)]
    inner = element("div", about[0], grid, about[1], aria_hidden="true")
    told = element("span", words(board.alt), look=HEARD)
    return element("figure", told, inner, look=f"{LOOK} isu-matris")


def _dot(dot: Dot) -> str:
    return element("span", words(dot.text), look="fylld" if dot.is_filled else "oppen")


MAKERS: dict[type, Callable[[Any], str]] = {Lanes: _lanes, Panels: _panels, Board: _board}
