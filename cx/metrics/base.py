"""What a metric is, and the one form in which its figures come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cx.stats.estimate import Estimate
from cx.view import View

if TYPE_CHECKING:
    from cx.queries import Scope

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One figure and where it stands: its period, split value, cohort, age, band, score and outcome, as they apply.

    total: the additive quantity behind the figure (customers active, revenue, ...), for checks that parts sum.
    scale: of a score, "worst-best".
    """

    estimate: Estimate
    period: date | None = None
    split: str | None = None
    cohort: date | None = None
    age: int | None = None
    band: str | None = None
    score: str | None = None
    outcome: str | None = None
    total: float | None = None
    currency: str | None = None
    adjusted_p: float | None = None
    matures: date | None = None
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a metric for a view, with everything its receipt needs."""

    metric: Metric
    view: View
    data_version: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sql: str
    """The statement that ran, with its values written in, to paste into any client."""
    rows_in: int
    rows_out: Mapping[str, int] = field(default_factory=dict)
    """Rows left out of the figure -> how many, each key a reason in words."""

    def only(self) -> Row:
        """The single row of an unsplit, ungrained figure."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Options:
    """What a metric can be asked beyond the view. cohort: grain of cohorts; measure, mode, basis: retention and LTV."""

    cohort: str = "month"
    measure: str = "customers"
    mode: str = "first"
    basis: str = "first_order"


Estimator = Callable[[pd.DataFrame, "Scope"], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the product: words for people, the SQL's scopes, and the function that makes estimates.

    inputs: the canonical tables that must be loaded.
    scopes: mart name -> whether the view's days apply to it ("dated", by its usual date, or the name of another of its
    date columns) or only its filters ("filtered"). Only these names are narrowed by the view; everything else the SQL
    reads is written as `mart.<name>` and stays whole.
    unit: share, points, score, money, count or days. better: "higher", "lower" or "neither".
    estimate: sufficient statistics of the SQL -> rows.
    """

    name: str
    title: str
    question: str
    unit: str
    better: str
    definition: str
    formula: str
    source: str
    inputs: tuple[str, ...]
    scopes: Mapping[str, str]
    estimate: Estimator
    options: tuple[str, ...] = ()
    sql_name: str = ""

    def sql(self) -> str:
        """The metric's SQL text, as it stands in its file."""
        return (FOLDER / f"{self.sql_name or self.name}.sql").read_text(encoding="utf-8")
