"""The log of saved views: every save, new name and removal is a line; what is saved now is what they add up to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cx.store.lines import append_line, now, read_lines
from cx.view import DATA_VERSION, REVISION

VIEWS = "views.jsonl"
ID = re.compile(r"[2-9a-hjkmnp-z]{12}")
"""Letters and digits that nobody confuses when reading an id aloud: 31 of them, so 12 cannot be guessed."""
PAGE = re.compile(r"[a-z0-9-]{0,40}")
SAVED, RENAMED, REMOVED = "saved", "renamed", "removed"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that somebody keeps under a name. path: the page's, without slash. query: every key written out.

    at: when it was saved (UTC). who: by whom, as the ledger names people.
    """

    id: str
    name: str
    path: str
    query: str
    at: datetime
    who: str

    @property
    def data(self) -> str | None:
        """The data version it is pinned to; None when it is live."""
        return next(iter(parse_qs(self.query).get("data", [])), None)

    @property
    def link(self) -> str:
        """The long link, relative to the dashboard's own address."""
        return f"{self.path}?{self.query}"


def note(store: Path, event: str, saved: SavedView, who: str) -> None:
    """Write what happened to a view; only while the lock of the small logs is held."""
    facts = {"id": saved.id, "name": saved.name, "path": saved.path, "query": saved.query}
    append_line(store / VIEWS, {"event": event, "at": now().isoformat(), "who": who, **facts})


def saved(store: Path) -> list[SavedView]:
    """All views that are saved, the newest first."""
    kept: dict[str, SavedView] = {}
    for line in read_lines(store / VIEWS):
        view = _read(line)
        if view is None:
            continue
        if line["event"] == SAVED:
            kept[view.id] = view
        elif line["event"] == RENAMED and view.id in kept:
            kept[view.id] = replace(kept[view.id], name=view.name)
        elif line["event"] == REMOVED:
            kept.pop(view.id, None)
    return list(reversed(kept.values()))


def find(store: Path, view_id: str) -> SavedView | None:
    """The saved view of an id; None when there is none, or none any more."""
    if not ID.fullmatch(view_id):
        return None
    return next((view for view in saved(store) if view.id == view_id), None)


def pinned_versions(store: Path) -> frozenset[str]:
    """The data versions that saved views show: they are kept as long as those."""
    found = (view.data for view in saved(store))
    return frozenset(version for version in found if version and DATA_VERSION.fullmatch(version))


def revision(view: SavedView) -> int | None:
    """The revision of targets and events that a view is pinned to; None when it is live."""
    told = next(iter(parse_qs(view.query).get("marks", [])), "")
    return int(told) if REVISION.fullmatch(told) else None


def _read(line: dict[str, Any]) -> SavedView | None:
    """A line as it was written; None when it is none: a log may have been edited by hand."""
    texts = [line.get(key) for key in ("id", "name", "path", "query", "who", "event", "at")]
    if not all(isinstance(text, str) for text in texts):
        return None
    if not ID.fullmatch(line["id"]) or not PAGE.fullmatch(line["path"]):
        return None
    try:
        at = datetime.fromisoformat(line["at"])
    except ValueError:
        return None
    return SavedView(line["id"], line["name"], line["path"], line["query"], at, line["who"])
