"""How many times as likely do customers leave, stay or turn away after a bad experience as after a good one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, records, text, whole
from cx.metrics.experiences import SCOPES, STEPS, quicker_experiences
from cx.metrics.forward_revenue import BANDS
from cx.metrics.judging import Tested, judged
from cx.queries import Scope
from cx.stats import risk_ratios
from cx.stats.critical_values import two_sided_p
from cx.stats.estimate import Estimate
from cx.stats.proportions import wilson
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

    def row(self, estimate: Estimate, part: str, outcome: str, band: str, total: float | None = None) -> Row:
        """A figure of this group."""
        return Row(
            estimate, self.period, self.split, score=self.score, part=part, outcome=outcome, band=band, total=total
        )


def risk_ratio(rows: pd.DataFrame, scope: Scope) -> list[Row]:
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
    return judged(row for group in groups for row in _rows(group, scope.settings.minimum_n))


def _rows(group: Group, minimum: int) -> Iterator[Tested]:
    """The rows of a group, each with its p value where it is tested."""
    best, *_middle, worst = BANDS[group.score]
    for outcome in OUTCOMES:
        if outcome == "disloyal" and group.score not in STATED_OF:
            continue
        for band in BANDS[group.score]:
            count, n = group.counted(band, outcome)
            share = wilson(count, n, minimum=minimum)
            total = float(count) if share.known else None
            yield group.row(share, "share", outcome, band, total), None
        counts = (*group.counted(worst, outcome), *group.counted(best, outcome))
        ratio = risk_ratios.risk_ratio(*counts, minimum=minimum)
        yield group.row(ratio, "risk ratio", outcome, worst), _p(*counts) if ratio.known else None
        yield group.row(risk_ratios.risk_difference(*counts, minimum=minimum), "risk difference", outcome, worst), None


def _p(outcomes: int, n: int, base_outcomes: int, base_n: int) -> float | None:
    statistic = chi_square(outcomes, n, base_outcomes, base_n)
    return None if statistic is None else two_sided_p(statistic**0.5)


METRIC = Metric(
    name="risk_ratio",
    title=N_("Risk ratio of a bad experience"),
    question=N_(
        "How many times as likely do customers leave, stay or turn away after a bad experience as after a good?"
    ),
    unit="ratio",
    better="neither",
    definition=N_(
        "The worst band of a score against the best: detractors against promoters, dissatisfied against satisfied, "
        "high against low effort. Effort is told by CES, or (score effort) by the behaviour around the contact, also "
        "of customers who never answered: see effort_index. One experience per customer and score: the first in the "
        "view (with a grain: in the period). Repurchase: an order in the forward_days after it; churn: no order in the "
        "churn_days after it; only customers whose full number of days lies within the data. Disloyal: the first NPS "
        "answer on the day or in the forward_days after it is 0-6; only customers who gave one. Shares by band, their "
        "ratio and their difference. A ratio of 1 means no difference; p values are adjusted over all ratios of the "
        "answer (Benjamini-Hochberg). Associated with the experience, not proven to follow from it."
    ),
    formula=N_(
        "share in the worst band / share in the best band, 95 % Koopman score interval; difference: Newcombe, method 10"
    ),
    source="Koopman (1984), Biometrics 40:513-517; Newcombe (1998), Statistics in Medicine 17:873-890; Wilson (1927)",
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes=SCOPES,
    steps=STEPS,
    quicker=quicker_experiences("risk_ratio"),
    optional=("contacts",),
    options=("score",),
    estimate=risk_ratio,
)
