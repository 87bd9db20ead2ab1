"""Salesforce, opportunities: of a report, with the labels of its columns, or of Data Loader, with their API names."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql, Unless

NAME = "opportunity_name|opportunity|name"
ACCOUNT = "account_name|account_name_account_name|account"
IS_WON = (
    "CASE WHEN {won|is_won?} IS NOT NULL THEN lower({won|is_won?}) IN ('true', '1', 'yes') "
    "ELSE regexp_matches(lower({stage|stage_name?}), 'won|gewonnen|gagn[ée]|ganad[oa]|ganh[oa]|wygran|成約|受注') END"
)
IS_LOST = "regexp_matches(lower({stage|stage_name?}), 'lost|verloren|perdu|perdid[oa]|przegran|utracon|失注')"

OPPORTUNITIES = Part(
    "orders",
    {
        # Reports often leave the id out: then an opportunity is known by its account and name.
        "order_id": Sql(
            f"coalesce({{opportunity_id_18|opportunity_id|id?}}, "
            f"md5(coalesce({{{ACCOUNT}?}}, '') || chr(31) || {{{NAME}?}})[1:20])",
            column=f"opportunity_id_18|opportunity_id|id|{NAME}",
        ),
        "customer_id": Sql(
            f"coalesce({{account_id_18|account_id?}}, {{!{ACCOUNT}?}})", column=f"account_id_18|account_id|{ACCOUNT}"
        ),
        "ordered_at": "close_date",
        "amount": "amount|amount_converted",
        "currency": "amount_currency|opportunity_currency|currency|currency_iso_code|amount_converted_currency",
        # The words are among the statuses that do not count as revenue.
        "status": Sql(
            f"CASE WHEN ({IS_WON}) THEN 'won' WHEN ({IS_LOST}) THEN 'declined' ELSE 'draft' END",
            column="stage|stage_name|won|is_won",
        ),
        "channel": "lead_source",
    },
    own=("stage", "stage_name"),
)

FORMAT = Format(
    "salesforce_opportunities",
    "a Salesforce export of opportunities",
    Signature(
        ("stage|stage_name", "close_date", "amount|amount_converted", f"{NAME}|opportunity_id|id"),
        (
            "opportunity_name|opportunity",
            "opportunity_id|opportunity_id_18",
            "opportunity_owner|owner_id|owner_role",
            "account_name",
            "account_id|account_id_18",
            "probability",
            "forecast_category|forecast_category_name",
            "fiscal_period",
            "is_won|won",
            "lead_source",
            "next_step",
        ),
        2,
        never=("record_id", "deal_name", "deal_stage", "case_number"),
    ),
    (OPPORTUNITIES,),
    personal=(
        "name|opportunity_name|opportunity|opportunity_owner|account_name|created_by|owner_id|contact_*|next_step",
    ),
    ignored=("probability|age|is_won|is_closed|won|closed|fiscal|fiscal_year|fiscal_quarter|expected_revenue*",),
    notes=(
        "Won opportunities are orders; open (draft) and lost (declined) ones are kept and do not count as revenue.",
    ),
    unless=Unless(
        IS_WON,
        "status",
        "stage|stage_name",
        "No opportunity is in a stage that says it is won. Which of them count as orders? Pass --set status=won when "
        "all do; else read the stage itself with --map status, and name the stages that do not count in the settings.",
        "--set status=won, or --map status=STAGE",
    ),
)
