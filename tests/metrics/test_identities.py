"""What must hold whatever the data: parts sum to the whole, and the order of the rows says nothing."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from cx.metrics.base import Result
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import Filter, View
from tests.given import given

ADDITIVE = ("orders", "net_revenue", "new_customers", "nps", "csat", "resolution_time")
HOSTILE = "o'brien \"; DROP TABLE mart.orders; --"
SIMPLE = [
    "nps",
    "csat",
    "csat_mean",
    "ces",
    "response_rate",
    "customers",
    "new_customers",
    "orders",
    "orders_per_customer",
    "repeat_rate",
    "time_between_orders",
    "contacts_per_customer",
    "resolution_time",
    "net_revenue",
    "aov",
]


def some_tables(seed: int = 7) -> dict[str, list[dict[str, object]]]:
    draw = random.Random(seed)
    day = lambda: f"2026-{draw.randint(1, 6):02}-{draw.randint(1, 28):02}"  # noqa: E731
    who = lambda: draw.choice([None, *(f"c{n}" for n in range(25))])  # noqa: E731
    return {
        "customers": [
            {"customer_id": f"c{n}", "segment": draw.choice(["A", "B", None]), HOSTILE: draw.choice(["x'y", None])}
            for n in range(20)
        ],
        "orders": [
            {
                "order_id": f"o{n}",
                "customer_id": who(),
                "ordered_at": day(),
                "amount": draw.randint(-10, 90),
                "channel": draw.choice(["Web", "App", None]),
                "status": draw.choice(["paid", "canceled", None]),
            }
            for n in range(150)
        ],
        "surveys": [
            {
                "response_id": f"r{n}",
                "customer_id": who(),
                "sent_at": "2026-01-01",
                "responded_at": draw.choice([day(), None]),
                "nps": draw.randint(0, 10),
                "csat": draw.randint(1, 5),
                "csat_scale": "1-5",
                "ces": draw.randint(1, 7),
                "ces_scale": "1-7",
            }
            for n in range(80)
        ],
        "contacts": [
            {"contact_id": f"k{n}", "customer_id": who(), "opened_at": day(), "closed_at": f"2026-07-{n % 28 + 1:02}"}
            for n in range(60)
        ],
    }


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    return given(tmp_path_factory.mktemp("identities"), Settings(minimum_n=1), **some_tables())


def total(result: Result) -> float:
    """What adds up: the totals, and where a figure is too few to be shown its n."""
    return sum(row.estimate.n if row.total is None else row.total for row in result.rows)


@pytest.mark.parametrize("metric", ADDITIVE)
@pytest.mark.parametrize("dimension", ["segment", HOSTILE])
def test_filtered_parts_with_missing_sum_to_the_unfiltered_total(version: Version, metric: str, dimension: str) -> None:
    known = version.dimension(dimension)
    assert known is not None and known.values is not None
    assert "(missing)" in known.values
    parts = [
        total(compute(metric, version, View("all", filters=(Filter(dimension, (value,)),)))) for value in known.values
    ]
    assert sum(parts) == pytest.approx(total(compute(metric, version, View("all"))))
    assert len([part for part in parts if part]) > 1


@pytest.mark.parametrize("metric", ADDITIVE)
@pytest.mark.parametrize("view", [View("all", split="segment"), View("all", every="month"), View("all", every="week")])
def test_split_and_periods_sum_to_the_whole(version: Version, metric: str, view: View) -> None:
    assert total(compute(metric, version, view)) == pytest.approx(total(compute(metric, version, View("all"))))


@pytest.mark.parametrize("metric", ["orders", "net_revenue", "new_customers"])
def test_order_channels_sum_to_the_whole(version: Version, metric: str) -> None:
    whole = total(compute(metric, version, View("all")))
    assert total(compute(metric, version, View("all", split="channel"))) == pytest.approx(whole)


@pytest.mark.parametrize("metric", SIMPLE)
def test_a_split_row_equals_the_filtered_figure(version: Version, metric: str) -> None:
    split = compute(metric, version, View("all", split="segment"))
    for row in split.rows:
        assert row.split is not None
        filtered = compute(metric, version, View("all", filters=(Filter("segment", (row.split,)),)))
        assert replace(filtered.only(), split=row.split) == row


def test_the_order_of_the_rows_says_nothing(tmp_path: Path, version: Version) -> None:
    shuffled = some_tables()
    for rows in shuffled.values():
        random.Random(3).shuffle(rows)
    other = given(tmp_path, Settings(minimum_n=1), **shuffled)
    for metric in SIMPLE:
        before, after = (compute(metric, v, View("all", every="month", split="segment")) for v in (version, other))
        assert [(r.period, r.split, r.total) for r in before.rows] == [(r.period, r.split, r.total) for r in after.rows]
        assert [r.estimate.value for r in before.rows] == pytest.approx([r.estimate.value for r in after.rows])


@pytest.mark.parametrize("metric", METRICS)
def test_every_figure_has_its_interval_around_it_and_an_n(version: Version, metric: str) -> None:
    for row in compute(metric, version, View("all")).rows:
        estimate = row.estimate
        if estimate.value is None:
            assert estimate.reason
        else:
            assert estimate.low is not None and estimate.high is not None
            assert estimate.low <= estimate.value <= estimate.high
            assert estimate.n > 0
            assert estimate.method
