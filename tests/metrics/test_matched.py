"""Every figure that joins rows to persons says how many of its rows have a known customer, under its view."""

from datetime import date

import pytest

from cx.metrics.compute import compute
from cx.metrics.matched import joined_marts
from cx.metrics.registry import METRICS
from cx.queries import Options
from cx.view import Filter, View
from tests.given import given


def notes(version, metric, view=None, of=None):
    result = compute(metric, version, view or View(period="all"), Options(of=of) if of else Options())
    return [note for note in result.notes if note.startswith("Match rate")]


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    """Of four orders one is a guest's; of four answers one is a stranger's; of two contacts one names nobody."""
    days = ("2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05")
    return given(
        tmp_path_factory.mktemp("matched"),
        customers=[{"customer_id": c, "region": r} for c, r in (("ann", "North"), ("bob", "South"))],
        orders=[
            {"order_id": str(n), "customer_id": c, "ordered_at": day, "amount": 10}
            for n, (c, day) in enumerate(zip(("ann", "ann", "bob", None), days, strict=True))
        ],
        surveys=[
            {"response_id": str(n), "customer_id": c, "sent_at": day, "responded_at": day, "nps": 9, "ces": 5}
            | {"csat": 4, "csat_scale": "1-5", "ces_scale": "1-7"}
            for n, (c, day) in enumerate(zip(("ann", "ann", "bob", "stranger"), days, strict=True))
        ],
        contacts=[{"contact_id": str(n), "customer_id": c, "opened_at": days[n]} for n, c in enumerate(("ann", None))],
        subscriptions=[{"subscription_id": "s", "customer_id": "ann", "started_at": "2026-01-05", "mrr": 5}],
    )


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_that_asks_who_tells_the_match_rate_of_each_of_its_tables(version, name):
    variants = METRICS[name].variants
    for of, metric in variants.items() if variants else [(None, METRICS[name])]:
        told = notes(version, name, of=of)
        wanted = {
            "orders": "Match rate: 75.0% of the orders (n = 4) have a known customer.",
            "responses": "Match rate: 75.0% of the surveys (n = 4) have a known customer.",
            "contacts": "Match rate: 50.0% of the contacts (n = 2) have a known customer.",
        }
        expected = [wanted[mart] for mart in joined_marts(metric)]
        if name == "response_rate":  # dated by the day of the invitation
            expected = [wanted["responses"]]
        assert told == expected


def test_whatever_reads_what_persons_did_counts_as_joined():
    for metric in METRICS.values():
        for form in metric.variants.values() or (metric,):
            text = " ".join(file.read_text(encoding="utf-8") for file in form.sql_files())
            tables = {"surveys", "contacts", "orders"} & {*form.inputs, *form.inputs_any}
            if tables and any(mart in text for mart in ("mart.followed", "mart.activity", "customers")):
                assert joined_marts(form), form.name


def test_the_match_rate_is_that_of_the_view(version):
    days = View(period="custom", first=date(2026, 3, 1), last=date(2026, 4, 30))
    assert notes(version, "nps", days) == ["Match rate: 50.0% of the surveys (n = 2) have a known customer."]
    north = View(period="all", filters=(Filter("region", ("North",)),))
    assert notes(version, "nps", north) == ["Match rate: 100.0% of the surveys (n = 2) have a known customer."]
    assert notes(version, "retention", north) == ["Match rate: 100.0% of the orders (n = 2) have a known customer."]


def test_a_table_that_lacks_the_dimension_of_the_view_is_not_told_of(tmp_path):
    version = given(
        tmp_path,
        orders=[{"order_id": "1", "customer_id": "ann", "ordered_at": "2026-01-05", "amount": 10, "channel": "web"}],
        surveys=[{"response_id": "r", "customer_id": "ann", "responded_at": "2026-01-06", "nps": 9, "touchpoint": "x"}],
    )
    view = View(period="all", filters=(Filter("touchpoint", ("x",)),))
    assert notes(version, "effort_loyalty", view) == [
        "Match rate: 100.0% of the surveys (n = 1) have a known customer."
    ]
