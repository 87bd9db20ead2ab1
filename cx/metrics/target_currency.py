"""The currency of a target in money: a target without one would be held against amounts of any."""

from __future__ import annotations

from dataclasses import replace

from cx.errors import CxError, UsageError
from cx.language import _
from cx.metrics.compute import compute
from cx.store.marks import Segment, Target
from cx.store.reading import Version
from cx.view import Filter, View


def in_currency(target: Target, version: Version) -> Target:
    """The target in the one currency that its figure has in these data; UsageError when there are several, or none."""
    if target.currency is not None:
        return target
    found = _currencies(version, target.where) or _currencies(version, None)
    if len(found) == 1 and found[0]:
        return replace(target, currency=found[0])
    if found in ([], [""]):
        raise UsageError(
            _("the amounts in these data name no currency, so that {name} cannot have a target in one.").format(
                name=target.metric
            ),
            mend=_("Name it first, for example with `cx settings currency=EUR`."),
        )
    named = ", ".join(code or _("no currency") for code in found)
    raise UsageError(
        _("{name} is given in several currencies ({codes}).").format(name=target.metric, codes=named),
        mend=_("Name the one that the target is in: with --currency, or in the field “Currency”."),
    )


def _currencies(version: Version, where: Segment | None) -> list[str]:
    """The currencies of the amounts of everybody or of a segment, those without one last as ""."""
    if version.empty:
        return [version.settings.currency]
    filters = (Filter(where[0], (where[1],)),) if where else ()
    try:
        rows = compute("net_revenue", version, View(period="all", filters=filters)).rows
    except CxError:
        return []  # orders have no such dimension: nothing narrows them
    found = {row.currency or "" for row in rows if row.estimate.n}
    return sorted(found, key=lambda code: (not code, code))
