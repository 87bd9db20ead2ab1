"""`cx serve` as a process manager sees it: it says when it is ready, and ends everything it started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_the_server_ends_with_the_command_that_started_it(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cx.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "CX_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    assert any(f"The dashboard is ready: http://localhost:{port}" in line for line in process.stdout)
    process.terminate()
    process.wait()
    process.stdout.close()
    with socket.socket() as visitor:
        assert visitor.connect_ex(("localhost", port)) != 0
