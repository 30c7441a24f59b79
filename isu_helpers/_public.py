"""The public names, and the one place where results learn to show themselves."""

from .acting import action_list
from .analysis import (
    breakdown,
    breakdowns,
    change,
    criteria,
    explain_difference,
    flow,
    flows,
    goals,
    opinions,
    trend,
    trends,
)
from .analysis.result import show_with
from .beginning import (
    choose_folder,
    concepts,
    folder_banner,
    four_steps,
    gate,
    our_codebook,
    removal,
)
from .codebook import Codebook
from .collecting import collection_signs
from .disclosure import Release, protect
from .errors import IsuError
from .explore import explorer
from .explore.findings import findings
from .form import write_form
from .forms import look_over, note_list, written
from .intake import read_records
from .planning import (
    calendar_file,
    codebook_checks,
    collection_form,
    file_mapping,
    how_many,
    plan_page,
    practice_run,
    reading_list,
    variable_builder,
)
from .presenting import presentation
from .prompts import prompt
from .records import Records
from .reflecting import reflections
from .review import draw_review_sample
from .run import settings
from .settings_cell import given
from .show import bearing, bundle, comparison, hidden_report, overview, quality, same_here
from .workbook import Workbook

show_with(bundle)
