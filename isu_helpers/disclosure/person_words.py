"""Words that point out one person: dates of birth, numbers of cases, ways to reach somebody.

Whole identity numbers, phone numbers and e-mail addresses are masked elsewhere. What is found
here is less sure, so the writer is asked.
"""

import re
from collections.abc import Iterator

from ..wording import SHORT_MONTHS
from .person_names import names

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

FORMS = {
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
COMPILED = [(re.compile(form, re.IGNORECASE), reason) for form, reason in FORMS.items()]


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
