"""The pages of the dashboard, run one by one without a browser and read as sections of a report."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from cx.errors import CxError, UsageError
from cx.ingest.progress import Progress
from cx.language import _
from cx.report import markup
from cx.report.blocks import Block, Prose, Role, Section, said
from cx.store.home import PROJECT
from cx.ui.drawn import DRAWN, Drawn
from cx.ui.page_table import BY_PATH, PAGES
from cx.ui.report import tables, tree

OVERVIEW = "overview"
WITH_FIGURES = tuple(entry.path or OVERVIEW for entry in PAGES if entry.figures)
"""The pages a report can be made of, by their addresses, in the order of the menu."""
ON_DEMAND = frozenset({"compare"})
"""Pages whose sides somebody has to choose: a report of their own, no part of the board brief."""
ASSUMED = {"what-if": ("move", "lift", "cost")}
"""Pages of suppositions -> the keys of a link that say it is about them; without these the brief leaves them out."""
PATIENCE_SECONDS = 900
Query = Mapping[str, Sequence[str]]


def wanted(path: str, query: Query) -> tuple[str, ...]:
    """The pages of a report: the one that a link opens, or those of the board brief. Raises UsageError."""
    if path in ("", OVERVIEW):
        brief = (name for name in WITH_FIGURES if name not in ON_DEMAND)
        return tuple(name for name in brief if not (keys := ASSUMED.get(name)) or any(query.get(k) for k in keys))
    if path not in WITH_FIGURES:
        raise UsageError(
            _("there is no page “{path}” with figures.").format(path=path),
            where="--view",
            mend=_("Take the link of one of: {pages}.").format(pages=", ".join(WITH_FIGURES)),
        )
    return (path,)


def sections(names: Sequence[str], query: Query, tell: Progress) -> Iterator[Section]:
    """Each page under the keys and values of a link, as a section."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns of being run without a server
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=PATIENCE_SECONDS)
    for key, values in query.items():
        app.query_params[key] = list(values)
    app.run()  # the page table is known only after a first run
    for number, name in enumerate(names):
        tell(_("Reading the page {name}").format(name=name), number / len(names))
        yield _section(app, name)


def _section(app: AppTest, name: str) -> Section:
    app.switch_page(BY_PATH[name].file).run()
    if closed := list(tree.unopened(app.main)):
        for key in closed:
            app.session_state[key] = True
        app.run()
    if not app.title:
        raise CxError(
            _("the page {name} shows nothing.").format(name=name),
            mend=" ".join(said(markup.line(problem.value)) for problem in app.error),
        )
    shown = app.session_state[DRAWN] if DRAWN in app.session_state else Drawn(())
    found = list(tree.blocks(_Below(app), shown))
    used = {result.metric.name: result for result in reversed(shown.used)}
    head = app.title[0].proto
    return Section(
        name,
        said(markup.line(head.body)),
        said(markup.line(head.help)),
        _with_lead(found),
        tuple(tables.definition(result) for result in reversed(used.values())),
    )


def _with_lead(found: Sequence[Block]) -> tuple[Block, ...]:
    """The same with the page's finding, which is its first sentence, marked as such."""
    first = found[0] if found else None
    if isinstance(first, Prose) and first.role is Role.BODY:
        return (replace(first, role=Role.LEAD), *found[1:])
    return tuple(found)


class _Below:
    """What of a page stands below its title; above it is the frame, which the head of the report tells."""

    type = "page"

    def __init__(self, app: AppTest) -> None:
        elements = list(app.main.children.items())
        first = next(n for n, (_place, element) in enumerate(elements) if element.type == "title")
        self.children = dict(elements[first + 1 :])
