"""Which table, which field, which dimension; what is asked, what is personal, what makes the key."""

import hashlib
import hmac
from pathlib import Path

import pytest

from cx.errors import LoadError, UsageError
from cx.ingest.templates import template
from cx.model import TABLES
from cx.store.loads import refused
from tests.ingest.loading import column, load_text, rows

CUSTOMERS = (
    "Customer ID,E-Mail,First Name,Zip,Loyalty Tier,Period\nC1, Ann@Example.com ,Ann,12345,Gold,A\nC2,,Bob,,Silver,B\n"
)


def test_the_same_columns_under_other_names(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", "InvoiceNo,CustID,Purchase Date,Grand Total\n1,7,2026-01-05,9.5\n")
    assert (report.table, report.rows_loaded) == ("orders", 1)
    assert rows(tmp_path / "s", "SELECT order_id, customer_id, amount FROM raw.orders") == [("1", "7", 9.5)]


@pytest.mark.parametrize("table", list(TABLES))
def test_a_template_is_recognised_and_loads_whole(tmp_path: Path, table: str) -> None:
    report = load_text(tmp_path / "s", template(table), name=f"{table}.csv")
    assert (report.table, report.rows_loaded, report.refused) == (table, 2, [])


def test_personal_columns_are_left_out_and_told(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", CUSTOMERS)
    assert "Personal data are not stored; left out: First Name, Zip." in report.notes
    assert rows(tmp_path / "s", "SELECT customer_id, loyalty_tier, period_ FROM raw.customers ORDER BY 1") == [
        ("C1", "Gold", "A"),
        ("C2", "Silver", "B"),
    ]


def test_an_email_is_stored_only_as_a_keyed_hash(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, CUSTOMERS)
    key = (store / "key").read_bytes()
    wanted = hmac.new(key, b"ann@example.com", hashlib.sha256).hexdigest()
    assert column(store, "SELECT email_hash FROM raw.customers ORDER BY customer_id") == [wanted, None]
    stored = b"".join(path.read_bytes() for path in store.rglob("*") if path.is_file())
    for personal in (b"ann@example", b"Ann@Example", b"12345"):
        assert personal not in stored
    assert (store / "key").stat().st_mode & 0o077 == 0


def test_email_addresses_that_serve_as_ids_are_hashed_too(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_text(
        store, "order_id,ordered_at,customer_id\n1,2026-01-05,Ann@example.com\n2,2026-01-06,ann@example.com\n"
    )
    assert any("e-mail addresses" in note for note in report.notes)
    (only,) = set(column(store, "SELECT customer_id FROM raw.orders"))
    assert len(only) == 64
    assert column(store, "SELECT count(DISTINCT email_hash) FROM raw.orders") == [1]


def test_a_column_of_addresses_is_personal_whatever_its_name(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", "customer_id,region,handle\nC1,N,ann@example.com\nC2,S,bob@example.com\n")
    assert "Personal data are not stored; left out: handle." in report.notes


def test_a_file_that_fits_no_table_is_asked_about(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", "sensor,reading\na,1\nb,2\n")
    (question,) = report.questions
    assert question.field == "table"
    assert question.examples == ("sensor", "reading")
    assert question.pass_option.startswith("--as ")


def test_a_missing_field_is_asked_for_with_what_to_pass(tmp_path: Path) -> None:
    text = "order_id,moment\n1,2026-01-05\n"
    (question,) = load_text(tmp_path / "s", text, table="orders").questions
    assert (question.field, question.pass_option) == ("ordered_at", "--as orders --map ordered_at=COLUMN")
    assert load_text(tmp_path / "s", text, table="orders", maps={"ordered_at": "moment"}).rows_loaded == 1


def test_one_value_can_be_set_for_every_row(tmp_path: Path) -> None:
    report = load_text(
        tmp_path / "s",
        "response_id,nps\nR1,9\nR2,3\n",
        sets={"responded_at": "2015-06-30", "wave": "first"},
    )
    assert (report.table, report.rows_loaded) == ("surveys", 2)
    assert rows(tmp_path / "s", "SELECT DISTINCT CAST(responded_at AS VARCHAR), wave FROM raw.surveys") == [
        ("2015-06-30 00:00:00", "first")
    ]
    with pytest.raises(UsageError, match=r"--set responded_at: “soon” is no time"):
        load_text(tmp_path / "s", "response_id,nps\nR1,9\n", sets={"responded_at": "soon"})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"table": "invoices"}, "there is no table “invoices”"),
        ({"table": "orders", "maps": {"ordered_at": "dat"}}, "Did you mean “date”"),
        ({"table": "orders", "maps": {"orderd_at": "date"}}, "Did you mean “ordered_at”"),
        ({"format": "ledger"}, "there is no format “ledger”"),
        ({"timezone": "Mars/North"}, "there is no time zone"),
        ({"dates": "ydm"}, "--dates cannot be “ydm”"),
    ],
)
def test_wrong_options_say_what_there_is(tmp_path: Path, options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_text(tmp_path / "s", "order_id,date\n1,2026-01-05\n", **options)


def test_a_file_without_header_is_mapped_by_number_and_finds_itself_again(tmp_path: Path) -> None:
    text = " 00004 0001 19970101  2   29.33\n 00004 0001 19970101  2   29.33\n 00021 0002 19970112  1    0.00\n"
    maps = {"customer_id": "1", "ordered_at": "3", "amount": "5"}
    first = load_text(tmp_path / "s", text, name="a.txt", maps=maps)
    assert (first.table, first.rows_loaded) == ("orders", 3)
    assert rows(tmp_path / "s", "SELECT customer_id, amount FROM raw.orders ORDER BY row_no") == [
        ("00004", 29.33),
        ("00004", 29.33),
        ("00021", 0),
    ]
    again = load_text(tmp_path / "s", text + " 00021 0002 19970113  1    5.00\n", name="b.txt", maps=maps, header=False)
    assert (again.rows_loaded, again.duplicates) == (1, 3)


FLAT = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,A,Mug,2,2026-01-05 10:00,2.50,17850.0,UK
1,B,Lamp,1,2026-01-05 10:01,10.00,17850.0,UK
2,A,Mug,1,2026-01-06 09:00,2.50,,FR
C3,A,Mug,-1,2026-01-07 09:00,2.50,17850.0,UK
1,A,Mug,2,2026-01-05 10:00,2.50,17850.0,UK
"""


def test_a_flat_file_of_lines_makes_orders_too(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_text(store, FLAT)
    assert (report.table, report.rows_loaded, report.also) == ("order_lines", 5, {"orders": 3})
    sql = "SELECT order_id, customer_id, CAST(ordered_at AS VARCHAR), amount, country FROM raw.orders ORDER BY order_id"
    assert rows(store, sql) == [
        ("1", "17850", "2026-01-05 10:00:00", None, "UK"),
        ("2", None, "2026-01-06 09:00:00", None, "FR"),
        ("C3", "17850", "2026-01-07 09:00:00", None, "UK"),
    ]
    # Order 1: 2 x 2.50 twice (two equal lines are two lines) and 10.00; the credit note takes 2.50 off.
    revenue = column(store, "SELECT net_revenue FROM mart.orders ORDER BY order_id")
    assert [float(value) for value in revenue] == [20.0, 2.5, -2.5]


def test_the_same_key_with_other_content_refuses_the_later_row(tmp_path: Path) -> None:
    text = "customer_id,region,phone\nC1,N,555-01\nC2,S,555-02\nC1,S,555-03\nC2,S,555-02\nC3,S,1\nC4,S,1\nC5,S,1\n"
    report = load_text(tmp_path / "s", text, table="customers")
    (refusal,) = report.refused
    assert (refusal.line, refusal.column, refusal.value) == (4, "customer_id", "C1")
    assert refusal.reason == "has the same customer_id as line 2, with other content"
    assert (report.rows_read, report.rows_loaded, report.duplicates) == (7, 5, 1)


def test_rows_that_cannot_be_used_are_told_and_kept_with_personal_data_masked(tmp_path: Path) -> None:
    store = tmp_path / "s"
    text = "order_id,date,amount,email\n1,2026-01-05,5,a@b.de\n2,x,5,c@d.de\n,2026-01-05,5,\n3,2026-01-05\n"
    report = load_text(store, text)
    assert [(r.line, r.column, r.value, r.reason) for r in report.refused] == [
        (3, "date", "x", "is not a date"),
        (4, "order_id", "", "is empty; order_id is required"),
        (5, "", "2 cells", "does not have the 4 cells of the header"),
    ]
    assert report.rows_read == 4 == report.rows_loaded + report.duplicates + report.refused_count
    kept = refused(store, str(report.load_id))
    assert kept["row_text"].iloc[0] == "2,x,5,(masked)"
    assert "c@d.de" not in kept.to_csv()


def test_a_file_of_which_nothing_can_be_used_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="its only row cannot be used; line 2, column “date”: “soon” is not a date"):
        load_text(tmp_path / "s", "order_id,date\n1,soon\n")
    assert not (tmp_path / "s" / "current").exists()


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="a header and no rows"):
        load_text(tmp_path / "s", "order_id,date\n")


def test_an_address_within_a_label_a_dimension_or_a_comment_is_masked_and_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    text = (
        "response_id,responded_at,nps,touchpoint,survey_wave,comment\n"
        "r1,2026-01-05,9,ann@example.com,ref by bob@example.com,write to <carl@example.com>!\n"
        "r2,2026-01-05,9,shop,spring,2@3.50 @home\n"
        "r3,x,9,dora@example.com,spring,mailto:emil@example.com\n"
    )
    report = load_text(store, text)
    assert rows(store, "SELECT touchpoint, survey_wave, comment FROM raw.surveys ORDER BY response_id") == [
        ("(e-mail)", "ref by (e-mail)", "write to <(e-mail)>!"),
        ("shop", "spring", "2@3.50 @home"),
    ]
    assert "1 value of “survey_wave” holds e-mail addresses, stored as (e-mail)." in report.notes
    stored = b"".join(path.read_bytes() for path in store.rglob("*") if path.is_file())
    for name in (b"ann@", b"bob@", b"carl@", b"dora@", b"emil@"):
        assert name not in stored


def test_a_single_address_among_ids_is_hashed(tmp_path: Path) -> None:
    store = tmp_path / "s"
    lines = "1,2026-01-05,c1\n2,2026-01-05,c2\n3,2026-01-06,Ann@example.com\n"
    report = load_text(store, "order_id,ordered_at,customer_id\n" + lines)
    key = (store / "key").read_bytes()
    wanted = hmac.new(key, b"ann@example.com", hashlib.sha256).hexdigest()
    assert column(store, "SELECT customer_id FROM raw.orders ORDER BY order_id") == ["c1", "c2", wanted]
    assert any("stored as their keyed hash" in note for note in report.notes)
