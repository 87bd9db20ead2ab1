"""A look through a whole store, for `cx check --deep`: nothing is changed by it."""

from __future__ import annotations

from pathlib import Path

from cx.ingest.progress import Progress, silent
from cx.store.deep.finding import NOTE, OK, PROBLEM, Finding
from cx.store.deep.references import references
from cx.store.deep.version_files import versions

__all__ = ["NOTE", "OK", "PROBLEM", "Finding", "looked_through"]


def looked_through(store: Path, progress: Progress = silent) -> list[Finding]:
    """Everything that was found: what must be mended first, what is whole last."""
    found = [*references(store), *versions(store, progress)]
    return sorted(found, key=lambda finding: (PROBLEM, NOTE, OK).index(finding.status))
