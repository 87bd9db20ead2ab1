"""Zendesk and Intercom: hand-overs, replies, verdicts of good or bad, and conversations of many messages."""

from pathlib import Path

from tests.ingest.formats.exports import Row, load_changed, load_export
from tests.ingest.loading import column, rows


def test_tickets_are_contacts_and_verdicts_are_answers(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "zendesk_tickets")
    assert (report.format, report.table, report.rows_read, report.rows_loaded) == ("zendesk_tickets", "contacts", 4, 4)
    assert report.also == {"surveys": 2}
    sql = "SELECT contact_id, transfers, reopens, replies, first_reply_minutes, channel FROM raw.contacts ORDER BY 1"
    assert rows(store, sql) == [
        ("501", 2.0, 1.0, 4.0, 35.0, "Mail"),
        ("502", 0.0, 0.0, 1.0, 5.0, "Chat"),
        ("503", 1.0, 0.0, 2.0, 120.0, "Mail"),
        ("504", 0.0, 0.0, 1.0, None, "Mail"),
    ]
    # Offered and Unoffered are no answers; a comment does not make a bad verdict better.
    assert rows(store, "SELECT contact_id, csat, csat_scale FROM raw.surveys ORDER BY 1") == [
        ("501", 1.0, "0-1"),
        ("503", 0.0, "0-1"),
    ]
    assert column(store, "SELECT avg(csat_top_two) FROM mart.responses") == [0.5]
    assert column(store, "SELECT customer_id FROM raw.contacts ORDER BY contact_id") == [None, "C-77", None, None]


def test_tickets_without_any_verdict_make_no_surveys(tmp_path: Path) -> None:
    def unasked(rows: list[Row]) -> list[Row]:
        return [{**row, "Satisfaction Score": "Unoffered"} for row in rows]

    report = load_changed(tmp_path / "s", "zendesk_tickets", unasked, dry_run=True)
    assert (report.rows_loaded, report.also) == (4, {})


def test_a_ticket_that_cannot_be_used_gives_no_answer_either(tmp_path: Path) -> None:
    def undated(rows: list[Row]) -> list[Row]:
        return [{**rows[0], "Created at": "soon"}, *rows[1:]]

    report = load_changed(tmp_path / "s", "zendesk_tickets", undated, dry_run=True)
    assert (report.rows_read, report.rows_loaded, report.refused_count) == (4, 3, 1)
    assert report.also == {"surveys": 1}


def test_messages_become_conversations(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "intercom_conversations")
    assert (report.format, report.table, report.rows_read, report.rows_loaded) == (
        "intercom_conversations",
        "contacts",
        2,
        2,
    )
    sql = "SELECT contact_id, customer_id, first_reply_minutes, replies, CAST(opened_at AS VARCHAR) FROM raw.contacts"
    assert rows(store, f"{sql} ORDER BY 1") == [
        ("9001", "C-77", 12.0, 2.0, "2017-11-14 21:45:08"),
        ("9002", "ic2", 30.0, 1.0, "2017-11-16 10:00:00"),
    ]
    # The e-mail is the customer's, not that of the colleague who wrote first.
    assert column(store, "SELECT email_hash IS NOT NULL FROM raw.contacts ORDER BY contact_id") == [True, False]
    assert "lamp is dark" not in str(rows(store, "SELECT * FROM raw.contacts"))


def test_one_row_per_conversation_says_nothing_of_its_replies(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_changed(store, "intercom_conversations", lambda rows: [rows[0], rows[4]])
    assert column(store, "SELECT replies FROM raw.contacts") == [None, None]
