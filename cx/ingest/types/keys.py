"""Ids, labels and comments: text that keeps its leading zeros and loses only what a spreadsheet added."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.emails import hashed
from cx.ingest.headers import TextColumn
from cx.ingest.masking import MASKS, TITLES, held, masked, may_hold
from cx.ingest.read import TEXT
from cx.ingest.types.answers import compared, no_answers, yes_and_no
from cx.ingest.types.plain import Plain
from cx.ingest.types.reading import Reading, text_of
from cx.language import _, ngettext
from cx.model import Kind

MOSTLY = 0.5
"""An id column with more e-mail addresses than this share holds addresses."""
SHORTENED = r"^[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}$"
"""What a spreadsheet shows for a long number: its last digits are lost."""
LONGEST_ANSWER = 60
"""A yes or no in words is not longer."""


def read_plain(name: str, column: TextColumn, facts: Plain) -> Reading:
    """An id, label or comment that is kept as it is."""
    return Reading(name, column, facts.text, text_of(name), plain=True, empty=facts.empty)


def read_key(name: str, column: TextColumn, workspace: Workspace, hash_key: bytes) -> tuple[Reading, bool]:
    """An id as text, and whether its values are e-mail addresses: these are stored as their keyed hash.

    Where every value is digits, and some have ".0" behind them, a spreadsheet made numbers of ids: the ".0" is taken
    off, so that 1 and 1.0 are one; among other ids it is kept and told. An id that a spreadsheet shortened
    (1.23457E+11) is refused: different ids look alike then.
    """
    text = value(column.cell, Kind.KEY)
    row = workspace.query(
        rf"SELECT count(v) AS n, count(*) FILTER (regexp_matches(v, '^\d+\.0$')) AS whole, "
        rf"count(*) FILTER (regexp_matches(v, '^\d+$')) AS digits, "
        f"count(*) FILTER (regexp_matches(v, {literal(SHORTENED)})) AS shortened, "
        f"count(*) FILTER (regexp_matches(v, {literal(EMAIL)})) AS emails FROM (SELECT {text} AS v FROM {TEXT})"
    ).iloc[0]
    n, emails = int(row["n"]), int(row["emails"])
    own = text_of(name)
    reading = Reading(name, column, text, own)
    if whole := int(row["whole"]):
        numbers = whole + int(row["digits"]) == n
        reading.text = f"regexp_replace({text}, '\\.0$', '')" if numbers else text
        reading.notes.append(_told_whole(whole, n, column.header, folded=numbers))
    if int(row["shortened"]):
        reason = _("is an id that a spreadsheet has shortened, so different ids look alike; export the column as text")
        reading.checks.append((f"regexp_matches({own}, {literal(SHORTENED)})", reason))
    if emails > MOSTLY * n:
        reading.value = hashed(own, hash_key)
        reading.notes.append(
            _("“{header}” holds e-mail addresses; {name} is stored as their keyed hash.").format(
                header=column.header, name=name
            )
        )
    elif emails:
        address = f"regexp_matches({own}, {literal(EMAIL)})"
        reading.value = f"CASE WHEN {address} THEN {hashed(own, hash_key)} ELSE {reading.value} END"
        reading.notes.append(
            _("Some values of “{header}” are e-mail addresses, stored as their keyed hash.").format(
                header=column.header
            )
        )
    return reading, emails > MOSTLY * n


def _told_whole(whole: int, n: int, header: str, *, folded: bool) -> str:
    if whole == n:
        return _("All values of “{header}” end in “.0”; they are read as whole ids.").format(header=header)
    ending = ngettext("{n} value of “{header}” ends in “.0”", "{n} values of “{header}” end in “.0”", whole)
    meaning = (
        _("the other ids are digits, so it is taken off") if folded else _("not all ids are digits, so it is kept")
    )
    return f"{ending.format(n=whole, header=header)}; {meaning}."


def read_label(name: str, column: TextColumn, kind: Kind, workspace: Workspace) -> Reading:
    """A label or comment as text. "NA" is missing unless the others are two-letter codes (Namibia, North America).

    Personal data within it are masked, which a note tells for each kind.
    """
    text = value(column.cell, kind)
    reading = Reading(name, column, text, text_of(name))
    row = workspace.query(
        "SELECT count(*) FILTER (v = 'NA') AS na, count(DISTINCT v) FILTER (v <> 'NA') AS others, "
        "count(DISTINCT v) FILTER (v <> 'NA' AND regexp_matches(v, '^[A-Z]{2}$')) AS codes, "
        f"count(*) FILTER ({may_hold('v')}) AS candidates FROM (SELECT {text} AS v FROM {TEXT})"
    ).iloc[0]
    if kind is not Kind.COMMENT and int(row["na"]):
        if int(row["codes"]) < 0.9 * max(int(row["others"]), 1):
            reading.value = f"nullif({text_of(name)}, 'NA')"
        else:
            reading.notes.append(
                _("“NA” in “{header}” is kept as a code, like the other two-letter values.").format(
                    header=column.header
                )
            )
    found = held(text, workspace) if int(row["candidates"]) else {}
    if found:
        reading.value = masked(reading.value, found)
        reading.notes += [_told(kind, n, column) for kind, n in found.items()]
    return reading


def _told(kind: str, n: int, column: TextColumn) -> str:
    words = ngettext(
        "{n} value of “{header}” holds {kind}, stored as {mask}.",
        "{n} values of “{header}” hold {kind}, stored as {mask}.",
        n,
    )
    return words.format(n=n, header=column.header, kind=TITLES[kind], mask=MASKS[kind])


def read_yes_no(name: str, column: TextColumn, workspace: Workspace) -> Reading:
    """Yes or no in the words of seven languages."""
    text = value(column.cell, Kind.YESNO)
    rows = workspace.query(
        f"SELECT DISTINCT v FROM (SELECT {text} AS v FROM {TEXT}) WHERE v IS NOT NULL AND length(v) <= {LONGEST_ANSWER}"
    )
    known, silent = yes_and_no(), no_answers()
    words = {str(v): compared(str(v)) for v in rows["v"]}
    found = {v: known[word] for v, word in words.items() if word in known}
    cases = " ".join(f"WHEN {literal(v)} THEN {'true' if answer else 'false'}" for v, answer in found.items())
    own = text_of(name)
    reading = Reading(name, column, text, f"CASE {own} {cases} END" if cases else "CAST(NULL AS BOOLEAN)")
    reading.unreadable = _("is neither yes nor no")
    if unsaid := [literal(v) for v, word in words.items() if word in silent]:
        reading.text = f"CASE WHEN {text} IN ({', '.join(unsaid)}) THEN NULL ELSE {text} END"
    return reading
