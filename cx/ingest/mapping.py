"""Which column becomes which field of a table, which become dimensions, which are personal and left out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.headers import TextColumn, normalised
from cx.ingest.matching import Match, matched
from cx.ingest.naming import canonical_names, dimension_name, is_cut
from cx.ingest.options import LoadOptions
from cx.ingest.persons import is_personal, is_secret_key
from cx.ingest.profile import Profile, profile
from cx.ingest.read import TextTable
from cx.language import _
from cx.model import Kind, Table

GENERATED_KEY = {
    "orders": "order_id",
    "order_lines": "line_id",
    "surveys": "response_id",
    "contacts": "contact_id",
    "journey_events": "event_id",
}
"""Keys that can be made from a row's content: one row is one event even when nobody numbered it."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A column that counts in another unit than its field. factor: SQL that makes one of the other.

    exact: an amount, which stays a decimal.
    """

    factor: str
    exact: bool


@dataclass(slots=True)
class Mapping:
    """A file's columns for one table. fields, dimensions: name -> column. constants: name -> one value for every row.

    personal: columns that are not stored, empty: those without a value, unused: those the person does not want.
    generated: the key field made from the row's content. secret: the ids that tell who somebody is, stored as their
    keyed hash only. scaled: the fields whose column counts in another unit.
    """

    table: Table
    fields: dict[str, TextColumn]
    constants: dict[str, str]
    dimensions: dict[str, TextColumn] = field(default_factory=dict)
    personal: list[TextColumn] = field(default_factory=list)
    empty: list[TextColumn] = field(default_factory=list)
    unused: list[TextColumn] = field(default_factory=list)
    generated: str | None = None
    secret: set[str] = field(default_factory=set)
    scaled: dict[str, Scaled] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The canonical fields that the file fills."""
        own = set(self.table.names)
        return set(self.fields) | (set(self.constants) & own)

    def to_text(self) -> dict[str, str]:
        """Field -> header, for reports."""
        return {name: column.header for name, column in {**self.fields, **self.dimensions}.items()}


def said_fields(table: Table, text: TextTable, options: LoadOptions) -> dict[str, TextColumn]:
    """Field -> the column that the person named for it."""
    said = {name: find_column(text.columns, header, name) for name, header in options.mapped.items()}
    return {name: column for name, column in said.items() if name in table.names}


def match_of(table: Table, text: TextTable, options: LoadOptions, looks: Profile) -> Match:
    """What the names say, and the values do not contradict, of the columns that the person did not name."""
    taken = {find_column(text.columns, header, name).number for name, header in options.mapped.items()}
    taken |= _decided(text, options)
    found = matched(table, [c for c in text.columns if c.number not in taken], looks)
    told = {*options.maps, *options.sets}
    return Match({n: g for n, g in found.used.items() if n not in told}, found.others)


def unused_columns(
    table: Table, fields: dict[str, TextColumn], text: TextTable, options: LoadOptions, looks: Profile
) -> list[TextColumn]:
    """The columns that the person does not want, by number or because their field is to stay empty."""
    numbers = {number for number in _decided(text, options) if options.columns[str(number)] == "unused"}
    used = {column.number for column in fields.values()}
    if options.unused:
        taken = {find_column(text.columns, header, name).number for name, header in options.mapped.items()}
        by_name = matched(table, [c for c in text.columns if c.number not in taken], looks)
        numbers |= {c.number for name, c in by_name.fields.items() if name in options.unused}
    return [column for column in text.columns if column.number in numbers and column.number not in used]


def missing_fields(table: Table, names: set[str], *, may_generate: bool) -> list[str]:
    """The required fields that nothing fills."""
    generated = GENERATED_KEY.get(table.name) if may_generate else None
    missing = [c.name for c in table.columns if c.required and c.name not in names and c.name != generated]
    if table.name == "surveys" and "sent_at" in names and "responded_at" in missing:
        missing.remove("responded_at")
    return missing


def complete(
    table: Table,
    fields: dict[str, TextColumn],
    text: TextTable,
    workspace: Workspace,
    options: LoadOptions,
    looks: Profile | None = None,
) -> Mapping:
    """The whole mapping: fields, dimensions, personal columns, generated key, and notes on all of it.

    looks: the profile of the columns, made here when nobody has it yet.
    """
    looks = looks or profile(text, workspace)
    mapping = Mapping(table, fields, dict(options.sets))
    check_names(table, [*options.maps, *options.sets])
    generated = GENERATED_KEY.get(table.name)
    if generated and generated not in mapping.names:
        mapping.generated = generated
        mapping.notes.append(
            _(
                "No column holds {generated}; it was made from each row's content, so that loading the "
                "same rows again finds them as duplicates."
            ).format(generated=generated)
        )
    mapping.secret = {
        name
        for name, column in fields.items()
        if table.column(name).kind is Kind.KEY and is_secret_key(table, name, column, looks.of(column))
    }
    mapping.unused = unused_columns(table, fields, text, options, looks)
    if mapping.unused:
        mapping.notes.append(
            _("Not used, as you said: {listed}.").format(listed=", ".join(column.header for column in mapping.unused))
        )
    used = {column.number for column in (*fields.values(), *mapping.unused)}
    taken: set[str] = set(options.sets)
    for name, header in options.mapped.items():
        if name not in table.names:
            column = find_column(text.columns, header, name)
            mapping.dimensions[_free_name(name, table, taken)] = column
            used.add(column.number)
    rest = [column for column in text.columns if column.number not in used]
    _sort_rest(mapping, rest, taken, looks, options)
    mapping.constants = {
        (name if name in table.names else dimension_name(name, table, set())): text_value
        for name, text_value in mapping.constants.items()
    }
    return mapping


def find_column(columns: Sequence[TextColumn], wanted: str, name: str) -> TextColumn:
    """The column a person means: by header, by header whatever its case and signs, or by number from 1."""
    same = [c for c in columns if c.header == wanted] or [c for c in columns if c.header.lower() == wanted.lower()]
    same = same or [c for c in columns if normalised(c.header) == normalised(wanted) != ""]
    if same:
        return same[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(columns):
        return columns[int(wanted) - 1]
    headers = [c.header for c in columns]
    near = difflib.get_close_matches(wanted, headers, 1)
    hint = (
        _("Did you mean “{near}”?").format(near=near[0])
        if near
        else _("The columns are {listed}.").format(listed=", ".join(headers))
    )
    raise UsageError(
        _("the file has no column “{wanted}”.").format(wanted=wanted), where=f"--map {name}={wanted}", mend=hint
    )


def check_names(table: Table | None, names: Sequence[str]) -> None:
    """UsageError for a name that is almost a field: that is a slip, not a new dimension. table: None for any table."""
    fields = table.names if table else sorted(canonical_names())
    for name in names:
        near = difflib.get_close_matches(name, fields, 1, cutoff=0.8)
        if name not in fields and (near or name in canonical_names()):
            hint = (
                _("Did you mean “{near}”?").format(near=near[0])
                if near
                else _("It has {listed}.").format(listed=", ".join(fields))
            )
            refused = _("there is no field “{name}”.")
            if table:
                refused = _("table {table} has no field “{name}”.")
            raise UsageError(
                refused.format(table=table.name if table else "", name=name), where="--map or --set", mend=hint
            )


def _decided(text: TextTable, options: LoadOptions) -> set[int]:
    """The numbers of the columns of which the person said that they are no field."""
    last = max((column.number for column in text.columns), default=0)
    wrong = next((n for n in options.columns if not (n.isdecimal() and 1 <= int(n) <= last)), None)
    if wrong is not None:
        mend = _("The file has {last} columns; name one by its number, from 1.").format(last=last)
        raise UsageError(
            _("there is no column number “{wrong}”.").format(wrong=wrong), where=f"--column {wrong}", mend=mend
        )
    return {int(number) for number in options.columns}


def _free_name(name: str, table: Table, taken: set[str]) -> str:
    free = dimension_name(name, table, taken)
    taken.add(free)
    return free


def _sort_rest(
    mapping: Mapping, rest: Sequence[TextColumn], taken: set[str], looks: Profile, options: LoadOptions
) -> None:
    """Columns nobody mapped: personal ones are left out, empty ones too, the others become dimensions."""
    for column in rest:
        values = looks.of(column)
        if not values.any_value:
            mapping.empty.append(column)
        elif is_personal(column, values) and str(column.number) not in options.columns:
            mapping.personal.append(column)
        else:
            name = _free_name(column.header, mapping.table, taken)
            mapping.dimensions[name] = column
            if is_cut(column.header):
                mapping.notes.append(
                    _("Column “{header}” is kept as {name}, because its own name is long.").format(
                        header=column.header, name=name
                    )
                )
            elif name.endswith("_") and not column.header.endswith("_"):
                mapping.notes.append(
                    _("Column “{header}” is kept as {name}, because its own name is taken.").format(
                        header=column.header, name=name
                    )
                )
    if mapping.personal:
        listed = ", ".join(column.header for column in mapping.personal)
        mapping.notes.append(_("Personal data are not stored; left out: {listed}.").format(listed=listed))
    if mapping.empty:
        listed = ", ".join(column.header for column in mapping.empty)
        mapping.notes.append(_("Columns without any value are not stored: {listed}.").format(listed=listed))
