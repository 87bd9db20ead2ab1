import streamlit as st

from cx.language import _
from cx.ui import data_settings, frame, health, ledger, marks, remembered, upload
from cx.ui.choice import choose

view, version = frame.current()
may_load = frame.person().may_load

st.title(_("Data"), anchor=False)
parts = {
    "load": _("Load files"),
    "loads": _("Loads"),
    "mappings": _("Mappings"),
    "health": _("Health"),
    "marks": _("Targets and events"),
    "settings": _("Settings"),
}
part = choose("show", _("What to do"), parts)
if part == "health":
    health.draw(version)
elif part == "marks":
    marks.draw(view, version, frame.person())
elif part == "loads":
    ledger.draw(may_undo=may_load)
elif not may_load:
    st.info(_("Your role may look at the data, not change them."))
elif part == "mappings":
    remembered.draw()
elif part == "settings":
    data_settings.draw(version.settings)
else:
    upload.draw(version)
