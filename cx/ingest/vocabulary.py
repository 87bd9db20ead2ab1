"""The words behind recognition, from synonyms.toml: names of columns, signs of "no value", personal columns."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SYNONYMS = Path(__file__).parent / "synonyms.toml"


@dataclass(frozen=True, slots=True)
class TableWords:
    """What a canonical table's columns are called. hints: words of file names. fields: field -> names, best first."""

    hints: frozenset[str]
    prefixes: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All lists. missing_any: "no value" everywhere. missing_values: also in columns that are no labels."""

    tables: dict[str, TableWords]
    missing_any: tuple[str, ...]
    missing_values: tuple[str, ...]
    personal_names: frozenset[str]
    personal_words: frozenset[str]

    @property
    def known_names(self) -> frozenset[str]:
        """Every name of a column that any table knows, except those that are also everyday values."""
        return frozenset(name for words in self.tables.values() for names in words.fields.values() for name in names)

    def is_personal(self, name: str) -> bool:
        """Whether a normalised column name means a person's name, address, phone or the like."""
        return name in self.personal_names or not self.personal_words.isdisjoint(name.split("_"))


@cache
def vocabulary() -> Vocabulary:
    """The lists of synonyms.toml, read once."""
    text = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
    tables = {
        name: TableWords(
            frozenset(words["hints"]),
            tuple(words["prefixes"]),
            {field: tuple(names) for field, names in words["fields"].items()},
        )
        for name, words in text["tables"].items()
    }
    missing, personal = text["missing"], text["personal"]
    return Vocabulary(
        tables,
        tuple(missing["any"]),
        tuple(missing["values"]),
        frozenset(personal["names"]),
        frozenset(personal["words"]),
    )
