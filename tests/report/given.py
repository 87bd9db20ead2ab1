"""A small report made by hand, with a value of the data that would run if anything obeyed it."""

from __future__ import annotations

import json
from datetime import date

from cx.report.blocks import Card, Cards, Chart, Definition, Prose, Report, Role, Run, Section, Table, whole

HOSTILE = "<script>alert(1)</script>"
JAPANESE = "顧客満足度は東京で最も高い"
NPS = Definition(
    "nps", "Net Promoter Score", "Who recommends us?", "Share of 9–10 less 0–6.", "p − d", "Reichheld", "12"
)
SPEC = json.dumps(
    {
        "data": [{"type": "bar", "x": ["North", "東京"], "y": [41, 35]}],
        "layout": {"height": 240, "template": {"layout": {"font": {"color": "#1B2733"}}}},
    }
)


def card(value: str = "+41", title: str = "NPS") -> Card:
    basis = ((Run("within noise", bold=True), Run(" vs May 2025")), whole("+38 to +44, n = 120"))
    return Card(title, value, "+2.1 points", "up", "grey", basis, NPS.definition, (1.0, 3.0, 2.0))


def chart(rows: int = 2, *, spec: str = SPEC, beside: bool = False) -> Chart:
    table = Table(
        ("Group", "Figure", "95% interval", "n"),
        tuple((f"{HOSTILE} {n}", "+41.0", "+38.0 to +44.0", "120") for n in range(rows)),
        frozenset({1, 2, 3}),
    )
    return Chart(
        key="nps_by_region",
        title=whole(f"NPS: highest for {HOSTILE}"),
        subtitle=whole(JAPANESE),
        alt=f"NPS: highest for {HOSTILE}",
        spec=spec,
        table=table,
        notes=("Match rate: 98.0%.",),
        metric="nps",
        instead=() if spec else whole("Not shown: too few: n = 2, at least 30 needed"),
        sample="n = 120",
        beside=beside,
    )


def report(*blocks: object, sections: int = 1, language: str = "en") -> Report:
    shown = blocks or (Prose(Role.LEAD, whole("NPS is +41.")), Cards((card(),)), chart())
    made = tuple(
        Section(f"page-{n}", f"Page {n} {HOSTILE}", "How are we doing?", shown, (NPS,)) for n in range(1, sections + 1)
    )
    return Report(
        product="CX dashboard",
        title="Board brief",
        language=language,
        view=(("Dates", "1 Apr 2025 – 31 Mar 2026"), ("Region", f"{HOSTILE}, 東京"), ("Data version", "7-0dec0de5")),
        strip=f"Apr 2025 – Mar 2026 · Region: {HOSTILE} · version 7-0dec0de5",
        data_version="7-0dec0de5",
        to=date(2026, 3, 31),
        sections=made,
        told=("“bogus” is not known.",),
    )
