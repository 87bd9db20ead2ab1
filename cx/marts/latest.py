"""The temporary tables latest_*: the raw rows that hold now, with their dimensions under names that cannot collide.

Temporary, so that nothing of them stays in the file of a version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.engines.base import Workspace, quoted
from cx.language import N_
from cx.marts.holding import can_hold
from cx.model import TABLES, Kind, Table
from cx.settings import Settings

OWN = "own:"
"""Before the name of every dimension column in them, so that a mart's text can carry them all along."""

BOOKKEEPING = ("load_no", "row_no")
NO_DIMENSION = ("csat_scale", "ces_scale")
"""Labels that say how to read a score; nobody filters by them."""

MOST_IDS_OF_EMAIL = 10
"""An e-mail with more customer ids is a shared address (office@, info@): it says of nobody who he is."""

SUPERSEDED = N_("earlier rows of {table} that a later row with the same key replaced")
UNABLE = N_("rows of {table} that a file loaded in their place replaced, or whose key was stored already")
"""Why a row does not hold."""

MART_OF = {"surveys": "responses", "order_lines": "orders"}
"""Canonical table -> its mart, where the names differ."""


def prepare(workspace: Workspace, settings: Settings, own: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], int]:
    """Create latest_<table> for every canonical table, and the settings the texts read.

    own: table -> its dimension columns. Returns how many rows of a table do not hold: (table, why) -> rows.
    """
    workspace.execute(
        "CREATE TEMP TABLE latest_settings (currency VARCHAR, forward_days INTEGER, churn_days INTEGER, "
        "match_by_email VARCHAR, most_ids_of_email INTEGER)"
    )
    workspace.execute(
        "INSERT INTO latest_settings VALUES ($currency, $forward_days, $churn_days, $match_by_email, $most)",
        {
            "currency": settings.currency or None,
            "forward_days": settings.forward_days,
            "churn_days": settings.churn_days,
            "match_by_email": settings.match_by_email,
            "most": MOST_IDS_OF_EMAIL,
        },
    )
    # "On hold", "on-hold" and "on_hold" are one status.
    workspace.execute(
        "CREATE TEMP MACRO latest_status_word(status) AS regexp_replace(lower(trim(status)), '[ _-]+', '_', 'g')"
    )
    workspace.execute("CREATE TEMP TABLE latest_not_revenue (status VARCHAR)")
    workspace.execute(
        "INSERT INTO latest_not_revenue SELECT latest_status_word(status) "
        "FROM (SELECT unnest(CAST($statuses AS VARCHAR[])) AS status)",
        {"statuses": list(settings.not_revenue)},
    )
    return {(t.name, why): rows for t in TABLES.values() for why, rows in _view(workspace, t, own[t.name]) if rows}


def own_dimensions(workspace: Workspace) -> dict[str, list[str]]:
    """Canonical table -> its dimensions: its labels, then what files brought beyond the canonical columns."""
    catalogue = workspace.columns("raw")
    found = {}
    for table in TABLES.values():
        stored = {c.stored_name for c in table.columns} | set(BOOKKEEPING)
        labels = [c.name for c in table.columns if c.kind is Kind.LABEL and c.name not in NO_DIMENSION]
        found[table.name] = labels + [name for name in catalogue[table.name] if name not in stored]
    return found


def _view(workspace: Workspace, table: Table, own: Sequence[str]) -> list[tuple[str, int]]:
    """Create the view of a table's rows that hold now; returns how many do not, and why."""
    raw = f"raw.{quoted(table.name)}"
    able = can_hold(workspace, table.name)
    replaced = f"latest_replaced_{table.name}"
    keys = ", ".join(quoted(name) for name in table.key)
    whole = " AND ".join([able, *(f"{quoted(name)} IS NOT NULL" for name in table.key)])
    whole += f" AND (SELECT min(load_no) < max(load_no) FROM {raw})"
    # Within one load every key is there once. Beyond that only keys that occur twice are sorted: on ten million rows
    # that is the difference between seconds and minutes.
    workspace.execute(
        f"CREATE TEMP TABLE {replaced} AS SELECT {raw}.rowid AS row FROM {raw} "
        f"JOIN (SELECT {keys} FROM {raw} WHERE {whole} GROUP BY {keys} HAVING count(*) > 1) AS twice USING ({keys}) "
        f"WHERE {able} "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY load_no DESC, row_no DESC, {raw}.rowid DESC) > 1"
    )
    columns = [quoted(c.stored_name) for c in table.columns] + list(BOOKKEEPING)
    columns += [f"{quoted(d)} AS {quoted(OWN + d)}" for d in own]
    rows = int(workspace.query(f"SELECT count(*) AS n FROM {replaced}")["n"].iloc[0])
    condition = f" WHERE {able}" + (f" AND rowid NOT IN (SELECT row FROM {replaced})" if rows else "")
    workspace.execute(f"CREATE TEMP VIEW latest_{table.name} AS SELECT {', '.join(columns)} FROM {raw}{condition}")
    unable = int(workspace.query(f"SELECT count(*) AS n FROM {raw} WHERE NOT ({able})")["n"].iloc[0])
    return [(SUPERSEDED.format(table=table.name), rows), (UNABLE.format(table=table.name), unable)]


def drop(workspace: Workspace) -> None:
    """Take everything temporary away again, also what a build that failed has left."""
    found = workspace.query(
        "SELECT table_name, table_type FROM information_schema.tables "
        "WHERE starts_with(table_name, 'latest_') AND table_schema = 'main' ORDER BY table_type DESC"
    )
    for row in found.itertuples():
        kind = "VIEW" if row.table_type == "VIEW" else "TABLE"
        workspace.execute(f"DROP {kind} IF EXISTS temp.{quoted(str(row.table_name))}")
    workspace.execute("DROP MACRO IF EXISTS temp.latest_status_word")
