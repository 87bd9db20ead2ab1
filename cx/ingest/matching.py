"""Which column of a file is which field of a canonical table, by name."""

from __future__ import annotations

from collections.abc import Sequence

from cx.ingest.headers import TextColumn, normalised
from cx.ingest.vocabulary import TableWords

BEHIND_PREFIX = 100
"""A name found only behind a prefix ranks after every name found as it stands."""


def matched(words: TableWords, columns: Sequence[TextColumn]) -> dict[str, TextColumn]:
    """Field -> column: the best-ranked pairs first; a column serves one field and a field has one column."""
    pairs = sorted(
        (rank, column.number, field, column)
        for column in columns
        for field, rank in _ranks(words, normalised(column.header))
    )
    found: dict[str, TextColumn] = {}
    taken: set[int] = set()
    for _rank, number, field, column in pairs:
        if field not in found and number not in taken:
            found[field] = column
            taken.add(number)
    return {field: found[field] for field in words.fields if field in found}


def _ranks(words: TableWords, name: str) -> list[tuple[str, int]]:
    """The fields a name can mean, each with its rank (0 is best)."""
    bare = [name.removeprefix(f"{p}_") for p in words.prefixes if name.startswith(f"{p}_")]
    ranks = []
    for field, names in words.fields.items():
        if name in names:
            ranks.append((field, names.index(name)))
        else:
            behind = [names.index(b) for b in bare if b in names and b != "id"]
            if behind:
                ranks.append((field, BEHIND_PREFIX + min(behind)))
    return ranks
