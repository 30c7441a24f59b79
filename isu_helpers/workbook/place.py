"""Where a workbook's file lies."""

from pathlib import Path

from ..configuration import find_folder, read_settings_file

FILE = "arbetsbok.yaml"


def path_of(place: str | Path | None) -> Path:
    """The file of a workbook: itself, or as the arbetsmapp's isu.yaml says."""
    if place is not None and Path(place).suffix.lower() in (".yaml", ".yml"):
        return Path(place).absolute()
    folder = find_folder(place)
    return folder / str(read_settings_file(folder).get("arbetsbok") or FILE)
