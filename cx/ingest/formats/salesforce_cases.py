"""Salesforce, cases: of a report, with the labels of its columns, or of Data Loader, with their API names."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.ingest.formats.salesforce import DELETED
from cx.language import N_

CASES = Part(
    "contacts",
    {
        "contact_id": "case_number|case_id|id",
        "customer_id": Sql(
            "coalesce({account_id_18|account_id?}, {!account_name|account?})",
            column="account_id_18|account_id|account_name|account",
        ),
        "email": "contact_email|supplied_email|web_email|email",
        "opened_at": "date_time_opened|opened_date|date_opened|created_date|date_time_created",
        "closed_at": "date_time_closed|closed_date|date_closed",
        "channel": "case_origin|origin",
        "reason": "case_reason|reason|type",
    },
)

FORMAT = Format(
    "salesforce_cases",
    N_("a Salesforce export of cases"),
    Signature(
        ("case_number", "date_time_opened|opened_date|date_opened|created_date|date_time_created"),
        (
            "case_owner|owner_id",
            "case_origin|origin",
            "case_reason|reason",
            "account_name|account_id",
            "contact_name|contact_id",
            "date_time_closed|closed_date|date_closed",
            "subject",
            "status",
            "priority",
            "is_closed|closed|open",
            "age|age_hours",
        ),
        3,
    ),
    (CASES,),
    refused=(DELETED,),
    personal=("case_owner|owner_id|contact_name|account_name|created_by|supplied_*|web_*|subject|description",),
    ignored=("is_deleted|id|contact_id|last_modified_date|system_modstamp|is_closed|age*|open|closed",),
)
