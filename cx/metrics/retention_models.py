"""The models of coming back as a metric's rows feed them: BG/NBD for orders, shifted-beta-geometric for contracts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cx.language import _
from cx.stats import bgnbd, sbg
from cx.stats.arrays import Floats
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.histories import Histories
from cx.stats.lifetime import DAYS_PER_MONTH
from cx.stats.survival import Durations, durations

NODES, WEIGHTS = np.polynomial.legendre.leggauss(4)
"""For the mean over the day in its month on which a customer ordered first."""


def share_active(parameters: Sequence[float], ages: Floats) -> Floats:
    """BG/NBD: the share that orders in the k-th calendar month after that of the first order.

    First orders are spread evenly over their month, so month k begins k - u months after them, u uniform on 0..1. Age 0
    is everybody.
    """
    starts = np.asarray(ages, dtype=np.float64)[:, None] - (NODES + 1.0) / 2.0
    share = bgnbd.active_share(parameters, np.maximum(starts, 0.0), 1.0) @ (WEIGHTS / 2.0)
    return np.where(ages > 0, share, 1.0)


def fit_orders(lines: pd.DataFrame | None) -> Fitted | NotFitted:
    """BG/NBD in months, from customers by x, t_x and days watched; the reason when it cannot be fitted."""
    if lines is None:
        return NotFitted(_("no customers"))
    x, t_x, watched, step, customers = (
        lines[name].to_numpy(dtype=float) for name in ("x", "t_x", "watched", "step", "customers")
    )
    # A step of several days stands for its middle day; who never came back has no time between orders.
    days = [np.where(x > 0.0, t_x * step + (step - 1.0) / 2.0, 0.0), watched * step + (step - 1.0) / 2.0]
    try:
        return bgnbd.fit(Histories(x, days[0] / DAYS_PER_MONTH, days[1] / DAYS_PER_MONTH, customers))
    except NotFitted as reason:
        return reason


def stayed(lines: pd.DataFrame | None) -> Durations:
    """Whole months of contracts, ended or still running, from customers by age and gone."""
    if lines is None:
        return durations([], [], [])
    customers, gone = (lines[name].to_numpy(dtype=float) for name in ("customers", "gone"))
    return durations(lines["age"].to_numpy(dtype=float), customers * gone, customers * (1.0 - gone))


def share_subscribed(parameters: Sequence[float], ages: Floats) -> Floats:
    """Shifted-beta-geometric: the share still subscribed after so many months."""
    return sbg.survival(parameters[0], parameters[1], ages)


def fit_contracts(watched: Durations) -> Fitted | NotFitted:
    """Shifted-beta-geometric from months of contracts; the reason when it cannot be fitted."""
    oldest = int(watched.times[-1]) if watched.times.size else 0
    ages = watched.times.astype(int)
    lost, still = (np.bincount(ages, part, oldest + 1) for part in (watched.events, watched.censored))
    try:
        return sbg.fit(sbg.tenures(lost[1:], still))
    except NotFitted as reason:
        return reason
