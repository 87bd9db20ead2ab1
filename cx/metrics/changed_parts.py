"""The parts of a change as rows: mix, rate and interaction of every segment, or the factors of revenue."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cx.language import _
from cx.metrics.base import Row
from cx.metrics.changed_table import SIDES, Changed, Side
from cx.metrics.judging import Tested
from cx.stats.contribution import on_one_grid
from cx.stats.decomposition import Part, Split
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.factors import split_revenue

FACTORS = ("customers", "orders per customer", "average order value", "guest orders")
GUESTS = "guests"


def by_segment(changed: Changed, split: Split, minimum: int, unit: str, furthest: float | None) -> Iterator[Tested]:
    """Every part of every segment, and over all of them (split None); what rests on too few is withheld.

    The exact part is kept as the row's total even then, so that the parts still sum to the change. Where nobody is a
    guest, guests are no part.
    """
    for kind, parts in split.by_segment.items():
        if kind == GUESTS and not changed.guests:
            continue
        counted = []
        for i, part in enumerate(parts):
            sides = (changed.side("then", i), changed.side("now", i))
            known = changed.guests if kind == GUESTS else changed.known
            then, now = (known.get((side, i), Side()) for side in SIDES)
            if kind != "contribution" and not then.rows + now.rows:
                continue  # nobody of the segment is of this kind
            n = _counted(kind, changed, i)
            counted.append(n)
            refusal = _too_few(kind, then, now, sides, minimum, unit)
            yield _tested(part, refusal, n, unit, furthest, part_name=kind, split=changed.names[i])
        if kind == "contribution":
            continue  # over all segments it is the change itself
        refusal = too_few(sum(counted), minimum, unit=unit)
        yield _tested(split.sums[kind], refusal, sum(counted), unit, furthest, part_name=kind)


def _counted(kind: str, changed: Changed, segment: int) -> int:
    """What a part rests on, both periods: answers, orders or customers; guests by their orders."""
    known = sum(changed.known.get((side, segment), Side()).x for side in SIDES)
    guests = sum(changed.guests.get((side, segment), Side()).rows for side in SIDES)
    return int(guests if kind == GUESTS else known + guests if kind == "contribution" else known)


def factors(changed: Changed, minimum: int) -> tuple[list[Tested], float]:
    """Customers, orders per customer, average order value and guest orders: parts in money, and their exact sum."""
    known = [changed.known.get((side, 0), Side()) for side in SIDES]
    guests, guest_rows = changed.guest_table(), [changed.guests.get((side, 0), Side()) for side in SIDES]
    n, n_guests = int(sum(side.x for side in known)), sum(side.rows for side in guest_rows)
    if min(side.x for side in known) <= 0:
        return _without_customers(changed, n)
    then, now = ((side.y, side.z, side.x) for side in known)
    parts = split_revenue(then, now, changed.factor_products(), min(side.customers for side in known), guests)
    few = too_few(int(min(side.x for side in known)), minimum, unit="money")
    result = [
        _tested(part, few, n, "money", part_name="factor", item=name)
        for name, part in zip(FACTORS[:-1], parts[:-1], strict=True)
    ]
    if n_guests:
        few = too_few(n_guests, minimum, unit="money")
        result.append(_tested(parts[-1], few, n_guests, "money", part_name="factor", item=FACTORS[-1]))
    return result, sum(part.value for part in parts)


def _without_customers(changed: Changed, n: int) -> tuple[list[Tested], float]:
    """One period has no known customers: nothing per customer can be compared."""
    reason = _("no known customers in one of the periods: orders per customer cannot be compared")
    whole = on_one_grid([Fraction(changed.side("now").y) - Fraction(changed.side("then").y)])[0]
    return [(Row(withheld(reason, n=n, unit="money"), part="factor", item=name), None) for name in FACTORS[:-1]], whole


def _too_few(kind: str, then: Side, now: Side, whole: tuple[Side, Side], minimum: int, unit: str) -> Estimate | None:
    """Why a part of a segment is withheld; None when it is not."""
    if kind == GUESTS:
        return too_few(then.rows + now.rows, minimum, unit=unit)
    if not then.x or not now.x:
        n = int(then.x + now.x)
        if kind in ("rate", "interaction"):
            reason = _("nothing then to compare with") if not then.x else _("nothing now to compare with")
            return withheld(reason, n=n, unit=unit)
        return too_few(n if kind == "mix" else max(n, *(side.rows for side in whole)), minimum, unit=unit)
    return too_few(int(min(then.x, now.x)), minimum, unit=unit)


def _tested(
    part: Part,
    refusal: Estimate | None,
    n: int,
    unit: str,
    furthest: float | None = None,
    *,
    part_name: str,
    split: str | None = None,
    item: str | None = None,
) -> Tested:
    estimate = refusal or part.estimate(n, unit, furthest)
    row = Row(estimate, part=part_name, split=split, item=item, total=part.value)
    return row, None if refusal else part.p
