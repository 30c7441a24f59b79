"""YAML files that people write by hand: read with Swedish, line-numbered errors."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .errors import IsuError

NOT_TEXT = (
    "{file} går inte att läsa som text. Väntade en textfil i UTF-8. "
    "Spara om filen som UTF-8 i en textredigerare."
)
BROKEN = (
    "{file} rad {line}: texten följer inte formatet YAML. Väntade rader som «namn: värde». "
    "Titta efter indrag, kolon och citattecken på raden och på raden före."
)
NOT_A_MAP = (
    "{file}: hittade inga rader av formen «namn: värde». Väntade sådana rader. "
    "Jämför med en fil i en övningsmapp."
)


def read_mapping(path: Path, error: type[IsuError] = IsuError) -> CommentedMap:
    """The file's mapping, with line numbers kept; an empty file gives an empty one.

    Raises
    ------
    IsuError
        Of the kind given, when the file is not UTF-8, not YAML or not a mapping.
    """
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise error(NOT_TEXT.format(file=path.name)) from None
    except MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        line = mark.line + 1 if mark else 1
        raise error(BROKEN.format(file=path.name, line=line)) from None
    except YAMLError:
        raise error(BROKEN.format(file=path.name, line=1)) from None
    if data is None:
        return CommentedMap()
    if not isinstance(data, CommentedMap):
        raise error(NOT_A_MAP.format(file=path.name))
    return data


def line_of(mapping: CommentedMap, key: str | None = None) -> int:
    """The line in the file where a key, or the mapping itself, begins; 1 for the first."""
    if key is not None and key in mapping:
        return mapping.lc.key(key)[0] + 1
    return mapping.lc.line + 1
