"""Match rates, freshness and refusals as small tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cx.language import _, numbers
from cx.language.direction import undirected
from cx.model import called
from cx.store.health import HealthEntry
from cx.store.health.refusals import MOST_REASONS, reasons
from cx.store.matching import matches
from cx.store.reading import Version
from cx.ui import refused_rows
from cx.ui.plain import plain

Line = dict[str, object]
"""One line of a table: name of a column -> what stands there."""
MERGES = ("merges", "not_merged")
FRESHNESS = ("freshness", "freshness_source")


def match_rates(version: Version, entries: Sequence[HealthEntry]) -> None:
    """Of every table the share of rows whose customer is known, and how he was found; then who was joined to whom."""
    found = [match for match in matches(version) if match.rows]
    if not found:
        return
    ways = {
        "customer_id": _("by customer id"),
        "email": _("by e-mail"),
        "order_id": _("by order number"),
        "contact_id": _("by contact number"),
    }
    lines: list[Line] = [
        {_("table"): called(m.table), _("matched"): m.share * 100, _("rows"): m.rows}
        | {words: m.ways.get(way, 0) for way, words in ways.items() if any(way in other.ways for other in found)}
        | {_("unknown customer"): m.strangers, _("names nobody"): m.nameless}
        for m in found
    ]
    _titled(_("Match rate: rows that find their customer"))
    st.caption(_("An unknown customer was found by what the row names and is known from nowhere else."))
    _shown(
        lines,
        _("Match rates as a table"),
        {_("matched"): st.column_config.ProgressColumn(format="%.1f%%", max_value=100)},
    )
    for entry in entries:
        if entry.key in MERGES:
            st.caption(plain(f"{entry.result} – {', '.join(entry.details)}. {entry.meaning}"))


def freshness(entries: Sequence[HealthEntry]) -> None:
    """How far every table and source reaches."""
    lines: list[Line] = [
        {
            _("table"): called(entry.table).replace("_", " "),
            _("source"): undirected(entry.source) or _("all"),
            _("last day"): entry.last_day,
            _("days behind"): entry.n,
        }
        for entry in sorted(entries, key=lambda e: (e.table, e.source))
        if entry.key in FRESHNESS
    ]
    if lines:
        _titled(_("Freshness: how far every source reaches"))
        st.caption(
            _("Days behind the newest day of any table. Files whose names differ in digits only are one source.")
        )
        _shown(lines, _("Freshness as a table"), {_("last day"): st.column_config.DateColumn(format="YYYY-MM-DD")})


def refused(version: Version) -> None:
    """Why rows were refused, with the rows of a load to download."""
    found = reasons(version)
    if not found:
        return
    _titled(_("Refused rows by reason"))
    if len(found) == MOST_REASONS:
        st.caption(_("The {n} most frequent reasons.").format(n=numbers.count(MOST_REASONS)))
    lines: list[Line] = [
        {
            _("rows"): r.rows,
            _("table"): called(r.table),
            _("column"): undirected(r.column),
            _("reason"): undirected(r.reason),
            _("load"): r.load_id,
        }
        for r in found
    ]
    _shown(lines, _("Refused rows by reason as a table"), {})
    loads = list(dict.fromkeys(r.load_id for r in found))
    load = st.selectbox(_("Refused rows of load"), loads, key="health.refused.load") if len(loads) > 1 else loads[0]
    refused_rows.button(load or loads[0], "health")


def _titled(text: str) -> None:
    st.markdown(f"**{text}**")


def _shown(lines: Sequence[Line], alt: str, columns: Mapping[str, Any]) -> None:
    frame = pd.DataFrame(lines)
    whole = [str(name) for name in frame.select_dtypes("integer")]
    numbered: dict[str, Any] = {name: st.column_config.NumberColumn(format="localized") for name in whole}
    st.dataframe(frame, hide_index=True, column_config={**numbered, **columns}, placeholder=numbers.DASH, alt=alt)
