"""The reasons that the marts give, which are stored in English, in the language spoken."""

from __future__ import annotations

import re

from cx.language import N_, _
from cx.marts.latest import SUPERSEDED, UNABLE
from cx.model import called

REASONS = frozenset(
    {
        N_("guest orders: no customer, so in orders and revenue but not in customers and retention"),
        N_("orders without an amount: counted, but not in revenue and average order value"),
        N_("credit notes and stock corrections: lower the revenue, are no orders"),
        N_("orders of amount 0: counted as orders"),
        N_("order lines whose order is not loaded"),
        N_("order lines without an amount"),
        N_("responses without a known customer: in scores, not in links to orders"),
        N_("invitations without an answer: in the response rate only"),
        N_("NPS answers that are not a whole number from 0 to 10"),
        N_("satisfaction answers without a usable scale: not in CSAT"),
        N_("effort answers without a usable scale: not in CES"),
        N_("contacts without a known customer"),
        N_("contacts not closed yet, or closed before they were opened: no resolution time"),
        N_("the setting match_by_email does not join customers"),
        N_("a customer id that stands beside e-mails of several customers"),
        N_("an address that many customer ids share"),
        N_("person_id or another e-mail tells them apart"),
        N_("one file has them as different customers"),
    }
)
STATUS = re.compile(r"status “(?P<status>.*)” does not count as an order(?: \(amount (?P<amount>-?[0-9.]+)\))?")
OF_TABLE = {text: re.compile(text.replace("{table}", "(?P<table>.+)")) for text in (SUPERSEDED, UNABLE)}


def said(reason: str) -> str:
    """A reason as people read it; one that an earlier release wrote otherwise stays as it is."""
    if reason in REASONS:
        return _(reason)
    if found := STATUS.fullmatch(reason):
        words = _("status “{status}” does not count as an order").format(status=found["status"])
        amount = _(" (amount {amount})").format(amount=found["amount"]) if found["amount"] else ""
        return words + amount
    for text, pattern in OF_TABLE.items():
        if found := pattern.fullmatch(reason):
            return _(text).format(table=called(found["table"]))
    return reason
