"""The customers expected to bring most, by their number: a table to read and to take along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cx.language import N_, Words, _, language, numbers
from cx.metrics.base import Options, Result, Row
from cx.metrics.compute import compute
from cx.metrics.single import ALIVE, EXPECTED, HORIZONS
from cx.store.reading import Version
from cx.ui import exports, states
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.view import View

MOST = 100
ROWS_EACH = len(HORIZONS) + 2
TITLES = Words(
    {
        "customer": N_("Customer"),
        "value_12_months": N_("Next 12 months"),
        "value_12_low": N_("from"),
        "value_12_high": N_("to"),
        "currency": N_("Currency"),
        "value_36_months": N_("Next 36 months"),
        "expected_orders_12_months": N_("Orders in 12 months"),
        "order_days": N_("Order days so far"),
        "p_alive": N_("P(alive)"),
    }
)
"""What the page shows of the table -> its heading; the CSV has all of it."""
FORMATS = {"p_alive": "percent", "order_days": "localized", "expected_orders_12_months": "%.1f"}
CACHED_TABLES = 64
OPEN_UP_TO = 100_000
"""With more customers the table waits until it is asked for: each of them has to be looked at."""


def show(page: Page) -> None:
    """The table in a box, which computes nothing until it is opened."""
    box = st.expander(
        _("The {n} most valuable customers").format(n=MOST),
        expanded=page.version.counts.get("customers", 0) <= OPEN_UP_TO,
        key="ltv_customers",
        on_change="rerun",
        icon=":material/leaderboard:",
    )
    if not box.open:
        return
    with box:
        view = replace(page.view, every=None, split=None)
        with st.spinner(_("Ranking customers …")):
            result = _ranked(page.version.id, view.query(), language(), page.version, view)
        page.used.append(result)
        if not any(row.item for row in result.rows):
            states.too_few(result.rows)
            return
        _draw(table(result), result)


def _draw(frame: pd.DataFrame, result: Result) -> None:
    st.caption(
        _(
            "Customers by what they are expected to bring in 12 months. The interval is of the expected value: what "
            "one customer really brings varies far more."
        )
    )
    st.dataframe(
        frame,
        hide_index=True,
        column_order=list(TITLES),
        column_config={name: _column(name, title) for name, title in TITLES.items()},
        placeholder=numbers.DASH,
        alt=_("The most valuable customers"),
    )
    name = f"most-valuable-customers-{result.data_version}"
    with st.container(horizontal=True, gap="small"):
        exports.of_csv(lambda: csv(frame, result), name, key="ltv_customers")
        exports.of_table(frame, result, name, key="ltv_customers")
    for row in result.rows:
        if row.remark:
            st.caption(plain(row.remark))


def table(result: Result) -> pd.DataFrame:
    """A line per customer: number, order days so far, P(alive), expected order days, values with their intervals."""
    by_customer: dict[str, list[Row]] = {}
    for row in result.rows:
        if row.item is not None:
            by_customer.setdefault(row.item, []).append(row)
    return pd.DataFrame([dict(_cells(customer, rows)) for customer, rows in by_customer.items()])


def _column(name: str, title: str) -> Any:
    if name in ("customer", "currency"):
        return st.column_config.TextColumn(title)
    return st.column_config.NumberColumn(title, format=FORMATS.get(name, "%,.0f"))


def csv(frame: pd.DataFrame, result: Result) -> bytes:
    """The table as CSV with the view and data version that made it; no cell is a formula to a spreadsheet."""
    stamped = frame.assign(metric=result.metric.name, view=result.view.query(), data_version=result.data_version)
    return exports.csv(stamped)


def _cells(customer: str, rows: list[Row]) -> Iterator[tuple[str, object]]:
    yield "customer", customer
    yield "order_days", rows[0].estimate.n
    for row in rows:
        if row.part == ALIVE:
            yield "p_alive", row.estimate.value
        elif row.part == EXPECTED:
            yield "expected_orders_12_months", row.estimate.value
        else:
            yield f"value_{row.age}_months", row.estimate.value
            yield f"value_{row.age}_low", row.estimate.low
            yield f"value_{row.age}_high", row.estimate.high
    if rows[0].currency:
        yield "currency", rows[0].currency


# Only what the page shows is kept: the answer holds ten thousand customers.
@st.cache_resource(max_entries=CACHED_TABLES, show_spinner=False)
def _ranked(version_id: str, query: str, spoken: str, _version: Version, _view: View) -> Result:
    result = compute("predicted_clv", _version, _view, Options(per="customer"))
    return replace(result, rows=result.rows[: MOST * ROWS_EACH])
