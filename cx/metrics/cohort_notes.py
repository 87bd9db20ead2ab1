"""What to know of new customers and cohorts: who ordered before the data begin, and which money is in no cohort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from cx.language import _, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, number, records, text, whole
from cx.periods import next_period, period_start
from cx.queries import GRAIN_SQL, Scope, run
from cx.store.reading import Version
from cx.view import GRAINS

OUTSIDE = """
SELECT
    CASE WHEN customers.{start} IS NULL THEN 'never' ELSE 'early' END AS why,
    count(*) AS orders,
    CAST(sum(o.net_revenue) AS DOUBLE) AS amount,
    min(coalesce(o.money_currency, '')) AS currency,
    max(coalesce(o.money_currency, '')) AS other_currency
FROM mart.orders AS o
JOIN customers ON customers.person_no = o.person_no
WHERE ({basis_is_sign_up} OR o.is_order = 0) AND (customers.{start} IS NULL OR {order_period} < {start_period})
GROUP BY why
ORDER BY why
"""
"""Orders and credit notes of persons who start no cohort, or from a period before their cohort's."""


def cohort_notes(metric: Metric, version: Version, scope: Scope, rows: Sequence[Row]) -> Iterator[str]:
    """The notes of a result that counts persons from their start; none when it shows nobody."""
    in_cohorts = "cohort" in metric.options and scope.options.mode == "first"
    if not any(row.estimate.n for row in rows):
        return
    if "first_order_date" in metric.scopes.values() or (in_cohorts and scope.options.basis == "first_order"):
        yield from _before_the_data(version, scope, scope.options.cohort if in_cohorts else scope.view.every or "month")
    if in_cohorts and (
        metric.unit == "money" or scope.options.measure == "revenue" or scope.options.basis == "signed_up"
    ):
        yield from _in_no_cohort(version, scope)


def _before_the_data(version: Version, scope: Scope, every: str) -> Iterator[str]:
    span = version.coverage.get("orders")
    if span is None:
        return
    first_period_ends = next_period(period_start(span.first, every), every) - timedelta(days=1)
    if scope.dates.first <= first_period_ends and scope.dates.last >= span.first:
        yield _("The orders begin on {day}; customers from before it count as new in the first months.").format(
            day=numbers.day(span.first)
        )


def _in_no_cohort(version: Version, scope: Scope) -> Iterator[str]:
    start = "signed_up_date" if scope.options.basis == "signed_up" else "first_order_date"
    sql = OUTSIDE.format(
        start=start,
        basis_is_sign_up=scope.options.basis == "signed_up",
        order_period=GRAIN_SQL[scope.options.cohort].format(day="o.order_date"),
        start_period=GRAIN_SQL[scope.options.cohort].format(day=f"customers.{start}"),
    )
    for record in records(run(version, sql, {"customers": None}, scope).rows):
        what = _reason(str(record["why"]), scope)
        yield f"{what}: {whole(record['orders'])}{_amount(record)}."


def _reason(why: str, scope: Scope) -> str:
    if scope.options.basis == "signed_up":
        if why == "never":
            return _("Orders and credit notes of customers without a sign-up day are in no cohort")
        return _("Orders and credit notes from a {grain} before the sign-up's are in no cohort").format(
            grain=GRAINS[scope.options.cohort]
        )
    if why == "never":
        return _("Credit notes of customers without an order are in no cohort")
    return _("Credit notes from a {grain} before the customer's first order are in no cohort").format(
        grain=GRAINS[scope.options.cohort]
    )


def _amount(record: Record) -> str:
    """The amount in brackets, where it is in one currency."""
    if record["currency"] != record["other_currency"]:
        return ""
    return _(" (amount {amount})").format(
        amount=f"{number(record['amount']):.2f} {text(record['currency']) or ''}".strip()
    )
