"""How text becomes dates, numbers, scores and ids: decided over the whole column, asked when nothing proves it."""

from pathlib import Path
from typing import Any

import pytest

from cx.errors import LoadError, UsageError
from cx.ingest.types.spans import span
from tests.ingest.loading import column, load_text, rows


def orders(values: list[str], name: str = "ordered_at", **more: str) -> str:
    other = {"ordered_at": "2026-01-05", "amount": "1", **more}
    other.pop(name)
    head = ";".join(["order_id", name, *other])
    lines = [";".join([f"O{n}", value, *other.values()]) for n, value in enumerate(values, start=1)]
    return "\n".join([head, *lines]) + "\n"


def times(store: Path, values: list[str], **options: Any) -> list[str]:
    report = load_text(store, orders(values), **options)
    assert not report.questions, report.questions
    return [str(t) for t in column(store, "SELECT ordered_at FROM raw.orders ORDER BY order_id")]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-10-07", "2025-10-07 00:00:00"),
        ("2025-10-07T09:50:26", "2025-10-07 09:50:26"),
        ("2025-10-07T09:50:26Z", "2025-10-07 09:50:26"),
        ("2025-10-07 09:50:26.250 UTC", "2025-10-07 09:50:26.250000"),
        ("2025-10-07 09:50:26 +0200", "2025-10-07 07:50:26"),
        ("2025-10-07 23:50:26-05:30", "2025-10-08 05:20:26"),
        ("2024/01/15 9:30:12 AM GMT+1", "2024-01-15 08:30:12"),
        ("19970101", "1997-01-01 00:00:00"),
        ("31/12/2025 7:05", "2025-12-31 07:05:00"),
        ("12/31/25 12:05 AM", "2025-12-31 00:05:00"),
        ("12/31/2025 12:05:10 PM", "2025-12-31 12:05:10"),
        ("31.12.97", "1997-12-31 00:00:00"),
        ("7 Oct 2025", "2025-10-07 00:00:00"),
        ("October 7, 2025 4:05 pm", "2025-10-07 16:05:00"),
        ("07-Oct-25", "2025-10-07 00:00:00"),
    ],
)
def test_forms_of_dates(tmp_path: Path, text: str, utc: str) -> None:
    assert times(tmp_path / "s", [text]) == [utc]


def test_one_value_above_twelve_decides_the_whole_column(tmp_path: Path) -> None:
    assert times(tmp_path / "a", ["03/04/2026", "13/04/2026"]) == ["2026-04-03 00:00:00", "2026-04-13 00:00:00"]
    assert times(tmp_path / "b", ["03/04/2026", "03/13/2026"]) == ["2026-03-04 00:00:00", "2026-03-13 00:00:00"]


def test_dates_that_never_prove_their_order_are_asked(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", orders(["12/1/10 8:26", "12/2/10 9:00"]))
    (question,) = report.questions
    assert question.pass_option == "--dates dmy|mdy"
    assert "12/1/10 8:26" in question.examples
    assert (report.rows_loaded, report.data_version) == (0, None)


@pytest.mark.parametrize(("dates", "wanted"), [("mdy", "2010-12-01 08:26:00"), ("dmy", "2010-01-12 08:26:00")])
def test_the_answer_about_dates_is_used(tmp_path: Path, dates: str, wanted: str) -> None:
    assert times(tmp_path / "s", ["12/1/10 8:26"], dates=dates) == [wanted]


def test_dates_that_contradict_each_other_are_asked_and_then_refused_one_by_one(tmp_path: Path) -> None:
    text = orders(["13/01/2026", "01/14/2026"])
    assert "contradict" in load_text(tmp_path / "s", text).questions[0].question
    report = load_text(tmp_path / "s", text, dates="dmy")
    (refusal,) = report.refused
    assert (refusal.line, refusal.column, refusal.value) == (3, "ordered_at", "01/14/2026")
    assert "day first" in refusal.reason


def test_a_column_that_proves_the_order_answers_for_the_others(tmp_path: Path) -> None:
    text = "contact_id,opened_at,closed_at\nT1,03/04/2026,13/04/2026\n"
    load_text(tmp_path / "s", text)
    assert str(column(tmp_path / "s", "SELECT opened_at FROM raw.contacts")[0]) == "2026-04-03 00:00:00"


def test_a_time_zone_moves_times_and_leaves_dates(tmp_path: Path) -> None:
    values = ["2026-07-01 00:30:00", "2026-07-01", "2026-07-01 00:30:00Z"]
    assert times(tmp_path / "s", values, timezone="Europe/Berlin") == [
        "2026-06-30 22:30:00",
        "2026-07-01 00:00:00",
        "2026-07-01 00:30:00",
    ]


def test_impossible_and_far_away_dates_are_refused(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", orders(["2026-02-30", "2026-02-28", "0026-02-28", "soon"]))
    assert [(r.line, r.reason) for r in report.refused] == [
        (2, "is no day or time of the calendar"),
        (4, f"is a date outside 1970-01-02 to {span('ordered_at')[1]}"),
        (5, "is not a date"),
    ]


def amounts(store: Path, values: list[str], **options: Any) -> list[float | None]:
    report = load_text(store, orders(values, "amount"), **options)
    assert not report.questions, report.questions
    return [None if v is None else float(v) for v in column(store, "SELECT amount FROM raw.orders ORDER BY order_id")]


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["12.50", "1,234.5"], [12.5, 1234.5]),
        (["12,50", "1.234,5", "1.234"], [12.5, 1234.5, 1234.0]),
        (["$1,000.00", "(12.30)", "-5.00"], [1000.0, -12.3, -5.0]),
        (["R$ 5,50", "12,00 R$"], [5.5, 12.0]),
        (["12,00 EUR", "7,25"], [12.0, 7.25]),
        (["1 234.50", "1'234.50", "'99.5"], [1234.5, 1234.5, 99.5]),
        (["12", "", "N/A", "-", "?", "null"], [12.0, None, None, None, None, None]),
        (["0.125", "3"], [0.125, 3.0]),
        (["1,234,567"], [1234567.0]),
        (["1.5e3"], [1500.0]),
    ],
)
def test_forms_of_amounts(tmp_path: Path, values: list[str], numbers: list[float | None]) -> None:
    assert amounts(tmp_path / "s", values) == numbers


def test_an_amount_that_could_be_either_is_asked(tmp_path: Path) -> None:
    text = orders(["1,234", "950"], "amount")
    (question,) = load_text(tmp_path / "s", text).questions
    assert (question.field, question.pass_option) == ("amount", "--decimal point|comma")
    assert amounts(tmp_path / "p", ["1,234"], decimal="point") == [1234.0]
    assert amounts(tmp_path / "c", ["1,234"], decimal="comma") == [1.234]


def test_an_amount_that_is_no_number_refuses_its_row_only(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", orders(["12.50", "12-34", "free"], "amount"))
    assert [(r.line, r.column, r.value) for r in report.refused] == [(3, "amount", "12-34"), (4, "amount", "free")]
    assert report.rows_loaded == 1


def test_several_currencies_in_one_column_are_asked_about(tmp_path: Path) -> None:
    (question,) = load_text(tmp_path / "s", orders(["€5.50", "$7.25"], "amount")).questions
    assert question.examples == ("$", "€")


SURVEY = "response_id,responded_at,{field}\nR1,2026-01-05,{first}\nR2,2026-01-06,{second}\n"


def test_nps_must_be_a_whole_number_from_0_to_10(tmp_path: Path) -> None:
    scores = ["10", "11", "7.5", "9 - likely"]
    lines = "".join(f"R{n},2026-01-05,{score}\n" for n, score in enumerate(scores, start=1))
    text = "response_id,responded_at,nps\n" + lines
    report = load_text(tmp_path / "s", text)
    assert [(r.line, r.value) for r in report.refused] == [(3, "11"), (4, "7.5")]
    assert column(tmp_path / "s", "SELECT nps FROM raw.surveys ORDER BY response_id") == [10, 9]


def test_a_satisfaction_scale_is_inferred_and_told(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", SURVEY.format(field="csat", first=2, second=5))
    assert any("1-5" in note for note in report.notes)
    assert column(tmp_path / "s", "SELECT DISTINCT csat_scale FROM raw.surveys") == ["1-5"]


def test_an_effort_scale_is_asked_never_guessed(tmp_path: Path) -> None:
    text = SURVEY.format(field="ces", first=2, second=5)
    (question,) = load_text(tmp_path / "s", text).questions
    assert question.field == "ces"
    load_text(tmp_path / "s", text, scales={"ces": "7-1"})
    assert rows(tmp_path / "s", "SELECT ces, ces_scale FROM raw.surveys ORDER BY response_id") == [
        (2, "7-1"),
        (5, "7-1"),
    ]


def test_a_score_outside_its_stated_scale_is_refused(tmp_path: Path) -> None:
    text = "response_id,responded_at,csat,csat_scale\nR1,2026-01-05,6,1-5\nR2,2026-01-05,6,1-7\nR3,2026-01-05,,\n"
    report = load_text(tmp_path / "s", text)
    assert [(r.line, r.value) for r in report.refused] == [(2, "6")]
    with pytest.raises(LoadError, match="none of the 2 rows"):
        load_text(tmp_path / "t", SURVEY.format(field="csat", first=6, second=7), scales={"csat": "1-5"})


def test_a_scale_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="worst-best"):
        load_text(tmp_path / "s", SURVEY.format(field="csat", first=1, second=2), scales={"csat": "five"})


def test_ids_keep_leading_zeros_and_lose_a_spreadsheets_point_zero(tmp_path: Path) -> None:
    load_text(tmp_path / "a", "customer_id,region\n00042,N\n'00043,S\n")
    assert column(tmp_path / "a", "SELECT customer_id FROM raw.customers ORDER BY 1") == ["00042", "00043"]
    load_text(tmp_path / "b", "order_id,ordered_at,customer_id\n1,2026-01-05,17850.0\n2,2026-01-05,\n")
    assert column(tmp_path / "b", "SELECT customer_id FROM raw.orders ORDER BY order_id") == ["17850", None]


def test_na_is_missing_unless_it_is_a_code(tmp_path: Path) -> None:
    load_text(tmp_path / "a", "customer_id,region\n1,NA\n2,DE\n3,FR\n")
    assert column(tmp_path / "a", "SELECT region FROM raw.customers ORDER BY customer_id") == ["NA", "DE", "FR"]
    load_text(tmp_path / "b", "customer_id,region\n1,NA\n2,North\n3,South\n")
    assert column(tmp_path / "b", "SELECT region FROM raw.customers ORDER BY customer_id") == [None, "North", "South"]


def test_yes_and_no(tmp_path: Path) -> None:
    lines = "".join(f"T{n},2026-01-05,{word}\n" for n, word in enumerate(["TRUE", "no", "1", "F", "maybe"]))
    report = load_text(tmp_path / "s", "contact_id,opened_at,sla_met\n" + lines)
    assert column(tmp_path / "s", "SELECT sla_met FROM raw.contacts ORDER BY contact_id") == [True, False, True, False]
    assert report.refused[0].reason == "is neither yes nor no"


@pytest.mark.parametrize("day", ["1925-03-01", "1970-01-01", "2099-03-01"])
@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("order_id,ordered_at,amount", "{n},{day},5"),
        ("response_id,responded_at,nps", "{n},{day},9"),
        ("response_id,sent_at,responded_at,nps", "{n},{day},2026-01-05,9"),
        ("contact_id,opened_at,closed_at", "{n},{day},2026-01-05"),
        ("contact_id,opened_at,closed_at", "{n},2026-01-05,{day}"),
        ("event_id,customer_id,occurred_at,event", "{n},c,{day},login"),
    ],
)
def test_one_mistyped_year_of_an_event_is_refused_and_the_others_are_stored(
    tmp_path: Path, head: str, line: str, day: str
) -> None:
    text = "\n".join([head, line.format(n=1, day="2026-01-04"), line.format(n=2, day=day)]) + "\n"
    report = load_text(tmp_path / "s", text)
    assert report.rows_loaded == 1
    (refused,) = report.refused
    assert (refused.line, refused.value) == (3, day)
    assert refused.reason.startswith("is a date outside 1970-01-02 to ")


def test_seconds_since_1970_of_a_far_year_are_refused_too(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", orders(["1767225600", "4070908800"]))
    assert [(r.line, r.reason[:18]) for r in report.refused] == [(3, "is a date outside ")]


def test_a_subscription_may_end_in_years_and_a_customer_be_there_since_1970(tmp_path: Path) -> None:
    text = "subscription_id,customer_id,started_at,ended_at,mrr\nS1,c,1970-01-01,2060-01-01,5\nS2,c,1969-12-31,,5\n"
    report = load_text(tmp_path / "s", text)
    assert [(r.line, r.column) for r in report.refused] == [(3, "started_at")]


def test_a_far_day_for_every_row_is_refused(tmp_path: Path) -> None:
    text = "response_id,nps\nr1,9\n"
    with pytest.raises(UsageError, match="is a date outside"):
        load_text(tmp_path / "s", text, sets={"responded_at": "1925-01-01"})
