"""HubSpot, Contacts: one row per contact; the person chooses the columns, and the record id is always there."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature
from cx.language import N_

CUSTOMERS = Part(
    "customers",
    {
        "customer_id": "record_id|record_id_contact|contact_id",
        "email": "email|email_address",
        "signed_up_at": "become_a_customer_date|became_a_customer_date|create_date|createdate|created_date",
        "segment": "lifecycle_stage|lifecyclestage",
        "region": "country_region|country|state_region|state",
        "acquisition_channel": "original_source|original_traffic_source|original_source_type|latest_source|lead_source",
    },
)

FORMAT = Format(
    "hubspot_contacts",
    N_("a HubSpot contacts export"),
    Signature(
        ("record_id|record_id_contact", "email|first_name|last_name"),
        (
            "lifecycle_stage|lifecyclestage",
            "contact_owner|hubspot_owner_id",
            "lead_status",
            "marketing_contact_status",
            "last_activity_date",
            "original_source|original_traffic_source|original_source_type",
            "create_date",
            "associated_company|primary_associated_company_id|associated_company_ids",
            "phone_number",
        ),
        2,
        never=("deal_name", "ticket_name", "deal_stage", "ticket_status", "company_domain_name"),
    ),
    (CUSTOMERS,),
    personal=(
        "first_name|last_name|phone_number|mobile_phone_number|contact_owner|company_name|associated_company",
        "street_address|city|postal_code|job_title|website_url|twitter_username|linkedin_*",
    ),
    ignored=("last_activity_date|associated_company_ids|primary_associated_company_id|last_modified_date|createdate",),
)
