"""`cx loads`, `cx changed`, `cx undo`: what was loaded, what that did, and taking it back."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.table import Table as RichTable

from cx.cli.figures import terminal
from cx.cli.progress import shown
from cx.ingest.options import LoadReport
from cx.ingest.progress import Progress, silent
from cx.language import ngettext
from cx.language.terminal import line
from cx.store import loads as store_loads
from cx.store.changed import entry_of, noted, sides
from cx.store.home import home
from cx.store.reading import Version


@click.command("loads")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def loads(as_json: bool) -> None:
    """The ledger of loads, oldest first."""
    entries = store_loads.history(home())
    if as_json:
        click.echo(json.dumps([asdict(e) for e in entries], indent=1, default=str))
        return
    names = (
        "load",
        "when",
        "who",
        "file",
        "table",
        "mode",
        "read",
        "loaded",
        "duplicates",
        "refused",
        "status",
        "data",
    )
    table = RichTable(*names, box=None)
    for e in entries:
        numbers = (f"{n:,}" for n in (e.rows_read, e.rows_loaded, e.duplicates, e.refused))
        named = (str(e.made_at)[:19], line(e.who or ""), line(e.file_name))
        table.add_row(e.load_id, *named, e.table, e.mode, *numbers, e.status, e.version or "")
    terminal().print(table, markup=False)


@click.command("changed")
@click.argument("load_id", metavar="LOAD")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def changed(load_id: str, as_json: bool) -> None:
    """What a load changed: its rows, and the figures before and after."""
    entry = entry_of(home(), load_id)
    versions = sides(home(), entry)
    sentences = compared(*versions, (), silent) if versions else noted(home(), load_id)
    if as_json:
        click.echo(json.dumps({**asdict(entry), "changes": sentences}, indent=1, default=str, ensure_ascii=False))
        return
    told = (
        f"{entry.load_id}: {entry.file_name} -> {entry.table} ({entry.mode}, {entry.status}): {entry.rows_read:,} rows "
        f"read, {entry.rows_loaded:,} loaded, {entry.superseded:,} of them in place of an earlier row, "
        f"{entry.duplicates:,} duplicates, {entry.refused:,} refused"
    )
    click.echo(line(told))
    for sentence in sentences:
        click.echo(line(f"  {sentence}"))
    if not sentences:
        click.echo("  No figure changed." if versions else "  The versions before and after it are not kept any more.")


@click.command("undo")
@click.argument("load_ids", metavar="LOAD...", nargs=-1, required=True)
def undo(load_ids: Sequence[str]) -> None:
    """Take loads back, the last or any earlier ones; several in one step, or none of them."""
    with shown() as progress:
        version = store_loads.undo(home(), load_ids, progress=progress, who=person())
    words = ngettext("Load {loads} is taken back", "Loads {loads} are taken back", len(load_ids))
    click.echo(f"{words.format(loads=', '.join(load_ids))}; the data version is now {version}.")


def compared(before: Version, after: Version, reports: Sequence[LoadReport], progress: Progress) -> list[str]:
    """What differs between two versions, in words."""
    from cx.consequence import consequence

    progress("Comparing the figures before and after")
    return consequence(before, after, reports).sentences()


def person() -> str:
    """The name of the person at this machine, for the ledger."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run a user that has no name.
        return ""


COMMANDS = (loads, changed, undo)
