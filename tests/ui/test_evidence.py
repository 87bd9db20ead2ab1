"""What the evidence panel says, from answers made by hand: an effect of 20 (8 to 32) on 400 customers unless told."""

from __future__ import annotations

from dataclasses import replace

from cx.metrics.base import Result, Row
from cx.metrics.registry import METRICS
from cx.stats.comparison import Verdict
from cx.ui import evidence
from cx.ui.changes import Card, Judged
from cx.view import View
from tests.charts.rows import row

PLACE = {"score": "nps", "outcome": "forward_revenue", "currency": "EUR"}
ADJUSTED = row(20, 8, 32, unit="money", part="adjusted", grade="A", verdict="real", **PLACE)
RAW = row(25, 12, 38, unit="money", part="raw", **PLACE)
PLACEBO = row(1, -3, 5, unit="money", part="placebo", **PLACE)
CHECKS = (
    row(0.97, 0.95, 0.99, part="overlap", **PLACE),
    row(1.6, 1.3, 1.6, unit="ratio", part="e_value", **PLACE),
    row(0.03, 0.0, 0.1, unit="ratio", part="balance_weighted", item="tenure", **PLACE),
    row(0.07, 0.0, 0.1, unit="ratio", part="balance_weighted", item="segment", **PLACE),
)


def answer(adjusted: Row = ADJUSTED, raw: Row = RAW, placebo: Row = PLACEBO) -> Result:
    return Result(METRICS["adjusted_effect"], View(), "1-a", (raw, adjusted, placebo, *CHECKS), (), "", 0)


def said(result: Result) -> str:
    return evidence.finding(result, "nps", 90).replace("\\", "")


def checks(result: Result) -> list[bool]:
    return [held for held, _text in evidence.told(result, 90)]


def test_a_real_gap_is_told_with_its_grade_the_raw_gap_and_that_it_is_one_of_four() -> None:
    assert said(answer()) == (
        "Held against comparable detractors, promoters spent **€20.0 more (€8.0 to €32.0)** in the 90 days after: "
        "evidence grade **A** (raw gap €25.0 more (€12.0 to €38.0); one of 4 measures of experience)."
    )
    less = answer(row(-20, -32, -8, unit="money", part="adjusted", grade="A", verdict="real", **PLACE))
    assert "spent **€20.0 less (€8.0 to €32.0)**" in said(less)


def test_what_limits_a_b_is_named() -> None:
    doubtful = row(12, -3, 27, unit="money", part="placebo", **PLACE)
    noise = row(2, -9, 13, unit="money", part="raw", **PLACE)
    text = said(answer(replace(ADJUSTED, grade="B"), noise, doubtful))
    assert text.endswith(
        "grade **B** (the days before are not clear of it; raw gap within noise; one of 4 measures of experience)."
    )


def test_noise_is_no_difference_and_never_less_of_a_negative() -> None:
    noise = row(-2.43, -30, 25, unit="money", part="adjusted", grade="C", verdict="within noise", **PLACE)
    assert said(answer(noise)) == (
        "**No difference in later spend** can be shown between promoters and detractors "
        "(€2.4 less, −€30.0 to €25.0; grade C)."
    )
    assert "within noise (E-value 1)" in list(evidence.told(answer(noise), 90))[4][1]
    corrected = replace(ADJUSTED, grade="C", verdict="within noise")
    assert said(answer(corrected)).startswith("**No difference in later spend**")


def test_without_an_effect_the_reason_is_said_once() -> None:
    none = row(None, n=3, part="adjusted", grade="C", **PLACE)
    assert said(answer(none)) == "No adjusted effect yet: too few: n = 3, at least 30 needed."
    assert list(evidence.told(answer(none), 90)) == []


def test_the_line_under_the_chart_counts_the_checks() -> None:
    found = list(evidence.told(answer(), 90))
    assert evidence.line(ADJUSTED, found) == "**Grade A** of A to C: passes 5 of 5 checks"
    assert "at most 0.07 standard deviations" in found[2][1]
    assert "the gap is €1.00 (−€3.00 to €5.00); it is small beside the gap after." in found[3][1]
    assert "1.30 times as likely" in found[4][1]


def test_a_placebo_beyond_noise_and_an_undecided_one_are_told_apart() -> None:
    clear = answer(replace(ADJUSTED, grade="C"), placebo=row(10, 2, 18, unit="money", part="placebo", **PLACE))
    assert checks(clear) == [True, True, True, False, True]
    assert "the groups differed already, so the grade is C" in list(evidence.told(clear, 90))[3][1]
    unclear = answer(replace(ADJUSTED, grade="B"), placebo=row(10, -8, 28, unit="money", part="placebo", **PLACE))
    assert "undecided" in list(evidence.told(unclear, 90))[3][1]
    none = answer(replace(ADJUSTED, grade="B"), placebo=row(None, n=3, part="placebo", **PLACE))
    assert "cannot be compared (too few: n = 3" in list(evidence.told(none, 90))[3][1]


def test_a_grade_lowered_by_the_looks_taken_has_that_as_its_reason() -> None:
    lowered = answer(replace(ADJUSTED, grade="C", verdict="within noise"))
    assert checks(lowered) == [True] * 5 + [False]


def test_the_title_and_the_cards_say_real_or_within_noise() -> None:
    assert evidence.title(ADJUSTED, "nps").replace("\\", "") == (
        "Promoters against detractors: €20.0 more (€8.0 to €32.0) – real"
    )
    assert evidence.title(None, "nps") == "Promoters against detractors: too few"
    noise = row(2, -9, 13, unit="money", part="raw", **PLACE)
    band = row(60, 50, 70, unit="money", band="promoter", **PLACE)
    cards = [Judged(Card("adjusted_effect", "x"), METRICS["adjusted_effect"], r, None) for r in (RAW, noise, band)]
    assert [card.now.verdict for card in evidence.judged(cards)] == [Verdict.REAL.value, Verdict.NOISE.value, None]


def test_a_gap_without_a_verdict_is_never_called_real() -> None:
    """Its interval leaves zero out, but too few are comparable for a verdict."""
    unjudged = replace(ADJUSTED, grade="C", verdict=None)
    assert evidence.title(unjudged, "nps").endswith("no verdict")
    assert said(answer(unjudged)).startswith("**No verdict** on later spend: too few")
    apart = replace(row(None, n=3998, part="adjusted", grade="C", **PLACE))
    withheld = replace(apart, estimate=replace(apart.estimate, reason="too little overlap"))
    assert evidence.title(withheld, "nps") == "Promoters against detractors: no figure"
