"""How long the figures of the effect, driver and lifetime pages take the first time they are asked, at a million."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from os import getloadavg
from pathlib import Path
from statistics import median

from bench.crowd import stored
from bench.timing import Goal, keep
from cx.metrics.compute import compute
from cx.queries import Options
from cx.store.reading import Version
from cx.view import View

CUSTOMERS = 1_000_000
RUNS = 5
SECONDS = 2.0
VIEW = View(period="last_12_months")
FIGURES = (
    ("ROI of CX", "adjusted_effect", Options(score="nps")),
    ("ROI of CX", "dose_response", Options(score="nps")),
    ("ROI of CX", "forward_revenue", Options(score="nps")),
    ("ROI of CX", "correlation", Options()),
    ("Effort", "adjusted_effect", Options(score="effort")),
    ("Effort", "effort_index", Options()),
    ("Effort", "risk_ratio", Options(score="effort")),
    ("Effort", "cost_to_serve", Options(score="effort")),
    ("Drivers", "key_drivers", Options()),
    ("What if", "what_if", Options()),
    ("Silent majority", "nonresponse", Options()),
    ("Silent majority", "nps_reweighted", Options()),
    ("What changed", "what_changed", Options(of="nps")),
    ("What changed", "what_changed", Options(of="revenue")),
    ("Lifetime value", "predicted_clv", Options()),
    ("Lifetime value", "p_alive", Options()),
    ("Lifetime value", "clv_backtest", Options()),
    ("Lifetime value", "retention_projection", Options()),
    ("Lifetime value", "survival", Options()),
)
"""Page, metric and the options the page asks it with. Nothing is kept between calls: every call is a first time."""


@dataclass(frozen=True)
class FirstTime:
    """One figure's time in milliseconds. processor_ms: work of all cores, which the load of the machine hardly changes.

    load: of the machine at the end; above its cores others were at work too.
    """

    page: str
    case: str
    median_ms: float
    worst_ms: float
    processor_ms: float
    load: float
    n: int


def compared(customers: int = CUSTOMERS) -> None:
    """Make the customers, ask every figure, keep the table."""
    with tempfile.TemporaryDirectory() as folder:
        version = stored(customers, Path(folder) / "crowd.duckdb")
        rows = [timed(version, page, metric, options) for page, metric, options in FIGURES]
        sizes = dict(version.counts)
    goals = [
        Goal(
            f"{row.case} first time at {customers:,} customers",
            f"under {SECONDS:g} s",
            f"{row.median_ms / 1000:.2f} s",
            row.median_ms < SECONDS * 1000,
        )
        for row in rows
    ]
    for row, goal in zip(rows, goals, strict=True):
        print(
            f"{'holds' if goal.holds else 'FAILS'}: {row.page:<16}{row.case:<32}{row.median_ms:>8.0f} ms, "
            f"worst {row.worst_ms:>8.0f}, processor {row.processor_ms:>6.0f}, load {row.load:.1f}"
        )
    print(f"kept in {keep('effects', rows, goals, sizes).relative_to(Path.cwd())}")


def timed(version: Version, page: str, metric: str, options: Options) -> FirstTime:
    """One figure, asked several times."""
    usual = Options()
    given = [("of", options.of, usual.of), ("score", options.score, usual.score)]
    asked = [f"{name} {value}" for name, value, without in given if value != without]
    times, work = [], []
    for _run in range(RUNS):
        start, before = time.perf_counter(), time.process_time()
        compute(metric, version, VIEW, options)
        times.append((time.perf_counter() - start) * 1000)
        work.append((time.process_time() - before) * 1000)
    case = ", ".join([metric, *asked])
    return FirstTime(page, case, median(times), max(times), median(work), getloadavg()[0], len(times))
