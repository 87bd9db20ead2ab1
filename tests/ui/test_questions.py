"""Open questions on the page: in words with what a date would be, answered by choice, all files at once."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.errors import StoreError
from cx.ingest.options import LoadOptions, LoadReport, Proposal, Question
from cx.ui import left_behind, staging
from cx.ui.browser_words import sentence
from cx.ui.example_dates import date_orders
from cx.ui.staging import Waiting

HEADERS = ("who", "when", "mood")
TABLE = Question("table", "Which table does the file hold?", HEADERS, "--as surveys --map responded_at=COLUMN")
SUGGESTED = Question("table", "Which table?", ("1: a",), "--as orders --map customer_id=1 --map ordered_at=3")
WORDS = Question(
    "csat", "What do the answers mean?", ("ok", "bad", "good"), "--scale csat=WORST<...<BEST with the answers"
)
ENDS = Question(
    "ces",
    "Which end is easy?",
    ("1 low", "5 high"),
    "--scale ces=1-5 when the last is easy, --scale ces=5-1 when the first is",
)
CODECS = Question("encoding", "Which shows the words right?", ("“Käse” / “Kńse”",), "--encoding cp1252|cp850")
DOUBTED = Question(
    "amount", "Which column holds amount?", ("a",), "--map amount=COLUMN, or --map amount= to leave it empty"
)


def page() -> None:
    import streamlit as st

    from cx.ui import desk, question_card

    desk.rehearse = lambda: None
    question_card.draw(st.session_state["files"])


def asked(*questions: Question) -> tuple[list[Waiting], AppTest]:
    """One file for each question, all on the page."""
    files = []
    proposals = [Proposal(n, header, None, "dimension", 0.5, "") for n, header in enumerate(HEADERS, start=1)]
    for number, question in enumerate(questions):
        file = Waiting(Path(f"up{number}/f.csv"), f"f{number}.csv", f"t{number}")
        file.take(LoadReport(file.name, questions=[question], proposals=proposals), None)
        files.append(file)
    app = AppTest.from_function(page, default_timeout=20)
    app.session_state["files"] = files
    return files, app.run()


def send(app: AppTest) -> None:
    app.button[0].click().run()
    assert not app.exception


def test_all_files_are_answered_at_once():
    files, app = asked(WORDS, ENDS)
    app.multiselect[0].set_value(["bad", "ok", "good"])
    app.radio[0].set_value("5-1")
    send(app)
    assert [file.options.scales for file in files] == [{"csat": "bad<ok<good"}, {"ces": "5-1"}]


def test_a_table_is_chosen_with_the_column_it_lacks():
    (file,), app = asked(TABLE)
    app.selectbox[1].set_value("2")
    send(app)
    assert (file.options.table, file.options.maps) == ("surveys", {"responded_at": "2"})
    (other,), app = asked(TABLE)
    app.selectbox[0].set_value("contacts")
    send(app)
    assert (other.options.table, other.options.maps) == ("contacts", {})


def test_a_suggested_table_is_agreed_to_in_one_click():
    (file,), app = asked(SUGGESTED)
    app.checkbox[0].check()
    send(app)
    assert (file.options.table, file.options.maps) == ("orders", {"customer_id": "1", "ordered_at": "3"})


def test_nothing_said_answers_nothing():
    files, app = asked(TABLE, SUGGESTED, WORDS, ENDS, CODECS, DOUBTED)
    send(app)
    assert [file.options for file in files] == [LoadOptions()] * 6


def test_an_encoding_is_chosen_by_its_words():
    (file,), app = asked(CODECS)
    assert [option.partition(" ")[0] for option in app.radio[0].options] == ["“Käse”", "“Kńse”"]
    app.radio[0].set_value("cp1252")
    send(app)
    assert file.options.encoding == "cp1252"


def test_a_doubted_column_may_be_left_empty():
    (file,), app = asked(DOUBTED)
    app.selectbox[0].set_value("")
    send(app)
    assert file.options.maps == {"amount": ""}


@pytest.mark.parametrize(
    ("example", "day_first"),
    [
        ("12/1/10 8:26", "day first (31/12/2025) – 12/1/10 is 12 Jan 2010"),
        ("03.04.2026", "day first (31/12/2025) – 03.04.2026 is 3 Apr 2026"),
        ("05/05/2026", "day first (31/12/2025)"),
        ("31/12/2025", "day first (31/12/2025)"),
        ("", "day first (31/12/2025)"),
    ],
)
def test_a_date_of_the_file_is_told_by_its_month(example, day_first):
    assert date_orders([example])["dmy"] == day_first


def test_files_of_an_earlier_visit_wait_with_their_answers(tmp_path, monkeypatch):
    monkeypatch.setenv("CX_HOME", str(tmp_path))
    folder = staging.uploads() / "abc"
    folder.mkdir(parents=True)
    (folder / "o.csv").write_text("a\n", encoding="utf-8")
    file = Waiting(folder / "o.csv", "o.csv", "abc", options=LoadOptions(dates="dmy", maps={"amount": "2"}))
    left_behind.keep([file])
    monkeypatch.setattr(left_behind, "_owned", lambda _folder: False)
    (found,) = left_behind.found()
    assert (found.path, found.name, found.token, found.options) == (file.path, "o.csv", "abc", file.options)
    (folder / left_behind.NOTE).write_text("{", encoding="utf-8")
    assert left_behind.found() == []
    left_behind.keep([file])
    left_behind.decided([file])
    assert left_behind.found() == []


def test_a_store_that_is_being_written_is_told_without_path_and_process():
    error = StoreError(
        "the store is being written by process 12 since 2026-11-22T04:46:54+00:00.",
        where="/home/cx",
        mend="Nothing was changed.",
    )
    assert sentence(error) == "the store is being written by somebody else at this moment. Nothing was changed."
