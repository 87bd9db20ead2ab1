"""The receipt at the bottom of a page: definition, formula, rows in and out, and the SQL of every figure."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cx.language import _, numbers
from cx.metrics.base import Result
from cx.ui.page import Page
from cx.ui.plain import plain


def show(page: Page) -> None:
    """An expander with the receipt of each metric of the page; nothing is drawn until it is opened."""
    box = st.expander(
        _("Definitions, sources and SQL"), key=f"{page.name}_receipt", on_change="rerun", icon=":material/receipt_long:"
    )
    if not box.open:
        return
    results = one_per_metric(page.used)
    with box:
        names = list(results)
        name = st.selectbox(
            _("Figure"), names, format_func=lambda n: results[n].metric.said.title, key=f"{page.name}_receipt_metric"
        )
        _draw(results[name or names[0]])


def one_per_metric(used: Sequence[Result]) -> dict[str, Result]:
    """Metric name -> its first result on the page."""
    found: dict[str, Result] = {}
    for result in used:
        found.setdefault(result.metric.name, result)
    return found


def _draw(result: Result) -> None:
    metric = result.metric.said
    lines = [
        f"**{plain(metric.title)}** – {plain(metric.question)}",
        plain(metric.definition),
        _("**Formula** {formula}").format(formula=plain(metric.formula)),
        _("**Source** {source}").format(source=plain(metric.source)),
        _("**Rows in** {n} · **data version** {version}").format(
            n=numbers.count(result.rows_in), version=plain(result.data_version)
        ),
    ]
    lines += [
        _("**Left out** {n}: {reason}").format(n=numbers.count(n), reason=plain(r)) for r, n in result.rows_out.items()
    ]
    told = (*result.rows_out, result.data_version)
    lines += [plain(note) for note in result.notes if not any(part in note for part in told)]
    st.markdown("\n\n".join(lines))
    if result.sql:
        # Lines break and nothing scrolls inside: a box that scrolls cannot be reached with the keyboard.
        st.code(result.sql, language="sql", wrap_lines=True)
