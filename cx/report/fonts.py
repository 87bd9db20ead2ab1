"""The letters of a report travel with it: only those it needs, cut out of the fonts in `fonts/`.

Source Sans 3 is the font of the pages; its sister Noto Sans JP has the Japanese. Both are under the SIL Open Font
License. A letter that neither has is left to the fonts of whoever reads.
"""

from __future__ import annotations

import base64
import io
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
FILES = ("source-sans-3-latin", "source-sans-3-latin-ext", "noto-sans-jp")
"""In the order in which a letter is looked for."""
WEIGHTS = (400, 700)
FAMILY = "CX-1,CX-2,CX-3,'Source Sans 3','Noto Sans JP','Noto Sans CJK JP','Yu Gothic',Meiryo,sans-serif"
"""What a style sheet names: the letters sent along, then what a machine is likely to have."""
ALWAYS = "".join(chr(code) for code in range(0x20, 0x7F))
"""Letters that charts make by themselves, such as the months on their axes."""
KEPT_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def faces(text: str) -> str:
    """The style sheet that brings the letters of a text, in regular and bold."""
    left = {ord(letter) for letter in text + ALWAYS}
    rules = []
    for number, name in enumerate(FILES, start=1):
        mine = left & _letters(name)
        left -= mine
        if mine:
            rules += [_face(f"CX-{number}", name, weight, frozenset(mine)) for weight in WEIGHTS]
    return "\n".join(rules)


@cache
def _letters(name: str) -> frozenset[int]:
    with TTFont(FOLDER / f"{name}-{WEIGHTS[0]}.woff") as font:
        return frozenset(font.getBestCmap())


def _face(family: str, name: str, weight: int, letters: frozenset[int]) -> str:
    data = base64.b64encode(_cut(name, weight, letters)).decode("ascii")
    return (
        f"@font-face{{font-family:{family};font-weight:{weight};font-style:normal;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _cut(name: str, weight: int, letters: frozenset[int]) -> bytes:
    """The font with these letters only; the same letters give the same bytes."""
    options = subset.Options(flavor="woff2", layout_features=KEPT_FEATURES, notdef_outline=True, hinting=False)
    with TTFont(FOLDER / f"{name}-{weight}.woff", recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        font.flavor = "woff2"
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()
