"""Histories of buying for tests: read through the SQL, simulated under known parameters, or CDNOW's."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.metrics.base import Metric
from cx.queries import Options, Scope, run
from cx.store.reading import Version
from cx.view import View
from tests.metrics.histories import Orders

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
CDNOW = SHARED / "data" / "cdnow" / "CDNOW_sample.txt"
needs_cdnow = pytest.mark.skipif(
    not CDNOW.is_file(), reason="CDNOW absent: set CX_SHARED to the folder with data/cdnow"
)
START = date(2024, 1, 1)


def read(version: Version, metric: Metric, options: Options = Options(), to: date | None = None) -> pd.DataFrame:  # noqa: B008
    """The rows of a metric's SQL over all data, or over all data up to a day."""
    view = View(period="custom", last=to) if to else View(period="all")
    dates = view.dates(version.dates)
    scope = Scope(view, dates, None, version.dates, version.orders_to, version.settings, options)
    return run(version, metric.sql(options), {"customers": None}, scope, steps=metric.step_texts(options)).rows


def by_customer(rows: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Customer -> x, t_x, T and the mean value of repeat order days (0 without any)."""
    lines = rows[rows["x"].notna()]
    columns = lines[["x", "t_x", "age_days", "mean_value"]].astype(float).fillna(0.0)
    return dict(zip(lines["person"], columns.itertuples(index=False, name=None), strict=True))


def cdnow() -> Orders:
    """CDNOW's master sample: one order per line of the file."""
    lines = [line.split() for line in CDNOW.read_text().splitlines() if line.strip()]
    return [
        {
            "order_id": f"o{number}",
            "customer_id": customer,
            "ordered_at": f"{day[:4]}-{day[4:6]}-{day[6:]}",
            "amount": amount,
        }
        for number, (customer, _sample, day, _discs, amount) in enumerate(lines)
    ]


def simulated(customers: int, seed: int, *, days: int = 540, value: float = 30.0) -> Orders:
    """Orders of customers who buy and leave as BG/NBD says, at values that differ between them (Gamma-Gamma)."""
    random = np.random.default_rng(seed)
    orders: Orders = []
    for number in range(customers):
        start = int(random.integers(0, days // 3))
        rate, leaves = random.gamma(0.8, 1 / 60.0), random.beta(0.8, 2.5)
        worth, at = value / random.gamma(4.0, 1.0) * 3.0, float(start)
        while at <= days:
            day = START + timedelta(days=int(at))
            amount = round(float(random.gamma(6.0, worth / 6.0)) + 0.01, 2)
            row = {"order_id": f"o{len(orders)}", "customer_id": f"c{number:04d}", "ordered_at": str(day)}
            orders.append(row | {"amount": amount})
            if at > start and random.random() < leaves:
                break
            at += float(random.exponential(1 / rate)) + 1e-9
    last = START + timedelta(days=days)
    return [*orders, {"order_id": "guest", "ordered_at": str(last), "amount": 1}]
