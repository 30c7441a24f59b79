"""``isu paket`` and ``isu webb``: the program for computers where nothing may be installed."""

from pathlib import Path

import click

from ..errors import IsuError
from .root import isu, near_path

# ``isu paket``: a zip for Windows.

PACKAGE = """Gör en zip-fil för en Windowsdator där inget får hämtas från nätet.

I filen ligger programmet och allt det behöver, anteckningsböckerna och en fil att
dubbelklicka på. Datorn behöver ha Python, men varken nät eller någon som är
administratör. LAS_MIG.txt i filen säger hur ni gör, och vad ni gör utan Python.

Du som gör filen behöver nät, eller en mapp med färdiga hjul. Filen är inte
provkörd på Windows av den som skrev programmet.

\b
Exempel:
  isu paket
  isu paket --python 3.12 --ut isu_windows.zip
  isu paket --hjul hjulen
"""
PYTHON_HELP = "Versionen av Python på datorn som filen är till. Utan valet: 3.12."
PACKAGE_OUT_HELP = "Filen som skrivs. Utan valet: isu_windows.zip."
WHEELS_HELP = "En mapp med färdiga hjul för Windows. Då hämtas inget från nätet."
PACKAGE_DONE = (
    "Klart: {file} med {count} paket, {size} MB. Lägg filen på Windowsdatorn, packa upp den och "
    "dubbelklicka på starta.cmd. Prova den på en dator först, för den är inte provkörd på Windows."
)
NOT_A_ZIP = (
    "Filen kan inte heta «{file}». Väntade ett namn som slutar på .zip. "
    "Skriv till exempel isu_windows.zip."
)
MEGABYTE = 1_000_000  # bytes


@isu.command(help=PACKAGE, short_help="Gör en zip-fil för Windows.", options_metavar="[VAL]")
@click.option("--python", default="3.12", metavar="VERSION", help=PYTHON_HELP)
@click.option("--ut", default="isu_windows.zip", metavar="FIL", help=PACKAGE_OUT_HELP)
@click.option("--hjul", metavar="MAPP", help=WHEELS_HELP)
def paket(python: str, ut: str, hjul: str | None) -> int:
    """Write a zip with the program and all that it needs on Windows."""
    from ..configuration import find_folder
    from ..desk.package import target_of, write_package

    path = Path(ut)
    if path.suffix.lower() != ".zip":
        raise IsuError(NOT_A_ZIP.format(file=path.name))
    target, source = target_of(python), find_folder(hjul) if hjul else None
    count, size = write_package(path, target, source=source, report=click.echo)
    told = {"file": near_path(path), "count": count, "size": round(size / MEGABYTE)}
    click.echo(PACKAGE_DONE.format(**told))
    return 0


# ``isu webb``: the collection as a site.

SITE = """Gör anteckningsböckerna till en webbplats som körs i webbläsaren.

Det är till för en region eller kommun med en egen webbserver. Den som öppnar
sidan behöver inte installera något, och uppgifterna lämnar aldrig den datorn.

MAPP är mappen med Pyodide, alltså Python för webbläsare. Fattas något står det
vad. Med --adress hämtas det som fattas, och varje fil prövas mot sin
kontrollsumma. Adressen står på Pyodides egen webbplats.

Lägg sedan mappen webb på webbservern. Den måste svara med https, annars kan
sidorna inte läsa filer.

\b
Exempel:
  isu webb pyodide
  isu webb pyodide --adress https://exempel.se/pyodide/full --ut webb
"""
ADDRESS_HELP = "Adressen som de filer som fattas hämtas från."
SITE_OUT_HELP = "Mappen som webbplatsen skrivs i. Utan valet: webb."
PLAIN_HELP = "En mapp med hjul som gäller för alla datorer, programmets eget bland dem."
FORCED_HELP = "Bygger också när filer fattas. Då går sidorna att läsa men inte att räkna i."
FETCHES = "Hämtar det som fattas:"
SITE_DONE = (
    "Klart: webbplatsen finns i {folder}, {size} MB. Lägg mappen på en webbserver som svarar med "
    "https, och låt folk öppna {begins}. På sidan {clear} tar den som delar dator bort det som "
    "ligger kvar i webbläsaren."
)


@isu.command(help=SITE, short_help="Gör en webbplats av alltihop.", options_metavar="[VAL]")
@click.argument("pyodide", metavar="MAPP")
@click.option("--adress", metavar="ADRESS", help=ADDRESS_HELP)
@click.option("--ut", default="webb", metavar="MAPP", help=SITE_OUT_HELP)
@click.option("--hjul", metavar="MAPP", help=PLAIN_HELP)
@click.option("--anda", is_flag=True, help=FORCED_HELP)
def webb(pyodide: str, adress: str | None, ut: str, hjul: str | None, anda: bool) -> int:
    """Build the site."""
    from ..configuration import find_folder
    from ..desk.site import BEGINS, CLEAR, build_site, check_files, check_installed, fetch_files

    check_installed()
    folder, out = Path(pyodide), Path(ut)
    if adress:
        click.echo(FETCHES)
        fetch_files(folder, adress, click.echo)
    if not anda:
        check_files(folder, click.echo)
    size = build_site(out, folder, wheels=find_folder(hjul) if hjul else None, report=click.echo)
    told = {
        "folder": near_path(out),
        "size": round(size / MEGABYTE),
        "begins": BEGINS,
        "clear": CLEAR,
    }
    click.echo(SITE_DONE.format(**told))
    return 0
