"""Shopify, Customers: one row per customer, with newer or older headers; there is no date of the first visit."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.language import N_

CUSTOMERS = Part(
    "customers",
    {
        # Older exports have no id: then the e-mail is it, as it is for the orders of the same shop.
        "customer_id": Sql(
            "coalesce({customer_id|id?}, {!email?}, {!phone|default_address_phone?})",
            column="customer_id|id|email|phone",
        ),
        "email": "email",
        "region": "default_address_country_code|country_code|default_address_country|country",
    },
)

FORMAT = Format(
    "shopify_customers",
    N_("a Shopify customers export"),
    Signature(
        ("total_spent", "total_orders|orders_count", "email"),
        (
            "accepts_email_marketing|accepts_marketing",
            "accepts_sms_marketing",
            "tax_exempt",
            "default_address_zip|zip",
            "default_address_phone|phone",
            "default_address_country_code|country_code",
            "tags",
            "note",
        ),
        2,
        never=("username", "last_active", "lineitem_name", "order_id"),
    ),
    (CUSTOMERS,),
    personal=(
        "first_name|last_name|phone|note|company|address1|address2|city|zip",
        "default_address_company|default_address_address1|default_address_address2|default_address_city",
        "default_address_zip|default_address_phone",
    ),
    ignored=("total_spent|total_orders|orders_count",),
    notes=(N_("The export has no sign-up dates; cohorts begin with the first order of the orders export."),),
)
