"""Whatever goes wrong on a page is told in words; the log says where, and nothing of the data."""

import logging

from streamlit.testing.v1 import AppTest


def failing_page() -> None:
    from cx.ui.last_resort import told

    with told("The page /orders"):
        int("@".join(("ann", "example.com")))


def stopping_page() -> None:
    import streamlit as st

    from cx.ui.last_resort import told

    with told("The page /orders"):
        st.stop()


def test_a_slip_of_ours_is_one_sentence_and_no_box_of_streamlit(caplog):
    with caplog.at_level(logging.ERROR, logger="cx.ui.last_resort"):
        app = AppTest.from_function(failing_page).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "Choose another period" in app.error[0].value
    logged = caplog.text
    assert "The page /orders failed with ValueError" in logged
    assert "failing_page" in logged
    assert "ann@example.com" not in logged + app.error[0].value


def test_a_page_that_stops_itself_has_no_problem():
    assert not AppTest.from_function(stopping_page).run().error
