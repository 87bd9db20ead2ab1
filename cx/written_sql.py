"""A statement with its values written in, for people to read and paste; never run by us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

PLACES = re.compile(r"\(SELECT unnest\(\$(?P<list>\w+)\)\)|\$(?P<one>\w+)")
"""Where a value stands: a list as rows, or one."""


def written_out(statement: str, parameters: Mapping[str, object]) -> str:
    """A statement with its values written in as SQL literals, for people to read and paste; never run by us."""

    def literal(match: re.Match[str]) -> str:
        value = parameters[match["list"] or match["one"]]
        if not isinstance(value, list):
            return _literal(value)
        told = ", ".join(_literal(v) for v in value)
        return f"({told})" if match["list"] else f"[{told}]"

    return PLACES.sub(literal, statement)


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
