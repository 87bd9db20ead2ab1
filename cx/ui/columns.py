"""What every column of a file was taken for, and the way to say it is something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from cx.ingest.options import LoadOptions, LoadReport, Proposal
from cx.language import _
from cx.language.direction import undirected
from cx.model import TABLES
from cx.ui.plain import plain
from cx.ui.staging import Waiting

SURE, LIKELY = 0.9, 0.6
SHOWN_EXAMPLES = 3
ROW_PIXELS, EDGE_PIXELS, MOST_PIXELS = 33, 2, 560
KEEP, LEAVE, PERSONAL, EMPTY = "dimension", "unused", "personal", "empty"


def words_of_uses() -> dict[str, str]:
    """What a column may be besides a field -> in words."""
    return {
        KEEP: _("keep as dimension"),
        LEAVE: _("leave out"),
        PERSONAL: _("personal: not stored"),
        EMPTY: _("empty: not stored"),
    }


def confidence(share: float) -> str:
    """A confidence in a word."""
    return _("sure") if share >= SURE else _("likely") if share >= LIKELY else _("a guess")


def taken_for(proposal: Proposal) -> str:
    """The choice that a proposal stands for: a field's name, or a use."""
    if proposal.use == "field" and proposal.field:
        return proposal.field
    return proposal.use


def ask(file: Waiting, given: LoadOptions) -> LoadOptions:
    """Draw the table of columns; returns the options with what was changed in it."""
    report = file.seen
    if report is None or not report.proposals:
        return given
    st.markdown(f"**{_('What every column was taken for')}**")
    st.caption(_("Choose another meaning where it is wrong, then check again. Nothing is stored under a wrong name."))
    words = words_of_uses()
    known = [*_fields(report), *words.values()]
    shown = _table(report.proposals, words)
    # The key names what was understood: after a new answer the table starts from that and not from older choices.
    key = f"{file.token}.columns.{hash(tuple(taken_for(p) for p in report.proposals))}"
    edited = st.data_editor(
        shown,
        hide_index=True,
        disabled=[name for name in shown.columns if name != "taken"],
        height=min(ROW_PIXELS * (len(shown) + 1) + EDGE_PIXELS, MOST_PIXELS),
        key=key,
        alt=_("What every column was taken for"),
        column_config={
            "header": st.column_config.TextColumn(_("column of the file"), width="medium", pinned=True),
            "taken": st.column_config.SelectboxColumn(_("taken for"), options=known, required=True, width="medium"),
            "sure": st.column_config.TextColumn(_("how sure"), width="small"),
            "examples": st.column_config.TextColumn(_("examples"), width="medium"),
            "why": st.column_config.TextColumn(_("why"), width="large"),
        },
    )
    uses = {word: use for use, word in words.items()}
    chosen = [uses.get(text, text) for text in edited["taken"]]
    for name in clashing(report.proposals, chosen):
        st.warning(_("Two columns are chosen for {field}: the last one counts.").format(field=plain(name)))
    return with_choices(report.proposals, chosen, given)


def with_choices(proposals: Sequence[Proposal], chosen: Sequence[str], given: LoadOptions) -> LoadOptions:
    """The options after a person chose another meaning for columns. chosen: in the order of the proposals.

    A field that lost its column stays empty, unless another column was chosen for it.
    """
    maps, columns = dict(given.maps), dict(given.columns)
    changed = [(p, choice) for p, choice in zip(proposals, chosen, strict=True) if choice != taken_for(p)]
    for proposal, _choice in changed:
        columns.pop(str(proposal.number), None)
        if proposal.field:
            maps[proposal.field] = ""
    for proposal, choice in changed:
        if choice in (KEEP, LEAVE):
            columns[str(proposal.number)] = choice
        elif choice not in (PERSONAL, EMPTY):
            maps[choice] = str(proposal.number)
    return replace(given, maps=maps, columns=columns)


def clashing(proposals: Sequence[Proposal], chosen: Sequence[str]) -> list[str]:
    """Fields that several columns are chosen for, where a person chose one of them."""
    changed = {c for p, c in zip(proposals, chosen, strict=True) if c != taken_for(p)}
    counted = Counter(choice for choice in chosen if choice not in words_of_uses())
    return [name for name, n in counted.items() if n > 1 and name in changed]


def _fields(report: LoadReport) -> list[str]:
    """The fields a column may fill: of the table, and those that the file fills in other tables."""
    own = [column.name for column in TABLES[report.table].columns] if report.table in TABLES else []
    other = [p.field for p in report.proposals if p.use == "field" and p.field]
    return list(dict.fromkeys([*own, *other]))


def _table(proposals: Sequence[Proposal], words: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        {
            "header": undirected(p.header) or _("(no name)"),
            "taken": words.get(taken_for(p), taken_for(p)),
            "sure": _("{word}, {share}").format(word=confidence(p.confidence), share=f"{p.confidence:.0%}"),
            "examples": undirected(" · ".join(p.examples[:SHOWN_EXAMPLES])),
            "why": undirected(p.why),
        }
        for p in proposals
    ]
    return pd.DataFrame(rows)
