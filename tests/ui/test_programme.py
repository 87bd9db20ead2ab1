"""What a programme would bring in words: what is assumed, what is refused, and never more certain than the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.metrics.base import Options, Result, Row
from cx.metrics.registry import METRICS
from cx.stats.estimate import Estimate, withheld
from cx.stats.proportions import wilson
from cx.ui import programme
from cx.view import View
from tests.charts.rows import row

NOT_GRADED = withheld("nothing is offered: the evidence on effort and later spend is graded C", n=90, unit="money")


def euros(value: float, low: float, high: float, **place: str) -> Row:
    return row(value, low, high, unit="money", n=100, currency="EUR", outcome="revenue", **place)


def answer(*more: Row, effort: Row | None = None, retention: Row | None = None) -> Result:
    effort = effort or Row(NOT_GRADED, part="gain", item="effort", grade="C", currency="EUR", outcome="revenue")
    retention = retention or euros(24_000, 20_000, 28_000, part="gain", item="retention")
    known = [r for r in (effort, retention) if r.estimate.known]
    both = replace(known[0] if known else effort, item="both", grade=None)
    rows = (Row(wilson(80, 100), part="base", item="retention"), effort, retention, both, *more)
    return Result(METRICS["what_if"], View(), "1-a", rows, (), "", 0)


def said(text: str) -> str:
    return text.replace("\\", "").replace("**", "")


def paid(value: float | None, low: float | None = None, high: float | None = None) -> Row:
    estimate = Estimate(value, low, high, 100, "days", "test") if value else withheld("it never pays", n=9, unit="days")
    return Row(estimate, part="payback", item="both")


def test_an_assumption_is_called_one_and_weak_evidence_offers_nothing() -> None:
    assert said(programme.finding(answer(), Options())) == (
        "If 1 point more customers came back and spent like those who did, that would be €24.0K (€20.0K to €28.0K) of "
        "revenue, before cost of goods, in a year (assumption). Easier contacts: no gain can be shown (evidence grade "
        "C). Name the cost to see when it pays back."
    )


def test_only_a_graded_effect_is_associated_with_a_gain() -> None:
    effort = replace(euros(500, 100, 900, part="gain", item="effort"), grade="B")
    text = said(programme.finding(answer(effort=effort), Options(lift=0.0)))
    assert text.startswith("Making 10% of the high-effort contacts easy is associated with €500 (€100 to €900)")
    assert "(evidence grade B)" in text
    assert "associated" not in programme.finding(answer(), Options())


def test_nothing_chosen_is_said_so() -> None:
    assert "Nothing is chosen" in programme.finding(answer(), Options(move=0.0, lift=0.0))
    assert programme.why(answer(), Options(move=0.0, lift=0.0)) == []


def test_the_same_reason_for_both_steps_is_told_once() -> None:
    refused = Row(withheld("amounts in several currencies", n=9, unit="money"), part="gain")
    result = answer(effort=replace(refused, item="effort"), retention=replace(refused, item="retention"))
    assert programme.finding(result, Options()) == "No gain can be shown: amounts in several currencies."


@pytest.mark.parametrize(
    ("payback", "told"),
    [
        (paid(182.5, 100, 300), "pays back after 182 days (100 days to 300 days)."),
        (paid(300, 200, 420), "pays back after 300 days (at the low end not within the year)."),
        (paid(300, 200, None), "pays back after 300 days (at the low end not within the year)."),
        (paid(None), "does not pay back within the year."),
    ],
)
def test_when_the_cost_is_paid(payback: Row, told: str) -> None:
    assert said(programme.finding(answer(payback), Options(programme_cost=9.0))).endswith(told)


def test_break_even_of_retention_is_told_in_points_and_never_beyond_those_who_left() -> None:
    place = {"unit": "share", "n": 9, "part": "break-even", "item": "retention"}
    (near,) = programme.break_even(answer(row(0.01, 0.005, 0.02, **place)))
    assert said(near) == "Break-even when 1 point (0.5 points to 2 points) more customers come back."
    (far,) = programme.break_even(answer(row(0.15, 0.1, 0.25, **place)))
    assert said(far) == "Break-even when 15 points (at best 10 points, at the low end never) more customers come back."


def test_customers_kept_do_not_contradict_that_no_money_can_be_shown() -> None:
    kept = row(5.0, 2.0, 8.0, unit="count", n=99, part="kept", item="effort")
    (told,) = programme.in_customers(answer(kept), Options())
    assert "no gain in money can be shown; in customers: 5 (2 to 8) fewer leave" in said(told)
    assert programme.in_customers(answer(kept), Options(move=0.0)) == []


def test_the_cards_follow_what_is_chosen_and_each_has_its_own_help() -> None:
    def titles(result: Result, **options: float) -> list[str]:
        return [card.title for card in programme.cards(result, Options(**options))]

    assert titles(answer())[0] == "Gain in revenue"
    assert "Revenue after cost" in titles(answer(), programme_cost=5.0)
    assert "Revenue after cost" not in titles(answer())
    refused = Row(NOT_GRADED, part="gain", item="retention", outcome="margin")
    assert titles(answer(retention=refused), programme_cost=5.0)[0] == "With hard contacts"
    assert len(titles(answer())) == len(titles(answer(retention=refused))) == 4
    helps = [card.help for card in programme.cards(answer(), Options())]
    assert len(set(helps)) == len(helps) == 4
