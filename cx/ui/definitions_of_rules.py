"""The dictionary of rules: what counts and what does not, the settings that decide it, and what they are now."""

from __future__ import annotations

from dataclasses import fields

import streamlit as st

from cx.language import N_, Words, _
from cx.settings import BOUNDS, CHOICES, Settings
from cx.ui.plain import plain

SETTINGS: Words[str] = Words(
    {
        "not_revenue": N_("Order statuses that are no revenue: an order with one of them counts in no figure."),
        "minimum_n": N_("The smallest number behind a figure; below it the page says “too few”."),
        "forward_days": N_(
            "The days of follow-up: how long after a response or contact revenue and orders are counted."
        ),
        "churn_days": N_("So many days without an order mean churn."),
        "currency": N_("The currency of amounts that name none."),
        "discount_percent": N_(
            "By how many per cent a year makes later money worth less, in predicted lifetime value."
        ),
        "drivers": N_("The survey columns that rate single things; none named: they are recognised by their values."),
        "match_by_email": N_("Whether customer ids with the same e-mail are one customer."),
    }
)
"""Setting -> what it decides."""

RULES: Words[str] = Words(
    {
        N_("Customers are persons"): N_(
            "Customer ids with one person_id are one person, and so are ids of different files that share an e-mail, "
            "as the setting match_by_email says. An e-mail of more than ten ids joins nobody."
        ),
        N_("Guest orders"): N_(
            "An order without a customer counts in orders, revenue and average order value, and not in customers, "
            "retention or lifetime value. How many there are stands in the notes and in every receipt."
        ),
        N_("Credit notes"): N_(
            "An order with a negative amount is a credit note: it lowers revenue and is neither an order nor a sign of "
            "life. One of amount 0 whose quantities sum to less than 0 is a stock correction, and no order either."
        ),
        N_("Statuses"): N_(
            "Every order status counts as revenue but those of the setting not_revenue. What is left out is told in "
            "the notes and in every receipt."
        ),
        N_("Currencies"): N_("Amounts of different currencies are never added up: each currency has its own figure."),
        N_("Periods not complete"): N_(
            "A period that has not ended is blank in cohort tables and hollow in trends, with the day on which it is "
            "complete; it is no part of a comparison."
        ),
        N_("Comparisons"): N_(
            "A comparison lies outside the chosen days: the period before, or the same days a year earlier."
        ),
        N_("Verdicts"): N_(
            "A change is called real when chance alone would hardly make it, corrected for how many changes are looked "
            "at together; else it is within noise. Below the minimum n it is too few to compare."
        ),
        N_("Intervals"): N_(
            "Every figure carries a 95% interval. Customers who answered or ordered repeatedly are alike in what they "
            "do; where that matters the interval rests on customers and is wider."
        ),
        N_("Associated with"): N_(
            "What goes together is associated; it is no proof that the one brings about the other. Raw and adjusted "
            "figures stand side by side with a grade of their evidence."
        ),
        N_("Personal data"): N_(
            "Names, phones, postal and IP addresses are not stored. An e-mail is stored only as a keyed hash, which "
            "finds its customer again and cannot be read back. Lists of customers hold ids and measures."
        ),
    }
)
"""Rule -> what it says."""


def rules(wanted: list[str]) -> None:
    """The rules of these names."""
    st.markdown("\n\n".join(f"**{plain(_(name))}** {plain(RULES[name])}" for name in wanted))


def rule_text(name: str) -> str:
    """All that is said of a rule, for the search."""
    return f"{_(name)} {RULES[name]}"


def settings(wanted: list[str], now: Settings) -> None:
    """The settings of these names: what each decides, what it is now and what it may be."""
    values = now.to_text()
    lines = []
    for name in wanted:
        value = values[name] or _("nothing")
        lines.append(
            _("**{name}** {meaning} Now: {value}. {offered}").format(
                name=plain(name), meaning=plain(SETTINGS[name]), value=plain(value), offered=plain(_offered(name))
            )
        )
    lines.append(_("**In the command** `cx settings NAME=VALUE`"))
    st.markdown("\n\n".join(lines))


def setting_text(name: str) -> str:
    """All that is said of a setting, for the search."""
    return f"{name} {SETTINGS[name]} {_offered(name)}"


def setting_names() -> list[str]:
    """All settings, in their order."""
    return [field.name for field in fields(Settings)]


def _offered(name: str) -> str:
    """What a setting may be, where that is limited."""
    if name in BOUNDS:
        least, most = BOUNDS[name]
        return _("From {least} to {most}.").format(least=least, most=most)
    if name in CHOICES:
        return "; ".join(f"{value}: {_(meaning)}" for value, meaning in CHOICES[name].items())
    return ""
