"""Which customers are behind a figure?"""

import streamlit as st

from cx.errors import UsageError
from cx.language import _
from cx.ui import customers, drill_link, links, receipts
from cx.ui.page import lead, open_page

TITLE = _("The customers behind the figure")
QUESTION = _("Which customers are behind this figure, and what does each add to it?")

page = open_page("customers")
try:
    figure = drill_link.read(links.asked())
    members = customers.listed(page, figure)
except UsageError as error:
    st.title(TITLE, anchor=False, help=QUESTION)
    customers.refused(error)
else:
    row = customers.row_of(page, members)
    customers.back_link(figure, page.view)
    lead(TITLE, customers.finding(members, row, page.version), QUESTION)
    st.caption(customers.told(page, members, row))
    if members.customers:
        customers.choose_side(members)
        customers.table(members)
        customers.download(page, figure, members)
    receipts.show(page, {_("The list of customers"): members.sql})
