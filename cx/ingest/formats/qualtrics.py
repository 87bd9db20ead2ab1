"""Qualtrics, responses: ids in the first row, questions in the second, import ids as JSON in the third."""

from __future__ import annotations

import re
import zoneinfo

from cx.ingest.formats.base import Format, Head, Header, Part, Refused, Signature, name_of
from cx.language import N_

DATES = ("recorded_date", "end_date", "start_date")
IMPORT_ID = "ImportId"
ZONE = re.compile(r'"timeZone"\s*:\s*"([^"]+)"')


def header(head: Head) -> Header | None:
    """The ids as names and the questions as wordings; the header ends where the first date of an answer stands."""
    if not head:
        return None
    names = tuple(head[0])
    known = [name_of(name) for name in names]
    at = next((known.index(name) for name in DATES if name in known), None)
    if at is None or "response_id" not in known:
        return None
    rows = 1
    for record in head[1:3]:
        cell = record[at] if at < len(record) else ""
        if IMPORT_ID not in cell and any(sign.isdigit() for sign in cell):
            break
        if not cell.strip():
            break
        rows += 1
    wordings = tuple(head[1]) if rows > 1 and len(head[1]) == len(names) else names
    return Header(rows, names, wordings, _zone(head[rows - 1][at]) if rows > 1 else "")


def _zone(cell: str) -> str:
    """The time zone beside the import id of a time; "" for none and for UTC, which is meant anyway."""
    found = ZONE.search(cell)
    return found[1] if found and found[1] in zoneinfo.available_timezones() else ""


ANSWERS = Part(
    "surveys",
    {
        "response_id": "response_id",
        "customer_id": "external_reference|external_data_reference|customer_id",
        "order_id": "order_id|order_number",
        "contact_id": "ticket_id|case_id",
        "email": "recipient_email",
        "responded_at": "recorded_date|end_date",
        "channel": "distribution_channel",
    },
    asks=True,
)

FORMAT = Format(
    "qualtrics",
    N_("a Qualtrics responses export"),
    Signature(
        ("response_id", "recorded_date|end_date"),
        (
            "start_date",
            "finished",
            "progress",
            "duration_in_seconds",
            "distribution_channel",
            "user_language",
            "status",
        ),
        3,
        never=("respondent_id", "network_id"),
    ),
    (ANSWERS,),
    refused=(
        # As numbers the kinds are bits: 1 preview, 2 test, 8 spam.
        Refused(
            "coalesce(TRY_CAST({status} AS INTEGER) & 3 > 0, "
            "regexp_matches(lower({status}), "
            "'preview|vorschau|aperçu|vista previa|visualiza|podgląd|プレビュー|survey test'))",
            "status",
            N_("is the preview or test of a survey"),
        ),
        Refused(
            "coalesce(TRY_CAST({status} AS INTEGER) & 8 > 0, regexp_matches(lower({status}), 'spam|スパム'))",
            "status",
            N_("is marked as spam"),
        ),
        Refused(
            "lower({finished}) IN ('0', 'false', 'falsch', 'faux', 'falso', 'fałsz', 'no', 'nein', 'いいえ', '偽')",
            "finished",
            N_("is an answer that was not finished"),
        ),
    ),
    personal=(
        "recipient_last_name|recipient_first_name|recipient_email|ip_address|location_latitude|location_longitude",
    ),
    ignored=("start_date|end_date|status|progress|duration_in_seconds|finished",),
    header=header,
)
