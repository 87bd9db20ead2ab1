"""Reads what a finished version says about itself."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx.engines.base import Engine
from cx.marts import form
from cx.settings import Settings
from cx.store.reading import Counted, Dimension, Version
from cx.view import Dates


def describe(engine: Engine, version_id: str) -> Version:
    """The opened version behind an engine: settings, coverage and dimensions, read once."""
    stored = engine.query("SELECT key, value FROM meta.settings")
    coverage = engine.query("SELECT mart, first_date, last_date, row_count FROM mart.coverage WHERE row_count > 0")
    outdated = not form.is_current(engine)
    dated = coverage.dropna(subset=["first_date", "last_date"])
    return Version(
        id=version_id,
        engine=engine,
        settings=Settings().changed(dict(zip(stored["key"], stored["value"], strict=True))),
        coverage={str(r.mart): Dates(_day(r.first_date), _day(r.last_date)) for r in dated.itertuples()},
        counts={str(r.mart): int(str(r.row_count)) for r in coverage.itertuples()},
        dimensions=_dimensions(engine),
        outdated=outdated,
        counted=frozenset() if outdated else _counted(engine),
        currencies=None if outdated else _currencies(engine),
        marts=frozenset(engine.columns("mart")),
        dated={} if outdated else _dated(engine),
        left_out=_left_out(engine),
    )


def _counted(engine: Engine) -> frozenset[str]:
    return frozenset(engine.query("SELECT DISTINCT dimension FROM mart.cohort_money")["dimension"].astype(str))


def _currencies(engine: Engine) -> frozenset[str | None]:
    found = engine.query("SELECT money_currency FROM mart.currencies")["money_currency"]
    return frozenset(None if pd.isna(code) else str(code) for code in found)


def _dated(engine: Engine) -> dict[str, Counted]:
    rows = engine.query("SELECT mart, row_count, known, told FROM mart.dated_rows").itertuples(index=False, name=None)
    return {str(mart): Counted(int(n), int(known), int(told)) for mart, n, known, told in rows}


def _left_out(engine: Engine) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = engine.query("SELECT mart, reason, row_count FROM mart.left_out ORDER BY mart, row_count DESC")
    for mart, reason, n in rows.itertuples(index=False, name=None):
        found.setdefault(str(mart), {})[str(reason)] = int(n)
    return found


def _dimensions(engine: Engine) -> tuple[Dimension, ...]:
    rows = engine.query("SELECT * FROM mart.dimensions ORDER BY source_table, column_name, mart")
    values = engine.query(
        "SELECT source_table, column_name, value, row_count FROM mart.dimension_values ORDER BY row_count DESC, value"
    )
    listed = {
        key: dict(zip(part["value"], part["row_count"].astype(int), strict=True))
        for key, part in values.groupby(["source_table", "column_name"], sort=False)
    }
    found = []
    for (source, column), part in rows.groupby(["source_table", "column_name"], sort=False):
        found.append(
            Dimension(
                name=str(part["name"].iloc[0]),
                source=str(source),
                column=str(column),
                columns=dict(zip(part["mart"], part["mart_column"], strict=True)),
                distinct_values=int(part["distinct_values"].max()),
                values=listed.get((source, column)),
            )
        )
    return tuple(found)


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
