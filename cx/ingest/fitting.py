"""Whether the values of a column look like what a field holds: they speak for it, against it, or say nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from cx.ingest.persons import MOSTLY, contradicting
from cx.ingest.profile import ColumnProfile
from cx.language import _
from cx.model import Kind, Table

FEWEST = 5
"""Fewer values than these are no proof against a name."""
MOST, HARDLY = 0.9, 0.1
FEW_LABELS = 40
LABELS = {"status": "statuses", "currency": "currencies", "region": "places", "channel": "channels"}
"""Label field -> the list of words that its values often are."""
SCORES = {"nps": ((0, 10),), "csat": ((1, 5), (1, 7), (1, 10), (0, 10)), "ces": ((1, 7), (1, 5))}
"""Score -> the ranges of whole numbers that it usually has; the first fits best."""
PERCENT = 100


class Verdict(IntEnum):
    """What values say about a field."""

    AGAINST = -1
    SILENT = 0
    FOR = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """What the values of a column say about a field, and why in words."""

    verdict: Verdict
    why: str = ""


SILENT = Fit(Verdict.SILENT)


def fit(table: Table, field: str, values: ColumnProfile) -> Fit:
    """What a column's values say about a field of a table. Few values may speak for it, but not against it."""
    if not values.shares:
        return Fit(Verdict.SILENT, _("it has no values"))
    kind = table.column(field).kind
    if words := contradicting(field, kind, values):
        return _against(_("its values are {kind}").format(kind=words))
    if kind is Kind.KEY and values.share("named") > MOSTLY:
        return _against(_("its values look like names of people"))
    if kind is Kind.KEY:
        found = _key(values, own=field == table.key[0])
    elif kind is Kind.SCORE:
        found = _score(field, values)
    elif kind is Kind.LABEL:
        found = _label(field, values)
    else:
        found = BY_KIND[kind](values)
    few = found.verdict is Verdict.AGAINST and values.filled < FEWEST
    return SILENT if few else found


def time_like(values: ColumnProfile) -> float:
    """The share of values that may be times: dates of any form, packed dates, seconds since 1970, spreadsheet days."""
    share = values.share
    return max(share("dates"), share("compact"), share("epochs"), share("serials"), share("iso"))


def _for(words: str) -> Fit:
    return Fit(Verdict.FOR, words)


def _against(words: str) -> Fit:
    return Fit(Verdict.AGAINST, words)


def _key(values: ColumnProfile, *, own: bool) -> Fit:
    if values.share("emails") >= MOST:
        return Fit(Verdict.SILENT, _("its values are e-mail addresses"))
    if words := _no_key(values):
        return _against(words)
    if own and values.unique:
        return _for(_("every value occurs once"))
    if values.share("digits") >= MOST and values.share("blanks") <= HARDLY:
        return _for(_("its values look like ids"))
    return SILENT


def _no_key(values: ColumnProfile) -> str:
    if values.share("iso") >= MOST:
        return _("its values are times")
    if values.share("sentences") >= MOST:
        return _("its values are sentences")
    if values.share("decimals") >= MOST and values.share("integers") < MOST:
        return _("its values are amounts with decimals")
    people = values.share("people") >= MOST and values.share("digits") <= HARDLY
    return _("its values look like names of people") if people else ""


def _time(values: ColumnProfile) -> Fit:
    forms = {
        "iso": _("its values are times written year first"),
        "dates": _("its values are dates"),
        "compact": _("its values are dates of eight digits"),
        "epochs": _("its values may be seconds since 1970"),
    }
    if form := next((words for name, words in forms.items() if values.share(name) >= MOST), None):
        return _for(form)
    if values.share("digits") <= HARDLY:
        return _against(_("its values have no digits"))
    if values.share("numbers") >= MOST and time_like(values) < 1 - MOST:
        return _against(_("its values are plain numbers"))
    return _against(_("its values are e-mail addresses")) if values.share("emails") >= MOST else SILENT


def _money(values: ColumnProfile) -> Fit:
    if against := _no_number(values):
        return against
    if values.share("numbers") >= MOST and values.share("decimals") > HARDLY:
        return _for(_("its values are numbers with decimals"))
    return _for(_("its values are numbers")) if values.share("numbers") >= MOST else SILENT


def _number(values: ColumnProfile) -> Fit:
    against = _no_number(values)
    if against or values.share("numbers") < MOST:
        return against or SILENT
    return _for(_("its values are numbers"))


def _no_number(values: ColumnProfile) -> Fit | None:
    if values.share("digits") <= HARDLY:
        return _against(_("its values have no digits"))
    if values.share("iso") >= MOST or (values.share("dates") >= MOST and values.share("numbers") <= HARDLY):
        return _against(_("its values are dates"))
    if values.share("emails") >= MOST:
        return _against(_("its values are e-mail addresses"))
    return _against(_("its values are sentences")) if values.share("sentences") >= MOST else None


def _score(field: str, values: ColumnProfile) -> Fit:
    if values.share("dates") >= MOST or values.share("emails") >= MOST:
        return _against(_("its values are no scores"))
    if values.share("opinions") >= MOST:
        return _for(_("its values are words like Good and Bad"))
    if values.share("integers") >= MOST and values.low is not None and values.high is not None:
        for low, high in SCORES[field]:
            if low <= values.low and values.high <= high and values.high - values.low >= (high - low) // 2:
                return _for(_("its values are whole numbers from {low} to {high}").format(low=low, high=high))
        if values.high > PERCENT:
            return _against(_("its values run up to {high}").format(high=f"{values.high:,}"))
    wordy = values.share("digits") <= HARDLY and values.distinct > FEW_LABELS
    return _against(_("its values are texts")) if wordy or values.share("sentences") >= MOST else SILENT


def _label(field: str, values: ColumnProfile) -> Fit:
    listed = LABELS.get(field, "")
    if listed and values.share(listed) >= 1 - MOST:
        return _for(_("its values are usual ones"))
    if field == "status" and values.share("places") >= MOST:
        return _against(_("its values are places"))
    if values.share("iso") >= MOST:
        return _against(_("its values are times"))
    amounts = values.share("decimals") >= MOST and field not in ("csat_scale", "ces_scale", "product")
    if amounts:
        return _against(_("its values are numbers with decimals"))
    if values.filled > FEW_LABELS and values.distinct <= FEW_LABELS:
        return _for(_("a few values come again and again"))
    return SILENT


def _yes_no(values: ColumnProfile) -> Fit:
    if values.share("yes_no") >= MOST:
        return _for(_("its values are yes and no"))
    return _against(_("it has too many different values")) if values.distinct > FEW_LABELS else SILENT


def _comment(values: ColumnProfile) -> Fit:
    if values.share("sentences") > HARDLY:
        return _for(_("its values are sentences"))
    return _against(_("its values are times")) if values.share("iso") >= MOST else SILENT


def _email(values: ColumnProfile) -> Fit:
    if values.share("emails") > HARDLY:
        return _for(_("its values are e-mail addresses"))
    return SILENT if values.addresses else _against(_("no value is an e-mail address"))


BY_KIND: dict[Kind, Callable[[ColumnProfile], Fit]] = {
    Kind.TIME: _time,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.YESNO: _yes_no,
    Kind.COMMENT: _comment,
    Kind.EMAIL: _email,
}
