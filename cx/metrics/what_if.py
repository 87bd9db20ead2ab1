"""What would it bring to make high-effort contacts easy, or to keep more customers?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Asked, Metric, Options, Result, Row
from cx.metrics.cells import records
from cx.metrics.offering import offered
from cx.metrics.programme_base import MARGIN, UNIT, Base
from cx.queries import Scope
from cx.stats.comparison import Verdict
from cx.stats.estimate import Estimate, withheld
from cx.stats.programme import less, needed, payback_days, scaled, sum_of

EFFECT = "adjusted_effect"
FULL_STEP = 1.0
SCALED = "adjusted effect × customers"
BY_CUSTOMER = "mean of those who came back × customers"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the adjusted effect allows: the effect and the points of churn per customer, with grade and its reasons."""

    effect: Estimate
    churn: Estimate
    grade: str | None
    why: str | None


def what_if(frame: pd.DataFrame, scope: Scope, answers: Mapping[str, Result]) -> list[Row]:
    """What would the programme of the options bring in a year, and when does it pay back?

    Formula: effort gain = move % x customers with a high-effort contact in the last year x adjusted effect on those
    with a bad experience over one follow-up; retention gain = lift points x customers of the last year x mean net
    revenue of a customer who came back; both in margin where all amounts come with a cost; kept = move % x customers
    with a high-effort contact x adjusted difference in churn of those with a bad experience, where that is real; net
    gain = gains - programme cost; payback = 365 x cost / gains.
    frame: the one row of what_if.sql. answers: adjusted_effect by effort. Returns rows by part (base, gain, kept, net
    gain, break-even, payback) and item (effort, retention, both), low-mid-high as the interval; outcome: revenue or
    margin. The effort gain is withheld when its evidence is graded C, the retention gain when more is asked than there
    are customers to win.
    """
    found = evidence(answers[EFFECT], scope)
    base = Base(next(records(frame)), scope, no_effort(answers[EFFECT]))
    return [*base.rows(), *_rows(base, found, scope.options)]


def evidence(answer: Result, scope: Scope) -> Evidence:
    """What the answer of adjusted_effect by effort allows to be multiplied."""
    effect = next((r for r in answer.rows if r.part == "adjusted_bad" and r.outcome == "forward_revenue"), None)
    graded = next((r for r in answer.rows if r.grade), None)
    churn = next((r for r in answer.rows if r.part == "adjusted_bad" and r.outcome == "churn"), None)
    reason = _not_followed(scope) or no_effort(answer)
    offer = withheld(reason, n=0, unit=UNIT) if effect is None else offered(effect, graded, _("effort"))
    return Evidence(offer, kept(churn), graded.grade if graded else None, graded.remark if graded else None)


def no_effort(answer: Result) -> str:
    """Why nobody's effort is known, in the words of the metric that looked for it."""
    if len(answer.rows) == 1 and answer.rows[0].estimate.reason:
        return answer.rows[0].estimate.reason
    return _("nobody had a contact in the year up to the last day shown")


def _not_followed(scope: Scope) -> str | None:
    """Why no contact of the days shown can be known to have had an effect yet; None when some can."""
    complete = scope.dates.first + timedelta(days=scope.settings.forward_days)
    if scope.orders_to is None or complete <= scope.orders_to:
        return None
    return _("no contact of the days shown has been followed for {n} days yet: the first will be on {day}").format(
        n=scope.settings.forward_days, day=numbers.day(complete)
    )


def kept(churn: Row | None) -> Estimate:
    """The points of churn less per customer that go with an easy contact, for those who had a high-effort one.

    Withheld unless that is a real difference. adjusted_effect gives no verdict where the customers are not comparable,
    weighting leaves them unlike, or they differed before the contact.
    """
    if churn is None or not churn.estimate.known:
        reason = churn.estimate.reason if churn else None
        return withheld(reason or _("the adjusted effect of effort on churn is not known"), n=0, unit="count")
    if churn.verdict is None:
        reason = _("nothing is offered: the evidence on effort and churn is too weak for a verdict")
        return withheld(reason, n=churn.estimate.n, unit="count")
    if churn.verdict != Verdict.REAL.value:
        reason = _("the adjusted difference in churn between easy and high-effort contacts is within noise")
        return withheld(reason, n=churn.estimate.n, unit="count")
    return churn.estimate


def _rows(base: Base, found: Evidence, options: Options) -> Iterator[Row]:
    move, lift, cost = options.move / 100, options.lift / 100, options.programme_cost
    reached = base.high_effort.value or 0.0
    whole_effort = _of_contacted(base, found.effect, reached * base.of_revenue, UNIT)
    whole_lift = scaled(base.worth, base.customers, n=base.worth.n, unit=UNIT, method=BY_CUSTOMER)
    effort = scaled(whole_effort, move, n=whole_effort.n, unit=UNIT, method=SCALED)
    too_much = base.too_much(lift)
    retention = (
        withheld(too_much, n=base.before, unit=UNIT)
        if too_much
        else scaled(whole_lift, lift, n=base.worth.n, unit=UNIT, method=BY_CUSTOMER)
    )
    both, left_out = _together({"effort": (move, effort), "retention": (lift, retention)})
    yield _money(base, effort, "gain", "effort", _on_effort(base, found, move), found.grade)
    yield Row(_of_contacted(base, found.churn, -move * reached, "count"), part="kept", item="effort")
    yield _money(base, retention, "gain", "retention", _assumption(lift, retention))
    yield _money(base, both, "gain", "both", left_out)
    yield _money(base, less(both, cost), "net gain", "both")
    if cost:
        yield Row(payback_days(cost, both), part="payback", item="both", outcome=base.measure)
        yield Row(needed(cost, whole_effort, unit="share", most=FULL_STEP), part="break-even", item="effort")
        yield Row(needed(cost, whole_lift, unit="share", most=base.most_lift), part="break-even", item="retention")


def _money(
    base: Base, estimate: Estimate, part: str, item: str, remark: str | None = None, grade: str | None = None
) -> Row:
    return Row(estimate, part=part, item=item, outcome=base.measure, currency=base.currency, remark=remark, grade=grade)


def _of_contacted(base: Base, per_customer: Estimate, customers: float, unit: str) -> Estimate:
    """What is so per customer with a high-effort contact, times them; withheld when they are not known."""
    if per_customer.known and not base.high_effort.known:
        return withheld(base.high_effort.reason or "", n=base.high_effort.n, unit=unit)
    return scaled(per_customer, customers, n=per_customer.n, unit=unit, method=SCALED)


def _together(steps: Mapping[str, tuple[float, Estimate]]) -> tuple[Estimate, str | None]:
    """The sum of the gains of the steps that are chosen, and which chosen one is not in it."""
    chosen = {item: gain for item, (step, gain) in steps.items() if step}
    if not chosen:
        return withheld(_("nothing is chosen: set a step above zero"), n=0, unit=UNIT), None
    known = {item: gain for item, gain in chosen.items() if gain.known}
    if not known or len(known) == len(chosen):
        return sum_of(list(chosen.values())), None
    told = {"effort": _("The gain holds no part for effort."), "retention": _("The gain holds no part for retention.")}
    return sum_of(list(known.values())), next(
        said for item, said in told.items() if item in chosen and item not in known
    )


def _on_effort(base: Base, found: Evidence, move: float) -> str | None:
    """What the effort gain rests on, or why there is none; nothing when it is not asked for."""
    if not move or not found.effect.known:
        return found.why if move else None
    if base.measure != MARGIN:
        return None
    return _(
        "The adjusted effect is one on revenue; it is turned into margin at the {share} of revenue that all customers' "
        "orders of the year left, taken as exact."
    ).format(share=numbers.percent(base.of_revenue))


def _assumption(lift: float, retention: Estimate) -> str | None:
    if not lift or not retention.known:
        return None
    return _(
        "That a customer kept brings as much as those who came back by themselves is an assumption, no finding; the "
        "interval of this part says how well their mean is known, not whether the assumption holds. What the effort "
        "step keeps is part of its own gain, so {points} of retention must come on top of it."
    ).format(points=numbers.points(lift))


METRIC = Metric(
    name="what_if",
    title=N_("What if"),
    question=N_("What would it bring to make high-effort contacts easy, or to keep more customers?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "The year up to the last day shown: move percent of the customers with a high-effort contact have an easy one "
        "instead and are then associated with the adjusted effect on those with a bad experience, once, over one "
        "follow-up of forward_days; lift points more customers come back and spend as those who did, which is an "
        "assumption, and can be no more points than there are customers who did not come back. In margin (outcome) "
        "where every amount of the year comes with its cost, the effect on revenue being turned into margin at the "
        "year's margin; else in revenue, before cost of goods. Low, mid and high are the ends of the interval of the "
        "effect and of the mean. A year's cost is set against them. No gain from effort is offered when its evidence "
        "is graded C. Associated with, not proven to follow from."
    ),
    formula=N_(
        "move % × high-effort customers × adjusted effect + lift % × customers × mean net revenue (or margin) of those "
        "who came back − programme cost; break-even = cost / gain of the whole step; payback = 365 × cost / gain, "
        "withheld beyond the year"
    ),
    source="Zou & Donner (2008), Statistics in Medicine 27:1693-1702, for sums of intervals",
    inputs=("orders",),
    scopes={"customers": "filtered", "contacts": "filtered"},
    optional=("contacts",),
    estimate=what_if,
    options=("move", "lift", "programme_cost"),
    combines={EFFECT: Asked(EFFECT, Options(score="effort"))},
    trended=False,
    by_period=False,
    by_split=False,
)
