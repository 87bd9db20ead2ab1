"""Which column of a file is which field of a canonical table, by name, as far as the values do not speak against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cx.ingest.confidence import (
    CENTS,
    EXACT,
    LANGUAGE,
    PREFIX,
    SLIP,
    TOGETHER,
    UNIT,
    UNSAID,
    USED_FROM,
    Evidence,
    Named,
    weigh,
)
from cx.ingest.fitting import fit
from cx.ingest.headers import TextColumn
from cx.ingest.profile import Profile
from cx.ingest.spelling import SHORTEST_WITH_A_SLIP, one_slip_apart, plain, run_together, shortened, without_unit
from cx.ingest.vocabulary import ENGLISH, MINUTE_FIELDS, measure_behind, vocabulary
from cx.model import TABLES, Kind, Table

MONEY = {name: {c.name for c in table.columns if c.kind is Kind.MONEY} for name, table in TABLES.items()}
GLUE = ("de", "del", "dela", "do", "da", "d", "of")
LONGEST_NAME = 60
"""A header longer than this is a question or a text, and no name with a slip in it."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A column that could be a field."""

    field: str
    column: TextColumn
    named: Named
    evidence: Evidence
    empty: bool

    @property
    def usable(self) -> bool:
        """Whether it may be used without asking."""
        return self.evidence.confidence >= USED_FROM


@dataclass(frozen=True, slots=True)
class Match:
    """Columns as the fields of one table. used: field -> its column. others: guesses that were not taken."""

    used: dict[str, Guess] = field(default_factory=dict)
    others: tuple[Guess, ...] = ()

    @property
    def fields(self) -> dict[str, TextColumn]:
        """Field -> column."""
        return {name: guess.column for name, guess in self.used.items()}


def matched(table: Table, columns: Sequence[TextColumn], profile: Profile) -> Match:
    """The best-named pairs first; a column serves one field and a field has one column.

    What the values contradict, and a name with a slip that no value supports, is not used. The order of the columns
    decides nothing but which of several columns of the same name is tried first; that is asked about.
    """
    found = sorted(_guesses(table, columns, profile), key=_order)
    used: dict[str, Guess] = {}
    taken: set[int] = set()
    for guess in found:
        if guess.usable and guess.field not in used and guess.column.number not in taken:
            used[guess.field] = guess
            taken.add(guess.column.number)
    others = tuple(c for c in found if c.column.number not in taken)
    return Match({name: used[name] for name in table.names if name in used}, others)


def _order(guess: Guess) -> tuple[bool, tuple[int, int], float, str, str, int]:
    column, sure = guess.column, guess.evidence.confidence
    return guess.empty, guess.named.order, -sure, plain(column.header), guess.field, column.number


def _guesses(table: Table, columns: Sequence[TextColumn], profile: Profile) -> Iterator[Guess]:
    for column in columns:
        for name, named in meanings(table.name, plain(column.header)).items():
            values = profile.of(column)
            yield Guess(name, column, named, weigh(named, fit(table, name, values)), not values.any_value)


def meanings(table: str, name: str) -> Mapping[str, Named]:
    """The fields of a table that a folded name can mean."""
    words = vocabulary().tables[table].names
    if name in words:
        return _named(table, name, None)
    if together := _together(table).get(run_together(name)):
        return _named(table, together, TOGETHER)
    if glued := _glued(table).get(name.replace("_", "")):
        return _named(table, glued, TOGETHER)
    bare = without_unit(name)
    if bare != name and bare in words:
        return _named(table, bare, UNIT)
    if measured := _measured(table, name):
        return measured
    prefixes = vocabulary().tables[table].prefixes
    behind = [name.removeprefix(f"{p}_") for p in prefixes if name.startswith(f"{p}_")]
    found: dict[str, Named] = {}
    for rest in behind:
        if rest in words and rest != "id":
            found = {**_named(table, rest, PREFIX), **found}
    return found or _slips(table, name)


@cache
def _named(table: str, name: str, how: str | None) -> dict[str, Named]:
    """Field -> the best meaning of a name of our lists. how: None for as it stands."""
    found: dict[str, Named] = {}
    for synonym in vocabulary().tables[table].names[name]:
        way = how or (EXACT if synonym.language == ENGLISH else LANGUAGE)
        named = Named(way, synonym.rank, name, synonym.language)
        if synonym.field not in found or named.order < found[synonym.field].order:
            found[synonym.field] = named
    return found


def _measured(table: str, name: str) -> dict[str, Named]:
    """Amounts in hundredths, and durations in another unit than minutes or in none that the name says."""
    words = vocabulary().tables[table].names
    amount, unit = measure_behind(without_unit(name))
    if unit == "cents" and amount in words:
        return {n: found for n, found in _named(table, amount, CENTS).items() if n in MONEY[table]}
    bare, unit = measure_behind(name)
    durations = _durations(table)
    if unit not in ("", "cents") and (spoken := durations.get(run_together(bare))):
        return _named(table, spoken, UNIT)
    spoken = durations.get(run_together(name), "")
    return _named(table, spoken, UNSAID) if spoken else {}


@cache
def _durations(table: str) -> dict[str, str]:
    """Names of durations without their minutes, written together -> the name; "duration" alone may be of anything."""
    minutes = [name for name, found in vocabulary().tables[table].names.items() if found[0].field in MINUTE_FIELDS]
    bare = {name: measure_behind(name) for name in minutes}
    return {run_together(rest): name for name, (rest, unit) in bare.items() if unit == "minutes" and rest}


@cache
def _together(table: str) -> dict[str, str]:
    """Names written together -> the name; where several are written alike, the one that comes first."""
    found: dict[str, str] = {}
    for name in vocabulary().tables[table].names:
        found.setdefault(run_together(name), name)
    found.pop("", None)
    return found


@cache
def _glued(table: str) -> dict[str, str]:
    """Names whose blanks were lost, also with "de" or "of" between their words: "fechadecierre" -> "fecha_cierre"."""
    found: dict[str, str] = {}
    for name in vocabulary().tables[table].names:
        first, between, rest = name.replace("e_mail", "email").partition("_")
        if between:
            for word in ("", *GLUE):
                found.setdefault(first + word + rest.replace("_", ""), name)
    return {glued: name for glued, name in found.items() if len(glued) >= SHORTEST_WITH_A_SLIP}


@cache
def _shortened(table: str) -> dict[str, tuple[str, ...]]:
    """A name, or a name without one of its letters -> the names it may stand for."""
    found: dict[str, list[str]] = {}
    for name in vocabulary().tables[table].names:
        if len(name) >= SHORTEST_WITH_A_SLIP:
            for short in shortened(name):
                found.setdefault(short, []).append(name)
    return {short: tuple(names) for short, names in found.items()}


def _slips(table: str, name: str) -> dict[str, Named]:
    if not SHORTEST_WITH_A_SLIP <= len(name) <= LONGEST_NAME:
        return {}
    close = {other for short in shortened(name) for other in _shortened(table).get(short, ())}
    found: dict[str, Named] = {}
    for other in sorted(close):
        if one_slip_apart(name, other):
            found = {**_named(table, other, SLIP), **found}
    return found
