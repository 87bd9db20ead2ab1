"""`make bench`: figures beside pandas and hand-written SQL on the raw files, the time of a load, the BG/NBD fit,
the waits in a browser, many readers at once."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import pandas as pd

from bench import bgnbd, histories, interaction, loading, pages, truth, viewers
from bench.peers import CASES, Case, Frames, raw_tables
from bench.timing import Goal, Timing, in_turn, keep, show
from cx.demo import generate
from cx.ingest.options import LoadOptions
from cx.metrics.compute import compute
from cx.store.loads import load
from cx.store.reading import Version
from cx.store.versions import open_version
from cx.view import View

LOAD_SECONDS = 15
TIMES = {"orders": ["ordered_at"], "surveys": ["sent_at", "responded_at"]}


def main() -> None:
    """Make the data, check that all ways agree, time them in turn, keep the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="150,000 customers instead of 8,000, more runs")
    full = parser.parse_args().full
    customers, runs = (150_000, 15) if full else (8_000, 7)
    with tempfile.TemporaryDirectory() as folder:
        made = generate(Path(folder) / "files", customers=customers)
        start = time.perf_counter()
        load(Path(folder) / "store", list(made.paths), LoadOptions())
        seconds = time.perf_counter() - start
        by_table = {path.stem: path for path in made.paths}
        frames = {t: pd.read_csv(by_table[t], parse_dates=TIMES.get(t)) for t in ("customers", "orders", "surveys")}
        version = open_version(Path(folder) / "store")
        rows = [row for case in CASES for row in timed(case, version, frames, runs)]
    goals = not_slower(rows) if full else [load_goal(seconds)]
    show(rows, goals)
    sizes = {table: len(frame) for table, frame in frames.items()}
    print(f"kept in {keep('queries-full' if full else 'queries', rows, goals, sizes).relative_to(Path.cwd())}")
    loading.compared(full=full)
    bgnbd.compared()
    truth.main(full=full)
    if full:
        histories.compared()
        pages.compared()
    # Last, because both start servers and browsers of their own.
    interaction.compared(full=full)
    viewers.compared(full=full)


def load_goal(seconds: float) -> Goal:
    """The demo data load in under 15 s."""
    return Goal("the demo data load", f"under {LOAD_SECONDS} s", f"{seconds:.1f} s", seconds < LOAD_SECONDS)


def not_slower(rows: list[Timing]) -> list[Goal]:
    """At a million orders our prepared tables must pay for the notes and intervals that come with every figure."""
    return [Goal(f"{r.case}: not slower than {r.peer}", "ratio >= 1", f"{r.ratio:.1f}", r.ratio >= 1) for r in rows]


def timed(case: Case, version: Version, frames: Frames, runs: int) -> list[Timing]:
    """One figure against each peer, after all have given the same number."""
    connection = raw_tables(frames)
    view = View(period="all", every=case.every, split=case.split)

    def ours() -> float:
        found = compute(case.metric, version, view).rows
        return sum(case.ours(row) for row in found)

    def by_sql() -> float:
        return float(connection.execute(case.sql).fetchall()[0][0])

    def by_pandas() -> float:
        return case.pandas(frames)

    answers = ours(), by_sql(), by_pandas()
    if max(answers) - min(answers) > 1e-6 * max(1.0, abs(answers[0])):
        raise SystemExit(f"{case.name}: ours, SQL and pandas disagree: {answers}")
    return [
        in_turn(case.name, "raw SQL", ours, by_sql, runs),
        in_turn(case.name, "pandas", ours, by_pandas, runs),
    ]


if __name__ == "__main__":
    main()
