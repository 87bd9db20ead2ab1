"""Intercom, conversations: one row per message or per conversation, times in UTC; a conversation is one contact."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql, Utc, utc
from cx.language import N_

WHOLE = "OVER (PARTITION BY {conversation_id} ORDER BY t.line ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
CREATED = "conversation_created_at|conversation_started_at|conversation_created_at_utc|conversation_started_at_utc"
CLOSED = "conversation_closed_at|conversation_last_closed_at|last_closed_at|closed_at"
REPLIED = "conversation_first_response_at|conversation_first_teammate_reply_at|first_teammate_reply_at"
ASKER = "lower(coalesce({message_author_type?}, 'user')) IN ('user', 'lead', 'contact', 'visitor')"
TEAM = "lower({message_author_type?}) IN ('admin', 'teammate')"
OWN_ID = "message_author_user_id|user_id|external_id"
OPENED = f"coalesce({{{CREATED}?}}, {{@said_first}})"

MARKS = {
    "nth": "row_number() OVER (PARTITION BY {conversation_id} ORDER BY t.line)",
    "several": "max({@nth}) OVER () > 1",
    "said_first": f"min({{message_created_at|created_at?}}) {WHOLE}",
    "email": f"first_value(CASE WHEN {ASKER} THEN {{message_author_email|user_email|email?}} END IGNORE NULLS) {WHOLE}",
    # What the shop itself calls the person; Intercom's own id is known nowhere else.
    "asker": f"first_value(CASE WHEN {ASKER} THEN {{{OWN_ID}?}} END IGNORE NULLS) {WHOLE}",
    "own_id": f"first_value(CASE WHEN {ASKER} THEN {{message_author_id|contact_id?}} END IGNORE NULLS) {WHOLE}",
    "answers": f"count(CASE WHEN {TEAM} THEN 1 END) {WHOLE}",
}

CONVERSATIONS = Part(
    "contacts",
    {
        "contact_id": "conversation_id",
        "customer_id": Sql(
            "coalesce({@asker}, CASE WHEN {@email} IS NULL THEN {@own_id} END)",
            column=f"{OWN_ID}|message_author_id|contact_id",
        ),
        "email": Sql("{@email}", column="message_author_email|user_email|email"),
        "opened_at": Sql(utc(OPENED), column=f"{CREATED}|message_created_at|created_at"),
        "closed_at": Utc(CLOSED),
        "channel": "conversation_channel|channel|conversation_source_type|source_type",
        "first_reply_minutes": Sql(
            f"round(date_diff('second', TRY_CAST({OPENED} AS TIMESTAMP), "
            f"TRY_CAST({{{REPLIED}}} AS TIMESTAMP)) / 60.0, 2)",
            column=REPLIED,
        ),
        "replies": Sql("CASE WHEN {@several} THEN {@answers} END", column="message_author_type"),
    },
    where="{@nth} = 1",
    own=("conversation_state", "conversation_tags", "app_name"),
)

FORMAT = Format(
    "intercom_conversations",
    N_("an Intercom conversations export"),
    Signature(
        ("conversation_id", f"{CREATED}|message_created_at|created_at"),
        (
            "message_id",
            "message_body",
            "message_type",
            "message_created_at",
            "message_author_type",
            "message_author_email",
            "message_author_id",
            "conversation_state",
            "conversation_tags",
            CLOSED,
            REPLIED,
            "app_id",
            "teammate_assigned|conversation_rating|team_assigned",
        ),
        3,
        never=("case_number", "summation_column"),
    ),
    (CONVERSATIONS,),
    personal=(
        "message_author_id|message_author_user_id|message_author_name|message_author_email|message_author_companies|message_body|user_name|user_email|user_phone|name|teammate_*",
    ),
    ignored=("message_id|message_type|message_author_type|message_created_at|app_id|created_at",),
    marks=MARKS,
)
