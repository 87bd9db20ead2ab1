"""The dictionary of files: the canonical tables with their fields, and the exports of tools that are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import streamlit as st

from cx.ingest.formats.base import Format, Signature
from cx.language import N_, Words, _
from cx.model import Kind, Table, called
from cx.ui.plain import plain
from cx.ui.states import template_button

YES = "✓"
KINDS = Words(
    {
        Kind.KEY: N_("key"),
        Kind.LABEL: N_("label"),
        Kind.TIME: N_("time"),
        Kind.MONEY: N_("money"),
        Kind.NUMBER: N_("number"),
        Kind.SCORE: N_("score"),
        Kind.YESNO: N_("yesno"),
        Kind.COMMENT: N_("comment"),
        Kind.EMAIL: N_("email"),
    }
)
"""What a column holds, in a word."""


def table(one: Table) -> None:
    """One canonical table: its columns and its template."""
    with st.expander(f"**{plain(one.name)}** · {plain(_(one.about))}"):
        st.dataframe(columns(one), hide_index=True, alt=_("Columns of {table}").format(table=called(one.name)))
        template_button(one)


def columns(one: Table) -> pd.DataFrame:
    """A line per column: name, kind, required, key, about."""
    return pd.DataFrame(
        {
            _("column"): one.names,
            _("kind"): [KINDS[c.kind] for c in one.columns],
            _("required"): [YES if c.required else "" for c in one.columns],
            _("key"): [YES if c.name in one.key else "" for c in one.columns],
            _("about"): [_(c.about) for c in one.columns],
        }
    )


def table_text(one: Table) -> str:
    """All that is said of a table, for the search."""
    return " ".join((one.name, _(one.about), *(f"{c.name} {_(c.about)}" for c in one.columns)))


def export(one: Format) -> None:
    """One recognised export: by which headers it is known, and which fields of which tables it fills."""
    with st.expander(f"**{plain(title(one))}** · {plain(', '.join(called(part.table) for part in one.parts))}"):
        lines = [
            _("**Recognised by** {headers}").format(headers=plain(recognised_by(one.signature))),
            *(
                _("**Fills {table}** {fields}").format(table=plain(part.table), fields=plain(", ".join(part.fields)))
                for part in one.parts
            ),
            *_not_stored(one),
            *(f"**{_('Refused')}** {plain(_(refused.reason))}" for refused in one.refused),
            *(plain(_(note)) for note in one.notes),
            _("**In the command** `cx load FILE --format {name}`").format(name=one.name),
        ]
        st.markdown("\n\n".join(lines))


def title(one: Format) -> str:
    """What an export is called, as a heading."""
    called = _(one.title)
    return called[:1].upper() + called[1:]


def export_text(one: Format) -> str:
    """All that is said of an export, for the search."""
    fields = [f"{part.table} {' '.join(part.fields)}" for part in one.parts]
    return " ".join((one.name, _(one.title), recognised_by(one.signature), *fields, *one.personal, *map(_, one.notes)))


def recognised_by(signature: Signature) -> str:
    """The headers an export is known by, in a sentence."""
    said = [", ".join(_names(signature.needs))]
    if signature.some:
        text = _("at least {n} of {headers}")
        said.append(text.format(n=signature.at_least, headers=", ".join(_names(signature.some))))
    if signature.never:
        said.append(_("none of {headers}").format(headers=", ".join(_names(signature.never))))
    return "; ".join(part for part in said if part)


def _names(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield _(" or ").join(name.split("|"))


def _not_stored(one: Format) -> Iterator[str]:
    if one.personal:
        headers = ", ".join(name for group in one.personal for name in group.split("|"))
        yield _("**Not stored, because it tells who somebody is** {headers}").format(headers=plain(headers))
