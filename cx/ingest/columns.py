"""The readings of all mapped columns of a file, in the order of the table."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.emails import hashed
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping, Scaled
from cx.ingest.masking import masked
from cx.ingest.options import LoadOptions
from cx.ingest.read import TEXT
from cx.ingest.refunds import REFUND, read_refund
from cx.ingest.types.answering import read_scores
from cx.ingest.types.currencies import settle_currency
from cx.ingest.types.dates import read_times
from cx.ingest.types.keys import read_key, read_label, read_plain, read_yes_no
from cx.ingest.types.numbers import read_numbers, too_large
from cx.ingest.types.plain import Plain, prove
from cx.ingest.types.reading import Check, Reading, text_of
from cx.ingest.types.spans import outside
from cx.language import _, ngettext
from cx.model import SQL_TYPE, Kind


def readings(mapping: Mapping, workspace: Workspace, options: LoadOptions, hash_key: bytes) -> list[Reading]:
    """One reading per mapped field and dimension; scales that hold for all rows are added to mapping.constants."""
    table, fields = mapping.table, mapping.fields
    kinds = {name: table.column(name).kind for name in fields}
    plain = prove(
        {
            **{name: (column, kinds[name]) for name, column in fields.items()},
            **{name: (column, Kind.LABEL) for name, column in mapping.dimensions.items()},
        },
        workspace,
        options.decimal,
    )
    found = read_times(_of(fields, kinds, Kind.TIME), workspace, options.dates, options.timezone, plain)
    found += _numbers(mapping, kinds, workspace, options, plain)
    labels = [n for n, kind in kinds.items() if kind in (Kind.LABEL, Kind.COMMENT)]
    texts = [(n, fields[n], kinds[n]) for n in labels]
    texts += [(n, column, Kind.LABEL) for n, column in mapping.dimensions.items()]
    for name, column, kind in texts:
        facts = plain.get(name)
        found.append(read_plain(name, column, facts) if facts else read_label(name, column, kind, workspace))
    scores, scales = read_scores(fields, mapping.constants, options.scales, workspace, plain, _telling(found, kinds))
    mapping.constants.update(scales)
    found += scores
    for name, kind in kinds.items():
        if kind is Kind.KEY:
            found += _key(name, fields[name], mapping, workspace, hash_key, plain)
        elif kind is Kind.YESNO:
            found.append(read_yes_no(name, fields[name], workspace))
        elif kind is Kind.EMAIL:
            found.append(_email(fields[name], workspace, hash_key))
    order = {name: n for n, name in enumerate([*table.names, "email_hash", *mapping.dimensions])}
    return sorted(found, key=lambda r: order[r.field])


def _numbers(
    mapping: Mapping,
    kinds: dict[str, Kind],
    workspace: Workspace,
    options: LoadOptions,
    plain: dict[str, Plain],
) -> list[Reading]:
    """The readings of numbers and amounts, and of the currency where only the amounts say it."""
    columns = {n: (mapping.fields[n], k) for n, k in kinds.items() if k in (Kind.MONEY, Kind.NUMBER)}
    amounts = read_numbers(columns, workspace, options.decimal, plain)
    for reading in (r for r in amounts if r.field in mapping.scaled):
        _scale(reading, mapping.scaled[reading.field], SQL_TYPE[kinds[reading.field]])
    money = [reading for reading in amounts if kinds[reading.field] is Kind.MONEY]
    one_for_all, of_each_row = settle_currency(money, workspace, mapping.table, mapping.names)
    mapping.constants.update(one_for_all)
    for reading in (r for r in amounts if r.field == REFUND and not _never_negative(plain.get(REFUND))):
        read_refund(reading, workspace)
    return amounts + of_each_row


def _scale(reading: Reading, scaled: Scaled, sql_type: str) -> None:
    """Read a column in the unit of its field."""
    product = f"({reading.value}) {scaled.factor}"
    reading.value, reading.plain = f"CAST({product} AS {sql_type})" if scaled.exact else product, False


def _never_negative(facts: Plain | None) -> bool:
    return facts is not None and not facts.negative


def _telling(found: list[Reading], kinds: dict[str, Kind]) -> list[Reading]:
    """The readings that may tell one survey from another: times and labels."""
    return [r for r in found if kinds.get(r.field, Kind.LABEL) in (Kind.TIME, Kind.LABEL)]


def constant_sql(mapping: Mapping) -> dict[str, str]:
    """Stored column -> SQL of the one value every row gets; UsageError when it does not fit the column."""
    return {name: _constant(mapping, name, text) for name, text in mapping.constants.items()}


def check_constants(mapping: Mapping, workspace: Workspace) -> None:
    """UsageError when a --set value does not fit its column."""
    for name, text in mapping.constants.items():
        if workspace.query(f"SELECT {_constant(mapping, name, text)} IS NULL AS unfit")["unfit"].iloc[0]:
            kind = mapping.table.column(name).kind
            example = {Kind.TIME: "2026-03-31"}.get(kind, "12.50")
            raise UsageError(
                _("“{text}” is no {value}.").format(text=text, value=kind.value),
                where=f"--set {name}",
                mend=_("Write it as {example}.").format(example=example),
            )
        if rule := _limit(mapping, name):
            condition, reason = rule
            sql = condition.replace("{value}", _constant(mapping, name, text))
            if workspace.query(f"SELECT {sql} AS beyond")["beyond"].iloc[0]:
                raise UsageError(f"“{text}” {reason}.", where=f"--set {name}", mend=_("Check it."))


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
            _("one e-mail address for every row makes no sense."), where=f"--set {name}", mend=_("Map a column.")
        )
    if kind in (Kind.LABEL, Kind.COMMENT):
        return masked(literal(text))
    return f"TRY_CAST({literal(text)} AS {SQL_TYPE[kind]})"


def _of(fields: dict[str, TextColumn], kinds: dict[str, Kind], kind: Kind) -> dict[str, TextColumn]:
    return {name: column for name, column in fields.items() if kinds[name] is kind}


def _key(
    name: str,
    column: TextColumn,
    mapping: Mapping,
    workspace: Workspace,
    hash_key: bytes,
    plain: dict[str, Plain],
) -> list[Reading]:
    """An id; where e-mail addresses serve as customer ids they are hashed, and serve as e-mail too."""
    if name in plain and name not in mapping.secret:
        return [read_plain(name, column, plain[name])]
    reading, addresses = read_key(name, column, workspace, hash_key)
    if name in mapping.secret and not addresses:
        reading.value = hashed(text_of(name), hash_key)
        reading.notes.append(
            _("“{header}” tells who somebody is; {name} is stored as its keyed hash only.").format(
                header=column.header, name=name
            )
        )
        mapping.personal.append(column)
    if not addresses:
        return [reading]
    mapping.personal.append(column)
    takes_email = "email" in mapping.table.names and "email" not in mapping.fields
    if name == "customer_id" and takes_email:
        email = Reading("email_hash", column, reading.text, hashed(text_of("email_hash"), hash_key))
        return [reading, email]
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
