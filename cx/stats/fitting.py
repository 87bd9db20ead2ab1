"""Maximum likelihood for models with positive parameters: the search, what it found, and why it may find nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cx.language import _
from cx.stats.arrays import Floats

# A maximum is reached when the next Newton step promises less than this, in units of the log-likelihood.
GAIN_LEFT = 1e-8
MOST_STEPS = 200
# Beyond e^10 = 22,000 (or below its inverse) a parameter is on its way to the edge, not to a maximum.
EDGE = 10.0
# Where a search on all rows starts: from a fit on about this many.
SAMPLE_ROWS = 20_000


class NotFitted(ValueError):  # noqa: N818  a finding about the data, told to the reader as it stands
    """The model has no maximum on these data; the message says why, in words for the reader of the page."""


class Point(NamedTuple):
    """A log-likelihood with its first and second derivatives: value, (k,), (k, k)."""

    value: float
    gradient: Floats
    hessian: Floats


@dataclass(frozen=True)
class Fitted:
    """A fitted model.

    parameters: on the natural scale, in the order of `names`. covariance: (k, k), of the LOGARITHMS of the
    parameters, the inverse of the observed information. customers: how many the fit rests on.
    """

    parameters: tuple[float, ...]
    log_likelihood: float
    covariance: Floats
    customers: int
    names: tuple[str, ...]

    def standard_errors(self) -> tuple[float, ...]:
        """Standard errors on the natural scale: parameter x standard error of its logarithm (delta method).

        Kept for published fits: the product's own intervals are made on the logarithms.
        """
        return tuple(float(p * s) for p, s in zip(self.parameters, np.sqrt(np.diag(self.covariance)), strict=True))


def maximise(function: Callable[[Floats], Point], starts: Sequence[Sequence[float]]) -> tuple[Floats, Point]:
    """Where a log-likelihood of positive parameters is highest: (log-parameters, the point there).

    function: of the natural parameters. starts: natural parameters to begin from, in turn, until one search
    ends at a maximum; when all end at an edge, the highest of these is returned (`concluded` refuses it). The
    search runs over logarithms by Newton's method with a trust region. Raises NotFitted when no search ends.
    """
    edges = []
    for start in starts:
        found = _climb(function, np.log(np.asarray(start, dtype=float)))
        if found is not None and np.all(np.abs(found[0]) < EDGE):
            return found
        if found is not None:
            edges.append(found)
    if not edges:
        raise NotFitted(_("the search for the best parameters did not converge"))
    return max(edges, key=lambda edge: edge[1].value)


def starts_near(
    sample: Callable[[Floats], Point] | None, starts: Sequence[Sequence[float]]
) -> Sequence[Sequence[float]]:
    """The same starts with, before them, what is likeliest on a sample of the rows; None when there is no sample."""
    if sample is None:
        return starts
    try:
        near, _point = maximise(sample, starts)
    except NotFitted:
        return starts
    return (np.exp(np.clip(near, -EDGE / 2, EDGE / 2)).tolist(), *starts)


def concluded(
    names: tuple[str, ...],
    found: tuple[Floats, Point],
    log_units: Floats,
    log_likelihood_shift: float,
    customers: float,
    edges: Mapping[tuple[str, bool], str],
) -> Fitted:
    """What a search found, back in the caller's units.

    log_units: logarithm of the unit each parameter was measured in. edges: what it means that a parameter runs
    away, by (name, upwards). Raises NotFitted with that sentence, or when the maximum is not a single point.
    """
    at, point = found
    for name, value in zip(names, at, strict=True):
        if abs(value) >= EDGE:
            unnamed = _("{name} runs to its edge: the data do not determine it").format(name=name)
            raise NotFitted(edges.get((name, bool(value > 0)), unnamed))
    information = -point.hessian
    roots = np.linalg.eigvalsh(information)
    if roots[0] <= 1e-9 * max(1.0, roots[-1]):
        raise NotFitted(_("many different parameters fit these data equally well, so none can be named"))
    parameters = tuple(float(p) for p in np.exp(at + log_units))
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return Fitted(parameters, point.value + log_likelihood_shift, covariance, round(customers), names)


def _climb(function: Callable[[Floats], Point], at: Floats) -> tuple[Floats, Point] | None:
    """One search; None when it neither reaches a maximum nor an edge."""
    radius, here = 1.0, _on_logs(function, at)
    for _step in range(MOST_STEPS):
        step, promised = _newton_step(here, radius)
        if promised <= GAIN_LEFT:
            return at, here
        there = _on_logs(function, np.clip(at + step, -EDGE - 1.0, EDGE + 1.0))
        gain = there.value - here.value
        if gain < 0.1 * promised:
            radius = 0.25 * float(np.linalg.norm(step))
            if radius < 1e-9:
                # What is left is rounding of the sum itself.
                return (at, here) if promised <= 1e-12 * abs(here.value) else None
        else:
            at, here = at + step, there
            if np.any(np.abs(at) >= EDGE):
                return at, here
            radius = max(radius, 2.0 * float(np.linalg.norm(step)))
    return None


def _on_logs(function: Callable[[Floats], Point], at: Floats) -> Point:
    """The same point as a function of the logarithms (chain rule)."""
    natural = np.exp(at)
    point = function(natural)
    gradient = natural * point.gradient
    return Point(point.value, gradient, np.outer(natural, natural) * point.hessian + np.diag(gradient))


def _newton_step(here: Point, radius: float) -> tuple[Floats, float]:
    """An uphill step no longer than radius, and the gain it promises to second order."""
    roots, axes = np.linalg.eigh(-here.hessian)
    along = axes.T @ here.gradient
    curvature = np.maximum(np.abs(roots), 1e-10 * max(1.0, float(np.max(np.abs(roots)))))
    step = along / curvature
    length = float(np.linalg.norm(step))
    shrink = min(1.0, radius / length) if length > 0.0 else 1.0
    step = shrink * step
    promised = float(along @ step - 0.5 * np.sum(roots * step**2)) if shrink < 1.0 else float(0.5 * along @ step)
    return axes @ step, promised
