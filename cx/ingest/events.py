"""Whether what looks like a list of customers lists what they did: tickets, visits, bookings."""

from __future__ import annotations

from collections.abc import Mapping

from cx.ingest.fitting import MOST, Verdict, fit, time_like
from cx.ingest.headers import TextColumn
from cx.ingest.persons import is_personal
from cx.ingest.profile import Profile
from cx.ingest.read import TextTable
from cx.model import ORDERS

ENOUGH_OF_CUSTOMERS = 2
"""So many of a customer's own labels make a list of customers."""


def are_events(fields: Mapping[str, TextColumn], text: TextTable, looks: Profile) -> bool:
    """Whether each row has an id and a time of its own that no customer has: then it is an event of a customer.

    A list of customers says more of them than when they came. fields: those of table customers that the file fills.
    """
    own = {name for name in fields if name not in ("customer_id", "signed_up_at")}
    if len(own) >= ENOUGH_OF_CUSTOMERS:
        return False
    used = {fields[name].number for name in own | {"customer_id"} if name in fields}
    rest = [c for c in text.columns if c.number not in used and looks.of(c).any_value]
    ids = [c for c in rest if looks.of(c).unique and fit(ORDERS, "order_id", looks.of(c)).verdict is Verdict.FOR]
    times = [c for c in rest if time_like(looks.of(c)) >= MOST]
    return bool(times) and any(c not in times and not is_personal(c, looks.of(c)) for c in ids)
