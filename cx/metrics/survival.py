"""Survival: how long customers stay, from the first order or the start of the contract until they lapse."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.cells import day, text
from cx.metrics.judging import Tested, judged
from cx.model import MISSING
from cx.queries import Scope
from cx.stats.comparison import Verdict, difference
from cx.stats.estimate import too_few, withheld
from cx.stats.lifetime import DAYS_PER_MONTH
from cx.stats.survival import Curve, Durations, LogRank, durations, kaplan_meier, log_rank, median, survival_at

UNIT = "share"
CURVE, MEDIAN, LOG_RANK = "curve", "median", "log-rank"
NO_ORDER, CONTRACT_ENDED = "no order", "subscription ended"
COMPARED_AT = 12
"""Months after which groups are held against each other, or the last month before that all of them know."""

Groups = Mapping[str | None, Durations]
"""Split value -> the durations of its customers."""


def survival(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of the customers is still there so many months after the start?

    rows: counts by outcome, split and days of survival.sql. Returns per outcome ("no order", "subscription ended") and
    split: part "curve" with a Row per age in months of 30.4375 days (share; n: still watched at that age), part
    "median" (days), and with a split one Row of part "log-rank": by how much the two groups furthest apart differ at
    age 12 or the last month that all groups know (share, MOVER; item: the two), with the adjusted_p and verdict of the
    log-rank test that all groups leave at the same pace, its chi-square in the remark. Figures with n below the minimum
    are withheld.
    """
    found: list[Tested] = []
    for outcome, part in rows.groupby("outcome", sort=True):
        groups = {text(name): _durations(lines) for name, lines in part.groupby("split", dropna=False, sort=True)}
        seen_to = day(part["seen_to"].max())
        if reason := _too_short(str(outcome), groups, scope):
            n = sum(group.n for group in groups.values())
            found.append((Row(withheld(reason, n=n, unit=UNIT), outcome=str(outcome), part=CURVE), None))
            continue
        found += _rows(str(outcome), groups, seen_to, scope)
    return [_in_words(row) for row in judged(found)]


def _durations(lines: pd.DataFrame) -> Durations:
    return durations(*(lines[name].to_numpy(dtype=float) for name in ("days", "events", "censored")))


def _too_short(outcome: str, groups: Groups, scope: Scope) -> str | None:
    """Why nobody can have lapsed yet: no customer has been watched for the days that make a lapse."""
    longest = max((float(g.times[-1]) for g in groups.values() if g.times.size), default=0.0)
    window = scope.settings.churn_days
    if outcome != NO_ORDER or longest >= window:
        return None
    return _("nobody has been watched for {window} days yet, the days without an order that make a lapse").format(
        window=window
    )


def _rows(outcome: str, groups: Groups, seen_to: date | None, scope: Scope) -> Iterator[Tested]:
    said = _remark(outcome, sum(group.n for group in groups.values()), seen_to, scope)
    minimum = scope.settings.minimum_n
    for split, group in groups.items():
        curve = kaplan_meier(group)
        half = median(curve, minimum=minimum)
        yield Row(half, split=split, outcome=outcome, part=MEDIAN, remark=said), None
        for age in range(_oldest(curve) + 1):
            yield _at_age(curve, age, split, outcome, minimum), None
    if scope.view.split and groups:
        yield _compared(outcome, groups, scope)


def _oldest(curve: Curve) -> int:
    """The last whole month that was watched; where nobody is left, the first one after that."""
    empty = bool(curve.survival.size) and curve.survival[-1] == 0.0
    return (math.ceil if empty else math.floor)(curve.last / DAYS_PER_MONTH)


def _at_age(curve: Curve, age: int, split: str | None, outcome: str, minimum: int) -> Row:
    estimate = survival_at(curve, age * DAYS_PER_MONTH, minimum=minimum)
    return Row(estimate, split=split, outcome=outcome, age=age, part=CURVE)


def _compared(outcome: str, groups: Groups, scope: Scope) -> Tested:
    """The named groups with enough customers: the largest difference between two, and the log-rank test over all."""
    minimum = scope.settings.minimum_n
    named = {str(name): group for name, group in groups.items() if name not in (None, MISSING)}
    tested = {name: group for name, group in named.items() if group.n >= minimum}
    n = sum(group.n for group in tested.values())
    found = log_rank(list(tested.values()))
    if found is None:
        reason = _(
            "too few to compare: two groups of at least {minimum} customers with lapses are needed, not {k}"
        ).format(k=len(tested), minimum=minimum)
        return Row(too_few(n, 1, unit=UNIT) or withheld(reason, n=n, unit=UNIT), outcome=outcome, part=LOG_RANK), None
    remark = _test_told(found, len(tested), scope)
    if len(tested) < len(named):
        remark += _(" (left out: {k} with fewer than {n} customers)").format(k=len(named) - len(tested), n=minimum)
    return replace(_furthest_apart(tested, minimum), outcome=outcome, remark=remark), found.p


def _test_told(found: LogRank, groups: int, scope: Scope) -> str:
    return _("{k} groups by {dimension}: {title} chi-square {chi:.2f}, {df} df, p {p}").format(
        k=groups,
        dimension=scope.view.split,
        title=_("log-rank"),
        chi=found.chi_square,
        df=found.df,
        p=f"= {found.p:.3f}" if found.p >= 0.0005 else "< 0.001",
    )


def _furthest_apart(tested: Mapping[str, Durations], minimum: int) -> Row:
    """By how much more of one group than of another are still there, of the two that differ the most."""
    curves = {name: kaplan_meier(group) for name, group in tested.items()}
    for age in range(COMPARED_AT, -1, -1):
        still = {name: survival_at(curve, age * DAYS_PER_MONTH, minimum=minimum) for name, curve in curves.items()}
        if all(one.known for one in still.values()):
            break
    ordered = sorted(still, key=lambda name: still[name].value or 0.0)
    most, least = ordered[-1], ordered[0]
    item = _("{most} against {least}").format(most=most, least=least)
    return Row(difference(still[most], still[least]), age=age, part=LOG_RANK, item=item)


def _in_words(row: Row) -> Row:
    """A tested row with its verdict in the remark."""
    if row.verdict is None:
        return row
    real = row.verdict == Verdict.REAL.value
    words = _("they leave at different paces") if real else _("the difference is within noise")
    return replace(row, remark=f"{row.remark}; {words}.")


def _remark(outcome: str, n: int, seen_to: date | None, scope: Scope) -> str:
    if outcome == CONTRACT_ENDED:
        return _("Subscriptions: {n} customers with a contract, watched to {day}.").format(
            n=numbers.count(n), day=numbers.day(seen_to)
        )
    window = scope.settings.churn_days
    started = seen_to - timedelta(days=window) if seen_to else None
    return _(
        "Orders: all {n} customers who started by {day}, whatever the first day shown; lapsed = {window} days "
        "without an order, so nobody lapses before day {window}, and who started after {latest} has not been watched "
        "that long."
    ).format(n=numbers.count(n), day=numbers.day(seen_to), window=window, latest=numbers.day(started))


METRIC = Metric(
    name="survival",
    title=N_("How long customers stay"),
    question=N_("Which share of the customers is still there so many months after the start?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "All customers who match the filters and started by the last day shown, followed from the start to that day: "
        "their history before the first day shown counts. Without a contract (outcome “no order”) a customer lapses at "
        "the first order day that is followed by churn_days (a setting) without an order; the lapse counts from the "
        "day on which these days are over, and only when all of them have been seen. Who has not lapsed by then is "
        "watched up to the last day with orders, whenever he last ordered, so that who drops out of sight early is "
        "decided by the day he started and not by his behaviour. A return after a lapse does not undo it. With a "
        "contract (outcome “subscription ended”) a customer is there from the first start to the first day on which "
        "no subscription runs; one that begins by the day after the end continues it; contracts are known to the "
        "last start or end in the data, and an end ahead of it has not happened yet. Ages are in months of 30.4375 "
        "days. Groups are those of today: one that is reached by staying, such as a loyalty tier, shows long stays "
        "for that reason alone. Customers of before the data begin count from their first order in them."
    ),
    formula=N_(
        "S(t) = product of (1 − lapsed ÷ at risk), Greenwood variance, 95 % interval on log(−log S); before the first "
        "lapse Wilson’s; median: first t with S ≤ ½, Brookmeyer–Crowley; groups: log-rank test, p corrected for both "
        "outcomes (Benjamini–Hochberg)"
    ),
    source=(
        "Kaplan & Meier (1958), JASA 53:457–481; Greenwood (1926); Brookmeyer & Crowley (1982), Biometrics 38:29–41; "
        "Mantel (1966), Cancer Chemotherapy Reports 50:163–170."
    ),
    inputs=("customers",),
    inputs_any=("orders", "subscriptions"),
    scopes={"customers": "filtered"},
    estimate=survival,
    trended=False,
    by_period=False,
)
