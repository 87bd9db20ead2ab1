"""What the charts after a score are called, and that codes reach people as words."""

from __future__ import annotations

from cx.metrics.base import Result
from cx.metrics.registry import METRICS
from cx.ui import after_score, findings
from cx.ui.twin import csv, readable, table
from cx.ui.words import worded
from cx.view import View
from tests.charts.rows import row


def slope(value: float | None, low: float = 0.0, high: float = 0.0, verdict: str | None = None) -> str:
    found = row(value, low, high, unit="money", n=5 if value is None else 500, currency="EUR", verdict=verdict)
    return after_score.dose_title("nps", found).replace("\\", "")


def test_a_level_more_is_real_or_within_noise_or_too_few() -> None:
    assert slope(4.0, 2.0, 6.0) == "A level more of NPS goes with €4.00 (€2.00 to €6.00) of later spend – real"
    assert slope(4.0, -2.0, 10.0).endswith("€4.0 (−€2.0 to €10.0) of later spend – within noise")
    assert slope(4.0, 2.0, 6.0, "within noise").endswith("within noise")
    assert slope(None) == after_score.dose_title("nps", None) == "Later spend by level of NPS: too few"


def linked(value: float, p: float, score: str = "ces"):
    return row(value, value - 0.03, value + 0.03, unit="correlation", score=score, outcome="repurchase", adjusted_p=p)


def test_weak_correlations_are_called_weak() -> None:
    def title(*rows):
        return findings.associations(Result(METRICS["correlation"], View(), "1-a", rows, (), "", 0)).replace("\\", "")

    assert title(linked(0.05, 0.01), linked(0.01, 0.6, "nps")) == (
        "1 of 2 correlations are real, all very weak (below 0.1); "
        "the strongest: Ease (CES) and ordered again, 0.05 (0.02 to 0.08)"
    )
    assert "weak" not in title(linked(-0.2, 0.01), linked(0.05, 0.01, "nps"))
    assert title(linked(0.01, 0.6)) == "None of 1 correlations is real: all within noise"
    assert title() == "Experience and later behaviour: too few"


def test_the_table_on_the_page_says_words_and_the_file_keeps_the_codes() -> None:
    rows = [
        row(5, 4, 6, unit="money", part="adjusted_bad", outcome="forward_revenue", score="nps"),
        row(5, 4, 6, unit="money", part="a part of its own", outcome="forward_revenue"),
    ]
    shown = worded(readable(table(rows), ["money"]))
    assert list(shown["part"]) == ["if the unhappy had been happy", "a part of its own"]
    assert list(shown["outcome"]) == ["later spend"] * 2
    assert shown["score"].iloc[0] == "NPS"
    text = csv(Result(METRICS["adjusted_effect"], View(), "1-a", tuple(rows), (), "", 0), rows).decode("utf-8-sig")
    assert "adjusted_bad" in text
    assert "forward_revenue" in text
