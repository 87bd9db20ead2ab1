"""What a load or an undo does to the figures: a compact table, before and after, each with its n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from cx.consequence import Change, consequence
from cx.language import _, language, ngettext
from cx.language.numbers import DASH, count, percent
from cx.model import called
from cx.stats.estimate import Estimate
from cx.store.changed import noted, sides
from cx.store.history import LoadEntry
from cx.store.home import home
from cx.ui.plain import plain

KEPT_CONSEQUENCES = 50
SHOWN_FIGURES = 6
Told = Mapping[str, Any]
Line = tuple[str, str, str, str]
"""A figure's name, before, after, and its n."""


def draw(told: Told) -> None:
    """What changes, as `Consequence.to_json` tells it: the weightiest figures at once, the others when asked for."""
    if told["nothing"]:
        st.markdown(_("No figure changes."))
    figures = _figures(told)
    _draw_rows([*figures[:SHOWN_FIGURES], *_rates(told), *_counts(told)])
    more, rest = int(told["more"]), figures[SHOWN_FIGURES:]
    if rest:
        n = more + len(rest)
        words = ngettext("{n} other figure changes", "{n} other figures change", n).format(n=count(n))
        with st.expander(words, type="compact"):
            _draw_rows(rest)
            if more:
                st.caption(_("The {n} weightiest are told.").format(n=count(len(figures))))
    parts = []
    if n := int(told["duplicates"]):
        parts.append(ngettext("{n} duplicate ignored", "{n} duplicates ignored", n).format(n=count(n)))
    if n := int(told["refused"]):
        parts.append(ngettext("{n} row refused", "{n} rows refused", n).format(n=count(n)))
    if parts:
        st.caption(" · ".join(parts))


def _draw_rows(rows: Sequence[Line]) -> None:
    """Figures before and after; where there was nothing before, only what there will be."""
    if not rows:
        return
    names = [_("figure"), _("before"), _("after"), _("n")]
    table = pd.DataFrame(rows, columns=names).set_index(names[0])
    if set(table[names[1]]) <= {DASH, count(0)}:
        table = table.drop(columns=names[1])
    if not any(table[names[-1]]):
        table = table.drop(columns=names[-1])
    st.table(table)


def draw_load(entry: LoadEntry) -> None:
    """What a load changed, with the other files of its call: in figures while its versions are kept, else in words."""
    with st.spinner(_("Comparing the figures before and after")):
        told = _between(str(home()), entry, language())
    if told is not None:
        draw(told)
    elif sentences := noted(home(), entry.load_id):
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))
    else:
        st.caption(_("The data versions before and after this load are not kept any more."))


@st.cache_data(max_entries=KEPT_CONSEQUENCES, show_spinner=False)
def _between(store: str, entry: LoadEntry, spoken: str) -> Told | None:
    versions = sides(Path(store), entry)
    return consequence(*versions).to_json() if versions else None


def _figures(told: Told) -> list[Line]:
    return [_figure(change) for change in told["changes"]]


def _figure(told: Told) -> Line:
    sides = [Estimate(**told[side]) if told[side] else None for side in ("before", "after")]
    change = Change(
        metric=told["metric"],
        title=told["title"],
        period=told["period"],
        first_day=date.fromisoformat(told["first_day"]) if told["first_day"] else None,
        before=sides[0],
        after=sides[1],
        unit=told["unit"],
        currency=told["currency"],
        complete=told["complete"],
    )
    name = _("{title}, {period}").format(title=change.title, period=change.period)
    if not change.complete:
        name += _(" (month not complete)")
    then, now = change.texts()
    counts = list(dict.fromkeys(count(side.n) for side in sides if side))
    return plain(_capital(name)), plain(then), plain(_reason(now, sides[1])), " → ".join(counts)


def _reason(text: str, estimate: Estimate | None) -> str:
    """A figure, or why there is none."""
    return f"{text} ({estimate.reason})" if estimate and not estimate.known and estimate.reason else text


def _rates(told: Told) -> list[Line]:
    named = _("Match rate of {table}")
    return [
        (plain(named.format(table=called(rate["table"]))), percent(rate["before"]), percent(rate["after"]), "")
        for rate in told["match_rates"]
        if percent(rate["before"]) != percent(rate["after"])
    ]


def _counts(told: Told) -> list[Line]:
    named = _("Rows of {table}")
    return [
        (plain(named.format(table=called(counted["table"]))), count(counted["before"]), count(counted["after"]), "")
        for counted in told["rows"]
        if counted["before"] != counted["after"]
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
