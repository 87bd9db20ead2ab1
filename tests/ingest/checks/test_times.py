"""Days that cannot be, days far away, gaps and cut-off ends; all counts can be made by hand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.checks.told import found

HEAD = "order_id,customer_id,ordered_at,amount\n"
START = date(2025, 1, 1)


def orders(days: list[date]) -> str:
    return HEAD + "".join(f"{n},c{n},{day},{10 + n % 7}.5\n" for n, day in enumerate(days))


def daily(n: int, per_day: int = 1, start: date = START) -> list[date]:
    return [start + timedelta(days=k // per_day) for k in range(n * per_day)]


def test_a_day_after_today_is_told_with_its_line(tmp_path: Path) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    future = found(tmp_path, orders([*daily(3), tomorrow]))["future_dates"]
    assert (future.n, future.of, future.lines, future.status) == (1, 4, (5,), "bad")
    assert future.examples[0].startswith(tomorrow.isoformat())


def test_years_before_the_rest_are_told(tmp_path: Path) -> None:
    findings = found(tmp_path, orders([*daily(200), date(2009, 3, 1), date(2009, 3, 2)]))
    far = findings["outlying_dates"]
    assert (far.n, far.of, far.lines) == (2, 202, (202, 203))
    assert "far before the rest" in far.sentence


def test_a_gap_that_chance_cannot_have_made_is_told(tmp_path: Path) -> None:
    days = [*daily(60, 2), *daily(60, 2, START + timedelta(days=75))]
    gap = found(tmp_path, orders(days))["gap"]
    assert gap.n == 15
    assert gap.sentence == (
        "No row is of 2 Mar 2025 to 16 Mar 2025: 15 days, for which about 30 rows would be expected."
    )


def test_a_gap_of_rare_rows_is_none(tmp_path: Path) -> None:
    assert "gap" not in found(tmp_path, orders([START + timedelta(days=20 * n) for n in range(20)]))


def test_an_export_that_was_cut_off_is_told(tmp_path: Path) -> None:
    days = [*daily(100, 5), *daily(7, 0), *[START + timedelta(days=106)] * 3]
    cut = found(tmp_path, orders(days))["cut_off"]
    # 100 days of 5 orders; then 7 days with 3: the eight weeks before have 5 a day but for the day that is counted.
    assert cut.n == 3
    assert "the eight weeks before had about 35 a week" in cut.sentence


def test_what_ended_before_it_began_is_told(tmp_path: Path) -> None:
    text = "contact_id,customer_id,opened_at,closed_at\n1,a,2026-01-05,2026-01-04\n2,a,2026-01-05,2026-01-06\n"
    swapped = found(tmp_path, text)["ended_before_begun"]
    assert (swapped.n, swapped.of, swapped.lines, swapped.status) == (1, 2, (2,), "bad")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 364), min_size=1, max_size=40), st.integers(0, 3))
def test_future_days_are_counted_exactly(tmp_path: Path, past: list[int], ahead: int) -> None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=n) for n in past] + [today + timedelta(days=n + 1) for n in range(ahead)]
    findings = found(tmp_path, orders(days))
    assert (findings["future_dates"].n if ahead else "future_dates" in findings) == ahead
