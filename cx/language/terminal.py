"""Lines for a terminal that no file can steer."""

from __future__ import annotations

import re

from cx.language.direction import undirected

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters (a terminal obeys what follows an escape), ends of lines, and halves of characters."""


def line(text: str) -> str:
    """A text as one line of a terminal: blanks in it stay blanks, any other character that steers shows as a mark."""
    return STEERING.sub(lambda found: " " if found[0].isspace() else "\ufffd", undirected(text))
