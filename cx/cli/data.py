"""`cx load`, `cx loads`, `cx undo`, `cx demo`, `cx settings`: what goes into the store and out again."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table as RichTable

from cx.cli.figures import terminal
from cx.demo import generate
from cx.errors import UsageError
from cx.ingest.options import LoadOptions, LoadReport
from cx.model import TABLES
from cx.store import loads as store_loads
from cx.store.home import home
from cx.store.versions import open_version

SHOWN_REFUSALS = 10


def _pairs(values: Sequence[str], option: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in values:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"“{text}” has no “=”.", where=option, mend="Write FIELD=VALUE.")
        pairs[key.strip()] = value.strip()
    return pairs


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "table", type=click.Choice(list(TABLES)), help="The table the file holds.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Column by header, or by number; FIELD= leaves the field empty.",
)
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="One value for every row.")
@click.option("--no-header", is_flag=True, help="The first line is data; columns are mapped by number.")
@click.option("--format", "format_name", metavar="NAME", help="The export format, when it is not recognised.")
@click.option("--dates", type=click.Choice(("ymd", "dmy", "mdy")), help="How ambiguous dates are read.")
@click.option("--decimal", type=click.Choice(("point", "comma")), help="The decimal mark.")
@click.option("--scale", "scales", multiple=True, metavar="FIELD=LOW-HIGH", help="The worst and the best score.")
@click.option("--timezone", default="UTC", metavar="ZONE", help="Zone of times that carry no offset.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object for one file, a list for several.")
def load(
    files: Sequence[Path],
    table: str | None,
    maps: Sequence[str],
    sets: Sequence[str],
    no_header: bool,
    format_name: str | None,
    dates: str | None,
    decimal: str | None,
    scales: Sequence[str],
    timezone: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Load CSV files; all of one call, or none."""
    options = LoadOptions(
        table=table,
        maps=_pairs(maps, "--map"),
        sets=_pairs(sets, "--set"),
        format=format_name,
        dates=dates,
        decimal=decimal,
        scales=_pairs(scales, "--scale"),
        header=False if no_header else None,
        timezone=timezone,
    )
    reports = store_loads.load(home(), files, options, dry_run=dry_run)
    if as_json:
        shown = [report.to_json() for report in reports]
        click.echo(json.dumps(shown[0] if len(shown) == 1 else shown, indent=1, ensure_ascii=False, default=str))
    else:
        for report in reports:
            _print_report(report, dry_run=dry_run)
    if any(report.questions for report in reports):
        if not as_json:
            click.echo("Nothing was loaded: a question is open.", err=True)
        sys.exit(1)


def _print_report(report: LoadReport, *, dry_run: bool) -> None:
    verb = "would load" if dry_run else "loaded"
    click.echo(
        f"{report.file_name} -> {report.table or '?'}: {report.rows_read:,} rows read, {verb} {report.rows_loaded:,}, "
        f"{report.duplicates:,} duplicates, {report.refused_count:,} refused"
        + (f" (load {report.load_id}, data version {report.data_version})" if report.load_id else "")
    )
    for other, rows in report.also.items():
        click.echo(f"  also made {rows:,} rows of {other}")
    for note in report.notes:
        click.echo(f"  note: {note}")
    for refusal in report.refused[:SHOWN_REFUSALS]:
        click.echo(f"  {refusal.sentence()}")
    if report.refused_count > SHOWN_REFUSALS:
        click.echo(
            f"  ... and {report.refused_count - SHOWN_REFUSALS:,} more; the Data page has them all for download."
        )
    for question in report.questions:
        examples = ", ".join(question.examples)
        click.echo(f"  question: {question.question} Examples: {examples}. Pass {question.pass_option}")


@click.command("loads")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def loads(as_json: bool) -> None:
    """The ledger of loads, oldest first."""
    entries = store_loads.history(home())
    if as_json:
        click.echo(json.dumps([asdict(e) for e in entries], indent=1, default=str))
        return
    table = RichTable("load", "when", "file", "table", "read", "loaded", "duplicates", "refused", "status", box=None)
    for e in entries:
        numbers = (f"{n:,}" for n in (e.rows_read, e.rows_loaded, e.duplicates, e.refused))
        table.add_row(e.load_id, str(e.made_at)[:19], e.file_name, e.table, *numbers, e.status)
    terminal().print(table, markup=False)


@click.command("undo")
@click.argument("load_id", metavar="LOAD")
def undo(load_id: str) -> None:
    """Take a load back, the last or any earlier one."""
    version = store_loads.undo(home(), load_id)
    click.echo(f"Load {load_id} is taken back; the data version is now {version}.")


@click.command("demo")
def demo() -> None:
    """Make the demo data and load it."""
    load_demo()


def load_demo() -> None:
    """Generate the demo files in a temporary folder and load them."""
    with tempfile.TemporaryDirectory(prefix="cx-demo-") as folder:
        click.echo("Making the demo data ...")
        made = generate(Path(folder))
        reports = store_loads.load(home(), list(made.paths), LoadOptions())
    rows = sum(report.rows_loaded for report in reports)
    if rows:
        click.echo(f"Loaded {rows:,} rows from {len(reports)} files; the data version is {reports[0].data_version}.")
    else:
        click.echo("The demo data are loaded already; nothing changed.")


@click.command("settings")
@click.argument("changes", nargs=-1, metavar="[NAME=VALUE]...")
def settings(changes: Sequence[str]) -> None:
    """Show what an analyst may decide about the figures, or change it (`cx settings minimum_n=20`)."""
    if changes:
        store_loads.change_settings(home(), _pairs(changes, "settings"))
    for key, value in open_version(home()).settings.to_text().items():
        click.echo(f"{key}={value}")


COMMANDS = (demo, load, loads, undo, settings)
