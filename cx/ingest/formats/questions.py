"""Which columns of a survey hold the scores we know: by the wording of the question, and by the answers to it."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cx.engines.base import Workspace
from cx.ingest.cells import EMAIL, literal, value
from cx.ingest.headers import TextColumn, distinct
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.ingest.types.answers import fitting
from cx.ingest.types.scores import read
from cx.language import _, ngettext
from cx.model import Kind

WORDINGS = Path(__file__).with_suffix(".toml")
SCORES = ("nps", "csat", "ces")
SCORE = r"^\d{1,2}(\.0+)?(\s*[-–(:=].*)?$|^\D*[-–(:=]\s*\d{1,2}\)?$"
"""A small whole number, perhaps with its words: "9 - very likely", "Very likely (9)"."""
MOSTLY = 0.9
LARGEST = 10
MOST_LABELS = 20
"""So many different answers in words can be a scale."""
GROUP = re.compile(r"_nps_group$|\bnps[ -]group$| [-–] group$", re.IGNORECASE)
"""What the tool made of an answer: promoter, passive or detractor, as words or as 3, 2 and 1."""
TAG = re.compile(r"<[^>]{1,200}>|\{\{[^}]*\}\}")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a column holds: answers, small whole numbers among them, the largest of these, and addresses."""

    filled: int
    scores: int
    largest: int
    emails: int

    @property
    def scored(self) -> bool:
        """Whether the answers are scores."""
        return self.filled > 0 and self.scores >= MOSTLY * self.filled and self.largest <= LARGEST

    @property
    def free(self) -> bool:
        """Whether the answers are words."""
        return self.filled > 0 and self.scores < (1 - MOSTLY) * self.filled and not self.mailed

    @property
    def mailed(self) -> bool:
        """Whether the answers are e-mail addresses."""
        return self.emails > self.filled / 2


@dataclass(slots=True)
class Asked:
    """The questions that are fields, those that are personal, and what must be asked or told."""

    fields: dict[str, TextColumn] = field(default_factory=dict)
    personal: list[TextColumn] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plain(wording: str) -> str:
    """A question without tags, placeholders and entities, in lower case."""
    return " ".join(html.unescape(TAG.sub(" ", wording)).casefold().split())


def shown(wordings: Sequence[str]) -> tuple[str, ...]:
    """The questions as names of columns: without tags and placeholders, distinct."""
    return distinct([" ".join(html.unescape(TAG.sub(" ", wording)).split()) for wording in wordings])


def means(name: str, wording: str) -> bool:
    """Whether a question asks for a score, a comment or something personal."""
    text = plain(wording)
    exact, patterns = _patterns()[name]
    return bool(exact and exact.search(re.sub(r"[\s_:.-]+", " ", text).strip())) or any(
        p.search(text) for p in patterns
    )


def find_questions(
    columns: Sequence[TextColumn], wordings: Mapping[int, str], answered: Sequence[str], workspace: Workspace
) -> Asked:
    """The scores and the comment among the question columns. wordings: column number -> text of the question.

    answered: fields that are filled otherwise, or shall stay empty. Two questions that fit one score are asked about.
    """
    asked = Asked()
    facts = _answers(columns, workspace)
    free = [column for column in columns if not means("personal", wordings[column.number])]
    asked.personal = [column for column in columns if column not in free]
    addresses = [column for column in columns if facts[column.number].mailed]
    if addresses and "email" not in answered:
        asked.fields["email"] = addresses[0]
        asked.personal = [column for column in asked.personal if column is not addresses[0]]
    for name in (*SCORES, "comment"):
        if name in answered:
            continue
        taken = {column.number for column in asked.fields.values()}
        found = [
            column
            for column in free
            if column.number not in taken
            and not (GROUP.search(column.named) or GROUP.search(wordings[column.number]))
            and means(name, wordings[column.number])
        ]
        worded, found = found, [c for c in found if _fits(name, c, facts[c.number], workspace)]
        if len(found) > 1 and name != "comment":
            found = [column for column in found if means("overall", wordings[column.number])] or found
        if len(found) > 1 and name != "comment":
            asked.questions.append(_which(name, found))
        elif found:
            asked.fields[name] = found[0]
            asked.notes.append(
                _("“{header}” is read as {name}, as its wording and its answers say.").format(
                    header=found[0].header, name=name
                )
            )
        elif name == "nps" and (filled := [column for column in worded if facts[column.number].filled]):
            asked.notes.append(
                _(
                    "“{header}” asks for nps, but its answers are no scores; pass --map nps={number} if they are."
                ).format(header=filled[0].header, number=filled[0].number)
            )
    if not asked.questions and not set(SCORES) & {*asked.fields, *answered}:
        asked.notes.append(_nothing(free, facts))
    return asked


def _fits(name: str, column: TextColumn, answers: Answers, workspace: Workspace) -> bool:
    """Whether the answers to a question are what the field holds: scores, worded scores, or words."""
    if name == "comment":
        return answers.free
    if answers.scored:
        # Only 0 and 1 are a yes or no, unless nobody was likely to recommend.
        return name == "nps" or answers.largest > 1
    if not answers.free:
        return False
    text = value(column.cell, Kind.SCORE)
    rows = workspace.query(f"SELECT DISTINCT {text} AS v FROM {TEXT} WHERE {text} IS NOT NULL LIMIT {MOST_LABELS + 1}")
    said = [answer for answer in map(read, map(str, rows["v"])) if not answer.silent]
    if len(rows) > MOST_LABELS or not said:
        return False
    # Stars and "4/5" are numbers in other signs.
    if all(answer.number is not None and (answer.top or 0) <= LARGEST for answer in said):
        return name != "nps" or all(answer.top in (None, LARGEST) for answer in said)
    return name != "nps" and fitting(name, {answer.word for answer in said}) is not None


def _which(name: str, found: Sequence[TextColumn]) -> Question:
    headers = tuple(f"{column.number} ({column.header})" for column in found)
    example = f"--map {name}=NUMBER, for example --map {name}={found[0].number}"
    return Question(
        name,
        _("Which question holds {name}? {found} questions could be it.").format(name=name, found=len(found)),
        headers,
        example,
    )


def _nothing(columns: Sequence[TextColumn], facts: Mapping[int, Answers]) -> str:
    told = _("No question was found that asks for a score (NPS, CSAT or CES); pass --map nps=COLUMN if there is one.")
    likely = [column.header for column in columns if facts[column.number].scored and facts[column.number].largest > 1]
    if not likely:
        return told
    words = ngettext("{headers} holds small whole numbers.", "{headers} hold small whole numbers.", len(likely))
    return f"{told} " + words.format(headers=", ".join(f"“{header}”" for header in likely[:5]))


def _answers(columns: Sequence[TextColumn], workspace: Workspace) -> dict[int, Answers]:
    found: dict[int, Answers] = {}
    for column in columns:
        text = value(column.cell, Kind.SCORE)
        is_score = f"regexp_matches(v, {literal(SCORE)})"
        number = "TRY_CAST(regexp_extract(v, '\\d+') AS INTEGER)"
        row = workspace.query(
            f"SELECT count(v) AS n, count(*) FILTER ({is_score}) AS scores, "
            f"coalesce(max({number}) FILTER ({is_score}), 0) AS largest, "
            f"count(*) FILTER (regexp_matches(v, {literal(EMAIL)})) AS emails FROM (SELECT {text} AS v FROM {TEXT})"
        ).iloc[0]
        found[column.number] = Answers(int(row["n"]), int(row["scores"]), int(row["largest"]), int(row["emails"]))
    return found


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str] | None, tuple[re.Pattern[str], ...]]]:
    text = tomllib.loads(WORDINGS.read_text(encoding="utf-8"))
    return {
        name: (re.compile(words["name"]) if "name" in words else None, tuple(map(re.compile, words["wording"])))
        for name, words in text.items()
    }
