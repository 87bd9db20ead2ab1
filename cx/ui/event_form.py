"""The form of an event: when, what happened, and to whom."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.errors import CxError
from cx.language import _
from cx.metrics.targets import known_segment
from cx.store.marks import LONGEST_LABEL, Event, Mark
from cx.store.reading import Version
from cx.ui import mark_fields

FORM = "event"


def draw(events: Sequence[Event], version: Version, who: str) -> None:
    """The fields, and the buttons that save and remove."""
    chosen = mark_fields.which(FORM, _("Event"), events, _("A new event"), _fill)
    with st.grid(4, min_column_width=165):
        st.date_input(_("Day"), None, key=f"{FORM}.day", format="YYYY-MM-DD")
        st.text_input(_("What happened"), max_chars=LONGEST_LABEL, placeholder=_("price change"), key=f"{FORM}.label")
        mark_fields.segment_fields(FORM, version)
    mark_fields.buttons(FORM, _("Save the event"), chosen, (_save, _fill), (version, who))


def _fill(mark: Mark | None) -> None:
    """Put an event into the fields, or clear them."""
    event = mark if isinstance(mark, Event) else None
    st.session_state[f"{FORM}.day"] = event.day if event else None
    st.session_state[f"{FORM}.label"] = event.label if event else ""
    mark_fields.put_segment(FORM, event.where if event else None)


def _save(mark_id: str, version: Version, who: str) -> None:
    state = st.session_state
    if state[f"{FORM}.day"] is None:
        state[mark_fields.TOLD] = _("An event needs its day.")
        return
    try:
        where = known_segment(mark_fields.segment(FORM), version)
    except CxError as error:
        state[mark_fields.TOLD] = error.sentence()
        return
    if mark_fields.save(Event(state[f"{FORM}.day"], state[f"{FORM}.label"], where, mark_id), who):
        mark_fields.clear(FORM, _fill)
