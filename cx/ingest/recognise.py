"""Which canonical table a file holds: the one whose required fields are there and that explains most columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.asking import ask_doubted, ask_fields, ask_money, ask_rivals, ask_score, ask_units, looks_like
from cx.ingest.cells import value
from cx.ingest.events import are_events
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import check_names, find_column, match_of, missing_fields, said_fields
from cx.ingest.matching import Match
from cx.ingest.naming import canonical_names
from cx.ingest.options import LoadOptions, Question
from cx.ingest.profile import Profile
from cx.ingest.read import TEXT, TextTable
from cx.ingest.spelling import plain
from cx.ingest.unnamed import ask_unnamed, by_values
from cx.ingest.vocabulary import vocabulary
from cx.language import _
from cx.model import TABLES, Kind, Table

KEY_WEIGHT, REQUIRED_WEIGHT, HINT_WEIGHT = 3, 2, 2
LINE_FIELDS = frozenset({"product", "category", "quantity", "unit_price"})
"""One of these makes a list of lines one of things that were bought: numbered amounts alone may be payments."""
SLIPS = 0.05
"""A few double rows in a list of customers are slips, refused one by one; more mean that it lists something else."""
SCORES = frozenset({"nps", "csat", "ces"})
NUMBERED_BY_NOBODY = ("surveys", "journey_events")
"""Tables recognised without a key column: forms and event logs often have none."""
KEY_NAME = re.compile(r"(?<=.)(id|no|nr|number|nummer|番号|コード)$|^(id|no|nr|num|numer|numero|kod|code|codigo)_")
"""What a key is called unmistakably: not "id", which is anybody's, nor "order", which may be a count."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table a file could hold: its fields, what is missing, and how well it fits. match: the fields found by name."""

    table: Table
    fields: dict[str, TextColumn]
    missing: list[str]
    score: int
    match: Match


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file was taken for. chosen: the table it is loaded as, None when that is asked. closest: the best fit."""

    chosen: Candidate | None
    closest: Candidate
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def recognise(
    text: TextTable, file_name: str, workspace: Workspace, options: LoadOptions, looks: Profile
) -> Recognition:
    """The table and its fields, or questions saying which fields are missing and what to pass.

    Raises UsageError when the person named a table, field or column that does not exist.
    """
    if options.table is not None and options.table not in TABLES:
        raise UsageError(
            _("there is no table “{table}”.").format(table=options.table),
            where="--as",
            mend=_("Choose one of: {listed}.").format(listed=", ".join(TABLES)),
        )
    check_names(TABLES[options.table] if options.table else None, [*options.maps, *options.sets])
    names = [options.table] if options.table else [name for name in TABLES if _has_fields(TABLES[name], options)]
    if not names:
        raise _no_common_table(options)
    candidates = [_candidate(TABLES[name], text, file_name, options, looks) for name in names]
    if options.table or len(candidates) == 1:
        return _settled(candidates[0], text, options, looks)
    owners = _owners(text, options)
    fitting = [
        c for c in candidates if not c.missing and _knows(c, owners) and _plausible(c, text, workspace, options, looks)
    ]
    fitting = _line_or_order(fitting, workspace, looks)
    if fitting:
        return _settled(max(fitting, key=lambda c: c.score), text, options, looks)
    unnamed = by_values(text, looks) if _names_nothing(candidates) and not options.maps else None
    closest = _closest(candidates, owners)
    if unnamed:
        guessed = Candidate(unnamed.table, unnamed.fields, [], 0, Match())
        return Recognition(None, guessed, [ask_unnamed(unnamed, text, looks)])
    return Recognition(None, closest, [_ask_table(closest, text, looks)])


def _settled(chosen: Candidate, text: TextTable, options: LoadOptions, looks: Profile) -> Recognition:
    """The chosen table, with what is open about its columns."""
    if chosen.missing:
        return Recognition(None, chosen, ask_fields(chosen.table, chosen.missing, chosen.match, text, looks))
    rivals = ask_rivals(chosen.table, chosen.match, looks)
    doubted = ask_doubted(chosen.table, chosen.match, options, looks)
    units = ask_units(chosen.table, chosen.match, options, looks)
    questions = rivals.questions + doubted.questions + units.questions
    money = ask_money(chosen.table, chosen.match, text, options, looks, [q.field for q in questions])
    score = ask_score(chosen.table, chosen.match, text, options, looks)
    notes = rivals.notes + doubted.notes + units.notes
    return Recognition(chosen, chosen, questions + money.questions + score.questions, notes)


def _names_nothing(candidates: list[Candidate]) -> bool:
    """Whether no name of the file means anything anywhere."""
    return not any(c.fields or c.match.others for c in candidates)


def _candidate(table: Table, text: TextTable, file_name: str, options: LoadOptions, looks: Profile) -> Candidate:
    match = match_of(table, text, options, looks)
    fields = {**match.fields, **said_fields(table, text, options)}
    names = set(fields) | (set(options.sets) & set(table.names))
    told = bool(options.table or options.maps or options.sets)
    missing = missing_fields(table, names, may_generate=told or table.name in NUMBERED_BY_NOBODY)
    if table.name == "order_lines" and not told:
        missing = [name for name in missing if name != "line_id"]
    score = sum(_weight(table, name) for name in names) + HINT_WEIGHT * _hinted(table, file_name)
    return Candidate(table, fields, missing, score, match)


def _hinted(table: Table, file_name: str) -> bool:
    """Whether the file's name speaks of the table; Japanese is written without blanks between the words."""
    name = plain(Path(file_name).stem)
    hints = vocabulary().tables[table.name].hints
    return not hints.isdisjoint(name.split("_")) or any(hint in name for hint in hints if not hint.isascii())


def _weight(table: Table, name: str) -> int:
    if name in table.key:
        return KEY_WEIGHT
    return REQUIRED_WEIGHT if table.column(name).required else 1


def _has_fields(table: Table, options: LoadOptions) -> bool:
    """Whether the fields a person named can belong to this table; names no table has are dimensions anywhere."""
    named = {*options.maps, *options.sets} & canonical_names()
    return named <= set(table.names)


def _plausible(
    candidate: Candidate, text: TextTable, workspace: Workspace, options: LoadOptions, looks: Profile
) -> bool:
    """More than a coincidence of names: a list of customers has each once, a survey has a score, a line has an item."""
    fields, table = candidate.fields, candidate.table.name
    if table == "customers":
        listed = not _repeats(fields.get("customer_id"), workspace, looks, SLIPS)
        return bool(options.maps) or (listed and not are_events(candidate.fields, text, looks))
    if table == "surveys":
        return not SCORES.isdisjoint({*fields, *options.sets})
    return table != "order_lines" or not LINE_FIELDS.isdisjoint(fields)


def _no_common_table(options: LoadOptions) -> UsageError:
    """What to say when no single table has all the fields a person named."""
    named = [name for name in dict.fromkeys([*options.maps, *options.sets]) if name in canonical_names()]
    homes = {name: [t.name for t in TABLES.values() if name in t.names] for name in named}
    where = "; ".join(
        _("{name} is in {listed}").format(name=name, listed=", ".join(tables)) for name, tables in homes.items()
    )
    mend = _("{homes}. Name the table with --as TABLE, and only fields of it.").format(
        homes=where[:1].upper() + where[1:]
    )
    return UsageError(
        _("no single table has all of the fields {listed}.").format(listed=", ".join(named)),
        where="--map or --set",
        mend=mend,
    )


def _owners(text: TextTable, options: LoadOptions) -> dict[str, set[str]]:
    """Key field -> the tables whose key it is, for every column that bears the name of such a key and is not mapped."""
    said = {find_column(text.columns, header, name).number for name, header in options.mapped.items()}
    headers = {plain(column.named) for column in text.columns if column.number not in said}
    found: dict[str, set[str]] = {}
    for table in TABLES.values():
        key = table.key[0]
        names = {name for name in vocabulary().tables[table.name].fields[key] if KEY_NAME.search(name)}
        if names & headers:
            found.setdefault(key, set()).add(table.name)
    return found


def _knows(candidate: Candidate, owners: dict[str, set[str]]) -> bool:
    """Whether a table without a key of its own in the file has a place for the keys of others that are in it.

    An order number in a list of tickets is a detail; in what looks like customers it says that these are orders.
    """
    key = candidate.table.key[0]
    own = key != "customer_id" and key in candidate.fields
    return own or all(name in candidate.table.names for name in owners)


def _line_or_order(fitting: list[Candidate], workspace: Workspace, looks: Profile) -> list[Candidate]:
    """Of orders and order_lines one: lines when they are numbered, an order repeats, or only items have a price."""
    both = {c.table.name: c for c in fitting}
    orders, lines = both.get("orders"), both.get("order_lines")
    if orders is None or lines is None:
        return fitting
    if "line_id" in lines.fields:
        return [c for c in fitting if c is not orders]
    amount = orders.fields.get("amount")
    only_item_price = amount is None or amount == lines.fields.get("unit_price")
    as_lines = _repeats(lines.fields.get("order_id"), workspace, looks, 0.0) or (
        only_item_price and "quantity" in lines.fields
    )
    return [c for c in fitting if c is not (orders if as_lines else lines)]


def _repeats(column: TextColumn | None, workspace: Workspace, looks: Profile, tolerated: float) -> bool:
    """Whether more than a tolerated share of the values occur again. What the sample shows needs no second look."""
    if column is None:
        return False
    values = looks.of(column)
    again = values.filled - values.distinct
    if looks.whole or again > tolerated * values.filled:
        return again > tolerated * values.filled
    text = value(column.cell, Kind.KEY)
    row = workspace.query(f"SELECT count({text}) AS n, count(DISTINCT {text}) AS distinct_values FROM {TEXT}").iloc[0]
    again = int(row["n"]) - int(row["distinct_values"])
    return again > tolerated * int(row["n"])


def _closest(candidates: list[Candidate], owners: dict[str, set[str]]) -> Candidate:
    """The table that lacks least. One that lacks nothing was passed over because its rows do not look like it."""
    lacking_some = [c for c in candidates if c.missing] or candidates
    named = {table for key, tables in owners.items() if key != "customer_id" for table in tables}
    return max(
        lacking_some,
        key=lambda c: (c.table.name in named, c.score - KEY_WEIGHT * len(c.missing), len(c.fields)),
    )


def _ask_table(best: Candidate, text: TextTable, looks: Profile) -> Question:
    """The closest table first: its missing fields are what to map."""
    lacking = [name for name in best.missing if name in best.table.names]
    closest = _("The closest is {table}, without {fields}") if lacking else _("The closest is {table}")
    why = closest.format(table=best.table.name, fields=", ".join(lacking))
    maps = " ".join(f"--map {name}=COLUMN" for name in lacking)
    # One id for every row would make one row of them all.
    same = [name for name in lacking if best.table.column(name).kind is not Kind.KEY]
    sets = "".join(
        _(" If no column holds {name}, --set {name}=VALUE gives every row the same.").format(name=name) for name in same
    )
    hints = "".join(looks_like(best.table, name, best.match, text, looks) for name in lacking)
    return Question(
        "table",
        _("Which table does the file hold? None fits well. {why}.{hints}{sets}").format(
            why=why, hints=hints, sets=sets
        ),
        tuple(column.header for column in text.columns),
        f"--as {best.table.name} {maps}".strip(),
    )
