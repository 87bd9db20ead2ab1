"""The brief says what the pages say: the same cards, findings and figures, in every form, and nothing of its own."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from html import unescape

import pytest
from pptx import Presentation
from pypdf import PdfReader

from cx.errors import CxError, UsageError
from cx.ingest.progress import silent
from cx.language import numbers
from cx.metrics.compute import compute
from cx.report.blocks import Cards, Chart, Prose, Report, Role, said
from cx.report.make import make
from cx.store.home import PROJECT
from cx.store.link import read_link
from cx.store.versions import open_version
from cx.ui.page_table import BY_PATH
from cx.ui.report.brief import read, write
from cx.ui.report.contents import ON_DEMAND, WITH_FIGURES
from cx.view import Filter, View

LINK = "experience?period=last_6_months&f.segment=Consumer&split=region&compare=year"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def reported(demo_home, monkeypatch):
    monkeypatch.setenv("CX_HOME", str(demo_home))

    def made(link: str) -> Report:
        return read(read_link(link), silent)[0]

    return made


def test_what_of_a_link_is_not_in_the_store_is_told_as_on_the_page(demo_home, monkeypatch):
    monkeypatch.setenv("CX_HOME", str(demo_home))
    report, told = read(read_link("/experience?period=last_month&marks=99&view=gone"), silent)
    assert told == [
        "There is no revision 99 of targets and events; the newest are shown.",
        "There is no saved view “gone” any more.",
    ]
    assert list(report.told) == told


def cards(report: Report) -> list[tuple[str, str]]:
    found = [card for s in report.sections for block in s.blocks if isinstance(block, Cards) for card in block.cards]
    return [(card.title, card.value) for card in found]


def test_every_page_of_the_brief_has_its_script_and_is_in_the_menu(show):
    linked = {link.proto.page for link in show("overview/overview").main if link.type == "page_link"}
    assert {name for name in WITH_FIGURES if name != "overview"} <= linked
    assert all((PROJECT / BY_PATH[name].file).is_file() for name in WITH_FIGURES)


def test_cards_lead_and_findings_are_those_of_the_page(show, reported):
    page = show("experience/experience", period="last_6_months", f__segment="Consumer", split="region", compare="year")
    section = reported(LINK).sections[0]
    assert cards(reported(LINK)) == [(m.label, m.value) for m in page.metric]
    lead = next(block for block in section.blocks if isinstance(block, Prose))
    told = [m.value.replace("**", "").replace("\\", "") for m in page.markdown]
    assert lead.role is Role.LEAD and any(said(lead.text) in text for text in told)
    titles = [said(block.title) for block in section.blocks if isinstance(block, Chart)]
    shown = [re.sub(r"\\(?=\W)|\*\*|\u2060", "", m.value) for m in page.markdown]
    assert len(titles) > 4 and set(titles) <= set(shown)


def test_figures_are_those_of_the_metric(reported, demo_home):
    report = reported("experience?period=last_6_months&f.segment=Consumer")
    version = open_version(demo_home)
    view = View(period="last_6_months", filters=(Filter("segment", ("Consumer",)),))
    e = compute("nps", version, view).only().estimate
    assert dict(cards(report))["NPS"] == numbers.figure_of(e.value, e.low, e.high, e.unit)
    trend = next(c for c in report.sections[0].charts if c.key == "experience_nps")
    months = compute("nps", version, View(period="last_6_months", filters=view.filters, every="month")).rows
    assert [row[1:4] for row in trend.table.rows] == [
        (
            numbers.full(r.estimate.value, "points"),
            numbers.interval(r.estimate.low, r.estimate.high, "points", whole=True),
            numbers.count(r.estimate.n),
        )
        for r in months
    ]


def test_the_head_tells_dates_comparison_filters_split_rows_and_data_version(reported):
    report = reported(LINK)
    head = dict(report.view)
    assert (
        head["Dates"].startswith("Last 6 months: ") and head["Segment"] == "Consumer" and head["Split by"] == "Region"
    )
    assert re.fullmatch(r"[\d,]+ orders, [\d,]+ responses, [\d,]+ contacts", head["Rows"])
    assert head["Data version"] == report.data_version == "7-0dec0de5"
    assert "Segment: Consumer" in report.strip and "version 7-0dec0de5" in report.strip
    assert {d.name for d in report.definitions()} >= {"nps", "csat", "ces", "response_rate"}


def test_numbers_are_the_same_in_html_powerpoint_and_pdf(reported):
    report = reported("orders?period=last_3_months")
    forms = {form: make(report, form, silent).content for form in ("html", "pptx", "pdf")}
    texts = {
        "html": unescape(re.sub(r"<[^>]+>", "\n", forms["html"].decode("utf-8"))),
        "pptx": "\n".join(_words(forms["pptx"])),
        "pdf": "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(forms["pdf"])).pages),
    }
    for text in texts.values():
        flat = " ".join(text.split())
        assert all(title in flat and value in flat for title, value in cards(report))
        assert all(" ".join(row[1].split()) in flat for chart in report.charts() for row in chart.table.rows[:5])
        assert "7-0dec0de5" in flat


def _words(content: bytes) -> list[str]:
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            elif shape.has_text_frame:
                found.append(shape.text_frame.text)
    return found


MAKE = """
import sys
from pathlib import Path
from cx.ingest.progress import silent
from cx.store.link import read_link
from cx.report.make import FORMS, make
from cx.ui.report.brief import read
report = read(read_link("orders"), silent)[0]
for form in FORMS:
    Path(sys.argv[1], f"brief.{form}").write_bytes(make(report, form, silent).content)
"""


def test_the_same_view_of_the_same_data_is_the_same_file_in_any_process(demo_home, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    makers = []
    for seed, folder in enumerate(folders):
        folder.mkdir()
        env = {**os.environ, "CX_HOME": str(demo_home), "PYTHONHASHSEED": str(seed)}
        makers.append(subprocess.Popen([sys.executable, "-c", MAKE, str(folder)], cwd=PROJECT, env=env))
    assert [maker.wait() for maker in makers] == [0, 0]
    for form in ("html", "pptx", "pdf"):
        one, two = ((folder / f"brief.{form}").read_bytes() for folder in folders)
        assert one == two and len(one) > 10_000, form


def test_the_board_brief_has_every_page_but_suppositions_unless_the_link_asks_for_one(reported):
    names = [section.name for section in reported("?period=last_12_months&move=20").sections]
    assert names == [name for name in WITH_FIGURES if name not in ON_DEMAND]
    assert "move" not in LINK and [s.name for s in reported(LINK).sections] == ["experience"]


def test_what_cannot_be_used_is_told_and_what_cannot_be_obeyed_refused(reported):
    report = reported("orders?bogus=1&period=never")
    assert len(report.told) == 2 and "bogus" in " ".join(report.told)
    for link, told in (
        ("orders?f.nope=1", "there is no dimension “nope”"),
        ("nowhere", "no page “nowhere”"),
        ("data", "no page “data”"),
        ("orders?data=9-abcdef", "no data version “9-abcdef”"),
    ):
        with pytest.raises(UsageError, match=told):
            reported(link)


def test_a_short_link_to_nothing_says_so(tmp_path):
    with pytest.raises(UsageError, match="no saved view “k3f9”"):
        write("/v/k3f9", tmp_path / "brief.html", "", "", silent)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_store_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("CX_HOME", str(tmp_path))
    with pytest.raises(CxError, match="there are no data to report on"):
        read(read_link("orders"), silent)


def test_filters_that_match_nothing_and_too_few_answers_are_said_in_the_brief(reported):
    nothing = reported("experience?f.segment=Nobody")
    assert nothing.sections[0].title == "Nothing matches these filters"
    few = reported("experience?dates=2026-01-01&dates=2026-01-03")
    texts = [said(c.instead) for s in few.sections for c in s.blocks if isinstance(c, Chart) and not c.spec]
    assert texts and all(text.startswith("Not shown: ") for text in texts)


def test_a_value_that_looks_like_markup_stays_a_value(tiny_home, monkeypatch):
    rows = [
        {"order_id": f"o{n}", "customer_id": f"c{n % 40}", "ordered_at": f"2026-0{n % 3 + 1}-10", "amount": "10"}
        for n in range(120)
    ]
    people = [{"customer_id": f"c{n}", "segment": HOSTILE if n % 2 else "**b** 東京"} for n in range(40)]
    monkeypatch.setenv("CX_HOME", str(tiny_home(orders=rows, customers=people)))
    monkeypatch.setenv("CX_CHROMIUM", "/no/such/browser")
    report = read(read_link("orders?period=all"), silent)[0]
    page = make(report, "html", silent).content.decode("utf-8")
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page and "**b** 東京" in page
