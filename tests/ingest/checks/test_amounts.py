"""Negative, zero and far amounts, lost decimal marks, cents among euros, and several currencies."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.checks.told import found

HEAD = "order_id,customer_id,ordered_at,amount,currency\n"


def orders(amounts: list[object], currencies: list[str] | None = None) -> str:
    codes = currencies or ["EUR"] * len(amounts)
    return HEAD + "".join(
        f"{n},c{n},2026-01-{n % 28 + 1:02},{amount},{code}\n"
        for n, (amount, code) in enumerate(zip(amounts, codes, strict=True))
    )


def usual(n: int) -> list[object]:
    """Amounts from 10.25 to 39.25."""
    return [10.25 + k % 30 for k in range(n)]


def test_negative_and_zero_amounts_are_counted(tmp_path: Path) -> None:
    findings = found(tmp_path, orders([10, -5, 0, -2.5, 20]))
    negative, zero = findings["negative_amounts"], findings["zero_amounts"]
    assert (negative.n, negative.of, negative.lines, negative.examples) == (2, 5, (3, 5), ("-5.0000", "-2.5000"))
    assert "together −7.5" in negative.sentence
    assert (zero.n, zero.lines) == (1, (4,))


def test_an_amount_far_above_the_rest_is_an_outlier(tmp_path: Path) -> None:
    far = found(tmp_path, orders([*usual(60), 90_000]))["outliers"]
    assert (far.n, far.of, far.lines, far.examples) == (1, 61, (62,), ("90000.0000",))
    # 60 usual amounts are twice 10.25 + ... + 39.25 = 1,485.
    assert f"{90_000 / (90_000 + 1485):.1%}" in far.meaning


def test_an_amount_100_times_the_rest_has_lost_its_decimal_mark(tmp_path: Path) -> None:
    slip = found(tmp_path, orders([*usual(60), 2425, 3025]))["decimal_slip"]
    assert (slip.n, slip.lines, slip.status) == (2, (62, 63), "bad")


def test_whole_amounts_100_times_the_others_are_cents(tmp_path: Path) -> None:
    mixed = found(tmp_path, orders([*usual(40), *(round(100 * float(str(a))) for a in usual(40))]))["mixed_units"]
    assert (mixed.n, mixed.of, mixed.status) == (40, 80, "bad")


def test_equal_prices_with_a_dearer_one_are_no_outlier(tmp_path: Path) -> None:
    assert found(tmp_path, orders([9.99] * 60 + [49.99])) == {}


def test_several_currencies_are_told_with_how_many_each(tmp_path: Path) -> None:
    mixed = found(tmp_path, orders([1, 2, 3, 4], ["EUR", "usd", "EUR", ""]))["mixed_currencies"]
    assert mixed.sentence == "The amounts are in several currencies: 2 EUR, 1 without a currency, 1 USD."
    assert (mixed.n, mixed.of, mixed.examples) == (2, 4, ("EUR", "USD"))


def test_outliers_are_looked_for_within_each_currency(tmp_path: Path) -> None:
    amounts = [*usual(40), *(1000 * float(str(a)) for a in usual(40))]
    findings = found(tmp_path, orders(amounts, ["EUR"] * 40 + ["JPY"] * 40))
    assert set(findings) == {"mixed_currencies"}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40))
def test_signs_are_counted_exactly(tmp_path: Path, amounts: list[int]) -> None:
    findings = found(tmp_path, orders(list(amounts)))
    counted = {name: findings[name].n if name in findings else 0 for name in ("negative_amounts", "zero_amounts")}
    assert counted == {"negative_amounts": sum(a < 0 for a in amounts), "zero_amounts": amounts.count(0)}
