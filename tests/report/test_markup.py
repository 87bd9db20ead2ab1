"""The Markdown of the pages, read back as the words that were meant."""

import pytest

from cx.report.blocks import Role, Run, said
from cx.report.markup import line, lines
from cx.ui.plain import plain

HOSTILE = "<script>x</script> **b** [a](http://b.c) `q` :material/abc: :red[x] www.x.de a@b.de $x$ 1) _u_ - z # h"


def test_emphasis_and_breaks_are_kept():
    found = lines("**within noise** vs 2025  \n\\+31 to \\+37, n = 8")
    assert [p.text for p in found] == [(Run("within noise", bold=True), Run(" vs 2025")), (Run("+31 to +37, n = 8"),)]


def test_lists_headings_and_icons():
    assert [(p.role, said(p.text)) for p in lines("- :material/check: **a** b\n- c\n\n# d")] == [
        (Role.ITEM, "a b"),
        (Role.ITEM, "c"),
        (Role.HEADING, "d"),
    ]


@pytest.mark.parametrize("value", [HOSTILE, "a*b*c", "2 < 3 & 4", "https://a.b/c?d=e", "東京*"])
def test_what_a_page_shows_plainly_is_read_back_as_it_was(value):
    assert said(line(f"**{plain(value)}** is highest")) == f"{value} is highest"
