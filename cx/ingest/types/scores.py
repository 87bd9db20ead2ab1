"""One answer as a score: "9", "9 - very likely", "4/5", "4 out of 5", "★★★★☆", "80 %", or a word that a list knows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cx.engines.base import Workspace
from cx.ingest.read import TEXT
from cx.ingest.types.answers import compared, no_answers

TEXTS_AT_MOST = 5000
"""So many different answers are looked at one by one; numbers are read however many there are."""
NUMBER_SQL = r"^[-+]?[0-9]+([.,][0-9]+)?$"
_NUMBER = r"(?P<n>[-+]?\d+(?:[.,]\d+)?)"
_STARS = r"(?:stars?|sterne?|etoiles?|estrellas?|estrelas?|gwiazd(?:ki|ka|ek)|つ星|星)"
_POINTS = r"(?:points?|punkte?n?|puntos?|pontos?|pts?\.?|pkt\.?|点)"
_PLAIN = re.compile(rf"{_NUMBER}\s*{_POINTS}?")
_KIND = rf"\s*(?:{_STARS}|{_POINTS})?"
_OF = re.compile(rf"{_NUMBER}{_KIND}\s*(?:/|out of|of|von|sur|de|em|z|na)\s*(?P<top>\d+){_KIND}")
_COUNTED = re.compile(rf"{_NUMBER}\s*{_STARS}")
_PERCENT = re.compile(rf"{_NUMBER}\s*%")
_DRAWN = re.compile(r"(?P<full>[★⭐🌟]+)(?P<empty>☆*)")
_BEFORE = re.compile(rf"{_NUMBER}\s*(?:[-–—:=.)]\s*\D.*|\([^\d]*\))", re.DOTALL)
_BEHIND = re.compile(rf"\D*[^\d\s.,]\s*[-–—:=(]\s*{_NUMBER}\)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """One text of a score column. number: the score it says; top: the best score, where the text says that too.

    word: as it is compared, for a text without a number. silent: whether it says that nothing was answered.
    """

    text: str
    n: int
    number: float | None = None
    top: int | None = None
    word: str = ""
    silent: bool = False


def read(text: str, n: int = 1) -> Answer:
    """What one text says. n: how many rows have it."""
    words = compared(text)
    if words in no_answers():
        return Answer(text, n, silent=True)
    bare = "".join(unicodedata.normalize("NFKC", text).replace("\ufe0f", "").replace("−", "-").split("\u200b")).strip()
    folded = words if words[:1].isalnum() else bare.lower()
    if found := _DRAWN.fullmatch(bare.replace(" ", "")):
        full, empty = len(found["full"]), len(found["empty"])
        return Answer(text, n, float(full), full + empty if empty else 5)
    for form, top in ((_OF, None), (_COUNTED, 5), (_PERCENT, 100)):
        if found := form.fullmatch(folded) or form.fullmatch(bare.lower()):
            return Answer(text, n, _float(found["n"]), top or int(found["top"]))
    for form in (_PLAIN, _BEFORE, _BEHIND):
        if found := form.fullmatch(bare.lower()):
            return Answer(text, n, _float(found["n"]))
    return Answer(text, n, word=words)


def answers(text: str, workspace: Workspace) -> list[Answer]:
    """The different texts of a score column, the commonest first. text: SQL of a cell's text."""
    rows = workspace.query(
        f"SELECT v, count(*) AS n FROM (SELECT {text} AS v FROM {TEXT}) WHERE v IS NOT NULL GROUP BY v "
        f"ORDER BY n DESC, v LIMIT {TEXTS_AT_MOST}"
    )
    return [read(str(v), int(n)) for v, n in zip(rows["v"], rows["n"], strict=True)]


def _float(text: str) -> float:
    return float(text.replace(",", "."))
