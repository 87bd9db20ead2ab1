"""Net revenue = customers x orders per customer x average order value, then and now: which factor moved."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cx.language import _, numbers
from cx.ui.changes import Judged, verdict_text

FACTORS = ("customers", "orders_per_customer", "aov")
WHOLE = "net_revenue"
SHORT = {"orders_per_customer": _("Orders each"), "aov": _("Order value")}
"""Metric -> a name that fits a narrow table."""
NARROWEST_TABLE = 300


def show(figures: Sequence[Judged]) -> None:
    """The table of the factors; nothing when one is not known on both sides or money has several currencies."""
    by_name = {f.card.metric: f for f in figures}
    if any(by_name[n].note for n in (*FACTORS, WHOLE) if n in by_name):
        return  # one of several currencies: customers of all of them cannot be set against the revenue of one
    parts = contributions({n: _both(by_name[n]) for n in (*FACTORS, WHOLE) if n in by_name})
    if parts is None:
        return
    figures_of = [by_name[name] for name in (*FACTORS, WHOLE)]
    with st.container(border=True):
        st.markdown(_("**Which factor moved net revenue**"))
        st.caption(
            _("net revenue = customers × orders per customer × average order value; shares of the logarithmic change")
        )
        # Two narrow tables, whose text wraps, stand one under the other on a phone: one wide table would be cut.
        grid = st.grid(2, min_column_width=NARROWEST_TABLE)
        grid.table(amounts(figures_of), alt=_("The factors of net revenue, now and before"))
        grid.table(changes(figures_of, parts), alt=_("By how much each factor of net revenue changed"))


def amounts(figures: Sequence[Judged]) -> pd.DataFrame:
    """Factor by factor: now and before."""
    lines = [{_("factor"): _short(f), _("now"): f.value_text(), _("before"): f.before_text()} for f in figures]
    return pd.DataFrame(lines).set_index(_("factor"))


def changes(figures: Sequence[Judged], parts: dict[str, float]) -> pd.DataFrame:
    """Factor by factor: its change, its share of the change of net revenue, and the verdict; rest before sum."""
    lines = [
        {
            _("factor"): _short(f),
            _("change"): f.change_text(),
            _("share"): numbers.percent(parts.get(f.card.metric)),
            _("verdict"): verdict_text(f),
        }
        for f in figures
    ]
    rest = {_("factor"): _("Guest orders, rest"), _("share"): numbers.percent(parts["rest"])}
    return pd.DataFrame([*lines[:-1], rest, lines[-1]]).fillna("").set_index(_("factor"))


def contributions(pairs: dict[str, tuple[float, float] | None]) -> dict[str, float] | None:
    """Factor -> its share of the logarithmic change of net revenue; `rest` is what the factors do not explain.

    The shares of the factors and the rest sum to 1. None when a figure is missing or not above zero, or when net
    revenue did not change.
    """
    if any(pairs.get(name) is None for name in (*FACTORS, WHOLE)):
        return None
    known = {name: pair for name, pair in pairs.items() if pair is not None}
    if any(min(pair) <= 0 for pair in known.values()):
        return None
    logs = {name: math.log(now / then) for name, (now, then) in known.items()}
    if abs(logs[WHOLE]) < 1e-9:
        return None
    shares = {name: logs[name] / logs[WHOLE] for name in FACTORS}
    return {**shares, "rest": 1.0 - sum(shares.values()), WHOLE: 1.0}


def _both(figure: Judged) -> tuple[float, float] | None:
    now = figure.now.estimate.value
    then = figure.then.estimate.value if figure.then else None
    return None if now is None or then is None else (now, then)


def _short(figure: Judged) -> str:
    return SHORT.get(figure.card.metric, figure.title)
