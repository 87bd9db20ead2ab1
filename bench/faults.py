"""Loads that are killed (kill -9) at random moments: `python -m bench.faults --kills 200`.

After every kill the current version must open with all the rows of the loads that were made and none of another; at the
end a load must go through, leave nothing lying, and a look through the store must find nothing to mend.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cx.store.deep import PROBLEM, looked_through
from cx.store.loads import load
from cx.store.versions import current_id, open_version

ROWS = 500
HEAD = "order_id,customer_id,ordered_at,amount\n"
LONGER = 1.2
"""Moments are drawn from the time a load takes, and a bit beyond."""


@dataclass
class Outcome:
    """Loads that were made all the same, that were not, and that had ended before they were killed."""

    made: int = 0
    unmade: int = 0
    ended: int = 0


def kills(folder: Path, count: int, seed: int) -> Outcome:
    """Kill so many loads into a store in a folder; AssertionError on the first one that did harm."""
    store, draws, found = folder / "store", random.Random(seed), Outcome()
    # A process forked off one that has everything imported: the time goes into loading.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cx.store.loads"])
    load(store, [_file(folder, 0)])
    seconds = _seconds(context, folder, store)
    rows = 2 * ROWS
    for number in range(2, count + 2):
        process = context.Process(target=load, args=(store, [_file(folder, number)]))
        process.start()
        process.join(draws.uniform(0, seconds * LONGER))
        process.kill()
        process.join()
        now = _rows(store)
        _must(now in (rows, rows + ROWS), f"after kill {number - 1} there are {now} rows, and {rows} before it")
        found.made += now > rows
        found.unmade += now == rows
        found.ended += process.exitcode == 0
        rows = now
    _all_is_well(folder, store, count + 2, rows)
    return found


def _all_is_well(folder: Path, store: Path, number: int, rows: int) -> None:
    load(store, [_file(folder, number)])
    _must(_rows(store) == rows + ROWS, "a load after all of them does not add its rows")
    left = [path.name for path in (*(store / "tmp").iterdir(), *store.glob("current.*"))]
    _must(not left, f"left lying: {left}")
    # A load that was killed between its line in the ledger and the pointer is told: its file must be loaded again.
    told = [f for f in looked_through(store) if f.status == PROBLEM and f.code != "load_missing"]
    _must(not told, f"to be mended: {told}")


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


def _seconds(context: multiprocessing.context.ForkServerContext, folder: Path, store: Path) -> float:
    began = time.monotonic()
    process = context.Process(target=load, args=(store, [_file(folder, 1)]))
    process.start()
    process.join()
    return time.monotonic() - began


def _rows(store: Path) -> int:
    version = open_version(store, current_id(store))
    counted = version.engine.query("SELECT count(*) AS n, count(DISTINCT order_id) AS ids FROM mart.orders").iloc[0]
    _must(counted["n"] == counted["ids"] == version.counts["orders"], "the version disagrees with itself")
    return int(counted["n"])


def _file(folder: Path, number: int) -> Path:
    path = folder / f"orders_{number}.csv"
    path.write_text(HEAD + "".join(_lines(number)), encoding="utf-8")
    return path


def _lines(number: int) -> Iterator[str]:
    for row in range(number * ROWS, (number + 1) * ROWS):
        yield f"o{row},c{row % 97},2026-01-{row % 28 + 1:02d},{row % 50 + 1}\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cx-faults-") as folder:
        found = kills(Path(folder), asked.kills, asked.seed)
    seconds = time.monotonic() - began
    print(
        f"{asked.kills} kills in {seconds:.0f} s: {found.unmade} loads were not made, {found.made} were, of which "
        f"{found.ended} had ended; no harm done"
    )


if __name__ == "__main__":
    main()
