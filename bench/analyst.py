"""An analyst who loads files while others read: `cx load` in a process of its own, one file after another."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import random
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bench.server import PROJECT

ROWS = 2_000
PAUSE_SECONDS = 30


@dataclass
class Analyst:
    """Loads until told to stop. seconds: how long each load took; refused: loads that did not end well, in words."""

    store: Path
    folder: Path
    customers: int
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def work(self, until: float) -> None:
        """Load a file, rest, load the next one."""
        while time.monotonic() < until:
            start = time.monotonic()
            await self._load(self._file(len(self.seconds)))
            self.seconds.append(time.monotonic() - start)
            await asyncio.sleep(max(0.0, min(PAUSE_SECONDS, until - time.monotonic())))

    async def _load(self, path: Path) -> None:
        words = [sys.executable, "-m", "cx.cli", "load", str(path), "--json"]
        process = await asyncio.create_subprocess_exec(
            *words,
            cwd=PROJECT,
            env={**os.environ, "CX_HOME": str(self.store)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, said = await process.communicate()
        if process.returncode != 0 or json.loads(out)["rows_loaded"] != ROWS:
            self.refused.append((said or out).decode(errors="replace").strip()[-300:])

    def _file(self, number: int) -> Path:
        chance, path = random.Random(number), self.folder / f"more-orders-{number}.csv"
        start = datetime(2026, 10, 1)  # noqa: DTZ001 - the demo's own times carry no zone
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["order_id", "customer_id", "ordered_at", "amount", "currency", "status"])
            for row in range(ROWS):
                at = start + timedelta(seconds=chance.randrange(30 * 86_400))
                amount = f"{chance.uniform(5, 200):.2f}"
                buyer = f"soak-{chance.randrange(self.customers)}"
                writer.writerow([f"soak-{number}-{row}", buyer, at, amount, "EUR", "completed"])
        return path
