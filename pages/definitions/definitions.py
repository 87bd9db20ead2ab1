"""What does each figure mean, what do the files need, which exports are recognised, and which rules hold?"""

import streamlit as st

from cx.ingest.formats import FORMATS
from cx.language import _
from cx.metrics.registry import METRICS
from cx.model import TABLES
from cx.ui import definitions, definitions_of_files, definitions_of_rules, links
from cx.ui.frame import current
from cx.ui.page import lead

lead(_("Definitions"), _("Every figure of the dashboard, every column and export of a file, every setting and rule."))
wanted = st.text_input(
    _("Search"),
    key="definitions_search",
    placeholder=_("for example: retention, top two boxes, refunded, Shopify"),
    icon=":material/search:",
)
asked = METRICS.get((links.asked().get("metric") or [""])[0])
metrics = [m for m in METRICS.values() if m is not asked and definitions.mentions(definitions.metric_text(m), wanted)]
tables = [t for t in TABLES.values() if definitions.mentions(definitions_of_files.table_text(t), wanted)]
exports = [f for f in FORMATS.values() if definitions.mentions(definitions_of_files.export_text(f), wanted)]
rules = [
    name for name in definitions_of_rules.RULES if definitions.mentions(definitions_of_rules.rule_text(name), wanted)
]
settings = [
    name
    for name in definitions_of_rules.setting_names()
    if definitions.mentions(definitions_of_rules.setting_text(name), wanted)
]
if asked:
    definitions.metric(asked, opened=True)
if not (metrics or tables or exports or rules or settings):
    st.info(_("Nothing mentions this. Try a shorter word."), icon=":material/search_off:")
if metrics:
    st.header(_("Figures ({n})").format(n=len(metrics)), anchor=False)
    for metric in metrics:
        definitions.metric(metric)
if tables:
    st.header(_("Files ({n})").format(n=len(tables)), anchor=False)
    for table in tables:
        definitions_of_files.table(table)
if exports:
    st.header(_("Exports that are recognised ({n})").format(n=len(exports)), anchor=False)
    for export in exports:
        definitions_of_files.export(export)
if rules:
    st.header(_("Rules ({n})").format(n=len(rules)), anchor=False)
    definitions_of_rules.rules(rules)
if settings:
    st.header(_("Settings ({n})").format(n=len(settings)), anchor=False)
    definitions_of_rules.settings(settings, current()[1].settings)
