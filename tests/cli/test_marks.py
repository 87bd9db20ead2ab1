"""`cx target`, `cx annotate`, `cx view`: set, listed, removed; what cannot be is told with the way out."""

import json
import sys
from pathlib import Path

import pytest

from cx.cli.main import main

ORDERS = "order_id,customer_id,ordered_at,amount,region\n1,a,2026-01-05,10,North\n"


@pytest.fixture
def cx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cx", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    (tmp_path / "a.csv").write_text(ORDERS, encoding="utf-8")
    assert run("load", str(tmp_path / "a.csv"))[0] == 0
    return run


def test_targets_and_events_have_revisions(cx) -> None:
    assert cx("target", "nps", "45")[1] == "T1: nps should be 45 (revision 1)\n"
    words = ("target", "csat", "80%", "--where", "Region=North", "--from", "2026-01-01")
    assert cx(*words)[1] == "T2: csat should be 0.8 (region = North), from 2026-01-01 (revision 2)\n"
    assert cx("target", "net_revenue", "1000", "--per", "month", "--currency", "eur")[1].startswith(
        "T3: net_revenue should be 1000 EUR a month"
    )
    assert cx("annotate", "2026-03-01", "price change")[1] == "E4: 2026-03-01 price change (revision 4)\n"
    assert cx("target", "--remove", "T1")[0] == 0
    assert [t["id"] for t in json.loads(cx("targets", "--json")[1])] == ["T2", "T3"]
    assert [t["id"] for t in json.loads(cx("targets", "--json", "--revision", "1")[1])] == ["T1"]
    assert "price change" in cx("annotations")[1]
    assert cx("annotate", "--remove", "E4")[0] == 0
    assert cx("annotations", "--json")[1] == "[]\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nps", "-10"), "T1: nps should be -10 (revision 1)"),
        (("nps", "-10.5", "--until", "2026-03-31"), "T1: nps should be -10.5, until 2026-03-31 (revision 1)"),
        (("--until", "2026-03-31", "nps", "-10"), "T1: nps should be -10, until 2026-03-31 (revision 1)"),
        (("nps", "--", "-10"), "T1: nps should be -10 (revision 1)"),
    ],
)
def test_a_target_may_be_negative(cx, words: tuple[str, ...], told: str) -> None:
    assert cx("target", *words) == (0, f"{told}\n", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nps", "-200"), "Give a value from -100 to 100"),
        (("nps", "-x"), "No such option"),
        (("nps", "-10x"), "“-10x” is not a number"),
        (("nps", "-10", "--pre", "month"), "unexpected extra arguments (--pre month)"),
    ],
)
def test_what_only_looks_like_a_negative_number_is_told(cx, words: tuple[str, ...], told: str) -> None:
    code, _out, err = cx("target", *words)
    assert (code, told in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("target", "nps"), "needs a metric and a value"),
        (("target", "happiness", "5"), "“happiness” cannot have a target"),
        (("target", "key_drivers", "5"), "cannot have a target"),
        (("target", "csat", "80"), "Shares are written as 80% or 0.8"),
        (("target", "nps", "nan"), "“nan” is not a number"),
        (("target", "nps", "45%"), "without the per cent sign"),
        (("target", "nps", "450"), "Give a value from -100 to 100"),
        (("target", "nps", "many"), "is not a number"),
        (("target", "ces", "8"), "Give a value from 1 to 7"),
        (("target", "nps", "4", "--where", "planet=Mars"), "no dimension “planet”"),
        (("target", "nps", "4", "--where", "region=Nroth"), "“Nroth” does not occur in region. Choose one of: North"),
        (("target", "nps", "4", "--where", "region=North,South"), "more than one segment"),
        (("target", "orders", "4"), "one of a month, a quarter or a year"),
        (("target", "nps", "4", "--per", "month"), "does not grow"),
        (("target", "ltv_curve", "40"), "an age from 1 to 120"),
        (("target", "nps", "4", "--age", "3"), "has no age"),
        (("target", "nps", "4", "--currency", "EUR"), "cannot be the currency"),
        (("target", "nps", "4", "--from", "2026-02-30"), "is not a date"),
        (("target", "--remove", "T9"), "no target or event"),
        (("annotate", "2026-03-01"), "needs a date and a label"),
        (("annotate", "2026-03-01", "x" * 61), "1 to 60"),
        (("view", "save", "Board", "colour=red"), "“colour” is not known"),
        (("view", "save", "Board", "http://host/../x y?period=all"), "is no page"),
        (("view", "remove", "abc"), "no saved view"),
    ],
)
def test_what_cannot_be_is_told(cx, words: tuple[str, ...], told: str) -> None:
    code, _out, err = cx(*words)
    assert (code, told in err, err.count("\n")) == (2, True, 1)


def test_the_life_of_a_saved_view(cx) -> None:
    code, out, _err = cx("view", "save", "Board", "http://host:8501/orders?period=last_month", "--pinned")
    assert code == 0
    link = out.strip()
    (kept,) = json.loads(cx("views", "--json")[1])
    assert link == f"/v/{kept['id']}"
    assert (kept["name"], kept["page"], kept["data"] in kept["query"]) == ("Board", "orders", True)
    assert "dates=2025-12-01&dates=2025-12-31" in kept["query"]
    assert "live=last_month" in kept["query"]
    assert cx("view", "rename", kept["id"], "Council")[0] == 0
    assert "Council" in cx("views")[1]
    assert cx("view", "rename", f"http://host:8501/cx{link}?lang=pl", "Board")[0] == 0
    assert cx("view", "remove", "/v/none")[2].startswith("cx: there is no saved view “none”")
    assert cx("view", "remove", "/orders?period=all")[2].startswith("cx: that is no link to a saved view")
    assert cx("view", "remove", link) == (0, f"{link} (Board) is removed.\n", "")
    assert cx("views", "--json")[1] == "[]\n"
