"""The words behind recognition: names of columns in seven languages, signs of "no value", personal columns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cx.ingest.spelling import folded, spellings

SYNONYMS = Path(__file__).parent / "synonyms.toml"
LANGUAGES = Path(__file__).parent / "synonyms"
"""English is the main list, with all that is no language; each other language has a file of its name here."""
ENGLISH = "English"
SHORT = 4
"""Letters of a word that may be part of another by chance."""
JOINING = frozenset({"in", "en", "em", "w"})
MINUTE_FIELDS = frozenset({"first_reply_minutes", "handle_minutes"})
PERSONAL_PARTS = ("names", "words", "within")


@dataclass(frozen=True, slots=True)
class Synonym:
    """A name of a field: its rank in the list of its language, 0 is best."""

    field: str
    rank: int
    language: str


@dataclass(frozen=True, slots=True)
class TableWords:
    """What a canonical table's columns are called. hints: words of file names. names: folded name -> what it means.

    fields: field -> its names, folded, best first, English before the others.
    """

    hints: frozenset[str]
    prefixes: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    names: dict[str, tuple[Synonym, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All lists. missing_any: "no value" everywhere. missing_values: also in columns that are no labels.

    units: unit -> the words of a header that name it. no_money: words of numbers that are no amount, or only a part of
    one. personal_within: what makes a name personal wherever it stands in it, for languages that write words together.
    """

    tables: dict[str, TableWords]
    missing_any: tuple[str, ...]
    missing_values: tuple[str, ...]
    personal_names: frozenset[str]
    personal_words: frozenset[str]
    personal_within: tuple[str, ...]
    known_names: frozenset[str]
    opposites: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    no_money: frozenset[str]

    def sides(self, name: str) -> frozenset[str]:
        """The sides of opposites (net, gross) that a folded name speaks of; short words only where they stand alone."""
        words = name.split("_")
        return frozenset(
            side
            for side, signs in self.opposites.items()
            if any(sign in words or ((len(sign) > SHORT or not sign.isascii()) and sign in name) for sign in signs)
        )

    def is_personal(self, name: str) -> bool:
        """Whether a normalised column name means a person's name, address, phone or the like."""
        plain = folded(name)
        if plain in self.personal_names or not self.personal_words.isdisjoint(plain.split("_")):
            return True
        return any(part in plain.replace("_", "") for part in self.personal_within)


def measure_behind(name: str) -> tuple[str, str]:
    """A folded name without the unit behind it, and that unit: "handle_time_in_seconds" -> "handle_time", "seconds"."""
    words = name.removesuffix("_units").split("_")
    for unit, names in vocabulary().units.items():
        if len(words) > 1 and words[-1] in names:
            rest = words[:-1]
            return "_".join(rest[:-1] if len(rest) > 1 and rest[-1] in JOINING else rest), unit
        glued = next((n for n in names if not n.isascii() and name.endswith(n) and name != n), None)
        if glued:
            return name.removesuffix(glued).rstrip("_"), unit
    return name, ""


@cache
def vocabulary() -> Vocabulary:
    """The lists of all languages, read once."""
    texts = {ENGLISH: _read(SYNONYMS)} | {
        path.stem.capitalize(): _read(path) for path in sorted(LANGUAGES.glob("*.toml"))
    }
    english = texts[ENGLISH]
    tables = {name: _table(name, texts) for name in english["tables"]}
    missing = english["missing"]
    personal = {part: _all(text["personal"].get(part, ()) for text in texts.values()) for part in PERSONAL_PARTS}
    return Vocabulary(
        tables,
        tuple(missing["any"]),
        tuple(missing["values"]),
        personal["names"],
        personal["words"],
        tuple(sorted(word.replace("_", "") for word in personal["within"])),
        _known(texts),
        {side: tuple(words) for side, words in english["opposites"].items()},
        {unit: tuple(words) for unit, words in english["units"].items()},
        frozenset(english["no_money"]["words"]),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _all(lists: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(spelling for words in lists for word in words for spelling in spellings(word))


def _known(texts: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Every name of a column that any table knows, as it is written and without its accents."""
    names = [
        name
        for text in texts.values()
        for table in text["tables"].values()
        for field in table["fields"].values()
        for name in field
    ]
    return frozenset(names) | _all([names])


def _table(table: str, texts: Mapping[str, Mapping[str, Any]]) -> TableWords:
    meanings: dict[str, list[Synonym]] = {}
    fields: dict[str, dict[str, None]] = {field: {} for field in texts[ENGLISH]["tables"][table]["fields"]}
    for language, text in texts.items():
        for field, names in text["tables"][table]["fields"].items():
            for rank, name in enumerate(names):
                for spelling in sorted(spellings(name)):
                    meanings.setdefault(spelling, []).append(Synonym(field, rank, language))
                    fields[field][spelling] = None
    own = [text["tables"][table] for text in texts.values()]
    return TableWords(
        _all(words["hints"] for words in own),
        tuple(prefix for words in own for prefix in words.get("prefixes", ())),
        {field: tuple(names) for field, names in fields.items()},
        {name: tuple(found) for name, found in meanings.items()},
    )
