"""The dashboard: the page table, who is looking, the view bar, and then the page.

Streamlit runs this file twice over: as the script of every visit, and once as a module of the server, before the first
visitor.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cx.language import _
from cx.ui import frame, signed_in, spoken
from cx.ui.last_resort import told
from cx.ui.page_language import PageLanguage
from cx.ui.starting import ready_for_visitors

ICON = Path(__file__).parent / "cx" / "ui" / "icon.png"
WITHOUT_FIGURES = ("data", "definitions")


def page(script: str, title: str, icon: str, path: str, *, default: bool = False, hidden: bool = False) -> st.Page:
    """One line of the page table."""
    return st.Page(
        f"pages/{script}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=path,
        default=default,
        visibility="hidden" if hidden else "visible",
    )


def draw() -> None:
    """One visit: the frame, then the page its address names."""
    spoken.begin()
    st.set_page_config(page_title=_("CX dashboard"), page_icon=str(ICON), layout="wide")
    sections = {
        "": [page("overview/overview", _("Overview"), "dashboard", "", default=True)],
        _("Experience"): [
            page("experience/experience", _("NPS, CSAT and CES"), "sentiment_satisfied", "experience"),
            page("experience/drivers", _("Drivers"), "tune", "drivers"),
        ],
        _("Loyalty"): [
            page("loyalty/retention", _("Retention"), "loyalty", "retention"),
            page("loyalty/survival", _("How long customers stay"), "hourglass_bottom", "survival"),
        ],
        _("Value"): [
            page("value/lifetime_value", _("Lifetime value"), "savings", "lifetime-value"),
            page("value/orders", _("Orders"), "shopping_cart", "orders"),
        ],
        _("Impact"): [
            page("impact/roi_of_cx", _("ROI of CX"), "trending_up", "roi-of-cx"),
            page("impact/effort", _("Effort and loyalty"), "exercise", "effort"),
            page("impact/what_if", _("What if"), "calculate", "what-if"),
        ],
        _("Data"): [
            page("data/data", _("Data"), "database", "data"),
            page("definitions/definitions", _("Definitions"), "menu_book", "definitions"),
        ],
    }
    # The first page's address is “/”; who writes /overview means it too.
    written_out = page("overview/overview", _("Overview"), "dashboard", "overview", hidden=True)
    chosen = st.navigation({**sections, " ": [written_out]}, position="hidden")
    needs_data = chosen.url_path not in WITHOUT_FIGURES
    with told("The frame"):
        if frame.draw(sections, chosen, signed_in.person(), needs_data=needs_data):
            frame.run(chosen)


if __name__ == "__main__":
    draw()
else:
    ready_for_visitors()
    app = st.App(__file__, middleware=[Middleware(PageLanguage)])
