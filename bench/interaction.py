"""How long a reader waits in a real browser: `python -m bench.interaction` (four pages) or `--full` (all of them).

From the press of the pointer to the last chart painted: a change of the period, new to the server (cold) and known to
it (warm); from page to page; the first page after a start. In the same run, in turn: the floor, a Streamlit page with
as many charts of constant data; the same with as many cards, links, texts and tables as our page, which says what
Streamlit itself takes for them; and a peer, four of our charts in Vizro, which asks DuckDB at every change.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from os import getloadavg
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import duckdb
from playwright.sync_api import Browser, sync_playwright

from bench.painted import ChartlessError, Painted
from bench.server import PROJECT, Server, serving
from bench.timing import Goal, keep, summary
from cx.demo import generate
from cx.ingest.options import LoadOptions
from cx.store.loads import load
from cx.store.versions import current_id, open_version, path_of
from cx.ui.page_table import BY_PATH
from cx.view import View
from tests.browser.chromium import arguments, executable
from tests.browser.visit import choose, new_context

PAGES = ("", "orders", "experience", "retention")
MORE = ("compare", "drivers", "survival", "lifetime-value", "roi-of-cx", "effort", "what-if")
USUAL = "Last 12 months"
NEW = {
    "last_6_months": "Last 6 months",
    "last_3_months": "Last 3 months",
    "this_year": "This year",
    "all": "All data",
}
"""Periods that the server was not asked for yet; between them the usual one, which it knows.

In the last month no cohort is complete, so that there would be no chart to wait for."""
PEER_PERIODS = ("Last 6 months", "Last 3 months", "Last month", "All data")
STARTS, CUSTOMERS = 3, 8_000
FLOOR_APP, PEER_APP = (PROJECT / "bench" / name / "app.py" for name in ("floor_app", "peer_vizro"))
FIRST = "the first page after a start"
MANY_ORDERS = 1_000_000
OF_FLOOR, OF_FLOOR_WITH_MANY = 1.3, 1.6
"""How many times the floor's wait ours may be at most; with many orders more."""
OF_PEER = 1 / 3
FLOOR, ALIKE, PEER = "floor, as many charts", "floor, all elements", "Vizro, 4 charts"


@dataclass(frozen=True)
class Row:
    """One wait, in milliseconds. other: what it is held against; ratio: our median over its, below 1 we are faster.

    processor_ms: what our server worked for one of them, which the load of the machine hardly changes.
    """

    case: str
    charts: int
    median_ms: float
    p95_ms: float
    other: str
    other_median_ms: float
    ratio: float
    processor_ms: float
    load: float
    n: int


def main() -> None:
    """Start everything, measure, keep the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.interaction", description=__doc__)
    parser.add_argument("--full", action="store_true", help="every page that shows figures")
    parser.add_argument("--store", type=Path, help="a store to copy instead of making the demo data")
    parser.add_argument("--peer-python", help="the Python that has vizro, where it is not this one")
    parser.add_argument("--only", nargs="*", default=(), help="addresses of pages; the Overview's is empty")
    given = parser.parse_args()
    try:
        compared(full=given.full, store=given.store, peer_python=given.peer_python, only=tuple(given.only))
    except ChartlessError as error:
        raise SystemExit(f"{error}: choose other pages with --only") from error


def compared(
    *, full: bool, store: Path | None = None, peer_python: str | None = None, only: tuple[str, ...] = ()
) -> None:
    """The whole measurement. store: one to work on a copy of. only: these pages."""
    pages = only or ((*PAGES, *MORE) if full else PAGES)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder) / "store"
        if store:
            shutil.copytree(store, home)
        else:
            load(home, list(generate(Path(folder) / "files", customers=CUSTOMERS).paths), LoadOptions())
        peer = stack.enter_context(peer_served(home, Path(folder), peer_python))
        floor = stack.enter_context(serving(FLOOR_APP, Path(folder) / "floor.log", {}))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=executable(), args=arguments())
        stack.callback(browser.close)
        rows, new = told(first_pages(browser, home, Path(folder))), new_periods(home)
        ours = stack.enter_context(serving(PROJECT / "app.py", Path(folder) / "log", {"CX_HOME": str(home)}))
        for page in pages:
            rows += told(changes(browser, page, new, ours, floor.address, peer))
        rows += told(page_to_page(browser, pages, ours))
        sizes = dict(open_version(home).counts)
    many = sizes.get("orders", 0) >= MANY_ORDERS
    goals = _goals(rows, OF_FLOOR_WITH_MANY if many else OF_FLOOR)
    for goal in goals:
        print(f"{'holds' if goal.holds else 'FAILS'}: {goal.goal}: wanted {goal.wanted}, measured {goal.measured}")
    name = f"interaction{'-full' if full else ''}{'-many' if many else ''}"
    print(f"kept in {keep(name, rows, goals, sizes)}")


def told(rows: list[Row]) -> list[Row]:
    """The rows, printed as soon as they are measured: the whole takes a while."""
    for row in rows:
        print(
            f"{row.case:<44}{row.charts:>3} charts {row.median_ms:>8.0f} ms, p95 {row.p95_ms:>8.0f}, "
            f"processor {row.processor_ms:>6.0f} | {row.other:<24}{row.other_median_ms:>8.0f} ms, "
            f"ratio {row.ratio:>5.2f}, n {row.n}, load {row.load:.1f}",
            flush=True,
        )
    return rows


def new_periods(home: Path) -> list[str]:
    """Those of the periods that show other days than the usual one: whatever stays as it is, is not painted again."""
    known = open_version(home).dates
    return [said for period, said in NEW.items() if View(period=period).dates(known) != View().dates(known)]


def changes(browser: Browser, page: str, new: list[str], ours: Server, floor: str, peer: str | None) -> list[Row]:
    """A change of the period on one page, cold and warm, the floor and the peer in turn with it."""
    mine = _opened(browser, f"{ours.address}/{page}")
    charts = mine.charts()
    bare = _opened(browser, _floor(floor, mine))
    alike = _opened(browser, f"{_floor(floor, mine)}&{urlencode(mine.others())}")
    other = _opened(browser, peer) if peer else None
    if other and other.empty_charts():
        raise SystemExit(f"{other.empty_charts()} charts of the peer show nothing: mend its queries in {PEER_APP}")
    cold, warm, least, like, theirs, worked = [], [], [], [], [], {"cold": 0.0, "warm": 0.0}
    for turn, period in enumerate(new):
        before = ours.processor_seconds()
        try:
            cold.append(_changed(mine, period))
        except ChartlessError as error:
            print(f"{error}: {period} is left out", flush=True)
            _changed(mine, USUAL)
            continue
        between = ours.processor_seconds()
        warm.append(_changed(mine, USUAL))
        worked["cold"] += between - before
        worked["warm"] += ours.processor_seconds() - between
        least += [_changed(bare, period), _changed(bare, USUAL)]
        like += [_changed(alike, period), _changed(alike, USUAL)]
        if other:
            theirs += [_picked(other, PEER_PERIODS[turn % len(PEER_PERIODS)]), _picked(other, USUAL)]
    for watched in (mine, bare, alike, other):
        if watched:
            watched.page.context.close()
    rows = []
    for kind, times in (("cold", cold), ("warm", warm)) if cold else ():
        each = 1000 * worked[kind] / len(cold)
        for name, held in ((FLOOR, least), (ALIKE, like), (PEER, theirs)):
            if held:
                rows.append(_row(f"/{page}: change, {kind}", charts, times, name, held, each))
    return rows


def _floor(address: str, mine: Painted) -> str:
    """The floor with as many charts and small lines as a page has."""
    return f"{address}/?charts={max(mine.charts(), 1)}&drawings={mine.drawings()}"


def page_to_page(browser: Browser, pages: tuple[str, ...], ours: Server) -> list[Row]:
    """From one page to the next in one session; the figures are known, from the changes before."""
    mine, times, started = _opened(browser, ours.address), [], ours.processor_seconds()
    for path in (*pages[1:], pages[0]) * 2:
        link = mine.page.get_by_test_id("stSidebar").get_by_role("link", name=BY_PATH[path].title)
        times.append(mine.after(link.first.click))
    mine.page.context.close()
    each = 1000 * (ours.processor_seconds() - started) / len(times)
    return [_row("from page to page, warm", 0, times, "-", times, each)]


def first_pages(browser: Browser, home: Path, folder: Path) -> list[Row]:
    """The first page that anybody opens on a server that has just started, ours and the floor's in turn."""
    times, least, worked, charts, alike = [], [], [], 1, ""
    for start in range(STARTS):
        with serving(PROJECT / "app.py", folder / f"log-{start}", {"CX_HOME": str(home)}) as server:
            before = server.processor_seconds()
            mine = Painted(new_context(browser).new_page())
            times.append(_open(mine, server.address))
            worked.append(server.processor_seconds() - before)
            charts, alike = mine.charts(), _floor("", mine)
            mine.page.context.close()
        with serving(FLOOR_APP, folder / f"log-floor-{start}", {}) as floor:
            bare = Painted(new_context(browser).new_page())
            least.append(_open(bare, f"{floor.address}{alike}"))
            bare.page.context.close()
    return [_row(FIRST, charts, times, FLOOR, least, 1000 * median(worked))]


@contextmanager
def peer_served(home: Path, folder: Path, python: str | None) -> Iterator[str | None]:
    """The peer over the same raw rows in tables of its own; None where it is not installed."""
    python = python or (sys.executable if importlib.util.find_spec("vizro") else None)
    if python is None:
        print("the peer is not measured: vizro is not installed")
        yield None
        return
    database = folder / "peer.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"ATTACH '{path_of(home, current_id(home) or '')}' AS ours (READ_ONLY)")
        for table in ("orders", "customers", "surveys"):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM ours.raw.{table}")
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    words = [python, str(PEER_APP), str(database), str(port)]
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    process = subprocess.Popen(words, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _up(process, f"http://localhost:{port}")
    finally:
        process.terminate()
        process.wait(timeout=60)


def _up(process: subprocess.Popen[bytes], address: str) -> str:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return address
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the peer did not start")


def _opened(browser: Browser, address: str) -> Painted:
    mine = Painted(new_context(browser).new_page())
    _open(mine, address)
    return mine


def _open(mine: Painted, address: str) -> float:
    return mine.after(lambda: mine.page.goto(address), opened=True)


def _changed(mine: Painted, period: str) -> float:
    """Choose a period in the sidebar."""
    return mine.after(lambda: choose(mine.page, "Period", period))


def _picked(peer: Painted, period: str) -> float:
    """Choose a period in the peer's panel."""
    return peer.after(peer.page.get_by_text(period, exact=True).first.click)


def _row(case: str, charts: int, times: list[float], other: str, held: list[float], processor: float) -> Row:
    mine, theirs = median(times), median(held)
    return Row(case, charts, *summary(times), other, theirs, mine / theirs, processor, getloadavg()[0], len(times))


def _goals(rows: list[Row], of_floor: float) -> list[Goal]:
    """Every page's wait held against the floor's and the peer's."""
    wanted = {FLOOR: of_floor, PEER: OF_PEER}
    return [
        Goal(
            f"{row.case} (load {row.load:.1f})",
            f"median at most {wanted[row.other]:.2f} x {row.other}",
            f"{row.ratio:.2f}",
            row.ratio <= wanted[row.other],
        )
        for row in rows
        if row.other in wanted
    ]


if __name__ == "__main__":
    main()
