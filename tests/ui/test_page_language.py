import asyncio

import pytest

from cx.ui.page_language import PageLanguage

DOCUMENT = b'<!doctype html><html lang="en"><head></head></html>'


def answer(query: bytes = b"", languages: bytes = b"", accept: bytes = b"text/html,*/*", method: str = "GET"):
    """What a browser gets: the headers and the body, which the server sends in two parts."""

    async def app(scope, _receive, send):
        headers = [(b"content-type", b"text/html"), (b"content-length", str(len(DOCUMENT)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": DOCUMENT[:20], "more_body": True})
        await send({"type": "http.response.body", "body": DOCUMENT[20:]})

    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept", accept), (b"accept-language", languages), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": method, "query_string": query, "headers": headers}
    asyncio.run(PageLanguage(app)(scope, None, send))
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("query", "languages", "code"),
    [
        (b"", b"pl-PL,pl;q=0.9,en;q=0.8", b"pl"),
        (b"period=all&lang=ja", b"pl", b"ja"),
        (b"lang=tlh", b"ja", b"ja"),
        (b"", b"de-DE,pl;q=0.5", b"en"),
        (b"lang=en", b"pl", b"en"),
        (b"", b"", b"en"),
    ],
)
def test_the_document_names_the_readers_language(query, languages, code):
    headers, body = answer(query, languages)
    assert b'<html lang="' + code + b'">' in body
    assert int(headers[b"content-length"]) == len(body)


def test_what_is_no_document_passes_as_it_is():
    assert answer(b"lang=pl", accept=b"application/json")[1] == DOCUMENT
    assert answer(b"lang=pl", method="POST")[1] == DOCUMENT
