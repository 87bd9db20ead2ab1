"""Whatever goes wrong on a page is told in words; the log says where, and nothing of the data."""

import json
import logging

from streamlit.testing.v1 import AppTest


def failing_page() -> None:
    from cx.ui.last_resort import told

    with told("orders"):
        int("@".join(("ann", "example.com")))


def stopping_page() -> None:
    import streamlit as st

    from cx.ui.last_resort import told

    with told("orders"):
        st.stop()


def test_a_slip_of_ours_is_one_sentence_and_no_box_of_streamlit(caplog):
    with caplog.at_level(logging.ERROR, logger="cx.events"):
        app = AppTest.from_function(failing_page).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "Choose another period" in app.error[0].value
    (record,) = caplog.records
    assert (record.msg, record.facts["page"], record.facts["error"]) == ("page_error", "orders", "ValueError")
    assert record.facts["places"][0].startswith("cx/ui/last_resort.py:")
    assert "ann@example.com" not in json.dumps(record.facts) + caplog.text + app.error[0].value


def test_a_page_that_stops_itself_has_no_problem():
    assert not AppTest.from_function(stopping_page).run().error
