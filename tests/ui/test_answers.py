"""What an analyst answers about an uploaded file: a wrong answer is replaced by the next one, never a dead end."""

import pytest
from streamlit.testing.v1 import AppTest

from cx.errors import LoadError, UsageError
from cx.store.loads import LoadOptions, load
from cx.ui.browser_words import sentence, text
from cx.ui.staging import Staged

ANSWERS = "response_id,customer_id,responded_at,csat\n1,a,2026-01-05,4\n2,b,2026-01-06,3\n"
ORDERS = "order_id,customer_id,ordered_at,amount,channel\n1,a,2026-01-05,10,DE\n2,b,2026-01-06,20,FR\n"


def page() -> None:
    import streamlit as st

    from cx.ui import answers

    file = st.session_state["file"]
    if file.error:
        answers.show_error(file.error)
    answers.ask(file)


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """Upload a text: returns the file that waits, and the visit in which it is asked about."""
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))

    def open_with(words: str) -> tuple[Staged, AppTest]:
        folder = tmp_path / "uploads"
        folder.mkdir()
        (folder / "file.csv").write_text(words, encoding="utf-8")
        file = Staged(folder / "file.csv")
        file.check()
        app = AppTest.from_function(page)
        app.session_state["file"] = file
        return file, app.run()

    return open_with


def box(app: AppTest, label: str):
    return next(b for b in app.selectbox if b.label.startswith(label))


def check_again(app: AppTest) -> AppTest:
    return app.button[0].click().run()


def test_after_a_wrong_column_the_controls_stay_and_the_next_answer_replaces_it(visit):
    file, app = visit(ORDERS)
    box(app, "amount").set_value("5")
    check_again(app)
    assert file.error is not None
    assert "--" not in app.error[0].value
    box(app, "amount").set_value("4")
    check_again(app)
    assert (file.error, file.options.maps) == (None, {})
    assert file.report is not None
    assert file.report.rows_loaded == 2


def test_after_a_wrong_scale_another_one_can_be_given(visit):
    file, app = visit(ANSWERS)
    file.options = LoadOptions(scales={"csat": "five"})
    file.check()
    assert file.error is not None
    app.run()
    assert app.error[0].value.startswith("csat: “five” is not a scale")
    box(app, "Scale of csat").set_value("1-5")
    check_again(app)
    assert file.error is None
    assert file.options.scales == {"csat": "1-5"}


def test_a_field_can_be_left_without_a_column(visit):
    file, app = visit(ORDERS)
    box(app, "channel").set_value("")
    check_again(app)
    assert file.report is not None
    assert "channel" not in file.report.mapping
    assert "channel_" not in file.report.mapping
    assert "Not used, as you said: channel." in file.report.notes
    box(app, "channel").set_value("5")
    check_again(app)
    assert file.report.mapping["channel"] == "channel"


def test_a_file_that_was_loaded_already_brings_no_news(visit, tmp_path):
    file, _app = visit(ORDERS)
    assert file.brings_news
    load(tmp_path / "home", [file.path], LoadOptions())
    file.check()
    assert file.ready
    assert not file.brings_news


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
