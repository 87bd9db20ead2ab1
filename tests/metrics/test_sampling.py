"""A model reads a random sample of customers where a view has very many: the same for everybody, and told."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from cx.metrics import sampling
from cx.metrics.behind import Cell, behind
from cx.metrics.behind.account import account
from cx.metrics.behind.groups import Group
from cx.metrics.compute import compute, scope_of
from cx.metrics.registry import METRICS
from cx.queries import DRAWS, Options
from cx.settings import Settings
from cx.view import Filter, View
from tests.given import given

NPS, WHOLE = Options(score="nps"), View(period="all")
CUSTOMERS = [f"c{number}" for number in range(60)]
ASKED = date(2024, 2, 1)


def spends(number: int) -> int:
    """What customer so many spends after the answer: a promoter where even, a detractor where odd."""
    return 10 + number


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Sixty customers who answered once and ordered once before it and once after it; ten are in the north."""
    later = ASKED + timedelta(days=3)
    orders = [
        {"order_id": f"{name}-{day}", "customer_id": name, "ordered_at": str(day), "amount": amount}
        for number, name in enumerate(CUSTOMERS)
        for day, amount in ((date(2024, 1, 1), 5), (later, spends(number)), (date(2025, 6, 1), 1))
    ]
    answers = [
        {"response_id": name, "customer_id": name, "responded_at": str(ASKED), "nps": 10 if number % 2 == 0 else 0}
        for number, name in enumerate(CUSTOMERS)
    ]
    regions = [{"customer_id": name, "region": "north" if n < 10 else "south"} for n, name in enumerate(CUSTOMERS)]
    path = tmp_path_factory.mktemp("shop")
    return given(path, Settings(minimum_n=2), customers=regions, orders=orders, surveys=answers)


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(sampling, "MOST_ROWS", 20)


def drawn(version, share):
    """The numbers of the customers whose name draws one of that share of all draws, worked out without the engine."""
    people = version.engine.query("SELECT person FROM mart.customers")["person"]
    draws = {p: int.from_bytes(hashlib.md5(p.encode()).digest()[8:], "little") % DRAWS for p in people}  # noqa: S324
    return {int(person.rpartition("c")[2]) for person, draw in draws.items() if draw < int(DRAWS * share)}


def mean_good(result):
    return next(row.estimate for row in result.rows if row.part == "mean_good" and row.score == "nps")


@pytest.mark.usefixtures("few")
def test_a_model_reads_the_customers_who_drew_a_low_number_and_says_so(shop):
    promoters = [number for number in drawn(shop, 1 / 3) if number % 2 == 0]
    assert 2 < len(promoters) < 20
    result = compute("adjusted_effect", shop, WHOLE, NPS)
    found = mean_good(result)
    assert (found.n, found.value) == (
        len(promoters),
        pytest.approx(sum(map(spends, promoters)) / len(promoters)),
    )
    (sentence,) = result.sampled
    assert "a random sample of its customers is read: about 33.3% of the surveys" in sentence
    assert sentence in result.notes


@pytest.mark.usefixtures("few")
def test_the_list_behind_it_is_of_the_same_customers(shop):
    members = behind("adjusted_effect", shop, WHOLE, NPS, Cell(group=Group("raw", None, "forward_revenue", None)))
    assert members.n == len(drawn(shop, 1 / 3))
    assert any("random sample" in sentence for sentence in account(members))


@pytest.mark.usefixtures("few")
def test_a_figure_that_combines_others_says_what_those_have_read(shop):
    (sentence,) = compute("revenue_at_risk", shop, WHOLE).sampled
    assert sentence.startswith("Adjusted effect of experience: The view is large")


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("metric", ["risk_ratio", "nps", "forward_revenue"])
def test_what_is_counted_is_never_sampled(shop, metric):
    result = compute(metric, shop, WHOLE)
    assert sum(row.estimate.n for row in result.rows if row.band in {None, "promoter", "detractor"}) >= 60
    assert not any("random sample" in note for note in result.notes)


@pytest.mark.usefixtures("few")
def test_a_view_of_few_rows_is_read_whole(shop):
    result = compute("adjusted_effect", shop, View(period="all", filters=(Filter("region", ("north",)),)), NPS)
    assert mean_good(result).n == 5
    assert not any("random sample" in note for note in result.notes)


@pytest.mark.usefixtures("few")
def test_figures_that_hold_one_table_against_another_read_the_same_customers_of_both(shop):
    view = View(period="all", filters=(Filter("region", ("south", "north")),))
    scope = scope_of(shop, view, Options())
    assert sampling.sample(METRICS["nonresponse"], shop, scope) == {"responses": 333_333, "customers": 333_333}
    some = View(period="custom", first=ASKED + timedelta(days=1), last=ASKED + timedelta(days=2))
    # Nobody answered in these days: the customers say how many there are.
    assert sampling.sample(METRICS["nonresponse"], shop, scope_of(shop, some, Options())) == {
        "responses": 333_333,
        "customers": 333_333,
    }


@pytest.mark.usefixtures("few")
def test_whoever_is_in_a_smaller_sample_is_in_a_greater_one(shop):
    assert drawn(shop, 0.1) < drawn(shop, 1 / 3) < drawn(shop, 0.9)
