"""A small shop whose truths are known: an effect of the experience on later spend, and a confounder that hides it.

Large, busy customers are stricter: the raw gap between promoters and detractors is far too low, may even be negative.
Given the segment and the orders of the year before, the answer is chance: an honest adjustment finds the effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from scipy import stats

from cx.engines.base import quoted
from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.settings import Settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.schema import create_empty, write_settings
from cx.view import Dates

SEGMENTS = ("Consumer", "Small business", "Enterprise")
SHARE = np.array([0.6, 0.3, 0.1])
ORDERS_A_YEAR = np.array([3.0, 5.0, 8.0])
RATE_SHAPE = 1.5
ORDER_VALUE = np.array([40.0, 70.0, 150.0])
VALUE_SPREAD = 0.5
"""Standard deviation of the logarithm of an order's value."""
BUSY = (3, 7)
"""Orders in the year before the answer from which a customer counts as busy, and as very busy."""
EXTRA_ORDERS, EXTRA_VALUE = 0.5, 40.0
"""Promoters order that many times more in the days after, at this mean value, than they would as detractors."""
FIRST_DAY = date(2024, 1, 1)
YEAR, SURVEY, FOLLOW_UP, LAST = 365, 735, 90, 860
BEFORE = Dates(FIRST_DAY + timedelta(days=YEAR), FIRST_DAY + timedelta(days=2 * YEAR - 1))
"""A year in which everybody is a customer already and nobody has answered yet."""


class Truth(NamedTuple):
    """What the figures should be. effect: promoter against detractor, in later spend; correlation: of answer and it."""

    nps: float
    aov: float
    effect: float
    correlation: float


class Customers(NamedTuple):
    """Simulated customers, one entry each; forward: their spend in the days after the answer."""

    segment: np.ndarray
    rate: np.ndarray
    start: np.ndarray
    answered: np.ndarray
    earlier: np.ndarray
    score: np.ndarray
    extra: np.ndarray


@dataclass(frozen=True)
class Shop:
    """A seed, a size and whether the experience has an effect at all."""

    seed: int
    customers: int = 1500
    effect: bool = True


def chances(segment: np.ndarray, busy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The chance to be a promoter, and to be a detractor."""
    return 0.60 - 0.16 * segment - 0.08 * busy, 0.10 + 0.16 * segment + 0.08 * busy


def truth(shop: Shop) -> Truth:
    """NPS and AOV exactly, from the distributions; the correlation from two million simulated customers."""
    nps = 0.0
    for index, share in enumerate(SHARE):
        mean = ORDERS_A_YEAR[index]
        at_most = stats.nbinom.cdf(np.array(BUSY) - 1, RATE_SHAPE, RATE_SHAPE / (RATE_SHAPE + mean))
        for busy, chance in enumerate(np.diff([0.0, *at_most, 1.0])):
            good, bad = chances(np.array(index), np.array(busy))
            nps += float(share * chance * (good - bad))
    orders = SHARE * ORDERS_A_YEAR
    aov = float((orders * ORDER_VALUE).sum() / orders.sum())
    effect = EXTRA_ORDERS * EXTRA_VALUE if shop.effect else 0.0
    many = simulate(Shop(20_240_501, 2_000_000, shop.effect))
    spend = forward_spend(many, np.random.default_rng(7))
    rho = float(stats.spearmanr(many.score, spend).statistic)
    return Truth(100.0 * nps, aov, effect, rho)


def simulate(shop: Shop) -> Customers:
    """The customers of a shop, with their answers."""
    rng = np.random.default_rng(shop.seed)
    n = shop.customers
    segment = rng.choice(len(SEGMENTS), n, p=SHARE)
    rate = rng.gamma(RATE_SHAPE, ORDERS_A_YEAR[segment] / RATE_SHAPE)
    earlier = rng.poisson(rate)
    busy = np.digitize(earlier, BUSY)
    good, bad = chances(segment, busy)
    drawn = rng.random(n)
    band = np.where(drawn < good, 2, np.where(drawn < good + bad, 0, 1))
    score = np.choose(band, [rng.integers(0, 7, n), rng.integers(7, 9, n), rng.integers(9, 11, n)])
    extra = rng.poisson(EXTRA_ORDERS * band / 2.0) if shop.effect else np.zeros(n, dtype=int)
    start, answered = rng.integers(0, YEAR, n), rng.integers(SURVEY, SURVEY + 15, n)
    return Customers(segment, rate, start, answered, earlier, score, extra)


def forward_spend(customers: Customers, rng: np.random.Generator) -> np.ndarray:
    """What each spends in the days after the answer: sums of as many order values as there are orders."""
    usual = rng.poisson(customers.rate * FOLLOW_UP / YEAR)
    sums = np.zeros(len(usual))
    for counts, mean in ((usual, ORDER_VALUE[customers.segment]), (customers.extra, np.full(len(usual), EXTRA_VALUE))):
        who = np.repeat(np.arange(len(counts)), counts)
        np.add.at(sums, who, values(mean[who], rng))
    return sums


def values(mean: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Log-normal order values with these means."""
    return np.round(rng.lognormal(np.log(mean) - VALUE_SPREAD**2 / 2.0, VALUE_SPREAD), 2)


def version(shop: Shop, folder: Path) -> Version:
    """The shop as loaded data: raw rows, marts, opened for reading."""
    customers, rng = simulate(shop), np.random.default_rng([shop.seed, 1])
    who = np.arange(shop.customers)
    days, owners, amounts = _orders(customers, rng)
    tables = {
        "customers": {"customer_id": _ids("c", who), "segment": np.array(SEGMENTS)[customers.segment]},
        "orders": {
            "order_id": _ids("o", np.arange(len(days))),
            "customer_id": _ids("c", owners),
            "ordered_at": _dates(days),
            "amount": amounts,
        },
        "surveys": {
            "response_id": _ids("r", who),
            "customer_id": _ids("c", who),
            "responded_at": _dates(customers.answered),
            "nps": customers.score,
        },
    }
    return _stored(tables, folder / f"planted-{shop.seed}-{shop.effect}.duckdb")


def _orders(customers: Customers, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Day, customer and amount of every order, before the year that counts, in it, and after the answer."""
    long_before = np.maximum(customers.answered - YEAR - customers.start, 1)
    after = LAST - customers.answered
    spans = (
        (rng.poisson(customers.rate * long_before / YEAR), customers.start, long_before),
        (customers.earlier, customers.answered - YEAR, np.full_like(after, YEAR)),
        (rng.poisson(customers.rate * after / YEAR), customers.answered + 1, after),
    )
    days, owners = [], []
    for counts, first, length in spans:
        who = np.repeat(np.arange(len(counts)), counts)
        days.append(first[who] + rng.integers(0, length[who]))
        owners.append(who)
    usual = np.concatenate(owners)
    promoted = np.repeat(np.arange(len(customers.extra)), customers.extra)
    days.append(customers.answered[promoted] + rng.integers(1, FOLLOW_UP + 1, len(promoted)))
    means = np.concatenate([ORDER_VALUE[customers.segment[usual]], np.full(len(promoted), EXTRA_VALUE)])
    return np.concatenate(days), np.concatenate([usual, promoted]), values(means, rng)


def _ids(letter: str, numbers: np.ndarray) -> np.ndarray:
    return np.char.add(letter, numbers.astype(str))


def _dates(days: np.ndarray) -> np.ndarray:
    return (np.datetime64(FIRST_DAY) + days.astype("timedelta64[D]")).astype(str)


def _stored(tables: dict[str, dict[str, np.ndarray]], path: Path) -> Version:
    workspace, settings = DuckMaker().writer(path), Settings(forward_days=FOLLOW_UP)
    workspace.execute("BEGIN")
    create_empty(workspace)
    write_settings(workspace, settings)
    for table, columns in tables.items():
        length = len(next(iter(columns.values())))
        texts = {name: pa.array(values.astype(str), pa.string()) for name, values in columns.items()}
        placed = {name: texts.get(name, pa.nulls(length, pa.string())) for name in workspace.columns("raw")[table]}
        placed |= {"load_no": pa.array(np.full(length, "1")), "row_no": pa.array(np.arange(length).astype(str))}
        workspace.append(f"raw.{quoted(table)}", [pa.table(placed)])
    build(workspace, settings)
    workspace.execute("COMMIT")
    workspace.finish()
    return describe(DuckMaker().reader(path), "1-abcdef")
