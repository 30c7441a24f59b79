"""``isu handouts``: pages and tables to hand out."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from ..errors import IsuError
from ..wording import counted
from .root import as_places, isu, stop

HANDOUTS = """Gör sidor att lämna ut: först en sida, sedan de fyra stegen.

MAPP är en arbetsmapp med er datafil. Det kan också vara en mapp med flera
arbetsmappar i. Då får varje arbetsmapp sina egna sidor. Små tal är dolda.
Alla tabeller läggs också i tabeller.xlsx, som kan öppnas i Excel.

Sidorna för den som läser börjar med en_sida.html. Gruppens egna sidor, en för
varje anteckningsbok, läggs i mappen arbetsbok bredvid.

Det som visas skrivs upp i filen utlamning.json i arbetsmappen. Låt den ligga
kvar. Nästa gång väljs talen så att ingen kan jämföra gamla och nya sidor och
räkna ut små tal.

Det ni själva har skrivit läses också. Stycken som kan peka ut någon tas bort, och ni får
veta vilka. Har ni läst stycket och ser att det är ofarligt? Ge då rutan taggen
far-lamnas-ut.

Är mapparna flera visar lage.html hur det står till med var och en. Den sidan är för den som
håller ihop grupperna, och läggs i mappen ut_utbildare bredvid ut, så att den inte lämnas ut.

Med --samlad läggs läsarens sidor också i en enda fil, samlad.html, som är lätt att
skicka. Finns filen redan görs den om när sidorna görs om.

Med --gemensam görs också sidor för alla mappar tillsammans, till exempel för en region.
Kommuner visas var för sig bara där de är stora nog. Vad grupperna själva har skrivit är
inte med. Det som visas gemensamt väljs så att inget dolt tal kan räknas ut av den som har
alla mappars sidor. Sedan visas inga nya slags tabeller om samma personer. Regionens egna
inställningar och texter kan ligga i mappen gemensam, bredvid arbetsmapparna.

Har bara få personer ändrats sedan sist gäller de gamla sidorna. Med --anda görs
nya ändå, och då döljs fler tal.

Kör ni en gång till görs bara det om som har ändrats: era uppgifter, kodboken,
arbetsboken, inställningarna eller en anteckningsbok.

\b
Exempel:
  isu handouts storaker
  isu handouts data/sample --ut sidor
  isu handouts storaker --tidigare storaker_i_fjol
  isu handouts storaker --for lasaren --pdf
  isu handouts storaker --samlad
  isu handouts storaker --bara-i-gruppen
  isu handouts arbetsmappar --for lasaren --gemensam
  isu handouts arbetsmappar --dask tcp://dator:8786
"""
FOR_HELP = (
    "Gör bara sidorna för den som läser (lasaren) eller bara gruppens egna (gruppen). Utan valet "
    "görs båda."
)
PDF_HELP = (
    "Skriver också ut läsarens sidor som PDF, med en webbläsare som finns på datorn. Med --for "
    "gruppen gruppens."
)
BOUND_HELP = "Lägger också läsarens sidor i en enda fil för varje mapp: samlad.html."
OUT_HELP = "Mappen som sidorna läggs i. Utan valet: ut."
EARLIER_HELP = (
    "En tidigare utlämning om samma personer: filen utlamning.json eller mappen den ligger i. Får "
    "anges flera gånger."
)
GROUP_HELP = (
    "Skriver i stället sidor och tabeller med alla tal synliga. De är för er som redan får se "
    "uppgifterna, och får inte spridas."
)
MINUTES_HELP = "Så många minuter får en mapp ta. Sedan avbryts den. Utan valet: 60."
DASK_HELP = (
    "Låter en Dask-schemaläggares datorer göra sidorna. De måste nå mapparna på samma sökväg. "
    "Bara sökvägarna skickas dit, och sidorna kommer tillbaka."
)
COMMON_HELP = "Gör också sidor för alla mappar tillsammans, i mappen gemensam."
ANEW_HELP = "Gör om alla sidor, också dem som inte har ändrats."
FORCED_HELP = (
    "Gör nya sidor också när bara få personer har ändrats sedan de förra. Då döljs fler tal."
)
HANDOUTS_DONE = "Klart: {pages} att lämna ut. Öppna {index} i en webbläsare."
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
@click.option("--for", "for_", type=click.Choice(["lasaren", "gruppen"]), help=FOR_HELP)
@click.option("--pdf", is_flag=True, help=PDF_HELP)
@click.option("--samlad", is_flag=True, help=BOUND_HELP)
@click.option("--gemensam", is_flag=True, help=COMMON_HELP)
@click.option("--dask", default="", metavar="ADRESS", help=DASK_HELP)
@click.option("--minuter", type=int, default=60, metavar="ANTAL", help=MINUTES_HELP)
def handouts(
    mappar: tuple[str, ...],
    ut: str,
    tidigare: tuple[str, ...],
    bara_i_gruppen: bool,
    gor_om: bool,
    anda: bool,
    for_: str | None,
    pdf: bool,
    samlad: bool,
    gemensam: bool,
    dask: str,
    minuter: int,
) -> int:
    """Write the handouts of the folders; 1 where any of them failed."""
    from ..publish import EDITIONS, cores, dask_at, hush, render_handouts

    if tidigare and bara_i_gruppen:
        raise IsuError(ONE_OR_OTHER)
    hush()
    with dask_at(dask) if dask else nullcontext() as executor:
        outcomes = render_handouts(
            as_places(mappar),
            ut,
            report=click.echo,
            complain=stop,
            earlier=tidigare,
            skydd=not bara_i_gruppen,
            is_anew=gor_om,
            is_forced=anda,
            is_packed=True,
            editions=(for_,) if for_ else EDITIONS,
            is_printed=pdf,
            is_bound=samlad,
            at_once=cores(),
            minutes=max(minuter, 1),
            executor=executor,
            is_common=gemensam,
        )
    files = [Path(file) for outcome in outcomes for file in outcome.files]
    if files:
        click.echo(_group_done(files, ut) if bara_i_gruppen else _done(files, ut))
    return int(any(outcome.problem for outcome in outcomes))


def _done(files: Sequence[Path], ut: str) -> str:
    """What is told when pages have been written."""
    pages = counted(sum(f.suffix == ".html" for f in files), "sida", "sidor")
    return HANDOUTS_DONE.format(pages=pages, index=(Path(ut) / "index.html").as_posix())


def _group_done(files: Sequence[Path], ut: str) -> str:
    return GROUP_DONE.format(files=counted(len(files), "fil", "filer"), folder=Path(ut).as_posix())
