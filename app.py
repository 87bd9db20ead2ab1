"""The frame of the dashboard: the page table, who is looking, the view bar, and then the page."""

from __future__ import annotations

import streamlit as st

from cx.language import _
from cx.ui import frame, signed_in

PAGES = "pages"

st.set_page_config(page_title=_("CX dashboard"), page_icon=":material/monitoring:", layout="wide")


def page(script: str, title: str, icon: str, path: str, *, default: bool = False) -> st.Page:
    """One line of the page table."""
    return st.Page(f"{PAGES}/{script}.py", title=title, icon=f":material/{icon}:", url_path=path, default=default)


sections = {
    "": [page("overview/overview", _("Overview"), "dashboard", "overview", default=True)],
    _("Experience"): [page("experience/experience", _("NPS, CSAT and CES"), "sentiment_satisfied", "experience")],
    _("Loyalty"): [page("loyalty/retention", _("Retention"), "loyalty", "retention")],
    _("Value"): [
        page("value/lifetime_value", _("Lifetime value"), "savings", "lifetime-value"),
        page("value/orders", _("Orders"), "shopping_cart", "orders"),
    ],
    _("Impact"): [
        page("impact/roi_of_cx", _("ROI of CX"), "trending_up", "roi-of-cx"),
        page("impact/effort", _("Effort and loyalty"), "exercise", "effort"),
    ],
    _("Data"): [
        page("data/data", _("Data"), "database", "data"),
        page("definitions/definitions", _("Definitions"), "menu_book", "definitions"),
    ],
}
WITHOUT_FIGURES = ("data", "definitions")

chosen = st.navigation(sections, position="hidden")
if frame.draw(sections, chosen, signed_in.person(), needs_data=chosen.url_path not in WITHOUT_FIGURES):
    frame.run(chosen)
