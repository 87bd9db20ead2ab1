"""`cx customers`: the people behind a figure, on the terminal and for other programs."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from cx.cli.main import cx as command
from cx.errors import UsageError
from cx.ingest.options import LoadOptions
from cx.store.loads import load

ORDERS = """order_id,customer_id,ordered_at,amount,region
o1,a,2026-01-05,10.00,North
o2,a,2026-02-05,20.00,North
o3,=b,2026-02-06,40.00,South
o4,,2026-02-28,40.00,South
"""


@pytest.fixture
def cx(tmp_path, monkeypatch):
    """What `cx` prints in a store of four orders."""
    home = tmp_path / "home"
    monkeypatch.setenv("CX_HOME", str(home))
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)
    load(home, [file], LoadOptions())

    def run(*words):
        done = CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
        return done.output

    return run


def test_json_counts_the_listed_and_the_guests(cx):
    told = json.loads(cx("customers", "net_revenue", "--format", "json"))
    assert (told["customers"], told["n"], told["not_listed"]) == (2, 3, 1)
    assert "Not listed: 1 order or credit note, guest orders: they name no customer." in told["notes"]
    first = told["rows"][0]
    assert (first["customer"], first["n"], first["adds"], first["first_order"]) == ("=b", 1, 40, "2026-02-06")
    assert first["last_nps"] is None


def test_csv_holds_no_formula_and_follows_filter_and_days(cx):
    rows = list(csv.DictReader(io.StringIO(cx("customers", "orders", "--format", "csv", "--from", "2026-02-01"))))
    assert [(row["customer"], row["adds"]) for row in rows] == [("'=b", "1"), ("a", "1")]
    north = list(csv.DictReader(io.StringIO(cx("customers", "orders", "--format", "csv", "--where", "region=North"))))
    assert [row["customer"] for row in north] == ["a"]
    bar = list(
        csv.DictReader(io.StringIO(cx("customers", "orders", "--format", "csv", "--by", "region", "--value", "North")))
    )
    assert bar == north


def test_a_cohort_cell_and_one_side_of_it(cx):
    words = ("customers", "retention", "--cohort-of", "2026-01-20", "--age", "1", "--side", "adds", "--format", "json")
    told = json.loads(cx(*words))
    assert [row["customer"] for row in told["rows"]] == ["a"]
    assert told["rows"][0]["adds"] == 1


def test_the_table_says_how_many_more_there_are(cx):
    said = cx("customers", "customers", "--most", "1")
    assert "2 customers are behind the figure." in said
    assert "The first 1 of 2 are listed; --most lists more." in said
    assert cx("customers", "customers", "--sql").startswith("WITH params AS")


def test_what_cannot_be_listed_is_refused(cx):
    with pytest.raises(UsageError, match="cannot be listed"):
        cx("customers", "what_if")
