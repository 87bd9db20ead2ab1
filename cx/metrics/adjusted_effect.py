"""Adjusted effect: what a good experience goes with in later money, among customers who were alike before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from cx.language import N_, _
from cx.metrics import row_words
from cx.metrics.base import Metric, Row
from cx.metrics.comparable import Comparable, Fit, fit, rare
from cx.metrics.covariates import covariates
from cx.metrics.effect_verdicts import with_verdicts
from cx.metrics.effect_words import remark, without_verdict
from cx.metrics.experiences import SCOPES, STEPS, quicker_experiences
from cx.metrics.followed import Money, Place, followed_for_churn, groups, money
from cx.metrics.forward_revenue import BANDS
from cx.metrics.judging import Tested
from cx.queries import Scope
from cx.stats import comparison
from cx.stats.arrays import Mask, Matrix
from cx.stats.bootstrap import bca_mean
from cx.stats.doubly_robust import Effect
from cx.stats.estimate import Estimate, withheld
from cx.stats.evalue import EValue, of_standardised_difference
from cx.stats.evidence import Evidence
from cx.stats.means import welch
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
    overlap_bad, balance_raw and balance_weighted (item: the covariate). n: customers of both groups. Withheld with the
    reason where a group is below the minimum, the outcome does not vary or happens too seldom, amounts cannot be added,
    or too few have comparable customers (`cx.metrics.comparable`); a figure without verdict says why in its remark.
    """
    found: list[Tested] = []
    known = money(rows)
    for place, group in groups(rows):
        found += Comparison(place, group, known, scope).rows()
    return with_verdicts(found)


class Comparison:
    """One score's good and bad customers in one part of the view."""

    def __init__(self, place: Place, group: pd.DataFrame, known: Money, scope: Scope) -> None:
        self.place, self.score, self.scope = place, place.score, scope
        self.minimum = max(2, scope.settings.minimum_n)
        self.currency, self.refusal = known
        self.customers = group[group["good"].notna().to_numpy()]
        self.good: Mask = self.customers["good"].to_numpy(dtype=np.int64) == 1
        self.n = len(self.good)

    def rows(self) -> Iterator[Tested]:
        """All rows, those that are tested with their p value."""
        if reason := self._too_few(self.good):
            refused = withheld(reason, n=self.n, unit=UNIT)
            yield from ((row, None) for row in self._means())
            yield self._row(refused, "raw"), None
            yield replace(self._row(refused, "adjusted"), grade="C"), None
            yield self._row(refused, "adjusted_bad"), None
            return
        held = covariates(self.customers, np.ones(self.n, dtype=bool), "earlier", money=not self.refusal)
        main, everyone = fit(held, self.good, self._values("later_revenue", "repurchased")), np.ones(self.n, dtype=bool)
        yield from ((row, None) for row in self._means())
        yield self._row(self._raw(REVENUE), "raw"), None
        looks = main.differences("everybody")
        comparable, placebo = main.comparable("everybody", looks), self._placebo()
        estimate = self._effect(main.robust.everybody[0], REVENUE, comparable, everyone)
        strength = self._strength(main.robust.everybody[0]) if estimate.known else None
        evidence = _evidence(estimate, comparable, placebo, strength)
        yield self._graded(main, estimate, comparable, placebo, strength, evidence)
        yield from ((row, None) for row in self._checks(main, looks, placebo, strength))
        clear = evidence is None or not evidence.placebo_clearly_fails()
        of_bad = main.comparable("bad")
        yield self._beside(main.robust.bad[0], "adjusted_bad", REVENUE, of_bad, everyone, clear=clear)
        yield self._row(self._raw("repurchase"), "raw", "repurchase"), None
        yield self._beside(main.robust.everybody[1], "adjusted", "repurchase", comparable, everyone, clear=clear)
        yield self._beside(main.robust.bad[1], "adjusted_bad", "repurchase", of_bad, everyone, clear=clear)
        yield from self._churn(clear=clear)

    def _too_few(self, good: Mask) -> str | None:
        for members, name in ((good, BANDS[self.score][0]), (~good, BANDS[self.score][-1])):
            if (count := int(members.sum())) < self.minimum:
                return _("too few “{band}”: n = {n}, at least {minimum} needed").format(
                    band=row_words.band(name), n=count, minimum=self.minimum
                )
        return None

    def _values(self, *columns: str) -> Matrix:
        return self.customers[list(columns)].to_numpy(dtype=np.float64)

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

    def _effect(self, effect: Effect, outcome: str, comparable: Comparable, kept: Mask) -> Estimate:
        """The effect of the kept customers, withheld when they cannot be compared."""
        unit = UNIT if outcome == REVENUE else "share"
        if outcome == REVENUE and self.refusal:
            return withheld(self.refusal, n=effect.n, unit=unit)
        values, good = self._values(OUTCOMES[outcome])[kept, 0], self.good[kept]
        if values.min() == values.max():
            return withheld(_("all values are equal"), n=effect.n, unit=unit)
        bands = BANDS[self.score][0], BANDS[self.score][-1]
        if reason := comparable.refused() or rare(values, good, bands, money=outcome == REVENUE):
            return withheld(reason, n=effect.n, unit=unit)
        bound = None if outcome == REVENUE else 1.0
        return effect.estimate(unit, low_bound=None if bound is None else -bound, high_bound=bound)

    def _graded(
        self,
        main: Fit,
        estimate: Estimate,
        comparable: Comparable,
        placebo: Estimate,
        strength: EValue | None,
        evidence: Evidence | None,
    ) -> Tested:
        """The adjusted effect on later revenue with its grade in words; without enough overlap no verdict."""
        row = self._row(estimate, "adjusted")
        if evidence is None or strength is None:
            return replace(row, grade="C"), None
        said = remark(self.score, estimate, self.currency, evidence, strength, placebo, main.left, self.scope.settings)
        unjudged = comparable.unjudged()
        row = replace(row, grade=evidence.grade(), remark=f"{said} {unjudged}" if unjudged else said)
        return row, None if unjudged else main.robust.everybody[0].p_value()

    def _checks(self, main: Fit, after: dict[str, float], placebo: Estimate, strength: EValue | None) -> Iterator[Row]:
        """What the grade rests on."""
        if strength is not None:
            ends = strength.limit, strength.value
            e_value = Estimate(strength.value, *ends, self.n, "ratio", "E-value, from that of the interval's limit")
            yield self._row(e_value, "e_value")
        yield self._row(placebo, "placebo")
        n1, n0 = int(self.good.sum()), int((~self.good).sum())
        yield self._row(wilson(round(main.robust.overlap * self.n), self.n), "overlap")
        yield self._row(wilson(round(main.robust.overlap_of_bad * n0), n0), "overlap_bad")
        before = main.differences(None)
        for part, gaps, sizes in (
            ("balance_raw", before, (n1, n0)),
            ("balance_weighted", after, main.robust.effective),
        ):
            for name, gap in gaps.items():
                yield self._row(unsigned(gap, self.n, *sizes), part, item=name)

    def _placebo(self) -> Estimate:
        """The same for the forward_days up to the answer, of those who were known long enough before."""
        if self.refusal:
            return withheld(self.refusal, n=self.n, unit=UNIT)
        known: Mask = self.customers["has_former"].to_numpy() == 1
        good = self.good[known]
        if reason := self._too_few(good):
            return withheld(_("too little history before the answer: {why}").format(why=reason), n=len(good), unit=UNIT)
        former = self._values("former_revenue")[known]
        if former.min() == former.max():
            return withheld(_("all values are equal"), n=len(good), unit=UNIT)
        fitted = fit(covariates(self.customers, known, "long", money=True), good, former)
        if reason := fitted.comparable("everybody").refused():
            return withheld(reason, n=len(good), unit=UNIT)
        return fitted.robust.everybody[0].estimate(UNIT)

    def _strength(self, effect: Effect) -> EValue | None:
        """The E-value of the effect in standard deviations within the groups; None without any spread."""
        spent = self._values("later_revenue")[:, 0]
        squares = sum(float(spent[members].var() * members.sum()) for members in (self.good, ~self.good))
        spread = (squares / (self.n - 2)) ** 0.5
        return of_standardised_difference(effect.value / spread, effect.standard_error / spread) if spread else None

    def _beside(
        self, effect: Effect, part: str, outcome: str, comparable: Comparable, kept: Mask, *, clear: bool
    ) -> Tested:
        """An effect without a grade: a verdict only when the customers are comparable and the days before are clear."""
        estimate = self._effect(effect, outcome, comparable, kept)
        row = self._row(estimate, part, outcome)
        if not estimate.known:
            return row, None
        if unjudged := comparable.unlike() or (
            None if clear else _("No verdict: the groups differed before the answer.")
        ):
            return replace(row, remark=without_verdict(self.score, part, outcome, unjudged)), None
        return row, effect.p_value()

    def _churn(self, *, clear: bool) -> Iterator[Tested]:
        """Of those with churn_days of orders after the answer."""
        known = followed_for_churn(self.customers)
        good = self.good[known]
        if reason := self._too_few(good):
            yield self._row(withheld(reason, n=len(good), unit="share"), "adjusted", "churn"), None
            return
        held = covariates(self.customers, known, "earlier", money=not self.refusal)
        fitted = fit(held, good, self._values("churned")[known])
        yield self._row(self._raw("churn"), "raw", "churn"), None
        all_of_them, of_bad = fitted.comparable("everybody"), fitted.comparable("bad")
        yield self._beside(fitted.robust.everybody[0], "adjusted", "churn", all_of_them, known, clear=clear)
        yield self._beside(fitted.robust.bad[0], "adjusted_bad", "churn", of_bad, known, clear=clear)


def _evidence(
    estimate: Estimate, comparable: Comparable, placebo: Estimate, strength: EValue | None
) -> Evidence | None:
    """What the grade is made of; None without a figure to grade."""
    effect = _ends(estimate)
    if effect is None or strength is None:
        return None
    return Evidence(*effect, comparable.overlap, comparable.imbalance, _ends(placebo), strength.limit)


def _ends(estimate: Estimate) -> tuple[float, float, float] | None:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.value, estimate.low, estimate.high


METRIC = Metric(
    name="adjusted_effect",
    title=N_("Adjusted effect of experience"),
    question=N_("How much more do customers spend after a good experience than customers like them after a bad one?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Net revenue in the forward_days after the day of the answer, of customers with a good experience (promoters, "
        "top two boxes of CSAT, low effort) less that of customers with a bad one (detractors, bottom two boxes, high "
        "effort); the middle band is left out. One answer per customer and score, the first in the view; for effort "
        "from behaviour the first contact. Customers who stayed away count with 0. Held fixed, as known before the "
        "answer: segment, region, plan, acquisition channel, tenure, net revenue, orders and contacts of the 365 days "
        "before, days since the last order, whether there was any, quarter and day; labels are those of today. "
        "adjusted: for all of them; adjusted_bad: for those with the bad experience. Nothing is shown when less than "
        "half have comparable customers in both groups (overlap: a chance of a good experience between 5 and 95 %; for "
        "adjusted_bad overlap_bad: those with the bad experience whose chance of a good one is 5 % or more, which can "
        "be most of them where bad experiences are rare), or less than 90 % when something held fixed tells the groups "
        "apart; nor with fewer than 20 customers with later spend in a group, or fewer than 10 with or without the "
        "yes-or-no outcome. No verdict is given below 90 %, and on return, churn and adjusted_bad neither where "
        "weighting leaves a difference of 0.1 or the placebo fails clearly. placebo: the same for the "
        "forward_days up to the answer, with what was known before those; where it is not near zero, customers "
        "differed already. Grade A: the interval leaves 0 out, at least 90 % have a chance of a good experience "
        "between 5 and 95 %, no difference after weighting of 0.1 standard deviations or more, the placebo's interval "
        "holds 0 and it is below half of the effect, or below a quarter whatever its interval, and the E-value of the "
        "interval's limit is at least 1.25. B: one of the last three fails, but not the placebo clearly: with an "
        "interval that leaves 0 out and a quarter of the effect or more it makes a C. C: everything else, and what is "
        "within noise once corrected for the parts of a split (Benjamini-Hochberg within each score; return, churn and "
        "adjusted_bad among themselves). "
        "Associated with: what was not measured may explain it; the E-value says how strong that would have to be."
    ),
    formula=N_(
        "mean(m1 - m0) + weighted mean residuals, weights 1/e and 1/(1 - e) normalised; m: least squares within each "
        "group, e: logistic regression; interval from the influence function, the wider of t and Hall's for skewed sums"
    ),
    source=(
        "Robins, Rotnitzky & Zhao (1994), JASA 89:846-866; Lunceford & Davidian (2004), Statist. Med. 23:2937-2960; "
        "VanderWeele & Ding (2017), Ann. Intern. Med. 167:268-274; Austin (2009), Statist. Med. 28:3083-3107"
    ),
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes=SCOPES,
    steps=STEPS,
    quicker=quicker_experiences("adjusted_effect"),
    optional=("responses", "contacts"),
    sampled="apart",
    estimate=adjusted_effect,
    options=("score",),
    trended=False,
)
