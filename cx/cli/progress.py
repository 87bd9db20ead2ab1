"""A bar that shows how far long work is; nothing is shown where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from cx.ingest.progress import Progress, silent
from cx.language.terminal import line


@contextmanager
def shown() -> Iterator[Progress]:
    """Progress on the terminal; into a file or a pipe goes nothing. The bar is gone when the work is done."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def tell(sentence: str, share: float | None = None) -> None:
            bar.update(task, description=line(sentence), completed=share)

        yield tell
