"""How many rows of a mart are under a view, and how many of them have a known customer; counted once for all."""

from __future__ import annotations

from dataclasses import replace

from cx.metrics.coverage import DAY_COLUMN
from cx.queries import Options, Scope, dimensions_asked, run
from cx.store.matching import MATCHED, NOBODY, strangers
from cx.store.reading import Counted, Version


def rows_under(version: Version, scope: Scope, mart: str, day: str | None, *, optional: bool = False) -> Counted:
    """The rows of a mart under a view's filters, and under its days where `day` names the date they apply to.

    optional: there are none where the mart lacks a dimension of the view, instead of an error. An order counts as
    known with whatever customer it names; a response or contact needs one who is known from elsewhere, because what it
    is joined to is there.
    """
    if whole := _all_of_them(version, scope, mart, day):
        return whole
    known = "0"
    if mart in MATCHED:
        unknown = NOBODY if mart == "orders" else strangers(version, mart)
        known = f"count(person_no) - count(CASE WHEN {unknown} THEN 1 END)"
    # Whatever else the figures differ in, they share the rows; a split leaves none out where the mart knows it.
    split = scope.view.split
    split = None if split is None or version.dimension(split, mart) is not None else split
    view = replace(scope.view, every=None, split=split)
    alike = replace(scope, view=view, compared=None, options=Options(), sample={})
    told = "coalesce(sum(answered), 0)" if mart == "responses" else "count(*)"
    sql = f"SELECT count(*) AS n, {known} AS known, {told} AS told FROM {mart}"  # noqa: S608 - names are ours
    row = run(version, sql, {mart: day}, alike, (mart,) if optional else (), once=True).rows.iloc[0]
    return Counted(int(row["n"]), int(row["known"]), int(row["told"]))


def _all_of_them(version: Version, scope: Scope, mart: str, day: str | None) -> Counted | None:
    """What the marts say of all rows with a day, where the view shows every one of them; None where it may not."""
    covered = version.coverage.get(mart)
    if dimensions_asked(scope.view) or covered is None or day != DAY_COLUMN.get(mart):
        return None
    shown = scope.dates.first <= covered.first and covered.last <= scope.dates.last
    return version.dated.get(mart) if shown else None
