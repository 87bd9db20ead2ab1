"""The customers behind a band, a gap between bands and what is at stake: counted by hand, and on demo data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options, Row
from cx.metrics.behind import Cell, behind
from cx.metrics.behind.account import agreement, figure_n
from cx.metrics.behind.groups import GROUPED, SCORES, Group, groups, of_row
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import View
from tests.given import given

ALL = View(period="all")
ORDERS = [
    {"order_id": "1", "customer_id": "ann", "ordered_at": "2026-01-05", "amount": "10", "currency": "EUR"},
    {"order_id": "2", "customer_id": "ann", "ordered_at": "2026-02-03", "amount": "30", "currency": "EUR"},
    {"order_id": "3", "customer_id": "bob", "ordered_at": "2026-01-06", "amount": "25", "currency": "EUR"},
    {"order_id": "4", "customer_id": "cid", "ordered_at": "2026-01-07", "amount": "7", "currency": "EUR"},
    {"order_id": "5", "customer_id": "dee", "ordered_at": "2026-04-30", "amount": "40", "currency": "EUR"},
]
SURVEYS = [
    {"response_id": "a", "customer_id": "ann", "responded_at": "2026-01-08", "nps": "10", "touchpoint": "shop"},
    {"response_id": "b", "customer_id": "bob", "responded_at": "2026-01-09", "nps": "3", "touchpoint": "shop"},
    {"response_id": "c", "customer_id": "cid", "responded_at": "2026-01-10", "nps": "0", "touchpoint": "phone"},
    {"response_id": "d", "customer_id": "dee", "responded_at": "2026-04-20", "nps": "9", "touchpoint": "shop"},
    {"response_id": "e", "customer_id": "ann", "responded_at": "2026-01-20", "nps": "2", "touchpoint": "phone"},
    {"response_id": "f", "responded_at": "2026-01-11", "nps": "0", "touchpoint": "shop"},
]
WITHOUT_TOUCHPOINT = ("cost_to_serve", "predicted_clv", "p_alive")
HARD = {"transfers": "3", "reopens": "2"}
CONTACTS = [
    {"contact_id": "1", "customer_id": "bob", "opened_at": "2026-01-20", "cost": "9", **HARD},
    {"contact_id": "2", "customer_id": "ann", "opened_at": "2026-01-21", "cost": "8", **HARD},
    {"contact_id": "3", "customer_id": "ann", "opened_at": "2026-02-25", "cost": "1", "transfers": "0", "reopens": "0"},
    {"contact_id": "4", "opened_at": "2026-01-26", "cost": "2", "transfers": "0", "reopens": "0"},
    {"contact_id": "5", "customer_id": "cid", "opened_at": "2026-01-27", "transfers": "0", "reopens": "0"},
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Orders are known to the end of April: whoever answered in January can be followed for 30 and for 60 days."""
    settings = Settings(minimum_n=1, forward_days=30, churn_days=60)
    folder = tmp_path_factory.mktemp("shop")
    return given(folder, settings, orders=ORDERS, surveys=SURVEYS, contacts=CONTACTS)


def who(
    version: Version,
    metric: str,
    group: Group,
    score: str = "all",
    by: str | None = None,
    value: str | None = None,
) -> Mapping[str, tuple[str, float]]:
    """Customer -> band and what is added."""
    lines = behind(metric, version, ALL, Options(score=score), Cell(by, value, group=group)).lines
    return {c: (band, adds) for c, band, adds in zip(lines["customer"], lines["band"], lines["adds"], strict=True)}


def test_the_customers_of_a_band_with_what_they_spent_after_their_first_answer(shop: Version) -> None:
    """Ann promotes first and buys for 30 after it; Dee cannot be followed for 30 days; nobody knows who f is."""
    assert who(shop, "forward_revenue", Group(band="promoter"), "nps") == {"ann": ("promoter", 30.0)}
    detractors = who(shop, "forward_revenue", Group(band="detractor"), "nps")
    assert detractors == {"bob": ("detractor", 0.0), "cid": ("detractor", 0.0)}


def test_behind_a_gap_are_the_customers_of_both_bands(shop: Version) -> None:
    everybody = {"ann": ("promoter", 30.0), "bob": ("detractor", 0.0), "cid": ("detractor", 0.0)}
    assert who(shop, "adjusted_effect", Group("raw", outcome="forward_revenue"), "nps") == everybody
    churned = who(shop, "risk_ratio", Group("risk ratio", "detractor", "churn"), "nps")
    assert churned == {"bob": ("detractor", 1.0), "cid": ("detractor", 1.0), "ann": ("promoter", 0.0)}


def test_a_band_within_a_split_counts_first_answers_of_all_and_not_the_first_with_the_value(shop: Version) -> None:
    """Ann answered 2 on the phone, but first 10 in the shop: she is no detractor of the phone."""
    phone = who(shop, "forward_revenue", Group(band="detractor"), "nps", by="touchpoint", value="phone")
    assert set(phone) == {"cid"}


def test_the_contacts_behind_their_cost_are_listed_by_customer_or_of_nobody_known(shop: Version) -> None:
    """Cid's contact carries no cost; one easy contact is of nobody known; Ann had a hard one and an easy one."""
    costs = who(shop, "cost_to_serve", Group("band", "low effort", item="cost per contact"), "effort")
    assert costs == {"ann": ("low effort", 1.0)}
    gap = Cell(group=Group("difference", "low effort", item="cost per contact"))
    found = behind("cost_to_serve", shop, ALL, Options(score="effort"), gap)
    assert (found.customers, found.n, found.nameless_n, found.value) == (2, 3, 1, None)
    lines = found.lines.set_index("customer")
    assert (lines.loc["ann", "adds"], lines.loc["bob", "adds"]) == (9.0, 9.0)
    assert lines["band"].isna().to_dict() == {"ann": True, "bob": False}


def test_what_is_at_stake_counts_everybody_once_and_says_why(shop: Version) -> None:
    """Bob is a detractor with a hard contact, Cid a detractor, Ann only had a hard contact."""

    def told(item: str) -> Mapping[str, str]:
        return {c: band for c, (band, _adds) in who(shop, "revenue_at_risk", Group("at risk", item=item)).items()}

    assert told("both") == {"bob": "both", "cid": "detractor", "ann": "high effort"}
    assert told("detractors") == {"bob": "both", "cid": "detractor"}
    assert told("high effort") == {"bob": "both", "ann": "high effort"}
    answer = compute("revenue_at_risk", shop, ALL)
    rows = {(r.part, r.item): r for r in answer.rows}
    both = behind("revenue_at_risk", shop, ALL, cell=Cell(group=Group("at risk", item="both")))
    n = figure_n(both, rows["at risk", "both"], answer)
    assert n == 3
    assert agreement(both, n) == "As many as the figure is of: 3."


@pytest.mark.parametrize("split", [None, "segment", "touchpoint"])
@pytest.mark.parametrize("metric", GROUPED)
def test_listed_and_nameless_together_are_the_n_of_every_group(demo: Version, metric: str, split: str | None) -> None:
    if split and (not METRICS[metric].by_split or (metric in WITHOUT_TOUCHPOINT and split == "touchpoint")):
        return
    seen = 0
    for score in SCORES if "score" in METRICS[metric].options else ("all",):
        options = Options(score=score)
        if metric == "cost_to_serve" and score not in ("ces", "effort"):
            continue
        answer = compute(metric, demo, View("last_6_months", split=split), options)
        for row in answered(metric, score, answer.rows):
            cell = Cell(by=split, value=row.split if split else None, age=row.age, group=of_row(row))
            found = behind(metric, demo, View("last_6_months"), options, cell)
            assert found.n + found.nameless_n == figure_n(found, row, answer)
            assert len(found.lines) == found.customers == sum(found.by_side.values())
            if found.value is not None and row.estimate.known and not found.kind.evidence:
                assert found.value == pytest.approx(row.estimate.value)
            seen += 1
    assert seen > 2


def test_what_a_model_expects_of_a_customer_is_what_its_metric_says_of_him(demo: Version) -> None:
    single = compute("predicted_clv", demo, ALL, Options(per="customer")).rows
    expected = {r.item: r.estimate.value for r in single if r.part is None and r.age == 12}
    lines = behind("predicted_clv", demo, ALL, cell=Cell(age=12)).lines
    assert dict(zip(lines["customer"], lines["adds"], strict=True)) == pytest.approx(expected)
    alive = {r.item: r.estimate.value for r in single if r.part == "p alive"}
    lines = behind("p_alive", demo, ALL, cell=Cell(group=Group("all customers"))).lines
    assert dict(zip(lines["customer"], lines["adds"], strict=True)) == pytest.approx(alive)
    assert list(lines["adds"]) == sorted(lines["adds"], reverse=True)


def answered(metric: str, score: str, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows whose customers can be listed."""
    known = groups(metric, score if score != "all" else "ces")
    return [row for row in rows if of_row(row) in known and row.estimate.n]


@pytest.mark.parametrize(
    ("metric", "score", "group", "said"),
    [
        ("forward_revenue", "all", Group(band="promoter"), "Choose one of: nps, csat, ces, effort"),
        ("forward_revenue", "nps", Group(), "band=promoter; band=passive; band=detractor"),
        ("forward_revenue", "ces", Group(band="promoter"), "no such figure"),
        ("risk_ratio", "nps", Group("share", "detractor", "disloyal"), "no such figure"),
        ("cost_to_serve", "nps", Group("band", "low effort", item="cost per contact"), "Choose one of: ces, effort"),
        ("revenue_at_risk", "all", Group("forward revenue", item="both"), "no such figure"),
        ("nps", "all", Group(band="promoter"), "one figure"),
    ],
)
def test_what_is_no_group_is_refused_in_words(shop: Version, metric: str, score: str, group: Group, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        behind(metric, shop, ALL, Options(score=score), Cell(group=group))
