"""What taking loads back would leave: a version that is read once and never published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cx.ingest.progress import Progress, silent
from cx.language import _
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.undoing import numbers_of, take_back_all, version_before
from cx.store.versions import MAKER, open_version
from cx.store.writing import draft


@contextmanager
def undone(store: Path, load_ids: str | Sequence[str], *, progress: Progress = silent) -> Iterator[Version]:
    """The data without some loads, as `undo` would leave them; gone afterwards. See `undo` for the errors."""
    numbers = numbers_of(store, load_ids)
    before = version_before(store, numbers)
    if before is not None:
        yield open_version(store, before)
        return
    progress(_("Trying what would be left"), 0.0)
    with draft(store) as new:
        take_back_all(new, numbers, progress)
        engine = MAKER.reader(new.path)
        try:
            yield describe(engine, new.version_id)
        finally:
            engine.close()
