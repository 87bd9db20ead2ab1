"""`cx mappings`: what is remembered of files with a header, taken along as a file, and forgotten."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

import click
from rich.table import Table as RichTable

from cx.cli.figures import terminal
from cx.errors import LoadError
from cx.language import ngettext
from cx.language.terminal import line
from cx.store.home import home
from cx.store.remembering import memory

SHOWN_HEADERS = 60


@click.group("mappings", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.pass_context
def mappings(context: click.Context, *, as_json: bool) -> None:
    """What was said about files with a header; it is used when such a header comes again."""
    if context.invoked_subcommand:
        return
    entries = memory(home()).all()
    if as_json:
        click.echo(json.dumps([entry.to_json() for entry in entries], indent=1, ensure_ascii=False))
        return
    table = RichTable("signature", "kept", "table", "header", "said", box=None)
    for entry in entries:
        header = textwrap.shorten(", ".join(entry.headers), SHOWN_HEADERS, placeholder=" ...")
        table.add_row(entry.signature, entry.kept_at[:10], entry.table or "", line(header), line(entry.said()))
    terminal().print(table, markup=False)


@mappings.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write all that is remembered to FILE, for another store or for keeping."""
    known = memory(home())
    n = len(known.all())
    try:
        file.write_bytes(known.export())
    except OSError as error:
        raise LoadError(
            "the file cannot be written.", where=file.name, mend="Check the path and the rights."
        ) from error
    click.echo(ngettext("{n} mapping is in {file}.", "{n} mappings are in {file}.", n).format(n=n, file=file))


@mappings.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Add what FILE holds, as `cx mappings export` wrote it; all of it or, when a part is wrong, nothing."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise LoadError("the file cannot be read.", where=file.name, mend="Check the path and the rights.") from error
    for sentence in memory(home()).import_(content):
        click.echo(line(sentence))


@mappings.command("forget")
@click.argument("signature")
def forget(signature: str) -> None:
    """Remove what is remembered of files with this SIGNATURE; the next one is asked about again."""
    if not memory(home()).forget(signature):
        click.echo(f"Nothing is remembered under {signature}; cx mappings lists what is.", err=True)
        sys.exit(1)
    click.echo(f"{signature} is forgotten.")


COMMANDS = (mappings,)
