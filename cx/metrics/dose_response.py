"""Dose and response: what customers do after an answer at every level of the score, and the change per point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from cx.language import _
from cx.metrics.adjusted_effect import OUTCOMES, REVENUE
from cx.metrics.base import Metric, Row
from cx.metrics.covariates import covariates
from cx.metrics.followed import Money, Place, groups, money, numbers_of
from cx.queries import Scope
from cx.stats.bootstrap import bca_mean
from cx.stats.design import Mask, Vector, standardised
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.multiple import benjamini_hochberg
from cx.stats.proportions import wilson
from cx.stats.regression import LeastSquares, fitted

UNIT = "money"
METHOD = "least squares, HC3"
LEVEL = "level"
BOXES = (1.0, 5.0)
"""The scale on which answers of several CSAT scales are put together."""

Tested = tuple[Row, float | None]


def dose_response(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What do customers do afterwards at each level of the score, and what goes with a point more?

    Formula: level: mean (BCa bootstrap up to 500 customers, else t) or share (Wilson) of the customers at the level;
    raw slope: least squares of the outcome on the level; slope: the same with the covariates of adjusted_effect held
    fixed; HC3 intervals. rows: the customers of adjusted_effect.sql. Returns, per split value, score and outcome
    (forward_revenue, repurchase, churn), a Row for each level (part level, band: the level), a raw slope and a slope.
    adjusted_p: of no trend, Benjamini-Hochberg over all slopes of the answer. Withheld below the minimum, when all
    values are equal, or when amounts cannot be added.
    """
    found: list[Tested] = []
    known = money(rows)
    for place, group in groups(rows):
        found += Dose(place, group, known, scope).rows()
    adjusted = benjamini_hochberg([p for _row, p in found])
    return [replace(row, adjusted_p=p) for (row, _p), p in zip(found, adjusted, strict=True)]


class Dose:
    """One score's customers in one part of the view, by level."""

    def __init__(self, place: Place, group: pd.DataFrame, known: Money, scope: Scope) -> None:
        self.place, self.group, self.minimum = place, group, max(2, scope.settings.minimum_n)
        self.currency, self.refusal = known
        self.steps, self.level = _levels(group, place.score)
        self.scale = None if place.score == "effort" else f"{self.steps[0]:g}-{self.steps[-1]:g}"

    def rows(self) -> Iterator[Tested]:
        """The levels of every outcome, then its two slopes."""
        for outcome, column in OUTCOMES.items():
            values = numbers_of(self.group, column)
            known: Mask = ~np.isnan(values)
            for step in self.steps:
                estimate = self._at(values[known & (self.level == step)], outcome)
                yield self._row(estimate, "level", outcome, band=f"{step:g}"), None
            yield from self._slopes(outcome, values[known], known)

    def _row(self, estimate: Estimate, part: str, outcome: str, band: str | None = None) -> Row:
        period, split, score = self.place
        currency = self.currency if estimate.unit == UNIT else None
        return Row(
            estimate,
            period,
            split,
            score=score,
            currency=currency,
            scale=self.scale,
            part=part,
            outcome=outcome,
            band=band,
        )

    def _at(self, values: Vector, outcome: str) -> Estimate:
        """The outcome of the customers at one level."""
        if outcome != REVENUE:
            return wilson(int(values.sum()), len(values), minimum=self.minimum)
        if self.refusal:
            return withheld(self.refusal, n=len(values), unit=UNIT)
        floor = 0.0 if len(values) and values.min() >= 0.0 else None
        return bca_mean(values, minimum=self.minimum, unit=UNIT, low_bound=floor)

    def _slopes(self, outcome: str, values: Vector, known: Mask) -> Iterator[Tested]:
        level, n, unit = self.level[known], len(values), UNIT if outcome == REVENUE else "share"
        refusal = too_few(n, self.minimum, unit=unit)
        if refusal is None and outcome == REVENUE and self.refusal:
            refusal = withheld(self.refusal, n=n, unit=unit)
        if refusal is None and (level.min() == level.max() or values.min() == values.max()):
            refusal = withheld(_("all values are equal"), n=n, unit=unit)
        if refusal is not None:
            yield from ((self._row(refusal, part, outcome), None) for part in ("raw slope", "slope"))
            return
        yield self._slope(fitted(standardised(level[:, None], [LEVEL]), values), "raw slope", outcome, n)[0], None
        columns, left = covariates(self.group, known, "earlier", money=not self.refusal).within(n)
        beside = [level, *(c.values for c in columns)]
        names = [LEVEL, *(f"{at}" for at in range(len(columns)))]
        row, p = self._slope(fitted(standardised(beside, names), values), "slope", outcome, n)
        if left:
            row = replace(
                row, remark=_("Too few customers to hold fixed as well: {names}.").format(names=", ".join(left))
            )
        yield row, p

    def _slope(self, fit: LeastSquares | None, part: str, outcome: str, n: int) -> Tested:
        unit = UNIT if outcome == REVENUE else "share"
        found = None if fit is None else fit.robust[LEVEL]
        if found is None or found.standard_error <= 0.0:
            reason = _("the level leaves nothing to judge by")
            return self._row(withheld(reason, n=n, unit=unit), part, outcome), None
        low, high = found.interval()
        return self._row(Estimate(found.value, low, high, n, unit, METHOD), part, outcome), found.p_value()


def _levels(group: pd.DataFrame, score: str) -> tuple[list[float], Vector]:
    """The steps of the score's scale, and everybody's level on it; several CSAT scales are put on five boxes."""
    level, lows, highs = (numbers_of(group, name) for name in ("level", "level_low", "level_high"))
    low, high = float(lows.min()), float(highs.max())
    if score == "csat" and (lows.max() > low or highs.min() < high):
        level = BOXES[0] + (BOXES[1] - BOXES[0]) * (level - lows) / (highs - lows)
        low, high = BOXES
    elif score == "effort":
        high = float(level.max())
    rounded: Vector = np.floor(level + 0.5)
    return [float(step) for step in np.arange(low, high + 0.5)], rounded


METRIC = Metric(
    name="dose_response",
    title="Later behaviour by level of the score",
    question="What do customers do afterwards at each level of the score, and what goes with a point more?",
    unit=UNIT,
    better="higher",
    definition=(
        "Net revenue in the forward_days after the day of the answer, and the shares that ordered again within them "
        "and that did not order within churn_days, at every level of NPS (0-10), CSAT (its own steps; several scales "
        "are put on 1-5), effort (CES, 1-7 with 7 easiest) and effort from behaviour (number of signs of effort in the "
        "contact: more is worse). One answer per customer and score, the first in the view. slope: change per level "
        "with what was known before the answer held fixed, as in adjusted_effect; raw slope: without. A straight line "
        "sums the levels up; look at them for steps and bends. Associated with the score, not shown to follow from it."
    ),
    formula="levels: mean or share; slope: b of outcome = a + b level + covariates, HC3 interval; p by t, then BH",
    source=(
        "Efron (1987), JASA 82:171-185; Wilson (1927), JASA 22:209-212; Long & Ervin (2000), American Statistician "
        "54:217-224"
    ),
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes={"responses": "dated", "contacts": "dated"},
    optional=("responses", "contacts"),
    estimate=dose_response,
    options=("score",),
    sql_name="adjusted_effect",
    trended=False,
)
