"""The settings of the data on the page: what an analyst decides about the figures."""

from __future__ import annotations

import streamlit as st

from cx.errors import CxError
from cx.language import _
from cx.settings import BOUNDS, CHOICES, Settings
from cx.store.home import home
from cx.store.loads import change_settings
from cx.ui import states


def draw(settings: Settings) -> None:
    """A form with every setting; saving makes a new data version."""
    now = settings.to_text()
    with st.form("settings"):
        new = {
            "not_revenue": st.text_input(
                _("Order statuses that are no revenue"),
                now["not_revenue"],
                help=_("Separated by commas; orders with one of them count in no figure."),
            ),
            "minimum_n": str(
                st.number_input(
                    _("Smallest number behind a figure"),
                    min_value=1,
                    value=settings.minimum_n,
                    help=_("Below it the page says “too few”."),
                )
            ),
            "forward_days": str(
                st.number_input(
                    _("Days of follow-up"),
                    min_value=1,
                    value=settings.forward_days,
                    help=_("How long after a response or contact revenue and repurchase are counted."),
                )
            ),
            "churn_days": str(
                st.number_input(_("Days without an order that mean churn"), min_value=1, value=settings.churn_days)
            ),
            "currency": st.text_input(
                _("Currency of amounts that name none"), now["currency"], max_chars=3, placeholder="EUR"
            ),
        }
        new |= _of_models(settings, now)
        new |= _of_identity(settings)
        if st.form_submit_button(_("Save"), icon=":material/save:"):
            _save({key: value for key, value in new.items() if value != now[key]})


def _of_models(settings: Settings, now: dict[str, str]) -> dict[str, str]:
    """What predictions and key drivers rest on."""
    least, most = BOUNDS["discount_percent"]
    return {
        "discount_percent": str(
            st.number_input(
                _("Discount on later money, % a year"),
                min_value=least,
                max_value=most,
                value=settings.discount_percent,
                help=_("Predicted lifetime value counts money of next year as worth less by this much."),
            )
        ),
        "drivers": st.text_input(
            _("Survey columns that rate single things"),
            now["drivers"],
            placeholder="ease, staff, delivery",
            help=_("Separated by commas. Empty: columns with ratings are recognised by their values."),
        ),
    }


def _of_identity(settings: Settings) -> dict[str, str]:
    """Who is one customer."""
    words = {
        "only_unnamed": _("Never: it only finds the customer of rows without a customer id"),
        "across_files": _("When they come from different files"),
        "always": _("Always, also within one file"),
    }
    return {
        "match_by_email": st.selectbox(
            _("Customer ids with the same e-mail are one customer"),
            list(CHOICES["match_by_email"]),
            index=list(CHOICES["match_by_email"]).index(settings.match_by_email),
            format_func=words.__getitem__,
            help=_(
                "Every tool gives its customers ids of its own; ids of one file are told apart by the tool that wrote "
                "it. Nothing is lost: the next setting sorts the rows anew. Health tells how many were joined."
            ),
        )
    }


def _save(changes: dict[str, str]) -> None:
    if not changes:
        st.info(_("Nothing was changed."))
        return
    try:
        with st.spinner(_("Making a new data version")):
            change_settings(home(), changes)
    except CxError as error:
        states.problem(error)
        return
    st.rerun()
