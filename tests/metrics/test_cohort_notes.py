"""What is said beside cohorts: that none is complete yet, who ordered before the data, which money is in none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.view import Dates, View
from tests.given import given
from tests.metrics.histories import guest_order, histories

ALL = View("all")
BEGIN = "The orders begin on 5 Jan 2026; customers from before it count as new in the first months."


def said(notes: tuple[str, ...], word: str) -> list[str]:
    return [note for note in notes if word in note]


@pytest.mark.parametrize("metric", ["retention_curve", "ltv_curve"])
def test_before_the_first_period_is_over_no_age_is_known(tmp_path: Path, metric: str) -> None:
    """Two customers in the first nine days of December: January comes first."""
    version = given(tmp_path, orders=histories(ann="2026-12-01 5", bob="2026-12-09 7"))
    row = compute(metric, version, ALL).only()
    assert row.estimate.reason == "no cohort has completed its first month yet: the first does on 31 Dec 2026"
    assert (row.estimate.n, row.matures) == (2, date(2026, 12, 31))
    elsewhere = View().at(Dates(date(2020, 1, 1), date(2020, 1, 31)))
    assert str(compute(metric, version, elsewhere).only().estimate.reason).startswith("no data in these days")


@pytest.mark.parametrize("metric", ["new_customers", "retention", "observed_ltv", "ltv_curve"])
def test_who_ordered_before_the_data_counts_as_new(tmp_path: Path, metric: str) -> None:
    version = given(tmp_path, Settings(minimum_n=1), orders=histories(ann="2026-01-05 5", bob="2026-02-01 7"))
    assert BEGIN in compute(metric, version, ALL).notes
    assert BEGIN in compute(metric, version, View().at(Dates(date(2026, 1, 31), date(2026, 2, 1)))).notes
    assert BEGIN not in compute(metric, version, View().at(Dates(date(2026, 2, 1), date(2026, 2, 1)))).notes
    assert BEGIN not in compute("orders", version, ALL).notes


def test_credit_notes_outside_cohorts_are_told_with_their_amount(tmp_path: Path) -> None:
    """Ann's -5 lies a month before her first order, her -3 in its month; Bob has nothing but credit notes."""
    orders = histories(ann="2026-01-05 -5, 2026-02-01 -3, 2026-02-09 50", bob="2026-02-01 -20, 2026-02-02 -1")
    version = given(tmp_path, orders=orders + guest_order("2026-02-28"))
    result = compute("observed_ltv", version, ALL)
    assert said(result.notes, "no cohort") == [
        "Credit notes from a month before the customer's first order are in no cohort: 1 (amount -5.00).",
        "Credit notes of customers without an order are in no cohort: 2 (amount -21.00).",
    ]
    assert result.rows[0].total == 47
    assert said(compute("retention", version, ALL).notes, "no cohort") == []
    assert len(said(compute("retention", version, ALL, Options(measure="revenue")).notes, "no cohort")) == 2


def test_orders_before_the_sign_up_are_told(tmp_path: Path) -> None:
    """Of Ann's orders that of December is outside; Bob never signed up. In euros, and Bob's also in dollars."""
    orders = histories(ann="2025-12-24 5, 2026-01-02 7, 2026-02-01 9", bob="2026-01-05 3, 2026-01-06 4")
    for row, currency in zip(orders, ("EUR", "EUR", "EUR", "EUR", "USD"), strict=True):
        row["currency"] = currency
    people = [{"customer_id": "ann", "signed_up_at": "2026-01-10"}]
    version = given(tmp_path, customers=people, orders=orders)
    notes = compute("retention", version, ALL, Options(basis="signed_up")).notes
    assert said(notes, "no cohort") == [
        "Orders and credit notes from a month before the sign-up's are in no cohort: 1 (amount 5.00 EUR).",
        "Orders and credit notes of customers without a sign-up day are in no cohort: 2.",
    ]


def test_customers_are_no_series_of_days_that_could_end_early(tmp_path: Path) -> None:
    """The last customer was new on 5 January; the orders go on to the last day shown."""
    version = given(tmp_path, orders=histories(ann="2026-01-05 5, 2026-03-31 5"))
    notes = compute("retention", version, ALL).notes
    assert said(notes, "end on") == []
    later = View().at(Dates(date(2026, 1, 1), date(2026, 4, 30)))
    assert said(compute("retention", version, later).notes, "end on") == [
        "The orders end on 31 Mar 2026, before the last day shown."
    ]
