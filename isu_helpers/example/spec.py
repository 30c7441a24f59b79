"""An example's YAML: which variables, how answers are drawn, which effects are built in.

Keys are Swedish, as in kodbok.yaml; errors are for the developer who writes an example, in
English. A variable has the codebook's fields and ``dra``, where all shares are per cent:

``andelar``
    weight of each option; for ja/nej the share of Ja alone
``exakt``
    option: this many people, whatever the size of the file
``medel, spridning, minst, hogst``
    a number from a normal distribution cut at its ends
``utgar_fran``
    an earlier number; ``medel`` is then the mean change from it
``nyckel``
    a running number such as "B{:04d}"
``galler, annars``
    a condition, and what stands for all others (nothing: an empty cell)
``saknas, saknas_antal``
    share and number of cells left empty
``slarv``
    share written as a synonym, in lower case or with a stray space
``skillnader``
    list of ``nar`` (a condition) and what it adds to ``andelar``, ``medel`` or ``saknas``

``effekter`` state what must show in a file of the example's own size and seed: ``variabel`` has
``svar`` (without it: a mean) in ``hogre`` at least ``minst`` points more often than in ``lagre``.

A condition names earlier variables: ``{kön: Flicka, ålder: {minst: 13}}``; a list means any of.
"""

from dataclasses import dataclass
from importlib.resources import files

from ..codebook import CHOICE, KINDS, NUMBER, ROLES, SCALE, TEXT, UNITS, YES_NO, Option, Variable
from ..content import load
from ..wording import MISSING

FOLDER = "examples"
FORMATS = ("xlsx", "csv")
OPTION_KINDS = (YES_NO, CHOICE, SCALE)
TOP = ("kommun", "omrade", "enhet", "antal", "fro", "fil", "variabler", "effekter")
FILE = ("format", "blad", "rubriker")
DRAW_OF_KIND = {
    NUMBER: ("medel", "spridning", "minst", "hogst"),
    TEXT: ("nyckel",),
} | dict.fromkeys(OPTION_KINDS, ("andelar",))
OPTIONAL = {NUMBER: ("utgar_fran",)} | dict.fromkeys(OPTION_KINDS, ("exakt", "slarv"))
COMMON = ("galler", "annars", "saknas", "saknas_antal", "skillnader")
SHIFTS = ("nar", "andelar", "medel", "saknas")
EFFECT = ("id", "text", "kalla", "variabel", "svar", "hogre", "lagre", "minst")
BOUNDS = ("minst", "under")


@dataclass(frozen=True)
class Drawn:
    """A variable of the codebook and how its answers are drawn."""

    variable: Variable
    draw: dict


@dataclass(frozen=True)
class Example:
    """A checked example. ``titles`` are the rows that stand above the header."""

    kommun: str
    omrade: str
    unit: str
    people: int
    seed: int
    format: str
    sheet: str
    titles: tuple[str, ...]
    variables: tuple[Drawn, ...]
    effects: tuple[dict, ...]


def example_names() -> tuple[str, ...]:
    """The stems of the files in content/examples."""
    folder = files("isu_helpers.content").joinpath(FOLDER)
    return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".yaml")))


def read_example(name: str) -> Example:
    """The example of that name, checked."""
    return parse_example(load(f"{FOLDER}/{name}"))


def parse_example(data: dict) -> Example:
    """An example from what its YAML says.

    Raises
    ------
    ValueError
        When a key is missing or unknown, or a rule names what is not there.
    """
    _keys(data, "example", TOP, need=TOP)
    file = data["fil"]
    _keys(file, "fil", FILE, need=("format", "rubriker"))
    _among(file["format"], FORMATS, "fil.format")
    _among(data["enhet"], UNITS, "enhet")
    variables = _variables(data["variabler"])
    return Example(
        kommun=data["kommun"],
        omrade=data["omrade"],
        unit=data["enhet"],
        people=data["antal"],
        seed=data["fro"],
        format=file["format"],
        sheet=file.get("blad", "Blad1"),
        titles=tuple(file["rubriker"]),
        variables=variables,
        effects=_effects(data["effekter"], {d.variable.name: d.variable for d in variables}),
    )


def _variables(rows: list[dict]) -> tuple[Drawn, ...]:
    seen: dict[str, Variable] = {}
    drawn = []
    for row in rows:
        variable = _variable(row)
        if variable.name in seen:
            raise ValueError(f"two variables are called {variable.name!r}")
        _check_draw(variable, row["dra"], seen)
        seen[variable.name] = variable
        drawn.append(Drawn(variable, row["dra"]))
    return tuple(drawn)


def _variable(row: dict) -> Variable:
    fields = ("namn", "kolumn", "etikett", "fraga", "typ", "roll", "dra", "alternativ", "klasser",
              "decimaler", "tillfalle", "par")  # fmt: skip
    _keys(row, f"variable {row.get('namn', '?')!r}", fields, need=fields[:7])
    _among(row["typ"], KINDS, f"{row['namn']}.typ")
    _among(row["roll"], ROLES, f"{row['namn']}.roll")
    return Variable(
        name=row["namn"],
        columns=(row["kolumn"],),
        label=row["etikett"],
        question=row["fraga"],
        kind=row["typ"],
        role=row["roll"],
        options=_options(row),
        classes=tuple(row.get("klasser", ())),
        decimals=row.get("decimaler", 0),
        occasion=row.get("tillfalle", ""),
        pair=row.get("par", ""),
    )


def _options(row: dict) -> tuple[Option, ...]:
    if row["typ"] == YES_NO:
        return (Option("Ja"), Option("Nej"))
    given = row.get("alternativ", [])
    pairs = [next(iter(o.items())) if isinstance(o, dict) else (o, ()) for o in given]
    return tuple(Option(name, tuple(synonyms)) for name, synonyms in pairs)


def _check_draw(variable: Variable, draw: dict, seen: dict[str, Variable]) -> None:
    where, kind = f"{variable.name}.dra", variable.kind
    if kind not in DRAW_OF_KIND:
        raise ValueError(f"{where}: no way to draw the kind {kind!r}")
    need = DRAW_OF_KIND[kind]
    _keys(draw, where, need + OPTIONAL.get(kind, ()) + COMMON, need=need)
    if kind in OPTION_KINDS:
        _check_options(variable, draw)
    if "utgar_fran" in draw:
        _among(draw["utgar_fran"], [n for n, v in seen.items() if v.kind == NUMBER], where)
    _condition(draw.get("galler", {}), seen, where)
    for shift in draw.get("skillnader", ()):
        _check_shift(variable, shift, seen)


def _check_options(variable: Variable, draw: dict) -> None:
    names = [o.name for o in variable.options]
    needed = ["Ja"] if variable.kind == YES_NO else names
    weights = dict(draw["andelar"]) | dict.fromkeys(draw.get("exakt", {}), 0)
    for name in weights:
        _among(name, names, f"{variable.name}.dra.andelar")
    for name in needed:
        _among(name, tuple(weights), f"{variable.name}.alternativ (andelar)")
    total = sum(draw["andelar"].values())
    if variable.kind != YES_NO and total != 100:
        raise ValueError(f"{variable.name}.dra.andelar: sums to {total}, expected 100")
    if "annars" in draw:
        _among(draw["annars"], names, f"{variable.name}.dra.annars")


def _check_shift(variable: Variable, shift: dict, seen: dict[str, Variable]) -> None:
    where = f"{variable.name}.dra.skillnader"
    _keys(shift, where, SHIFTS, need=("nar",))
    _condition(shift["nar"], seen, where)
    if len(shift) == 1:
        raise ValueError(f"{where}: a difference adds to andelar, medel or saknas")
    if "medel" in shift and variable.kind != NUMBER:
        raise ValueError(f"{where}: medel belongs to a number")
    for name in shift.get("andelar", {}):
        _among(name, [o.name for o in variable.options], where)


def _condition(condition: dict, seen: dict[str, Variable], where: str) -> None:
    for name, wanted in condition.items():
        _among(name, tuple(seen), f"{where}: earlier variable")
        if seen[name].kind == NUMBER:
            _keys(wanted, f"{where}: {name}", BOUNDS, need=())
            continue
        for answer in wanted if isinstance(wanted, list) else [wanted]:
            _among(answer, [o.name for o in seen[name].options], f"{where}: {name}")


def _effects(rows: list[dict], seen: dict[str, Variable]) -> tuple[dict, ...]:
    for row in rows:
        where = f"effect {row.get('id', '?')!r}"
        _keys(row, where, EFFECT, need=tuple(k for k in EFFECT if k != "svar"))
        _among(row["variabel"], tuple(seen), where)
        variable = seen[row["variabel"]]
        if "svar" in row or variable.kind != NUMBER:
            _among(row.get("svar"), (*(o.name for o in variable.options), MISSING), where)
        for group in (row["hogre"], row["lagre"]):
            _condition(group, seen, where)
    return tuple(rows)


def _keys(data: object, where: str, known: tuple[str, ...], *, need: tuple[str, ...]) -> None:
    if not isinstance(data, dict):
        raise ValueError(f"{where}: expected a mapping, found {data!r}")
    for key in data:
        _among(key, known, where)
    for key in need:
        if key not in data:
            raise ValueError(f"{where}: {key!r} is missing")


def _among(value: object, known: object, where: str) -> None:
    if value not in known:
        names = ", ".join(str(k) for k in known)
        raise ValueError(f"{where}: found {value!r}, expected one of: {names}")
