"""What notebook cells use: the analyst's names, and what a group meets besides tables.

Each name is loaded when it is first used.
"""

from importlib import import_module

import isu_helpers

_PLACES = {
    "analysis": ("breakdowns", "criteria", "flows", "medians", "trends", "waiting_times"),
    "analysis.units": ("units",),
    "desk.settings_cell": ("given",),
    "elsewhere.rates": ("rates",),
    "forms": ("look_over", "note_list", "written"),
    "pages.builder": ("variable_builder",),
    "pages.checks": ("codebook_checks",),
    "pages.collecting": ("collection_signs",),
    "pages.editing": ("codebook_form",),
    "pages.explore": ("explorer",),
    "pages.observations": ("findings",),
    "pages.folder": ("choose_folder", "folder_banner"),
    "pages.clearance": ("gate", "removal"),
    "pages.mapping": ("file_mapping",),
    "pages.offers": ("collection_form", "practice_run", "reading_list"),
    "pages.plan": ("calendar_file", "plan_page"),
    "pages.proposals": ("action_list",),
    "pages.reflecting": ("reflections",),
    "pages.sizes": ("how_many",),
    "pages.start": ("concepts", "four_steps", "our_codebook", "read_more", "reasons"),
    "pages.worked": ("worked_example",),
    "publish.presentation": ("presentation",),
    "show": (
        "bearing", "comparison", "hidden_report", "overview", "quality", "same_here",
    ),
}  # fmt: skip

__all__ = sorted({*isu_helpers.__all__, *(name for names in _PLACES.values() for name in names)})


def __getattr__(name: str) -> object:
    if name in isu_helpers.__all__:
        return getattr(isu_helpers, name)
    place = next((place for place, names in _PLACES.items() if name in names), None)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"isu_helpers.{place}"), name)


def __dir__() -> list[str]:
    return __all__
