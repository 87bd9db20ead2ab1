"""Rates of subscription business from the movements of monthly recurring revenue (MRR) between two month ends.

Vendors' formulas differ; each function names whose it is. All amounts are positive, losses too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from cx.language import _
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded, too_few, too_large, withheld
from cx.stats.proportions import wilson
from cx.stats.ratios import ratio

STRIPE = "Stripe’s formula: lost / (active at the start + new); Wilson score"


def gross_churn_rate(start: float, churn: float, contraction: float) -> float | None:
    """(churn + contraction) / start: what was lost of the MRR there was. None without MRR at the start.

    Source: ChartMogul, gross MRR churn rate.
    """
    return (churn + contraction) / start if start > 0.0 else None


def net_churn_rate(
    start: float, churn: float, contraction: float, expansion: float, reactivation: float = 0.0
) -> float | None:
    """(churn + contraction - expansion - reactivation) / start; below 0 when the rest grew by more than was lost.

    ChartMogul offsets reactivation; pass 0 where it must not be. None without MRR at the start.
    """
    return (churn + contraction - expansion - reactivation) / start if start > 0.0 else None


def net_revenue_retention(start: float, expansion: float, contraction: float, churn: float) -> float | None:
    """(start + expansion - contraction - churn) / start: what the customers of the start bring now.

    Neither new nor reactivated customers count. None without MRR at the start.
    """
    return (start + expansion - contraction - churn) / start if start > 0.0 else None


def quick_ratio(
    new: float, expansion: float, churn: float, contraction: float, reactivation: float = 0.0
) -> float | None:
    """(new + expansion + reactivation) / (churn + contraction): gained per unit lost. None when nothing was lost."""
    lost = churn + contraction
    return (new + expansion + reactivation) / lost if lost > 0.0 else None


def subscriber_churn_rate(active_at_start: int, new: int, churned: int, *, minimum: int = 1) -> Estimate:
    """The share of subscribers that left, as Stripe defines it: churned / (active at the start + new in the period).

    The divisor includes the new ones, so that it is lower than churned / active at the start, the textbook's. Returns
    an Estimate in share with its Wilson interval; withheld when the divisor is below `minimum`. Raises ValueError
    when more left than there were.
    """
    found = wilson(churned, active_at_start + new, minimum=minimum)
    if not found.known:
        return found
    return Estimate(found.value, found.low, found.high, found.n, found.unit, STRIPE)


@dataclass(frozen=True, slots=True)
class Moved:
    """What one kind of movement adds up to. amount >= 0; squares: sum of each customer's squared amount; products: sum
    of amount x the customer's MRR before.
    """

    customers: int = 0
    amount: float = 0.0
    squares: float = 0.0
    products: float = 0.0


@dataclass(frozen=True, slots=True)
class Month:
    """The movements of one month. subscribers, start, start_squares: how many at its start, their MRR, its squares."""

    subscribers: int
    start: float
    start_squares: float
    new: Moved
    reactivation: Moved
    upgrade: Moved
    downgrade: Moved
    churn: Moved

    @property
    def ending(self) -> float:
        """MRR at the end: start + new + reactivation + upgrade - downgrade - churn."""
        gained = self.new.amount + self.reactivation.amount + self.upgrade.amount
        return self.start + gained - self.downgrade.amount - self.churn.amount


def retention_estimate(month: Month, *, minimum: int) -> Estimate:
    """Net revenue retention with its interval over customers (delta method). Unit: share, 1 when nothing changed."""
    up, down = month.upgrade, _joined(month.downgrade, month.churn)
    value = net_revenue_retention(month.start, up.amount, down.amount, 0.0)
    if value is None:
        return _no_start(month)
    # A customer's y is his MRR now, x + what moved: the squares of the movers differ from x^2 by 2 x moved + moved^2.
    squares = month.start_squares + 2.0 * (up.products - down.products) + up.squares + down.squares
    products = month.start_squares + up.products - down.products
    return _ratio(value * month.start, squares, products, month, minimum, low=0.0)


def gross_churn_estimate(month: Month, *, minimum: int) -> Estimate:
    """Gross MRR churn with its interval over customers (delta method). Unit: share."""
    lost = _joined(month.downgrade, month.churn)
    if gross_churn_rate(month.start, month.churn.amount, month.downgrade.amount) is None:
        return _no_start(month)
    return _ratio(lost.amount, lost.squares, lost.products, month, minimum, low=0.0, high=1.0)


def net_churn_estimate(month: Month, *, minimum: int) -> Estimate:
    """Net MRR churn, reactivation offset as ChartMogul does, with its interval over customers. Unit: share."""
    lost, gained = _joined(month.downgrade, month.churn), _joined(month.upgrade, month.reactivation)
    value = net_churn_rate(month.start, lost.amount, 0.0, gained.amount)
    if value is None:
        return _no_start(month)
    # Who is reactivated had no MRR before, so his product is 0.
    squares = lost.squares + gained.squares
    return _ratio(value * month.start, squares, lost.products - month.upgrade.products, month, minimum)


def quick_ratio_estimate(month: Month, *, minimum: int) -> Estimate:
    """The quick ratio with its interval over the customers who moved.

    Interval: of the logarithm, by the delta method; gains and losses come from different customers, so that their
    compound Poisson variances add up. Withheld when nothing was lost (it is undefined then), and when nothing was
    gained: 0 has no interval on that scale. Unit: ratio. n: customers who moved.
    """
    gained = _joined(month.new, _joined(month.upgrade, month.reactivation))
    lost = _joined(month.churn, month.downgrade)
    n = gained.customers + lost.customers
    value = quick_ratio(gained.amount, 0.0, lost.amount, 0.0)
    if value is None:
        return withheld(_("nothing was lost: the quick ratio is undefined"), n=n, unit="ratio")
    if refusal := too_few(n, minimum, unit="ratio"):
        return refusal
    if gained.amount <= 0.0:
        return withheld(_("nothing was gained: a quick ratio of 0 has no interval"), n=n, unit="ratio")
    spread = math.hypot(math.sqrt(gained.squares) / gained.amount, math.sqrt(lost.squares) / lost.amount)
    factor = math.exp(critical_z() * spread)
    if refusal := too_large(value * factor, n=n, unit="ratio"):
        return refusal
    method = "delta method on the logarithm, compound Poisson"
    return bounded(value, value / factor, value * factor, n=n, unit="ratio", method=method, low_bound=0.0)


def _joined(one: Moved, other: Moved) -> Moved:
    return Moved(
        one.customers + other.customers,
        one.amount + other.amount,
        one.squares + other.squares,
        one.products + other.products,
    )


def _no_start(month: Month) -> Estimate:
    return withheld(_("there was no MRR at the start of the month"), n=month.subscribers, unit="share")


def _ratio(
    y: float,
    yy: float,
    xy: float,
    month: Month,
    minimum: int,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Estimate:
    n = month.subscribers
    sums = (y, month.start, max(yy, 0.0), xy, month.start_squares, n)
    return ratio(*sums, n=n, unit="share", minimum=minimum, low_bound=low, high_bound=high)
