"""Which Chromium of this machine draws charts and prints?

`python -m cx.report.chromium` exits with 1 when there is none; set-up asks that way.
"""

from __future__ import annotations

import os
import shutil
import sys

from cx.errors import CxError
from cx.language import _

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class NoBrowserError(CxError):
    """There is no browser to draw with, or it does not start."""


def executable() -> str | None:
    """The browser to start: $CX_CHROMIUM, else the first one on this machine, else None."""
    if named := os.environ.get("CX_CHROMIUM"):
        return named
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or next((place for place in PLACES if os.access(place, os.X_OK)), None)


def needed() -> str:
    """The browser to start. Raises NoBrowserError, which says how to get one."""
    found = executable()
    if found is None or shutil.which(found) is None:
        raise missing(found or "")
    return found


def missing(place: str) -> NoBrowserError:
    """What to tell when there is no browser at a place, or it does not start there."""
    return NoBrowserError(
        _("no Chromium could be started; it draws the charts and prints the PDF."),
        where=place,
        mend=_("Install one (Debian: apt-get install chromium), or name yours in CX_CHROMIUM. HTML works without."),
    )


def is_root() -> bool:
    """Whether this process runs as root, for whom a browser has no sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    sys.exit(0 if shutil.which(executable() or "") else 1)
