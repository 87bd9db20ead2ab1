"""Typeform, responses: the token under "#", one column per question, and rows of people who did not finish."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Head, Header, Part, Refused, Signature, Utc
from cx.ingest.formats.questions import shown
from cx.language import N_


def header(head: Head) -> Header | None:
    """The questions without the placeholders of earlier answers."""
    return Header(1, shown(head[0]), tuple(head[0])) if head else None


ANSWERS = Part(
    "surveys",
    {
        "response_id": "#|token|response_id",
        "customer_id": "customer_id|customer_number|user_id|external_reference",
        "order_id": "order_id|order_number",
        "contact_id": "ticket_id|case_id",
        "email": "email|email_address",
        "responded_at": Utc("submit_date_utc|submitted_at"),
    },
    asks=True,
)

FORMAT = Format(
    "typeform",
    N_("a Typeform responses export"),
    Signature(
        ("#", "network_id", "submit_date_utc|submitted_at"),
        ("response_type", "start_date_utc", "stage_date_utc", "tags", "ending"),
        1,
    ),
    (ANSWERS,),
    refused=(
        Refused(
            "lower({response_type}) IN ('partial', 'started')",
            "response_type",
            N_("is an answer that was not finished"),
        ),
    ),
    personal=("network_id|first_name|last_name|phone_number",),
    ignored=("response_type|start_date_utc|stage_date_utc",),
    header=header,
)
