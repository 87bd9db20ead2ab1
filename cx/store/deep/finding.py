"""What a look through a store finds: one line each, with how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

OK, NOTE, PROBLEM = "ok", "note", "problem"
"""A note is nothing to mend: what cannot be told, or goes by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """status: OK, NOTE or PROBLEM. code: of the kind of finding, the same in every language. place: file or version."""

    status: str
    code: str
    place: str
    what: str
    mend: str = ""

    def to_json(self) -> dict[str, str]:
        """The finding as plain values."""
        return asdict(self)
