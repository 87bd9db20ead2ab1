"""Answers one metric for one view: looks it up, checks the request, runs its SQL, makes estimates, adds the notes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import cast

import pandas as pd

from cx import events
from cx.errors import QueryError, UsageError
from cx.language import _
from cx.metrics import groupings, notes, reasons
from cx.metrics.base import Combiner, Estimator, Metric, Options, Result, Row
from cx.metrics.coverage import covered_rows, day_columns, known_days, with_maturity
from cx.metrics.registry import METRICS
from cx.metrics.row_counts import rows_under
from cx.metrics.sampling import of_parts, sample, sample_notes
from cx.queries import Answer, Scope, check_dates, check_grain, run
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.view import View

Answering = Callable[[str, View, Options], Result]

CHOICES = {
    "cohort": ("day", "week", "month", "quarter", "year"),
    "measure": ("customers", "revenue", "orders", "margin"),
    "mode": ("first", "recurring"),
    "basis": ("first_order", "signed_up"),
    "of": ("nps", "csat", "aov", "retention", "revenue"),
    "score": ("all", "nps", "csat", "ces", "effort"),
    "per": ("group", "customer"),
}
"""Option -> what it may be."""

MOST_PERIODS, MOST_FITS = 1_500, 120
"""More periods than this are no trend to read; of figures that fit a model to each, nobody waits for more."""

BOUNDS = {"move": (0.0, 100.0), "lift": (-100.0, 100.0), "programme_cost": (0.0, 1e12)}
"""Option -> the least and greatest number it may be."""


def compute(
    metric: str | Metric,
    version: Version,
    view: View,
    options: Options = Options(),  # noqa: B008 - immutable
    *,
    combined: Answering | None = None,
) -> Result:
    """What does this metric say about this view of these data?

    metric: its name or itself. combined: who answers the metrics that it combines, this function itself unless told; a
    page that has their answers already need not have them computed again. Returns a Result; when no figure may be
    given, its only row is withheld with the reason. Raises UsageError for an unknown metric, dimension, option or
    dates that run backwards.
    """
    metric = find(metric) if isinstance(metric, str) else metric
    check_options(metric, options)
    metric = metric.asked(options)
    if version.empty:
        return _without(metric, version, view, reasons.not_loaded(version, metric) or _("no data are loaded"))
    check_dates(view, version.dates)
    check_grain(view, version.dates, MOST_PERIODS if metric.trended or not metric.by_period else MOST_FITS)
    reasons.check_dimensions(version, view, metric)
    scope = scope_of(version, view, options)
    refusal = reasons.not_loaded(version, metric) or reasons.not_here(version, view, metric)
    if refusal:
        return _without(metric, version, view, refusal, scope)
    try:
        with events.about(metric=metric.name):
            return _answer(metric, version, scope, combined or partial(_computed, version))
    except QueryError:
        if version.outdated:
            return _without(metric, version, view, reasons.outdated(version), scope)
        raise


def find(name: str) -> Metric:
    """The metric of that name; UsageError offers the nearest ones."""
    if name in METRICS:
        return METRICS[name]
    near = difflib.get_close_matches(name, METRICS, 1)
    hint = (
        _("Did you mean “{near}”?").format(near=near[0])
        if near
        else _("The metrics are {listed}.").format(listed=", ".join(METRICS))
    )
    raise UsageError(_("there is no metric “{name}”.").format(name=name), mend=hint)


def check_options(metric: Metric, options: Options) -> None:
    """UsageError when an option has no such value, or the metric no such option."""
    for name in (field.name for field in fields(Options)):
        value = getattr(options, name)
        if name in CHOICES and value not in CHOICES[name]:
            raise UsageError(
                _("{name} cannot be “{value}”.").format(name=name, value=value),
                mend=_("Choose one of: {listed}.").format(listed=", ".join(CHOICES[name])),
            )
        if name in BOUNDS and not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
            least, most = BOUNDS[name]
            raise UsageError(
                _("{name} cannot be {value:g}.").format(name=name, value=value),
                mend=_("Give a number from {least:g} to {most:g}.").format(least=least, most=most),
            )
        if value != getattr(Options(), name) and name not in metric.options:
            offered = ", ".join(metric.options) or _("none")
            raise UsageError(
                _("{metric} has no option {name}.").format(metric=metric.name, name=name),
                mend=_("Its options: {offered}.").format(offered=offered),
            )


def scope_of(version: Version, view: View, options: Options) -> Scope:
    """The view resolved against a version of the data."""
    return Scope(
        view=view,
        dates=view.dates(version.dates),
        compared=view.compared(version.dates),
        data=version.dates,
        orders_to=version.orders_to,
        settings=version.settings,
        options=options,
    )


def answered(metric: Metric, version: Version, scope: Scope) -> Answer:
    """The rows of the metric's SQL, by the quickest of its texts that answers the request."""
    if metric.compares and scope.compared is None:
        return Answer(pd.DataFrame(), metric.sql(scope.options))
    return answer_of(metric.quickest(version, scope), version, scope)


def answer_of(form: Metric, version: Version, scope: Scope) -> Answer:
    """The rows of one form of a metric. What answers several groupings at once is asked once for all of them."""
    sql, days, steps = form.sql(scope.options), day_columns(form), form.step_texts(scope.options)
    if not form.together:
        # A grain and a split together may give many thousands of rows: too many to be kept for somebody else.
        once = form.shared and not (scope.view.every and scope.view.split)
        return run(version, sql, days, scope, form.optional, steps, once=once)
    names = groupings.together(version, scope, form.together)
    number = 1 + names.index(groupings.name_of(scope.view.split, version, form.together))
    unsplit = replace(scope, view=replace(scope.view, split=None), groups=names)
    found = run(version, sql, days, unsplit, form.optional, steps, once=True)
    rows = found.rows[found.rows["grouping_no"] == number].assign(grouping_no=1)
    one = f"SELECT * FROM (\n{found.sql}\n) AS groupings WHERE grouping_no = {number}"  # noqa: S608 - ours, and a number
    return Answer(rows, one)


def _computed(version: Version, name: str, view: View, options: Options) -> Result:
    return compute(name, version, view, options)


def _answer(metric: Metric, version: Version, scope: Scope, combined: Answering) -> Result:
    days = day_columns(metric)
    rows_in = _rows_in(version, days, scope, metric.optional)
    scope = replace(scope, sample=sample(metric, version, scope))
    answer = answered(metric, version, scope)
    parts = _parts(metric, scope, combined) if rows_in else {}
    rows = _estimated(metric, scope, answer.rows, parts) if rows_in else []
    sampled = (*sample_notes(scope.sample), *of_parts(parts.values()))
    rows = covered_rows(metric, version, scope, rows)
    rows += metric.checks(version, scope) if metric.checks and rows else ()
    if not rows:
        why = reasons.no_buyers(version, metric) or reasons.no_rows(version, scope.view, scope, days)
        nothing = withheld(why, n=0, unit=metric.unit)
        rows = [reasons.no_cohort_yet(metric, scope, answer.rows) or Row(nothing)]
    return Result(
        metric=metric,
        view=scope.view,
        data_version=version.id,
        rows=tuple(with_maturity(metric, rows, known_days(metric, version, scope), scope)),
        notes=(*sampled, *notes.notes(metric, version, scope, rows)),
        sql=answer.sql,
        rows_in=rows_in,
        rows_out=notes.left_out(version, reasons.used(metric)),
        options=scope.options,
        sampled=sampled,
    )


def _parts(metric: Metric, scope: Scope, combined: Answering) -> dict[str, Result]:
    """What the metric combines, computed in the same view."""
    whole = metric.view_of_parts(scope.view)
    return {name: combined(asked.metric, whole, asked.options) for name, asked in metric.combines.items()}


def _estimated(metric: Metric, scope: Scope, rows: pd.DataFrame, parts: Mapping[str, Result]) -> list[Row]:
    if not metric.combines:
        return list(cast("Estimator", metric.estimate)(rows, scope))
    return list(cast("Combiner", metric.estimate)(rows, scope, parts))


def _rows_in(version: Version, days: dict[str, str | None], scope: Scope, optional: Sequence[str]) -> int:
    if not days:
        return sum(version.counts.values())
    return sum(rows_under(version, scope, mart, day, optional=mart in optional).rows for mart, day in days.items())


def _without(metric: Metric, version: Version, view: View, reason: str, scope: Scope | None = None) -> Result:
    """The result that says why there is no figure."""
    row = Row(withheld(reason, n=0, unit=metric.unit))
    said = notes.notes(metric, version, scope, [row]) if scope else []
    out = {} if version.empty else notes.left_out(version, reasons.used(metric))
    options = scope.options if scope else Options()
    return Result(metric, view, version.id, (row,), tuple(said), metric.sql(options), 0, out, options)
