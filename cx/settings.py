"""What an analyst may decide about the figures: kept with the data, so that a version always means the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from cx.errors import UsageError
from cx.language import N_, _

NOT_REVENUE = [
    "abandoned",
    "canceled",
    "cancelled",
    "declined",
    "draft",
    "expired",
    "failed",
    "pending_payment",
    "trash",
    "unavailable",
    "unpaid",
    "void",
    "voided",
]
"""Order statuses that do not count as revenue unless the analyst says so."""

BOUNDS = {
    "minimum_n": (1, 100_000),
    "forward_days": (1, 3650),
    "churn_days": (1, 3650),
    "discount_percent": (0, 100),
}
"""Setting -> least and greatest value: ten years are longer than any follow-up."""
CHOICES = {
    "match_by_email": {
        "only_unnamed": N_("an e-mail finds the customer of rows without a customer id, and joins nobody"),
        "across_files": N_("customer ids of different files with one e-mail are one customer"),
        "always": N_("customer ids with one e-mail are one customer, also within one file"),
    }
}
"""Setting -> its values, each with what it means, marked."""
LONGEST_NUMBER = 9
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every field is one setting; the field's name is its key in the store and in `cx settings`.

    not_revenue: order statuses (lower case) left out of orders and revenue. minimum_n: below it a figure is "too few".
    forward_days: follow-up for forward revenue and repurchase. churn_days: no order within so many days is churn.
    currency: the ISO code of money that carries none. discount_percent: by which a year makes later money worth less,
    in predicted lifetime value. drivers: the survey columns that rate single things (ease, staff, ...), in lower case;
    none named means that they are recognised by their values. match_by_email: whether customer ids with the same
    e-mail are one customer. Every tool gives its customers ids of its own, so that ids of different files that share an
    e-mail are taken for one customer; ids of one file are not, because the tool that wrote it tells them apart.
    """

    not_revenue: tuple[str, ...] = tuple(NOT_REVENUE)
    minimum_n: int = 30
    forward_days: int = 90
    churn_days: int = 180
    currency: str = ""
    discount_percent: int = 10
    drivers: tuple[str, ...] = ()
    match_by_email: str = "across_files"

    def to_text(self) -> dict[str, str]:
        """Settings as text, as they are stored."""
        return {f.name: _as_text(getattr(self, f.name)) for f in fields(self)}

    def changed(self, values: Mapping[str, str]) -> Settings:
        """These settings with some replaced by text values; UsageError names an unknown key or a wrong value."""
        known = {f.name: type(getattr(self, f.name)) for f in fields(self)}
        new: dict[str, object] = {}
        for key, text in values.items():
            if key not in known:
                raise UsageError(
                    _("there is no setting “{key}”.").format(key=key),
                    mend=_("The settings are {listed}.").format(listed=", ".join(known)),
                )
            new[key] = _from_text(key, text, known[key])
        return replace(self, **new)  # type: ignore[arg-type]


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _from_text(key: str, text: str, kind: type) -> object:
    if kind is tuple:
        return tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if kind is int:
        return _whole_number(key, text.strip())
    if key in CHOICES:
        return _choice(key, text.strip().lower())
    if text.strip() and not CURRENCY.fullmatch(text.strip().upper()):
        mend = _("Write its three letters, like EUR, or nothing.")
        raise UsageError(_("“{text}” is no ISO currency code.").format(text=text), where=f"setting {key}", mend=mend)
    return text.strip().upper()


def _choice(key: str, text: str) -> str:
    if text not in CHOICES[key]:
        offered = "; ".join(f"{value}: {_(meaning)}" for value, meaning in CHOICES[key].items())
        raise UsageError(
            _("“{text}” cannot be used.").format(text=text),
            where=f"setting {key}",
            mend=_("Write one of – {offered}.").format(offered=offered),
        )
    return text


def _whole_number(key: str, text: str) -> int:
    least, most = BOUNDS[key]
    if not text.isdecimal() or len(text) > LONGEST_NUMBER or not least <= int(text) <= most:
        mend = _("Write a whole number from {least} to {most}.").format(least=least, most=most)
        raise UsageError(_("“{text}” cannot be used.").format(text=text), where=f"setting {key}", mend=mend)
    return int(text)
