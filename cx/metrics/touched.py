"""Which figures a finding about the data bears on."""

from __future__ import annotations

from collections.abc import Collection

from cx.metrics.base import Metric
from cx.metrics.reasons import MART_OF
from cx.metrics.registry import METRICS


def touched(tables: Collection[str]) -> list[Metric]:
    """The metrics that have one of these tables among their inputs; tables: canonical names or those of marts."""
    wanted = {MART_OF.get(name, name) for name in tables}
    return [m for m in METRICS.values() if wanted & {MART_OF.get(name, name) for name in (*m.inputs, *m.inputs_any)}]
