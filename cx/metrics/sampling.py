"""Of very many rows a model reads those of a random sample of customers: always the same ones, and it says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cx.language import _, numbers
from cx.metrics.base import Metric, Result
from cx.metrics.coverage import day_columns
from cx.metrics.reasons import file_of
from cx.metrics.row_counts import rows_under
from cx.queries import DRAWS, Scope
from cx.store.reading import Version

MOST_ROWS = 50_000
"""So many rows of a mart tell a mean to a half percent of its spread; ten times as many take ten times as long."""


def sample(metric: Metric, version: Version, scope: Scope) -> dict[str, int]:
    """Mart -> the draw below which its customers are read; only the marts that are not read whole.

    Customers have drawn numbers from 0 to DRAWS - 1 by their names alone: the sample of a smaller share is part of that
    of a greater one, and a load does not change who is in it.
    """
    if not metric.sampled or version.outdated:
        return {}
    counts = {
        mart: rows_under(version, scope, mart, day, optional=mart in metric.optional).rows
        for mart, day in day_columns(metric).items()
    }
    some = [n for n in counts.values() if n]
    if metric.sampled == "together" and some:
        counts = dict.fromkeys(counts, min(some))
    return {mart: DRAWS * MOST_ROWS // n for mart, n in counts.items() if n > MOST_ROWS}


def of_parts(parts: Iterable[Result]) -> Iterator[str]:
    """The same of the answers that a figure combines; once where several say the same."""
    yield from dict.fromkeys(f"{part.metric.said.title}: {sentence}" for part in parts for sentence in part.sampled)


def sample_notes(sample: Mapping[str, int]) -> Iterator[str]:
    """What of the view was read, in a sentence; nothing where all of it was."""
    read = [
        _("about {share} of the {table}").format(share=numbers.figure(below / DRAWS, "share"), table=file_of(mart))
        for mart, below in sample.items()
    ]
    if read:
        yield _(
            "The view is large, so that a random sample of its customers is read: {parts}. n and the intervals are "
            "those of the sample."
        ).format(parts=_(" and ").join(read))
