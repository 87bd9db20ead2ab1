"""`cx check`: what the data can and cannot carry; `--deep`: whether the store itself is whole. `cx restore`."""

from __future__ import annotations

import json
import sys

import click
from rich.table import Table as RichTable

from cx.cli.figures import terminal
from cx.cli.past import person
from cx.cli.progress import shown
from cx.language import _
from cx.language.terminal import line
from cx.metrics.touched import touched
from cx.store.home import home
from cx.store.versions import open_version


@click.command("check")
@click.option("--deep", is_flag=True, help="Look through the store itself: every file, line and reference of it.")
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check(deep: bool, form: str, as_json: bool) -> None:
    """Data health: coverage, freshness, gaps, match rates, merges, duplicates, refused rows.

    With --deep: checksums, tables, ledger and references of the store, with how to mend what is wrong. It exits with 1
    when something is.
    """
    as_json = as_json or form == "json"
    if deep:
        sys.exit(_looked_through(as_json=as_json))
    from cx.store.health import health

    report = health(open_version(home()))
    if as_json:
        told = [entry.to_json() | {"metrics": [m.name for m in touched(entry.touches)]} for entry in report]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    table = RichTable("", "table", "check", "result", "what it means", box=None, header_style="bold")
    for entry in report:
        result = "\n".join((line(entry.result), *(f"  {line(detail)}" for detail in entry.details)))
        table.add_row(entry.status, entry.table, entry.check, result, entry.meaning)
    terminal().print(table, markup=False)


def _looked_through(*, as_json: bool) -> int:
    """Print what a look through the store finds; the exit code."""
    from cx.store.deep import PROBLEM, looked_through

    with shown() as progress:
        found = looked_through(home(), progress)
    problems = [finding for finding in found if finding.status == PROBLEM]
    if as_json:
        told = {"whole": not problems, "findings": [finding.to_json() for finding in found]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(line(" ".join((f"{finding.status}: {finding.place}: {finding.what}", finding.mend)).rstrip()))
        click.echo(_("Something must be mended.") if problems else _("The store is whole."))
    return 1 if problems else 0


@click.command("restore")
@click.argument("version_id", metavar="[VERSION]", required=False)
def restore(version_id: str | None) -> None:
    """Go back to the last whole version when the current one is damaged, or to VERSION."""
    from cx.store.restoring import restore as go_back

    version, found = go_back(home(), version_id, who=person())
    click.echo(_("The data version is now {version}.").format(version=version.id))
    for entry in found.missing:
        told = _("Load {load_id} is not in it: load its file again ({file}).")
        click.echo(line(told.format(load_id=entry["load_id"], file=entry.get("file", "?"))))
    for entry in found.again:
        told = _("Load {load_id} is in it again: take it back once more with `cx undo {load_id}`.")
        click.echo(line(told.format(load_id=entry["load_id"])))


COMMANDS = (check, restore)
