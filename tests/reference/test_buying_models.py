"""Published fits of the models of repeat buying: CDNOW by all three models, and the peers' optimum on simulated data.

The numbers are typed in from their sources; the data are in the shared folder, named by CX_SHARED, by default
`shared` beside the project. Without it those tests are skipped and say so. The likelihood of BG/NBD is flat: a fit
is judged by it, and only then by the parameters.
"""

import os
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from cx.stats import bgnbd, gamma_gamma, pnbd
from cx.stats.histories import Histories

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
CDNOW = SHARED / "data" / "cdnow" / "CDNOW_sample.txt"
SIMULATED = SHARED / "data" / "bgnbd_sim"
with_cdnow = pytest.mark.skipif(not CDNOW.is_file(), reason="CDNOW absent: set CX_SHARED to the folder of data/cdnow")
with_simulated = pytest.mark.skipif(not SIMULATED.is_dir(), reason="data/bgnbd_sim absent: set CX_SHARED")

PAPER = (0.243, 4.414, 0.793, 2.426)
PRECISE = (0.2425945, 4.4136019, 0.7929199, 2.4258881)
WALKTHROUGH = (0.5534, 10.5802, 0.6061, 11.6562)
NOTE = (6.25, 3.74, 15.44)


@lru_cache(maxsize=1)
def cdnow() -> tuple[Histories, np.ndarray]:
    """2,357 customers up to 30 September 1997 in weeks; purchases of one day are one. With the mean repeat value."""
    fields = [line.split() for line in CDNOW.read_text(encoding="ascii").splitlines()]
    lines = sorted((f[1], date.fromisoformat(f[2]), float(f[4])) for f in fields)
    end, rows = date(1997, 9, 30), []
    for _customer, bought in groupby((line for line in lines if line[1] <= end), key=lambda line: line[0]):
        days = [(day, sum(line[2] for line in same)) for day, same in groupby(bought, key=lambda line: line[1])]
        first, repeats = days[0][0], [value for _day, value in days[1:]]
        mean = sum(repeats) / len(repeats) if repeats else 0.0
        rows.append((len(repeats), (days[-1][0] - first).days / 7, (end - first).days / 7, mean))
    x, t_x, total, value = np.array(rows, dtype=float).T
    return Histories(x, t_x, total, np.ones(x.size)), value


@with_cdnow
def test_the_data_are_those_of_the_paper() -> None:
    """Fader, Hardie & Lee (2005); totals as in the data set of the R package BTYD."""
    histories, value = cdnow()
    sums = [float(column.sum()) for column in histories]
    assert sums == pytest.approx([2457, 16135.571428571, 77111.285714286, 2357], abs=1e-6)
    assert (value > 0).sum() == 946


@with_cdnow
def test_bgnbd_fit() -> None:
    """Fader, Hardie & Lee (2005), Marketing Science 24:275-284, section 5; digits and errors: R CLVTools 0.12.1."""
    histories, _value = cdnow()
    fitted = bgnbd.fit(histories)
    assert fitted.log_likelihood == pytest.approx(-9582.429207, abs=1e-4)
    assert fitted.log_likelihood >= -9582.42921
    assert fitted.parameters == pytest.approx(PAPER, abs=0.002)
    assert fitted.parameters == pytest.approx(PRECISE, rel=2e-4)
    assert fitted.standard_errors() == pytest.approx((0.01255738, 0.37822386, 0.18573277, 0.70540681), rel=0.002)
    assert 8 - 2 * fitted.log_likelihood == pytest.approx(19172.8584, abs=1e-3)


def test_bgnbd_expected_purchases() -> None:
    """Hardie's spreadsheet for note 004, as the tests of lifetimes 0.11.3 quote it."""
    found = bgnbd.expected_purchases(PRECISE, [0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0])
    assert found == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=0.001)
    assert bgnbd.conditional_expected_purchases(PRECISE, 2, 30.43, 38.86, 39) == pytest.approx(1.226, abs=0.001)


def test_bgnbd_single_customers() -> None:
    """BTYD walkthrough, section 4.3: customer 1516 and the paradox of increasing frequency."""
    assert bgnbd.expected_purchases(PRECISE, 52) == pytest.approx(1.444004, rel=1e-3)
    assert bgnbd.conditional_expected_purchases(PRECISE, 26, 30.857142857, 31, 52) == pytest.approx(25.75659, rel=1e-3)
    assert bgnbd.p_alive(PRECISE, 26, 30.857142857, 31) == pytest.approx(0.9688523, rel=1e-3)
    found = bgnbd.conditional_expected_purchases(PRECISE, [10, 15, 20, 25], 20, 39, 52)
    assert found == pytest.approx([0.3474606, 0.04283391, 0.004158973, 0.0003583685], rel=1e-3)


def test_bgnbd_probability_of_purchases() -> None:
    """R BTYD 2.4.3."""
    tail = (0.00199952145, 0.00151702363, 0.00116331501, 0.00090031479, 0.00070236377)
    tail += (0.00055179024, 0.00043619128, 0.00034671714, 0.00027696126, 0.00022222605)
    assert bgnbd.probability_of_purchases(PAPER, 30, range(11, 21)) == pytest.approx(tail, rel=1e-6)
    assert bgnbd.probability_of_purchases(PAPER, [2, 39], [10, 0]) == pytest.approx(
        [1.07868964e-7, 0.573786352], rel=1e-6
    )


@with_simulated
@pytest.mark.parametrize(("customers", "best"), [(100_000, -410642.943143), (1_000_000, -4113710.281344)])
def test_bgnbd_is_no_worse_than_its_peers(customers: int, best: float) -> None:
    """lifetimes 0.11.3 (and BTYD 2.4.3 on 100,000) found no better."""
    with np.load(SIMULATED / f"bgnbd_sim_{customers}.npz") as columns:
        seen = (columns["frequency"], columns["recency"], columns["T"])
    fitted = bgnbd.fit(Histories(*(column.astype(float) for column in seen), np.ones(customers)))
    assert fitted.log_likelihood >= best - 1e-5
    assert fitted.log_likelihood == pytest.approx(best, abs=0.05)


@with_cdnow
def test_pnbd_fit() -> None:
    """Fader, Hardie & Lee (2005), table 2; digits and errors: R CLVTools 0.12.1."""
    fitted = pnbd.fit(cdnow()[0])
    assert fitted.log_likelihood == pytest.approx(-9594.976181, abs=1e-4)
    assert fitted.parameters == pytest.approx((0.553, 10.578, 0.606, 11.669), abs=0.02)
    assert fitted.parameters == pytest.approx((0.55327, 10.5778, 0.60602, 11.6639), rel=0.002)
    assert fitted.standard_errors() == pytest.approx((0.0476264, 0.8427222, 0.1872594, 6.2105448), rel=0.01)


def test_pnbd_single_customers() -> None:
    """BTYD walkthrough, section 3.3."""
    assert pnbd.expected_purchases(WALKTHROUGH, 52) == pytest.approx(1.473434, rel=0.002)
    found = pnbd.conditional_expected_purchases(WALKTHROUGH, 26, 30.857142857, 31, 52)
    assert found == pytest.approx(25.45647, rel=0.002)
    assert pnbd.p_alive(WALKTHROUGH, 26, 30.857142857, 31) == pytest.approx(0.997874, rel=0.002)
    paradox = pnbd.conditional_expected_purchases(WALKTHROUGH, [10, 15, 20, 25], 20, 39, 52)
    assert paradox == pytest.approx([0.7062289, 0.1442396, 0.02250658, 0.00309267], rel=0.002)


@with_cdnow
def test_gamma_gamma_fit() -> None:
    """Fader & Hardie (2013), note 25; log-likelihood and errors: R CLVTools. Correlation: handbook of lifetimes."""
    histories, value = cdnow()
    fitted = gamma_gamma.fit(histories.x, value, histories.weight)
    assert fitted.customers == 946
    assert fitted.log_likelihood == pytest.approx(-4055.9177, abs=1e-4)
    assert fitted.parameters == pytest.approx((6.25, 3.74, 15.44), abs=0.02)
    assert fitted.parameters == pytest.approx((6.249349, 3.744256, 15.444307), rel=1e-4)
    assert fitted.standard_errors() == pytest.approx((1.1900, 0.2901, 4.1595), rel=0.002)
    assert gamma_gamma.independence(histories.x, value, histories.weight).value == pytest.approx(0.113884, abs=1e-4)


def test_gamma_gamma_expected_values() -> None:
    """Note 25's spreadsheet for the first ten customers, exact digits from R BTYD; population mean: eq. 3."""
    x: Sequence[float] = (2, 1, 0, 0, 0, 7, 1, 0, 2, 0)
    means: Sequence[float] = (22.345, 11.77, 0, 0, 0, 73.7414285714, 11.77, 0, 25.55, 0)
    one, none, many = 18.9168520578, 35.2189781022, 71.4710152721
    exact = [24.6596128609, one, none, none, none, many, one, none, 27.2883858268, none]
    assert gamma_gamma.expected_value(NOTE, x, means) == pytest.approx(exact, rel=1e-9)
    assert gamma_gamma.population_mean(NOTE) == pytest.approx(35.2189781, rel=1e-8)
