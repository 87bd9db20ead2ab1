"""All checks of the rows of one file, after they were converted and sorted and before they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from cx.engines.base import Workspace
from cx.ingest.checks import (
    amounts,
    columns,
    currencies,
    customers,
    order_of_times,
    personal,
    refusals,
    repeats,
    scores,
    times,
    totals,
    unfilled,
    units,
)
from cx.ingest.checks.looked import look_at
from cx.ingest.checks.personal import LEFT_OUT, left_out_finding
from cx.ingest.findings import BAD, GOOD, Finding
from cx.ingest.mapping import Mapping
from cx.ingest.refuse import USABLE

CHECKS = (
    repeats.check,
    refusals.check,
    unfilled.check,
    times.check,
    order_of_times.check,
    amounts.check,
    units.check,
    totals.check,
    currencies.check,
    scores.check,
    customers.check,
    columns.check,
    personal.check,
)


def check(mapping: Mapping, workspace: Workspace, *, rows: str = USABLE, today: date | None = None) -> list[Finding]:
    """What is worth knowing about a file's rows for one table? The gravest first.

    rows: the relation of the usable rows, `line` and the stored columns. today: what a future date is seen from, the
    current day (UTC) unless told. Cost: a few aggregates over all rows; text is searched in LOOKED_AT_MOST rows.
    """
    looked = look_at(mapping, workspace, rows, today or datetime.now(UTC).date())
    if not looked.n:
        return []
    found = [finding for one in CHECKS for finding in one(looked)]
    return sorted(found, key=lambda finding: (finding.status != BAD, finding.status == GOOD))


def together(parts: Sequence[Sequence[Finding]]) -> list[Finding]:
    """The findings of the tables that one file makes: what is the same of several is told once, the gravest first.

    A personal column is left out of the file when no part keeps it.
    """
    told: dict[tuple[str, str], Finding] = {}
    for finding in (finding for part in parts for finding in part if finding.check != LEFT_OUT):
        told.setdefault((finding.check, finding.sentence), finding)
    left_out = [finding for part in parts for finding in part if finding.check == LEFT_OUT]
    if left_out and len(left_out) == len(parts):
        headers = [h for h in left_out[0].examples if all(h in other.examples for other in left_out)]
        if headers:
            first = left_out[0]
            finding = left_out_finding(first.table, headers, first.n, first.of)
            told[finding.check, finding.sentence] = finding
    return sorted(told.values(), key=lambda finding: (finding.status != BAD, finding.status == GOOD))
