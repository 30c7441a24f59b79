"""The manifest: what has been shown of an arbetsmapp's people, written down beside their data.

It holds tables, and numbers by address: those that are shown, and which are hidden. No row and no
hidden number is in it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pandas as pd

from ..codebook import Rule
from ..errors import SettingError
from ..records import Records
from ..saving import write_whole
from .ledger import Address
from .solver import Sum

MANIFEST = "utlamning.json"
ABOUT = (
    "Det här har visats om personerna i mappens datafil. Programmet läser filen för att nya "
    "tabeller ska passa ihop med de gamla. Här finns inga rader och inga dolda tal."
)
BROKEN = (
    "Filen «{file}» i arbetsmappen går inte att läsa. Väntade den fil som programmet skrev när "
    "tabeller visades. Hämta den ur en säkerhetskopia. Har inga sidor lämnats till någon kan du "
    "ta bort filen, så börjar programmet om."
)
VERSION = 1


@dataclass(frozen=True)
class Table:
    """One table of a publication: what it counts, by what, and whether it could be shown.

    Variables are told by name, derived ones by their rule.
    """

    of: str | Rule
    by: tuple[str | Rule, ...]
    groups: tuple[str, str] | None
    form: str
    is_refused: bool


@dataclass(frozen=True)
class Edition:
    """One publication about some people.

    ``base`` tells records and codebooks apart. ``numbers`` has ``None`` for a hidden number;
    ``sums`` are wholes and their parts, as places among the numbers.
    ``variables`` are the categories of each variable, ``sensitive`` the names of those whose
    zeros may be hidden. ``given_out`` is the date at which files of it were written, or empty.
    """

    base: str
    k: int
    tables: tuple[Table, ...]
    numbers: dict[Address, int | None]
    sums: tuple[Sum, ...]
    variables: dict[str, tuple[str, ...]]
    sensitive: frozenset[str]
    given_out: str = ""


def people_in(records: Records) -> tuple:
    """What tells these people from others, whatever the codebook."""
    rows = pd.util.hash_pandas_object(records.frame, index=False)
    return len(records), int(rows.sum()), tuple(records.frame.columns)


def base_of(records: Records, k: int) -> str:
    """What tells these people, this codebook and this limit from others."""
    asked = [
        (
            v.name,
            v.categories,
            v.role,
            v.is_sensitive,
            v.is_open,
            v.is_missing_sensitive,
            v.better,
            v.reliability,
        )  # fmt: skip
        for v in records.codebook
    ]
    told = repr((*people_in(records), asked, k))
    return blake2b(told.encode(), digest_size=16).hexdigest()


def read_manifest(path: Path) -> tuple[Edition | None, tuple[Edition, ...]]:
    """The publication that a manifest holds, and the earlier ones; none without a file.

    Raises
    ------
    SettingError
        In Swedish, when the file is not one that the program wrote.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        editions = [_edition(e) for e in told["tidigare"]]
        return _edition(told["nu"]) if told["nu"] else None, tuple(editions)
    except FileNotFoundError:
        return None, ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SettingError(BROKEN.format(file=path.name)) from None


def write_manifest(path: Path, edition: Edition | None, earlier: Iterable[Edition] = ()) -> None:
    """Write a manifest, whole or not at all."""
    told = {
        "om": ABOUT,
        "version": VERSION,
        "nu": edition and _told(edition),
        "tidigare": [_told(e) for e in earlier],
    }
    write_whole(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _edition(told: dict) -> Edition:
    tables = (
        Table(_name(t["av"]), tuple(map(_name, t["efter"])),
              t["grupper"] and tuple(t["grupper"]), t["form"], t["nekad"])
        for t in told["tabeller"]
    )  # fmt: skip
    return Edition(
        base=told["underlag"],
        k=told["minsta_antal"],
        tables=tuple(tables),
        numbers={frozenset(map(tuple, pairs)): n for pairs, n in told["tal"]},
        sums=tuple((whole, tuple(parts)) for whole, parts in told["summor"]),
        variables={name: tuple(categories) for name, categories in told["variabler"].items()},
        sensitive=frozenset(told["kansliga"]),
        given_out=told["utlamnad"],
    )


def _told(edition: Edition) -> dict:
    return {
        "underlag": edition.base,
        "minsta_antal": edition.k,
        "utlamnad": edition.given_out,
        "variabler": {name: list(c) for name, c in edition.variables.items()},
        "kansliga": sorted(edition.sensitive),
        "tabeller": [
            {
                "av": _told_name(t.of),
                "efter": list(map(_told_name, t.by)),
                "grupper": t.groups,
                "form": t.form,
                "nekad": t.is_refused,
            }
            for t in edition.tables
        ],
        "tal": [[sorted(map(list, address)), n] for address, n in edition.numbers.items()],
        "summor": sorted([whole, list(parts)] for whole, parts in edition.sums),
    }


def _name(told: str | dict) -> str | Rule:
    if isinstance(told, str):
        return told
    return Rule(told["regel"], tuple(told["ur"]), tuple(told["hur"]))


def _told_name(name: str | Rule) -> str | dict:
    if isinstance(name, str):
        return name
    return {"regel": name.name, "ur": list(name.sources), "hur": list(name.detail)}
