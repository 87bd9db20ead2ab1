"""Text that is not ours without the marks that turn the direction of writing: they make one word look like another."""

from __future__ import annotations

import re

DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks, embeddings, overrides and isolates. Source: Unicode Standard Annex 9, section 2."""


def undirected(text: str) -> str:
    """The text without marks of direction; letters that are written from right to left stay so by themselves."""
    return DIRECTIONS.sub("", text)
