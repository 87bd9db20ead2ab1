"""The figures everybody looks at, by us and by hand: SQL on the raw tables, pandas, Polars. All give the same cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd
import polars as pl

from cx.metrics.base import Row
from cx.store.reading import Version
from cx.view import View

Cells = list[tuple[object, ...]]
"""Where a figure stands, and the figure: a month (year x 12 + month - 1), with an age or a region as they apply."""
FAMILY = ("retention", "customers", "observed_ltv")
"""Cohorts, active customers and lifetime value: what the marts keep ready."""

PERSON = "coalesce(c.person_id, o.customer_id)"
ORDERS = "raw.orders AS o LEFT JOIN raw.customers AS c ON c.customer_id = o.customer_id"
MONTH = "year({day}) * 12 + month({day}) - 1"
ORDERED, ANSWERED = MONTH.format(day="o.ordered_at"), MONTH.format(day="responded_at")
NET = "o.amount - coalesce(o.refunded_amount, 0)"


@dataclass(frozen=True)
class Raw:
    """The raw tables as data frames, read once and not timed."""

    orders: pd.DataFrame
    customers: pd.DataFrame
    surveys: pd.DataFrame


@dataclass(frozen=True)
class Lazy:
    """The same for Polars."""

    orders: pl.DataFrame
    customers: pl.DataFrame
    surveys: pl.DataFrame


@dataclass(frozen=True)
class Headline:
    """One figure: our metric with its view, and by hand. cell: what a row of ours is, None where it is none."""

    name: str
    metric: str
    view: View
    cell: Callable[[Row], tuple[object, ...] | None]
    sql: str
    pandas: Callable[[Raw], Cells]
    polars: Callable[[Lazy], Cells]

    def of_ours(self, rows: tuple[Row, ...]) -> Cells:
        """Our rows as cells."""
        return [cell for row in rows if (cell := self.cell(row)) is not None]


def raw(version: Version) -> tuple[Raw, Lazy]:
    """The raw tables for both kinds of frames, amounts as floats."""
    query = version.engine.query
    frames = Raw(
        query(
            "SELECT customer_id, ordered_at, CAST(amount AS DOUBLE) AS amount, "
            "CAST(refunded_amount AS DOUBLE) AS refunded_amount FROM raw.orders"
        ),
        query("SELECT customer_id, person_id, region FROM raw.customers"),
        query("SELECT responded_at, CAST(nps AS DOUBLE) AS nps, csat, ces FROM raw.surveys"),
    )
    lazy = Lazy(*(pl.from_pandas(frame) for frame in (frames.orders, frames.customers, frames.surveys)))
    return frames, lazy


def _month(row: Row) -> int:
    day = row.period or row.cohort
    return day.year * 12 + day.month - 1 if day else 0


def _bought(raw: Raw) -> pd.DataFrame:
    joined = raw.orders.merge(raw.customers, on="customer_id", how="left")
    return joined.assign(
        person=joined["person_id"].fillna(joined["customer_id"]),
        net=joined["amount"] - joined["refunded_amount"].fillna(0),
        month=joined["ordered_at"].dt.year * 12 + joined["ordered_at"].dt.month - 1,
    )


def _lazily(raw: Lazy) -> pl.LazyFrame:
    joined = raw.orders.lazy().join(raw.customers.lazy(), on="customer_id", how="left")
    day = pl.col("ordered_at").dt
    return joined.with_columns(
        person=pl.coalesce(pl.col("person_id").cast(pl.String), "customer_id"),
        net=pl.col("amount") - pl.col("refunded_amount").fill_null(0),
        month=day.year().cast(pl.Int64) * 12 + day.month() - 1,
    )


def _cells(frame: pd.DataFrame | pd.Series[float]) -> Cells:
    return list(frame.reset_index().itertuples(index=False, name=None))


def _pandas_retention(raw: Raw) -> Cells:
    active = _bought(raw)[["person", "month"]].drop_duplicates()
    active["cohort"] = active.groupby("person")["month"].transform("min")
    active["age"] = active["month"] - active["cohort"]
    return _cells(active.groupby(["cohort", "age"]).size())


def _polars_retention(raw: Lazy) -> Cells:
    active = _lazily(raw).select("person", "month").unique()
    cohorts = active.with_columns(cohort=pl.col("month").min().over("person"))
    cells = cohorts.group_by("cohort", age=pl.col("month") - pl.col("cohort")).agg(pl.len())
    return cells.collect().rows()


def _pandas_ltv(raw: Raw) -> Cells:
    spent = _bought(raw).groupby(["person", "month"], as_index=False)["net"].sum()
    spent["cohort"] = spent.groupby("person")["month"].transform("min")
    spent["age"] = spent["month"] - spent["cohort"]
    sizes = spent[spent["age"] == 0].groupby("cohort").size()
    table = spent.groupby(["cohort", "age"])["net"].sum().unstack(fill_value=0.0).cumsum(axis=1).div(sizes, axis=0)
    cells = table.stack()
    last = spent["month"].max()
    return [(c, a, v) for c, a, v in _cells(cells) if int(str(c)) + int(str(a)) <= last]


def _polars_ltv(raw: Lazy) -> Cells:
    spent = _lazily(raw).group_by("person", "month").agg(pl.col("net").sum())
    spent = spent.with_columns(cohort=pl.col("month").min().over("person"))
    cells = (
        spent.group_by("cohort", age=pl.col("month") - pl.col("cohort"))
        .agg(pl.col("net").sum(), pl.len().alias("active"))
        .sort("cohort", "age")
        .with_columns(value=pl.col("net").cum_sum().over("cohort") / pl.col("active").first().over("cohort"))
    )
    return cells.select("cohort", "age", "value").collect().rows()


def _pandas_scores(score: str, worth: Callable[[pd.Series[float]], pd.Series[float]]) -> Callable[[Raw], Cells]:
    def by_month(raw: Raw) -> Cells:
        given = raw.surveys.dropna(subset=[score, "responded_at"])
        month = given["responded_at"].dt.year * 12 + given["responded_at"].dt.month - 1
        return _cells(worth(given[score]).groupby(month).mean())

    return by_month


def _polars_scores(score: str, worth: pl.Expr) -> Callable[[Lazy], Cells]:
    def by_month(raw: Lazy) -> Cells:
        day = pl.col("responded_at").dt
        given = raw.surveys.lazy().drop_nulls([score, "responded_at"])
        grouped = given.group_by(day.year().cast(pl.Int64) * 12 + day.month() - 1).agg(worth.mean())
        return grouped.collect().rows()

    return by_month


def _scores_sql(worth: str, score: str) -> str:
    known = f"{score} IS NOT NULL AND responded_at IS NOT NULL"
    return f"SELECT {ANSWERED} AS m, avg({worth}) FROM raw.surveys WHERE {known} GROUP BY m"


ACTIVE = f"SELECT DISTINCT {PERSON} AS p, {ORDERED} AS m FROM {ORDERS} WHERE o.customer_id IS NOT NULL"
EVERY_MONTH = View(period="all", every="month")
NPS = pl.when(pl.col("nps") >= 9).then(100.0).when(pl.col("nps") <= 6).then(-100.0).otherwise(0.0)

HEADLINES = (
    Headline(
        "retention by month cohort",
        "retention",
        View(period="all"),
        lambda row: (_month(row), row.age, row.total) if row.total else None,
        f"WITH b AS ({ACTIVE}), f AS (SELECT p, min(m) AS c FROM b GROUP BY p) "
        "SELECT c, m - c AS age, count(*) FROM b JOIN f USING (p) GROUP BY c, age",
        _pandas_retention,
        _polars_retention,
    ),
    Headline(
        "active customers by month",
        "customers",
        EVERY_MONTH,
        lambda row: (_month(row), row.estimate.value),
        f"SELECT {ORDERED} AS m, count(DISTINCT {PERSON}) FROM {ORDERS} GROUP BY m",
        lambda raw: _cells(_bought(raw).groupby("month")["person"].nunique()),
        lambda raw: _lazily(raw).group_by("month").agg(pl.col("person").n_unique()).collect().rows(),
    ),
    Headline(
        "observed LTV by month cohort",
        "observed_ltv",
        View(period="all"),
        lambda row: (_month(row), row.age, row.estimate.value),
        f"WITH b AS (SELECT {PERSON} AS p, {ORDERED} AS m, sum({NET}) AS r FROM {ORDERS} GROUP BY p, m), "
        "f AS (SELECT p, min(m) AS c FROM b GROUP BY p), "
        "cells AS (SELECT c, m - c AS age, count(*) AS n, sum(r) AS r FROM b JOIN f USING (p) GROUP BY c, age) "
        "SELECT c, age, sum(r) OVER w / first_value(n) OVER w FROM cells WINDOW w AS (PARTITION BY c ORDER BY age)",
        _pandas_ltv,
        _polars_ltv,
    ),
    Headline(
        "net revenue by month and region",
        "net_revenue",
        replace(EVERY_MONTH, split="region"),
        lambda row: (_month(row), row.split, row.estimate.value),
        f"SELECT {ORDERED} AS m, c.region, sum({NET}) FROM {ORDERS} GROUP BY m, c.region",
        lambda raw: _cells(_bought(raw).groupby(["month", "region"])["net"].sum()),
        lambda raw: _lazily(raw).group_by("month", "region").agg(pl.col("net").sum()).collect().rows(),
    ),
    Headline(
        "AOV by month",
        "aov",
        EVERY_MONTH,
        lambda row: (_month(row), row.estimate.value),
        f"SELECT {ORDERED} AS m, sum({NET}) / count(*) FROM raw.orders AS o GROUP BY m",
        lambda raw: _cells(
            (raw.orders["amount"] - raw.orders["refunded_amount"].fillna(0))
            .groupby(raw.orders["ordered_at"].dt.year * 12 + raw.orders["ordered_at"].dt.month - 1)
            .mean()
        ),
        lambda raw: (
            raw.orders.lazy()
            .group_by(pl.col("ordered_at").dt.year().cast(pl.Int64) * 12 + pl.col("ordered_at").dt.month() - 1)
            .agg((pl.col("amount") - pl.col("refunded_amount").fill_null(0)).mean())
            .collect()
            .rows()
        ),
    ),
    Headline(
        "repeat rate",
        "repeat_rate",
        View(period="all"),
        lambda row: (row.estimate.value,),
        f"SELECT avg(CAST(n >= 2 AS INTEGER)) FROM (SELECT {PERSON} AS p, count(*) AS n FROM {ORDERS} "
        "WHERE o.customer_id IS NOT NULL GROUP BY p)",
        lambda raw: [(float((_bought(raw)["person"].value_counts() >= 2).mean()),)],
        lambda raw: _lazily(raw).group_by("person").agg(pl.len()).select((pl.col("len") >= 2).mean()).collect().rows(),
    ),
    Headline(
        "NPS by month",
        "nps",
        EVERY_MONTH,
        lambda row: (_month(row), row.estimate.value) if row.estimate.n else None,
        _scores_sql("100 * (CAST(nps >= 9 AS INTEGER) - CAST(nps <= 6 AS INTEGER))", "nps"),
        _pandas_scores("nps", lambda nps: ((nps >= 9).astype(int) - (nps <= 6).astype(int)) * 100.0),
        _polars_scores("nps", NPS),
    ),
    Headline(
        "CSAT by month",
        "csat",
        EVERY_MONTH,
        lambda row: (_month(row), row.estimate.value) if row.estimate.n else None,
        _scores_sql("CAST(csat >= 4 AS INTEGER)", "csat"),
        _pandas_scores("csat", lambda csat: (csat >= 4).astype(float)),
        _polars_scores("csat", pl.col("csat") >= 4),
    ),
    Headline(
        "CES by month",
        "ces",
        EVERY_MONTH,
        lambda row: (_month(row), row.estimate.value) if row.estimate.n else None,
        _scores_sql("ces", "ces"),
        _pandas_scores("ces", lambda ces: ces),
        _polars_scores("ces", pl.col("ces")),
    ),
)


def differing(ours: Cells, theirs: Cells) -> Iterator[str]:
    """The cells that are not the same, as sentences; amounts may differ by the rounding of floats."""
    mine, other = _by_place(ours), _by_place(theirs)
    for place in sorted(mine.keys() | other.keys(), key=str):
        a, b = mine.get(place), other.get(place)
        if a is None or b is None or abs(a - b) > 1e-9 * max(1.0, abs(b)):
            yield f"{place}: {a} and {b}"


def _by_place(cells: Cells) -> dict[tuple[object, ...], float]:
    return {tuple(int(p) if not isinstance(p, str) else p for p in cell[:-1]): float(str(cell[-1])) for cell in cells}
