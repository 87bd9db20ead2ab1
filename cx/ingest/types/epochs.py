"""Times written as numbers: seconds to nanoseconds since 1970, and the days since 1900 of a spreadsheet."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

BARE = re.compile(r"9+(?:[.,]9+)?(?:e\+?9+)?")
"""The shape of a number without anything else."""
SERIAL = re.compile(r"9{5}(?:[.,]9+)?")
"""The shape of a spreadsheet's day in our time: 45292 is 2024-01-01, 45292.5 its noon."""
DAY_ZERO = "1899-12-30"
"""The day that such days are counted from (in files of Windows; those of 1904 are not told apart and not guessed)."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years of which a number is believed to be a time."""
UNITS = ((10**11, 10**6), (10**14, 10**3), (10**17, 1))
"""Numbers below the first are so many of the second in microseconds: seconds, milliseconds; else nanoseconds."""


def serial_span() -> tuple[int, int]:
    """The first and last day that is believed, counted from DAY_ZERO."""
    zero = date.fromisoformat(DAY_ZERO)
    return (date(FIRST_YEAR, 1, 1) - zero).days, (date(LAST_YEAR, 12, 31) - zero).days


def number_of(text: str) -> str:
    """SQL of the number in a text, whatever its decimal mark; NULL when it is none."""
    return f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"


def epoch_sql(text: str) -> str:
    """SQL of the time that a number of seconds, milli-, micro- or nanoseconds since 1970 means; NULL outside the years.

    Its size tells which of them it is: no two of them give a year that is believed.
    """
    number = number_of(text)
    cases = " ".join(f"WHEN {number} < {limit} THEN {number} * {unit}" for limit, unit in UNITS)
    first, last = (_microseconds(year) for year in (FIRST_YEAR, LAST_YEAR + 1))
    micros = f"round(CASE {cases} ELSE {number} / 1000 END)"
    return f"CASE WHEN {micros} >= {first} AND {micros} < {last} THEN make_timestamp(CAST({micros} AS BIGINT)) END"


def serial_sql(text: str) -> str:
    """SQL of the time that a spreadsheet's day means, to the millisecond."""
    milliseconds = f"CAST(round({number_of(text)} * 86400000) AS BIGINT)"
    return f"TIMESTAMP '{DAY_ZERO}' + to_milliseconds({milliseconds})"


def _microseconds(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 10**6
