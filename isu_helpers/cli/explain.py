"""One Swedish line for whatever stops a command."""

import os
from pathlib import Path

import click

from ..errors import IsuError
from .kinds import SEE_HELP, near

STOP = "Stopp: {text}"
UNEXPECTED = (
    "Programmet stannade av ett fel som det inte kände igen ({kind}). Väntade att kunna gå "
    "vidare. Försök igen. Hjälper det inte, visa den här raden för den som sköter programmet."
)
NO_OPTION = "Valet «{name}» finns inte. {hint}"
NO_VALUE = "Valet «{name}» saknar ett värde. Väntade ett ord efter det. {hint}"
MISSING = "Det fattas något: {name}. {hint}"
BAD_VALUE = "Värdet för {name} går inte att använda. {hint}"
NOT_UNDERSTOOD = "Raden gick inte att förstå. Väntade: {usage}. {hint}"
NO_FILE = "Filen «{file}» gick inte att läsa eller skriva ({kind}). Kontrollera namnet och mappen."


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
        hint = near(error.option_name, _options(error.ctx)) or hint
        return NO_OPTION.format(name=error.option_name, hint=hint)
    if isinstance(error, click.BadOptionUsage):
        return NO_VALUE.format(name=error.option_name, hint=hint)
    if isinstance(error, click.BadParameter):
        name = _param_name(error)
        text = MISSING if isinstance(error, click.MissingParameter) else BAD_VALUE
        return text.format(name=name, hint=hint)
    usage = error.ctx.get_usage().partition(": ")[2] if error.ctx else "isu KOMMANDO"
    return NOT_UNDERSTOOD.format(usage=usage, hint=hint)


def _options(ctx: click.Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [name for param in params for name in param.opts if name.startswith("--")]


def _param_name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return (error.param.metavar or "").rstrip(".") if error.param else ""


def stop(text: str) -> None:
    """Tell on standard error what stopped a command."""
    click.echo(STOP.format(text=text), err=True)
