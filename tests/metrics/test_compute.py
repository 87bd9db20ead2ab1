"""The way from a request to a result: wrong requests are refused, missing data are named, nothing is ignored."""

from datetime import date
from pathlib import Path

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import Filter, View
from tests.given import given

ANY_N = Settings(minimum_n=2)


@pytest.fixture
def shop(tmp_path: Path) -> Version:
    return given(
        tmp_path,
        ANY_N,
        customers=[{"customer_id": "ann", "segment": "A"}],
        orders=[
            {"order_id": "1", "customer_id": "ann", "ordered_at": "2026-01-05", "amount": 10, "channel": "Web"},
            {"order_id": "2", "customer_id": None, "ordered_at": "2026-03-15", "amount": 5, "channel": "App"},
        ],
        surveys=[
            {"response_id": n, "customer_id": "ann", "responded_at": "2026-04-20", "nps": 9, "touchpoint": "shop"}
            for n in ("1", "2")
        ],
    )


def reason(version: Version, metric: str, view: View) -> str:
    result = compute(metric, version, view)
    assert len(result.rows) == 1
    assert result.only().estimate.value is None
    return str(result.only().estimate.reason)


def by(dimension: str, *values: str) -> View:
    return View("all", filters=(Filter(dimension, values),))


def test_an_unknown_metric_is_refused_with_the_nearest_name(shop: Version) -> None:
    with pytest.raises(UsageError, match="Did you mean “net_revenue”"):
        compute("net_revenu", shop, View("all"))


@pytest.mark.parametrize("view", [by("segmnt", "A"), View("all", split="segmnt")])
def test_a_dimension_that_exists_nowhere_is_refused_with_the_nearest_name(shop: Version, view: View) -> None:
    with pytest.raises(UsageError, match="Did you mean “segment”"):
        compute("orders", shop, view)


@pytest.mark.parametrize("view", [by("touchpoint", "shop"), View("all", split="touchpoint")])
def test_a_dimension_of_other_rows_is_never_ignored(shop: Version, view: View) -> None:
    assert reason(shop, "orders", view) == "orders have no dimension touchpoint"
    assert compute("nps", shop, view).only().estimate.value == 100


def test_one_word_for_two_dimensions_is_refused(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        orders=[{"order_id": "1", "customer_id": "ann", "ordered_at": "2026-01-05", "channel": "Web"}],
        contacts=[{"contact_id": "1", "opened_at": "2026-01-05", "channel": "phone"}],
    )
    with pytest.raises(UsageError, match=r"contacts\.channel and orders\.channel"):
        compute("contacts_per_customer", version, by("channel", "Web"))
    assert reason(version, "contacts_per_customer", by("orders.channel", "Web")) == (
        "contacts have no dimension orders.channel"
    )


def test_dates_that_run_backwards_are_refused(shop: Version) -> None:
    with pytest.raises(UsageError, match="backwards"):
        compute("orders", shop, View("custom", date(2026, 2, 1), date(2026, 1, 1)))


@pytest.mark.parametrize("options", [Options(cohort="fortnight"), Options(cohort="week"), Options(mode="recurring")])
def test_options_a_metric_does_not_have_are_refused(shop: Version, options: Options) -> None:
    with pytest.raises(UsageError):
        compute("orders", shop, View("all"), options)


def test_a_missing_input_says_which_file_supplies_it(shop: Version, tmp_path: Path) -> None:
    assert reason(shop, "resolution_time", View("all")) == "no contacts are loaded: load a contacts file"
    assert reason(given(tmp_path), "orders", View("all")) == "no orders are loaded: load an orders file"
    assert reason(given(tmp_path), "nps", by("gone", "x")) == "no surveys are loaded: load a surveys file"


def test_orders_that_all_do_not_count_are_not_called_missing(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        orders=[{"order_id": "1", "ordered_at": "2026-01-05", "amount": 3, "status": "void"}],
        contacts=[{"contact_id": "1", "opened_at": "2026-01-05"}],
    )
    assert reason(version, "orders", View("all")) == (
        "no orders count: status “void” does not count as an order (amount 3.00): 1"
    )


def test_a_filter_that_matches_nothing_is_named(shop: Version) -> None:
    view = by("segment", "Z")
    assert reason(shop, "orders", view) == "no rows match: 5 Jan 2026 to 20 Apr 2026 · segment = Z"
    assert "“Z” does not occur in segment; nothing matches it." in compute("orders", shop, view).notes


def test_a_filter_with_split_and_trend_that_match_nothing_gives_one_row(shop: Version) -> None:
    view = View("all", filters=(Filter("segment", ("Z",)),), split="channel", every="month")
    assert reason(shop, "orders", view).startswith("no rows match")


def test_missing_is_a_value_like_any_other(shop: Version) -> None:
    assert compute("orders", shop, by("segment", "(missing)")).only().estimate.value == 1


def test_a_hostile_value_is_a_value(shop: Version) -> None:
    assert "no rows match" in reason(shop, "orders", by("segment", "A') OR 1=1 --"))


def test_periods_are_complete_without_holes_and_end_with_the_orders(shop: Version) -> None:
    result = compute("orders", shop, View("all", every="month"))
    assert [(r.period, r.estimate.value, r.matures) for r in result.rows] == [
        (date(2026, 1, 1), 1, None),
        (date(2026, 2, 1), 0, None),
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
    ]
    incomplete = "Incomplete: the month from 1 Jan 2026 and 1 Mar 2026; not to be compared with whole ones."
    assert incomplete in result.notes
    assert "The orders end on 15 Mar 2026, before the last day shown." in result.notes


def test_a_period_before_the_answers_is_not_shown_and_one_that_goes_on_says_when_it_matures(shop: Version) -> None:
    rows = compute("nps", shop, View("all", every="quarter")).rows
    assert [(r.period, r.estimate.value, r.matures) for r in rows] == [
        (date(2026, 4, 1), 100, date(2026, 6, 30)),
    ]


def test_the_receipt_counts_rows_in_and_out(shop: Version) -> None:
    result = compute("orders", shop, by("channel", "App", "Web"))
    assert result.rows_in == 2
    assert result.rows_out == {
        "guest orders: no customer, so in orders and revenue but not in customers and retention": 1
    }
    assert result.data_version == shop.id
    again = shop.engine.query(result.sql)
    assert again["orders"].tolist() == [2]


def test_days_without_data_are_told_with_what_the_data_cover(shop: Version) -> None:
    view = View(period="custom", first=date(2027, 1, 1))
    assert reason(shop, "orders", view) == "no data in these days: the data cover 5 Jan 2026 to 20 Apr 2026"


def test_a_withheld_figure_has_no_total_that_would_give_it_away(tmp_path: Path) -> None:
    orders = [{"order_id": str(n), "ordered_at": "2026-01-05", "amount": 50} for n in (1, 2)]
    row = compute("aov", given(tmp_path, orders=orders), View("all")).only()
    assert (row.estimate.n, row.estimate.value, row.total) == (2, None, None)


def test_amounts_without_a_currency_are_told_beside_those_with_one(tmp_path: Path) -> None:
    orders = [
        {"order_id": "1", "ordered_at": "2026-01-05", "amount": 10, "currency": "EUR"},
        {"order_id": "2", "ordered_at": "2026-01-06", "amount": 5},
    ]
    result = compute("net_revenue", given(tmp_path, ANY_N, orders=orders), View("all"))
    assert {row.currency: row.estimate.value for row in result.rows} == {"EUR": 10, None: 5}
    assert "Amounts without a currency are a row of their own: name theirs with the setting currency." in result.notes


def test_a_score_names_its_scale(tmp_path: Path) -> None:
    """Two answers of 3 on 1-5: 3 on their own scale, 4 on 1-7."""
    surveys = [
        {"response_id": n, "responded_at": "2026-01-05", "csat": 3, "csat_scale": "1-5", "ces": 3, "ces_scale": "1-5"}
        for n in ("1", "2")
    ]
    version = given(tmp_path, ANY_N, surveys=surveys)
    shown = {name: compute(name, version, View("all")).only() for name in ("csat_mean", "ces")}
    assert {name: (row.estimate.value, row.scale) for name, row in shown.items()} == {
        "csat_mean": (3.0, "1-5"),
        "ces": (4.0, "1-7"),
    }
