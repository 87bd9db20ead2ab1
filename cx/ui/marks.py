"""Targets and events on the Data page: which there are, adding and changing them, and who changed what when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.language import _
from cx.language.direction import undirected
from cx.language.numbers import DASH
from cx.store.home import home
from cx.store.marks import Change, Event, Mark, Segment, Target, history, marks, newest
from cx.store.reading import Version
from cx.ui import event_form, mark_fields, target_form
from cx.ui.signed_in import Person
from cx.ui.view_bar import dimension_title
from cx.view import View


def draw(view: View, version: Version, looking: Person) -> None:
    """Both lists, with their forms for who may edit, and the history. A pinned view shows those of its revision."""
    shown = marks(home(), view.marks)
    old = shown.revision < newest(home())
    if old:
        st.info(_("These are the targets and events of revision {n}; open live to change them.").format(n=view.marks))
    mark_fields.draw_told()
    may_edit = looking.may_edit and not old and not version.empty
    st.header(_("Targets"), anchor=False)
    _table([_target(target) for target in shown.targets], _("No figure has a target yet."), _("The targets"))
    if may_edit:
        with st.expander(_("Add or change a target"), icon=":material/flag:", key="target_form"):
            target_form.draw(shown.targets, version, looking.name)
    st.header(_("Events"), anchor=False)
    _table([_event(event) for event in shown.events], _("No event was noted yet."), _("The events"))
    if may_edit:
        with st.expander(_("Add or change an event"), icon=":material/event:", key="event_form"):
            event_form.draw(shown.events, version, looking.name)
    if not looking.may_edit:
        st.caption(_("Your role may look at targets and events, not change them."))
    if changes := history(home()):
        with st.expander(_("Who changed what"), icon=":material/history:", key="marks_history"):
            _table([_change(change) for change in changes], "", _("All changes, the newest first"))


def _table(rows: list[dict[str, object]], empty: str, alt: str) -> None:
    if rows:
        dates = [name for name in rows[0] if name in (_("from"), _("until"), _("day"))]
        config = {name: st.column_config.DateColumn(name, format="YYYY-MM-DD") for name in dates}
        st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=config, placeholder=DASH, alt=alt)
    else:
        st.caption(empty)


def _target(target: Target) -> dict[str, object]:
    return {
        _("target"): target.id,
        _("figure"): mark_fields.figure(target),
        _("should reach"): mark_fields.value(target),
        _("segment"): _segment(target.where),
        _("from"): target.first,
        _("until"): target.last,
    }


def _event(event: Event) -> dict[str, object]:
    return {
        _("event"): event.id,
        _("day"): event.day,
        _("what happened"): event.label,
        _("segment"): _segment(event.where),
    }


def _change(change: Change) -> dict[str, object]:
    return {
        _("revision"): change.revision,
        _("when (UTC)"): f"{change.at:%Y-%m-%d %H:%M}",
        _("who"): undirected(change.who) or DASH,
        _("before"): _said(change.before),
        _("after"): _said(change.after),
    }


def _said(mark: Mark | None) -> str:
    return mark_fields.said(mark) if mark else DASH


def _segment(where: Segment | None) -> str:
    return f"{dimension_title(where[0])}: {undirected(where[1])}" if where else _("everybody")
