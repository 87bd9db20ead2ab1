"""The two sides of a comparison: two values of a dimension, or two views; and whether they hold the same rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cx.errors import UsageError
from cx.language import _, numbers
from cx.page_keys import PAGE_KEYS, SAVED_VIEW
from cx.store.home import home
from cx.store.link import read_link, resolved
from cx.store.versions import open_version, version_ids
from cx.ui.asked import understand, version_asked
from cx.ui.page import Page
from cx.ui.view_bar import dimension_title
from cx.view import EVERY, Dates, Filter, View


@dataclass(frozen=True, slots=True)
class Side:
    """One side. name: what it is called above its figures. page: its view over its data."""

    name: str
    page: Page


@dataclass(frozen=True, slots=True)
class Other:
    """The view that a link names; page is None where it cannot be shown. problems: in words, what of it cannot."""

    page: Page | None
    problems: tuple[str, ...] = ()


def of_values(page: Page, dimension: str, values: tuple[str, str]) -> tuple[Side, Side]:
    """The page's view, once with each of two values of a dimension, whose own filter is set aside."""
    others = tuple(part for part in page.view.filters if part not in set_aside(page, dimension))
    views = [replace(page.view, filters=(*others, Filter(dimension, (value,))), split=None) for value in values]
    first, second = (Side(v, Page(page.name, view, page.version)) for v, view in zip(values, views, strict=True))
    return first, second


def set_aside(page: Page, dimension: str) -> list[Filter]:
    """The filters of the view on the dimension that is compared, however the link writes its name."""
    known = page.version.dimension(dimension)
    return [part for part in page.view.filters if known is not None and known.called(part.dimension)]


def of_views(page: Page, other: Page) -> tuple[Side, Side]:
    """The page's view beside another one; both unsplit, and over time by the same grain, the coarser of the two."""
    every = max(page.every, other.every, key=EVERY.index)
    views = [replace(side.view, split=None, every=every) for side in (page, other)]
    first, second = (Page(page.name, v, side.version) for v, side in zip(views, (page, other), strict=True))
    return Side(title(page), first), Side(title(other), second)


def other_view(page: Page, link: str) -> Other:
    """The view of a link: a whole address, or its query string. Only what a view may hold is read from it."""
    try:
        query = query_of(link)
    except UsageError as error:
        return Other(None, (error.sentence(),))
    if not query:
        return Other(None, (no_view(),))
    pinned, gone = version_asked(query, version_ids(home()) if query.get("data") else ())
    if gone:
        return Other(None, (_("The data version {version} is not kept any more.").format(version=gone),))
    version = open_version(home(), pinned) if pinned else page.version
    asked = understand(query, version, pinned)
    if asked.impossible:
        return Other(None, asked.problems)
    return Other(Page(page.name, asked.view, version), asked.problems)


def query_of(link: str) -> dict[str, list[str]]:
    """The keys and values of the view that a link shows, what pages keep besides left out; empty when it shows none.

    Raises UsageError when it is no link, or a short one of a saved view that is gone.
    """
    query = resolved(home(), read_link(link)).query
    return {key: values for key, values in query.items() if key not in PAGE_KEYS and key != SAVED_VIEW}


def no_view() -> str:
    """What to say of a link without a view."""
    return _("The link holds no view: copy it with “Copy link” on the page you want to compare with.")


def title(page: Page) -> str:
    """A view as the name of a side: its days and filters."""
    days = numbers.days(page.dates.first, page.dates.last)
    named = [f"{dimension_title(f.dimension, page.version)}: {', '.join(f.values)}" for f in page.view.filters]
    pinned = [_("data {version}").format(version=page.version.id)] if page.view.data else []
    return " · ".join([days, *named, *pinned])


def shared_rows(first: View, second: View, days: tuple[Dates, Dates]) -> bool:
    """Whether two views may hold the same rows: their days meet, and no dimension keeps them apart."""
    one, other = days
    if one.last < other.first or other.last < one.first:
        return False
    kept = {f.dimension: set(f.values) for f in first.filters}
    return not any(f.dimension in kept and not kept[f.dimension] & set(f.values) for f in second.filters)
