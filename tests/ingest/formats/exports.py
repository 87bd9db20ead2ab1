"""The exports in data/: small files as each tool writes them, made by hand, loaded the way a person would."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cx.store.loads import LoadOptions, LoadReport, load

DATA = Path(__file__).parent / "data"
Row = dict[str, str]
Loaded = Callable[[str], tuple[Path, LoadReport]]
"""Name of an export -> a store that holds only it, and the report of its load."""


def load_export(store: Path, name: str, *, dry_run: bool = False, **options: Any) -> LoadReport:
    """Load one of the exports. dry_run: only the report is wanted, and no version is made, which is quicker."""
    return load(store, [DATA / f"{name}.csv"], LoadOptions(**options), dry_run=dry_run)[0]


def load_changed(
    store: Path, name: str, change: Callable[[list[Row]], list[Row]], *, dry_run: bool = False, **options: Any
) -> LoadReport:
    """Load one of the exports after a change of its rows; a column that no row has any more is left out."""
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8-sig")
    changed = change(list(csv.DictReader(io.StringIO(text))))
    path = store.parent / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(changed[0]))
        writer.writeheader()
        writer.writerows(changed)
    return load(store, [path], LoadOptions(**options), dry_run=dry_run)[0]


def only(*columns: str) -> Callable[[list[Row]], list[Row]]:
    """A change that leaves these columns, in this order."""
    return lambda rows: [{name: row[name] for name in columns} for row in rows]
