"""Times ours and its peers in turn, in one run, and keeps the table."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("duckdb", "numpy", "pandas", "polars", "scipy", "streamlit")
"""A package that is not installed here is left out of the table."""


@dataclass(frozen=True)
class Timing:
    """One row of the table, in milliseconds. ratio: the peer's median over ours; above 1 we are faster."""

    case: str
    peer: str
    ours_median_ms: float
    ours_p95_ms: float
    peer_median_ms: float
    peer_p95_ms: float
    ratio: float
    n: int


@dataclass(frozen=True)
class Goal:
    """What was wanted, what was measured, and whether it holds."""

    goal: str
    wanted: str
    measured: str
    holds: bool


def in_turn(case: str, peer: str, ours: Callable[[], object], theirs: Callable[[], object], runs: int) -> Timing:
    """A, B, A, B, ...: both meet the same noise of the machine; one warm-up each."""
    ours()
    theirs()
    pairs = [(milliseconds(ours), milliseconds(theirs)) for _run in range(runs)]
    mine, other = [a for a, _b in pairs], [b for _a, b in pairs]
    return Timing(case, peer, *summary(mine), *summary(other), ratio=median(other) / median(mine), n=runs)


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def summary(times: list[float]) -> tuple[float, float]:
    """Median and p95."""
    return median(times), quantiles(times, n=20, method="inclusive")[-1]


def keep(name: str, rows: Sequence[DataclassInstance], goals: Sequence[Goal], data: dict[str, int]) -> Path:
    """Write bench/results/<name>.json."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    found = {
        "name": name,
        "machine": f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}",
        "versions": dict(_versions()),
        "data": data,
        "rows": [asdict(row) for row in rows],
        "goals": [asdict(goal) for goal in goals],
    }
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return path


def _versions() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            yield package, version(package)


def show(rows: list[Timing], goals: list[Goal]) -> None:
    """The table on the terminal."""
    print(f"{'case':<34}{'peer':<18}{'ours ms':>9}{'p95':>8}{'peer ms':>9}{'p95':>8}{'ratio':>8}{'n':>5}")
    for r in rows:
        print(
            f"{r.case:<34}{r.peer:<18}{r.ours_median_ms:>9.1f}{r.ours_p95_ms:>8.1f}"
            f"{r.peer_median_ms:>9.1f}{r.peer_p95_ms:>8.1f}{r.ratio:>8.1f}{r.n:>5}"
        )
    for g in goals:
        print(f"{'holds' if g.holds else 'FAILS'}: {g.goal}: wanted {g.wanted}, measured {g.measured}")
