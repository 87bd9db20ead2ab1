"""A load that runs while the reader watches its steps, and the button for the demo data."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx.errors import CxError
from cx.language import _
from cx.ui import browser_words, staging
from cx.ui.plain import plain


def run(work: Callable[[staging.Told], None], label: str) -> None:
    """Do the work, telling its steps, then draw the page anew; a problem is told and changes nothing."""
    with st.status(label, expanded=True) as progress:
        try:
            work(lambda sentence: progress.update(label=plain(sentence)))
        except CxError as error:
            progress.update(label=_("Nothing was changed"), state="error")
            st.error(plain(browser_words.sentence(error)), icon=":material/report:")
            return
    st.rerun()


def demo_button() -> None:
    """The button that makes and loads the demo data."""
    with st.container(border=True, key="demo"):
        st.markdown(f"**{_('Nothing of your own at hand?')}**")
        st.markdown(_("The demo data are 36 months of a made-up shop whose truths are known."))
        if st.button(_("Load the demo data"), key="load_demo", icon=":material/science:"):
            run(staging.load_demo, _("Making the demo data"))
