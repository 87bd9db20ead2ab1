"""What is at stake: customers with a bad experience, times what alike customers spent more after a good one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Asked, Metric, Options, Result, Row
from cx.metrics.cells import records, whole
from cx.metrics.experiences import SCOPES, STEPS, quicker_experiences
from cx.metrics.offering import UNIT, offered
from cx.queries import Scope
from cx.stats.comparison import Verdict
from cx.stats.estimate import EXACT, Estimate, too_few, withheld
from cx.stats.programme import scaled, sum_of_ends

EFFECT = "adjusted_effect"
REVENUE = "forward_revenue"
DETRACTORS, HIGH_EFFORT, BOTH = "detractors", "high effort", "both"
"""Customers after high effort who are no detractors: with the detractors they are both, each once."""
CUSTOMERS, LATER, AT_RISK = "customers", "forward revenue", "at risk"
"""The parts of the answer."""
BY_CUSTOMER = "mean × customers"
SCALED = "adjusted effect × customers"


@dataclass(frozen=True, slots=True)
class Group:
    """Customers with one kind of bad experience. counted: all of them; twice: those of them the group before counts."""

    item: str
    experience: str
    counted: int
    twice: int
    answer: Result

    def row(self, part: str) -> Row | None:
        """The row of adjusted_effect on later revenue of that part."""
        return next((r for r in self.answer.rows if r.part == part and r.outcome == REVENUE), None)

    @property
    def currency(self) -> str | None:
        """The currency of the amounts."""
        return next((r.currency for r in self.answer.rows if r.currency), None)

    def gap(self) -> Estimate:
        """What one of them would have spent more with a good experience; withheld on weak evidence."""
        whole_answer = self.answer.rows
        if len(whole_answer) == 1 and whole_answer[0].estimate.reason:
            return withheld(whole_answer[0].estimate.reason, n=0, unit=UNIT)
        return offered(self.row("adjusted_bad"), next((r for r in whole_answer if r.grade), None), self.experience)

    def grade(self) -> str | None:
        """The evidence grade of the gap."""
        return next((r.grade for r in self.answer.rows if r.grade), None)


def revenue_at_risk(frame: pd.DataFrame, scope: Scope, answers: Mapping[str, Result]) -> list[Row]:
    """How much of what customers will spend goes with their bad experience?

    Formula: detractors x adjusted effect on those with a bad experience, by NPS, plus high-effort customers who are no
    detractors x the same by effort; over one follow-up of forward_days. frame: the one row of revenue_at_risk.sql.
    answers: adjusted_effect by `detractors` (score nps) and `high effort` (score effort). Returns rows by part:
    customers (exact counts), forward revenue (customers x mean spend after the bad experience) and at risk (total: the
    customers it is of), each by item: detractors, high effort, both. At risk is withheld where the evidence is graded C
    or there is no effect; both holds the parts that are known, each customer once, and its remark names the other one.
    The ends of both are the sums of the ends, since the two effects rest partly on the same customers.
    """
    found = next(records(frame))
    detractors, hard = whole(found["detractors"]), whole(found["high_effort"])
    together = whole(found["both_at_once"])
    groups = (
        Group(DETRACTORS, _("NPS"), detractors, 0, answers[DETRACTORS]),
        Group(HIGH_EFFORT, _("effort"), hard, together, answers[HIGH_EFFORT]),
    )
    told = whole(found["customers"])
    rows = [row for group in groups for row in _group(group, told)]
    counted = _exact(detractors + hard - together, told)
    return [*rows, Row(counted, part=CUSTOMERS, item=BOTH), _both(groups)]


def _group(group: Group, told: int) -> Iterator[Row]:
    """The rows of one kind of bad experience. told: customers whose experience is known."""
    yield Row(_exact(group.counted, told), part=CUSTOMERS, item=group.item)
    mean = group.row("mean_bad")
    spent = (
        scaled(mean.estimate, group.counted, n=mean.estimate.n, unit=UNIT, method=BY_CUSTOMER)
        if mean
        else withheld(group.answer.rows[0].estimate.reason or _("nobody could be followed"), n=0, unit=UNIT)
    )
    yield Row(spent, part=LATER, item=group.item, currency=group.currency)
    at_risk, gap = _at_risk(group, group.counted, group.item), group.gap()
    yield replace(at_risk, remark=_per_customer(group, gap) if at_risk.estimate.known else None)


def _at_risk(group: Group, customers: int, item: str) -> Row:
    """What is at stake with so many customers of one kind of bad experience."""
    gap = group.gap()
    at_risk = scaled(gap, customers, n=gap.n, unit=UNIT, method=SCALED)
    return Row(
        at_risk,
        part=AT_RISK,
        item=item,
        currency=group.currency,
        total=float(customers),
        grade=group.grade(),
        verdict=_verdict(at_risk),
    )


def _both(groups: Sequence[Group]) -> Row:
    """The sum over the groups that have a figure; nobody counts twice.

    Whom a group without a figure counts is left to the other one: else he would be in neither part.
    """
    first_known = next((group for group in groups if group.gap().known), None)
    counts = {g.item: g.counted if g is first_known else g.counted - g.twice for g in groups}
    parts = [(g, scaled(g.gap(), counts[g.item], n=g.gap().n, unit=UNIT, method=SCALED)) for g in groups]
    known = [(g, part) for g, part in parts if part.known]
    if not known:
        # The reason of the larger group is the one a reader looks for.
        largest = max(parts, key=lambda pair: pair[0].counted)[1]
        return Row(withheld(largest.reason or "", n=largest.n, unit=UNIT), part=AT_RISK, item=BOTH)
    total = sum_of_ends([part for _group, part in known])
    return Row(
        total,
        part=AT_RISK,
        item=BOTH,
        currency=known[0][0].currency,
        total=float(sum(counts[group.item] for group, _part in known)),
        grade=max((grade for g, _part in known if (grade := g.grade())), default=None),
        verdict=_verdict(total),
        remark=next((_missing(g, part) for g, part in parts if not part.known), None),
    )


def _per_customer(group: Group, gap: Estimate) -> str:
    figure = numbers.with_interval(gap.value, gap.low, gap.high, UNIT, group.currency)
    return _(
        "{group}: {figure} per customer, the adjusted effect on those with the bad experience; evidence grade {grade}."
    ).format(group=group.experience, figure=figure, grade=group.grade() or numbers.DASH)


def _missing(group: Group, part: Estimate) -> str:
    return _("What is at stake holds no part for {group}: {reason}.").format(
        group=group.experience, reason=(part.reason or "").rstrip(".")
    )


def _verdict(estimate: Estimate) -> str | None:
    """Whether the figure leaves zero out; None without one."""
    if estimate.low is None or estimate.high is None:
        return None
    return Verdict.NOISE.value if estimate.low <= 0.0 <= estimate.high else Verdict.REAL.value


def _exact(count: int, n: int) -> Estimate:
    """A count of customers out of those whose experience is known."""
    return too_few(n, 1, unit="count") or Estimate(float(count), float(count), float(count), n, "count", EXACT)


FURTHER = {"bad_experiences": "bad_experiences"}
METRIC = Metric(
    name="revenue_at_risk",
    title=N_("Revenue at risk"),
    question=N_("How much of what customers will spend goes with their bad experience?"),
    unit=UNIT,
    better="lower",
    definition=N_(
        "Customers of the days shown whose first answer was 0–6 (detractors) or whose first contact was of high "
        "effort, each times the adjusted effect on those with a bad experience: what customers like them spent more, "
        "in the forward_days after, when the experience was good. A customer who is both counts once, as a detractor, "
        "or by effort where there is no part for NPS. "
        "Nothing is given where the evidence on a score is graded C; a part that is missing is named. forward revenue: "
        "what such customers spend in the forward_days after, at their mean. The ends of the interval of both are the "
        "sums of the ends, the widest they can be, because the two effects rest partly on the same customers. "
        "Associated with: nobody knows that the revenue would come if the experience were good."
    ),
    formula=N_(
        "detractors × adjusted effect on the bad (NPS) + high-effort customers who are no detractors × adjusted effect "
        "on the bad (effort)"
    ),
    source="see adjusted_effect; the idea: Reichheld & Markey (2011), The Ultimate Question 2.0, ch. 3",
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes=SCOPES,
    steps={**STEPS, **FURTHER},
    quicker=quicker_experiences("revenue_at_risk", FURTHER),
    optional=("responses", "contacts"),
    estimate=revenue_at_risk,
    combines={
        DETRACTORS: Asked(EFFECT, Options(score="nps")),
        HIGH_EFFORT: Asked(EFFECT, Options(score="effort")),
    },
    trended=False,
    by_period=False,
    by_split=False,
)
