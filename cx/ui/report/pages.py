"""The pages of the dashboard, run one by one without a browser and read as sections of a report."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from cx.errors import CxError
from cx.ingest.progress import Progress
from cx.language import _
from cx.report import markup
from cx.report.blocks import Block, Prose, Role, Section, said
from cx.store.home import PROJECT
from cx.ui.drawn import DRAWN, Drawn
from cx.ui.page_table import BY_PATH
from cx.ui.report import tables, tree
from cx.ui.report.contents import Query

PATIENCE_SECONDS = 900


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
