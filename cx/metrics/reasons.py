"""Why a figure is not given: nothing loaded, nothing matches, nothing complete, or a filter these rows do not have."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import pandas as pd

from cx.errors import UsageError
from cx.language import N_, Words, _, numbers
from cx.marts import reason_words
from cx.metrics.base import Metric, Row
from cx.metrics.cohorts import last_day
from cx.model import called
from cx.queries import Scope
from cx.stats.estimate import withheld
from cx.store.reading import Dimension, Version
from cx.view import GRAINS, View

MART_OF = {"surveys": "responses", "order_lines": "orders"}
"""Canonical table -> its mart, where the names differ."""

TABLE_OF = {"responses": "surveys", "activity": "orders"}
"""Mart -> the file a person would load for it, where the names differ."""

DATE_WORDS = Words({"sent_date": N_("sent_at"), "first_order_date": N_("first order")})


def file_of(table: str) -> str:
    """What the file of a table or mart is called in a sentence."""
    return called(TABLE_OF.get(table, table))


def not_loaded(version: Version, metric: Metric) -> str | None:
    """Which input of a metric has no rows, and what to do; None when all have."""
    for name in metric.inputs:
        if reason := _absent(version, name):
            return reason
    absent = [_absent(version, name) for name in metric.inputs_any]
    return _(" and ").join(reason for reason in absent if reason) if absent and all(absent) else None


def used(metric: Metric) -> tuple[str, ...]:
    """The tables whose rows a figure is made of: its inputs, and of the others those that the view narrows."""
    return (*metric.inputs, *(name for name in metric.inputs_any if MART_OF.get(name, name) in metric.scopes))


def _absent(version: Version, name: str) -> str | None:
    table, mart = TABLE_OF.get(name, name), MART_OF.get(name, name)
    if version.counts.get("orders" if mart == "activity" else mart):
        return None
    unused = "" if version.empty else _unused(version, mart)
    if mart == "customers" and version.counts.get("orders"):
        return _("no order has a known customer")
    if unused:
        return _("no {table} count: {reasons}").format(table=called(table), reasons=unused)
    return _("no {table} are loaded: load {article} {table} file").format(
        table=called(table), article="an" if table[0] in "aeiou" else "a"
    )


def _unused(version: Version, mart: str) -> str:
    return "; ".join(f"{reason_words.said(reason)}: {n}" for reason, n in version.left_out.get(mart, {}).items())


def outdated(version: Version) -> str:
    """What to do when a version's marts lack what a figure reads."""
    return _(
        "these data were prepared by an earlier release, without what this figure needs: load a file again, or run "
        "`cx settings minimum_n={n}` once, which changes no setting and prepares them anew"
    ).format(n=version.settings.minimum_n)


def check_dimensions(version: Version, view: View, metric: Metric) -> None:
    """UsageError when a filter or the split exists in no table, or means two things in the metric's tables."""
    for name in _asked(view):
        if not version.meant(name):
            known = [d.name for d in version.dimensions]
            near = difflib.get_close_matches(name, known, 1)
            hint = (
                _("Did you mean “{near}”?").format(near=near[0])
                if near
                else _("There are: {listed}.").format(listed=", ".join(known) or "none")
            )
            raise UsageError(_("there is no dimension “{name}” in these data.").format(name=name), mend=hint)
        meant = {f"{d.source}.{d.column}" for d in _meant(version, name, metric) if d is not None}
        if len(meant) > 1:
            raise UsageError(
                _("“{name}” means {listed} here.").format(name=name, listed=" and ".join(sorted(meant))),
                mend=_("Write the one you mean in full."),
            )


def not_here(version: Version, view: View, metric: Metric) -> str | None:
    """Which filter or split the metric's tables do not have; None when they have all. Never ignored."""
    for name in _asked(view):
        meant = _meant(version, name, metric)
        for mart, found in zip(metric.scopes, meant, strict=True):
            if found is None and (mart not in metric.optional or not any(meant)):
                return _("{table} have no dimension {name}").format(table=file_of(mart), name=name)
    return None


def left_empty(version: Version, view: View, metric: Metric) -> list[str]:
    """Which optional tables take no part because they lack a filter or the split, in sentences: never in silence."""
    return [
        _("Without the {table}: they have no dimension {name}.").format(table=file_of(mart), name=name)
        for mart in metric.optional
        for name in _asked(view)
        if version.counts.get(mart) and version.dimension(name, mart) is None
    ]


def no_cohort_yet(metric: Metric, scope: Scope, cohorts: pd.DataFrame) -> Row | None:
    """The row to show when cohorts have started and none has completed its first period; None when none started.

    cohorts: the rows of the metric's SQL, with cohort (numbered) and size.
    """
    if "cohort" not in metric.options or cohorts.empty or not cohorts["size"].sum():
        return None
    day = last_day(int(cohorts["cohort"].min()), scope.options.cohort)
    reason = _("no cohort has completed its first {grain} yet: the first does on {day}").format(
        grain=GRAINS[scope.options.cohort], day=numbers.day(day)
    )
    return Row(withheld(reason, n=int(cohorts["size"].sum()), unit=metric.unit), matures=day)


def no_buyers(version: Version, metric: Metric) -> str | None:
    """Why no customer has bought anything although there are orders; None where one has, or it does not matter."""
    if "customers" not in metric.scopes or "orders" not in (*metric.inputs, *metric.inputs_any):
        return None
    if not version.counts.get("orders") or version.counts.get("subscriptions"):
        return None
    rows = version.engine.query(
        "SELECT count(person_no) AS known, count(CASE WHEN is_order = 1 THEN person_no END) AS bought FROM mart.orders"
    )
    if not rows["known"].iloc[0]:
        return _("no order has a known customer")
    return None if rows["bought"].iloc[0] else _("no customer has an order, only credit notes")


def no_rows(version: Version, view: View, scope: Scope, days: Mapping[str, str | None]) -> str:
    """What was asked that no row answers to, in words that name the filters."""
    for mart, day in days.items():
        if day and day in DATE_WORDS and not _has_any(version, mart, day):
            return _("{table} carry no {date}").format(table=file_of(mart), date=DATE_WORDS[day])
    if scope.dates.first > scope.data.last or scope.dates.last < scope.data.first:
        return _("no data in these days: the data cover {first} to {last}").format(
            first=numbers.day(scope.data.first), last=numbers.day(scope.data.last)
        )
    asked = [_("{first} to {last}").format(first=numbers.day(scope.dates.first), last=numbers.day(scope.dates.last))]
    return _("no rows match: {asked}").format(asked=" · ".join(asked + [f.sentence() for f in view.filters]))


def _has_any(version: Version, mart: str, day: str) -> bool:
    rows = version.engine.query(f"SELECT count({day}) AS n FROM mart.{mart}")  # noqa: S608 - both are ours
    return int(rows["n"].iloc[0]) > 0


def _asked(view: View) -> Iterator[str]:
    yield from (part.dimension for part in view.filters)
    if view.split:
        yield view.split


def _meant(version: Version, name: str, metric: Metric) -> list[Dimension | None]:
    return [version.dimension(name, mart) for mart in metric.scopes]
