"""What ended before it began."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import _, ngettext
from cx.language.numbers import count

PAIRS = {
    "contacts": ("opened_at", "closed_at"),
    "subscriptions": ("started_at", "ended_at"),
    "surveys": ("sent_at", "responded_at"),
}
"""Table -> what comes first, and what cannot come before it."""
MANY = 0.2
"""From this share on it is no slip: the columns are swapped, or in two time zones."""


def check(looked: Looked) -> Iterator[Finding]:
    """Rows whose second time lies before their first."""
    pair = PAIRS.get(looked.name)
    if pair is None or not set(pair) <= looked.columns:
        return
    begun, ended = pair
    condition = f"{ended} < {begun}"
    n, of = looked.count(condition), looked.count(f"{ended} IS NOT NULL AND {begun} IS NOT NULL")
    if not n:
        return
    words = ngettext("{n} row has “{ended}” before “{begun}”.", "{n} rows have “{ended}” before “{begun}”.", n)
    meaning = {
        "contacts": _("They have no resolution time; everything else counts them."),
        "subscriptions": _("A period that ends before it begins adds nothing to recurring revenue and retention."),
        "surveys": _("The answer counts on its own day; the time from invitation to answer is not used."),
    }[looked.name]
    yield looked.finding(
        "ended_before_begun",
        n,
        words.format(n=count(n), ended=looked.header(ended), begun=looked.header(begun)),
        meaning,
        condition=condition,
        shown=pair,
        status=BAD if n >= MANY * of else LOOK,
        of=of,
    )
