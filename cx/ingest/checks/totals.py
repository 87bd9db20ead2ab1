"""Order totals that stand on every line of their order, so that summing the lines counts them several times."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, Finding
from cx.language import _
from cx.language.numbers import count

ENOUGH = 10
"""Of fewer orders of several lines equal amounts may be chance."""
MOSTLY = 0.9


def check(looked: Looked) -> Iterator[Finding]:
    """Orders of several lines, whose lines all have the same amount in nearly every order, but not in all the file."""
    if looked.name != "order_lines" or not {"order_id", "amount"} <= looked.columns:
        return
    # Whole orders are looked at, wherever their lines stand.
    some = "" if looked.whole else f"WHERE hash(order_id) % {looked.n // looked.sampled} = 0"
    row = looked.query(
        "SELECT count(*) AS orders, count(*) FILTER (least = most) AS same, count(DISTINCT most) AS amounts FROM ("
        "SELECT min(amount) AS least, max(amount) AS most FROM {rows} " + some + " GROUP BY order_id "
        "HAVING count(*) > 1 AND count(amount) = count(*))"
    ).iloc[0]
    orders, same = int(row["orders"]), int(row["same"])
    if orders < ENOUGH or same < MOSTLY * orders or int(row["amounts"]) < 2 or "quantity" in looked.columns:
        return
    yield looked.finding(
        "repeated_totals",
        same,
        _("In {n} of {of} orders of several lines all lines have the same “{header}”.").format(
            n=count(same), of=count(orders), header=looked.header("amount")
        ),
        _(
            "It seems to be the order's total, written on every line: the sum of the lines would count it several "
            "times. Map it to no field, or load the orders from another file."
        ),
        status=BAD,
        of=orders,
    )
