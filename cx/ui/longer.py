"""The way out of a period that is too short: longer ones to choose, for figures that need time to follow customers."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.language import _
from cx.ui.links import put
from cx.ui.page import Page


def offer(page: Page) -> None:
    """A button for each longer period; none when the view begins as early as they do."""
    longer = {"last_12_months": _("Show the last 12 months"), "all": _("Show all data")}
    with st.container(horizontal=True):
        for period, name in longer.items():
            view = replace(page.view, period=period, first=None, last=None)
            if view.dates(page.version.dates).first < page.dates.first:
                st.button(name, key=f"longer_{period}", on_click=put, args=(view,))
