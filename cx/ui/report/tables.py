"""The tables of a report: what a chart shows as people read it, and the tables of the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from cx.language import numbers
from cx.metrics.base import Result, Row
from cx.report.blocks import Definition, Table
from cx.ui.beside import EVENTS, NOTHING, TARGET, Beside, readable
from cx.ui.table_words import TITLES
from cx.ui.twin import PLACES, table
from cx.ui.words import worded

PERIODS = ("period", "cohort")
FORMAT = re.compile(r"%(?P<sign>\+?)(?P<marked>,?)\.(?P<digits>\d)f(?P<percent>%%)?")


def figures(result: Result, rows: Sequence[Row], beside: Beside = NOTHING) -> Table:
    """The rows of a chart: where each stands, the figure with its interval and n, its target, its verdict, why there is
    none, and what happened then.
    """
    frame = worded(readable(table(rows, beside), beside))
    places = _telling([name for name in PLACES if name in frame], frame)
    amounts = [TARGET] if TARGET in frame else []
    extra = [name for name in ("verdict", "reason", EVENTS) if name in frame]
    columns = [*places, "figure", "interval", "n", *amounts, *extra]
    lines = [
        (
            *(_place(name, at[name], result.view.every) for name in places),
            numbers.full(row.estimate.value, row.estimate.unit, row.currency),
            numbers.interval(row.estimate.low, row.estimate.high, row.estimate.unit, row.currency, whole=True),
            numbers.count(row.estimate.n),
            *(numbers.full(at[name], row.estimate.unit, row.currency) for name in amounts),
            *(_text(at[name]) for name in extra),
        )
        for row, at in zip(rows, frame.to_dict("records"), strict=True)
    ]
    first = len(places)
    right = frozenset(range(first, first + 3 + len(amounts))) | {n for n, name in enumerate(places) if name == "age"}
    return Table(tuple(TITLES[name] for name in columns), tuple(lines), right, names=first)


def of_frame(frame: pd.DataFrame, config: str, order: Sequence[str] = ()) -> Table:
    """A table of a page with its headings and formats. config: the columns as Streamlit was told them, in JSON."""
    told: dict[str, dict[str, Any]] = {name: about or {} for name, about in json.loads(config or "{}").items()}
    named = [name for name in order if name in frame] or list(frame.columns)
    shown = [name for name in named if not told.get(str(name), {}).get("hidden")]
    headings = tuple(str(told.get(str(name), {}).get("label") or name) for name in shown)
    forms = [str((told.get(str(name), {}).get("type_config") or {}).get("format") or "") for name in shown]
    lines = [
        tuple(_cell(value, form) for value, form in zip(line, forms, strict=True))
        for line in frame[shown].itertuples(index=False)
    ]
    right = frozenset(n for n, name in enumerate(shown) if pd.api.types.is_numeric_dtype(frame[name]))
    return Table(headings, tuple(lines), right)


def definition(result: Result) -> Definition:
    """What a metric means, and the rows that this result was made of."""
    metric = result.metric.said
    return Definition(
        metric.name,
        metric.title,
        metric.question,
        metric.definition,
        metric.formula,
        metric.source,
        numbers.count(result.rows_in),
        tuple(f"{numbers.count(n)}: {reason}" for reason, n in result.rows_out.items()),
    )


def _telling(places: Sequence[str], frame: pd.DataFrame) -> list[str]:
    """The columns that tell rows apart; one that says the same of every row only takes room."""
    apart = [name for name in places if frame[name].nunique(dropna=False) > 1]
    return apart or list(places[:1])


def _place(name: str, value: object, every: str | None) -> str:
    if isinstance(value, date) and name == "period":
        return numbers.period(value, every)
    if isinstance(value, date):
        return numbers.day(value)
    return _text(value)


def _text(value: Any) -> str:
    if value is None or pd.isna(value):
        return numbers.DASH
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cell(value: Any, form: str) -> str:
    """A cell as the page writes it. form: how Streamlit was told to write numbers."""
    if value is None or pd.isna(value):
        return numbers.DASH
    if isinstance(value, date):
        return numbers.day(value)
    if not isinstance(value, int | float):
        return str(value)
    if form == "percent":
        return numbers.percent(value)
    if found := FORMAT.fullmatch(form):
        return _number(value, int(found["digits"]), signed=bool(found["sign"]), percent=bool(found["percent"]))
    return numbers.full(value, "count")


def _number(value: float, digits: int, *, signed: bool, percent: bool) -> str:
    if percent:
        return numbers.percent(value / 100, digits)
    return numbers.signed(value, digits) if signed else numbers.decimal(value, digits)
