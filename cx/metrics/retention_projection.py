"""Projected retention: how many customers come back month by month, so far and from here on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from cx.language import N_, _
from cx.metrics.base import Metric, Row
from cx.metrics.cells import day, text
from cx.metrics.cohorts import pooled_by_age, read_cohorts
from cx.metrics.residual_value import residual_value
from cx.metrics.retention import UNIT, share_kept, total_kept
from cx.metrics.retention_models import fit_contracts, fit_orders, share_active, share_subscribed, stayed
from cx.queries import Scope
from cx.stats.conditional import Conditional
from cx.stats.estimate import withheld
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.levelled import Levelled
from cx.stats.projection import HELD_ENOUGH, Carrier, HoldOut, Track, hold_out, holds
from cx.stats.survival import Durations, kaplan_meier, survival_at

OBSERVED, PROJECTED, HOLD_OUT = "observed", "projected", "hold-out"
ORDERS, SUBSCRIPTIONS = "orders", "subscriptions"
HORIZON = 36
"""Months ahead of what is observed, at most."""
FEWEST_AGES = 3
"""Fewer complete months say nothing about how retention goes on."""


@dataclass(frozen=True, slots=True)
class Side:
    """One way to stay: rows observed by now and by the hold-out's cut (then), and the model's fits to either."""

    outcome: str
    split: str | None
    rows: list[Row]
    then: list[Row]
    fitted: Fitted | NotFitted
    past: Fitted | NotFitted
    n: int

    def carrier(self, fitted: Fitted, known: Track) -> Carrier:
        """The model as it carries on what is known: activity from its level of late, contracts from their last point.

        Who ordered in a single month may be more or fewer by chance or season; a contract that has ended stays ended.
        """
        if self.outcome == ORDERS:
            return Levelled(share_active, fitted, known)
        return Conditional(share_subscribed, fitted, known)


def retention_projection(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of customers comes back in each month after the start, so far and in the months to come?

    rows: cells, histories and tenures of retention_projection.sql. Returns per outcome ("orders", "subscriptions")
    and split Rows by age in months: part "observed" (equal to retention_curve for orders), "projected" beyond it,
    "hold-out" (ages hidden from an earlier fit, as it forecast them), and for subscriptions part "residual value"
    (money). Unit: share.
    """
    found: list[Row] = []
    plain = replace(scope, view=replace(scope.view, every=None))
    for name, lines in rows.groupby("split", dropna=False, sort=True):
        for side in _sides(text(name), lines, plain):
            found += side.rows
            found += _ahead(side, scope.settings.minimum_n)
            if side.outcome == SUBSCRIPTIONS:
                found.append(residual_value(side.fitted, lines[lines["kind"] == "tenure"], side.split, scope))
    return found


def _sides(split: str | None, lines: pd.DataFrame, scope: Scope) -> Iterator[Side]:
    of = {str(kind): part for kind, part in lines.groupby("kind")}
    if "cell" in of:
        yield _orders(split, of, scope)
    if "tenure" in of:
        yield _contracts(split, of, scope)


def _orders(split: str | None, of: dict[str, pd.DataFrame], scope: Scope) -> Side:
    cells = of["cell"]
    cut = day(cells["cut"].max())
    then = _pooled(cells, split, replace(scope, orders_to=cut)) if cut else []
    fitted, past = (fit_orders(of.get(kind)) for kind in ("history", "past history"))
    rows = _pooled(cells, split, scope)
    return Side(ORDERS, split, rows, then, fitted, past, int(cells["size"].sum()))


def _pooled(cells: pd.DataFrame, split: str | None, scope: Scope) -> list[Row]:
    """The retention curve, as its own metric has it."""
    return [
        Row(
            share_kept(cohorts, age, scope, minimum=scope.settings.minimum_n),
            split=split,
            age=age,
            total=total_kept(cohorts, age, scope),
            part=OBSERVED,
            outcome=ORDERS,
        )
        for _split, _period, age, cohorts in pooled_by_age(read_cohorts(cells, scope), scope)
    ]


def _contracts(split: str | None, of: dict[str, pd.DataFrame], scope: Scope) -> Side:
    now, then = (stayed(of.get(kind)) for kind in ("tenure", "past tenure"))
    rows, before = (_subscribed(part, split, scope.settings.minimum_n) for part in (now, then))
    return Side(SUBSCRIPTIONS, split, rows, before, fit_contracts(now), fit_contracts(then), now.n)


def _subscribed(watched: Durations, split: str | None, minimum: int) -> list[Row]:
    """The share still subscribed by whole months."""
    curve = kaplan_meier(watched)
    return [
        Row(survival_at(curve, age, minimum=minimum), split=split, age=age, part=OBSERVED, outcome=SUBSCRIPTIONS)
        for age in range(int(curve.last) + 1)
    ]


def _ahead(side: Side, minimum: int) -> Iterator[Row]:
    """The projection, and how an earlier one has fared."""
    row = partial(Row, split=side.split, outcome=side.outcome)
    track, last = _track(side.rows), _last(side.rows)
    left = track.shares.size and track.shares[-1] > 0.0
    if isinstance(side.fitted, NotFitted) or last < FEWEST_AGES or side.n < minimum or not left:
        yield row(withheld(_why_not(side, last, minimum), n=side.n, unit=UNIT), part=PROJECTED)
        return
    tested, carrier = _hold_out(side, track), side.carrier(side.fitted, track)
    extra = carrier.strayed()
    if tested:
        for age, estimate in tested.forecast:
            yield row(estimate, age=age, part=HOLD_OUT)
        extra = max(extra, tested.extra)
    ahead = range(last + 1, last + min(HORIZON, 2 * last) + 1)
    said = _said(side, tested)
    for age, estimate in zip(ahead, carrier.ahead(np.array(ahead, dtype=np.float64), side.n, extra), strict=True):
        yield row(estimate, age=age, part=PROJECTED, remark=said if age == ahead[0] else None)


def _why_not(side: Side, last: int, minimum: int) -> str:
    if side.n < minimum:
        return _("too few: n = {n}, at least {minimum} needed").format(n=side.n, minimum=minimum)
    if last < FEWEST_AGES:
        return _("not projected: {n} months after the start are complete, at least {least} needed").format(
            n=last, least=FEWEST_AGES
        )
    reason = side.fitted if isinstance(side.fitted, NotFitted) else _("nobody is left")
    return _("not projected: {reason}").format(reason=reason)


def _hold_out(side: Side, track: Track) -> HoldOut | None:
    """The ages that the earlier fit had not seen, as it forecast them; None when too little was hidden or known."""
    known = _track(side.then)
    hidden = track.where(track.ages > _last(side.then))
    if isinstance(side.past, NotFitted) or known.ages.size < FEWEST_AGES or hidden.ages.size < 2:
        return None
    return hold_out(side.carrier(side.past, known), hidden) if known.shares[-1] > 0.0 else None


def fared(rows: Sequence[Row]) -> tuple[int, int]:
    """How many ages that were hidden from an earlier fit lay in its band, and how many were hidden.

    rows: of one outcome and split, all parts.
    """
    seen = {r.age: r.estimate.value for r in rows if r.part == OBSERVED}
    tested = [(r.estimate, seen.get(r.age)) for r in rows if r.part == HOLD_OUT]
    return sum(holds(e, share) for e, share in tested if share is not None), len(tested)


def trusted(held: int, of: int) -> bool:
    """Whether a back-test has held enough of its ages."""
    return held >= HELD_ENOUGH * of


def _said(side: Side, tested: HoldOut | None) -> str:
    what = _("Orders (BG/NBD)") if side.outcome == ORDERS else _("Subscriptions (shifted-beta-geometric)")
    who = f"{what} {side.split}" if side.split else what
    if tested is None:
        return _("{what}: the months are too few to hide some and check the projection on them.").format(what=who)
    passed = trusted(tested.held, len(tested.forecast))
    return _(
        "{what}: {verdict}: fitted on the first two thirds of the days, the 95% band held {held} of {n} later ages "
        "(months {first} to {last}); they were missed by {miss:.1f} points on average, by which the band shown is "
        "widened."
    ).format(
        what=who,
        verdict=_("past forecasts held") if passed else _("past forecasts missed, treat with caution"),
        held=tested.held,
        n=len(tested.forecast),
        first=tested.forecast[0][0],
        last=tested.forecast[-1][0],
        miss=tested.miss * 100,
    )


def _track(rows: list[Row]) -> Track:
    """The known ages after the start."""
    known = [
        (float(r.age), e.value, float(e.n), e.low, e.high)
        for r, e in ((r, r.estimate) for r in rows)
        if r.age and e.known
    ]
    table = np.array(known, dtype=np.float64).reshape(-1, 5)
    return Track(*table.T)


def _last(rows: list[Row]) -> int:
    return max((r.age or 0 for r in rows if r.estimate.known), default=0)


METRIC = Metric(
    name="retention_projection",
    title=N_("Projected retention"),
    question=N_("Which share of customers comes back month by month, so far and in the months to come?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Orders: observed is the retention curve (customers active in the k-th month after that of their first "
        "order, over the cohorts that have completed it); projected is what the BG/NBD model, fitted on all orders "
        "of these customers, expects from the level of the last six observed months on (a share of a single month may "
        "also rise). Subscriptions: the share still subscribed after k whole months (Kaplan–Meier; a subscription that "
        "begins by the day after the last one’s end continues it), carried on from the last observed month by the "
        "shifted-beta-geometric model: what it expects to be left of those still there, which can only fall. At most "
        "36 months and twice the observed ones ahead, for as many customers as "
        "the view has. The band holds three uncertainties: of the parameters, of chance among the customers, and of "
        "the model itself: how far observed ages stray from it beyond chance. For the last, the fit is repeated on "
        "the first two thirds of the days and held against the ages that came later (hold-out); the larger straying "
        "of the two counts. Projections assume that customers go on as they did. Residual value: mean MRR × "
        "discounted expected residual lifetime (DERL) of today’s subscribers, from their next renewal on, discounted "
        "by the setting discount_percent a year."
    ),
    formula=N_(
        "BG/NBD: mean over the day in the month of P(order in (k − u, k + 1 − u]), its log odds shifted to the level "
        "of the last 6 months; band: log odds ± 1.96 √(parameters + level + extra-binomial variance + 1 ÷ (n p (1 − "
        "p))). sBG: S(K) observed × B(a, b + k) ÷ B(a, b + K); band: MOVER on cumulative hazards, from the observed "
        "interval of month K"
    ),
    source=(
        "Fader, Hardie & Lee (2005), Marketing Science 24:275–284; Fader & Hardie (2007), J. Interactive Marketing "
        "21(1):76–90, and (2010), Marketing Science 29(1):85–93; Williams (1982), Applied Statistics 31:144–148; "
        "Zou & Donner (2008), Statistics in Medicine 27:1693–1702."
    ),
    inputs=("customers",),
    inputs_any=("orders", "subscriptions"),
    scopes={"customers": "filtered"},
    sampled="together",
    estimate=retention_projection,
    trended=False,
    by_period=False,
)
