"""Saved views: what they may hold, and that the data version of a pinned one is kept."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest

from cx.errors import UsageError
from cx.page_keys import LANGUAGE, PAGE_KEYS
from cx.store import versions
from cx.store.marks import Target, put
from cx.store.versions import path_of, point_to, prune, version_ids
from cx.store.view_log import ID, VIEWS
from cx.store.views import find, pinned_query, remove, rename, same, save, saved
from tests.ingest.loading import load_text

ORDERS = "order_id,customer_id,ordered_at,amount,region\n{n},a,2026-0{n}-05,10,North\n"
LIVE = "period=last_3_months&compare=year&f.region=North"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    home = tmp_path / "s"
    load_text(home, ORDERS.format(n=1))
    return home


def keep(store: Path, query: str = LIVE, name: str = "Board", path: str = "orders"):
    return save(store, name=name, path=path, query=query, who="ann")


def test_a_view_is_saved_found_renamed_and_removed(store: Path):
    kept = keep(store, "f.region=North&grain=week&view=abc")
    assert ID.fullmatch(kept.id)
    assert kept.query == "period=last_12_months&compare=previous&f.region=North&grain=week"
    assert (find(store, kept.id), saved(store)) == (kept, [kept])
    assert (kept.data, kept.link) == (None, f"orders?{kept.query}")
    assert rename(store, kept.id, " Board  of May ", who="bob").name == "Board of May"
    assert find(store, kept.id).query == kept.query
    remove(store, kept.id, who="bob")
    assert (find(store, kept.id), saved(store)) == (None, [])
    with pytest.raises(UsageError, match="no saved view"):
        rename(store, kept.id, "x", who="")


def test_a_pinned_query_writes_out_days_grain_data_and_marks(store: Path):
    put(store, Target("nps", 40), who="")
    (version,) = version_ids(store)
    pinned = pinned_query(store, LIVE + "&grain=week")
    # The last order is of 5 January: the last three complete months end with December.
    assert pinned == (
        "period=custom&dates=2025-10-01&dates=2025-12-31&compare=year&f.region=North"
        f"&every=week&data={version}&marks=1&live=last_3_months&grain=week"
    )
    kept = keep(store, pinned)
    assert (kept.query, kept.data) == (pinned, version)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("colour=red", "“colour” is not known"),
        ("period=yesterday", "period cannot be"),
        ("dates=2026-02-30", "is not a date"),
        ("f.planet=Mars", "no dimension “planet”"),
        ("split=__import__('os')", "no dimension “__import__('os')”"),
        ("f.region=ann@example.com", "e-mail"),
        ("f.region=" + "x" * 201, "too long"),
        ("f.region=a%00b", "no plain text"),
        ("grain=fortnight", "grain cannot be “fortnight”"),
        ("grain=week&grain=month", "grain cannot be"),
        ("move=1e9", "move cannot be"),
        ("why=" + "x" * 201, "why cannot be"),
        ("data=9-ffff", "no data version"),
        ("marks=3", "no revision 3"),
        ("live=last_month", "live was not used"),
        ("f.region=" + "x" * 8000, "more than 8000 characters"),
        ("&".join(f"f.region={n}" for n in range(300)), "more than 100 values"),
    ],
)
def test_what_a_view_may_not_hold_is_refused_in_words(store: Path, query: str, word: str):
    with pytest.raises(UsageError) as refused:
        keep(store, query)
    assert word in refused.value.sentence()
    assert saved(store) == []


@pytest.mark.parametrize("path", ["../etc/passwd", "//evil.example", "http://evil.example", "a b", "x" * 41, "A"])
def test_a_path_that_is_no_page_is_refused(store: Path, path: str):
    with pytest.raises(UsageError, match="is no page"):
        keep(store, path=path)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b"])
def test_a_name_that_is_none_is_refused(store: Path, name: str):
    with pytest.raises(UsageError, match="needs a name"):
        keep(store, name=name)


@pytest.mark.parametrize("wrong", ["", "../../x", "aaaaaaaaaaa", "aaaaaaaaaaaaa", "AAAAAAAAAAAA", "aaaaaaaaaaa\n"])
def test_an_id_that_is_none_finds_nothing(store: Path, wrong: str):
    keep(store)
    assert find(store, wrong) is None


def test_a_log_edited_by_hand_opens_no_other_place(store: Path):
    kept = keep(store)
    text = (store / VIEWS).read_text(encoding="utf-8")
    for wrong in ("//evil.example", "..", "https:"):
        (store / VIEWS).write_text(text.replace('"path": "orders"', f'"path": "{wrong}"'), encoding="utf-8")
        assert find(store, kept.id) is None


def test_an_address_is_the_saved_view_only_while_it_asks_for_the_same(store: Path):
    kept = keep(store)
    asked = {"period": ["last_3_months"], "compare": ["year"], "f.region": ["North"], "view": [kept.id]}
    assert same(asked, kept)
    assert not same({**asked, "f.region": ["South"]}, kept)
    assert not same({**asked, "grain": ["week"]}, kept)


def test_the_version_of_a_pinned_view_is_never_pruned(store: Path, monkeypatch: pytest.MonkeyPatch):
    (first,) = version_ids(store)
    kept = keep(store, pinned_query(store, LIVE))
    monkeypatch.setattr(versions, "KEPT", 2)
    # A version that nobody looks at needs no content.
    for number in range(2, 6):
        path_of(store, f"{number}-abcd").touch()
    point_to(store, "5-abcd")
    prune(store)
    assert version_ids(store) == [first, "4-abcd", "5-abcd"]
    remove(store, kept.id, who="")
    prune(store)
    assert version_ids(store) == ["4-abcd", "5-abcd"]


def test_every_key_of_a_page_can_be_kept(store: Path):
    given = {key: (values[0] if values else "5") for key, values in PAGE_KEYS.items() if key != LANGUAGE}
    query = "&".join(f"{key}={value}" for key, value in given.items())
    assert keep(store, query).query.endswith(query)


def test_the_language_is_that_of_whoever_opens_it(store: Path):
    kept = keep(store, f"{LIVE}&lang=ja")
    assert "lang" not in kept.query
    assert same({**parse_qs(kept.query), "lang": ["pl"]}, kept)
