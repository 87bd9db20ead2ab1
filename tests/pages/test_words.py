"""Cards and findings say what their figures say: worked by hand on two shares of 400 customers each."""

from datetime import date

import pytest

from cx.metrics.base import Metric, Result
from cx.stats.comparison import Verdict
from cx.stats.proportions import wilson
from cx.ui import decomposition, findings
from cx.ui.cards import colour
from cx.ui.changes import Card, Judged, direction_text, judge, verdict_text
from cx.ui.definitions import mentions_metric
from cx.ui.plain import plain
from cx.ui.spreadsheet import cell
from cx.ui.twin import csv, table
from cx.view import View
from tests.charts.rows import row


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
    assert card.change_text() == "-10.0 pts"
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
    assert (card.change_text(), verdict_text(card), colour(card)) == ("", "not compared", "gray")


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


def test_the_biggest_finding_is_the_most_certain_one_and_counts_the_others():
    cards = [judged(share(160), share(190)), judged(share(100), share(200)), judged(share(160), share(161))]
    sentence = findings.biggest(judge(cards))
    assert "by 25.0 pts to **25.0%" in sentence
    assert "1 other figure changed" in sentence


def test_bands_are_associated_and_never_cause():
    rows = [share(160, band="high effort"), share(280, band="low effort")]
    sentence = findings.best_and_worst(rows, "share", "Ordered again")
    assert "**70.0%" in sentence
    assert "associated with" in sentence
    assert "cause" in sentence.split("no proof of")[1]
    assert findings.step(rows, "share").replace("\\", "").startswith("+30.0 pts")


def test_a_band_with_too_few_is_named():
    rows = [share(1, 4, band="high effort"), share(280, band="low effort")]
    assert "cannot answer this yet, because of high effort: too few" in findings.best_and_worst(rows, "share", "x")


def test_the_ends_of_many_segments_need_more_than_a_lucky_pair():
    def answer(rows):
        return Result(metric(), View(), "1-a", tuple(rows), (), "", 0)

    pair = [share(181, split="A"), share(153, split="B")]
    assert "is more than noise" in findings.ends(answer(pair), "segment")
    assert "is within noise" in findings.ends(answer([*pair, share(165, split="C")]), "segment")


def test_the_factors_of_revenue_share_its_change():
    parts = decomposition.contributions(
        {"customers": (110, 100), "orders_per_customer": (2, 2), "aov": (50, 50), "net_revenue": (11000, 10000)}
    )
    assert parts is not None
    assert parts["customers"] == pytest.approx(1.0)
    assert parts["aov"] == pytest.approx(0.0)
    assert parts["customers"] + parts["orders_per_customer"] + parts["aov"] + parts["rest"] == pytest.approx(1.0)
    assert decomposition.contributions({"customers": (1, 1)}) is None


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
    assert cell(text) == f"'{text}"


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
    assert mentions_metric(metric(), "RATE repeat")
    assert not mentions_metric(metric(), "repeat nothing")
