"""How far the data can be trusted: coverage, freshness, match rates, rows left out and rows refused, each in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from cx.language import _, ngettext
from cx.language.numbers import count, percent
from cx.store.matching import Match, matches
from cx.store.reading import Version

GOOD, LOOK, BAD = "good", "look", "bad"
STALE_DAYS = 31
"""A table whose last day lies further back than this, seen from the newest table, is called behind."""
WELL_MATCHED, BADLY_MATCHED = 0.95, 0.5
"""Shares of rows with a known customer: at least the first is good, below the second is bad."""


@dataclass(frozen=True, slots=True)
class HealthEntry:
    """One finding. result: in words; value: the number behind it, if there is one. status: good, look or bad."""

    table: str
    check: str
    result: str
    meaning: str
    status: str = GOOD
    value: float | None = None

    def to_json(self) -> dict[str, object]:
        """The finding as plain values."""
        return asdict(self)


def health(version: Version) -> list[HealthEntry]:
    """Everything worth knowing about a version before its figures are believed; never raises for an empty one."""
    if version.empty:
        empty = _("No figure can be given. Load files with `cx load`, or the demo data with `cx demo`.")
        return [HealthEntry(_("store"), _("rows"), _("nothing is loaded"), empty, BAD, 0)]
    return [
        *_coverage(version),
        *_freshness(version),
        *_matches(version),
        *_left_out(version),
        *_refused(version),
    ]


def _coverage(version: Version) -> Iterator[HealthEntry]:
    for table, rows in version.counts.items():
        span = version.coverage.get(table)
        days = f"{span.first} – {span.last}" if span else _("no dates")
        yield HealthEntry(
            table,
            _("coverage"),
            _("{rows} rows, {days}").format(rows=count(rows), days=days),
            _("Figures outside these days do not exist; they are left blank, not zero."),
            GOOD if span else LOOK,
            rows,
        )


def _freshness(version: Version) -> Iterator[HealthEntry]:
    newest = version.dates.last
    for table, span in version.coverage.items():
        behind = (newest - span.last).days
        if table == "customers":  # a customer is dated by the first sign of life: no newcomers is no lateness
            continue
        words = ngettext("{n} day behind", "{n} days behind", behind).format(n=count(behind))
        late = _("The last {days} of this table are missing or empty; figures that join it stop earlier.")
        fresh = _("It reaches as far as the other tables.")
        yield HealthEntry(
            table,
            _("freshness"),
            words if behind else _("up to date with the other tables"),
            late.format(days=ngettext("{n} day", "{n} days", behind).format(n=count(behind))) if behind else fresh,
            LOOK if behind > STALE_DAYS else GOOD,
            behind,
        )


def _matches(version: Version) -> Iterator[HealthEntry]:
    for match in matches(version):
        if not match.rows:
            continue
        known = _("{share} have a known customer").format(share=percent(match.share))
        yield HealthEntry(
            match.table,
            _("match rate"),
            known,
            " ".join(_unmatched(match)) or _("Every row counts for a customer."),
            GOOD if match.share >= WELL_MATCHED else LOOK if match.share >= BADLY_MATCHED else BAD,
            match.share,
        )


def _unmatched(match: Match) -> Iterator[str]:
    """What the rows without a known customer mean: those that name nobody, then those that name a stranger."""
    if n := match.nameless:
        words = {
            "orders": ngettext(
                "{n} guest order counts in revenue and order value, not in retention or lifetime value.",
                "{n} guest orders count in revenue and order value, not in retention or lifetime value.",
                n,
            ),
            "responses": ngettext(
                "{n} response names no customer or order that is loaded: it counts in the scores only.",
                "{n} responses name no customer or order that is loaded: they count in the scores only.",
                n,
            ),
            "contacts": ngettext(
                "{n} contact names no customer: it counts in the totals only.",
                "{n} contacts name no customer: they count in the totals only.",
                n,
            ),
        }[match.table]
        yield words.format(n=count(n))
    if n := match.strangers:
        words = ngettext(
            "{n} row names an unknown customer: unmatched until the customer or order is loaded.",
            "{n} rows name an unknown customer: unmatched until their customer or order is loaded.",
            n,
        )
        yield words.format(n=count(n))


def _left_out(version: Version) -> Iterator[HealthEntry]:
    rows = version.engine.query(
        "SELECT mart, reason, row_count FROM mart.left_out WHERE row_count > 0 ORDER BY mart, reason"
    )
    for mart, reason, n in zip(rows["mart"], rows["reason"], rows["row_count"], strict=True):
        words = ngettext("{n} row: {reason}", "{n} rows: {reason}", int(n))
        yield HealthEntry(
            str(mart),
            _("left out"),
            words.format(n=count(int(n)), reason=reason),
            _("These rows are kept as they came; the figures do not use them, or only in part."),
            LOOK,
            int(n),
        )


def _refused(version: Version) -> Iterator[HealthEntry]:
    rows = version.engine.query(
        "SELECT table_name, sum(refused) AS refused, sum(rows_read) AS read FROM meta.loads "
        "GROUP BY table_name ORDER BY table_name"
    )
    for table, refused, read in zip(rows["table_name"], rows["refused"], rows["read"], strict=True):
        n, total = int(refused), int(read)
        if not n:
            continue
        yield HealthEntry(
            str(table),
            _("refused"),
            _("{n} of {total} rows read were refused").format(n=count(n), total=count(total)),
            _("They could not be used as they are; download them with the load, mend them and load them again."),
            LOOK,
            n,
        )
