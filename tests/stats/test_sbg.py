"""Shifted-beta-geometric against the published fits and by hand."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cx.stats import sbg
from cx.stats.fitting import NotFitted

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
CASES = SHARED / "groundtruth" / "sbg.json"
# Fader & Hardie (2007), table 1: customers of 1,000 that are left after each year.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


@pytest.mark.parametrize(
    ("left", "alpha", "beta", "log_likelihood"),
    [(HIGH_END, 0.668, 3.806, -1611.158), (REGULAR, 0.704, 1.182, -1680.265)],
)
def test_the_fits_that_the_paper_prints(left: list[int], alpha: float, beta: float, log_likelihood: float) -> None:
    fitted = sbg.fit(sbg.of_cohorts([left]))
    assert fitted.parameters == pytest.approx((alpha, beta), abs=0.001)
    assert fitted.log_likelihood == pytest.approx(log_likelihood, abs=0.01)
    assert fitted.customers == 1000
    assert np.all(np.linalg.eigvalsh(fitted.covariance) > 0.0)


def test_it_projects_the_years_it_has_not_seen() -> None:
    """Fader & Hardie (2007), table 1: 39.4 % of the High End customers are left in year 12; fitted on years 0 to 7."""
    alpha, beta = sbg.fit(sbg.of_cohorts([HIGH_END])).parameters
    assert sbg.survival(alpha, beta, 12) == pytest.approx(0.394, abs=0.02)


@pytest.mark.parametrize(
    ("alpha", "beta", "published"),
    [(3.8, 15.2, [3.31, 3.45, 3.59, 3.72, 3.84]), (0.067, 0.267, [7.68, 9.46, 9.86, 10.06, 10.19])],
)
def test_residual_lifetime_as_fader_and_hardie_print_it(alpha: float, beta: float, published: list[float]) -> None:
    """Fader & Hardie (2010), table 3; n counts the renewals made plus one, d = 10 %."""
    assert sbg.derl(alpha, beta, 0.1, [1, 2, 3, 4, 5]) == pytest.approx(published, rel=2e-3)


@pytest.mark.parametrize("made", [1, 4, 30])
def test_residual_lifetime_is_the_discounted_sum_of_what_survives(made: int) -> None:
    alpha, beta, monthly = 0.7, 9.0, 1.1 ** (1 / 12) - 1
    t = np.arange(made, 20_000)
    left = sbg.survival(alpha, beta, t) / sbg.survival(alpha, beta, made - 1)
    assert sbg.derl(alpha, beta, monthly, made) == pytest.approx(left @ (1 + monthly) ** -(t - made), rel=1e-9)


def test_without_a_discount_it_is_finite_only_when_the_loyal_are_not_too_loyal() -> None:
    """S(1) + S(2) + ... for alpha = 3, beta = 2 is beta / (alpha - 1) = 1."""
    assert sbg.derl(3.0, 2.0, 0.0, 1) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="infinite"):
        sbg.derl(0.9, 2.0, 0.0, 1)
    with pytest.raises(ValueError, match="must be >= 0"):
        sbg.derl(0.9, 2.0, -0.1, 1)


def test_retention_rises_although_nobody_changes() -> None:
    """r(1) = beta / (alpha + beta) = 3.806 / 4.474; Fader & Hardie (2007), eq. 8."""
    rates = sbg.retention_rate(0.668, 3.806, np.arange(1, 40))
    assert rates[0] == pytest.approx(0.85069289, abs=1e-6)
    assert np.all(np.diff(rates) > 0.0)
    assert sbg.survival(0.668, 3.806, np.arange(1, 40)) == pytest.approx(np.cumprod(rates))


def test_cohorts_of_different_ages_are_one_likelihood() -> None:
    """Two cohorts, 100 customers each: log L by hand from P(T=1), P(T=2), S(1) and S(2)."""
    counts = sbg.of_cohorts([[100, 80, 70], [100, 78]])
    assert list(counts.lost) == [42, 10]
    assert list(counts.still) == [0, 78, 70]
    a, b = 0.5, 2.0
    first, second = a / (a + b), a / (a + b) * b / (a + b + 1)
    by_hand = 42 * math.log(first) + 10 * math.log(second) + 78 * math.log(1 - first)
    by_hand += 70 * math.log(1 - first - second)
    assert sbg._likelihood(np.array([a, b]), counts).value == pytest.approx(by_hand)


def test_derivatives_are_those_of_the_likelihood() -> None:
    counts, at, step = sbg.of_cohorts([HIGH_END, [500, 420, 370]]), np.array([0.8, 3.1]), 1e-5
    point = sbg._likelihood(at, counts)
    for place, unit in enumerate(np.eye(2)):
        up, down = (sbg._likelihood(at + sign * step * unit, counts) for sign in (1, -1))
        assert point.gradient[place] == pytest.approx((up.value - down.value) / (2 * step), rel=1e-5)
        assert point.hessian[place] == pytest.approx((up.gradient - down.gradient) / (2 * step), rel=1e-5)


def test_planted_parameters_are_found_within_their_error() -> None:
    rng = np.random.default_rng(3)
    leaving = rng.geometric(rng.beta(0.9, 6.0, 40_000))
    age = rng.integers(1, 25, leaving.size)
    lost = np.bincount(leaving[leaving <= age], minlength=25)[1:]
    still = np.bincount(age[leaving > age], minlength=25)
    fitted = sbg.fit(sbg.tenures(lost, still))
    error = np.log(fitted.parameters) - np.log([0.9, 6.0])
    assert error @ np.linalg.solve(fitted.covariance, error) < 9.21  # chi-square, 2 df, 99 %


@pytest.mark.parametrize(
    ("cohort", "reason"),
    [
        ([100], "whole period"),
        ([100, 100, 100], "nobody has been lost"),
        ([100, 60], "beyond the first period"),
        ([100, 0], "beyond the first period"),
        ([1000, 900, 810, 729], "does not fall with tenure"),
        ([1000, 990, 900, 500], "does not fall with tenure"),
    ],
)
def test_what_cannot_be_fitted_is_said_in_words(cohort: list[int], reason: str) -> None:
    with pytest.raises(NotFitted, match=reason):
        sbg.fit(sbg.of_cohorts([cohort]))


def test_wrong_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="shrink"):
        sbg.of_cohorts([[100, 110]])
    with pytest.raises(ValueError, match="counts"):
        sbg.tenures([-1.0], [0.0])


@pytest.mark.skipif(not CASES.exists(), reason="reference files absent: set CX_SHARED to the folder with groundtruth/")
def test_every_reference_case() -> None:
    cases: dict[str, dict[str, Any]] = {c["id"]: c for c in json.loads(CASES.read_text(encoding="utf-8"))}
    assert cases["SBG-00"]["expected"]["high_end"][:8] == [n / 10 for n in HIGH_END]
    for name in ("SBG-01", "SBG-02"):
        given, expected = cases[name]["input"], cases[name]["expected"]
        fitted = sbg.fit(sbg.of_cohorts([[given["n0"] * share / 100 for share in given["survival_pct"]]]))
        assert fitted.parameters == pytest.approx((expected["alpha"], expected["beta"]), abs=0.001)
        assert fitted.log_likelihood == pytest.approx(expected["loglik"], abs=0.01)
    given, expected = cases["SBG-05"]["input"], cases["SBG-05"]["expected"]
    for name in ("case1", "case2"):
        found = sbg.derl(given[name]["alpha"], given[name]["beta"], given["discount"], given["n"])
        assert found == pytest.approx(expected[name], rel=2e-3)
    given = cases["SBG-09"]["input"]
    assert sbg.retention_rate(given["alpha"], given["beta"], 1) == pytest.approx(cases["SBG-09"]["expected"]["r1"])
