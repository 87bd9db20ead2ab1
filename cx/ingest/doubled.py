"""Text that was encoded twice: UTF-8 read as Windows-1252 and written again, "Ã©" where "é" was meant."""

from __future__ import annotations

import re

HINTS = (b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2\xe2\x82\xac", b"\xc3\xa2\xe2\x80", b"\xc3\x85", b"\xc3\x84")
"""Bytes without which no UTF-8 text is encoded twice: Ã, Â, â€, Å, Ä."""


def _shown(first: int, last: int) -> str:
    """The characters that Windows-1252 shows for these bytes, Latin-1's where it has none."""
    raw = (bytes([byte]) for byte in range(first, last + 1))
    return "".join(byte.decode("cp1252", "ignore") or byte.decode("latin-1") for byte in raw)


LATER = _shown(0x80, 0xBF)
LATER_NO_QUOTE = "".join(char for char in LATER if char not in _shown(0x91, 0x97) + _shown(0x85, 0x85))
"""Å and Ä also end words in capitals, before a closing quote."""
PAIR = re.compile(
    f"[ÂÃ][{LATER}]|(?<=[a-z])[ÅÄ][{LATER_NO_QUOTE}]|[ÅÄ][{LATER_NO_QUOTE}](?=[a-zÃÅÄ])"
    f"|â[{_shown(0x80, 0x84)}][{LATER}]"
)
"""A first byte of what French, German, Polish or Czech letters, quotes and the euro are in UTF-8, then a later byte."""


def mended(text: str) -> str:
    """The text with every doubly encoded letter as it was meant; other text stays as it is."""
    return PAIR.sub(_once, text)


def _once(match: re.Match[str]) -> str:
    raw = b"".join(_byte(char) for char in match[0])
    try:
        meant = raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return meant if meant.isprintable() or meant == "\u00a0" else match[0]


def _byte(char: str) -> bytes:
    """The byte that Windows-1252 shows as this character, or Latin-1 where Windows-1252 has none."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
