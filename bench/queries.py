"""Every metric under four views, and the headline figures beside hand-written SQL, pandas and Polars, on one crowd."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from os import getloadavg
from pathlib import Path
from time import process_time

from bench.crowd import RARE, stored
from bench.headlines import FAMILY, HEADLINES, Cells, Headline, Lazy, Raw, differing, raw
from bench.timing import Goal, Timing, in_turn, keep, milliseconds, show, summary
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.store.reading import Version
from cx.view import Filter, View

CUSTOMERS, FULL_CUSTOMERS = 30_000, 1_000_000
RUNS = 5
P95_MS = 300
WANTED = {"raw SQL": 15.0, "pandas": 30.0, "Polars": 15.0}
"""Peer -> how many times faster cohorts, active customers and lifetime value are to be; nothing is slower than SQL."""
VIEWS = {
    "unfiltered": View(period="all"),
    "one region and year": View(
        period="custom", first=date(2024, 1, 1), last=date(2024, 12, 31), filters=(Filter("region", ("North",)),)
    ),
    "two dimensions and a split": View(
        period="all",
        filters=(Filter("region", ("North", "South")), Filter("plan", ("Pro",))),
        split="segment",
    ),
    "a rare segment": View(period="all", filters=(Filter(RARE[0], (RARE[1],)),)),
}


@dataclass(frozen=True)
class Asked:
    """One metric under one view, in milliseconds. processor_ms: the mean work of all cores, whatever else runs."""

    metric: str
    view: str
    median_ms: float
    p95_ms: float
    processor_ms: float
    rows: int
    n: int


def compared(*, full: bool, path: Path | None = None) -> None:
    """Make the crowd, or take one that is there, ask everything, keep both tables."""
    with tempfile.TemporaryDirectory() as folder:
        customers = FULL_CUSTOMERS if full else CUSTOMERS
        version = stored(customers, path or Path(folder) / "crowd.duckdb")
        sizes = dict(version.counts)
        timings = beside(version)
        asked = [ask(version, name, view) for name in METRICS for view in VIEWS]
    # A small crowd is answered in the time that notes and intervals take: what was wanted was wanted of ten million.
    goals = [*_faster(timings), _quick_enough(asked)] if full else []
    show(timings, goals)
    for slow in sorted(asked, key=lambda a: -a.p95_ms)[:15]:
        print(
            f"{slow.metric:<24}{slow.view:<30}median {slow.median_ms:>8.0f}  p95 {slow.p95_ms:>8.0f}  "
            f"processor {slow.processor_ms:>8.0f} ms"
        )
    sizes["load of the machine, percent"] = round(100 * getloadavg()[0])
    suffix = "-full" if full else ""
    print(f"kept in {keep(f'queries{suffix}', timings, goals, sizes)} and {keep(f'metrics{suffix}', asked, [], sizes)}")


def ask(version: Version, metric: str, view: str) -> Asked:
    """Ask one metric under one view, after a call that does not count; a version opened anew remembers nothing."""
    rows = len(compute(metric, version, VIEWS[view]).rows)
    before = process_time()
    times = [milliseconds(lambda: compute(metric, replace(version), VIEWS[view])) for _run in range(RUNS)]
    worked = (process_time() - before) * 1000 / RUNS
    return Asked(metric, view, *summary(times), processor_ms=worked, rows=rows, n=RUNS)


def beside(version: Version) -> list[Timing]:
    """Every headline beside its peers, after all have given the same cells."""
    frames, lazy = raw(version)
    return [timing for headline in HEADLINES for timing in _timed(headline, version, frames, lazy)]


def _timed(headline: Headline, version: Version, frames: Raw, lazy: Lazy) -> list[Timing]:
    def ours() -> Cells:
        return headline.of_ours(compute(headline.metric, replace(version), headline.view).rows)

    def by_sql() -> Cells:
        return list(version.engine.query(headline.sql).itertuples(index=False, name=None))

    peers: dict[str, Callable[[], Cells]] = {
        "raw SQL": by_sql,
        "pandas": lambda: headline.pandas(frames),
        "Polars": lambda: headline.polars(lazy),
    }
    mine = ours()
    for peer, theirs in peers.items():
        if unlike := list(differing(mine, theirs())):
            raise SystemExit(f"{headline.name}: ours and {peer} disagree in {len(unlike)} cells: {unlike[:3]}")
    return [in_turn(headline.name, peer, ours, theirs, RUNS) for peer, theirs in peers.items()]


def _faster(timings: list[Timing]) -> list[Goal]:
    family = {headline.name for headline in HEADLINES if headline.metric in FAMILY}
    wanted = [
        (t, WANTED[t.peer] if t.case in family else 1.0) for t in timings if t.case in family or t.peer == "raw SQL"
    ]
    return [
        Goal(f"{t.case}: faster than {t.peer}", f"ratio >= {least:g}", f"{t.ratio:.1f}", t.ratio >= least)
        for t, least in wanted
    ]


def _quick_enough(asked: list[Asked]) -> Goal:
    slow = sorted({a.metric for a in asked if a.p95_ms >= P95_MS})
    measured = f"{len(slow)} of {len(METRICS)} slower: {', '.join(slow)}" if slow else "all"
    return Goal("p95 of every metric in every view", f"under {P95_MS} ms", measured, not slow)
