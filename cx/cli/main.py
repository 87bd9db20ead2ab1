"""The `cx` command: its words, and how a mistake is told (one message on stderr, no traceback)."""

from __future__ import annotations

import logging
import sys

import click

from cx import events
from cx.cli import checking, customers, data, figures, job, mappings, marks, reporting, serving, views
from cx.errors import CxError, DamagedError, UsageError
from cx.language import LANGUAGES, _, speak
from cx.language.terminal import line
from cx.language.text import SOURCE, SPOKEN
from cx.store.home import home
from cx.store.versions import served, stood_in

log = logging.getLogger(__name__)
WRONG_USE = 2
REFUSED = 1
SLIP = (
    "a mistake in the program ({name}); your data are as they were. Please report it, with what “cx --debug” and the "
    "same words print."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cx-dashboard", prog_name="cx")
@click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    default=SOURCE,
    envvar=SPOKEN,
    show_envvar=True,
    help="Say figures, notes and errors in this language; JSON keeps its keys and codes.",
)
@click.option("--debug", is_flag=True, envvar="CX_DEBUG", help="Tell where in the program a mistake was made.")
def cx(*, lang: str, debug: bool) -> None:
    """Customer experience, loyalty and money: load files, compute metrics, serve the dashboard.

    The data live in $CX_HOME, by default the project's data/ folder.
    """
    speak(lang)
    events.begin("off")
    if debug:
        log.addHandler(logging.StreamHandler())
        log.setLevel(logging.DEBUG)


for commands in (data, mappings, figures, checking, customers, marks, views, reporting, serving, job):
    for command in commands.COMMANDS:
        cx.add_command(command)


def main() -> None:
    """Run `cx`; exit 0 done, 1 refused or a question is open, 2 wrong use."""
    try:
        sys.exit(_run() or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; nothing more was changed.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except CxError as error:
        click.echo(line(f"cx: {error.sentence()}"), err=True)
        sys.exit(WRONG_USE if isinstance(error, UsageError) else REFUSED)
    except OSError as error:
        click.echo(line(f"cx: {error.strerror or error} ({error.filename or 'no file named'})."), err=True)
        sys.exit(REFUSED)
    # Broad on purpose: this is the last caller, and a person can do nothing with a traceback.
    except Exception as error:
        log.debug("the mistake was made here", exc_info=error)
        click.echo(f"cx: {SLIP.format(name=type(error).__name__)}", err=True)
        sys.exit(REFUSED)


def _run() -> int | None:
    """Run the command; when it comes upon damage, once more: by then an earlier version is served in its place."""
    try:
        found: int | None = cx(standalone_mode=False)
    except DamagedError:
        if not stood_in(home()):
            raise
        found = cx(standalone_mode=False)
    finally:
        _tell_damage()
    return found


def _tell_damage() -> None:
    """Say that the figures are of another version than the current one, if a command met that."""
    if stood_in(home()) and (shown := served(home())).damaged:
        told = _("data version {damaged} is damaged; this is of version {version} instead. Run “cx check --deep”.")
        click.echo(line(f"cx: {told.format(damaged=shown.damaged, version=shown.version.id)}"), err=True)
