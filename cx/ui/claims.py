"""The industry's famous claims: theirs with source and kind of evidence, beside the reader's own figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from cx.language import _


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody else's figure. kind: what the evidence is, so that nobody takes an intention for behaviour."""

    says: str
    source: str
    kind: str


EFFORT_LOYALTY = Claim(
    _("96% of customers with a high-effort interaction become more disloyal, against 9% with low effort."),
    _("Gartner (2019), after CEB"),
    _("stated intentions in a survey, not purchases"),
)
EFFORT_COST = Claim(
    _("Low-effort interactions cost 37% less to serve than high-effort ones."),
    _("Gartner (2019), after CEB"),
    _("vendor study of service costs"),
)
BEST_PAST_EXPERIENCE = Claim(
    _("Customers with the best past experiences spend 140% more than those with the poorest."),
    _("Kriss, Harvard Business Review (2014)"),
    _("association within two companies"),
)
RETENTION_PROFIT = Claim(
    _("5% more retention brings 25–95% more profit."),
    _("Reichheld, Bain & Company"),
    _("model calculation by industry"),
)
ACQUISITION_COST = Claim(
    _("Winning a customer costs 5–25 times as much as keeping one."),
    _("Gallo, Harvard Business Review (2014)"),
    _("round-up of other studies"),
)


def show(pairs: Sequence[tuple[Claim, str]]) -> None:
    """Each claim beside what the reader's data say, or why they cannot say it yet (Markdown, already safe)."""
    st.subheader(_("Famous claims beside your data"), anchor=False)
    for claim, yours in pairs:
        with st.container(border=True):
            theirs, own = st.columns(2, gap="medium")
            theirs.caption(_("Their claim"))
            theirs.markdown(claim.says)
            theirs.caption(f"{claim.source} · {claim.kind}")
            own.caption(_("Your data"))
            own.markdown(yours)


def cannot(reason: str) -> str:
    """The answer when the data cannot say."""
    return _("Your data cannot answer this yet, because {reason}.").format(reason=reason)
