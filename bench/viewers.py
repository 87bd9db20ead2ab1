"""Many readers at once: `python -m bench.viewers` (5 readers, a minute) or `--full` (50 readers, ten minutes).

Each changes a filter every five seconds, or goes to another page, over the protocol that the browser speaks; two real
browsers do the same, and an analyst loads files meanwhile. Every answer is then held to the data version it names.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.analyst import Analyst
from bench.held_to import Reference, version_named
from bench.server import PROJECT, Server, serving
from bench.timing import Goal, keep, summary
from bench.websocket_client import Answer, Reader
from cx.demo import generate
from cx.ingest.options import LoadOptions
from cx.store.loads import load
from cx.store.versions import current_id, number_of, open_version

EVERY_SECONDS = 5.0
P95_SECONDS = 2.0
LEAK_MB = 1.0
FORGOTTEN_SECONDS = 20
"""After so many seconds the server forgets who left (`server.disconnectedSessionTTL`, usually 120), so that what a
session leaves behind can be measured without waiting for it."""
CACHED_RESULTS, OPEN_VERSIONS = 1024, 8
"""What the caches may hold (cx.ui.page). Versions: those kept open and those still being read."""
PAGES = ("", "", "", "orders", "experience", "retention", "lifetime-value", "drivers", "roi-of-cx")
"""Where readers are; the Overview three times as often as any other page."""
CONTROLS = ("Period", "Compare with", "Region", "Segment", "Split by")
OPTIONS = 4
"""Of so many options of a control one is chosen: readers of one company look at much the same."""
CUSTOMERS = 8_000


@dataclass(frozen=True)
class Size:
    """How many readers for how long, and how many sessions are opened and left to see what they leave behind."""

    readers: int
    seconds: float
    sessions: int


QUICK, FULL = Size(5, 60, 20), Size(50, 600, 60)


@dataclass(frozen=True)
class Seen:
    """An answer, with the version that was current when it was asked for."""

    answer: Answer
    current: str
    first: bool


@dataclass
class Measured:
    """What the whole run gave."""

    seen: list[Seen] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    memory_mb: dict[str, float] = field(default_factory=dict)
    caches: dict[str, float] = field(default_factory=dict)
    most_open: int = 0
    processor_seconds: float = 0.0
    leak_mb: float = 0.0
    loads: list[float] = field(default_factory=list)
    browsers: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One kind of answer, in milliseconds. load: of the machine at the end; above its cores others were at work too."""

    case: str
    median_ms: float
    p95_ms: float
    worst_ms: float
    load: float
    n: int


def main() -> None:
    """Run the readers, hold every answer to its version, keep the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.viewers", description=__doc__)
    parser.add_argument("--full", action="store_true", help="50 readers for ten minutes instead of 5 for one")
    parser.add_argument("--store", type=Path, help="a store to copy instead of making the demo data")
    given = parser.parse_args()
    compared(full=given.full, store=given.store)


def compared(*, full: bool, store: Path | None = None) -> None:
    """The whole measurement; store: one to work on a copy of."""
    size = FULL if full else QUICK
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "store"
        if store:
            shutil.copytree(store, home)
        else:
            load(home, list(generate(Path(folder) / "files", customers=CUSTOMERS).paths), LoadOptions())
        surroundings = {"CX_HOME": str(home), "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(FORGOTTEN_SECONDS)}
        with serving(PROJECT / "app.py", Path(folder) / "log", surroundings) as server:
            measured = asyncio.run(_measured(server, home, Path(folder), size))
            measured.broken += server.failures()
        wrong = held(measured.seen, home)
        sizes = dict(open_version(home).counts)
    rows, goals = _rows(measured), _goals(measured, wrong, size)
    _tell(rows)
    for goal in goals:
        print(f"{'holds' if goal.holds else 'FAILS'}: {goal.goal}: wanted {goal.wanted}, measured {goal.measured}")
    for problem, times in Counter([*measured.broken, *wrong]).most_common(10):
        print(f"  {times} x {problem}")
    print(f"kept in {keep('viewers-full' if full else 'viewers', rows, goals, sizes).relative_to(Path.cwd())}")


async def _measured(server: Server, home: Path, folder: Path, size: Size) -> Measured:
    measured = Measured()
    measured.memory_mb["start"] = server.memory_mb()
    await _warmed(server, home, measured)
    measured.memory_mb["after warm-up"] = server.memory_mb()
    worked, until = server.processor_seconds(), time.monotonic() + size.seconds
    analyst = Analyst(home, folder, CUSTOMERS)
    browsers = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bench.browsers", server.address, str(size.seconds)),
        cwd=PROJECT,
        env=dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
    )
    readers = [_reading(server, home, number, until, measured) for number in range(size.readers)]
    await asyncio.gather(analyst.work(until), _watched(server, until, measured), *readers)
    told, _none = await browsers.communicate()
    found = json.loads(told or b'{"seconds": [], "problems": ["the browsers did not end well"]}')
    measured.browsers, measured.loads = found["seconds"], analyst.seconds
    measured.broken += [*found["problems"], *analyst.refused]
    measured.processor_seconds = server.processor_seconds() - worked
    measured.memory_mb["end"] = server.memory_mb()
    measured.caches = server.caches()
    # Said at once: on a busy machine what follows takes as long again.
    _tell(_rows(measured))
    await _forgotten(server)
    measured.memory_mb["after all left"] = server.memory_mb()
    await _left_behind(server, size.sessions, measured)
    return measured


async def _warmed(server: Server, home: Path, measured: Measured) -> None:
    """Every page once: what is imported and computed for the first reader is not what the others wait for."""
    async with Reader(server.address) as reader:
        _note(measured, await reader.open(), home, current_id(home), first=True)
        for page in dict.fromkeys(PAGES):
            _note(measured, await reader.go(page), home, current_id(home), first=True)


async def _reading(server: Server, home: Path, number: int, until: float, measured: Measured) -> None:
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, EVERY_SECONDS))
    try:
        async with Reader(server.address, page=chance.choice(PAGES)) as reader:
            current = current_id(home)
            _note(measured, await reader.open(), home, current, first=True)
            while time.monotonic() < until:
                start, current = time.monotonic(), current_id(home)
                _note(measured, await _step(reader, chance), home, current)
                await asyncio.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - start)))
    except Exception as error:  # noqa: BLE001 - whatever ends a session is what is looked for
        measured.broken.append(f"a session ended with {type(error).__name__}: {error}")


async def _step(reader: Reader, chance: random.Random) -> Answer:
    controls = [label for label in CONTROLS if label in reader.controls()]
    if not controls or chance.random() < 0.2:
        return await reader.go(chance.choice([page for page in PAGES if page != reader.page]))
    label = chance.choice(controls)
    return await reader.choose(label, chance.choice(reader.controls()[label][:OPTIONS]))


def _note(measured: Measured, answer: Answer, home: Path, current: str | None, *, first: bool = False) -> None:
    measured.seen.append(Seen(answer, current or "", first))
    measured.broken += [f"/{answer.page}?{answer.query}: {problem}" for problem in answer.problems]


async def _watched(server: Server, until: float, measured: Measured) -> None:
    while time.monotonic() < until:
        measured.most_open = max(measured.most_open, server.open_versions())
        await asyncio.sleep(1)


async def _forgotten(server: Server) -> None:
    """Wait until the server has let go of everybody; it looks for whom to forget when somebody comes or goes."""
    await asyncio.sleep(FORGOTTEN_SECONDS + 5)
    async with Reader(server.address, page="definitions") as reader:
        await reader.open()
    await asyncio.sleep(FORGOTTEN_SECONDS + 5)
    async with Reader(server.address, page="definitions") as reader:
        await reader.open()


async def _left_behind(server: Server, sessions: int, measured: Measured) -> None:
    """Sessions that look at what is computed already, and go: after the first half, the second must add nothing."""
    heights = []
    for _half in range(2):
        for _session in range(sessions // 2):
            async with Reader(server.address) as reader:
                await reader.open()
        await _forgotten(server)
        heights.append(server.memory_mb())
    measured.memory_mb["after more sessions"] = heights[1]
    measured.leak_mb = (heights[1] - heights[0]) / (sessions - sessions // 2)


def held(seen: list[Seen], home: Path) -> list[str]:
    """What answers were wrong: figures that their version does not give, and data older than were asked for."""
    reference, wrong = Reference(home), []
    for one in seen:
        named = version_named(one.answer)
        wrong += reference.wrong(one.answer)
        if named and one.current and number_of(named) < number_of(one.current):
            wrong.append(f"/{one.answer.page}: version {named} was shown when {one.current} was current")
    gc.collect()
    return wrong


def _rows(measured: Measured) -> list[Row]:
    usual = [s.answer for s in measured.seen if not s.first]
    first = [s.answer.seconds for s in measured.seen if s.first]
    cases = {"a change, all pages": [a.seconds for a in usual], "first page of a session": first}
    cases |= {f"a change on /{page}": [a.seconds for a in usual if a.page == page] for page in dict.fromkeys(PAGES)}
    cases |= {"a change in a real browser": measured.browsers, "a load meanwhile": measured.loads}
    each = measured.processor_seconds / max(len(usual), 1)
    rows = [_row(case, times) for case, times in cases.items() if len(times) > 1]
    return [
        *rows,
        Row(
            "processor of the server per answer", 1000 * each, 1000 * each, 1000 * each, os.getloadavg()[0], len(usual)
        ),
    ]


def _tell(rows: list[Row]) -> None:
    for row in rows:
        told = f"{row.case:<34} median {row.median_ms:>8.0f} ms, p95 {row.p95_ms:>8.0f}, n {row.n}, load {row.load:.1f}"
        print(told, flush=True)


def _row(case: str, seconds: list[float]) -> Row:
    middle, slow = summary([1000 * s for s in seconds])
    return Row(case, middle, slow, 1000 * max(seconds), os.getloadavg()[0], len(seconds))


def _goals(measured: Measured, wrong: list[str], size: Size) -> list[Goal]:
    usual = [s.answer.seconds for s in measured.seen if not s.first]
    slow = summary(usual)[1]
    memory = ", ".join(f"{when} {mb:,.0f}" for when, mb in measured.memory_mb.items())
    held_entries = {name: measured.caches.get(f"st_cache_resource cx.ui.{name}", 0) for name in ("page._computed",)}
    who = f"{size.readers} readers and 2 browsers, {size.seconds / 60:g} min"
    return [
        Goal(f"{who}: p95 of an answer", f"under {P95_SECONDS:g} s", f"{slow:.2f} s", slow < P95_SECONDS),
        Goal(f"{who}: errors", "0", str(len(measured.broken)), not measured.broken),
        Goal(f"{who}: wrong answers of {len(measured.seen):,}", "0", str(len(wrong)), not wrong),
        Goal(
            f"memory of the server in MB ({memory}): left behind by a session",
            f"under {LEAK_MB:g} MB",
            f"{measured.leak_mb:.2f} MB",
            measured.leak_mb < LEAK_MB,
        ),
        Goal(
            "the caches are bounded (results, open versions)",
            f"at most {CACHED_RESULTS}, {OPEN_VERSIONS}",
            f"{held_entries['page._computed']:.0f}, {measured.most_open}",
            held_entries["page._computed"] <= CACHED_RESULTS and measured.most_open <= OPEN_VERSIONS,
        ),
    ]


if __name__ == "__main__":
    main()
