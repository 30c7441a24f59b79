"""Names of people in running text: «Ahmed i Umeå», «Kalle Karlsson», «Maria S», «Bo bor kvar».

The lists are content/names.yaml. A name that is an everyday word too («Bo», «Sten», «Liv») is
one only where its capital, its place in the sentence or the words around it tell.
"""

import re
from collections.abc import Iterator
from functools import cache

from ..content import load
from ..wording import SHORT_MONTHS

WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
SHORT = 5  # what is written in capitals and is no longer may be short for a method
LOWER = 4  # a name without a capital is known from so many letters on
_CAPITAL = "[A-ZÅÄÖÉ]"
_WORD = rf"{_CAPITAL}[^\W\d_]+"
_PERSON = (
    r"(?:[Ff]lickan|[Pp]ojken|[Kk]vinnan|[Mm]annen|[Mm]amman|[Pp]appan|[Bb]arnet|[Kk]lienten|[Bb]rukaren"
    r"|[Pp]atienten|[Ee]leven|[Kk]illen|[Tt]jejen|[Uu]ngdomen|[Ss]onen|[Dd]ottern|[Ss]ystern|[Bb]rodern|[Mm]an|[Pp]ojke|[Ff]licka|[Kk]vinna)"
)
# What comes before a name, and what comes after one, where it begins its sentence.
BEFORE = re.compile(
    rf"(?:{_PERSON}(?:,|\s+som)?\s+(?:(?:heter|hette|kallas|kallad)\s+)?"
    r"|\b(?:[Ff]ru|[Hh]err|[Hh]ej|namnet|vid\s+namn|[Hh]on\s+heter|[Hh]an\s+heter|[Hh]en\s+heter|[Hh]on\s+hette"
    r"|[Hh]an\s+hette|kallar\s+(?:honom|henne|hen|dem))\s+)$"
)
AFTER = re.compile(
    r"\s+(?:fick|får|bor|bodde|sa|säger|ringde|vill|ville|hade|har|heter|kom|flyttade|placerades"
    r"|nekades|söker|sökte|gick|blev|berättade|mår|sökte|väntar|väntade|avböjde|tackade|behöver)\b"
    rf"|\s*,\s*\d{{1,2}}(?:\s+år)?\b|\s+\d{{1,2}}\s+år\b|\s*\(\d{{1,2}}(?:\s+år)?\)"
    rf"|\s+(?:i|från|på)\s+{_CAPITAL}[^\W\d_]"
)
INITIAL = re.compile(rf"\s+{_CAPITAL}\b(?![-:/.]\w)\.?")
KIN = re.compile(
    r"\s+(?:mamma|pappa|mor|far|son|dotter|bror|syster|familj|barn|fru|make|maka|pojke|flicka)\b"
)
NO_NAME = re.compile(
    r"\s+(?:kommun|stad|stads|län|landskap|sjukhus|skola|skolan|kyrka|församling|gata|gatan|väg|hovrätt)\b"
)
STARTS = re.compile(r"(?:^|[.!?:|\n»«\"“”(/*_#>•-]|\d)\s*$")
# Days, months, places and the like: such a word alone is no name, wherever it stands.
NEVER_ALONE = {
    "Lucia", "Valborg", "Maj", "Juni", "Junior", "Svea", "Vega", "Nova", "Rut", "Klara", "Inga",
    "Mina", "My", "Del",
}  # fmt: skip
FORMS = (
    re.compile(
        rf"(?:\b(?:[Hh]on|[Hh]an|[Hh]en)|{_PERSON}(?:\s+som)?|\bsom)\s+(?:heter|hette|kallas)\s+{_WORD}"
    ),
    re.compile(rf"\b(?:[Ff]amiljen|[Ff]ru|[Hh]err|[Mm]akarna|[Ss]yskonen|[Pp]aret)\s+{_WORD}"),
    re.compile(rf"\b{_CAPITAL}\.\s?{_CAPITAL}\.(?=\s+[a-zåäö]|\s*$|\s*[,;)])"),
    re.compile(rf"\b{_WORD}(?:sson|ssons)\b"),
)  # fmt: skip


def names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name in a text; finds may overlap.

    Examples
    --------
    >>> text = "Bo flera år i Umeå? Ja, Bo Ek och Fatima."
    >>> [text[start:end] for start, end in names(text)]
    ['Bo Ek', 'Fatima']
    """
    for match in WORD.finditer(text):
        if end := _end(match, text):
            yield match.start(), end
    for form in FORMS:
        yield from (match.span() for match in form.finditer(text))


def _end(match: re.Match[str], text: str) -> int:
    """Where a name that begins here ends; 0 where none does."""
    word, end = match[0], match.end()
    is_short = word.isupper() and len(word) <= SHORT
    if is_short or NO_NAME.match(text, end):
        return 0
    known, sure, surnames, common = listed()
    if is_listed(word, surnames) and word[0].isupper():
        return end
    if not is_given(word, known):
        return 0
    if full := _surname_end(text, end, surnames | common) if word[0].isupper() else 0:
        return full
    is_sure = is_given(word, sure) and (word[0].isupper() or len(word) >= LOWER)
    return end if is_sure or (word[0].isupper() and _is_told(match, text)) else 0


def _is_told(match: re.Match[str], text: str) -> bool:
    """Whether the words around an everyday word with a capital tell that it is a name."""
    if BEFORE.search(text, max(0, match.start() - 40), match.start()):
        return True
    if match[0] in NEVER_ALONE:
        return False
    if not STARTS.search(text[max(0, match.start() - 4) : match.start()]):
        return True
    is_kin = match[0].endswith("s") and KIN.match(text, match.end())
    return bool(is_kin or AFTER.match(text, match.end()))


def _surname_end(text: str, end: int, surnames: frozenset[str]) -> int:
    """Where a surname or an initial after a given name ends; 0 where there is none."""
    if initial := INITIAL.match(text, end):
        return initial.end()
    following = WORD.match(text, end + 1) if text[end : end + 1].isspace() else None
    if following and following[0][0].isupper() and is_listed(following[0], surnames):
        return following.end()
    return 0


def is_given(word: str, given: frozenset[str]) -> bool:
    """Whether a word is a given name, or two of them; a genitive's s is no matter."""
    if is_listed(word, given):
        return True
    parts = re.split(r"[-\u2010\u2011]", word)
    return len(parts) == 2 and all(is_listed(part, given) for part in parts)


def is_listed(word: str, listed: frozenset[str]) -> bool:
    """Whether a name stands in a list, also in capitals or with the s of a genitive."""
    capital = word if word[0].isupper() and not word.isupper() else word.capitalize()
    return capital in listed or (capital.endswith("s") and capital[:-1].rstrip("'’:") in listed)


@cache
def listed() -> tuple[frozenset[str], ...]:
    """Given names, those that are nothing else, surnames that are nothing else, and the others."""
    held = {name: frozenset(words.split()) for name, words in load("names").items()}
    known = held["fornamn"] | held["fler_fornamn"]
    common = held["vanliga_efternamn"]
    return known, known - held["vardagsord"], held["efternamn"] - common - known, common


# Words that point out one person: dates of birth, numbers of cases, ways to reach somebody.

NAME = "ett namn"
BORN = "ett födelsedatum eller en del av ett personnummer"
CASE = "ett nummer på en person eller ett ärende"
REACHED = "ett sätt att nå någon"
ADDRESS = "en gatuadress"

_D = "[-\u2010-\u2015\u2212]"
_MONTH, _DAY = "(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTHS = f"(?:{'|'.join(SHORT_MONTHS)})[a-z]*"
_SIX = rf"(?:18|19|20)?\d\d(?P<gap>[-/. ]?){_MONTH}(?P=gap){_DAY}"
_DATE = (
    rf"(?:(?:18|19|20)?\d\d[-/. ]?{_MONTH}[-/. ]?{_DAY}\b|\d{{1,2}}[/.]\d{{1,2}}\b"
    rf"|\d{{1,2}}(?::?e)?\s+{_MONTHS}\b)"
)
_MEASURE = (
    r"(?:%|(?:procent|år|månad|veck|dag|timm|minut|kron|kr\b|gång|meter|km\b|kilo|personer|och\b"
    r"|av\b)\w*)"
)
_WAY = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|torget|torg|stigen|stig|allén|alléen|backen|hagen"
    r"|ringen|liden|kajen|esplanaden|slingan|höjden|kroken|stranden|promenaden|svängen)"
)
_STREET = (
    rf"(?:(?-i:[A-ZÅÄÖ])\w{{0,30}}{_WAY}|\w{{2,30}}(?:gatan|vägen|gränd|torget|stigen|allén)"
    rf"|\b(?-i:[A-ZÅÄÖ])\w+\s+{_WAY}|(?-i:[A-ZÅÄÖ])\w+sidan(?<!Hemsidan)(?<!Framsidan))"
)
_NUMBERED = (
    r"(?:dnr|diarie(?:nummer|nr)?|(?:ärende|akt|mål|journal|klient|kund|löp|person|brukar|beslut)s?"
    r"[- ]?(?:nummer|nr)|\w{1,30}-nr)"
)
_YEARS = r"(?!(?:19|20)\d\d[-/](?:19|20)?\d\d\b)"

WORDS_FORMS = {
    rf"\bfödd\s+(?:i\s+|den\s+(?:\w+\s+)?|under\s+)?{_MONTHS}(?:\s+\d{{2,4}})?\b": BORN,
    r"\bfödd\s+(?:år\s+|omkring\s+|ca\s+)?[-’']?\d{2,4}\b(?!\s+eller)": BORN,
    rf"\b(?:född[ae]?|f\.|f)(?-i:(?<![A-Z]))\s*:?\s*(?:den\s+)?{_DATE}": BORN,
    rf"\b(?:födelse(?:datum|dag\w*|nummer)|fyll(?:er|de)\s+år|fnr|pnr|personn(?:umme)?r)\W{{0,3}}"
    rf"(?:den\s+|är\s+)?(?:{_DATE}|\d{{4,}})": BORN,
    rf"(?<![\d.,:/-]){_SIX}\s?(?:{_D}|[+_/:.])\s?\d{{2,4}}\b(?!{_D}|:?\d)(?<!\d\d:\d\d)": BORN,
    rf"(?<![\d.,:/-]){_SIX}\s?(?:{_D}|[+_/:.])?\s?(?:[x*?_#•.]{{2,4}}|\d{{1,3}}[x*?_#•]{{1,3}})(?!\w)":
        BORN,
    rf"(?<![\d.,:/§-])(?<!\d )(?:(?:18|19)\d\d|20[01]\d|[013-9]\d|(?<!20)4\d){_MONTH}"
    rf"(?:0[1-9]|[12]\d|3[01])(?!{_D}?\d|[.,:/]\d|\s?{_MEASURE}| \d)": BORN,
    rf"\b{_NUMBERED}\s*(?:är\s+|[:#.]\s*)?(?:[A-ZÅÄÖ]{{1,5}}[ -])?\d[\d/:-]{{2,}}": CASE,
    rf"\b(?:ärende|akt|mål|beslut|id)\s*(?:nr\.?|:|#)?\s*(?:[A-ZÅÄÖ]{{1,5}}[ -])?"
    rf"(?:{_YEARS}\d{{2,4}}[-/:]\d{{2,}}|\d{{5,}})": CASE,
    r"\bmål\s*(?:nr\.?\s*)?(?-i:[BTFÖÄ])\s*\d{1,5}-\d\d\b": CASE,
    r"(?-i:\b(?!SOU|SFS|SOSFS|HFD|NJA|JO|RÅ|AFS|Ds)[A-ZÅÄÖ]{2,6})[ -]?"
    rf"{_YEARS}(?:19|20)\d\d[-/]\d{{2,}}": CASE,
    r"(?-i:\b[A-ZÅÄÖ]{1,6}\d{4}-\d{4,})": CASE,
    r"\b(?:regn(?:umme)?r|reg\.?\s?nr|bil(?:en)?|registreringsnummer)\s*:?\s*(?-i:[A-Z]{3})\s?\d\d[\dA-Z]\b":
        CASE,
    r"\bfastighet\w*\s+(?:\w+\s+){1,2}\d{1,3}:\d{1,3}\b": ADDRESS,
    r"[\w.+-]{1,64}\s*[\[({]\s*(?:at|a|snabel-?a|@)\s*[\])}]\s*\w[\w-]*": REACHED,
    r"[\w.+-]{1,64}\s+(?:at|snabel-?a)\s+[\w-]+\s*(?:\.|\s(?:punkt|dot)\s)\s*[a-z]{2,4}\b":
        REACHED,
    r"[\w.+-]{1,64}\s+@\s*[\w-]+|[\w.+-]{1,64}\s*@\s+[\w-]+\.\w|(?<![\w.])@\w{3,}": REACHED,
    r"\b(?:facebook|instagram|tiktok|snapchat|linkedin|x|twitter)\.com/\S+": REACHED,
    rf"\b(?:ring|tel|telefon|tfn|mobil(?:nummer)?|telefonnummer|nås\s+på)\.?\s*:?\s*(?:på\s+)?"
    rf"(?!0\d)\d(?:[\s.x{_D[1:-1]}]?\d){{4,}}": REACHED,
    r"(?<![\w.,:/-])0\d{1,3}(?:\.\d{2,3}){2,4}\b": REACHED,
    rf"(?<![\w.,:/-])0\d{{1,3}}\s?(?:{_D}|\s)\s?X{{2,3}}(?:\s?(?:\d\d|X{{2}})){{0,3}}\b": REACHED,
    rf"\b{_STREET}\s+(?:nr\.?\s*)?"
    rf"(?:\d{{1,3}}(?!\s*{_MEASURE}|[.,:]?\d)|(?:nio|sju|åtta|elva)\b)": ADDRESS,
    r"\b(?:lgh|lägenhet)\s*(?:nr\.?\s*)?\d{4}\b|\bBox\s+\d{2,5}\b": ADDRESS,
    r"(?<![\d.,:/-])(?<!\d )\d{3}\s\d\d\s+(?-i:[A-ZÅÄÖ][a-zåäö]{2,}|[A-ZÅÄÖ]{3,})\b": ADDRESS,
}  # fmt: skip
COMPILED = [(re.compile(form, re.IGNORECASE), reason) for form, reason in WORDS_FORMS.items()]


def persons(text: str, *, by_name: bool = True) -> Iterator[tuple[int, int, str]]:
    """Start, end and reason of each find; finds may overlap.

    Parameters
    ----------
    by_name
        False where those who do something in the course are to be named.

    Examples
    --------
    >>> [reason for _, _, reason in persons("Det gäller SN 2024-00123.")]
    ['ett nummer på en person eller ett ärende']
    """
    if by_name:
        yield from ((*span, NAME) for span in names(text))
    for pattern, reason in COMPILED:
        yield from ((*m.span(), reason) for m in pattern.finditer(text))
