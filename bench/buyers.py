"""Customers who buy as a model of repeat buying says they do, from known parameters and a seed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cx.stats.arrays import Floats
from cx.stats.histories import Histories

# What the paper found for CDNOW, in weeks: Fader, Hardie & Lee (2005), Marketing Science 24:275-284.
BGNBD = (0.243, 4.414, 0.793, 2.426)
PNBD = (0.553, 10.578, 0.606, 11.669)
GAMMA_GAMMA = (6.25, 3.74, 15.44)


def first_bought(customers: int, rng: np.random.Generator) -> Floats:
    """Weeks from the first purchase to the end of observation: 27 to 39, in days."""
    return rng.integers(27 * 7, 39 * 7 + 1, customers) / 7.0


def bgnbd_buyers(customers: int, seed: int, parameters: tuple[float, ...] = BGNBD) -> Histories:
    """Purchase after purchase until everybody has left or the observation ends."""
    rng = np.random.default_rng(seed)
    r, alpha, a, b = parameters
    total = first_bought(customers, rng)
    rate, leaving = rng.gamma(r, 1.0 / alpha, customers), rng.beta(a, b, customers)
    x, t_x, active = np.zeros(customers), np.zeros(customers), np.arange(customers)
    while active.size:
        # A rate drawn as 0 never buys.
        then = t_x[active] + rng.exponential(1.0, active.size) / np.maximum(rate[active], 1e-300)
        buys = then < total[active]
        active = active[buys]
        x[active] += 1.0
        t_x[active] = then[buys]
        active = active[rng.random(active.size) >= leaving[active]]
    return Histories(x, t_x, total, np.ones(customers))


def pnbd_buyers(customers: int, seed: int, parameters: tuple[float, ...] = PNBD) -> Histories:
    """Purchases at random moments until each has left or the observation ends; the last of x is t_x."""
    rng = np.random.default_rng(seed)
    r, alpha, s, beta = parameters
    total = first_bought(customers, rng)
    rate, leaving = rng.gamma(r, 1.0 / alpha, customers), rng.gamma(s, 1.0 / beta, customers)
    active = np.minimum(rng.exponential(1.0, customers) / np.maximum(leaving, 1e-300), total)
    x = rng.poisson(rate * active).astype(float)
    latest = rng.random(customers) ** (1.0 / np.maximum(x, 1.0))
    return Histories(x, np.where(x > 0.0, active * latest, 0.0), total, np.ones(customers))


def mean_values(x: Floats, seed: int, parameters: tuple[float, ...] = GAMMA_GAMMA) -> Floats:
    """Mean value of x repeat purchases per customer; nan without one."""
    rng = np.random.default_rng(seed)
    p, q, v = parameters
    purchases = np.maximum(x, 1.0)
    drawn = rng.gamma(p * purchases) / (purchases * rng.gamma(q, 1.0 / v, x.size))
    return np.where(x > 0.0, drawn, np.nan)


def bgnbd_orders(
    customers: int, days: int, seed: int, parameters: tuple[float, ...]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Every order of customers who come in evenly over the days: (customer, day), in the order they are placed in."""
    rng = np.random.default_rng(seed)
    r, alpha, a, b = parameters
    rate, leaving = rng.gamma(r, 1.0 / alpha, customers), rng.beta(a, b, customers)
    active, now = np.arange(customers), rng.uniform(0.0, days, customers)
    who, when = [active], [now]
    while active.size:
        now = now + rng.exponential(1.0, active.size) / np.maximum(rate[active], 1e-300)
        buys = now < days
        active, now = active[buys], now[buys]
        who.append(active)
        when.append(now)
        stays = rng.random(active.size) >= leaving[active]
        active, now = active[stays], now[stays]
    moments = np.concatenate(when)
    placed = np.argsort(moments, kind="stable")
    return np.concatenate(who)[placed], moments[placed].astype(np.int64)
