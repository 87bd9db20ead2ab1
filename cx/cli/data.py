"""`cx load`, `cx demo`, `cx settings`: what goes into the store."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from cx.cli import past
from cx.cli.past import compared, person
from cx.cli.progress import shown as shown_progress
from cx.demo import generate
from cx.errors import UsageError
from cx.ingest.options import MODES, LoadOptions, LoadReport
from cx.ingest.progress import Progress
from cx.language.terminal import line
from cx.model import TABLES
from cx.store import loads as store_loads
from cx.store.changed import note
from cx.store.home import home
from cx.store.versions import current_id, open_version

SHOWN_REFUSALS = 10
MODE_HELP = (
    "Store new rows and newer versions; new rows only; or put the files in the place of all rows of their table."
)


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
@click.option("--mode", type=click.Choice(MODES), default="upsert", show_default=True, help=MODE_HELP)
@click.option("--encoding", metavar="NAME", help="The encoding of the text, when what was found is wrong.")
@click.option("--column", "uses", multiple=True, metavar="NUMBER=USE", help="Keep as dimension, or leave unused.")
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
    mode: str,
    encoding: str | None,
    uses: Sequence[str],
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
        mode=mode,
        encoding=encoding,
        columns=_pairs(uses, "--column"),
    )
    with shown_progress() as progress:
        if dry_run:
            reports, changed = _rehearsed(files, options, progress)
        else:
            reports, changed = _loaded(files, options, progress)
    if as_json:
        shown = [{**report.to_json(), "changes": changed} for report in reports]
        click.echo(json.dumps(shown[0] if len(shown) == 1 else shown, indent=1, ensure_ascii=False, default=str))
    else:
        for report in reports:
            _print_report(report, dry_run=dry_run)
        for sentence in changed:
            _tell(sentence)
    if any(report.questions for report in reports):
        if not as_json:
            click.echo("Nothing was loaded: a question is open.", err=True)
        sys.exit(1)


def _loaded(files: Sequence[Path], options: LoadOptions, progress: Progress) -> tuple[list[LoadReport], list[str]]:
    """The reports of a load, and what it changed in words, which is noted with it."""
    before = open_version(home())
    reports = store_loads.load(home(), files, options, progress=progress, who=person())
    if not any(report.load_id for report in reports):
        return reports, []
    changed = compared(before, open_version(home()), reports, progress)
    note(home(), reports, changed)
    return reports, changed


def _rehearsed(files: Sequence[Path], options: LoadOptions, progress: Progress) -> tuple[list[LoadReport], list[str]]:
    """The reports of a load that is not made, and what it would change."""
    if current_id(home()) is None:
        # Compared with nothing everything is new, and a store that does not exist is not made for a trial.
        return store_loads.load(home(), files, options, dry_run=True, progress=progress), []
    made = store_loads.rehearse(home(), files, options, progress=progress, who=person())
    try:
        candidate = made.version()
        changed = compared(open_version(home()), candidate, made.reports, progress) if candidate else []
    finally:
        store_loads.discard(home(), made.id)
    return list(made.reports), changed


def _print_report(report: LoadReport, *, dry_run: bool) -> None:
    verb = "would load" if dry_run else "loaded"
    _tell(
        f"{report.file_name} -> {report.table or '?'}: {report.rows_read:,} rows read, {verb} {report.rows_loaded:,}, "
        f"{report.duplicates:,} duplicates, {report.refused_count:,} refused"
        + (f" (load {report.load_id}, data version {report.data_version})" if report.load_id else "")
    )
    for other, rows in report.also.items():
        _tell(f"  also made {rows:,} rows of {other}")
    for words in report.notes:
        _tell(f"  note: {words}")
    for finding in report.findings:
        _tell(f"  {finding.status}: {finding.sentence} {finding.meaning}".rstrip())
    for refusal in report.refused[:SHOWN_REFUSALS]:
        _tell(f"  {refusal.sentence()}")
    if report.refused_count > SHOWN_REFUSALS:
        _tell(f"  ... and {report.refused_count - SHOWN_REFUSALS:,} more; the Data page has them all for download.")
    for question in report.questions:
        examples = ", ".join(question.examples)
        _tell(f"  question: {question.question} Examples: {examples}. Pass {question.pass_option}")


def _tell(text: str) -> None:
    """Print a line in which names and values of files stand."""
    click.echo(line(text))


@click.command("demo")
def demo() -> None:
    """Make the demo data and load it."""
    load_demo()


def load_demo() -> None:
    """Generate the demo files in a temporary folder and load them."""
    with tempfile.TemporaryDirectory(prefix="cx-demo-") as folder:
        click.echo("Making the demo data ...")
        made = generate(Path(folder))
        with shown_progress() as progress:
            reports = store_loads.load(home(), list(made.paths), LoadOptions(), progress=progress, who=person())
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
        store_loads.change_settings(home(), _pairs(changes, "settings"), who=person())
    for key, value in open_version(home()).settings.to_text().items():
        click.echo(f"{key}={value}")


COMMANDS = (demo, load, *past.COMMANDS, settings)
