"""What a printed report has on every sheet: its size, its foot with the view and data version, and the page number."""

from __future__ import annotations

from cx.report.blocks import Report
from cx.report.fonts import FAMILY

LONGEST_FOOT = 110
"""Letters of the foot that fit beside the page number."""


def paper_css(report: Report) -> str:
    """The rules of the sheet. The foot is text of links and data, so every letter of it is written as a number."""
    words = f"{report.product} · {report.strip}"
    foot = words if len(words) <= LONGEST_FOOT else words[: LONGEST_FOOT - 1].rstrip() + "…"
    letters = f"font-family:{FAMILY};font-size:7.5pt;color:#4A5866"
    return (
        "@page{size:A4;margin:16mm 15mm 18mm;"
        f"@bottom-left{{content:{quoted(foot)};{letters}}}"
        f"@bottom-right{{content:counter(page) ' / ' counter(pages);{letters}}}}}"
    )


def quoted(text: str) -> str:
    """A text as a string of CSS, in which nothing can be more than text."""
    return (
        "'"
        + "".join(letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):06x}" for letter in text)
        + "'"
    )
