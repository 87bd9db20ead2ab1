"""The peer: four of our charts as a Vizro dashboard that asks DuckDB at every change. `python app.py FILE PORT`.

FILE: a DuckDB file with the raw tables orders, customers and surveys. The queries are those somebody would write by
hand; there are no intervals, no comparison and no notes.
"""

from __future__ import annotations

import sys

import duckdb
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import vizro.models as vm
from plotly.subplots import make_subplots
from vizro import Vizro
from vizro.managers import data_manager
from vizro.models.types import capture

DATABASE, PORT = sys.argv[1], int(sys.argv[2])
MONTHS = {"Last 12 months": 12, "Last 6 months": 6, "Last 3 months": 3, "Last month": 1, "All data": 1200}
SINCE = """o.status IS DISTINCT FROM 'cancelled'
    AND o.ordered_at >= (SELECT date_trunc('month', max(ordered_at)) FROM orders) - to_months({months} - 1)"""
ORDERS = "FROM orders o LEFT JOIN customers c USING (customer_id) WHERE " + SINCE
CONNECTION = duckdb.connect(DATABASE, read_only=True)


def asked(sql: str, period: str) -> pd.DataFrame:
    """One query, on a cursor of its own."""
    with CONNECTION.cursor() as cursor:
        return cursor.execute(sql.format(months=MONTHS[period])).df()


def money(period: str = "Last 12 months") -> pd.DataFrame:
    """Net revenue and average order value by month."""
    return asked(
        f"""SELECT date_trunc('month', o.ordered_at) AS month,
            sum(o.amount - coalesce(o.refunded_amount, 0)) AS revenue,
            avg(o.amount - coalesce(o.refunded_amount, 0)) AS aov {ORDERS} GROUP BY 1 ORDER BY 1""",
        period,
    )


def active(period: str = "Last 12 months") -> pd.DataFrame:
    """Customers who ordered, by month."""
    return asked(
        f"""SELECT date_trunc('month', o.ordered_at) AS month,
            count(DISTINCT coalesce(c.person_id, o.customer_id)) AS customers {ORDERS} GROUP BY 1 ORDER BY 1""",
        period,
    )


def cohorts(period: str = "Last 12 months") -> pd.DataFrame:
    """Share of every month's new customers who order again, by months since."""
    return asked(
        """WITH b AS (SELECT DISTINCT coalesce(c.person_id, o.customer_id) AS p, year(o.ordered_at) * 12
                + month(o.ordered_at) AS m FROM orders o LEFT JOIN customers c USING (customer_id)
                WHERE o.status IS DISTINCT FROM 'cancelled' AND o.customer_id IS NOT NULL),
            f AS (SELECT p, min(m) AS c FROM b GROUP BY p),
            cells AS (SELECT c, m - c AS age, count(*) AS n FROM b JOIN f USING (p) GROUP BY ALL)
        SELECT c AS cohort, age, n / max(n) OVER (PARTITION BY c) AS share FROM cells
        WHERE c > (SELECT max(m) FROM b) - {months} ORDER BY 1, 2""",
        period,
    )


def nps(period: str = "Last 12 months") -> pd.DataFrame:
    """NPS by month."""
    return asked(
        """SELECT date_trunc('month', o.responded_at) AS month, 100 * avg((nps >= 9)::INT - (nps <= 6)::INT) AS nps
        FROM surveys o WHERE nps IS NOT NULL AND o.responded_at >= (SELECT date_trunc('month', max(responded_at))
            FROM surveys) - to_months({months} - 1) GROUP BY 1 ORDER BY 1""",
        period,
    )


@capture("graph")
def money_chart(data_frame: pd.DataFrame) -> go.Figure:
    """Revenue as bars, average order value as a line."""
    figure = make_subplots(specs=[[{"secondary_y": True}]])
    figure.add_bar(x=data_frame["month"], y=data_frame["revenue"], name="Net revenue")
    figure.add_scatter(x=data_frame["month"], y=data_frame["aov"], name="AOV", secondary_y=True)
    return figure


@capture("graph")
def heat_map(data_frame: pd.DataFrame) -> go.Figure:
    """The cohort triangle."""
    return px.imshow(data_frame.pivot_table(index="cohort", columns="age", values="share"), aspect="auto")


@capture("graph")
def line(data_frame: pd.DataFrame, y: str) -> go.Figure:
    """One figure over time."""
    return px.line(data_frame, x="month", y=y)


def main() -> None:
    """Build the dashboard and serve it until it is stopped."""
    loads = {"money": money, "active": active, "cohorts": cohorts, "nps": nps}
    for name, load in loads.items():
        data_manager[name] = load
    figures = {
        "money": money_chart("money"),
        "active": line("active", y="customers"),
        "cohorts": heat_map("cohorts"),
        "nps": line("nps", y="nps"),
    }
    page = vm.Page(
        title="Overview",
        components=[vm.Graph(id=f"{name}_chart", figure=figure) for name, figure in figures.items()],
        layout=vm.Grid(grid=[[0, 1], [2, 3]]),
        controls=[
            vm.Parameter(
                targets=[f"{name}_chart.data_frame.period" for name in loads],
                selector=vm.RadioItems(options=list(MONTHS), value="Last 12 months", title="Period"),
            )
        ],
    )
    Vizro().build(vm.Dashboard(pages=[page])).run(port=PORT, debug=False)


if __name__ == "__main__":
    main()
