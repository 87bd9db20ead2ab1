"""Orders -> frequency, recency and time observed of every customer: in the engine, beside pandas on the same orders."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from bench.buyers import bgnbd_orders
from bench.timing import Goal, in_turn, keep, show
from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.metrics.compute import find
from cx.metrics.coverage import day_columns
from cx.queries import Scope, run
from cx.settings import Settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.schema import create_empty, write_settings
from cx.view import View

CUSTOMERS = 1_220_000
DAYS = 3 * 365
RUNS = 5
# About eight orders per customer over three years: ten million in all.
BUYING = (1.0, 45.0, 0.5, 5.0)
FIRST_DAY = np.datetime64("2023-01-01")
Totals = tuple[int, int, int, int]


def compared(customers: int = CUSTOMERS) -> None:
    """Make the orders and a store of them, check that both ways agree, time them in turn, keep the table."""
    who, day = bgnbd_orders(customers, DAYS, 7, BUYING)
    orders = pd.DataFrame({"customer": who, "day": (FIRST_DAY + day).astype("datetime64[s]")})
    with tempfile.TemporaryDirectory() as folder:
        version = stored(orders, Path(folder) / "orders.duckdb")
        answers = by_engine(version), by_pandas(orders)
        if answers[0] != answers[1]:
            raise SystemExit(f"engine and pandas disagree: {answers}")
        case = f"histories of {len(orders):,} orders"
        row = in_turn(case, "pandas", lambda: by_engine(version), lambda: by_pandas(orders), RUNS)
    goals = [Goal(f"{case}: in the engine, faster than pandas", "ratio > 1", f"{row.ratio:.1f}", row.ratio > 1)]
    show([row], goals)
    sizes = {"orders": len(orders), "customers": customers}
    print(f"kept in {keep('histories', [row], goals, sizes).relative_to(Path.cwd())}")


def stored(orders: pd.DataFrame, path: Path) -> Version:
    """A version that holds these orders, with its marts."""
    workspace, settings = DuckMaker().writer(path), Settings()
    create_empty(workspace)
    write_settings(workspace, settings)
    numbers = pa.array(range(len(orders)))
    given = {
        "order_id": numbers.cast(pa.string()),
        "customer_id": pa.array(orders["customer"]).cast(pa.string()),
        "ordered_at": pa.array(orders["day"]),
        "amount": pa.array(np.full(len(orders), 20.0)),
        "currency": pa.repeat("EUR", len(orders)),
        "status": pa.repeat("paid", len(orders)),
        "load_no": pa.repeat(1, len(orders)),
        "row_no": numbers,
    }
    columns = workspace.columns("raw")["orders"]
    table = pa.table({name: given.get(name, pa.nulls(len(orders))) for name in columns})
    workspace.append("raw.orders", [table])
    build(workspace, settings)
    workspace.finish()
    return describe(DuckMaker().reader(path), "1-abcdef")


def by_engine(version: Version) -> Totals:
    """Customers, repeat order days, recency and time observed, summed over what the metric's SQL hands to the model."""
    metric, view = find("predicted_clv"), View(period="all")
    scope = Scope(
        view=view,
        dates=view.dates(version.dates),
        compared=view.compared(version.dates),
        data=version.dates,
        orders_to=version.orders_to,
        settings=version.settings,
    )
    answer = run(version, metric.sql(), day_columns(metric), scope, metric.optional, metric.step_texts())
    rows = answer.rows.dropna(subset=["x"])
    weight = rows["customers"].astype(int)
    recency, observed = (int((rows[name].astype(int) * weight).sum()) for name in ("t_x", "age_days"))
    return int(weight.sum()), int((rows["x"].astype(int) * weight).sum()), recency, observed


def by_pandas(orders: pd.DataFrame) -> Totals:
    """The same by groups of customer and day."""
    days = orders.drop_duplicates().groupby("customer")["day"].agg(["size", "min", "max"])
    recency = (days["max"] - days["min"]).dt.days
    observed = (orders["day"].max() - days["min"]).dt.days
    return len(days), int((days["size"] - 1).sum()), int(recency.sum()), int(observed.sum())
