"""What does each figure mean, and which columns do the files need?"""

import streamlit as st

from cx.language import _
from cx.metrics.registry import METRICS
from cx.model import TABLES
from cx.ui import definitions
from cx.ui.page import lead

lead(_("Definitions"), _("Every figure of the dashboard, and every column a file may have."))
wanted = st.text_input(
    _("Search"),
    key="definitions_search",
    placeholder=_("for example: retention, top two boxes, refunded"),
    icon=":material/search:",
)
metrics = [m for m in METRICS.values() if definitions.mentions_metric(m, wanted)]
tables = [t for t in TABLES.values() if definitions.mentions_table(t, wanted)]
if not metrics and not tables:
    st.info(_("Nothing mentions this. Try a shorter word."), icon=":material/search_off:")
if metrics:
    st.header(_("Figures ({n})").format(n=len(metrics)), anchor=False)
    for metric in metrics:
        definitions.metric(metric)
if tables:
    st.header(_("Files ({n})").format(n=len(tables)), anchor=False)
    for table in tables:
        definitions.table(table)
