"""Stripe, Payments: one row per charge, amounts in major units, times in UTC; the person chooses the columns."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Refused, Signature, Sql, Utc
from cx.language import N_

CREATED = "created_date_utc|created_utc"
NOT_PAID = (
    "failed|blocked|incomplete|expired|requires payment method|requires_payment_method|requires action|requires_action|"
    "requires confirmation|requires_confirmation|processing|pending|early fraud warning"
)
"""Statuses of a charge that brought no money."""
STATUS = (
    "CASE WHEN lower({status?}) IN ('"
    + "', '".join(NOT_PAID.split("|"))
    + "') THEN 'failed' WHEN lower({captured?}) = 'false' OR lower({status?}) IN ('uncaptured', 'requires capture', "
    "'requires_capture') THEN 'unpaid' ELSE {status?} END"
)

PAYMENTS = Part(
    "orders",
    {
        "order_id": "id",
        "customer_id": "customer_id|customer",
        "ordered_at": Utc(CREATED),
        "amount": "amount|converted_amount",
        "currency": Sql(
            "upper(CASE WHEN {amount?} IS NULL THEN {converted_currency?} ELSE coalesce({currency?}, "
            "{converted_currency?}) END)",
            column="currency|converted_currency",
        ),
        "status": Sql(STATUS, column="status|captured"),
        "refunded_amount": Sql(
            "coalesce({amount_refunded|converted_amount_refunded?}, "
            "CASE WHEN lower({status?}) = 'refunded' THEN {amount|converted_amount} END)",
            column="amount_refunded|converted_amount_refunded|status",
        ),
        "email": "customer_email",
    },
)

FORMAT = Format(
    "stripe_payments",
    N_("a Stripe payments export"),
    Signature(
        ("id", "amount|converted_amount", CREATED, "currency|converted_currency"),
        (
            "amount_refunded",
            "captured",
            "converted_amount",
            "fee",
            "status",
            "mode",
            "payment_source_type",
            "customer_id",
            "customer_email",
            "customer_description",
            "card_id|card_last4|card_brand",
            "invoice_id",
            "description",
            "statement_descriptor|seller_message|is_link",
        ),
        1,
        never=(
            "interval",
            "plan",
            "arrival_date_utc",
            "available_on_utc",
            "net",
            "amount_due",
            "current_period_end_utc",
        ),
    ),
    (PAYMENTS,),
    refused=(Refused("lower({mode}) = 'test'", "mode", N_("is a payment in test mode")),),
    personal=(
        "customer_description|card_name|card_address*|description|shipping_*|customer_phone|statement_descriptor",
    ),
    ignored=(
        "converted_*",
        "fee|taxes_on_fee|application_fee|application_id|transfer|transfer_group|transfer_date_utc|captured|mode|is_link",
        "balance_transaction|invoice_id|destination|invoice_number|payment_intent_id|refunded_date_utc",
        "card_id|card_last4|card_fingerprint|card_exp_month|card_exp_year",
    ),
)
