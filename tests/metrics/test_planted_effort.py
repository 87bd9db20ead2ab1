"""Effort as it is planted in the demo data is found again: cx/demo/effects.py says what is so."""

from __future__ import annotations

import csv

import pytest

from cx.demo import generate
from cx.demo.effects import HIGH_EFFORT_STEPS
from cx.metrics.compute import compute
from cx.queries import Options
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import View
from tests.given import given

ALL = View(period="all")
TABLES = ("customers", "orders", "surveys", "contacts")


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    made = generate(tmp_path_factory.mktemp("demo"), customers=2_500)
    tables = {}
    for name in TABLES:
        with getattr(made, name).open(encoding="utf-8", newline="") as stream:
            tables[name] = [{key: value or None for key, value in row.items()} for row in csv.DictReader(stream)]
    return given(tmp_path_factory.mktemp("build"), Settings(currency="EUR"), **tables)


def test_high_effort_is_found_by_behaviour(version: Version) -> None:
    rows = version.engine.query(
        "SELECT CASE WHEN transfers + reopens >= $steps THEN 2 WHEN transfers + reopens = 0 THEN 0 ELSE 1 END AS s, "
        "avg(CASE WHEN effort_band = 'high effort' THEN 1.0 ELSE 0.0 END) AS high "
        "FROM mart.contacts GROUP BY 1 ORDER BY 1",
        {"steps": HIGH_EFFORT_STEPS},
    )
    none, _one, many = rows["high"]
    assert many > 0.95
    assert none < 0.03


def test_what_makes_a_contact_hard_and_what_does_not(version: Version) -> None:
    rows = compute("effort_index", version, ALL).rows
    signs = {row.item: row.estimate for row in rows if row.part == "behaviour"}
    for planted in ("was transferred", "was reopened"):
        assert signs[planted].low is not None
        assert signs[planted].low > 3.0
    slow = signs["slow first reply"]
    assert slow.low is not None
    assert slow.high is not None
    assert slow.low < 1.0 < slow.high
    auc = next(row.estimate for row in rows if row.part == "auc")
    assert auc.low is not None
    assert auc.low > 0.75


def test_high_effort_goes_with_leaving_and_with_detractors(version: Version) -> None:
    rows = compute("risk_ratio", version, ALL, Options(score="effort")).rows
    ratios = {row.outcome: row for row in rows if row.part == "risk ratio"}
    assert (ratios["disloyal"].estimate.value or 0.0) > 1.5
    assert ratios["disloyal"].verdict == "real"
    assert (ratios["churn"].estimate.value or 0.0) > 1.0


def test_low_effort_costs_less(version: Version) -> None:
    rows = compute("cost_to_serve", version, ALL, Options(score="effort")).rows
    gap = next(row.estimate for row in rows if row.part == "difference" and row.item == "cost per contact")
    assert gap.high is not None
    assert gap.high < -0.3
