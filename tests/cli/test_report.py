"""`cx report` as others automate it: where the file is, what was told, exit codes."""

import subprocess
import sys

import pytest

from cx.store.home import PROJECT

ORDERS = "order_id,customer_id,ordered_at,amount\n" + "".join(
    f"o{n},c{n % 9},2026-0{n % 3 + 1}-05,{n}.00\n" for n in range(60)
)


@pytest.fixture
def cx(tmp_path):
    """Runs cx in a store of its own, without a browser: its tables say the same."""

    def run(*words, **env):
        told = {"CX_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "CX_CHROMIUM": "/no/such/browser", **env}
        return subprocess.run(
            [sys.executable, "-m", "cx.cli", *words], cwd=PROJECT, env=told, capture_output=True, text=True, check=False
        )

    return run


def test_a_brief_says_where_it_is_and_what_could_not_be_done(cx, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS)
    assert cx("load", str(tmp_path / "orders.csv")).returncode == 0
    out = tmp_path / "brief.html"
    answer = cx("report", "--view", "https://host/orders?period=all&bogus=1", "--out", str(out))
    assert (answer.returncode, answer.stdout.strip()) == (0, str(out))
    assert "bogus" in answer.stderr and "CX_CHROMIUM" in answer.stderr and "Traceback" not in answer.stderr
    page = out.read_text(encoding="utf-8")
    assert "<h1>Orders</h1>" in page and "60 orders" in page and "bogus" in page
    assert [p.name for p in tmp_path.glob("*brief*")] == ["brief.html"]

    for words, code, told in (
        (("--view", "orders?f.nope=1"), 2, "there is no dimension “nope”"),
        (("--view", "orders", "--data", "9-abcdef"), 2, "no data version “9-abcdef”"),
        (("--view", "v/k3f9"), 2, "no saved view “k3f9”"),
    ):
        answer = cx("report", *words, "--out", str(tmp_path / "other.html"))
        assert (answer.returncode, answer.stdout) == (code, "") and told in answer.stderr
    answer = cx("report", "--view", "orders", "--out", str(tmp_path / "brief.pdf"))
    assert answer.returncode == 1 and "CX_CHROMIUM" in answer.stderr
    assert not (tmp_path / "brief.pdf").exists() and not (tmp_path / "other.html").exists()


def test_nothing_to_report_on_and_no_such_form(cx, tmp_path):
    answer = cx("report", "--out", str(tmp_path / "brief.html"))
    assert answer.returncode == 1 and "there are no data to report on" in answer.stderr
    answer = cx("report", "--out", str(tmp_path / "brief.doc"))
    assert answer.returncode == 2 and ".html, .pptx, .pdf" in answer.stderr
    answer = cx("report", "--out", str(tmp_path / "nowhere" / "brief.html"))
    assert answer.returncode == 2 and "no such folder" in answer.stderr
