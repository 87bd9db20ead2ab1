"""The language that the document names: what a screen reader pronounces the page in.

Streamlit's own document says English, whoever reads it. On its way out it gets the language in which the page will
speak: that of the address, else the first of the browser's that there is.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cx.language import LANGUAGES
from cx.language.text import SOURCE
from cx.page_keys import LANGUAGE
from cx.ui.spoken import preferred

NAMED, IN_OTHER = b'<html lang="en"', '<html lang="{code}"'
NOT_PASSED_ON = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"})
"""Headers of a request after which the document would come packed, in part or not at all."""


class PageLanguage:
    """Middleware that names the reader's language in the document; everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        code = wanted(scope) if scope["type"] == "http" else SOURCE
        if code == SOURCE:
            await self._app(scope, receive, send)
            return
        asked = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in NOT_PASSED_ON]}
        await self._app(asked, receive, _Naming(send, code))


class _Naming:
    """Holds a document back until it is whole, as its length changes; other answers pass."""

    def __init__(self, send: Send, code: str) -> None:
        self._send, self._name = send, IN_OTHER.format(code=code).encode()
        self._start: Message = {}
        self._body = b""
        self._document = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            headers = {name.lower(): value for name, value in message["headers"]}
            page = headers.get(b"content-type", b"").startswith(b"text/html")
            self._document = page and b"content-disposition" not in headers
            if not self._document:
                await self._send(message)
            return
        if not self._document:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body.replace(NAMED, self._name, 1)
        kept = [pair for pair in self._start["headers"] if pair[0].lower() != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**self._start, "headers": [*kept, length, (b"vary", b"Accept-Language")]})
        await self._send({"type": "http.response.body", "body": body})


def wanted(scope: Scope) -> str:
    """The language of a request for a document; English for all others."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if scope["method"] != "GET" or "text/html" not in headers.get(b"accept", ""):
        return SOURCE
    query: str = scope["query_string"].decode("latin-1")
    asked = parse_qs(query).get(LANGUAGE, [""])[0]
    if asked in LANGUAGES:
        return asked
    offered = [part.partition(";")[0].strip() for part in headers.get(b"accept-language", "").split(",")]
    return preferred(offered[0])
