"""`cx views`, `cx view`: views kept under a name, each with a short link."""

from __future__ import annotations

import json

import click
from rich.table import Table as RichTable

from cx.cli.figures import terminal
from cx.cli.past import person
from cx.language.terminal import line
from cx.store import views as store_views
from cx.store.home import home
from cx.store.link import read_link, resolved, saved_id
from cx.store.views import SavedView


@click.command("views")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def views(as_json: bool) -> None:
    """The saved views, newest first."""
    found = store_views.saved(home())
    if as_json:
        click.echo(json.dumps([as_fields(view) for view in found], indent=1, ensure_ascii=False))
        return
    table = RichTable("short link", "name", "page", "data", "when", "who", box=None)
    for view in found:
        page, data = view.path or "overview", view.data or "live"
        table.add_row(f"/v/{view.id}", line(view.name), page, data, str(view.at)[:19], line(view.who))
    terminal().print(table, markup=False)


@click.group("view")
def view() -> None:
    """Save a view under a name, rename or remove it."""


@view.command("save")
@click.argument("name")
@click.argument("link")
@click.option("--pinned", is_flag=True, help="With the days, data and targets of today in place of moving ones.")
def save(name: str, link: str, pinned: bool) -> None:
    """Save what LINK shows (a whole address, or its query string) under NAME."""
    shown = resolved(home(), read_link(link))
    query = store_views.pinned_query(home(), shown.text) if pinned else shown.text
    kept = store_views.save(home(), name=name, path=shown.path, query=query, who=person())
    click.echo(f"/v/{kept.id}")


@view.command("rename")
@click.argument("link", metavar="ID")
@click.argument("name")
def rename(link: str, name: str) -> None:
    """Give a saved view another NAME; its link stays. ID: its id, its short link or an address that names it."""
    kept = store_views.rename(home(), saved_id(link), name, who=person())
    click.echo(line(f"/v/{kept.id} is now called {kept.name}"))


@view.command("remove")
@click.argument("link", metavar="ID")
def remove(link: str) -> None:
    """Take a saved view away; its short link says so. ID: its id, its short link or an address that names it."""
    gone = store_views.remove(home(), saved_id(link), who=person())
    click.echo(line(f"/v/{gone.id} ({gone.name}) is removed."))


def as_fields(view: SavedView) -> dict[str, str | None]:
    """A saved view as one JSON object."""
    told = {"id": view.id, "name": view.name, "page": view.path or "overview", "query": view.query}
    return {**told, "data": view.data, "at": view.at.isoformat(), "who": view.who}


COMMANDS = (views, view)
