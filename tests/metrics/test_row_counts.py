"""Rows under a view are counted once for all figures, and never mixed up between views, days and marts."""

from dataclasses import replace
from datetime import date

import pytest

from cx.metrics.compute import compute, scope_of
from cx.metrics.row_counts import Counted, rows_under
from cx.queries import Options
from cx.view import Filter, View
from tests.asking import Asking
from tests.given import given

ALL = View(period="all")
NORTH = View(period="all", filters=(Filter("region", ("North",)),))
SPRING = View(period="custom", first=date(2026, 3, 1), last=date(2026, 4, 30))


@pytest.fixture
def version(tmp_path):
    """Four orders, one of them a guest's; three answers, one a stranger's, and an invitation nobody answered."""
    days = ("2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05")
    opened = given(
        tmp_path,
        customers=[{"customer_id": c, "region": r} for c, r in (("ann", "North"), ("bob", "South"))],
        orders=[
            {"order_id": str(n), "customer_id": c, "ordered_at": day, "amount": 10, "channel": "web"}
            for n, (c, day) in enumerate(zip(("ann", "ann", "bob", None), days, strict=True))
        ],
        surveys=[
            {"response_id": str(n), "customer_id": c, "responded_at": day, "nps": 9}
            for n, (c, day) in enumerate(zip(("ann", "bob", "stranger"), days[1:], strict=True))
        ]
        + [{"response_id": "asked", "customer_id": "ann", "sent_at": "2026-02-01"}],
        contacts=[{"contact_id": str(n), "customer_id": c, "opened_at": days[n]} for n, c in enumerate(("ann", "who"))],
    )
    return replace(opened, engine=Asking(opened.engine))


def under(version, view, mart, day):
    return rows_under(version, scope_of(version, view, Options()), mart, day)


def test_each_view_mart_and_day_has_its_own_count_however_often_it_is_asked(version):
    for _again in range(2):
        assert under(version, ALL, "orders", "order_date") == Counted(4, 3, 4)
        assert under(version, NORTH, "orders", "order_date") == Counted(2, 2, 2)
        assert under(version, SPRING, "orders", "order_date") == Counted(2, 1, 2)
        assert under(version, SPRING, "orders", None) == Counted(4, 3, 4)
        assert under(version, SPRING, "responses", "response_date") == Counted(2, 1, 2)
        assert under(version, ALL, "customers", None) == Counted(4, 0, 4)  # both strangers are persons, too


@pytest.mark.parametrize(
    ("mart", "day", "wanted"),
    [
        ("orders", "order_date", Counted(4, 3, 4)),
        ("responses", "response_date", Counted(4, 3, 3)),
        ("contacts", "contact_date", Counted(2, 1, 2)),
    ],
)
def test_all_rows_were_counted_by_the_load(version, mart, day, wanted):
    version.engine.asked.clear()
    assert under(version, ALL, mart, day) == wanted
    assert not version.engine.asked
    assert under(replace(version, dated={}), ALL, mart, day) == wanted  # by counting them


def test_what_the_load_counted_is_no_answer_to_fewer_days_or_another_date(version):
    all_but_the_first = View(period="custom", first=date(2026, 1, 6), last=date(2026, 4, 5))
    assert under(version, all_but_the_first, "orders", "order_date") == Counted(3, 2, 3)
    all_but_the_last = View(period="custom", first=date(2026, 1, 5), last=date(2026, 4, 4))
    assert under(version, all_but_the_last, "orders", "order_date") == Counted(3, 3, 3)
    assert under(version, ALL, "responses", "sent_date") == Counted(1, 1, 0)
    assert under(version, ALL, "responses", None) == Counted(4, 3, 3)


def test_figures_of_the_same_rows_share_the_count(version):
    compute("orders", version, SPRING)
    version.engine.asked.clear()
    for name in ("orders", "aov", "net_revenue"):
        for every, split in ((None, None), ("month", None), (None, "region")):
            compute(name, version, replace(SPRING, every=every, split=split))
    assert not [sql for sql in version.engine.asked if "AS known," in sql]


def test_a_split_that_a_mart_does_not_know_leaves_its_rows_out(version):
    # Contacts have no channel of orders: beside figures of orders by channel, none of them are counted.
    asked = scope_of(version, replace(ALL, split="channel"), Options())
    assert rows_under(version, asked, "orders", "order_date") == Counted(4, 3, 4)
    assert rows_under(version, asked, "contacts", "contact_date", optional=True) == Counted(0, 0, 0)


def test_a_filter_of_several_values_is_asked_as_any_other(version):
    both = View(period="all", filters=(Filter("region", ("North", "South")),))
    assert under(version, both, "orders", "order_date") == Counted(3, 3, 3)
