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
MEGABYTE = 1_000_000


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
