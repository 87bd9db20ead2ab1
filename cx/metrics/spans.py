"""Which requests of figures that add up can be answered from what every customer ordered in whole months, or ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from cx.metrics.base import Quicker
from cx.queries import Scope, dimensions_asked
from cx.store.reading import Version
from cx.view import Dates

Fits = Callable[[Version, Scope], bool]

NOTHING: Mapping[str, str] = MappingProxyType({})
GRAINS = ("month", "quarter", "year", None)
"""Grains of a view whose periods are made of months; none is a period, too."""


def of_customers(version: Version, scope: Scope, mart: str = "orders") -> bool:
    """Whether every filter and split is a customer's own, and no order's: then all his orders are in, or none.

    mart: what is asked for instead of orders.
    """
    if not version.counted:
        return False
    for name in dimensions_asked(scope.view):
        meant = [version.dimension(name, of) for of in (mart, "customers")]
        if any(found is None or found.source != "customers" for found in meant) or meant[0] != meant[1]:
            return False
    return True


def _begins(known: Dates, scope: Scope) -> bool:
    """Whether nothing of the first month is before the days shown."""
    return scope.dates.first.day == 1 or scope.dates.first <= known.first


def _ends(known: Dates, scope: Scope) -> bool:
    """Whether nothing of the last month is after the days shown."""
    return (scope.dates.last + timedelta(days=1)).day == 1 or scope.dates.last >= known.last


def over_months(version: Version, scope: Scope, mart: str = "orders") -> bool:
    """Whether the days shown are whole months as far as there are orders, and the marts have those; mart: see above."""
    known = version.coverage.get(mart)
    if known is None or scope.view.every not in GRAINS:
        return False
    return of_customers(version, scope, mart) and _begins(known, scope) and _ends(known, scope)


def of_months(version: Version, scope: Scope, mart: str = "orders") -> bool:
    """Whether every period shown is one month."""
    return scope.view.every == "month" and over_months(version, scope, mart)


def months_counted(version: Version, scope: Scope, mart: str = "orders") -> bool:
    """Whether every period is one month, by one dimension or none: the marts have counted it."""
    if not of_months(version, scope, mart):
        return False
    asked = {version.column("customers", name) for name in dimensions_asked(scope.view)}
    return len(asked) <= 1 and (asked or {""}) <= version.counted


def of_everything(version: Version, scope: Scope) -> bool:
    """Whether the only period shown holds all orders there are."""
    if scope.view.every is not None or not over_months(version, scope):
        return False
    covered = version.coverage["orders"]
    return scope.dates.first <= covered.first and covered.last <= scope.dates.last


def quicker_spans(
    name: str,
    *,
    guests: bool = False,
    money: bool = False,
    beside: Mapping[str, str] = NOTHING,
    steps: Mapping[str, str] = NOTHING,
) -> tuple[Quicker, ...]:
    """The quicker ways of a metric, whose SQL over spans is called so.

    guests: whether it counts orders without a customer, too. money: whether it tells currencies apart. beside: what
    else it reads, as its scopes. steps: those it reads after the spans.
    """
    others = {**({"orders": "dated"} if guests else {}), **beside}
    sources = (
        (of_everything, {"customers": "filtered"}, "spans_of_customers"),
        (of_months, {"months": "dated"}, "spans_of_months"),
        (over_months, {"months": "dated"}, "spans_over_months"),
    )
    return tuple(
        Quicker(of_one_currency(fits) if money else fits, name, {**scopes, **others}, {"spans": step, **steps})
        for fits, scopes, step in sources
    )


def of_one_currency(fits: Fits) -> Fits:
    """The same, where all amounts are in one currency, too."""
    # Amounts in several currencies would have to be told apart within a month.
    return lambda version, scope: (
        version.currencies is not None and len(version.currencies) == 1 and fits(version, scope)
    )
