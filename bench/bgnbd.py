"""BG/NBD fitted to a million simulated customers, beside lifetimes; each fit in a process of its own, in turn."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from bench.buyers import bgnbd_buyers
from bench.timing import Goal, Timing, keep, show, summary
from cx.stats import bgnbd
from cx.stats.histories import Histories

CUSTOMERS = 1_000_000
RUNS = 5
SEED = 20_240_501
PEER = "lifetimes"
FASTER = 10
INSTALL = "tools/setup.sh bench"


@dataclass(frozen=True)
class Fit:
    """What one process measured: time of the fit alone, its highest memory, and how good the parameters are."""

    seconds: float
    peak_mb: float
    log_likelihood: float


@dataclass(frozen=True)
class FitTiming(Timing):
    """A row of the table with what a fit is judged by besides its time. peak: of the whole process, in MB."""

    ours_peak_mb: float
    peer_peak_mb: float
    ours_log_likelihood: float
    peer_log_likelihood: float


def compared(customers: int = CUSTOMERS, runs: int = RUNS) -> None:
    """Simulate, fit in turn, print and keep the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "buyers.npz"
        np.savez(path, **bgnbd_buyers(customers, SEED)._asdict())
        if not installed():
            print(f"BG/NBD: {PEER} is not installed, so nothing to compare with. To install it: {INSTALL}")
            print(f"BG/NBD: ours, {customers:,} customers: {in_own_process('ours', path)}")
            return
        pairs = [(in_own_process("ours", path), in_own_process("peer", path)) for _run in range(runs)]
    row = timing([ours for ours, _peer in pairs], [peer for _ours, peer in pairs], customers)
    goals = goals_of(row)
    show([row], goals)
    for who, peak, value in (
        ("ours", row.ours_peak_mb, row.ours_log_likelihood),
        (row.peer, row.peer_peak_mb, row.peer_log_likelihood),
    ):
        print(f"{who}: highest memory {peak:.0f} MB, log-likelihood {value:.6f}")
    print(f"kept in {keep('bgnbd', [row], goals, {'customers': customers}).relative_to(Path.cwd())}")


def timing(ours: list[Fit], peer: list[Fit], customers: int) -> FitTiming:
    """The row: medians and p95 of the times, the highest memory, the worse of our log-likelihoods, the peer's best."""
    mine, other = (summary([1000 * fit.seconds for fit in fits]) for fits in (ours, peer))
    return FitTiming(
        f"BG/NBD, {customers:,} customers",
        f"{PEER} {version(PEER)}",
        *mine,
        *other,
        ratio=other[0] / mine[0],
        n=len(ours),
        ours_peak_mb=max(fit.peak_mb for fit in ours),
        peer_peak_mb=max(fit.peak_mb for fit in peer),
        ours_log_likelihood=min(fit.log_likelihood for fit in ours),
        peer_log_likelihood=max(fit.log_likelihood for fit in peer),
    )


def goals_of(row: FitTiming) -> list[Goal]:
    """Ten times as fast, as good a fit, no more memory."""
    # Both sum a million logarithms: below a millionth they differ by rounding only.
    better = row.ours_log_likelihood - row.peer_log_likelihood
    return [
        Goal(
            f"{row.case}: at least {FASTER} times as fast as {row.peer} at an equal or better log-likelihood",
            f"ratio >= {FASTER}, difference >= 0",
            f"ratio {row.ratio:.0f}, difference {better:+.6f}",
            row.ratio >= FASTER and better >= -1e-6,
        ),
        Goal(
            f"{row.case}: no more memory than {row.peer}",
            f"at most {row.peer_peak_mb:.0f} MB",
            f"{row.ours_peak_mb:.0f} MB",
            row.ours_peak_mb <= row.peer_peak_mb,
        ),
    ]


def installed() -> bool:
    """Whether the peer can be measured."""
    try:
        version(PEER)
    except PackageNotFoundError:
        return False
    return True


def in_own_process(who: str, path: Path) -> Fit:
    """One fit of `who` ("ours" or "peer") in a new process."""
    command = [sys.executable, "-m", "bench.bgnbd", "--fit", who, "--data", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Fit(**json.loads(done.stdout.splitlines()[-1]))


def measured(who: str, path: Path) -> Fit:
    """In the new process: the data, the fit under the clock, the likelihood of its parameters by our own formula."""
    with np.load(path) as columns:
        histories = Histories(*(columns[name] for name in Histories._fields))
    fit = FITS[who](histories)
    start = time.perf_counter()
    parameters = fit()
    seconds = time.perf_counter() - start
    # Linux counts in kB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Fit(seconds, peak, bgnbd.log_likelihood(parameters, histories))


def ours(histories: Histories) -> Callable[[], tuple[float, ...]]:
    """Our fit."""
    return lambda: bgnbd.fit(histories).parameters


def peers(histories: Histories) -> Callable[[], tuple[float, ...]]:
    """The peer's fit, as its handbook calls it."""
    from lifetimes import BetaGeoFitter  # noqa: PLC0415  optional, and its import must not count as ours

    def fit() -> tuple[float, ...]:
        fitted = BetaGeoFitter(penalizer_coef=0.0).fit(histories.x, histories.t_x, histories.T)
        return tuple(float(fitted.params_[name]) for name in bgnbd.NAMES)

    return fit


FITS = {"ours": ours, "peer": peers}


def main() -> None:
    """Compare, or, as a process started for it, make one fit."""
    parser = argparse.ArgumentParser(prog="python -m bench.bgnbd", description=__doc__)
    parser.add_argument("--fit", choices=sorted(FITS), help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fit:
        print(json.dumps(vars(measured(asked.fit, asked.data))))
    else:
        compared()


if __name__ == "__main__":
    main()
