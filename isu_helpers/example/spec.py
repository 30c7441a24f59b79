"""An example's YAML: which variables, how answers are drawn, which effects are built in.

Keys are Swedish, as in kodbok.yaml; errors are for the developer who writes an example, in
English. A variable has the codebook's fields and ``dra``, where all shares are per cent:

``andelar``
    weight of each option; for ja/nej the share of Ja alone, for flerval the share of each
``exakt``
    option: this many people, whatever the size of the file
``halvar_av``
    in place of ``andelar``: the half-year of an earlier date, such as "2025 vår"
``fran, till``
    first and last day of a date
``medel, spridning, minst, hogst``
    a number from a normal distribution cut at its ends
``utgar_fran``
    an earlier number; ``medel`` is then the mean change from it. Or an earlier date; ``minst``
    and ``hogst`` are then days after it, or ``median`` and ``spridning`` the days (before it,
    where they are below 0) of a lognormal distribution
``senast``
    the day the file was taken out: a later date is not known yet, and its cell empty
``nyckel``
    a running number such as "B{:04d}"
``tomt``
    in place of ``nyckel``: text that nobody has written
``delas``
    both people of a household have the same answer; a running number counts households
``andra_i_hushallet``
    the ``andelar`` of the second person, by the answer of the first
``avstand``
    how far at least and at most (``minst``, ``hogst``) a number may be from the one it starts from
``intill``
    the spread of the second person's number around that of the first in the household
``galler, annars``
    a condition, and what stands for all others (nothing: an empty cell)
``alltid``
    list of ``nar`` (a condition) and ``svar``: what those who meet it answer without a draw; the
    first that is met decides
``saknas, saknas_antal``
    share and number of cells left empty
``slarv``
    share written as a synonym, in lower case or with a stray space
``kod``
    answers are written as their first synonym, such as 1 to 5
``mellan``
    the sign between the answers of a flerval that stand in one cell; without it `BETWEEN`
``kryss``
    the word that marks a chosen answer of a flerval, whose ``kolumn`` is then a list: a column
    for each option, in their order
``skillnader``
    list of ``nar`` (a condition) and what it adds to ``andelar``, ``medel``, ``median`` or
    ``saknas``

``effekter`` state what must show in a file of the example's own size and seed: ``variabel`` has
``svar`` (without it: a mean) in ``hogre`` at least ``minst`` points more often than in ``lagre``.

A condition names earlier variables: ``{kön: Flicka, ålder: {minst: 13}}``; a list means any of.
Where ``hushall`` says how many households have two people, it may also name `PLACE` (1 or 2) and
`SIZE`. Variables beside each other with the same ``overrubrik`` stand below a merged header.
``kanslig`` and the other switches of the codebook are true or false.

``fil``: ``format``, ``blad`` (name of the sheet), ``rubriker`` (rows above the header),
``teckenkod`` and ``skiljetecken`` of text, ``tusental`` (a space between thousands),
``summarad`` (variables that a last row sums), ``anteckningar`` (``blad`` and ``rader`` of a
second sheet).

``jamforelse`` (not in all): figures to compare with, of an invented area. ``omrade``, ``period``,
``antal`` (sex to number of people), ``andelar`` (variable to answer to sex to per cent).
``befolkning`` (not in all): the invented municipality's population. ``ar``, and for each sex how
many there are of some ages; between two of them as many as lie on the line.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..codebook import (
    CHOICE,
    CRITERIA,
    DATE,
    KINDS,
    NUMBER,
    ROLES,
    SCALE,
    SEVERAL,
    TEXT,
    UNITS,
    YES_NO,
    Option,
    Variable,
)
from ..codebook.file import SWITCHES
from ..content import checked, load
from ..wording import MISSING
from .elsewhere import Elsewhere, Inhabitants, elsewhere_of

FOLDER = "examples"
FORMATS = ("xlsx", "ods", "csv", "txt")
if TYPE_CHECKING:
    Format: TypeAlias = str
else:
    Format = Literal[FORMATS]
Rules = dict[str, Any]  # a part of an example's YAML
OPTION_KINDS = (YES_NO, CHOICE, SCALE, SEVERAL)
TOP = ("kommun", "omrade", "enhet", "antal", "fro", "fil", "variabler", "effekter")
FILE = {
    "blad": "sheet", "rubriker": "titles", "teckenkod": "encoding", "skiljetecken": "separator",
    "tusental": "has_thousands", "summarad": "summed",
}  # fmt: skip
NOTES = {"blad": "notes_sheet", "rader": "notes"}
DRAW_OF_KIND = {
    NUMBER: ("medel", "spridning", "minst", "hogst"),
    DATE: (),
    TEXT: (),
} | dict.fromkeys(OPTION_KINDS, ())
OPTIONAL = {
    NUMBER: ("utgar_fran", "avstand", "intill"),
    DATE: ("fran", "till", "utgar_fran", "minst", "hogst", "median", "spridning", "senast"),
    TEXT: ("nyckel", "tomt"),
} | dict.fromkeys(
    OPTION_KINDS,
    ("andelar", "halvar_av", "exakt", "slarv", "kod", "andra_i_hushallet", "alltid"),
)
OPTIONAL |= {SEVERAL: ("andelar", "slarv", "mellan", "kryss")}
ONE_OF = {DATE: ("fran", "utgar_fran"), TEXT: ("nyckel", "tomt")} | dict.fromkeys(
    OPTION_KINDS, ("andelar", "halvar_av")
)
BETWEEN = "; "
COMMON = ("galler", "annars", "saknas", "saknas_antal", "skillnader", "delas")
PLACE, SIZE, FOLLOWED = "plats i hushållet", "personer i hushållet", "är uppföljd"
JOINED = "{group}: {column}"
SHIFTS = ("nar", "andelar", "medel", "median", "saknas")
EFFECT = ("id", "text", "kalla", "variabel", "svar", "hogre", "lagre", "minst")
BOUNDS = ("minst", "under")
DISTANCE, ALWAYS = ("minst", "hogst"), ("nar", "svar")
FIELDS = ("namn", "kolumn", "etikett", "fraga", "typ", "roll", "dra", "alternativ", "klasser",
          "decimaler", "tillfalle", "par", "battre", "reliabilitet", "kriterium", "overrubrik",
          "galler_om",
          *SWITCHES)  # fmt: skip
NEEDED = FIELDS[:7]


@dataclass(frozen=True)
class Drawn:
    """A variable of the codebook and how its answers are drawn, last if others come before it.

    ``spread`` are the headers of a flerval with a column for each option, in their order.
    """

    variable: Variable
    draw: Rules
    group: str = ""
    is_last: bool = False
    spread: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of its columns, with the merged one above them."""
        return self.spread or self.variable.columns[:1]

    @property
    def lower_headers(self) -> tuple[str, ...]:
        """The headers of its columns, without the merged one above them."""
        above = JOINED.format(group=self.group, column="")
        return tuple(h.removeprefix(above) for h in self.headers)


@dataclass(frozen=True)
class DataFile:
    """How the data file looks. ``titles`` are the rows that stand above the header."""

    format: Format = "xlsx"
    sheet: str = "Blad1"
    titles: tuple[str, ...] = ()
    encoding: str = "cp1252"
    separator: str = ";"
    has_thousands: bool = False
    summed: tuple[str, ...] = ()
    notes_sheet: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"data.{self.format}"


@dataclass(frozen=True)
class Example:
    """A checked example.

    ``couples`` is the share of households with two people, ``followed`` the share of people who
    are `FOLLOWED` up, both in per cent.
    """

    kommun: str
    omrade: str
    unit: str
    people: int
    seed: int
    file: DataFile
    variables: tuple[Drawn, ...]
    effects: tuple[Rules, ...] = ()
    couples: float = 0
    followed: float = 100
    elsewhere: Elsewhere | None = None
    inhabitants: Inhabitants | None = None


def example_names() -> tuple[str, ...]:
    """The stems of the files in content/examples."""
    folder = files("isu_helpers.content").joinpath(FOLDER)
    return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".yaml")))


def read_example(name: str) -> Example:
    """The example of that name, checked."""
    return parse_example(load(f"{FOLDER}/{name}"))


def parse_example(data: Rules) -> Example:
    """An example from what its YAML says.

    Raises
    ------
    ValueError
        When a key is missing or unknown, or a rule names what is not there.
    """
    _keys(data, "example", (*TOP, "hushall", "jamforelse", "befolkning"), need=TOP)
    _among(data["enhet"], UNITS, "enhet")
    couples = data.get("hushall", 0)
    household = {n: Variable(n, kind=NUMBER) for n in ((PLACE, SIZE) if couples else ())}
    variables = _variables(data["variabler"], household)
    seen = {d.variable.name: d.variable for d in variables}
    return Example(
        kommun=data["kommun"],
        omrade=data["omrade"],
        unit=data["enhet"],
        people=data["antal"],
        seed=data["fro"],
        file=_file(data["fil"], [d.variable.name for d in variables]),
        variables=variables,
        effects=_effects(data["effekter"], seen),
        couples=couples,
        elsewhere=_elsewhere(data.get("jamforelse"), seen),
        inhabitants=_inhabitants(data.get("befolkning"), data["kommun"]),
    )


def _elsewhere(data: Rules | None, seen: dict[str, Variable]) -> Elsewhere | None:
    if data is None:
        return None
    found = elsewhere_of(data)
    for name, answer in found.answers():
        _among(name, tuple(seen), "jamforelse.andelar")
        _among(answer, seen[name].categories, f"jamforelse.andelar: {name}")
    return found


def _inhabitants(data: Rules | None, kommun: str) -> Inhabitants | None:
    if data is None:
        return None
    _keys(data, "befolkning", ("ar", "kvinnor", "män"), need=("ar", "kvinnor", "män"))
    return Inhabitants(kommun, data["ar"], {sex: data[sex] for sex in ("kvinnor", "män")})


def _file(row: Rules, names: list[str]) -> DataFile:
    given = {FILE.get(k, k): value for k, value in row.items() if k != "anteckningar"}
    given |= {NOTES.get(k, k): value for k, value in row.get("anteckningar", {}).items()}
    given = {k: tuple(x) if isinstance(x, list) else x for k, x in given.items()}
    made = checked(DataFile, given)
    for name in made.summed:
        _among(name, names, "fil.summarad")
    return made


def _variables(rows: list[Rules], household: dict[str, Variable]) -> tuple[Drawn, ...]:
    seen = dict(household)
    drawn, headers = [], Counter[str]()
    for row in rows:
        column = str(row.get("kolumn"))
        headers[column] += 1
        variable = _variable(row, headers[column])
        if variable.name in seen:
            raise ValueError(f"two variables are called {variable.name!r}")
        _check_draw(variable, row["dra"], seen)
        seen[variable.name] = variable
        spread = variable.columns if "kryss" in row["dra"] else ()
        drawn.append(Drawn(variable, row["dra"], row.get("overrubrik", ""), spread=spread))
    return tuple(drawn)


def _variable(row: Rules, twin: int) -> Variable:
    """The variable of a row, whose column is the ``twin``-th with that lower header."""
    _keys(row, f"variable {row.get('namn', '?')!r}", FIELDS, need=NEEDED)
    _among(row["typ"], KINDS, f"{row['namn']}.typ")
    _among(row["roll"], ROLES, f"{row['namn']}.roll")
    _among(row.get("kriterium", ""), ("", *CRITERIA), f"{row['namn']}.kriterium")
    return Variable(
        name=row["namn"],
        columns=_columns(row["kolumn"], row.get("overrubrik"), twin),
        label=row["etikett"],
        question=row["fraga"],
        kind=row["typ"],
        role=row["roll"],
        options=_options(row),
        classes=tuple(row.get("klasser", ())),
        decimals=row.get("decimaler", 0),
        occasion=row.get("tillfalle", ""),
        pair=row.get("par", ""),
        better=row.get("battre", ""),
        reliability=row.get("reliabilitet", 0.0),
        criterion=row.get("kriterium", ""),
        asked_if=next(((n, tuple(a)) for n, a in row.get("galler_om", {}).items()), ()),
        **{field: row[name] for name, field in SWITCHES.items() if name in row},
    )


def _columns(column: str | list[str], group: str | None, twin: int) -> tuple[str, ...]:
    """The headers that a variable goes by: both rows, or the lower one with its number."""
    if isinstance(column, list):
        return tuple(JOINED.format(group=group, column=c) if group else c for c in column)
    if not group:
        return (column,)
    return JOINED.format(group=group, column=column), f"{column} ({twin})" if twin > 1 else column


def _options(row: Rules) -> tuple[Option, ...]:
    if row["typ"] == YES_NO:
        return (Option("Ja"), Option("Nej"))
    given = row.get("alternativ", [])
    pairs = [next(iter(o.items())) if isinstance(o, dict) else (o, ()) for o in given]
    return tuple(Option(name, tuple(synonyms)) for name, synonyms in pairs)


def _check_draw(variable: Variable, draw: Rules, seen: dict[str, Variable]) -> None:
    where, kind = f"{variable.name}.dra", variable.kind
    if kind not in DRAW_OF_KIND:
        raise ValueError(f"{where}: no way to draw the kind {kind!r}")
    need = DRAW_OF_KIND[kind]
    _keys(draw, where, need + OPTIONAL.get(kind, ()) + COMMON, need=need)
    ways = ONE_OF.get(kind, ())
    if ways and sum(way in draw for way in ways) != 1:
        raise ValueError(f"{where}: expected one of: {', '.join(ways)}")
    if "andelar" in draw:
        _check_options(variable, draw)
    if "kryss" in draw and len(variable.columns) != len(variable.options):
        raise ValueError(f"{where}.kryss: expected a list of columns, one an option")
    for key, wanted in (("utgar_fran", kind), ("halvar_av", DATE)):
        if key in draw:
            _among(draw[key], [n for n, v in seen.items() if v.kind == wanted], f"{where}.{key}")
    _condition(draw.get("galler", {}), seen, where)
    _check_certain(variable, draw, seen)
    for shift in draw.get("skillnader", ()):
        _check_shift(variable, shift, seen)


def _check_certain(variable: Variable, draw: Rules, seen: dict[str, Variable]) -> None:
    """Check the rules that leave nothing to chance."""
    where = f"{variable.name}.dra"
    if "avstand" in draw:
        _keys(draw["avstand"], f"{where}.avstand", DISTANCE, need=DISTANCE)
        _among("utgar_fran", tuple(draw), f"{where}.avstand")
    for rule in draw.get("alltid", ()):
        _keys(rule, f"{where}.alltid", ALWAYS, need=ALWAYS)
        _condition(rule["nar"], seen, f"{where}.alltid")
        _among(rule["svar"], [o.name for o in variable.options], f"{where}.alltid")


def _check_options(variable: Variable, draw: Rules) -> None:
    names = [o.name for o in variable.options]
    needed = ["Ja"] if variable.kind == YES_NO else names
    seconds = draw.get("andra_i_hushallet", {})
    weights = dict(draw["andelar"]) | dict.fromkeys(draw.get("exakt", {}), 0)
    for name in (*weights, *seconds, *(n for w in seconds.values() for n in w)):
        _among(name, names, f"{variable.name}.dra.andelar")
    for name in needed:
        _among(name, tuple(weights), f"{variable.name}.alternativ (andelar)")
    total = sum(draw["andelar"].values())
    if variable.kind in (CHOICE, SCALE) and total != 100:
        raise ValueError(f"{variable.name}.dra.andelar: sums to {total}, expected 100")
    if "annars" in draw:
        _among(draw["annars"], names, f"{variable.name}.dra.annars")


def _check_shift(variable: Variable, shift: Rules, seen: dict[str, Variable]) -> None:
    where = f"{variable.name}.dra.skillnader"
    _keys(shift, where, SHIFTS, need=("nar",))
    _condition(shift["nar"], seen, where)
    if len(shift) == 1:
        raise ValueError(f"{where}: a difference adds to andelar, medel, median or saknas")
    for key, kind, told in (("medel", NUMBER, "a number"), ("median", DATE, "a date")):
        if key in shift and variable.kind != kind:
            raise ValueError(f"{where}: {key} belongs to {told}")
    for name in shift.get("andelar", {}):
        _among(name, [o.name for o in variable.options], where)


def _condition(condition: Rules, seen: dict[str, Variable], where: str) -> None:
    for name, wanted in condition.items():
        _among(name, tuple(seen), f"{where}: earlier variable")
        if seen[name].kind == NUMBER:
            _keys(wanted, f"{where}: {name}", BOUNDS, need=())
            continue
        for answer in wanted if isinstance(wanted, list) else [wanted]:
            _among(answer, [o.name for o in seen[name].options], f"{where}: {name}")


def _effects(rows: list[Rules], seen: dict[str, Variable]) -> tuple[Rules, ...]:
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


def _among(value: object, known: Collection[object], where: str) -> None:
    if value not in known:
        names = ", ".join(str(k) for k in known)
        raise ValueError(f"{where}: found {value!r}, expected one of: {names}")
