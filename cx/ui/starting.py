"""What must be so before the first visitor comes."""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager

from cx.errors import CxError
from cx.store.home import home
from cx.store.versions import open_version


def ready_for_visitors() -> None:
    """Make the first visit like every other: its link opens the right page, and the data are open already.

    Streamlit takes a folder named pages beside the main script for its own old kind of app until `st.navigation` has
    run once, and meanwhile answers a deep link with "Page not found". `st.navigation` clears this same flag.
    """
    PagesManager.uses_pages_directory = False
    try:
        open_version(home())
    except CxError:
        return  # the page itself says what is wrong with the store and how to mend it
