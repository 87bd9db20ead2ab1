"""Which requests of figures that add up can be answered from what every customer ordered in whole months, or ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from cx.metrics.base import Quicker
from cx.queries import Scope, dimensions_asked
from cx.store.reading import Version

Fits = Callable[[Version, Scope], bool]

NOTHING: Mapping[str, str] = MappingProxyType({})
GRAINS = ("month", "quarter", "year", None)
"""Grains of a view whose periods are made of months; none is a period, too."""


def of_customers(version: Version, scope: Scope) -> bool:
    """Whether every filter and split is a customer's own, and no order's: then all his orders are in, or none."""
    if not version.counted:
        return False
    for name in dimensions_asked(scope.view):
        meant = [version.dimension(name, mart) for mart in ("orders", "customers")]
        if any(found is None or found.source != "customers" for found in meant) or meant[0] != meant[1]:
            return False
    return True


def _begins(version: Version, scope: Scope) -> bool:
    """Whether no order of the first month is before the days shown."""
    return scope.dates.first.day == 1 or scope.dates.first <= version.coverage["orders"].first


def _ends(version: Version, scope: Scope) -> bool:
    """Whether no order of the last month is after the days shown."""
    return (scope.dates.last + timedelta(days=1)).day == 1 or scope.dates.last >= version.coverage["orders"].last


def over_months(version: Version, scope: Scope) -> bool:
    """Whether the days shown are whole months as far as there are orders, and the marts have those."""
    if "orders" not in version.coverage or scope.view.every not in GRAINS:
        return False
    return of_customers(version, scope) and _begins(version, scope) and _ends(version, scope)


def of_months(version: Version, scope: Scope) -> bool:
    """Whether every period shown is one month."""
    return scope.view.every == "month" and over_months(version, scope)


def months_counted(version: Version, scope: Scope) -> bool:
    """Whether every period is one month, by one dimension or none: each cohort's ages have been counted for it."""
    asked = {version.column("customers", name) for name in dimensions_asked(scope.view) if of_months(version, scope)}
    return of_months(version, scope) and len(asked) <= 1 and (asked or {""}) <= version.counted


def of_everything(version: Version, scope: Scope) -> bool:
    """Whether the only period shown holds all orders there are."""
    if scope.view.every is not None or not over_months(version, scope):
        return False
    covered = version.coverage["orders"]
    return scope.dates.first <= covered.first and covered.last <= scope.dates.last


def quicker_counted(name: str, *, guests: bool = False) -> Quicker:
    """The quickest way of a metric of active customers by month, whose SQL over counted cohorts is called so."""
    return Quicker(months_counted, name, {"cohorts": "filtered", **({"orders": "dated"} if guests else {})})


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
        Quicker(_of_one_currency(fits) if money else fits, name, {**scopes, **others}, {"spans": step, **steps})
        for fits, scopes, step in sources
    )


def _of_one_currency(fits: Fits) -> Fits:
    # Amounts in several currencies would have to be told apart within a month.
    return lambda version, scope: (
        version.currencies is not None and len(version.currencies) == 1 and fits(version, scope)
    )
