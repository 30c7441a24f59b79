"""Pages of many arbetsmappar together: what a region may see, safe beside each one's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..analysis.pool import Pool, pool
from ..codebook import SEX
from ..configuration import read_settings_file, settings
from ..disclosure import Release
from ..disclosure.common import Common, Member, share_of
from ..disclosure.manifest import MANIFEST, Edition, base_of, people_in, read_manifest
from ..disclosure.manifest import write_manifest as write
from ..disclosure.publication import edition_of, reopened, series_of
from ..errors import IsuError, SettingError
from ..excel import reworded
from ..files import sole_writer, write_whole
from ..privacy import FIXED
from ..records import Records
from ..run import Run
from ..wording import counted, listing
from .edition import reader_files
from .folder import check
from .jobs import COMMON, FOLDER_FAILED, TABLES, TO_HAND_OUT, WRITTEN, Outcome, one_line
from .tables import MAKER, tables_file

EACH = " när de är minst {k}{where}."  # in what is said of people of another sex
WHERE = " i varje kommun"
NAME = "{count} tillsammans"
STARTS = "{mapp}: räknar {folders} tillsammans …"
TOO_FEW = (
    "--gemensam behöver minst två arbetsmappar, men fick {n}. Väntade flera mappar med samma "
    "kodbok. Ange dem alla, eller mappen som de ligger i."
)
NOT_OUT = (
    "De gemensamma sidorna är inte gjorda. {folders} har inga egna sidor som gäller: de är inte "
    "gjorda, eller så har uppgifterna, kodboken eller inställningarna ändrats sedan dess. Väntade "
    "att varje mapps sidor är klara, för de gemensamma talen väljs så att inget kan räknas ut ur "
    "alla sidor tillsammans. Kör isu handouts för mapparna först."
)
SAME_PLACE = (
    "{one} och {two} har båda kommunen {kommun}. Väntade en mapp för varje kommun, för annars kan "
    "samma person räknas två gånger. Slå ihop dem till en mapp, eller ändra kommun i isu.yaml."
)
OTHER_LEAST = (
    "{one} har minsta_antal {first} och {two} har {second}. Väntade samma gräns i alla mappar. "
    "Ändra i isu.yaml och gör mappens egna sidor igen."
)
OTHER_CHOICE = (
    "De gemensamma sidorna är inte gjorda om. De som är ute visar andra tal ur samma uppgifter, "
    "och båda tillsammans kan röja små tal. Väntade samma tal. Använd de sidor som finns."
)
NO_ROOM = (
    "De gemensamma sidorna är inte gjorda, för {folders} ingår i andra gemensamma sidor. Väntade "
    "mappar som bara har lämnats ut tillsammans med samma mappar som nu. Ta bort dem, eller låt "
    "samma mappar vara med."
)


@dataclass(frozen=True)
class Part:
    """An arbetsmapp that takes part: its run, its people and its publication as it is out."""

    name: str
    run: Run
    records: Records = field(repr=False)
    edition: Edition = field(repr=False)
    earlier: tuple[Edition, ...] = field(repr=False)
    release: Release = field(repr=False)


def render_common(
    places: Sequence[tuple[Path, str]], out: Path, report: Callable[[str], None] = print
) -> Outcome:
    """Write the pages of some arbetsmappar together.

    Each of them must have pages of its own that hold. What the common ones show is noted in each
    folder before a page is written, and later pages of the folder are fitted to it.

    Parameters
    ----------
    places
        The arbetsmappar, and what each is called.
    out
        The pages are ``out/gemensam/<page>.html``.
    report
        Takes a line of progress.
    """
    try:
        return Outcome(COMMON, tuple(_render(places, out, report)))
    except IsuError as e:
        return Outcome(COMMON, problem=one_line(e))
    except Exception as e:  # its message may hold data
        return Outcome(COMMON, problem=FOLDER_FAILED.format(kind=type(e).__name__))


def _render(
    places: Sequence[tuple[Path, str]], out: Path, report: Callable[[str], None]
) -> list[Path]:
    if len(places) < 2:
        raise SettingError(TOO_FEW.format(n=len(places)))
    folders = counted(len(places), "mapp", "mappar")
    report(STARTS.format(mapp=COMMON, folders=folders))
    parts = _parts(places)
    home, base = places[0][0].parent / COMMON, _base(parts)
    _refuse_others(parts, base)
    home.mkdir(exist_ok=True)
    pooled = pool([p.records for p in parts], [p.name for p in parts],
                  [p.run.kommun for p in parts], sexes_of(parts))  # fmt: skip
    common = common_of(parts, pooled)
    _note(parts, common, home, base)
    return _write(_run(home, parts, common, pooled.records), pooled.records, common, out, report)


def common_of(parts: Sequence[Part], pooled: Pool) -> Common:
    """The common publication, with its tables in it; the first folder's key decides ties."""
    members = [Member(p.name, pooled.of(i), p.release, pooled.places[i])
               for i, p in enumerate(parts)]  # fmt: skip
    first = parts[0].run
    common = Common(members, pooled.by, first.minsta_antal, first.arbetsmapp)
    common.fill(pooled.records)
    return common


def sexes_of(parts: Sequence[Part]) -> list[str]:
    """The sexes that are a group of their own in the tables of every arbetsmapp."""
    sex = parts[0].records.codebook.with_role(SEX)[0]
    every = [{slot for a in p.edition.numbers if len(a) == 1 for name, slot in a
              if name == sex.name} for p in parts]  # fmt: skip
    return [s for s in sex.categories if all(s in told for told in every)]


def _parts(places: Sequence[tuple[Path, str]]) -> list[Part]:
    """The arbetsmappar, each of which holds.

    Raises
    ------
    SettingError
        In Swedish, when some have no pages of their own that hold, or don't go together.
    """
    found: list[Part] = []
    lacking: list[str] = []
    for folder, name in places:
        part = _part(folder, name)
        if part:
            found.append(part)
        else:
            lacking.append(name)
    if lacking:
        raise SettingError(NOT_OUT.format(folders=listing(lacking)))
    _compare(found)
    return sorted(found, key=lambda p: (p.run.kommun.casefold(), p.run.kommun))


def _part(folder: Path, name: str) -> Part | None:
    """An arbetsmapp with its publication; None where it has none that holds."""
    run, records = check(folder)
    edition, earlier = read_manifest(folder / MANIFEST)
    if not edition or not edition.given_out or not len(records):
        return None
    if edition.base != base_of(records, run.minsta_antal, folder):
        return None
    release = reopened(records, run.minsta_antal, folder, edition, earlier)
    return Part(name, run, records, edition, earlier, release) if release else None


def _compare(parts: Sequence[Part]) -> None:
    """Whether the municipalities differ, and all have the same limit."""
    known: dict[str, Part] = {}
    for part in parts:
        first = known.setdefault(part.run.kommun.casefold(), part)
        if first is not part:
            told = {"one": first.name, "two": part.name, "kommun": part.run.kommun}
            raise SettingError(SAME_PLACE.format(**told))
        one, two = parts[0].run.minsta_antal, part.run.minsta_antal
        if one != two:
            told = {"one": parts[0].name, "two": part.name}
            raise SettingError(OTHER_LEAST.format(first=one, second=two, **told))


def _base(parts: Sequence[Part]) -> str:
    """What tells the common pages of these publications from others."""
    return FIXED.digest(repr(sorted(p.edition.base for p in parts)))


def _note(parts: Sequence[Part], common: Common, home: Path, base: str) -> None:
    """Note in the region's folder and in each arbetsmapp what is shown, before a page is."""
    today, series = date.today().isoformat(), series_of(home)
    before, _ = read_manifest(home / MANIFEST)
    now = replace(edition_of(common, base, today), series=series)
    if before and before.base == base and before.numbers != now.numbers:
        raise SettingError(OTHER_CHOICE)
    write(home / MANIFEST, now)
    for i, part in enumerate(parts):
        path = part.run.arbetsmapp / MANIFEST
        with sole_writer(path):
            edition, earlier = read_manifest(path)
            if edition != part.edition:
                raise SettingError(NOT_OUT.format(folders=part.name))
            share = share_of(common, i, part.edition, base, series, today)
            if share.base not in {e.base for e in part.edition.common}:
                noted = replace(part.edition, common=(*part.edition.common, share))
                write(path, noted, earlier)


def _refuse_others(parts: Sequence[Part], base: str) -> None:
    """No second common publication of people that are out in another one."""
    every = ((p, (*p.edition.common, *(e for e in p.earlier if e.is_common))) for p in parts)
    others = [p.name for p, shares in every if any(e.base != base for e in shares)]
    if others:
        raise SettingError(NO_ROOM.format(folders=listing(others)))


def _run(home: Path, parts: Sequence[Part], common: Common, records: Records) -> Run:
    """The region's run: its own settings and workbook, and what is shown of all people."""
    own = read_settings_file(home)
    areas = {p.run.omrade for p in parts}
    given: dict[str, object] = {"minsta_antal": common.k}
    if not own.get("kommun"):
        given["kommun"] = NAME.format(count=counted(len(parts), "kommun", "kommuner"))
    if not own.get("omrade") and len(areas) == 1:
        given["omrade"] = areas.pop()
    run = Run(settings(home, **given))
    run.releases[people_in(records), True, None] = common
    records.run = run
    return run


def _write(
    run: Run, records: Records, common: Common, out: Path, report: Callable[[str], None]
) -> list[Path]:
    told, each = (EACH.format(k=common.k, where=where) for where in ("", WHERE))
    made = reader_files(run, records)
    content: dict[str, str | bytes] = {n: page.replace(told, each) for n, page in made.items()}
    content[TABLES] = reworded(tables_file(common, run, TO_HAND_OUT), told, each, MAKER)
    files = []
    for i, (name, data) in enumerate(content.items(), start=1):
        file = out / COMMON / name
        write_whole(file, data)
        files.append(file.relative_to(out))
        report(WRITTEN.format(i=i, n=len(content), file=file.as_posix()))
    return files
