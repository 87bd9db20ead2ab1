"""`cx job`: one piece of long work for a page, in a process of its own; hidden, as people have the other commands.

The request is a file of JSON: `kind`, `who`, `result` (where the answer goes) and what the kind needs. Progress goes to
stdout as lines of JSON: `sentence` and `share`. The answer is JSON too; a problem is `error`: what, where, mend.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import click

from cx import events
from cx.errors import CxError, DamagedError
from cx.ingest.progress import Progress
from cx.language import N_, _

TOLD_EVERY_SECONDS = 0.1
Answer = dict[str, Any]
SLIP = N_("a mistake in the program ({name}); your data are as they were.")
SLIP_MEND = N_("Send the log of the server to who runs it.")


@click.command("job", hidden=True)
@click.argument("request", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def job(request: Path) -> None:
    """Do what a request asks and write the answer where it says."""
    from cx.cli.job_kinds import KINDS

    # Raised where the work stands, so that everything on the way out puts its files away.
    signal.signal(signal.SIGTERM, _stop)
    events.begin()
    asked: dict[str, Any] = json.loads(request.read_text(encoding="utf-8"))
    try:
        answer = _answer(KINDS[asked["kind"]], asked, teller())
    except CxError as error:
        answer = {"error": problem(error)}
    result = Path(asked["result"])
    unfinished = result.with_suffix(".tmp")
    unfinished.write_text(json.dumps(answer, ensure_ascii=False, default=str), encoding="utf-8")
    unfinished.replace(result)


def problem(error: CxError) -> dict[str, str]:
    """An error as plain values."""
    return {"what": error.what, "where": error.where, "mend": error.mend}


def teller() -> Progress:
    """Progress as lines on stdout: every new sentence at once, a new share of the same sentence now and then."""
    last: dict[str, Any] = {"sentence": None, "at": 0.0}

    def tell(sentence: str, share: float | None = None) -> None:
        now = time.monotonic()
        if sentence == last["sentence"] and now - last["at"] < TOLD_EVERY_SECONDS:
            return
        last.update(sentence=sentence, at=now)
        click.echo(json.dumps({"sentence": sentence, "share": share}, ensure_ascii=False))
        sys.stdout.flush()

    return tell


def _answer(kind: Callable[[Mapping[str, Any], Progress], Answer], asked: Mapping[str, Any], tell: Progress) -> Answer:
    try:
        try:
            return kind(asked, tell)
        except DamagedError:
            # Found out by the work itself: now an earlier version is served, and what only reads goes on with that.
            return kind(asked, tell)
    except CxError:
        raise
    except OSError as error:
        raise CxError(f"{error.strerror or type(error).__name__}.", mend=_("Check the rights and the disk.")) from error
    # Broad on purpose: a page waits for the answer. The log gets the kind of the mistake and its place, not its
    # words, which may quote a value of the data.
    except Exception as error:
        found = events.places(error.__traceback__)
        events.tell("job_error", "error", kind=str(asked["kind"]), error=type(error).__name__, places=found)
        raise CxError(_(SLIP).format(name=type(error).__name__), mend=_(SLIP_MEND)) from error


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


COMMANDS = (job,)
