"""The readings of all mapped columns of a file, in the order of the table."""

from __future__ import annotations

from dataclasses import replace

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.emails import hashed, masked
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.options import LoadOptions
from cx.ingest.read import TEXT
from cx.ingest.refunds import REFUND, read_refund
from cx.ingest.types.currencies import settle_currency
from cx.ingest.types.dates import read_times
from cx.ingest.types.keys import read_key, read_label, read_yes_no
from cx.ingest.types.numbers import read_numbers, too_large
from cx.ingest.types.reading import Check, Reading, text_of
from cx.ingest.types.scales import read_scores
from cx.ingest.types.spans import outside
from cx.language import ngettext
from cx.model import SQL_TYPE, Kind

MOSTLY = 0.5
"""An id column with more e-mail addresses than this share holds addresses."""


def readings(mapping: Mapping, workspace: Workspace, options: LoadOptions, hash_key: bytes) -> list[Reading]:
    """One reading per mapped field and dimension; scales that hold for all rows are added to mapping.constants."""
    table, fields = mapping.table, mapping.fields
    kinds = {name: table.column(name).kind for name in fields}
    found = read_times(_of(fields, kinds, Kind.TIME), workspace, options.dates, options.timezone)
    numbers: dict[str, tuple[TextColumn, Kind]] = {
        n: (fields[n], k) for n, k in kinds.items() if k in (Kind.MONEY, Kind.NUMBER)
    }
    amounts = read_numbers(numbers, workspace, options.decimal)
    money = [reading for reading in amounts if kinds[reading.field] is Kind.MONEY]
    mapping.constants.update(settle_currency(money, workspace, mapping.table, mapping.names))
    for reading in (r for r in amounts if r.field == REFUND):
        read_refund(reading, workspace)
    found += amounts
    scores, scales = read_scores(fields, mapping.constants, options.scales, workspace)
    mapping.constants.update(scales)
    found += scores
    for name, kind in kinds.items():
        if kind is Kind.KEY:
            found += _key(name, fields[name], mapping, workspace, hash_key)
        elif kind in (Kind.LABEL, Kind.COMMENT):
            found.append(read_label(name, fields[name], kind, workspace))
        elif kind is Kind.YESNO:
            found.append(read_yes_no(name, fields[name]))
        elif kind is Kind.EMAIL:
            found.append(_email(fields[name], workspace, hash_key))
    found += [read_label(name, column, Kind.LABEL, workspace) for name, column in mapping.dimensions.items()]
    order = {name: n for n, name in enumerate([*table.names, "email_hash", *mapping.dimensions])}
    return sorted(found, key=lambda r: order[r.field])


def constant_sql(mapping: Mapping) -> dict[str, str]:
    """Stored column -> SQL of the one value every row gets; UsageError when it does not fit the column."""
    return {name: _constant(mapping, name, text) for name, text in mapping.constants.items()}


def check_constants(mapping: Mapping, workspace: Workspace) -> None:
    """UsageError when a --set value does not fit its column."""
    for name, text in mapping.constants.items():
        if workspace.query(f"SELECT {_constant(mapping, name, text)} IS NULL AS unfit")["unfit"].iloc[0]:
            kind = mapping.table.column(name).kind
            example = {Kind.TIME: "2026-03-31"}.get(kind, "12.50")
            raise UsageError(f"“{text}” is no {kind.value}.", where=f"--set {name}", mend=f"Write it as {example}.")
        if rule := _limit(mapping, name):
            condition, reason = rule
            sql = condition.replace("{value}", _constant(mapping, name, text))
            if workspace.query(f"SELECT {sql} AS beyond")["beyond"].iloc[0]:
                raise UsageError(f"“{text}” {reason}.", where=f"--set {name}", mend="Check it.")


def _limit(mapping: Mapping, name: str) -> Check | None:
    """The rule that a value of a stored column breaks when it is too far away or too large."""
    kind = mapping.table.column(name).kind if name in mapping.table.names else Kind.LABEL
    if kind is Kind.TIME:
        return outside(name)
    return too_large() if kind is Kind.MONEY else None


def _constant(mapping: Mapping, name: str, text: str) -> str:
    kind = mapping.table.column(name).kind if name in mapping.table.names else Kind.LABEL
    if kind is Kind.EMAIL:
        raise UsageError(
            "one e-mail address for every row makes no sense.", where=f"--set {name}", mend="Map a column."
        )
    if kind in (Kind.LABEL, Kind.COMMENT):
        return masked(literal(text))
    return f"TRY_CAST({literal(text)} AS {SQL_TYPE[kind]})"


def _of(fields: dict[str, TextColumn], kinds: dict[str, Kind], kind: Kind) -> dict[str, TextColumn]:
    return {name: column for name, column in fields.items() if kinds[name] is kind}


def _key(name: str, column: TextColumn, mapping: Mapping, workspace: Workspace, hash_key: bytes) -> list[Reading]:
    """An id; where e-mail addresses serve as customer ids they are hashed, and serve as e-mail too."""
    reading = read_key(name, column, workspace)
    share = _email_share(column, workspace)
    if share <= MOSTLY:
        if share:
            own = text_of(name)
            reading.value = (
                f"CASE WHEN regexp_matches({own}, {literal(EMAIL)}) THEN {hashed(own, hash_key)} "
                f"ELSE {reading.value} END"
            )
            reading.notes.append(f"Some values of “{column.header}” are e-mail addresses, stored as their keyed hash.")
        return [reading]
    reading.value = hashed(text_of(name), hash_key)
    reading.notes.append(f"“{column.header}” holds e-mail addresses; {name} is stored as their keyed hash.")
    mapping.personal.append(column)
    takes_email = "email" in mapping.table.names and "email" not in mapping.fields
    if name == "customer_id" and takes_email:
        return [reading, replace(reading, field="email_hash", value=hashed(text_of("email_hash"), hash_key), notes=[])]
    return [reading]


def _email(column: TextColumn, workspace: Workspace, hash_key: bytes) -> Reading:
    """An e-mail as keyed hash; what is no address is left out and counted."""
    text = value(column.cell, Kind.EMAIL)
    own = text_of("email_hash")
    sql = f"CASE WHEN regexp_matches({own}, {literal(EMAIL)}) THEN {hashed(own, hash_key)} END"
    reading = Reading("email_hash", column, text, sql)
    rows = workspace.query(
        f"SELECT count(*) AS n FROM (SELECT {text} AS v FROM {TEXT}) WHERE NOT regexp_matches(v, {literal(EMAIL)})"
    )["n"]
    if wrong := int(rows.iloc[0]):
        words = ngettext(
            "{n} value of “{header}” is no e-mail address and was left out.",
            "{n} values of “{header}” are no e-mail address and were left out.",
            wrong,
        )
        reading.notes.append(words.format(n=wrong, header=column.header))
    return reading


def _email_share(column: TextColumn, workspace: Workspace) -> float:
    text = value(column.cell, Kind.KEY)
    row = workspace.query(
        f"SELECT count(v) AS n, count(*) FILTER (regexp_matches(v, {literal(EMAIL)})) AS emails "
        f"FROM (SELECT {text} AS v FROM {TEXT})"
    ).iloc[0]
    return int(row["emails"]) / int(row["n"]) if int(row["n"]) else 0.0
