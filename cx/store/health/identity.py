"""How many rows find their customer and by what, and which customer ids are one person."""

from __future__ import annotations

from collections.abc import Iterator

from cx.language import _, ngettext
from cx.language.numbers import count, percent
from cx.store.health.entry import BAD, GOOD, LOOK, HealthEntry
from cx.store.matching import Match, matches
from cx.store.reading import Version

WELL_MATCHED, BADLY_MATCHED = 0.95, 0.5
"""Shares of rows with a known customer: at least the first is good, below the second is bad."""


def entries(version: Version) -> Iterator[HealthEntry]:
    """Match rates, then merges, then what was not merged."""
    yield from _matches(version)
    if "merges" in version.marts:
        yield from _merged(version)
        yield from _not_merged(version)


def _matches(version: Version) -> Iterator[HealthEntry]:
    for match in matches(version):
        if not match.rows:
            continue
        known = match.rows - match.nameless - match.strangers
        yield HealthEntry(
            match.table,
            _("match rate"),
            _("{share} have a known customer").format(share=percent(match.share)),
            " ".join(_unmatched(match)) or _("Every row counts for a customer."),
            GOOD if match.share >= WELL_MATCHED else LOOK if match.share >= BADLY_MATCHED else BAD,
            match.share,
            key="match_rate",
            n=known,
            of=match.rows,
            details=tuple(_ways(match)),
            touches=(match.table,),
        )


def _ways(match: Match) -> Iterator[str]:
    words = {
        "customer_id": _("by customer id: {n}"),
        "email": _("by e-mail: {n}"),
        "order_id": _("by order number: {n}"),
        "contact_id": _("by contact number: {n}"),
    }
    for way, n in match.ways.items():
        yield words[way].format(n=count(n))
    if match.strangers:
        yield _("of these nobody else knows the customer: {n}").format(n=count(match.strangers))
    if match.nameless:
        yield _("by nothing: {n}").format(n=count(match.nameless))


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


def _merged(version: Version) -> Iterator[HealthEntry]:
    row = version.engine.query(
        "SELECT count(*) AS persons, coalesce(sum(customer_ids), 0) AS ids, "
        "coalesce(sum(by_person_id), 0) AS by_person, coalesce(sum(by_email), 0) AS by_email FROM mart.merges"
    ).iloc[0]
    persons, ids = int(row["persons"]), int(row["ids"])
    if not persons:
        return
    joined = {_("by person_id: {n}"): int(row["by_person"]), _("by e-mail: {n}"): int(row["by_email"])}
    yield HealthEntry(
        "customers",
        _("merges"),
        ngettext(
            "{n} person stands for {ids} customer ids", "{n} persons stand for {ids} customer ids", persons
        ).format(n=count(persons), ids=count(ids)),
        _("Each counts as one customer. Nothing is lost: the setting match_by_email takes merges by e-mail back."),
        GOOD,
        persons,
        key="merges",
        n=persons,
        of=ids,
        details=tuple(words.format(n=count(n)) for words, n in joined.items() if n),
        touches=("customers",),
    )


def _not_merged(version: Version) -> Iterator[HealthEntry]:
    rows = version.engine.query("SELECT reason, emails, persons FROM mart.not_merged ORDER BY persons DESC, reason")
    if not len(rows):
        return
    ids = int(rows["persons"].sum())
    yield HealthEntry(
        "customers",
        _("not merged"),
        ngettext(
            "{n} customer shares an e-mail with another and stays by itself",
            "{n} customers share an e-mail with another and stay by themselves",
            ids,
        ).format(n=count(ids)),
        _(
            "Rows that carry only such an e-mail belong to nobody. A person_id in the customers file, or the setting "
            "match_by_email, says who is one person."
        ),
        GOOD,
        ids,
        key="not_merged",
        n=ids,
        details=tuple(f"{r.reason}: {count(int(str(r.persons)))}" for r in rows.itertuples()),
        touches=("customers",),
    )
