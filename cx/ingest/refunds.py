"""Refunds: money given back, whatever sign the file writes it with."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.ingest.mapping import Mapping
from cx.ingest.naming import PROBLEM
from cx.ingest.types.reading import Reading, select
from cx.language import ngettext

REFUND = "refunded_amount"


def read_refund(reading: Reading, workspace: Workspace) -> None:
    """Read a negative refund as a refund of that size, and note how many there are; subtracted, it would be revenue."""
    rows = workspace.query(f"SELECT count(*) AS n FROM ({select([reading])}) WHERE {REFUND} < 0")
    if n := int(rows["n"].iloc[0]):
        words = ngettext(
            "{n} value of “{header}” is negative; it is read as a refund of that size.",
            "{n} values of “{header}” are negative; they are read as refunds of that size.",
            n,
        )
        reading.notes.append(words.format(n=n, header=reading.column.header))
        reading.value = f"abs({reading.value})"


def note_large_refunds(rows: str, mapping: Mapping, workspace: Workspace) -> list[str]:
    """A note when more was given back than the order was worth. rows: the table of converted rows."""
    if not {REFUND, "amount"} <= mapping.names:
        return []
    found = workspace.query(
        f"SELECT count(*) AS n FROM {rows} WHERE {PROBLEM} = 0 AND {REFUND} > 0 AND {REFUND} > amount"
    )
    n = int(found["n"].iloc[0])
    words = ngettext(
        "{n} refund is larger than its amount; the order's net revenue is negative.",
        "{n} refunds are larger than their amounts; the net revenue of those orders is negative.",
        n,
    )
    return [words.format(n=n)] if n else []
