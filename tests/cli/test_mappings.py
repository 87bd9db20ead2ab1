"""`cx mappings`: what was said is listed, taken along, brought in and forgotten; a hostile file changes nothing."""

import json
import sys
from pathlib import Path

import pytest

from cx.cli.main import main

ORDERS = "order_id,order_date,net_amount,gross_amount\n1,2026-01-05,8.00,9.52\n"


@pytest.fixture
def cx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cx", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return run


def test_the_whole_life_of_a_mapping(cx, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ORDERS, encoding="utf-8")
    assert cx("load", str(tmp_path / "a.csv"), "--map", "amount=gross_amount")[0] == 0
    (entry,) = json.loads(cx("mappings", "--json")[1])
    assert (entry["table"], entry["answers"]) == ("orders", {"maps": {"amount": "gross_amount"}})
    assert entry["signature"] in cx("mappings")[1]
    code, out, _err = cx("mappings", "export", str(tmp_path / "m.json"))
    assert (code, out) == (0, f"1 mapping is in {tmp_path / 'm.json'}.\n")
    assert cx("mappings", "forget", entry["signature"]) == (0, f"{entry['signature']} is forgotten.\n", "")
    assert cx("mappings", "forget", entry["signature"])[0] == 1
    assert cx("mappings", "import", str(tmp_path / "m.json"))[:2] == (0, "1 mapping was read.\n")
    assert json.loads(cx("mappings", "--json")[1]) == [entry]


def test_what_is_no_export_is_refused(cx, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"form": 1, "mappings": [{}]}', encoding="utf-8")
    code, _out, err = cx("mappings", "import", str(tmp_path / "m.json"))
    assert (code, "a mapping needs" in err) == (2, True)
    assert cx("mappings", "import", str(tmp_path / "none.json"))[0] == 1
    assert cx("mappings", "forget", "../key")[0] == 2
    assert cx("mappings", "--json")[1] == "[]\n"
