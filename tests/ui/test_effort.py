"""What the Effort page says first: the most certain real finding, and plainly when there is none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cx.metrics.base import Result, Row
from cx.metrics.cost_to_serve import COST, MINUTES
from cx.metrics.registry import METRICS
from cx.settings import Settings
from cx.ui import effort
from cx.ui.changes import Card, Judged, verdict_text
from cx.view import View
from tests.charts.rows import row

PAGE: Any = SimpleNamespace(version=SimpleNamespace(settings=Settings(forward_days=90, churn_days=180)))


def answer(name: str, *rows: Row) -> Result:
    return Result(METRICS[name], View(), "1-a", rows, (), "", 0)


def ratio(outcome: str, value: float | None, p: float | None, verdict: str | None) -> Row:
    place = {"part": "risk ratio", "band": "high effort", "score": "effort", "outcome": outcome}
    low, high = (0.0, 0.0) if value is None else (value * 0.8, value * 1.2)
    return row(value, low, high, unit="ratio", n=900, adjusted_p=p, verdict=verdict, **place)


def costs(gap: float = -0.5, verdict: str = "real") -> Result:
    bands = [
        row(v, v - 1, v + 1, unit="money", part="band", band=f"{band} effort", item=COST)
        for band, v in (("high", 20.0), ("low", 10.0))
    ]
    gaps = [
        row(gap, gap - 0.1, gap + 0.1, part="difference", item=item, verdict=verdict, adjusted_p=0.01)
        for item in (COST, MINUTES)
    ]
    return answer("cost_to_serve", *bands, *gaps)


def said(text: str) -> str:
    return text.replace("\\", "")


def test_the_most_certain_real_outcome_leads_and_the_cost_follows() -> None:
    rows = ratio("churn", 1.12, 0.3, "within noise"), ratio("disloyal", 2.0, 0.001, "real")
    text = said(
        effort.finding(PAGE, answer("risk_ratio", *rows, ratio("repurchase", 0.9, 0.04, "real")), costs(), "effort")
    )
    assert text.startswith(
        "After a hard contact customers were **2.00 (1.60 to 2.40) times** as likely to be detractors"
    )
    assert "A hard contact costs **20" in text
    assert "1.12" not in text


def test_noise_and_what_is_not_known_are_told_plainly() -> None:
    noise = effort.finding(
        PAGE, answer("risk_ratio", ratio("churn", 1.1, 0.4, "within noise")), costs(-0.05, "within noise"), "ces"
    )
    assert noise == "What customers do after a contact rated hard differs from one rated easy only within noise."
    none = effort.finding(PAGE, answer("risk_ratio", ratio("churn", None, None, None)), costs(), "effort")
    assert none.startswith("What customers do after a hard contact is not known yet. A hard contact costs")


def test_titles_are_short_sentences_with_a_verdict() -> None:
    shares = [
        row(v, v - 0.02, v + 0.02, part="share", outcome="disloyal", band=f"{band} effort", score="effort")
        for band, v in (("high", 0.37), ("medium", 0.2), ("low", 0.17))
    ]
    result = answer("risk_ratio", *shares, ratio("disloyal", 2.2, 0.001, "real"))
    title = effort.outcome_title(PAGE, result, "effort", "disloyal")
    assert title == "After a hard contact 37% are detractors, after an easy one 17% – real"
    assert effort.cost_title(costs(), "effort", COST) == (
        "An easy contact costs 50.0% less than a hard one (40.0% to 60.0%) – real"
    )
    assert effort.cost_title(costs(0.2), "ces", MINUTES) == (
        "A contact rated easy takes 20.0% more work than one rated hard (10.0% to 30.0%) – real"
    )


@pytest.mark.parametrize(
    ("own", "compared", "text"),
    [("real", False, "real"), ("real", True, "real; too few to compare"), (None, True, "too few to compare")],
)
def test_a_card_tells_the_verdict_of_its_figure_before_that_of_its_change(
    own: str | None, compared: bool, text: str
) -> None:
    now = ratio("churn", 3.3, None if own is None else 0.01, own)
    card = Judged(Card("risk_ratio", "Leaving"), METRICS["risk_ratio"], now, now if compared else None)
    assert verdict_text(card) == text
