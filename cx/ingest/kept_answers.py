"""Whether a file of remembered mappings is one: only known tables, fields, scales and words get through."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any

from cx.errors import UsageError
from cx.ingest.encodings import text_codec
from cx.ingest.formats import check_format
from cx.ingest.mapping import check_names
from cx.ingest.options import COLUMN_USES, DATE_ORDERS, DECIMAL_MARKS
from cx.ingest.spelling import plain
from cx.language import N_, _
from cx.model import TABLES

FORM = 1
"""The version of the form; another one is refused."""
EXPORT_BYTES, MOST_MAPPINGS, MOST_COLUMNS, LONGEST_HEADER, LONGEST_NAME = 5_000_000, 5_000, 20_000, 20_000, 100
SCALE = re.compile(r"-?\d{1,3}\s*(?:-|–|to)\s*-?\d{1,3}")
SIGNATURE = re.compile(r"[0-9a-f]{16}")
KEYS = frozenset({"signature", "headers", "table", "answers", "kept_at"})
MEND = N_("Take the file as “cx mappings export” wrote it.")


def loads_export(content: bytes) -> list[object]:
    """The entries of an export, unchecked but for their number. Raises UsageError."""
    if len(content) > EXPORT_BYTES:
        raise _refusal(f"it is larger than {EXPORT_BYTES // 1_000_000} MB")
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refusal("it is no JSON") from error
    if not isinstance(told, dict) or set(told) != {"form", "mappings"} or not isinstance(told["mappings"], list):
        raise _refusal("it does not hold “form” and “mappings”")
    if told["form"] != FORM:
        raise _refusal(f"its form is {str(told['form'])[:20]}, and only {FORM} is known")
    if len(told["mappings"]) > MOST_MAPPINGS:
        raise _refusal(f"it holds more than {MOST_MAPPINGS:,} mappings")
    return list(told["mappings"])


def check_entry(told: object) -> dict[str, Any]:
    """One remembered mapping as it is kept, when every part of it is known. Raises UsageError naming what is not."""
    if not isinstance(told, dict) or set(told) != KEYS:
        raise _refusal(f"a mapping needs {', '.join(sorted(KEYS))} and nothing else")
    headers, answers, table = told["headers"], told["answers"], told["table"]
    if not _texts(headers, LONGEST_HEADER) or not 0 < len(headers) <= MOST_COLUMNS:
        raise _refusal(_("“headers” is no list of names"))
    if not isinstance(told["signature"], str) or not SIGNATURE.fullmatch(told["signature"]):
        raise _refusal(_("“signature” is no signature"))
    if not isinstance(told["kept_at"], str) or len(told["kept_at"]) > LONGEST_NAME:
        raise _refusal(_("“kept_at” is no time"))
    if table is not None:
        _one_of("table", table, TABLES)
    if not isinstance(answers, dict) or not answers:
        raise _refusal(_("“answers” holds nothing"))
    names = {plain(header) for header in headers}
    for name, value in answers.items():
        if name not in CHECKS:
            raise _refusal(_("there is no answer “{name}”").format(name=str(name)[:LONGEST_NAME]))
        CHECKS[name](value, names, answers.get("table") or table)
    return told


def _maps(value: object, headers: set[str], table: object) -> None:
    maps = _pairs("maps", value)
    fields = TABLES[table] if isinstance(table, str) and table in TABLES else None
    check_names(fields, list(maps))
    if odd := next((name for name in maps if not re.fullmatch(r"\w[\w ]*", name)), None):
        raise _refusal(_("“{odd}” is no name of a field").format(odd=odd))
    if unknown := next((header for header in maps.values() if header and plain(header) not in headers), None):
        raise _refusal(_("“{unknown}” is none of its headers").format(unknown=unknown[:LONGEST_NAME]))


def _columns(value: object, headers: set[str], _table: object) -> None:
    for header, use in _pairs("columns", value).items():
        _one_of("columns", use, COLUMN_USES)
        if plain(header) not in headers:
            raise _refusal(_("“{header}” is none of its headers").format(header=header[:LONGEST_NAME]))


def _scales(value: object, _headers: set[str], _table: object) -> None:
    for name, scale in _pairs("scales", value).items():
        _one_of("scales", name, ("csat", "ces"))
        if not SCALE.fullmatch(scale):
            raise _refusal(_("“{scale}” is no scale").format(scale=scale[:LONGEST_NAME]))


def _encoding(value: object, _headers: set[str], _table: object) -> None:
    text_codec(_text("encoding", value))


def _format(value: object, _headers: set[str], _table: object) -> None:
    check_format(_text("format", value))


def _timezone(value: object, _headers: set[str], _table: object) -> None:
    try:
        zoneinfo.ZoneInfo(_text("timezone", value))
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise _refusal(_("“timezone” is no time zone")) from error


def _table(value: object, _headers: set[str], _loaded: object) -> None:
    _one_of("table", value, TABLES)


def _dates(value: object, _headers: set[str], _table_name: object) -> None:
    _one_of("dates", value, DATE_ORDERS)


def _decimal(value: object, _headers: set[str], _table_name: object) -> None:
    _one_of("decimal", value, DECIMAL_MARKS)


CHECKS: Mapping[str, Callable[[object, set[str], object], None]] = {
    "table": _table,
    "format": _format,
    "dates": _dates,
    "decimal": _decimal,
    "encoding": _encoding,
    "timezone": _timezone,
    "maps": _maps,
    "scales": _scales,
    "columns": _columns,
}


def _pairs(name: str, value: object) -> dict[str, str]:
    texts = isinstance(value, dict) and _texts([*value, *value.values()], LONGEST_HEADER)
    if not isinstance(value, dict) or not texts or len(value) > MOST_COLUMNS:
        raise _refusal(_("“{name}” does not hold names and texts").format(name=name))
    return value


def _texts(values: object, longest: int) -> bool:
    return isinstance(values, list) and all(isinstance(text, str) and len(text) <= longest for text in values)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise _refusal(_("“{name}” is no text").format(name=name))
    return value


def _one_of(name: str, value: object, allowed: object) -> None:
    known = list(allowed) if isinstance(allowed, (tuple, Mapping)) else []
    if not isinstance(value, str) or value not in known:
        raise _refusal(_("“{name}” cannot be “{value}”").format(name=name, value=str(value)[:LONGEST_NAME]))


def _refusal(reason: str) -> UsageError:
    return UsageError(
        _("these are no remembered mappings: {reason}.").format(reason=reason), where="mappings", mend=_(MEND)
    )
