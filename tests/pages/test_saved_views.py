"""Pinned and saved views on the page: the same numbers, what has changed since, and a name that is not borrowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store.marks import Target, put
from cx.store.versions import path_of, point_to
from cx.store.views import find, pinned_query, remove, save, saved
from tests.given import given

OLD, NEW = "2001-0dec0de5", "2002-0dec0de5"


def rows(promoters: int, detractors: int) -> list[dict[str, object]]:
    answers = [10] * promoters + [0] * detractors
    return [
        {"response_id": str(n), "customer_id": f"c{n}", "responded_at": "2026-01-15", "nps": str(score)}
        for n, score in enumerate(answers)
    ]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store of two versions: NPS +20 of 100 answers, then +80 of 1,000."""
    store = tmp_path / "home"
    for version_id, answers in ((OLD, rows(60, 40)), (NEW, rows(900, 100))):
        build = tmp_path / version_id
        build.mkdir()
        given(build, surveys=answers)
        target = path_of(store, version_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(next(build.glob("*.duckdb")), target)
    point_to(store, NEW)
    return store


def link(query: str) -> dict[str, list[str]]:
    pairs = (part.split("=") for part in query.split("&"))
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def words(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\u2060", "").replace("\\", "")


def test_a_pinned_view_shows_its_numbers_and_what_they_are_now(show, home):
    app = show("experience/experience", home, period="all", data=OLD)
    assert next(m.value for m in app.metric if m.label == "NPS") == "+20"
    assert "NPS +20 → +80 (n\u00a0=\u00a0100 → 1,000, beyond noise)" in words(app)
    app.button(key="go_live").click().run()
    assert next(m.value for m in app.metric if m.label == "NPS") == "+80"
    assert "newer data exist" not in words(app)


def test_going_live_brings_the_moving_period_back(show, home):
    query = pinned_query(home, f"period=last_3_months&data={OLD}")
    app = show("experience/experience", home, **link(query))
    app.button(key="go_live").click().run()
    assert app.query_params["period"] == "last_3_months"
    assert not {"data", "marks", "live", "dates"} & set(app.query_params)


def test_a_page_without_figures_says_it_without_figures(show, home):
    told = words(show("definitions/definitions", home, period="all", data=OLD))
    assert f"You look at data version {OLD}; newer data exist." in told
    assert "→" not in told.split("newer data exist.")[1][:40]


def test_newer_targets_are_told_too(show, home):
    put(home, Target("nps", 10), who="")
    put(home, Target("nps", 20), who="")
    told = words(show("experience/experience", home, period="all", data=NEW, marks="1"))
    assert "targets and events of revision 1; newer ones exist" in told
    assert "vs target +10" in told


def test_numbers_that_are_gone_are_never_shown_as_those_of_the_sender(show, home):
    app = show("experience/experience", home, dates=["2026-01-01", "2026-01-31"], data="7-0123abcd", live="all")
    assert "These are not the numbers that the sender of this link saw" in app.warning[0].value
    assert "7-0123abcd" in app.warning[0].value
    assert "1 Jan 2026 – 31 Jan 2026" in words(app)
    app.button(key="go_live").click().run()
    assert not app.warning
    assert app.query_params["period"] == "all"


def test_saving_from_the_page_writes_everything_out(show, home):
    app = show("loyalty/retention", home, period="all")
    app = show("experience/experience", home, period="all")
    app.text_input(key="save_view_name").set_value("Board")
    app.button(key="save_view").click().run()
    (kept,) = saved(home)
    assert (kept.name, kept.path, kept.query, kept.who) == (
        "Board",
        "experience",
        "period=all&compare=previous",
        "local analyst",
    )
    assert any(f"/v/{kept.id}" in c.value for c in app.code)
    app.text_input(key="save_view_name").set_value("Pinned board")
    app.radio(key="save_view_kind").set_value("pinned")
    app.button(key="save_view").click().run()
    newest = saved(home)[0]
    assert (newest.data, newest.query.startswith("period=custom&dates=2026-01-15")) == (NEW, True)


def test_a_view_without_a_name_is_refused_in_words(show, home):
    app = show("experience/experience", home, period="all")
    app.button(key="save_view").click().run()
    assert "needs a name" in app.error[0].value
    assert saved(home) == []


def test_saved_views_are_renamed_and_removed(show, home):
    kept = save(home, name="Board", path="orders", query="period=all", who="")
    app = show("experience/experience", home, period="all")
    app.selectbox(key="saved_view").select_index(0).run()
    app.text_input(key="rename_view_name").set_value("Council")
    app.button(key="rename_view").click().run()
    assert find(home, kept.id).name == "Council"
    app.selectbox(key="saved_view").select_index(0).run()
    app.button(key="remove_view").click().run()
    assert saved(home) == []
    assert not app.exception


def test_the_view_that_is_chosen_when_the_button_is_clicked_is_removed(show, home):
    """On a busy machine the click comes before the run that follows the choice: both reach the server together."""
    first, second = (save(home, name=name, path="orders", query="period=all", who="") for name in ("One", "Two"))
    app = show("experience/experience", home, period="all")
    choice = app.selectbox(key="saved_view")
    names = [option.partition(" · ")[0] for option in choice.options]
    choice.select_index(names.index("One")).run()
    app.selectbox(key="saved_view").select_index(names.index("Two"))
    app.button(key="remove_view").click().run()
    assert [view.id for view in saved(home)] == [first.id] != [second.id]


def test_the_name_stands_on_the_page_only_while_it_is_that_view(show, home):
    kept = save(home, name="Board [x](y)", path="experience", query="period=all", who="")
    app = show("experience/experience", home, **link(kept.query), view=kept.id)
    assert "saved view “Board \\[x\\](y)”" in "\n".join(c.value for c in app.caption)
    other = show("experience/experience", home, period="all", compare="none", view=kept.id)
    assert "saved view “Board" not in words(other)
    assert "is not what was saved as “Board" in words(other)
    remove(home, kept.id, who="")
    gone = show("overview/overview", home, view=kept.id)
    assert f"There is no saved view “{kept.id}” any more" in words(gone)
    assert not gone.exception


@pytest.mark.parametrize("wrong", ["<script>alert(1)</script>", "../../etc/passwd", "x" * 3000])
def test_an_id_that_is_none_is_told_as_text(show, home, wrong):
    app = show("overview/overview", home, view=wrong)
    assert "There is no saved view" in words(app)
    assert "<script>" not in "\n".join(m.value for m in app.markdown)
