"""The customers behind a figure are as many as its n says, on rows counted by hand and on the demo data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options, Row
from cx.metrics.behind import BEHIND, Cell, behind
from cx.metrics.behind.cell import has_points
from cx.metrics.behind.groups import GROUPED
from cx.metrics.behind.kinds import counted
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.periods import periods
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import Dates, Filter, View
from tests.given import given

ALL = View(period="all")
SHOP = [
    {"order_id": "1", "customer_id": "ann", "ordered_at": "2026-01-05", "amount": "10", "currency": "EUR"},
    {"order_id": "2", "customer_id": "ann", "ordered_at": "2026-02-03", "amount": "30", "currency": "EUR"},
    {"order_id": "3", "customer_id": "bob", "ordered_at": "2026-01-20", "amount": "25", "currency": "EUR"},
    {"order_id": "4", "customer_id": "bob", "ordered_at": "2026-01-25", "amount": "-5", "currency": "EUR"},
    {"order_id": "5", "ordered_at": "2026-01-21", "amount": "100", "currency": "EUR"},
    {"order_id": "6", "customer_id": "cid", "ordered_at": "2026-01-30", "amount": "7", "currency": "USD"},
    {"order_id": "7", "customer_id": "dee", "ordered_at": "2026-02-28", "amount": "40", "currency": "EUR"},
]
PEOPLE = [
    {"customer_id": "ann", "region": "North", "email": "ann@example.org"},
    {"customer_id": "bob", "region": "South"},
]
SURVEYS = [
    {"response_id": "a", "customer_id": "ann", "responded_at": "2026-01-08", "nps": "10"},
    {"response_id": "b", "customer_id": "ann", "responded_at": "2026-02-08", "nps": "9"},
    {"response_id": "c", "customer_id": "bob", "responded_at": "2026-01-09", "nps": "3"},
    {"response_id": "d", "customer_id": "cid", "responded_at": "2026-01-10", "nps": "8"},
    {"response_id": "e", "responded_at": "2026-01-11", "nps": "0"},
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Version:
    folder = tmp_path_factory.mktemp("shop")
    return given(folder, Settings(minimum_n=1), orders=SHOP, customers=PEOPLE, surveys=SURVEYS)


def who(version: Version, metric: str, **cell: object) -> dict[str, tuple[int, float]]:
    """Customer -> n and what is added."""
    lines = behind(metric, version, ALL, cell=Cell(**cell)).lines
    return {c: (int(n), float(adds)) for c, n, adds in zip(lines["customer"], lines["n"], lines["adds"], strict=True)}


def place(metric: str, rows: tuple[Row, ...]) -> Cell:
    """A cell of the metric's answer that rests on many customers."""
    if "cohort" not in METRICS[metric].options:
        return Cell()
    row = max((r for r in rows if r.age == 1 and r.estimate.known), key=lambda r: r.estimate.n)
    return Cell(cohort=row.cohort, age=1)


def test_every_answer_is_listed_or_of_nobody_known(shop: Version) -> None:
    """Ann promotes twice, Bob does not, Cid is in between; a detractor gave no name: n = 5, NPS (2 - 2) / 5 = 0."""
    assert who(shop, "nps") == {"ann": (2, 2.0), "cid": (1, 0.0), "bob": (1, -1.0)}
    found = behind("nps", shop, ALL)
    assert (found.customers, found.n, found.nameless_n, found.nameless_adds) == (3, 4, 1, -1.0)
    assert found.by_side == {1: 1, 0: 1, -1: 1}
    assert found.value == compute("nps", shop, ALL).only().estimate.value == 0.0


def test_a_side_is_listed_alone_who_takes_most_first(shop: Version) -> None:
    found = behind("nps", shop, ALL, cell=Cell(side=-1))
    assert list(found.lines["customer"]) == ["bob"]
    assert (found.listed, found.customers) == (1, 3)


def test_a_credit_note_is_an_amount_and_no_order(shop: Version) -> None:
    """EUR: Ann 10 + 30, Bob 25 - 5, Dee 40, a guest 100; Cid paid in dollars, which are never added."""
    assert who(shop, "net_revenue") == {"ann": (2, 40.0), "dee": (1, 40.0), "bob": (2, 20.0)}
    assert who(shop, "aov") == {"ann": (2, 40.0), "dee": (1, 40.0), "bob": (1, 20.0)}
    assert who(shop, "net_revenue", currency="USD") == {"cid": (1, 7.0)}
    found = behind("aov", shop, ALL)
    assert (found.n, found.nameless_n, found.currency, found.value) == (4, 1, "EUR", 40.0)


def test_members_of_a_cohort_cell_with_who_came_back(shop: Version) -> None:
    """Ann, Bob and Cid began in January; Ann came back in February."""
    january = {"cohort": date(2026, 1, 1)}
    assert who(shop, "retention", age=1, **january) == {"ann": (1, 1.0), "bob": (1, 0.0), "cid": (1, 0.0)}
    assert set(who(shop, "retention", age=0, **january)) == {"ann", "bob", "cid"}
    assert behind("retention", shop, ALL, cell=Cell(age=1, side=1, **january)).listed == 1
    assert who(shop, "retention_curve", age=1) == who(shop, "retention", age=1, **january)


def test_a_bar_is_the_view_with_its_value_as_filter(shop: Version) -> None:
    assert set(who(shop, "orders", by="region", value="North")) == {"ann"}
    narrowed = behind(
        "orders", shop, replace(ALL, filters=(Filter("region", ("North", "South")),)), cell=Cell("region", "South")
    )
    assert narrowed.view.filters == (Filter("region", ("South",)),)
    assert list(narrowed.lines["customer"]) == ["bob"]


def test_a_customer_is_told_by_number_and_measures_and_never_by_name(shop: Version) -> None:
    found = behind("nps", shop, ALL)
    ann = found.lines.set_index("customer").loc["ann"]
    assert (ann["region"], ann["orders"], ann["net_revenue"], ann["last_nps"], ann["contacts"]) == (
        "North",
        2,
        40.0,
        9,
        0,
    )
    assert (str(ann["first_order"])[:10], str(ann["last_order"])[:10]) == ("2026-01-05", "2026-02-03")
    assert "example.org" not in found.lines.to_csv()
    assert not [name for name in found.lines.columns if "mail" in name or name == "name"]


def test_a_long_list_is_cut_and_counted_whole(shop: Version) -> None:
    found = behind("customers", shop, ALL, most=2)
    assert (len(found.lines), found.customers) == (2, 4)


@pytest.mark.parametrize(
    ("metric", "cell", "said"),
    [
        ("what_if", Cell(), "cannot be listed"),
        ("retention", Cell(), "for each cohort"),
        ("nps", Cell(age=1), "not given for an age"),
        ("retention_curve", Cell(age=-1), "age cannot be"),
        ("nps", Cell(by="region"), "needs its dimension and its value"),
        ("nps", Cell("nowhere", "x"), "no dimension “nowhere”"),
        ("nps", Cell("region", "Atlantis"), "“Atlantis” does not occur in region"),
        ("resolution_time", Cell(), "no contacts are loaded"),
    ],
)
def test_what_is_no_figure_is_refused_in_words(shop: Version, metric: str, cell: Cell, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        behind(metric, shop, ALL, cell=cell)


def test_a_value_that_the_filter_leaves_out_is_refused(shop: Version) -> None:
    with pytest.raises(UsageError, match="leaves “South” out"):
        behind("nps", shop, replace(ALL, filters=(Filter("region", ("North",)),)), cell=Cell("region", "South"))


@pytest.mark.parametrize("name", ["Region", "region", "customers.region"])
def test_a_filter_may_call_the_dimension_of_the_bar_by_another_name(shop: Version, name: str) -> None:
    """Ann is the only customer of the North; she answered twice."""
    north = replace(ALL, filters=(Filter(name, ("North",)),))
    found = behind("nps", shop, north, cell=Cell("region", "North"))
    assert (found.customers, found.n, [part.values for part in found.view.filters]) == (1, 2, [("North",)])
    with pytest.raises(UsageError, match="leaves “South” out"):
        behind("nps", shop, north, cell=Cell("region", "South"))


@pytest.mark.parametrize(
    ("metric", "cell", "said"),
    [
        # The orders are of 5 January to 28 February 2026, which completes February.
        ("retention", Cell(cohort=date(2031, 1, 1), age=1), "cohort Jan 2031 lies outside .*5 Jan – 28 Feb 2026"),
        ("retention", Cell(cohort=date(1990, 1, 1), age=0), "cohort Jan 1990 lies outside"),
        ("retention", Cell(cohort=date(2026, 1, 9), age=2), "Jan 2026 has not come to month 2: .*28 Feb 2026"),
        ("observed_ltv", Cell(cohort=date(2026, 2, 1), age=1), "Feb 2026 has not come to month 1"),
        ("retention_curve", Cell(age=2), "no cohort of the days shown has completed month 2"),
        ("ltv_curve", Cell(age=900), "no cohort of the days shown has completed month 900"),
    ],
)
def test_a_cell_beyond_the_data_is_told_and_never_nobody(shop: Version, metric: str, cell: Cell, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        behind(metric, shop, ALL, cell=cell)


def test_the_last_cells_within_the_data_are_listed(shop: Version) -> None:
    """Of January are Ann, Bob and Cid; Dee came in February."""
    assert behind("retention", shop, ALL, cell=Cell(cohort=date(2026, 1, 1), age=1)).customers == 3
    assert behind("retention", shop, ALL, cell=Cell(cohort=date(2026, 2, 1), age=0)).customers == 1
    assert behind("retention_curve", shop, ALL, cell=Cell(age=1)).customers == 3


@pytest.mark.parametrize("metric", [name for name in BEHIND if name not in GROUPED])
@pytest.mark.parametrize("every", [None, "quarter"])
@pytest.mark.parametrize("split", [None, "segment"])
def test_listed_and_nameless_together_are_the_n_of_the_figure(
    demo: Version, metric: str, every: str | None, split: str | None
) -> None:
    view = View("last_6_months")
    if every and (metric == "churn_rate" or METRICS[metric].options):
        return  # their periods are snapshots or starts, no days of a view
    answer = compute(metric, demo, replace(view, every=every, split=split))
    cell = place(metric, answer.rows)
    days = view.dates(demo.dates)
    ends = dict(periods(days, every))
    rows = [r for r in answer.rows if cell.about(r) and r.estimate.n]
    assert rows
    for row in rows:
        here = replace(cell, by=split, value=row.split) if split else cell
        if row.period:
            assert has_points(METRICS[metric])
            here = replace(here, days=Dates(max(row.period, days.first), min(ends[row.period], days.last)))
        found = behind(metric, demo, view, cell=here)
        assert found.n + found.nameless_n == row.estimate.n
        assert len(found.lines) == found.customers == sum(found.by_side.values())
        assert int(found.lines["n"].sum()) == found.n
        if not found.kind.median:
            assert found.value == pytest.approx(row.estimate.value)


@pytest.mark.parametrize(
    "options",
    [
        Options(measure="revenue"),
        Options(measure="orders", cohort="quarter"),
        Options(mode="recurring"),
        Options(basis="signed_up", cohort="week"),
    ],
    ids=str,
)
@pytest.mark.parametrize("metric", ["retention", "retention_curve"])
def test_cells_of_every_kind_of_cohort_add_up(demo: Version, metric: str, options: Options) -> None:
    answer = compute(metric, demo, View(), options)
    row = max((r for r in answer.rows if r.age == 1 and r.estimate.known), key=lambda r: r.estimate.n)
    found = behind(metric, demo, View(), options, Cell(cohort=row.cohort, age=1))
    assert found.n == row.estimate.n
    assert found.adds == pytest.approx(row.total)


def test_what_is_counted_has_words() -> None:
    assert {counted(kind.counts, 1)[:1] for kind in BEHIND.values()} == {"1"}
    assert set(BEHIND) <= set(METRICS)
