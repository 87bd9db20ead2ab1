"""Text of a link or a file, short enough to be read: nobody reads the 5,000 characters that somebody put there."""

from __future__ import annotations

import re

LONGEST, LONGEST_SENTENCE = 60, 300
QUOTED = re.compile(r"“([^”]*)”")


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, or its first characters and an ellipsis."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def shortened_quotes(sentence: str) -> str:
    """A sentence of ours with the quotes in it shortened, and what else may be long."""
    return shortened(QUOTED.sub(lambda found: f"“{shortened(found[1])}”", sentence), LONGEST_SENTENCE)
