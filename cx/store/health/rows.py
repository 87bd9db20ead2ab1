"""Rows that were left out, repeated, replaced or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx.language import _, ngettext
from cx.language.numbers import count
from cx.marts import reason_words
from cx.marts.holding import loads_that_count
from cx.marts.latest import MART_OF
from cx.store.health.entry import GOOD, LOOK, HealthEntry
from cx.store.health.refusals import Reason, reasons
from cx.store.reading import Version

TOP_REASONS = 6
NAMED_LOADS = 3
MUCH = 0.05
"""More rows left out than this share of those in use are worth a look."""
EXPECTED = ("invitations without an answer", "contacts not closed yet", "credit notes")
"""How the reasons begin that data without any fault have, too."""


def entries(version: Version) -> Iterator[HealthEntry]:
    """Left out of figures, then what loads brought twice, then what they refused."""
    yield from _left_out(version)
    yield from _repeated(version)
    yield from _refused(version)


def _left_out(version: Version) -> Iterator[HealthEntry]:
    for mart, reason, n in sorted((mart, *found) for mart, of in version.left_out.items() for found in of.items()):
        words = ngettext("{n} row: {reason}", "{n} rows: {reason}", n)
        yield HealthEntry(
            mart,
            _("left out"),
            words.format(n=count(n), reason=reason_words.said(reason)),
            _("These rows are kept as they came; the figures do not use them, or only in part."),
            _left_out_status(reason, n, version.counts.get(mart, 0)),
            n,
            key="left_out",
            n=n,
            of=version.counts.get(mart),
            touches=(mart,),
        )


def _left_out_status(reason: str, n: int, used: int) -> str:
    return LOOK if n > MUCH * used and not reason.startswith(EXPECTED) else GOOD


def _repeated(version: Version) -> Iterator[HealthEntry]:
    rows = version.engine.query(
        "SELECT table_name, CAST(sum(duplicates) AS BIGINT) AS same, CAST(sum(superseded) AS BIGINT) AS replaced, "
        "CAST(sum(rows_read) AS BIGINT) AS read_rows "
        f"FROM ({loads_that_count(version.engine)}) GROUP BY table_name ORDER BY table_name"
    )
    for r in rows.itertuples():
        same, replaced = int(str(r.same)), int(str(r.replaced))
        if not same and not replaced:
            continue
        table = MART_OF.get(str(r.table_name), str(r.table_name))
        yield HealthEntry(
            table,
            _("duplicates"),
            _("{same} of {all} rows read were stored already, {replaced} replaced an earlier row").format(
                same=count(same), all=count(int(str(r.read_rows))), replaced=count(replaced)
            ),
            _("Every row counts once, as its latest file has it."),
            GOOD,
            same,
            key="duplicates",
            n=same,
            of=int(str(r.read_rows)),
            touches=(table,),
        )


def _refused(version: Version) -> Iterator[HealthEntry]:
    rows = version.engine.query(
        "SELECT table_name, sum(refused) AS refused, sum(rows_read) AS read_rows "
        f"FROM ({loads_that_count(version.engine)}) GROUP BY table_name ORDER BY table_name"
    )
    why = reasons(version)
    for table, refused, read in zip(rows["table_name"], rows["refused"], rows["read_rows"], strict=True):
        n, total = int(refused), int(read)
        if not n:
            continue
        yield HealthEntry(
            MART_OF.get(str(table), str(table)),
            _("refused"),
            _("{n} of {total} rows read were refused").format(n=count(n), total=count(total)),
            _("They could not be used as they are; download them with the load, mend them and load them again."),
            LOOK,
            n,
            key="refused",
            n=n,
            of=total,
            details=tuple(_reasons([one for one in why if one.table == MART_OF.get(str(table), str(table))])),
            touches=(MART_OF.get(str(table), str(table)),),
        )


def _reasons(found: Sequence[Reason]) -> Iterator[str]:
    """The most frequent reasons of a table with the loads they come from."""
    by_words: dict[tuple[str, str], dict[str, int]] = {}
    for one in found:
        by_words.setdefault((one.column, one.reason), {})[one.load_id] = one.rows
    for (place, reason), loads in sorted(by_words.items(), key=lambda item: -sum(item[1].values()))[:TOP_REASONS]:
        names = ", ".join([*loads][:NAMED_LOADS]) + (" …" if len(loads) > NAMED_LOADS else "")
        yield _("{n} × {reason} (load {loads})").format(
            n=count(sum(loads.values())), reason=f"{place}: {reason}" if place else reason, loads=names
        )
