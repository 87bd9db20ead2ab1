"""A browser that draws charts and prints pages: one for a whole report, gone when it is done."""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import kaleido
from choreographer import Tab
from choreographer.errors import BrowserFailedError, ChromeNotFoundError

from cx.errors import CxError
from cx.language import _
from cx.report.chromium import is_root, missing, needed
from cx.report.fonts import FAMILY

PATIENCE_SECONDS = 120
CLOSED = (
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'; "
    'img-src data:; font-src data:">'
)
"""Nothing on a page that is photographed or printed runs or fetches anything."""
ONLY_THE_DRAWING = "body{margin:0;background:#fff;overflow:hidden}svg{display:block}"
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG, with its size in pixels."""

    svg: str
    width: int
    height: int


class _DrawingPage(kaleido.PageGenerator):  # type: ignore[misc] # kaleido has no types
    """Kaleido's page with the letters of the report, which are there before anything is measured by them."""

    header: str
    footer: str

    def __init__(self, faces: str) -> None:
        super().__init__(mathjax=False)
        self.header = f"{self.header}<meta charset='utf-8'><style>{faces}</style>"
        waiting = (
            "<script>const draw = kaleido_scopes.plotly; kaleido_scopes.plotly = async (...given) => {"
            "await Promise.all([...document.fonts].map(face => face.load())); return draw(...given);};</script>"
        )
        self.footer = self.footer.replace("</head>", f"{waiting}</head>")


@dataclass(eq=False)
class Studio:
    """An open browser. faces: the style sheet with the letters."""

    faces: str
    _runner: asyncio.Runner
    _browser: Any
    _folder: Path
    _pages: list[Tab] = field(default_factory=list)

    def drawing(self, spec: str, *, width: int, height: int | None = None) -> Drawing:
        """A chart drawn at a width; its own height unless one is given. spec: the figure as Plotly's JSON."""
        figure = json.loads(spec)
        layout = figure.setdefault("layout", {})
        high = height or int(layout.get("height") or 400)
        layout.pop("width", None)
        layout |= {"height": high, "font": {**layout.get("font", {}), "family": FAMILY}, "autosize": False}
        size = {"format": "svg", "width": width, "height": high, "scale": 1}
        svg: bytes = self._run(self._browser.calc_fig(figure, opts=size))
        return Drawing(svg.decode("utf-8"), width, high)

    def png(self, drawing: Drawing, scale: float) -> bytes:
        """A drawing as PNG, `scale` times as many pixels, as it looks with its letters."""
        page = f"<style>{self.faces}{ONLY_THE_DRAWING}</style>{drawing.svg}"
        return self._run(self._photographed(page, drawing, scale))

    def pdf(self, page: str) -> bytes:
        """A page of HTML as PDF: tagged, with an outline, on the paper that its style sheet names."""
        return self._run(self._printed(page))

    async def _photographed(self, page: str, drawing: Drawing, scale: float) -> bytes:
        tab = await self._opened(page)
        size = {"width": drawing.width, "height": drawing.height, "deviceScaleFactor": scale, "mobile": False}
        await _told(tab, "Emulation.setDeviceMetricsOverride", size)
        found = await _told(tab, "Page.captureScreenshot", {"format": "png"})
        return base64.b64decode(found["data"])

    async def _printed(self, page: str) -> bytes:
        tab = await self._opened(page)
        wanted = {
            "printBackground": True,
            "preferCSSPageSize": True,
            "generateTaggedPDF": True,
            "generateDocumentOutline": True,
        }
        found = await _told(tab, "Page.printToPDF", wanted)
        return base64.b64decode(found["data"])

    async def _opened(self, page: str) -> Tab:
        """A tab that shows the page, all its letters loaded."""
        if not self._pages:
            self._pages.append(await self._browser.create_tab("about:blank"))
        (tab,) = self._pages
        path = self._folder / "page.html"
        path.write_text(f"<!doctype html><meta charset='utf-8'>{CLOSED}{page}", encoding="utf-8")
        await _told(tab, "Page.enable", {})
        loaded = tab.subscribe_once("Page.loadEventFired")
        await _told(tab, "Page.navigate", {"url": path.as_uri()})
        await loaded
        ready = {"expression": "document.fonts.ready.then(() => true)", "awaitPromise": True}
        await _told(tab, "Runtime.evaluate", ready)
        return tab

    def _run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        try:
            return self._runner.run(asyncio.wait_for(work, PATIENCE_SECONDS))
        except TimeoutError as error:
            raise CxError(
                _("the browser did not answer for {n} seconds.").format(n=PATIENCE_SECONDS),
                mend=_("Try again when the machine has less to do."),
            ) from error


@contextmanager
def studio(faces: str) -> Iterator[Studio]:
    """A browser for the time of the block. Raises NoBrowserError when there is none."""
    place = needed()
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory(prefix="cx-report-") as folder:
        try:
            browser = kaleido.Kaleido(
                n=1,
                timeout=PATIENCE_SECONDS,
                page_generator=_DrawingPage(faces),
                path=place,
                enable_sandbox=not is_root(),
            )
            runner.run(browser.open())
        except (BrowserFailedError, ChromeNotFoundError, OSError) as error:
            raise missing(place) from error
        try:
            yield Studio(faces, runner, browser, Path(folder))
        finally:
            runner.run(browser.close())


async def _told(tab: Tab, command: str, params: dict[str, Any]) -> dict[str, Any]:
    answer: Mapping[str, Any] = await tab.send_command(command, params=params)
    if "error" in answer:
        raise CxError(_("the browser refused: {reason}").format(reason=answer["error"].get("message", command)))
    found: dict[str, Any] = answer["result"]
    return found
