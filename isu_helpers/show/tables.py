"""Tables as HTML, with a caption, header scopes and one sign for what is hidden."""

import re
from collections.abc import Sequence

import numpy as np

from ..analysis.verdict import CLEAR
from ..wording import HIDDEN, html, number, percent, plural, points
from .rows import Block, Figure, Gap, Row

HIDDEN_CELL = (
    f'<span aria-hidden="true">{HIDDEN}</span><span class="isu-bara-upplasning">dolt</span>'
)
OUTSIDE = re.compile(r"(?:^|(?<=>))[^<>]+")  # the text of HTML, not its tags
LETTER = re.compile(r"&[#\w]+;|[^\s<>]")  # as it is read: «&amp;» is one
LONG_WORD = re.compile(rf"(?:{LETTER.pattern}){{30,}}")
STEP = 12  # letters between places to break
GAP_HEAD = "Skillnad"
GAP_PAIR = "{first} minus {second}"


def table(caption: str, blocks: Sequence[Block], first_column: str) -> str:
    """A table of blocks of rows.

    Parameters
    ----------
    caption
        What the table holds, told so that it can stand alone.
    blocks
        At least one block with one row; all rows have the same groups.
    first_column
        The heading of the column with the rows' labels.
    """
    groups = [f.group for f in blocks[0].rows[0].figures]
    has_gaps = any(row.gap for block in blocks for row in block.rows)
    head = _head(first_column, groups, has_gaps)
    bodies = "".join(_body(block, len(groups) + has_gaps + 1, has_gaps) for block in blocks)
    return framed(caption, head, bodies)


def framed(caption: str, head: str, bodies: str) -> str:
    """A table of these rows of HTML, in a frame that can be scrolled sideways."""
    return (
        f'<div class="isu-bredd" role="region" tabindex="0" aria-label="{html(caption)}">'
        f'<table class="isu-tabell"><caption>{breakable(html(caption))}</caption>'
        f"<thead>{breakable(head)}</thead>{breakable(bodies)}</table></div>"
    )


def breakable(markup: str) -> str:
    """HTML in which words that no column has room for may be broken, and others may not.

    Examples
    --------
    >>> breakable('<th title="' + "i" * 40 + '">' + "Ö" * 40 + "</th>").count("<wbr>")
    3
    """
    return OUTSIDE.sub(lambda text: LONG_WORD.sub(_with_breaks, text[0]), markup)


def _with_breaks(word: re.Match) -> str:
    letters = LETTER.findall(word[0])
    return "<wbr>".join("".join(letters[i : i + STEP]) for i in range(0, len(letters), STEP))


def _head(first: str, groups: list[str], has_gaps: bool) -> str:
    cells = [f'<th scope="col">{html(name)}</th>' for name in (first, *map(plural, groups))]
    if has_gaps:
        pair = GAP_PAIR.format(first=plural(groups[0]).lower(), second=plural(groups[1]).lower())
        cells.append(
            f'<th scope="col">{GAP_HEAD} <span class="isu-antal">{html(pair)}</span></th>'
        )
    return f"<tr>{''.join(cells)}</tr>"


def _body(block: Block, width: int, has_gaps: bool) -> str:
    head = ""
    if block.heading:
        head = (
            f'<tr class="isu-grupp"><th scope="rowgroup" colspan="{width}">'
            f"{html(block.heading)}</th></tr>"
        )
    return f"<tbody>{head}{''.join(_line(row, has_gaps) for row in block.rows)}</tbody>"


def _line(row: Row, has_gaps: bool) -> str:
    cells = "".join(f"<td>{_cell(f, row.kind)}</td>" for f in row.figures)
    gap = f"<td>{_gap(row.gap)}</td>" if has_gaps else ""
    name = f' id="{html(row.anchor)}"' if row.anchor else ""
    return f'<tr class="isu-{row.kind}"{name}><th scope="row">{_label(row)}</th>{cells}{gap}</tr>'


def _label(row: Row) -> str:
    label = html(row.label)
    return f'<a href="#{html(row.link)}">{label}</a>' if row.link else label


def _cell(figure: Figure, kind: str) -> str:
    if kind == "bas" or np.isnan(figure.base):
        return HIDDEN_CELL if np.isnan(figure.n) else number(figure.n)
    if figure.is_hidden:
        return HIDDEN_CELL
    if figure.is_empty:
        return "–"
    if kind == "bortfall":
        return f"{number(figure.n)} ({percent(figure.share)})" if figure.n else "0"
    return (
        f'<span class="isu-andel">{percent(figure.share)}</span> '
        f'<span class="isu-antal">{html(figure.count_text)}</span>'
    )


def _gap(gap: Gap | None) -> str:
    if gap is None:
        return ""
    if not gap.is_shown:
        return HIDDEN_CELL
    return (
        f'<span class="isu-andel">{points(gap.value)}</span> '
        f'<span class="isu-antal">{points(gap.low)} till {points(gap.high)}</span>'
        f"{word_tag(gap.word)}"
    )


def word_tag(word: str) -> str:
    """The word of a difference, in bold where it is clear; empty where there is none."""
    tag = "strong" if word == CLEAR else "span"
    return f' <{tag} class="isu-ord">{html(word)}</{tag}>' if word else ""


def missing_table(caption: str, rows: Sequence[Row]) -> str:
    """A table of missing answers, a row a question."""
    kept = [Row(r.label, r.figures, None, r.kind) for r in rows]
    return table(caption, [Block("", tuple(kept))], "Fråga")


# The other way to count: the sexes among those who gave an answer.

SHOW = "Visa könsfördelningen inom varje svar"
CAPTION = "Könsfördelning. {of}: andel av dem som gav svaret"
COUNT = "Antal"
EVERYONE = "Alla som har svarat"
NOBODY = "–"
SAME = 1e-9  # a whole per cent that the computer holds as a little less


def distribution(of: str, block: Block, first_column: str) -> str:
    """A table to unfold: who they are that gave each answer, in whole per cent that make 100.

    Parameters
    ----------
    of
        What the answers are about, in the caption.
    block
        Rows with a figure a group, the total last. All shares of a row are hidden where one of
        its counts is.
    """
    rows = [row for row in block.rows if row.kind in ("svar", "bas")]
    groups = [plural(f.group) for f in rows[0].figures[:-1]]
    heads = "".join(f'<th scope="col">{html(h)}</th>' for h in (first_column, *groups, COUNT))
    body = f"<tbody>{''.join(map(_line_distribution, rows))}</tbody>"
    inner = framed(CAPTION.format(of=of), f"<tr>{heads}</tr>", body)
    return f'<details class="isu-fordelning"><summary>{SHOW}</summary>{inner}</details>'


def percents_within(row: Row) -> list[int] | None:
    """Each group's part of those in a row in whole per cent, 100 in all.

    What is left when all are rounded down goes to the largest remainders. None where a count is
    hidden or nobody is there.
    """
    counts = np.array([figure.n for figure in row.figures])
    if np.isnan(counts).any() or not counts[-1]:
        return None
    exact = 100 * counts[:-1] / counts[-1]
    whole = np.floor(exact + SAME)
    largest = np.argsort((whole - exact).round(6), kind="stable")
    whole[largest[: round(100 - whole.sum())]] += 1
    return whole.astype(int).tolist()


def _line_distribution(row: Row) -> str:
    label = EVERYONE if row.kind == "bas" else row.label
    total, shares = row.figures[-1].n, percents_within(row)
    if shares is None:
        cells = [NOBODY if total == 0 else HIDDEN_CELL] * (len(row.figures) - 1)
    else:
        cells = [percent(share / 100) for share in shares]
    cells.append(HIDDEN_CELL if np.isnan(total) else number(total))
    inner = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="isu-{row.kind}"><th scope="row">{html(label)}</th>{inner}</tr>'
