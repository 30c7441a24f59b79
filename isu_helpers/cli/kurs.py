"""``isu kurs``: the trainer's material for a course."""

import click

from ..wording import counted
from .root import isu

COURSE = """Gör materialet till en utbildning: inbjudan, program, bilder och handledning.

Allt blir sidor att läsa i en webbläsare. Inbjudan, programmen och handledningen
blir också Wordfiler, och bilderna en PowerPointfil för varje dag. Dem ändrar
du som du vill.

Det du inte vet än kan du lämna. Då står det till exempel «Datum kommer».

\b
Exempel:
  isu kurs --datum 2027-02-09 --datum2 2027-06-01 --plats "Umeå"
  isu kurs --datum 2027-02-09 --starttid 09.00 --utbildare "Anna Ek"
  isu kurs --pa-natet --ut var_utbildning
"""
DAY_HELP = "Dag 1, som år-månad-dag."
DAY2_HELP = "Dag 2, som år-månad-dag."
PLACE_HELP = "Lokal och ort. På nätet: vilket mötesrum."
START_HELP = "När båda dagarna börjar. Utan valet: 08.30."
WHO_HELP = "Du eller ni som utbildar."
LAST_HELP = "Sista dagen att anmäla sig."
CONTACT_HELP = "Vart anmälan skickas, till exempel en e-postadress."
ONLINE_HELP = "Dagarna hålls på nätet."
OUT_HELP = "Mappen som filerna läggs i. Utan valet: kurs."
OVER_HELP = "Skriver över filer som redan finns, också dem du har ändrat i."
DONE = "Klart: {files}. Öppna {index} i en webbläsare."


@isu.command(help=COURSE, short_help="Gör material till utbildaren.", options_metavar="[VAL]")
@click.option("--datum", metavar="DAG", help=DAY_HELP)
@click.option("--datum2", metavar="DAG", help=DAY2_HELP)
@click.option("--plats", metavar="ORD", help=PLACE_HELP)
@click.option("--starttid", metavar="TID", help=START_HELP)
@click.option("--utbildare", metavar="NAMN", help=WHO_HELP)
@click.option("--sista-dag", metavar="DAG", help=LAST_HELP)
@click.option("--kontakt", metavar="ORD", help=CONTACT_HELP)
@click.option("--pa-natet", is_flag=True, help=ONLINE_HELP)
@click.option("--ut", default="kurs", metavar="MAPP", help=OUT_HELP)
@click.option("--skriv-over", is_flag=True, help=OVER_HELP)
def kurs(ut: str, skriv_over: bool, **facts: str | bool | None) -> int:
    """Write the material of a course."""
    from ..course import render_course

    files = render_course(ut, report=click.echo, overwrite=skriv_over, **facts)
    click.echo(DONE.format(files=counted(len(files), "fil", "filer"), index=files[0].as_posix()))
    return 0
