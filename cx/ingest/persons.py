"""Whether a column's values, or its name, are those of a person: such a column is never stored as it stands."""

from __future__ import annotations

from cx.ingest.headers import TextColumn, normalised
from cx.ingest.profile import ColumnProfile
from cx.ingest.spelling import plain
from cx.ingest.vocabulary import vocabulary
from cx.language import N_, Words
from cx.model import Kind, Table

EMAILS_AT_LEAST = 0.05
"""A column whose values are e-mail addresses in such a share is personal, whatever it is called."""
MOSTLY = 0.5
SHAPED_AT_LEAST, DIGITS_AT_MOST = 0.9, 0.1
"""Behind the name of a person's id, so many values in the form of a name, and so few with a digit, are names."""
PERSON_KEYS = ("customer_id", "person_id", "visitor_id")
KINDS = Words(
    {
        "emails": N_("e-mail addresses"),
        "phones": N_("phone numbers"),
        "cards": N_("payment card numbers"),
        "ibans": N_("bank account numbers (IBAN)"),
        "ips": N_("IP addresses"),
        "streets": N_("postal addresses"),
        "named": N_("names of people"),
    }
)
"""Share of a profile -> what such values are called."""
IDS_OF_PEOPLE = ("named", "phones", "cards", "ibans", "streets")
"""What an id may be made of that tells who somebody is; e-mail addresses are known to the reading of ids itself."""
THINGS = frozenset({"product", "category", "plan"})
"""Things are called after people: a sofa may be an Anna."""


def kind_in(values: ColumnProfile) -> str:
    """The share under which most values are a person's; "" when they are not."""
    return next((kind for kind in KINDS if _enough(kind, values.share(kind))), "")


def is_personal(column: TextColumn, values: ColumnProfile) -> bool:
    """Whether a column that is no field is left out: its name means a person's data, or its values are such."""
    return by_name(column) or bool(kind_in(values)) or (_names_a_person_key(column) and _shaped_like_names(values))


def by_name(column: TextColumn) -> bool:
    """Whether a column's name means personal data."""
    return vocabulary().is_personal(normalised(column.header))


def in_words(values: ColumnProfile) -> str:
    """What a personal column's values are called."""
    return KINDS.get(kind_in(values), KINDS["named"])


def contradicting(field: str, kind: Kind, values: ColumnProfile) -> str:
    """Why values cannot be the labels or texts of a field: they are somebody's; "" when they are not."""
    found = kind_in(values)
    if kind not in (Kind.LABEL, Kind.COMMENT) or not found or found == "emails":
        return ""
    return "" if found == "named" and field in THINGS else KINDS[found]


def is_secret_key(table: Table, field: str, column: TextColumn, values: ColumnProfile) -> bool:
    """Whether ids tell who somebody is, so that only their keyed hash is stored.

    An order number may look like a phone number by chance; a customer's id that does is one.
    """
    if values.share("emails") < MOSTLY <= values.addresses / max(values.filled, 1):
        return True
    found, person = kind_in(values), field in PERSON_KEYS
    if found in IDS_OF_PEOPLE and (person or found == "named"):
        return True
    known = plain(column.header) in vocabulary().tables[table.name].fields[field]
    return person and (_shaped_like_names(values) or (by_name(column) and not known))


def _enough(kind: str, share: float) -> bool:
    return share >= EMAILS_AT_LEAST if kind == "emails" else share > MOSTLY


def _shaped_like_names(values: ColumnProfile) -> bool:
    return values.share("people") >= SHAPED_AT_LEAST and values.share("digits") <= DIGITS_AT_MOST


def _names_a_person_key(column: TextColumn) -> bool:
    name = plain(column.header)
    tables = vocabulary().tables.values()
    return any(name in table.fields.get(key, ()) for table in tables for key in PERSON_KEYS)
