"""A link -> the document with what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cx.errors import CxError, UsageError
from cx.ingest.progress import Progress, part
from cx.language import LANGUAGES, _, language, speaking
from cx.page_keys import LANGUAGE
from cx.report.blocks import Report
from cx.report.make import form_of, make
from cx.store.home import home
from cx.store.link import Link, read_link, resolved
from cx.store.reading import Version
from cx.store.versions import open_version, version_ids
from cx.ui.asked import Asked, understand
from cx.ui.report import head, pages
from cx.ui.report.contents import wanted
from cx.ui.saved_views import understood

READING = 0.6
"""The share of the work that is done when all pages are read."""


def write(link: str, out: Path, data: str, code: str, tell: Progress) -> list[str]:
    """Write the report of a link to a file; what could not be done is returned in words.

    data: a data version instead of the link's. code: a language instead of the link's. Raises CxError.
    """
    form = form_of(out)
    asked = resolved(home(), read_link(link))
    if data:
        asked = asked.put("data", data)
    if code:
        asked = asked.put(LANGUAGE, code)
    wished = next(iter(asked.query.get(LANGUAGE, ())), "")
    with speaking(wished if wished in LANGUAGES else language()):
        report, told = read(asked, part(tell, 0.0, READING))
        made = make(report, form, part(tell, READING, 1.0))
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        unfinished.write_bytes(made.content)
        unfinished.replace(out)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        problem = _("the file cannot be written ({error}).").format(error=error.strerror or type(error).__name__)
        raise CxError(problem, where=str(out), mend=_("Check the folder's rights and the disk.")) from error
    return [*told, *made.told]


def read(link: Link, tell: Progress) -> tuple[Report, list[str]]:
    """The report of a link, and what of the link could not be used. Raises CxError when it shows nothing."""
    names = wanted(link.path, link.query)
    version, asked = _opened(link.query)
    found = tuple(pages.sections(names, {**link.query, LANGUAGE: [language()]}, tell))
    return head.report(found, asked.view, version, asked.problems), list(asked.problems)


def _opened(query: Mapping[str, list[str]]) -> tuple[Version, Asked]:
    """The data of the link, and what it asks of them. Raises CxError when no figure can obey it."""
    store = home()
    pinned = next(iter(query.get("data", ())), None)
    if pinned is not None and pinned not in version_ids(store):
        raise UsageError(
            _("there is no data version “{version}”.").format(version=pinned),
            where="data",
            mend=_("Leave it out for the newest data."),
        )
    version = open_version(store, pinned)
    if version.empty:
        raise CxError(
            _("there are no data to report on."),
            mend=_("Load files with `cx load`, or the demo data with `cx demo`."),
        )
    asked = understood(understand(query, version, pinned), query, store)
    if asked.impossible:
        raise UsageError(
            _("no figure can obey this link: there is no dimension “{name}”.").format(
                name=asked.impossible[0].dimension
            ),
            where="--view",
            mend=_("Take the filter out; without it the figures would be those of other data."),
        )
    return version, asked
