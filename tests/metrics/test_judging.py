"""Verdicts come with the p values they rest on, and are corrected for all looks."""

import pytest

from cx.metrics.base import Row
from cx.metrics.judging import judged
from cx.stats.estimate import Estimate, withheld

GAP = Estimate(1.0, 0.5, 1.5, 40, "points", "test")


def test_the_published_example_of_benjamini_and_hochberg() -> None:
    """Benjamini & Hochberg (1995), section 3.2: of fifteen p values the four smallest stand at q = 0.05."""
    p_values = (
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
        0.7590, 1.0000,
    )  # fmt: skip
    rows = judged((Row(GAP, item=str(at)), p) for at, p in enumerate(p_values))
    assert [row.item for row in rows] == [str(at) for at in range(15)]
    assert [row.verdict for row in rows] == ["real"] * 4 + ["within noise"] * 11
    assert rows[3].adjusted_p == pytest.approx(0.0095 * 15 / 4)


def test_what_is_not_tested_is_no_look_and_has_neither() -> None:
    few = Row(withheld("too few", n=3, unit="points"), part="difference")
    rows = judged([(few, None), (Row(GAP), 0.04), (few, None)])
    assert rows[0] == rows[2] == few
    assert (rows[1].adjusted_p, rows[1].verdict) == (0.04, "real")
    assert judged([]) == []
