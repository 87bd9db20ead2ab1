"""Answers in words: what they are compared as, yes and no, and the lists from worst to best, from words.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words.toml"
NPS_GROUPS = {"promoter": 10.0, "passive": 8.0, "detractor": 3.0}
"""The score that stands for each group: the NPS is the same with any score of the group."""


@dataclass(frozen=True, slots=True)
class AnswerList:
    """One list of answers. points: word -> its place from 1 (worst). top: the place of the best.

    directed: whether the words say which end is easy.
    """

    points: dict[str, int]
    top: int
    directed: bool


def compared(text: str) -> str:
    """A text as answers are compared: lower case, single blanks, no accents, no outer punctuation."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ł", "l").replace("’", "'"))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter) and letter not in "\ufe0f\u200d")
    bare = "".join(letter for letter in bare if not 0x1F3FB <= ord(letter) <= 0x1F3FF)
    return " ".join(unicodedata.normalize("NFC", bare).split()).strip(' .!:;,"“”')


@cache
def lists(field: str) -> tuple[AnswerList, ...]:
    """The lists that answer a score, the shortest first."""
    found = []
    for made in _words()["lists"]:
        if field in made["fits"]:
            points = {compared(word): n for n, words in enumerate(made["answers"], start=1) for word in words}
            found.append(AnswerList(points, len(made["answers"]), field not in made.get("undirected", ())))
    return tuple(sorted(found, key=lambda made: made.top))


def fitting(field: str, words: Collection[str]) -> AnswerList | None:
    """The shortest list that has all these words (as compared), each at a place of its own if there is such a list."""
    having = [made for made in lists(field) if words and set(words) <= made.points.keys()]
    apart = [made for made in having if len({made.points[word] for word in words}) == len(set(words))]
    return next(iter(apart or having), None)


@cache
def no_answers() -> frozenset[str]:
    """What stands where a question was not answered."""
    return frozenset(map(compared, _words()["no_answer"]["words"]))


@cache
def nps_groups() -> dict[str, float]:
    """The words for promoters, passives and detractors -> a score of that group."""
    return {compared(word): NPS_GROUPS[group] for group, words in _words()["nps_groups"].items() for word in words}


@cache
def yes_and_no() -> dict[str, bool]:
    """The words for yes and no."""
    found = _words()["yesno"]
    return {compared(word): answer for name, answer in (("yes", True), ("no", False)) for word in found[name]}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
