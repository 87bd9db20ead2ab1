"""Survey scales: NPS is 0-10, a satisfaction scale may be proven by its answers, an effort scale is never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.errors import UsageError
from cx.ingest.options import Question
from cx.ingest.types.answers import AnswerList, compared, fitting, lists
from cx.ingest.types.scores import Answer
from cx.language import _

SCALE = re.compile(r"\s*(-?\d+)\s*(?:-|–|to)\s*(-?\d+)\s*")
NPS = (0, 10)
TOPS = {5: (1,), 7: (1,), 10: (1, 0), 100: (0,)}
"""Best score that was seen -> where such a scale can begin; without the best score the scale cannot be told."""
SLIPS, ENOUGH = 0.01, 100
"""Of at least so many answers this share may lie outside a scale and be a slip, refused one by one."""
MOST_WORDS = 0.95
"""A list of answers fits when it has at least this share of the answers in words; the others are refused."""
WORDS_SHOWN = 12
ORDERED = "<"
"""Stands between answers that a person puts in order, the worst first."""

Scale = tuple[int, int]
"""Worst and best score."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How the answers of one column are read. points: word, as compared -> score. scale: of all rows.

    own_scales: top of "4/5" -> its scale, where rows differ. notes, questions: what was decided, or must be asked.
    """

    points: Mapping[str, float]
    scale: Scale | None = None
    own_scales: Mapping[int, Scale] | None = None
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def parse_scale(text: str, where: str) -> Scale:
    """Worst and best of a scale written "1-5" or "7-1"; UsageError when it is not that."""
    found = SCALE.fullmatch(text)
    if not found or found[1] == found[2]:
        raise UsageError(
            _("“{text}” is not a scale.").format(text=text),
            where=where,
            mend=_("Write worst-best, for example 1-5 or 7-1."),
        )
    return int(found[1]), int(found[2])


def written(scale: Scale) -> str:
    """A scale as it is stored: "1-5"."""
    return f"{scale[0]}-{scale[1]}"


def score(name: str, header: str, answers: Sequence[Answer], told: str | None) -> Scored:
    """How the answers of a satisfaction or effort score are read. told: the scale as the person wrote it."""
    worded = [a for a in answers if a.word]
    if told and ORDERED in told:
        return _ordered(told, f"--scale {name}")
    scale = parse_scale(told, f"--scale {name}") if told else None
    if worded and sum(a.n for a in worded) > SLIPS * sum(a.n for a in answers):
        return _in_words(name, header, answers, scale)
    if scale:
        return Scored({}, scale)
    return _in_numbers(name, header, [a for a in answers if a.number is not None])


def _ordered(told: str, where: str) -> Scored:
    words = [compared(word) for word in told.split(ORDERED)]
    if len(words) < 2 or len(set(words)) < len(words) or not all(words):
        raise UsageError(
            _("“{told}” puts no answers in order.").format(told=told),
            where=where,
            mend=_("Write WORST<...<BEST, each once."),
        )
    low = 0 if len(words) == 2 else 1
    return Scored({word: float(n) for n, word in enumerate(words, start=low)}, (low, low + len(words) - 1))


def _in_words(name: str, header: str, answers: Sequence[Answer], scale: Scale | None) -> Scored:
    """A column of words: the list that has them, or a question with the words that none has."""
    known = _list(name, [a for a in answers if a.word])
    if known is None:
        return Scored({}, questions=(_unknown_words(name, header, answers),))
    low = 0 if known.top == 2 else 1
    points = {word: float(place - 1 + low) for word, place in known.points.items()}
    own = (low, low + known.top - 1)
    shown = ", ".join(
        f"{a.text} = {points[a.word]:g}"
        for a in sorted((a for a in answers if a.word in points), key=lambda a: points[a.word])
    )
    if scale is not None and sorted(scale) != list(own):
        raise UsageError(
            _("the answers in “{header}” run from {low} to {high}.").format(header=header, low=own[0], high=own[1]),
            where=f"--scale {name}",
            mend=_("Write --scale {name}={one} or --scale {name}={other}.").format(
                name=name, one=written(own), other=written((own[1], own[0]))
            ),
        )
    if scale is None and not known.directed:
        return Scored(points, questions=(_direction(name, header, shown, own),))
    return Scored(
        points,
        scale or own,
        notes=(_("Answers in “{header}” are read as scores: {shown}.").format(header=header, shown=shown),),
    )


def _list(name: str, worded: Sequence[Answer]) -> AnswerList | None:
    """The list that has all the words, or nearly all of the answers in words."""
    found = fitting(name, {a.word for a in worded})
    if found or not worded:
        return found
    n = sum(a.n for a in worded)
    covered = [sum(a.n for a in worded if a.word in made.points) for made in lists(name)]
    best = max(range(len(covered)), key=lambda k: (covered[k], -k))
    return lists(name)[best] if covered[best] >= MOST_WORDS * n else None


def _in_numbers(name: str, header: str, answers: Sequence[Answer]) -> Scored:
    """A column of numbers, perhaps with their best score beside them."""
    if not answers:
        return Scored({})
    tops = sorted({a.top for a in answers if a.top is not None})
    low, high = (f"{end(float(a.number or 0) for a in answers):g}" for end in (min, max))
    if name == "ces":
        return Scored({}, questions=(_effort(header, (low, high)),))
    if tops:
        return _with_tops(name, header, answers, tops)
    found = inferred([(float(a.number or 0), a.n) for a in answers])
    if found is None:
        return Scored({}, questions=(_unproven(name, header, (low, high)),))
    scale, outside = found
    told = (
        _(
            "Scores in “{header}” run from {low} to {high}; they are read on the scale {scale}, and the {n} outside it "
            "are refused (--scale {name}=WORST-BEST says otherwise)."
        )
        if outside
        else _(
            "Scores in “{header}” run from {low} to {high}; they are read on the scale {scale} "
            "(--scale {name}=WORST-BEST says otherwise)."
        )
    )
    note = told.format(header=header, low=low, high=high, scale=written(scale), n=outside, name=name)
    return Scored({}, scale, notes=(note,))


def _with_tops(name: str, header: str, answers: Sequence[Answer], tops: Sequence[int]) -> Scored:
    """Scores like 4/5: their scale is written beside them, for all rows or for each."""
    scales = {top: (_begins(answers, top), top) for top in tops}
    bare = [a for a in answers if a.top is None]
    if len(tops) == 1 and all(scales[tops[0]][0] <= (a.number or 0) <= tops[0] for a in bare):
        scale = scales[tops[0]]
        note = _("Scores in “{header}” are read on the scale {scale}, as they say themselves.").format(
            header=header, scale=written(scale)
        )
        return Scored({}, scale, notes=(note,))
    if not bare:
        listed = ", ".join(written(scale) for scale in scales.values())
        note = _("Scores in “{header}” are on several scales, {listed}; each row keeps the one it says.").format(
            header=header, listed=listed
        )
        return Scored({}, own_scales=scales, notes=(note,))
    examples = tuple(a.text for a in answers)[:WORDS_SHOWN]
    return Scored({}, questions=(two_scales(name, header, examples, _("some say their scale, others do not")),))


def _begins(answers: Sequence[Answer], top: int) -> int:
    zero = any(a.top == top and a.number is not None and a.number < 1 for a in answers)
    return 0 if zero or top == 100 else 1


def inferred(counts: Sequence[tuple[float, int]]) -> tuple[Scale, int] | None:
    """The scale that scores (score, rows) prove and how many lie outside it as slips; None when it cannot be told."""
    n = sum(rows for _score, rows in counts)
    seen = {score for score, _rows in counts}
    for top, beginnings in TOPS.items():
        for begins in beginnings if top in seen else ():
            outside = sum(rows for score, rows in counts if not begins <= score <= top)
            if not outside or (n >= ENOUGH and outside <= SLIPS * n):
                return (begins, top), outside
    return None


def _effort(header: str, seen: tuple[str, str]) -> Question:
    text = _("On which scale is “{header}”, and which end is easy? Low effort can be a high or a low score.").format(
        header=header
    )
    return Question("ces", text, seen, "--scale ces=HARDEST-EASIEST, for example --scale ces=1-7 or ces=5-1")


def _unproven(name: str, header: str, seen: tuple[str, str]) -> Question:
    text = _("On which scale is “{header}”? Its scores run from {low} to {high}, which does not prove it.").format(
        header=header, low=seen[0], high=seen[1]
    )
    return Question(name, text, seen, f"--scale {name}=WORST-BEST, for example --scale {name}=1-5")


def _direction(name: str, header: str, shown: str, own: Scale) -> Question:
    text = _("Which end of “{header}” is easy? Its answers are read as {shown}, and do not say it.").format(
        header=header, shown=shown
    )
    turned = written((own[1], own[0]))
    ways = f"--scale {name}={written(own)} when the last is easy, --scale {name}={turned} when the first is"
    return Question(name, text, tuple(shown.split(", ")), ways)


def _unknown_words(name: str, header: str, answers: Sequence[Answer]) -> Question:
    words = tuple(dict.fromkeys(a.text for a in answers if a.word))[:WORDS_SHOWN]
    ends = "hardest to the easiest" if name == "ces" else "worst to the best"
    text = _("What do the answers in “{header}” mean? No list has them; put them in order from the {ends}.").format(
        header=header, ends=ends
    )
    return Question(name, text, words, f"--scale {name}=WORST<...<BEST with the answers")


def two_scales(name: str, header: str, examples: tuple[str, ...], why: str) -> Question:
    """The question about a column in which two scales were noticed."""
    text = _("On which scale is “{header}”? Its scores seem to be on two: {why}.").format(header=header, why=why)
    scale = "0-10" if name == "nps" else "WORST-BEST"
    ways = f"--scale {name}={scale} reads all on it and refuses what is outside; or load one file per scale"
    return Question(name, text, examples, ways)


def refuse_other_scales(scales: Mapping[str, str]) -> None:
    """UsageError for a scale told for something that has none to choose; NPS may be confirmed as 0-10."""
    for name, told in scales.items():
        if name not in ("csat", "ces") and (name, parse_scale(told, f"--scale {name}")) != ("nps", NPS):
            raise UsageError(
                _("“{name}” has no scale to choose.").format(name=name),
                where=f"--scale {name}",
                mend=_("Use csat or ces."),
            )
