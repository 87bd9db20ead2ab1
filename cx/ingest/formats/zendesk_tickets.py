"""Zendesk, tickets: one row per ticket with its hand-overs, replies and waits, and a verdict of good or bad."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Refused, Signature, Source, Sql
from cx.language import N_

ID = "id|ticket_id"
STATIONS = (
    "greatest(coalesce(TRY_CAST({assignee_stations?} AS INTEGER), 1), "
    "coalesce(TRY_CAST({group_stations?} AS INTEGER), 1))"
)
VERDICT = "lower(split_part({satisfaction_score|satisfaction}, ' ', 1))"
"""The first word: "Good with comment" is as good as "Good"; "Offered" and "Unoffered" are no answers."""
WHO: dict[str, Source] = {
    # The requester's id is Zendesk's own; other files know him by the shop's id or by his e-mail.
    "customer_id": Sql(
        "coalesce({requester_external_id?}, CASE WHEN {requester_email?} IS NULL THEN {requester_id?} END)",
        column="requester_external_id|requester_id",
    ),
    "email": "requester_email",
}

TICKETS = Part(
    "contacts",
    {
        "contact_id": ID,
        **WHO,
        "opened_at": "created_at|created",
        "closed_at": "solved_at|solved",
        "channel": "via|channel",
        "reason": "ticket_type|type",
        "first_reply_minutes": "first_reply_time_in_minutes|first_reply_time_in_minutes_within_business_hours",
        "transfers": Sql(f"{STATIONS} - 1", column="assignee_stations|group_stations"),
        "reopens": "reopens",
        "replies": "replies",
    },
)
ANSWERS = Part(
    "surveys",
    {
        "response_id": Sql(f"'ticket ' || {{{ID}}}", column=ID),
        "contact_id": ID,
        **WHO,
        "responded_at": Sql(
            "coalesce({solved_at|solved?}, {updated_at|updated?}, {created_at|created?})",
            column="solved_at|solved|updated_at|updated|created_at|created",
        ),
        "csat": Sql(
            f"CASE {VERDICT} WHEN 'good' THEN '1' WHEN 'bad' THEN '0' END", column="satisfaction_score|satisfaction"
        ),
    },
    where=f"coalesce({VERDICT} IN ('good', 'bad'), false)",
    needs="satisfaction_score|satisfaction",
    constants={"csat_scale": "0-1", "touchpoint": "support"},
)

FORMAT = Format(
    "zendesk_tickets",
    N_("a Zendesk tickets export"),
    Signature(
        (ID, "created_at|created", "requester|requester_id|requester_email|requester_external_id"),
        (
            "summation_column",
            "group_stations",
            "assignee_stations",
            "reopens",
            "replies",
            "first_reply_time_in_minutes",
            "full_resolution_time_in_minutes",
            "requester_wait_time_in_minutes",
            "satisfaction_score",
            "submitter",
            "initially_assigned_at",
            "solved_at",
            "via",
        ),
        3,
    ),
    (TICKETS, ANSWERS),
    refused=(Refused("lower({status|ticket_status}) = 'deleted'", "status|ticket_status", N_("is a deleted ticket")),),
    personal=("requester|requester_email|requester_domain|submitter|assignee|subject|organization",),
    ignored=(
        "summation_column|updated_at|assigned_at|initially_assigned_at|due_date|resolution_time|requester_id",
        "first_reply_time_in_minutes_within_business_hours|first_resolution_*|full_resolution_*|agent_wait_*",
        "requester_wait_*|on_hold_*|group_stations|assignee_stations",
    ),
    notes=(N_("A verdict of good or bad is satisfaction on a scale of two; Offered and Unoffered are no answers."),),
)
