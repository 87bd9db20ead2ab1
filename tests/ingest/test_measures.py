"""Units and currencies that only a header names: cents, seconds, hours, "(EUR)"."""

from pathlib import Path

import pytest

from cx.ingest.measures import header_currency, unit_of
from tests.ingest.loading import load_text, rows
from tests.ingest.recognising import see


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Amount (EUR)", "EUR"),
        ("Total in USD", "USD"),
        ("Betrag €", "EUR"),
        ("amount_gbp", "GBP"),
        ("Kwota (zł)", "PLN"),
        ("金額(円)", "JPY"),
        ("Montant en euros", "EUR"),
        ("Amount ($)", None),
        ("amount", None),
        ("EUR", None),
        ("TOTAL ALL", None),
        ("Order sum", None),
        ("Try again", None),
    ],
)
def test_the_currency_of_a_header(header: str, code: str | None) -> None:
    assert header_currency(header) == code


def test_a_currency_in_the_header_is_that_of_the_rows_unless_a_column_says_it(tmp_path: Path) -> None:
    text = "order_id,order_date,Amount (EUR)\n1,2026-01-05,9.50\n"
    report = load_text(tmp_path / "s", text)
    assert rows(tmp_path / "s", "SELECT CAST(amount AS DOUBLE), currency FROM raw.orders") == [(9.5, "EUR")]
    assert "“Amount (EUR)” names the currency; it is stored as EUR for every row." in report.notes
    load_text(tmp_path / "t", "order_id,order_date,Amount (EUR),Currency\n1,2026-01-05,9.50,USD\n")
    assert rows(tmp_path / "t", "SELECT currency FROM raw.orders") == [("USD",)]


def test_several_currencies_in_headers_are_asked_about() -> None:
    (question,) = see("order_id,order_date,Amount EUR,Refund USD\n1,2026-01-05,9.50,1.00\n").questions
    assert question.field == "currency"


def test_cents_are_divided_only_when_the_person_says_so(tmp_path: Path) -> None:
    text = "order_id,order_date,amount_cents\n1,2026-01-05,950\n2,2026-01-06,1\n"
    (question,) = load_text(tmp_path / "s", text).questions
    assert "for example amount=amount_cents" in question.pass_option
    assert "divided by 100" in question.question
    load_text(tmp_path / "s", text, maps={"amount": "amount_cents"})
    assert rows(tmp_path / "s", "SELECT CAST(amount AS DOUBLE) FROM raw.orders ORDER BY 1") == [(0.01,), (9.5,)]


def test_cents_with_decimals_are_stored_as_they_stand_and_told(tmp_path: Path) -> None:
    text = "order_id,order_date,amount_cents\n1,2026-01-05,9.50\n"
    report = load_text(tmp_path / "s", text, maps={"amount": "amount_cents"})
    assert rows(tmp_path / "s", "SELECT CAST(amount AS DOUBLE) FROM raw.orders") == [(9.5,)]
    assert any("has values with decimals; amount is stored as it stands" in note for note in report.notes)


def test_seconds_and_hours_become_minutes(tmp_path: Path) -> None:
    text = "ticket_id,opened,handle_time_seconds,First reply time (hours)\nT1,2026-01-05,90,1.5\n"
    report = load_text(tmp_path / "s", text)
    assert rows(tmp_path / "s", "SELECT handle_minutes, first_reply_minutes FROM raw.contacts") == [(1.5, 90.0)]
    assert "“handle_time_seconds” counts seconds; handle_minutes is its value in minutes." in report.notes
    german = see("Ticketnummer,Erstellt am,Bearbeitungszeit (Sek.)\nT1,2026-01-05,90\n")
    assert german.fields["handle_minutes"] == "Bearbeitungszeit (Sek.)"
    both = see("Ticketnummer,Erstellt am,Bearbeitungszeit (Sek.),対応時間(秒)\nT1,2026-01-05,90,90\n")
    assert both.fields["handle_minutes"] in ("Bearbeitungszeit (Sek.)", "対応時間(秒)")


def test_a_duration_without_its_unit_is_told_and_not_taken() -> None:
    seen = see("ticket_id,opened,handle_time\nT1,2026-01-05,90\n")
    assert "handle_minutes" not in seen.fields
    assert any("does not say that it counts minutes" in note for note in seen.notes)


def test_a_header_that_names_two_units_names_none() -> None:
    units = {"minutes": ("minutes",), "hours": ("hours",)}
    assert unit_of("reply time in minutes within business hours", units) is None
    assert unit_of("reply time (hours)", units) == "hours"


@pytest.mark.parametrize(("header", "named"), [("net,gross", ["net", "gross"]), ("sum of it,n", ["sum of it", "n"])])
def test_an_order_without_a_clear_amount_is_asked_about_once(header: str, named: list[str]) -> None:
    text = f"order_id,order_date,{header}\n1,2026-01-05,9.50,9.90\n2,2026-01-06,8.50,8.90\n"
    (question,) = see(text).questions
    assert question.field == "amount"
    assert all(f"“{name}”" in question.question for name in named)
    assert see(text, maps={"amount": ""}).questions == []
