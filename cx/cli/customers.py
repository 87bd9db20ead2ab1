"""`cx customers`: who is behind a figure, as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import click
import pandas as pd
from rich.table import Table as RichTable

from cx.cli.figures import one_answer, read_filters, terminal
from cx.language import _, ngettext, numbers
from cx.language.spreadsheet import cell
from cx.language.terminal import line
from cx.metrics.base import Options
from cx.metrics.behind import MOST_EXPORTED, MOST_SHOWN, Cell, Members, behind
from cx.metrics.behind.account import account
from cx.metrics.behind.cell import SIDES
from cx.metrics.behind.groups import Group
from cx.metrics.compute import CHOICES
from cx.store.home import home
from cx.store.versions import open_version
from cx.view import View
from cx.view_query import read_date


@click.command("customers")
@click.argument("name")
@click.option("--from", "first", metavar="DATE", help="First day, year-month-day.")
@click.option("--to", "last", metavar="DATE", help="Last day, inclusive.")
@click.option("--where", "where", multiple=True, metavar="DIM=VALUE[,VALUE]", help="Keep rows with these values.")
@click.option("--by", "by", metavar="DIM", help="With --value: of one bar of a split.")
@click.option("--value", metavar="VALUE", help="With --by: the bar.")
@click.option("--cohort-of", metavar="DATE", help="Of one cohort: a day of its first period.")
@click.option("--age", type=int, metavar="K", help="Of one age, in periods after the start.")
@click.option("--cohort", type=click.Choice(CHOICES["cohort"]), default="month", help="The periods of cohorts.")
@click.option("--measure", type=click.Choice(CHOICES["measure"]), default="customers")
@click.option("--mode", type=click.Choice(CHOICES["mode"]), default="first")
@click.option("--basis", type=click.Choice(CHOICES["basis"]), default="first_order")
@click.option("--score", type=click.Choice(CHOICES["score"]), default="all", help="Of figures by score: which one.")
@click.option("--part", metavar="PART", help="Of an answer with several parts: which, as `cx metric` calls it.")
@click.option("--band", metavar="BAND", help="Of one band of experience.")
@click.option("--outcome", metavar="OUTCOME", help="Of one outcome.")
@click.option("--item", metavar="ITEM", help="Of one item of an answer.")
@click.option("--currency", metavar="CODE", help="Of an amount, where there are several; none for those without.")
@click.option("--side", type=click.Choice(tuple(SIDES)), help="Only who adds to the figure, takes from it or neither.")
@click.option("--most", type=click.IntRange(1, MOST_EXPORTED), default=MOST_SHOWN, help="How many are listed.")
@click.option("--data", "version_id", metavar="VERSION", help="Read this data version instead of the current one.")
@click.option("--format", "form", type=click.Choice(("table", "json", "csv")), default="table")
@click.option("--sql", is_flag=True, help="Print the SQL that runs, with its values, and nothing else.")
def customers(
    name: str,
    first: str | None,
    last: str | None,
    where: Sequence[str],
    by: str | None,
    value: str | None,
    cohort_of: str | None,
    age: int | None,
    cohort: str,
    measure: str,
    mode: str,
    basis: str,
    score: str,
    part: str | None,
    band: str | None,
    outcome: str | None,
    item: str | None,
    currency: str | None,
    side: str | None,
    most: int,
    version_id: str | None,
    form: str,
    sql: bool,
) -> None:
    """The customers behind a metric: their ids, what each adds to it, and what the data know of them."""
    one_answer(form, sql=sql)
    view = View(
        period="custom" if first or last else "all",
        first=read_date(first, where="--from") if first else None,
        last=read_date(last, where="--to") if last else None,
        filters=read_filters(where),
        data=version_id,
    )
    asked = Cell(
        by=by,
        value=value,
        cohort=read_date(cohort_of, where="--cohort-of") if cohort_of else None,
        age=age,
        currency=currency,
        side=SIDES[side] if side else None,
        group=Group(part, band, outcome, item),
    )
    options = Options(cohort=cohort, measure=measure, mode=mode, basis=basis, score=score)
    members = behind(name, open_version(home(), version_id), view, options, asked, most=most)
    if sql:
        click.echo(members.sql)
    else:
        tell(members, form)


def tell(members: Members, form: str) -> None:
    """Print the list in the form that was asked for."""
    if form == "json":
        click.echo(json.dumps(as_json(members), indent=1, ensure_ascii=False))
    elif form == "csv":
        click.echo(as_csv(members), nl=False)
    else:
        print_table(members)


def as_json(members: Members) -> dict[str, object]:
    """The list as one object: which figure, how many are behind it, and the customers."""
    return {
        "metric": members.metric.name,
        "view": members.view.query(),
        "data_version": members.data_version,
        "customers": members.customers,
        "n": members.n,
        "not_listed": members.nameless_n,
        "currency": members.currency or None,
        "notes": list(told(members)),
        "rows": list(rows(members)),
    }


def as_csv(members: Members) -> str:
    """The customers as CSV; a text that a spreadsheet would run as a formula is made harmless."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(members.lines.columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows(members))
    return out.getvalue()


def print_table(members: Members) -> None:
    """The customers as a readable table, then how many there are."""
    filled = [name for name in members.lines.columns if members.lines[name].notna().any()]
    table = RichTable(*filled, box=None)
    for row in rows(members):
        table.add_row(*("–" if row[name] is None else line(f"{row[name]}") for name in filled))
    console = terminal()
    console.print(table, markup=False)
    for note in told(members):
        console.print(line(f"note: {note}"), markup=False)


def told(members: Members) -> Iterator[str]:
    """How many are behind the figure, what of it nobody known is behind, and how many are listed."""
    yield ngettext(
        "{n} customer is behind the figure.", "{n} customers are behind the figure.", members.customers
    ).format(n=numbers.count(members.customers))
    yield from account(members)
    if len(members.lines) < members.listed:
        yield _("The first {n} of {all} are listed; --most lists more.").format(
            n=numbers.count(len(members.lines)), all=numbers.count(members.listed)
        )
    yield _("Data version {id}.").format(id=members.data_version)


def rows(members: Members) -> Iterator[dict[str, Any]]:
    """The customers as plain values: days as ISO dates, whole numbers whole, None where nothing is known."""
    for values in members.lines.itertuples(index=False, name=None):
        yield dict(zip((str(name) for name in members.lines.columns), map(_plain, values), strict=True))


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return value
    return int(value) if float(value).is_integer() else round(float(value), 6)


COMMANDS = (customers,)
