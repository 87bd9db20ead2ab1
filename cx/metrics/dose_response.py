"""Dose and response: what customers do after an answer at every level of the score, and the change per point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from cx.language import N_, _
from cx.metrics.adjusted_effect import OUTCOMES, REVENUE
from cx.metrics.base import Metric, Row
from cx.metrics.covariates import NAMES, Column, covariates
from cx.metrics.effect_verdicts import judged_within
from cx.metrics.experiences import SCOPES, STEPS, quicker_experiences
from cx.metrics.followed import Money, Place, groups, money, numbers_of
from cx.metrics.judging import Tested
from cx.queries import Scope
from cx.stats.arrays import Mask, Vector
from cx.stats.bootstrap import bca_mean
from cx.stats.design import Design, inflation, standardised
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.proportions import wilson
from cx.stats.regression import LeastSquares, fitted

UNIT = "money"
METHOD = "least squares, HC3"
LEVEL = "level"
MOST_STEPS = 101
"""Of a scale from 0 to 100; more steps are no levels to look at one by one."""
MOST_INFLATION = 50.0
"""Of the slope's variance by what is held fixed: beyond it, 98 % of the level follows from the rest."""
BOXES = (1.0, 5.0)
"""The scale on which answers of several CSAT scales are put together."""


def dose_response(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What do customers do afterwards at each level of the score, and what goes with a point more?

    Formula: level: mean (BCa bootstrap up to 500 customers, else t) or share (Wilson) of the customers at the level;
    raw slope: least squares of the outcome on the level; slope: the same with the covariates of adjusted_effect held
    fixed; HC3 intervals. rows: the customers of adjusted_effect.sql. Returns, per split value, score and outcome
    (forward_revenue, repurchase, churn), a Row for each level (part level, band: the level), a raw slope and a slope.
    adjusted_p and verdict: of no trend, Benjamini-Hochberg over all slopes of the score. Withheld below the minimum,
    when all values are equal, when amounts cannot be added, or when what is held fixed tells the level.
    """
    found: list[Tested] = []
    known = money(rows)
    for place, group in groups(rows):
        scaled = group[_on_a_scale(group)]
        if _steps(scaled) > MOST_STEPS or scaled.empty:
            found += _without_levels(place, len(group), too_many=not scaled.empty)
        else:
            found += Dose(place, scaled, known, scope).rows()
    return judged_within(found, lambda row: row.score)[0]


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
        yield self._held_fixed(outcome, values, known)

    def _held_fixed(self, outcome: str, values: Vector, known: Mask) -> Tested:
        """The slope among customers alike before; withheld when what is held fixed tells the level."""
        columns, left = covariates(self.group, known, "earlier", money=not self.refusal).within(len(values))
        # The level comes last: when it follows from the others it is the one that is left out.
        beside = [*(c.values for c in columns), self.level[known]]
        design = standardised(beside, [*(f"{at}" for at in range(len(columns))), LEVEL])
        if names := _telling(columns, beside, design):
            reason = _("the level cannot be told apart from {names}").format(names=", ".join(names))
            unit = UNIT if outcome == REVENUE else "share"
            return self._row(withheld(reason, n=len(values), unit=unit), "slope", outcome), None
        row, p = self._slope(fitted(design, values), "slope", outcome, len(values))
        if left:
            said = _("Too few customers to hold fixed as well: {names}.").format(names=", ".join(left))
            row = replace(row, remark=said)
        return row, p

    def _slope(self, fit: LeastSquares | None, part: str, outcome: str, n: int) -> Tested:
        unit = UNIT if outcome == REVENUE else "share"
        found = None if fit is None else fit.robust[LEVEL]
        if found is None or found.standard_error <= 0.0:
            reason = _("the level leaves nothing to judge by")
            return self._row(withheld(reason, n=n, unit=unit), part, outcome), None
        low, high = found.interval()
        return self._row(Estimate(found.value, low, high, n, unit, METHOD), part, outcome), found.p_value()


def _telling(columns: Sequence[Column], beside: Sequence[Vector], design: Design) -> tuple[str, ...]:
    """The covariates that tell the level, for people; none when it has a life of its own."""
    if inflation(design, LEVEL) <= MOST_INFLATION:
        return ()
    names = tuple(dict.fromkeys(c.covariate for c in columns))
    alone = []
    for name in names:
        own = [c.values for c in columns if c.covariate == name]
        fixed = standardised([*own, beside[-1]], [*(f"{at}" for at in range(len(own))), LEVEL])
        if inflation(fixed, LEVEL) > MOST_INFLATION:
            alone.append(name)
    return tuple(NAMES[name] for name in alone or names)


def _on_a_scale(group: pd.DataFrame) -> Mask:
    """Which answers are on a scale with two ends."""
    level, lows, highs = (numbers_of(group, name) for name in ("level", "level_low", "level_high"))
    ends: Mask = np.isfinite(level) & np.isfinite(lows) & np.isfinite(highs) & (lows < highs)
    return ends


def _steps(group: pd.DataFrame) -> float:
    """How many whole steps the widest of the scales has."""
    if group.empty:
        return 0.0
    return float(numbers_of(group, "level_high").max() - numbers_of(group, "level_low").min()) + 1.0


def _without_levels(place: Place, n: int, *, too_many: bool) -> Iterator[Tested]:
    """The slopes, withheld: the answers have no levels."""
    period, split, score = place
    reason = (
        _("the scale has more than {n} steps").format(n=MOST_STEPS)
        if too_many
        else _("the answers are on no scale that is known")
    )
    for outcome in OUTCOMES:
        estimate = withheld(reason, n=n, unit=UNIT if outcome == REVENUE else "share")
        for part in ("raw slope", "slope"):
            yield Row(estimate, period, split, score=score, part=part, outcome=outcome), None


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
    title=N_("Later behaviour by level of the score"),
    question=N_("What do customers do afterwards at each level of the score, and what goes with a point more?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Net revenue in the forward_days after the day of the answer, and the shares that ordered again within them "
        "and that did not order within churn_days, at every level of NPS (0-10), CSAT (its own steps; several scales "
        "are put on 1-5), effort (CES, 1-7 with 7 easiest) and effort from behaviour (number of signs of effort in the "
        "contact: more is worse). One answer per customer and score, the first in the view. slope: change per level "
        "with what was known before the answer held fixed, as in adjusted_effect; raw slope: without. A straight line "
        "sums the levels up; look at them for steps and bends. Associated with the score, not shown to follow from it."
    ),
    formula=N_(
        "levels: mean or share; slope: b of outcome = a + b level + covariates, HC3 interval, withheld with a variance "
        "inflation above 50; p by t, then BH within the score"
    ),
    source=(
        "Efron (1987), JASA 82:171-185; Wilson (1927), JASA 22:209-212; Long & Ervin (2000), American Statistician "
        "54:217-224"
    ),
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes=SCOPES,
    steps=STEPS,
    quicker=quicker_experiences("adjusted_effect"),
    optional=("responses", "contacts"),
    sampled="apart",
    estimate=dose_response,
    options=("score",),
    sql_name="adjusted_effect",
    trended=False,
)
