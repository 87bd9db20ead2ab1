"""The back-test on the page: what the model would have said a while ago, beside what happened since."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.charts.bands import bands
from cx.charts.theme import Look
from cx.charts.tracking import tracking
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.clv_backtest import BY_FREQUENCY, ERROR, ORDERS, PER_CUSTOMER, REVENUE
from cx.metrics.holdout import ACTUAL, MODEL, RIVALS, in_words
from cx.metrics.tracking import FITTED, FORECAST, PART
from cx.ui import predicted, shown, twin
from cx.ui.page import Page
from cx.ui.plain import plain

SIDES = Words({"actual": N_("actual"), "predicted": N_("predicted")})
"""Outcome of the means by frequency -> its line."""


def show(page: Page) -> None:
    """The section: the totals over time and the means by frequency side by side, then where it was missed most."""
    st.header(_("Would the prediction have been right?"), anchor=False)
    answer = page.result("clv_backtest")
    look = Look("count", None, "week", page.mode)
    with page.side_by_side(2):
        _over_time(page, answer, look)
        _by_frequency(page, answer, look)
    for row in answer.rows:
        if row.remark and row.part != ERROR:
            st.caption(plain(row.remark))


def _over_time(page: Page, answer: Result, look: Look) -> None:
    rows = [row for row in answer.rows if row.part == PART]
    actual = [row for row in rows if row.outcome == ACTUAL]
    definition = _(
        "repeat order days of all customers known at the cut, summed up by week; dashed: the forecast from the cut on, "
        "with the 95% interval of its parameters"
    )
    twin.show(
        tracking(actual, _of(rows, FITTED), _of(rows, FORECAST), look),
        answer,
        rows or answer.rows,
        title=error_title(answer),
        subtitle=shown.subtitle(definition, predicted.together(page)),
        key="ltv_tracking",
    )


def _by_frequency(page: Page, answer: Result, look: Look) -> None:
    rows = [row for row in answer.rows if row.part == BY_FREQUENCY]
    named = [replace(row, split=SIDES.get(row.outcome or "")) for row in rows]
    definition = _(
        "mean order days per customer after the cut, by repeat order days before it, with 95% intervals: of the actual "
        "mean over customers, of the predicted one its parameters"
    )
    twin.show(
        bands(named, look),
        answer,
        rows or answer.rows,
        title=rivals_title(answer),
        subtitle=shown.subtitle(definition, predicted.together(page)),
        key="ltv_frequency",
    )


def error_title(answer: Result) -> str:
    """By how much the forecast missed the total of orders, and of revenue where it is known."""
    orders, money = _error(answer, ORDERS), _error(answer, REVENUE)
    if orders is None:
        return _("Back-test: no figure yet")
    found = _("Back-test: orders {error} ({ends})").format(
        error=in_words(orders.estimate.value or 0.0), ends=_ends(orders)
    )
    if money is None:
        return found
    told = in_words(money.estimate.value or 0.0, many=_("{size} too much"), few=_("{size} too little"))
    return _("{orders}, revenue {error} ({ends})").format(orders=found, error=told, ends=_ends(money))


def rivals_title(answer: Result) -> str:
    """Whether the model comes closer to single customers than rules that need no model."""
    off = {
        row.item: row.estimate.value
        for row in answer.rows
        if row.part == PER_CUSTOMER and row.outcome == ORDERS and row.estimate.value is not None
    }
    if MODEL not in off:
        return _("Predicted and actual by frequency: no figure yet")
    model, best = off[MODEL], min(off[item] for item in RIVALS)
    text = (
        _("Per customer off by {model} orders, the best simple rule by {best}: the model earns its place")
        if model < best
        else _("Per customer off by {model} orders, the best simple rule by {best}: the model does no better")
    )
    return text.format(model=numbers.figure(model, "score"), best=numbers.figure(best, "score"))


def _error(answer: Result, outcome: str) -> Row | None:
    found = [r for r in answer.rows if r.part == ERROR and r.outcome == outcome and r.item == MODEL]
    return next((row for row in found if row.estimate.known), None)


def _ends(row: Row) -> str:
    low, high = (numbers.relative_change(end) for end in (row.estimate.low, row.estimate.high))
    return plain(_("{low} to {high}").format(low=low, high=high))


def _of(rows: list[Row], item: str) -> list[Row]:
    return [row for row in rows if row.item == item]
