"""HubSpot, Deals: a won deal is an order; open and lost ones are kept and do not count as revenue."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql, Unless
from cx.language import N_

STAGE = "deal_stage|dealstage"
WON = "closed ?won|deal ?won|^won$|gewonnen|gagn[ée]|ganad[oa]|ganh[oa]|wygran|成約|受注"
LOST = "closed ?lost|deal ?lost|^lost$|verloren|perdu|perdid[oa]|przegran|utracon|失注"
IS_WON = (
    "CASE WHEN {is_closed_won|is_won|hs_is_closed_won?} IS NOT NULL "
    "THEN lower({is_closed_won|is_won|hs_is_closed_won?}) "
    f"IN ('true', 'yes', '1') ELSE regexp_matches(lower({{{STAGE}?}}), '{WON}') END"
)
IS_LOST = f"regexp_matches(lower({{{STAGE}?}}), '{LOST}')"

DEALS = Part(
    "orders",
    {
        "order_id": "record_id|record_id_deal|deal_id",
        "customer_id": Sql(
            "coalesce(nullif(trim(split_part({associated_contact_ids|associated_contact_id?}, ';', 1)), ''), "
            "nullif(trim(split_part({associated_company_ids|associated_company_id|primary_associated_company_id?}, "
            "';', 1)), ''), {!associated_company|primary_associated_company?})",
            column="associated_contact_ids|associated_contact_id|associated_company_ids|associated_company_id|"
            "primary_associated_company_id|associated_company|primary_associated_company",
        ),
        "ordered_at": Sql(
            f"CASE WHEN ({IS_WON}) THEN coalesce({{close_date|closedate?}}, {{create_date|createdate?}}) "
            "ELSE coalesce({create_date|createdate?}, {close_date|closedate?}) END",
            column="close_date|closedate|create_date|createdate",
        ),
        "amount": "amount|amount_in_company_currency|deal_amount",
        "currency": "currency|deal_currency_code",
        # The words are among the statuses that do not count as revenue.
        "status": Sql(
            f"CASE WHEN ({IS_WON}) THEN 'won' WHEN ({IS_LOST}) THEN 'declined' ELSE 'draft' END",
            column=f"{STAGE}|is_closed_won|is_won|hs_is_closed_won",
        ),
        "channel": "original_source_type|original_traffic_source|deal_source",
    },
    own=("deal_stage", "dealstage", "pipeline", "deal_type"),
)

FORMAT = Format(
    "hubspot_deals",
    N_("a HubSpot deals export"),
    Signature(
        ("record_id|record_id_deal|deal_id", "deal_name|dealname", f"{STAGE}|is_closed_won"),
        ("amount", "close_date|closedate", "create_date|createdate", "deal_owner", "pipeline", "last_activity_date"),
        2,
    ),
    (DEALS,),
    personal=("deal_name|dealname|deal_owner|associated_contact|associated_company|associated_email",),
    ignored=(
        "last_activity_date|is_closed_won|is_won|is_closed_lost|last_modified_date|forecast_amount|weighted_amount",
    ),
    notes=(
        N_(
            "Won deals are orders; deals that are open (draft) or lost (declined) are kept and do not count as revenue."
        ),
    ),
    unless=Unless(
        IS_WON,
        "status",
        STAGE,
        N_(
            "No deal is in a stage that says it is won. Which deals count as orders? Pass --set "
            "status=won when all do; else read the stage itself with --map status, and name the "
            "stages that do not count in the settings."
        ),
        "--set status=won, or --map status=STAGE",
    ),
)
