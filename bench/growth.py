"""How a load, an append of one percent and figures grow with the orders, and where one machine ends.

Every size is a store of its own, and every step a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from os import cpu_count, getloadavg
from pathlib import Path
from statistics import median

import duckdb

from bench.loading import MADE, PROJECT
from bench.timing import RESULTS, keep, milliseconds
from cx.charts.theme import TOKENS, blank
from cx.engines.memory import memory_limit
from cx.metrics.compute import compute
from cx.queries import Options
from cx.report.picture import picture
from cx.store.loads import load
from cx.store.versions import open_version
from cx.view import View

QUICK, FULL = (100_000, 300_000, 1_000_000), (1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000)
RUNS = 3
RAISED = {"CX_MAX_ROWS": "1000000000", "CX_MAX_UPLOAD_MB": "100000"}
"""What an operator raises who loads more than 50 million rows or 4 GB from one file."""
FREE_BYTES_A_ROW = 320
"""Disk that a size needs: its file, two versions of the store and what the engine spills."""
WHOLE, MONTHS = View(period="all"), View(period="all", every="month")
FIGURES = {
    "retention table": ("retention", WHOLE, Options()),
    "lifetime value": ("observed_ltv", WHOLE, Options()),
    "active customers by month": ("customers", MONTHS, Options()),
    "revenue by month": ("net_revenue", MONTHS, Options()),
    "AOV by month": ("aov", MONTHS, Options()),
    "retention by channel": ("retention", View(period="all", split="channel"), Options()),
    "RFM": ("rfm", WHOLE, Options()),
    "predicted CLV": ("predicted_clv", WHOLE, Options()),
}
"""Each asked of a version that remembers nothing."""
LINES = ("load", "append of 1 %", "retention table", "revenue by month", "RFM", "predicted CLV")
"""What is drawn."""
APPENDED = MADE.replace("FROM range({rows})", "FROM range({rows}, {rows} + {rows} // 100)")


@dataclass(frozen=True)
class Grown:
    """A step at a size: the median of its runs. peak_mb: the most memory its process held; store_mb: of one version."""

    step: str
    orders: int
    seconds: float
    peak_mb: float
    store_mb: float
    load: float
    n: int


def compared(*, full: bool, sizes: Sequence[int] = ()) -> None:
    """Grow a store through the sizes, keep the table and draw it."""
    found: list[Grown] = []
    for orders in sizes or (FULL if full else QUICK):
        with tempfile.TemporaryDirectory() as folder:
            if shutil.disk_usage(folder).free < orders * FREE_BYTES_A_ROW:
                print(f"{orders:,} orders: not measured, the disk has too little room")
                break
            try:
                found += measured(orders, Path(folder))
            except subprocess.CalledProcessError as error:
                print(f"{orders:,} orders: not measured, {error.stderr.strip().splitlines()[-1:]}")
                break
    if not found:
        return
    name = "growth-full" if full else "growth"
    data = {"largest": max((grown.orders for grown in found), default=0), "cores": cpu_count() or 0}
    print(f"kept in {keep(name, found, [], data)} and {drawn(found, RESULTS / f'{name}.svg')}")


def measured(orders: int, folder: Path) -> list[Grown]:
    """One size: made, loaded, asked, and one percent appended."""
    whole, one_percent = folder / "orders.csv", folder / "later.csv"
    for path, text in ((whole, MADE), (one_percent, APPENDED)):
        with duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute(text.format(rows=orders, path=path))
    home = folder / "store"
    found = _step("load", orders, home, "load", str(whole))
    whole.unlink()
    found += _step("", orders, home, "figures")
    return found + _step("append of 1 %", orders, home, "load", str(one_percent))


def _step(name: str, orders: int, home: Path, *words: str) -> list[Grown]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.growth", words[0], str(home), *words[1:]],
        cwd=PROJECT,
        env={**os.environ, **RAISED},
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout)
    size = max(path.stat().st_size for path in (home / "versions").rglob("*.duckdb")) / 1e6
    runs = RUNS if words[0] == "figures" else 1
    found = [
        Grown(name or case, orders, seconds, told["peak_bytes"] / 1e6, size, getloadavg()[0], runs)
        for case, seconds in told["seconds"].items()
    ]
    for grown in found:
        print(
            f"{grown.orders:>12,} orders  {grown.step:<28}{grown.seconds:>9.2f} s, peak {grown.peak_mb:>7,.0f} MB, "
            f"a version {grown.store_mb:>7,.0f} MB, load {grown.load:.1f}",
            flush=True,
        )
    return found


def drawn(found: Sequence[Grown], path: Path) -> Path:
    """Time by orders, both in powers of ten: a straight line at 45 degrees doubles when the orders double."""
    tokens, sizes = TOKENS["light"], sorted({grown.orders for grown in found})
    figure = blank("light", height=460)
    dashes = ("solid", "dot", "dash", "dashdot", "longdash", "longdashdot")
    for number, step in enumerate(LINES):
        points = [grown for grown in found if grown.step == step]
        figure.add_scatter(
            x=[p.orders for p in points],
            y=[p.seconds for p in points],
            mode="lines+markers",
            name=step,
            line={"color": tokens.categorical[number], "dash": dashes[number], "width": 2},
        )
    figure.update_layout(
        showlegend=True,
        margin={"l": 60, "r": 20, "t": 50, "b": 50},
        xaxis={
            "type": "log",
            "title": {"text": "orders"},
            "tickvals": sizes,
            "ticktext": [f"{size / 1e6:g} M" for size in sizes],
        },
        yaxis={"type": "log", "title": {"text": "seconds"}, "gridcolor": tokens.line, "dtick": 1},
    )
    largest = max(found, key=lambda grown: (grown.orders, grown.peak_mb))
    said = (
        f"At {largest.orders:,} orders the largest step held {largest.peak_mb:,.0f} MB of memory, of which the engine "
    )
    said += f"may take {memory_limit()}, and a version takes {largest.store_mb:,.0f} MB of disk."
    foot = f"{cpu_count()} cores. Figures: the median of {RUNS}, of a version that remembers nothing. bench/growth.py"
    drawing = picture(figure.to_json(), "svg", "How time grows with the orders", said, foot)
    path.write_bytes(drawing)
    return path


def _load(home: Path, path: Path) -> dict[str, float]:
    start = time.perf_counter()
    (report,) = load(home, [path])
    if report.refused_count or report.questions or not report.rows_loaded:
        raise SystemExit(f"the file was not loaded as it is: {report}")
    return {"load": time.perf_counter() - start}


def _figures(home: Path) -> dict[str, float]:
    version = open_version(home)
    found = {}
    for case, (metric, view, options) in FIGURES.items():

        def asked(metric: str = metric, view: View = view, options: Options = options) -> object:
            return compute(metric, replace(version), view, options)

        asked()
        found[case] = median(milliseconds(asked) for _run in range(RUNS)) / 1000
    return found


def main() -> None:
    """One step as a process of its own, or with --sizes the whole for these."""
    if sys.argv[1:2] and sys.argv[1] in ("load", "figures"):
        work: dict[str, Callable[[], dict[str, float]]] = {
            "load": lambda: _load(Path(sys.argv[2]), Path(sys.argv[3])),
            "figures": lambda: _figures(Path(sys.argv[2])),
        }
        seconds = work[sys.argv[1]]()
        # Linux tells the peak in KiB.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"seconds": seconds, "peak_bytes": peak}))
        return
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--full", action="store_true", help="up to a hundred million")
    parser.add_argument("--sizes", type=int, nargs="*", default=(), help="these numbers of orders instead")
    given = parser.parse_args()
    compared(full=given.full, sizes=tuple(given.sizes))


if __name__ == "__main__":
    main()
