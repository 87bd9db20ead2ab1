"""The button that makes a document of the view: chosen, made in the background, taken along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from cx.errors import CxError
from cx.language import _, language
from cx.store.reading import Version
from cx.ui import copy_link, jobs, links, staging
from cx.ui.jobs import Job
from cx.ui.plain import plain
from cx.ui.report.contents import OVERVIEW, WITH_FIGURES
from cx.ui.signed_in import person
from cx.ui.watching import LOOKED_EVERY_SECONDS, elapsed
from cx.view import View

KIND = "report"
FORMS = {"html": "HTML", "pptx": "PowerPoint", "pdf": "PDF"}
TYPES = {
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
WHOLE, THIS_PAGE = "whole", "page"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document. told: what of it could not be done."""

    name: str
    form: str
    content: bytes
    told: tuple[str, ...]


@dataclass(eq=False)
class Work:
    """What one visitor has made. named: what the document is called when it is done. shown: of which view and data."""

    job: Job | None = None
    named: str = ""
    shown: tuple[str, str] = ("", "")
    made: Made | None = None
    problem: CxError | None = None


def draw(view: View, version: Version, path: str) -> None:
    """The button with what can be chosen, how far the work is, and the finished document."""
    with st.popover(_("Brief"), icon=":material/description:", key="brief"):
        work = _work()
        _take(work)
        if work.job is not None:
            _watch()
            return
        _draw_choice(view, version, path)
        if work.problem is not None:
            st.error(plain(work.problem.sentence()), icon=":material/report:")
        if work.made is not None:
            _draw_made(work.made)
            if work.shown != (view.query(), version.id):
                st.caption(_("It shows an earlier view; its head says which."))


def _draw_choice(view: View, version: Version, path: str) -> None:
    st.caption(_("What you see, as a document: same dates, same filters, same data."))
    whole = {WHOLE: _("All pages"), THIS_PAGE: _("This page")}
    parts = list(whole) if path in WITH_FIGURES and path != OVERVIEW else [WHOLE]
    st.radio(
        _("Pages"),
        parts,
        format_func=whole.__getitem__,
        horizontal=True,
        key="brief_pages",
        persist_state="session",
    )
    st.radio(
        _("Form"),
        list(FORMS),
        format_func=FORMS.__getitem__,
        index=list(FORMS).index("pdf"),
        horizontal=True,
        key="brief_form",
        persist_state="session",
    )
    st.button(
        _("Make the brief"),
        key="brief_make",
        icon=":material/play_arrow:",
        on_click=_start,
        args=(view, version.id, path),
    )


def _draw_made(made: Made) -> None:
    st.download_button(
        _("Download {name}").format(name=made.name),
        made.content,
        made.name,
        TYPES[made.form],
        key="brief_download",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )
    for told in made.told:
        st.caption(plain(told))


@st.fragment(run_every=LOOKED_EVERY_SECONDS)
def _watch() -> None:
    job = _work().job
    if job is None or job.ended:
        st.rerun()
    step = job.step()
    st.progress(step.share or 0.0, text=plain(step.sentence))
    st.caption(_("Making the brief · {time}").format(time=elapsed(job.seconds)))
    st.button(_("Cancel"), key="brief_cancel", icon=":material/close:", on_click=job.cancel)


def _start(view: View, version_id: str, path: str) -> None:
    # The choices are those at the moment of the click: a script run that follows a choice may not have ended by then.
    form = st.session_state["brief_form"]
    path = path if st.session_state["brief_pages"] == THIS_PAGE else ""
    work = _work()
    if work.job is not None:
        return
    work.made = work.problem = None
    work.named = f"{path or 'board-brief'}-{version_id}.{form}"
    work.shown = (view.query(), version_id)
    asked = {"link": _link(view, path), "form": form, "data": version_id, "language": language()}
    work.job = jobs.start(staging.uploads(), KIND, asked, person().name)


def _link(view: View, path: str) -> str:
    return links.absolute(view, f"/{path}", copy_link.own_choices())


def _take(work: Work) -> None:
    """When the work has ended, keep what came of it; what was cancelled leaves nothing."""
    job = work.job
    if job is None or not job.ended:
        return
    work.job = None
    try:
        answer = job.outcome()
        file = Path(answer["file"])
        work.made = Made(work.named, file.suffix.lstrip("."), file.read_bytes(), tuple(answer["told"]))
    except CxError as error:
        work.problem = None if job.cancelled else error
    finally:
        job.put_away()


def _end(work: Work) -> None:
    if work.job is not None:
        work.job.put_away()


@st.cache_resource(scope="session", on_release=_end, show_spinner=False)
def _work() -> Work:
    """The work of this visit; Streamlit lets go of it, and so ends it, when the visitor is gone."""
    return Work()
