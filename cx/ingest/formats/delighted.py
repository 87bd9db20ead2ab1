"""Delighted, responses: one row per answer; the survey type says which score it is, times are seconds since 1970."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.language import N_

TYPE = "lower({survey_type|type})"
WRITTEN = r"regexp_extract({{person?}}, '\"{0}\"\s*:\s*\"?([^\",]+)\"?', 1)"
"""A value within the person, where the whole person is written as JSON."""
EMAIL = "coalesce({email|person_email?}, nullif(" + WRITTEN.format("email") + ", ''))"
PERSON = (
    "CASE WHEN starts_with({person?}, chr(123)) THEN nullif(" + WRITTEN.format("id") + ", '') "
    "ELSE coalesce({person_id?}, {person?}) END"
)
OWN_ID = "customer_id|person_properties_customer_id|properties_customer_id|person_external_id|external_id"

RESPONSES = Part(
    "surveys",
    {
        "response_id": "id|response_id",
        # The person is Delighted's own number, which other files do not know; the e-mail they do.
        "customer_id": Sql(
            f"coalesce({{{OWN_ID}?}}, CASE WHEN {EMAIL} IS NULL THEN {PERSON} END)", column=f"{OWN_ID}|person|person_id"
        ),
        "email": Sql(EMAIL, column="email|person_email|person"),
        "responded_at": "created_at|response_date|responded_at|updated_at",
        "sent_at": "sent_at|survey_sent_at",
        "nps": Sql(f"CASE WHEN {TYPE} = 'nps' THEN {{score}} END", column="score"),
        "csat": Sql(f"CASE WHEN {TYPE} IN ('csat', 'smileys', 'stars5', 'thumbs') THEN {{score}} END", column="score"),
        "csat_scale": Sql(
            f"CASE WHEN {TYPE} = 'thumbs' THEN '0-1' WHEN {TYPE} IN ('csat', 'smileys', 'stars5') THEN '1-5' END",
            column="survey_type|type",
        ),
        "ces": Sql(f"CASE WHEN {TYPE} = 'ces' THEN {{score}} END", column="score"),
        "touchpoint": "touchpoint|person_properties_touchpoint",
        "channel": "survey_source|distribution_channel",
        "comment": "comment",
    },
    scales={"nps": "0-10"},
    own=("survey_type",),
)

FORMAT = Format(
    "delighted",
    N_("a Delighted responses export"),
    Signature(
        ("score", "survey_type", "created_at|response_date|responded_at|updated_at"),
        (
            "id|response_id",
            "person|person_id|person_email|email",
            "permalink",
            "person_properties|properties",
            "updated_at",
            "notes",
            "tags",
            "comment",
            "additional_answers",
        ),
        3,
        never=("respondent_id", "network_id"),
    ),
    (RESPONSES,),
    personal=("person|person_email|email|person_name|name|notes|person_phone_number|person_properties|properties",),
    ignored=("permalink|updated_at|additional_answers|person_id",),
)
