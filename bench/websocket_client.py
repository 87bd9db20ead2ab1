"""A reader without a browser: speaks the websocket protocol of the pages, as the browser does, and keeps what is drawn.

One message to the server asks for a run of the page (address, page, what every control shows, which large messages are
kept from before); the server answers with the elements of the page and says when its script has finished.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE_SECONDS = 180
LARGEST_MESSAGE = 64 * 2**20
KEPT_RUNS = 2
"""A large message not used for so many runs is forgotten, as the browser does (`global.maxCachedMessageAge`)."""
ESCAPED = re.compile(r"\\([\\`*{}\[\]#+!|~<>$&^=_)\-])")
INVISIBLE = "\u2060"
MISTAKE = "mistake in the program"
"""What the net under every page says; no reader should ever see it."""


@dataclass(frozen=True)
class Answer:
    """One run of a page as its reader sees it. seconds: from asking to the end of the script, all of it received."""

    page: str
    query: str
    seconds: float
    received_bytes: int
    metrics: dict[str, str]
    texts: tuple[str, ...]
    charts: int
    problems: tuple[str, ...]


@dataclass
class Reader:
    """One session. query, page: where its address bar stands."""

    address: str
    page: str = ""
    query: str = ""
    _socket: ClientConnection | None = None
    _pages: dict[str, str] = field(default_factory=dict)
    _elements: dict[tuple[int, ...], Any] = field(default_factory=dict)
    _kept: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)
    _runs: int = 0
    _received: int = 0

    async def __aenter__(self) -> Self:
        host = self.address.removeprefix("http://")
        self._socket = await connect(
            f"ws://{host}/_stcore/stream",
            origin=Origin(self.address),
            subprotocols=[Subprotocol("streamlit")],
            max_size=LARGEST_MESSAGE,
            open_timeout=PATIENCE_SECONDS,
            ping_timeout=None,
            proxy=None,
        )
        return self

    async def __aexit__(self, *_how: object) -> None:
        if self._socket:
            await self._socket.close()

    async def open(self) -> Answer:
        """Open the page that the address names, as a link does."""
        return await self._asked({})

    async def go(self, page: str) -> Answer:
        """Go to another page of the same session; the address keeps its query."""
        self.page = page
        return await self._asked({}, to=self._pages[page])

    async def choose(self, label: str, option: str) -> Answer:
        """Choose one option of a control: of a list the one, of a filter it alone, or none when it was chosen."""
        return await self._asked({label: option})

    def controls(self) -> dict[str, tuple[str, ...]]:
        """The controls on the page: label -> options."""
        return {element.label: tuple(element.options) for _kind, element in self._widgets()}

    async def _asked(self, changes: dict[str, str], to: str = "") -> Answer:
        assert self._socket  # noqa: S101 - for the type checker
        start, before = time.perf_counter(), self._received
        await self._socket.send(self._request(changes, to).SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._taken(await self._socket.recv(decode=False)):
                pass
        self._runs += 1
        self._kept = {h: (run, m) for h, (run, m) in self._kept.items() if run > self._runs - 1 - KEPT_RUNS}
        return self._answer(time.perf_counter() - start, self._received - before)

    def _request(self, changes: dict[str, str], to: str) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name, state.page_script_hash = self.query, self.page, to or self._current_hash()
        state.cached_message_hashes.extend(self._kept)
        context = state.context_info
        context.url, context.locale = f"{self.address}/{self.page}", "en-GB"
        context.timezone, context.timezone_offset, context.color_scheme = "UTC", 0, "light"
        for kind, element in () if to else self._widgets():
            widget, changed = state.widget_states.widgets.add(id=element.id), changes.get(element.label)
            if kind == "selectbox":
                widget.string_value = element.raw_value if changed is None else changed
                continue
            chosen = list(element.raw_values)
            if changed is not None:
                chosen = [] if chosen == [changed] else [changed]
            widget.string_array_value.data.extend(chosen)
        return message

    def _current_hash(self) -> str:
        # The first message of a session knows no page yet; the server finds it by the name in the address.
        return self._pages.get(self.page, "")

    def _widgets(self) -> list[tuple[str, Any]]:
        found = []
        for element in self._elements.values():
            kind = element.WhichOneof("type")
            if kind in ("selectbox", "multiselect"):
                found.append((kind, getattr(element, kind)))
        return found

    def _taken(self, data: bytes) -> bool:
        """Take one message in; whether the script has finished with it."""
        self._received += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            path = list(message.metadata.delta_path)
            kept = self._kept[message.ref_hash][1]
            self._kept[message.ref_hash] = (self._runs, kept)
            message = ForwardMsg()
            message.CopyFrom(kept)
            message.metadata.delta_path[:] = path
        elif message.metadata.cacheable:
            self._kept[message.hash] = (self._runs, message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._elements.clear()
        elif kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            # The first page's address is empty; the server tells it as the name of its script.
            self._pages[""] = next(p.page_script_hash for p in message.navigation.app_pages if p.is_default)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._draw(message)
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _draw(self, message: ForwardMsg) -> None:
        path, delta = tuple(message.metadata.delta_path), message.delta
        if delta.WhichOneof("type") == "new_element":
            self._elements[path] = delta.new_element
            return
        # A block in the place of another one takes away what stood in it.
        for inside in [place for place in self._elements if place[: len(path)] == path]:
            del self._elements[inside]

    def _answer(self, seconds: float, received: int) -> Answer:
        metrics: dict[str, str] = {}
        texts, problems, charts = [], [], 0
        for _path, element in sorted(self._elements.items()):
            kind = element.WhichOneof("type")
            if kind == "exception":
                problems.append(element.exception.message or element.exception.type)
            elif kind == "alert" and MISTAKE in element.alert.body:
                problems.append(element.alert.body)
            elif kind == "metric":
                metrics.setdefault(element.metric.label, element.metric.body)
            elif kind == "markdown":
                texts.append(as_read(element.markdown.body))
            elif kind == "heading":
                texts.append(as_read(element.heading.body))
            charts += kind == "plotly_chart"
        return Answer(self.page, self.query, seconds, received, metrics, tuple(texts), charts, tuple(problems))


def as_read(markdown: str) -> str:
    """A text without the signs that only keep it from being read as Markdown."""
    return ESCAPED.sub(r"\1", markdown.replace(INVISIBLE, ""))
