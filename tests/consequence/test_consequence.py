"""What a load changes is told in figures that can be computed by hand."""

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from cx.consequence import consequence
from cx.ingest.options import LoadReport
from cx.store.empty import empty_version
from cx.store.loads import load, rehearse
from cx.store.versions import open_version
from tests.given import given

JANUARY = [
    {"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-05", "amount": "10", "currency": "EUR"},
    {"order_id": "2", "customer_id": "b", "ordered_at": "2026-01-31", "amount": "20", "currency": "EUR"},
]
FEBRUARY = {"order_id": "3", "customer_id": "a", "ordered_at": "2026-02-28", "amount": "30", "currency": "EUR"}
LATE = {"order_id": "4", "customer_id": "c", "ordered_at": "2026-01-20", "amount": "6", "currency": "EUR"}


def surveys(scores, day="2026-01-15", start=0):
    return [
        {"response_id": f"r{n}", "customer_id": "a" if n % 2 else None, "responded_at": day, "nps": str(score)}
        for n, score in enumerate(scores, start=start)
    ]


def by_metric(found):
    return {(c.metric, c.first_day and c.first_day.isoformat()): c for c in found.changes}


def test_nothing_changes_between_a_version_and_itself(tmp_path):
    version = given(tmp_path, orders=JANUARY, surveys=surveys([9] * 40))
    found = consequence(version, version)
    assert (found.changes, found.more, found.nothing) == ((), 0, True)
    assert found.sentence() == "no headline figure changes"


def test_an_order_that_came_late_changes_its_month_and_no_other(tmp_path):
    before = given(tmp_path, orders=[*JANUARY, FEBRUARY])
    after = given(tmp_path, orders=[*JANUARY, FEBRUARY, LATE])
    found = consequence(before, after)
    changes = by_metric(found)
    revenue = changes["net_revenue", "2026-01-01"]
    assert (revenue.before.value, revenue.after.value, revenue.kind) == (30.0, 36.0, "changed")
    assert revenue.sentence() == "Jan 2026 net revenue €30 → €36"
    assert changes["orders", "2026-01-01"].sentence() == "Jan 2026 orders 2 → 3"
    assert changes["customers", None].sentence() == "customers, all data 2 → 3"
    assert not any(day == "2026-02-01" for _metric, day in changes)
    assert [(r.table, r.before, r.after) for r in found.changed_rows] == [("customers", 2, 3), ("orders", 3, 4)]


def test_a_new_month_is_new_and_told_after_months_that_change(tmp_path):
    before = given(tmp_path, orders=JANUARY)
    after = given(tmp_path, orders=[*JANUARY, FEBRUARY, LATE])
    found = consequence(before, after)
    kinds = [change.kind for change in found.changes]
    assert kinds.index("new") > kinds.index("changed")
    assert by_metric(found)["net_revenue", "2026-02-01"].sentence() == "Feb 2026 net revenue €30 (new)"


def test_a_month_that_is_not_over_says_so_and_comes_last(tmp_path):
    early = FEBRUARY | {"ordered_at": "2026-02-10"}
    found = consequence(given(tmp_path, orders=JANUARY), given(tmp_path, orders=[*JANUARY, early]))
    assert [c.complete for c in found.changes] == sorted((c.complete for c in found.changes), reverse=True)
    assert by_metric(found)["orders", "2026-02-01"].sentence() == "Feb 2026 orders (month not complete) 1 (new)"


def test_nps_tells_how_many_answers_it_rests_on(tmp_path):
    # 30 promoters of 40: +75; with 10 detractors more, 30 of 50 less 20 of 50: +20 after 10 of 40 were detractors.
    before = given(tmp_path, surveys=surveys([9] * 30 + [3] * 10, day="2026-01-31"))
    after = given(tmp_path, surveys=surveys([9] * 30 + [3] * 20, day="2026-01-31"))
    change = by_metric(consequence(before, after))["nps", "2026-01-01"]
    assert (change.before.value, change.after.value) == (pytest.approx(50), pytest.approx(20))
    assert change.sentence() == "Jan 2026 NPS +50.0 → +20.0 (n 40 → 50)"


def test_a_second_currency_is_a_figure_of_its_own(tmp_path):
    dollars = LATE | {"currency": "USD"}
    found = consequence(given(tmp_path, orders=JANUARY), given(tmp_path, orders=[*JANUARY, dollars]))
    assert "Jan 2026 net revenue $6 (new)" in found.sentences()
    assert not any("€" in sentence for sentence in found.sentences())


def test_match_rates_are_told_when_they_differ(tmp_path):
    before = given(tmp_path, orders=JANUARY, surveys=surveys([9] * 40))
    known = [{**row, "customer_id": "a"} for row in surveys([9] * 40)]
    after = given(tmp_path, orders=JANUARY, surveys=known)
    found = consequence(before, after)
    assert "match rate of responses 50.0% → 100.0%" in found.sentences()


def test_into_an_empty_store_everything_is_new_and_out_of_it_gone(tmp_path):
    version = given(tmp_path, orders=JANUARY, surveys=surveys([9] * 40))
    come, went = consequence(empty_version(), version), consequence(version, empty_version())
    assert {c.kind for c in come.changes} == {"new"}
    assert {c.kind for c in went.changes} == {"gone"}
    assert len(come.changes) + come.more == len(went.changes) + went.more
    assert consequence(empty_version(), empty_version()).nothing


def test_at_most_a_dozen_are_told_and_the_rest_is_counted(tmp_path):
    orders = [JANUARY[0] | {"order_id": str(n), "ordered_at": f"2025-{n:02}-05"} for n in range(1, 13)]
    found = consequence(empty_version(), given(tmp_path, orders=orders))
    # Twelve months of revenue, orders and order value (too few orders for one: withheld), and the customers.
    assert len(found.changes) == 12
    assert found.more == 12 * 2 + 1 - 12
    assert f"{found.more} other figures change" in found.sentences()


def test_duplicates_and_refusals_of_the_files_are_told(tmp_path):
    version = given(tmp_path, orders=JANUARY)
    reports = [LoadReport("a.csv", duplicates=40, refused_count=2), LoadReport("b.csv", duplicates=1)]
    found = consequence(version, version, reports)
    assert found.sentences() == ["no headline figure changes", "41 duplicates ignored", "2 rows refused"]


def test_the_plain_values_hold_both_estimates(tmp_path):
    found = consequence(given(tmp_path, orders=JANUARY), given(tmp_path, orders=[*JANUARY, LATE])).to_json()
    revenue = next(c for c in found["changes"] if c["metric"] == "net_revenue")
    assert (revenue["before"]["value"], revenue["after"]["value"], revenue["currency"]) == (30.0, 36.0, "EUR")
    assert revenue["before"]["low"] < 30.0 < revenue["before"]["high"]
    assert found["rows"][0]["sentence"] == "customers 2 → 3 rows"


@settings(max_examples=5)
@for_all(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 500)), min_size=1, max_size=12))
def test_there_and_back_names_the_same_months(tmp_path_factory, more):
    tmp_path = tmp_path_factory.mktemp("there")
    added = [
        JANUARY[0] | {"order_id": f"x{n}", "ordered_at": f"2025-{month:02}-10", "amount": str(amount)}
        for n, (month, amount) in enumerate(more)
    ]
    one, other = given(tmp_path, orders=JANUARY), given(tmp_path, orders=[*JANUARY, *added])
    there, back = consequence(one, other), consequence(other, one)
    assert len(there.changes) + there.more == len(back.changes) + back.more > 0
    totals = {c.first_day: c.after.value for c in there.changes if c.metric == "net_revenue" and c.kind == "new"}
    for day, total in totals.items():
        assert total == sum(amount for month, amount in more if month == day.month and day.year == 2025)


def test_a_rehearsed_load_tells_what_committing_it_would_change(tmp_path):
    head = "order_id,customer_id,ordered_at,amount\n"
    for name, rows in (
        ("first.csv", "1,a,2026-01-05,10\n2,b,2026-01-31,20\n"),
        ("second.csv", "1,a,2026-01-05,10\n2,b,2026-01-31,25\n3,c,2026-02-28,7\n4,c,never,7\n"),
    ):
        (tmp_path / name).write_text(head + rows)
    store = tmp_path / "store"
    load(store, [tmp_path / "first.csv"])
    rehearsal = rehearse(store, [tmp_path / "second.csv"])
    found = consequence(open_version(store), rehearsal.version(), rehearsal.reports)
    told = by_metric(found)
    assert told["net_revenue", "2026-01-01"].sentence() == "Jan 2026 net revenue 30 → 35"
    assert told["net_revenue", "2026-02-01"].sentence() == "Feb 2026 net revenue 7 (new)"
    assert found.sentences()[-2:] == ["1 duplicate ignored", "1 row refused"]
    # Nothing has changed yet.
    assert open_version(store).counts["orders"] == 2
