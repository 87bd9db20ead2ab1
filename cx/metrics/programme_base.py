"""What a programme works on: the customers of the last year, who of them came back, and what those brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cx.language import _, numbers
from cx.metrics import amounts
from cx.metrics.base import Row
from cx.metrics.cells import Record, day, number, text, whole
from cx.queries import Scope
from cx.stats.estimate import EXACT, Estimate, withheld
from cx.stats.means import mean
from cx.stats.proportions import wilson

UNIT = "money"
REVENUE, MARGIN = "revenue", "margin"
"""What money is told in: net revenue before the cost of goods, or what is left of it after that cost."""
YEAR, SLACK = 365, 31
"""Days; a shop whose orders begin a month into the year before still says who came back."""


class Base:
    """Customers of the year up to the last day shown, from the row of what_if.sql.

    measure: margin where every amount of the year comes with its cost, else revenue. of_revenue: what part of the
    year's revenue the measure is, taken as exact. no_effort: why nobody's effort is known, when no contact is there.
    """

    def __init__(self, record: Record, scope: Scope, no_effort: str) -> None:
        self.customers, self.minimum = whole(record["customers_now"]), scope.settings.minimum_n
        self.before, self.returned = whole(record["customers_before"]), whole(record["returned"])
        self.high_effort = (
            _count(whole(record["high_effort_customers"]), self.customers)
            if whole(record["contacts"])
            else withheld(no_effort, n=0, unit="count")
        )
        refused = amounts.refusal(record)
        self.currency = None if refused else text(record["currency"])
        self.measure = MARGIN if _all_costed(record) and not refused else REVENUE
        revenue = number(record["revenue_of_all"])
        self.of_revenue = number(record["margin_of_all"]) / revenue if self.measure == MARGIN else 1.0
        first, start = day(record["orders_from"]), day(record["before_first_day"])
        short = first is None or start is None or first > start - timedelta(days=YEAR - SLACK)
        few = _("the orders do not reach back two whole years: who came back cannot be told") if short else None
        self.retention = (
            withheld(few, n=self.before, unit="share")
            if few
            else wilson(self.returned, self.before, minimum=self.minimum)
        )
        self.worth = self._worth(record, few or refused)

    def _worth(self, record: Record, refused: str | None) -> Estimate:
        if refused:
            return withheld(refused, n=self.returned, unit=UNIT)
        sums = number(record[self.measure]), number(record[f"{self.measure}_squares"])
        return mean(self.returned, *sums, unit=UNIT, minimum=self.minimum)

    def rows(self) -> Iterator[Row]:
        """The base as rows: how many customers, how many came back, and what those brought."""
        for item, estimate in (
            ("high-effort customers", self.high_effort),
            ("customers", _count(self.customers, self.customers)),
        ):
            yield Row(estimate, part="base", item=item, total=estimate.value)
        yield Row(self.retention, part="base", item="retention")
        yield Row(
            self.worth,
            part="base",
            item="worth of a customer who came back",
            outcome=self.measure,
            currency=self.currency,
        )

    @property
    def most_lift(self) -> float:
        """The share of customers that can still be won: those who did not come back."""
        return 1.0 if self.retention.value is None else 1.0 - self.retention.value

    def too_much(self, lift: float) -> str | None:
        """Why so much more retention cannot be; None when it can. lift: a share of the customers."""
        if self.retention.value is None or lift <= self.most_lift:
            return None
        return _("at most {most} can be won: {kept} of the customers come back already").format(
            most=numbers.points(self.most_lift), kept=numbers.percent(self.retention.value)
        )


def _all_costed(record: Record) -> bool:
    paid = whole(record["paid_days"])
    return paid > 0 and paid == whole(record["costed_days"]) and number(record["revenue_of_all"]) > 0.0


def _count(count: int, customers: int) -> Estimate:
    """How many of the year's customers; exact, so that its interval has no width."""
    if not customers:
        return withheld(_("no customer ordered in the year up to the last day shown"), n=0, unit="count")
    return Estimate(float(count), float(count), float(count), customers, "count", EXACT)
