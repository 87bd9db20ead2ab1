"""Shopify, Orders: one row per line item; what belongs to the order stands on its first row only."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.language import N_

ORDER_CELL = (
    "{total?}, {subtotal?}, {financial_status?}, {currency?}, {id?}, "
    "{total|subtotal|financial_status|currency|id|created_at|paid_at|email?}"
)
"""What only the first row of an order has. The e-mail and the time are repeated by some versions of the export, so they
count only where nothing else of the order was exported."""

MARKS = {
    "first_cell": f"coalesce({ORDER_CELL})",
    # Where every row is filled in, as spreadsheets leave it, an order begins where its name does.
    "sparse": "bool_or({@first_cell} IS NULL) OVER ()",
    "name_before": "lag({name}) OVER (ORDER BY t.line)",
    "starts": "{@first_cell} IS NOT NULL AND ({@sparse} OR {name} IS DISTINCT FROM {@name_before})",
    # The rows of an order may stand in any order, as a spreadsheet sorts them, unless two orders have one name.
    "no": "CASE WHEN sum(CAST({@starts} AS INTEGER)) OVER (PARTITION BY {name}) = 1 THEN 1 "
    "ELSE sum(CAST({@starts} AS INTEGER)) OVER (PARTITION BY {name} ORDER BY t.line) END",
    "order": "coalesce(min({id?}) OVER (PARTITION BY {name}, {@no}), {name})",
    "item": "row_number() OVER (PARTITION BY {name}, {@no} ORDER BY t.line)",
}

ORDERS = Part(
    "orders",
    {
        "order_id": Sql("{@order}", column="id|name"),
        # A buyer is known by his e-mail; by his phone number only where he gave no e-mail.
        "customer_id": Sql(
            "CASE WHEN {email?} IS NULL THEN coalesce({!phone?}, {!billing_phone?}, {!shipping_phone?}) END",
            column="phone|billing_phone|shipping_phone",
        ),
        "ordered_at": "created_at|processed_at|paid_at",
        "amount": "total",
        "currency": "currency",
        "status": Sql(
            "CASE WHEN {cancelled_at|canceled_at?} IS NOT NULL THEN 'cancelled' "
            "WHEN {financial_status?} IS NULL AND regexp_matches({name}, '^#?D[0-9]+$') THEN 'draft' "
            "ELSE {financial_status?} END",
            column="financial_status|cancelled_at|canceled_at",
        ),
        "channel": "source",
        "refunded_amount": Sql(
            "coalesce({refunded_amount?}, CASE WHEN lower({financial_status?}) = 'refunded' THEN {total?} END)",
            column="refunded_amount|financial_status",
        ),
        "email": "email",
    },
    where="{@starts}",
    own=(
        "financial_status",
        "fulfillment_status",
        "discount_code",
        "shipping_method",
        "payment_method",
        "risk_level",
        "tags",
        "location",
        "accepts_marketing",
        "billing_country",
        "shipping_country",
        "billing_province",
        "shipping_province",
        "billing_province_name",
        "shipping_province_name",
        "payment_terms_name",
    ),
)
LINES = Part(
    "order_lines",
    {
        "order_id": Sql("{@order}", column="id|name"),
        "line_id": Sql("{@item}", column="name"),
        "product": "lineitem_name|lineitem_sku",
        "quantity": "lineitem_quantity",
        "unit_price": "lineitem_price",
    },
    needs="lineitem_name|lineitem_sku",
    within="order_id",
)

FORMAT = Format(
    "shopify_orders",
    N_("a Shopify orders export"),
    Signature(
        ("name",),
        (
            "lineitem_name",
            "lineitem_quantity",
            "lineitem_price",
            "lineitem_sku",
            "lineitem_fulfillment_status",
            "financial_status",
            "fulfillment_status",
            "refunded_amount",
            "created_at",
            "paid_at",
            "total",
        ),
        3,
        never=("order_id", "deal_name"),
    ),
    (LINES, ORDERS),
    marks=MARKS,
    personal=(
        "billing_name|billing_street|billing_address1|billing_address2|billing_company|billing_zip|billing_city",
        "shipping_name|shipping_street|shipping_address1|shipping_address2|shipping_company|shipping_zip|shipping_city",
        "billing_phone|shipping_phone|phone|notes|note_attributes|employee",
    ),
    ignored=(
        "paid_at|fulfilled_at|subtotal|shipping|taxes|discount_amount|outstanding_balance|duties|next_payment_due_at",
        "tax_*",
        "payment_reference|payment_references|payment_id|device_id|receipt_number",
        "lineitem_compare_at_price|lineitem_discount|lineitem_requires_shipping|lineitem_taxable",
    ),
)
