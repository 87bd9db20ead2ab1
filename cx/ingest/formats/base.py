"""What a recognised export is: the headers it is known by, and the canonical tables that are made from its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cx.ingest.headers import normalised

PLURAL = re.compile(r"\bIDs\b")
"""The plural of an abbreviation, which is no word of its own: "Contact IDs"."""
Head = Sequence[Sequence[str]]
"""The first records of a file."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of an export. rows: how many records it takes. names: of the columns, as the tool writes them.

    wordings: the full text of every column where the tool has one (questions), else the names again. zone: the time
    zone of the file's times, as the header says it, "" where it does not.
    """

    rows: int
    names: tuple[str, ...]
    wordings: tuple[str, ...]
    zone: str = ""


def one_row(head: Head) -> Header | None:
    """The header of nearly every export: the first record."""
    names = tuple(head[0]) if head else ()
    return Header(1, names, names) if names else None


def name_of(header: str) -> str:
    """A header as formats compare it: in snake case, and a sign without letters, such as "#", as it is."""
    return normalised(PLURAL.sub("Ids", header)) or header.strip()


@dataclass(frozen=True, slots=True)
class Signature:
    """The set of headers an export is known by, wherever they stand; "a|b" means either of the two.

    needs: all of these. some: at least `at_least` of these. never: none of these.
    """

    needs: tuple[str, ...]
    some: tuple[str, ...] = ()
    at_least: int = 0
    never: tuple[str, ...] = ()

    def fits(self, names: Collection[str]) -> bool:
        """Whether a file with these headers (as name_of gives them) bears the signature."""
        found = set(names)

        def there(wanted: str) -> bool:
            return not found.isdisjoint(wanted.split("|"))

        if not all(map(there, self.needs)) or any(map(there, self.never)):
            return False
        return sum(map(there, self.some)) >= self.at_least


@dataclass(frozen=True, slots=True)
class Sql:
    """A value made of several cells. template: SQL, `{a|b}` stands for the text of the first of these columns.

    Where a file has none of them the field stays empty, except for `{a|b?}`, which is NULL then. `{!a|b}`
    is the keyed hash of the text, for what tells a person; `{@name}` is a mark. column: "a|b", the column it comes from
    above all, without which the field stays empty too.
    """

    template: str
    column: str = ""


def utc(text: str) -> str:
    """SQL of a text with a time in UTC, the zone named; a date without a clock, and seconds since 1970, stay."""
    return f"CASE WHEN regexp_matches({text}, ':[0-9][0-9]([.,][0-9]+)?$') THEN {text} || 'Z' ELSE {text} END"


@dataclass(frozen=True, slots=True)
class Utc:
    """A time in UTC written without saying so: the first of these columns ("a|b") that the file has."""

    columns: str


def number(cell: str) -> str:
    """SQL of the number in a cell whose last mark, when one or two digits follow it, is the decimal mark."""
    digits = f"regexp_replace({cell}, '[^0-9.,-]', '', 'g')"
    decimals = f"regexp_extract({digits}, '[.,]([0-9][0-9]?)$', 1)"
    whole = f"regexp_replace(regexp_replace({digits}, '[.,][0-9][0-9]?$', ''), '[.,]', '', 'g')"
    return f"TRY_CAST({whole} || '.' || {decimals} AS DECIMAL(18, 4))"


Source = str | Sql | Utc
"""Where a field comes from: "a|b" is the first of these columns that the file has."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows that no table takes. where: SQL template that is true for them. column: to name. reason: in words."""

    where: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unless:
    """A question that is asked unless some row fulfils `where` or the person said what fills `field`.

    column: "a|b", whose values are the examples. text: the question. option: what to pass.
    """

    where: str
    field: str
    column: str
    text: str
    option: str


@dataclass(frozen=True, slots=True)
class Part:
    """One canonical table made from the rows of an export.

    fields: canonical field -> source. where: SQL template of the rows it is made from, "" for all. needs: "a|b", the
    part is made only of a file that has one of them. constants: field -> one value for every row. scales: score ->
    "worst-best", where the tool has only one. own: columns that become its dimensions; the first part takes all that
    are left. asks: whether its scores are found among questions. within: the field that names a row of another part,
    without which this part's row is not stored either.
    """

    table: str
    fields: Mapping[str, Source]
    where: str = ""
    needs: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    asks: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's export. title: for people. parts: the first is the main one, and uses every row that any part uses.

    ignored: columns that say nothing about a customer. personal: columns that name a person, whatever they are called
    elsewhere; both are not stored, and "billing_*" is every name that begins so. marks: name -> SQL template over all
    usable rows, in order; later ones may use earlier ones. notes: what the person should know of such a file. unless:
    what may have to be asked. header: reads the names from the first records; None when it cannot be this export.
    """

    name: str
    title: str
    signature: Signature
    parts: tuple[Part, ...]
    refused: tuple[Refused, ...] = ()
    ignored: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unless: Unless | None = None
    header: Callable[[Head], Header | None] = one_row

    def read_header(self, head: Head) -> Header | None:
        """The header of a file when it bears this export's signature."""
        header = self.header(head)
        if header and self.signature.fits([name_of(name) for name in header.names]):
            return header
        return None
