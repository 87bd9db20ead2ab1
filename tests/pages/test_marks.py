"""Targets and events on the pages: on the card, below the chart, and on the Data page, where analysts edit them."""

from __future__ import annotations

import shutil
from csv import DictReader
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cx.metrics.base import Result, Row
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.stats.estimate import Estimate
from cx.store.marks import Event, Target, marks, put, remove
from cx.store.versions import open_version
from cx.ui import signed_in
from cx.ui.beside import Beside, Happened
from cx.ui.report.tables import figures
from cx.ui.twin import csv, table
from cx.view import View


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """The demo store, to note things in."""
    return Path(shutil.copytree(demo_home, tmp_path / "home"))


def small_print(app: AppTest) -> list[str]:
    """What stands below the figures of the cards, as it is read."""
    return [c.value.replace("\\", "").replace("\u2060", "") for c in app.caption if "n\u00a0=\u00a0" in c.value]


def below(app: AppTest, word: str) -> list[str]:
    return [c.value for c in app.caption if word in c.value]


def test_a_card_says_whether_its_target_is_reached(show, home):
    nps = compute("nps", open_version(home), View()).only().estimate
    put(home, Target("nps", round(nps.value) + 30), who="")
    put(home, Target("csat", 0.01), who="")
    put(home, Target("ces", round(compute("ces", open_version(home), View()).only().estimate.value, 2)), who="")
    told = small_print(show("experience/experience", home))
    assert f"vs target +{round(nps.value) + 30}: **missed** (−" in told[0]
    assert told[0].count("beyond noise") == 1
    assert "vs target 1.0%: **reached** (" in told[1]
    assert "**within noise of it**" in told[2]
    assert "target" not in told[3]


def test_a_target_is_only_for_its_segment_figure_and_time(show, home):
    put(home, Target("nps", 90, where=("region", "North")), who="")
    put(home, Target("ces", 6.5, last=date(2020, 1, 1)), who="")
    assert not below(show("experience/experience", home), "target")
    north = show("experience/experience", home, f__region="North")
    assert ["vs target +90" in text for text in small_print(north)] == [True, False, False, False]
    assert not below(show("experience/experience", home, f__region=["North", "South"]), "target")
    split = below(show("experience/experience", home, split="region", period="all", every="year"), "Dashed: target")
    assert len(split) == 1
    assert split[0].startswith("Dashed: target \\+90 North")


def test_events_stand_below_every_chart_over_time_as_plain_text(show, home):
    last = open_version(home).dates.last
    day = View().dates(open_version(home).dates).last.replace(day=5)
    put(home, Event(day, "<b>price</b> $1 change"), who="")
    put(home, Event(day.replace(day=9), "depot strike", where=("region", "North")), who="")
    put(home, Event(date(2019, 1, 1), "long ago"), who="")
    assert day <= last
    told = below(show("experience/experience", home), "price")
    assert len(told) == 2  # two scores have enough answers in these data to be drawn
    assert told[0].startswith("**1** 5 ")
    assert "\\<b\\>price" in told[0]
    assert "\\$1" in told[0]
    assert not below(show("experience/experience", home), "strike")
    north = show("experience/experience", home, f__region="North", period="all", every="year")
    assert below(north, "**2** 9 ")


def test_a_pinned_view_shows_the_targets_of_its_revision(show, home):
    first = put(home, Target("nps", 11), who="")
    remove(home, first.id, who="")
    put(home, Target("nps", 22), who="")
    assert "vs target +11" in small_print(show("experience/experience", home, marks="1"))[0]
    assert not below(show("experience/experience", home, marks="2"), "vs target")
    assert "vs target +22" in small_print(show("experience/experience", home, marks="3"))[0]
    app = show("experience/experience", home, marks="4")
    assert "vs target +22" in small_print(app)[0]
    assert any("There is no revision 4" in m.value for m in app.markdown)


def test_an_analyst_adds_changes_and_removes_a_target(show, home):
    app = show("data/data", home, show="marks")
    app.selectbox(key="target.metric").select("csat").run()
    app.number_input(key="target.value").set_value(80.0)
    app.selectbox(key="target.dimension").select("region").run()
    app.selectbox(key="target.segment").select("North")
    app.button(key="save_target").click().run()
    (made,) = marks(home).targets
    assert (made.metric, made.value, made.where) == ("csat", 0.8, ("region", "North"))
    app.selectbox(key="target.which").select(made.id).run()
    assert app.number_input(key="target.value").value == 80.0
    app.number_input(key="target.value").set_value(75.0)
    app.button(key="save_target").click().run()
    assert [(t.id, t.value) for t in marks(home).targets] == [(made.id, 0.75)]
    app.selectbox(key="target.which").select(made.id).run()
    app.button(key="remove_target").click().run()
    assert marks(home).targets == ()
    assert not app.exception
    assert marks(home).revision == 3


def test_the_target_that_is_chosen_when_the_button_is_clicked_is_removed(show, home):
    app = show("data/data", home, show="marks")
    for metric, value in (("csat", 80.0), ("nps", 40.0)):
        app.selectbox(key="target.metric").select(metric).run()
        app.number_input(key="target.value").set_value(value)
        app.button(key="save_target").click().run()
    csat, nps = sorted(marks(home).targets, key=lambda target: target.metric)
    app.selectbox(key="target.which").select(csat.id).run()
    app.selectbox(key="target.which").select(nps.id)
    app.button(key="remove_target").click().run()
    assert [target.id for target in marks(home).targets] == [csat.id]


def test_what_a_form_lacks_is_told_and_nothing_is_kept(show, home):
    app = show("data/data", home, show="marks")
    app.button(key="save_target").click().run()
    assert "Give a value from \\-100 to 100" in app.error[0].value
    app.button(key="save_event").click().run()
    assert "needs its day" in app.error[0].value
    app.date_input(key="event.day").set_value(date(2026, 3, 1))
    app.button(key="save_event").click().run()
    assert "needs a label" in app.error[0].value
    app.text_input(key="event.label").set_value("price change")
    app.button(key="save_event").click().run()
    assert [(e.day, e.label) for e in marks(home).events] == [(date(2026, 3, 1), "price change")]
    assert not app.error


def test_who_may_not_edit_sees_the_lists_only(show, home, monkeypatch):
    put(home, Target("nps", 45), who="")
    monkeypatch.setattr(signed_in, "person", lambda: signed_in.Person("reader", may_load=False, may_edit=False))
    app = show("data/data", home, show="marks")
    assert len(app.dataframe) == 2
    assert not [b for b in app.button if b.key in ("save_target", "save_event", "save_view")]
    assert below(app, "not change them")


def test_a_pinned_revision_cannot_be_edited(show, home):
    put(home, Target("nps", 45), who="")
    put(home, Target("nps", 50), who="")
    app = show("data/data", home, show="marks", marks="1")
    assert list(app.dataframe[0].value["should reach"]) == ["+45"]
    assert not [b for b in app.button if b.key == "save_target"]


def table_of(app: AppTest, key: str) -> pd.DataFrame:
    app.session_state[f"{key}_table"] = True
    (shown,) = app.run().dataframe
    return shown.value


def test_the_table_of_a_chart_holds_the_targets_and_events_drawn_on_it(show, home):
    """Demo data to November 2026: a target since March, events in March and in May, one of a segment alone."""
    last = View().dates(open_version(home).dates).last
    march, may = date(last.year, 3, 5), date(last.year, 5, 9)
    put(home, Target("csat", 0.8, first=march), who="")
    put(home, Event(march, "=price change"), who="")
    put(home, Event(march.replace(day=20), "new till"), who="")
    put(home, Event(may, "depot strike", where=("region", "North")), who="")
    whole = table_of(show("experience/experience", home), "experience_csat").set_index("period")
    assert whole["target"].dropna().eq(80.0).all()
    assert list(whole["target"].notna()) == [start >= date(last.year, 3, 1) for start in whole.index]
    told = f"5 Mar {last.year}: =price change; 20 Mar {last.year}: new till"
    assert whole["events"].dropna().to_dict() == {date(last.year, 3, 1): told}
    split = table_of(show("experience/experience", home, split="region"), "experience_csat")
    struck = split[split["events"].str.contains("strike", na=False)]
    assert list(struck["split"]) == ["North"]
    assert list(struck["events"]) == [f"9 May {last.year}: depot strike (Region: North)"]
    priced = split[split["period"] == date(last.year, 3, 1)]
    assert len(priced) > 1 and priced["events"].eq(told).all()
    assert "target" not in split


def test_the_file_of_a_table_holds_them_too():
    rows = [
        Row(Estimate(0.4, 0.3, 0.5, 90, "share", "wilson"), period=date(2026, 2, 1)),
        Row(Estimate(0.6, 0.5, 0.7, 90, "share", "wilson"), period=date(2026, 3, 1)),
    ]
    happened = Happened(Event(date(2026, 3, 5), "price change"), "Region: North")
    beside = Beside([None, 0.5], [[], [happened]])
    text = csv(Result(METRICS["csat"], View(), "7-abcd", tuple(rows), (), "", 0), rows, beside).decode("utf-8-sig")
    read = list(DictReader(text.splitlines()))
    assert [line["target"] for line in read] == ["", "0.5"]
    assert [line["events"] for line in read] == ["", "2026-03-05: price change (Region: North)"]
    assert list(table(rows)) == ["period", "value", "low", "high", "n", "unit", "method"]
    brief = figures(Result(METRICS["csat"], View(every="month"), "7-abcd", tuple(rows), (), "", 0), rows, beside)
    assert brief.columns == ("Period", "Figure", "95% interval", "n", "Target", "Events")
    assert brief.rows[0][4:] == ("–", "–")
    assert brief.rows[1][4:] == ("50.00%", "5 Mar 2026: price change (Region: North)")
