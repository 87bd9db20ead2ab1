"""Churn without a contract: customers active before a snapshot day who did not order in the window after it."""

from __future__ import annotations

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Metric, Quicker, Row
from cx.metrics.cells import Record, day, records, text, whole
from cx.metrics.cohorts import incomplete
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld
from cx.stats.proportions import wilson
from cx.store.reading import Version
from cx.view import Dates

UNIT = "share"
WINDOWS = {"windows": "churn_windows"}
"""Step of the SQL: the windows around every snapshot day."""


def churn_rate(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of the active customers stopped ordering?

    Formula: of the customers with an order in the churn_days before the snapshot, those with none in the churn_days
    from it / all of them. Unit: share, 0..1.
    rows: per snapshot and split the counts of churn_rate.sql. Returns a Row per period (or one) and split; total:
    churned customers; matures: the day the window closes, while it is open.
    """
    return [_row(record, scope) for record in records(rows)]


def _row(record: Record, scope: Scope) -> Row:
    closes = day(record["follow_up_last"])
    reason = _too_early(record, scope)
    is_open = reason is None and (closes is None or scope.orders_to is None or closes > scope.orders_to)
    return Row(
        _share(record, reason or (incomplete(closes) if closes and is_open else None), scope),
        period=day(record["period"]),
        split=text(record["split"]),
        total=None if reason or is_open else float(whole(record["churned"])),
        matures=closes if is_open else None,
    )


def _too_early(record: Record, scope: Scope) -> str | None:
    """Why a snapshot cannot be judged: beyond the orders, or with a base from before them. None: it can."""
    if scope.orders_to is not None and scope.dates.first > scope.orders_to:
        return _("the orders end on {day}, before the first day shown").format(day=numbers.day(scope.orders_to))
    first_order, base_first = day(record["first_order"]), day(record["base_first"])
    if scope.orders_to is None or first_order is None or base_first is None or base_first >= first_order:
        return None
    covered, window = Dates(first_order, scope.orders_to), scope.settings.churn_days
    if scope.view.every is None and covered.days < 2 * window:
        return _(
            "the orders cover {days} days, {first} to {last}: churn needs {window} before the snapshot and {window} "
            "from it on"
        ).format(days=covered.days, first=numbers.day(covered.first), last=numbers.day(covered.last), window=window)
    return _("the window before {snapshot} reaches back beyond the first order, {first}").format(
        snapshot=numbers.day(day(record["snapshot_day"])), first=numbers.day(first_order)
    )


def _share(record: Record, reason: str | None, scope: Scope) -> Estimate:
    customers = whole(record["customers"])
    if scope.orders_to is None:
        return withheld(_("no orders are loaded"), n=0, unit=UNIT)
    if reason:
        return withheld(reason, n=customers, unit=UNIT)
    return wilson(whole(record["churned"]), customers, minimum=scope.settings.minimum_n)


def gaps_known(version: Version, _scope: Scope) -> bool:
    """Whether the marts know everybody's last order."""
    return not version.outdated


METRIC = Metric(
    name="churn_rate",
    title=N_("Churn rate"),
    question=N_("Which share of the active customers stopped ordering?"),
    unit=UNIT,
    better="lower",
    definition=N_(
        "For customers without a contract: of those with at least one order in the churn window before a snapshot "
        "day, the share without any order in an equally long window from that day on. The window is the setting "
        "churn_days. With a grain, every period's first day is a snapshot; without one, the snapshot is chosen so that "
        "the window from it on ends with the view's last day, or with the orders when they end earlier. "
        "A snapshot whose window has not closed is left "
        "blank and dated: the end of the data is not churn. A customer who returns after the window counts as "
        "churned. A snapshot whose base window begins before the first order in the data is not shown: its base would "
        "hold newly won customers only and could not be compared with later ones. Guest orders count nowhere; filters "
        "and splits on orders mean those of the customer's first order."
    ),
    formula=N_("churned / active before the snapshot, 95 % Wilson interval"),
    source="Wilson (1927), JASA 22:209-212; window definition: Buckinx & Van den Poel (2005), EJOR 164:252-268",
    inputs=("orders", "customers"),
    scopes={"customers": "filtered"},
    steps={**WINDOWS, "base": "churn_base", "snapshots": "churn_by_customer"},
    quicker=(
        Quicker(
            gaps_known,
            "churn_rate",
            {"customers": "filtered", "activity": "filtered"},
            {**WINDOWS, "snapshots": "churn_by_gap"},
        ),
    ),
    estimate=churn_rate,
)
