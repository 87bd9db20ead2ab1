"""How far the data can be trusted: coverage, freshness, gaps, match rates, merges, rows left out, repeated, refused."""

from __future__ import annotations

from cx.language import _
from cx.store.health import coverage, freshness, identity, pauses, rows
from cx.store.health.entry import BAD, GOOD, LOOK, HealthEntry
from cx.store.reading import Version

__all__ = ["BAD", "GOOD", "LOOK", "HealthEntry", "health"]


def health(version: Version) -> list[HealthEntry]:
    """Everything worth knowing about a version before its figures are believed; never raises for an empty one."""
    if not version.counts:
        empty = _("No figure can be given. Load files with `cx load`, or the demo data with `cx demo`.")
        return [HealthEntry(_("store"), _("rows"), _("nothing is loaded"), empty, BAD, 0, key="rows")]
    return [
        *coverage.entries(version),
        *freshness.entries(version),
        *pauses.entries(version),
        *identity.entries(version),
        *rows.entries(version),
    ]
