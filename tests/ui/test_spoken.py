import pytest
from streamlit.testing.v1 import AppTest

from cx.ui import spoken


def visit() -> AppTest:
    """A script in which what is said before, in and after the choice of a language shows."""

    def script() -> None:
        import streamlit as st

        from cx.language import language
        from cx.ui import links, spoken
        from cx.view import View

        def answer() -> None:
            st.session_state["answered_in"] = language()

        spoken.begin()
        st.text(language())
        st.button("click", on_click=answer)
        st.text(str(links.query_params(View()).get("lang")))
        st.text(links.absolute(View(), "http://x/page", links.asked()))
        spoken.draw()

    return AppTest.from_function(script)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("pl-PL", "pl"),
        ("pl", "pl"),
        ("ja_JP", "ja"),
        ("JA", "ja"),
        ("en-GB", "en"),
        ("de-DE", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_browsers_locale_names_a_language(locale, code):
    assert spoken.preferred(locale) == code


def test_the_address_comes_before_the_browser_and_other_pages_keep_it():
    app = visit()
    app.query_params["lang"] = "pl"
    app.run()
    said, links, to_send_on = (element.value for element in app.text)
    assert (said, links) == ("pl", "['pl']")
    assert "lang" not in to_send_on
    assert app.selectbox[0].value == "pl"
    assert app.selectbox[0].options == ["English", "日本語", "Polski"]


def test_an_unknown_language_is_that_of_the_browser():
    app = visit()
    app.query_params["lang"] = "tlh"
    app.run()
    assert app.text[0].value == "en"


def test_a_click_is_answered_in_the_readers_language():
    app = visit()
    app.query_params["lang"] = "ja"
    app.run().button[0].click().run()
    assert app.session_state["answered_in"] == "ja"


def test_a_chosen_language_is_spoken_and_stands_in_the_address():
    app = visit().run()
    assert app.text[0].value == "en"
    app.selectbox[0].set_value("pl").run()
    assert app.text[0].value == "pl"
    assert app.query_params["lang"] in ("pl", ["pl"])
