"""What would it bring to make high-effort contacts easy, or to keep more customers?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pandas as pd

from cx.language import _
from cx.metrics import amounts
from cx.metrics.base import Metric, Options, Result, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.queries import Scope
from cx.stats.comparison import Verdict
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean
from cx.stats.programme import less, needed, payback_days, scaled, together
from cx.stats.proportions import wilson

UNIT = "money"
EFFECT = "adjusted_effect"
FORBIDDEN = ("C", None)
"""Evidence grades on which no gain is offered."""
FULL_STEP = 1.0
YEAR, SLACK = 365, 31
"""Days; a shop whose orders begin a month into the year before still says who came back."""
SCALED = "adjusted effect × customers"
BY_CUSTOMER = "mean of those who came back × customers"


def what_if(frame: pd.DataFrame, scope: Scope, answers: Mapping[str, Result]) -> list[Row]:
    """What would the programme of the options bring in a year, and when does it pay back?

    Formula: effort gain = move % x customers with a high-effort contact in the last year x adjusted effect on those
    with a bad experience over one follow-up; retention gain = lift points x customers of the last year x mean net
    revenue of a customer who came back; kept = move % x customers with a high-effort contact x adjusted difference in
    churn, where that is real; net gain = gains - programme cost; payback = 365 x cost / gains.
    frame: the one row of what_if.sql. answers: adjusted_effect by effort. Returns rows by part (base, gain, kept, net
    gain, break-even, payback) and item (effort, retention, both), low-mid-high as the interval. The effort gain is
    withheld when its evidence is graded C.
    """
    record = next(records(frame))
    base = Base(record, scope)
    effect = next(
        (r for r in answers[EFFECT].rows if r.part == "adjusted_bad" and r.outcome == "forward_revenue"), None
    )
    graded = next((r for r in answers[EFFECT].rows if r.grade), None)
    churn = kept(next((r for r in answers[EFFECT].rows if r.part == "adjusted" and r.outcome == "churn"), None))
    grade = graded.grade if graded else None
    return [*base.rows(), *_rows(base, offered(effect, graded), churn, grade, scope.options)]


class Base:
    """What a programme works on: customers of the year up to the last day shown, and what they spend."""

    def __init__(self, record: Record, scope: Scope) -> None:
        self.high_effort = whole(record["high_effort_customers"])
        self.customers = whole(record["customers_now"])
        self.before, self.returned = whole(record["customers_before"]), whole(record["returned"])
        self.currency = text(record["currency"])
        self.minimum = scope.settings.minimum_n
        refused = amounts.refusal(record)
        sums = number(record["revenue"]), number(record["revenue_squares"])
        self.worth = (
            withheld(refused, n=self.returned, unit=UNIT)
            if refused
            else mean(self.returned, *sums, unit=UNIT, minimum=self.minimum)
        )
        first, start = day(record["orders_from"]), day(record["before_first_day"])
        self.short = first is None or start is None or first > start - timedelta(days=YEAR - SLACK)

    def rows(self) -> Iterator[Row]:
        """The base as rows: how many customers, how many came back, and what those are worth."""
        few = _("the orders do not reach back two whole years: who came back cannot be told")
        kept = (
            withheld(few, n=self.before, unit="share")
            if self.short
            else wilson(self.returned, self.before, minimum=self.minimum)
        )
        yield Row(
            _count(self.high_effort, self.customers),
            part="base",
            item="high-effort customers",
            total=float(self.high_effort),
        )
        yield Row(_count(self.customers, self.customers), part="base", item="customers", total=float(self.customers))
        yield Row(kept, part="base", item="retention")
        yield Row(self.worth, part="base", item="worth of a customer who came back", currency=self.currency)


def offered(effect: Row | None, graded: Row | None) -> Estimate:
    """The effect per customer that may be multiplied, withheld when its evidence is too weak."""
    if effect is None or not effect.estimate.known:
        reason = effect.estimate.reason if effect else _("the adjusted effect of effort is not known")
        n = effect.estimate.n if effect else 0
        return withheld(reason or _("the adjusted effect of effort is not known"), n=n, unit=UNIT)
    if graded is None or graded.grade in FORBIDDEN:
        said = _("nothing is offered: the evidence on effort and later spend is graded C. {why}")
        return withheld(
            said.format(why=(graded.remark if graded else None) or "").strip(), n=effect.estimate.n, unit=UNIT
        )
    return effect.estimate


def kept(churn: Row | None) -> Estimate:
    """The points of churn less per customer that go with an easy contact; withheld unless that is a real difference."""
    if churn is None or not churn.estimate.known:
        return withheld(_("the adjusted effect of effort on churn is not known"), n=0, unit="count")
    if churn.verdict != Verdict.REAL.value:
        reason = _("the adjusted difference in churn between easy and high-effort contacts is within noise")
        return withheld(reason, n=churn.estimate.n, unit="count")
    return churn.estimate


def _rows(base: Base, effect: Estimate, churn: Estimate, grade: str | None, options: Options) -> Iterator[Row]:
    move, lift, cost = options.move / 100, options.lift / 100, options.programme_cost
    whole_effort = scaled(effect, base.high_effort, n=effect.n, unit=UNIT, method=SCALED)
    whole_lift = scaled(base.worth, base.customers, n=base.worth.n, unit=UNIT, method=BY_CUSTOMER)
    effort = scaled(whole_effort, move, n=effect.n, unit=UNIT, method=SCALED)
    retention = scaled(whole_lift, lift, n=base.worth.n, unit=UNIT, method=BY_CUSTOMER)
    yield Row(effort, part="gain", item="effort", currency=base.currency, grade=grade)
    yield Row(
        scaled(churn, -move * base.high_effort, n=churn.n, unit="count", method=SCALED), part="kept", item="effort"
    )
    yield Row(retention, part="gain", item="retention", currency=base.currency, remark=_assumption(options))
    asked = [gain for step, gain in ((move, effort), (lift, retention)) if step] or [effort]
    both = together([gain for gain in asked if gain.known] or asked)
    left_out = None if effort.known or not (move and both.known) else _("The gain holds no part for effort.")
    yield Row(both, part="gain", item="both", currency=base.currency, remark=left_out)
    yield Row(less(both, cost), part="net gain", item="both", currency=base.currency)
    if cost:
        yield Row(payback_days(cost, both), part="payback", item="both")
        yield Row(needed(cost, whole_effort, unit="share", most=FULL_STEP), part="break-even", item="effort")
        yield Row(needed(cost, whole_lift, unit="share", most=FULL_STEP), part="break-even", item="retention")


def _assumption(options: Options) -> str | None:
    if not options.lift:
        return None
    return _(
        "That a customer kept is worth as much as those who came back by themselves is an assumption, no finding; what "
        "the effort step keeps is part of its own gain, so {points:g} points of retention must come on top of it."
    ).format(points=options.lift)


def _count(count: int, customers: int) -> Estimate:
    """How many of the year's customers; exact, so that its interval has no width."""
    if not customers:
        return withheld(_("no customer ordered in the year up to the last day shown"), n=0, unit="count")
    return Estimate(float(count), float(count), float(count), customers, "count", "exact count")


METRIC = Metric(
    name="what_if",
    title="What if",
    question="What would it bring to make high-effort contacts easy, or to keep more customers?",
    unit=UNIT,
    better="higher",
    definition=(
        "The year up to the last day shown: move percent of the customers with a high-effort contact have an easy one "
        "instead and are then associated with the adjusted effect on those with a bad experience, once, over one "
        "follow-up of forward_days; lift points more customers come back and spend as those who did. Low, mid and high "
        "are the ends of the interval of the effect and of the mean. A year's cost is set against them. No gain from "
        "effort is offered when its evidence is graded C. Associated with, not proven to follow from."
    ),
    formula=(
        "move % × high-effort customers × adjusted effect + lift % × customers × mean net revenue of those who came "
        "back − programme cost; break-even = cost / gain of the whole step; payback = 365 × cost / gain"
    ),
    source="Zou & Donner (2008), Statistics in Medicine 27:1693-1702, for sums of intervals",
    inputs=("contacts", "orders"),
    scopes={"contacts": "filtered", "activity": "filtered"},
    estimate=what_if,
    options=("move", "lift", "programme_cost"),
    combines={EFFECT: Options(score="effort")},
    trended=False,
)
