"""A page that is opened again draws no chart again: nothing in what a chart is made of is new at every run."""

import pytest

from cx.charts import kept

PAGES = (
    "overview/overview",
    "experience/experience",
    "experience/drivers",
    "loyalty/retention",
    "loyalty/survival",
    "value/lifetime_value",
    "value/orders",
    "impact/roi_of_cx",
    "impact/effort",
    "impact/what_if",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_opened_again_draws_no_chart_again(show, page):
    show(page)
    before = kept._drawn.cache_info()
    show(page)
    after = kept._drawn.cache_info()
    assert after.hits > before.hits
    assert after.misses == before.misses
