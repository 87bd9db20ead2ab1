"""Columns without names, or with names that mean nothing to us: what their values alone suggest, to be asked once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx.ingest.fitting import MOST, Verdict, fit
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.profile import ColumnProfile, Profile
from cx.ingest.read import TextTable
from cx.ingest.showing import shown
from cx.language import _
from cx.model import CUSTOMERS, ORDERS, SURVEYS, Table

BEST_NPS, FEWEST_SCORES = 10, 4
"""Whole numbers from 0 to 10, the best among them, and a few different ones: likely answers to an NPS question."""
LABEL_FIELDS = {"currency": "currencies", "status": "statuses", "channel": "channels", "region": "places"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A table and its fields, as the values suggest them."""

    table: Table
    fields: dict[str, TextColumn]


def by_values(text: TextTable, looks: Profile) -> Suggestion | None:
    """What the values suggest; None when they do not say enough. Columns are tried in the order of the file."""
    free = [column for column in text.columns if looks.of(column).filled]
    times = [c for c in free if max(looks.of(c).share("dates"), looks.of(c).share("compact")) >= MOST]
    rest = [column for column in free if column not in times]
    scores = [c for c in rest if likely_nps(looks.of(c))]
    money = [c for c in rest if looks.of(c).share("decimals") >= MOST]
    if times and scores and not money:
        return _suggest(SURVEYS, {"responded_at": times[0], "nps": scores[0]}, rest, looks)
    if times and money:
        return _suggest(ORDERS, {"ordered_at": times[0], "amount": money[0]}, rest, looks)
    emails = [c for c in rest if looks.of(c).share("emails") >= MOST]
    if emails and any(looks.of(c).unique for c in rest if c not in emails):
        return _suggest(CUSTOMERS, {"email": emails[0]}, rest, looks)
    return None


def likely_nps(values: ColumnProfile) -> bool:
    """Whether values look like answers to an NPS question."""
    return (
        values.share("integers") >= MOST
        and values.low is not None
        and values.low >= 0
        and values.high == BEST_NPS
        and values.distinct >= FEWEST_SCORES
    )


def _suggest(
    table: Table, fields: dict[str, TextColumn], rest: Sequence[TextColumn], looks: Profile
) -> Suggestion | None:
    """The fields found so far, with the ids and labels among the other columns; None when the table lacks its key."""
    found = dict(fields)
    for name, column in _ids(table, [c for c in rest if c not in fields.values()], looks):
        found.setdefault(name, column)
    for name, words in LABEL_FIELDS.items():
        free = [c for c in rest if c not in found.values() and looks.of(c).share(words) >= MOST]
        if name in table.names and free:
            found[name] = free[0]
    if table is CUSTOMERS and "customer_id" not in found:
        return None
    return Suggestion(table, {name: found[name] for name in table.names if name in found})


def _ids(table: Table, columns: Sequence[TextColumn], looks: Profile) -> Iterator[tuple[str, TextColumn]]:
    """An id that occurs once is the table's own; of those that return, the one of most values is the customer's."""
    ids = [c for c in columns if fit(table, table.key[0], looks.of(c)).verdict is Verdict.FOR and _many(looks.of(c))]
    own = [column for column in ids if looks.of(column).unique]
    if own:
        yield table.key[0], own[0]
    others = [column for column in ids if not looks.of(column).unique]
    if others and "customer_id" in table.names:
        yield "customer_id", max(others, key=lambda column: (looks.of(column).distinct, -column.number))


def _many(values: ColumnProfile) -> bool:
    """Whether there are more different values than a quantity or a score has; few rows cannot tell."""
    small = values.high is not None and values.high <= BEST_NPS and values.share("integers") >= MOST
    return not small and values.share("emails") < MOST


def ask_unnamed(found: Suggestion, text: TextTable, looks: Profile) -> Question:
    """One question for the whole suggestion, with the first values of every column."""
    named = _("Its names say nothing to us") if text.has_header else _("Its columns have no names")
    columns = list(found.fields.values())
    listed, fields = _listed([_called(column, text) for column in columns]), _listed(list(found.fields))
    look = (
        _("column {listed} looks").format(listed=listed)
        if len(columns) == 1
        else _("columns {listed} look").format(listed=listed)
    )
    maps = " ".join(f"--map {name}={_passed(column, text)}" for name, column in found.fields.items())
    return Question(
        "table",
        _(
            "Which table does the file hold? {named}; by the values, {look} like {fields} of {name}. "
            "Pass it if that is so, or say what the columns are."
        ).format(named=named, look=look, fields=fields, name=found.table.name),
        tuple(f"{_called(column, text)}: {', '.join(shown(column, looks))}" for column in text.columns),
        f"--as {found.table.name} {maps}",
    )


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _called(column: TextColumn, text: TextTable) -> str:
    return f"“{column.header}”" if text.has_header else str(column.number)


def _passed(column: TextColumn, text: TextTable) -> str:
    """What --map understands, also in a shell."""
    return column.header if text.has_header and column.header.isidentifier() else str(column.number)
