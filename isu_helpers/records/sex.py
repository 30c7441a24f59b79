"""The column for sex: told by its answers and header or by the user, never guessed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pandas as pd

from ..codebook import CHOICE, KEY, SCALE, SEX, YES_NO, Codebook, Option, Variable, key_of, plain
from ..codebook.values import answered
from ..content import load
from ..errors import CodebookError, DataFileError
from ..masking import mask
from ..wording import listing
from .headers import names_anothers_sex, safe_header, safe_headers, sex_rank
from .kinds import Answers
from .orders import alphabetical

NO_SEX = (
    "{file}: hittade ingen kolumn för kön. Filen har: {headers}. Väntade en kolumn som «Kön», "
    "med svar som Kvinna och Man eller Flicka och Pojke, eller personnummer. Lägg till en sådan, "
    "eller skriv rubriken i inställningen konsvariabel."
)
ANOTHERS_SEX = (
    "{file}: ingen kolumn är personens kön. Kolumnen «{header}» gäller någon annan. Väntade en "
    "kolumn som «Kön». Är det ändå den som gäller, skriv «konsvariabel: {header}» i isu.yaml "
    "och kör igen."
)
SEVERAL_SEXES = (
    "{file}: flera personers kön står på samma rad, i kolumnerna {names}. Väntade en rad för "
    "varje person. Gör en rad för varje person i filen, eller välj en av dem i isu.yaml, som "
    "«konsvariabel: {header}»."
)
SEX_EMPTY = (
    "{file}: kolumnen «{header}» är tom. Väntade svar som Kvinna och Man eller Flicka och Pojke. "
    "Fyll i kolumnen, eller gör om uttaget ur ert system."
)
SEX_CODED = (
    "{file}: svaren i kolumnen «{header}» går inte att tolka som kön. Väntade svar som Kvinna "
    "och Man eller Flicka och Pojke. Skriv om svaren, eller skriv «konsvariabel: {header}» i "
    "isu.yaml, kör igen och ange i kodboken vad svaren betyder."
)
NO_SEX_IN_CODEBOOK = (
    "Kodboken har ingen variabel som visar kön. Väntade en. Ange i kodboken vilken det är."
)
SEX_NOT_IN_FILE = (
    "{file}: hittade inte kolumnen {wanted}, som kodboken anger för kön. Filen har: {headers}. "
    "Väntade en rubrik som stämmer. Koppla rätt kolumn till frågan eller rätta rubriken i filen."
)
NONE_FITS = (
    "{file}: inget svar i kolumnen «{header}» stämmer med kodboken. Väntade {options}. "
    "Rätta alternativen för kön i kodboken eller svaren i filen."
)
UNKNOWN_CHOICE = (
    "Inställningen konsvariabel är «{name}», men någon sådan kolumn finns inte. "
    "Väntade någon av: {names}. Rätta inställningen."
)
NOT_A_CHOICE = (
    "Inställningen konsvariabel är «{name}», men den kolumnen är {kind}. "
    "Väntade en kolumn med några få svar, som Kvinna och Man. Rätta inställningen."
)
KEY_WORD = "en nyckel"
SEEN_CHOSEN = (
    "Inställningen konsvariabel anger kolumnen. Skriv vad svaren betyder, som «- Kvinna: [2]»."
)
MANY = 200  # ways to write sexes, with other case and spaces
OTHERS = 4  # other answers than sexes that a column called sex may hold
SHOWN = 5
LETTERS = re.compile(r"[^\W\d_]+")
FILLERS = ("kön", "juridiskt", "legalt")
MIXED = " Flickor och kvinnor är ett alternativ, pojkar och män ett: {names}."
ASKED = (
    " Räknas som «Uppgift saknas»: {words}. Är något av dem ett kön, skriv det som alternativ "
    "eller vid det alternativ som det är."
)


def sex_options(header: str, answers: Answers) -> tuple[Option, ...]:
    """The sexes in a column whose answers are sexes, whoever's; empty where it is another.

    One option for all words for women and one for men, then such as «Icke-binär». What is
    neither of these nor blank is no option: whoever knows the file tells what it means.
    """
    if len(answers.counts) > MANY:
        return ()
    rank, keys = sex_rank(header), {key_of(c): plain(c) for c in answers.counts}
    if not rank and _all_words().isdisjoint(keys):
        return ()
    pair = _pair(keys, is_called=rank > 0)
    words = set().union(*map(_words, pair))
    more = [k for k in keys if k not in words and k in load("intake")["kon"]["annat"]]
    used = sum(not _words(o).isdisjoint(keys) for o in pair)
    if used < (1 if rank else 2) or len(_asked(keys, pair)) > OTHERS * (rank > 0):
        return ()
    return (*pair, *(Option(keys[k]) for k in sorted(more, key=alphabetical)))


def told_of_sexes(options: tuple[Option, ...], answers: Answers) -> str:
    """What to add to the guess: the words that became one option, and those to ask about."""
    keys = {key_of(c): plain(c) for c in answers.counts}
    asked = _asked(keys, options)
    is_mixed = {key_of(o.name) for o in _rows()[2:]} <= set().union(*map(_words, options[:2]))
    is_mixed = is_mixed and key_of(options[0].name) != key_of(_rows()[2].name)
    mixed = MIXED.format(names=listing(f"«{o.name}»" for o in options[:2])) if is_mixed else ""
    words = listing(f"«{mask(safe_header(keys[k]))}»" for k in asked[:SHOWN])
    return mixed + (ASKED.format(words=words) if asked else "")


def _asked(keys: Iterable[str], options: tuple[Option, ...]) -> list[str]:
    """The answers that are no sex, no other option and not blank."""
    words, kon = set().union(*map(_words, options)), load("intake")["kon"]
    return [k for k in keys if k not in words and k not in kon["annat"] and k not in kon["saknas"]]


def are_sexes(answers: Answers) -> bool:
    """Whether every answer is a sex."""
    return answers.are_among(w for row in _rows() for w in _words(row))


def with_sex(codebook: Codebook, name: str | None) -> Codebook:
    """The codebook with sex in the column that a setting names.

    Raises
    ------
    CodebookError
        In Swedish, when there is no such column, or it has no answers to choose among.
    """
    if not name:
        return codebook
    chosen = next((v for v in codebook if key_of(name) in map(key_of, (v.name, *v.columns))), None)
    if chosen is None:
        names = safe_headers(v.name for v in codebook if v.role != KEY)
        raise CodebookError(UNKNOWN_CHOICE.format(name=safe_header(name), names=names))
    if chosen.kind not in (CHOICE, SCALE, YES_NO) or chosen.role == KEY:
        kind = KEY_WORD if chosen.role == KEY else chosen.kind
        raise CodebookError(NOT_A_CHOICE.format(name=safe_header(name), kind=kind))
    for other in codebook.with_role(SEX):
        codebook = codebook.replaced(replace(other, role="bakgrund"))
    return codebook.replaced(replace(chosen, role=SEX, kind=CHOICE, guess=SEEN_CHOSEN))


def check_sex(codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], file: str) -> None:
    """Raise the error that tells best why the table has no sex.

    Raises
    ------
    DataFileError
        In Swedish, with headers and never with answers.
    """
    found = codebook.with_role(SEX)
    if any(v.name in places for v in found):
        return
    headers = safe_headers(frame.columns)
    if not codebook.proposed:
        if not found:
            raise CodebookError(NO_SEX_IN_CODEBOOK)
        wanted = listing((f"«{safe_header(c)}»" for c in found[0].columns), "eller")
        raise DataFileError(SEX_NOT_IN_FILE.format(file=file, wanted=wanted, headers=headers))
    called = [i for i, c in enumerate(frame.columns) if sex_rank(c) > 1]
    own = [safe_header(c) for i, c in enumerate(frame.columns)
           if sex_rank(c) == 1 and are_sexes(Answers.of(frame.iloc[:, i]))]  # fmt: skip
    if not called and len(own) > 1:
        names = listing(f"«{h}»" for h in own)
        raise DataFileError(SEVERAL_SEXES.format(file=file, names=names, header=own[0]))
    if not called:
        other = next((c for c in frame.columns if names_anothers_sex(c)), "")
        message = ANOTHERS_SEX if other else NO_SEX
        raise DataFileError(message.format(file=file, headers=headers, header=safe_header(other)))
    message = SEX_EMPTY if answered(frame.iloc[:, called[0]]).empty else SEX_CODED
    raise DataFileError(message.format(file=file, header=plain(frame.columns[called[0]])))


def check_answers(variable: Variable, answers: pd.Series, is_blank: bool, file: str) -> None:
    """Raise where nobody's sex could be read.

    Raises
    ------
    DataFileError
        In Swedish, when the column is blank or none of its answers is in the codebook.
    """
    if len(answers) and answers.notna().any():
        return
    header = safe_header(variable.columns[0] if variable.columns else variable.name)
    if is_blank:
        raise DataFileError(SEX_EMPTY.format(file=file, header=header))
    options = listing((o.name for o in variable.options), "eller")
    raise DataFileError(NONE_FITS.format(file=file, header=header, options=options))


def _pair(keys: dict[str, str], *, is_called: bool) -> tuple[Option, Option]:
    """The two sexes, each with all the words that the answers have for it.

    They are girls and boys where nothing in the answers says women or men.
    """
    rows = _rows()
    words = [_words(row) for row in rows]
    told = {k: _rows_of(k, words, is_called) for k in keys}
    young = any(t and t <= {2, 3} for t in told.values())
    adult = any(t and t <= {0, 1} for t in told.values())
    pair = rows[2:] if young and not adult else rows[:2]
    first, second = (
        _with_words(row, [keys[k] for k, t in told.items() if t and {i % 2 for i in t} == {sex}])
        for sex, row in enumerate(pair)
    )
    return first, second


def _rows_of(key: str, words: list[set[str]], is_called: bool) -> set[int]:
    """The rows that have an answer, with a code beside it in a column called sex; one sex only."""
    is_whole = not is_called or any(key in w for w in words)
    parts = [key] if is_whole else [w for w in LETTERS.findall(key) if w not in FILLERS]
    found = [{i for i, w in enumerate(words) if part in w} for part in parts]
    rows = set().union(*found)
    return rows if all(found) and len({i % 2 for i in rows}) == 1 else set()


def _with_words(option: Option, spelled: list[str]) -> Option:
    known = _words(option)
    return replace(
        option, synonyms=(*option.synonyms, *(w for w in spelled if key_of(w) not in known))
    )


def _rows() -> list[Option]:
    """Kvinna, Man, Flicka and Pojke with their synonyms."""
    return [Option(n, tuple(w)) for row in load("intake")["kon"]["alternativ"]
            for n, w in row.items()]  # fmt: skip


def _words(option: Option) -> set[str]:
    return {key_of(w) for w in (option.name, *option.synonyms)}


@cache
def _all_words() -> frozenset[str]:
    return frozenset().union(*map(_words, _rows()))
