"""The reader's own figures beside the famous claims: with interval and n, or why there are none."""

from __future__ import annotations

from cx.metrics.base import Result, Row
from cx.metrics.cost_to_serve import COST, MINUTES
from cx.metrics.registry import METRICS
from cx.stats.proportions import wilson
from cx.ui import claims
from cx.view import View
from tests.charts.rows import row


def answer(name: str, *rows: Row) -> Result:
    return Result(METRICS[name], View(), "1-a", rows, (), "", 0)


def said(text: str) -> str:
    return text.replace("\\", "")


def test_disloyal_after_high_and_low_effort() -> None:
    place = {"score": "effort", "outcome": "disloyal"}
    rows = [
        Row(wilson(40, 100), band="high effort", part="share", **place),
        Row(wilson(20, 200), band="low effort", part="share", **place),
    ]
    text = said(claims.disloyal(answer("risk_ratio", *rows), "effort"))
    assert "**40.0% (30.9% to 49.8%), n = 100**" in text
    assert "against **10.0% (6.6% to 14.9%), n = 200** after low effort." in text
    few = claims.disloyal(answer("risk_ratio", row(None, n=3, band="high effort", part="share", **place)), "effort")
    assert said(few).startswith("Your data cannot answer this yet, because too few: n = 3, at least 30 needed")


def test_low_effort_costs_less_and_without_costs_takes_less_work() -> None:
    gap = row(-0.4, -0.5, -0.3, n=900, part="difference", item=COST)
    assert said(claims.cheaper(answer("cost_to_serve", gap))) == (
        "Low effort: **40.0% less** (30.0% to 50.0%, n = 900), by the cost of each contact."
    )
    noise = row(0.1, -0.2, 0.5, n=900, part="difference", item=COST)
    assert "**10.0% more** (−20.0% to 50.0%, n = 900, within noise)" in said(
        claims.cheaper(answer("cost_to_serve", noise))
    )
    none = row(None, n=900, part="difference", item=COST)
    work = row(-0.2, -0.3, -0.1, n=900, part="difference", item=MINUTES)
    text = said(claims.cheaper(answer("cost_to_serve", none, work)))
    assert text.startswith("Your data cannot answer this yet, because")
    assert "In minutes of work, low effort: **20.0% less** (10.0% to 30.0%, n = 900)." in text


def test_best_against_poorest_experience() -> None:
    rows = [
        row(120, 110, 130, unit="money", n=300, score="nps", band="promoter", currency="EUR"),
        row(100, 90, 110, unit="money", n=200, score="nps", band="detractor", currency="EUR"),
    ]
    place = {"score": "nps", "outcome": "forward_revenue", "currency": "EUR"}
    effect = answer(
        "adjusted_effect",
        row(80, 70, 90, unit="money", part="mean_bad", **place),
        row(4, -2, 10, unit="money", n=480, part="adjusted", grade="C", **place),
    )
    text = said(claims.best_past(answer("forward_revenue", *rows), effect))
    assert "raw **+20.0% (+" in text
    assert "(n = 500)" in text
    # 4, -2 and 10 of 80
    assert "adjusted for who they are **+5.0% (−2.5% to +12.5%)** (n = 480, grade C)" in text
    assert "cannot answer" in claims.best_past(answer("forward_revenue", rows[0]), effect)
    unknown = answer("adjusted_effect", row(None, n=3, part="adjusted", **place))
    text = said(claims.best_past(answer("forward_revenue", *rows), unknown))
    assert "adjusted not known: too few: n = 3" in text


def test_winning_against_serving_and_profit_of_retention() -> None:
    ratio = row(1.5, 1.4, 1.6, unit="ratio", n=99, part="ratio")
    sides = [row(9, 8, 10, unit="money", n=n, part=part) for part, n in (("winning", 40), ("serving", 59))]
    text = said(claims.acquisition(answer("acquisition_ratio", *sides, ratio)))
    assert "**1.50 (1.40 to 1.60) times**" in text
    assert "(40 customers won, 59 served)" in text
    none = row(None, unit="ratio", n=3, part="ratio")
    assert "too few: n = 3" in said(claims.acquisition(answer("acquisition_ratio", none)))
    gain = row(5000, 4000, 6000, unit="money", n=50, part="gain", item="retention", currency="EUR")
    text = said(claims.retention_profit(answer("acquisition_ratio", gain)))
    assert "it takes the profit before and after" in text
    assert "**€5.00K (€4.00K to €6.00K)** of revenue a year" in text
