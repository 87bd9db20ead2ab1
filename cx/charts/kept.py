"""A chart of the same figures in the same language is drawn once: checking its parts is most of the work of a page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, ParamSpec

import plotly.graph_objects as go

from cx.language import language

KEPT_CHARTS = 256
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class _Call:
    """What is drawn by whom, told apart by its contents; the things themselves are drawn from."""

    draw: Callable[..., go.Figure]
    spoken: str
    contents: Hashable
    given: tuple[Any, ...] = field(compare=False)
    named: dict[str, Any] = field(compare=False)


def kept(draw: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """A function that draws a chart, drawing each once as long as it is among the last ones asked for.

    Everybody gets the same figure, so that nobody may change it. A function among its arguments must be that of a
    module: one that is made anew at every run would be another one every time.
    """

    @wraps(draw)
    def drawn(*given: P.args, **named: P.kwargs) -> go.Figure:
        contents = (_contents(given), _contents(named))
        return _drawn(_Call(draw, language(), contents, given, named))

    return drawn


@lru_cache(KEPT_CHARTS)
def _drawn(call: _Call) -> go.Figure:
    return call.draw(*call.given, **call.named)


def _contents(value: Any) -> Hashable:
    """The same in a form that can be told apart: lists, sets and mappings by what is in them."""
    if isinstance(value, Mapping):
        return tuple((key, _contents(of)) for key, of in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_contents, value))
    if isinstance(value, set | frozenset):
        return frozenset(value)
    return (type(value), value) if isinstance(value, bool | int | float) else value
