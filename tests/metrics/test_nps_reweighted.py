"""The raw NPS beside the re-weighted one, on cells that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.metrics.nps_reweighted import METRIC
from cx.settings import Settings
from cx.stats.reweighting import FEWEST_ANSWERS
from cx.view import View
from tests.given import given
from tests.metrics.histories import histories
from tests.metrics.test_nonresponse import asked

ALL = View(period="all")
FEW = Settings(minimum_n=10)


def by_part(rows: tuple[Row, ...]) -> dict[str | None, Row]:
    return {row.part: row for row in rows}


def loyal_and_new() -> dict[str, list[dict[str, object]]]:
    """30 loyal customers (5 orders), of whom 24 answer 9; 90 new ones (1 order), of whom 24 answer 3."""
    day = "2026-01-0{} 10"
    people = {f"loyal{i:02}": ", ".join(day.format(d) for d in range(1, 6)) for i in range(30)}
    people |= {f"new{i:02}": "2026-01-05 10" for i in range(90)}
    surveys = asked(
        *[f"loyal{i:02} 2026-02-01 {9 if i < 24 else '-'}" for i in range(30)],
        *[f"new{i:02} 2026-02-01 {3 if i < 24 else '-'}" for i in range(90)],
    )
    return {"surveys": surveys, "orders": histories(**people)}


def test_silent_customers_count_through_those_like_them(tmp_path: Path) -> None:
    """Raw: (24 - 24) / 48 = 0, as every answer. Re-weighted: 30/120 x 100 + 90/120 x -100 = -50."""
    result = compute("nps_reweighted", given(tmp_path, FEW, **loyal_and_new()), ALL)
    rows = by_part(result.rows)
    assert [rows[p].estimate.value for p in ("raw", "reweighted", "difference")] == pytest.approx([0.0, -50.0, -50.0])
    assert [rows[p].estimate.n for p in ("raw", "reweighted")] == [48, 48]
    assert [rows[p].total for p in ("raw", "reweighted")] == [48.0, 120.0]
    assert (rows["difference"].verdict, rows["reweighted"].verdict) == ("real", None)
    assert rows["every answer"].estimate.value == 0.0
    assert "48 customers who gave an NPS stand for 120: everybody who was asked" in result.notes[0]
    assert "2 cells" in result.notes[0]


def test_without_invitations_all_customers_of_the_view_are_meant(tmp_path: Path) -> None:
    tables = loyal_and_new()
    tables["surveys"] = [row | {"sent_at": None} for row in tables["surveys"] if row["nps"]]
    result = compute("nps_reweighted", given(tmp_path, FEW, **tables), ALL)
    assert by_part(result.rows)["reweighted"].estimate.value == pytest.approx(-50.0)
    assert "all customers of the view, asked or not" in result.notes[0]


def test_one_answer_per_customer_the_first(tmp_path: Path) -> None:
    surveys = asked(*[f"c{i:02} 2026-02-01 10" for i in range(20)], *[f"c{i:02} 2026-03-01 0" for i in range(20)])
    result = compute("nps_reweighted", given(tmp_path, FEW, surveys=surveys), ALL)
    assert by_part(result.rows)["raw"].estimate.value == 100.0
    assert by_part(result.rows)["raw"].estimate.n == 20
    assert by_part(result.rows)["every answer"].estimate.value == 0.0
    assert by_part(result.rows)["every answer"].estimate.n == 40


def test_months_stand_for_themselves(tmp_path: Path) -> None:
    surveys = asked(*[f"c{i:02} 2026-02-01 10" for i in range(20)], *[f"c{i:02} 2026-03-01 0" for i in range(20)])
    rows = compute("nps_reweighted", given(tmp_path, FEW, surveys=surveys), View(period="all", every="month")).rows
    values = {(str(row.period), row.part): row.estimate.value for row in rows}
    assert values["2026-02-01", "reweighted"] == 100.0
    assert values["2026-03-01", "reweighted"] == -100.0


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["ann 2026-01-10 -"], "no data: n = 0"),
        (["ann 2026-01-10 9", "bob 2026-01-10 -"], "too few: n = 1, at least 10 needed"),
    ],
)
def test_nothing_and_too_few(tmp_path: Path, lines: list[str], reason: str) -> None:
    rows = compute("nps_reweighted", given(tmp_path, FEW, surveys=asked(*lines)), ALL).rows
    assert {row.estimate.reason for row in rows} == {reason}
    assert by_part(rows)["difference"].verdict is None


def test_answers_without_a_customer_are_left_out(tmp_path: Path) -> None:
    surveys = asked(*[f"c{i:02} 2026-02-01 10" for i in range(20)])
    surveys += [{"response_id": f"x{i}", "responded_at": "2026-02-01", "nps": "0"} for i in range(30)]
    rows = by_part(compute("nps_reweighted", given(tmp_path, FEW, surveys=surveys), ALL).rows)
    assert (rows["raw"].estimate.value, rows["raw"].estimate.n) == (100.0, 20)


def test_the_definition_names_the_number_of_answers_below_which_cells_are_joined():
    assert f"fewer than {FEWEST_ANSWERS} answers" in METRIC.definition
