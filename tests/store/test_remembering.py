"""Answers given about one file hold for the next with the same header, until they are forgotten."""

import json
from pathlib import Path

from cx.store.loads import LoadOptions
from cx.store.rehearsals import commit, rehearse
from cx.store.remembering import memory
from tests.ingest.loading import column, load_text

ROWS = "order_id,order_date,net_amount,gross_amount\n{n},2026-01-05,8.00,9.52\n"
OTHER_ORDER = "gross_amount,order_id,net_amount,order_date\n9.52,{n},8.00,2026-01-06\n"


def test_an_answer_is_used_for_the_next_file_and_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    assert [q.field for q in load_text(store, ROWS.format(n=1)).questions] == ["amount"]
    assert memory(store).all() == []
    first = load_text(store, ROWS.format(n=1), maps={"amount": "gross_amount"}, sets={"channel": "web"})
    assert (first.rows_loaded, first.notes) == (1, [])
    second = load_text(store, OTHER_ORDER.format(n=2), name="b.csv")
    assert second.questions == []
    assert second.notes[0].startswith("Read as you said before of such a header: amount from “gross_amount”")
    assert column(store, "SELECT CAST(amount AS DOUBLE) FROM raw.orders ORDER BY order_id") == [9.52, 9.52]
    assert column(store, "SELECT channel FROM raw.orders ORDER BY order_id") == ["web", None]
    memory(store).forget(str(second.signature))
    assert [q.field for q in load_text(store, ROWS.format(n=3)).questions] == ["amount"]


def test_another_answer_replaces_the_one_before(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, ROWS.format(n=1), maps={"amount": "gross_amount"})
    load_text(store, ROWS.format(n=2), maps={"amount": "3"})
    (kept,) = memory(store).all()
    assert kept.answers == {"maps": {"amount": "net_amount"}}


def test_a_rehearsal_remembers_nothing_before_it_is_committed(tmp_path: Path) -> None:
    store, path = tmp_path / "s", tmp_path / "a.csv"
    path.write_text(ROWS.format(n=1), encoding="utf-8")
    made = rehearse(store, [path], LoadOptions(maps={"amount": "net_amount"}, dates="ymd"))
    assert memory(store).all() == []
    (report,) = commit(store, made.id)
    (kept,) = memory(store).all()
    assert (kept.signature, kept.answers) == (report.signature, {"dates": "ymd", "maps": {"amount": "net_amount"}})


def test_a_file_of_which_nothing_was_said_leaves_nothing(tmp_path: Path) -> None:
    load_text(tmp_path / "s", "order_id,date\n1,2026-01-05\n")
    assert not (tmp_path / "s" / "mappings").exists()


def test_answers_travel_to_another_store(tmp_path: Path) -> None:
    load_text(tmp_path / "one", ROWS.format(n=1), maps={"amount": "gross_amount"})
    content = memory(tmp_path / "one").export()
    assert json.loads(content)["mappings"][0]["answers"] == {"maps": {"amount": "gross_amount"}}
    memory(tmp_path / "two").import_(content)
    assert load_text(tmp_path / "two", ROWS.format(n=1)).mapping["amount"] == "gross_amount"
