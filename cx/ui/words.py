"""Codes of the metrics in words, for people: in titles, charts and table twins. Files keep the codes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cx.language import _

SCORES = {"nps": _("NPS"), "csat": _("CSAT"), "ces": _("Ease (CES)"), "effort": _("Effort in contacts")}
"""Score -> what people call it, in the order in which they are shown."""
OUTCOMES = {
    "forward_revenue": _("later spend"),
    "forward_orders": _("later orders"),
    "repurchase": _("ordered again"),
    "churn": _("did not order again"),
    "disloyal": _("would not recommend"),
}
PARTS = {
    "adjusted_bad": _("if the unhappy had been happy"),
    "placebo": _("before the answer (should be zero)"),
    "mean_good": _("mean after the good experience"),
    "mean_bad": _("mean after the bad experience"),
    "e_value": _("E-value"),
    "overlap": _("could have had either experience"),
    "overlap_bad": _("of the bad: could have had the good experience"),
    "balance_raw": _("difference before weighting"),
    "balance_weighted": _("difference after weighting"),
    "slope": _("a level more, adjusted"),
    "raw slope": _("a level more, raw"),
    "partial": _("given segment, tenure and earlier spend"),
}
COLUMNS: Mapping[str, Mapping[str, str]] = {"score": SCORES, "outcome": OUTCOMES, "part": PARTS}


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
