"""The manifest: what has been shown of an arbetsmapp's people, written down beside their data.

It holds tables, and numbers by address: those that are shown, and which are hidden. No row and no
hidden number is in it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..analysis.cube import Cube
from ..codebook import NUMBER, Codebook, Rule, Variable, key_of
from ..errors import SettingError
from ..files import NEWER, write_whole
from ..privacy import FIXED, ROWS, Key, key_for
from ..records import Records
from .ledger import Address, Pair
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
VERSION = 3  # 1 had no names of columns, no floors, and a fingerprint that could be tried out
ALONE = 2  # the version of a file without anything common, which older programs can read too


@dataclass(frozen=True)
class Table:
    """One table of a publication: what it counts, by what, and whether it could be shown.

    Variables are told by name, derived ones by their rule; ``names`` are those that its addresses
    have, the counted one last.
    """

    of: str | Rule
    by: tuple[str | Rule, ...]
    groups: tuple[str, str] | None
    form: str
    is_refused: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """What is remembered of a variable, so that it is found again under another name.

    ``columns`` are the headers of its columns, ``words`` the ways to write each answer, all as
    they are compared; ``bounds`` are those of a number's classes. ``content`` is a keyed
    fingerprint of its answers, or empty; ``part`` the answer of a flerval that it is.
    """

    name: str
    categories: tuple[str, ...]
    columns: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    bounds: tuple[float, ...] = ()
    role: str = ""
    rule: Rule | None = None
    content: str = ""
    part: str = ""


@dataclass(frozen=True)
class Edition:
    """One publication about some people.

    ``base`` tells records and codebooks apart, and ``series`` the folders of publications.
    ``numbers`` has ``None`` for a hidden number; ``silent`` are those that no table has, and
    ``loose`` those that may be 0 where they are hidden. ``sums`` are wholes and their parts, as
    places among the numbers; ``same`` is the one name of a group that goes by two.
    ``given_out`` is the date at which files of it were written, or empty. ``common`` is what was
    shown of these people together with other folders', as each folder's share of it, and
    ``is_common`` tells that this is such a share.
    """

    base: str
    k: int
    tables: tuple[Table, ...]
    numbers: dict[Address, int | None]
    sums: tuple[Sum, ...]
    variables: dict[str, Kept]
    loose: frozenset[Address] = frozenset()
    silent: frozenset[Address] = frozenset()
    same: tuple[tuple[Pair, Pair], ...] = ()
    series: str = ""
    given_out: str = ""
    common: tuple["Edition", ...] = ()
    is_common: bool = False


def kept(variable: Variable, content: str = "") -> Kept:
    """What is remembered of a variable."""
    options = [] if variable.kind == NUMBER else variable.options
    return Kept(
        name=variable.name,
        categories=variable.categories,
        columns=() if variable.rule else tuple(map(key_of, variable.columns or (variable.name,))),
        words=tuple(tuple(map(key_of, (o.name, *o.synonyms))) for o in options),
        bounds=tuple(map(float, variable.classes)) if variable.kind == NUMBER else (),
        role=variable.role,
        rule=variable.rule,
        content=content,
        part=key_of(variable.name.split(": ")[-1]) if variable.part_of else "",
    )


def content_of(records: Records, variable: Variable, key: Key) -> str:
    """A keyed fingerprint of how many gave each answer, whatever the answers are called."""
    codes = np.asarray(records.codes(variable), int)
    each = np.bincount(codes + 1, minlength=len(variable.categories) + 1)
    return key.digest(repr((variable.categories, each.tolist())))


def people_in(records: Records, key: Key = FIXED) -> str:
    """What tells these people from others, whatever the codebook; nobody can try it out."""
    rows = pd.util.hash_pandas_object(records.frame, index=False).to_numpy()
    return key.digest(np.sort(rows).tobytes() + repr(tuple(records.frame.columns)).encode())


def base_of(records: Records, k: int, folder: Path | None = None) -> str:
    """What tells these people, this codebook and this limit from others in a folder."""
    key = key_for(folder, ROWS)
    return key.digest(repr((people_in(records, key), _asked(records.codebook), k)))


def _asked(codebook: Codebook) -> list[tuple[object, ...]]:
    return [
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
        for v in codebook
    ]


def room_after(editions: Iterable[Edition]) -> frozenset[frozenset[str]] | None:
    """The variables of tables that there is room for; None where there is room for all.

    What is out together with other folders' people was tried beside what was out then: new tables
    of the same people may give away numbers of the others, so there is room for the old alone.
    """
    out = list(editions)
    if not any(e.is_common for e in out):
        return None
    return frozenset(frozenset(t.names) for e in out for t in e.tables if not t.is_refused)


def has_room(allowed: frozenset[frozenset[str]] | None, cube: Cube) -> bool:
    """Whether there is room for a table, by what `room_after` says."""
    names = {axis.name for axis in cube.axes}
    return allowed is None or any(names <= table for table in allowed)


def read_manifest(path: Path) -> tuple[Edition | None, tuple[Edition, ...]]:
    """The publication that a manifest holds, and the earlier ones; none without a file.

    Raises
    ------
    SettingError
        In Swedish, when the file is not one that the program wrote.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        version = told.get("version", 1)
        if isinstance(version, int) and version > VERSION:
            file = {"file": path.name, "version": version, "known": VERSION}
            raise SettingError(NEWER.format(**file))
        editions = [_edition(e) for e in told["tidigare"]]
        return _edition(told["nu"]) if told["nu"] else None, tuple(editions)
    except FileNotFoundError:
        return None, ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise SettingError(BROKEN.format(file=path.name)) from None


def write_manifest(path: Path, edition: Edition | None, earlier: Iterable[Edition] = ()) -> None:
    """Write a manifest, whole or not at all."""
    every = [*([edition] if edition else []), *earlier]
    told = {
        "om": ABOUT,
        "version": VERSION if any(e.common or e.is_common for e in every) else ALONE,
        "nu": edition and _told(edition),
        "tidigare": [_told(e) for e in every[bool(edition) :]],
    }
    write_whole(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _edition(told: dict[str, Any]) -> Edition:
    """An edition as it was written, by this version or the first."""
    numbers = {frozenset(map(tuple, pairs)): n for pairs, n in told["tal"]}
    places = list(numbers)
    return Edition(
        base=told["underlag"],
        k=told["minsta_antal"],
        tables=tuple(map(_table, told["tabeller"])),
        numbers=numbers,
        sums=tuple((whole, tuple(parts)) for whole, parts in told["summor"]),
        variables={name: _kept(name, v) for name, v in told["variabler"].items()},
        loose=_loose(told, places),
        silent=frozenset(places[i] for i in told.get("tysta", ())),
        same=tuple((tuple(one), tuple(two)) for one, two in told.get("lika", ())),
        series=told.get("serie", ""),
        given_out=told["utlamnad"],
        common=tuple(map(_edition, told.get("gemensamt", ()))),
        is_common=told.get("gemensam", False),
    )


def _loose(told: dict[str, Any], places: list[Address]) -> frozenset[Address]:
    """What may be 0; the first version told which variables were sensitive, and theirs may be."""
    if "kan_vara_0" in told:
        return frozenset(places[i] for i in told["kan_vara_0"])
    names = set(told["kansliga"])
    return frozenset(a for a in places if any(name in names for name, _ in a))


def _told(edition: Edition) -> dict[str, object]:
    places = {a: i for i, a in enumerate(edition.numbers)}
    return {
        "underlag": edition.base,
        "serie": edition.series,
        "minsta_antal": edition.k,
        "utlamnad": edition.given_out,
        "variabler": {name: _told_kept(v) for name, v in edition.variables.items()},
        "tabeller": list(map(_told_table, edition.tables)),
        "tal": [[sorted(map(list, address)), n] for address, n in edition.numbers.items()],
        "kan_vara_0": sorted(places[a] for a in edition.loose),
        "tysta": sorted(places[a] for a in edition.silent),
        "lika": sorted([list(one), list(two)] for one, two in edition.same),
        "summor": sorted([whole, list(parts)] for whole, parts in edition.sums),
        **({"gemensam": True} if edition.is_common else {}),
        **({"gemensamt": list(map(_told, edition.common))} if edition.common else {}),
    }


def _table(told: dict[str, Any]) -> Table:
    names = told.get("namn") or [n for n in (*told["efter"], told["av"]) if isinstance(n, str)]
    return Table(_name(told["av"]), tuple(map(_name, told["efter"])),
                 told["grupper"] and tuple(told["grupper"]), told["form"], told["nekad"],
                 tuple(names))  # fmt: skip


def _told_table(table: Table) -> dict[str, object]:
    return {
        "av": _told_name(table.of),
        "efter": list(map(_told_name, table.by)),
        "namn": list(table.names),
        "grupper": table.groups,
        "form": table.form,
        "nekad": table.is_refused,
    }


def _kept(name: str, told: dict[str, Any] | list[str]) -> Kept:
    """A variable as it was written; the first version had its categories alone."""
    if isinstance(told, list):
        return Kept(name, tuple(told), words=tuple((key_of(c),) for c in told))
    return Kept(
        name=name,
        categories=tuple(told["svar"]),
        columns=tuple(told["kolumner"]),
        words=tuple(map(tuple, told["ord"])),
        bounds=tuple(told["granser"]),
        role=told["roll"],
        rule=_rule(told["regel"]) if told["regel"] else None,
        content=told["innehall"],
        part=told["del"],
    )


def _told_kept(variable: Kept) -> dict[str, object]:
    known = asdict(variable)
    return {
        "svar": known["categories"],
        "kolumner": known["columns"],
        "ord": known["words"],
        "granser": known["bounds"],
        "roll": known["role"],
        "regel": variable.rule and _told_name(variable.rule),
        "innehall": known["content"],
        "del": known["part"],
    }


def _name(told: str | dict[str, Any]) -> str | Rule:
    return told if isinstance(told, str) else _rule(told)


def _rule(told: dict[str, Any]) -> Rule:
    return Rule(told["regel"], tuple(told["ur"]), tuple(told["hur"]))


def _told_name(name: str | Rule) -> str | dict[str, object]:
    if isinstance(name, str):
        return name
    return {"regel": name.name, "ur": list(name.sources), "hur": list(name.detail)}
