"""What a header is known by, and which answers about its columns hold for the next file with that header."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from cx.ingest.headers import distinct
from cx.ingest.options import LoadOptions
from cx.ingest.spelling import plain

SIGNATURE_DIGITS = 16
NAMELESS, COUNTED = re.compile(r"column_\d+"), re.compile(r"(.+)_\d+")
"""What columns without a name, and further ones of the same name, are called; see `headers.distinct`."""


def signature(headers: Sequence[str]) -> str | None:
    """The same for the same names in any order, case, spelling of accents; None when no column has a name."""
    names = sorted(_names(headers))
    if not any(names):
        return None
    return hashlib.sha256("\n".join(names).encode("utf-8")).hexdigest()[:SIGNATURE_DIGITS]


def _names(headers: Sequence[str]) -> list[str]:
    """The names as they are compared; "" for a column that has none, whatever it was called for that."""
    names = [plain(header) for header in distinct(headers)]
    return ["" if NAMELESS.fullmatch(name) else name for name in names]


def answers_by_header(headers: Sequence[str], options: LoadOptions) -> tuple[dict[str, Any], dict[str, str]]:
    """What the person said that holds for the next file too, and the uses of columns, both by header."""
    names = _names(headers)
    repeated = {base[1] for name in names if (base := COUNTED.fullmatch(name)) and base[1] in names}
    own = {
        name: header
        for name, header in zip(names, headers, strict=True)
        if name and name not in repeated and COUNTED.sub(r"\1", name) not in repeated
    }

    def header_of(said: str) -> str | None:
        if plain(said) in names:
            return own.get(plain(said))
        number = int(said) if said.isdecimal() and len(said) <= len(str(len(names))) else 0
        return own.get(names[number - 1]) if 1 <= number <= len(names) else None

    maps = {name: header_of(header) if header else "" for name, header in options.maps.items()}
    default = LoadOptions()
    told: dict[str, Any] = {"table": options.table, "format": options.format, "dates": options.dates}
    told |= {"decimal": options.decimal, "encoding": options.encoding, "scales": dict(options.scales)}
    told["maps"] = {name: header for name, header in maps.items() if header is not None}
    told["timezone"] = options.timezone if options.timezone != default.timezone else None
    uses = {header_of(number): use for number, use in options.columns.items()}
    return {name: value for name, value in told.items() if value}, {h: use for h, use in uses.items() if h}
