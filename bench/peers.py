"""The same figures by other means, on the raw files: pandas, and hand-written SQL. Each gives one comparable number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pandas as pd

from cx.metrics.base import Row

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Case:
    """One figure: our metric with its view, and the peers that compute the same from raw tables."""

    name: str
    metric: str
    every: str | None
    split: str | None
    pandas: Callable[[Frames], float]
    sql: str
    ours: Callable[[Row], float] = lambda row: row.total or 0.0
    """What a row of ours adds to the number that all must agree on."""


def persons(frames: Frames) -> pd.DataFrame:
    """Revenue orders with the person behind the customer id."""
    orders = frames["orders"][~frames["orders"]["status"].isin(["cancelled"])]
    known = frames["customers"][["customer_id", "person_id", "region"]]
    joined = orders.merge(known, on="customer_id", how="left")
    return joined.assign(
        person=joined["person_id"].fillna(joined["customer_id"]),
        net=joined["amount"] - joined["refunded_amount"].fillna(0),
        month=joined["ordered_at"].dt.year * 12 + joined["ordered_at"].dt.month,
    )


def pandas_retention(frames: Frames) -> float:
    """Sum over cohorts and ages of the customers active."""
    bought = persons(frames).dropna(subset=["person"])
    cohort = bought.groupby("person")["month"].transform("min")
    cells = bought.assign(cohort=cohort, age=bought["month"] - cohort)
    return float(cells.groupby(["cohort", "age"])["person"].nunique().sum())


def pandas_active(frames: Frames) -> float:
    """Customers active, summed over months."""
    return float(persons(frames).dropna(subset=["person"]).groupby("month")["person"].nunique().sum())


def pandas_revenue(frames: Frames) -> float:
    """Net revenue, summed over months and regions."""
    return float(persons(frames).groupby(["month", "region"], dropna=False)["net"].sum().sum())


def pandas_nps(frames: Frames) -> float:
    """Promoters less detractors, summed over months."""
    scores = frames["surveys"].dropna(subset=["nps", "responded_at"])
    balance = (scores["nps"] >= 9).astype(int) - (scores["nps"] <= 6).astype(int)
    return float(balance.groupby(scores["responded_at"].dt.to_period("M")).sum().sum())


PERSON = """FROM orders o LEFT JOIN customers c USING (customer_id) WHERE o.status <> 'cancelled'"""
CASES = (
    Case(
        "retention, month cohorts",
        "retention",
        None,
        None,
        pandas_retention,
        f"""WITH b AS (SELECT DISTINCT coalesce(c.person_id, o.customer_id) p,
                 year(o.ordered_at) * 12 + month(o.ordered_at) m {PERSON} AND o.customer_id IS NOT NULL),
            f AS (SELECT p, min(m) c FROM b GROUP BY p),
            cells AS (SELECT c, m - c AS age, count(*) n FROM b JOIN f USING (p) GROUP BY ALL)
            SELECT sum(n) FROM cells""",
    ),
    Case(
        "active customers by month",
        "customers",
        "month",
        None,
        pandas_active,
        f"""SELECT sum(n) FROM (SELECT count(DISTINCT coalesce(c.person_id, o.customer_id)) n
            {PERSON} GROUP BY date_trunc('month', o.ordered_at))""",
    ),
    Case(
        "net revenue by month and region",
        "net_revenue",
        "month",
        "region",
        pandas_revenue,
        f"""SELECT sum(r) FROM (SELECT sum(o.amount - coalesce(o.refunded_amount, 0)) r
            {PERSON} GROUP BY date_trunc('month', o.ordered_at), c.region)""",
    ),
    Case(
        "NPS by month",
        "nps",
        "month",
        None,
        pandas_nps,
        """SELECT sum(b) FROM (SELECT sum((nps >= 9)::INT - (nps <= 6)::INT) b FROM surveys
           WHERE nps IS NOT NULL AND responded_at IS NOT NULL GROUP BY date_trunc('month', responded_at))""",
        ours=lambda row: (row.estimate.value or 0.0) * row.estimate.n / 100,
    ),
)


def raw_tables(frames: Frames) -> duckdb.DuckDBPyConnection:
    """The raw files as plain tables of an engine of their own."""
    connection = duckdb.connect()
    for name, frame in frames.items():
        connection.register("incoming", frame)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    return connection
