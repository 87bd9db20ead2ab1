"""The customers of adjusted_effect.sql: one row per score and customer, taken group by group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from cx.metrics import amounts
from cx.metrics.cells import day, text
from cx.stats.arrays import Mask, Vector


class Place(NamedTuple):
    """Where figures stand."""

    period: date | None
    split: str | None
    score: str


class Money(NamedTuple):
    """The currency of all amounts, None when there is none; refusal: why they must not be added up, if so."""

    currency: str | None
    refusal: str | None


def groups(rows: pd.DataFrame) -> Iterator[tuple[Place, pd.DataFrame]]:
    """The customers of each period, split value and score, in order."""
    for (period, split, score), group in rows.groupby(["period", "split", "score"], dropna=False, sort=False):
        yield Place(day(period), text(split), str(score)), group


def money(rows: pd.DataFrame) -> Money:
    """What the rows that carry the currency say; of no rows, nothing."""
    said = rows[rows["amounts_missing"].notna().to_numpy()]
    if said.empty:
        return Money(None, None)
    record = {str(name): value for name, value in said.iloc[0].items()}
    refusal = amounts.refusal(record)
    return Money(None if refusal else text(record["currency"]), refusal)


def numbers_of(rows: pd.DataFrame, column: str) -> Vector:
    """A column as floats, NaN where empty."""
    return rows[column].to_numpy(dtype=np.float64, na_value=np.nan)


def followed_for_churn(rows: pd.DataFrame) -> Mask:
    """Of which customers churn is known: those with churn_days of orders after the answer."""
    return np.asarray(rows["churned"].notna().to_numpy(), dtype=np.bool_)
