"""`cx metrics` and `cx metric`: figures with their n and interval, as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table as RichTable

from cx.errors import UsageError
from cx.language import _
from cx.language.spreadsheet import cell
from cx.language.terminal import line
from cx.metrics.base import Metric, Options, Result, Row
from cx.metrics.compute import CHOICES, compute
from cx.metrics.receipt import whole_receipt
from cx.metrics.registry import METRICS
from cx.store.home import home
from cx.store.versions import open_version
from cx.view import DEFAULT_PERIOD, EVERY, Filter, View
from cx.view_query import read_date

PIPE_WIDTH = 200
TWO_DECIMALS_FROM = 100
SCORE_HELP = "Only this score; key_drivers: the score explained; cost_to_serve: ces or effort."
RECEIPT_HELP = "Print definition, formula, rows in and out, and SQL as text, in place of the figures."
SHOWN_COLUMNS = ("value", "low", "high", "n", "unit", "method")


@click.command("metrics")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def metrics(as_json: bool) -> None:
    """The registry: name, question, unit, definition, inputs."""
    entries = [
        {
            "name": m.name,
            "title": m.title,
            "question": m.question,
            "unit": m.unit,
            "better": m.better,
            "definition": m.definition,
            "formula": m.formula,
            "source": m.source,
            "inputs": list(m.inputs),
            "inputs_any": list(m.inputs_any),
            "options": list(m.options),
            "variants": [_variant(of, form) for of, form in m.variants.items()],
        }
        for m in METRICS.values()
    ]
    if as_json:
        click.echo(json.dumps(entries, indent=1, ensure_ascii=False))
        return
    table = RichTable("name", "unit", "question", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for entry in entries:
        table.add_row(str(entry["name"]), str(entry["unit"]), str(entry["question"]))
    terminal().print(table)


def _variant(of: str, form: Metric) -> dict[str, object]:
    """One form of a metric: what the option `of` is then, its unit and what it needs."""
    return {"of": of, "title": form.title, "unit": form.unit, "inputs": list(form.inputs)}


@click.command("metric")
@click.argument("name")
@click.option("--from", "first", metavar="DATE", help="First day, year-month-day.")
@click.option("--to", "last", metavar="DATE", help="Last day, inclusive.")
@click.option("--where", "where", multiple=True, metavar="DIM=VALUE[,VALUE]", help="Keep rows with these values.")
@click.option("--by", "by", metavar="DIM", help="One figure for each value of a dimension.")
@click.option("--every", type=click.Choice(EVERY), help="One figure for each period.")
@click.option("--cohort", type=click.Choice(("day", "week", "month", "quarter", "year")), default="month")
@click.option("--measure", type=click.Choice(("customers", "revenue", "orders", "margin")), default=None)
@click.option("--mode", type=click.Choice(("first", "recurring")), default="first")
@click.option("--basis", type=click.Choice(("first_order", "signed_up")), default="first_order")
@click.option("--of", type=click.Choice(CHOICES["of"]), default=None, help="what_changed: the figure to explain.")
@click.option("--score", type=click.Choice(CHOICES["score"]), default=None, help=SCORE_HELP)
@click.option("--per", type=click.Choice(CHOICES["per"]), default=None, help="Figures of groups or of customers.")
@click.option("--move", type=float, default=None, metavar="PERCENT", help="what_if: high-effort contacts made easy.")
@click.option("--lift", type=float, default=None, metavar="POINTS", help="what_if: points of retention won.")
@click.option("--programme-cost", type=float, default=None, metavar="MONEY", help="what_if: its cost in a year.")
@click.option("--data", "version_id", metavar="VERSION", help="Read this data version instead of the current one.")
@click.option("--format", "form", type=click.Choice(("table", "json", "csv")), default="table")
@click.option("--sql", is_flag=True, help="Print the SQL that runs, with its values, and nothing else.")
@click.option("--receipt", "with_receipt", is_flag=True, help=RECEIPT_HELP)
def metric(
    name: str,
    first: str | None,
    last: str | None,
    where: Sequence[str],
    by: str | None,
    every: str | None,
    cohort: str,
    measure: str | None,
    mode: str,
    basis: str,
    of: str | None,
    score: str | None,
    per: str | None,
    move: float | None,
    lift: float | None,
    programme_cost: float | None,
    version_id: str | None,
    form: str,
    sql: bool,
    with_receipt: bool,
) -> None:
    """One metric under a period, filters, a split and a grain."""
    one_answer(form, sql=sql, receipt=with_receipt)
    view = View(
        period=_period(name, first, last),
        first=read_date(first, where="--from") if first else None,
        last=read_date(last, where="--to") if last else None,
        filters=read_filters(where),
        split=by,
        every=every,
        data=version_id,
    )
    asked = {"measure": measure, "of": of, "score": score, "per": per}
    numbers = {"move": move, "lift": lift, "programme_cost": programme_cost}
    given: dict[str, Any] = {key: value for key, value in {**asked, **numbers}.items() if value is not None}
    options = replace(Options(cohort=cohort, mode=mode, basis=basis), **given)
    version = open_version(home(), version_id)
    result = compute(name, version, view, options)
    if sql:
        click.echo(result.sql)
    elif with_receipt:
        click.echo(whole_receipt(result, version), nl=False)
    elif form == "json":
        click.echo(json.dumps(as_json(result), indent=1, ensure_ascii=False))
    elif form == "csv":
        click.echo(as_csv(result), nl=False)
    else:
        print_table(result)


def one_answer(form: str, *, sql: bool, receipt: bool = False) -> None:
    """UsageError when two answers are asked for at once: only one of them could be given, and the other be missed."""
    asked = [name for name, wanted in (("--receipt", receipt), ("--sql", sql)) if wanted]
    asked += [f"--format {form}"] if asked and form != "table" else []
    if len(asked) < 2:
        return
    holds = [_("The receipt holds the SQL and the notes.")] if receipt else []
    raise UsageError(
        _("{one} and {other} cannot be had at once: each is an answer of its own.").format(
            one=asked[0], other=asked[1]
        ),
        mend=" ".join([*holds, _("Ask twice, once with each.")]),
    )


def _period(name: str, first: str | None, last: str | None) -> str:
    """The period of the view: all days unless days are given; a change needs days before to be held against."""
    if first or last:
        return "custom"
    return DEFAULT_PERIOD if name in METRICS and "of" in METRICS[name].options else "all"


def read_filters(where: Sequence[str]) -> tuple[Filter, ...]:
    """`region=North,South` -> a filter; a value with a comma is written in double quotes."""
    filters: dict[str, list[str]] = {}
    for text in where:
        dimension, equals, values = text.partition("=")
        if not equals or not dimension.strip() or not values:
            raise UsageError(f"“{text}” is not a filter.", where="--where", mend="Write DIMENSION=VALUE[,VALUE].")
        filters.setdefault(dimension.strip(), []).extend(next(csv.reader([values])))
    return tuple(Filter(dimension, tuple(dict.fromkeys(values))) for dimension, values in filters.items())


def as_json(result: Result) -> dict[str, object]:
    """The answer as one object: metric, view, data_version, notes, rows."""
    return {
        "metric": result.metric.name,
        "view": result.view.query(),
        "data_version": result.data_version,
        "notes": list(result.notes),
        "rows": [row_fields(row) for row in result.rows],
    }


def row_fields(row: Row) -> dict[str, object]:
    """One row as plain values; coordinates only where they apply."""
    estimate = row.estimate
    shown: dict[str, object] = {name: getattr(estimate, name) for name in SHOWN_COLUMNS}
    coordinates = {f.name: getattr(row, f.name) for f in fields(row) if f.name != "estimate"}
    shown |= {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in coordinates.items()
        if value is not None
    }
    if estimate.reason:
        shown["reason"] = estimate.reason
    return shown


def _columns(rows: Sequence[Mapping[str, object]]) -> list[str]:
    used = dict.fromkeys(key for row in rows for key in row)
    return [*(c for c in used if c not in SHOWN_COLUMNS), *SHOWN_COLUMNS]


def as_csv(result: Result) -> str:
    """The rows as CSV; a text that a spreadsheet would run as a formula is made harmless."""
    rows = [row_fields(row) for row in result.rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, _columns(rows), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def print_table(result: Result) -> None:
    """The rows as a readable table, then what must be known about them."""
    console = terminal()
    rows = [row_fields(row) for row in result.rows]
    columns = [c for c in _columns(rows) if c not in ("unit", "method", "reason", "remark")]
    columns += ["reason"] if any("reason" in row for row in rows) else []
    said = result.metric.said
    console.print(f"[bold]{said.title}[/bold] ({said.unit}) · {said.question}")
    table = RichTable(box=None)
    for column in columns:
        right = any(isinstance(row.get(column), int | float) for row in rows)
        table.add_column(column, justify="right" if right else "left", no_wrap=column != "reason")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    console.print(table, markup=False)
    methods = ", ".join(sorted({str(row["method"]) for row in rows if row["value"] is not None}))
    told = f"interval: 95 %, {methods}" if methods else "no figure"
    console.print(f"{told} · data version {result.data_version}", markup=False)
    for note in result.notes:
        console.print(line(f"note: {note}"), markup=False)


def terminal() -> Console:
    """The terminal as wide as it is; a file or a pipe wide enough for any table."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return line(str(value))
    return (
        f"{value:,.0f}"
        if value.is_integer()
        else f"{value:,.2f}"
        if abs(value) >= TWO_DECIMALS_FROM
        else f"{value:.4g}"
    )


COMMANDS = (metrics, metric)
