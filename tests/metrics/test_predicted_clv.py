"""Predicted lifetime value and P(alive): against the published formulas, and where no figure may be given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, special

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.metrics.p_alive import METRIC as ALIVE
from cx.metrics.p_alive import ONCE
from cx.metrics.predicted_clv import METRIC as PREDICTED
from cx.queries import Options
from cx.settings import Settings
from cx.stats import pnbd
from cx.stats.histories import Histories
from cx.store.reading import Version
from cx.view import Filter, View
from tests.given import given
from tests.metrics.buyers import by_customer, read, simulated
from tests.metrics.histories import Orders, guest_order, histories

EACH = Options(per="customer")
CUSTOMERS = 300
ALL = View(period="all")
MONTH = 365.25 / 12


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Version:
    orders = simulated(CUSTOMERS, seed=5)
    for order in orders[:-1]:
        order["region"] = "North" if str(order["customer_id"]) < "c0280" else "South"
    return given(tmp_path_factory.mktemp("shop"), Settings(currency="EUR"), orders=orders)


def rows(version: Version, metric: str = "predicted_clv", view: View = ALL, **options: str) -> tuple[Row, ...]:
    return compute(metric, version, view, Options(**options)).rows


def bgnbd_by_the_book(x: np.ndarray, t_x: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Maximum of the log-likelihood in A1 to A4 of the paper, by a search without derivatives."""

    def minus_log_likelihood(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        first = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
        second = special.gammaln(a + b) + special.gammaln(b + x) - special.gammaln(b) - special.gammaln(a + b + x)
        third = -(r + x) * np.log(alpha + age)
        fourth = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t_x)
        return -float(np.sum(first + second + np.logaddexp(third, np.where(x > 0, fourth, -np.inf))))

    options = {"maxiter": 4000, "xatol": 1e-7, "fatol": 1e-9}
    found = optimize.minimize(minus_log_likelihood, np.log([0.8, 60, 0.8, 2.5]), method="Nelder-Mead", options=options)
    return np.exp(found.x)


def spend_by_the_book(x: np.ndarray, m: np.ndarray) -> np.ndarray:
    """Maximum of the Gamma-Gamma log-likelihood, eq. 1a of note 25."""

    def minus_log_likelihood(logs: np.ndarray) -> float:
        p, q, v = np.exp(logs)
        constant = special.gammaln(p * x + q) - special.gammaln(p * x) - special.gammaln(q) + q * np.log(v)
        return -float(np.sum(constant + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(x * m + v)))

    options = {"maxiter": 4000, "xatol": 1e-7, "fatol": 1e-9}
    found = optimize.minimize(minus_log_likelihood, np.log([6, 4, 20]), method="Nelder-Mead", options=options)
    return np.exp(found.x)


def expected_orders(parameters: np.ndarray, x: np.ndarray, t_x: np.ndarray, age: np.ndarray, t: float) -> np.ndarray:
    """Eq. 10 of Fader, Hardie & Lee (2005), with the hypergeometric function."""
    r, alpha, a, b = parameters
    f = special.hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
    above = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * f)
    odds = a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + t_x)) ** (r + x)
    return above / (1 + np.where(x > 0, odds, 0))


def test_the_value_is_that_of_the_published_formulas(shop: Version) -> None:
    histories_of = by_customer(read(shop, PREDICTED, EACH))
    x, t_x, age, m = np.array(list(histories_of.values())).T
    buying, again = bgnbd_by_the_book(x, t_x, age), x > 0
    p, q, v = spend_by_the_book(x[again], m[again])
    spend = p * (v + x * m) / (p * x + q - 1)
    ends = [0.0, *(expected_orders(buying, x, t_x, age, MONTH * k).sum() for k in range(1, 37))]
    each = [np.zeros_like(x), *(expected_orders(buying, x, t_x, age, MONTH * k) for k in range(1, 37))]
    found = rows(shop)
    for months in (12, 24, 36):
        value = sum(((each[k] - each[k - 1]) * spend).sum() / 1.1 ** (k / 12) for k in range(1, months + 1)) / x.size
        row = next(r for r in found if r.age == months and r.part is None)
        assert row.estimate.value == pytest.approx(value, rel=1e-4)
        assert row.estimate.low < row.estimate.value < row.estimate.high
        assert row.total == pytest.approx(value * x.size, rel=1e-4)
        purchases = next(r for r in found if r.age == months and r.part == "expected purchases")
        assert purchases.estimate.value == pytest.approx(ends[months] / x.size, rel=1e-4)


def test_the_cross_check_is_the_other_model_on_the_same_customers(shop: Version) -> None:
    x, t_x, age, _m = np.array(list(by_customer(read(shop, PREDICTED, EACH)).values())).T
    r, alpha, s, beta = pnbd.fit(Histories(x, t_x, age, np.ones_like(x))).parameters
    row = next(r for r in rows(shop) if r.part == "pareto/nbd")
    # P(alive) x (r + x)(beta + T) / ((alpha + T)(s - 1)) x (1 - ((beta + T)/(beta + T + t))^(s - 1)); Fader & Hardie
    # (2005), "A Note on Deriving the Pareto/NBD Model and Related Expressions".
    alive = pnbd.p_alive((r, alpha, s, beta), x, t_x, age)
    rate, t = (r + x) * (beta + age) / ((alpha + age) * (s - 1)), 12 * MONTH
    expected = alive * rate * (1 - ((beta + age) / (beta + age + t)) ** (s - 1))
    assert row.estimate.value == pytest.approx(expected.mean(), rel=1e-4)
    ours = next(r for r in rows(shop) if r.part == "expected purchases" and r.age == 12).estimate.value
    apart = f"{abs(row.estimate.value / ours - 1):.1%} apart, on {CUSTOMERS} customers"
    assert apart in (row.remark or "")


def test_customers_add_up_to_the_mean_and_the_most_valuable_come_first(shop: Version) -> None:
    mean = next(r for r in rows(shop) if r.age == 12 and r.part is None)
    single = [r for r in rows(shop, per="customer") if r.age == 12 and r.part is None]
    values = [r.estimate.value for r in single]
    assert len(single) == mean.estimate.n == CUSTOMERS
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(mean.total)
    assert len({r.item for r in single}) == CUSTOMERS
    x = by_customer(read(shop, PREDICTED, EACH))[single[0].item][0]
    assert single[0].estimate.n == x + 1


def test_beyond_the_most_the_rest_is_told(shop: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx.metrics.single.MOST", 25)
    result = compute("predicted_clv", shop, ALL, EACH)
    assert len({r.item for r in result.rows}) == 25
    assert any(note.startswith("The 25 most valuable of 300 customers are listed. ") for note in result.notes)


def test_without_discount_a_year_is_orders_times_value(shop: Version, tmp_path: Path) -> None:
    dear = given(tmp_path, Settings(discount_percent=0), orders=simulated(CUSTOMERS, seed=5))
    plain, less = (next(r for r in rows(v) if r.age == 12).estimate.value for v in (dear, shop))
    # Orders fall evenly over the year, so that they lose about half of a year's discount.
    assert less / plain == pytest.approx(1.1**-0.5, rel=0.01)


def test_a_segment_with_too_few_repeat_buyers_is_withheld_and_says_so(shop: Version) -> None:
    found = rows(shop, view=View(period="all", split="region"))
    north, south = (next(r for r in found if r.split == name) for name in ("North", "South"))
    assert north.estimate.known
    assert "too few customers who ordered again" in (south.estimate.reason or "")
    assert north.currency == south.currency == "EUR"


def test_a_segment_alone_is_what_it_is_in_the_split(shop: Version) -> None:
    alone = rows(shop, view=View(period="all", filters=(Filter("region", ("North",)),)))
    split = [r for r in rows(shop, view=View(period="all", split="region")) if r.split == "North"]
    assert alone[0].estimate.value == pytest.approx(split[0].estimate.value)


def test_it_looks_from_the_last_day_shown(shop: Version, tmp_path: Path) -> None:
    day = date(2025, 1, 31)
    kept = [order for order in simulated(CUSTOMERS, seed=5) if str(order["ordered_at"]) <= str(day)]
    cut = given(tmp_path, orders=kept + guest_order(str(day)))
    there = rows(shop, view=View(period="custom", last=day))
    assert there[0].estimate.value == pytest.approx(rows(cut)[0].estimate.value)
    assert "As of 31 Jan 2025" in (there[0].remark or "")


def test_a_credit_note_lowers_the_days_it_follows(tmp_path: Path) -> None:
    orders = histories(
        after="2026-01-01 10, 2026-01-05 20, 2026-01-06 -5, 2026-01-09 30",
        before="2026-01-01 10, 2026-01-02 -5, 2026-01-05 20",
    )
    found = by_customer(read(given(tmp_path, orders=orders), PREDICTED, EACH))
    assert found["after"] == (2, 8, 8, 22.5)
    assert found["before"] == (1, 4, 8, 20)


def test_repeat_buyers_worth_nothing_are_counted_and_told(tmp_path: Path) -> None:
    orders = simulated(200, seed=7) + histories(
        lost="2024-02-01 10, 2024-03-01 0", back="2024-02-01 10, 2024-03-01 5, 2024-03-02 -20"
    )
    told = compute("predicted_clv", given(tmp_path, orders=renumbered(orders)), ALL)
    assert told.rows[0].estimate.n == 202
    assert any(note.startswith("As of") and " 2 repeat buyers whose" in note for note in told.notes)


def test_money_that_goes_with_frequency_is_told(tmp_path: Path) -> None:
    orders = simulated(300, seed=9)
    days: dict[str, int] = {}
    for order in orders[:-1]:
        days[str(order["customer_id"])] = days.get(str(order["customer_id"]), 0) + 1
    for order in orders[:-1]:
        order["amount"] = float(str(order["amount"])) * days[str(order["customer_id"])]
    notes = compute("predicted_clv", given(tmp_path, orders=orders), ALL).notes
    assert any("order more often spend more per order (correlation 0." in note for note in notes)


def renumbered(orders: Orders) -> Orders:
    return [order | {"order_id": f"n{number}"} for number, order in enumerate(orders)]


def with_currencies(orders: Orders) -> Orders:
    return [order | {"currency": "EUR" if number % 2 else "USD"} for number, order in enumerate(orders)]


def test_currencies_are_never_added_up_and_orders_still_predicted(tmp_path: Path) -> None:
    found = rows(given(tmp_path, orders=with_currencies(simulated(200, seed=3))))
    assert [r.estimate.reason for r in found if r.part is None] == [
        "amounts in several currencies (EUR, USD): filter on one"
    ] * 3
    assert next(r for r in found if r.part == "expected purchases").estimate.known
    (single,) = rows(given(tmp_path, orders=with_currencies(simulated(200, seed=3))), per="customer")
    assert "several currencies" in (single.estimate.reason or "")


NOTHING_TO_LEARN = {
    "one customer": histories(a="2026-01-01 10, 2026-01-05 10"),
    "nobody came back": histories(**{f"c{n}": "2026-01-01 10" for n in range(50)}) + guest_order("2026-03-01"),
    "all on one day": histories(**{f"c{n}": "2026-01-01 10" for n in range(50)}),
    "all the same": histories(**{f"c{n}": "2026-01-01 10, 2026-02-01 10" for n in range(50)}),
    "no amounts": [order | {"amount": None} for order in simulated(120, seed=2)],
    "credit notes only": histories(**{f"c{n}": "2026-01-01 -10" for n in range(50)}),
    "guests only": guest_order("2026-01-01"),
}


REASONS = {
    "guests only": "no order has a known customer",
    "credit notes only": "no customer has an order, only credit notes",
}


@pytest.mark.parametrize("metric", ["predicted_clv", "p_alive", "clv_backtest", "ltv_curve"])
@pytest.mark.parametrize("case", REASONS)
def test_without_a_buyer_it_says_so(tmp_path: Path, metric: str, case: str) -> None:
    (row,) = rows(given(tmp_path, orders=NOTHING_TO_LEARN[case]), metric)
    assert row.estimate.reason == REASONS[case]


def test_parameters_that_run_away_are_told_in_words(tmp_path: Path) -> None:
    """Everybody buys every tenth day and nobody leaves."""
    each = {
        f"c{n:02d}": ", ".join(f"2026-{m:02d}-{1 + n % 9 + 10 * k:02d} 10" for m in (1, 2) for k in (0, 1))
        for n in range(40)
    }
    found = rows(given(tmp_path, orders=histories(**each)), "predicted_clv")
    assert (found[0].estimate.reason or "").startswith("no prediction: ")
    assert "shrinks" not in (found[0].estimate.reason or "")
    assert "bound" not in (found[0].estimate.reason or "")


ASKED: list[tuple[str, dict[str, str]]] = [
    ("predicted_clv", {}),
    ("predicted_clv", {"per": "customer"}),
    ("p_alive", {}),
    ("p_alive", {"per": "customer"}),
    ("clv_backtest", {}),
]


@pytest.mark.parametrize("orders", NOTHING_TO_LEARN.values(), ids=NOTHING_TO_LEARN.keys())
@pytest.mark.filterwarnings("error")
def test_where_nothing_can_be_learnt_there_is_a_reason(tmp_path: Path, orders: Orders) -> None:
    version = given(tmp_path, orders=orders)
    for metric, options in ASKED:
        found = rows(version, metric, **options)
        assert found
        assert all(row.estimate.known or row.estimate.reason for row in found)
        if orders is not NOTHING_TO_LEARN["no amounts"]:
            assert not any(row.estimate.known for row in found), metric


def test_p_alive_is_a_share_and_its_bands_hold_everybody(shop: Version) -> None:
    found = rows(shop, "p_alive")
    everybody, again = (next(r for r in found if r.part == part) for part in ("all customers", "repeat buyers"))
    bands = {r.band: r.estimate.value for r in found if r.part == "band"}
    once = sum(1 for x, *_rest in by_customer(read(shop, PREDICTED, EACH)).values() if x == 0)
    assert sum(bands.values()) == everybody.estimate.n == CUSTOMERS
    assert bands[ONCE] == once
    # Who ordered once is alive by assumption: the mean over all lies above that over repeat buyers.
    assert everybody.total == pytest.approx(once + again.total)
    assert next(r for r in found if r.part == "pareto/nbd").estimate.value < everybody.estimate.value


def test_p_alive_of_a_customer_is_the_formula(shop: Version) -> None:
    lines = by_customer(read(shop, PREDICTED, EACH))
    r, alpha, a, b = bgnbd_by_the_book(*np.array([line[:3] for line in lines.values()]).T)
    for row in rows(shop, "p_alive", per="customer")[:20]:
        x, t_x, age, _m = lines[str(row.item)]
        odds = a / (b + x - 1) * ((alpha + age) / (alpha + t_x)) ** (r + x) if x else 0.0
        assert row.estimate.value == pytest.approx(1 / (1 + odds), rel=2e-3)


def test_the_two_queries_give_the_same_histories(shop: Version) -> None:
    both = [read(shop, metric, EACH) for metric in (PREDICTED, ALIVE)]
    one, other = (
        {tuple(line) for line in rows[rows["x"].notna()][["person", "x", "t_x", "age_days"]].itertuples(index=False)}
        for rows in both
    )
    assert one == other
