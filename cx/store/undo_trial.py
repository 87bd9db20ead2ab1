"""What taking a load back would leave: a version that is read once and never published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cx.ingest.progress import Progress, part, silent
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.undoing import number_of_load, take_back, version_before
from cx.store.versions import MAKER, open_version
from cx.store.writing import draft

TAKEN_BACK = 0.2
"""Share of the work that is done when the rows are taken back; the rest makes the marts."""


@contextmanager
def undone(store: Path, load_id: str, *, progress: Progress = silent) -> Iterator[Version]:
    """The data without a load, as `undo` would leave them; gone afterwards. See `undo` for the errors."""
    load_no = number_of_load(store, load_id)
    before = version_before(store, load_no)
    if before is not None:
        yield open_version(store, before)
        return
    progress("Trying what would be left", 0.0)
    with draft(store) as new:
        new.workspace.execute("BEGIN")
        take_back(new.workspace, load_no)
        new.workspace.execute("COMMIT")
        new.finish(f"undo {load_id}", part(progress, TAKEN_BACK, 1))
        engine = MAKER.reader(new.path)
        try:
            yield describe(engine, new.version_id)
        finally:
            engine.close()
