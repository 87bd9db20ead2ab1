"""Exports as people have them besides the plain ones: sorted rows, missing columns, other labels, bins and drafts."""

from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.ingest.headers import normalised
from cx.ingest.naming import LONGEST, dimension_name
from cx.ingest.templates import template
from cx.model import TABLES
from cx.store.loads import LoadOptions, LoadReport, load
from tests.ingest.formats.exports import Row, load_changed
from tests.ingest.loading import column, load_text, rows

QUALTRICS = (
    "RecordedDate,ResponseId,Finished,Progress,UserLanguage,Q1_NPS_GROUP,Q1,Q2\n"
    "Recorded Date,Response ID,Finished,Progress,User Language,How likely are you to recommend us? - Group,"
    "How likely are you to recommend us?,How satisfied are you?\n"
)
IMPORT_IDS = ",".join('"{""ImportId"":""x"",""timeZone"":""America/Denver""}"' for _ in range(8)) + "\n"
LEVELS = (
    "Extremely satisfied",
    "Somewhat satisfied",
    "Neither satisfied nor dissatisfied",
    "Somewhat dissatisfied",
    "Extremely dissatisfied",
)


def told(folder: Path, text: str, **options: object) -> LoadReport:
    """What loading the text would do; no version is made."""
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return load(folder / "s", [path], LoadOptions(**options), dry_run=True)[0]  # type: ignore[arg-type]


def test_sorted_line_items_find_their_order(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_changed(store, "shopify_orders", lambda rows: rows[::-1])
    assert (report.rows_loaded, report.refused_count, report.also) == (9, 0, {"orders": 7})
    products = column(store, "SELECT product FROM raw.order_lines WHERE order_id = '5001001' ORDER BY 1")
    assert products == ["Lamp", "Mug"]


def test_an_id_that_a_spreadsheet_shortened_names_its_column_and_the_name_can_take_its_place(tmp_path: Path) -> None:
    def shortened(rows: list[Row]) -> list[Row]:
        return [{**row, "Id": "5.00E+06" if row["Id"] else ""} for row in rows]

    with pytest.raises(LoadError, match="column “Id”"):
        load_changed(tmp_path / "s", "shopify_orders", shortened)
    report = load_changed(tmp_path / "n", "shopify_orders", shortened, maps={"order_id": "Name"}, dry_run=True)
    assert (report.rows_loaded, report.refused_count, report.also) == (9, 0, {"orders": 7})


def test_woocommerce_orders_that_wait_or_were_given_back_are_no_revenue(tmp_path: Path) -> None:
    text = "order_id,order_date,status,order_total,order_currency,billing_email,billing_first_name,payment_method\n"
    statuses = ("wc-completed", "wc-refunded", "wc-checkout-draft", "wc-pending")
    text += "".join(f"{n},2025-03-0{n} 10:00:00,{s},10.00,EUR,a@x.com,Ann,card\n" for n, s in enumerate(statuses, 1))
    store = tmp_path / "s"
    assert load_text(store, text).format == "woocommerce_plugin_orders"
    assert column(store, "SELECT status FROM raw.orders ORDER BY order_id") == [
        "completed",
        "refunded",
        "draft",
        "pending_payment",
    ]
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["10.0000"]


@pytest.mark.parametrize(
    "header",
    [
        "Date,Commande n°,Revenu net (formaté),État,Client,Type de client,Produit(s),Articles vendus,Ventes nettes",
        "Fecha,Pedido n.º,Ingresos netos (formateados),Estado,Cliente,Tipo de cliente,Producto(s),Venta,Ventas netas",
        "Data,Nº do pedido,Receita líquida (formatada),Status,Cliente,Tipo de cliente,Produto(s),Itens,Vendas líquidas",
    ],
)
def test_woocommerce_orders_in_other_languages(header: str, tmp_path: Path) -> None:
    text = header + "\n2025-01-02 10:00:00,1,10.00€,completed,A B,new,1× X,1,10\n"
    report = told(tmp_path, text)
    assert report.format == "woocommerce_orders"
    assert {"order_id", "amount", "status"} <= set(report.mapping)


def test_a_refunded_charge_is_given_back_without_a_column_of_refunds(tmp_path: Path) -> None:
    text = "id,Created date (UTC),Amount,Currency,Status\n"
    text += "ch_1,2025-01-02 10:00:00,10.00,eur,Paid\nch_2,2025-01-03 10:00:00,20.00,eur,Refunded\n"
    store = tmp_path / "s"
    load_text(store, text)
    assert column(store, "SELECT CAST(sum(net_revenue) AS VARCHAR) FROM mart.orders") == ["10.0000"]


def test_subscriptions_that_were_never_paid_did_not_begin(tmp_path: Path) -> None:
    text = "id,Customer ID,Status,Amount,Quantity,Interval,Created (UTC),Current Period End (UTC),Canceled At (UTC)\n"
    text += "".join(
        f"sub_{n},cus_{n},{status},10.00,2,year,2025-01-02 10:00,2026-01-02 10:00,\n"
        for n, status in enumerate(("active", "incomplete", "incomplete_expired"))
    )
    report = told(tmp_path, text)
    assert (report.format, report.rows_loaded, report.refused_count) == ("stripe_subscriptions", 1, 2)
    assert report.refused[0].reason.startswith("is a subscription that never began")
    assert any("Amount times Quantity" in note for note in report.notes)


def test_deleted_tickets_and_deleted_opportunities_are_refused(tmp_path: Path) -> None:
    text = "Id,Requester id,Status,Via,Created at,Solved at,Satisfaction Score,Reopens\n"
    text += "1,36,Closed,Mail,2025-01-01 10:00,,Good,0\n2,36,Deleted,Mail,2025-01-02 10:00,,Bad,0\n"
    report = told(tmp_path, text)
    assert (report.format, report.rows_loaded, report.refused_count) == ("zendesk_tickets", 1, 1)
    text = "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,OwnerId,Probability\n"
    text += (
        "006A,false,001,Deal,Closed Won,100,2025-01-13,005,100\n006B,true,001,Bin,Closed Won,900,2025-01-14,005,100\n"
    )
    report = told(tmp_path, text)
    assert (report.format, report.rows_loaded, report.refused_count) == ("salesforce_opportunities", 1, 1)


def test_without_external_id_and_e_mail_the_requester_is_known_by_zendesks_own_id(tmp_path: Path) -> None:
    text = "Id,Requester id,Requester external id,Requester email,Submitter,Via,Created at,Reopens\n"
    text += "1,36,,,Closed,Mail,2025-01-01 10:00,0\n2,36,,,Open,Mail,2025-01-02 10:00,0\n"
    text += "3,37,C-1,,Open,Mail,2025-01-03 10:00,0\n4,38,,a@x.com,Open,Mail,2025-01-04 10:00,0\n"
    store = tmp_path / "s"
    load_text(store, text)
    assert column(store, "SELECT customer_id FROM raw.contacts ORDER BY contact_id") == ["36", "36", "C-1", None]


def test_a_german_report_of_opportunities_knows_what_was_won(tmp_path: Path) -> None:
    text = '"Account-Name","Opportunity-Name","Phase","Schlusstermin","Betrag","Betrag Währung","Opportunity-Inhaber"\n'
    text += '"A","D1","Geschlossen und gewonnen","13.03.2025","1.000,50","EUR","Jo"\n'
    text += '"B","D2","Geschlossen und verloren","14.03.2025","2.000,00","EUR","Jo"\n'
    store = tmp_path / "s"
    assert load_text(store, text).format == "salesforce_opportunities"
    assert column(store, "SELECT status FROM raw.orders ORDER BY amount") == ["won", "declined"]


def test_qualtrics_times_are_in_the_zone_of_the_header_and_groups_are_no_scores(tmp_path: Path) -> None:
    text = QUALTRICS + IMPORT_IDS
    text += "".join(
        f"2025-01-0{n} 10:00:00,R_{n},True,100,EN,{group},{score},{LEVELS[n - 1]}\n"
        for n, (group, score) in enumerate([(3, 10), (3, 9), (2, 7), (1, 5), (1, 0)], start=1)
    )
    store = tmp_path / "s"
    report = load_text(store, text)
    assert "Times are read in America/Denver, as the header of the file says." in report.notes
    found = rows(store, "SELECT CAST(responded_at AS VARCHAR), nps, csat, csat_scale FROM raw.surveys ORDER BY 1")
    assert found[0] == ("2025-01-01 17:00:00", 10.0, 5.0, "1-5")
    assert [csat for _time, _nps, csat, _scale in found] == [5.0, 4.0, 3.0, 2.0, 1.0]
    said = told(tmp_path, text, timezone="Europe/Berlin")
    assert not any("America/Denver" in note for note in said.notes)


def test_scores_with_their_words_before_them_are_scores(tmp_path: Path) -> None:
    text = QUALTRICS + IMPORT_IDS
    text += "2025-01-01 10:00:00,R_1,True,100,EN,1,Not at all likely - 0,\n"
    text += "2025-01-02 10:00:00,R_2,True,100,EN,3,Extremely likely - 10,\n2025-01-03 10:00:00,R_3,True,100,EN,2,8,\n"
    report = told(tmp_path, text)
    assert report.mapping["nps"] == "Q1"
    report = told(tmp_path, text.replace("- 0", "").replace("- 10", "").replace(",8,", ",likely,"))
    assert any("asks for nps, but its answers are no scores" in note for note in report.notes)


@pytest.mark.parametrize(("first", "second"), [("★★★★★", "★★☆☆☆"), ("5/5", "2/5"), ("5 stars", "2 stars")])
def test_stars_and_fractions_are_scores(first: str, second: str, tmp_path: Path) -> None:
    text = f"Timestamp,How satisfied are you with us?\n2025/01/13 10:30:12,{first}\n2025/01/14 10:30:12,{second}\n"
    store = tmp_path / "s"
    load_text(store, text)
    assert column(store, "SELECT csat FROM raw.surveys ORDER BY responded_at") == [5.0, 2.0]


def test_long_questions_get_short_names_that_stay_apart() -> None:
    begins = "Thinking about everything that happened from the first visit until the parcel arrived, what went "
    names = [dimension_name(begins + word, TABLES["surveys"], set()) for word in ("well?", "badly?", "well?")]
    assert names[0] == names[2] != names[1]
    assert all(len(name) <= LONGEST and name.startswith("thinking_about_everything") for name in names)
    short = "What went well?"
    assert dimension_name(short, TABLES["surveys"], set()) == normalised(short)


@pytest.mark.parametrize("table", TABLES)
def test_our_own_templates_are_told_as_such(table: str, tmp_path: Path) -> None:
    assert told(tmp_path, template(table)).format == "canonical"
