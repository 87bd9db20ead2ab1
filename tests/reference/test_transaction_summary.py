"""Frequency, recency, T and monetary value from orders, through the SQL, against published tables.

Source: lifetimes 0.11.3, tests/test_utils.py at 4f2833f (cases TX-01 to TX-08 of groundtruth/transaction_summary.json);
Fader, Hardie & Lee (2005), J. Marketing Research 42:415-430, for the summary of CDNOW's repeat spend.
"""

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.clv_backtest import METRIC as BACKTEST
from cx.metrics.p_alive import METRIC as ALIVE
from cx.metrics.predicted_clv import METRIC as PREDICTED
from cx.queries import Options
from tests.given import given
from tests.metrics.buyers import by_customer, cdnow, needs_cdnow, read
from tests.metrics.histories import guest_order, histories

EACH = Options(per="customer")


def test_days_from_first_to_last_and_to_the_end(tmp_path: Path) -> None:
    """TX-01."""
    orders = histories(
        one="2015-02-01 1, 2015-02-06 1", two="2015-01-01 1", three="2015-01-01 1, 2015-01-02 1, 2015-01-05 1"
    )
    version = given(tmp_path, orders=orders + guest_order("2015-02-07"))
    for metric in (PREDICTED, ALIVE):
        lines = read(version, metric, EACH)
        lines = lines[lines["x"].notna()]
        found = dict(
            zip(lines["person"], lines[["x", "t_x", "age_days"]].itertuples(index=False, name=None), strict=True)
        )
        assert found == {"one": (1, 5, 6), "two": (0, 0, 37), "three": (2, 4, 37)}


def test_the_mean_value_leaves_out_the_first_day(tmp_path: Path) -> None:
    """TX-02."""
    orders = histories(
        c1="2015-01-01 1, 2015-02-06 2",
        c2="2015-01-01 2",
        c3="2015-01-01 3, 2015-01-02 1, 2015-01-05 5",
        c4="2015-01-16 6, 2015-02-02 3, 2015-02-05 3",
        c5="2015-01-16 3, 2015-01-17 1, 2015-01-18 8",
        c6="2015-02-02 5",
    )
    version = given(tmp_path, orders=orders + guest_order("2015-02-07"))
    assert by_customer(read(version, PREDICTED, EACH)) == {
        "c1": (1, 36, 37, 2),
        "c2": (0, 0, 37, 0),
        "c3": (2, 4, 37, 3),
        "c4": (2, 20, 22, 3),
        "c5": (2, 2, 22, 4.5),
        "c6": (0, 0, 5, 0),
    }


def test_the_first_order_is_the_earliest_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    """TX-05."""
    version = given(tmp_path, orders=histories(two="2014-04-09 20, 2014-03-14 10, 2014-05-21 25"))
    assert by_customer(read(version, PREDICTED, EACH))["two"][3] == 22.5


def test_orders_of_one_day_are_one(tmp_path: Path) -> None:
    """TX-06; and the amounts of that day are added up."""
    version = given(
        tmp_path, orders=histories(one="2015-01-01 1, 2015-01-01 1", two="2015-01-01 1, 2015-01-02 3, 2015-01-02 4")
    )
    found = by_customer(read(version, PREDICTED, EACH))
    assert found["one"][0] == 0
    assert found["two"] == (1, 1, 1, 7)


@needs_cdnow
def test_cdnow_repeat_spend(tmp_path: Path) -> None:
    """TX-07: the paper rounds to whole dollars."""
    lines = read(given(tmp_path, orders=cdnow()), PREDICTED, EACH, to=date(1997, 9, 30))
    spend = lines.loc[lines["x"].fillna(0) > 0, "mean_value"].astype(float)
    found = (spend.mean(), spend.std(), spend.min(), spend.median(), spend.max())
    assert [round(value) for value in found] == [35, 30, 3, 27, 300]
    assert len(spend) == 946


@needs_cdnow
def test_cdnow_totals_and_hold_out(tmp_path: Path) -> None:
    """TX-08, in weeks; the back-test's own cut is the one of the literature."""
    rows = read(given(tmp_path, orders=cdnow()), BACKTEST)
    assert str(rows["cut_day"].dropna().iloc[0])[:10] == "1997-09-30"
    lines = rows[rows["x"].notna()].astype({"x": float, "t_x": float, "age_days": float, "customers": float})
    n = lines["customers"]
    assert n.sum() == 2357
    assert (n * lines["x"]).sum() == 2457
    assert (n * lines["t_x"]).sum() / 7 == pytest.approx(16135.571428571, abs=1e-6)
    assert (n * lines["age_days"]).sum() / 7 == pytest.approx(77111.285714286, abs=1e-6)
    assert n[lines["x"] == 0].sum() == 1411
    assert (n * lines["later_days"].astype(float)).sum() == 1882
