"""Relative importance as R's packages print it: relaimpo on swiss, rwa on mtcars (files of the shared folder)."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from cx.stats.drivers import key_drivers
from cx.stats.relative_weights import coefficients, relative_weights
from cx.stats.resampling import correlation_matrix
from cx.stats.shapley import lmg, r_squared_of_subsets

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
REFERENCES = SHARED / "groundtruth"

pytestmark = pytest.mark.skipif(
    not REFERENCES.is_dir(),
    reason="reference files absent: set CX_SHARED to the folder that holds groundtruth/",
)


def rows_of(name):
    with (REFERENCES / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def case_of(case_id):
    cases = json.loads((REFERENCES / "key_drivers.json").read_text(encoding="utf-8"))
    return next(case for case in cases if case["id"] == case_id)


def data_of(case, names):
    """Predictors and y of a case, one line each."""
    lines = rows_of(case["input"]["file"])
    columns = [[float(line[name]) for line in lines] for name in (*names, case["input"]["y"])]
    return np.array(columns).T


def matrix_of(case, names):
    values = data_of(case, names)
    return correlation_matrix(values, np.ones(len(values), dtype=int))


def test_swiss_lmg():
    case = case_of("KDA-01")
    expected = case["expected"]["lmg"]
    subsets = r_squared_of_subsets(matrix_of(case, expected))
    assert subsets[-1] == pytest.approx(case["expected"]["R2"], abs=case["tolerance"]["abs"])
    assert lmg(subsets) == pytest.approx(list(expected.values()), abs=case["tolerance"]["abs"])


def test_swiss_relative_weights():
    case = case_of("KDA-02")
    expected = case["expected"]["raw"]
    weights = relative_weights(matrix_of(case, expected))
    assert weights == pytest.approx(list(expected.values()), abs=case["tolerance"]["abs"])


@pytest.mark.parametrize(
    ("file", "of_whole"), [("swiss_relaimpo_raw.csv", False), ("swiss_relaimpo_normalized.csv", True)]
)
def test_every_measure_of_swiss_that_follows_from_ours(file, of_whole):
    """First: R² alone; last: gain over the others; betasq, pratt: from the coefficients; genizi: relative weights."""
    rows = rows_of(file)
    names = [row[""] for row in rows]
    matrix = matrix_of(case_of("KDA-01"), names)
    subsets, betas, k = r_squared_of_subsets(matrix), coefficients(matrix), len(names)
    alone = np.array([subsets[1 << j] for j in range(k)])
    last = np.array([subsets[-1] - subsets[2**k - 1 - (1 << j)] for j in range(k)])
    found = {
        "lmg": lmg(subsets),
        "genizi": relative_weights(matrix),
        "first": alone,
        "last": last,
        "betasq": betas**2,
        "pratt": betas * matrix[:-1, -1],
    }
    for measure, values in found.items():
        shown = values / values.sum() if of_whole else values
        assert shown == pytest.approx([float(row[measure]) for row in rows], abs=1e-8), measure


def test_swiss_agriculture_is_a_suppressor():
    """It goes with fertility by itself and against it beside the others: weights have no sign."""
    case = case_of("KDA-02")
    names = list(case["expected"]["raw"])
    values = data_of(case, names)
    found = key_drivers(values[:, -1], values[:, :-1], np.ones(len(values), dtype=int))
    agriculture = found.drivers[names.index("Agriculture")]
    assert agriculture.correlation > 0 > agriculture.coefficient.value
    assert agriculture.weight.value > 0


def test_mtcars_relative_weights():
    case = case_of("KDA-03")
    expected, tolerance = case["expected"], case["tolerance"]["abs"]
    values = data_of(case, case["input"]["x"])
    found = key_drivers(values[:, -1], values[:, :-1], np.ones(len(values), dtype=int))
    assert found.n == expected["n"]
    assert found.r_squared.value == pytest.approx(expected["R2"], abs=tolerance)
    assert [d.raw_weight for d in found.drivers] == pytest.approx(expected["raw"], abs=tolerance)
    assert [100 * d.weight.value for d in found.drivers] == pytest.approx(expected["rescaled_pct"], abs=1e-4)
    assert ["-" if d.coefficient.value < 0 else "+" for d in found.drivers] == expected["sign"]
