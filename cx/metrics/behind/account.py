"""That a list and its figure count the same, in sentences: what is listed, what is not, and why."""

from __future__ import annotations

from collections.abc import Iterator

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.behind.kinds import BY_CUSTOMER, counted
from cx.metrics.behind.members import Members
from cx.metrics.revenue_at_risk import CUSTOMERS
from cx.metrics.sampling import sample_notes


def account(members: Members) -> Iterator[str]:
    """What the customers count for, where that is more than themselves, and what is of nobody known."""
    kind = members.kind
    if kind.counts not in BY_CUSTOMER or members.n != members.customers:
        yield _("They count for {counted}.").format(counted=counted(kind.counts, members.n))
    if members.nameless_n:
        yield _("Not listed: {counted}, {reason}.").format(
            counted=counted(kind.counts, members.nameless_n), reason=_(kind.strangers)
        )
    yield from sample_notes(members.sample)


def figure_n(members: Members, row: Row, answer: Result) -> int:
    """How many a figure counts: its n, or where that is how many it was learnt from, how many it is of; a count is that
    itself.

    row: the figure. answer: all rows it stands among.
    """
    if members.cell.group.is_count:
        return int(row.estimate.value or 0)
    if not members.kind.evidence:
        return row.estimate.n
    of = next((r for r in answer.rows if r.part == CUSTOMERS and r.item == row.item), row)
    return int(of.estimate.value or 0)


def agreement(members: Members, n: int) -> str:
    """How the list and the figure, which counts n, agree; were they ever not to, it is said too."""
    every = members.n + members.nameless_n
    if every != n:
        return _("The figure counts {n}, the list {listed}.").format(n=numbers.count(n), listed=numbers.count(every))
    if members.kind.evidence or members.cell.group.is_count:
        return _("As many as the figure is of: {n}.").format(n=numbers.count(n))
    if members.nameless_n:
        return _("Together the n of the figure: {n}.").format(n=numbers.count(n))
    return _("As many as the n of the figure: {n}.").format(n=numbers.count(n))
