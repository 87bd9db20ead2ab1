"""Every way a number or an amount is written, and what is refused: text -> value."""

# ruff: noqa: RUF001 - signs and letters of other scripts are what this file is about
from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.typing import orders, typed


def amounts(values: list[str], **options: str) -> list[float | None]:
    made = orders("amount", values, **options)
    assert not made.questions, made.questions
    assert not made.refused, made.refused
    return [None if value is None else float(value) for value in made.column("amount")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", 1234.5),
        ("1 234.50", 1234.5),
        ("1\u00a0234.50", 1234.5),
        ("1\u202f234.50", 1234.5),
        ("1'234.50", 1234.5),
        ("1’234.50", 1234.5),
        ("12,34,567.80", 1234567.8),
        ("$1,234.50", 1234.5),
        ("USD 1,234.50", 1234.5),
        ("1,234.50 usd", 1234.5),
        ("£-3.50", -3.5),
        ("-£3.50", -3.5),
        ("(1,234.50)", -1234.5),
        ("($1,234.50)", -1234.5),
        ("3.50-", -3.5),
        ("−3.50", -3.5),
        ("+3.50", 3.5),
        ("kr. 3.50", 3.5),
        ("Rs.500.25", 500.25),
        ("１２３．５", 123.5),
        ("￥1,234.50", 1234.5),
        ("1,234.50円", 1234.5),
        ("1.5e3", 1500.0),
        ("1.5E-01", 0.15),
        ("'99.5", 99.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("NaN", None),
        ("Infinity", None),
        ("-inf", None),
        ("#REF!", None),
        ("#DIV/0!", None),
        ("#N/A", None),
        ("NA", None),
        ("?", None),
        ("-", None),
    ],
)
def test_forms_with_a_decimal_point(text: str, number: float | None) -> None:
    assert amounts([text, "0.25"]) == [number, 0.25]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,50 €", 1234.5),
        ("1 234,50 zł", 1234.5),
        ("1 234,50 Kč", 1234.5),
        ("1.234,50 kr.", 1234.5),
        ("R$ 1.234,50", 1234.5),
        ("CHF 1'234,50", 1234.5),
        ("1.234.567", 1234567.0),
        ("-1.234,5", -1234.5),
        ("1,5E+03", 1500.0),
    ],
)
def test_forms_with_a_decimal_comma(text: str, number: float) -> None:
    assert amounts([text, "0,25"]) == [number, 0.25]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("free", "is not a number with a decimal point"),
        ("12-34", "is not a number with a decimal point"),
        ("1,23,4.5", "is not a number with a decimal point"),
        ("5 apples", "is not a number with a decimal point"),
        ("12.5%", "is a percentage and not an amount"),
        ("５％", "is a percentage and not an amount"),
        ("12:30", "is not a number with a decimal point"),
        ("0x1F", "is not a number with a decimal point"),
        ("2026-01-05", "is not a number with a decimal point"),
        ("12345678901234567890", "is an amount of 1,000,000,000,000 or more"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(text: str, reason: str) -> None:
    shown = unicodedata.normalize("NFKC", text)  # what is told is what was read, in the usual width
    assert orders("amount", ["0.25", text]).refused == [(3, "amount", shown, reason)]


def test_more_than_four_decimals_are_rounded_and_told() -> None:
    made = orders("amount", ["0.123456", "0.25", "0.50000000"])
    assert made.column("amount") == [0.1235, 0.25, 0.5]
    assert "1 amount in “amount” has more than 4 decimals; it is rounded to 4." in made.notes


def test_the_decimal_mark_is_asked_once_for_all_columns() -> None:
    cells = {"order_id": ["1"], "ordered_at": ["2026-01-05"], "amount": ["1.234"], "cost": ["2,345"]}
    (question,) = typed("orders", cells).questions
    assert question.question == (
        "Is the decimal mark in “amount” and “cost” a point or a comma? None of the 2 values with a mark proves it."
    )
    assert set(question.examples) == {"1.234", "2,345"}


def test_a_plain_column_proves_the_point_for_the_others() -> None:
    cells = {"order_id": ["1"], "ordered_at": ["2026-01-05"], "amount": ["1.25"], "cost": ["2,345"]}
    made = typed("orders", cells)
    assert made.column("cost") == [2345]


def test_minutes_may_carry_their_unit_and_no_other() -> None:
    cells = {"contact_id": ["1", "2", "3"], "opened_at": ["2026-01-05"] * 3, "handle_minutes": ["12 min", "3 h", "4.5"]}
    made = typed("contacts", cells)
    assert made.column("handle_minutes") == [12, 4.5]
    assert made.refused == [(3, "handle_minutes", "3 h", "is not a number with a decimal point")]


def test_signs_that_each_mean_one_currency_are_kept_row_by_row_and_told() -> None:
    made = orders("amount", ["€5.50", "7.25 zł", "£1.00", "2.00 EUR"])
    assert made.column("currency") == ["EUR", "PLN", "GBP", "EUR"]
    assert any("each row keeps its own: 2 EUR, 1 GBP, 1 PLN" in note for note in made.notes)


@pytest.mark.parametrize("values", [["€5.50", "7.25", "£1.00"], ["€5.50", "$1.00"]])
def test_several_currencies_of_which_one_is_not_said_are_asked_about(values: list[str]) -> None:
    (question,) = orders("amount", values).questions
    assert "carry several currencies" in question.question


def group(digits: str, sizes: int, sign: str) -> str:
    head = len(digits) % sizes or sizes
    return sign.join([digits[:head], *(digits[n : n + sizes] for n in range(head, len(digits), sizes))])


WAYS = st.tuples(
    st.sampled_from([("point", ".", (",", " ", "\u00a0", "\u202f", "'", "")), ("comma", ",", (".", " ", "'", ""))]),
    st.integers(0, 5),
    st.sampled_from(["{}", "EUR {}", "{} €", "{} EUR", "€{}"]),
    st.sampled_from(["-{}", "({})", "{}-", "−{}"]),
)


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=15), way=WAYS)
def test_any_amount_in_any_form_reads_back_equal(
    numbers: list[int], way: tuple[tuple[str, str, tuple[str, ...]], int, str, str]
) -> None:
    (name, mark, groups), chosen, unit, minus = way
    texts = []
    for number in numbers:
        whole, decimals = divmod(abs(number), 100)
        text = unit.format(f"{group(str(whole), 3, groups[chosen % len(groups)])}{mark}{decimals:02}")
        texts.append(minus.format(text) if number < 0 else text)
    assert amounts(texts, decimal=name) == [float(Decimal(number) / 100) for number in numbers]
