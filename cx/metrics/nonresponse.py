"""Those who answer their first invitation against those who do not: does the score speak for everybody?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from cx.language import N_, _
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.metrics.judging import Tested, judged
from cx.metrics.nonresponse_words import (
    ANSWERED,
    AVERAGE_ORDER,
    DIFFERENCE,
    ITEMS,
    REPEATERS,
    RESPONDENTS,
    SILENT,
    STANDARDISED,
    Item,
    finding,
)
from cx.model import called
from cx.queries import Scope
from cx.stats.comparison import Verdict, difference, p_value
from cx.stats.contrast import Contrast
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean, sample_variance, welch
from cx.stats.proportions import wilson
from cx.stats.ratios import ratio
from cx.stats.standardised import standardised_difference
from cx.stats.two_proportions import share_difference


@dataclass(frozen=True, slots=True)
class Compared:
    """One item of one group of customers: both sides, their difference with its test, and the standardised one."""

    item: str
    answered: Estimate
    silent: Estimate
    contrast: Contrast
    standardised: Estimate | None = None


def nonresponse(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Do customers who answer the first invitation of the view differ from those who do not, before they were asked?

    Formula: mean (orders, net revenue, tenure, contacts), share (two or more orders) and ratio (average order value) on
    both sides, their difference, and the difference in standard deviations. Unit: per row. rows: per period, split and
    answered the sums of nonresponse.sql. Returns for every place a Row with the share of customers who answered, and
    for each item Rows of the parts respondents, non-respondents, difference (adjusted_p: Benjamini-Hochberg over all
    differences of the answer; verdict) and standardised difference. Sides below the minimum are withheld.
    """
    places: dict[tuple[date | None, str | None], dict[int, Record]] = {}
    for record in records(rows):
        places.setdefault((day(record["period"]), text(record["split"])), {})[whole(record["answered"])] = record
    minimum = scope.settings.minimum_n
    found = {place: list(_compared(sides, minimum)) for place, sides in places.items()}
    gaps = iter(judged(_gap(one) for compared in found.values() for one in compared))
    result: list[Row] = []
    for (period, split), compared in found.items():
        sides = places[period, split]
        made = [_answered(sides, minimum)]
        made += [row for one in compared for row in _parts(one, next(gaps), _currency(sides))]
        if period is None and split is None:
            made[0] = replace(made[0], remark=finding(made, _invited(sides)))
        result += [replace(row, period=period, split=split) for row in made]
    return result


def _answered(sides: Mapping[int, Record], minimum: int) -> Row:
    """The share of customers who answered their first invitation; without invitations, who answered at all."""
    answered, silent = (whole(sides[side]["customers"]) if side in sides else 0 for side in (1, 0))
    share = wilson(answered, answered + silent, minimum=minimum)
    return Row(share, part="share", item=ANSWERED, total=float(answered) if share.known else None)


def _compared(sides: Mapping[int, Record], minimum: int) -> Iterator[Compared]:
    answered, silent = sides.get(1), sides.get(0)
    for name, item in ITEMS.items():
        reason = _refusal(item, sides)
        if reason:
            yield _withheld(name, item.unit, reason, answered, silent)
            continue
        first, second = _moments(item, answered), _moments(item, silent)
        yield Compared(
            name,
            _mean(item, answered, minimum),
            _mean(item, silent, minimum),
            welch(*first, *second, unit=item.unit, minimum=minimum),
            standardised_difference(*first, *second, minimum=minimum),
        )
    reason = _refusal(ITEMS["orders"], sides)
    yield _repeaters(answered, silent, minimum, reason)
    yield _average_order(answered, silent, minimum, reason or _refusal(ITEMS["net revenue"], sides))


def _refusal(item: Item, sides: Mapping[int, Record]) -> str | None:
    """Why an item cannot be compared at all: its file is not loaded, or its money must not be added up."""
    record = next(iter(sides.values()))
    if item.stored and not whole(record[item.stored]):
        return _("no {table} are loaded").format(table=called(item.stored.removesuffix("_stored")))
    return amounts.refusal(record) if item.unit == "money" else None


def _withheld(name: str, unit: str, reason: str, answered: Record | None, silent: Record | None) -> Compared:
    first, second = (
        withheld(reason, n=0 if side is None else whole(side["customers"]), unit=unit) for side in (answered, silent)
    )
    return Compared(name, first, second, Contrast(withheld(reason, n=first.n + second.n, unit=unit)))


def _moments(item: Item, side: Record | None) -> tuple[int, float, float]:
    """How many customers, their mean and variance; zeros where there are too few for them."""
    n = 0 if side is None else whole(side[item.counted])
    if side is None or n < 2:
        return n, 0.0, 0.0
    total = number(side[f"{item.column}_total"])
    return n, total / n, sample_variance(n, total, number(side[f"{item.column}_squares"]))


def _mean(item: Item, side: Record | None, minimum: int) -> Estimate:
    if side is None:
        return withheld(_("no data: n = 0"), n=0, unit=item.unit)
    total, squares = number(side[f"{item.column}_total"]), number(side[f"{item.column}_squares"])
    low_bound = None if item.unit == "money" else 0.0
    return mean(whole(side[item.counted]), total, squares, low_bound=low_bound, unit=item.unit, minimum=minimum)


def _repeaters(answered: Record | None, silent: Record | None, minimum: int, reason: str | None) -> Compared:
    if reason:
        return _withheld(REPEATERS, "share", reason, answered, silent)
    (k1, n1), (k2, n2) = (
        (0, 0) if side is None else (whole(side["repeaters"]), whole(side["customers"])) for side in (answered, silent)
    )
    both = share_difference(k1, n1, k2, n2, minimum=minimum)
    return Compared(REPEATERS, wilson(k1, n1, minimum=minimum), wilson(k2, n2, minimum=minimum), both)


def _average_order(answered: Record | None, silent: Record | None, minimum: int, reason: str | None) -> Compared:
    if reason:
        return _withheld(AVERAGE_ORDER, "money", reason, answered, silent)
    first, second = (_order_value(side, minimum) for side in (answered, silent))
    return Compared(AVERAGE_ORDER, first, second, Contrast(difference(first, second), p_value=p_value(first, second)))


def _order_value(side: Record | None, minimum: int) -> Estimate:
    """Net revenue of the buyers over their orders, clustered by customer; n: buyers."""
    if side is None:
        return withheld(_("no data: n = 0"), n=0, unit="money")
    revenue, squares = number(side["buyers_revenue"]), number(side["buyers_revenue_squares"])
    orders, order_squares = number(side["orders_total"]), number(side["orders_squares"])
    products, buyers = number(side["revenue_by_orders"]), whole(side["buyers"])
    return ratio(revenue, orders, squares, products, order_squares, buyers, n=buyers, unit="money", minimum=minimum)


def _gap(one: Compared) -> Tested:
    return Row(one.contrast.estimate, part=DIFFERENCE, item=one.item), one.contrast.p_value


def _parts(one: Compared, gap: Row, currency: str | None) -> list[Row]:
    """The rows of an item. An interval that reaches zero is noise whatever the p value: they never contradict."""
    e = gap.estimate
    if gap.verdict == Verdict.REAL.value and e.low is not None and e.high is not None and e.low <= 0.0 <= e.high:
        gap = replace(gap, verdict=Verdict.NOISE.value)
    rows = [Row(one.answered, part=RESPONDENTS, item=one.item), Row(one.silent, part=SILENT, item=one.item), gap]
    rows = [replace(row, currency=currency if one.answered.unit == "money" else None) for row in rows]
    if one.standardised is not None:
        # A verdict belongs to the difference; here it is repeated, because this is the row that a chart shows.
        rows.append(replace(gap, estimate=one.standardised, part=STANDARDISED))
    return rows


def _currency(sides: Mapping[int, Record]) -> str | None:
    record = next(iter(sides.values()))
    return None if amounts.refusal(record) else text(record["currency"])


def _invited(sides: Mapping[int, Record]) -> bool:
    return bool(whole(next(iter(sides.values()))["invitations_known"]))


METRIC = Metric(
    name="nonresponse",
    title=N_("The silent majority"),
    question=N_("Do customers who answer differ from those who stay silent?"),
    unit="count",
    better="neither",
    definition=N_(
        "Customers who answered their first invitation of the view beside those who did not, by what they had done "
        "before the day of it: orders, net revenue, days since sign-up or first order (tenure), contacts, average "
        "order value, and whether they had ordered twice. Later invitations do not count: who is asked more often is "
        "likelier to answer once, so that those who ever answered would mostly be those who were often asked. "
        "Nothing of the day itself or after it counts: it may follow from being asked. Recent invitations may "
        "still be answered. Without unanswered invitations in the data all other customers of the view are the silent "
        "ones, and both sides are taken up to its last day. The standardised difference is in standard deviations: up "
        "to 0.1 is negligible. Answers that belong to no known customer are left out. Differences are associated with "
        "answering, no reason for it; that both sides are alike here does not say that the silent would answer alike."
    ),
    formula=N_(
        "mean(respondents) − mean(non-respondents), Welch t interval; ÷ √((s₁² + s₂²) ÷ 2), Bonett, if standardised; "
        "shares: Wilson, their difference Agresti–Caffo with a chi-square test; average order value: delta method, "
        "difference MOVER; p adjusted over all differences (Benjamini–Hochberg)"
    ),
    source=(
        "Groves (2006), Public Opinion Quarterly 70:646–675; Welch (1947), Biometrika 34:28–35; Austin (2009), "
        "Statistics in Medicine 28:3083–3107; Bonett (2008), Psychological Methods 13:99–109; "
        "Agresti & Caffo (2000), The American Statistician 54:280–288"
    ),
    inputs=("surveys",),
    scopes={"responses": "dated", "customers": "filtered"},
    sampled="together",
    estimate=nonresponse,
)
