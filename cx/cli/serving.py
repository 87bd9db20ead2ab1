"""`cx serve`: starts the dashboard, warms it, and prints its address only when a visitor can use it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

from cx.cli.data import load_demo
from cx.errors import CxError
from cx.store.home import home
from cx.store.versions import open_version

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
TRIED_PORTS = 20


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--host", default="localhost", show_default=True, help="0.0.0.0 opens it to the network: no sign-in yet.")
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo data first when the store is empty.")
def serve(port: int, host: str, with_demo: bool) -> None:
    """Serve the dashboard until it is stopped with Ctrl-C."""
    if with_demo and open_version(home()).empty:
        load_demo()
    free = free_port(port)
    if free != port:
        click.echo(f"Port {port} is in use; taking {free}.")
    signal.signal(signal.SIGTERM, _stop)
    server = subprocess.Popen(command(free, host), cwd=PROJECT)
    try:
        wait_until_up(server, free)
        click.echo(f"The dashboard is ready: http://localhost:{free}", nl=True)
        server.wait()
    finally:
        server.terminate()
        server.wait()


def _stop(_number: int, _frame: object) -> None:
    """A process manager ends `cx`, not the server it started: that must not be left behind on its port."""
    sys.exit(0)


def command(port: int, host: str) -> list[str]:
    """The server's command line; everything else stands in .streamlit/config.toml."""
    where = ["--server.port", str(port), "--server.address", host]
    return [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), *where]


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + TRIED_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port))
            except OSError:
                continue
            return port
    raise CxError(f"ports {wanted} to {wanted + TRIED_PORTS - 1} are all in use.", mend="Choose one with --port.")


def wait_until_up(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server answers; CxError when it stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CxError("the dashboard stopped while starting.", mend="Its own words stand above.")
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CxError(f"the dashboard did not start within {START_SECONDS} seconds.")


COMMANDS = (serve,)
