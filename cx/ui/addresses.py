"""Links inside a sentence: a figure leads to its page, under the filters it was computed with."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from cx.ui.links import query_params
from cx.ui.page_table import BY_FILE
from cx.view import View


def linked(text: str, file: str, view: View, own: Mapping[str, str] | None = None) -> str:
    """A text that leads to a page (Markdown). text: ours or made plain. own: the page's own keys and their values.

    The address is relative, so that it holds wherever the dashboard is served, and encoded, so that no value of a
    filter is read as anything else.
    """
    query = urlencode({**query_params(view), **(own or {})}, doseq=True)
    return f"[{text}]({BY_FILE[file].path or './'}?{query})"
