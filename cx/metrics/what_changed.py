"""What changed between two periods, and which part of it comes from where?

Formula: mean figures (NPS, CSAT, average order value, retention) M = sum w m over segments: mix (w1 - w0)(m0 - M0),
rate w0 (m1 - m0), interaction (w1 - w0)(m1 - m0). Revenue, N customers times r each: mix (N1 - N0) r0, rate
N0 (r1 - r0), interaction (N1 - N0)(r1 - r0), guest orders apart; without a split, customers x orders per customer x
average order value, averaged over the orders in which they may move. 95 % intervals by the delta method, clustered by
customer over both periods; of the whole change by MOVER, as on the cards.
Unit: points, share or money, of the figure `of`.
Inputs: surveys or orders; both periods are read, so that the view only filters.
Fields: part then, now, total; by split value and, with none, over all of them: mix, rate, interaction, guests and
contribution (their sum); for revenue part factor with item. total: the exact part; parts sum to the change to the last
digit, also where a part is withheld. adjusted_p, verdict: Benjamini-Hochberg over all parts. part data_change: what in
the data may lie behind it. n: both periods.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Kitagawa (1955), JASA 50:1168-1194; Shapley (1953); Deng, Knoblich & Lu (2018), KDD; Zou & Donner (2008).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics import amounts, changed_parts, data_change
from cx.metrics.base import Metric, Quicker, Row
from cx.metrics.cells import day, records, text
from cx.metrics.changed_table import SIDES, Changed, read
from cx.metrics.groupings import among_others
from cx.metrics.judging import Tested, judged
from cx.metrics.rows import repeat_effect
from cx.metrics.spans import of_customers
from cx.queries import GROUPS, Scope
from cx.stats.comparison import difference, p_value
from cx.stats.counts import BY_CUSTOMER, compound_sum
from cx.stats.decomposition import split_mean, split_total
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.nps import nps
from cx.stats.proportions import wilson
from cx.stats.ratios import ratio
from cx.view import Dates


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure whose change can be explained. title: of the metric that does so, marked. level: its value on one side.
    counted: what its rows are, for people, marked.

    table: the canonical table the rows come from; scope: the mart that the view narrows. ends: the ends of the scale,
    added to the variance; furthest: how far the figure can change. sql: the file with what follows the shared steps.
    begun: steps before what each customer adds; pairs: those that give him one line for both periods.
    """

    title: str
    unit: str
    table: str
    scope: str
    counted: str
    level: Callable[[Changed, str, int], Estimate]
    scale: float = 1.0
    ends: tuple[float, ...] = ()
    furthest: float | None = None
    sql: str = "what_changed"
    begun: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, str] = field(default_factory=dict)

    def steps(self, of: str) -> dict[str, str]:
        """The steps before the SQL: what each customer adds, and what customers add together."""
        lines = {"by_customer": f"changed_{of}", "crossed": "changed_crossed"}
        return {"sides": "sides", **self.begun, **lines, **PRODUCTS}

    def quicker(self) -> tuple[Quicker, ...]:
        """The ways with a line for each customer, where all of his is in one segment: by several groupings, by one."""
        if not self.pairs:
            return ()
        several = {"grouped": "together_grouped", **SIDES_OF_PAIRS, "crossed": "together_crossed"}
        one = {"grouped": "paired_grouped", **SIDES_OF_PAIRS, "crossed": "paired_crossed"}
        fits, scopes = partial(among_others, mart=self.scope), {self.scope: "filtered"}
        return (
            Quicker(
                fits,
                self.sql,
                {**scopes, GROUPS: "filtered"},
                {**self.pairs, **several, **PRODUCTS, "totals": "together_totals"},
                together=self.scope,
            ),
            Quicker(of_customers, self.sql, scopes, {**self.pairs, **one, **PRODUCTS}),
        )


BOTH = {"both_sides": "orders_of_both"}
"""The step before those that add orders up."""
SIDES_OF_PAIRS = {"by_customer": "paired_sides"}
"""What customers add in each period, of those that have one line for both."""
PRODUCTS = {"totals": "changed_totals", "products": "changed_products"}
"""The last steps, after what customers add and what they add elsewhere."""


def explain(of: str, frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    figure = FIGURES[of]
    if scope.compared is None:
        reason = _("there is nothing before to compare with: choose a later or shorter period, or a comparison")
        return [Row(withheld(reason, n=0, unit=figure.unit), part="total")]
    if frame.empty:
        return []
    if refusal := _refusal(frame, scope.compared):
        return [Row(withheld(refusal, n=0, unit=figure.unit), part="total")]
    changed, minimum = read(frame, guests_apart=of == "revenue"), scope.settings.minimum_n
    then, now = (figure.level(changed, side, minimum) for side in SIDES)
    parts = judged(_tested(of, changed, scope, then, now))
    levels = [Row(level, part=part, total=level.value) for part, level in zip(SIDES, (then, now), strict=True)]
    currency = text(frame["currency"].iloc[0]) if "currency" in frame else None
    rows = [replace(row, currency=currency) for row in (*levels, *parts)]
    return [*rows, *data_change.rows(changed, scope, _(figure.counted), figure.unit, led=of == "retention")]


def _refusal(frame: pd.DataFrame, then: Dates) -> str | None:
    """Why no figure may be given: amounts that cannot be added up, or days before the first order."""
    if "amounts_missing" in frame:
        return amounts.refusal(next(records(frame)))
    needed = then.first - timedelta(days=then.days)
    first = day(frame["orders_from"].min()) if "orders_from" in frame else None
    if first and needed < first:
        return _(
            "retention needs as many days again before both periods, from {needed} on, and the orders begin on {first}"
        ).format(needed=numbers.day(needed), first=numbers.day(first))
    return None


def _tested(of: str, changed: Changed, scope: Scope, then: Estimate, now: Estimate) -> list[Tested]:
    """The whole change and its parts, each with its p value."""
    figure, minimum, split = FIGURES[of], scope.settings.minimum_n, scope.view.split
    change = difference(now, then)
    if change.value is None:
        return [(Row(change, part="total"), None)]
    parts: list[Tested] = []
    whole = change.value
    if split is not None:
        table = changed.table()
        found = (
            split_total(table, changed.guest_table())
            if of == "revenue"
            else split_mean(table.widened(figure.ends), figure.scale)
        )
        parts, whole = (
            list(changed_parts.by_segment(changed, found, minimum, figure.unit, figure.furthest)),
            found.whole,
        )
    elif of == "revenue":
        parts, whole = changed_parts.factors(changed, minimum)
    total = Row(replace(change, value=whole), part="total", total=whole)
    return [(total, p_value(now, then)), *parts]


def _nps(changed: Changed, side: str, minimum: int) -> Estimate:
    whole = changed.side(side)
    promoters = round((whole.y_squares + whole.y) / 2)
    detractors = round((whole.y_squares - whole.y) / 2)
    passives = round(whole.x) - promoters - detractors
    effect = _effect(changed, side)
    return nps(promoters, passives, detractors, minimum=minimum, design_effect=effect, customers=whole.customers)


def _share(changed: Changed, side: str, minimum: int) -> Estimate:
    whole = changed.side(side)
    return wilson(round(whole.y), round(whole.x), minimum=minimum, design_effect=_effect(changed, side))


def _per_order(changed: Changed, side: str, minimum: int) -> Estimate:
    whole = changed.side(side)
    yy, xy, xx = (changed.total_products(letters, side) for letters in ("yy", "xy", "xx"))
    return ratio(whole.y, whole.x, yy, xy, xx, whole.customers, n=round(whole.x), unit="money", minimum=minimum)


def _total(changed: Changed, side: str, minimum: int) -> Estimate:
    whole = changed.side(side)
    refusal = too_few(whole.rows, minimum, unit="money")
    return refusal or compound_sum(whole.y, changed.total_products("yy", side), whole.rows, method=BY_CUSTOMER)


def _effect(changed: Changed, side: str) -> float:
    whole = changed.side(side)
    sums = {f"sum_{letters}": changed.total_products(letters, side) for letters in ("yy", "xy", "xx")}
    return repeat_effect({**sums, "clusters": whole.customers}, whole.y, whole.x, whole.y_squares)


FIGURES = {
    "nps": Figure(
        N_("What changed in NPS"),
        "points",
        "surveys",
        "responses",
        N_("NPS answers"),
        _nps,
        100.0,
        (-1.0, 1.0),
        200.0,
    ),
    "csat": Figure(
        N_("What changed in CSAT"),
        "share",
        "surveys",
        "responses",
        N_("CSAT answers"),
        _share,
        1.0,
        (0.0, 1.0),
        1.0,
    ),
    "aov": Figure(
        N_("What changed in Average order value"),
        "money",
        "orders",
        "orders",
        N_("orders"),
        _per_order,
        sql="what_changed_money",
        begun=BOTH | {"ordered": "changed_orders"},
        pairs=BOTH | {"ordered": "paired_orders", "pairs": "paired_aov"},
    ),
    "retention": Figure(
        N_("What changed in Retention"),
        "share",
        "orders",
        "customers",
        N_("customers"),
        _share,
        1.0,
        (0.0, 1.0),
        1.0,
        sql="what_changed_retention",
        pairs={"sides": "sides", "pairs": "paired_retention"},
    ),
    "revenue": Figure(
        N_("What changed in Net revenue"),
        "money",
        "orders",
        "orders",
        N_("orders"),
        _total,
        sql="what_changed_money",
        begun=BOTH | {"ordered": "changed_orders"},
        pairs=BOTH | {"ordered": "paired_orders", "pairs": "paired_revenue"},
    ),
}

METRIC = Metric(
    name="what_changed",
    title=N_("What changed, and why"),
    question=N_("What changed between two periods, and which part of it comes from where?"),
    unit="points",
    better="neither",
    definition=N_(
        "The change of a figure between the period compared with (then) and the one shown (now), split exactly. "
        "Mix: the segments’ weights moved, each counted from the average, so that a segment of average figure that "
        "grows brings none; a segment that is there in one period only comes or leaves wholly as mix. Rate: the "
        "segments’ own figures moved. Interaction: both at once. Revenue: mix is how many customers a segment has, "
        "rate what each of them brought, guest orders are a part of their own; without segments, customers × orders "
        "per customer × average order value. Retention: customers who ordered in the equally many days before the "
        "period and again in it ÷ customers who ordered in the days before. A part is associated with the change; it "
        "does not show why the customers acted as they did."
    ),
    formula=N_(
        "mean figures: mix (w₁ − w₀)(m₀ − M₀), rate w₀(m₁ − m₀), interaction (w₁ − w₀)(m₁ − m₀); revenue: mix "
        "(N₁ − N₀)r₀, rate N₀(r₁ − r₀), interaction (N₁ − N₀)(r₁ − r₀); factors averaged over the six orders in which "
        "they may move; 95 % delta method, clustered by customer over both periods, shares and NPS with one answer of "
        "each end more in the variance; whole change: MOVER; verdicts: Benjamini–Hochberg over all parts"
    ),
    source=(
        "Kitagawa (1955), JASA 50:1168–1194; Shapley (1953), Contributions to the Theory of Games II:307–317; Deng, "
        "Knoblich & Lu (2018), KDD; Zou & Donner (2008), Statistics in Medicine 27:1693–1702; Benjamini & Hochberg "
        "(1995), JRSS B 57:289–300."
    ),
    inputs=("surveys", "orders"),
    scopes={"responses": "filtered"},
    estimate=partial(explain, "nps"),
    options=("of",),
    by_period=False,
    compares=True,
)
METRIC = replace(
    METRIC,
    variants={
        of: replace(
            METRIC,
            title=figure.title,
            unit=figure.unit,
            inputs=(figure.table,),
            scopes={figure.scope: "filtered"},
            estimate=partial(explain, of),
            sql_name=figure.sql,
            steps=figure.steps(of),
            quicker=figure.quicker(),
            checks=partial(data_change.loads, figure.table, figure.unit),
        )
        for of, figure in FIGURES.items()
    },
)
