"""How many of the rows a figure rests on have a known customer: told of every figure that joins rows to persons."""

from __future__ import annotations

from cx.language import _, numbers
from cx.metrics.base import Metric, text_of
from cx.metrics.coverage import day_columns
from cx.metrics.reasons import MART_OF, file_of
from cx.metrics.row_counts import rows_under
from cx.queries import Scope
from cx.store.matching import MATCHED
from cx.store.reading import Counted, Version


def joined_marts(metric: Metric) -> list[str]:
    """The marts whose rows the metric joins to persons: those its inputs and scopes name, when its SQL asks who."""
    asks = any("person_no" in text_of(file) for file in metric.sql_files())
    if not asks and "customers" not in metric.scopes:
        return []
    named = {MART_OF.get(name, name) for name in (*metric.inputs, *metric.inputs_any, *metric.scopes)}
    return [mart for mart in MATCHED if mart in named]


def match_notes(metric: Metric, version: Version, scope: Scope) -> list[str]:
    """The match rate of every such mart under the view: its filters, and its days where the metric keeps to them.

    A table that lacks a dimension of the view is not told of.
    """
    days = day_columns(metric)
    joined = [mart for mart in joined_marts(metric) if version.counts.get(mart)]
    found = {mart: rows_under(version, scope, mart, days.get(mart), optional=True) for mart in joined}
    return [_note(mart, of) for mart, of in found.items() if of.rows]


def _note(mart: str, of: Counted) -> str:
    return _("Match rate: {share} of the {table} (n = {n}) have a known customer.").format(
        share=numbers.percent(of.known / of.rows), n=numbers.count(of.rows), table=file_of(mart)
    )
