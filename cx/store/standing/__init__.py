"""Rows of a load against everything that is stored: what is known, what matches nobody, what may be there twice."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace
from cx.ingest.options import LoadReport
from cx.store.standing import days, known, orphans, sums
from cx.store.standing.incoming import Incoming

__all__ = ["stand"]


def stand(draft: Workspace, reports: Sequence[LoadReport]) -> None:
    """Append to every report what its rows are beside the stored ones; after all files of a call were merged.

    reports: those of this call; the ones that stored rows have their load_id. A file is seen beside earlier loads and
    the files before it; what it refers to may be in any file. Cost: aggregates over the tables the load brought.
    """
    for report in reports:
        if report.load_id is None or report.table is None:
            continue
        for table in (report.table, *report.also):
            incoming = Incoming.of(draft, table, report)
            report.findings += [f for one in (known, orphans, days, sums) for f in one.findings(incoming)]
