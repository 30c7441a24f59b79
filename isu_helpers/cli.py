"""The command ``isu``: arguments and exit status. All that a user meets is in Swedish."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import click

from .errors import IsuError
from .wording import counted, listing

TRACE = "ISU_FELSOK"

ABOUT = """Från era egna uppgifter till sidor att lämna ut.

Skriv «isu KOMMANDO --help» för att läsa om ett kommando.

\b
Exempel:
  isu exempel ovning
  isu handouts ovning
"""
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

\b
Exempel:
  isu handouts storaker
  isu handouts data/sample --ut sidor
  isu handouts storaker --tidigare storaker_i_fjol
  isu handouts storaker --bara-i-gruppen
"""
EXAMPLE = """Gör en arbetsmapp att öva med. Personerna i den är påhittade.

MAPP är den nya mappen. Finns den redan ska den vara tom. Har ni en egen
kodbok kan ni öva på den, innan ni har samlat in något.

\b
Exempel:
  isu exempel ovning
  isu exempel ovning --omrade skadligt_bruk --antal 40
  isu exempel ovning --kodbok kodbok.yaml --antal 60 --fro 1
"""
FORM = """Gör ett Excel-formulär att samla in uppgifter i.

KODBOK är er kodbok, eller en arbetsmapp med en kodbok.yaml i. Formuläret har
en kolumn för varje fråga, listor att välja svar i och ett blad som förklarar.
Kodboken följer med i filen, så programmet känner igen den när den är ifylld.

\b
Exempel:
  isu insamling kodbok.yaml
  isu insamling minmapp --ut vintern.xlsx --rader 2000
"""
CHECK = """Visar hur er datafil tolkas, innan ni börjar.

FIL är en datafil eller en arbetsmapp. Ni ser hur många personer filen har, hur
kolumnerna tolkas, vad som är tveksamt och vad ni gör härnäst. Inga svar visas.

\b
Exempel:
  isu kontrollera minmapp
  isu kontrollera uttag.xlsx --kodbok kodbok.yaml
"""
REVIEW = """Drar ett urval av akter att läsa, lika många av varje kön.

FIL är en datafil eller en arbetsmapp. Ni får en läslista i Excel med radernas
nummer i filen. Samma frö ger samma rader. Ingen person kommer med två gånger.

\b
Exempel:
  isu urval minmapp
  isu urval uttag.xlsx --per kön --antal 40 --fro 1 --aven ålder
"""
CLEANUP = """Tar bort uppgifterna om personer när ni är klara.

MAPP är arbetsmappen. Datafiler, nycklar, formulär, urval, körda
anteckningsböcker och sidor som bara är för gruppen tas bort. Kodboken,
arbetsboken, sidorna och utlamning.json blir kvar. Ni får se listan och svara ja
eller nej först.

\b
Exempel:
  isu rensa minmapp
  isu rensa minmapp --ja
"""
STATUS = """Visar hur långt grupperna har kommit.

MAPP är en arbetsmapp. Det kan också vara en mapp med flera arbetsmappar. Du får
en rad för varje steg: hur många frågor gruppen har besvarat, när den sparade
senast och om något är skrivet på två sätt. Inget av det de skrev visas.

\b
Exempel:
  isu status storaker
  isu status arbetsmappar
"""
FORM_OUT_HELP = "Formulärets namn. Utan valet: insamling.xlsx bredvid kodboken."
ROWS_HELP = "Hur många rader det ska finnas plats för. Utan valet: 1000."
CHECK_BOOK_HELP = "Kodboken. Utan valet: den i mappen, i formuläret, eller ett förslag."
PER_HELP = "Variabeln som det ska bli lika många av. Utan valet: kön."
SAMPLE_COUNT_HELP = "Hur många rader det ska bli. Utan valet: 40."
SAMPLE_SEED_HELP = "Ett heltal. Samma tal ger samma rader. Utan valet: 1."
ALSO_HELP = "En variabel till, som urvalet ska spegla. Får anges flera gånger."
SAMPLE_OUT_HELP = "Läslistans namn. Utan valet: urval.xlsx bredvid datafilen."
YES_HELP = "Tar bort utan att fråga."
OUT_HELP = "Mappen som sidorna läggs i. Utan valet: ut."
EARLIER_HELP = (
    "En tidigare utlämning om samma personer: filen utlamning.json eller mappen den ligger i. Får "
    "anges flera gånger."
)
GROUP_HELP = (
    "Skriver i stället sidor och tabeller med alla tal synliga. De är för er som redan får se "
    "uppgifterna, och får inte spridas."
)
AREA_HELP = "Området som exemplet gäller. Utan valet: det första som finns."
BOOK_HELP = "En egen kodbok. Då blir svaren slump, utan inlagda skillnader."
COUNT_HELP = "Hur många personer det ska vara."
SEED_HELP = "Ett heltal. Samma tal ger samma personer."
HELP_HELP = "Visar den här hjälpen."

STOP = "Stopp: {text}"
ABORTED = "Avbrutet."
UNEXPECTED = (
    "Programmet stannade av ett fel som det inte kände igen ({kind}). Väntade att kunna gå "
    "vidare. Försök igen. Hjälper det inte, visa den här raden för den som sköter programmet."
)
NO_COMMAND = "Kommandot «{name}» finns inte. Väntade {names}. {hint}"
NO_OPTION = "Valet «{name}» finns inte. {hint}"
NO_VALUE = "Valet «{name}» saknar ett värde. Väntade ett ord efter det. {hint}"
MISSING = "Det fattas något: {name}. {hint}"
BAD_VALUE = "Värdet för {name} går inte att använda. {hint}"
NOT_UNDERSTOOD = "Raden gick inte att förstå. Väntade: {usage}. {hint}"
NEAR = "Menade du «{name}»?"
SEE_HELP = "Skriv «{command} --help» för att se hur det ska vara."
NOT_WHOLE = (
    "Värdet «{value}» för {name} är inget heltal. Väntade ett tal utan decimaler. "
    "Skriv till exempel «{name} 40»."
)
NO_FILE = "Filen «{file}» gick inte att läsa eller skriva ({kind}). Kontrollera namnet och mappen."
DONE = "Klart: {pages} att lämna ut. Öppna {index} i en webbläsare."
GROUP_DONE = "Klart: {files} bara för er i gruppen, i mappen {folder}. De får inte spridas."
ONE_OR_OTHER = (
    "Både --tidigare och --bara-i-gruppen är angivna. Väntade ett av dem, för sidor som stannar i "
    "gruppen jämförs inte med något. Ta bort det ena."
)
ONE_OF_TWO = (
    "Både --omrade och --kodbok är angivna. Väntade ett av dem. "
    "Välj ett färdigt område eller er egen kodbok."
)
FORM_DONE = "Klart: {file}. Fyll i bladet Registrera. Nästa steg: isu kontrollera {file}"
SAMPLE_DONE = "Läslistan finns i {file}."
MANY_DATA = (
    "I mappen finns nu flera filer som kan vara er datafil. Skriv i isu.yaml vilken som gäller, "
    "till exempel «datafil: {file}»."
)
NO_ROWS = "Värdet för --rader är {rows}. Väntade ett heltal från 1 till {most}. Ändra talet."
ASK, YES, NOTHING_GONE = "Ta bort? (ja/nej)", ("ja", "j"), "Inget togs bort."
EXAMPLE_DONE = "Klart: {files} i mappen {folder}. Nästa steg: isu handouts {folder}"


class Command(click.Command):
    """A command whose help is in Swedish."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is written."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Användning: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("Val"):
            formatter.write_dl([record for record in records if record])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option:
            option.help = HELP_HELP
        return option


class Group(Command, click.Group):
    """A group of commands whose help, and whose refusals, are in Swedish."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        super().format_options(ctx, formatter)
        rows = [(n, self.commands[n].get_short_help_str(60)) for n in self.list_commands(ctx)]
        with formatter.section("Kommandon"):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple:
        """The command that the first word names.

        Raises
        ------
        IsuError
            In Swedish, when there is none.
        """
        if args[0] not in self.commands:
            names = self.list_commands(ctx)
            hint = _near(args[0], names) or SEE_HELP.format(command=ctx.command_path)
            names = listing(names, "eller")
            raise IsuError(NO_COMMAND.format(name=args[0], names=names, hint=hint))
        return super().resolve_command(ctx, args)


class Whole(click.ParamType):
    """A whole number."""

    name = "tal"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number that the word says."""
        try:
            return int(str(value))
        except ValueError:
            raise IsuError(NOT_WHOLE.format(value=value, name=param.opts[-1])) from None


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


@click.group(
    cls=Group,
    help=ABOUT,
    invoke_without_command=True,
    context_settings=SETTINGS,
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
)
@click.pass_context
def isu(ctx: click.Context) -> None:
    """Show the help where no command is given."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@isu.command(help=HANDOUTS, short_help="Gör sidor att lämna ut.", options_metavar="[VAL]")
@click.argument("mappar", nargs=-1, required=True, metavar="MAPP...")
@click.option("--ut", default="ut", metavar="MAPP", help=OUT_HELP)
@click.option("--tidigare", multiple=True, metavar="MAPP|FIL", help=EARLIER_HELP)
@click.option("--bara-i-gruppen", is_flag=True, help=GROUP_HELP)
def handouts(
    mappar: tuple[str, ...], ut: str, tidigare: tuple[str, ...], bara_i_gruppen: bool
) -> int:
    """Write the handouts of the folders; 1 where any of them failed."""
    from .handouts import render_handouts

    if tidigare and bara_i_gruppen:
        raise IsuError(ONE_OR_OTHER)
    outcomes = render_handouts(
        mappar, ut, report=click.echo, complain=_stop, earlier=tidigare, skydd=not bara_i_gruppen
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


@isu.command(help=EXAMPLE, short_help="Gör en arbetsmapp att öva med.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--omrade", metavar="NAMN", help=AREA_HELP)
@click.option("--kodbok", metavar="FIL", help=BOOK_HELP)
@click.option("--antal", type=Whole(), metavar="TAL", help=COUNT_HELP)
@click.option("--fro", type=Whole(), metavar="TAL", help=SEED_HELP)
def exempel(
    mapp: str, omrade: str | None, kodbok: str | None, antal: int | None, fro: int | None
) -> int:
    """Write an arbetsmapp with made-up people."""
    from .example import names, write_example, write_example_from

    if omrade and kodbok:
        raise IsuError(ONE_OF_TWO)
    if kodbok:
        files = write_example_from(Path(kodbok), Path(mapp), people=antal, seed=fro)
    else:
        files = write_example(Path(mapp), omrade or names()[0], people=antal, seed=fro)
    click.echo(EXAMPLE_DONE.format(files=listing(f.name for f in files), folder=mapp))
    return 0


@isu.command(help=FORM, short_help="Gör ett formulär att samla in i.", options_metavar="[VAL]")
@click.argument("kodbok", metavar="KODBOK")
@click.option("--ut", metavar="FIL", help=FORM_OUT_HELP)
@click.option("--rader", type=Whole(), default=1000, metavar="TAL", help=ROWS_HELP)
def insamling(kodbok: str, ut: str | None, rader: int) -> int:
    """Write the collection form of a codebook."""
    from .form import MOST_ROWS, codebook_path, write_form

    if not 1 <= rader <= MOST_ROWS:
        raise IsuError(NO_ROWS.format(rows=rader, most=MOST_ROWS))
    source = codebook_path(Path(kodbok))
    path = write_form(source, Path(ut) if ut else source.parent / "insamling.xlsx", rows=rader)
    click.echo(FORM_DONE.format(file=_near_path(path)))
    _tell_of_many(path.parent, path.name)
    return 0


@isu.command(help=CHECK, short_help="Visar hur er datafil tolkas.", options_metavar="[VAL]")
@click.argument("fil", metavar="FIL")
@click.option("--kodbok", metavar="FIL", help=CHECK_BOOK_HELP)
def kontrollera(fil: str, kodbok: str | None) -> int:
    """Print how a file was understood."""
    from .check import check_lines, read_for_check

    for line in check_lines(read_for_check(fil, kodbok)):
        click.echo(line)
    return 0


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
    from .check import data_file, read_for_check
    from .review import draw_review_sample, write_sample

    sample = draw_review_sample(read_for_check(fil, kodbok), per, antal, fro, aven)
    source = data_file(fil)
    path = write_sample(sample, Path(ut) if ut else source.with_name("urval.xlsx"))
    for line in (*sample.notes, SAMPLE_DONE.format(file=_near_path(path))):
        click.echo(line)
    _tell_of_many(path.parent, source.name)
    return 0


@isu.command(help=CLEANUP, short_help="Tar bort uppgifterna efteråt.", options_metavar="[VAL]")
@click.argument("mapp", metavar="MAPP")
@click.option("--ja", is_flag=True, help=YES_HELP)
def rensa(mapp: str, ja: bool) -> int:
    """Take the people's records out of an arbetsmapp; 1 where some of them are still there."""
    from .cleanup import clean, lines_after, lines_before, plan_cleanup

    plan, failed = plan_cleanup(mapp), ()
    click.echo("\n".join(lines_before(plan)))
    if plan.doomed:
        if not ja and click.prompt(ASK, prompt_suffix=" ").strip().casefold() not in YES:
            click.echo(NOTHING_GONE)
            return 0
        failed = clean(plan)
    click.echo("\n".join(lines_after(plan, failed)))
    return int(bool(failed))


@isu.command(help=STATUS, short_help="Visar hur långt ni har kommit.", options_metavar="[VAL]")
@click.argument("mappar", nargs=-1, required=True, metavar="MAPP...")
def status(mappar: tuple[str, ...]) -> int:
    """Print how far the groups have come; 1 where a folder or a workbook can't be read."""
    from .workbook import tell_status

    return int(not tell_status(mappar, report=click.echo, complain=_stop))


def main(args: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 where all went well, else 1."""
    _mend_streams()
    is_traced = os.environ.get(TRACE) == "1"
    if not is_traced:  # an interrupted run would log tracebacks with the notebook's data
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    try:
        status = isu.main(
            list(sys.argv[1:] if args is None else args), prog_name="isu", standalone_mode=False
        )
        return status if isinstance(status, int) else 0
    except (click.Abort, KeyboardInterrupt):
        click.echo(ABORTED, err=True)
    except Exception as e:
        if is_traced:
            traceback.print_exc()
        _stop(explain(e))
    return 1


def explain(error: Exception) -> str:
    """The Swedish line that tells of an error."""
    if isinstance(error, IsuError):
        return " ".join(str(error).split())
    if isinstance(error, click.UsageError):
        return _explain_usage(error)
    kind = type(error).__name__
    if isinstance(error, (OSError, click.FileError)) and error.filename:
        return NO_FILE.format(file=Path(os.fsdecode(error.filename)).name, kind=kind)
    return UNEXPECTED.format(kind=kind)


def _explain_usage(error: click.UsageError) -> str:
    hint = SEE_HELP.format(command=error.ctx.command_path if error.ctx else "isu")
    if isinstance(error, click.NoSuchOption):
        near = _near(error.option_name, _options(error.ctx))
        return NO_OPTION.format(name=error.option_name, hint=near or hint)
    if isinstance(error, click.BadOptionUsage):
        return NO_VALUE.format(name=error.option_name, hint=hint)
    if isinstance(error, click.BadParameter):
        name = _param_name(error)
        text = MISSING if isinstance(error, click.MissingParameter) else BAD_VALUE
        return text.format(name=name, hint=hint)
    usage = error.ctx.get_usage().partition(": ")[2] if error.ctx else "isu KOMMANDO"
    return NOT_UNDERSTOOD.format(usage=usage, hint=hint)


def _near_path(path: Path) -> str:
    """The path from here, where the file lies below."""
    with suppress(ValueError):
        return path.relative_to(Path.cwd()).as_posix()
    return path.as_posix()


def _tell_of_many(folder: Path, file: str) -> None:
    """Tell what to write in isu.yaml where a new file made the data file uncertain."""
    from .configuration import find_data_file, read_settings_file

    with suppress(IsuError):
        if "datafil" in read_settings_file(folder):
            return
    try:
        find_data_file(folder)
    except IsuError:
        click.echo(MANY_DATA.format(file=file))


def _options(ctx: click.Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [name for param in params for name in param.opts if name.startswith("--")]


def _param_name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return (error.param.metavar or "").rstrip(".") if error.param else ""


def _near(name: str, known: Sequence[str]) -> str:
    found = get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    return NEAR.format(name=found[0]) if found else ""


def _stop(text: str) -> None:
    click.echo(STOP.format(text=text), err=True)


def _mend_streams() -> None:
    """Let no character stop the program in a console that lacks å, ä and ö."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            is_ascii = (stream.encoding or "ascii").lower().replace("-", "") in (
                "ascii",
                "usascii",
            )
            stream.reconfigure(encoding="utf-8" if is_ascii else None, errors="replace")
