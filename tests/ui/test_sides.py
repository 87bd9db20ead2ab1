"""Two sides hold the same rows unless their days or a dimension keep them apart."""

from datetime import date

import pytest

from cx.ui.sides import query_of, shared_rows
from cx.view import Dates, Filter, View

YEAR = Dates(date(2025, 1, 1), date(2025, 12, 31))
SPRING, AUTUMN = Dates(date(2025, 3, 1), date(2025, 5, 31)), Dates(date(2025, 9, 1), date(2025, 11, 30))


def region(*values: str) -> View:
    return View(filters=(Filter("region", values),))


@pytest.mark.parametrize(
    ("first", "second", "days", "shared"),
    [
        (View(), View(), (YEAR, YEAR), True),
        (View(), View(), (SPRING, AUTUMN), False),
        (View(), View(), (YEAR, AUTUMN), True),
        (region("North"), region("South"), (YEAR, YEAR), False),
        (region("North", "East"), region("East"), (YEAR, YEAR), True),
        (region("North"), View(), (YEAR, YEAR), True),
    ],
)
def test_days_or_a_dimension_keep_sides_apart(first, second, days, shared):
    assert shared_rows(first, second, days) is shared


def test_a_link_is_a_whole_address_or_its_query_string():
    wanted = {"period": ["last_month"], "f.region": ["North", "South"]}
    assert query_of("https://example.org/orders?period=last_month&f.region=North&f.region=South") == wanted
    assert query_of(" period=last_month&f.region=North&f.region=South ") == wanted
    assert query_of("hello") == query_of("against=views&lang=pl") == {}
