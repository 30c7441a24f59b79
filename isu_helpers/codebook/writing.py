"""kodbok.yaml as text: each variable as a row, guesses as comments, what is default left out."""

from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from .file import SWITCHES, WORDS
from .variable import NO, YES, Option, Variable

WIDTH = 100
DEFAULTS = Variable("")

PROPOSED_HEAD = """Kodbok: vad varje kolumn i er datafil betyder.
Den här är ett förslag som programmet har gjort ur filen. Gissningar är märkta.
Rätta det som är fel och kör igen. Ta bort filen om ni vill ha ett nytt förslag.

enhet: vad en rad i datafilen är, person eller ärende
typ: ja/nej, val, flerval, skala (svar i ordning), tal, datum eller text (läses inte in)
roll: kön, bakgrund, behov, bedömning, samtycke, delaktighet, insats, resultat, personnyckel,
      tid eller övrigt (visas inte)
alternativ: svaren, och inom [ ] andra sätt att skriva dem i filen
tillfalle: start eller uppföljning, och par är samma fråga vid det andra tillfället
galler_om: frågan ställs bara till dem som svarat så på en annan, som {beviljad insats: Ja}
minst_ett: ja, om alla som svarat på en flerval har kryssat för något
battre: hogre eller lagre, om ett högre eller ett lägre svar är bättre
reliabilitet: instrumentets reliabilitet, mellan 0 och 1, om ni känner till den
klasser: var talen delas. 20, 40 ger: under 20, 20–39 och 40 eller mer
ur: personnummer betyder att kön eller ålder räknas fram ur personnumren i kolumnen
flerval: flera svar i en cell med ; eller , emellan, eller en kolumn för varje svar
"""


def to_yaml(variables: tuple[Variable, ...], unit: str, *, is_proposed: bool = False) -> str:
    """The text of a kodbok.yaml, guesses as comments."""
    rows = CommentedSeq([row_of(v) for v in variables])
    for i, variable in enumerate(variables):
        if variable.guess:
            rows.yaml_set_comment_before_after_key(i, before=variable.guess, indent=2)
    data = CommentedMap({"enhet": unit, "variabler": rows})
    if is_proposed:
        data.yaml_set_start_comment(PROPOSED_HEAD)
    return dumped(data)


def dumped(data: CommentedMap) -> str:
    """The text of any part of a codebook."""
    out, yaml = StringIO(), YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = WIDTH
    yaml.dump(data, out)
    return out.getvalue()


def row_of(variable: Variable) -> CommentedMap:
    """A variable as a row of kodbok.yaml."""
    texts = {name: getattr(variable, field) for name, field in WORDS.items()}
    row = CommentedMap({"namn": _quoted(variable.name)})
    columns = variable.columns or (variable.name,)
    if columns != (variable.name,):
        written = [_quoted(c) for c in columns]
        row["kolumn"] = written[0] if len(written) == 1 else written
    if variable.taken_from:
        row["ur"] = variable.taken_from
    row.update({k: _quoted(text) for k, text in texts.items() if text})
    row["typ"], row["roll"] = variable.kind, variable.role
    row.update(_answers(variable))
    return row


def _answers(variable: Variable) -> dict[str, object]:
    """What a row says of the answers, and of what they serve."""
    is_plain = variable.options in ((), (YES, NO))
    found = {
        "alternativ": None if is_plain else [_option_row(o) for o in variable.options],
        "klasser": _flow(variable.classes) if variable.classes else None,
        "decimaler": variable.decimals or None,
        "tillfalle": variable.occasion or None,
        "par": _quoted(variable.pair) if variable.pair else None,
        "galler_om": _asked_if(variable) if variable.asked_if else None,
        "battre": variable.better or None,
        "reliabilitet": variable.reliability or None,
        "kriterium": variable.criterion or None,
    }
    for name, field in SWITCHES.items():
        value = getattr(variable, field)
        found[name] = None if value == getattr(DEFAULTS, field) else "ja" if value else "nej"
    return {name: value for name, value in found.items() if value is not None}


def _asked_if(variable: Variable) -> CommentedMap:
    name, answers = variable.asked_if
    words = [_quoted(answer) for answer in answers]
    return CommentedMap({_quoted(name): words[0] if len(words) == 1 else _flow(tuple(words))})


def _option_row(option: Option) -> object:
    name = _quoted(option.name)
    return {name: _flow(tuple(map(_quoted, option.synonyms)))} if option.synonyms else name


def _quoted(text: str) -> str:
    """The text in quotation marks where it begins with a sign that YAML may take for its own."""
    return text if text[:1].isalnum() else DoubleQuotedScalarString(text)


def _flow(items: tuple) -> CommentedSeq:
    seq = CommentedSeq(items)
    seq.fa.set_flow_style()
    return seq
