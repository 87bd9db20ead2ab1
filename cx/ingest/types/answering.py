"""The readings of a file's scores: from the different answers of each column to SQL, with scale and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.engines.base import Workspace
from cx.ingest.cells import literal, value
from cx.ingest.headers import TextColumn
from cx.ingest.types.answers import nps_groups
from cx.ingest.types.mixed import SHORTER, mixed
from cx.ingest.types.plain import Plain
from cx.ingest.types.reading import Reading, text_of
from cx.ingest.types.scales import NPS, Scale, Scored, refuse_other_scales, score, two_scales, written
from cx.ingest.types.scores import NUMBER_SQL, Answer, answers
from cx.language import _
from cx.model import Kind

SCORES = ("nps", "csat", "ces")
SCALE_SQL = r"^\d+\s*(?:-|–|to)\s*\d+$"


def read_scores(
    fields: Mapping[str, TextColumn],
    constants: Mapping[str, str],
    scales: Mapping[str, str],
    workspace: Workspace,
    plain: Mapping[str, Plain],
    others: Sequence[Reading],
) -> tuple[list[Reading], dict[str, str]]:
    """The readings of nps, csat and ces, and the scales that hold for every row (field_scale -> "1-5").

    others: the readings of times and labels, in which two scales in one column show.
    """
    refuse_other_scales(scales)
    readings: list[Reading] = []
    settled: dict[str, str] = {}
    for name in (name for name in SCORES if name in fields):
        text = plain[name].text if name in plain else value(fields[name].cell, Kind.SCORE)
        found = answers(text, workspace)
        scale_column = fields.get(f"{name}_scale")
        told = scales.get(name) or constants.get(f"{name}_scale")
        scored = _scored(name, fields[name].header, found, told, has_column=scale_column is not None)
        reading = _reading(name, fields[name], text, found, scored, plain.get(name))
        readings.append(reading)
        if scale_column:
            _check_against_column(reading, scale_column)
        elif scored.own_scales is not None:
            readings.append(_own_scale(name, fields[name], text, found, scored.own_scales))
        elif scored.scale:
            _check_scale(reading, scored.scale, found, whole=name == "nps")
            if name != "nps":
                settled[f"{name}_scale"] = written(scored.scale)
            if not told and not reading.questions:
                _ask_mixed(reading, scored.scale, found, others, workspace)
    return readings, settled


def _scored(name: str, header: str, found: Sequence[Answer], told: str | None, *, has_column: bool) -> Scored:
    if name == "nps":
        groups = nps_groups()
        shown = sorted({f"{a.text} = {groups[a.word]:g}" for a in found if a.word in groups})
        told_as = ", ".join(shown)
        note = _(
            "Groups in “{header}” are read as scores ({told_as}): the NPS is right, means of scores are not."
        ).format(header=header, told_as=told_as)
        return Scored(groups, NPS, notes=(note,) if shown else ())
    scored = score(name, header, found, told)
    if not has_column:
        return scored
    return Scored(scored.points, notes=scored.notes if scored.points else ())


def _reading(
    name: str, column: TextColumn, text: str, found: Sequence[Answer], scored: Scored, plain: Plain | None
) -> Reading:
    """The score of each text: what its words or signs say, else its number."""
    own = text_of(name)
    reading = Reading(name, column, text, "", _("is not a score"))
    reading.notes, reading.questions = list(scored.notes), list(scored.questions)
    if plain:
        reading.value, reading.plain, reading.empty = f"TRY_CAST({own} AS DOUBLE)", True, plain.empty
        return reading
    points = {a.text: p for a in found if (p := _points(name, a, scored)) is not None}
    cases = " ".join(f"WHEN {literal(text)} THEN {p!r}" for text, p in points.items())
    silent = [literal(a.text) for a in found if a.silent]
    if silent:
        reading.text = f"CASE WHEN {text} IN ({', '.join(silent)}) THEN NULL ELSE {text} END"
    number = f"regexp_matches({own}, {literal(NUMBER_SQL)})"
    numeric = f"CASE WHEN {number} THEN TRY_CAST(replace({own}, ',', '.') AS DOUBLE) END"
    reading.value = f"CAST(CASE {own} {cases} ELSE {numeric} END AS DOUBLE)" if cases else numeric
    return reading


def _points(name: str, answer: Answer, scored: Scored) -> float | None:
    """The score of one text; None for what is no score, or is left to SQL."""
    if answer.word:
        return scored.points.get(answer.word)
    fits = answer.top is None or name != "nps" or answer.top == NPS[1]
    return answer.number if fits else None


def _check_scale(reading: Reading, scale: Scale, found: Sequence[Answer], *, whole: bool) -> None:
    """Refuse what is outside the scale; nothing is checked that the answers have shown to be inside."""
    low, high = sorted(scale)
    numbers = [a.number for a in found if a.number is not None]
    inside = all(low <= number <= high and (not whole or number == int(number)) for number in numbers)
    if inside and reading.plain:
        return
    rule = f"{{value}} NOT BETWEEN {low} AND {high}"
    if whole:
        rule += " OR {value} <> floor({value})"
        reading.checks.append((rule, _("is not a whole number from {low} to {high}").format(low=low, high=high)))
    else:
        reading.checks.append((rule, _("is outside the scale {low}-{high}").format(low=low, high=high)))


def _own_scale(
    name: str, column: TextColumn, text: str, found: Sequence[Answer], scales: Mapping[int, Scale]
) -> Reading:
    field = f"{name}_scale"
    cases = " ".join(
        f"WHEN {literal(a.text)} THEN {literal(written(scales[a.top]))}" for a in found if a.top is not None
    )
    return Reading(field, column, text, f"CASE {text_of(field)} {cases} END")


def _check_against_column(reading: Reading, scale: TextColumn) -> None:
    """Every row brings its own scale: a score without one, or outside it, cannot be used."""
    text = text_of(f"{reading.field}_scale")
    ends = [rf"TRY_CAST(regexp_extract({text}, '^(\d+)\D+(\d+)$', {n}) AS INTEGER)" for n in (1, 2)]
    readable = f"coalesce(regexp_matches({text}, {literal(SCALE_SQL)}), false)"
    reading.checks.append(
        (
            f"{{value}} IS NOT NULL AND NOT {readable}",
            _("has no scale like 1-5 in “{header}”").format(header=scale.header),
        )
    )
    inside = f"{{value}} BETWEEN least({', '.join(ends)}) AND greatest({', '.join(ends)})"
    reading.checks.append(
        (f"{readable} AND NOT ({inside})", _("is outside the scale in “{header}”").format(header=scale.header))
    )


def _ask_mixed(
    reading: Reading, scale: Scale, found: Sequence[Answer], others: Sequence[Reading], workspace: Workspace
) -> None:
    """Ask when the answers of one time or group stay on a shorter scale; words and "4/5" say theirs themselves."""
    top = max(scale)
    if top not in SHORTER or any(a.word or a.top for a in found):
        return
    times = {other.field: other for other in others if other.field in ("responded_at", "sent_at")}
    groups = [other for other in others if other.field not in times and not other.questions]
    time = times.get("responded_at") or times.get("sent_at")
    why = mixed(reading, top, None if time and time.questions else time, groups, workspace)
    if why:
        examples = tuple(f"{a.text} ({a.n} times)" for a in sorted(found, key=lambda a: a.number or 0))
        reading.questions.append(two_scales(reading.field, reading.column.header, examples[:11], why))
