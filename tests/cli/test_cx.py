"""The `cx` command as others automate it: words, JSON, exit codes, one readable message on stderr."""

import csv
import io
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from cx.cli.main import cx as command
from cx.cli.main import log, main

CX = Path(sys.executable).with_name("cx")
ORDERS = """order_id,customer_id,ordered_at,amount,region
o1,a,2026-01-05,10.00,North
o2,a,2026-02-05,20.00,North
o3,b,2026-02-06,30.00,=South
o4,,2026-02-28,40.00,
"""


@pytest.fixture
def cx(tmp_path):
    """Runs cx in a store of its own; files are written beside it."""

    def run(*words, files=None):
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(text)
        return subprocess.run(
            [CX, *words],
            cwd=tmp_path,
            env={"CX_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def loaded(cx):
    done = cx("load", "orders.csv", files={"orders.csv": ORDERS})
    assert done.returncode == 0, done.stderr
    return cx


def answer(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_load_tells_everything_as_json(cx):
    report = answer(cx("load", "orders.csv", "--json", files={"orders.csv": ORDERS}))
    expected = {"load": "L1", "table": "orders", "rows_read": 4, "rows_loaded": 4, "duplicates": 0, "refused": []}
    assert {key: report[key] for key in expected} == expected
    assert report["questions"] == []
    assert report["data_version"].startswith("1-")


def test_the_same_file_twice_changes_nothing_and_says_so(loaded):
    report = answer(loaded("load", "orders.csv", "--json"))
    assert (report["rows_loaded"], report["duplicates"], report["load"]) == (0, 4, None)
    assert "loaded before, as load L1" in " ".join(report["notes"])


def test_a_metric_as_json_keeps_its_contract(loaded):
    found = answer(
        loaded("metric", "net_revenue", "--where", "region=North", "--from", "2026-02-01", "--format", "json")
    )
    assert found["metric"] == "net_revenue"
    assert found["view"] == "period=custom&dates=2026-02-01&compare=previous&f.region=North"
    assert found["data_version"].startswith("1-")
    (row,) = found["rows"]
    assert (row["value"], row["n"], row["unit"]) == (20.0, 1, "money")
    assert row["low"] < 20.0 < row["high"]


def test_the_last_day_is_inclusive(loaded):
    found = answer(loaded("metric", "orders", "--from", "2026-02-05", "--to", "2026-02-28", "--format", "json"))
    assert found["rows"][0]["value"] == 3


def test_what_must_not_be_given_is_null_with_a_reason(loaded):
    (row,) = answer(loaded("metric", "aov", "--format", "json"))["rows"]
    assert row["value"] is None
    assert row["reason"] == "too few: n = 4, at least 30 needed"


def test_parts_sum_to_the_whole_and_formulas_are_harmless_in_csv(loaded):
    done = loaded("metric", "net_revenue", "--by", "region", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {r["split"]: float(r["value"]) for r in rows} == {"North": 30.0, "'=South": 30.0, "(missing)": 40.0}


def test_the_sql_is_the_statement_with_its_values(loaded):
    done = loaded("metric", "orders", "--where", "region=O'Hara", "--sql")
    assert "IN ('O''Hara')" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("metric", "npss"), 2, "there is no metric “npss”. Did you mean “nps”?"),
        (("metric", "nps", "--receipt", "--format", "json"), 2, "--receipt and --format json cannot be had at once"),
        (("metric", "nps", "--receipt", "--sql"), 2, "The receipt holds the SQL"),
        (("metric", "nps", "--sql", "--format", "csv"), 2, "--sql and --format csv cannot be had at once"),
        (("customers", "nps", "--sql", "--format", "csv"), 2, "Ask twice, once with each."),
        (("metric", "nps", "--from", "2026-02-30"), 2, "“2026-02-30” is not a date"),
        (("metric", "orders", "--by", "regon"), 2, "regon"),
        (("metric", "orders", "--where", "region"), 2, "Write DIMENSION=VALUE"),
        (("metric", "orders", "--data", "9-abcdef"), 1, "not kept any more"),
        (("load", "nowhere.csv"), 1, "nowhere.csv"),
        (("load",), 2, "FILES"),
        (("undo", "L9"), 2, "there is no load “L9”"),
        (("settings", "minimum=3"), 2, "there is no setting “minimum”"),
        (("settings", "minimum_n=²"), 2, "Write a whole number from 1 to 100000"),
        (("load", "orders.csv", "--set", "nps=9", "--set", "plan=G"), 2, "no single table has all of the fields"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_a_mistake_is_one_message_on_stderr(loaded, words, code, told):
    done = loaded(*words)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_question_exits_with_1_and_says_what_to_pass(cx):
    done = cx("load", "o.csv", files={"o.csv": "order_id,ordered_at,amount\n1,02/03/2026,5\n2,04/05/2026,6\n"})
    assert done.returncode == 1
    assert "--dates dmy|mdy" in done.stdout
    assert answer(cx("load", "o.csv", "--dates", "dmy", "--json"))["rows_loaded"] == 2
    first = answer(cx("metric", "orders", "--every", "month", "--format", "json"))["rows"][0]
    assert first["period"] == "2026-03-01"


def test_a_refused_row_names_line_column_value_and_reason(cx):
    text = "order_id,ordered_at,amount\n1,2026-02-03,5\n2,2026-02-04,five\n"
    report = answer(cx("load", "o.csv", "--json", files={"o.csv": text}))
    assert report["rows_loaded"] == 1
    (refused,) = report["refused"]
    assert (refused["line"], refused["column"], refused["value"]) == (3, "amount", "five")
    assert refused["reason"]


def test_a_ragged_row_is_told_as_a_row(cx):
    text = "order_id,ordered_at,amount\n1,2026-02-03,5\n2,2026-02-04\n"
    done = cx("load", "o.csv", files={"o.csv": text})
    assert "line 3: the row with 2 cells does not have the 3 cells of the header" in done.stdout
    report = answer(cx("load", "o.csv", "--dry-run", "--json"))
    assert (report["refused_count"], report["refused"][0]["column"]) == (1, "")


def test_looking_and_trying_leave_no_store_behind(cx, tmp_path):
    assert cx("undo", "L1").returncode == 2
    assert cx("load", "orders.csv", "--dry-run", files={"orders.csv": ORDERS}).returncode == 0
    assert cx("loads").returncode == 0
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "words", [("loads",), ("load", "orders.csv"), ("load", "orders.csv", "--dry-run"), ("undo", "L1")]
)
def test_a_home_that_is_a_file_is_told(cx, words):
    done = cx(*words, files={"home": "no folder", "orders.csv": ORDERS})
    assert done.returncode == 1
    assert "the store's home is not a folder. Set CX_HOME to a folder" in done.stderr


def test_undo_takes_the_numbers_back(loaded):
    answer(loaded("load", "more.csv", "--json", files={"more.csv": "order_id,ordered_at,amount\no9,2026-03-01,5\n"}))
    assert answer(loaded("metric", "orders", "--format", "json"))["rows"][0]["value"] == 5
    assert loaded("undo", "L2").returncode == 0
    assert answer(loaded("metric", "orders", "--format", "json"))["rows"][0]["value"] == 4
    assert [e["status"] for e in json.loads(loaded("loads", "--json").stdout)] == ["loaded", "undone"]


def test_a_dry_run_changes_nothing(cx):
    report = answer(cx("load", "orders.csv", "--dry-run", "--json", files={"orders.csv": ORDERS}))
    assert report["rows_loaded"] == 4
    assert json.loads(cx("loads", "--json").stdout) == []


def test_which_statuses_are_revenue_is_a_setting(cx):
    text = "order_id,ordered_at,amount,status\n1,2026-02-03,5,paid\n2,2026-02-04,7,cancelled\n"
    answer(cx("load", "o.csv", "--json", files={"o.csv": text}))
    assert answer(cx("metric", "net_revenue", "--format", "json"))["rows"][0]["value"] == 5
    assert cx("settings", "not_revenue=").returncode == 0
    assert answer(cx("metric", "net_revenue", "--format", "json"))["rows"][0]["value"] == 12


def test_the_registry_says_what_every_metric_is(cx):
    entries = answer(cx("metrics", "--json"))
    assert {"nps", "csat", "ces", "retention", "aov", "observed_ltv", "correlation"} <= {e["name"] for e in entries}
    assert all(e["question"] and e["definition"] and e["unit"] for e in entries)
    by_name = {e["name"]: e for e in entries}
    assert by_name["adjusted_effect"]["inputs_any"] == ["surveys", "contacts"]
    forms = {form["of"]: form for form in by_name["what_changed"]["variants"]}
    assert set(forms) == {"nps", "csat", "aov", "retention", "revenue"}
    assert (forms["revenue"]["unit"], forms["revenue"]["inputs"]) == ("money", ["orders"])


def test_cost_to_serve_is_told_by_effort_only(cx):
    text = "contact_id,customer_id,opened_at,cost\n1,ann,2026-02-03,5\n2,bob,2026-02-04,7\n"
    answer(cx("load", "c.csv", "--json", files={"c.csv": text}))
    reason = "cost to serve is told by effort only: choose ces, effort or all"
    for score in ("nps", "csat"):
        (row,) = answer(cx("metric", "cost_to_serve", "--score", score, "--format", "json"))["rows"]
        assert (row["value"], row["reason"]) == (None, reason)


def test_a_mistake_of_the_program_is_one_sentence_and_its_place_is_told_only_when_asked(monkeypatch, capsys):
    @command.command("slip")
    def slip() -> None:
        raise ZeroDivisionError

    try:
        for words, told in ((["slip"], False), (["--debug", "slip"], True)):
            monkeypatch.setattr(sys, "argv", ["cx", *words])
            with pytest.raises(SystemExit) as left:
                main()
            err = capsys.readouterr().err
            assert left.value.code == 1
            assert "cx: a mistake in the program (ZeroDivisionError)" in err
            assert ("Traceback" in err) is told
    finally:
        del command.commands["slip"]
        log.handlers.clear()
        log.setLevel(logging.NOTSET)


def test_too_many_periods_are_refused_with_what_to_choose(loaded):
    done = loaded("metric", "orders", "--from", "1950-01-01", "--to", "2026-02-28", "--every", "day")
    assert done.returncode == 2
    assert "more than 1,500 periods. Choose --every month" in done.stderr
    assert loaded("metric", "orders", "--from", "2025-01-01", "--to", "2026-02-28", "--every", "day").returncode == 0
    fits = loaded("metric", "dose_response", "--from", "2025-01-01", "--to", "2026-02-28", "--every", "day")
    assert "more than 120 periods" in fits.stderr
