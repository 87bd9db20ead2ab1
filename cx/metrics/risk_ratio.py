"""How many times as likely do customers leave, stay or turn away after a bad experience as after a good one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, records, text, whole
from cx.metrics.forward_revenue import BANDS
from cx.queries import Scope
from cx.stats.comparison import verdicts
from cx.stats.critical_values import two_sided_p
from cx.stats.multiple import benjamini_hochberg
from cx.stats.proportions import wilson
from cx.stats.risk_ratios import risk_difference, risk_ratio
from cx.stats.two_proportions import chi_square

OUTCOMES = {
    "repurchase": ("repurchased", "forward_customers"),
    "churn": ("churned", "churn_customers"),
    "disloyal": ("detractors", "told_customers"),
}
"""Outcome -> the columns with its customers and with those of whom it is known."""
STATED_OF = ("ces", "effort")
"""Scores whose customers may also tell how likely they recommend; of NPS itself that would be the same answer."""


@dataclass(frozen=True, slots=True)
class Group:
    """The customers of one period, split value and score: band -> counts."""

    period: date | None
    split: str | None
    score: str
    by_band: Mapping[str, Record]

    def counted(self, band: str, outcome: str) -> tuple[int, int]:
        """Customers of a band with an outcome, and those of whom it is known."""
        record = self.by_band.get(band, {})
        with_outcome, known = OUTCOMES[outcome]
        return whole(record.get(with_outcome)), whole(record.get(known))


def estimate(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """How many times as likely is an outcome in the worst band of a score as in the best one?

    rows: per period, split, score and band the counts of risk_ratio.sql. Returns by score and outcome: part "share", a
    Row per band (Wilson; total: customers with the outcome); part "risk ratio" and part "risk difference", the worst
    band against the best (band: the worst). Ratios carry a verdict and a p value (chi-square of equal shares), adjusted
    over all of the answer. Withheld below the minimum n in either band.
    """
    bands: dict[tuple[date | None, str | None, str], dict[str, Record]] = {}
    for record in records(rows):
        key = (day(record["period"]), text(record["split"]), str(record["score"]))
        bands.setdefault(key, {})[str(record["band"])] = record
    groups = [Group(*key, by_band) for key, by_band in bands.items()]
    return _judged([row for group in groups for row in _rows(group, scope.settings.minimum_n)])


def _rows(group: Group, minimum: int) -> Iterator[tuple[Row, float | None]]:
    """The rows of a group, each with its p value where it is tested."""
    best, *_middle, worst = BANDS[group.score]
    place = Row(wilson(0, 0), period=group.period, split=group.split, score=group.score)
    for outcome in OUTCOMES:
        if outcome == "disloyal" and group.score not in STATED_OF:
            continue
        for band in BANDS[group.score]:
            count, n = group.counted(band, outcome)
            share = wilson(count, n, minimum=minimum)
            total = float(count) if share.known else None
            yield replace(place, estimate=share, outcome=outcome, band=band, part="share", total=total), None
        counts = (*group.counted(worst, outcome), *group.counted(best, outcome))
        ratio = risk_ratio(*counts, minimum=minimum)
        between = replace(place, outcome=outcome, band=worst)
        yield replace(between, estimate=ratio, part="risk ratio"), _p(*counts) if ratio.known else None
        yield (
            replace(between, estimate=risk_difference(*counts, minimum=minimum), part="risk difference"),
            None,
        )


def _p(outcomes: int, n: int, base_outcomes: int, base_n: int) -> float | None:
    statistic = chi_square(outcomes, n, base_outcomes, base_n)
    return None if statistic is None else two_sided_p(statistic**0.5)


def _judged(found: list[tuple[Row, float | None]]) -> list[Row]:
    """The rows with verdicts and adjusted p values on the ratios."""
    tested = [(row, p) for row, p in found if row.part == "risk ratio"]
    p_values = [p for _row, p in tested]
    told = zip(benjamini_hochberg(p_values), verdicts(p_values), strict=True)
    judged = [replace(row, adjusted_p=p, verdict=v.value) for (row, _p), (p, v) in zip(tested, told, strict=True)]
    ratios = iter(judged)
    return [next(ratios) if row.part == "risk ratio" else row for row, _p in found]


METRIC = Metric(
    name="risk_ratio",
    title="Risk ratio of a bad experience",
    question="How many times as likely do customers leave, stay or turn away after a bad experience as after a good?",
    unit="ratio",
    better="neither",
    definition=(
        "The worst band of a score against the best: detractors against promoters, dissatisfied against satisfied, "
        "high against low effort. Effort is told by CES, or (score effort) by the behaviour around the contact, also "
        "of customers who never answered: see effort_index. One experience per customer and score: the first in the "
        "view (with a grain: in the period). Repurchase: an order in the forward_days after it; churn: no order in the "
        "churn_days after it; only customers whose full number of days lies within the data. Disloyal: the first NPS "
        "answer on the day or in the forward_days after it is 0-6; only customers who gave one. Shares by band, their "
        "ratio and their difference. A ratio of 1 means no difference; p values are adjusted over all ratios of the "
        "answer (Benjamini-Hochberg). Associated with the experience, not proven to follow from it."
    ),
    formula=(
        "share in the worst band / share in the best band, 95 % Koopman score interval; difference: Newcombe, method 10"
    ),
    source="Koopman (1984), Biometrics 40:513-517; Newcombe (1998), Statistics in Medicine 17:873-890; Wilson (1927)",
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes={"responses": "dated", "contacts": "dated"},
    optional=("contacts",),
    options=("score",),
    estimate=estimate,
)
