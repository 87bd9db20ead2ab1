"""Salesforce, accounts: of a report, with the labels of its columns, or of Data Loader, with their API names."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.ingest.formats.salesforce import DELETED
from cx.language import N_

ACCOUNTS = Part(
    "customers",
    {
        "customer_id": Sql(
            "coalesce({account_id_18|account_id|id?}, {!account_name|name?})",
            column="account_id_18|account_id|id|account_name|name",
        ),
        "signed_up_at": "created_date|customer_since",
        "segment": "type|account_type|industry",
        "region": "billing_country|billing_country_code|billing_state_province|billing_state",
        "acquisition_channel": "account_source|lead_source",
    },
)

FORMAT = Format(
    "salesforce_accounts",
    N_("a Salesforce export of accounts"),
    Signature(
        (
            "account_name|name",
            "account_owner|owner_id|billing_country|billing_state_province|billing_state|billing_city|billing_street",
        ),
        (
            "account_id|account_id_18|id",
            "account_owner|owner_id",
            "type|account_type",
            "industry",
            "billing_country|billing_street|billing_city",
            "billing_zip_postal_code|billing_postal_code",
            "annual_revenue",
            "employees|number_of_employees",
            "last_activity|last_activity_date",
            "created_date",
            "rating",
            "account_source",
        ),
        3,
        never=(
            "close_date|stage|stage_name|opportunity_name|case_number|record_id|order_id|username|email",
            "lineitem_name|financial_status|order_date|invoice_no|first_name|total",
        ),
    ),
    (ACCOUNTS,),
    refused=(DELETED,),
    personal=(
        "account_name|name|account_owner|owner_id|billing_street|billing_city|billing_postal_code|created_by|phone",
    ),
    ignored=("is_deleted|last_activity|last_activity_date|last_modified_date|system_modstamp|annual_revenue*",),
)
