"""What is compared between those who answer and those who stay silent, and the finding in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx.language import N_, _, numbers
from cx.metrics.base import Row
from cx.stats.comparison import Verdict

RESPONDENTS, SILENT, DIFFERENCE, STANDARDISED = (
    "respondents",
    "non-respondents",
    "difference",
    "standardised difference",
)
ANSWERED = "customers who answered"
NEGLIGIBLE = 0.1
"""Standard deviations: the common rule of Austin (2009) for groups that are balanced."""
AVERAGE_ORDER, REPEATERS = "average order value", "two or more orders"


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared: its unit, the column its sums begin with, marked words, what it is known from."""

    unit: str
    column: str
    words: str
    counted: str = "customers"
    stored: str = ""


ITEMS = {
    "orders": Item("count", "orders", N_("orders"), stored="orders_stored"),
    "net revenue": Item("money", "revenue", N_("net revenue"), stored="orders_stored"),
    "tenure": Item("days", "tenure", N_("days as a customer"), counted="tenure_customers"),
    "contacts": Item("count", "contacts", N_("contacts"), stored="contacts_stored"),
}
"""Means over customers, from `<column>_total` and `<column>_squares`."""


def finding(rows: Sequence[Row], invited: bool) -> str:
    """The two sentences a reader needs: who is heard more, and who the silent are.

    rows: of everybody, all parts. invited: whether the data know who was asked and did not answer.
    """
    who = (
        _(
            "Compared at the first invitation of each customer in the view, by what came before it: who was asked more "
            "often would otherwise seem readier to answer."
        )
        if invited
        else _(
            "The data hold answers only, no unanswered invitations: silent are all other customers, many of whom may "
            "never have been asked; both sides up to the last day."
        )
    )
    return f"{_heard(rows, invited)} {who}"


def _heard(rows: Sequence[Row], invited: bool) -> str:
    """The largest difference that is real, as a ratio where it can be one."""
    apart = [r for r in rows if r.part == STANDARDISED and r.estimate.known]
    if not apart:
        return _("Too few on one side to say whether those who answer differ.")
    real = [r for r in apart if r.verdict == Verdict.REAL.value]
    if not real:
        listed = ", ".join(_words(r) for r in apart)
        return _("Those who answer and those who are silent do not differ beyond noise in {items}.").format(
            items=listed
        )
    largest = max(real, key=lambda r: abs(r.estimate.value or 0.0))
    values = {r.part: r for r in rows if r.item == largest.item}
    first, second = values[RESPONDENTS], values[SILENT]
    figures = [numbers.figure(r.estimate.value, r.estimate.unit, r.currency) for r in (first, second)]
    more, less = first.estimate.value or 0.0, second.estimate.value or 0.0
    words = _words(largest)
    who = _("Customers who answered their first invitation") if invited else _("Customers who answered")
    meaning = (
        _("a real difference, but a negligible one")
        if abs(largest.estimate.value or 0.0) < NEGLIGIBLE
        else _("the raw NPS speaks for them more than for the silent")
    )
    if min(more, less) > 0.0:
        times = numbers.figure(more / less, "ratio")
        text = _("{who} had {times} times the {words} of the silent ({ours} against {theirs}): {so}.")
        return text.format(who=who, times=times, words=words, ours=figures[0], theirs=figures[1], so=meaning)
    text = _("{who} differed from the silent in {words}, {ours} against {theirs}: {so}.")
    return text.format(who=who, words=words, ours=figures[0], theirs=figures[1], so=meaning)


def _words(row: Row) -> str:
    item = ITEMS[row.item or ""]
    return _(item.words)
