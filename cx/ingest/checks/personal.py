"""Personal data: in which columns, of which kind, and what happens to them. No finding shows any of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx.engines.base import quoted
from cx.ingest.cells import literal, value
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, EXAMPLES, GOOD, Finding
from cx.ingest.headers import TextColumn, normalised
from cx.ingest.masking import MASKS, PROVEN_AT_LEAST, holds
from cx.ingest.patterns import PATTERNS, Pattern
from cx.ingest.read import TEXT
from cx.language import N_, _, ngettext
from cx.language.numbers import count
from cx.model import Kind

LEFT_OUT = "personal_columns"
KINDS_BY_NAME = {
    N_("IP addresses"): "ip ipaddress",
    N_("e-mail addresses"): "email mail",
    N_("phone numbers"): "phone telephone mobile cellphone fax telefon handy portable telefono telefone",
    N_("addresses"): (
        "zip zipcode postcode postal street address address1 address2 city latitude longitude strasse plz adresse rue "
        "direccion endereco"
    ),
    N_("dates of birth"): "dob birthday birthdate birth geburtsdatum naissance nacimiento nascimento",
    N_("bank account numbers (IBAN)"): "iban",
    N_("numbers of identity papers"): "ssn passport",
    N_("names"): (
        "name firstname lastname fullname username surname company requester submitter assignee owner customer buyer "
        "employee vorname nachname ansprechpartner nom prenom nombre apellido nome sobrenome imie nazwisko"
    ),
}
"""Kind -> words of column names that mean it; the first kind that fits."""
SHORTEST = 7
"""Shorter text is not searched: no address or number of a person is shorter."""
FORMS = {pattern.kind: pattern.form for pattern in PATTERNS}


def check(looked: Looked) -> Iterator[Finding]:
    """Columns left out, addresses kept as keyed hash, and personal data within the text that is stored."""
    if left_out := _left_out(looked):
        yield left_out
    yield from _hashed(looked)
    columns = {n: looked.mapping.fields.get(n) or looked.mapping.dimensions.get(n) for n in looked.columns}
    texts = {*looked.fields_of(Kind.LABEL, Kind.COMMENT), *looked.mapping.dimensions}
    for name, column in columns.items():
        if name in texts and column is not None:
            yield from _within(looked, name, column)


def kind_of(header: str) -> str:
    """What a personal column holds, by its name."""
    words = set(normalised(header).split("_"))
    of_words = (kind for kind, of in KINDS_BY_NAME.items() if not words.isdisjoint(of.split()))
    return _(next(of_words, N_("other personal data")))


def _left_out(looked: Looked) -> Finding | None:
    # By name, too: a format makes fields of several columns, under the name of the first.
    kept = {key for column in looked.mapping.fields.values() for key in (column.number, column.header)}
    columns = [c for c in looked.mapping.personal if c.number not in kept and c.header not in kept]
    if not columns:
        return None
    any_of = " OR ".join(f"{value(c.cell, Kind.LABEL)} IS NOT NULL" for c in columns)
    row = looked.workspace.query(
        f"SELECT count(*) AS rows_looked_at, count(*) FILTER ({any_of}) AS n FROM {TEXT} WHERE {looked.some}"
    ).iloc[0]
    headers = tuple(column.header for column in columns)
    return left_out_finding(looked.name, headers, int(row["n"]), int(row["rows_looked_at"]))


def left_out_finding(table: str, headers: Sequence[str], n: int, of: int) -> Finding:
    """The finding that columns are left out; its examples are their headers, which are no personal data."""
    by_kind: dict[str, list[str]] = {}
    for header in headers:
        by_kind.setdefault(kind_of(header), []).append(header)
    listed = "; ".join(f"{kind} ({', '.join(held)})" for kind, held in by_kind.items())
    words = ngettext(
        "{n} column holds personal data: {listed}.", "{n} columns hold personal data: {listed}.", len(headers)
    )
    return Finding(
        table,
        LEFT_OUT,
        n,
        of,
        words.format(n=count(len(headers)), listed=listed),
        _("They are left out: not stored, not shown, and masked in refused rows. No figure needs them."),
        GOOD,
        examples=tuple(headers),
    )


def _hashed(looked: Looked) -> Iterator[Finding]:
    personal = {column.number for column in looked.mapping.personal}
    fields = [
        name
        for name, column in looked.mapping.fields.items()
        if looked.table.column(name).kind is Kind.EMAIL or column.number in personal
    ]
    for name in fields:
        stored = looked.table.column(name).stored_name
        if stored not in looked.columns:
            continue
        n = looked.count(f"{quoted(stored)} IS NOT NULL")
        words = ngettext(
            "{n} value of “{header}” is an e-mail address.", "{n} values of “{header}” are e-mail addresses.", n
        )
        if looked.table.column(name).kind is not Kind.EMAIL:
            words = ngettext(
                "{n} value of “{header}” tells who somebody is.", "{n} values of “{header}” tell who somebody is.", n
            )
        if n:
            yield looked.finding(
                "personal_hashed",
                n,
                words.format(n=count(n), header=looked.header(name)),
                _("They are stored as a keyed hash only: it finds the customer again and cannot be read back."),
                status=GOOD,
            )


def _within(looked: Looked, name: str, column: TextColumn) -> Iterator[Finding]:
    """Personal data in the file's text of a column that is stored; each kind says what becomes of it."""
    tests = ", ".join(f"{_holds(p.kind, 'v')} AS {p.kind}" for p in PATTERNS)
    sums = ", ".join(f"coalesce(sum(n) FILTER ({p.kind}), 0) AS {p.kind}" for p in PATTERNS)
    row = looked.workspace.query(
        f"SELECT {sums} FROM (SELECT n, {tests} FROM (SELECT {column.cell} AS v, count(*) AS n FROM {TEXT} "
        f"WHERE {looked.some} AND length({column.cell}) >= {SHORTEST} GROUP BY ALL) "
        "WHERE contains(v, '@') OR regexp_matches(v, '\\d'))"
    ).iloc[0]
    for pattern in (p for p in PATTERNS if int(row[p.kind])):
        if finding := _told(looked, name, column, pattern):
            yield finding


def _holds(kind: str, text: str) -> str:
    """SQL of whether a text holds personal data of a kind; text is a name."""
    return holds(kind, text) if kind in MASKS else f"regexp_matches({text}, {literal(FORMS[kind])})"


def _told(looked: Looked, name: str, column: TextColumn, pattern: Pattern) -> Finding | None:
    """The finding of one kind in one column; None when no usable row has it, or most candidates prove wrong."""
    found = looked.workspace.query(
        f"SELECT count(*) FILTER (held) AS n, count(*) AS candidates, count(*) FILTER (kept) AS kept, "
        f"list_sort(list(line) FILTER (held))[1:{EXAMPLES}] AS lines "
        f"FROM (SELECT line, {_holds(pattern.kind, 'v')} AS held, {_holds(pattern.kind, 's')} AS kept "
        f"FROM (SELECT r.line, t.{column.cell} AS v, CAST(r.{quoted(name)} AS VARCHAR) AS s "
        f"FROM {looked.part} AS r JOIN {TEXT} AS t ON t.line = r.line) "
        f"WHERE regexp_matches(v, {literal(pattern.form)}))"
    ).iloc[0]
    n = int(found["n"])
    if not n or (pattern.checked and n < PROVEN_AT_LEAST * int(found["candidates"])):
        return None
    words = ngettext("{n} value of “{header}” holds {kind}.", "{n} values of “{header}” hold {kind}.", n)
    stays = int(found["kept"]) > 0
    return Finding(
        looked.name,
        "personal_in_text",
        n,
        looked.sampled,
        words.format(n=count(n), header=looked.header(name), kind=_(pattern.title)),
        _("They would be stored as they stand and seen by everybody who sees the data. Leave the column out.")
        if stays
        else _("They are masked: the text is stored without them."),
        BAD if stays else GOOD,
        tuple(int(line) for line in found["lines"]),
    )
