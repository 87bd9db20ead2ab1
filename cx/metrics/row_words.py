"""What people call the codes of a row's bands and items; rows, files and JSON keep the codes."""

from __future__ import annotations

from cx.language import N_, Words, _

BANDS: Words[str] = Words(
    {
        "promoter": N_("promoter"),
        "passive": N_("passive"),
        "detractor": N_("detractor"),
        "satisfied": N_("satisfied"),
        "neutral": N_("neutral"),
        "dissatisfied": N_("dissatisfied"),
        "low effort": N_("low effort"),
        "medium effort": N_("medium effort"),
        "high effort": N_("high effort"),
        "ordered once": N_("ordered once"),
    }
)
ITEMS: Words[str] = Words(
    {
        "customers who answered": N_("customers who answered"),
        "orders": N_("orders"),
        "net revenue": N_("net revenue"),
        "tenure": N_("tenure"),
        "contacts": N_("contacts"),
        "two or more orders": N_("two or more orders"),
        "average order value": N_("average order value"),
        "asked again within 7 days": N_("asked again within 7 days"),
        "changed the channel": N_("changed the channel"),
        "was transferred": N_("was transferred"),
        "was reopened": N_("was reopened"),
        "slow first reply": N_("slow first reply"),
        "recency": N_("recency"),
        "frequency": N_("frequency"),
        "monetary": N_("monetary"),
        "model": N_("model"),
        "own past rate": N_("own past rate"),
        "average rate": N_("average rate"),
        "fitted": N_("fitted"),
        "forecast": N_("forecast"),
        "cost per contact": N_("cost per contact"),
        "handle minutes per contact": N_("handle minutes per contact"),
        "cost per customer": N_("cost per customer"),
        "contacts per customer": N_("contacts per customer"),
        "customers": N_("customers"),
        "orders per customer": N_("orders per customer"),
        "guest orders": N_("guest orders"),
        "segment": N_("segment"),
        "earlier spend": N_("earlier spend"),
        "no earlier order": N_("no earlier order"),
        "earlier orders": N_("earlier orders"),
        "days since the last order": N_("days since the last order"),
        "earlier contacts": N_("earlier contacts"),
        "plan": N_("plan"),
        "season": N_("season"),
        "day of the answer": N_("day of the answer"),
        "region": N_("region"),
        "acquisition channel": N_("acquisition channel"),
        "high-effort customers": N_("high-effort customers"),
        "retention": N_("retention"),
        "worth of a customer who came back": N_("worth of a customer who came back"),
        "effort": N_("effort"),
        "both": N_("both"),
        "detractors": N_("detractors"),
        "high effort": N_("high effort"),
    }
)


def band(code: str | None) -> str:
    """A band in words; ranges of figures, and what comes from the data, as they are."""
    return BANDS.get(code or "", code or "")


def chance(code: str | None) -> str:
    """A band of P(alive) in words; all but one are ranges of per cent."""
    return band(code) if code in BANDS else _("P(alive) {range}%").format(range=code)


def item(code: str | None) -> str:
    """An item in words; what comes from the data, such as the name of a rating, as it is."""
    return ITEMS.get(code or "", code or "")
