"""Commands that write files: for collecting, for telling, for the course and to practise on."""

from pathlib import Path

import click

from ..configuration import project_root
from ..errors import IsuError
from ..wording import counted, listing
from .root import Whole, isu, near_path, tell_of_many

# ``isu dokument``: a Word file and slides of what a group has written.

DOCUMENT = """Gör ett underlag i Word och bilder av det ni har skrivit.

MAPP är en arbetsmapp med arbetsbok och datafil. Underlaget har fyra steg: vad
ni ser, varför, vad det leder till, och vad ni föreslår. Bilderna öppnas i en
webbläsare och kräver inget nät. Små tal är dolda i båda.

Utan --ut görs båda filerna. Ändra sedan i Word som ni vill.

\b
Exempel:
  isu dokument storaker
  isu dokument storaker --ut till_namnden.docx
  isu dokument storaker --ut bilder.html
"""
DOCUMENT_OUT_HELP = (
    "Filen som skrivs. Slutar namnet på .docx blir det Word, på .html blir det bilder. Utan "
    "valet: underlag.docx och bilder.html i mappen ut."
)
DOCUMENT_OVER_HELP = "Skriver över filer som redan finns, också dem ni har ändrat i."
WRITTEN = "Klart: {file}"
MANY = (
    "Mappen «{folder}» har flera arbetsmappar i sig. Väntade en. Skriv namnet på en av dem, "
    "till exempel {first}."
)


@isu.command(
    help=DOCUMENT, short_help="Gör ett underlag i Word och bilder.", options_metavar="[VAL]"
)
@click.argument("mapp", metavar="MAPP")
@click.option("--ut", metavar="FIL", help=DOCUMENT_OUT_HELP)
@click.option("--skriv-over", is_flag=True, help=DOCUMENT_OVER_HELP)
def dokument(mapp: str, ut: str | None, skriv_over: bool) -> int:
    """Write the document, the slides, or both."""
    from ..publish import LETTER, SLIDES, read_folder, write_report

    folder = _only(mapp)
    paths = [Path(ut)] if ut else [Path("ut") / folder.name / name for name in (LETTER, SLIDES)]
    chosen, records = read_folder(folder)
    for path in paths:
        written = write_report(chosen, records, path, overwrite=skriv_over)
        click.echo(WRITTEN.format(file=near_path(written)))
    return 0


def _only(mapp: str) -> Path:
    """The one arbetsmapp that is meant."""
    from ..publish.runner import expand

    found = expand(mapp)
    if len(found) > 1:
        raise IsuError(MANY.format(folder=Path(mapp).name, first=found[0].name))
    return found[0]


# ``isu exempel``: an arbetsmapp with made-up people.

EXAMPLE = """Gör en arbetsmapp att öva med. Personerna i den är påhittade.

MAPP är den nya mappen. Finns den redan ska den vara tom. Har ni en egen
kodbok kan ni öva på den, innan ni har samlat in något.

\b
Exempel:
  isu exempel ovning
  isu exempel ovning --omrade skadligt_bruk --antal 40
  isu exempel ovning --kodbok kodbok.yaml --antal 60 --fro 1
"""
AREA_HELP = "Området som exemplet gäller. Utan valet: det första som finns."
BOOK_HELP = "En egen kodbok. Då blir svaren slump, utan inlagda skillnader."
COUNT_HELP = "Hur många personer det ska vara."
SEED_HELP = "Ett heltal. Samma tal ger samma personer."
FILLED_HELP = "Ta med en arbetsbok som en påhittad grupp har skrivit i."
ONE_OF_TWO = (
    "Både --omrade och --kodbok är angivna. Väntade ett av dem. "
    "Välj ett färdigt område eller er egen kodbok."
)
NOBODY = (
    "Både --ifylld och --kodbok är angivna. Väntade ett av dem, för ingen har skrivit i en "
    "arbetsbok till er kodbok. Utelämna --ifylld."
)
EXAMPLE_DONE = "Klart: {files} i mappen {folder}. Nästa steg: isu handouts {folder}"


@isu.command(help=EXAMPLE, short_help="Gör en arbetsmapp att öva med.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--omrade", metavar="NAMN", help=AREA_HELP)
@click.option("--kodbok", metavar="FIL", help=BOOK_HELP)
@click.option("--antal", type=Whole(), metavar="TAL", help=COUNT_HELP)
@click.option("--fro", type=Whole(), metavar="TAL", help=SEED_HELP)
@click.option("--ifylld", is_flag=True, help=FILLED_HELP)
def exempel(
    mapp: str, omrade: str | None, kodbok: str | None, antal: int | None, fro: int | None,
    ifylld: bool,
) -> int:  # fmt: skip
    """Write an arbetsmapp with made-up people."""
    from ..example import names, write_example, write_example_from

    if omrade and kodbok:
        raise IsuError(ONE_OF_TWO)
    if ifylld and kodbok:
        raise IsuError(NOBODY)
    if kodbok:
        files = write_example_from(Path(kodbok), Path(mapp), people=antal, seed=fro)
    else:
        name = omrade or names()[0]
        files = write_example(Path(mapp), name, people=antal, seed=fro, is_filled=ifylld)
    click.echo(EXAMPLE_DONE.format(files=listing(f.name for f in files), folder=mapp))
    return 0


# ``isu insamling``: the collection form of a codebook.

FORM = """Gör ett Excel-formulär att samla in uppgifter i.

KODBOK är er kodbok, eller en arbetsmapp med en kodbok.yaml i. Formuläret har
en kolumn för varje fråga, listor att välja svar i och ett blad som förklarar.
Kodboken följer med i filen, så programmet känner igen den när den är ifylld.

\b
Exempel:
  isu insamling kodbok.yaml
  isu insamling minmapp --ut vintern.xlsx --rader 2000
"""
FORM_OUT_HELP = "Formulärets namn. Utan valet: insamling.xlsx bredvid kodboken."
ROWS_HELP = "Hur många rader det ska finnas plats för. Utan valet: 1000."
FORM_DONE = "Klart: {file}. Fyll i bladet Registrera. Nästa steg: isu kontrollera {file}"
NO_ROWS = "Värdet för --rader är {rows}. Väntade ett heltal från 1 till {most}. Ändra talet."


@isu.command(help=FORM, short_help="Gör ett formulär att samla in i.", options_metavar="[VAL]")
@click.argument("kodbok", metavar="KODBOK")
@click.option("--ut", metavar="FIL", help=FORM_OUT_HELP)
@click.option("--rader", type=Whole(), default=1000, metavar="TAL", help=ROWS_HELP)
def insamling(kodbok: str, ut: str | None, rader: int) -> int:
    """Write the collection form of a codebook."""
    from ..collect import MOST_ROWS, codebook_path, write_form

    if not 1 <= rader <= MOST_ROWS:
        raise IsuError(NO_ROWS.format(rows=rader, most=MOST_ROWS))
    source = codebook_path(Path(kodbok))
    path = write_form(source, Path(ut) if ut else source.parent / "insamling.xlsx", rows=rader)
    click.echo(FORM_DONE.format(file=near_path(path)))
    tell_of_many(path.parent, path.name)
    return 0


# ``isu kontrollera``: how a file is understood.

CHECK = """Visar hur er datafil tolkas, innan ni börjar.

FIL är en datafil eller en arbetsmapp. Ni ser hur många personer filen har, hur
kolumnerna tolkas, vad som är tveksamt och vad ni gör härnäst. Inga svar visas.

\b
Exempel:
  isu kontrollera minmapp
  isu kontrollera uttag.xlsx --kodbok kodbok.yaml
"""
CHECK_BOOK_HELP = "Kodboken. Utan valet: den i mappen, i formuläret, eller ett förslag."


@isu.command(help=CHECK, short_help="Visar hur er datafil tolkas.", options_metavar="[VAL]")
@click.argument("fil", metavar="FIL")
@click.option("--kodbok", metavar="FIL", help=CHECK_BOOK_HELP)
def kontrollera(fil: str, kodbok: str | None) -> int:
    """Print how a file was understood."""
    from ..collect.check import check_lines, read_for_check

    for line in check_lines(read_for_check(fil, kodbok)):
        click.echo(line)
    return 0


# ``isu kurs``: the trainer's material for a course.

COURSE = """Gör materialet till en utbildning: inbjudan, program, bilder och handledning.

Allt blir sidor att läsa i en webbläsare. Inbjudan, programmen och handledningen
blir också Wordfiler, och bilderna en PowerPointfil för varje tillfälle. Dem
ändrar du som du vill.

Upplägg att välja mellan: tva_dagar, tva_dagar_med_bilagan, tre_dagar och
fyra_halvdagar. På nätet får varje pass fem minuter mer i timmen.

Det du inte vet än kan du lämna. Då står det till exempel «Datum kommer».

\b
Exempel:
  isu kurs --datum 2027-02-09 --datum2 2027-06-01 --plats "Umeå"
  isu kurs --datum 2027-02-09 --starttid 09.00 --utbildare "Anna Ek"
  isu kurs --upplagg fyra_halvdagar --pa-natet --ut var_utbildning
"""
WAY_HELP = "Hur utbildningen hålls. Utan valet: tva_dagar."
DAY_HELP = "Första dagen, som år-månad-dag."
DAY2_HELP = "Andra dagen, som år-månad-dag."
DAY3_HELP = "Tredje dagen, om upplägget har en."
DAY4_HELP = "Fjärde dagen, om upplägget har en."
PLACE_HELP = "Lokal och ort. På nätet: vilket mötesrum."
START_HELP = "När dagarna börjar. Utan valet: 08.30."
WHO_HELP = "Du eller ni som utbildar."
LAST_HELP = "Sista dagen att anmäla sig."
CONTACT_HELP = "Vart anmälan skickas, till exempel en e-postadress."
ONLINE_HELP = "Dagarna hålls på nätet."
COURSE_OUT_HELP = "Mappen som filerna läggs i. Utan valet: kurs."
COURSE_OVER_HELP = "Skriver över filer som redan finns, också dem du har ändrat i."
COURSE_DONE = "Klart: {files}. Öppna {index} i en webbläsare."


@isu.command(help=COURSE, short_help="Gör material till utbildaren.", options_metavar="[VAL]")
@click.option("--upplagg", metavar="NAMN", help=WAY_HELP)
@click.option("--datum", metavar="DAG", help=DAY_HELP)
@click.option("--datum2", metavar="DAG", help=DAY2_HELP)
@click.option("--datum3", metavar="DAG", help=DAY3_HELP)
@click.option("--datum4", metavar="DAG", help=DAY4_HELP)
@click.option("--plats", metavar="ORD", help=PLACE_HELP)
@click.option("--starttid", metavar="TID", help=START_HELP)
@click.option("--utbildare", metavar="NAMN", help=WHO_HELP)
@click.option("--sista-dag", metavar="DAG", help=LAST_HELP)
@click.option("--kontakt", metavar="ORD", help=CONTACT_HELP)
@click.option("--pa-natet", is_flag=True, help=ONLINE_HELP)
@click.option("--ut", default="kurs", metavar="MAPP", help=COURSE_OUT_HELP)
@click.option("--skriv-over", is_flag=True, help=COURSE_OVER_HELP)
def kurs(ut: str, skriv_over: bool, **facts: str | bool | None) -> int:
    """Write the material of a course."""
    from ..course import render_course

    files = render_course(ut, report=click.echo, overwrite=skriv_over, **facts)
    made = counted(len(files), "fil", "filer")
    click.echo(COURSE_DONE.format(files=made, index=files[0].as_posix()))
    return 0


# ``isu enkat``: surveys of staff, and their answers compiled.

SURVEY = """Gör en enkät till personal, eller sammanställer svaren.

SLAG är forutsattningar (vad som finns och saknas, för medarbetare och chefer)
eller utvardering (av utbildningen). MAPP blir en mapp med ett formulär i Excel
att skicka som fil. Ingen länk behövs, och ingen skriver sitt namn.

När svaren har kommit lägger du filerna i mappen svar och skriver sammanstall i
stället för SLAG. Då blir det en sida, där små tal är dolda.

\b
Exempel:
  isu enkat forutsattningar enkat_2027
  isu enkat sammanstall enkat_2027
"""
SURVEY_TOWN_HELP = "Namnet som ska stå på sidan. Utan valet: mappens namn."
SURVEY_OUT_HELP = "Mappen som sidan läggs i. Utan valet: ut."
SURVEY_DONE = (
    "Klart: skicka {form}. Lägg svaren i {folder} och skriv: isu enkat sammanstall {mapp}"
)
COMPILED = "Klart: öppna {page} i en webbläsare."
COMPILE = "sammanstall"


@isu.command(help=SURVEY, short_help="Gör en enkät till personal.", options_metavar="[VAL]")
@click.argument("slag", metavar="SLAG")
@click.argument("mapp", metavar="MAPP")
@click.option("--kommun", default="", metavar="NAMN", help=SURVEY_TOWN_HELP)
@click.option("--ut", default="ut", metavar="MAPP", help=SURVEY_OUT_HELP)
def enkat(slag: str, mapp: str, kommun: str, ut: str) -> int:
    """Make the form of a survey, or the page of its answers."""
    from ..course.survey import ANSWERS, compile_survey, make_survey

    if slag == COMPILE:
        page = compile_survey(mapp, ut, report=click.echo)
        click.echo(COMPILED.format(page=near_path(page)))
        return 0
    form = make_survey(slag, mapp, kommun=kommun)[-1]
    answers = near_path(form.parent / ANSWERS)
    click.echo(SURVEY_DONE.format(form=near_path(form), folder=answers, mapp=mapp))
    return 0


# ``isu kodbok``: a ready codebook for a file that comes back from a national follow-up.

PROFILE = """Lägger en färdig kodbok i en arbetsmapp.

PROFIL är nuso_delstudie1 (avslutade utredningar) eller nuso_delstudie2
(insatser utan bistånd), för en kommun som har fått tillbaka sina rådata från
NUSO. MAPP är er arbetsmapp. Finns den inte görs den.

Kodboken följer SKR:s öppna beskrivning. De verkliga kolumnnamnen har vi inte
sett, så det som inte känns igen parar ni ihop själva, en gång, i
anteckningsboken Återblick.

\b
Exempel:
  isu kodbok nuso_delstudie2 nuso
  isu kodbok nuso_delstudie1 utredningar
"""
BOOK_NAME, SETTINGS_NAME = "kodbok.yaml", "isu.yaml"
HAS_BOOK = (
    "Mappen «{folder}» har redan filen {file}. Väntade en mapp utan kodbok, för att er egen inte "
    "ska gå förlorad. Välj en annan mapp, eller flytta filen först."
)
PROFILE_DONE = (
    "Klart: {file}, med {count}. Nästa steg: lägg er fil i mappen när ni har klartecken, och para "
    "ihop kolumnerna med kodboken i anteckningsboken Återblick."
)


@isu.command(help=PROFILE, short_help="Lägger en färdig kodbok i mappen.", options_metavar="[VAL]")
@click.argument("profil", metavar="PROFIL")
@click.argument("mapp", metavar="MAPP")
def kodbok(profil: str, mapp: str) -> int:
    """Write a ready codebook, in a new arbetsmapp where there is none."""
    from ..codebook.profiles import area_of_profile, profile
    from ..pages.folder import new_folder

    book, folder = profile(profil), Path(mapp)
    path = folder / BOOK_NAME
    if path.exists():
        raise IsuError(HAS_BOOK.format(folder=folder.name, file=path.name))
    if not (folder / SETTINGS_NAME).exists():
        new_folder(folder, omrade=area_of_profile(profil))
    book.write(path)
    count = counted(len(book.variables), "variabel", "variabler")
    click.echo(PROFILE_DONE.format(file=near_path(path), count=count))
    return 0


# ``isu ovningar``: the exercises for participants, without the answers.

EXERCISES = """Gör en mapp med övningarna, utan lösningar.

MAPP är den nya mappen. Varje övning är en anteckningsbok. Öppna den i
JupyterLab, läs och svara. Svaret prövas direkt och du får veta varför.

Lösningarna finns i originalen, som utbildaren har.

\b
Exempel:
  isu ovningar ovningar
  isu ovningar grupp1 --skriv-over
"""
EXERCISES_OVER_HELP = "Skriver över övningar som redan finns i mappen."
EXERCISES_DONE = "Klart: {files} i mappen {folder}."
TAKEN = (
    "I mappen «{folder}» finns redan «{file}». Väntade en mapp utan övningar, för att inget som "
    "någon har skrivit ska gå förlorat. Välj en annan mapp, eller lägg till --skriv-over."
)


@isu.command(help=EXERCISES, short_help="Gör övningarna utan lösningar.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--skriv-over", is_flag=True, help=EXERCISES_OVER_HELP)
def ovningar(mapp: str, skriv_over: bool) -> int:
    """Write the participants' copies of the exercises."""
    from ..exercises import write_copies

    source, out = project_root() / "exercises", Path(mapp)
    taken = [p.name for p in source.glob("*.ipynb") if (out / p.name).exists()]
    if taken and not skriv_over:
        raise IsuError(TAKEN.format(folder=out.name, file=sorted(taken)[0]))
    files = write_copies(source, out)
    click.echo(EXERCISES_DONE.format(files=counted(len(files), "övning", "övningar"), folder=mapp))
    return 0


# ``isu urval``: a review sample of case files.

REVIEW = """Drar ett urval av akter att läsa, lika många av varje kön.

FIL är en datafil eller en arbetsmapp. Ni får en läslista i Excel med radernas
nummer i filen. Samma frö ger samma rader. Ingen person kommer med två gånger.

\b
Exempel:
  isu urval minmapp
  isu urval uttag.xlsx --per kön --antal 40 --fro 1 --aven ålder
"""
PER_HELP = "Variabeln som det ska bli lika många av. Utan valet: kön."
SAMPLE_COUNT_HELP = "Hur många rader det ska bli. Utan valet: 40."
SAMPLE_SEED_HELP = "Ett heltal. Samma tal ger samma rader. Utan valet: 1."
ALSO_HELP = "En variabel till, som urvalet ska spegla. Får anges flera gånger."
SAMPLE_OUT_HELP = "Läslistans namn. Utan valet: urval.xlsx bredvid datafilen."
SAMPLE_DONE = "Läslistan finns i {file}."


@isu.command(help=REVIEW, short_help="Drar ett urval av akter att läsa.", options_metavar="[VAL]")
@click.argument("fil", metavar="FIL")
@click.option("--per", default="kön", metavar="NAMN", help=PER_HELP)
@click.option("--antal", type=Whole(), default=40, metavar="TAL", help=SAMPLE_COUNT_HELP)
@click.option("--fro", type=Whole(), default=1, metavar="TAL", help=SAMPLE_SEED_HELP)
@click.option("--aven", multiple=True, metavar="NAMN", help=ALSO_HELP)
@click.option("--kodbok", metavar="FIL", help=CHECK_BOOK_HELP)
@click.option("--ut", metavar="FIL", help=SAMPLE_OUT_HELP)
def urval(
    fil: str, per: str, antal: int, fro: int, aven: tuple[str, ...], kodbok: str | None,
    ut: str | None,
) -> int:  # fmt: skip
    """Write the reading list of a review sample."""
    from ..collect.check import data_file, read_for_check
    from ..collect.review import draw_review_sample, write_sample

    sample = draw_review_sample(read_for_check(fil, kodbok), per, antal, fro, aven)
    source = data_file(fil)
    path = write_sample(sample, Path(ut) if ut else source.with_name("urval.xlsx"))
    for line in (*sample.notes, SAMPLE_DONE.format(file=near_path(path))):
        click.echo(line)
    tell_of_many(path.parent, source.name)
    return 0
