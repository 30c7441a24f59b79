"""The codebook: what each column of a file means. Read, checked and written as kodbok.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from .errors import CodebookError
from .wording import MISSING, listing, number
from .yamlfile import line_of, read_mapping

YES_NO = "ja/nej"
CHOICE = "val"
SCALE = "skala"
NUMBER = "tal"
DATE = "datum"
TEXT = "text"
KINDS = (YES_NO, CHOICE, SCALE, NUMBER, DATE, TEXT)

SEX = "kön"
KEY = "personnyckel"
ROLES = (SEX, "bakgrund", "behov", "insats", "resultat", KEY, "tid", "övrigt")
OCCASIONS = ("start", "uppföljning")
UNITS = ("person", "ärende")
FIELDS = (
    "namn", "kolumn", "etikett", "fraga", "typ", "roll", "alternativ", "klasser",
    "decimaler", "tillfalle", "par",
)  # fmt: skip
RESERVED = ("n", "base", "share", "low", "high", "hidden")

NO_FILE = (
    "Kodboken «{file}» hittades inte. Väntade en fil med det namnet i arbetsmappen. "
    "Kontrollera stavningen, eller ta bort inställningen så föreslås en kodbok ur datafilen."
)
NO_VARIABLES = (
    "{file}: hittade inga variabler. Väntade en lista under «variabler:». "
    "Ta bort filen så föreslås en ny ur datafilen."
)
UNKNOWN_FIELD = (
    "{file} rad {line}: «{name}» är inget fält i kodboken. Väntade något av: {names}. "
    "Rätta stavningen eller ta bort raden."
)
NO_NAME = "{file} rad {line}: variabeln saknar namn. Väntade en rad «namn: …». Lägg till den."
TAKEN = (
    "{file} rad {line}: namnet «{name}» används två gånger eller är upptaget. "
    "Väntade ett eget namn för varje variabel. Byt namn på den ena."
)
NOT_ONE_OF = (
    "{file} rad {line}: «{field}: {value}» går inte att använda. Väntade {expected}. Ändra raden."
)
NO_VARIABLE = (
    "Variabeln «{name}» finns inte i kodboken. Den har: {names}. "
    "Kontrollera stavningen i rutan eller lägg till variabeln i kodboken."
)


@dataclass(frozen=True)
class Option:
    """One answer, and the other ways in which a file may write it."""

    name: str
    synonyms: tuple[str, ...] = ()


YES = Option("Ja", ("j", "1", "x", "true", "sant", "yes"))
NO = Option("Nej", ("n", "0", "false", "falskt", "no"))


@dataclass(frozen=True)
class Variable:
    """One thing known of each person: what it is called, asks, and how it is answered.

    ``classes`` are the lower bounds at which a number is cut; the first class is all below the
    first bound. ``pair`` names the same thing at the other measuring occasion.
    """

    name: str
    columns: tuple[str, ...] = ()
    label: str = ""
    question: str = ""
    kind: str = CHOICE
    role: str = "övrigt"
    options: tuple[Option, ...] = ()
    classes: tuple[float, ...] = ()
    decimals: int = 0
    occasion: str = ""
    pair: str = ""
    guess: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """What tables and charts call it."""
        return self.label or self.name

    @property
    def categories(self) -> tuple[str, ...]:
        """Its answers in order, numbers as classes; without «Uppgift saknas»."""
        if self.kind == NUMBER:
            return class_labels(self.classes, self.decimals)
        return tuple(option.name for option in self.options)

    @property
    def is_countable(self) -> bool:
        """Whether it has categories that people can be counted in."""
        return self.kind not in (DATE, TEXT) and self.role != KEY and bool(self.categories)


@dataclass(frozen=True)
class Codebook:
    """The variables of a file. ``unit`` says what a row is: a person or a case (ärende)."""

    variables: tuple[Variable, ...]
    unit: str = "person"
    proposed: bool = False

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def __getitem__(self, name: str) -> Variable:
        """The variable of that name; ``"kön"`` and other roles give the first with the role.

        Raises
        ------
        CodebookError
            When there is no such variable.
        """
        for variable in self.variables:
            if variable.name == name:
                return variable
        found = self.with_role(name.casefold())
        if found:
            return found[0]
        names = listing(v.name for v in self.variables if v.role != KEY)
        raise CodebookError(NO_VARIABLE.format(name=name, names=names))

    def __repr__(self) -> str:
        return f"Kodbok med {len(self.variables)} variabler: " + listing(
            v.name for v in self.variables
        )

    def with_role(self, role: str) -> tuple[Variable, ...]:
        """The variables that play a role, in the order of the codebook."""
        return tuple(v for v in self.variables if v.role == role)

    def replaced(self, variable: Variable) -> "Codebook":
        """A copy in which the variable of the same name is this one."""
        kept = tuple(variable if v.name == variable.name else v for v in self.variables)
        return replace(self, variables=kept)

    @classmethod
    def read(cls, path: str | Path) -> "Codebook":
        """The codebook in a file.

        Raises
        ------
        CodebookError
            In Swedish with the line, when the file can't be read or contradicts itself.
        """
        path = Path(path)
        if not path.is_file():
            raise CodebookError(NO_FILE.format(file=path.name))
        data = read_mapping(path, CodebookError)
        rows = data.get("variabler")
        if not isinstance(rows, CommentedSeq) or not rows:
            raise CodebookError(NO_VARIABLES.format(file=path.name))
        _allow(data, ("enhet", "variabler"), path.name)
        unit = _one_of(data, "enhet", UNITS, "person", path.name)
        variables = tuple(_variable(row, path.name) for row in rows)
        _check_names(variables, rows, path.name)
        return cls(variables, unit)

    def to_yaml(self) -> str:
        """The codebook as the text of a kodbok.yaml, guesses as comments."""
        rows = CommentedSeq([_row(v) for v in self.variables])
        for i, variable in enumerate(self.variables):
            if variable.guess:
                rows.yaml_set_comment_before_after_key(i, before=variable.guess, indent=2)
        data = CommentedMap({"enhet": self.unit, "variabler": rows})
        if self.proposed:
            data.yaml_set_start_comment(PROPOSED_HEAD)
        out = StringIO()
        yaml = YAML()
        yaml.indent(mapping=2, sequence=4, offset=2)
        yaml.width = 100
        yaml.dump(data, out)
        return out.getvalue()

    def write(self, path: str | Path) -> None:
        """Write the codebook as kodbok.yaml, in UTF-8."""
        Path(path).write_text(self.to_yaml(), encoding="utf-8", newline="\n")


PROPOSED_HEAD = """Kodbok: vad varje kolumn i er datafil betyder.
Den här är ett förslag som programmet har gjort ur filen. Gissningar är märkta.
Rätta det som är fel och kör igen. Ta bort filen om ni vill ha ett nytt förslag.

typ: ja/nej, val, skala (svar i ordning), tal, datum eller text (läses inte in)
roll: kön, bakgrund, behov, insats, resultat, personnyckel, tid eller övrigt (visas inte)
tillfalle: start eller uppföljning, och par är samma fråga vid det andra tillfället
klasser: var talen delas. 20, 40 ger: under 20, 20–39 och 40 eller mer
"""


def class_labels(bounds: tuple[float, ...], decimals: int = 0) -> tuple[str, ...]:
    """Swedish names of the classes between lower bounds; whole numbers as ranges.

    Examples
    --------
    >>> class_labels((18, 30)), class_labels((2.5, 5), 1)
    (('Under 18', '18–29', '30 eller mer'), ('Under 2,5', '2,5 till under 5', '5 eller mer'))
    """
    if not bounds:
        return ()
    text = [number(b, 0 if float(b).is_integer() else decimals) for b in bounds]
    inner = [
        f"{text[i]}–{number(bounds[i + 1] - 1)}"
        if decimals == 0
        else f"{text[i]} till under {text[i + 1]}"
        for i in range(len(bounds) - 1)
    ]
    return (f"Under {text[0]}", *inner, f"{text[-1]} eller mer")


def _variable(row: object, file: str) -> Variable:
    if not isinstance(row, CommentedMap):
        raise CodebookError(NO_NAME.format(file=file, line=1))
    _allow(row, FIELDS, file)
    if not str(row.get("namn") or "").strip():
        raise CodebookError(NO_NAME.format(file=file, line=line_of(row)))
    name = str(row["namn"]).strip()
    kind = _one_of(row, "typ", KINDS, CHOICE, file)
    columns = row.get("kolumn", name)
    return Variable(
        name=name,
        columns=tuple(str(c) for c in columns) if isinstance(columns, list) else (str(columns),),
        label=str(row.get("etikett") or ""),
        question=str(row.get("fraga") or ""),
        kind=kind,
        role=_one_of(row, "roll", ROLES, "övrigt", file),
        options=_options(row, kind, file),
        classes=_classes(row, kind, file),
        decimals=_decimals(row, file),
        occasion=_one_of(row, "tillfalle", OCCASIONS, "", file),
        pair=str(row.get("par") or ""),
    )


def _options(row: CommentedMap, kind: str, file: str) -> tuple[Option, ...]:
    given = row.get("alternativ")
    if given is None and kind == YES_NO:
        return (YES, NO)
    if kind in (NUMBER, DATE, TEXT) or row.get("roll") == KEY:
        return ()
    if not isinstance(given, list) or not given:
        _refuse(row, "alternativ", given, "en lista med svarsalternativ", file)
    options = tuple(_option(item, row, file) for item in given)
    names = [o.name.casefold() for o in options]
    if len(set(names)) < len(names):
        _refuse(row, "alternativ", listing(o.name for o in options), "olika alternativ", file)
    if kind == YES_NO and len(options) != 2:
        _refuse(row, "alternativ", listing(o.name for o in options), "två alternativ", file)
    return options


def _option(item: object, row: CommentedMap, file: str) -> Option:
    name, synonyms = next(iter(item.items())) if isinstance(item, dict) else (item, ())
    if isinstance(name, bool):
        _refuse(row, "alternativ", name, "text inom citattecken", file)
    if str(name).casefold() == MISSING.casefold():
        _refuse(row, "alternativ", name, "svar; «Uppgift saknas» läggs till av sig självt", file)
    synonyms = synonyms if isinstance(synonyms, list) else [synonyms] if synonyms else []
    return Option(str(name).strip(), tuple(str(s) for s in synonyms))


def _classes(row: CommentedMap, kind: str, file: str) -> tuple[float, ...]:
    given = row.get("klasser")
    if given is None or kind != NUMBER:
        return ()
    given = given if isinstance(given, list) else [given]
    is_numbers = all(isinstance(b, (int, float)) and not isinstance(b, bool) for b in given)
    if not is_numbers or list(given) != sorted(set(given)):
        _refuse(row, "klasser", given, "tal i stigande ordning, som [18, 30, 45]", file)
    return tuple(given)


def _decimals(row: CommentedMap, file: str) -> int:
    given = row.get("decimaler", 0)
    if given not in (0, 1, 2, 3):
        _refuse(row, "decimaler", given, "0, 1, 2 eller 3", file)
    return int(given)


def _allow(row: CommentedMap, names: tuple[str, ...], file: str) -> None:
    for name in row:
        if name not in names:
            line = line_of(row, name)
            known = listing(names, "eller")
            raise CodebookError(UNKNOWN_FIELD.format(file=file, line=line, name=name, names=known))


def _one_of(row: CommentedMap, field: str, known: tuple[str, ...], default: str, file: str) -> str:
    value = row.get(field)
    if value is None:
        return default
    if value not in known:
        _refuse(row, field, value, listing(known, "eller"), file)
    return value


def _refuse(row: CommentedMap, field: str, value: object, expected: str, file: str) -> None:
    line = line_of(row, field)
    value = "" if value is None else value
    raise CodebookError(
        NOT_ONE_OF.format(file=file, line=line, field=field, value=value, expected=expected)
    )


def _check_names(variables: tuple[Variable, ...], rows: CommentedSeq, file: str) -> None:
    seen = {name.casefold() for name in RESERVED}
    for variable, row in zip(variables, rows, strict=True):
        if variable.name.casefold() in seen:
            line = line_of(row, "namn")
            raise CodebookError(TAKEN.format(file=file, line=line, name=variable.name))
        seen.add(variable.name.casefold())


def _row(variable: Variable) -> CommentedMap:
    """A variable as a row of kodbok.yaml; what is default is left out."""
    row = CommentedMap({"namn": variable.name})
    columns = variable.columns or (variable.name,)
    if columns != (variable.name,):
        row["kolumn"] = columns[0] if len(columns) == 1 else list(columns)
    texts = {"etikett": variable.label, "fraga": variable.question}
    row.update({k: v for k, v in texts.items() if v})
    row["typ"], row["roll"] = variable.kind, variable.role
    if variable.options and variable.options != (YES, NO):
        row["alternativ"] = [_option_row(o) for o in variable.options]
    if variable.classes:
        row["klasser"] = _flow(variable.classes)
    if variable.decimals:
        row["decimaler"] = variable.decimals
    row.update({k: v for k, v in (("tillfalle", variable.occasion), ("par", variable.pair)) if v})
    return row


def _option_row(option: Option) -> object:
    return {option.name: _flow(option.synonyms)} if option.synonyms else option.name


def _flow(items: tuple) -> CommentedSeq:
    seq = CommentedSeq(items)
    seq.fa.set_flow_style()
    return seq
