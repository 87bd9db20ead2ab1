"""Rows whose key is stored already: the same again, or another version of it."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.findings import EXAMPLES, GOOD, LOOK, Finding
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.store.standing.incoming import Incoming


def findings(incoming: Incoming) -> Iterator[Finding]:
    """Duplicates of stored rows, new versions of them, and versions that an appending load leaves out."""
    if incoming.first:
        return
    load = f"table_name = '{incoming.table}' AND load_no = {incoming.load_no}"
    again = incoming.number(f"SELECT count(*) FROM meta.claims WHERE {load}")
    noted = incoming.number(f"SELECT count(*) FROM meta.passed WHERE {load}")
    newer = incoming.report.superseded if incoming.table == incoming.report.table else 0
    of = again + incoming.n
    if again:
        words = ngettext(
            "{n} row is stored already, just as it is.", "{n} rows are stored already, just as they are.", again
        )
        yield _told(
            incoming, "known_rows", again, of, words, _("They are ignored: nothing is counted twice."), "claims", GOOD
        )
    if newer:
        words = ngettext(
            "{n} row is a new version of a stored one.", "{n} rows are new versions of stored ones.", newer
        )
        meaning = _("They take the place of the stored rows: figures of their days can change.")
        yield incoming.finding("new_versions", newer, words.format(n=count(newer)), meaning, of=of)
    if noted:
        words = ngettext(
            "{n} row differs from the stored row of its key.",
            "{n} rows differ from the stored rows of their keys.",
            noted,
        )
        meaning = _("Rows are only added, so the stored ones stay; load with upsert to let the new ones count.")
        yield _told(incoming, "left_as_stored", noted, of, words, meaning, "passed", LOOK)


def known_keys(incoming: Incoming) -> float:
    """The share of the file's rows whose key was stored before."""
    load = f"table_name = '{incoming.table}' AND load_no = {incoming.load_no}"
    again = incoming.number(f"SELECT count(*) FROM meta.claims WHERE {load}")
    newer = incoming.report.superseded if incoming.table == incoming.report.table else 0
    return (again + newer) / max(again + incoming.n, 1)


def _told(incoming: Incoming, check: str, n: int, of: int, words: str, meaning: str, kept: str, status: str) -> Finding:
    lines = incoming.query(
        f"SELECT row_no FROM meta.{kept} WHERE table_name = '{incoming.table}' AND load_no = {incoming.load_no} "
        f"ORDER BY row_no LIMIT {EXAMPLES}"
    )["row_no"]
    return Finding(
        incoming.table, check, n, of, words.format(n=count(n)), meaning, status, tuple(int(line) for line in lines)
    )
