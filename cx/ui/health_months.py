"""What every source holds in every month, as a chart with its table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cx.charts.coverage_grid import coverage_grid, newest
from cx.charts.theme import Look
from cx.language import _, ngettext, numbers
from cx.model import called
from cx.store.health.months import MonthRows, month_rows
from cx.store.reading import Version
from cx.ui import exports
from cx.ui.plain import plain
from cx.ui.twin import CONFIG, spoken


def draw(version: Version) -> None:
    """The chart under its finding, and the same as a table and a CSV; nothing without dated rows."""
    cells = _month_rows(version.id, version)
    if not cells:
        return
    title = finding(cells)
    with st.container(border=True, key="health.months"):
        st.markdown(f"**{plain(title)}**")
        look = Look("count", mode="dark" if st.context.theme.type == "dark" else "light")
        st.caption(_subtitle(cells, look))
        figure = coverage_grid(cells, look)
        st.plotly_chart(figure, key="health.months.chart", config=CONFIG, alt=spoken(title))
        _twin(cells, version.id)


def finding(cells: Sequence[MonthRows]) -> str:
    """What the chart shows: which source has no row in how many months of its own time."""
    gaps = []
    for table in dict.fromkeys(c.table for c in cells):
        filled = [c.month for c in cells if c.table == table and c.rows]
        if not filled:
            continue
        none = [c for c in cells if c.table == table and not c.rows and filled[0] < c.month < filled[-1]]
        if none:
            words = ngettext("{table}: {n} month", "{table}: {n} months", len(none))
            gaps.append(words.format(table=called(table).replace("_", " "), n=numbers.count(len(none))))
    if gaps:
        return _("Months without any row – {gaps}").format(gaps=", ".join(gaps))
    return _("Every source has rows in every month between its first and its last")


def _subtitle(cells: Sequence[MonthRows], look: Look) -> str:
    drawn, every = (len({c.month for c in part}) for part in (newest(cells), cells))
    more = _("lighter") if look.mode == "dark" else _("darker")
    said = _(
        "rows by month; {more} is more; a share is told where fewer than 95 % of the rows have a known customer"
    ).format(more=more)
    if drawn == every:
        return said
    return _("{said}; the newest {n} of {all} months, all are in the table").format(
        said=said, n=numbers.count(drawn), all=numbers.count(every)
    )


def _twin(cells: Sequence[MonthRows], version_id: str) -> None:
    box = st.expander(
        _("Show as table"), key="health.months.table", on_change="rerun", icon=":material/table:", type="compact"
    )
    if not box.open:
        return
    frame = pd.DataFrame(
        [{"table": c.table, "month": c.month, "rows": c.rows, "matched": c.matched, "share": c.share} for c in cells]
    )
    with box:
        st.dataframe(
            frame.assign(share=frame["share"].astype(float) * 100, table=frame["table"].map(called)),
            hide_index=True,
            column_config={
                "table": st.column_config.TextColumn(_("table")),
                "month": st.column_config.DateColumn(_("month"), format="YYYY-MM"),
                "rows": st.column_config.NumberColumn(_("rows"), format="localized"),
                "matched": st.column_config.NumberColumn(_("with a known customer"), format="localized"),
                "share": st.column_config.NumberColumn(_("share"), format="%.1f%%"),
            },
            placeholder=numbers.DASH,
            alt=_("Rows by source and month as a table"),
        )
        exports.of_csv(lambda: exports.csv(frame), f"coverage-{version_id}", key="health.months")


@st.cache_resource(max_entries=4, show_spinner=False)
def _month_rows(version_id: str, _version: Version) -> list[MonthRows]:
    return month_rows(_version)
