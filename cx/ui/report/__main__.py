"""`python -m cx.ui.report REQUEST`: makes a report in a process of its own, for `cx report` and for the pages.

The request is a file of JSON: `link`, `out`, `data` and `language` (empty: as the link says), `result` (where the
answer goes). Progress goes to stdout as lines of JSON, `sentence` and `share`. The answer: `told`, or `error`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from cx import events
from cx.errors import CxError
from cx.language import speak
from cx.language.text import SOURCE, SPOKEN
from cx.ui.report.brief import write


def main() -> None:
    """Do what the request asks, and write the answer where it says."""
    signal.signal(signal.SIGTERM, _stop)  # raised where the work stands, so that it puts its browser away
    speak(os.environ.get(SPOKEN, SOURCE))
    events.begin()
    asked: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer: dict[str, Any]
    try:
        told = write(asked["link"], Path(asked["out"]), asked["data"], asked["language"], _tell)
        answer = {"told": told}
    except CxError as error:
        answer = {"error": {"kind": type(error).__name__, "what": error.what, "where": error.where, "mend": error.mend}}
    Path(asked["result"]).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would cut the putting away off
    raise KeyboardInterrupt


def _tell(sentence: str, share: float | None = None) -> None:
    sys.stdout.write(json.dumps({"sentence": sentence, "share": share}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
