"""The `cx` command: its words, and how a mistake is told (one message on stderr, no traceback)."""

from __future__ import annotations

import sys

import click

from cx.cli import data, figures, serving
from cx.errors import CxError, UsageError

WRONG_USE = 2
REFUSED = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cx-dashboard", prog_name="cx")
def cx() -> None:
    """Customer experience, loyalty and money: load files, compute metrics, serve the dashboard.

    The data live in $CX_HOME, by default the project's data/ folder.
    """


for command in (*data.COMMANDS, *figures.COMMANDS, *serving.COMMANDS):
    cx.add_command(command)


def main() -> None:
    """Run `cx`; exit 0 done, 1 refused or a question is open, 2 wrong use."""
    try:
        sys.exit(cx(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; nothing more was changed.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except CxError as error:
        click.echo(f"cx: {error.sentence()}", err=True)
        sys.exit(WRONG_USE if isinstance(error, UsageError) else REFUSED)
    except OSError as error:
        click.echo(f"cx: {error.strerror or error} ({error.filename or 'no file named'}).", err=True)
        sys.exit(REFUSED)
