"""Every text of a page goes through the catalogues: in a language whose texts are marked, none is left without a mark.

Only the texts themselves are marked, not what is put into them, so that a code or an English word that is put into a
sentence shows. What comes from the data, and names that are the same everywhere, are allowed.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cx.language import LANGUAGES, speak
from cx.language import text as room
from cx.metrics.registry import METRICS
from cx.model import MISSING, TABLES
from cx.page_keys import PAGE_KEYS
from cx.settings import CHOICES
from cx.store.versions import open_version

FOLDER = Path(__file__).parents[2] / "pages"
PAGES = sorted(str(file.relative_to(FOLDER).with_suffix("")) for file in FOLDER.rglob("*.py"))
MARKED = "ja"
"""The language whose catalogue marks its texts: its dates and short numbers hold no Latin letters."""
PIECE = re.compile(r"(%?\{[^{}]*\}|^\s+|\s+$)")
"""What in a text is no text: placeholders, and blanks at its ends."""
CODE = re.compile(
    r":material/\w+:|:blue\[|\]\([^)]*\)|`[^`]*`|<[^>]*>|%\{[^}]*\}|\b[0-9]+-[0-9a-f]{4,16}\b|[\u2060\u200b\\]"
)
"""Icons, code, marks of a chart's text, data versions, and the joiners that keep names from being marks."""
WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    "NPS",
    "CSAT",
    "CES",
    "LTV",
    "CLV",
    "AOV",
    "EUR",
    "CSV",
    "ROI",
    "VIF",
    "LMG",
    "PNG",
    "SVG",
    *LANGUAGES.values(),
    MISSING,
}
FIELDS = frozenset({"label", "body", "help", "placeholder", "options", "content", "alt", "delta_description", "title"})
"""What people read of an element; the rest are keys, forms and addresses."""
IN_CHARTS = frozenset({"name", "text", "ticktext", "customdata", "categoryarray", "x", "y", "hovertemplate"})


class Marking(gettext.NullTranslations):
    """A catalogue that has every text, between marks."""

    def gettext(self, message: str) -> str:
        if "⟦" in message:
            return message
        return "".join(p if not p or PIECE.fullmatch(p) else f"⟦{p}⟧" for p in PIECE.split(message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


@pytest.fixture(autouse=True)
def marking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    plain = room.catalogue
    monkeypatch.setattr(room, "catalogue", lambda code: Marking() if code == MARKED else plain(code))
    # AppTest looks the options of a control up in its own thread, when the page is drawn once more.
    speak(MARKED)
    yield
    speak(room.SOURCE)


@pytest.mark.parametrize("page", [*PAGES, *(f"data/data?show={part}" for part in PAGE_KEYS["show"])])
def test_no_text_of_a_page_is_left_in_english(show, demo_home, page):
    script, _sign, part = page.partition("?show=")
    app = show(script, lang=MARKED, **({"show": part} if part else {}))
    for _once in range(2):  # what is opened may hold what can be opened
        for key in _closed(app._tree):
            app.session_state[key] = True
        app.run()
    assert not app.exception
    allowed = _allowed(demo_home)
    said = [text for text in _texts(app._tree) if WORD.search(allowed.sub("", CODE.sub(" ", _unmarked(text))))]
    assert [text for text in dict.fromkeys(said) if not _cites(text) and not _of_export(text)] == []


def _allowed(home) -> re.Pattern[str]:
    """What comes from the data: names of their columns, and values."""
    version = open_version(home)
    names = {*NAMES, *TABLES, *version.settings.not_revenue, *version.settings.to_text(), "NAME", "VALUE"}
    names |= {value for values in CHOICES.values() for value in values}
    for dimension in version.dimensions:
        title = dimension.column.replace("_", " ")
        names |= {title, title.capitalize(), dimension.name, *map(str, dimension.values or ())}
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def _of_export(text: str) -> bool:
    """Whether it lists the headers of a tool's export, which are the tool's own."""
    return "cx load FILE --format" in text.replace("\\", "")


def _cites(text: str) -> bool:
    """Whether what is left are the works a metric rests on, which are cited as they are."""
    return any(metric.source[:20] in text.replace("\\", "") for metric in METRICS.values())


def _unmarked(text: str) -> str:
    """What stands outside of all marks."""
    depth, outside = 0, []
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        outside.append(sign if not depth and sign != "⟧" else " ")
    return "".join(outside)


def _closed(node: Any) -> Iterator[str]:
    """The keys of everything that opens."""
    if type(node).__name__ == "Expander" and (found := re.match(r"\$\$ID-[0-9a-f]+-(.+)$", node.proto.id)):
        yield found[1]
    for child in (getattr(node, "children", None) or {}).values():
        yield from _closed(child)


def _texts(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if proto is not None and not _is_code(node):
        yield from _of_proto(proto)
    if type(node).__name__ == "Dataframe":
        yield from _headings(node)
    for child in (getattr(node, "children", None) or {}).values():
        yield from _texts(child)


def _is_code(node: Any) -> bool:
    return type(node).__name__ == "Code"


def _headings(table: Any) -> Iterator[str]:
    """The headings of a table's columns that are shown."""
    told = json.loads(table.proto.columns or "{}")
    for name in table.proto.column_order or map(str, table.value.columns):
        if told.get(name, {}) is not None and not (told.get(name) or {}).get("hidden"):
            yield (told.get(name) or {}).get("label") or name


def _of_proto(proto: Any) -> Iterator[str]:
    for field, value in proto.ListFields():
        parts = [value] if isinstance(value, str) or hasattr(value, "ListFields") else value
        if field.name == "spec" and isinstance(value, str):
            yield from _of_chart(json.loads(value), "")
        elif isinstance(parts, list) or hasattr(parts, "__iter__"):
            for part in parts:
                if isinstance(part, str) and field.name in FIELDS:
                    yield part
                elif hasattr(part, "ListFields"):
                    yield from _of_proto(part)


def _of_chart(part: Any, name: str) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key != "template":
                yield from _of_chart(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from _of_chart(value, name)
    elif isinstance(part, str) and name in IN_CHARTS:
        yield part
