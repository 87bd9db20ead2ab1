"""When amounts must not be added up: several currencies in one figure, or orders without any amount."""

from __future__ import annotations

from cx.language import _
from cx.metrics.cells import Record, text, whole


def refusal(record: Record) -> str | None:
    """Why the amounts behind a row cannot become one figure; None when they can.

    record: `currency` and `other_currency` (first and last currency by name, empty for amounts without one),
    `amounts_missing` (1 when orders exist and none of them has an amount).
    """
    first, last = text(record["currency"]), text(record["other_currency"])
    if first != last and None in (first, last):
        return _(
            "some amounts are in {currency}, others name no currency: name theirs with the setting currency"
        ).format(currency=first or last)
    if first != last:
        return _("amounts in several currencies ({first}, {last}): filter on one").format(first=first, last=last)
    if whole(record.get("amounts_missing")):
        return _("the orders carry no amounts")
    return None
