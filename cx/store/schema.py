"""The tables of a version before anything is loaded: raw rows, and what the store knows about itself."""

from __future__ import annotations

from cx.engines.base import Workspace, quoted
from cx.model import SQL_TYPE, TABLES, Table
from cx.settings import Settings

META = """
CREATE TABLE IF NOT EXISTS meta.version (id VARCHAR, number INTEGER, parent VARCHAR, made_at TIMESTAMP, reason VARCHAR);
CREATE TABLE IF NOT EXISTS meta.settings (key VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS meta.loads (
    load_no INTEGER, load_id VARCHAR, made_at TIMESTAMP, file_name VARCHAR, file_hash VARCHAR, table_name VARCHAR,
    rows_read BIGINT, rows_loaded BIGINT, duplicates BIGINT, superseded BIGINT, refused BIGINT, options VARCHAR);
CREATE TABLE IF NOT EXISTS meta.refused (
    load_no INTEGER, line BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR, row_text VARCHAR);
ALTER TABLE meta.loads ADD COLUMN IF NOT EXISTS who VARCHAR;
ALTER TABLE meta.loads ADD COLUMN IF NOT EXISTS mode VARCHAR;
ALTER TABLE meta.loads ADD COLUMN IF NOT EXISTS format VARCHAR;
ALTER TABLE meta.loads ADD COLUMN IF NOT EXISTS version VARCHAR;
ALTER TABLE meta.loads ADD COLUMN IF NOT EXISTS seconds DOUBLE;
CREATE TABLE IF NOT EXISTS meta.claims (
    table_name VARCHAR, load_no INTEGER, row_no BIGINT, owner_load_no INTEGER, owner_row_no BIGINT);
CREATE TABLE IF NOT EXISTS meta.passed (table_name VARCHAR, load_no INTEGER, row_no BIGINT);
CREATE TABLE IF NOT EXISTS meta.replaced (table_name VARCHAR, load_no INTEGER, floor_no INTEGER)
"""
"""meta.claims: rows of a load that were stored already, each with the stored row that says the same; when the load of
that row is taken back, they still hold.

meta.passed: rows of an appending load whose key was stored already; they hold when that row is taken back.

meta.replaced: no row of a table from before load floor_no holds, because load load_no replaced them. Files of one call
that replace the same table do so together: their floor is the first of them.

meta.loads: version is the one the load made; seconds: how long the file was read, checked and stored."""


def create_empty(workspace: Workspace) -> None:
    """Make the schemas raw, meta and mart with all raw and meta tables, empty, and the default settings."""
    for schema in ("raw", "meta", "mart"):
        workspace.execute(f"CREATE SCHEMA {schema}")
    create_meta(workspace)
    for table in TABLES.values():
        workspace.execute(f"CREATE TABLE raw.{quoted(table.name)} ({_columns(table)})")
    write_settings(workspace, Settings())


def create_meta(workspace: Workspace) -> None:
    """Make the tables and columns of schema meta that are not there yet: versions made earlier lack the newer ones."""
    for statement in META.split(";"):
        workspace.execute(statement)


def write_settings(workspace: Workspace, settings: Settings) -> None:
    """Replace the stored settings."""
    workspace.execute("DELETE FROM meta.settings")
    for key, value in settings.to_text().items():
        workspace.execute("INSERT INTO meta.settings VALUES ($key, $value)", {"key": key, "value": value})


def _columns(table: Table) -> str:
    named = [f"{quoted(c.stored_name)} {SQL_TYPE[c.kind]}" for c in table.columns]
    return ", ".join([*named, "load_no INTEGER", "row_no BIGINT"])
