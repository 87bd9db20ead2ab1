"""The elements of a page, in the order in which a reader meets them, as blocks of a report.

What a page shows is read off the page itself, so that a report cannot say anything else, and nothing that is added to
a page can be forgotten here. Left out is what only serves a screen: buttons, links, code, and the receipt.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cx.language import _, numbers
from cx.report import markup
from cx.report.blocks import Block, Card, Cards, Chart, Prose, Role, Text, said, whole
from cx.ui.drawn import Drawn, sample
from cx.ui.report import tables
from cx.ui.twin import CLICK

TABLE, RECEIPT = "_table", "_receipt"
"""How the keys end of the box that holds a chart's table, and of the receipt."""
PROSE = {
    "markdown": Role.BODY,
    "caption": Role.CAPTION,
    "info": Role.NOTICE,
    "warning": Role.NOTICE,
    "error": Role.NOTICE,
    "success": Role.NOTICE,
    "text": Role.BODY,
}
GRID = "grid_container"
UNSEEN = ("popover", "dialog")
"""Blocks that are closed until somebody opens them."""
Node = Any


def blocks(node: Node, drawn: Drawn, *, beside: bool = False) -> Iterator[Block]:
    """What a block of the page shows, with everything inside it. beside: it stands beside others."""
    children = list(node.children.values())
    if (key := _figure_key(children)) in drawn.figures:
        yield _chart(children, key, drawn, beside=beside)
        return
    beside = beside or (node.type == GRID and len(children) > 1)
    cards: list[Card] = []
    for child in children:
        if (card := _card(child)) is not None:
            cards.append(card)
            continue
        if cards:
            yield Cards(tuple(cards))
            cards = []
        yield from _one(child, drawn, beside=beside)
    if cards:
        yield Cards(tuple(cards))


def _one(child: Node, drawn: Drawn, *, beside: bool) -> Iterator[Block]:
    if hasattr(child, "children"):
        yield from _inside(child, drawn, beside=beside)
    elif child.type in PROSE:
        yield from markup.lines(child.proto.body, PROSE[child.type])
    elif child.type in ("header", "subheader"):
        yield Prose(Role.HEADING, markup.line(child.proto.body))
    elif child.type == "dataframe":
        yield tables.of_frame(child.value, child.proto.columns, child.proto.column_order)
    elif (choice := _choice(child)) is not None:
        yield choice


def _inside(block: Node, drawn: Drawn, *, beside: bool) -> Iterator[Block]:
    key = block.key or ""
    if block.type in UNSEEN or key.endswith((RECEIPT, TABLE)):
        return
    if block.type == "expander":
        found = list(blocks(block, drawn))
        if found:
            yield Prose(Role.SMALL_HEADING, markup.line(block.label))
        yield from found
        return
    yield from blocks(block, drawn, beside=beside)


def unopened(node: Node) -> Iterator[str]:
    """Keys of the boxes that say nothing until they are opened, but those of tables and receipts."""
    for child in node.children.values():
        if not hasattr(child, "children"):
            continue
        key = child.key or ""
        if child.type == "expander" and key and not child.children and not key.endswith((TABLE, RECEIPT)):
            yield key
        yield from unopened(child)


def _figure_key(children: list[Node]) -> str:
    """The key of the chart whose table stands among these elements."""
    boxes = (child.key or "" for child in children if child.type == "expander")
    return next((key.removesuffix(TABLE) for key in boxes if key.endswith(TABLE)), "")


def _chart(children: list[Node], key: str, drawn: Drawn, *, beside: bool) -> Chart:
    """A chart with its finding, definition and table; without a figure, what the page says in its place."""
    result, rows, also = drawn.figures[key]
    of = _by_type(children)
    figure = of("plotly_chart")
    title = markup.line(of("markdown").proto.body) if of("markdown") else ()
    notice = next((child for child in children if child.type in ("info", "warning")), None)
    return Chart(
        key=key,
        title=tuple(type(run)(run.text) for run in title),
        subtitle=markup.line(of("caption").proto.body.removesuffix(f"; {_(CLICK)}")) if of("caption") else (),
        alt=said(title),
        spec=figure.proto.spec if figure else "",
        table=tables.figures(result, rows, also),
        notes=(*_below(children), *result.notes),
        metric=result.metric.name,
        instead=markup.line(notice.proto.body) if notice else (),
        sample=sample(rows) if figure else "",
        beside=beside,
    )


def _below(children: list[Node]) -> list[str]:
    """What is said under a chart of the lines drawn across it: every caption but the first."""
    captions = [child for child in children if child.type == "caption"]
    return [said(line.text) for caption in captions[1:] for line in markup.lines(caption.proto.body)]


def _by_type(children: list[Node]) -> Callable[[str], Node]:
    return lambda wanted: next((child for child in children if child.type == wanted), None)


def _card(child: Node) -> Card | None:
    """The card that a container holds: a metric with its small print."""
    if not hasattr(child, "children"):
        return None
    parts = list(child.children.values())
    if not parts or parts[0].type != "metric":
        return None
    proto = parts[0].proto
    return Card(
        title=said(markup.line(proto.label)),
        value=proto.body,
        change=proto.delta,
        direction=proto.delta_description,
        colour=_colour(proto),
        basis=tuple(_small_print(parts[1:])),
        definition=said(markup.line(proto.help)),
        trend=_trend(parts),
    )


def _trend(parts: list[Node]) -> tuple[float, ...]:
    """The figures of the small line on a card, the oldest first; none where there is no line."""
    line = next((part for part in parts if part.type == "plotly_chart"), None)
    return tuple(json.loads(line.proto.spec)["data"][0]["y"]) if line else ()


def _colour(proto: Any) -> str:
    name: str = proto.DESCRIPTOR.fields_by_name["color"].enum_type.values_by_number[proto.color].name
    return {"BLUE": "blue", "ORANGE": "orange"}.get(name, "grey")


def _small_print(parts: list[Node]) -> Iterator[Text]:
    for part in parts:
        if part.type in PROSE:
            yield from (line.text for line in markup.lines(part.proto.body))


def _choice(child: Node) -> Prose | None:
    """What a control of the page is set to, as the figures depend on it."""
    values: Mapping[str, Callable[[], str]] = {
        "button_group": lambda: ", ".join(child.formatted_values),
        "selectbox": lambda: str(child.options[child.index]) if child.index is not None else "",
        "radio": lambda: str(child.options[child.index]) if child.index is not None else "",
        "number_input": lambda: numbers.full(child.value, "count"),
    }
    if child.type not in values or not (value := values[child.type]()):
        return None
    label = said(markup.line(child.proto.label))
    return Prose(Role.CAPTION, whole(_("{label}: {value}").format(label=label, value=value)))
