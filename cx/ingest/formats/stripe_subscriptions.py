"""Stripe, Subscriptions: one row per subscription; the price of its interval becomes a price per month."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Refused, Signature, Sql, Utc, number, utc
from cx.language import N_

AMOUNT = "amount|plan_amount"
STARTED = "start_date_utc|start_utc|created_utc|created_date_utc"
# "Canceled At" is when somebody asked for the end, which may be months before it; while it runs it has not ended.
ENDED = (
    "CASE WHEN {ended_at_utc?} IS NOT NULL THEN {ended_at_utc?} "
    "WHEN starts_with(lower(coalesce({status?}, 'canceled')), 'cancel') THEN {canceled_at_utc?} END"
)
MONTHS = (
    "(coalesce(TRY_CAST({interval_count?} AS DECIMAL(9, 0)), 1) * CASE lower(regexp_replace({interval}, 's$', '')) "
    "WHEN 'month' THEN 1 WHEN 'monthly' THEN 1 WHEN 'year' THEN 12 WHEN 'yearly' THEN 12 WHEN 'annual' THEN 12 "
    "WHEN 'quarter' THEN 3 WHEN 'quarterly' THEN 3 WHEN '3 month' THEN 3 WHEN 'every 3 month' THEN 3 "
    "WHEN 'semiannual' THEN 6 WHEN '6 month' THEN 6 WHEN 'every 6 month' THEN 6 "
    "WHEN 'week' THEN 84.0 / 365.25 WHEN 'weekly' THEN 84.0 / 365.25 "
    "WHEN 'day' THEN 12.0 / 365.25 WHEN 'daily' THEN 12.0 / 365.25 END)"
)
"""The months of one interval: a year has 365.25 days, and 12 months."""
PRICE = number(f"{{{AMOUNT}}}")
QUANTITY = "coalesce(TRY_CAST({quantity?} AS DECIMAL(9, 0)), 1)"
# What is no number, or an interval nobody knows, is handed on as it stands and refused with its text.
MRR = (
    f"CASE WHEN {{{AMOUNT}}} IS NULL THEN NULL ELSE coalesce(CAST(CAST(round({PRICE} * {QUANTITY} / {MONTHS}, 4) "
    f"AS DECIMAL(18, 4)) AS VARCHAR), {{{AMOUNT}}} || ' per ' || coalesce({{interval}}, '?')) END"
)

SUBSCRIPTIONS = Part(
    "subscriptions",
    {
        "subscription_id": "id",
        "customer_id": Sql(
            "coalesce({customer_id|customer?}, {!customer_email?})", "customer_id|customer|customer_email"
        ),
        "started_at": Utc(STARTED),
        "ended_at": Sql(utc(ENDED), column="ended_at_utc|canceled_at_utc"),
        "plan": "plan|plan_name|product|product_name|plan_nickname|price_id",
        "mrr": Sql(MRR, column=AMOUNT),
    },
    own=("status", "interval"),
)

FORMAT = Format(
    "stripe_subscriptions",
    N_("a Stripe subscriptions export"),
    Signature(
        ("id", "interval|plan|current_period_end_utc", STARTED, "status"),
        (
            "customer_id",
            "customer_email",
            "current_period_start_utc",
            "current_period_end_utc",
            "trial_start_utc",
            "trial_end_utc",
            "canceled_at_utc",
            "ended_at_utc",
            "cancellation_reason",
            "interval",
            "quantity",
        ),
        2,
        never=("captured", "amount_refunded"),
    ),
    (SUBSCRIPTIONS,),
    refused=(
        Refused(
            "lower({status}) IN ('incomplete', 'incomplete_expired')",
            "status",
            N_("is a subscription that never began, since its first payment failed"),
        ),
    ),
    personal=("customer_name|customer_email|customer_description",),
    ignored=(
        "created_utc|start_utc|start_date_utc|current_period_start_utc|current_period_end_utc|trial_start_utc",
        "trial_end_utc|quantity|cancel_at_utc|canceled_at_utc",
    ),
    notes=(N_("The mrr of a subscription is Amount times Quantity by the month: a yearly price counts a twelfth."),),
)
