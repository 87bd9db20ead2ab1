"""The paragraph of the Overview: three questions, every figure a link to its page under the filters of the view."""

import re
from urllib.parse import parse_qs, urlsplit

from cx.metrics.compute import compute
from cx.store.versions import open_version
from cx.ui.page_table import PAGES
from cx.view import Filter, View
from tests.pages.test_pages import texts

LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def paragraph(app):
    return "\n".join(m.value for m in app.markdown if re.match(r"\*\*[^*]+\?\*\*", m.value))


def test_three_questions_are_answered(show):
    said = paragraph(show("overview/overview"))
    for question in ("How are we doing?", "What changed?", "What is at stake?"):
        assert question in said


def test_every_figure_is_a_link_to_a_page_under_the_same_filters(show):
    said = paragraph(show("overview/overview", f__segment="Consumer", period="last_6_months"))
    links = LINK.findall(said)
    assert len(links) >= 6
    for _text, address in links:
        parts = urlsplit(address)
        assert parts.path.removeprefix("./") in {page.path for page in PAGES}
        assert parse_qs(parts.query)["f.segment"] == ["Consumer"]
        assert parse_qs(parts.query)["period"] == ["last_6_months"]
    # What stands outside the links holds no figure but days and counts of customers.
    assert "%" not in LINK.sub("", said)


def test_a_filter_with_markdown_stays_inside_its_address(show):
    app = show("overview/overview", f__region=["North", "x](https://evil.example)"])
    assert not app.exception
    assert "evil.example)" not in paragraph(app)


def test_the_figure_is_that_of_the_command(show, demo_home):
    view = View(filters=(Filter("segment", ("Consumer",)),))
    nps = compute("nps", open_version(demo_home), view).only().estimate
    said = paragraph(show("overview/overview", f__segment="Consumer")).replace("\\", "")
    assert f"NPS [{nps.value:+.0f} (" in said.replace("−", "-")


def test_what_is_noise_is_called_noise(show):
    said = paragraph(show("overview/overview"))
    assert "oise" in said
    assert not re.search(r"\bcauses\b|\bdrives\b|\bleads to\b", texts(show("overview/overview")))
