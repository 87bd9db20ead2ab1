"""The short form of the hostile links: the same ones every time. `python -m tests.fuzz.links` opens ten thousand."""

import random
from pathlib import Path

import pytest

from tests.fuzz.links import ELSEWHERE, SECRET, Link, link, opened

LINKS, PAGES_EVERY = 300, 30


def test_hostile_links_are_told_and_apply_just_what_they_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_HOME", "")  # so that what is set for the links is taken back
    frames, pages = opened(tmp_path)
    chance = random.Random(7)
    for number in range(LINKS):
        one = link(chance)
        assert frames.problems(one) == [], one
        if number % PAGES_EVERY == 0:
            assert pages.problems(one) == [], one


def test_a_filter_that_is_applied_wrongly_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_HOME", "")
    frames, pages = opened(tmp_path)
    with monkeypatch.context() as silent:
        silent.setattr("cx.ui.asked.unknown_values", lambda _version, _view: [])
        assert "nobody is told" in " ".join(frames.problems(Link("orders", (("f.region", "Atlantis"),))))
    monkeypatch.setattr("cx.queries._label", lambda _column: "'North'")
    assert frames.problems(Link("orders", (("f.region", "South"), ("period", "all"))))
    monkeypatch.setattr("cx.ui.frame.draw_chips", lambda _view, _version: None)
    assert "chips" in " ".join(pages.problems(Link("orders", (("f.region", "North"), ("period", "last_month")))))


def test_a_file_outside_the_store_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_HOME", "")
    frames, _pages = opened(tmp_path)
    (tmp_path / "secret.txt").write_text(SECRET)
    monkeypatch.setattr("tests.fuzz.links.version_ids", lambda _home: (tmp_path / "secret.txt").read_text().split())
    assert "read outside the store" in " ".join(frames.problems(Link("orders", (("data", ELSEWHERE),))))
