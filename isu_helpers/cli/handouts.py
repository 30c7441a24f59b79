"""``isu handouts``: pages and tables to hand out."""

from collections.abc import Sequence
from pathlib import Path

import click

from ..errors import IsuError
from ..wording import counted
from .explain import stop
from .root import isu

HANDOUTS = """Gör sidor att lämna ut, en för varje anteckningsbok.

MAPP är en arbetsmapp med er datafil. Det kan också vara en mapp med flera
arbetsmappar i. Då får varje arbetsmapp sina egna sidor. Små tal är dolda.
Alla tabeller läggs också i tabeller.xlsx, som kan öppnas i Excel.

Det som visas skrivs upp i filen utlamning.json i arbetsmappen. Låt den ligga
kvar. Nästa gång väljs talen så att ingen kan jämföra gamla och nya sidor och
räkna ut små tal.

Det ni själva har skrivit läses också. Stycken som kan peka ut någon tas bort, och ni får
veta vilka. Har ni läst stycket och ser att det är ofarligt? Ge då rutan taggen
far-lamnas-ut.

Har bara få personer ändrats sedan sist gäller de gamla sidorna. Med --anda görs
nya ändå, och då döljs fler tal.

Kör ni en gång till görs bara det om som har ändrats: era uppgifter, kodboken,
arbetsboken, inställningarna eller en anteckningsbok.

\b
Exempel:
  isu handouts storaker
  isu handouts data/sample --ut sidor
  isu handouts storaker --tidigare storaker_i_fjol
  isu handouts storaker --bara-i-gruppen
"""
OUT_HELP = "Mappen som sidorna läggs i. Utan valet: ut."
EARLIER_HELP = (
    "En tidigare utlämning om samma personer: filen utlamning.json eller mappen den ligger i. Får "
    "anges flera gånger."
)
GROUP_HELP = (
    "Skriver i stället sidor och tabeller med alla tal synliga. De är för er som redan får se "
    "uppgifterna, och får inte spridas."
)
ANEW_HELP = "Gör om alla sidor, också dem som inte har ändrats."
FORCED_HELP = (
    "Gör nya sidor också när bara få personer har ändrats sedan de förra. Då döljs fler tal."
)
DONE = "Klart: {pages} att lämna ut. Öppna {index} i en webbläsare."
GROUP_DONE = "Klart: {files} bara för er i gruppen, i mappen {folder}. De får inte spridas."
ONE_OR_OTHER = (
    "Både --tidigare och --bara-i-gruppen är angivna. Väntade ett av dem, för sidor som stannar i "
    "gruppen jämförs inte med något. Ta bort det ena."
)


@isu.command(help=HANDOUTS, short_help="Gör sidor att lämna ut.", options_metavar="[VAL]")
@click.argument("mappar", nargs=-1, required=True, metavar="MAPP...")
@click.option("--ut", default="ut", metavar="MAPP", help=OUT_HELP)
@click.option("--tidigare", multiple=True, metavar="MAPP|FIL", help=EARLIER_HELP)
@click.option("--bara-i-gruppen", is_flag=True, help=GROUP_HELP)
@click.option("--gor-om", is_flag=True, help=ANEW_HELP)
@click.option("--anda", is_flag=True, help=FORCED_HELP)
def handouts(
    mappar: tuple[str, ...],
    ut: str,
    tidigare: tuple[str, ...],
    bara_i_gruppen: bool,
    gor_om: bool,
    anda: bool,
) -> int:
    """Write the handouts of the folders; 1 where any of them failed."""
    from ..handouts import cores, hush, render_handouts

    if tidigare and bara_i_gruppen:
        raise IsuError(ONE_OR_OTHER)
    hush()
    outcomes = render_handouts(
        mappar,
        ut,
        report=click.echo,
        complain=stop,
        earlier=tidigare,
        skydd=not bara_i_gruppen,
        is_anew=gor_om,
        is_forced=anda,
        at_once=cores(),
    )
    files = [Path(file) for outcome in outcomes for file in outcome.files]
    if files:
        click.echo(_group_done(files, ut) if bara_i_gruppen else _done(files, ut))
    return int(any(outcome.problem for outcome in outcomes))


def _done(files: Sequence[Path], ut: str) -> str:
    """What is told when pages have been written."""
    pages = counted(sum(f.suffix == ".html" for f in files), "sida", "sidor")
    return DONE.format(pages=pages, index=(Path(ut) / "index.html").as_posix())


def _group_done(files: Sequence[Path], ut: str) -> str:
    return GROUP_DONE.format(files=counted(len(files), "fil", "filer"), folder=Path(ut).as_posix())
