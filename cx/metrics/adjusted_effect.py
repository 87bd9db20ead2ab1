"""Adjusted effect: what a good experience goes with in later money, among customers who were alike before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from cx.language import _
from cx.metrics.base import Metric, Row
from cx.metrics.covariates import Covariates, covariates
from cx.metrics.effect_words import remark
from cx.metrics.followed import Money, Place, followed_for_churn, groups, money
from cx.metrics.forward_revenue import BANDS
from cx.queries import Scope
from cx.stats import comparison
from cx.stats.balance import USABLE, standardised_differences, weights
from cx.stats.bootstrap import bca_mean
from cx.stats.design import Mask, Matrix, Vector
from cx.stats.doubly_robust import DoublyRobust, Effect, doubly_robust
from cx.stats.estimate import Estimate, withheld
from cx.stats.evalue import EValue, of_standardised_difference
from cx.stats.evidence import Evidence
from cx.stats.means import welch
from cx.stats.multiple import benjamini_hochberg
from cx.stats.proportions import wilson
from cx.stats.standardised import unsigned

UNIT = "money"
REVENUE = "forward_revenue"
OUTCOMES = {REVENUE: "later_revenue", "repurchase": "repurchased", "churn": "churned"}
"""Outcome -> the column of the SQL that holds it."""


def adjusted_effect(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """How much more do customers spend after a good experience than customers like them after a bad one?

    Formula: augmented inverse probability weighting, see `cx.stats.doubly_robust`. Unit: money; shares for repurchase
    and churn. rows: the customers of adjusted_effect.sql. Returns, per split value and score, rows by outcome and part:
    mean_good, mean_bad, raw, adjusted (with grade, verdict and remark), adjusted_bad, placebo, e_value, overlap,
    balance_raw and balance_weighted (item: the covariate). n: customers of both groups. Withheld with the reason where
    a group is below the minimum, the outcome does not vary or amounts cannot be added.
    """
    found: list[tuple[Row, float | None]] = []
    known = money(rows)
    for place, group in groups(rows):
        found += Comparison(place, group, known, scope).rows()
    return _judged(found)


def _judged(found: list[tuple[Row, float | None]]) -> list[Row]:
    """The rows with verdicts. Later spend is the stated question, return and churn go along: two families of looks."""
    rows = [row for row, _p in found]
    for main in (True, False):
        places = [at for at, (row, p) in enumerate(found) if p is not None and (row.outcome == REVENUE) is main]
        p_values = [found[at][1] for at in places]
        corrected = zip(benjamini_hochberg(p_values), comparison.verdicts(p_values), strict=True)
        for at, (p, verdict) in zip(places, corrected, strict=True):
            rows[at] = _lowered(replace(rows[at], adjusted_p=p, verdict=verdict.value), len(places))
    return rows


def _lowered(row: Row, looks: int) -> Row:
    """A grade rests on a real difference: corrected for the looks taken, noise is graded C."""
    if row.grade in (None, "C") or row.verdict == comparison.Verdict.REAL.value:
        return row
    said = _("Corrected for the {n} comparisons of this answer it is within noise: grade C.").format(n=looks)
    return replace(row, grade="C", remark=f"{row.remark} {said}")


class Comparison:
    """One score's good and bad customers in one part of the view."""

    def __init__(self, place: Place, group: pd.DataFrame, known: Money, scope: Scope) -> None:
        self.place, self.score, self.scope = place, place.score, scope
        self.minimum = max(2, scope.settings.minimum_n)
        self.currency, self.refusal = known
        self.customers = group[group["good"].notna().to_numpy()]
        self.good: Mask = self.customers["good"].to_numpy(dtype=np.int64) == 1
        self.n = len(self.good)

    def rows(self) -> Iterator[tuple[Row, float | None]]:
        """All rows, those that are tested with their p value."""
        if reason := self._too_few(self.good):
            refused = withheld(reason, n=self.n, unit=UNIT)
            yield from ((row, None) for row in self._means())
            yield self._row(refused, "raw"), None
            yield replace(self._row(refused, "adjusted"), grade="C"), None
            yield self._row(refused, "adjusted_bad"), None
            return
        held = covariates(self.customers, np.ones(self.n, dtype=bool), "earlier", money=not self.refusal)
        fitted, left = self._fitted(held, self._values("later_revenue", "repurchased"), self.good)
        yield from ((row, None) for row in self._means())
        yield self._row(self._raw(REVENUE), "raw"), None
        yield from self._graded(held, fitted, left)
        yield self._row(self._effect(fitted.bad[0], REVENUE), "adjusted_bad"), None
        yield from self._shares("repurchase", fitted.everybody[1])
        yield from self._shares("churn", self._churn())

    def _too_few(self, good: Mask) -> str | None:
        for members, name in ((good, BANDS[self.score][0]), (~good, BANDS[self.score][-1])):
            if (count := int(members.sum())) < self.minimum:
                return _("too few “{band}”: n = {n}, at least {minimum} needed").format(
                    band=name, n=count, minimum=self.minimum
                )
        return None

    def _values(self, *columns: str) -> Matrix:
        return self.customers[list(columns)].to_numpy(dtype=np.float64)

    def _fitted(self, held: Covariates, outcomes: Matrix, good: Mask) -> tuple[DoublyRobust, tuple[str, ...]]:
        design, left = held.design(min(int(good.sum()), int((~good).sum())))
        return doubly_robust(design, good, outcomes), left

    def _row(
        self, estimate: Estimate, part: str, outcome: str = REVENUE, *, band: str | None = None, item: str | None = None
    ) -> Row:
        period, split, score = self.place
        currency = self.currency if estimate.unit == UNIT else None
        return Row(
            estimate, period, split, score=score, currency=currency, part=part, outcome=outcome, band=band, item=item
        )

    def _means(self) -> Iterator[Row]:
        spent = self._values("later_revenue")[:, 0]
        for part, members, band in (("mean_good", self.good, 0), ("mean_bad", ~self.good, -1)):
            values = spent[members]
            floor = 0.0 if len(values) and values.min() >= 0.0 else None
            estimate = bca_mean(values, minimum=self.minimum, unit=UNIT, low_bound=floor)
            if self.refusal:
                estimate = withheld(self.refusal, n=len(values), unit=UNIT)
            yield self._row(estimate, part, band=BANDS[self.score][band])

    def _raw(self, outcome: str) -> Estimate:
        """The difference as it stands, of those whose outcome is known."""
        values = self._values(OUTCOMES[outcome])[:, 0]
        known = ~np.isnan(values)
        first, second = values[self.good & known], values[~self.good & known]
        if outcome == REVENUE:
            if self.refusal:
                return withheld(self.refusal, n=self.n, unit=UNIT)
            moments = [(len(v), float(v.mean()), float(v.var(ddof=1))) for v in (first, second)]
            return welch(*moments[0], *moments[1], unit=UNIT, minimum=self.minimum).estimate
        shares = [wilson(int(v.sum()), len(v), minimum=self.minimum) for v in (first, second)]
        return comparison.difference(shares[0], shares[1])

    def _effect(self, effect: Effect, outcome: str) -> Estimate:
        unit = UNIT if outcome == REVENUE else "share"
        if outcome == REVENUE and self.refusal:
            return withheld(self.refusal, n=effect.n, unit=unit)
        values = self._values(OUTCOMES[outcome])[:, 0]
        if np.nanmin(values) == np.nanmax(values):
            return withheld(_("all values are equal"), n=effect.n, unit=unit)
        bound = None if outcome == REVENUE else 1.0
        return effect.estimate(unit, low_bound=None if bound is None else -bound, high_bound=bound)

    def _graded(
        self, held: Covariates, fitted: DoublyRobust, left: tuple[str, ...]
    ) -> Iterator[tuple[Row, float | None]]:
        """The adjusted effect on later revenue with its grade, and what the grade rests on."""
        effect, estimate = fitted.everybody[0], self._effect(fitted.everybody[0], REVENUE)
        placebo, overlap = self._placebo(), wilson(round(fitted.overlap * self.n), self.n)
        shown = held.matrix(shown=True)
        before, after = (
            held.by_covariate(standardised_differences(shown, self.good, weight))
            for weight in (None, weights(np.clip(fitted.chance, *USABLE), self.good))
        )
        strength = self._strength(effect) if estimate.known else None
        if estimate.value is None or estimate.low is None or estimate.high is None or strength is None:
            yield replace(self._row(estimate, "adjusted"), grade="C"), None
        else:
            evidence = Evidence(
                estimate.value, estimate.low, estimate.high, fitted.overlap, max(after.values()), _ends(placebo),
                strength.limit,
            )  # fmt: skip
            said = remark(self.score, estimate, self.currency, evidence, strength, placebo, left, self.scope.settings)
            yield replace(self._row(estimate, "adjusted"), grade=evidence.grade(), remark=said), effect.p_value()
            ends = strength.limit, strength.value
            e_value = Estimate(strength.value, *ends, self.n, "ratio", "E-value, from that of the interval's limit")
            yield self._row(e_value, "e_value"), None
        yield self._row(placebo, "placebo"), None
        yield self._row(overlap, "overlap"), None
        sizes = int(self.good.sum()), int((~self.good).sum())
        for part, gaps, (n1, n2) in (("balance_raw", before, sizes), ("balance_weighted", after, fitted.effective)):
            for name, gap in gaps.items():
                yield self._row(unsigned(gap, self.n, n1, n2), part, item=name), None

    def _placebo(self) -> Estimate:
        """The same for the forward_days up to the answer, of those who were known long enough before."""
        if self.refusal:
            return withheld(self.refusal, n=self.n, unit=UNIT)
        known: Mask = self.customers["has_former"].to_numpy() == 1
        good = self.good[known]
        if reason := self._too_few(good):
            return withheld(_("too little history before the answer: {why}").format(why=reason), n=len(good), unit=UNIT)
        former: Vector = self._values("former_revenue")[known]
        if former.min() == former.max():
            return withheld(_("all values are equal"), n=len(good), unit=UNIT)
        held = covariates(self.customers, known, "long", money=True)
        fitted, _left = self._fitted(held, former, good)
        return fitted.everybody[0].estimate(UNIT)

    def _strength(self, effect: Effect) -> EValue | None:
        """The E-value of the effect in standard deviations within the groups; None without any spread."""
        spent = self._values("later_revenue")[:, 0]
        squares = sum(float(spent[members].var() * members.sum()) for members in (self.good, ~self.good))
        spread = (squares / (self.n - 2)) ** 0.5
        return of_standardised_difference(effect.value / spread, effect.standard_error / spread) if spread else None

    def _shares(self, outcome: str, effect: Effect | str) -> Iterator[tuple[Row, float | None]]:
        if isinstance(effect, str):
            yield self._row(withheld(effect, n=0, unit="share"), "adjusted", outcome), None
            return
        estimate = self._effect(effect, outcome)
        yield self._row(self._raw(outcome), "raw", outcome), None
        yield self._row(estimate, "adjusted", outcome), effect.p_value() if estimate.known else None

    def _churn(self) -> Effect | str:
        """Of those with churn_days of orders after the answer; the reason when they are too few."""
        churned, known = self._values("churned"), followed_for_churn(self.customers)
        good = self.good[known]
        if reason := self._too_few(good):
            return reason
        held = covariates(self.customers, known, "earlier", money=not self.refusal)
        return self._fitted(held, churned[known], good)[0].everybody[0]


def _ends(estimate: Estimate) -> tuple[float, float, float] | None:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.value, estimate.low, estimate.high


METRIC = Metric(
    name="adjusted_effect",
    title="Adjusted effect of experience",
    question="How much more do customers spend after a good experience than customers like them after a bad one?",
    unit=UNIT,
    better="higher",
    definition=(
        "Net revenue in the forward_days after the day of the answer, of customers with a good experience (promoters, "
        "top two boxes of CSAT, low effort) less that of customers with a bad one (detractors, bottom two boxes, high "
        "effort); the middle band is left out. One answer per customer and score, the first in the view; for effort "
        "from behaviour the first contact. Customers who stayed away count with 0. Held fixed, as known before the "
        "answer: segment, region, plan, acquisition channel, tenure, net revenue, orders and contacts of the 365 days "
        "before, days since the last order, whether there was any, quarter and day; labels are those of today. "
        "adjusted: for all of them; adjusted_bad: for those with the bad experience. placebo: the same for the "
        "forward_days up to the answer, with what was known before those; where it is not near zero, customers "
        "differed already. Grade A: the interval leaves 0 out, at least 90 % have a chance of a good experience "
        "between 5 and 95 %, no difference after weighting of 0.1 standard deviations or more, the placebo's interval "
        "holds 0 and it is below half of the effect, or below a quarter whatever its interval, and the E-value of the "
        "interval's limit is at least 1.25. B: one of the last three fails. C: everything else, and what is within "
        "noise once corrected for the scores compared (Benjamini-Hochberg; return and churn among themselves). "
        "Associated with: what was not measured may explain it; the E-value says how strong that would have to be."
    ),
    formula=(
        "mean(m1 - m0) + weighted mean residuals, weights 1/e and 1/(1 - e) normalised; m: least squares within each "
        "group, e: logistic regression; interval from the influence function, t"
    ),
    source=(
        "Robins, Rotnitzky & Zhao (1994), JASA 89:846-866; Lunceford & Davidian (2004), Statist. Med. 23:2937-2960; "
        "VanderWeele & Ding (2017), Ann. Intern. Med. 167:268-274; Austin (2009), Statist. Med. 28:3083-3107"
    ),
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes={"responses": "dated", "contacts": "dated"},
    optional=("responses", "contacts"),
    estimate=adjusted_effect,
    options=("score",),
    trended=False,
)
