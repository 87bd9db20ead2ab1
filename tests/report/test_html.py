"""The HTML brief: whole in itself, every word of the data only a word."""

import re
from html.parser import HTMLParser

import pytest

from cx.report import html
from cx.report.fonts import faces
from cx.report.html_paper import quoted
from cx.report.studio import Drawing
from tests.report.given import HOSTILE, JAPANESE, chart, report

DRAWN = Drawing('<svg class="main-svg" width="10" height="5"><g class="trace0a1b2c"/></svg>', 10, 5)
VOID = {"meta", "br", "rect", "g", "polyline"}


class Outline(HTMLParser):
    """Which elements there are, and the words of each kind."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.setdefault(self.open[-1] if self.open else "", []).append(data)


def page(given=None, **how) -> str:
    made = given or report()
    drawings = {html.place(s, c): DRAWN for s in made.sections for c in s.charts} if how.pop("drawn", True) else {}
    return html.page(made, drawings, "", **how)


@pytest.mark.parametrize("paper", [False, True])
@pytest.mark.parametrize("sections", [1, 3])
def test_values_of_the_data_never_become_elements(paper, sections):
    found = Outline(page(report(sections=sections), paper=paper))
    assert "script" not in found.tags
    assert not found.open
    assert HOSTILE in " ".join([*found.words.get("h2", []), *found.words["b"]])
    assert not [name for name, _value in found.attributes if name.startswith("on")]


def test_nothing_is_fetched():
    text = page()
    assert "default-src 'none'" in text
    assert not re.findall(r"(?:src|href)=[\"'](?!#|data:)", text)
    assert not re.findall(r"url\((?!data:)", text) and "@import" not in text


def test_the_head_tells_the_view_the_data_version_and_what_could_not_be_used():
    found = Outline(page())
    assert found.words["dd"][:3] == ["1 Apr 2025 – 31 Mar 2026", f"{HOSTILE}, 東京", "7-0dec0de5"]
    assert "“bogus” is not known." in found.words["li"]


def test_a_chart_has_its_finding_its_definition_its_n_and_its_table():
    text = page()
    assert re.search(r'<svg[^>]*role="img"[^>]*aria-labelledby="t1 d1"', text)
    found = Outline(text)
    assert f"{JAPANESE}; n = 120" in "".join(found.words["span"])
    assert found.words["caption"] == [f"NPS: highest for {HOSTILE}"]
    assert found.words["th"][:4] == ["Group", "Figure", "95% interval", "n"]
    assert ("scope", "row") in found.attributes and ("scope", "col") in found.attributes


def test_without_a_browser_the_table_stands_open_and_the_page_says_why():
    text = page(drawn=False)
    assert "<details open>" in text and "there is no Chromium" in text


def test_a_figure_that_is_too_few_says_so_in_place_of_the_chart():
    text = page(report(chart(spec="")))
    assert "Not shown: too few: n = 2, at least 30 needed" in text and "<svg" not in text


def test_on_paper_a_long_table_is_cut_and_says_so():
    assert "15 of 40 rows" in page(report(chart(rows=40)), paper=True)
    assert "of 40 rows" not in page(report(chart(rows=40)))


def test_charts_that_stand_side_by_side_do_so_in_the_document():
    assert page(report(chart(beside=True), chart(beside=True))).count('<div class="beside">') == 1


def test_the_foot_of_a_sheet_cannot_leave_its_string():
    assert quoted("a'}</style>") == "'a\\000027\\00007d\\00003c\\00002fstyle\\00003e'"


def test_letters_of_the_text_travel_along_and_no_others():
    english, japanese = faces("NPS"), faces(JAPANESE)
    assert english.count("@font-face") == 2 and "CX-3" not in english
    assert japanese.count("font-family:CX-3") == 2
    assert len(japanese) < 60_000
    assert faces(JAPANESE) == japanese
