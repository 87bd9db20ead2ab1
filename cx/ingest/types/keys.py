"""Ids, labels and comments: text that keeps its leading zeros and loses only what a spreadsheet added."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.emails import MASK, has_address, hashed, masked
from cx.ingest.headers import TextColumn
from cx.ingest.read import TEXT
from cx.ingest.types.answers import compared, no_answers, yes_and_no
from cx.ingest.types.plain import Plain
from cx.ingest.types.reading import Reading, text_of
from cx.language import ngettext
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

    Where every value is digits and ".0", a spreadsheet made numbers of ids: the ".0" is taken off. An id that a
    spreadsheet shortened (1.23457E+11) is refused: different ids look alike then.
    """
    text = value(column.cell, Kind.KEY)
    row = workspace.query(
        rf"SELECT count(v) AS n, count(*) FILTER (regexp_matches(v, '^\d+\.0$')) AS whole, "
        f"count(*) FILTER (regexp_matches(v, {literal(SHORTENED)})) AS shortened, "
        f"count(*) FILTER (regexp_matches(v, {literal(EMAIL)})) AS emails FROM (SELECT {text} AS v FROM {TEXT})"
    ).iloc[0]
    n, emails = int(row["n"]), int(row["emails"])
    own = text_of(name)
    reading = Reading(name, column, text, own)
    if n and n == int(row["whole"]):
        reading.value = f"regexp_replace({own}, '\\.0$', '')"
        reading.notes.append(f"All values of “{column.header}” end in “.0”; they are read as whole ids.")
    if int(row["shortened"]):
        reason = "is an id that a spreadsheet has shortened, so different ids look alike; export the column as text"
        reading.checks.append((f"regexp_matches({own}, {literal(SHORTENED)})", reason))
    if emails > MOSTLY * n:
        reading.value = hashed(own, hash_key)
        reading.notes.append(f"“{column.header}” holds e-mail addresses; {name} is stored as their keyed hash.")
    elif emails:
        address = f"regexp_matches({own}, {literal(EMAIL)})"
        reading.value = f"CASE WHEN {address} THEN {hashed(own, hash_key)} ELSE {reading.value} END"
        reading.notes.append(f"Some values of “{column.header}” are e-mail addresses, stored as their keyed hash.")
    return reading, emails > MOSTLY * n


def read_label(name: str, column: TextColumn, kind: Kind, workspace: Workspace) -> Reading:
    """A label or comment as text. "NA" is missing unless the others are two-letter codes (Namibia, North America).

    E-mail addresses within it are masked, which a note tells.
    """
    text = value(column.cell, kind)
    reading = Reading(name, column, text, text_of(name))
    row = workspace.query(
        "SELECT count(*) FILTER (v = 'NA') AS na, count(DISTINCT v) FILTER (v <> 'NA') AS others, "
        "count(DISTINCT v) FILTER (v <> 'NA' AND regexp_matches(v, '^[A-Z]{2}$')) AS codes, "
        f"count(*) FILTER ({has_address('v')}) AS addresses FROM (SELECT {text} AS v FROM {TEXT})"
    ).iloc[0]
    if kind is not Kind.COMMENT and int(row["na"]):
        if int(row["codes"]) < 0.9 * max(int(row["others"]), 1):
            reading.value = f"nullif({text_of(name)}, 'NA')"
        else:
            reading.notes.append(f"“NA” in “{column.header}” is kept as a code, like the other two-letter values.")
    if n := int(row["addresses"]):
        reading.value = masked(reading.value)
        words = ngettext(
            "{n} value of “{header}” holds an e-mail address, which is stored as {mask}.",
            "{n} values of “{header}” hold e-mail addresses, which are stored as {mask}.",
            n,
        )
        reading.notes.append(words.format(n=n, header=column.header, mask=MASK))
    return reading


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
    reading.unreadable = "is neither yes nor no"
    if unsaid := [literal(v) for v, word in words.items() if word in silent]:
        reading.text = f"CASE WHEN {text} IN ({', '.join(unsaid)}) THEN NULL ELSE {text} END"
    return reading
