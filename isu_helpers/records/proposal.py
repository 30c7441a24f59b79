"""A codebook proposed from a table that nobody has described; each guess is told as one."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from ..codebook import (
    CHOICE,
    DATE,
    KEY,
    NO,
    NUMBER,
    RESERVED,
    SEVERAL,
    SEX,
    TEXT,
    YES_NO,
    Codebook,
    Option,
    Variable,
    key_of,
    plain,
    values,
)
from ..content import load
from ..masking import looks_like_identity, mask
from ..privacy import hold_numbers, read_identities
from ..privacy.answers import is_whole_name, point_out
from .excel_cells import is_rounded
from .headers import (
    IDENTITY,
    default_classes,
    from_numbers,
    has_word,
    is_anothers,
    names_anothers_sex,
    occasion_of,
    role_of,
    sex_rank,
    stem_of,
)
from .kinds import ONLY_TICKS, SEEN_TEXT, SEEN_TICKS, Answers, guess_answers, is_scale
from .sex import are_sexes, sex_options, told_of_sexes

# Start and follow-up of one question: they know each other and are answered alike.

OTHER = {"start": "uppföljning", "uppföljning": "start"}


def paired(drafts: list[Variable], answers: list[Answers]) -> list[Variable]:
    """The drafts, where start and follow-up of one question say need and result."""
    drafts = _sparse(drafts, answers)
    stems = _by_stem(drafts)
    out = []
    for v in drafts:
        pair = _other(v, stems) if v.kind != TEXT else None
        if pair and SEX not in (v.role, pair.role):
            role = "behov" if v.occasion == "start" else "resultat"
            v = replace(v, pair=pair.name, role=role)
        elif v.occasion == "start":  # a start alone is no occasion
            v = replace(v, occasion="")
        elif v.occasion and v.role == "behov" and v.kind != TEXT:
            v = replace(v, role="resultat")
        out.append(v)
    return _alike(out, answers)


def _by_stem(drafts: Iterable[Variable]) -> dict[tuple[str, str], Variable]:
    return {(stem_of(v.name), v.occasion): v for v in drafts if v.occasion and v.kind != TEXT}


def _other(v: Variable, stems: dict[tuple[str, str], Variable]) -> Variable | None:
    """The same question at the other occasion, where it can be counted."""
    return stems.get((stem_of(v.name), OTHER.get(v.occasion, "")))


def _sparse(drafts: list[Variable], answers: list[Answers]) -> list[Variable]:
    """The drafts; one with too few answers to tell is as the other occasion of its question.

    Only where its answers are such as the other occasion has: free text stays free text.
    """
    stems, of = _by_stem(drafts), {v.name: a for v, a in zip(drafts, answers, strict=True)}
    out = []
    for v in drafts:
        other = _other(v, stems) if v.guess == SEEN_TEXT else None
        if other and other.role != SEX and _fits(of[v.name], of[other.name]):
            found = guess_answers(
                replace(v, role=role_of(v.name)), of[v.name].with_more(of[other.name])
            )
            v = found if found.kind == other.kind or found.kind == NUMBER else v
        out.append(v)
    return out


def _fits(few: Answers, other: Answers) -> bool:
    """Whether answers are numbers as the others, among them, or of a scale that holds both."""
    keys, known = (set(map(key_of, a.counts)) for a in (few, other))
    if not any(math.isnan(values.as_number(k)) for k in keys | known):
        return True
    return keys <= known or any(keys | known <= set(s) for s in load("intake")["ordnade"])


def _alike(drafts: list[Variable], answers: list[Answers]) -> list[Variable]:
    """Both occasions of a question have one kind and one list of answers, guessed from both.

    Numbers are cut at the same places, those of the start.
    """
    place = {v.name: i for i, v in enumerate(drafts)}
    out = []
    for v, own in zip(drafts, answers, strict=True):
        if v.pair:
            start = v if v.occasion == "start" else drafts[place[v.pair]]
            both = guess_answers(v, own.with_more(answers[place[v.pair]]))
            at_start = values.numbers(answers[place[start.name]].cells)[0]
            cuts = default_classes(at_start, v.name) if both.kind == NUMBER else ()
            role = both.role if both.kind in (TEXT, DATE) else v.role
            v = replace(both, role=role, classes=cuts or both.classes)
        out.append(v)
    return out


# A flerval with a column for each answer.

STEM = re.compile(r"(?P<stem>.*\w.*?)\s*(?::|\?|\s[-–])\s+(?P<answer>\S.*)")
TICKED = "Kryssat"  # what columns of ticks are called together, where no header has a question
SEEN_COLUMNS = (
    "Gissning: kolumnerna är svar på samma fråga. Tomt räknas som Nej för den som har kryssat "
    "något. Stäm av."
)


def joined_columns(drafts: list[Variable], answers: list[Answers], rows: int) -> list[Variable]:
    """The drafts, with columns that are answers to one question made one flerval.

    Only where nothing is lost by it: a blank among written answers of Nej is a missing answer,
    so such columns stay questions of their own.
    """
    groups: dict[str, list[int]] = {}
    for i, v in enumerate(drafts):
        found = STEM.fullmatch(plain(v.columns[0]))
        if found and v.kind == YES_NO and not v.occasion and not v.pair:
            groups.setdefault(key_of(found["stem"]), []).append(i)
    kept: list[Variable | None] = list(drafts)
    for places in (*groups.values(), *_bare_ticks(drafts)):
        if len(places) > 1 and _are_ticks([answers[i] for i in places], rows):
            kept = _joined(drafts, kept, places)
    return [_told(v, a, rows) for v, a in zip(kept, answers, strict=True) if v is not None]


def _told(draft: Variable, answers: Answers, rows: int) -> Variable:
    """The draft; not one of ticks alone with blanks beside, of which all would seem to say Ja."""
    if draft.guess != SEEN_TICKS or draft.pair or len(answers) >= rows:
        return draft
    return replace(draft, kind=TEXT, options=(), role="övrigt", guess=ONLY_TICKS)


def _bare_ticks(drafts: list[Variable]) -> list[list[int]]:
    """Runs of columns of one role with nothing but ticks, whose headers have no question.

    One by one each would say Ja of all who have answered it.
    """
    runs: list[list[int]] = []
    for i, v in enumerate(drafts):
        is_bare = v.guess == SEEN_TICKS and not v.occasion and not v.pair
        if not is_bare or STEM.fullmatch(plain(v.columns[0])):
            continue
        if runs and runs[-1][-1] == i - 1 and drafts[i - 1].role == v.role:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _are_ticks(columns: list[Answers], rows: int) -> bool:
    """Whether nobody wrote Nej, or all columns are filled in for the same people."""
    no = {key_of(w) for w in (NO.name, *NO.synonyms)}
    if not any(key_of(c) in no for answers in columns for c in answers.counts):
        return True
    places = [set(answers.cells.index) for answers in columns]
    return all(p == places[0] for p in places) and rows > 0


def _joined(
    drafts: list[Variable], kept: list[Variable | None], places: list[int]
) -> list[Variable | None]:
    columns = tuple(drafts[i].columns[0] for i in places)
    found = [m for c in columns if (m := STEM.fullmatch(plain(c)))]
    stem, role = found[0]["stem"] if found else TICKED, drafts[places[0]].role
    names = [m["answer"] for m in found] or [*map(plain, columns)]
    options = tuple(Option(name[0].upper() + name[1:]) for name in names)
    if len({key_of(o.name) for o in options}) < len(options):
        return kept
    whole = replace(drafts[places[0]], name=stem, columns=columns, kind=SEVERAL, options=options,
                    role=role_of(stem) if found else role, guess=SEEN_COLUMNS)  # fmt: skip
    rest = set(places[1:])
    left = [None if i in rest else v for i, v in enumerate(kept)]
    left[places[0]] = whole
    return left


# A codebook proposed from a table that nobody has described; each guess is told as one.

SEEN_SEX = "Gissning: svaren och rubriken ser ut som kön. Stäm av att det är juridiskt kön."
SEEN_ANOTHERS = "Gissning: någon annans kön. Gäller den personen själv, ange att den visar kön."
SEEN_SEXES = "Gissning: flera kolumner kan vara kön. Ändra så att den som gäller visar kön."
SEEN_IDENTITY = "Gissning: värdena ser ut som personnummer. Skiljer personer åt, visas aldrig."
SEEN_KEY = "Gissning: rubriken eller värdena ser ut som en nyckel. Visas aldrig."
SEEN_CASE = "Gissning: numret gäller ett ärende och inte en person. Läses inte in."
SEEN_OTHER_KEY = "Gissning: en nyckel till. Den behövs inte och läses inte in."
SEEN_PERSONAL = "Gissning: rubriken tyder på namn eller kontaktuppgift. Läses inte in."
SENTENCE = 3  # words of a header, from which on it is a question rather than what is asked for
SEEN_SENSITIVE = "Gissning: rubriken tyder på en känslig personuppgift. Läses inte in."
SEEN_ROUNDED = "Gissning: Excel har avrundat numren, så de skiljer ingen åt. Läses inte in."
SEEN_RUNNING = "Gissning: ett radnummer, som inte säger något om personen. Läses inte in."
SEEN_HOUSEHOLD = "Gissning: numret gäller ett hushåll och inte en person. Läses inte in."
SEEN_CODED_SEX = (
    "Gissning: kön, skrivet med koder som ingen har förklarat. Visas inte. Ange vad de betyder."
)
SEEN_EMPTY = "Kolumnen är tom i filen. Läses inte in."
FEWEST = 10
KEYS = (SEEN_IDENTITY, SEEN_KEY, SEEN_CASE)


def propose_codebook(table: pd.DataFrame) -> Codebook:
    """A codebook for a table of raw cells, one variable a column, guesses told.

    Answers are listed in alphabetical order, or in the order of their scale, never by how
    common they are. Without a key for persons but with one for cases, a row is a case.
    """
    headers = [mask(str(name)) for name in table.columns]
    answers = [Answers.of(table.iloc[:, i]) for i in range(len(headers))]
    drafts = [_draft(h, a) for h, a in zip(headers, answers, strict=True)]
    guesses = {v.guess for v in drafts}
    is_case = SEEN_CASE in guesses and not guesses & {SEEN_IDENTITY, SEEN_KEY}
    is_clear = sum(v.guess == SEEN_IDENTITY and not is_anothers(v.name) for v in drafts) == 1
    drafts = paired(_one_key(_one_sex(drafts)), answers)
    variables = joined_columns(drafts, answers, len(table))
    variables = _named(_with_person(variables, answers, headers) if is_clear else variables)
    return Codebook(tuple(variables), "ärende" if is_case else "person", proposed=True)


def _draft(header: str, answers: Answers) -> Variable:
    """The first guess that fits the header and the answers."""
    role = "bakgrund" if names_anothers_sex(header) else role_of(header)
    draft = Variable(header, columns=(header,), kind=TEXT, occasion=occasion_of(header), role=role)
    held_back = replace(draft, role="övrigt", guess=_reason_to_hold_back(header, answers))
    if held_back.guess:
        return held_back
    if guess := _key(header, answers):
        return replace(draft, role=KEY, guess=guess)
    if _is_running(header, answers):
        return replace(draft, role="övrigt", guess=SEEN_RUNNING)
    if options := sex_options(header, answers):
        if is_anothers(header):
            return replace(draft, kind=CHOICE, options=options, guess=SEEN_ANOTHERS)
        guess = SEEN_SEX + told_of_sexes(options, answers)
        return replace(draft, kind=CHOICE, role=SEX, options=options, guess=guess)
    found = guess_answers(draft, answers)
    return replace(found, role="övrigt", guess=SEEN_CODED_SEX) if sex_rank(header) > 1 else found


def _reason_to_hold_back(header: str, answers: Answers) -> str:
    words = load("intake")
    if not len(answers):
        return SEEN_EMPTY
    if sum("+" in t and is_rounded(t) for t in answers.texts) > 0.5 * len(answers.texts):
        return SEEN_ROUNDED
    if has_word(header, words["hushallsnyckel"]):
        return SEEN_HOUSEHOLD
    if has_word(header, words["kanslig"]):
        return SEEN_SENSITIVE
    if is_whole_name(header.rpartition(":")[2].strip()):
        return SEEN_PERSONAL
    are_numbered = any(t[:1].isalpha() and t[-1:].isdigit() for t in answers.texts)
    is_told = answers.are_among(("ja", "nej", "x", "0", "1"))
    is_told = is_told or (is_scale(answers) and not are_numbered)
    is_told = is_told or names_anothers_sex(header) and are_sexes(answers)
    is_told = is_told or len(header.split()) > SENTENCE and _are_common(answers)
    return SEEN_PERSONAL if has_word(header, words["personuppgift"]) and not is_told else ""


def _are_common(answers: Answers) -> bool:
    """Whether answers are few, each given by several, and none looks like a name or a number."""
    few = len(answers.counts) <= load("thresholds")["flest_kategorier"]["value"]
    is_common = few and 5 * len(answers.counts) <= len(answers)
    return (
        is_common
        and not point_out(answers.people)
        and not any(map(looks_like_identity, answers.counts))
    )


def _with_person(
    drafts: list[Variable], answers: list[Answers], headers: list[str]
) -> list[Variable]:
    """The drafts with sex and age out of the person's identity numbers, where they have none."""
    at = next((i for i, v in enumerate(drafts) if v.guess == SEEN_IDENTITY), None)
    if at is None or is_anothers(drafts[at].name):
        return drafts
    header = drafts[at].columns[0]
    found = read_identities(answers[headers.index(header)].sample, dt.date.today())
    new = from_numbers(header, found, drafts) if found.holds_numbers else []
    return [*drafts[: at + 1], *new, *drafts[at + 1 :]]


def _key(header: str, answers: Answers) -> str:
    """Why a column is taken for a key: its values, its header, or its header for cases."""
    words, texts = load("intake"), answers.texts
    if sum(t[:1].isdecimal() and bool(IDENTITY.fullmatch(t)) for t in texts) > 0.5 * len(texts):
        return SEEN_IDENTITY if _has_digits(texts) else ""
    if hold_numbers(answers.sample):
        return SEEN_IDENTITY
    if has_word(header, words["arendenyckel"]):
        return SEEN_CASE
    if has_word(header, words["personnyckel"]):
        return SEEN_KEY
    is_many = len(texts) > words["fler_an_svar"]
    if is_many and key_of(header) in words["ensam_nyckel"] and all(map(_is_numbered, texts)):
        return SEEN_KEY
    is_own = len(texts) > 0.5 * len(answers)
    is_key = is_own and (has_word(header, words["ordningsnyckel"]) or _are_codes(texts))
    return SEEN_KEY if is_key else ""


SURELY, RISING = 100, 0.95  # so many rows, all different, rise so often by being numbered alone


def _is_numbered(text: str) -> bool:
    """Whether a text is a whole number, with a letter or two before it at most."""
    return text.lstrip(text[:2].rstrip("0123456789")).lstrip("-").isdecimal()


def _is_running(header: str, answers: Answers) -> bool:
    """Whether answers are whole numbers that rise for each row of the file.

    In a short file they begin at 0 or 1 and leave nothing out; in one of many rows some may be
    gone, as where cases were sorted away, and two files may stand one after the other.
    """
    count = len(answers)
    if count < FEWEST or len(answers.counts) < count or occasion_of(header):
        return False
    found = values.numbers(answers.cells)[0].to_numpy()
    steps = np.diff(found)
    is_whole = bool((found == np.floor(found)).all())
    has_gaps = count >= SURELY and is_whole and (steps > 0).mean() > RISING
    return has_gaps or (found[0] in (0, 1) and bool((steps == 1).all()))


def _has_digits(texts: set[str]) -> bool:
    """Whether most of the texts hold ten digits or more, or six and a code of four."""
    return sum(sum(c.isdigit() for c in t) >= 6 for t in texts) > 0.5 * len(texts)


def _are_codes(texts: set[str]) -> bool:
    """Whether there are many, and nearly all are a letter or two and digits, as K0017."""
    found = sum(t[:1].isalpha() and t.lstrip(t[:2]).lstrip("-").isdecimal() for t in texts)
    return len(texts) > 10 and found > 0.9 * len(texts)


def _one_sex(drafts: list[Variable]) -> list[Variable]:
    """The one column whose header most surely says sex; none where several say it as well."""
    found = [v for v in drafts if v.role == SEX]
    rank = max((sex_rank(v.name) for v in found), default=0)
    best = [v for v in found if sex_rank(v.name) == rank]
    chosen = best[0] if best and (rank > 1 or len(best) == 1) else None
    return [
        replace(v, role="bakgrund", guess=v.guess if chosen else SEEN_SEXES)
        if v in found and v is not chosen else v
        for v in drafts
    ]  # fmt: skip


def _one_key(drafts: list[Variable]) -> list[Variable]:
    """The key that most surely tells persons apart; the others and those of cases are not read."""
    every = (v for v in drafts if v.role == KEY and not is_anothers(v.name))
    found = sorted(every, key=lambda v: KEYS.index(v.guess))
    chosen = found[0] if found and found[0].guess != SEEN_CASE else None
    out = []
    for v in drafts:
        if v.role == KEY and v is not chosen:
            guess = SEEN_CASE if v.guess == SEEN_CASE else SEEN_OTHER_KEY
            v = replace(v, role="övrigt", guess=guess)
        out.append(v)
    return out


def _named(drafts: list[Variable]) -> list[Variable]:
    """Names that the program uses itself, or that come twice, get a word more."""
    taken, out = {key_of(name) for name in RESERVED}, []
    for v in drafts:
        name, count = v.name, 1
        while key_of(name) in taken:
            name = f"{v.name} (kolumn)" if count == 1 else f"{v.name} (kolumn {count})"
            count += 1
        taken.add(key_of(name))
        out.append(v if name == v.name else replace(v, name=name, label=v.name))
    return out
