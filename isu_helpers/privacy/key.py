"""The key of an arbetsmapp, by which pseudonyms are made. It never leaves the folder."""

import hmac
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NoReturn

from ..configuration import is_practice
from ..errors import IsuError

KEY_FILE = "isu.nyckel"
BAD_KEY = (
    "Nyckelfilen «{file}» i arbetsmappen är tom, skadad eller går inte att läsa. Väntade en rad "
    "med 64 tecken, 0–9 och a–f. Hämta filen ur en säkerhetskopia, eller ta bort den så görs en "
    "ny. Med en ny nyckel går det inte att se vilka som fanns med i tidigare uttag."
)
CLOSED_KEY = (
    "Nyckelfilen «{file}» i arbetsmappen får du inte läsa. Väntade att du är den som gjorde "
    "mappen. Ta inte bort filen. Be den personen köra i stället, eller den som sköter datorn "
    "att låta er båda läsa filen."
)
HEX = re.compile(r"[0-9a-f]{64}\s*")
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")  # never looks like a number


class Key:
    """A secret that turns text into pseudonyms; it can't be shown, copied or pickled.

    ``is_kept`` tells whether it lies in a folder, so that the next run gives the same
    pseudonyms.
    """

    __slots__ = ("_secret", "is_kept")

    def __init__(self, secret: bytes, *, is_kept: bool):
        self._secret = secret
        self.is_kept = is_kept

    def __repr__(self) -> str:
        return "Nyckel (visas aldrig)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Key is never copied or pickled")

    def pseudonym(self, text: str) -> str:
        """Twenty letters, the same for the same text and key."""
        return self.pseudonyms([text])[0]

    def pseudonyms(self, texts: Iterable[str]) -> list[str]:
        """The pseudonym of each text, as `pseudonym`."""
        begun, letters = blake2b(key=self._secret, digest_size=10), []
        for text in texts:
            made = begun.copy()
            made.update(text.encode("utf-8", "surrogatepass"))
            letters.append(made.hexdigest())
        return "\n".join(letters).translate(LETTERS).split("\n") if letters else []

    def subkey(self, purpose: str) -> "Key":
        """A key for one purpose, from which neither this one nor another can be worked out."""
        return Key(_mac(self._secret, purpose.encode()), is_kept=self.is_kept)

    def digest(self, data: str | bytes) -> str:
        """The fingerprint of some data, 32 characters, that nobody without the key can try out."""
        whole = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        return _mac(self._secret, whole).hex()[:32]

    def weight(self, text: str) -> float:
        """A number from 0 to 1, the same for the same text and key."""
        return int(self.digest(text)[:13], 16) / 16**13

    def save(self, path: Path) -> None:
        """Write the key to a file that is not there, for its owner alone."""
        _write_first(path, self._secret.hex() + "\n")


SESSION = Key(secrets.token_bytes(32), is_kept=False)
FIXED = Key(bytes(32), is_kept=False)


def read_key(folder: str | Path | None = None) -> Key:
    """The key of an arbetsmapp, made when first needed and never overwritten.

    Without a folder, and where the folder can't be written in, it is the key of this session:
    repeated people are found all the same, but the next run gives other pseudonyms.

    Raises
    ------
    IsuError
        In Swedish, when there is a key file that can't be used, or that is another user's.
    """
    if folder is None:
        return SESSION
    path = Path(folder) / KEY_FILE
    if not os.path.lexists(path):
        try:
            _create(path)
        except OSError:
            return SESSION
    return Key(_secret(path), is_kept=True)


def kept_key(path: Path) -> Key | None:
    """The key that a file holds; None without a file.

    Raises
    ------
    IsuError
        In Swedish, when it can't be used.
    """
    return Key(_secret(path), is_kept=True) if os.path.lexists(path) else None


def _mac(secret: bytes, data: bytes) -> bytes:
    return hmac.digest(secret, data, "sha256")


def _secret(path: Path) -> bytes:
    try:
        text = path.read_text(encoding="ascii")
    except PermissionError:
        raise IsuError(CLOSED_KEY.format(file=path.name)) from None
    except (OSError, ValueError):
        text = ""
    if not HEX.fullmatch(text):
        raise IsuError(BAD_KEY.format(file=path.name)) from None
    return bytes.fromhex(text.strip())


def _create(path: Path) -> None:
    """Write a new key aside and link it into place, so that nobody meets half a key."""
    text = secrets.token_hex(32) + "\n"
    aside = path.with_name(f".{secrets.token_hex(6)}.nyckel")
    try:
        _write(aside, text)
        _link(aside, path, text)
    finally:
        aside.unlink(missing_ok=True)


def _link(aside: Path, path: Path, text: str) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        return  # another run was first, and its key holds
    except OSError:
        _write_first(path, text)  # a disk without links, such as a USB stick


def _write_first(path: Path, text: str) -> None:
    try:
        _write(path, text)
    except FileExistsError:
        return


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


# The keys of an arbetsmapp for other things than pseudonyms, each worked out of the folder's
# own.

ROWS, CONTENT, SERIES, FILES, TIES = "rader", "innehåll", "serie", "filer", "val"
LASTING = (TIES, SERIES)
TIES_FILE = "utlamning.nyckel"


def key_for(folder: Path | None, purpose: str) -> Key:
    """The key of a folder for one purpose, made when it is first needed.

    It is the same for all where there is no folder, in folders to practise with, and where nothing
    can be written.
    """
    if folder is None or is_practice(folder):
        return _subkey(FIXED, purpose)
    lasting = kept_key(folder / TIES_FILE) if purpose in LASTING else None
    if lasting:
        return lasting.subkey(purpose)
    key = read_key(folder)
    return _subkey(key if key.is_kept else FIXED, purpose)


def _subkey(key: Key, purpose: str) -> Key:
    return key.subkey(TIES).subkey(purpose) if purpose in LASTING else key.subkey(purpose)


def keep_ties(folder: Path) -> None:
    """Write down what later publications need, before the folder's key is taken away."""
    if (folder / KEY_FILE).is_file() and not (folder / TIES_FILE).exists():
        with suppress(OSError, IsuError):  # a key that can't be read serves no one
            read_key(folder).subkey(TIES).save(folder / TIES_FILE)
