"""What if: products of counts and figures that can be checked by hand, and no gain without evidence."""

import pytest

from cx.metrics.base import Options, Row
from cx.metrics.compute import compute
from cx.metrics.what_if import offered
from cx.stats.estimate import Estimate, withheld
from cx.view import View
from tests.given import given
from tests.metrics.histories import guest_order, histories

GAP = Estimate(20.0, 10.0, 30.0, 200, "money", "test")


def shop(returning: int = 40, leaving: int = 10) -> dict[str, list[dict[str, object]]]:
    """Customers of two years: the returning ones spend 90 or 110 in the second, the leaving ones nothing."""
    orders = [
        order for n in range(returning) for order in _order(f"r{n}", "2024-06-01 50", f"2025-06-01 {90 + 20 * (n % 2)}")
    ]
    orders += [order for n in range(leaving) for order in _order(f"l{n}", "2024-06-01 50")]
    contacts = [
        {"contact_id": f"k{n}", "customer_id": f"r{n}", "opened_at": "2025-05-01", "transfers": "3", "reopens": "2"}
        for n in range(8)
    ]
    easy = [
        {"contact_id": f"e{n}", "customer_id": f"r{n}", "opened_at": "2025-05-20", "transfers": "0", "reopens": "0"}
        for n in range(20, 30)
    ]
    return {
        "orders": [*orders, *guest_order("2024-01-01"), *guest_order("2025-12-31")],
        "contacts": [*contacts, *easy],
    }


def _order(customer: str, *orders: str) -> list[dict[str, object]]:
    return [{**row, "order_id": f"{customer}-{i}"} for i, row in enumerate(histories(**{customer: ", ".join(orders)}))]


def answers(tmp_path, **options) -> dict[tuple[str | None, str | None], Row]:
    version = given(tmp_path, **shop())
    result = compute("what_if", version, View(period="all"), Options(**options))
    return {(row.part, row.item): row for row in result.rows}


def test_the_base_counts_customers_once_and_those_who_came_back(tmp_path):
    found = answers(tmp_path)
    assert found["base", "high-effort customers"].estimate.value == 8
    assert found["base", "customers"].estimate.value == 40
    kept = found["base", "retention"].estimate
    assert (kept.value, kept.n) == (0.8, 50)
    assert found["base", "worth of a customer who came back"].estimate.value == 100


def test_five_points_of_retention_keep_two_of_forty_customers_who_are_worth_100_each(tmp_path):
    found = answers(tmp_path, lift=5.0, programme_cost=100.0)
    gain = found["gain", "retention"].estimate
    assert gain.value == pytest.approx(200)  # 5 % x 40 customers x 100
    assert gain.low is not None and gain.high is not None and gain.low < 200 < gain.high
    assert found["net gain", "both"].estimate.value == pytest.approx(100)
    assert found["payback", "both"].estimate.value == pytest.approx(182.5)  # 100 of 200 a year
    assert found["break-even", "retention"].estimate.value == pytest.approx(0.025)


def test_without_evidence_nothing_is_offered_for_effort_and_the_reason_is_told(tmp_path):
    found = answers(tmp_path, move=50.0)
    gain = found["gain", "effort"].estimate
    assert gain.value is None and gain.reason
    assert "no part for effort" in (found["gain", "both"].remark or "")


@pytest.mark.parametrize(("grade", "given_out"), [("A", True), ("B", True), ("C", False), (None, False)])
def test_the_grade_decides_whether_a_gain_is_offered(grade, given_out):
    found = offered(Row(GAP, part="adjusted_bad"), Row(GAP, grade=grade, remark="Too little overlap."))
    assert found.known is given_out
    assert given_out or "Too little overlap" in (found.reason or "")


def test_a_withheld_effect_stays_withheld():
    assert offered(Row(withheld("no contacts", n=0, unit="money")), None).reason == "no contacts"
    assert "not known" in (offered(None, None).reason or "")
