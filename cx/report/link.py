"""A link as people pass it on: a whole address, a short one, or just its query string."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlsplit

SHORT = "v"
"""The folder of the addresses of saved views: `/v/<id>`."""


@dataclass(frozen=True, slots=True)
class Link:
    """path: the page, empty for the first one. query: keys and values. saved: the id of a saved view."""

    path: str
    query: Mapping[str, list[str]]
    saved: str = ""

    def put(self, key: str, value: str) -> Link:
        """The same with one key set."""
        return replace(self, query={**self.query, key: [value]})


def read_link(text: str) -> Link:
    """Read a link; the folder below which a server has the dashboard does not matter.

    Forms: `https://host/experience?period=all`, `/experience?...`, `experience`, `?period=all`,
    `period=all&f.plan=Pro`, `https://host/v/k3f9`, `v/k3f9`.
    """
    parts = urlsplit(text.strip())
    path, query = parts.path, parts.query
    if not query and not parts.netloc and "=" in path:
        path, query = "", path
    steps = [unquote(step) for step in path.split("/") if step]
    values = parse_qs(query, keep_blank_values=True)
    if len(steps) > 1 and steps[-2] == SHORT:
        return Link("", values, saved=steps[-1])
    return Link(steps[-1] if steps else "", values)
