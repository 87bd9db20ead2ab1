"""Damages files the way disks do, for the tests of what is done about it."""

from __future__ import annotations

from pathlib import Path

from cx.store.versions import path_of

HEADERS, BLOCK = 12_288, 262_144
"""A data file is three headers and then blocks."""


def flip(path: Path) -> None:
    """Turn one bit in the middle of every block; size and everything else stay."""
    content = bytearray(path.read_bytes())
    for offset in range(HEADERS + BLOCK // 2, len(content), BLOCK):
        content[offset] ^= 1
    path.write_bytes(content)


def swap(path: Path) -> None:
    """Put the last two blocks in each other's place, each whole: nothing the engine's own checksums could tell."""
    content = path.read_bytes()
    path.write_bytes(content[: -2 * BLOCK] + content[-BLOCK:] + content[-2 * BLOCK : -BLOCK])


def cut(path: Path) -> None:
    """Take the second half away."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def file_of(store: Path, version_id: str | None) -> Path:
    """The file of a version."""
    assert version_id is not None
    return path_of(store, version_id)
