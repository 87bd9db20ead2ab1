"""What an analyst answers about an uploaded file: a wrong answer is replaced by the next one, never a dead end."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.errors import CxError, LoadError, UsageError
from cx.ingest.options import LoadOptions, LoadReport
from cx.store.loads import Source, load
from cx.ui.browser_words import sentence, text
from cx.ui.staging import Waiting
from cx.ui.understanding import numbered, understood

ANSWERS = "response_id,customer_id,responded_at,csat\n1,a,2026-01-05,4\n2,b,2026-01-06,3\n"
UNDATED = "order_id,customer_id,ordered_at,amount\n1,a,01/02/2026,10\n2,b,03/02/2026,20\n"
INSIDE_A, INSIDE_B = "x.zip \u203a a.csv", "x.zip \u203a b.csv"


def page() -> None:
    import streamlit as st

    from cx.ui import answers, desk, question_card

    desk.rehearse = lambda: None
    file = st.session_state["file"]
    if file.error:
        answers.show_error(file.error)
    question_card.draw([file])
    answers.ask(file)


def check(file: Waiting, home: Path) -> None:
    """What the job would find out."""
    try:
        file.take(load(home, [Source(file.path, file.options, file.name)], dry_run=True)[0], None)
    except CxError as error:
        file.take(None, error)


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """Upload a text: returns the file that waits, the visit in which it is asked about, and the store."""
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))

    def open_with(words: str) -> tuple[Waiting, AppTest, Path]:
        path = tmp_path / "file.csv"
        path.write_text(words, encoding="utf-8")
        file = Waiting(path, "file.csv", "token")
        check(file, tmp_path / "home")
        app = AppTest.from_function(page, default_timeout=20)
        app.session_state["file"] = file
        return file, app.run(), tmp_path / "home"

    return open_with


def box(app: AppTest, label: str):
    return next(b for b in app.selectbox if b.label.startswith(label))


def check_again(app: AppTest) -> AppTest:
    return app.button[0].click().run()


def test_a_question_is_answered_by_its_control(visit):
    file, app, home = visit(UNDATED)
    assert "01/02/2026" in app.caption[0].value
    app.radio[0].set_value("dmy")
    check_again(app)
    assert file.options == LoadOptions(dates="dmy")
    check(file, home)
    assert file.ready
    assert file.brings_news


def test_after_a_wrong_scale_another_one_can_be_given(visit):
    file, app, home = visit(ANSWERS)
    file.options = LoadOptions(scales={"csat": "five"})
    check(file, home)
    app.run()
    assert app.error[0].value.startswith("csat: “five” is not a scale")
    box(app, "Scale of csat").set_value("1-5")
    check_again(app)
    assert file.options.scales == {"csat": "1-5"}


def test_another_table_makes_what_was_said_of_the_first_one_void(visit):
    file, app, _home = visit(UNDATED)
    file.understood = LoadOptions(maps={"amount": "3"}, sets={"currency": "EUR"})
    app.run()
    box(app, "Table").set_value("contacts")
    app.button[-1].click().run()
    assert (file.options.table, dict(file.options.maps), dict(file.options.sets)) == ("contacts", {}, {})


def test_a_file_that_was_loaded_already_brings_no_news(visit):
    file, _app, home = visit(ANSWERS.replace("csat", "nps"))
    assert file.brings_news
    load(home, [file.path])
    check(file, home)
    assert file.ready
    assert not file.brings_news


def test_an_archive_becomes_its_tables_and_answers_stay_with_theirs():
    upload = Waiting(Path("up/x.zip"), "x.zip", "up")
    told = [LoadReport(INSIDE_A, "orders").to_json(), LoadReport(INSIDE_B, "surveys").to_json()]
    first, second = understood([upload], {"reports": told, "error": None})
    assert [first.shown, second.shown] == [INSIDE_A, INSIDE_B]
    assert first.token != second.token
    second.options = LoadOptions(dates="dmy")
    again = understood([first, second], {"reports": told, "error": None})
    assert again == [first, second]
    problem = {"what": "it is empty.", "where": INSIDE_B, "mend": ""}
    understood(again, {"reports": [], "error": problem})
    assert (first.error, str(second.error)) == (None, f"{INSIDE_B}: it is empty.")


def test_two_uploads_of_one_name_have_two_names():
    names = numbered("orders.csv")
    assert [next(names) for _ in range(3)] == ["orders.csv", "orders (2).csv", "orders (3).csv"]
    plain = numbered("orders")
    assert [next(plain) for _ in range(2)] == ["orders", "orders (2)"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            LoadError(
                "none can be used.", where="a.csv", mend="Check it, and map its columns with --map FIELD=COLUMN."
            ),
            "a.csv: none can be used. Choose the table and the columns below.",
        ),
        (
            UsageError("“5” is not a scale.", where="--scale csat", mend="Write 1-5."),
            "csat: “5” is not a scale. Write 1-5.",
        ),
        (
            UsageError("there is no time zone.", where="--timezone", mend="Use another."),
            "there is no time zone. Use another.",
        ),
    ],
)
def test_an_error_in_the_browser_names_no_option(error, told):
    assert sentence(error) == told


def test_a_note_in_the_browser_names_no_option():
    assert text("The columns are numbered; pass --map FIELD=1 for the first.") == "The columns are numbered."
