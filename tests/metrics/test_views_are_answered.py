"""What a view asks for is given, or a note says that it is not: over all metrics of the registry."""

import csv
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from cx.demo import generate
from cx.metrics.base import Options, Result, Row
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.model import TABLES
from cx.periods import periods
from cx.settings import Settings
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.view import View
from tests.given import given

NOTHING = withheld("not compared", n=0, unit="share")
HALF_YEAR = View("last_6_months")
ASKED = [(name, of) for name, metric in METRICS.items() for of in metric.variants or ("nps",)]
PLAIN_SPLIT = "region"
Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    made = generate(tmp_path_factory.mktemp("demo"), customers=300)
    tables = {}
    for name in TABLES:
        if name == "order_lines":
            continue
        with getattr(made, name).open(encoding="utf-8", newline="") as stream:
            tables[name] = [{key: value or None for key, value in row.items()} for row in csv.DictReader(stream)]
    return given(tmp_path_factory.mktemp("build"), Settings(currency="EUR", minimum_n=5), **tables)


@pytest.fixture(scope="module")
def ask(version: Version) -> Ask:
    """An answer, computed once for all tests."""

    @cache
    def answer(name: str, of: str, every: str | None = None, split: str | None = None) -> Result:
        return compute(name, version, replace(HALF_YEAR, every=every, split=split), Options(of=of))

    return answer


def said(result: Result, dimension: str) -> bool:
    return any(
        note.endswith(f"is not given by {dimension}: the figures are those without it.") for note in result.notes
    )


def figures(result: Result) -> list[tuple[Row, float | None]]:
    """What the rows are about, and their values to compare: sums in another order differ in the last digit."""
    return [(replace(row, estimate=NOTHING, total=None, matures=None), row.estimate.value) for row in result.rows]


def same(result: Result, other: Result) -> None:
    assert [place for place, _value in figures(result)] == [place for place, _value in figures(other)]
    assert [value for _place, value in figures(result)] == pytest.approx([value for _place, value in figures(other)])


@pytest.mark.parametrize(("name", "of"), ASKED)
def test_a_grain_gives_periods_or_a_note_that_says_it_does_not(version: Version, ask: Ask, name: str, of: str) -> None:
    result = ask(name, of, every="quarter")
    if METRICS[name].by_period:
        found = {row.period for row in result.rows}
        assert len(found) > 1, "one row for every period"
        assert found <= {start for start, _end in periods(HALF_YEAR.dates(version.dates), "quarter")}
        assert not said(result, "quarter")
        return
    assert said(result, "quarter")
    assert not any("Incomplete" in note for note in result.notes)
    same(result, ask(name, of))


@pytest.mark.parametrize(("name", "of"), ASKED)
def test_a_split_gives_its_values_or_a_note_that_says_it_does_not(ask: Ask, name: str, of: str) -> None:
    result = ask(name, of, split=PLAIN_SPLIT)
    if METRICS[name].by_split:
        assert len({row.split for row in result.rows} - {None}) > 1, "one row for every value"
        assert not said(result, PLAIN_SPLIT)
        return
    assert said(result, PLAIN_SPLIT)
    same(result, ask(name, of))


@pytest.mark.parametrize(("name", "of"), ASKED)
@pytest.mark.parametrize("view", [{}, {"every": "quarter"}, {"split": PLAIN_SPLIT}], ids=["whole", "quarter", "split"])
def test_a_verdict_and_its_adjusted_p_stand_together(ask: Ask, name: str, of: str, view: dict[str, str]) -> None:
    for row in ask(name, of, **view).rows:
        assert (row.adjusted_p is None) == (row.verdict is None), row
        assert row.verdict in (None, "real", "within noise")
        assert row.adjusted_p is None or row.estimate.known
