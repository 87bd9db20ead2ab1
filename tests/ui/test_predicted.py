"""The sentences and the table of predicted lifetime value, from rows made by hand."""

from cx.metrics.base import Result, Row
from cx.metrics.registry import METRICS
from cx.ui import backtest, findings, most_valuable, predicted
from cx.view import Filter, View
from tests.charts.rows import row


def result(name: str, *rows: Row) -> Result:
    return Result(METRICS[name], View(), "1-abcdef", rows, (), "", 0)


def test_the_back_test_is_titled_by_its_error():
    rows = [
        row(0.016, -0.02, 0.05, part="error", outcome="orders", item="model"),
        row(-0.121, -0.2, -0.01, part="error", outcome="revenue", item="model"),
        row(0.5, 0.4, 0.6, part="error", outcome="orders", item="own past rate"),
    ]
    title = backtest.error_title(result("clv_backtest", *rows)).replace("\\", "")
    assert title == ("Back-test: orders 1.6% too many (−2.0% to +5.0%), revenue 12.1% too little (−20.0% to −1.0%)")
    assert backtest.error_title(result("clv_backtest", row(None, part="error"))) == "Back-test: no figure yet"


def test_a_model_that_is_no_closer_than_a_simple_rule_is_told():
    def rows(model: float) -> list[Row]:
        figures = {"model": model, "own past rate": 1.0, "average rate": 1.4}
        return [row(v, unit="count", part="error per customer", outcome="orders", item=k) for k, v in figures.items()]

    assert backtest.rivals_title(result("clv_backtest", *rows(0.8))).endswith("earns its place")
    assert backtest.rivals_title(result("clv_backtest", *rows(1.2))).endswith("does no better")


def test_who_is_more_likely_gone_is_counted_among_repeat_buyers():
    bands = [row(float(n), unit="count", part="band", band=str(n)) for n in range(10)]
    title = predicted.alive_title(result("p_alive", *bands, row(99.0, unit="count", part="band", band="ordered once")))
    assert title == "10 of 45 repeat buyers (22.2%) are more likely gone than not"


def test_the_caveats_are_those_of_the_rows_and_the_day_is_said_once():
    value = result("predicted_clv", row(1.0, remark="As of today."), row(1.0, remark="Cross-check."))
    alive = result(
        "p_alive", row(1.0, remark="As of today.", part="all customers"), row(1.0, part="pareto/nbd", remark="Once.")
    )
    assert predicted.caveats(value, alive) == ["As of today.", "Cross-check.", "Once."]


def customer(number: str) -> list[Row]:
    return [
        row(50.0, 40.0, 60.0, unit="money", n=7, item=number, age=12, currency="EUR"),
        row(3.5, 3.0, 4.0, unit="count", n=7, item=number, age=12, part="expected purchases"),
        row(0.9, 0.8, 1.0, n=7, item=number, part="p alive"),
    ]


def test_a_customer_is_a_line_and_no_number_of_a_customer_is_a_formula():
    found = result("predicted_clv", *customer("C1"), *customer("=cmd()"), row(None, unit="money", split="South"))
    frame = most_valuable.table(found)
    assert frame.iloc[0].to_dict() == {
        "customer": "C1",
        "order_days": 7,
        "value_12_months": 50.0,
        "value_12_low": 40.0,
        "value_12_high": 60.0,
        "expected_orders_12_months": 3.5,
        "p_alive": 0.9,
        "currency": "EUR",
    }
    lines = most_valuable.csv(frame, found).decode("utf-8-sig").splitlines()
    assert lines[2].startswith("'=cmd(),7,50.0")
    assert len(lines) == 3


def test_how_sure_it_is_is_said_in_a_line():
    expected = row(2.0, 1.9, 2.1, unit="count", part="expected purchases", age=12)
    other = row(2.02, 1.9, 2.1, unit="count", part="pareto/nbd", age=12)
    missed = result("clv_backtest", row(0.05, 0.01, 0.09, part="error", outcome="orders", item="model"))
    said = predicted.how_sure(result("predicted_clv", expected, other), missed).replace("\\", "")
    assert said == "The model was 5.0% too high on the months it had not seen; its cross-check is 1.0% away."
    untested = predicted.how_sure(result("predicted_clv", expected), result("clv_backtest", row(None, part="error")))
    assert untested == "The model could not be tested on months it had not seen."
    assert not predicted.how_sure(result("predicted_clv", row(None)), missed)


def test_one_segment_alone_is_told_to_be_filtered():
    alone = Result(
        METRICS["predicted_clv"],
        View(filters=(Filter("segment", ("Enterprise",)),)),
        "1-abcdef",
        (row(1.0, 0.9, 1.1, unit="money", split="Enterprise", age=12),),
        (),
        "",
        0,
    )
    said = findings.ends(alone, "segment", age=12)
    assert said == "Predicted lifetime value, Enterprise only: remove the filter to compare"
