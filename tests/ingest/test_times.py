"""Every way a time is written, and what is refused: text -> value in UTC."""

# ruff: noqa: RUF001 - signs and letters of other scripts are what this file is about
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.ingest.types.months import MONTHS, month_of
from tests.ingest.typing import orders, typed


def times(values: list[str], **options: str) -> list[str]:
    made = orders("ordered_at", values, **options)
    assert not made.questions, made.questions
    assert not made.refused, made.refused
    return [value.isoformat(sep=" ") for value in made.column("ordered_at")]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-10-07T09:50", "2025-10-07 09:50:00"),
        ("2025-10-07T09:50:26.250Z", "2025-10-07 09:50:26.250000"),
        ("2025-10-07 09:50:26 +0200", "2025-10-07 07:50:26"),
        ("2025-10-07T09:50:26+05:30", "2025-10-07 04:20:26"),
        ("2025-10-07 09:50:26 −03", "2025-10-07 12:50:26"),
        ("20251007T095026Z", "2025-10-07 09:50:26"),
        ("20251007095026", "2025-10-07 09:50:26"),
        ("2025/1/5 7:05", "2025-01-05 07:05:00"),
        ("2024/01/15 9:30:12 AM GMT+1", "2024-01-15 08:30:12"),
        ("2024-01-15 10:00:00 EST", "2024-01-15 15:00:00"),
        ("31.12.2025 23:59 Uhr", "2025-12-31 23:59:00"),
        ("31. 12. 2025", "2025-12-31 00:00:00"),
        ("12/31/2025, 4:05\u202fPM", "2025-12-31 16:05:00"),
        ("31/12/25 4:05 p. m.", "2025-12-31 16:05:00"),
        ("31/12/2025 12:05 a.m.", "2025-12-31 00:05:00"),
        ("Mon, 05 Jan 2026 09:30:12 +0100", "2026-01-05 08:30:12"),
        ("Mon Jan 05 2026 09:30:12 GMT+0100 (Central European Standard Time)", "2026-01-05 08:30:12"),
        ("Friday, January 2nd, 2026", "2026-01-02 00:00:00"),
        ("2026-Jan-05", "2026-01-05 00:00:00"),
        ("5. März 2025", "2025-03-05 00:00:00"),
        ("Mittwoch, 5. März 2025 um 9:30", "2025-03-05 09:30:00"),
        ("1er août 2025 à 9h30", "2025-08-01 09:30:00"),
        ("mar. 5 mars 2024", "2024-03-05 00:00:00"),
        ("5 de enero de 2025", "2025-01-05 00:00:00"),
        ("20 sept. 2025", "2025-09-20 00:00:00"),
        ("5 de março de 2025 às 14:30", "2025-03-05 14:30:00"),
        ("5 października 2025", "2025-10-05 00:00:00"),
        ("2024年1月5日", "2024-01-05 00:00:00"),
        ("2024年1月5日(金) 午後3:05", "2024-01-05 15:05:00"),
        ("２０２４／０１／０５　９：３０", "2024-01-05 09:30:00"),
        ("1767225600", "2026-01-01 00:00:00"),
        ("1767225600.5", "2026-01-01 00:00:00.500000"),
        ("1767225600250", "2026-01-01 00:00:00.250000"),
        ("1767225600250000", "2026-01-01 00:00:00.250000"),
        ("1.7672256E9", "2026-01-01 00:00:00"),
        ("1.7672256E+12", "2026-01-01 00:00:00"),
        ("'2026-01-05", "2026-01-05 00:00:00"),
    ],
)
def test_forms(text: str, utc: str) -> None:
    assert times([text]) == [utc]


def test_every_form_in_one_column_is_read() -> None:
    assert times(["2026-01-05 10:00:00", "1767225600", "5 Jan 2026", "2026-01-05T10:00:00+02:00", "13/01/2026"]) == [
        "2026-01-05 10:00:00",
        "2026-01-01 00:00:00",
        "2026-01-05 00:00:00",
        "2026-01-05 08:00:00",
        "2026-01-13 00:00:00",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-01-15 24:00:00", "has an hour after 23"),
        ("31.02.2025", "is not a date when read day first"),
        ("2025-02-31", "is no day or time of the calendar"),
        ("2025-01-15 10:61", "is no day or time of the calendar"),
        ("0000-00-00", "is no day or time of the calendar"),
        ("0000-00-00 00:00:00", "is no day or time of the calendar"),
        ("1900-01-00", "is no day or time of the calendar"),
        ("2025", "names a month, a quarter, a week or a year and no day"),
        ("45292", "is a bare number that is no time since 1970"),
        ("30 Foobar 2025", "is not a date"),
        ("tomorrow", "is not a date"),
        ("2025-01-15 10:00:00 IST", "is not a date"),
    ],
)
def test_what_is_no_time_is_refused_with_its_reason(text: str, reason: str) -> None:
    made = orders("ordered_at", ["2025-01-15", text, "31.12.2025"])
    assert made.refused == [(3, "ordered_at", text, reason)]


def test_days_of_a_spreadsheet_are_read_where_all_values_are_such_days() -> None:
    made = orders("ordered_at", ["45292", "45292.5", "45293,25"])
    assert [str(value) for value in made.column("ordered_at")] == [
        "2024-01-01 00:00:00",
        "2024-01-01 12:00:00",
        "2024-01-02 06:00:00",
    ]
    assert any("day numbers of a spreadsheet" in note for note in made.notes)
    mixed = orders("ordered_at", ["45292", "99999", "45293"])
    assert [line for line, *_rest in mixed.refused] == [2, 3, 4]


def test_the_skipped_and_the_double_hour_follow_a_rule_and_are_told() -> None:
    values = ["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-07-01 12:00:00", "2024-07-02"]
    for more in ([], ["1 Aug 2024 12:00"]):
        made = orders("ordered_at", values + more, timezone="Europe/Berlin")
        assert made.plain["ordered_at"] is False
        assert [str(value) for value in made.column("ordered_at")][:4] == [
            "2024-03-31 01:30:00",
            "2024-10-27 01:30:00",
            "2024-07-01 10:00:00",
            "2024-07-02 00:00:00",
        ]
        assert any(note.startswith("1 time in “ordered_at” is in the hour that the clock skips") for note in made.notes)
        assert any("1 time in “ordered_at” is in the hour that comes twice" in note for note in made.notes)


def test_a_plain_column_in_a_zone_is_moved_and_told_too() -> None:
    made = orders("ordered_at", ["2024-03-31 02:30:00", "2024-07-01 12:00:00"], timezone="Europe/Berlin")
    assert made.plain["ordered_at"]
    assert [str(value) for value in made.column("ordered_at")] == ["2024-03-31 01:30:00", "2024-07-01 10:00:00"]
    assert any("that the clock skips in Europe/Berlin; it is read as one hour later" in note for note in made.notes)


def test_the_order_of_day_and_month_is_asked_once_for_all_columns() -> None:
    cells = {"contact_id": ["1", "2"], "opened_at": ["1/2/2026", "2/3/2026"], "closed_at": ["1/2/2026", ""]}
    (question,) = typed("contacts", cells).questions
    assert question.question == (
        "Are the dates in “opened_at” and “closed_at” day first or month first? None of the 3 values proves it."
    )
    assert "1/2/2026" in question.examples


def test_years_of_two_digits_are_told() -> None:
    made = orders("ordered_at", ["31.12.24", "13.01.71"])
    assert [value.year for value in made.column("ordered_at")] == [2024, 1971]
    assert any(note.startswith("2 values of “ordered_at” have a year of two digits") for note in made.notes)


def test_the_names_of_months_mean_one_month_each() -> None:
    words = [word for names in MONTHS for word in names.split()]
    assert len(words) == len(set(words))
    assert [month_of(word) for word in ("März", "août", "październik", "Sept.", "fev")] == [3, 8, 10, 9, 2]


FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+0000", "%Y%m%dT%H%M%S", "%d %B %Y %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p", "%a, %d %b %Y %H:%M:%S +0000", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y %I:%M:%S %p", "%Y年%m月%d日 %H時%M分%S秒",
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2025, 12, 31)).map(lambda t: t.replace(microsecond=0))  # noqa: DTZ001


@settings(max_examples=40, deadline=None)
@given(
    moments=st.lists(st.tuples(MOMENTS, st.sampled_from(FORMS)), min_size=1, max_size=20), hours=st.integers(-11, 12)
)
@example(moments=[(datetime(2024, 2, 29, 0, 5, 9), form) for form in FORMS], hours=0)  # noqa: DTZ001
def test_any_time_in_any_form_reads_back_equal(moments: list[tuple[datetime, str]], hours: int) -> None:
    texts = [moment.strftime(form) for moment, form in moments]
    epochs = [str(int(moment.replace(tzinfo=UTC).timestamp())) for moment, _form in moments]
    sign = "-" if hours < 0 else "+"
    moved = [f"{moment + timedelta(hours=hours)} {sign}{abs(hours):02}:00" for moment, _form in moments]
    made = orders("ordered_at", [*texts, *moved, *epochs], dates="dmy")
    assert not made.refused
    assert made.column("ordered_at") == [moment for moment, _form in moments] * 3


@pytest.mark.parametrize(
    "text", ["2026-01", "01/2026", "Jan 2026", "März 2026", "enero de 2026", "2026", "Q1 2026", "2026-W03", "2026年1月"]
)
def test_a_month_alone_is_no_day(text: str) -> None:
    made = orders("ordered_at", ["2026-01-05", text])
    assert made.refused == [(3, "ordered_at", text, "names a month, a quarter, a week or a year and no day")]
