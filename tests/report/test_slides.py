"""The slides: native text and tables, everything inside its box, definitions in the notes."""

import io
import zipfile

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from cx.report import slides
from cx.report.blocks import Cards, Prose, Role, Table, whole
from cx.report.html import place
from cx.report.slide_fit import cut, height, pages
from tests.report.given import HOSTILE, card, chart, report

LONG = "A sentence that goes on and on, as those of pages do. " * 40


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (77, 50), "white").save(out, "PNG")
    return out.getvalue()


def deck(given) -> Presentation:
    pictures = {place(s, c): png() for s in given.sections for c in s.charts}
    return Presentation(io.BytesIO(slides.deck(given, pictures)))


def words(slide) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_the_first_slide_tells_the_view_and_every_slide_the_data_version():
    made = deck(report())
    assert "1 Apr 2025 – 31 Mar 2026" in words(made.slides[0])
    assert f"{HOSTILE}, 東京" in words(made.slides[0])
    assert "“bogus” is not known." in words(made.slides[0])
    assert all("version 7-0dec0de5" in words(slide) for slide in made.slides)


def test_cards_and_tables_are_native_and_the_chart_says_its_finding():
    made = deck(report())
    assert "+41\n+2.1 points up\nwithin noise vs May 2025\n+38 to +44, n = 120" in words(made.slides[1])
    picture = next(shape for shape in made.slides[2].shapes if shape.shape_type == 13)
    assert picture._element.nvPicPr.cNvPr.get("descr") == f"NPS: highest for {HOSTILE}"
    table = next(shape.table for shape in made.slides[2].shapes if shape.has_table)
    assert [cell.text for cell in table.rows[1].cells][1:] == ["+41.0", "+38.0 to +44.0", "120"]
    assert "n = 120" in words(made.slides[2])


def test_cards_stand_with_their_heading_and_with_what_is_said_of_them():
    blocks = (
        chart(),
        Prose(Role.HEADING, whole("What is at stake")),
        Prose(Role.CAPTION, whole("Associated, no proof.")),
        Cards((card("€14.7K"),)),
        Prose(Role.CAPTION, whole("654 detractors in all of them.")),
        Prose(Role.HEADING, whole("The silent majority")),
        Prose(Role.BODY, whole("Who does not answer.")),
    )
    _title, _chart, stake, silent = deck(report(*blocks)).slides
    assert stake.shapes.title.text_frame.text == "What is at stake"
    for said in ("Associated, no proof.", "€14.7K", "654 detractors in all of them."):
        assert said in words(stake)
    assert "The silent majority" in words(silent) and "Who does not answer." in words(silent)


def test_notes_hold_definition_and_formula():
    notes = deck(report()).slides[2].notes_slide.notes_text_frame.text
    assert "Share of 9–10 less 0–6." in notes and "Formula: p − d" in notes and "Match rate: 98.0%." in notes


@pytest.mark.parametrize(
    "blocks",
    [
        (Prose(Role.LEAD, whole(LONG)), Cards(tuple(card("€1,234,567.89 to −€2.0", LONG) for _ in range(12)))),
        (chart(rows=60),),
        (*(Prose(Role.ITEM, whole(LONG[:400])) for _ in range(30)), chart()),
        (Table(tuple("abcdefghijkl"), ((LONG, *"bcdefghijkl"),) * 40, frozenset({1, 10})),),
    ],
)
def test_nothing_leaves_the_slide_or_its_box(blocks):
    made = deck(report(*blocks))
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= made.slide_width and shape.top + shape.height <= made.slide_height
            if shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert shape.top + rows <= Inches(slides.BOTTOM + 0.1)
            elif shape.has_text_frame:
                assert needed(shape) <= shape.height / Inches(1) + 0.05, shape.text_frame.text[:80]


def needed(shape) -> float:
    """How high the words of a box stand, in inches."""
    frame = shape.text_frame
    room = (shape.width - frame.margin_left - frame.margin_right) / Inches(1)
    sizes = [(p.text, max((r.font.size.pt for r in p.runs), default=0)) for p in frame.paragraphs if p.text]
    return sum(height(text, size, room) for text, size in sizes)


def test_what_does_not_fit_is_cut_and_the_slide_says_so():
    assert "14 of 60 rows" in words(deck(report(chart(rows=60))).slides[1])
    assert cut("東京東京東京", 10, 0.5).endswith("…") and cut("NPS", 10, 0.5) == "NPS"


def test_no_slide_ends_with_what_leads_to_the_next_line():
    paragraphs = [("A line.", 36.0), ("Your data", 36.0), ("The answer.", 36.0)]
    assert pages(paragraphs, 10, 2.5) == [range(2), range(2, 3)]
    assert pages(paragraphs, 10, 2.5, {1}) == [range(1), range(1, 3)]


def test_figures_of_a_table_are_never_cut():
    wide = "€1,234,567.89 to €2,345,678.90"
    table = Table(("Group", "Figure", "95% interval", "n"), ((LONG, wide[:13], wide, "1,234"),), frozenset({1, 2, 3}))
    shown = words(deck(report(table)).slides[1])
    assert wide in shown and "1,234" in shown and "…" in shown


def test_a_japanese_deck_names_a_typeface_that_powerpoint_has():
    content = slides.deck(report(Prose(Role.BODY, whole("顧客")), language="ja"), {})
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        theme = next(name for name in parts.namelist() if name.startswith("ppt/theme/"))
        assert b"Yu Gothic" in parts.read(theme)


def test_the_same_report_is_the_same_file():
    first, second = (slides.deck(report(), {}) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-03-31T00:00:00Z" in parts.read("docProps/core.xml")
