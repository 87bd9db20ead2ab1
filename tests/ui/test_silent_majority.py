"""What the section on the silent majority says, and that it is on the page."""

from __future__ import annotations

from cx.metrics.base import Row
from cx.ui.silent_majority import counted_once, differences_title, scores_title
from tests.charts.rows import row


def apart(value: float | None, low: float = 0.0, high: float = 0.0, verdict: str | None = None) -> Row:
    return row(value, low, high, unit="ratio", part="standardised difference", verdict=verdict)


def test_how_many_differences_are_real() -> None:
    rows = [apart(0.5, 0.4, 0.6, "real"), apart(0.0, -0.1, 0.1, "within noise")]
    assert differences_title(rows) == "Before they were asked: 1 of 2 differences are real"
    assert differences_title(rows[1:]) == "Before they were asked: no difference is real, all 1 within noise"
    assert differences_title([apart(None)]).endswith("not known yet")
    assert differences_title([]).endswith("not known yet")


def scores(every: float, once: float, gap: str = "within noise") -> list[Row]:
    parts = {"every answer": every, "raw": once, "reweighted": once + 0.3}
    rows = [row(v, v - 2.0, v + 2.0, unit="points", part=part) for part, v in parts.items()]
    return [*rows, row(0.3, -1.0, 1.6, unit="points", part="difference", verdict=gap)]


def test_counting_each_customer_once_is_the_headline_when_it_differs() -> None:
    """+34 ± 2 against +29 ± 2: 5 ± 2.83 leaves zero out."""
    assert counted_once(scores(34.0, 29.0)) == (
        "Counting each customer once, NPS is **\\+29**, not \\+34: repeated answers lift it; weighting for who answers "
        "changes little (within noise)."
    )
    assert "repeated answers lower it" in counted_once(scores(24.0, 29.0))
    assert "the same within noise" in counted_once(scores(30.0, 29.0))
    assert "moves it by" in counted_once(scores(34.0, 29.0, "real"))
    assert counted_once([]) == ""


def test_the_three_scores_stand_side_by_side() -> None:
    title = scores_title(scores(34.0, 29.0)).replace("\\", "")
    assert title == "NPS: every answer +34, first answer of each +29, re-weighted +29"
    assert scores_title([row(None, unit="points", part="difference")]) == "NPS of everybody: not known yet"
    assert scores_title([]) == "NPS of everybody: not known yet"
