"""What every table holds in every month, counted by hand."""

from datetime import date

import pytest

from cx.settings import Settings
from cx.store.health import health
from cx.store.health.months import month_rows
from tests.given import given

JANUARY, FEBRUARY, MARCH = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


def an_order(number, customer, day):
    return {"order_id": number, "customer_id": customer, "ordered_at": day, "amount": "1"}


def an_answer(number, customer, day, nps="9"):
    return {"response_id": number, "customer_id": customer, "responded_at": day, "nps": nps}


@pytest.fixture
def version(tmp_path):
    return given(
        tmp_path,
        Settings(minimum_n=2),
        customers=[{"customer_id": c, "segment": s} for c, s in zip("abc", ("A", "B", "C"), strict=True)],
        orders=[an_order("1", "a", "2025-01-10"), an_order("2", None, "2025-01-31"), an_order("3", "b", "2025-03-01")],
        surveys=[
            an_answer("r1", "a", "2025-02-01"),
            an_answer("r2", "a", "2025-02-02"),
            an_answer("r3", "nobody", "2025-02-28"),
            an_answer("r4", "b", "2025-02-28"),
        ],
    )


def test_every_table_has_a_cell_in_every_month_of_any_table(version):
    cells = {(c.table, c.month): (c.rows, c.matched, c.share) for c in month_rows(version)}
    assert cells == {
        ("orders", JANUARY): (2, 1, 0.5),
        ("orders", FEBRUARY): (0, 0, None),
        ("orders", MARCH): (1, 1, 1.0),
        ("responses", JANUARY): (0, 0, None),
        ("responses", FEBRUARY): (4, 3, 0.75),
        ("responses", MARCH): (0, 0, None),
    }


def test_a_month_without_rows_is_told_only_within_the_time_of_its_table(version):
    found = {e.table: (e.n, e.of, e.details) for e in health(version) if e.key == "months"}
    assert found == {"orders": (1, 3, ("2025-02",))}


def test_segments_with_few_answers_are_named_also_those_with_none(version):
    (entry,) = [e for e in health(version) if e.key == "segments"]
    assert (entry.n, entry.of, entry.status) == (2, 3, "look")
    assert entry.details == ("C: 0", "B: 1")


def test_no_dated_rows_are_no_months(tmp_path):
    assert month_rows(given(tmp_path)) == []
    assert month_rows(given(tmp_path, customers=[{"customer_id": "a"}])) == []
