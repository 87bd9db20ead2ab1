"""The form of a target: which figure, what it should reach, for whom and when."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.errors import CxError
from cx.language import _
from cx.metrics.registry import METRICS
from cx.metrics.targets import CURVES, FIGURES, GROWING, OLDEST, SUMS, check, value_range
from cx.store.marks import PER, Mark, Target
from cx.store.reading import Version
from cx.ui import mark_fields

FORM = "target"
IN_PER_CENT = 100.0


def draw(targets: Sequence[Target], version: Version, who: str) -> None:
    """The fields, and the buttons that save and remove."""
    chosen = mark_fields.which(FORM, _("Target"), targets, _("A new target"), _fill)
    metric = st.selectbox(_("Figure"), FIGURES, format_func=lambda name: _(METRICS[name].title), key=f"{FORM}.metric")
    with st.grid(4, min_column_width=165):
        _draw_value(metric)
        st.date_input(_("From"), None, key=f"{FORM}.first", format="YYYY-MM-DD")
        st.date_input(_("Until"), None, key=f"{FORM}.last", format="YYYY-MM-DD")
        mark_fields.segment_fields(FORM, version)
    mark_fields.buttons(FORM, _("Save the target"), chosen, (_save, _fill), (version, who))


def _draw_value(metric: str) -> None:
    """The value in the unit people know, and what else this figure needs."""
    unit, (least, most) = METRICS[metric].unit, value_range(metric)
    factor = IN_PER_CENT if unit == "share" else 1.0
    label = _("Should reach, %") if unit == "share" else _("Should reach")
    st.number_input(label, least * factor, most * factor, None, key=f"{FORM}.value", format="%g")
    if metric in CURVES:
        st.number_input(_("At month"), 1, OLDEST, 3, key=f"{FORM}.age")
    if metric in (*SUMS, *GROWING):
        words = {"month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}
        st.selectbox(_("For each"), PER, format_func=words.__getitem__, key=f"{FORM}.per")
    if unit == "money":
        st.text_input(_("Currency"), max_chars=3, placeholder="EUR", key=f"{FORM}.currency")


def _fill(mark: Mark | None) -> None:
    """Put a target into the fields, or clear them."""
    state = st.session_state
    target = mark if isinstance(mark, Target) else Target(FIGURES[0], 0.0)
    state[f"{FORM}.metric"] = target.metric
    factor = IN_PER_CENT if METRICS[target.metric].unit == "share" else 1.0
    state[f"{FORM}.value"] = round(target.value * factor, 6) if mark else None
    state[f"{FORM}.age"], state[f"{FORM}.per"] = target.age or 3, target.per or PER[0]
    state[f"{FORM}.first"], state[f"{FORM}.last"] = target.first, target.last
    state[f"{FORM}.currency"] = target.currency or ""
    mark_fields.put_segment(FORM, target.where)


def _save(mark_id: str, version: Version, who: str) -> None:
    try:
        target = check(_entered(mark_id), version)
    except CxError as error:
        st.session_state[mark_fields.TOLD] = error.sentence()
        return
    if mark_fields.save(target, who):
        mark_fields.clear(FORM, _fill)


def _entered(mark_id: str) -> Target:
    """The target that the fields say; what the figure has no use for is left out."""
    state = st.session_state
    metric, value = state[f"{FORM}.metric"], state[f"{FORM}.value"]
    unit = METRICS[metric].unit
    return Target(
        metric,
        float("nan") if value is None else value / (IN_PER_CENT if unit == "share" else 1.0),
        mark_fields.segment(FORM),
        state.get(f"{FORM}.first"),
        state.get(f"{FORM}.last"),
        state.get(f"{FORM}.age") if metric in CURVES else None,
        state.get(f"{FORM}.per") if metric in (*SUMS, *GROWING) else None,
        (state.get(f"{FORM}.currency") or None) if unit == "money" else None,
        mark_id,
    )
