"""Ids, labels, yes/no and comments: text that keeps its leading zeros and loses only what a spreadsheet added."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.emails import MASK, has_address, masked
from cx.ingest.headers import TextColumn
from cx.ingest.read import TEXT
from cx.ingest.types.reading import Reading, text_of
from cx.language import ngettext
from cx.model import Kind

YES = ("true", "t", "yes", "y", "1")
NO = ("false", "f", "no", "n", "0")


def read_key(name: str, column: TextColumn, workspace: Workspace) -> Reading:
    """An id as text. Where every value is digits and ".0", a spreadsheet made numbers of ids: the ".0" is taken off."""
    text = value(column.cell, Kind.KEY)
    row = workspace.query(
        rf"SELECT count(v) AS n, count(*) FILTER (regexp_matches(v, '^\d+\.0$')) AS whole, "
        f"count(*) FILTER (regexp_matches(v, {literal(EMAIL)})) AS emails FROM (SELECT {text} AS v FROM {TEXT})"
    ).iloc[0]
    reading = Reading(name, column, text, text_of(name))
    if int(row["n"]) and int(row["n"]) == int(row["whole"]):
        reading.value = f"regexp_replace({text_of(name)}, '\\.0$', '')"
        reading.notes.append(f"All values of “{column.header}” end in “.0”; they are read as whole ids.")
    return reading


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


def read_yes_no(name: str, column: TextColumn) -> Reading:
    """Yes or no in the usual words."""
    text = value(column.cell, Kind.YESNO)
    yes, no = (", ".join(literal(word) for word in words) for words in (YES, NO))
    sql = f"CASE WHEN lower({text_of(name)}) IN ({yes}) THEN true WHEN lower({text_of(name)}) IN ({no}) THEN false END"
    return Reading(name, column, text, sql, "is neither yes nor no")
