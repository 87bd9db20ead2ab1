"""Work that runs elsewhere, watched on the page: its steps, how far it is, how long it has taken, and Cancel."""

from __future__ import annotations

import streamlit as st

from cx.language import _
from cx.ui import browser_words, desk
from cx.ui.plain import plain

LOOKED_EVERY_SECONDS = 0.5
MINUTE_SECONDS = 60


def draw() -> bool:
    """Take what has ended, else show how far it is; whether work is still running."""
    desk.take()
    if desk.desk().job is None:
        return False
    _watch()
    return True


@st.fragment(run_every=LOOKED_EVERY_SECONDS)
def _watch() -> None:
    job = desk.desk().job
    if job is None or job.ended:
        st.rerun()
    step = job.step()
    with st.container(border=True, key="job"):
        st.progress(step.share or 0.0, text=plain(step.sentence))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(_titles()[job.kind].format(time=elapsed(job.seconds)))
            st.button(_("Cancel"), key="cancel_job", icon=":material/close:", on_click=desk.cancel)


def _titles() -> dict[str, str]:
    return {
        desk.REHEARSE: _("Finding out what loading would do; nothing changes yet · {time}"),
        desk.COMMIT: _("Loading · {time}"),
        desk.TRY_UNDO: _("Finding out what taking the load back would change; nothing changes yet · {time}"),
        desk.UNDO: _("Taking a load back · {time}"),
        desk.DEMO: _("Making and loading the demo data · {time}"),
    }


def elapsed(seconds: float) -> str:
    """A time as people say it: 12 s, 3 min 05 s."""
    minutes, rest = divmod(int(seconds), MINUTE_SECONDS)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    return _("{minutes} min {seconds:02d} s").format(minutes=minutes, seconds=rest)


def demo_button() -> None:
    """The button that makes and loads the demo data, or how far that is."""
    if draw():
        return
    if (problem := desk.desk().problem) is not None:
        st.error(plain(browser_words.sentence(problem)), icon=":material/report:")
    with st.container(border=True, key="demo"):
        st.markdown(f"**{_('Nothing of your own at hand?')}**")
        st.markdown(_("The demo data are 36 months of a made-up shop whose truths are known."))
        st.button(_("Load the demo data"), key="load_demo", icon=":material/science:", on_click=desk.load_demo)
