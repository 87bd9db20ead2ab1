"""A change of the data is told from a change of the customers, and ordinary data give no alarm."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.schema import create_empty, write_settings
from cx.view import View
from tests.given import add_rows, given

START = date(2026, 1, 1)
Answers = list[dict[str, object]]


def answers(first: date, last: date, a_day: int, channel: str | None = "web", name: str = "") -> Answers:
    days = (last - first).days + 1
    return [
        {
            "response_id": f"{name}{channel}-{first + timedelta(day)}-{i}",
            "responded_at": str(first + timedelta(day)),
            "nps": (10, 9, 8, 3)[(day + i) % 4],
            "channel": channel,
        }
        for day in range(days)
        for i in range(a_day)
    ]


def found(version: Version, split: str | None = "channel") -> list[str]:
    view = View(period="custom", first=date(2026, 2, 1), last=date(2026, 2, 28), split=split)
    result = compute("what_changed", version, view, Options(of="nps"))
    said = [str(row.estimate.reason) for row in result.rows if row.part == "data_change"]
    assert all(sentence in result.notes for sentence in said)
    return said


JANUARY_TO_FEBRUARY = answers(START, date(2026, 2, 28), 4)


def test_two_ordinary_months_give_no_alarm(tmp_path: Path) -> None:
    assert found(given(tmp_path, surveys=JANUARY_TO_FEBRUARY)) == []


def test_a_source_that_stopped_before_the_period_is_named_with_its_last_day(tmp_path: Path) -> None:
    version = given(tmp_path, surveys=JANUARY_TO_FEBRUARY + answers(START, date(2026, 1, 31), 2, "app"))
    (said,) = found(version)
    assert said.startswith("“app” has no NPS answers after 31 Jan 2026: a source that stopped")


def test_a_source_that_stops_within_the_period_is_named(tmp_path: Path) -> None:
    version = given(tmp_path, surveys=JANUARY_TO_FEBRUARY + answers(START, date(2026, 2, 10), 2, "app"))
    assert any("“app” has no NPS answers after 10 Feb 2026" in said for said in found(version))


def test_a_source_that_began_is_named(tmp_path: Path) -> None:
    version = given(tmp_path, surveys=JANUARY_TO_FEBRUARY + answers(date(2026, 2, 1), date(2026, 2, 28), 2, "app"))
    (said,) = found(version)
    assert said.startswith("“app” has NPS answers in this period only")


def test_answers_in_waves_are_no_source_that_stopped(tmp_path: Path) -> None:
    waves = answers(date(2026, 1, 5), date(2026, 1, 5), 40, "panel") + answers(
        date(2026, 2, 5), date(2026, 2, 5), 40, "panel"
    )
    assert found(given(tmp_path, surveys=JANUARY_TO_FEBRUARY + waves)) == []


def test_silence_that_also_ended_the_period_before_is_a_rhythm(tmp_path: Path) -> None:
    early = answers(START, date(2026, 1, 20), 2, "panel") + answers(date(2026, 2, 1), date(2026, 2, 18), 2, "panel")
    assert found(given(tmp_path, surveys=JANUARY_TO_FEBRUARY + early)) == []


def test_all_answers_that_end_early_are_told_once(tmp_path: Path) -> None:
    orders = [{"order_id": "1", "customer_id": "c", "ordered_at": "2026-02-28", "amount": 1}]
    both = answers(START, date(2026, 2, 14), 2) + answers(START, date(2026, 2, 14), 2, "app")
    (said,) = found(given(tmp_path, surveys=both, orders=orders))
    assert said.startswith("The NPS answers end on 14 Feb 2026, before the period does")


def test_a_volume_that_doubles_is_told_with_both_counts(tmp_path: Path) -> None:
    twice = answers(START, date(2026, 1, 31), 2) + answers(date(2026, 2, 1), date(2026, 2, 28), 4)
    (said,) = found(given(tmp_path, surveys=twice), split=None)
    assert said.startswith("+100.0% NPS answers per day: 112 now, 62 then")


def test_more_answers_without_a_value_are_told(tmp_path: Path) -> None:
    extra = answers(START, date(2026, 1, 31), 4, "app") + answers(date(2026, 2, 1), date(2026, 2, 28), 2, "app")
    missing = answers(date(2026, 2, 1), date(2026, 2, 28), 2, None)
    version = given(tmp_path, surveys=JANUARY_TO_FEBRUARY + extra + missing)
    (said,) = found(version)
    assert said.startswith("25.0% have no channel now, 0.0% then")


def loaded(tmp_path: Path, *files: Answers) -> Version:
    """Each file as a load of its own."""
    path = tmp_path / "loads.duckdb"
    workspace = DuckMaker().writer(path)
    workspace.execute("BEGIN")
    create_empty(workspace)
    write_settings(workspace, Settings())
    for number, rows in enumerate(files, start=1):
        add_rows(workspace, "surveys", rows, number)
        workspace.execute(
            "INSERT INTO meta.loads (load_no, load_id, file_name, table_name) VALUES ($n, $id, $file, 'surveys')",
            {"n": number, "id": f"L{number}", "file": f"file{number}.csv"},
        )
    build(workspace, Settings())
    workspace.execute("COMMIT")
    workspace.finish()
    return describe(DuckMaker().reader(path), "1-abcdef")


def test_a_load_beside_another_that_only_feeds_one_period_is_named(tmp_path: Path) -> None:
    shop = answers(date(2026, 1, 3), date(2026, 1, 31), 3, name="shop")
    (said,) = found(loaded(tmp_path, JANUARY_TO_FEBRUARY, shop), split=None)
    assert said.startswith("Load L2 (file2.csv) brought 41% of the surveys of the period before and none of this one")


def test_month_after_month_in_files_of_their_own_is_no_alarm(tmp_path: Path) -> None:
    months = [answers(START, date(2026, 1, 31), 4), answers(date(2026, 2, 1), date(2026, 2, 28), 4)]
    assert found(loaded(tmp_path, *months), split=None) == []


def test_a_file_that_was_loaded_again_in_full_is_no_alarm(tmp_path: Path) -> None:
    """The second export holds the first one's answers again, corrected: the first one brings nothing any more."""
    first = answers(START, date(2026, 1, 31), 4)
    again = [{**row, "nps": 7} for row in JANUARY_TO_FEBRUARY]
    assert found(loaded(tmp_path, first, again), split=None) == []


def customers_of(days: dict[date, int]) -> list[dict[str, object]]:
    """Orders: on each day, so many customers of its own who order on the day before it, too."""
    return [
        {
            "order_id": f"{day}-{i}-{back}",
            "customer_id": f"{day}-{i}",
            "ordered_at": str(day - timedelta(back)),
            "amount": 5,
        }
        for day, n in days.items()
        for i in range(n)
        for back in (0, 1)
    ]


def test_the_retention_of_a_single_day_is_explained_or_refused_and_never_fails(tmp_path: Path) -> None:
    busy = {START + timedelta(day): 40 for day in range(12)}
    for silent in (busy, busy | {START + timedelta(11): 0}):
        version = given(tmp_path, orders=customers_of(silent))
        for day in range(3, 12):
            at = START + timedelta(day)
            result = compute("what_changed", version, View(period="custom", first=at, last=at), Options(of="retention"))
            assert result.rows


def test_customers_who_stop_ordering_before_the_period_are_judged_by_the_days_before_it_too(tmp_path: Path) -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    every_day = {date(2026, 1, 1) + timedelta(day): 5 for day in range(50)}
    version = given(tmp_path, orders=customers_of(every_day))
    view = View(period="custom", first=first, last=last)
    said = [str(row.estimate.reason) for row in compute("what_changed", version, view, Options(of="retention")).rows]
    assert not any("per day" in sentence for sentence in said)
