"""The dashboard's server as a process whose memory, open files and log are watched from outside (Linux)."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 300
CACHE = re.compile(r'cache_memory_bytes\{cache_type="(?P<kind>\w+)",cache="(?P<name>[^"]*)"[^}]*\} (?P<bytes>[\d.]+)')


@dataclass(frozen=True)
class Server:
    """A running server. log: what it wrote on its error stream."""

    address: str
    pid: int
    log: Path

    def memory_mb(self) -> float:
        """Memory that is its own, in megabytes: what is shared with other processes (files, libraries) is left out."""
        text = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="utf-8")
        return sum(int(found) for found in re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.MULTILINE)) / 1000

    def open_versions(self) -> int:
        """Different files of the store that it holds open."""
        held = set()
        for descriptor in Path(f"/proc/{self.pid}/fd").iterdir():
            try:
                held.add(str(descriptor.readlink()))
            except OSError:  # closed meanwhile
                continue
        return sum(".duckdb" in name for name in held)

    def processor_seconds(self) -> float:
        """What all its threads have worked so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def caches(self) -> dict[str, float]:
        """Streamlit's own count of its caches, in bytes."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=60) as answer:  # noqa: S310 - our own server
            text = answer.read().decode()
        return {f"{m['kind']} {m['name']}".strip(): float(m["bytes"]) for m in CACHE.finditer(text)}

    def failures(self) -> list[str]:
        """Lines of the log that tell of something that went wrong."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if "failed with" in line or line.startswith("Traceback") or " error " in line]


@contextmanager
def serving(script: Path, log: Path, surroundings: Mapping[str, str]) -> Iterator[Server]:
    """A fresh server of a Streamlit script; ends with the block."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    words += ["--server.address", "localhost", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            words, cwd=PROJECT, env={**os.environ, **surroundings}, stdout=subprocess.DEVNULL, stderr=stream
        )
    try:
        address = f"http://localhost:{port}"
        _wait(process, address)
        yield Server(address, process.pid, log)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the server did not start; its log says why")
