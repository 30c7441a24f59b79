"""``file_mapping``: which column of the group's file each question is read from."""

from dataclasses import dataclass, replace
from functools import cached_property

from ipywidgets import HTML, VBox
from markupsafe import Markup

from ..codebook import KEY, SEX, Codebook, Variable, key_of
from ..collect.check import ABSENT, check_lines
from ..content import render
from ..errors import IsuError, ManySheetsError
from ..forms import Page, each, panel, warned
from ..records import Records, propose_codebook, safe_header
from ..records.columns import FOUND, HELD_BACK, NOT_IN_CODEBOOK
from ..records.headers import sex_rank
from ..records.read import raw_table
from ..records.workbook_parts import may_hide_rows
from ..run import Run
from ..workbook.codebooks import keep
from .draft import Draft, basics, open_draft
from .filtered import asked_of_hidden
from .joining import SHEETS, Workbench, wide
from .lost import LostFiles, which_sheet
from .offers import records_of, run_settings

CAPTION = "Så hör kolumnerna i filen ihop med kodboken"
HEADS = ("Kolumn i filen", "Variabel i kodboken")
NO_FILE = (
    "Mappen har ingen datafil. Har ni ett uttag ur ert system? Lägg det i mappen och läs in "
    "sidan igen, så ser ni här hur kolumnerna hör ihop med kodboken."
)
NO_VARIABLE, NO_HEADER = "ingen (läses inte in)", "saknas i filen"
NOT_READ = "{title} (läses inte in: fri text, eller kan peka ut någon)"
ASK_OF_SEX = "Stäm av: filen säger inte vilket svar som är vilket kön."
REPORT = "Bara för er i gruppen: så lästes filen"


@dataclass(frozen=True)
class Pair:
    """A column of the file and what is read from it, in words; one of them may be wanting."""

    header: str
    variable: str


class FileMapping(Page):
    """The columns of the run's data file beside the questions of its codebook.

    On the screen it is a workbench, in a handout a table without counts and answers.

    Parameters
    ----------
    only_open
        Whether nothing is shown where nothing is to be settled, and never in a handout.
    """

    def __init__(self, chosen: Run, *, only_open: bool = False) -> None:
        self.chosen, self.only_open = chosen, only_open

    def __repr__(self) -> str:
        return "" if self.only_open else CAPTION

    @cached_property
    def records(self) -> Records | None:
        """What was read; None where there is no file.

        Raises
        ------
        IsuError
            In Swedish, when the file or the codebook can't be used.
        """
        return records_of(self.chosen)

    @property
    def html(self) -> Markup:
        """The table, or why there is none."""
        if self.only_open:
            return Markup()
        try:
            if self.records is None:
                return each([NO_FILE])
            rows = [(safe_header(p.header), p.variable) for p in pairs_of(self.records)]
        except IsuError as e:
            return warned(e)
        return render("pages/mapping", "pairs", caption=CAPTION, heads=HEADS, rows=rows)

    def widget(self) -> VBox | None:
        """The workbench; where there is no codebook to work at, the table.

        Under it stands the report of the reading, which is for the group alone.
        """
        draft = open_draft(self.chosen)
        try:
            self.chosen.look_again()
            if not self.chosen.is_practice:
                keep(self.chosen.kodbok)  # one that people have brought is nowhere else
            self.lost = LostFiles(self.chosen, draft.tell_later, is_told=self.only_open)
            self.bench = self._bench()
        except IsuError as e:
            if isinstance(e, ManySheetsError):
                return which_sheet(e, self.chosen)
            return None if self.only_open else VBox([wide(panel(warned(e), sheets=SHEETS))])
        files = [*self.lost.parts, *self._hidden(draft)]
        if self.only_open:
            bench = self.bench if self.bench and self.bench.is_worth_showing else None
            parts = [*files, *([bench.widget] if bench else [])]
            return VBox(parts) if parts else None
        table = [self.bench.widget] if self.bench else [wide(panel(self.html, sheets=SHEETS))]
        return VBox([*files, *table, *self._report()])

    def _hidden(self, draft: Draft) -> list[VBox]:
        """A question about rows that a filter hides, where the file has any."""
        run = self.chosen
        if run.datafil is None or run.dolda_rader is not None or not may_hide_rows(run.datafil):
            return []
        asked = asked_of_hidden(run, self.records, draft.tell_later)
        return [asked] if asked else []

    def _bench(self) -> Workbench | None:
        """A place to work in; None without a file and a codebook of the group's own."""
        run = self.chosen
        if run.datafil is None or run.is_practice:
            return None
        if not run.kodbok.is_file() and (self.lost.parts or not self._ask_of_sex()):
            return None
        return Workbench(run, open_draft(run))

    def _ask_of_sex(self) -> bool:
        """A proposal with a question of sex to settle, where the file does not say which is which.

        False where the file tells of sex by itself, so that it is proposed when it is read.
        """
        run = self.chosen
        if run.datafil is None:
            return False
        table = raw_table(run.datafil)
        proposed = propose_codebook(table)
        if run.konsvariabel or proposed.with_role(SEX):
            return False
        open_draft(run).begins = with_sex_asked(proposed, run.omrade)
        return True

    def _report(self) -> list[HTML]:
        try:
            lines = check_lines(self.records) if self.records is not None else []
        except IsuError:
            return []
        return [wide(render("pages/mapping", "report", head=REPORT, lines=lines))]


def file_mapping(*, only_open: bool = False) -> FileMapping:
    """How the columns of the run's data file belong with its codebook, and a form to mend it.

    Nothing is written until a button is pressed.

    Parameters
    ----------
    only_open
        Whether nothing is shown where nothing is to be settled.

    Returns
    -------
    FileMapping
        A row a column of the file or variable without one; a line where there is no file, or it
        can't be read.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> file_mapping()
    Så hör kolumnerna i filen ihop med kodboken
    """
    return FileMapping(run_settings(), only_open=only_open)


def with_sex_asked(proposed: Codebook, omrade: str) -> Codebook:
    """A proposal that has sex, in the column that is called so or in none, with its two answers.

    Examples
    --------
    >>> book = Codebook((Variable("Kön (kod)", ("Kön (kod)",)), Variable("Insats")))
    >>> sex = with_sex_asked(book, "barn och unga").with_role(SEX)[0]
    >>> sex.columns, sex.categories
    (('Kön (kod)',), ('Flicka', 'Pojke'))
    """
    [made] = [v for v in basics(omrade) if v.role == SEX]
    ranked = sorted(proposed, key=lambda v: -sex_rank(v.name))
    called = [v for v in ranked[:1] if sex_rank(v.name) and v.role != KEY]
    columns = called[0].columns or (called[0].name,) if called else (made.name,)
    gone = {key_of(made.name), *(key_of(v.name) for v in called)}
    rest = tuple(v for v in proposed if key_of(v.name) not in gone)
    sex = replace(made, columns=columns, guess=ASK_OF_SEX)
    return replace(proposed, variables=(sex, *rest))


def pairs_of(records: Records) -> list[Pair]:
    """Each column with its variable, then variables without a column, then columns without one."""
    told = {(r.column, r.text) for r in records.report}
    absent = {column for column, text in told if text.startswith(ABSENT)}
    written = records.codebook.without_parts()
    found = [_pair(v, told) for v in written if v.name not in absent]
    wanting = [Pair(NO_HEADER, v.title) for v in written if v.name in absent]
    idle = [Pair(r.column, NO_VARIABLE) for r in records.report if r.text == NOT_IN_CODEBOOK]
    return [*found, *wanting, *idle]


def _pair(variable: Variable, told: set[tuple[str, str]]) -> Pair:
    """A variable with the column that it was found in: its own, or that of its label."""
    header = variable.columns[0] if variable.columns else variable.name
    if (variable.name, FOUND.format(header=safe_header(variable.label))) in told:
        header = variable.label
    is_held = (safe_header(variable.name), HELD_BACK) in told
    return Pair(header, NOT_READ.format(title=variable.title) if is_held else variable.title)
