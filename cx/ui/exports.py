"""Files of a table or a chart, made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from cx.charts.theme import Figure
from cx.language import _, language, numbers, speaking
from cx.language.spreadsheet import cell
from cx.metrics.base import Result
from cx.report import chromium
from cx.report.picture import picture
from cx.report.workbook import Sheet, workbook
from cx.store.home import home
from cx.store.versions import open_version
from cx.ui.view_bar import dimension_title

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
FIGURES = ("value", "low", "high", "target")


def of_table(frame: pd.DataFrame, result: Result, name: str, *, key: str) -> None:
    """The button for a workbook of a table. frame: as a file has it. name: of the file, without its ending."""
    st.download_button(
        _("Download XLSX"),
        _spoken(partial(xlsx, frame, result)),
        f"{name}.xlsx",
        XLSX,
        key=f"{key}_xlsx",
        icon=":material/table_view:",
        on_click="ignore",
    )


def of_chart(figure: Figure, title: str, subtitle: str, result: Result, *, key: str) -> None:
    """The buttons for pictures of a chart; without a browser to draw them they say what is missing."""
    missing = chromium.executable() is None
    foot = " · ".join((_sentence(result), _("version {version}").format(version=result.data_version)))
    for form, kind in PICTURES.items():
        st.download_button(
            form.upper(),
            _spoken(partial(_picture, figure, form, title, subtitle, foot)),
            f"{key}-{result.data_version}.{form}",
            kind,
            key=f"{key}_{form}",
            icon=":material/image:",
            on_click="ignore",
            disabled=missing,
            help=chromium.missing("").sentence() if missing else None,
        )


def csv(frame: pd.DataFrame) -> bytes:
    """A table as a CSV file; no cell of it is a formula to a spreadsheet."""
    return frame.map(cell).rename(columns=cell).to_csv(index=False).encode("utf-8-sig")


def of_csv(made: Callable[[], bytes], name: str, *, key: str) -> None:
    """The button for a CSV file. made: makes it, when it is asked for."""
    st.download_button(
        _("Download CSV"),
        _spoken(made),
        f"{name}.csv",
        "text/csv",
        key=f"{key}_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def of_frame(made: Callable[[], pd.DataFrame], facts: Sequence[tuple[str, str]], name: str, *, key: str) -> None:
    """The button for a workbook of any table. made: makes the table, when it is asked for. facts: what it is of."""
    st.download_button(
        _("Download XLSX"),
        _spoken(lambda: sheet(made(), facts)),
        f"{name}.xlsx",
        XLSX,
        key=f"{key}_xlsx",
        icon=":material/table_view:",
        on_click="ignore",
    )


def xlsx(frame: pd.DataFrame, result: Result) -> bytes:
    """The table of a result as a workbook."""
    units = {str(unit) for unit in frame["unit"].dropna()} if "unit" in frame else set()
    return sheet(frame, about(result), units.pop() if len(units) == 1 else "")


def sheet(frame: pd.DataFrame, facts: Sequence[tuple[str, str]], unit: str = "") -> bytes:
    """A table as a workbook: the figures as numbers, and a sheet that says what they are. unit: of its figures."""
    known = frame.astype(object).where(frame.notna(), None)
    columns = [str(name) for name in frame.columns]
    kinds = [unit if name in FIGURES else "count" if name == "n" else "" for name in columns]
    rows = [tuple(_plain(value) for value in line) for line in known.itertuples(index=False)]
    return workbook([Sheet(_("Figures"), columns, rows, kinds)], facts, _("About"))


def about(result: Result) -> list[tuple[str, str]]:
    """What figures are figures of: the metric, the view, the data, and what must be known about them."""
    metric = result.metric.said
    return [
        (_("Figure"), metric.title),
        (_("Question"), metric.question),
        (_("Definition"), metric.definition),
        (_("Formula"), metric.formula),
        (_("Source"), metric.source),
        (_("View"), _sentence(result)),
        (_("Link"), f"?{result.view.query()}"),
        (_("Data version"), result.data_version),
        (_("Rows in"), numbers.count(result.rows_in)),
        *((_("Left out"), f"{numbers.count(n)}: {reason}") for reason, n in result.rows_out.items()),
        *((_("Note"), note) for note in result.notes),
    ]


def _sentence(result: Result) -> str:
    """The view of a result in words."""
    view = result.view
    parts = [f"{dimension_title(f.dimension)}: {', '.join(f.values)}" for f in view.filters]
    if view.split:
        parts.append(_("split by {dimension}").format(dimension=dimension_title(view.split)))
    days = view.dates(open_version(home(), result.data_version).dates)
    return " · ".join([result.metric.said.title, numbers.days(days.first, days.last), *parts])


def _plain(value: object) -> object:
    """A value of the engine or of pandas as Python's own."""
    if isinstance(value, pd.Timestamp):
        return value.date()
    item: Callable[[], object] | None = getattr(value, "item", None)
    return item() if item else value


def _picture(figure: Figure, form: str, title: str, subtitle: str, foot: str) -> bytes:
    return picture(figure.to_json(), form, title, subtitle, foot)


def _spoken(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The same in the language of who asked: files are made in another thread."""
    code = language()

    def spoken() -> bytes:
        with speaking(code):
            return make()

    return spoken
