"""Short links: `/v/<id>` leads to the page and the query string that were saved under the id."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from cx.errors import CxError
from cx.language import LANGUAGES
from cx.page_keys import LANGUAGE, SAVED_VIEW
from cx.store.home import home
from cx.store.view_log import SavedView, find

LONGEST = 20
"""More of an id that is none is not repeated."""


async def open_saved(request: Request) -> RedirectResponse:
    """Redirect to what was saved; an id that leads nowhere opens the start page, which says so.

    The place is told relative to /v/<id>, so that it is right below a base path too, and is never another host.
    """
    view_id = str(request.path_params["view_id"])
    found = await run_in_threadpool(_found, home(), view_id)
    place = f"../{found.link}&{SAVED_VIEW}={found.id}" if found else f"../?{SAVED_VIEW}={quote(view_id[:LONGEST], '')}"
    # Who opens the link says in which language; a saved view holds none.
    spoken = next(iter(request.query_params.getlist(LANGUAGE)), "")
    if spoken in LANGUAGES:
        place += f"&{LANGUAGE}={spoken}"
    # What an id leads to may be removed: nobody may remember the answer.
    return RedirectResponse(place, status_code=302, headers={"Cache-Control": "no-store"})


def _found(store: Path, view_id: str) -> SavedView | None:
    try:
        return find(store, view_id)
    except (CxError, OSError):
        return None  # the start page says what is wrong with the store


def routes() -> list[Route]:
    """The routes beside Streamlit's own, below the base path where there is one; GET answers HEAD too."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [Route(f"/{base}/v/{{view_id}}" if base else "/v/{view_id}", open_saved, methods=["GET"])]
