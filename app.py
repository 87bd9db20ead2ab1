"""The dashboard: the page table, who is looking, the view bar, and then the page.

Streamlit runs this file twice over: as the script of every visit, and once as a module of the server, before the first
visitor.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from cx.language import _
from cx.ui import frame, healthz, pinned, short_links, signed_in, spoken
from cx.ui.last_resort import told
from cx.ui.page_language import PageLanguage
from cx.ui.page_table import BY_PATH, HIDDEN, OVERVIEW, PAGES, SECTIONS, Entry
from cx.ui.starting import ready_for_visitors

ICON = Path(__file__).parent / "cx" / "ui" / "icon.png"


def page(entry: Entry) -> st.Page:
    """One line of the page table."""
    return st.Page(
        entry.file,
        title=_(entry.title),
        icon=f":material/{entry.icon}:",
        url_path=entry.path,
        default=entry is OVERVIEW,
        visibility="hidden" if entry in HIDDEN else "visible",
    )


def draw() -> None:
    """One visit: the frame, then the page its address names."""
    spoken.begin()
    st.set_page_config(page_title=_("CX dashboard"), page_icon=str(ICON), layout="wide")
    sections = {title: [page(e) for e in PAGES if e.section == name] for name, title in SECTIONS.items()}
    chosen = st.navigation({**sections, " ": [page(entry) for entry in HIDDEN]}, position="hidden")
    with told(chosen.url_path):
        if frame.draw(sections, chosen, signed_in.person(), needs_data=BY_PATH[chosen.url_path].figures):
            pinned.draw(with_figures=BY_PATH[chosen.url_path].figures)
            frame.run(chosen)


if __name__ == "__main__":
    draw()
else:
    ready_for_visitors()
    app = st.App(__file__, routes=[*short_links.routes(), *healthz.routes()], middleware=[Middleware(PageLanguage)])
