"""The text behind the bytes of a file: its encoding found, and one that was made wrong undone."""

import codecs
import re
from collections.abc import Iterator
from functools import cache

from ..codebook.distinct import Column
from ..configuration import DATA_SUFFIXES
from ..content import load
from ..errors import DataFileError
from ..wording import listing
from .remark import Remark

MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf")
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MARKS = (b"\xff\xfe", b"\xfe\xff")
TWO_BYTES = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]|\xc2\xa0")
STRAY = "isu-windows-1252"
# What a sign of two or three bytes becomes, each byte taken for a sign of Windows-1252 or Latin-1.
_HIGH = bytes(range(128, 192))
_INNER = _HIGH.decode("cp1252", errors="ignore") + _HIGH.decode("latin-1")
TWICE = re.compile(rf"(?:[Â-ß][{re.escape(_INNER)}]|[à-ï][{re.escape(_INNER)}]{{2}})+")
TIMES = 3
PAIRS = 0.3  # of the high bytes, that are of UTF-8 in a file that is partly UTF-8
SURE = 2  # letters of an old code page that may be quotation marks of Windows-1252
HIGH = bytes(range(128, 256))
LETTERS = {  # å, ä, ö, Å, Ä, Ö and é beside a letter
    name: re.compile(rb"[A-Za-z][%b]|[%b][A-Za-z]" % ((re.escape("åäöÅÄÖé".encode(name)),) * 2))
    for name in ("cp1252", "cp850", "mac_roman")
}
MENDED = (
    "Bokstäver som å, ä och ö var felkodade i filen («RÃ¥d») och rättades («Råd»). Kontrollera "
    "att orden stämmer."
)
SEVEN_BITS = (
    "Bokstäverna å, ä och ö stod som }, { och | i filen («R}d»), som i äldre system, och rättades "
    "(«Råd»). Kontrollera att orden stämmer."
)
SWEDISH = str.maketrans("}{|][\\", "åäöÅÄÖ")
SIGNS = frozenset("}{|][\\")
SEVEN = re.compile(r"[A-Za-z}{|\]\[\\]{3,}")
SEARCHED = 10**6  # signs in which words of seven bits are looked for
BETWEEN = "\0"
NOT_TEXT = (
    "Datafilen «{file}» är ingen textfil, trots namnet. Väntade rader med text. "
    "Öppna den i rätt program och spara den som {suffixes}."
)
BOOK_NOT_TEXT = (
    "Datafilen «{file}» är ett kalkylblad eller en zip-fil, trots namnet. Väntade text. "
    "Är det en Excelfil, byt filens ändelse till .xlsx. Packa annars upp den först."
)


def decoded(raw: bytes, file: str) -> str:
    """The text behind the bytes: UTF-8, UTF-16, an old code page, else Windows-1252.

    A byte that is no UTF-8 in a file that for the rest is, is Windows-1252.

    Raises
    ------
    DataFileError
        In Swedish, when they are a picture, a workbook or the like.
    """
    if raw.startswith(BOOKS):
        raise DataFileError(BOOK_NOT_TEXT.format(file=file))
    name = _encoding(raw)
    errors = STRAY if name == "utf-8" else "replace"
    text = raw.decode(name, errors=errors).replace("\ufeff", "")
    if raw.startswith(MAGIC) or _looks_binary(text):
        raise DataFileError(not_text(file))
    return text


def mended(text: str) -> tuple[str, tuple[Remark, ...]]:
    """The text with «RÃ¥d» and «R}d» as «Råd», and what was put right.

    UTF-8 taken for Windows-1252 and saved again makes the one, code of seven bits the other.
    """
    found, remarks = _seven_bits(text)
    if "Ã" in text and TWICE.search(text):  # with which å, ä and ö begin
        for _ in range(TIMES):
            found = TWICE.sub(_once, found)
        remarks = (Remark("Filen", MENDED),) if found != text else ()
    return found, remarks


def mended_columns(columns: list[Column]) -> tuple[list[Column], tuple[Remark, ...]]:
    """The columns of a workbook with their texts put right, and what was put right."""
    words = dict.fromkeys(w for column in columns for w in column.words if isinstance(w, str))
    whole, remarks = mended(BETWEEN.join(words))
    if not remarks:
        return columns, ()
    new = dict(zip(words, whole.split(BETWEEN), strict=True))
    changed = {old: word for old, word in new.items() if word != old}
    return [
        column if changed.keys().isdisjoint(column.words) else column.replaced(changed)
        for column in columns
    ], remarks


def _seven_bits(text: str) -> tuple[str, tuple[Remark, ...]]:
    """The text with å, ä and ö for }, { and |, where words known in Swedish then come out."""
    if not text.isascii() or not any(sign in text for sign in SIGNS):
        return text, ()
    found = (w for w in set(SEVEN.findall(text, 0, SEARCHED)) if not w.isalpha())
    words = {w.translate(SWEDISH).casefold() for w in found}
    known = words & _swedish_words()
    if len(known) < SURE and not known & set(load("intake")["kon"]["rubriker"]):
        return text, ()
    return text.translate(SWEDISH), (Remark("Filen", SEVEN_BITS),)


@cache
def _swedish_words() -> frozenset[str]:
    """Words with å, ä or ö among those that headers and answers are known by."""
    every = "\n".join(_texts([load("intake"), load("scales")])).casefold()
    return frozenset(w for w in re.findall(r"\w{3,}", every) if not w.isascii())


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from _texts([*found, *found.values()])
    elif isinstance(found, list):
        for one in found:
            yield from _texts(one)


def _once(found: re.Match[str]) -> str:
    """The letters of a run that was encoded twice; the run itself where it was not."""
    raw = b"".join(map(_byte, found[0]))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")  # the five places that Windows-1252 leaves empty


def _encoding(raw: bytes) -> str:
    head = raw[:4000]
    if raw.startswith(MARKS):
        return "utf-16"
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > 0.4 * max(1, len(zeros)):
            return name
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        high = len(raw) - len(raw.translate(None, HIGH))
        pairs = sum(map(len, TWO_BYTES.findall(raw)))
        return "utf-8" if pairs > PAIRS * high else _code_page(raw)
    return "utf-8"


def _code_page(raw: bytes) -> str:
    """The code page in which most of the high bytes are Swedish letters within words."""
    counts = {name: len(within.findall(raw)) for name, within in LETTERS.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > max(SURE, 2 * counts["cp1252"]) else "cp1252"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.start + 1]
    return raw.decode("cp1252", errors="replace"), error.start + 1


codecs.register_error(STRAY, _stray)


def _looks_binary(text: str) -> bool:
    head = text[:20_000]
    odd = sum(c < " " and c not in "\t\r\n\x1a" or c == "\ufffd" for c in head)
    return odd > 0.02 * len(head) or "\x00" in head


def not_text(file: str) -> str:
    """The Swedish line of a file that is no text."""
    return NOT_TEXT.format(file=file, suffixes=listing(DATA_SUFFIXES, "eller"))
