"""E-mail addresses become keyed hashes before anything is stored: they still join, and cannot be read back."""

from __future__ import annotations

from cx.ingest.cells import literal

BLOCK_BYTES = 64
WITHIN = r"[^@\s,;:<>()\"]+@[^@\s,;:<>()\"]+\.\pL[^@\s,;:<>()\"]*"
"""An e-mail address within other text."""
MASK = "(e-mail)"


def hashed(text: str, key: bytes) -> str:
    """SQL of HMAC-SHA256 (RFC 2104) of a lower-cased address under a key of at most 64 bytes; NULL stays NULL."""
    inner, outer = (literal(_pad(key, byte).hex()) for byte in (0x36, 0x5C))
    message = f"encode(lower(trim({text})))"
    return f"sha256(unhex({outer}) || unhex(sha256(unhex({inner}) || {message})))"


def has_address(text: str) -> str:
    """SQL of whether there is an e-mail address within a text."""
    return f"(contains({text}, '@') AND regexp_matches({text}, {literal(WITHIN)}))"


def _pad(key: bytes, byte: int) -> bytes:
    return bytes(k ^ byte for k in key.ljust(BLOCK_BYTES, b"\0"))
