"""Values of a query's rows as Python values: what the database leaves empty is None, never NaN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

Record = Mapping[str, Any]
"""One row of a query: column -> value as pandas holds it."""


def records(rows: pd.DataFrame) -> Iterator[Record]:
    """The rows one after the other."""
    columns = [str(name) for name in rows.columns]
    for values in rows.itertuples(index=False, name=None):
        yield dict(zip(columns, values, strict=True))


def text(value: Any) -> str | None:
    """A label, None when empty."""
    return None if pd.isna(value) or value == "" else str(value)


def day(value: Any) -> date | None:
    """A date, None when empty."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def number(value: Any) -> float:
    """A sum; the sum of nothing is 0."""
    return 0.0 if pd.isna(value) else float(value)


def whole(value: Any) -> int:
    """A count; the count of nothing is 0."""
    return 0 if pd.isna(value) else int(value)
