"""What customers do at every level of a score, by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cx.metrics.base import Options, Row
from cx.metrics.compute import compute
from cx.metrics.dose_response import METRIC
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import View
from tests.given import given
from tests.metrics.histories import guest_order, histories
from tests.metrics.test_after_response import answers

ALL = View(period="all")
SETTINGS = Settings(forward_days=10, churn_days=20, minimum_n=2)
SPENT = {0: (4, 6), 5: (10, 14), 10: (20, 24)}
"""NPS -> what two customers spend afterwards: 5, 12 and 22 on average."""


def rows_of(version: Version, score: str, outcome: str = "forward_revenue") -> dict[tuple[str | None, str | None], Row]:
    rows = compute(METRIC, version, ALL, Options(score=score)).rows
    return {(row.part, row.band): row for row in rows if row.outcome == outcome}


def dosed(tmp_path: Path) -> Version:
    who = [(nps, at) for nps in SPENT for at in (0, 1)]
    surveys = answers(*(f"c{nps}{at} 2026-01-05 {nps} - -" for nps, at in who))
    bought = {f"c{nps}{at}": f"2026-01-08 {SPENT[nps][at]}" for nps, at in who if (nps, at) != (0, 0)}
    return given(tmp_path, SETTINGS, surveys=surveys, orders=histories(**bought) + guest_order("2026-02-28"))


def test_levels_and_the_raw_slope(tmp_path: Path) -> None:
    """Means (0 + 6) / 2, 12, 22; slope over -5, 0, 5: (5 x 22 - 5 x 3) x 2 / (4 x 25) = 1.9 per point."""
    rows = rows_of(dosed(tmp_path), "nps")
    assert [band for part, band in rows if part == "level"] == [f"{level}" for level in range(11)]
    assert [rows["level", band].estimate.value for band in ("0", "5", "10")] == [3.0, 12.0, 22.0]
    assert rows["level", "7"].estimate.reason == "no data: n = 0"
    raw = rows["raw slope", None].estimate
    assert raw.value == pytest.approx(1.9)
    assert (raw.unit, raw.n) == ("money", 6)
    assert raw.method == "least squares, HC3"


def test_shares_by_level(tmp_path: Path) -> None:
    """One of the two detractors did not come back; twenty days without an order are churn."""
    version = dosed(tmp_path)
    assert rows_of(version, "nps", "repurchase")["level", "0"].estimate.value == 0.5
    assert rows_of(version, "nps", "churn")["level", "0"].estimate.value == 0.5
    assert rows_of(version, "nps", "churn")["raw slope", None].estimate.unit == "share"


def test_csat_keeps_its_own_boxes_unless_there_are_several_scales(tmp_path: Path) -> None:
    """1-5 stays; with a 1-10 scale beside it, 10 is the fifth box and 1 the first."""
    surveys = answers("a 2026-01-05 - 5 -", "b 2026-01-05 - 1 -", "c 2026-01-05 - 5 -", "d 2026-01-05 - 1 -")
    orders = histories(a="2026-01-06 10", b="2026-01-06 20", c="2026-01-06 30") + guest_order("2026-02-28")
    one = rows_of(given(tmp_path, SETTINGS, surveys=surveys, orders=orders), "csat")
    assert one["level", "5"].scale == "1-5"
    other = [row | {"csat": "10" if row["csat"] == "5" else "1", "csat_scale": "1-10"} for row in surveys[2:]]
    two = rows_of(given(tmp_path, SETTINGS, surveys=surveys[:2] + other, orders=orders), "csat")
    assert [band for part, band in two if part == "level"] == ["1", "2", "3", "4", "5"]
    assert two["level", "5"].estimate.value == one["level", "5"].estimate.value == 20.0
    alone = rows_of(given(tmp_path, SETTINGS, surveys=other, orders=orders), "csat")
    assert [band for part, band in alone if part == "level"] == [f"{box}" for box in range(1, 11)]


def test_a_score_that_does_not_vary_has_no_slope(tmp_path: Path) -> None:
    surveys = answers("a 2026-01-05 9 - -", "b 2026-01-05 9 - -", "c 2026-01-05 9 - -")
    version = given(
        tmp_path, SETTINGS, surveys=surveys, orders=histories(a="2026-01-06 10") + guest_order("2026-03-01")
    )
    rows = rows_of(version, "nps")
    assert rows["slope", None].estimate.reason == rows["raw slope", None].estimate.reason == "all values are equal"
    assert rows["slope", None].adjusted_p is None


def test_too_few(tmp_path: Path) -> None:
    version = given(tmp_path, surveys=answers("a 2026-01-05 9 - -"), orders=guest_order("2026-12-31"))
    assert {str(row.estimate.reason)[:7] for row in compute(METRIC, version, ALL).rows} == {"too few", "no data"}


def test_a_level_that_the_segment_tells_has_no_slope_of_its_own(tmp_path: Path) -> None:
    """Every A answers 2, every B 9: nothing is left of the level with the segment held fixed."""
    rng = np.random.default_rng(4)
    who = {f"c{n}": "A" if n % 2 else "B" for n in range(60)}
    bought = {name: f"2026-01-08 {int(rng.integers(5, 50))}" for name in who}
    version = given(
        tmp_path,
        SETTINGS,
        customers=[{"customer_id": name, "segment": segment} for name, segment in who.items()],
        surveys=answers(*(f"{name} 2026-01-05 {2 if segment == 'A' else 9} - -" for name, segment in who.items())),
        orders=histories(**bought) + guest_order("2026-02-28"),
    )
    rows = rows_of(version, "nps")
    assert rows["slope", None].estimate.reason == "the level cannot be told apart from segment"
    assert rows["slope", None].verdict is None
    assert rows["raw slope", None].estimate.known
