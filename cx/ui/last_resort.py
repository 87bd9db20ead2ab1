"""The net under every page: whatever goes wrong is told in words, and nobody meets a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cx import events
from cx.errors import CxError
from cx.language import _
from cx.ui.plain import plain


@contextmanager
def told(page: str) -> Iterator[None]:
    """Tell a problem that the code inside did not tell itself. page: its path, for the log."""
    try:
        yield
    except CxError as error:
        st.error(plain(error.sentence()), icon=":material/report:")
    # Broad on purpose: this is the last caller, so a slip of ours would else show Streamlit's box with our code to a
    # reader, who can do nothing with it. Streamlit's own stop and rerun are no Exception and pass.
    except Exception as error:  # noqa: BLE001
        # An exception's message may quote a value of the data: the log gets its kind and where it was, not its words.
        found = events.places(error.__traceback__)
        events.tell("page_error", "error", page=page, error=type(error).__name__, places=found)
        st.error(
            _(
                "This page could not be drawn because of a mistake in the program; your data are as they were. "
                "Choose another period or take filters away, and send the log of the server to who runs it."
            ),
            icon=":material/report:",
        )
