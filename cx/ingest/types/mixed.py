"""Two scales in one column: answers that stay low in one time or group and go higher in the others."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.types.reading import Reading, select
from cx.language import _

SHORTER = {7: (5,), 10: (5, 7), 100: (5, 7, 10)}
"""Best score of the longer scale -> the best scores of shorter ones that may be mixed into it."""
AT_LEAST = 20
"""Fewer answers show nothing."""
CHANCE = 1e-6
"""Smaller than that is the chance that so many answers stay that low when all are on one scale."""
GROUPS_AT_MOST = 50


def mixed(
    score: Reading, top: int, time: Reading | None, groups: Sequence[Reading], workspace: Workspace
) -> str | None:
    """What shows that a score column holds two scales, in words; None when nothing does.

    top: the best score of the longer scale. time: by which the answers are ordered, besides the file's own order.
    groups: labels that may tell surveys apart.
    """
    for short in SHORTER.get(top, ()):
        for order in (time, None) if time else (None,):
            if why := _by_order(score, short, order, workspace):
                return why
        if why := _by_group(score, short, groups, workspace):
            return why
    return None


def _by_order(score: Reading, short: int, time: Reading | None, workspace: Workspace) -> str | None:
    value, at = quoted(score.field), quoted(time.field) if time else "line"
    rows = select([score, time] if time else [score])
    row = workspace.query(
        f"WITH a AS (SELECT {value} AS v, {at} AS t FROM ({rows}) WHERE {value} IS NOT NULL AND {at} IS NOT NULL), "
        f"ends AS (SELECT min(t) AS first, max(t) AS last FROM a WHERE v > {short}) "
        f"SELECT CAST(any_value(first) AS VARCHAR) AS first, CAST(any_value(last) AS VARCHAR) AS last, "
        f"count(*) FILTER (t < first) AS before, count(*) FILTER (t > last) AS after, "
        f"count(*) FILTER (v <= {short}) AS low, count(*) AS n FROM a, ends"
    ).iloc[0]
    n, low = int(row["n"]), int(row["low"])
    sides = ((int(row["before"]), "before", row["first"]), (int(row["after"]), "after", row["last"]))
    for outside, word, at_word in sides:
        within = n - outside
        if _unlikely(low - outside, within, outside):
            day = f"{str(at_word)[:10]}" if time else f"line {at_word}"
            return _("the {outside} {word} {day} never exceed {short}, the {within} others do").format(
                outside=outside, word=word, day=day, short=short, within=within
            )
    return None


def _by_group(score: Reading, short: int, groups: Sequence[Reading], workspace: Workspace) -> str | None:
    value = quoted(score.field)
    for group in groups:
        label = quoted(group.field)
        found = workspace.query(
            f"SELECT {label} AS label, count(*) AS n, count(*) FILTER ({value} <= {short}) AS low "
            f"FROM ({select([score, group])}) WHERE {value} IS NOT NULL GROUP BY label ORDER BY n DESC "
            f"LIMIT {GROUPS_AT_MOST}"
        )
        n, low = int(found["n"].sum()), int(found["low"].sum())
        for name, rows, rows_low in zip(found["label"], found["n"], found["low"], strict=True):
            if rows == rows_low and _unlikely(low - int(rows), n - int(rows), int(rows)):
                return _("the {rows} with {header} “{name}” never exceed {short}, the others do").format(
                    rows=rows, header=group.column.header, name=name, short=short
                )
    return None


def _unlikely(low: int, others: int, n: int) -> bool:
    """Whether n answers that are all low are no chance, when so many of the others are (Laplace's share of them)."""
    return others > 0 and n >= AT_LEAST and ((low + 1) / (others + 2)) ** n < CHANCE
