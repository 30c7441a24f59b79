"""kodbok.yaml: the codebook as people write it, checked row by row when it is read."""

import math
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from ..errors import CodebookError
from ..files import FORMAT, line_of, near_name, read_mapping, shown
from ..wording import MISSING, TOTAL, listing
from .variable import (
    CHOICE,
    CRITERIA,
    DATE,
    DIRECTIONS,
    KEY,
    KINDS,
    NO,
    NUMBER,
    OCCASIONS,
    RESERVED,
    ROLES,
    SCALE,
    SEVERAL,
    SEX,
    SOURCES,
    TEXT,
    YES,
    YES_NO,
    Option,
    Variable,
    key_of,
    plain,
)

Known = dict[str, Variable]  # the variables of the codebook by name
UNITS = ("person", "ärende")
MOST_POINTS = 50  # a difference that matters can't be asked to be larger
WORDS = {"etikett": "label", "fraga": "question", "hjalp": "help"}
SWITCHES = {
    "kanslig": "is_sensitive",
    "oppen": "is_open",
    "kansligt_bortfall": "is_missing_sensitive",
    "behovs": "is_needed",
    "minst_ett": "has_any",
    "inga_namn": "has_no_names",
}
FIELDS = (
    "namn", "kolumn", "ur", "typ", "roll", "alternativ", "klasser", "decimaler", "tillfalle",
    "par", "galler_om", "ja_om", "saknas", "battre", "reliabilitet", "spelar_roll", "kriterium",
    *WORDS,
    *SWITCHES,
)  # fmt: skip

NO_FILE = (
    "Kodboken «{file}» hittades inte. Väntade en fil med det namnet i arbetsmappen. "
    "Kontrollera stavningen, eller ta bort inställningen så föreslås en kodbok ur datafilen.{near}"
)
NO_VARIABLES = (
    "{file} har inga variabler. Väntade en lista under «variabler:». "
    "Rätta filen, eller ta bort den så föreslås en ny ur datafilen."
)
UNKNOWN_FIELD = (
    "{file} rad {line}: «{name}» är inget fält i kodboken. Väntade något av: {names}. "
    "Rätta stavningen eller ta bort raden."
)
NO_NAME = "{file} rad {line}: variabeln saknar namn. Väntade «namn:» och ett namn. Lägg till det."
TAKEN = (
    "{file} rad {line}: namnet «{name}» används redan av en annan variabel. "
    "Väntade ett eget namn för varje variabel. Byt namn på den ena."
)
NAME_RESERVED = (
    "{file} rad {line}: namnet «{name}» använder programmet självt. "
    "Väntade ett annat namn. Byt namn, och skriv kolumnens rubrik under «kolumn:»."
)
COLUMN_TAKEN = (
    "{file} rad {line}: kolumnen «{name}» används redan av en annan variabel. "
    "Väntade en variabel för varje kolumn. Ta bort den ena."
)
ROLE_TAKEN = (
    "{file} rad {line}: «{name}» är den andra variabeln med rollen {role}. "
    "Väntade en enda. Ge den ena en annan roll."
)
NOT_ONE_OF = (
    "{file} rad {line}: «{field}: {value}» går inte att använda. Väntade {expected}. Ändra raden."
)
A_TEXT = "en text"
A_LIST = "en lista med svarsalternativ, ett på varje rad eller inom [ ]"
DIFFERENT = "olika alternativ"
DIFFERENT_SYNONYMS = "att varje skrivsätt hör till ett enda alternativ"
TWO = "två alternativ"
QUOTED = "text inom citattecken"
ONE_A_ROW = "ett alternativ på varje rad, med skrivsätten inom [ ]"
ADDED_ANYWAY = "svar; «Uppgift saknas» läggs till av sig självt"
TAKEN_BY_TOTAL = "ett annat ord; «Alla» används för summan"
RISING = "tal i stigande ordning, som [18, 30, 45]"
DECIMALS = "0, 1, 2 eller 3"
SHARE = "ett tal över 0 och under 1, som 0.85"
POINTS = "ett antal procentenheter, över 0 och högst 50, som 5"
SEX_CHOICE = "«typ: val» för variabeln med rollen kön"
KEY_TEXT = "«typ: text» för variabeln med rollen personnyckel"
YES_OR_NO = "ja eller nej"
SEX_OR_AGE = "«ur: personnummer» bara för variabeln med rollen kön och för ålder med «typ: tal»"
ASKED_IF = "en annan variabel och dess svar, som «{field}: {{beviljad insats: Ja}}»"
MADE_OF_ONE = "en annan variabel med svarsalternativ (val, skala, flerval eller ja/nej)"
YES_NO_MADE = "«typ: ja/nej» för en variabel med «ja_om»"
ITS_ANSWERS = "svar som «{name}» har i kodboken: {answers}"
ONLY_SEVERAL = "«minst_ett» bara för en variabel med «typ: flerval»"
NO_ANSWER = "ord som inte också är ett svar i kodboken"
OTHER_NAME = "namnet på en annan variabel i kodboken"


def read_file(path: Path) -> tuple[tuple[Variable, ...], str]:
    """The variables in a file, and what a row of the data is.

    Raises
    ------
    CodebookError
        In Swedish with the line, when the file can't be read or contradicts itself.
    """
    if not path.is_file():
        raise CodebookError(NO_FILE.format(file=path.name, near=near_name(path)))
    return parsed(read_mapping(path, CodebookError), path.name)


def parsed(data: CommentedMap, file: str) -> tuple[tuple[Variable, ...], str]:
    """The variables that a mapping tells of, checked, and what a row of the data is."""
    _allow(data, (FORMAT, "enhet", "variabler"), file)
    rows = data.get("variabler")
    if not isinstance(rows, CommentedSeq) or not rows:
        raise CodebookError(NO_VARIABLES.format(file=file))
    unit = _one_of(data, "enhet", UNITS, "person", file)
    for i, row in enumerate(rows):
        if not isinstance(row, CommentedMap):
            raise CodebookError(NO_NAME.format(file=file, line=rows.lc.item(i)[0] + 1))
    variables = tuple(_variable(row, file) for row in rows)
    _check_whole(variables, rows, file)
    return variables, unit


def _variable(row: CommentedMap, file: str) -> Variable:
    _allow(row, FIELDS, file)
    name = _word(row, "namn", file)
    if not name:
        raise CodebookError(NO_NAME.format(file=file, line=line_of(row)))
    kind = _one_of(row, "typ", KINDS, CHOICE, file)
    role = _one_of(row, "roll", ROLES, "övrigt", file)
    if role == SEX and kind != CHOICE:
        _refuse(row, "typ", kind, SEX_CHOICE, file)
    if role == KEY and kind not in (TEXT, CHOICE, NUMBER):
        _refuse(row, "typ", kind, KEY_TEXT, file)
    source = _one_of(row, "ur", SOURCES, "", file)
    if source and role != SEX and kind != NUMBER:
        _refuse(row, "ur", source, SEX_OR_AGE, file)
    told: dict[str, Any] = {field: _word(row, name, file) for name, field in WORDS.items()}
    told |= {field: _switch(row, name, file) for name, field in SWITCHES.items() if name in row}
    return Variable(
        name=name,
        columns=() if "ja_om" in row else _listed(row, "kolumn", file) or (name,),
        missing=_listed(row, "saknas", file),
        kind=kind,
        role=role,
        options=_options(row, kind, file),
        classes=_classes(row, kind, file),
        decimals=_decimals(row, file),
        occasion=_one_of(row, "tillfalle", OCCASIONS, "", file),
        pair=_word(row, "par", file),
        asked_if=_asked_if(row, "galler_om", file),
        made_of=_asked_if(row, "ja_om", file),
        better=_one_of(row, "battre", DIRECTIONS, "", file),
        reliability=_reliability(row, file),
        matters=_matters(row, file),
        criterion=_one_of(row, "kriterium", CRITERIA, "", file),
        taken_from=source,
        **told,
    )


def _asked_if(row: CommentedMap, field: str, file: str) -> tuple[str, tuple[str, ...]] | tuple[()]:
    """The variable and its answers that one must have given to be asked, or to be a yes."""
    given = row.get(field)
    if given is None:
        return ()
    if not isinstance(given, dict) or len(given) != 1:
        _refuse(row, field, given, ASKED_IF.format(field=field), file)
    ((name, answers),) = given.items()
    answers = answers if isinstance(answers, list) else [answers]
    if not answers or any(isinstance(a, (list, dict)) or a is None for a in answers):
        _refuse(row, field, name, ASKED_IF.format(field=field), file)
    words = {True: YES.name, False: NO.name}
    return plain(name), tuple(words[a] if isinstance(a, bool) else plain(a) for a in answers)


def _check_asked(variable: Variable, row: CommentedMap, known: Known, file: str) -> None:
    """Another variable of the codebook must be named, and answers that it has."""
    if variable.has_any and variable.kind != SEVERAL:
        _refuse(row, "minst_ett", "ja", ONLY_SEVERAL, file)
    for field, told in (("galler_om", variable.asked_if), ("ja_om", variable.made_of)):
        if told:
            _check_named(row, field, told, known, file)
    if variable.made_of:
        source = known[variable.made_of[0]]
        if source.made_of or source.kind not in (CHOICE, SCALE, SEVERAL, YES_NO):
            _refuse(row, "ja_om", source.name, MADE_OF_ONE, file)
        if variable.kind != YES_NO:
            _refuse(row, "typ", variable.kind, YES_NO_MADE, file)


def _check_named(
    row: CommentedMap, field: str, told: tuple[str, tuple[str, ...]], known: Known, file: str
) -> None:
    """What a field names is another variable, and answers of it."""
    name, answers = told
    if name == plain(row.get("namn")) or name not in known:
        _refuse(row, field, name, OTHER_NAME, file)
    options = known[name].categories
    for answer in answers:
        if answer not in options:
            expected = ITS_ANSWERS.format(name=name, answers=listing(options, "eller"))
            _refuse(row, field, answer, expected, file)


def _switch(row: CommentedMap, field: str, file: str) -> bool:
    """A field that is ja or nej; YAML's own true and false too."""
    value = row[field]
    value = {"ja": True, "nej": False}.get(key_of(value), value)
    if not isinstance(value, bool):
        _refuse(row, field, value, YES_OR_NO, file)
    return value


def _word(row: CommentedMap, field: str, file: str) -> str:
    """A field's text, on one line; empty where it is not given."""
    value = row.get(field)
    if isinstance(value, (list, dict, bool)):
        _refuse(row, field, value, A_TEXT, file)
    return plain(value)


def _listed(row: CommentedMap, field: str, file: str) -> tuple[str, ...]:
    """The texts of a field that holds one or a list of them."""
    given = row.get(field)
    given = given if isinstance(given, list) else [given]
    if any(isinstance(c, (list, dict, bool)) for c in given):
        _refuse(row, field, given[0] if len(given) == 1 else given, A_TEXT, file)
    return tuple(plain(c) for c in given if plain(c))


def _options(row: CommentedMap, kind: str, file: str) -> tuple[Option, ...]:
    given = row.get("alternativ")
    if given is None and kind == YES_NO:
        return (YES, NO)
    if kind in (NUMBER, DATE, TEXT) or row.get("roll") == KEY:
        return ()
    if not isinstance(given, list) or not given:
        _refuse(row, "alternativ", given, A_LIST, file)
    options = tuple(_option(item, row, file) for item in given)
    _check_options(options, row, kind, file)
    return options


def _option(item: object, row: CommentedMap, file: str) -> Option:
    if isinstance(item, list) or isinstance(item, dict) and len(item) != 1:
        _refuse(row, "alternativ", item, ONE_A_ROW, file)
    name, synonyms = next(iter(item.items())) if isinstance(item, dict) else (item, [])
    synonyms = synonyms if isinstance(synonyms, list) else [synonyms]
    if isinstance(name, bool) or not plain(name):
        _refuse(row, "alternativ", name, QUOTED, file)
    if any(isinstance(s, (list, dict)) for s in synonyms):
        _refuse(row, "alternativ", name, ONE_A_ROW, file)
    return Option(plain(name), tuple(plain(s) for s in synonyms if plain(s)))


def _check_options(options: tuple[Option, ...], row: CommentedMap, kind: str, file: str) -> None:
    names, told = [key_of(o.name) for o in options], listing(o.name for o in options)
    for word, expected in ((MISSING, ADDED_ANYWAY), (TOTAL, TAKEN_BY_TOTAL)):
        if key_of(word) in names:
            _refuse(row, "alternativ", word, expected, file)
    if len(set(names)) < len(names):
        _refuse(row, "alternativ", told, DIFFERENT, file)
    if kind == YES_NO and len(options) != 2:
        _refuse(row, "alternativ", told, TWO, file)
    owners: dict[str, str] = {}
    for option in options:
        for word in map(key_of, option.synonyms):
            if (
                word in names
                and word != key_of(option.name)
                or owners.get(word, option.name) != (option.name)
            ):
                _refuse(row, "alternativ", option.name, DIFFERENT_SYNONYMS, file)
            owners[word] = option.name


def _classes(row: CommentedMap, kind: str, file: str) -> tuple[float, ...]:
    given = row.get("klasser")
    if given is None or kind != NUMBER:
        return ()
    bounds = given if isinstance(given, list) else [given]
    is_numbers = all(isinstance(b, (int, float)) and not isinstance(b, bool) for b in bounds)
    if not is_numbers or not all(map(math.isfinite, bounds)) or list(bounds) != sorted({*bounds}):
        told = listing(map(shown, bounds)) if isinstance(given, list) else given
        _refuse(row, "klasser", told, RISING, file)
    return tuple(int(b) if float(b).is_integer() else float(b) for b in bounds)


def _decimals(row: CommentedMap, file: str) -> int:
    given = row.get("decimaler", 0)
    if isinstance(given, bool) or given not in (0, 1, 2, 3):
        _refuse(row, "decimaler", given, DECIMALS, file)
    return int(given)


def _reliability(row: CommentedMap, file: str) -> float:
    given = row.get("reliabilitet")
    if given is None:
        return 0.0
    is_number = isinstance(given, (int, float)) and not isinstance(given, bool)
    if not is_number or not 0 < given < 1:
        _refuse(row, "reliabilitet", given, SHARE, file)
    return float(given)


def _matters(row: CommentedMap, file: str) -> float:
    """The least difference that matters, as a fraction; 0 where it isn't told."""
    given = row.get("spelar_roll")
    if given is None:
        return 0.0
    is_number = isinstance(given, (int, float)) and not isinstance(given, bool)
    if not is_number or not 0 < given <= MOST_POINTS:
        _refuse(row, "spelar_roll", given, POINTS, file)
    return float(given) / 100


def _allow(row: CommentedMap, names: tuple[str, ...], file: str) -> None:
    for name in row:
        if name not in names:
            told = {"line": line_of(row, name), "name": shown(name)}
            raise CodebookError(
                UNKNOWN_FIELD.format(file=file, names=listing(names, "eller"), **told)
            )


def _one_of(row: CommentedMap, field: str, known: tuple[str, ...], default: str, file: str) -> str:
    value = row.get(field)
    if value is None:
        return default
    if value not in known:
        _refuse(row, field, value, listing(known, "eller"), file)
    return str(value)


def _refuse(row: CommentedMap, field: str, value: object, expected: str, file: str) -> NoReturn:
    told = {"line": line_of(row, field), "field": field, "value": shown(value)}
    raise CodebookError(NOT_ONE_OF.format(file=file, expected=expected, **told))


def _check_whole(variables: tuple[Variable, ...], rows: CommentedSeq, file: str) -> None:
    """Names, columns, pairs and the roles that only one variable can have."""
    names, columns, roles = set[str](), set[str](), set[str]()
    known = {v.name: v for v in variables}
    for variable, row in zip(variables, rows, strict=True):
        _check_name(variable, row, names, file)
        told = {"file": file, "line": line_of(row, "namn")}
        for column in variable.columns:
            if key_of(column) in columns and not variable.taken_from:
                raise CodebookError(COLUMN_TAKEN.format(name=column, **told))
        if variable.role in roles:
            role = variable.role
            raise CodebookError(ROLE_TAKEN.format(name=variable.name, role=role, **told))
        if variable.pair and variable.pair not in known.keys() - {variable.name}:
            _refuse(row, "par", variable.pair, OTHER_NAME, file)
        _check_asked(variable, row, known, file)
        if both := {key_of(o.name) for o in variable.options} & set(map(key_of, variable.missing)):
            _refuse(row, "saknas", min(both), NO_ANSWER, file)
        names.add(key_of(variable.name))
        if not variable.taken_from:
            columns |= {key_of(c) for c in variable.columns}
        roles |= {variable.role} & {SEX, KEY}


def _check_name(variable: Variable, row: CommentedMap, names: set[str], file: str) -> None:
    told = {"file": file, "line": line_of(row, "namn"), "name": variable.name}
    if variable.name.casefold() in RESERVED:
        raise CodebookError(NAME_RESERVED.format(**told))
    if key_of(variable.name) in names:
        raise CodebookError(TAKEN.format(**told))
