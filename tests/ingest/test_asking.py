"""What is asked instead of guessed: the table, one of two columns, the order of day and month, a scale."""

from pathlib import Path

import pytest

from cx.errors import UsageError
from tests.ingest.loading import column, load_text, rows


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("order_id,customer_id,amount\nO1,a,5\nO2,b,6\n", "--as orders --map ordered_at=COLUMN"),
        ("ticket_id,customer_id,region\nT1,a,N\nT2,b,S\n", "--as contacts --map opened_at=COLUMN"),
        ("subscription_id,customer_id,plan\nS1,a,N\nS2,b,S\n", "--as subscriptions --map started_at=COLUMN"),
        ("response_id,customer_id,nps\nR1,a,9\nR2,b,8\n", "--as surveys --map responded_at=COLUMN"),
    ],
)
def test_a_file_with_another_tables_key_is_no_list_of_customers(tmp_path: Path, text: str, passed: str) -> None:
    (question,) = load_text(tmp_path / "s", text).questions
    assert (question.field, question.pass_option) == ("table", passed)
    assert "--set " + passed.rpartition("--map ")[2].replace("COLUMN", "VALUE") in question.question


def test_a_detail_of_another_table_does_not_hide_the_files_own_key(tmp_path: Path) -> None:
    text = "ticket_id,order_id,customer_id,opened_at\nT1,O1,a,2026-01-05\n"
    assert load_text(tmp_path / "s", text).table == "contacts"
    assert load_text(tmp_path / "s", "customer_id,order,region\na,5,N\nb,6,S\n").table == "customers"


@pytest.mark.parametrize(
    "options", [{"sets": {"nps": "9", "plan": "G"}}, {"maps": {"nps": "amount", "mrr": "order_id"}}]
)
def test_fields_that_no_single_table_has_are_named(tmp_path: Path, options: dict[str, dict[str, str]]) -> None:
    with pytest.raises(UsageError, match=r"no single table has all of the fields nps, \w+\. Nps is in surveys; .*--as"):
        load_text(tmp_path / "s", "order_id,ordered_at,amount\n1,2026-01-05,5\n", **options)


TWICE = "order_id,ordered_at,amount,note,Amount,note,\n1,2026-01-05,5,a,6,b,c\n"


def test_one_of_two_columns_of_the_same_name_is_asked_for(tmp_path: Path) -> None:
    (question,) = load_text(tmp_path / "s", TWICE).questions
    assert question.field == "amount"
    assert question.pass_option.startswith("--map amount=NUMBER")
    assert "Columns 3 and 5 are both called" in question.question
    report = load_text(tmp_path / "s", TWICE, maps={"amount": "5"})
    assert rows(tmp_path / "s", "SELECT CAST(amount AS DOUBLE), note, note_2, column_7 FROM raw.orders") == [
        (6.0, "a", "b", "c")
    ]
    assert report.notes[:3] == [
        "Column 5 has the same name “Amount” as another; it is called “Amount_2”.",
        "Column 6 has the same name “note” as another; it is called “note_2”.",
        "Column 7 has no name; it is called “column_7”.",
    ]


def test_two_columns_that_prove_opposite_orders_are_asked_about(tmp_path: Path) -> None:
    text = "contact_id,opened_at,closed_at\n1,01/02/2026,02/13/2026\n2,13/03/2026,03/14/2026\n"
    (question,) = load_text(tmp_path / "s", text).questions
    assert question.pass_option == "--dates dmy|mdy"
    assert "“opened_at” proves day first and “closed_at” proves month first" in question.question


def test_two_orders_that_no_value_confuses_are_both_read(tmp_path: Path) -> None:
    text = "contact_id,opened_at,closed_at\n1,13/02/2026,02/14/2026\n2,01/01/2026,03/14/2026\n"
    report = load_text(tmp_path / "s", text)
    assert (report.questions, report.rows_loaded) == ([], 2)
    assert "Dates in “opened_at” are read day first: 1 value proves it." in report.notes


@pytest.mark.parametrize(
    ("scores", "scale"),
    [
        ((2, 5), "1-5"),
        ((1, 7), "1-7"),
        ((3, 10), "1-10"),
        ((0, 10), "0-10"),
        ((1, 4), None),
        ((0, 5), None),
        ((2, 6), None),
        ((0, 9), None),
    ],
)
def test_a_satisfaction_scale_needs_its_best_score(tmp_path: Path, scores: tuple[int, ...], scale: str | None) -> None:
    lines = "".join(f"R{n},2026-01-05,{score}\n" for n, score in enumerate(scores))
    report = load_text(tmp_path / "s", "response_id,responded_at,csat\n" + lines)
    if scale is None:
        assert [q.pass_option[:22] for q in report.questions] == ["--scale csat=WORST-BES"]
    else:
        assert column(tmp_path / "s", "SELECT DISTINCT csat_scale FROM raw.surveys") == [scale]


@pytest.mark.parametrize("values", [("1767603600", "1767607200"), ("1767603600000", "1767607200000")])
def test_seconds_and_milliseconds_since_1970_are_times(tmp_path: Path, values: tuple[str, str]) -> None:
    lines = "".join(f"{n},{value}\n" for n, value in enumerate(values))
    report = load_text(tmp_path / "s", "order_id,ordered_at\n" + lines, timezone="Europe/Berlin")
    stored = column(tmp_path / "s", "SELECT CAST(ordered_at AS VARCHAR) FROM raw.orders ORDER BY order_id")
    assert stored == ["2026-01-05 09:00:00", "2026-01-05 10:00:00"]
    assert any("since 1970" in note for note in report.notes)


def test_numbers_that_are_no_times_are_not_read_as_such(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", "order_id,ordered_at\n1,1767603600\n2,9999999999\n3,2026-01-05\n")
    assert [(r.line, r.reason) for r in report.refused] == [(3, "is a bare number that is no time since 1970")]


def test_an_impossible_date_is_refused_and_asks_nothing_that_others_prove(tmp_path: Path) -> None:
    days = ["31.01.2026", "02.02.2026", "99.99.2026", "13.13.2026"]
    text = "order_id,customer_id,ordered_at,amount\n" + "".join(f"{n},C1,{day},5\n" for n, day in enumerate(days))
    report = load_text(tmp_path / "s", text)
    assert (report.questions, report.rows_loaded, [r.line for r in report.refused]) == ([], 2, [4, 5])
