"""Commands for a folder: make one, see how far it is, clean and restore."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..configuration import DATA_SUFFIXES, QUOTES, area_of, areas
from ..errors import IsuError
from ..files import copy_into, shown
from ..wording import listing
from .asking import ask, choose, existing, is_terminal, is_yes
from .root import as_places, folded, isu, near_path, stop, tell_of_many

if TYPE_CHECKING:
    from ..desk.original import Restored

# ``isu aterstall``: notebooks as they were shipped.

RESTORE = """Gör anteckningsböcker som de var när de levererades.

Har något ändrats av misstag i en anteckningsbok hämtas originalet tillbaka.
Den ändrade finns kvar bredvid, med «tidigare» i namnet. Det ni har skrivit i
formulären står i er arbetsmapp och rörs inte.

Utan namn återställs alla som har ändrats, också de som ligger i er arbetsmapp.

\b
Exempel:
  isu aterstall steg1_vad_ser_vi
  isu aterstall
"""
RESTORED_DONE = "Återställd: {file}."
KEPT = "Återställd: {file}. Den gamla finns kvar som {kept}."
SAME = "Oförändrad: {file} är redan som den levererades."
NOTHING = "Ingen anteckningsbok har ändrats."
OPEN = "Är någon av dem öppen i JupyterLab? Stäng den utan att spara, och öppna den igen."


@isu.command(help=RESTORE, short_help="Gör anteckningsböcker som de var.", options_metavar="[VAL]")
@click.argument("bok", metavar="[ANTECKNINGSBOK …]", nargs=-1)
def aterstall(bok: tuple[str, ...]) -> int:
    """Put notebooks back as they were shipped; 1 where one of them could not be."""
    from ..desk.lab import copies_of
    from ..desk.original import find, known, restore
    from ..run import remembered

    wanted = [find(name) for name in bok or known()]
    wanted += copies_of(remembered(is_asked=True), {original for _, original in wanted})
    changed, failed = 0, 0
    for path, original in wanted:
        try:
            found = restore(path, original)
        except IsuError as e:
            stop(str(e))
            failed += 1
            continue
        changed += found.is_changed
        if found.is_changed or bok:
            click.echo(_line(found))
    if changed or not (failed or bok):
        click.echo(OPEN if changed else NOTHING)
    return int(bool(failed))


def _line(found: "Restored") -> str:
    file = near_path(found.path)
    if not found.is_changed:
        return SAME.format(file=file)
    if found.kept:
        return KEPT.format(file=file, kept=found.kept.name)
    return RESTORED_DONE.format(file=file)


# ``isu ny``: a new arbetsmapp.

NEW = """Gör en ny arbetsmapp för er grupp.

MAPP är den nya mappen. I den läggs filen isu.yaml med era inställningar och en
tom arbetsbok. Finns mappen redan ska den vara tom, eller bara ha er datafil och
kodbok i sig. Inget skrivs över. Anteckningsböckerna använder sedan den mappen.

Det du inte har skrivit får du frågor om: kommun, område, var mappen ska ligga
och var er datafil finns.

\b
Exempel:
  isu ny
  isu ny storaker --kommun Storåker --omrade "barn och unga"
  isu ny ../mappar/aldre --kommun Björkåsen --omrade LSS
"""
TOWN_HELP = "Kommunens namn på utskrifterna. Utan valet: mappens namn."
AREA_HELP = "Området som uppgifterna gäller."
NEW_DONE = "Klart: mappen {folder} finns nu, med isu.yaml och arbetsbok.yaml."
UNKNOWN = (
    "Området «{area}» känns inte igen, så frågorna blir de som gäller alla. "
    "Kända områden: {names}. Ändra i isu.yaml om något av dem passar."
)
NEXT = "Nästa steg: svara på frågorna om filen i start.ipynb innan ni lägger den i mappen."
FILE_HELP = "Er datafil. En kopia läggs i mappen."
BROUGHT = (
    "En kopia av {file} ligger i mappen. Originalet ligger kvar där det låg. "
    "Nästa steg: öppna start.ipynb och svara på frågorna om filen."
)
NO_DATA_FILE = (
    "«{file}» är ingen datafil. Väntade en fil som slutar på {suffixes}. "
    "Spara uttaget som Excel eller som textfil."
)
ASK_TOWN = "Vilken kommun gäller det? Den står på utskrifterna"
ASK_AREA, OTHER_AREA = "Vilket område gäller det?", "annat område"
ASK_PLACE, ASK_NAME = "Var ska er mapp ligga?", "Vad ska den heta?"
NO_RIGHT = (
    "I «{place}» får du inte spara. Väntade en plats där du får göra mappar. "
    "Välj en annan, till exempel Dokument."
)
ASK_FILE = "Var ligger er datafil? Tryck Enter om ni inte har någon än"
ASK_LEAVE = "Har ni klartecken att uppgifterna ligger på den här datorn?"
LATER = "Då väntar filen. I start.ipynb står vad som behöver vara klart först."


@isu.command(help=NEW, short_help="Gör en ny arbetsmapp.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP", required=False)
@click.option("--kommun", metavar="NAMN", help=TOWN_HELP)
@click.option("--omrade", metavar="OMRÅDE", help=AREA_HELP)
@click.option("--fil", metavar="FIL", help=FILE_HELP)
@click.pass_context
def ny(
    ctx: click.Context, mapp: str | None, kommun: str | None, omrade: str | None, fil: str | None
) -> int:
    """Make an arbetsmapp; what has not been told is asked for where somebody can answer."""
    from ..pages.folder import IN_USE, new_folder
    from ..run import remember

    if is_terminal():
        kommun, omrade = _town(kommun), _area(omrade)
        if not mapp:
            mapp, fil = _place(kommun), fil or _data()
    elif not mapp:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    if fil:
        _check_data(fil)
    folder = new_folder(Path(mapp.strip(QUOTES)), kommun=kommun or "", omrade=omrade or "")
    click.echo(NEW_DONE.format(folder=folder.name))
    _tell_area(omrade)
    told = _bring(fil, folder) if fil else NEXT
    remember(folder)
    for line in (IN_USE.format(folder=folder.name), told):
        click.echo(line)
    return 0


def _town(told: str | None) -> str:
    return ask(ASK_TOWN, may_skip=True) if told is None else told


def _area(told: str | None) -> str:
    if told is not None:
        return told
    names = [area.name for area in areas()]
    place = choose(ASK_AREA, [*names, OTHER_AREA])
    return names[place] if place < len(names) else ""


def _place(town: str) -> str:
    """Where the new folder is to be, asked until it can be made there."""
    place = Path(ask(ASK_PLACE, str(Path.home()), _check_place)).expanduser()
    name = ask(ASK_NAME, folded(town).replace(" ", "-"), lambda told: _check_name(place, told))
    return str(place / name)


def _check_place(told: str) -> None:
    from ..pages.folder import check_new

    place = Path(told).expanduser()
    check_new(place / "ny")
    if not os.access(place, os.W_OK):
        raise IsuError(NO_RIGHT.format(place=shown(place.name or told)))


def _check_name(place: Path, told: str) -> None:
    from ..pages.folder import FORBIDDEN, NO_NAME, check_new

    if set(told) & set(FORBIDDEN):
        raise IsuError(NO_NAME.format(characters=" ".join(FORBIDDEN)))
    check_new(place / told)


def _data() -> str:
    """The group's data file, where it has one that may be copied; else nothing."""
    file = ask(ASK_FILE, check=_check_data, may_skip=True)
    if file and not is_yes(ASK_LEAVE):
        click.echo(LATER)
        return ""
    return file


def _check_data(told: str) -> None:
    existing(told)
    file = Path(told).expanduser()
    if file.suffix.lower() not in DATA_SUFFIXES or not file.is_file():
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise IsuError(NO_DATA_FILE.format(file=file.name, suffixes=suffixes))


def _bring(fil: str, folder: Path) -> str:
    copy = copy_into(Path(fil).expanduser(), folder)
    tell_of_many(folder, copy.name)
    return BROUGHT.format(file=copy.name)


def _tell_area(omrade: str | None) -> None:
    if omrade and area_of(omrade) is None:
        click.echo(UNKNOWN.format(area=omrade, names=listing(a.name for a in areas())))


# ``isu rensa``: the people's records taken away.

CLEANUP = """Tar bort uppgifterna om personer när ni är klara.

MAPP är arbetsmappen. Datafiler, nycklar, formulär, urval, körda
anteckningsböcker och sidor som bara är för gruppen tas bort. Kodboken,
arbetsboken, sidorna och utlamning.json blir kvar, med en nyckel som inte säger
något om någon. Ni får se listan och svara ja eller nej först.

\b
Exempel:
  isu rensa minmapp
  isu rensa minmapp --ja
"""
YES_HELP = "Tar bort utan att fråga."
ASK, YES, NOTHING_GONE = "Ta bort? (ja/nej)", ("ja", "j"), "Inget togs bort."


@isu.command(help=CLEANUP, short_help="Tar bort uppgifterna efteråt.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--ja", is_flag=True, help=YES_HELP)
def rensa(mapp: str, ja: bool) -> int:
    """Take the people's records out of an arbetsmapp; 1 where some of them are still there."""
    from ..collect.cleanup import clean, lines_after, lines_before, plan_cleanup

    plan, failed = plan_cleanup(mapp), tuple[Path, ...]()
    click.echo("\n".join(lines_before(plan)))
    if plan.doomed:
        if not ja and click.prompt(ASK, prompt_suffix=" ").strip().casefold() not in YES:
            click.echo(NOTHING_GONE)
            return 0
        failed = clean(plan)
    click.echo("\n".join(lines_after(plan, failed)))
    return int(bool(failed))


# ``isu status``: how far the groups have come.

STATUS = """Visar hur långt grupperna har kommit.

MAPP är en arbetsmapp. Det kan också vara en mapp med flera arbetsmappar. Du får
en rad för varje grupp: var den är, när den skrev senast och vad som väntar på
hjälp. Inget av det de skrev visas.

Med --sida blir det en sida att ha framme under dagen. Den görs om av sig själv
tills du avslutar med Ctrl och C.

\b
Exempel:
  isu status storaker --detaljer
  isu status arbetsmappar
  isu status arbetsmappar --sida grupperna.html
"""
DETAILS_HELP = "Visar en rad för varje steg."
PAGE_HELP = "Filen som sidan skrivs i, till exempel grupperna.html."
ONCE_HELP = "Gör sidan en enda gång."
PAGE_DONE = "Öppna {file} i en webbläsare. Den görs om tills du håller ned Ctrl och trycker C."
PAGE_ONCE = "Klart: {file}."
NOT_A_PAGE = (
    "Sidan kan inte heta «{file}». Väntade ett namn som slutar på .html, så att webbläsaren kan "
    "öppna den. Skriv till exempel grupperna.html."
)


@isu.command(help=STATUS, short_help="Visar hur långt ni har kommit.", options_metavar="[VAL]")
@click.argument("mappar", nargs=-1, required=True, metavar="MAPP...")
@click.option("--detaljer", is_flag=True, help=DETAILS_HELP)
@click.option("--sida", metavar="FIL", help=PAGE_HELP)
@click.option("--en-gang", is_flag=True, help=ONCE_HELP)
def status(mappar: tuple[str, ...], detaljer: bool, sida: str | None, en_gang: bool) -> int:
    """Print how far the groups have come; 1 where a folder or a workbook can't be read."""
    from ..workbook import tell_status

    places = as_places(mappar)
    if not sida:
        return int(not tell_status(places, report=click.echo, complain=stop, is_detailed=detaljer))
    return _page(places, Path(sida), is_once=en_gang)


def _page(places: Sequence[str], path: Path, *, is_once: bool) -> int:
    from ..configuration import find_folder
    from ..workbook.overview import write_overview

    if path.suffix.lower() not in (".html", ".htm"):
        raise IsuError(NOT_A_PAGE.format(file=path.name))
    for place in places:
        find_folder(place)  # a page of nothing helps nobody
    told = PAGE_ONCE if is_once else PAGE_DONE
    write_overview(places, path, is_once=is_once, report=lambda f: click.echo(told.format(file=f)))
    return 0
