"""How much memory an engine may take before it spills to the disk."""

from __future__ import annotations

import os
import re

from cx.errors import UsageError

VARIABLE = "CX_MEMORY"
MOST_BYTES = 4 * 10**9
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
LEAST_BYTES = 10**8
"""Below this not even an empty version can be built."""


def memory_limit() -> str:
    """The limit as the engine reads it: $CX_MEMORY, else half the machine's memory and at most MOST_BYTES.

    Raises UsageError when CX_MEMORY is no amount of memory.
    """
    told = os.environ.get(VARIABLE, "").strip()
    size = _bytes(told) if told else min(MOST_BYTES, _machine() // 2)
    return f"{max(size, LEAST_BYTES) // 10**6}MB"


def _bytes(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,6})\s*([KMGT]B)", text.upper())
    if found is None:
        raise UsageError(f"“{text}” is no amount of memory.", where=VARIABLE, mend="Write it as 2GB or 800MB.")
    return int(found[1]) * UNITS[found[2]]


def _machine() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        # Not told on this system: then the most is taken.
        return 2 * MOST_BYTES
