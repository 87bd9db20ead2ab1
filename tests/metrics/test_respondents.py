"""Putting together only the answers of who answered more than once gives the rows that putting all together gives."""

from datetime import date

import pandas as pd
import pytest

from cx.metrics.compute import compute, scope_of
from cx.metrics.coverage import day_columns
from cx.metrics.registry import METRICS
from cx.queries import Options, run
from cx.settings import Settings
from cx.view import Filter, View
from tests.given import given

SCORES = ("nps", "csat", "csat_mean", "ces")
VIEWS = (
    View(period="all"),
    View(period="all", every="month"),
    View(period="all", split="touchpoint"),
    View(period="all", every="month", split="region"),
    View(period="custom", first=date(2026, 1, 2), last=date(2026, 1, 31)),
    View(period="all", filters=(Filter("region", ("North", "South")),), every="quarter"),
    View(period="all", filters=(Filter("touchpoint", ("web",)),)),
)
ANSWERS = (
    # Ann answers four times, Bob once and is asked twice, Cid once, nobody known twice.
    ("ann", "2026-01-01", 10, 5, 7, "web"),
    ("ann", "2026-01-20", 2, 1, 1, "shop"),
    ("ann", "2026-02-03", 9, None, 6, "web"),
    ("ann", "2026-02-04", None, 4, None, "web"),
    ("bob", "2026-01-15", 7, 3, 4, "web"),
    ("cid", "2026-02-10", 0, 1, 2, "shop"),
    (None, "2026-01-05", 6, 2, 3, "web"),
    (None, "2026-02-25", 9, 5, 5, "shop"),
)


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    rows = [
        {"response_id": f"r{n}", "sent_at": day, "responded_at": day, "touchpoint": touchpoint}
        | {"csat_scale": "1-5", "ces_scale": "1-7"}
        | {k: v for k, v in (("customer_id", who), ("nps", nps), ("csat", csat), ("ces", ces)) if v is not None}
        for n, (who, day, nps, csat, ces, touchpoint) in enumerate(ANSWERS)
    ]
    rows.append({"response_id": "r9", "sent_at": "2026-01-16", "customer_id": "bob", "touchpoint": "web"})
    return given(
        tmp_path_factory.mktemp("respondents"),
        Settings(minimum_n=1),
        customers=[
            {"customer_id": who, "region": region}
            for who, region in (("ann", "North"), ("bob", "South"), ("cid", "North"))
        ],
        surveys=rows,
    )


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("view", VIEWS, ids=View.query)
def test_both_ways_give_the_same_rows(version, name, view):
    metric, scope = METRICS[name], scope_of(version, view, Options())
    # What was counted by month fits some views only; answers by customer fit all.
    *_counted, by_customer = metric.forms()
    forms = {id(form): form for form in (metric, by_customer, metric.quickest(version, scope))}.values()
    assert by_customer is not metric and metric.quickest(version, scope) is not metric
    frames = [
        run(version, form.sql(), day_columns(form), scope, form.optional, form.step_texts()).rows for form in forms
    ]
    names = sorted(frames[0].columns)
    own, *others = (
        frame[names].sort_values(names, ignore_index=True).astype(float, errors="ignore") for frame in frames
    )
    assert others
    for other in others:
        pd.testing.assert_frame_equal(own, other, check_dtype=False)


def test_who_answered_once_is_not_a_repeater_however_often_he_was_asked(version):
    found = version.engine.query("SELECT count(*) AS n FROM mart.repeat_respondents")
    assert found["n"].tolist() == [1]


def test_a_version_of_an_earlier_release_is_read_the_long_way(version):
    older = type(version)(
        **{f: getattr(version, f) for f in ("id", "engine", "settings", "coverage", "counts", "dimensions")}
    )
    assert "repeat_respondents" not in compute("nps", older, VIEWS[0]).sql
    assert "repeat_respondents" in compute("nps", version, VIEWS[0]).sql
    assert compute("nps", older, VIEWS[0]).rows == compute("nps", version, VIEWS[0]).rows


def test_answers_of_one_customer_are_one_cluster(version):
    """NPS: ann 10, 2, 9; bob 7; cid 0; two unknown 6, 9: 3 promoters, 1 passive, 3 detractors of 5 customers."""
    scope = scope_of(version, VIEWS[0], Options())
    form = METRICS["nps"].quickest(version, scope)
    (row,) = run(version, form.sql(), day_columns(form), scope, (), form.step_texts()).rows.to_dict("records")
    assert [row[k] for k in ("promoters", "passives", "detractors", "answers", "clusters")] == [3, 1, 3, 7, 5]
    # y is promoters - detractors, x the answers: ann 1 of 3, bob 0 of 1, cid -1 of 1, the others -1 and 1 of 1 each.
    assert [row[k] for k in ("sum_yy", "sum_xy", "sum_xx")] == [1 + 0 + 1 + 1 + 1, 3 + 0 - 1 - 1 + 1, 9 + 1 + 1 + 1 + 1]
