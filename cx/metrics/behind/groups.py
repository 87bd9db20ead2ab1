"""Of metrics that answer for several groups at once: which of their figures customers can be listed of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cx.metrics import cost_to_serve, effort_loyalty, p_alive, risk_ratio
from cx.metrics.base import Row
from cx.metrics.forward_revenue import BANDS
from cx.metrics.revenue_at_risk import AT_RISK, BOTH, CUSTOMERS, DETRACTORS, HIGH_EFFORT, LATER

EFFORT_SCORE = "ces"
"""The score of a metric that knows no other."""
TWO_SIDED = frozenset({"risk ratio", "risk difference", "difference", "raw", "adjusted"})
"""Parts that hold the best band against the worst: the customers of both are behind them."""
SCORES = tuple(BANDS)


class Group(NamedTuple):
    """Which figure of an answer with several: the fields of its Row."""

    part: str | None = None
    band: str | None = None
    outcome: str | None = None
    item: str | None = None

    @property
    def two_sided(self) -> bool:
        """Whether it holds two bands against each other."""
        return self.part in TWO_SIDED

    @property
    def is_count(self) -> bool:
        """Whether the figure is how many customers there are: a band of P(alive)."""
        return self.part == p_alive.BAND and self.item is None


WHOLE = Group()
"""Of a metric whose answer is one figure."""


def of_row(row: Row) -> Group:
    """The group that a row is about."""
    return Group(row.part, row.band, row.outcome, row.item)


def groups(metric: str, score: str) -> tuple[Group, ...]:
    """The figures of a metric that customers can be listed of, by one score; none where no single score is meant."""
    return tuple(GROUPED[metric](score)) if score in SCORES else ()


def bands_of(group: Group, score: str) -> tuple[str | None, str | None]:
    """The bands whose customers are behind a figure: one, or the best and the worst; none where there are no bands."""
    return (BANDS[score][0], BANDS[score][-1]) if group.two_sided else (group.band, None)


def _forward_revenue(score: str) -> Iterator[Group]:
    yield from (Group(band=band) for band in BANDS[score])


def _adjusted_effect(score: str) -> Iterator[Group]:
    yield from (Group(part, outcome="forward_revenue") for part in ("raw", "adjusted"))


def _effort_loyalty(score: str) -> Iterator[Group]:
    if score == EFFORT_SCORE:
        yield from (Group(band=b, outcome=o) for o in effort_loyalty.OUTCOMES for b in BANDS[score])


def _risk_ratio(score: str) -> Iterator[Group]:
    for outcome in risk_ratio.OUTCOMES:
        if outcome == "disloyal" and score not in risk_ratio.STATED_OF:
            continue
        yield from (Group("share", band, outcome) for band in BANDS[score])
        yield from (Group(part, BANDS[score][-1], outcome) for part in ("risk ratio", "risk difference"))


def _cost_to_serve(score: str) -> Iterator[Group]:
    if score not in cost_to_serve.SCORES:
        return
    for item in (cost_to_serve.COST, cost_to_serve.MINUTES):
        yield from (Group("band", band, item=item) for band in BANDS[score])
        yield Group("difference", BANDS[score][0], item=item)


def _revenue_at_risk(score: str) -> Iterator[Group]:
    for part in (CUSTOMERS, AT_RISK):
        yield from (Group(part, item=item) for item in (DETRACTORS, HIGH_EFFORT, BOTH))
    yield from (Group(LATER, item=item) for item in (DETRACTORS, HIGH_EFFORT))


def _predicted_clv(score: str) -> Iterator[Group]:
    yield WHOLE


def _p_alive(score: str) -> Iterator[Group]:
    yield from (Group(part) for part in (p_alive.EVERYBODY, p_alive.REPEAT))
    yield from (Group(p_alive.BAND, band) for band in p_alive.BAND_NAMES)


GROUPED: Mapping[str, Callable[[str], Iterator[Group]]] = {
    "forward_revenue": _forward_revenue,
    "adjusted_effect": _adjusted_effect,
    "effort_loyalty": _effort_loyalty,
    "risk_ratio": _risk_ratio,
    "cost_to_serve": _cost_to_serve,
    "revenue_at_risk": _revenue_at_risk,
    "predicted_clv": _predicted_clv,
    "p_alive": _p_alive,
}
"""Metric -> its figures by a score."""


def score_of(given: str, options: tuple[str, ...]) -> str:
    """The score a metric is asked for: the one given, or the only one of a metric that has no choice."""
    return given if "score" in options else EFFORT_SCORE
