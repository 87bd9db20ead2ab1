"""One time column as a reading: a cast where every value is written alike, else by the shape of each value."""

from __future__ import annotations

from cx.ingest.cells import value
from cx.ingest.headers import TextColumn
from cx.ingest.types.forms import Forms
from cx.ingest.types.instants import (
    CENTURY_TURN,
    bare_sql,
    by_shape,
    is_one,
    local_text,
    lowered,
    shape_of,
    shift,
    turned,
)
from cx.ingest.types.months import without_day
from cx.ingest.types.plain import Plain
from cx.ingest.types.reading import Check, Reading, part_of, text_of
from cx.ingest.types.zones import to_utc
from cx.language import N_, Words, _, ngettext
from cx.model import Kind

IN_WORDS = Words({"dmy": N_("day first"), "mdy": N_("month first"), "ymd": N_("year first")})


def plain_reading(name: str, column: TextColumn, facts: Plain, zone: str) -> Reading:
    """The reading of a column whose values are all ISO times of one length."""
    local = f"TRY_CAST({text_of(name)} AS TIMESTAMP)"
    reading = Reading(name, column, facts.text, to_utc(local, zone) if facts.local else local)
    reading.parts = [{"moved": local if facts.local else "CAST(NULL AS TIMESTAMP)"}] if zone != "UTC" else []
    reading.empty, reading.plain = facts.empty, True
    return reading


def long_reading(name: str, column: TextColumn, forms: Forms, order: str | None, zone: str) -> Reading:
    """The reading of a column whose values are read by their shapes."""
    low, shape, local, ahead = (part_of(name, part) for part in ("low", "shape", "local", "ahead"))
    reading = Reading(name, column, value(column.cell, Kind.TIME), "")
    bare = f"WHEN {is_one(shape, forms.bare)} THEN {bare_sql(low, serial=forms.serial)}" if forms.bare else ""
    texts = by_shape(shape, forms.layouts, lambda made: local_text(low, made, order or "ymd"))
    clocked = by_shape(shape, forms.layouts, lambda made: "true" if made.hour and not made.moved else None, "false")
    offsets = by_shape(shape, forms.layouts, lambda made: shift(low, made))
    reading.parts = [
        {"low": lowered(text_of(name))},
        {"shape": shape_of(low)},
        {"local": f"CASE {bare} ELSE TRY_CAST({texts} AS TIMESTAMP) END" if bare else f"TRY_CAST({texts} AS TIMESTAMP)",
         "ahead": f"CAST({offsets} AS INTEGER)", "clocked": f"{clocked}{_serial_clock(low, forms)}"},
        {"turned": by_shape(shape, forms.layouts, lambda made: turned(local, made) if made.half else None, local)},
        {"moved": f"CASE WHEN {part_of(name, 'clocked')} THEN {part_of(name, 'turned')} END"},
    ]  # fmt: skip
    utc = to_utc(part_of(name, "moved"), zone)
    reading.value = (
        f"CASE WHEN {ahead} IS NOT NULL THEN {part_of(name, 'turned')} - to_minutes({ahead}) "
        f"WHEN {part_of(name, 'clocked')} THEN {utc} ELSE {part_of(name, 'turned')} END"
    )
    reading.reasons, reading.unreadable = _reasons(name, forms, order), _("is not a date")
    reading.notes += _notes(column, forms)
    return reading


def _serial_clock(low: str, forms: Forms) -> str:
    """SQL that is true for a spreadsheet's day with a time of day, which is local as its other times are."""
    return f" OR regexp_matches({low}, '[.,].*[1-9]')" if forms.serial else ""


def _reasons(name: str, forms: Forms, order: str | None) -> list[Check]:
    """Why a text that gives no time cannot be used, the most telling reason first."""
    shape = part_of(name, "shape")
    short = [known for known, made in forms.layouts.items() if made.short]
    named = [known for known, made in forms.layouts.items() if not made.short]
    found: list[Check] = [
        (without_day(part_of(name, "low")), _("names a month, a quarter, a week or a year and no day"))
    ]
    if forms.bare:
        found.append((is_one(shape, forms.bare), _("is a bare number that is no time since 1970")))
    if clocked := [known for known, made in forms.layouts.items() if made.hour]:
        late = rf"regexp_matches({part_of(name, 'low')}, '[^0-9](24|25|26|27|28|29)[:h.][0-9]{{2}}')"
        found.append((f"{is_one(shape, clocked)} AND {late}", _("has an hour after 23")))
    if named:
        found.append((is_one(shape, named), _("is no day or time of the calendar")))
    if short:
        found.append(
            (is_one(shape, short), _("is not a date when read {in_words}").format(in_words=IN_WORDS[order or "ymd"]))
        )
    return found


def _notes(column: TextColumn, forms: Forms) -> list[str]:
    notes = []
    if forms.serial:
        notes.append(
            _(
                "“{header}” holds the day numbers of a spreadsheet (45292 is 2024-01-01), counted from "
                "1900; they are read as dates."
            ).format(header=column.header)
        )
    elif forms.numbers:
        words = ngettext(
            "{n} value of “{header}” is seconds or milliseconds since 1970; it is read as a time in UTC.",
            "{n} values of “{header}” are seconds or milliseconds since 1970; they are read as times in UTC.",
            forms.numbers,
        )
        notes.append(words.format(n=forms.numbers, header=column.header))
    if forms.two_digit:
        words = ngettext(
            "{n} value of “{header}” has a year of two digits; it is read as one from 19{turn} to 20{before}.",
            "{n} values of “{header}” have a year of two digits; they are read as years from 19{turn} to 20{before}.",
            forms.two_digit,
        )
        before = CENTURY_TURN - 1
        notes.append(words.format(n=forms.two_digit, header=column.header, turn=CENTURY_TURN, before=before))
    return notes
