"""Customer ids that stand for nobody, and ids that differ only in how they are written."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.cells import literal
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import N_, Words, _, ngettext
from cx.language.numbers import count, percent

EVENTS = ("orders", "surveys", "contacts", "order_lines", "journey_events")
ENOUGH = 20
MOSTLY = 0.5
FORMS = {
    "names": r"^\p{Lu}[\p{L}'’.-]+(?: \p{L}[\p{L}'’.-]*)+$",
    "phones": r"^(?:\+|00)[1-9][0-9 ()/.-]{7,}$",
}
"""What names of people and telephone numbers look like, as a whole value."""
KINDS = Words({"names": N_("names of people"), "phones": N_("phone numbers")})
SHORT = 9
LARGE = 0.2
"""One customer with such a part of all rows is a stand-in for customers nobody knows."""


def check(looked: Looked) -> Iterator[Finding]:
    """The customer with the most rows; ids that are the same but for upper and lower case."""
    if "customer_id" not in looked.columns or looked.n < ENOUGH:
        return
    found = looked.workspace.query(
        "SELECT count(*) AS ids, sum(n) AS of, max(n) AS n, arg_max(least, n) AS id, "
        f"count(*) FILTER (least <> most) AS spelled, {_looks_like('names')}, {_looks_like('phones')} FROM ("
        "SELECT min(customer_id) AS least, max(customer_id) AS most, count(*) AS n "
        f"FROM {looked.part} WHERE customer_id IS NOT NULL GROUP BY lower(trim(customer_id)))"
    ).iloc[0]
    ids = int(found["ids"])
    if not ids:
        return
    n, of = int(found["n"]), int(found["of"])
    few = 1 < ids < 1 / LARGE + 1
    if looked.name in EVENTS and n >= max(LARGE * of, ENOUGH / 2) and not few:
        yield _stand_in(looked, str(found["id"]), n, of)
    if spelled := int(found["spelled"]):
        yield _spelled(looked, spelled)
    for kind, title in KINDS.items():
        if int(found[kind]) >= MOSTLY * ids:
            yield _personal(looked, title, int(found[kind]), ids)


def _looks_like(kind: str) -> str:
    return f"count(*) FILTER (regexp_matches(least, {literal(FORMS[kind])})) AS {kind}"


def _personal(looked: Looked, title: str, n: int, ids: int) -> Finding:
    return looked.finding(
        "personal_ids",
        n,
        _("The ids in “{header}” look like {kind}.").format(header=looked.header("customer_id"), kind=title),
        _(
            "Ids are stored as they stand, and two people of one name would be one customer. Map another column to "
            "customer_id, or replace these in the file."
        ),
        status=BAD,
        of=ids,
    )


def _stand_in(looked: Looked, named: str, n: int, of: int) -> Finding:
    share = n / of
    # A short id is no telephone number and no keyed hash.
    shown = named if len(named) <= SHORT else _("one id")
    return looked.finding(
        "stand_in_customer",
        n,
        _("“{id}” is the customer of {share} of the rows.").format(id=shown, share=percent(share)),
        _(
            "If it stands for guests or unknown customers, retention, lifetime value and orders per customer are "
            "wrong: empty it in the file, so that these rows count as guests."
        ),
        status=BAD if share > 0.5 else LOOK,
        of=of,
    )


def _spelled(looked: Looked, n: int) -> Finding:
    words = ngettext(
        "{n} id in “{header}” is written in upper and in lower case.",
        "{n} ids in “{header}” are written in upper and in lower case.",
        n,
    )
    return looked.finding(
        "ids_by_case",
        n,
        words.format(n=count(n), header=looked.header("customer_id")),
        _("Each way of writing counts as a customer of its own: retention and repeat rate are too low."),
    )
