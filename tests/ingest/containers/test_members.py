"""Archives with more than tables in them: the tables are read, the others named; none is read in silence."""

import zipfile
from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.ingest.containers import expand

CSV = b"order_id,amount\n1,10\n"


def archive(folder: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return folder / "all.zip"


def test_members_that_are_no_tables_are_left_out_by_name(tmp_path: Path) -> None:
    others = {"read.me": b"Hello, you.\n", "scan.dat": b"%PDF-1.4", "terms.pdf": b"%PDF-1.4", "void.csv": b""}
    left_by_systems = {"__MACOSX/._orders.csv": b"x", ".DS_Store": b"x", "a/Thumbs.db": b"x"}
    path = archive(tmp_path, {**others, **left_by_systems, "a/orders.csv": CSV, "b.csv": CSV})
    first, second = expand(path, tmp_path / "into")
    assert [first.name, second.name] == ["all.zip / orders.csv", "all.zip / b.csv"]
    assert first.path.read_bytes() == CSV
    (note,) = first.notes
    assert all(name in note for name in others)
    assert second.notes == ()


def test_a_table_without_a_usual_name_is_read_where_nothing_else_could_be_one(tmp_path: Path) -> None:
    (member,) = expand(archive(tmp_path, {"orders.export": CSV, "readme.html": b"<html>"}), tmp_path / "into")
    assert member.name == "all.zip / orders.export"


@pytest.mark.parametrize("members", [{"scan.dat": b"%PDF-1.4"}, {"a.csv": b"\x89PNG\r\n\x1a\n", ".DS_Store": b"x"}])
def test_an_archive_without_any_table_is_refused(tmp_path: Path, members: dict[str, bytes]) -> None:
    with pytest.raises(LoadError, match=r"all\.zip / .*: this is not a CSV"):
        expand(archive(tmp_path, members), tmp_path / "into")


def test_a_damaged_member_is_never_left_out_in_silence(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": CSV, "b.csv": b"order_id,amount\n" + b"2,20\n" * 50})
    content = path.read_bytes()
    path.write_bytes(content.replace(b"2,20\n2,20", b"2,20\n2,21", 1))
    with pytest.raises(LoadError, match="damaged"):
        expand(path, tmp_path / "into")
