"""How many of the rows a figure rests on have a known customer: told of every figure that joins rows to persons."""

from __future__ import annotations

from cx.language import _, numbers
from cx.metrics.base import Metric
from cx.metrics.coverage import day_columns
from cx.metrics.reasons import MART_OF, file_of
from cx.queries import Scope, run
from cx.store.matching import MATCHED, NOBODY, strangers
from cx.store.reading import Version


def joined_marts(metric: Metric) -> list[str]:
    """The marts whose rows the metric joins to persons: those its inputs and scopes name, when its SQL asks who."""
    asks = any("person_no" in file.read_text(encoding="utf-8") for file in metric.sql_files())
    if not asks and "customers" not in metric.scopes:
        return []
    named = {MART_OF.get(name, name) for name in (*metric.inputs, *metric.inputs_any, *metric.scopes)}
    return [mart for mart in MATCHED if mart in named]


def match_notes(metric: Metric, version: Version, scope: Scope) -> list[str]:
    """The match rate of every such mart under the view: its filters, and its days where the metric keeps to them.

    An order counts with whatever customer it names; a response or contact needs one who is known from elsewhere,
    because what it is joined to is there. A table that lacks a dimension of the view is not told of.
    """
    days = day_columns(metric)
    scopes = {mart: days.get(mart) for mart in joined_marts(metric) if version.counts.get(mart)}
    if not scopes:
        return []
    counted = " UNION ALL ".join(_counted(mart, version) for mart in scopes)
    rows = run(version, counted, scopes, scope, optional=tuple(scopes)).rows
    return [_note(str(mart), int(n), int(known)) for mart, n, known in rows.itertuples(index=False) if n]


def _counted(mart: str, version: Version) -> str:
    unknown = NOBODY if mart == "orders" else strangers(version, mart)
    return (
        f"SELECT '{mart}' AS mart, count(*) AS n, "  # noqa: S608 - names are ours
        f"count(person_no) - count(CASE WHEN {unknown} THEN 1 END) AS known FROM {mart}"
    )


def _note(mart: str, n: int, known: int) -> str:
    return _("Match rate: {share} of the {table} (n = {n}) have a known customer.").format(
        share=numbers.percent(known / n), n=numbers.count(n), table=file_of(mart)
    )
