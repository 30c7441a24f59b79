"""The publication of an arbetsmapp as a whole: fitted to earlier ones, and tried before a file."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ..configuration import find_folder
from ..disclosure import Release, add_earlier
from ..disclosure.manifest import MANIFEST, Edition, base_of, read_manifest
from ..disclosure.publication import edition_of, release_of
from ..errors import IsuError, SettingError
from ..records import Records
from ..run import Run
from ..wording import listing

NOT_EARLIER = (
    "«{name}» är ingen tidigare utlämning. Väntade filen utlamning.json, eller mappen som den "
    "ligger i. Kontrollera namnet efter --tidigare."
)
OWN = (
    "«{name}» är mappens egen utlämning. Väntade en annan, om samma personer. Ta bort "
    "--tidigare: programmet läser mappens egen fil i alla fall."
)
NOT_KEPT = (
    "Mappens fil utlamning.json gick inte att skriva. Väntade en mapp där du får spara, för där "
    "står vad som har visats. Kopiera mappen till en sådan plats och kör igen."
)
NOT_SAFE = (
    "Sidorna stämmer inte med det som får visas tillsammans. Väntade att inget litet tal går att "
    "räkna ut. Ingen fil är skriven. Kör igen. Hjälper det inte, ta bort de egna tabellerna ur "
    "anteckningsböckerna."
)
FITTED = (
    "{mapp}: de nya tabellerna är anpassade till dem som gjordes {date}, så att ingen kan räkna "
    "ut små tal ur båda. Har de gamla sidorna aldrig lämnats ut kan du ta bort utlamning.json i "
    "mappen och köra igen."
)
GONE = (
    "{mapp}: {names} finns inte längre bland uppgifterna, så de nya sidorna tar ingen hänsyn till "
    "vad som har visats om det. Har kolumnen bara bytt namn: koppla den till frågan i "
    "anteckningsboken Insamling och kör igen."
)


def read_earlier(given: Iterable[str | Path]) -> tuple[Edition, ...]:
    """The publications that files or folders hold, those that they were fitted to first.

    Raises
    ------
    SettingError
        In Swedish, when one of them is no publication.
    """
    found: list[Edition] = []
    for name in given:
        found += (e for e in _editions(_file(name)) if e not in found)
    return tuple(found)


def fit_to(folder: Path, given: Iterable[str | Path], editions: tuple[Edition, ...]) -> None:
    """Let a folder's publication be fitted to earlier ones, before anything of it is shown.

    Raises
    ------
    SettingError
        In Swedish, when one of the files is the folder's own.
    """
    own = (folder / MANIFEST).resolve()
    for name in given:
        if _file(name).resolve() == own:
            raise SettingError(OWN.format(name=Path(name).name))
    if editions:
        add_earlier(folder, editions)


def opened(chosen: Run, records: Records) -> Release:
    """The folder's publication with all that its notebooks showed, tried by the attacker.

    Raises
    ------
    IsuError
        In Swedish, when what was shown does not hold, or could not be written down.
    """
    path, k = chosen.arbetsmapp / MANIFEST, chosen.minsta_antal
    shown, _ = read_manifest(path)
    release = chosen.release(records)
    with release.turn():  # what others have shown since is entered
        pass
    read = release_of(records, k, folder=chosen.arbetsmapp, held={})  # as it is written down
    with read.turn():  # which is written as it was read: what nobody prints may be less
        pass
    now, _ = read_manifest(path)
    if now is None:
        raise IsuError(NOT_KEPT)
    base = base_of(records, k, chosen.arbetsmapp)
    same = edition_of(read, base, now.given_out)
    is_same = replace(same, common=now.common) == now
    told = (edition for edition in (edition_of(release, base), shown) if edition)
    if not (is_same and all(_holds(edition, now) for edition in told)):
        raise IsuError(NOT_SAFE)
    return release


def fitted_lines(mapp: str, release: Release) -> list[str]:
    """What to tell when the folder has been given out before with other data; else nothing."""
    dates = [e.given_out for e in release.earlier if e.given_out]
    gone = listing(f"«{name}»" for name in release.past.gone) if release.past else ""
    told = [FITTED.format(mapp=mapp, date=max(dates))] if dates else []
    return [*told, *([GONE.format(mapp=mapp, names=gone)] if gone else [])]


def fitted_foot(folder: Path) -> str:
    """What the foot of a page says of those that it is fitted to; nothing where there are none."""
    from ..show.sentences import fitted_to

    return fitted_to(read_manifest(folder / MANIFEST)[1])


def _holds(shown: Edition, now: Edition) -> bool:
    """Whether all that one edition shows is shown by the other, of the same people."""
    numbers = {a: n for a, n in shown.numbers.items() if n is not None}
    is_same = shown.base == now.base and set(shown.tables) <= set(now.tables)
    return is_same and all(now.numbers.get(a) == n for a, n in numbers.items())


def _file(name: str | Path) -> Path:
    path = Path(name).expanduser()
    return path if path.is_file() else _in_folder(path) / MANIFEST


def _in_folder(path: Path) -> Path:
    try:
        return find_folder(path)
    except SettingError:
        raise SettingError(NOT_EARLIER.format(name=path.name)) from None


def _editions(path: Path) -> tuple[Edition, ...]:
    try:
        edition, earlier = read_manifest(path)
    except SettingError:
        raise SettingError(NOT_EARLIER.format(name=path.name)) from None
    if not (edition or earlier):
        raise SettingError(NOT_EARLIER.format(name=path.parent.name))
    own = (replace(edition, common=()), *edition.common) if edition else ()
    return (*earlier, *own)
