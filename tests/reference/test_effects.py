"""Published effects and E-values, and planted ones: what is known must come back.

The case files lie in the folder named by CX_SHARED, by default `shared` beside the project; without it the tests that
need them are skipped and say so.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cx.stats.arrays import Mask, Matrix, Vector
from cx.stats.balance import directly_standardised, hajek, standardised_differences, weights
from cx.stats.design import standardised
from cx.stats.doubly_robust import doubly_robust
from cx.stats.evalue import of_risk_ratio, of_standardised_difference
from cx.stats.logistic import logistic
from cx.stats.means import welch
from cx.stats.regression import least_squares

REFERENCES = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared")) / "groundtruth"
needs_files = pytest.mark.skipif(
    not REFERENCES.is_dir(), reason="reference files absent: set CX_SHARED to the folder that holds groundtruth/"
)


def case(name: str, case_id: str) -> dict[str, Any]:
    cases: list[dict[str, Any]] = json.loads((REFERENCES / name).read_text(encoding="utf-8"))
    return next(one for one in cases if one["id"] == case_id)


def lalonde() -> tuple[Matrix, list[str], Mask, Vector]:
    """Covariates, their names, who was trained, and earnings in 1978."""
    with (REFERENCES / "lalonde_matchit.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = ["age", "educ", "married", "nodegree", "re74", "re75"]
    columns = [[float(row[name]) for row in rows] for name in names]
    columns += [[float(row["race"] == race) for row in rows] for race in ("hispan", "white")]
    trained = np.array([row["treat"] == "1" for row in rows])
    return np.array(columns).T, [*names, "hispan", "white"], trained, np.array([float(row["re78"]) for row in rows])


@needs_files
def test_lalonde() -> None:
    """CAU-01: Dehejia & Wahba (1999), JASA 94:1053-1062, in the version of the R package MatchIt; R's lm and glm."""
    columns, names, trained, earned = lalonde()
    expected = case("causal_and_traps.json", "CAU-01")["expected"]
    assert earned[trained].mean() - earned[~trained].mean() == pytest.approx(expected["naive"], rel=1e-5)
    fit = least_squares(np.column_stack([trained, columns]), earned, ["treat", *names])
    assert fit is not None
    effect = fit.classical["treat"]
    found = (effect.value, effect.standard_error, effect.p_value())
    assert found == pytest.approx((expected["ols_adjusted"], expected["ols_se"], expected["ols_p"]), rel=1e-5)
    chance = logistic(standardised(columns, names), trained).probabilities
    weighted = hajek(earned, trained, weights(chance, trained, "good"))
    assert weighted == pytest.approx(expected["ipw_att_hajek"], rel=1e-5)
    gaps = dict(zip(names, standardised_differences(columns, trained), strict=True))
    for name, gap in expected["smd_pooled"].items():
        assert gaps[name] == pytest.approx(gap, rel=1e-5)


@needs_files
def test_lalonde_groups_hardly_overlap() -> None:
    """The case is famous because the comparison group is unlike the trained: the overlap check must fail it."""
    columns, names, trained, earned = lalonde()
    assert doubly_robust(standardised(columns, names), trained, earned[:, None]).overlap < 0.9


@needs_files
def test_kidney_stones() -> None:
    """CAU-03: Charig et al. (1986), BMJ 292:879-882; Julious & Mullee (1994), BMJ 309:1480. A wins in both strata."""
    known = case("causal_and_traps.json", "CAU-03")
    a, b = known["input"]["A"], known["input"]["B"]
    shares = {
        f"{name}_{size}": group[size][0] / group[size][1] for name, group in (("A", a), ("B", b)) for size in group
    }
    for name, group in (("A", a), ("B", b)):
        shares[f"{name}_overall"] = sum(s for s, _n in group.values()) / sum(n for _s, n in group.values())
    assert shares == pytest.approx(known["expected"], abs=1e-9)
    found = directly_standardised({size: (tuple(a[size]), tuple(b[size])) for size in a})
    assert found is not None
    assert shares["A_overall"] < shares["B_overall"]
    assert found == pytest.approx((0.51 * 81 / 87 + 0.49 * 192 / 263, 0.51 * 234 / 270 + 0.49 * 55 / 80))


@needs_files
def test_kidney_stones_adjusted_as_customers_are() -> None:
    """The doubly robust effect with the size as covariate is the standardised difference: the model is saturated."""
    known = case("causal_and_traps.json", "CAU-03")["input"]
    lines = [
        (float(size == "large"), treatment == "A", float(at < group[size][0]))
        for treatment, group in known.items()
        for size in group
        for at in range(group[size][1])
    ]
    size, treated, healed = (np.array(column) for column in zip(*lines, strict=True))
    found = doubly_robust(standardised(size[:, None], ["size"]), treated.astype(bool), healed[:, None]).everybody[0]
    expected = directly_standardised({s: (tuple(known["A"][s]), tuple(known["B"][s])) for s in known["A"]})
    assert expected is not None
    assert found.value == pytest.approx(expected[0] - expected[1], abs=1e-7)


@needs_files
@pytest.mark.parametrize("case_id", ["EV-01", "EV-02", "EV-03"])
def test_e_values_of_risk_ratios(case_id: str) -> None:
    """VanderWeele & Ding (2017), Annals of Internal Medicine 167:268-274; R package EValue."""
    known = case("evalue.json", case_id)
    found = of_risk_ratio(known["input"]["RR"], known["input"]["lo"], known["input"]["hi"])
    assert (found.value, found.limit) == pytest.approx((known["expected"]["E"], known["expected"]["E_ci"]), abs=1e-6)


@needs_files
def test_e_value_of_a_standardised_difference() -> None:
    """EV-07: R package EValue 4.1.4, evalues.MD."""
    known = case("evalue.json", "EV-07")
    found = of_standardised_difference(known["input"]["d"], known["input"]["se"])
    expected = [known["expected"][name] for name in ("RR", "RR_lo", "E", "E_ci")]
    assert [found.ratio, found.low, found.value, found.limit] == pytest.approx(expected, abs=1e-6)


def planted(seed: int, effect: float, n: int = 900) -> tuple[Matrix, Mask, Vector]:
    """Large customers spend more and are stricter: segment and earlier spend drive the experience and later spend."""
    rng = np.random.default_rng(seed)
    segment = rng.integers(0, 3, n)
    spend = rng.gamma(2.0, 30.0 * (1.0 + segment))
    good = rng.random(n) < 1.0 / (1.0 + np.exp(-(1.4 - 0.5 * segment - 0.5 * np.log1p(spend / 60.0))))
    later = 20.0 + 15.0 * segment + 0.4 * spend + effect * good
    columns = np.column_stack([segment == 1, segment == 2, np.log1p(spend), spend])
    return columns, good, later + rng.gamma(1.0, 40.0, n)


def test_planted_effect_is_covered_and_the_raw_gap_misses() -> None:
    """60 seeds; 95 % of intervals should hold the truth: 51 or fewer of 60 come by chance in 0.5 % of runs."""
    covered = missed = 0
    for seed in range(60):
        columns, good, later = planted(seed, 15.0)
        estimate = (
            doubly_robust(standardised(columns, list("abcd")), good, later[:, None]).everybody[0].estimate("money")
        )
        moments = [(len(v), float(v.mean()), float(v.var(ddof=1))) for v in (later[good], later[~good])]
        raw = welch(*moments[0], *moments[1]).estimate
        covered += (estimate.low or 0.0) <= 15.0 <= (estimate.high or 0.0)
        missed += not (raw.low or 0.0) <= 15.0 <= (raw.high or 0.0)
    assert covered >= 52
    assert missed >= 50


def test_no_effect_is_rarely_real() -> None:
    """60 seeds without an effect: more than 8 findings at 5 % come by chance in 0.3 % of runs."""
    found = 0
    for seed in range(100, 160):
        columns, good, later = planted(seed, 0.0)
        p = doubly_robust(standardised(columns, list("abcd")), good, later[:, None]).everybody[0].p_value()
        found += p is not None and p < 0.05
    assert found <= 8
