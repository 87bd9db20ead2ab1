"""What the forms of targets and events share: whom a mark is for, saving and removing it, and what came of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from cx.errors import CxError
from cx.language import _, numbers
from cx.language.direction import undirected
from cx.metrics.registry import METRICS
from cx.store import marks
from cx.store.home import home
from cx.store.marks import Event, Mark, Segment, Target
from cx.store.reading import Version
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title, offered_dimensions

TOLD = "marks_told"
Fill = Callable[[Mark | None], None]
Save = Callable[[str, Version, str], None]


def draw_told() -> None:
    """The problem of the last click, if there was one."""
    if told := st.session_state.pop(TOLD, None):
        st.error(plain(told), icon=":material/report:")


def which(prefix: str, label: str, found: Sequence[Mark], new: str, fill: Fill) -> Mark | None:
    """A choice of the mark to change, or of a new one. fill: puts a mark into the fields when it is chosen."""
    there = {mark.id: mark for mark in found}
    key = f"{prefix}.which"
    if st.session_state.get(key) not in there:
        st.session_state[key] = ""
    st.selectbox(
        label,
        ["", *there],
        format_func=lambda mark_id: said(there[mark_id]) if mark_id else new,
        key=key,
        on_change=lambda: fill(there.get(st.session_state[key])),
    )
    return there.get(st.session_state[key])


def buttons(
    prefix: str, label: str, chosen: Mark | None, calls: tuple[Save, Fill], said_by: tuple[Version, str]
) -> None:
    """The buttons that save what the fields say and remove the chosen mark. calls: what saves, and what fills.

    Which mark it is, is asked at the click, as what the fields say is: the run after a choice may not have ended.
    """
    (save_fields, fill), (version, who) = calls, said_by

    def save_chosen() -> None:
        save_fields(st.session_state[f"{prefix}.which"], version, who)

    with st.container(horizontal=True):
        st.button(label, key=f"save_{prefix}", icon=":material/save:", on_click=save_chosen)
        if chosen:
            gone = (prefix, fill, who)
            st.button(_("Remove"), key=f"remove_{prefix}", icon=":material/delete:", on_click=_remove, args=gone)


def clear(prefix: str, fill: Fill) -> None:
    """Leave the fields ready for a new mark."""
    st.session_state[f"{prefix}.which"] = ""
    fill(None)


def segment_fields(prefix: str, version: Version) -> None:
    """Fields for whom a mark is."""
    state = st.session_state
    dimension = state.get(f"{prefix}.dimension")
    offered = list(dict.fromkeys([*offered_dimensions(version), *([dimension] if dimension else [])]))
    st.selectbox(
        _("Only for a segment of"),
        offered,
        index=None,
        format_func=lambda name: dimension_title(name, version),
        placeholder=_("Everybody"),
        key=f"{prefix}.dimension",
    )
    if not state.get(f"{prefix}.dimension"):
        return
    found = version.dimension(state[f"{prefix}.dimension"])
    values = list(found.values or ()) if found else []
    chosen = state.get(f"{prefix}.segment")
    st.selectbox(
        _("Segment"),
        list(dict.fromkeys([*values, *([chosen] if chosen else [])])),
        index=None,
        key=f"{prefix}.segment",
        accept_new_options=True,
    )


def segment(prefix: str) -> Segment | None:
    """What the fields say."""
    dimension = st.session_state.get(f"{prefix}.dimension")
    return (dimension, st.session_state.get(f"{prefix}.segment") or "") if dimension else None


def put_segment(prefix: str, where: Segment | None) -> None:
    """Put a segment into the fields."""
    st.session_state[f"{prefix}.dimension"], st.session_state[f"{prefix}.segment"] = where or (None, None)


def save(mark: Mark, who: str) -> bool:
    """Keep a mark and say whether that was possible; the problem is told in the next run."""
    return _done(lambda: marks.put(home(), mark, who=who))


def _remove(prefix: str, fill: Fill, who: str) -> None:
    if _done(lambda: marks.remove(home(), st.session_state[f"{prefix}.which"], who=who)):
        clear(prefix, fill)


def _done(change: Callable[[], Mark]) -> bool:
    try:
        change()
    except CxError as error:
        st.session_state[TOLD] = error.sentence()
        return False
    return True


def said(mark: Mark) -> str:
    """A mark in one line of plain text."""
    where = f" · {dimension_title(mark.where[0])}: {undirected(mark.where[1])}" if mark.where else ""
    if isinstance(mark, Event):
        return f"{numbers.day(mark.day)}: {mark.label}{where}"
    return f"{figure(mark)} {value(mark)}{where}"


def figure(target: Target) -> str:
    """Which figure a target is for, in words."""
    title = _(METRICS[target.metric].title) if target.metric in METRICS else target.metric
    return _("{figure}, month {age}").format(figure=title, age=target.age) if target.age else title


def value(target: Target) -> str:
    """What the figure should reach, in its unit."""
    unit = METRICS[target.metric].unit if target.metric in METRICS else ""
    written = numbers.figure(target.value, unit, target.currency)
    per = {"month": _("{value} a month"), "quarter": _("{value} a quarter"), "year": _("{value} a year")}
    return per[target.per].format(value=written) if target.per in per else written
