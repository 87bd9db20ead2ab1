"""What happens, for who runs the server: one line of JSON for each event, on stderr.

A line holds only the facts named here, each only in the form it has here: words of ours, ids, counts, seconds. Values
of files, filters, links and people have no place in it, so that none can get into a log, not even by mistake.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

LEVEL, SLOW = "CX_LOG_LEVEL", "CX_SLOW_QUERY_SECONDS"
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "off": 100}
SLOW_SECONDS = 5.0
PROJECT = Path(__file__).resolve().parents[1]
MOST_PLACES = 12
_VERSION, _WORD = re.compile(r"\d{1,9}-[0-9a-f]{4,16}"), re.compile(r"[a-z][a-z_]{0,40}")
_PLACE = re.compile(r"[A-Za-z0-9_./-]{1,100}\.py:\d{1,6}")
Fact: TypeAlias = "str | int | float | list[str] | None"
FACTS: Mapping[str, re.Pattern[str] | type] = {
    "data_version": _VERSION,
    "served": _VERSION,
    "loads": re.compile(r"L\d{1,9}"),
    "kind": _WORD,
    "metric": _WORD,
    "how": _WORD,
    "page": re.compile(r"[a-z-]{0,40}"),
    "form": re.compile(r"html|pptx|pdf"),
    "error": re.compile(r"[A-Za-z]{1,60}"),
    "places": _PLACE,
    "query": re.compile(r"[0-9a-f]{12}"),
    "release": re.compile(r"\d[0-9.a-z]{0,20}"),
    "seconds": float,
    "files": int,
    "rows_read": int,
    "rows_loaded": int,
    "refused": int,
    "orders": int,
    "customers": int,
    "bytes": int,
    "exit_code": int,
}
"""Fact -> the form of its text, or of each text in its list, or the kind of its number."""
_log = logging.getLogger("cx.events")
_log.addHandler(logging.NullHandler())  # else Python itself prints what nobody asked for
_about: ContextVar[Mapping[str, Fact]] = ContextVar("about", default={})  # noqa: B039 - never changed in place


def begin(default: str = "info") -> None:
    """Write the events of this process to stderr, from the level of $CX_LOG_LEVEL on; once is enough."""
    told = os.environ.get(LEVEL, "").strip().lower()
    _log.setLevel(LEVELS.get(told, LEVELS[default]))
    if not any(isinstance(handler.formatter, Lines) for handler in _log.handlers):
        handler = ToStderr()
        handler.setFormatter(Lines())
        _log.addHandler(handler)


def tell(event: str, level: str = "info", /, **facts: Fact) -> None:
    """Tell an event; a fact that has not the form of its name is left out."""
    kept = {name: value for name, value in {**_about.get(), **facts}.items() if _fits(name, value)}
    _log.log(LEVELS[level], event, extra={"facts": kept})


@contextmanager
def work(kind: str, **facts: Fact) -> Iterator[dict[str, Fact]]:
    """Tell that work begins, and that it ended, was cancelled or failed. Gives the facts told when it has ended."""
    tell(f"{kind}_started", **facts)
    began, found = time.monotonic(), dict(facts)
    try:
        yield found
    except KeyboardInterrupt:
        tell(f"{kind}_cancelled", "warning", **facts, seconds=_since(began))
        raise
    except BaseException as error:
        tell(f"{kind}_failed", "error", **facts, seconds=_since(began), error=type(error).__name__)
        raise
    tell(f"{kind}_ended", **found, seconds=_since(began))


@contextmanager
def about(**facts: Fact) -> Iterator[None]:
    """Facts of every event that is told meanwhile."""
    before = _about.set({**_about.get(), **facts})
    try:
        yield
    finally:
        _about.reset(before)


def places(found: TracebackType | None) -> list[str]:
    """Where a mistake was made, the innermost last: files and lines, without their text and without folders of ours."""
    frames = traceback.extract_tb(found)[-MOST_PLACES:]
    found_at = (f"{_shortened(frame.filename)}:{frame.lineno or 0}" for frame in frames)
    return [place for place in found_at if _PLACE.fullmatch(place)]


def slow_seconds() -> float:
    """From how long on a query is slow."""
    try:
        return float(os.environ.get(SLOW, "") or SLOW_SECONDS)
    except ValueError:
        return SLOW_SECONDS


class ToStderr(logging.Handler):
    """Writes lines to what stderr is at that moment; one that is closed or full is no reason for work to fail."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write an event."""
        self.write(self.format(record))

    def write(self, line: str) -> None:
        """Write a line."""
        with suppress(OSError, ValueError):
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


class Lines(logging.Formatter):
    """An event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"at": at, "level": record.levelname.lower(), "event": record.msg}
        return json.dumps({**head, **getattr(record, "facts", {})}, ensure_ascii=False)


def relayed(text: str) -> list[str]:
    """The lines of a text that are events, as another process of ours told them; everything else is left out."""
    return [line for line in text.splitlines() if _is_event(line)]


def pass_on(text: str) -> None:
    """Tell the events in what another process of ours wrote to its stderr."""
    for line in relayed(text):
        if LEVELS[json.loads(line)["level"]] < _log.level:
            continue
        for handler in _log.handlers:
            if isinstance(handler, ToStderr):
                handler.write(line)


def _is_event(line: str) -> bool:
    try:
        found = json.loads(line)
    except ValueError:
        return False
    if not isinstance(found, dict) or not _WORD.fullmatch(str(found.pop("event", ""))):
        return False
    try:
        datetime.fromisoformat(str(found.pop("at", "")))
    except ValueError:
        return False
    return found.pop("level", "") in LEVELS and all(_fits(name, value) for name, value in found.items())


def _fits(name: str, value: object) -> bool:
    form = FACTS.get(name)
    if form is None or value is None:
        return False
    if isinstance(form, type):
        return isinstance(value, int | float) and not isinstance(value, bool)
    texts = value if isinstance(value, list) else [value]
    return all(isinstance(text, str) and form.fullmatch(text) for text in texts)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def _shortened(name: str) -> str:
    path = Path(name)
    if path.is_relative_to(PROJECT):
        return path.relative_to(PROJECT).as_posix()
    return path.name
