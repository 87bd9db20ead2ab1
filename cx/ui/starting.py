"""What must be so before the first visitor comes."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version

from streamlit.runtime.pages_manager import PagesManager

from cx import events
from cx.errors import CxError
from cx.store.home import home
from cx.store.verifying import verify_soon
from cx.store.versions import served


def ready_for_visitors() -> None:
    """Make the first visit like every other: its link opens the right page, and the data are open already.

    Streamlit takes a folder named pages beside the main script for its own old kind of app until `st.navigation` has
    run once, and meanwhile answers a deep link with "Page not found". `st.navigation` clears this same flag.
    """
    PagesManager.uses_pages_directory = False
    events.begin()
    shown = None
    # The page itself says what is wrong with the store and how to mend it.
    with suppress(CxError):
        shown = served(home()).version
    if shown and not shown.empty:
        verify_soon(home(), shown.id)
    release = version("cx-dashboard")
    events.tell("server_start", release=release, data_version=shown.id if shown else None)
