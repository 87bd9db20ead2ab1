"""Data health on the page: what needs a look first, then what every month holds, then each finding with its meaning."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.language import _, language, ngettext, numbers
from cx.metrics.touched import touched
from cx.model import called
from cx.store.health import BAD, GOOD, LOOK, HealthEntry, health
from cx.store.reading import Version
from cx.ui import health_months, health_tables
from cx.ui.plain import plain

ICONS = {GOOD: ":material/check_circle:", LOOK: ":material/visibility:", BAD: ":material/error:"}
URGENCY = (BAD, LOOK, GOOD)
NAMED_FIGURES = 3
FIRST_SHOWN = 5
"""So many findings are told at once; the others when asked for."""


def draw(version: Version) -> None:
    """The summary, the months, the tables of match rates and freshness, and every finding."""
    entries = _health(version.id, language(), version)
    urgent = sorted((e for e in entries if e.status != GOOD), key=lambda e: URGENCY.index(e.status))
    st.markdown(_summary(len(urgent), len(entries)))
    for entry in urgent[:FIRST_SHOWN]:
        _draw_entry(entry)
    if not version.counts:
        return
    if rest := urgent[FIRST_SHOWN:]:
        words = ngettext("{n} more worth a look", "{n} more worth a look", len(rest)).format(n=numbers.count(len(rest)))
        with st.expander(words, key="health.more"):
            for entry in rest:
                _draw_entry(entry)
    health_months.draw(version)
    health_tables.match_rates(version, entries)
    health_tables.freshness(entries)
    health_tables.refused(version)
    _draw_all(entries)


def _summary(urgent: int, every: int) -> str:
    if not urgent:
        return _(":material/check_circle: **Nothing needs a look**: {n} checks are good.").format(
            n=numbers.count(every)
        )
    words = ngettext("{n} thing needs a look", "{n} things need a look", urgent).format(n=numbers.count(urgent))
    return _("**{words}** of {all} that were checked.").format(words=words, all=numbers.count(every))


def _draw_all(entries: Sequence[HealthEntry]) -> None:
    """Every finding, table by table, what is good included."""
    box = st.expander(_("All that was checked"), key="health.all", on_change="rerun", icon=":material/checklist:")
    if not box.open:
        return
    with box:
        for table in dict.fromkeys(entry.table for entry in entries):
            with st.container(border=True, key=f"health.{table}"):
                st.markdown(f"**{plain(called(table).replace('_', ' '))}**")
                for entry in entries:
                    if entry.table == table:
                        _draw_entry(entry, named=False)


def _draw_entry(entry: HealthEntry, *, named: bool = True) -> None:
    """A finding; what needs a look comes with a word, not with colour alone."""
    word = {GOOD: _("good"), LOOK: _("worth a look"), BAD: _("bad")}[entry.status]
    table = f"**{plain(called(entry.table).replace('_', ' '))}** · " if named else ""
    st.markdown(f"{ICONS[entry.status]} {table}{plain(entry.check)}: {plain(entry.result)} · {word}")
    lines = [plain(entry.meaning), *([_bears_on(entry)] if named and entry.touches else [])]
    if entry.details:
        lines.insert(0, plain(" · ".join(entry.details)))
    st.caption("  \n".join(lines))


def _bears_on(entry: HealthEntry) -> str:
    """Which figures the finding is about."""
    titles = [metric.said.title for metric in touched(entry.touches)]
    shown = ", ".join(titles[:NAMED_FIGURES])
    more = len(titles) - NAMED_FIGURES
    if not titles:
        return _("No figure reads this table.")
    if more <= 0:
        return plain(_("Bears on {figures}.").format(figures=shown))
    words = ngettext("Bears on {figures} and {n} more figure.", "Bears on {figures} and {n} more figures.", more)
    return plain(words.format(figures=shown, n=numbers.count(more)))


@st.cache_resource(max_entries=4, show_spinner=False)
def _health(version_id: str, spoken: str, _version: Version) -> list[HealthEntry]:
    return health(_version)
