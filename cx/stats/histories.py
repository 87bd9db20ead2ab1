"""Buying histories, as the models of repeat buying need them: how often, how recently, for how long observed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cx.language import _
from cx.stats.arrays import Floats
from cx.stats.fitting import SAMPLE_ROWS, NotFitted


class Histories(NamedTuple):
    """One row per customer, or per group of customers with the same history.

    x: repeat purchases (periods with a purchase after the first one). t_x: time from the first to the last
    purchase, 0 when x is 0. T: time from the first purchase to the end of observation, in the same unit.
    weight: customers per row.
    """

    x: Floats
    t_x: Floats
    T: Floats
    weight: Floats


def checked(histories: Histories) -> Histories:
    """The same as float arrays. Raises NotFitted when there are none, or when some cannot be."""
    x, t_x, total, weight = (np.asarray(column, dtype=np.float64).ravel() for column in histories)
    if not x.size == t_x.size == total.size == weight.size:
        raise ValueError(f"columns of different length: {x.size}, {t_x.size}, {total.size}, {weight.size}")
    if x.size == 0 or float(weight.sum()) <= 0.0:
        raise NotFitted(_("no customers"))
    # A nan fails the first comparison, too.
    if not (np.all(x >= 0.0) and np.all(t_x >= 0.0) and np.all(weight >= 0.0) and np.all(t_x <= total * (1 + 1e-9))):
        raise NotFitted(_("some histories are impossible: a count or time is missing or negative, or t_x exceeds T"))
    if not np.isfinite(float(total.max()) + float(x.max()) + float(weight.max())):
        raise NotFitted(_("some histories are impossible: a count or time is infinite"))
    return Histories(x, t_x, total, weight)


def to_learn_from(histories: Histories) -> tuple[Histories, float]:
    """Checked, with time in units of the average observation, so that a search knows no days or weeks; and that unit.

    Raises NotFitted where a model of repeat buying has nothing to learn from.
    """
    x, t_x, total, weight = checked(histories)
    if float(total.max()) == 0.0:
        raise NotFitted(_("no customer was observed for any time after the first purchase"))
    if float((x * weight).sum()) == 0.0:
        raise NotFitted(_("nobody ordered twice, so nothing is known about repeat buying"))
    if all(float(np.ptp(column)) == 0.0 for column in (x, t_x, total)):
        raise NotFitted(_("all customers have the same history, so there are no differences to learn from"))
    unit = float(np.average(total, weights=weight))
    return Histories(x, t_x / unit, total / unit, weight), unit


def thinned(histories: Histories) -> Histories | None:
    """Every k-th row, about SAMPLE_ROWS of them; None when there are too few rows for that to help."""
    every = histories.x.size // SAMPLE_ROWS
    if every < 3:
        return None
    sample = Histories(*(column[::every] for column in histories))
    return sample if float((sample.x * sample.weight).sum()) > 0.0 else None


def summed(values: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The different values, rising, and the weight at each."""
    different, where = np.unique(values, return_inverse=True)
    weights = np.bincount(where, weights=weight, minlength=different.size)
    return different, np.asarray(weights, dtype=np.float64)
