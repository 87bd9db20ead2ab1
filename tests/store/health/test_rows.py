"""Duplicates, refusals by reason, merges and ways, in numbers that can be counted by hand."""

import json

import pytest

from cx.settings import Settings
from cx.store.health import health
from cx.store.health.refusals import Reason, reasons
from cx.store.loads import LoadOptions, load
from cx.store.versions import open_version
from tests.given import given, given_loads


def by_key(version, key, table=None):
    return [e for e in health(version) if e.key == key and table in (None, e.table)]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("files")
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text(
        "order_id,customer_id,ordered_at,amount\n1,a,2025-01-01,5\n2,b,2025-01-02,6\n3,c,someday,7\n4,d,2025-01-04,seven\n"
    )
    second.write_text("order_id,customer_id,ordered_at,amount\n1,a,2025-01-01,5\n2,b,2025-01-02,8\n5,e,never,9\n")
    for path in (first, second):
        (report,) = load(home, [path], LoadOptions(table="orders"))
        assert not report.questions
    return open_version(home)


def test_what_was_stored_already_and_what_replaced_an_earlier_row(loaded):
    (entry,) = by_key(loaded, "duplicates")
    assert entry.result == "1 of 7 rows read were stored already, 1 replaced an earlier row"


def test_refused_rows_are_told_by_reason_and_load(loaded):
    found = reasons(loaded)
    assert {(r.table, r.load_id, r.rows) for r in found} <= {
        ("orders", "L1", 1),
        ("orders", "L2", 1),
        ("orders", "L1", 2),
    }
    assert sum(r.rows for r in found) == 3
    assert all(isinstance(r, Reason) and r.reason for r in found)
    (entry,) = by_key(loaded, "refused")
    assert (entry.n, entry.of, entry.status) == (3, 7, "look")
    assert any("L1, L2" in line for line in entry.details)


def test_merges_are_told_by_what_joined_them_and_the_setting_takes_those_by_email_back(tmp_path):
    one = [{"customer_id": c, "person_id": "ann", "email": "x"} for c in ("a1", "a2", "a3")]
    loads = ({"customers": one}, {"customers": [{"customer_id": "crm", "email": "x"}]})
    (entry,) = by_key(given_loads(tmp_path, *loads), "merges")
    assert entry.result == "1 person stands for 4 customer ids"
    assert entry.details == ("by person_id: 2", "by e-mail: 1")
    apart = given_loads(tmp_path, *loads, settings=Settings(match_by_email="only_unnamed"))
    (entry,) = by_key(apart, "merges")
    assert entry.details == ("by person_id: 2",)
    (entry,) = by_key(apart, "not_merged")
    assert entry.n == 2


def test_a_match_rate_says_by_what_customers_were_found(tmp_path):
    version = given(
        tmp_path,
        orders=[{"order_id": "1", "customer_id": "a", "ordered_at": "2025-01-01", "amount": "1"}],
        surveys=[
            {"response_id": str(n), "responded_at": "2025-01-02", "nps": "9"} | link
            for n, link in enumerate(({"customer_id": "a"}, {"order_id": "1"}, {"customer_id": "x"}, {}))
        ],
    )
    (entry,) = by_key(version, "match_rate", "responses")
    assert (entry.n, entry.of, entry.value) == (2, 4, 0.5)
    assert entry.details == (
        "by customer id: 2",
        "by order number: 1",
        "of these nobody else knows the customer: 1",
        "by nothing: 1",
    )


def test_every_finding_is_json_and_says_what_it_bears_on(loaded):
    entries = health(loaded)
    assert json.loads(json.dumps([e.to_json() for e in entries]))
    assert all(e.key and e.meaning and e.touches for e in entries)
