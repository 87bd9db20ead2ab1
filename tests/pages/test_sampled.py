"""Where a figure is learnt from a sample of the customers, its page says so without being asked."""

import pytest
import streamlit as st

from cx.metrics import sampling

SENTENCE = "a random sample of its customers is read"


@pytest.mark.parametrize("page", ["impact/roi_of_cx", "overview/overview"])
def test_a_page_says_what_is_learnt_from_a_sample(show, page, monkeypatch):
    whole = [caption.value for caption in show(page).caption]
    assert not any(SENTENCE in caption for caption in whole)
    monkeypatch.setattr(sampling, "MOST_ROWS", 60)
    st.cache_resource.clear()
    some = [caption.value for caption in show(page).caption]
    st.cache_resource.clear()
    assert any(SENTENCE in caption for caption in some)
