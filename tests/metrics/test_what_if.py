"""What if: products of counts and figures that can be checked by hand, and no gain without evidence."""

import pytest

from cx.metrics.base import Options, Result, Row
from cx.metrics.compute import compute
from cx.metrics.offering import offered
from cx.metrics.what_if import METRIC, kept, what_if
from cx.queries import Scope, run
from cx.settings import Settings
from cx.stats.estimate import Estimate, withheld
from cx.store.reading import Version
from cx.view import Filter, View
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


def costed(orders: list[dict[str, object]], cost: float | None = None) -> list[dict[str, object]]:
    """The same orders at a cost of 60 % of their amount, or at this one."""
    return [{**o, "cost": 0.6 * float(str(o["amount"])) if cost is None else cost} for o in orders]


def asked(version: Version, view: View | None = None, **options: float) -> dict[tuple[str | None, str | None], Row]:
    result = compute("what_if", version, view or View(period="all"), Options(**options))
    return {(row.part, row.item): row for row in result.rows}


def test_a_graded_effect_on_revenue_is_turned_into_margin(tmp_path):
    rows = shop()
    version = given(tmp_path, orders=costed(rows["orders"]), contacts=rows["contacts"])
    view = View(period="all")
    graded = (
        Row(GAP, part="adjusted", grade="B", remark="Why B."),
        Row(GAP, part="adjusted_bad", outcome="forward_revenue"),
    )
    scope = Scope(
        view, version.dates, None, version.dates, version.orders_to, Settings(), Options(move=50.0, programme_cost=16.0)
    )
    frame = run(version, METRIC.sql(), {"customers": None, "contacts": None}, scope).rows
    found = what_if(frame, scope, {"adjusted_effect": Result(METRIC, view, "1-a", graded, (), "", 0)})
    gain = next(r for r in found if (r.part, r.item) == ("gain", "effort"))
    assert (gain.outcome, gain.grade) == ("margin", "B")
    # Half of 8 customers, 20 (10 to 30) of revenue each, of which 40 % are margin.
    assert (gain.estimate.value, gain.estimate.low, gain.estimate.high) == pytest.approx((32, 16, 48))
    assert "40.0% of revenue" in (gain.remark or "")
    step = next(r for r in found if (r.part, r.item) == ("break-even", "effort")).estimate
    assert (step.value, step.low, step.high) == pytest.approx((0.25, 1 / 6, 0.5))


def test_where_every_amount_has_a_cost_the_gain_is_margin(tmp_path):
    rows = shop()
    version = given(tmp_path, orders=costed(rows["orders"]), contacts=rows["contacts"])
    gain = asked(version, lift=5.0)["gain", "retention"]
    assert gain.outcome == "margin"
    assert gain.estimate.value == pytest.approx(80)  # 5 % x 40 customers x (100 - 60)


def test_one_order_without_a_cost_leaves_it_at_revenue(tmp_path):
    rows = shop()
    orders = costed(rows["orders"])
    first = next(o for o in orders if o["ordered_at"] == "2025-06-01")
    version = given(tmp_path, orders=[{**o, "cost": None} if o is first else o for o in orders])
    gain = asked(version, lift=5.0)["gain", "retention"]
    assert (gain.outcome, gain.estimate.value) == ("revenue", pytest.approx(200))


def test_a_filter_narrows_customers_contacts_and_what_they_spend(tmp_path):
    rows = shop(returning=80)
    profiles = [
        {"customer_id": f"{kind}{n}", "segment": "even" if n % 2 == 0 else "odd"}
        for kind, count in (("r", 80), ("l", 10))
        for n in range(count)
    ]
    version = given(tmp_path, **rows, customers=profiles)
    found = asked(version, View(period="all", filters=(Filter("segment", ("odd",)),)), lift=5.0)
    assert found["base", "customers"].estimate.value == 40
    assert found["base", "high-effort customers"].estimate.value == 4
    assert found["base", "retention"].estimate.n == 45
    assert found["gain", "retention"].estimate.value == pytest.approx(220)  # 5 % x 40 customers x 110
    everybody = asked(version, lift=5.0)
    assert everybody["gain", "retention"].estimate.value == pytest.approx(400)  # 5 % x 80 customers x 100


def test_no_more_can_be_won_than_did_not_come_back(tmp_path):
    gain = answers(tmp_path, lift=30.0)["gain", "retention"].estimate
    assert gain.reason == "at most 20 points can be won: 80.0% of the customers come back already"


def test_without_a_step_nothing_is_chosen(tmp_path):
    assert "set a step above zero" in (answers(tmp_path, move=0.0, lift=0.0)["gain", "both"].estimate.reason or "")


def test_without_contacts_the_part_for_retention_remains(tmp_path):
    found = asked(given(tmp_path, orders=shop()["orders"]), lift=5.0)
    assert "load a contacts file" in (found["gain", "effort"].estimate.reason or "")
    assert "load a contacts file" in (found["base", "high-effort customers"].estimate.reason or "")
    assert found["gain", "both"].estimate.value == pytest.approx(200)


def test_without_orders_nothing_can_be_said(tmp_path):
    (row,) = compute("what_if", given(tmp_path, contacts=shop()["contacts"]), View(period="all")).rows
    assert "load an orders file" in (row.estimate.reason or "")


def test_several_currencies_are_not_added(tmp_path):
    orders = [{**o, "currency": "EUR" if n % 4 < 2 else "USD"} for n, o in enumerate(shop()["orders"])]
    found = asked(given(tmp_path, orders=orders), lift=5.0)
    assert "several currencies" in (found["gain", "retention"].estimate.reason or "")
    assert found["gain", "retention"].currency is None
    assert found["base", "retention"].estimate.value == 0.8


def test_a_currency_of_earlier_years_does_not_matter(tmp_path):
    orders = [{**o, "currency": "EUR" if "2025" in str(o["ordered_at"]) else "DEM"} for o in shop()["orders"]]
    gain = asked(given(tmp_path, orders=orders), lift=5.0)["gain", "retention"]
    assert (gain.currency, gain.estimate.value) == ("EUR", pytest.approx(200))


def test_one_year_of_orders_cannot_tell_who_came_back(tmp_path):
    orders = [o for o in shop()["orders"] if "2025" in str(o["ordered_at"])]
    found = asked(given(tmp_path, orders=orders), lift=5.0)
    for place in (("base", "retention"), ("gain", "retention"), ("gain", "both")):
        assert found[place].estimate.value is None
    assert "two whole years" in (found["gain", "retention"].estimate.reason or "")


def test_last_month_shows_the_same_year_but_no_contact_has_been_followed(tmp_path):
    found = asked(given(tmp_path, **shop()), View(period="last_month"), lift=5.0)
    assert found["gain", "retention"].estimate.value == pytest.approx(200)
    assert "followed for 90 days yet" in (found["gain", "effort"].estimate.reason or "")


def test_a_cost_beyond_the_gain_is_not_paid_back_within_the_year(tmp_path):
    found = answers(tmp_path, lift=5.0, programme_cost=300.0)
    assert found["net gain", "both"].estimate.value == pytest.approx(-100)
    assert "does not pay back within the year" in (found["payback", "both"].estimate.reason or "")
    assert found["break-even", "retention"].estimate.value == pytest.approx(0.075)


@pytest.mark.parametrize(("grade", "given_out"), [("A", True), ("B", True), ("C", False), (None, False)])
def test_the_grade_decides_whether_a_gain_is_offered(grade, given_out):
    found = offered(Row(GAP, part="adjusted_bad"), Row(GAP, grade=grade, remark="Too little overlap."), "effort")
    assert found.known is given_out
    assert given_out or "graded C" in (found.reason or "")


def test_a_withheld_effect_stays_withheld():
    assert offered(Row(withheld("no contacts", n=0, unit="money")), None, "effort").reason == "no contacts"
    assert "not known" in (offered(None, None, "effort").reason or "")


@pytest.mark.parametrize(("verdict", "said"), [("real", None), ("within noise", "within noise"), (None, "too weak")])
def test_customers_are_kept_only_where_churn_has_a_real_verdict(verdict: str | None, said: str | None) -> None:
    """No verdict: not comparable, unlike, or different before; the adjusted effect withholds it then."""
    gap = Estimate(-0.1, -0.15, -0.05, 400, "share", "test")
    found = kept(Row(gap, part="adjusted_bad", outcome="churn", verdict=verdict))
    assert found.value == (None if said else -0.1)
    assert said is None or said in str(found.reason)
