"""Which figures can have a target, which target a figure has in a view, and whether it is reached."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from cx.errors import UsageError
from cx.language import _
from cx.language.apart import same
from cx.metrics.registry import METRICS
from cx.metrics.target_currency import in_currency
from cx.periods import next_period, period_start
from cx.settings import CURRENCY
from cx.stats.estimate import Estimate
from cx.store.marks import PER, Segment, Target
from cx.store.reading import Version, as_column
from cx.view import Dates, View

LEVELS = (
    *("nps", "csat", "csat_mean", "ces", "response_rate", "aov", "churn_rate"),
    *("time_between_orders", "resolution_time"),
)
"""Figures that a longer period leaves where they are."""
SUMS = ("net_revenue", "orders", "new_customers")
"""Figures of a longer period that are the sum of those of its parts."""
GROWING = ("customers", "orders_per_customer", "repeat_rate", "contacts_per_customer")
"""Figures that a longer period makes larger without being a sum: their target holds for one period only."""
CURVES = ("retention_curve", "ltv_curve")
"""Figures read off a curve at an age in months."""
FIGURES = (*LEVELS, *SUMS, *GROWING, *CURVES)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
OLDEST = 120
LARGEST = 1e12
SHOWN = 20
"""Names that a message offers."""
RANGES = {"share": (0.0, 1.0), "points": (-100.0, 100.0), "days": (0.0, 36_500.0)}
SCORES = {"ces": (1.0, 7.0), "csat_mean": (0.0, 10.0)}


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure against its target. gap: figure less target. reached: in the direction that is better.

    beyond: whether the target lies outside the interval of the figure; None when it has none, as an exact count.
    """

    target: float
    gap: float
    reached: bool
    beyond: bool | None


def check(target: Target, version: Version) -> Target:
    """The target as it may be kept; UsageError when there is no such figure, value, age, period, segment or
    currency. Money is in a currency: in the one there is where the target names none.
    """
    if target.metric not in FIGURES:
        raise UsageError(
            _("“{name}” cannot have a target.").format(name=target.metric[:60]),
            mend=_choose(FIGURES, len(FIGURES)),
        )
    unit = METRICS[target.metric].unit
    least, most = value_range(target.metric)
    if not math.isfinite(target.value) or not least <= target.value <= most:
        percent = _("Shares are written as 80% or 0.8.") if unit == "share" else ""
        between = _("Give a value from {least} to {most}.").format(least=f"{least:g}", most=f"{most:g}")
        raise UsageError(
            _("{value} cannot be reached by {name}.").format(value=f"{target.value:g}", name=target.metric),
            mend=f"{between} {percent}".strip(),
        )
    checked = replace(_check_form(target, unit), where=known_segment(target.where, version))
    return in_currency(checked, version) if unit == "money" else checked


def value_range(metric: str) -> tuple[float, float]:
    """The least and greatest value a figure can have, in its unit."""
    return SCORES.get(metric) or RANGES.get(METRICS[metric].unit) or (0.0, LARGEST)


def known_segment(where: Segment | None, version: Version) -> Segment | None:
    """The segment under the name that the data give its dimension; UsageError when they have no such one.

    A slip of the pen would else be a target that is never shown.
    """
    if where is None:
        return None
    dimension = None if version.empty else version.dimension(where[0])
    if dimension is None:
        raise UsageError(
            _("There is no dimension “{name}” in these data.").format(name=where[0][:60]),
            mend=_choose(d.name for d in version.dimensions),
        )
    known = version.values(dimension.name) or frozenset()
    if where[1] not in known:
        raise UsageError(
            _("“{value}” does not occur in {name}.").format(value=where[1][:60], name=dimension.name),
            mend=_choose(difflib.get_close_matches(where[1], known, SHOWN) or sorted(known)),
        )
    return dimension.name, where[1]


def in_force(targets: Iterable[Target], metric: str, age: int | None, where: Segment | None, day: date) -> list[Target]:
    """The targets of a figure and segment on a day: of several of a kind, the one that holds since the latest day."""
    found: dict[tuple[str | None, str | None], Target] = {}
    for target in sorted(targets, key=lambda t: t.first or date.min):
        if (target.metric, target.age) == (metric, age) and same_segment(target.where, where) and _holds(target, day):
            found[target.per, target.currency] = target
    # The latest first; one that names its currency before one that names none.
    return sorted(found.values(), key=lambda t: (t.currency is not None, t.first or date.min), reverse=True)


def for_days(target: Target, days: Dates) -> float | None:
    """The target of a period of so many days; None when it says nothing of one.

    A sum of 100 a month is 300 a quarter; a target a month says nothing of half a month.
    """
    if target.per is None:
        return target.value
    periods = whole_periods(days, target.per)
    if not periods or (periods > 1 and target.metric not in SUMS):
        return None
    return target.value * periods


def for_grain(target: Target, grain: str) -> float | None:
    """The target of each period of a trend; None when it says nothing of one so short or long."""
    if target.per is None:
        return target.value
    if grain not in MONTHS:
        return None
    parts, rest = divmod(MONTHS[grain], MONTHS[target.per])
    if rest or not parts or (parts > 1 and target.metric not in SUMS):
        return None
    return target.value * parts


def whole_periods(days: Dates, per: str) -> int:
    """How many whole months, quarters or years some days are; 0 when they begin or end within one."""
    if period_start(days.first, per) != days.first:
        return 0
    start, found = days.first, 0
    while start <= days.last:
        start, found = next_period(start, per), found + 1
    return found if start - timedelta(days=1) == days.last else 0


def standing(estimate: Estimate, target: float, better: str) -> Standing | None:
    """Whether a figure reaches its target, and whether that is beyond noise; None when there is no figure."""
    if estimate.value is None:
        return None
    gap = 0.0 if same(estimate.value, target) else estimate.value - target
    reached = gap >= 0 if better == "higher" else gap <= 0
    beyond = None
    if estimate.low is not None and estimate.high is not None and estimate.low < estimate.high:
        at_an_end = same(target, estimate.low) or same(target, estimate.high)
        beyond = not (at_an_end or estimate.low <= target <= estimate.high)
    return Standing(target, gap, reached, beyond)


def of_one_segment(view: View) -> bool:
    """Whether a view is of everybody or of exactly one segment: only then can there be a target for it."""
    return sum(len(part.values) for part in view.filters) <= 1


def segment_of(view: View) -> Segment | None:
    """The segment that a view is filtered to first; None when it is of everybody."""
    return next(((part.dimension, part.values[0]) for part in view.filters), None)


def same_segment(one: Segment | None, other: Segment | None) -> bool:
    """Whether two segments are one: a dimension may be written in several ways."""
    if one is None or other is None:
        return one is other
    return as_column(one[0]) == as_column(other[0]) and one[1] == other[1]


def _holds(target: Target, day: date) -> bool:
    return (target.first or date.min) <= day <= (target.last or date.max)


def _check_form(target: Target, unit: str) -> Target:
    """Age, period and currency: there where the figure needs one, and nowhere else."""
    _check_age(target)
    _check_per(target)
    if target.currency is None:
        return target
    code = target.currency.strip().upper()
    if unit != "money" or not CURRENCY.fullmatch(code):
        raise UsageError(
            _("“{code}” cannot be the currency of {name}.").format(code=code[:10], name=target.metric),
            mend=_("Give three letters such as EUR, for money only."),
        )
    return replace(target, currency=code)


def _check_age(target: Target) -> None:
    name = target.metric
    if name in CURVES:
        if target.age is None or not 1 <= target.age <= OLDEST:
            raise UsageError(
                _("{name} is read at an age in months.").format(name=name),
                mend=_("Give an age from 1 to {n}.").format(n=OLDEST),
            )
    elif target.age is not None:
        raise UsageError(_("{name} has no age.").format(name=name), mend=_("Leave the age out."))


def _check_per(target: Target) -> None:
    name = target.metric
    if name in (*SUMS, *GROWING):
        if target.per not in PER:
            raise UsageError(
                _("{name} grows with the days it covers.").format(name=name),
                mend=_("Say whether the target is one of a month, a quarter or a year."),
            )
    elif target.per is not None:
        raise UsageError(
            _("{name} does not grow with the days it covers.").format(name=name), mend=_("Leave the period out.")
        )


def _choose(names: Iterable[str], most: int = SHOWN) -> str:
    """What there is to choose from."""
    return _("Choose one of: {names}.").format(names=", ".join(islice(names, most)) or "–")
