"""The receipt of a figure as plain text: what it means and is made of, what was left out, and the SQL as it ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date

from cx.language import _, numbers
from cx.metrics.base import Metric, Options, Result, Row
from cx.metrics.behind.kinds import BEHIND, counted
from cx.metrics.compute import compute, scope_of
from cx.metrics.coverage import day_columns
from cx.metrics.matched import joined_marts
from cx.metrics.reasons import TABLE_OF, used
from cx.metrics.row_counts import rows_under
from cx.store.matching import Match, matches
from cx.store.reading import Version
from cx.view import GRAINS

RAN = "WITH params AS"
"""How a statement begins that was put together for a view and sent to the engine."""
MOST_FIGURES = 40
PLACES = ("period", "split", "cohort", "age", "band", "score", "part", "item", "outcome", "currency")


def receipt(
    result: Result, version: Version, matched: Sequence[Match], parts: Sequence[Result] = (), name: str = ""
) -> str:
    """Everything about a figure, to read or to send on.

    matched: of the whole version, see `cx.store.matching`. parts: the answers that the figure combines, whose SQL is
    told too. name: what the figure is called where it is shown. Raises QueryError when the data cannot be read.
    """
    metric = result.metric.said
    sections = [
        [name or metric.title, metric.question],
        list(_figures(result)),
        list(_asked(result, version)),
        [
            _("Definition: {text}").format(text=metric.definition),
            _("Formula: {text}").format(text=metric.formula),
            _("Unit: {text}").format(text=metric.unit),
            _("Source: {text}").format(text=metric.source),
        ],
        list(_rows(result, version, matched)),
        [note for note in result.notes if not _told_elsewhere(note, result)],
        [
            _("Data version: {version}").format(version=result.data_version),
            _("Link: {query}").format(query=f"?{result.view.pinned(version.dates, version.id).query()}"),
        ],
    ]
    sections += [_sql(one) for one in (result, *parts) if one.sql]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def whole_receipt(result: Result, version: Version) -> str:
    """The receipt of an answer; what it combines is computed again, and the match rates are counted."""
    whole = result.metric.view_of_parts(result.view)
    parts = [compute(asked.metric, version, whole, asked.options) for asked in result.metric.combines.values()]
    return receipt(result, version, list(matches(version)), parts)


def main_row(rows: Sequence[Row], unit: str) -> Row:
    """The figure to name of several: of those that are known, and not so by definition, the one that rests on most."""
    return max(rows, key=lambda row: (row.estimate.known, row.estimate.unit == unit, row.age != 0, row.estimate.n))


def options_told(metric: Metric, options: Options) -> dict[str, object]:
    """The options that a metric understands, and their values."""
    return {field.name: getattr(options, field.name) for field in fields(options) if field.name in metric.options}


def rows_by_table(result: Result, version: Version) -> dict[str, tuple[int, int]]:
    """Table -> its rows in the data and, of them, those under the days and filters of a figure."""
    days = day_columns(result.metric)
    if not days or not result.rows_in:
        return {}
    scope, optional = scope_of(version, result.view, result.options), result.metric.optional
    kept = {mart: rows_under(version, scope, mart, day, optional=mart in optional).rows for mart, day in days.items()}
    return {TABLE_OF.get(mart, mart): (version.counts.get(mart, 0), n) for mart, n in kept.items()}


def _figures(result: Result) -> Iterator[str]:
    """The figure, or all of them; of very many the one with most behind it."""
    if len(result.rows) == 1:
        yield _("Figure: {figure}").format(figure=_told(result.rows[0]))
    elif len(result.rows) <= MOST_FIGURES:
        yield _("Figures:")
        yield from (f"  {_told(row)}" for row in result.rows)
    else:
        yield _("Figure with most behind it: {figure}").format(figure=_told(main_row(result.rows, result.metric.unit)))
        yield _("There are {n} in all; the table beside the chart has them.").format(n=numbers.count(len(result.rows)))


def _told(row: Row) -> str:
    """A figure with its place, interval, method and n; the reason where it is not given."""
    e, where = row.estimate, _where(row)
    if not e.known:
        return _("{where}not given, {reason}, n = {n}").format(where=where, reason=e.reason, n=numbers.count(e.n))
    return _("{where}{value}, 95% interval {ends} ({method}), n = {n}").format(
        where=where,
        value=numbers.full(e.value, e.unit, row.currency),
        ends=numbers.interval(e.low, e.high, e.unit, row.currency, whole=True, of=e.value),
        method=e.method,
        n=numbers.count(e.n),
    )


def _where(row: Row) -> str:
    """Which of several figures a row is."""
    told = {name: getattr(row, name) for name in PLACES}
    said = [
        f"{name} {value.isoformat() if isinstance(value, date) else value}"
        for name, value in told.items()
        if value is not None
    ]
    return f"{', '.join(said)}: " if said else ""


def _asked(result: Result, version: Version) -> Iterator[str]:
    yield _("Shown: {view}").format(view=result.view.sentence(version.dates))
    if result.view.every:
        yield _("By: {every}").format(every=GRAINS[result.view.every])
    options = options_told(result.metric, result.options)
    if options:
        yield _("Options: {options}").format(options=", ".join(f"{name} {value}" for name, value in options.items()))
    yield _("Inputs: {tables}").format(tables=", ".join(dict.fromkeys(TABLE_OF.get(n, n) for n in used(result.metric))))


def _rows(result: Result, version: Version, matched: Sequence[Match]) -> Iterator[str]:
    yield _("Rows in: {n}").format(n=numbers.count(result.rows_in))
    for table, (held, kept) in rows_by_table(result, version).items():
        text = _("  {table}: {held} in the data, less {outside} outside these days and filters, are {kept}")
        yield text.format(
            table=table,
            held=numbers.count(held),
            outside=numbers.count(held - kept),
            kept=numbers.count(kept),
        )
    yield from _not_counted(result)
    if result.rows_out:
        yield _("Left out, or used only in part, in all the data:")
    for reason, n in result.rows_out.items():
        yield f"  {numbers.count(n)}: {reason}"
    joined = {TABLE_OF.get(mart, mart) for mart in joined_marts(result.metric)}
    for match in matched:
        table = TABLE_OF.get(match.table, match.table)
        if table in joined:
            yield _("Match rate: {share} of all {n} {table} have a known customer").format(
                share=numbers.percent(match.share), n=numbers.count(match.rows), table=table
            )


def _not_counted(result: Result) -> Iterator[str]:
    """Of a figure that counts rows: how many of the rows in it does not count, and why."""
    kind = BEHIND.get(result.metric.name)
    reason = kind.not_counted if kind else ""
    n = sum(row.estimate.n for row in result.rows)
    if kind and reason and n < result.rows_in:
        yield _("  {counted} of them count; not counted: {n}, {reason}").format(
            counted=counted(kind.counts, n), n=numbers.count(result.rows_in - n), reason=_(reason)
        )


def _told_elsewhere(note: str, result: Result) -> bool:
    return any(part in note for part in (*result.rows_out, result.data_version))


def _sql(result: Result) -> list[str]:
    ran = _("SQL of {title}, as it ran on data version {version}:")
    not_run = _("SQL of {title}; it did not run on data version {version}, as there is no figure to give:")
    text = ran if result.sql.startswith(RAN) else not_run
    return [text.format(title=result.metric.said.title, version=result.data_version), "", result.sql]
