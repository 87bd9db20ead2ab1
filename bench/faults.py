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
    """Of so many kills: loads that were made all the same, that were not, and that had ended before they were killed."""

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
        if now not in (rows, rows + ROWS):
            raise AssertionError(f"kill {number - 1}: {now} rows, not {rows} or {rows + ROWS}")
        found.made += now > rows
        found.unmade += now == rows
        found.ended += process.exitcode == 0
        rows = now
    _all_is_well(folder, store, count + 2, rows)
    return found


def _all_is_well(folder: Path, store: Path, number: int, rows: int) -> None:
    load(store, [_file(folder, number)])
    assert _rows(store) == rows + ROWS
    left = [path.name for path in (store / "tmp").iterdir()]
    assert left == [], left
    # A load that was killed between its line in the ledger and the pointer is told: its file must be loaded again.
    told = [f for f in looked_through(store) if f.status == PROBLEM and f.code != "load_missing"]
    assert told == [], told


def _seconds(context: multiprocessing.context.ForkServerContext, folder: Path, store: Path) -> float:
    began = time.monotonic()
    process = context.Process(target=load, args=(store, [_file(folder, 1)]))
    process.start()
    process.join()
    return time.monotonic() - began


def _rows(store: Path) -> int:
    version = open_version(store, current_id(store))
    counted = version.engine.query("SELECT count(*) AS n, count(DISTINCT order_id) AS ids FROM mart.orders").iloc[0]
    assert int(counted["n"]) == int(counted["ids"]) == version.counts["orders"]
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
    print(
        f"{asked.kills} kills in {time.monotonic() - began:.0f} s: {found.unmade} loads were not made, {found.made} were "
        f"({found.ended} of them had ended); no harm done"
    )


if __name__ == "__main__":
    main()
