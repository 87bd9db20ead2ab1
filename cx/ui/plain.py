"""Text that is not ours (values of data, of links, of files) shown as it is, wherever Streamlit reads Markdown."""

from __future__ import annotations

import re

from cx.language.direction import undirected

JOINER = "\u2060"
"""Word joiner: invisible, but it breaks what Streamlit would turn into an icon, a colour or a link after parsing."""
MARKS = re.compile(r"([\\`*{}\[\]#+!|~<>$&^=]|(?<!\w)_|_(?!\w)|(?<!\w)-|-(?!\w)|(?<=\d)\))")
"""What Markdown may read as more than itself. A mark inside a word is none, and what stands in a label is also read
aloud and searched for, so nothing is escaped without need."""


def plain(text: str) -> str:
    """Text as it is: no emphasis, link, image, formula, icon, colour, line break or change of direction."""
    escaped = MARKS.sub(r"\\\1", " ".join(undirected(text).split()))
    return re.sub(r"(?i)(:(?=[a-z/])|www(?=\.)|@)", rf"\1{JOINER}", escaped)
