"""All metrics, by name: a metric that is not here does not exist."""

from __future__ import annotations

from cx.metrics import (
    aov,
    ces,
    churn_rate,
    contacts_per_customer,
    correlation,
    csat,
    csat_mean,
    customers,
    effort_loyalty,
    forward_revenue,
    ltv_curve,
    net_revenue,
    new_customers,
    nps,
    observed_ltv,
    orders,
    orders_per_customer,
    repeat_rate,
    resolution_time,
    response_rate,
    retention,
    retention_curve,
    time_between_orders,
)
from cx.metrics.base import Metric

METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        # What customers say.
        nps.METRIC,
        csat.METRIC,
        csat_mean.METRIC,
        ces.METRIC,
        response_rate.METRIC,
        # What they do.
        customers.METRIC,
        new_customers.METRIC,
        orders.METRIC,
        orders_per_customer.METRIC,
        repeat_rate.METRIC,
        time_between_orders.METRIC,
        contacts_per_customer.METRIC,
        resolution_time.METRIC,
        # Whether they stay.
        retention.METRIC,
        retention_curve.METRIC,
        churn_rate.METRIC,
        effort_loyalty.METRIC,
        # What it is worth.
        net_revenue.METRIC,
        aov.METRIC,
        observed_ltv.METRIC,
        ltv_curve.METRIC,
        forward_revenue.METRIC,
        correlation.METRIC,
    )
}
