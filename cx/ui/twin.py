"""A chart and its twin: the same rows as a table and as a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd
import streamlit as st

from cx.charts.theme import Figure
from cx.language import N_, _, numbers
from cx.language.direction import undirected
from cx.metrics.base import Result, Row
from cx.ui import beside as standing
from cx.ui import drawn, exports, states
from cx.ui import drill as drilling
from cx.ui.beside import EVENTS, NOTHING, TARGET, Beside
from cx.ui.drill import Drill
from cx.ui.plain import JOINER, plain
from cx.ui.table_words import TITLES
from cx.ui.words import worded

PLACES = ("period", "split", "cohort", "age", "band", "score", "part", "item", "outcome")
ENDS = ("value", "low", "high")
AMOUNTS = (*ENDS, TARGET)
"""Columns in the unit of the figure."""
FIGURES = (*ENDS, "n")
REST = ("currency", "adjusted_p", "grade", "verdict", "matures", "unit", "method", "reason")
CLICK = N_("click a figure for its customers")
Charted = tuple[Figure, str, str]
"""A chart with its title and subtitle."""
CONFIG: dict[str, object] = {"displayModeBar": False, "responsive": True}
FORMATS = {"share": "%.1f%%", "points": "%+.1f", "money": "%,.2f", "count": "localized", "days": "%.1f"}
"""Unit -> how a table writes it; shares are multiplied by 100 first."""


def show(  # noqa: PLR0913 - all but three are named by the caller
    figure: Figure,
    result: Result,
    rows: Sequence[Row],
    *,
    title: str,
    subtitle: str,
    key: str,
    empty: str = "",
    below: str = "",
    beside: Beside = NOTHING,
    drill: Drill | None = None,
) -> None:
    """The chart under its title (the finding) and subtitle (the definition); a sentence instead when all is too few.

    empty: the reason to give when there is nothing to draw. below: what the lines drawn across the chart mean. beside:
    the same for each row of the table. drill: the way from its figures to their customers.
    """
    with st.container(border=True):
        st.markdown(f"**{title.replace('**', '')}**")
        known = any(r.estimate.known and r.age != 0 for r in rows)  # at age 0 everybody is there by definition
        st.caption(f"{subtitle}; {_(CLICK)}" if known and drill else subtitle)
        if known:
            _draw(figure, drill, key=key, alt=spoken(title))
            if below:
                st.caption(below)
        else:
            states.too_few(rows, empty)
        charted = (figure, spoken(title), _under(subtitle, rows)) if known else None
        twin(result, rows, title=title, key=key, drill=drill, chart=charted, beside=beside)


def _draw(figure: Figure, drill: Drill | None, *, key: str, alt: str) -> None:
    if drill:
        drilling.chart(figure, drill, key=key, config=CONFIG, alt=alt)
    else:
        st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)


def _under(subtitle: str, rows: Sequence[Row]) -> str:
    """What stands under the title of a chart that is taken along: its definition, and how many are behind it."""
    return "; ".join(part for part in (spoken(subtitle), drawn.sample(rows)) if part)


def spoken(title: str) -> str:
    """A title without its marks, as a screen reader should say it."""
    return undirected(title.replace("**", "").replace("\\", "").replace(JOINER, ""))


def twin(
    result: Result,
    rows: Sequence[Row],
    *,
    title: str,
    key: str,
    drill: Drill | None = None,
    chart: Charted | None = None,
    beside: Beside = NOTHING,
) -> None:
    """The rows as a table and as files, made only when opened; title: that of the chart, which names the table too.

    drill: the way from the figures to their customers. chart: what is drawn of the rows. beside: what stands beside
    each of them.
    """
    drawn.keep(key, result, rows, beside)
    tell_sample(result)
    box = st.expander(
        _("Show as table"), key=f"{key}_table", on_change="rerun", icon=":material/table:", type="compact"
    )
    if not box.open:
        return
    with box:
        frame = table(rows, beside)
        units = list(dict.fromkeys(frame["unit"].dropna())) if "unit" in frame else []
        st.dataframe(
            worded(standing.readable(readable(frame, units), beside)),
            hide_index=True,
            column_config=_columns(units),
            placeholder=numbers.DASH,
            alt=_("{title} – as a table").format(title=spoken(title)),
        )
        name = f"{result.metric.name}-{result.data_version}"
        with st.container(horizontal=True, gap="small"):
            exports.of_csv(lambda: csv(result, rows, beside), name, key=key)
            exports.of_table(frame, result, name, key=key)
            if chart:
                exports.of_chart(*chart, result, key=key)
        if drill:
            drilling.choice(drill, key=key)
        for note in result.notes:
            st.caption(plain(note))


def tell_sample(result: Result) -> None:
    """Say where a figure is learnt from some of the customers only: not in the table alone."""
    for sentence in result.sampled:
        st.caption(plain(sentence))


def table(rows: Sequence[Row], beside: Beside = NOTHING) -> pd.DataFrame:
    """One line per row; columns in which every row is empty are left out."""
    flat = [{**asdict(r), **asdict(r.estimate)} for r in rows]
    frame = pd.DataFrame(flat, columns=[*PLACES, *FIGURES, TARGET, EVENTS, *REST]).assign(**beside.columns())
    filled = [c for c in frame.columns if c in FIGURES or frame[c].notna().any()]
    return frame[filled]


def readable(frame: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    """The table as people read it: shares in per cent, several units as text. The CSV keeps all as it is."""
    amounts = [name for name in AMOUNTS if name in frame]
    if len(units) > 1:
        return frame.assign(**{name: [_written(line, name) for line in _lines(frame)] for name in amounts})
    if "share" not in units:
        return frame
    return frame.assign(**{name: frame[name].astype(float) * 100 for name in amounts})


def _lines(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in line.items()} for line in frame.to_dict("records")]


def _written(line: dict[str, Any], name: str) -> str:
    value, currency = line[name], line.get("currency")
    known = currency if isinstance(currency, str) else None
    return numbers.full(None if pd.isna(value) else value, line["unit"], known)


def csv(result: Result, rows: Sequence[Row], beside: Beside = NOTHING) -> bytes:
    """The rows as a CSV with the view and data version that made them; no cell is a formula to a spreadsheet."""
    about = {"metric": result.metric.name, "view": result.view.query(), "data_version": result.data_version}
    frame = table(rows, beside).assign(**about)
    return exports.csv(frame)


def _columns(units: Sequence[str]) -> dict[str, Any]:
    number = FORMATS.get(units[0], "%.2f") if len(units) == 1 else ""
    figures = {name: st.column_config.NumberColumn(TITLES[name], format=number) for name in AMOUNTS if number}
    days = ("period", "cohort", "matures")
    dates = {name: st.column_config.DateColumn(TITLES[name], format="YYYY-MM-DD") for name in days}
    return {
        **{name: st.column_config.Column(title) for name, title in TITLES.items()},
        **figures,
        **dates,
        "n": st.column_config.NumberColumn(TITLES["n"], format="localized"),
        "unit": None,
        "method": None,
    }
