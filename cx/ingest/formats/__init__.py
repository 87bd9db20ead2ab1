"""Recognised exports of other tools: one file per tool, listed in FORMATS."""

from __future__ import annotations

from cx.errors import UsageError

FORMATS: dict[str, str] = {"canonical": "Columns matched by name and synonym to the canonical tables."}
"""Name -> what it reads."""


def check_format(name: str | None) -> None:
    """UsageError listing the formats there are, when the name is none of them."""
    if name is not None and name not in FORMATS:
        listed = "; ".join(f"{known}: {about}" for known, about in FORMATS.items())
        raise UsageError(
            f"there is no format “{name}”.",
            where="--format",
            mend=f"There is {listed} Other files are mapped with --as and --map.",
        )
