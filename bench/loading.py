"""A big orders CSV loaded, checked and with its marts rebuilt, beside the engine's bare reading of the same file.

Each run is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from os import getloadavg
from pathlib import Path
from statistics import median

import duckdb

from bench.timing import Goal, keep, summary
from cx.engines.memory import memory_limit
from cx.store.loads import load

PROJECT = Path(__file__).resolve().parents[1]
QUICK_ROWS, FULL_ROWS = 1_000_000, 10_000_000
RUNS = 5
MOST_RATIO = 2.5
MOST_MEMORY_ABOVE_LIMIT = 2 * 10**9
TYPES = {
    "order_id": "VARCHAR",
    "customer_id": "VARCHAR",
    "ordered_at": "TIMESTAMP",
    "amount": "DECIMAL(18,4)",
    "currency": "VARCHAR",
    "status": "VARCHAR",
    "channel": "VARCHAR",
    "refunded_amount": "DECIMAL(18,4)",
}
"""The columns of the file with the types we store them in."""

MADE = """
COPY (
    SELECT 'O' || (1000000 + i) AS order_id, 'C' || (100000 + (hash(i) % greatest({rows} // 10, 1))) AS customer_id,
        strftime(TIMESTAMP '2023-01-01' + to_seconds(CAST(i * 94608000 / {rows} AS BIGINT)), '%Y-%m-%d %H:%M:%S')
            AS ordered_at,
        round(5 + (hash(i + 7) % 20000) / 100.0, 2) AS amount, 'EUR' AS currency,
        CASE hash(i + 1) % 20 WHEN 0 THEN 'refunded' ELSE 'paid' END AS status,
        CASE hash(i + 2) % 3 WHEN 0 THEN 'web' WHEN 1 THEN 'store' ELSE 'app' END AS channel,
        CASE hash(i + 1) % 20 WHEN 0 THEN 5.00 ELSE 0 END AS refunded_amount
    FROM range({rows}) AS made(i)
) TO '{path}' (HEADER)
"""


@dataclass(frozen=True)
class Run:
    """One run in a process of its own. peak_bytes: the most memory it held."""

    seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Loaded:
    """Ours beside the bare reading, in turn. ratio: our median over the peer's. load: of the machine at the end."""

    case: str
    rows: int
    file_bytes: int
    ours_median_s: float
    ours_p95_s: float
    peer_median_s: float
    peer_p95_s: float
    ratio: float
    ours_peak_mb: float
    peer_peak_mb: float
    limit_mb: float
    load: float
    n: int


def compared(*, full: bool) -> None:
    """Make the file, load it both ways in turn, keep the table."""
    rows = FULL_ROWS if full else QUICK_ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute(MADE.format(rows=rows, path=path))
        runs = [(_run("ours", path), _run("bare", path)) for _turn in range(RUNS)]
        size = path.stat().st_size
    ours, bare = [a for a, _b in runs], [b for _a, b in runs]
    limit = int(memory_limit().removesuffix("MB"))
    found = Loaded(
        f"orders CSV of {rows:,} rows",
        rows,
        size,
        *summary([run.seconds for run in ours]),
        *summary([run.seconds for run in bare]),
        ratio=median(run.seconds for run in ours) / median(run.seconds for run in bare),
        ours_peak_mb=max(run.peak_bytes for run in ours) / 1e6,
        peer_peak_mb=max(run.peak_bytes for run in bare) / 1e6,
        limit_mb=limit,
        load=getloadavg()[0],
        n=RUNS,
    )
    # What a small file costs is mostly what any file costs: the ratio is judged at the size it was wanted for.
    goals = _goals(found)[0 if full else 1 :]
    print(
        f"{found.case}: ours {found.ours_median_s:.1f} s, bare {found.peer_median_s:.1f} s, "
        f"peak {found.ours_peak_mb:,.0f} MB, limit {found.limit_mb:,.0f} MB"
    )
    for goal in goals:
        print(f"{'holds' if goal.holds else 'FAILS'}: {goal.goal}: wanted {goal.wanted}, measured {goal.measured}")
    print(f"kept in {keep('loading-full' if full else 'loading', [found], goals, {'orders': rows})}")


def _goals(found: Loaded) -> list[Goal]:
    above = found.ours_peak_mb - found.limit_mb
    most = MOST_MEMORY_ABOVE_LIMIT / 1e6
    return [
        Goal(
            f"{found.case}: loaded, checked and marts rebuilt",
            f"at most {MOST_RATIO} x the bare reading",
            f"{found.ratio:.2f} x",
            found.ratio <= MOST_RATIO,
        ),
        Goal(
            f"{found.case}: peak memory above the engine's limit",
            f"at most {most:,.0f} MB",
            f"{above:,.0f} MB",
            above <= most,
        ),
    ]


def _run(way: str, path: Path) -> Run:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        words = [sys.executable, "-m", "bench.loading", way, str(path), folder]
        done = subprocess.run(words, cwd=PROJECT, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout))


def _ours(path: Path, folder: Path) -> None:
    (report,) = load(folder / "store", [path])
    if report.refused_count or report.questions or not report.rows_loaded:
        raise SystemExit(f"the file was not loaded as it is: {report}")


def _bare(path: Path, folder: Path) -> None:
    # With the limit that ours has; the file is then closed, which writes all of it.
    with duckdb.connect(str(folder / "bare.duckdb"), config={"memory_limit": memory_limit()}) as connection:
        connection.execute(
            "CREATE TABLE orders AS SELECT * FROM read_csv($path, header = true, columns = $types)",
            {"path": str(path), "types": TYPES},
        )


def main() -> None:
    """One run, as a process of its own: `python -m bench.loading ours|bare FILE FOLDER`."""
    way, path, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    start = time.perf_counter()
    {"ours": _ours, "bare": _bare}[way](path, folder)
    seconds = time.perf_counter() - start
    # Linux tells the peak in KiB.
    print(json.dumps({"seconds": seconds, "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


if __name__ == "__main__":
    main()
