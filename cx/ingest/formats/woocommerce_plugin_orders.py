"""WooCommerce, orders as its export plugins write them: one row per order, snake-case headers of the order's fields."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.ingest.formats.woocommerce import status
from cx.language import N_

STATUS = "{status|order_status}"

ORDERS = Part(
    "orders",
    {
        "order_id": "order_id|order_number",
        # 0 is WordPress's "nobody": a guest.
        "customer_id": Sql("nullif({customer_id|customer_user|user_id}, '0')"),
        "ordered_at": "order_date|date_created|paid_date",
        "amount": "order_total|total",
        "currency": "order_currency|currency",
        "status": Sql(status(STATUS)),
        "refunded_amount": Sql(
            "coalesce({total_refunded|refunded_total|refunded_amount|order_refund_total?}, "
            f"CASE WHEN lower({STATUS}) IN ('refunded', 'wc-refunded') THEN {{order_total|total}} END)",
            column="total_refunded|refunded_total|refunded_amount|order_refund_total|status|order_status",
        ),
        "email": "billing_email|customer_email",
    },
    own=("billing_country", "shipping_country", "billing_state", "shipping_state"),
)

FORMAT = Format(
    "woocommerce_plugin_orders",
    N_("a WooCommerce orders export of a plugin"),
    Signature(
        ("order_id|order_number", "order_date|date_created|paid_date", "status|order_status", "order_total|total"),
        (
            "paid_date",
            "billing_email|customer_email",
            "billing_first_name",
            "billing_country",
            "shipping_first_name",
            "shipping_country",
            "shipping_method|shipping_total",
            "payment_method|payment_method_title",
            "order_currency",
            "order_key",
            "customer_user|customer_id",
            "customer_note",
            "cart_discount|order_discount|discount_total",
            "line_item_1|line_items|coupon_items|order_items",
        ),
        4,
        never=("lineitem_name",),
    ),
    (ORDERS,),
    personal=(
        "billing_first_name|billing_last_name|billing_company|billing_email|billing_phone|billing_address*",
        "billing_postcode|billing_city|shipping_first_name|shipping_last_name|shipping_company|shipping_phone",
        "shipping_address*|shipping_postcode|shipping_city|customer_note|customer_email|customer_ip_address|order_notes",
    ),
    ignored=(
        "order_key|paid_date|completed_date|shipping_total|shipping_tax_total|fee_total|fee_tax_total|tax_total",
        "cart_discount|order_discount|discount_total|transaction_id|refunded_total|customer_user_agent|order_number",
        "line_item_*|line_items|shipping_items|fee_items|tax_items|coupon_items|refunds|download_permissions",
    ),
)
