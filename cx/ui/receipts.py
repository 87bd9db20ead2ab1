"""The receipts at the bottom of a page: one for every figure it shows, as text to copy or to download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

import streamlit as st

from cx.language import _, numbers
from cx.metrics.base import Options, Result
from cx.metrics.receipt import receipt
from cx.store.home import home
from cx.store.matching import Match, matches
from cx.store.reading import Version
from cx.store.versions import open_version
from cx.ui.page import Page
from cx.ui.view_bar import dimension_title
from cx.view import GRAINS, Filter

CACHED_VERSIONS = 8


def show(page: Page, more: Mapping[str, str] | None = None) -> None:
    """An expander with the receipt of each figure of the page; nothing is drawn until it is opened.

    more: further texts of the page to offer there, name -> text.
    """
    box = st.expander(
        _("Definitions, sources and SQL"), key=f"{page.name}_receipt", on_change="rerun", icon=":material/receipt_long:"
    )
    if not box.open:
        return
    with box:
        shown = named(page)
        texts = more or {}
        name = st.selectbox(_("Figure"), [*shown, *texts], key=f"{page.name}_receipt_metric")
        if not name:
            return
        _draw(page, name, texts[name] if name in texts else _text(page, shown[name], name))


def named(page: Page) -> dict[str, Result]:
    """What a figure is called -> its answer: every metric in every view and with every option that the page shows."""
    found: dict[str, Result] = {}
    for result in _distinct(page.used):
        name = " · ".join(_words(page, result))
        same = sum(1 for other in found if other == name or other.startswith(f"{name} ("))
        found[f"{name} ({same + 1})" if same else name] = result
    return found


def _distinct(used: Sequence[Result]) -> Iterator[Result]:
    seen: set[tuple[str, str, str, str, Options]] = set()
    for result in used:
        place = (result.metric.name, result.metric.title, result.view.query(), result.data_version, result.options)
        if place not in seen:
            seen.add(place)
            yield result


def _words(page: Page, result: Result) -> Iterator[str]:
    """The title, and what tells this figure from the same one in the view of the page."""
    view = result.view
    yield result.metric.said.title
    if view.split:
        yield _("by {dimension}").format(dimension=dimension_title(view.split, page.version).lower())
    if view.every:
        yield _("by {every}").format(every=GRAINS[view.every])
    days = view.dates(page.version.dates)
    if days == page.compared_dates:
        yield _("the period before") if view.compare != "year" else _("a year earlier")
    elif days != page.dates:
        yield numbers.days(days.first, days.last)
    yield from (f"{part.dimension} = {', '.join(part.values)}" for part in _other_filters(page, result))
    default = Options()
    for field in fields(Options):
        value = getattr(result.options, field.name)
        if field.name in result.metric.options and value != getattr(default, field.name):
            yield f"{field.name} {value:g}" if isinstance(value, float) else str(value)


def _other_filters(page: Page, result: Result) -> list[Filter]:
    return [part for part in result.view.filters if part not in page.view.filters]


def _text(page: Page, result: Result, name: str) -> str:
    # The parts were answered for the figure already and are asked for aside, so that they are no figures of the page.
    version = page.version if result.data_version == page.version.id else open_version(home(), result.data_version)
    aside = Page(page.name, page.view, version)
    whole = result.metric.view_of_parts(result.view)
    parts = [aside.result(asked.metric, whole, asked.options) for asked in result.metric.combines.values()]
    return receipt(result, version, _matches(version.id, version), parts, name)


def _draw(page: Page, name: str, text: str) -> None:
    # Nothing scrolls inside: a box that scrolls cannot be reached with the keyboard.
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        _("Download text"),
        text,
        f"receipt-{page.name}-{page.version.id}.txt",
        "text/plain",
        key=f"{page.name}_receipt_text.{name}",
        icon=":material/download:",
        on_click="ignore",
    )


@st.cache_resource(max_entries=CACHED_VERSIONS, show_spinner=False)
def _matches(version_id: str, _version: Version) -> list[Match]:
    return list(matches(_version))
