"""Salesforce, opportunities: of a report, with the labels of its columns, or of Data Loader, with their API names."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql, Unless
from cx.ingest.formats.salesforce import DELETED
from cx.language import N_

NAME = (
    "opportunity_name|opportunity|name|name_der_opportunity|nom_de_l_opportunité|nom_de_lopportunité|"
    "nombre_de_la_oportunidad|nombre_de_oportunidad|nome_da_oportunidade"
)
ACCOUNT = (
    "account_name|account_name_account_name|account|accountname|name_des_accounts|nom_du_compte|nombre_de_la_cuenta|"
    "nombre_de_cuenta|nome_da_conta"
)
STAGE = "stage|stage_name|phase|étape|etapa|fase"
CLOSE = (
    "close_date|schlusstermin|schlussdatum|abschlussdatum|date_de_clôture|date_de_fermeture|fecha_de_cierre|"
    "data_de_fechamento"
)
AMOUNT = "amount|amount_converted|betrag|montant|importe|valor|quantia"
CURRENCY = (
    "amount_currency|betrag_währung|montant_devise|importe_divisa|opportunity_currency|currency|currency_iso_code|"
    "amount_converted_currency"
)
OWNER = (
    "opportunity_owner|owner_id|owner_role|opportunity_inhaber|propriétaire_de_l_opportunité|"
    "propietario_de_la_oportunidad|proprietário_da_oportunidade"
)
IS_WON = (
    "CASE WHEN {won|is_won?} IS NOT NULL THEN lower({won|is_won?}) IN ('true', '1', 'yes') "
    f"ELSE regexp_matches(lower({{{STAGE}?}}), 'won|gewonnen|gagn[ée]|ganad[oa]|ganh[oa]|wygran|成約|受注') END"
)
IS_LOST = f"regexp_matches(lower({{{STAGE}?}}), 'lost|verloren|perdu|perdid[oa]|przegran|utracon|失注')"

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
        "ordered_at": CLOSE,
        "amount": AMOUNT,
        "currency": CURRENCY,
        # The words are among the statuses that do not count as revenue.
        "status": Sql(
            f"CASE WHEN ({IS_WON}) THEN 'won' WHEN ({IS_LOST}) THEN 'declined' ELSE 'draft' END",
            column=f"{STAGE}|won|is_won",
        ),
        "channel": "lead_source",
    },
    own=(STAGE,),
)

FORMAT = Format(
    "salesforce_opportunities",
    N_("a Salesforce export of opportunities"),
    Signature(
        (STAGE, CLOSE, AMOUNT, f"{NAME}|opportunity_id|id"),
        (
            NAME.replace("|name|", "|"),
            "opportunity_id|opportunity_id_18",
            OWNER,
            ACCOUNT,
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
    refused=(DELETED,),
    personal=(
        NAME,
        ACCOUNT,
        OWNER.replace("|owner_role", ""),
        "created_by|contact_*|next_step",
    ),
    ignored=(
        "is_deleted|probability|age|is_won|is_closed|won|closed|fiscal|fiscal_year|fiscal_quarter|expected_revenue*",
    ),
    notes=(
        N_("Won opportunities are orders; open (draft) and lost (declined) ones are kept and do not count as revenue."),
    ),
    unless=Unless(
        IS_WON,
        "status",
        STAGE,
        N_(
            "No opportunity is in a stage that says it is won. Which of them count as orders? Pass "
            "--set status=won when all do; else read the stage itself with --map status, and name "
            "the stages that do not count in the settings."
        ),
        "--set status=won, or --map status=STAGE",
    ),
)
