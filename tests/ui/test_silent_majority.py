"""What the section on the silent majority says, and that it is on the page."""

from __future__ import annotations

from cx.metrics.base import Row
from cx.ui.silent_majority import differences_title, scores_title
from tests.charts.rows import row


def apart(value: float | None, low: float = 0.0, high: float = 0.0, verdict: str | None = None) -> Row:
    return row(value, low, high, unit="ratio", part="standardised difference", verdict=verdict)


def test_how_many_differences_are_real() -> None:
    rows = [apart(0.5, 0.4, 0.6, "real"), apart(0.0, -0.1, 0.1, "within noise")]
    assert differences_title(rows) == "Those who answer differ from the silent in 1 of 2 respects beyond noise"
    assert "in none of 1 respects" in differences_title(rows[1:])
    assert differences_title([apart(None)]).endswith("too few to compare")
    assert differences_title([]).endswith("too few to compare")


def test_what_re_weighting_does_is_told_with_interval_and_verdict() -> None:
    gap = row(-3.0, -5.0, -1.0, unit="points", part="difference", verdict="real")
    assert (
        scores_title([gap])
        == "Re-weighting moves the NPS by −3.0 points (−5.0 points to −1.0 points) – more than noise"
    )
    noise = row(0.5, -1.0, 2.0, unit="points", part="difference", verdict="within noise")
    assert scores_title([noise]).endswith("within noise")
    assert scores_title([row(None, unit="points", part="difference")]) == "NPS of everybody: too few answers"
    assert scores_title([]) == "NPS of everybody: too few answers"
