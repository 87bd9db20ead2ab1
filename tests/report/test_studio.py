"""What the browser draws and prints: the same every time, with the letters that were sent along."""

import io
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from cx.errors import CxError
from cx.ingest.progress import silent
from cx.report import chromium, pdf
from cx.report.fonts import faces
from cx.report.make import form_of, make
from cx.report.picture import picture
from cx.report.studio import studio
from tests.report.given import HOSTILE, JAPANESE, SPEC, report


@pytest.fixture(scope="module")
def printed() -> bytes:
    return make(report(sections=2), "pdf", silent).content


def test_a_pdf_holds_japanese_letters_the_view_and_page_numbers(printed):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages]
    text = "\n".join(pages)
    assert JAPANESE in text and "東京" in text and HOSTILE in text
    assert all(f"{n} / {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert all("version 7-0dec0de5" in page for page in pages)
    assert "+38 to +44, n = 120" in text.replace("\xa0", " ")


def test_a_pdf_is_tagged_has_an_outline_and_is_dated_by_its_data(printed):
    found = PdfReader(io.BytesIO(printed))
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert found.outline
    assert found.metadata.creation_date.date() == date(2026, 3, 31)
    assert "Board brief" in found.metadata.title


def test_every_letter_of_a_pdf_is_in_it(printed):
    for page in PdfReader(io.BytesIO(printed)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found = font.get_object()
            part = found["/DescendantFonts"][0].get_object() if "/DescendantFonts" in found else found
            name = str(found["/BaseFont"])
            assert "SourceSans" in name or "NotoSansJP" in name, name
            about = part.get("/FontDescriptor")
            assert about is None or any(key.startswith("/FontFile") for key in about.get_object())


def test_a_printer_s_stamps_go_and_nothing_moves():
    made = b"x /CreationDate (D:20260102030405+01'00')\n/ModDate (D:20260102030405+01'00') /ID [<0A1B> <0A1B>] y"
    settled = pdf.settled(made, date(2026, 3, 31))
    assert b"/CreationDate (D:20260331000000+00'00')" in settled and b"<0000> <0000>" in settled
    assert len(settled) == len(made)


def test_a_chart_taken_along_says_its_finding_and_its_source():
    svg = picture(SPEC, "svg", f"Highest for {HOSTILE}", "points; n = 120", "version 7").decode("utf-8")
    assert "Highest for &lt;script&gt;" in svg and "points; n = 120" in svg and "version 7" in svg
    assert "<script" not in svg and "@font-face" in svg
    png = Image.open(io.BytesIO(picture(SPEC, "png", "Highest", "points", "version 7")))
    assert png.width == 2300 and len(png.getcolors(1 << 20)) > 10


def test_the_browser_measures_with_the_letters_that_were_sent():
    with studio(faces(JAPANESE)) as open_studio:
        drawing = open_studio.drawing(SPEC, width=300)
    assert (drawing.width, drawing.height) == (300, 240)
    assert "東京" in drawing.svg and "CX-3" in drawing.svg


def test_without_a_browser_html_is_made_all_the_same_and_the_others_say_how_to_get_one(monkeypatch):
    monkeypatch.setenv("CX_CHROMIUM", "/no/such/browser")
    made = make(report(), "html", silent)
    assert b"<details open>" in made.content and "CX_CHROMIUM" in made.told[0]
    with pytest.raises(chromium.NoBrowserError, match="CX_CHROMIUM"):
        make(report(), "pdf", silent)


def test_a_browser_that_does_not_start_is_told_the_same_way(monkeypatch):
    monkeypatch.setenv("CX_CHROMIUM", "/bin/false")
    with pytest.raises(chromium.NoBrowserError, match="/bin/false"):
        make(report(), "pptx", silent)


def test_an_unknown_form_is_refused(tmp_path):
    with pytest.raises(CxError, match=r"End its name in \.html, \.pptx, \.pdf"):
        form_of(tmp_path / "brief.doc")
