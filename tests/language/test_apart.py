"""A figure and its limit are written so that it is seen on which side the one lies of the other."""

from __future__ import annotations

import pytest

from cx.language.apart import apart, change, interval


@pytest.mark.parametrize(
    ("limit", "figure", "unit", "told"),
    [
        # 44.6 is shown as +45, which is the target: with a digit more it is not.
        (45.0, (43.0, 41.2, 44.6), "points", ("+45.0", "+41.2 to +44.6")),
        (45.0, (43.0, 41.2, 44.97), "points", ("+45.00", "+41.20 to +44.97")),
        (0.8, (0.75, 0.7, 0.79997), "share", ("80.000%", "70.000% to 79.997%")),
        (4.2, (4.0, 3.8, 4.197), "score", ("4.200", "3.800 to 4.197")),
        # A target of 105.4 with an interval to 105.2: whole euros would show both as 105.
        (105.4, (100.0, 95.0, 105.2), "money", ("€105.40", "€95.00 to €105.20")),
        (150_000.0, (140_000.0, 130_000.0, 149_950.0), "money", ("€150,000.00", "€130,000.00 to €149,950.00")),
        # The ends of a whole count are rounded outwards, so that 50 would seem to lie within 40 to 50.
        (50.0, (45.0, 40.4, 49.2), "count", ("50.0", "40.4 to 49.2")),
    ],
)
def test_an_end_that_would_read_as_the_limit_gets_more_digits(limit, figure, unit, told):
    write = apart(limit, figure, unit, "EUR" if unit == "money" else None)
    assert write is not None
    assert (write(limit), interval(*figure[1:], write)) == told


@pytest.mark.parametrize(
    ("limit", "figure", "unit"),
    [
        (46.0, (43.0, 41.2, 44.6), "points"),
        (43.0, (43.0, 41.2, 44.6), "points"),
        # The limit is the end itself: it lies within, and it is seen to.
        (45.0, (43.0, 41.2, 45.0), "points"),
        (0.8, (0.75, 0.7, 0.1 + 0.7), "share"),
        (0.9, (0.75, 0.7, 0.8), "share"),
        (50.0, (45.0, 40.4, 50.3), "count"),
    ],
)
def test_what_can_be_told_apart_stays_as_it_is(limit, figure, unit):
    assert apart(limit, figure, unit) is None


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (-0.0003, "share", "−0.03 pts"),
        (-0.04, "points", "−0.04 points"),
        (0.0042, "score", "+0.004"),
        (-4.0, "points", "−4.0 points"),
        (0.0, "points", "0.0 points"),
    ],
)
def test_a_gap_that_is_there_is_never_shown_as_zero(value, unit, told):
    assert change(value, unit) == told
