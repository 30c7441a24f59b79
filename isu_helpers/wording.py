"""Numbers and words in Swedish: 1 234, 12,5, 33 %, kvinnor och män."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from html import escape

HIDDEN = ".."
MISSING = "Uppgift saknas"
TOTAL = "Alla"
MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
SEPARATORS = re.compile(r"[\x0b\x0c\x1c-\x1f]")  # Python's spaces that no XML can hold
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

DEFINITE = {
    "kvinna": ("kvinnan", "kvinnorna"),
    "man": ("mannen", "männen"),
    "flicka": ("flickan", "flickorna"),
    "pojke": ("pojken", "pojkarna"),
}  # one, and all of them
PLURALS = {
    "kvinna": "Kvinnor",
    "man": "Män",
    "flicka": "Flickor",
    "pojke": "Pojkar",
    "annat": "Annat kön",
    MISSING.casefold(): MISSING,
    TOTAL.casefold(): TOTAL,
}


def half_up(value: float) -> int:
    """The nearest whole number, halves away from zero.

    Examples
    --------
    >>> half_up(12.5), half_up(-12.5), half_up(0.49999)
    (13, -13, 0)
    """
    return int(math.copysign(math.floor(abs(value) + 0.5 + 1e-9), value))


def number(value: float, decimals: int = 0) -> str:
    """A number with a space between thousands and a comma before decimals.

    Examples
    --------
    >>> number(1234567), number(12.25, 1), number(-3)
    ('1\\xa0234\\xa0567', '12,3', '−3')
    """
    scaled = half_up(abs(value) * 10**decimals)
    whole, part = divmod(scaled, 10**decimals)
    text = f"{whole:,}".replace(",", NBSP) + (f",{part:0{decimals}d}" if decimals else "")
    return MINUS + text if value < 0 and scaled else text


def reckoned(text: str) -> float | int | str | None:
    """The number that a text is, per cent as a fraction; the text itself where it is none.

    Examples
    --------
    >>> reckoned(number(1234.5, 1)), reckoned("34\xa0%"), reckoned("−3"), reckoned("över 90")
    (1234.5, 0.34, -3, 'över 90')
    """
    plain = text.replace(NBSP, "").replace(MINUS, "-").replace(",", ".")
    try:
        value = float(plain.removesuffix("%"))
    except ValueError:
        return text or None
    if plain.endswith("%"):
        return value / 100
    return value if "." in plain else int(value)


def day(date: dt.date) -> str:
    """A day with the name of its month.

    Examples
    --------
    >>> day(dt.date(2027, 2, 9))
    '9 februari 2027'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month(date: str) -> str:
    """The month of a date written as «2027-02-09»; empty where it is written otherwise.

    Examples
    --------
    >>> month("2027-02-09 14:10"), month("i vår")
    ('februari 2027', '')
    """
    found = re.match(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)", date)
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}" if found else ""


def percent(fraction: float) -> str:
    """A fraction as whole per cent, halves up.

    Examples
    --------
    >>> percent(0.335), percent(0)
    ('34\\xa0%', '0\\xa0%')
    """
    return number(fraction * 100) + NBSP + "%"


def part_of(fraction: float) -> str:
    """A part of some that is there as whole per cent: never none where it is some, nor all.

    Examples
    --------
    >>> part_of(0.002), part_of(0.335), part_of(0)
    ('under 1\\xa0%', '34\\xa0%', '0\\xa0%')
    """
    told = percent(fraction)
    if fraction > 0 and told == percent(0):
        return f"under 1{NBSP}%"
    return f"över 99{NBSP}%" if fraction < 1 and told == percent(1) else told


def points(fraction: float) -> str:
    """A difference of fractions as signed whole percentage points.

    Examples
    --------
    >>> points(0.051), points(-0.1), points(0.001)
    ('+5', '−10', '0')
    """
    text = number(fraction * 100)
    return text if text == "0" or fraction < 0 else "+" + text


def agreeing(
    one: float, two: float, low: float, high: float, unit: float = 0.01
) -> tuple[int, int, int]:
    """A difference as it is printed: that of the two figures as they are printed, in whole units.

    So 54 % and 56 % differ by 2 whatever was rounded away. The ends of the interval are rounded
    outwards, and further where the printed difference would lie outside.

    Parameters
    ----------
    one, two
        What is compared, the first minus the second.
    low, high
        The interval of the exact difference.
    unit
        What is printed in: a percentage point of fractions, or a step of means.

    Examples
    --------
    >>> agreeing(0.536, 0.564, -0.112, 0.056), agreeing(0.2, 0.1, 0.08, 0.12)
    ((-2, -12, 6), (10, 8, 12))
    """
    value = half_up(one / unit) - half_up(two / unit)
    least, most = math.floor(low / unit + 1e-6), math.ceil(high / unit - 1e-6)
    return value, min(least, value), max(most, value)


def listing(items: Iterable[str], last: str = "och") -> str:
    """Words in a row.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b och c'
    """
    *head, tail = list(items) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def plural(group: str) -> str:
    """The group's name in the plural, where the word is known.

    Examples
    --------
    >>> plural("Kvinna"), plural("Skövde")
    ('Kvinnor', 'Skövde')
    """
    return PLURALS.get(group.casefold(), group)


def in_the_group(group: str) -> str:
    """A group with the word for it, which is not said twice.

    Examples
    --------
    >>> in_the_group("Skövde"), in_the_group("Grupp A"), in_the_group("18–29")
    ('gruppen Skövde', 'Grupp A', 'gruppen 18–29')
    """
    is_told = group.casefold().startswith("grupp")
    return group if is_told else f"gruppen {group}"


def the_group(group: str) -> str:
    """All of a group, in the definite form.

    Examples
    --------
    >>> the_group("Flicka"), the_group("Annat"), the_group("Skövde")
    ('flickorna', 'gruppen annat kön', 'gruppen Skövde')
    """
    if group.casefold() in DEFINITE:
        return DEFINITE[group.casefold()][1]
    several = plural(group)
    return in_the_group(several if several == group else several.lower())


def the_one(group: str) -> str:
    """The one that was chosen of a group.

    Examples
    --------
    >>> the_one("Flicka"), the_one("Skövde")
    ('flickan', 'den ur gruppen Skövde')
    """
    known = DEFINITE.get(group.casefold())
    return known[0] if known else f"den ur {the_group(group)}"


def any_one(group: str) -> str:
    """Someone of a group.

    Examples
    --------
    >>> any_one("Pojke"), any_one("Annat")
    ('en pojke', 'en ur gruppen annat kön')
    """
    is_known = group.casefold() in DEFINITE
    return f"en {group.lower()}" if is_known else f"en ur {the_group(group)}"


def whole_parts(parts: Iterable[float]) -> list[int]:
    """Parts of something in whole per cent that make 100 in all.

    What is left when all are rounded down goes to the largest remainders.

    Examples
    --------
    >>> whole_parts([1, 1, 1])
    [34, 33, 33]
    """
    parts = list(parts)
    exact = [100 * part / sum(parts) for part in parts]
    whole = [math.floor(e + 1e-9) for e in exact]
    order = sorted(range(len(parts)), key=lambda i: round(whole[i] - exact[i], 6))
    for i in order[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


def first_upper(words: str) -> str:
    """Words as they begin a line; the others keep their letters.

    Examples
    --------
    >>> first_upper("barn och unga"), first_upper("")
    ('Barn och unga', '')
    """
    return words[:1].upper() + words[1:]


def first_line(text: str, longest: int) -> str:
    """The first line of a text, cut where it is long.

    Examples
    --------
    >>> first_line("Får alla samma stöd?\\nVi tror det.", 12)
    'Får alla sa…'
    """
    line = text.split("\n")[0]
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def people(count: int) -> str:
    """A number of people.

    Examples
    --------
    >>> people(1), people(12)
    ('1\\xa0person', '12\\xa0personer')
    """
    return counted(count, "person", "personer")


def period_told(period: str | None) -> str:
    """A period as it is named to a reader, however the setting has it; empty without one.

    Examples
    --------
    >>> period_told("2024-01..2024-06"), period_told(None)
    ('2024-01–2024-06', '')
    """
    return (period or "").replace("..", "–")


def counted(count: int, one: str, many: str) -> str:
    """A number of things.

    Examples
    --------
    >>> counted(1, "tabell", "tabeller"), counted(4, "tabell", "tabeller")
    ('1\\xa0tabell', '4\\xa0tabeller')
    """
    return number(count) + NBSP + (one if count == 1 else many)


def clean(text: str) -> str:
    """Text without characters that no file can hold, or that turn the words around them about.

    Examples
    --------
    >>> clean("svar\x01 \u202e12 %")
    'svar 12 %'
    """
    return UNSEEN.sub("", SEPARATORS.sub(" ", text))


def html(text: object) -> str:
    """Text made safe to stand in HTML."""
    return escape(clean(str(text)), quote=True)
