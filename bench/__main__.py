"""`make bench`: figures beside pandas and hand-written SQL on the raw files, the time of a load, how time grows, the
BG/NBD fit, the waits in a browser, many readers at once."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench import bgnbd, growth, histories, interaction, loading, pages, queries, truth, viewers
from bench.timing import Goal, keep, show
from cx.demo import generate
from cx.ingest.options import LoadOptions
from cx.store.loads import load

LOAD_SECONDS = 15


def main() -> None:
    """Time the demo data's load, then everything else; each keeps its table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="ten million orders, and what takes longer")
    full = parser.parse_args().full
    load_demo()
    queries.compared(full=full)
    loading.compared(full=full)
    growth.compared(full=full)
    bgnbd.compared()
    truth.main(full=full)
    if full:
        histories.compared()
        pages.compared()
    # Last, because both start servers and browsers of their own.
    interaction.compared(full=full)
    viewers.compared(full=full)


def load_demo() -> None:
    """The demo data are made and loaded in under 15 s."""
    with tempfile.TemporaryDirectory() as folder:
        made = generate(Path(folder) / "files", customers=8_000)
        start = time.perf_counter()
        load(Path(folder) / "store", list(made.paths), LoadOptions())
        seconds = time.perf_counter() - start
    goal = Goal("the demo data load", f"under {LOAD_SECONDS} s", f"{seconds:.1f} s", seconds < LOAD_SECONDS)
    show([], [goal])
    keep("demo", [], [goal], {"customers": 8_000})


if __name__ == "__main__":
    main()
