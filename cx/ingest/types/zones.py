"""Local times -> UTC, with the hour that a clock skips in spring and the hour that it shows twice in autumn."""

from __future__ import annotations

from cx.engines.base import Workspace
from cx.ingest.cells import literal
from cx.ingest.types.reading import Reading, part_of, select
from cx.language import ngettext


def to_utc(local: str, zone: str) -> str:
    """SQL of a local time in UTC.

    A time in the hour that the zone's clock skips is moved on by that hour; of the hour that it shows twice, the second
    one (standard time) is meant.
    """
    return local if zone == "UTC" else f"timezone('UTC', timezone({literal(zone)}, {local}))"


def note_changes(reading: Reading, zone: str, workspace: Workspace) -> None:
    """Note how many local times of a reading are in a skipped hour or in one that comes twice. Part `local` needed."""
    if zone == "UTC":
        return
    local, utc = part_of(reading.field, "moved"), to_utc(part_of(reading.field, "moved"), zone)
    back = f"timezone({literal(zone)}, timezone('UTC', u))"
    earlier = [f"timezone({literal(zone)}, timezone('UTC', u - INTERVAL {n} MINUTE)) = l" for n in (30, 60)]
    row = workspace.query(
        f"SELECT count(*) FILTER ({back} <> l) AS skipped, count(*) FILTER ({' OR '.join(earlier)}) AS twice "
        f"FROM (SELECT {local} AS l, {utc} AS u FROM ({select([reading])}))"
    ).iloc[0]
    header = reading.column.header
    if n := int(row["skipped"]):
        words = ngettext(
            "{n} time in “{header}” is in the hour that the clock skips in {zone}; it is read as one hour later.",
            "{n} times in “{header}” are in the hour that the clock skips in {zone}; they are read as one hour later.",
            n,
        )
        reading.notes.append(words.format(n=n, header=header, zone=zone))
    if n := int(row["twice"]):
        words = ngettext(
            "{n} time in “{header}” is in the hour that comes twice in {zone}; it is read as the second one.",
            "{n} times in “{header}” are in the hour that comes twice in {zone}; they are read as the second one.",
            n,
        )
        reading.notes.append(words.format(n=n, header=header, zone=zone))
