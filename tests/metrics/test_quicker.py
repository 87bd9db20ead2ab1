"""Whatever SQL answers a request, the rows are those of the metric's own text, which reads every day of everybody."""

import tempfile
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings as trying
from hypothesis import strategies as st

from cx.metrics import reasons
from cx.metrics.compute import answer_of, compute, scope_of
from cx.metrics.coverage import day_columns
from cx.metrics.registry import METRICS
from cx.queries import Options, dimensions_asked, run
from cx.settings import Settings
from cx.view import Filter, View
from tests.asking import Asking
from tests.given import given

START = date(2024, 1, 1)
SOME = st.none() | st.sampled_from(("a", "b"))
CUSTOMERS = st.lists(st.tuples(st.integers(0, 400) | st.none(), SOME, SOME), min_size=1, max_size=6)
AMOUNTS = st.none() | st.integers(-40, 99).map(lambda cents: cents / 4)
ORDERS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(0, 400),
        AMOUNTS,
        st.none() | st.integers(0, 9),
        SOME,
        st.sampled_from(("EUR", "EUR", "EUR", "USD", None)),
    ),
    min_size=1,
    max_size=25,
)
SCORE = st.none() | st.integers(1, 5)
ANSWERS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 400), SCORE, SCORE, SCORE, SOME), max_size=12)
VIEWS = (
    View(period="all"),
    View(period="custom", first=date(2024, 3, 15), last=date(2024, 9, 2)),
    View(period="custom", first=date(2024, 3, 1), last=date(2024, 9, 30), every="month"),
    View(period="custom", first=date(2024, 6, 1), last=date(2024, 9, 30), split="region"),
    View(period="all", every="month", split="region"),
    View(period="all", every="quarter", filters=(Filter("region", ("a", "(missing)")),)),
    View(period="all", filters=(Filter("region", ("b",)),), split="plan"),
    View(period="all", filters=(Filter("region", ("a", "b")),), split="region"),
    View(period="all", split="channel"),
)

ASKED = st.builds(
    Options,
    cohort=st.sampled_from(("week", "month", "month", "quarter", "year")),
    mode=st.sampled_from(("first", "recurring")),
    basis=st.sampled_from(("first_order", "signed_up")),
    score=st.sampled_from(("all", "nps", "csat", "ces", "effort")),
)
TOLD = ("cohort", "mode", "basis", "score")


def store(customers, orders, answers, *, one_currency: bool):
    """A small version: customers by number, the last of them without a row; number 6 is a guest, and asks the most."""
    rows = [
        {"customer_id": f"c{n}", "region": region, "plan": plan}
        | ({} if day is None else {"signed_up_at": str(START + timedelta(days=day))})
        for n, (day, region, plan) in enumerate(customers)
    ]
    bought = [
        {
            "order_id": f"o{n}",
            "ordered_at": str(START + timedelta(days=day)),
            "amount": amount,
            "cost": cost,
            "channel": channel,
            "currency": "EUR" if one_currency else currency,
        }
        | ({} if who == 6 else {"customer_id": f"c{who}"})
        for n, (who, day, amount, cost, channel, currency) in enumerate(orders)
    ]
    asked = [
        {"contact_id": f"k{n}", "opened_at": order["ordered_at"], "customer_id": f"c{(n + 1) % 7}"}
        for n, order in enumerate(bought)
    ]
    told = [
        {
            "response_id": f"r{n}",
            "customer_id": f"c{who}",
            "responded_at": str(START + timedelta(days=day)),
            "channel": channel,
        }
        | {name: score for name, score in (("nps", nps), ("csat", csat), ("ces", ces)) if score is not None}
        | {"csat_scale": "1-5", "ces_scale": "1-5"}
        for n, (who, day, nps, csat, ces, channel) in enumerate(answers)
    ]
    with tempfile.TemporaryDirectory() as folder:
        return given(Path(folder), Settings(minimum_n=1), customers=rows, orders=bought, contacts=asked, surveys=told)


def answers(version, metric, view: View, options: Options):
    """The rows of every text of a metric that fits the request, its own first; of texts that several metrics share, and
    that tell some more than others, the figures the metric makes of them."""
    scope = scope_of(version, view, options)
    fitting = [metric, *(f for f, q in zip(metric.forms()[1:], metric.quicker, strict=True) if q.fits(version, scope))]
    for form in fitting:
        rows = answer_of(form, version, scope).rows
        if metric.shared:
            rows = pd.DataFrame([{**asdict(row), **asdict(row.estimate)} for row in metric.estimate(rows, scope)])
            rows = rows.drop(columns="estimate", errors="ignore")
        yield rows.sort_values(sorted(rows.columns), ignore_index=True)[sorted(rows.columns)]


def check(version, view: View, asked: Options) -> int:
    """Compare every metric under a view; how often there was something to compare."""
    compared = 0
    for metric in distinct(METRICS.values()):
        unknown = any(version.dimension(name) is None for name in dimensions_asked(view))
        if unknown or reasons.not_here(version, view, metric):
            continue
        options = Options(**{name: getattr(asked, name) for name in metric.options if name in TOLD})
        own, *others = answers(version, metric, view, options)
        for other in others:
            compared += 1
            pd.testing.assert_frame_equal(
                own, other, check_dtype=False, rtol=1e-12, obj=f"{metric.name} {view} {options}"
            )
    return compared


def distinct(metrics):
    """The metrics and variants of metrics with quicker texts; of those with the same rows of the same texts one."""
    every = [form for metric in metrics for form in (metric, *metric.variants.values())]
    return {(*form.sql_files(), form.name if form.shared else ""): form for form in every if form.quicker}.values()


@trying(max_examples=8)
@drawn(
    CUSTOMERS,
    ORDERS,
    ANSWERS,
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(VIEWS), ASKED), min_size=2, max_size=2),
)
def test_every_text_of_a_metric_gives_the_same_rows(customers, orders, told, one_currency, asked):
    version = store(customers, orders, told, one_currency=one_currency)
    if not version.empty and version.counts.get("customers"):
        for view, options in asked:
            check(version, view, options)


@pytest.fixture(scope="module")
def ann_and_bob():
    """Ann: 10 in January, 5 back in December before it, 20 in March; Bob: 8 in February; a guest: 7 in May."""
    return given(
        Path(tempfile.mkdtemp()),
        Settings(minimum_n=1),
        customers=[
            {"customer_id": "ann", "region": "north", "plan": "pro", "signed_up_at": "2024-01-01"},
            {"customer_id": "bob", "region": "south", "plan": "pro", "signed_up_at": "2024-02-01"},
        ],
        orders=[
            {"order_id": "o0", "customer_id": "ann", "ordered_at": "2023-12-30", "amount": -5, "currency": "EUR"},
            {"order_id": "o1", "customer_id": "ann", "ordered_at": "2024-01-05", "amount": 10, "currency": "EUR"},
            {"order_id": "o2", "customer_id": "ann", "ordered_at": "2024-03-05", "amount": 20, "currency": "EUR"},
            {"order_id": "o3", "customer_id": "bob", "ordered_at": "2024-02-05", "amount": 8, "currency": "EUR"},
            {"order_id": "o4", "ordered_at": "2024-05-05", "amount": 7, "currency": "EUR", "channel": "web"},
        ],
        contacts=[
            {"contact_id": "k1", "customer_id": "bob", "opened_at": "2024-03-01"},
            {"contact_id": "k2", "customer_id": "bob", "opened_at": "2024-02-07"},
            {"contact_id": "k3", "opened_at": "2024-02-08"},
        ],
        surveys=[
            {"response_id": "r1", "customer_id": "ann", "responded_at": "2024-01-10", "nps": 9, "channel": "mail"},
            {"response_id": "r2", "customer_id": "ann", "responded_at": "2024-01-20", "nps": 2, "ces": 6},
            {"response_id": "r3", "customer_id": "ann", "responded_at": "2024-03-02", "nps": 7},
            {"response_id": "r4", "responded_at": "2024-03-02", "nps": 1},
        ],
    )


def test_all_views_of_a_given_store_are_compared(ann_and_bob):
    assert sum(check(ann_and_bob, view, Options()) for view in VIEWS) > 60


@pytest.mark.parametrize("of", ["aov", "revenue", "retention"])
def test_what_customers_add_then_and_now_is_put_together_in_one_line(tmp_path, of):
    """Orders on the first and last days of April, May and June 2024 and beside them; Ann has several then and now."""
    days = ("03-31", "04-01", "04-30", "05-01", "05-31", "06-01", "06-30", "07-01")
    who = ("ann", "ann", "bob", "ann", "cy", "ann", "ann", "bob")
    bought = [
        {"order_id": f"o{n}", "customer_id": name, "ordered_at": f"2024-{day}", "amount": 2**n}
        for n, (day, name) in enumerate(zip(days, who, strict=True))
    ]
    bought += [
        {"order_id": "again", "customer_id": "ann", "ordered_at": "2024-05-01", "amount": 300},
        {"order_id": "credit", "customer_id": "bob", "ordered_at": "2024-06-10", "amount": -7},
        {"order_id": "then", "ordered_at": "2024-05-02", "amount": 50},
        {"order_id": "now", "ordered_at": "2024-06-02", "amount": 70},
    ]
    people = [{"customer_id": "ann", "region": "a"}, {"customer_id": "bob", "region": "b"}]
    version = given(tmp_path, customers=people, orders=bought)
    metric = METRICS["what_changed"].asked(Options(of=of))
    for split in (None, "region"):
        view = View(period="custom", first=date(2024, 6, 1), last=date(2024, 6, 30), split=split)
        own, paired = answers(version, metric, view, Options(of=of))
        assert len(own) >= 2
        pd.testing.assert_frame_equal(own, paired, check_dtype=False, rtol=1e-12)


@pytest.fixture(scope="module")
def grouped():
    """April, May and June 2024: four customers by region and plan, one without a region, one of April alone; guests."""
    bought = [
        {
            "order_id": f"o{n}",
            "customer_id": who,
            "ordered_at": f"2024-{day}",
            "amount": 2**n,
            "channel": ("web", "shop")[n % 2],
        }
        for n, (who, day) in enumerate(
            (w, f"{month:02}-{10 + i}") for month in (4, 5, 6) for i, w in enumerate(("ann", "bob", "cy", "ann"))
        )
    ]
    bought += [
        {"order_id": "d", "customer_id": "dan", "ordered_at": "2024-04-20", "amount": 9},
        {"order_id": "g1", "ordered_at": "2024-05-02", "amount": 50},
        {"order_id": "g2", "ordered_at": "2024-06-02", "amount": 70},
    ]
    people = [
        {"customer_id": "ann", "region": "a", "plan": "pro"},
        {"customer_id": "bob", "region": "b", "plan": "pro"},
        {"customer_id": "cy", "plan": "basic"},
        {"customer_id": "dan", "region": "a", "plan": "pro"},
    ]
    return given(Path(tempfile.mkdtemp()), Settings(minimum_n=1), customers=people, orders=bought)


JUNE = View(period="custom", first=date(2024, 6, 1), last=date(2024, 6, 30))


@pytest.mark.parametrize("of", ["aov", "revenue", "retention"])
def test_one_reading_answers_by_every_grouping(grouped, of):
    metric, options = METRICS["what_changed"].asked(Options(of=of)), Options(of=of)
    for split, values in (("region", {"a", "b", "(missing)"}), ("plan", {"pro", "basic"})):
        view = replace(JUNE, split=split)
        own, together, one = answers(grouped, metric, view, options)
        guests = {"(missing)"} if of != "retention" else set()
        assert set(own["split"]) == values | guests
        for other in (together, one):
            pd.testing.assert_frame_equal(own, other, check_dtype=False, rtol=1e-12)


def test_the_next_grouping_is_not_read_again(grouped):
    version = replace(grouped, engine=Asking(grouped.engine))
    by_region = compute("what_changed", version, replace(JUNE, split="region"), Options(of="revenue"))
    version.engine.asked.clear()
    by_plan = compute("what_changed", version, replace(JUNE, split="plan"), Options(of="revenue"))
    assert not [sql for sql in version.engine.asked if "by_customer" in sql]
    # The receipt's statement, run alone, gives what the figure was made of.
    rows = grouped.engine.query(by_plan.sql)
    then = rows[(rows["side"] == "then") & (rows["other_side"] == "then") & (rows["split"] == "pro")]
    assert then["y"].tolist() == [2**4 + 2**5 + 2**7]
    assert {r.split for r in by_region.rows if r.part == "mix"} - {None} == {"a", "b", "(missing)"}


@pytest.mark.parametrize(
    "view",
    [
        JUNE,
        replace(JUNE, split="channel"),
        replace(JUNE, split="region", filters=(Filter("plan", ("pro",)),)),
        replace(JUNE, split="region", filters=(Filter("channel", ("web",)),)),
    ],
    ids=["no split", "a split of orders", "one grouping left", "a filter of orders"],
)
def test_only_what_customers_are_is_read_together(grouped, view):
    assert all(grouped.dimension(name, "orders") for name in dimensions_asked(view))
    metric = METRICS["what_changed"].asked(Options(of="revenue"))
    assert not metric.quickest(grouped, scope_of(grouped, view, Options(of="revenue"))).together


@pytest.fixture(scope="module")
def two_months():
    """January and the first days of February: several answers and orders of one customer, of nobody, without amount."""
    bought = [
        ("ann", "01-03", 10),
        ("ann", "01-09", None),
        ("ann", "01-20", 4),
        (None, "01-04", None),
        (None, "01-05", 6),
        (None, "01-05", 7),
        ("bob", "02-02", 8),
        ("bob", "02-09", -3),
    ]
    told = [
        ("ann", "01-03", 9, 5, 7),
        ("ann", "01-08", 2, 5, 3),
        ("ann", "01-09", None, 1, 6),
        (None, "01-05", 10, 4, 2),
        (None, "01-06", 10, 5, 2),
        ("bob", "02-03", 8, None, None),
    ]
    scales = {"csat_scale": "1-5", "ces_scale": "1-7"}
    return given(
        Path(tempfile.mkdtemp()),
        Settings(minimum_n=1),
        customers=[{"customer_id": "ann", "region": "north"}, {"customer_id": "bob", "region": "south"}],
        orders=[
            {"order_id": f"o{n}", "customer_id": who, "ordered_at": f"2024-{day}", "amount": amount}
            for n, (who, day, amount) in enumerate(bought)
        ],
        surveys=[
            {
                "response_id": f"r{n}",
                "customer_id": who,
                "responded_at": f"2024-{day}",
                "nps": nps,
                "csat": csat,
                "ces": c,
            }
            | scales
            for n, (who, day, nps, csat, c) in enumerate(told)
        ],
    )


COUNTED_BY_MONTH = ("orders", "net_revenue", "aov", "nps", "csat", "ces")


@pytest.mark.parametrize("name", COUNTED_BY_MONTH)
def test_by_month_the_sums_that_were_counted_are_those_of_every_row(two_months, name):
    views = (
        View(period="all", every="month"),
        View(period="all", every="month", split="region"),
        View(period="all", every="month", filters=(Filter("region", ("(missing)", "north")),)),
        View(period="custom", first=date(2024, 2, 1), last=date(2024, 2, 29), every="month"),
    )
    for view in views:
        own, *others = answers(two_months, METRICS[name], view, Options())
        assert len(own) > 0
        assert "_counted" in METRICS[name].quickest(two_months, scope_of(two_months, view, Options())).sql_name
        for other in others:
            pd.testing.assert_frame_equal(own, other, check_dtype=False, rtol=1e-12)


@pytest.mark.parametrize("name", COUNTED_BY_MONTH)
@pytest.mark.parametrize(
    "view",
    [
        View(period="custom", first=date(2024, 1, 4), last=date(2024, 1, 31), every="month"),
        View(period="custom", first=date(2024, 1, 1), last=date(2024, 1, 30), every="month"),
        View(period="all", every="week"),
        View(period="all"),
    ],
    ids=str,
)
def test_whatever_cuts_a_month_is_not_read_from_what_was_counted(two_months, name, view):
    scope = scope_of(two_months, view, Options())
    assert "_counted" not in METRICS[name].quickest(two_months, scope).sql_name


def test_cohorts_are_counted_once_for_each_load(ann_and_bob):
    rows = ann_and_bob.engine.query(
        "SELECT value, cohort - 2024 * 12 AS cohort, age, size, active, revenue, revenue_raised FROM mart.cohorts "
        "WHERE dimension = 'region' ORDER BY ALL"
    )
    # January is month 0. Ann's credit note of December is in no cohort. March raises 10 to 30: 900 - 100.
    assert rows.values.tolist() == [
        ["north", 0, 0, 1, 1, 10, 100],
        ["north", 0, 2, 0, 1, 20, 800],
        ["south", 1, 0, 1, 1, 8, 64],
    ]


def test_the_receipt_shows_the_sql_that_ran(ann_and_bob):
    whole, two = View(period="all"), View(period="all", filters=(Filter("region", ("north",)),), split="plan")
    assert "mart.\"cohorts\" WHERE dimension = ''" in compute("retention", ann_and_bob, whole).sql
    assert "mart.months" in compute("retention", ann_and_bob, two).sql
    assert "mart.activity" in compute("retention", ann_and_bob, two, Options(cohort="week")).sql
    sql = compute("observed_ltv", ann_and_bob, whole).sql
    assert ann_and_bob.engine.query(sql)["revenue"].tolist() == [10, 20, 8]


@pytest.mark.parametrize(
    ("view", "read"),
    [
        (View(period="all"), 'mart."customers"'),
        (View(period="all", every="month"), 'mart."months"'),
        (View(period="custom", first=date(2024, 2, 1), last=date(2024, 3, 31), split="region"), 'mart."months"'),
        (View(period="custom", first=date(2024, 2, 2), last=date(2024, 3, 31)), 'mart."orders"'),
        (View(period="all", split="channel"), 'mart."orders"'),
        (View(period="all", every="week"), 'mart."orders"'),
    ],
)
def test_whole_months_are_read_from_months_and_whatever_cuts_them_from_orders(ann_and_bob, view, read):
    assert read in compute("repeat_rate", ann_and_bob, view).sql


def test_the_days_between_orders_are_those_of_the_days_shown(ann_and_bob):
    # Ann's credit note is no order: from 5 January to 5 March 2024 are 60 days, of which only the last must be shown.
    view = View(period="custom", first=date(2024, 3, 4), last=date(2024, 3, 9), split="region")
    sql = compute("time_between_orders", ann_and_bob, view).sql
    assert 'mart."activity"' in sql
    assert ann_and_bob.engine.query(sql)[["split", "days", "pairs"]].values.tolist() == [["north", 60, 1]]


EXPERIENCES = (
    "SELECT score, band, period, day - DATE '2024-01-01' AS day FROM experiences "
    "WHERE score IN ('nps', 'effort') ORDER BY ALL"
)


@pytest.mark.parametrize("number", [0, 1])
def test_the_first_answer_of_the_days_shown_and_of_each_period_counts(ann_and_bob, number):
    steps = METRICS["risk_ratio"].forms()[number].step_texts()

    def found(view):
        scope, days = scope_of(ann_and_bob, view, Options()), day_columns(METRICS["risk_ratio"])
        rows = run(ann_and_bob, EXPERIENCES, days, scope, steps=steps).rows
        return [(r.score, r.band, None if pd.isna(r.period) else str(r.period)[:10], r.day) for r in rows.itertuples()]

    # Day 9 is 10 January, day 37 7 February: Ann promoted first, Bob asked first.
    assert found(View(period="all")) == [("effort", "low effort", None, 37), ("nps", "promoter", None, 9)]
    # Of the days from 15 January on the answer of 20 January is the first.
    later = View(period="custom", first=date(2024, 1, 15), last=date(2024, 12, 31))
    assert found(later) == [("effort", "low effort", None, 37), ("nps", "detractor", None, 19)]
    assert found(View(period="all", every="month"))[2:] == [
        ("nps", "passive", "2024-03-01", 61),
        ("nps", "promoter", "2024-01-01", 9),
    ]
    # In the quarter Ann's later answers are not her first ones.
    assert found(View(period="all", every="quarter"))[1:] == [("nps", "promoter", "2024-01-01", 9)]


@pytest.mark.parametrize("number", [0, 1])
def test_of_two_on_the_first_day_shown_one_is_the_first(tmp_path, number):
    version = given(
        tmp_path,
        orders=[{"order_id": "o", "customer_id": "ann", "ordered_at": "2024-01-01", "amount": 1}],
        surveys=[
            {"response_id": f"r{nps}", "customer_id": "ann", "responded_at": day, "nps": nps, "csat": 5, "ces": 5}
            | {"csat_scale": "1-5", "ces_scale": "1-7"}
            for nps, day in ((0, "2024-02-01"), (9, "2024-02-01"), (5, "2024-01-31"))
        ],
        contacts=[
            {"contact_id": f"k{hour}", "customer_id": "ann", "opened_at": f"2024-02-01 {hour}:00"} for hour in (10, 12)
        ],
    )
    steps = METRICS["risk_ratio"].forms()[number].step_texts()
    days = day_columns(METRICS["risk_ratio"])
    for view in (
        View(period="custom", first=date(2024, 2, 1), last=date(2024, 2, 29)),
        View(period="custom", first=date(2024, 2, 1), last=date(2024, 2, 29), every="month"),
    ):
        scope = scope_of(version, view, Options())
        rows = run(version, "SELECT score, level FROM experiences ORDER BY score", days, scope, steps=steps).rows
        assert rows["score"].tolist() == ["ces", "csat", "effort", "nps"]
        # r0 comes before r9; that Ann had answered the day before does not matter.
        assert rows["level"].tolist()[-1] == 0


@pytest.mark.parametrize("number", [0, 1])
def test_the_days_at_the_edges_of_the_windows_of_churn_belong_to_them(tmp_path, number):
    # Snapshot on 1 February with 10 days before it, from 22 January, and 10 days from it on, to 10 February.
    ordered = {
        "ann": ("2024-01-25", "2024-02-01"),
        "bob": ("2024-01-22",),
        "cid": ("2024-01-21", "2024-02-11"),
        "dan": ("2024-01-31", "2024-02-10"),
        "eve": ("2024-01-31", "2024-02-11"),
        "zoe": ("2023-11-01", "2024-04-01"),
    }
    orders = [
        {"order_id": f"{who} {day}", "customer_id": who, "ordered_at": day, "amount": 1}
        for who, days in ordered.items()
        for day in days
    ]
    version = given(tmp_path, Settings(minimum_n=1, churn_days=10), orders=orders)
    form = METRICS["churn_rate"].forms()[number]
    scope = scope_of(
        version, View(period="custom", first=date(2024, 2, 1), last=date(2024, 2, 29), every="month"), Options()
    )
    rows = run(version, form.sql(), day_columns(form), scope, steps=form.step_texts()).rows
    # Ann and Dan came back, Bob and Eve did not; Cid was not there.
    assert rows[["customers", "churned"]].values.tolist() == [[4, 2]]


def test_a_filter_on_the_answers_themselves_makes_them_be_looked_through(ann_and_bob):
    whole, region = View(period="all"), View(period="all", split="region")
    assert "earlier_nps_date" in compute("risk_ratio", ann_and_bob, whole).sql
    assert "earlier_nps_date" in compute("risk_ratio", ann_and_bob, region).sql
    filters = (Filter("surveys.channel", ("mail",)),)
    assert "earlier_nps_date" not in compute("risk_ratio", ann_and_bob, View(period="all", filters=filters)).sql


def test_an_order_on_the_first_day_shown_is_in_although_its_month_began_before(ann_and_bob):
    # The orders begin on 30 December, with Ann's credit note: -5, 10, 20, Bob's 8 and a guest's 7.
    view = View(period="custom", first=date(2023, 12, 30), last=date(2024, 5, 31))
    result = compute("net_revenue", ann_and_bob, view)
    assert result.only().estimate.value == 40
    assert 'FROM mart."months"' not in result.sql
    quarters = compute(
        "net_revenue", ann_and_bob, View(period="custom", first=view.first, last=view.last, every="quarter")
    )
    assert [row.estimate.value for row in quarters.rows] == [-5, 38, 7]
    assert 'mart."months"' in quarters.sql
