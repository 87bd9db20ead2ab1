"""Saved views: a view under a name with a short link. What a saved link may hold is listed; nothing of it is run."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from cx.errors import UsageError
from cx.language import _
from cx.language.direction import undirected
from cx.page_keys import LANGUAGE, PAGE_KEYS, PATHS, SAVED_VIEW, allowed
from cx.store.lines import now, one_at_a_time
from cx.store.marks import newest
from cx.store.reading import Version
from cx.store.versions import open_version, version_ids
from cx.store.view_log import REMOVED, RENAMED, SAVED, SavedView, find, note, saved
from cx.view import View
from cx.view_query import read_query

ALPHABET, LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 12
LONGEST_NAME, LONGEST_LINK, LONGEST_VALUE, MOST_VALUES, MOST_VIEWS = 80, 8_000, 200, 100, 1_000
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
__all__ = ["SavedView", "find", "pinned_query", "remove", "rename", "save", "saved", "written_out"]


def save(store: Path, *, name: str, path: str, query: str, who: str) -> SavedView:
    """Keep a view under a name. query: as it stands in the address. UsageError says what of it may not be kept."""
    name, path = checked_name(name), checked_page(path)
    with one_at_a_time(store):
        query = written_out(store, query)
        if len(saved(store)) >= MOST_VIEWS:
            raise UsageError(
                _("there are {n} saved views, which is as many as can be.").format(n=MOST_VIEWS),
                mend=_("Remove some that nobody needs any more."),
            )
        view_id = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
        view = SavedView(view_id, name, path, query, now(), who)
        note(store, SAVED, view, who)
    return view


def rename(store: Path, view_id: str, name: str, *, who: str) -> SavedView:
    """Give a saved view another name; its links stay."""
    name = checked_name(name)
    with one_at_a_time(store):
        view = replace(_found(store, view_id), name=name)
        note(store, RENAMED, view, who)
    return view


def remove(store: Path, view_id: str, *, who: str) -> SavedView:
    """Take a saved view away: its short link then says that it is gone, and its data version is no longer kept."""
    with one_at_a_time(store):
        view = _found(store, view_id)
        note(store, REMOVED, view, who)
    return view


def pinned_query(store: Path, query: str) -> str:
    """The query string with the days, the data version and the marks of today in place of moving ones."""
    pairs = parse_qs(written_out(store, query), keep_blank_values=True)
    view = read_query(pairs, ignore=tuple(PAGE_KEYS)).view
    version = open_version(store, view.data)
    if version.empty:
        raise _no_data()
    pinned = view.pinned(version.dates, version.id, newest(store) if view.marks is None else view.marks)
    own = [(key, value) for key, values in pairs.items() if key in PAGE_KEYS for value in values]
    return "&".join(part for part in (pinned.query(), urlencode(own)) if part)


def written_out(store: Path, query: str) -> str:
    """A query string as it may be kept: every part of it known and within bounds, the view's own keys all written.

    Raises UsageError naming the first part that is not.
    """
    if len(query) > LONGEST_LINK:
        raise _too_long()
    try:
        pairs = parse_qs(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_VALUES + len(PAGE_KEYS))
    except ValueError as error:
        raise _too_long() from error
    pairs.pop(SAVED_VIEW, None)
    read = read_query(pairs, ignore=tuple(PAGE_KEYS))
    if read.problems:
        raise _refused(read.problems[0])
    # Who opens a saved view reads it in his own language.
    own = [(key, _page_value(key, pairs[key])) for key in PAGE_KEYS if key in pairs and key != LANGUAGE]
    _check_view(store, read.view)
    return "&".join(part for part in (read.view.query(), urlencode(own)) if part)


def checked_name(name: str) -> str:
    """A name as it may be kept: one short line. UsageError says what is wrong with another one."""
    name = " ".join(undirected(name).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(
            _("a view needs a name of 1 to {n} characters.").format(n=LONGEST_NAME),
            mend=_("Say in a few words what it shows."),
        )
    return name


def checked_page(path: str) -> str:
    """The page's path without slashes; UsageError when it cannot be one."""
    page = path.strip("/")
    if page not in PATHS:
        raise UsageError(
            _("“{path}” is no page of the dashboard.").format(path=path[:60]), mend=_("Copy a whole link.")
        )
    return "" if page == "overview" else page


def _check_view(store: Path, view: View) -> None:
    if view.data is not None and view.data not in version_ids(store):
        raise _refused(_("There is no data version “{version}” any more.").format(version=view.data))
    if view.marks is not None and view.marks > newest(store):
        raise _refused(_("There is no revision {n} of targets and events.").format(n=view.marks))
    version = open_version(store, view.data)
    if version.empty:
        raise _no_data()
    for dimension in (*(part.dimension for part in view.filters), *filter(None, [view.split])):
        _check_dimension(version, dimension)
    for value in (value for part in view.filters for value in part.values):
        _check_value(value)


def _check_dimension(version: Version, name: str) -> None:
    if version.dimension(name) is None:
        raise _refused(_("There is no dimension “{name}” in these data.").format(name=name[:60]))


def _check_value(value: str) -> None:
    if len(value) > LONGEST_VALUE or not value.isprintable():
        raise _refused(_("A value of a filter is too long or no plain text."))
    _check_personal(value)


def _check_personal(value: str) -> None:
    if EMAIL.search(value):
        raise _refused(_("A value looks like an e-mail address; personal data do not go into links."))


def _page_value(key: str, values: Sequence[str]) -> str:
    value = values[0]
    longest = LONGEST_LINK if key == "other" else LONGEST_VALUE
    if len(values) > 1 or len(value) > longest or not value.isprintable() or not allowed(key, value):
        raise _refused(_("{key} cannot be “{value}”.").format(key=key, value=" ".join(values)[:60]))
    _check_personal(value)
    return value


def same(query: Mapping[str, Sequence[str]], view: SavedView) -> bool:
    """Whether an address still asks for just what a saved view says."""
    asked = {key: list(values) for key, values in query.items() if key not in (SAVED_VIEW, LANGUAGE)}
    return asked == parse_qs(view.query, keep_blank_values=True)


def _found(store: Path, view_id: str) -> SavedView:
    view = find(store, view_id)
    if view is None:
        raise UsageError(
            _("there is no saved view “{id}”.").format(id=view_id[:20]), mend=_("“cx views” lists those there are.")
        )
    return view


def _refused(problem: str) -> UsageError:
    return UsageError(_("this link cannot be saved: {problem}").format(problem=problem), mend=_("Mend the link first."))


def _too_long() -> UsageError:
    return UsageError(
        _("a link of more than {n} characters, or with more than {m} values, cannot be saved.").format(
            n=LONGEST_LINK, m=MOST_VALUES
        ),
        mend=_("Take some values out of its filters."),
    )


def _no_data() -> UsageError:
    return UsageError(_("there are no data to save a view of."), mend=_("Load files first, with `cx load`."))
