"""Cards and findings say what their figures say: worked by hand on two shares of 400 customers each."""

from dataclasses import replace
from datetime import date

import pytest

from cx.charts.cohort_heatmap import newest
from cx.language.spreadsheet import cell
from cx.metrics.base import Metric, Options, Result, Row
from cx.stats.comparison import Verdict
from cx.stats.estimate import Estimate
from cx.stats.proportions import wilson
from cx.ui import banded, comparable, findings, picking, shown
from cx.ui.cards import colour
from cx.ui.changes import Card, Judged, direction_text, judge, verdict_text
from cx.ui.definitions import mentions, metric_text
from cx.ui.plain import plain
from cx.ui.twin import csv, readable, table
from cx.view import Dates, View
from tests.charts.rows import row
from tests.given import given


def metric(unit="share", better="higher", name="repeat_rate"):
    words = {"title": "Repeat rate", "question": "Who comes back?", "definition": "d", "formula": "f", "source": "s"}
    return Metric(name=name, unit=unit, better=better, inputs=(), scopes={}, estimate=lambda rows, scope: [], **words)


def share(successes, n=400, **where):
    e = wilson(successes, n, minimum=30)
    return row(e.value, e.low or 0, e.high or 0, n=n, **where)


def judged(now, then, *, better="higher"):
    return judge([Judged(Card("repeat_rate", "Repeat rate"), metric(better=better), now, then)])[0]


def test_a_fall_from_50_to_40_per_cent_of_400_is_real_and_worse():
    card = judged(share(160), share(200))
    assert card.verdict is Verdict.REAL
    assert card.change_text() == "−10.0 pts"
    assert (direction_text(card), colour(card)) == ("worse", "orange")
    assert findings.main([card]).startswith("Repeat rate fell by 10.0 pts to **40.0%")


def test_a_fall_of_something_that_should_be_low_is_better():
    card = judged(share(160), share(200), better="lower")
    assert (direction_text(card), colour(card)) == ("better", "blue")


def test_one_point_of_400_is_noise_and_grey():
    card = judged(share(164), share(160))
    assert card.verdict is Verdict.NOISE
    assert colour(card) == "gray"
    assert "within noise" in findings.main([card])


def test_too_few_is_said_with_its_n_and_the_figure_is_a_dash():
    card = judged(share(2, 3), share(160))
    assert card.value_text() == "–"
    assert verdict_text(card) == "too few to compare"
    assert "n \\= 3, at least 30 needed" in findings.main([card])


def test_a_change_too_small_to_show_is_unchanged_and_never_zero_with_an_arrow():
    card = judged(share(16001, 40000), share(16000, 40000))
    assert card.change_text() == "0.0 pts"
    assert (card.up, direction_text(card)) == (None, "unchanged")


def test_without_a_comparison_nothing_is_called_better():
    card = judged(share(160), None)
    assert (card.change_text(), verdict_text(card), colour(card)) == ("", "", "gray")


def test_money_changes_in_per_cent_and_never_from_a_base_of_zero():
    card = Card("aov", "AOV")
    money = metric(unit="money", name="aov")
    now, then = row(110, 100, 120, unit="money", currency="EUR"), row(100, 95, 105, unit="money", currency="EUR")
    assert Judged(card, money, now, then).change_text() == "+10.0%"
    assert Judged(card, money, now, row(0, 0, 0, unit="money")).change_text() == "+€110"


def test_many_looks_raise_the_bar():
    # 45.25 % against 38.25 % of 400 is p = 0.045 alone; beside nine cards without any change it is noise.
    alone = judged(share(181), share(153))
    assert alone.verdict is Verdict.REAL
    still = Judged(Card("x", "x"), metric(), share(160), share(160))
    crowded = judge([alone, *[still] * 9])
    assert crowded[0].verdict is Verdict.NOISE


def test_the_best_band_is_held_against_the_worst_with_its_interval_and_verdict():
    rows = [share(160, band="high effort"), share(280, band="low effort")]
    found = banded.steps({"again": rows}, 30)["again"]
    title = banded.title("Ordered again", found, None).replace("\\", "")
    # The interval of a difference of 28/40 and 16/40 of 400 (Newcombe) is 23.3 to 36.3 points.
    assert title == "Ordered again: 30.0 pts more for low-effort customers (23.3 to 36.3) – real"
    fewer = banded.steps({"again": rows[::-1]}, 30)["again"]
    title = banded.title("x", fewer, None).replace("\\", "")
    assert title == "x: 30.0 pts less for high-effort customers (23.3 to 36.3) – real"


def test_a_band_with_too_few_gives_no_gap():
    rows = [share(1, 4, band="high effort"), share(280, band="low effort")]
    (step,) = banded.steps({"x": rows}, 30)["x"]
    assert (step.worst.band, step.verdict) == ("high effort", Verdict.TOO_FEW)
    assert banded.title("x", [step], None) == "x: too few"


def test_the_ends_of_many_segments_need_more_than_a_lucky_pair():
    def answer(rows):
        return Result(metric(), View(), "1-a", tuple(rows), (), "", 0)

    pair = [share(181, split="A"), share(153, split="B")]
    assert "the difference is real" in findings.ends(answer(pair), "segment")
    assert "is within noise" in findings.ends(answer([*pair, share(165, split="C")]), "segment")


@pytest.mark.parametrize(
    "text", ["*b*", "[l](http://x.y)", "![i](u)", "`c`", "$x$", "# h", "<b>", ":red[x]", ":material/check:", "a -> b"]
)
def test_text_of_the_data_keeps_its_letters_and_loses_its_power(text):
    shown = plain(text)
    assert ":red" not in shown
    assert ":material" not in shown
    assert "http://" not in shown
    bare = shown.replace("\\", "").replace("\u2060", "")
    assert bare == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "|x"])
def test_a_cell_is_never_a_formula(text):
    made = str(cell(text))
    # A spreadsheet may begin a cell of its own after a tab or a line end: there a quote stands once more.
    assert made[0] == "'" and made.replace("'", "") == text


def test_numbers_and_plain_words_stay_as_they_are():
    assert cell(-2.5) == -2.5
    assert cell("North") == "North"


def test_the_table_twin_holds_the_same_figures_with_the_reason_of_what_is_missing():
    rows = [share(160, split="=cmd()"), share(1, 4, split="B")]
    frame = table(rows)
    assert list(frame["value"].fillna(-1)) == [0.4, -1]
    assert frame["reason"].iloc[1] == "too few: n = 4, at least 30 needed"
    assert "cohort" not in frame.columns
    text = csv(Result(metric(), View(), "7-abcd", tuple(rows), (), "", 0), rows).decode("utf-8-sig")
    assert "'=cmd()" in text
    assert "7-abcd" in text


def test_dates_in_a_table_are_dates():
    assert table([share(160, period=date(2026, 1, 1))])["period"].iloc[0] == date(2026, 1, 1)


def test_search_finds_all_words_in_any_order():
    assert mentions(metric_text(metric()), "RATE repeat")
    assert not mentions(metric_text(metric()), "repeat nothing")


def answered(rows, *, options=(), unit="share", view=None):
    return Result(replace(metric(unit=unit), options=options), view or View(), "1-a", tuple(rows), (), "", 0)


def test_a_card_of_month_3_never_shows_everybody_of_month_0():
    card = Card("retention_curve", "Retention, month", age=3)
    picked = picking.pick(answered([row(1, 1, 1, age=0, n=141)]), card, date(2026, 10, 1))
    assert picked.estimate.value is None
    assert picked.estimate.reason == "month 3 is complete on 31 Jan 2027"  # October + 3 months
    assert Judged(card, metric(), picked, None).title == "Retention, month 3"


def test_a_younger_age_is_shown_under_its_own_name():
    card = Card("retention_curve", "Retention, month", age=3)
    rows = [share(400, age=0), share(200, age=1), share(160, age=2), row(None, age=3, n=10)]
    picked = picking.pick(answered(rows), card, date(2026, 8, 1))
    assert (picked.age, picked.estimate.value) == (2, 0.4)
    assert Judged(card, metric(), picked, None).title == "Retention, month 2"


def test_money_without_a_currency_is_a_currency_of_its_own():
    euro = row(100, 90, 110, unit="money", n=50, currency="EUR")
    none = row(70, 60, 80, unit="money", n=40)
    card, result = Card("aov", "AOV"), answered([none, euro], unit="money")
    assert picking.pick(result, card) is euro
    assert picking.note(result, euro, card) == (
        "EUR only; there are also orders without a currency: set it with the setting `currency`"
    )
    assert [r.split for r in picking.by_currency(result).rows] == ["no currency", "EUR"]
    assert picking.same_place(answered([none], unit="money"), euro, card) is None
    assert picking.trend_values([replace(none, period=date(2026, 1, 1))], euro, card) == ()


def test_a_count_below_the_minimum_is_never_judged():
    now, then = row(60, 46, 77, unit="count", n=60), row(5, 2, 11, unit="count", n=5)
    card = Judged(Card("orders", "Orders"), metric(unit="count"), now, then, minimum=30)
    (few,) = judge([card])
    assert (few.verdict, colour(few)) == (Verdict.TOO_FEW, "gray")
    assert few.change_text() == "from 5"
    assert "too little to compare" in findings.main([few])
    (enough,) = judge([replace(card, minimum=5)])
    assert enough.verdict is Verdict.REAL


def test_a_rise_from_a_tiny_base_is_told_without_per_cent():
    now, then = row(5511, 5300, 5700, unit="money", n=400), row(100, 90, 110, unit="money", n=40)
    (card,) = judge([Judged(Card("net_revenue", "Net revenue"), metric(unit="money"), now, then, minimum=30)])
    assert card.change_text() == "from 100"
    assert findings.main([card]) == "Net revenue rose from 100 to **5.51K (5.30K to 5.70K)**: more than noise."


def test_a_period_in_which_a_file_stopped_is_not_compared_with_a_whole_one(tmp_path):
    """Orders to 20 June: of June's 30 days a third lacks orders; of the 172 days to 21 June only one does."""
    orders = [{"order_id": str(n), "ordered_at": day} for n, day in enumerate(("2026-01-01", "2026-06-20"))]
    version, revenue = given(tmp_path, orders=orders), replace(metric(), inputs=("orders",))
    june = Dates(date(2026, 6, 1), date(2026, 6, 30))
    assert comparable.stopped(revenue, june, version) == "the orders end on 20 Jun 2026"
    assert not comparable.stopped(revenue, Dates(date(2026, 1, 1), date(2026, 6, 21)), version)


def test_a_figure_is_never_compared_with_itself():
    june = [Dates(date(2026, 6, d), date(2026, 6, d)) for d in (14, 13)]
    cohorts, churn = replace(metric(), options=("cohort",)), metric(name="churn_rate")
    assert comparable.shared(cohorts, Options(), *june, 180)  # one cohort: June
    assert not comparable.shared(cohorts, Options(cohort="day"), *june, 180)
    assert "180" in comparable.shared(churn, Options(), *june, 180)
    years = Dates(date(2025, 1, 1), date(2025, 12, 31)), Dates(date(2024, 1, 1), date(2024, 12, 31))
    assert not comparable.shared(churn, Options(), *years, 180)
    assert not comparable.shared(metric(), Options(), *june, 180)


def test_verdicts_of_bands_are_corrected_over_the_page_and_given_within_each_segment():
    # 45.25 % against 38.25 % of 400 is p = 0.045 alone; with three other comparisons without any gap it is noise.
    pair = [share(153, band="detractor"), share(181, band="promoter")]
    flat = [share(160, band="detractor"), share(160, band="promoter")]
    assert banded.steps({"a": pair}, 30)["a"][0].verdict is Verdict.REAL
    assert banded.steps({"a": pair, "b": flat, "c": flat, "d": flat}, 30)["a"][0].verdict is Verdict.NOISE
    wide = [share(100, band="detractor"), share(300, band="promoter")]
    split = [replace(r, split=name) for name, rows in (("A", wide), ("B", flat)) for r in rows]
    split += [replace(r, split="C") for r in (share(300, band="detractor"), share(100, band="promoter"))]
    title = banded.title("By NPS", banded.steps({"nps": split}, 30)["nps"], "segment")
    assert title.endswith("promoters within each segment: more for A – real; less for C – real; within noise for B")


def test_a_gap_whose_interval_reaches_zero_is_noise():
    rows = [row(100, 80, 120, unit="money", band="detractor"), row(105, 90, 120, unit="money", band="promoter")]
    (step,) = banded.steps({"a": rows}, 30)["a"]
    assert step.more.low < 0 < step.more.high
    assert step.verdict is Verdict.NOISE


def test_the_ends_speak_only_of_what_is_shown_and_of_enough():
    rows = [share(300, split="A"), share(200, split="B"), share(20, 40, split="C"), share(390, split="(missing)")]
    assert "highest for A, lowest for B" in findings.ends(answered(rows), "segment", shown=rows[:2], minimum=50)
    assert "lowest for C" in findings.ends(answered([*rows[:1], rows[2]]), "segment", minimum=30)


def test_what_a_chart_leaves_out_is_said():
    many = [share(100 + i, split=f"S{i}") for i in range(20)]
    assert shown.of_bars(many) == "15 of 20 shown; all are in the table"
    assert shown.of_bars(many[:15]) == ""
    lines = [replace(r, period=date(2026, 1, 1)) for r in many]
    assert shown.of_lines(lines).startswith("6 of 20 shown; all are in the table; the intervals")
    cohorts = [share(160, cohort=date(2023 + m // 12, m % 12 + 1, 1), age=1) for m in range(36)]
    assert shown.of_cohorts(cohorts) == "the newest 24 of 36 cohorts; all are in the table"
    drawn = newest(cohorts)
    assert min(r.cohort for r in drawn) == date(2024, 1, 1)


def test_shares_in_a_table_are_in_per_cent_and_in_the_csv_as_they_are():
    frame = table([share(160), share(1, 4)])
    assert readable(frame, ["share"])["value"].iloc[0] == 40.0
    assert frame["value"].iloc[0] == 0.4
    assert readable(frame, ["points"]) is frame


def test_figures_of_several_units_stand_in_one_table_each_in_its_own_way():
    worth = Row(Estimate(12.5, 10.0, None, 40, "money", "test"), currency="EUR")
    frame = readable(table([share(160), worth]), ["share", "money"])
    assert list(frame["value"]) == ["40.00%", "€12.50"]
    assert list(frame["high"])[1] == "–"


def test_a_figure_of_the_overview_has_one_verdict_in_one_view_whatever_else_stands_on_the_page():
    headline = [Card("repeat_rate", "Repeat rate"), *(Card(f"other_{i}", "Other") for i in range(7))]
    revenue = judged(share(160), share(200))  # p = 0.005, times 8 looks: real
    noise = [replace(judged(share(200 + i), share(200)), card=card) for i, card in enumerate(headline[1:])]
    on_overview = judge([revenue, *noise], headline)
    alone = judge([revenue], headline)
    assert on_overview[0].verdict is alone[0].verdict is Verdict.REAL
    assert {card.verdict for card in on_overview[1:]} == {Verdict.NOISE}
    doubtful = judged(share(172), share(200))  # p = 0.05 or less by itself, but one of 8 looks
    assert doubtful.p is not None and 0.05 / 8 < doubtful.p <= 0.05
    assert judge([doubtful], headline)[0].verdict is Verdict.NOISE
    assert judge([doubtful, *noise], headline)[0].verdict is Verdict.NOISE


def test_a_figure_of_one_page_only_is_corrected_for_the_cards_beside_it():
    own = replace(judged(share(172), share(200)), card=Card("own", "Own"))
    still = [replace(judged(share(200 + i), share(200)), card=Card(f"other_{i}", "Other")) for i in range(7)]
    assert judge([own], [Card("repeat_rate", "Repeat rate")])[0].verdict is Verdict.REAL
    assert judge([own, *still], [Card("repeat_rate", "Repeat rate")])[0].verdict is Verdict.NOISE


def test_a_sparkline_and_a_comparison_are_of_the_figure_on_the_card_and_not_of_its_neighbours():
    """High effort of all contacts, beside that of customers who answered: 10, 20 and 30 % of 400 against 90 %."""
    card = Card("effort_index", "High-effort contacts", where={"part": "band", "band": "high effort"})
    months = [date(2026, month, 1) for month in (1, 2, 3)]
    here = {"part": "band", "band": "high effort"}
    whole = [share(40 * (n + 1), **here, period=month) for n, month in enumerate(months)]
    answered = [share(360, **here, outcome="answered", period=month) for month in months]
    mixed = [row for pair in zip(answered, whole, strict=True) for row in pair]
    picked = share(120, **here)
    assert picking.trend_values(mixed, picked, card) == pytest.approx((0.1, 0.2, 0.3))
    before = Result(
        metric(), View(), "1-abcdef", (share(360, **here, outcome="answered"), share(80, **here)), (), "", 1
    )
    then = picking.same_place(before, picked, card)
    assert then is not None and then.estimate.value == pytest.approx(0.2)
