"""Codes of the metrics in words, for people: in titles, charts and table twins. Files keep the codes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cx.language import N_, Words
from cx.metrics.row_words import BANDS, ITEMS
from cx.ui.table_words import TABLE_PARTS, VERDICTS

SCORES = Words({"nps": N_("NPS"), "csat": N_("CSAT"), "ces": N_("Ease (CES)"), "effort": N_("Effort in contacts")})
"""Score -> what people call it, in the order in which they are shown."""
OUTCOMES = Words(
    {
        "forward_revenue": N_("later spend"),
        "forward_orders": N_("later orders"),
        "repurchase": N_("ordered again"),
        "churn": N_("did not order again"),
        "disloyal": N_("would not recommend"),
        "no order": N_("no order"),
        "subscription ended": N_("subscription ended"),
        "orders": N_("orders"),
        "subscriptions": N_("subscriptions"),
        "revenue": N_("revenue"),
        "margin": N_("margin"),
        "actual": N_("actual"),
        "predicted": N_("predicted"),
        "answered": N_("answered"),
        "not answered": N_("not answered"),
    }
)
PARTS = Words(
    {
        "adjusted_bad": N_("if the unhappy had been happy"),
        "placebo": N_("before the answer (should be zero)"),
        "mean_good": N_("mean after the good experience"),
        "mean_bad": N_("mean after the bad experience"),
        "e_value": N_("E-value"),
        "overlap": N_("could have had either experience"),
        "overlap_bad": N_("of the bad: could have had the good experience"),
        "balance_raw": N_("difference before weighting"),
        "balance_weighted": N_("difference after weighting"),
        "slope": N_("a level more, adjusted"),
        "raw slope": N_("a level more, raw"),
        "partial": N_("given segment, tenure and earlier spend"),
    }
)
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "score": SCORES,
    "outcome": OUTCOMES,
    "part": PARTS | TABLE_PARTS,
    "band": BANDS,
    "item": ITEMS,
    "verdict": VERDICTS,
}
"""Column of a table -> its codes in words."""


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with words in place of codes; what has no word stays as it is."""
    told = {
        name: [words.get(code, code) for code in frame[name]]
        for name, words in COLUMNS.items()
        if name in frame.columns
    }
    return frame.assign(**told) if told else frame


def capital(text: str) -> str:
    """The same with a capital, to begin a line; the other letters are left alone."""
    return text[:1].upper() + text[1:]
