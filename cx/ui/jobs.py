"""Long work in a process of its own: started, watched without waiting, cancelled for real.

A file is read and stored by the child, so that neither it nor what the engine needs for it ever weighs on the server;
what the child says goes through files in a folder of its own, so that a page looks when it is drawn and never waits.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cx import events
from cx.errors import CxError
from cx.language import _, language
from cx.language.text import SPOKEN
from cx.store.home import PRIVATE, PROJECT

REQUEST, RESULT, TOLD, ERRORS = "request.json", "result.json", "progress", "errors"
TAIL_BYTES = 4096
PATIENCE_SECONDS = 5.0
"""A cancelled process has so long to put its things away; then it is ended."""
KILLED_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """Where the work is. share: of the whole, 0 to 1; None when it was not told."""

    sentence: str
    share: float | None


@dataclass(eq=False)
class Job:
    """One piece of long work. kind: what `cx job` is asked for. folder: its files, gone when it is put away."""

    kind: str
    folder: Path
    process: subprocess.Popen[bytes]
    since: float = field(default_factory=time.monotonic)
    cancelled: bool = False
    logged: bool = False

    @property
    def ended(self) -> bool:
        """Whether the process is gone; never waits."""
        return self.process.poll() is not None

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.since

    def step(self) -> Step:
        """What it told last; the share is the last one that was told, so that the bar never goes back."""
        lines = [line for line in map(_line, _tail(self.folder / TOLD)) if line]
        shares = [float(line["share"]) for line in lines if line.get("share") is not None]
        sentence = str(lines[-1]["sentence"]) if lines else _("Starting")
        return Step(sentence, min(max(shares), 1.0) if shares else None)

    def cancel(self) -> None:
        """End it: politely first, so that it puts its files away, then for good."""
        self.cancelled = True
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait(KILLED_WAIT_SECONDS)
        self._tell_log()

    def outcome(self) -> dict[str, Any]:
        """What came of it, once it has ended. Raises CxError when it found a problem or stopped without an answer."""
        self._tell_log()
        try:
            found: dict[str, Any] = json.loads((self.folder / RESULT).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CxError(
                _("the work stopped without an answer."),
                mend=_("Look under Loads whether it was done, and that the machine has memory and disk to spare."),
            ) from error
        if problem := found.get("error"):
            raise CxError(problem["what"], where=problem["where"], mend=problem["mend"])
        return found

    def put_away(self) -> None:
        """Remove its files, and end it should it still run."""
        if not self.ended:
            self.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has ended by itself meanwhile
            os.killpg(self.process.pid, number)

    def _tell_log(self) -> None:
        """Pass on the events that the process told, once. What else it wrote may quote a value, and stays away."""
        if self.logged:
            return
        self.logged = True
        path = self.folder / ERRORS
        events.pass_on(path.read_text(encoding="utf-8", errors="replace") if path.exists() else "")
        if self.process.returncode and not self.cancelled:
            events.tell("job_stopped", "error", kind=self.kind, exit_code=self.process.returncode)


def start(folder: Path, kind: str, asked: Mapping[str, Any], who: str) -> Job:
    """Start `cx job` on a request, in a process group of its own; it speaks the language spoken here.

    folder: where its own folder is made.
    """
    own = folder / f"job-{time.time_ns()}-{os.getpid()}"
    own.mkdir(mode=PRIVATE, parents=True)
    request = {**asked, "kind": kind, "who": who, "result": str(own / RESULT)}
    (own / REQUEST).write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "cx.cli", "job", str(own / REQUEST)]
    with (own / TOLD).open("wb") as told, (own / ERRORS).open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, SPOKEN: language()},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=errors,
            start_new_session=True,
        )
    return Job(kind, own, process)


def _tail(path: Path) -> list[bytes]:
    """The last lines of a file that may still be growing; one that is cut in two is passed over."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(path.stat().st_size - TAIL_BYTES, 0))
            return stream.read(TAIL_BYTES).splitlines()
    except OSError:
        return []


def _line(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "sentence" in found else None
