"""The column for sex: told by its answers and header or by the user, never guessed."""

from dataclasses import replace

import pandas as pd

from ..codebook import CHOICE, KEY, SCALE, SEX, YES_NO, Codebook, Option, Variable, key_of, plain
from ..codebook.values import answered
from ..content import load
from ..errors import CodebookError, DataFileError
from ..wording import listing
from .headers import names_anothers_sex, safe_header, safe_headers, sex_rank
from .kinds import Answers, alphabetical

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
    "Kodboken har ingen variabel med rollen kön. Väntade en. "
    "Skriv «roll: kön» vid den variabel som gäller."
)
SEX_NOT_IN_FILE = (
    "{file}: hittade inte kolumnen {wanted}, som kodboken anger för kön. Filen har: {headers}. "
    "Väntade en rubrik som stämmer. Rätta «kolumn:» i kodboken eller rubriken i filen."
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


def sex_options(header: str, answers: Answers) -> tuple[Option, ...]:
    """The sexes in a column whose answers are sexes, whoever's; empty where it is another."""
    if len(answers.counts) > MANY:
        return ()
    keys = {key_of(c): plain(c) for c in answers.counts}
    known = _known(set(keys))
    used = [o for o in known if set(keys) & _words(o)]
    rest = [k for k in keys if not any(k in _words(o) for o in known)]
    rank = sex_rank(header)
    if len(used) < (1 if rank else 2) or len(rest) > OTHERS * (rank > 0):
        return ()
    pair = known[:2]
    used = list(dict.fromkeys([*pair, *used]))
    return (*used, *(Option(keys[k]) for k in sorted(rest, key=alphabetical)))


def are_sexes(answers: Answers) -> bool:
    """Whether every answer is a sex."""
    return answers.are_among(w for o in _known(set()) for w in _words(o))


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


def _known(keys: set[str]) -> list[Option]:
    """The sexes and their synonyms; «F» is a girl beside a boy, and else a woman."""
    rows = load("intake")["kon"]["alternativ"]
    women, girls = ([Option(n, tuple(w)) for r in part for n, w in r.items()]
                    for part in (rows[:2], rows[2:]))  # fmt: skip
    only_young = set().union(*map(_words, girls)) - set().union(*map(_words, women))
    first, then = (girls, women) if keys & only_young else (women, girls)
    taken = set().union(*map(_words, first))
    return first + [replace(o, synonyms=tuple(s for s in o.synonyms if s not in taken))
                    for o in then]  # fmt: skip


def _words(option: Option) -> set[str]:
    return {key_of(w) for w in (option.name, *option.synonyms)}
