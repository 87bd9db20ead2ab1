"""Real exports, start to end. The figures are counted from the files themselves with other means."""

from pathlib import Path

import pytest

from cx.store.loads import LoadOptions, load
from tests.ingest.loading import column, rows

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real files are not on this machine")


def test_olist_a_shop_with_an_id_per_order_and_a_person_behind_it(tmp_path: Path) -> None:
    store = tmp_path / "s"
    names = ("customers", "orders", "order_reviews")
    reports = load(store, [DATA / "olist-4k" / f"olist_{name}_dataset.csv" for name in names])
    assert [(r.table, r.rows_loaded, r.refused_count) for r in reports] == [
        ("customers", 4000, 0),
        ("orders", 4000, 0),
        ("surveys", 3986, 0),
    ]
    load(store, [DATA / "olist-4k" / "olist_order_payments_dataset.csv"], LoadOptions(table="order_lines"))
    assert column(store, "SELECT CAST(sum(amount) AS VARCHAR) FROM raw.order_lines") == ["645494.0500"]
    assert column(store, "SELECT count(*) FROM mart.customers") == [3998]
    assert rows(store, "SELECT count(*), round(avg(csat), 4), round(avg(csat_top_two), 4) FROM mart.responses") == [
        (3986, 4.0803, 0.7672)
    ]


def test_cdnow_has_no_header(tmp_path: Path) -> None:
    store = tmp_path / "s"
    options = LoadOptions(maps={"customer_id": "1", "ordered_at": "3", "amount": "5"})
    (report,) = load(store, [DATA / "cdnow" / "CDNOW_sample.txt"], options)
    assert (report.table, report.rows_loaded) == ("orders", 6919)
    sql = "SELECT count(DISTINCT customer_id), CAST(min(ordered_at) AS VARCHAR)[1:10] FROM raw.orders"
    assert rows(store, sql) == [(2357, "1997-01-01")]


def test_uci_must_ask_for_the_order_of_day_and_month(tmp_path: Path) -> None:
    store = tmp_path / "s"
    files = [DATA / "uci-retail-20k" / "online_retail_us_date_format_first20000.csv"]
    (asked,) = load(store, files)
    assert [question.pass_option for question in asked.questions] == ["--dates dmy|mdy"]
    (report,) = load(store, files, LoadOptions(dates="mdy"))
    assert (report.table, report.rows_loaded, report.also) == ("order_lines", 20000, {"orders": 938})
    assert column(store, "SELECT count(*) FROM raw.order_lines WHERE customer_id IS NULL") == [6653]
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["339603.9800"]
    assert column(store, "SELECT DISTINCT country FROM raw.orders WHERE order_id = '536365'") == ["United Kingdom"]


def test_ravenstack_proves_day_first_in_its_values(tmp_path: Path) -> None:
    store = tmp_path / "s"
    names = ("accounts", "subscriptions", "supports_ticket")
    reports = load(store, [DATA / "ravenstack" / f"ravenstack_{name}.csv" for name in names])
    assert [(r.table, r.rows_loaded) for r in reports] == [
        ("customers", 500),
        ("subscriptions", 5000),
        ("contacts", 2000),
    ]
    sql = "SELECT CAST(started_at AS VARCHAR) FROM raw.subscriptions WHERE subscription_id = 'S-8cec59'"
    assert column(store, sql) == ["2023-12-23 00:00:00"]


@pytest.mark.parametrize("name", ["churn_events", "feature_usage"])
def test_ravenstack_files_that_fit_no_table_are_asked_about(tmp_path: Path, name: str) -> None:
    (report,) = load(tmp_path / "s", [DATA / "ravenstack" / f"ravenstack_{name}.csv"])
    assert [question.field for question in report.questions] == ["table"]
