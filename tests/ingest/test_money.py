"""Refunds and currencies: what lowers revenue never raises it, and a sign beside an amount is not lost."""

from pathlib import Path

import pytest

from cx.errors import LoadError
from tests.ingest.loading import column, load_text, rows


def test_a_negative_refund_is_a_refund_of_that_size(tmp_path: Path) -> None:
    text = "order_id,ordered_at,amount,refunded_amount\n1,2026-01-05,100,-30\n2,2026-01-06,50,5\n3,2026-01-06,9,\n"
    report = load_text(tmp_path / "s", text)
    revenue = column(tmp_path / "s", "SELECT net_revenue FROM mart.orders ORDER BY order_id")
    assert [float(value) for value in revenue] == [70, 45, 9]
    assert "1 value of “refunded_amount” is negative; it is read as a refund of that size." in report.notes


def test_refunds_larger_than_the_order_are_counted(tmp_path: Path) -> None:
    text = "order_id,ordered_at,amount,refunded_amount\n1,2026-01-05,10,30\n2,2026-01-06,50,50\n3,2026-01-06,5,-6\n"
    notes = load_text(tmp_path / "s", text).notes
    assert "2 refunds are larger than their amounts; the net revenue of those orders is negative." in notes


def amounts(values: list[str], currencies: list[str] | None = None) -> str:
    head = "order_id;ordered_at;amount" + (";currency" if currencies else "")
    more = [f";{currency}" for currency in currencies or []] or [""] * len(values)
    lines = [f"{n};2026-01-05;{v}{m}" for n, (v, m) in enumerate(zip(values, more, strict=True))]
    return "\n".join([head, *lines]) + "\n"


@pytest.mark.parametrize(
    ("values", "currency"),
    [
        (["€5.50", "7.25"], "EUR"),
        (["£5.50"], "GBP"),
        (["5.50 CHF"], "CHF"),
        (["US$5.50", "$3.00"], "USD"),
        (["R$ 5.50"], "BRL"),
        (["€5.50", "6.00 EUR"], "EUR"),
    ],
)
def test_the_one_currency_beside_the_amounts_is_stored_and_told(
    tmp_path: Path, values: list[str], currency: str
) -> None:
    report = load_text(tmp_path / "s", amounts(values))
    assert column(tmp_path / "s", "SELECT DISTINCT currency FROM raw.orders") == [currency]
    assert any(f"their currency is stored as {currency}" in note for note in report.notes)


@pytest.mark.parametrize(("sign", "code"), [("$", "USD"), ("¥", "JPY")])
def test_a_sign_of_several_currencies_is_stored_as_none_of_them(tmp_path: Path, sign: str, code: str) -> None:
    report = load_text(tmp_path / "s", amounts([f"{sign}5.50"]))
    assert column(tmp_path / "s", "SELECT currency FROM raw.orders") == [None]
    assert any(f"pass --set currency={code}" in note for note in report.notes)
    load_text(tmp_path / "t", amounts([f"{sign}5.50"]), sets={"currency": code})
    assert column(tmp_path / "t", "SELECT currency FROM raw.orders") == [code]


def test_several_currencies_in_several_columns_are_asked_about(tmp_path: Path) -> None:
    text = "order_id,ordered_at,amount,cost\n1,2026-01-05,€5.50,£3.00\n"
    (question,) = load_text(tmp_path / "s", text).questions
    assert question.examples == ("£", "€")


def test_a_sign_that_contradicts_its_row_refuses_it(tmp_path: Path) -> None:
    values, currencies = ["€5.50", "$7.25", "$1.00", "2.00", "€3.00"], ["EUR", "EUR", "cad", "JPY", ""]
    report = load_text(tmp_path / "s", amounts(values, currencies))
    (refusal,) = report.refused
    assert (refusal.line, refusal.value) == (3, "$7.25")
    assert refusal.reason == "is in $, which contradicts the currency of its row"
    assert rows(tmp_path / "s", "SELECT order_id FROM raw.orders ORDER BY 1") == [("0",), ("2",), ("3",), ("4",)]
    with pytest.raises(LoadError, match="contradicts the currency"):
        load_text(tmp_path / "t", amounts(["€5.50"]), sets={"currency": "USD"})


@pytest.mark.parametrize("amount", ["1000000000000", "99999999999999", "-1e12", "123456789012345678"])
def test_an_amount_of_a_thousand_billion_is_refused(tmp_path: Path, amount: str) -> None:
    text = f"order_id,ordered_at,amount\n1,2026-01-05,999999999999.99\n2,2026-01-05,{amount}\n"
    report = load_text(tmp_path / "s", text)
    (refused,) = report.refused
    assert (refused.line, refused.column, refused.value) == (3, "amount", amount)
    assert refused.reason == "is an amount of 1,000,000,000,000 or more"
    assert report.rows_loaded == 1


def test_a_line_worth_a_thousand_billion_is_refused(tmp_path: Path) -> None:
    text = "order_id,line_id,quantity,unit_price\n1,1,2,5\n1,2,1e9,1000\n"
    report = load_text(tmp_path / "s", text)
    assert [(r.line, r.column) for r in report.refused] == [(3, "quantity")]


def test_amounts_that_cannot_be_added_up_refuse_the_load_in_words(tmp_path: Path) -> None:
    lines = "".join(f"{n},c,2026-01-05,900000000000\n" for n in range(120))
    with pytest.raises(LoadError, match="the orders of one customer add up to 100,000,000,000,000 or more"):
        load_text(tmp_path / "s", "order_id,customer_id,ordered_at,amount\n" + lines)
