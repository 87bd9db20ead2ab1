"""Hostile links: `python -m tests.fuzz.links --count 10000`, seeded, so that a count always means the same links.

Whatever stands in an address, a page gives no traceback, applies just the filters that it tells, tells what it cannot
use, and reads nothing outside the store. Every link is understood and answered as the frame of every page does it, and
every so-manieth is opened as its page, without a browser (--pages-every 1: all of them, at about a second each). The
small store below has hostile columns and values, too. What a filter keeps is counted here by other means: in Python,
over the given rows.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from cx.language import numbers
from cx.page_keys import PAGE_KEYS
from cx.store.versions import open_version, path_of, point_to, version_ids
from cx.ui import saved_views
from cx.ui.asked import ONE_VALUE, Asked, understand, version_asked
from cx.ui.notices import matched
from cx.ui.page_table import PAGES, WRITTEN_OUT
from cx.view import COMPARE, EVERY, PERIODS, RELATIVE
from cx.view_query import KNOWN_KEYS, read_query
from tests.given import given

APP = Path(__file__).parents[2] / "app.py"
VERSION, OLDER, ELSEWHERE = "7-0f0220f1", "6-0f0220f1", "9-0f0220f1"
"""Of this store only: what is kept in memory goes by the version, and other tests have theirs."""
SECRET = "kept outside the store"
FIRST, DAYS, CUSTOMERS, ORDERS = date(2025, 1, 1), 365, 40, 320
MISSING = "(missing)"
WEIRD, UNDERSCORED, SQL_NAME, HTML_NAME = (
    'we"ird',
    "we ird",
    "x'); DROP SCHEMA mart; --",
    "<img src=x onerror=alert(1)>",
)
LABELS: dict[str, tuple[str | None, ...]] = {
    "segment": ("Consumer", "Enterprise", None),
    "region": ("North", "South", "<script>alert(1)</script>", "'; DROP TABLE mart.orders; --"),
    WEIRD: ("a", "=cmd|' /C calc'!A0", "**bold**"),
    UNDERSCORED: ("p", "q"),
    SQL_NAME: ("yes", "no"),
    HTML_NAME: ("[a](javascript:alert(1))", ":red[x]"),
}
"""Labels of customers, which every mart has -> their values."""
OWN = {"channel": ("web", "../../etc/passwd", "日本語")}
"""Labels of orders: only orders and customers have them."""
HOSTILE = (
    "", " ", "\u0000", "\ufeff", "\u202eabc", "\ud7ff", "😀" * 50, "é" * 3000, "a" * 20_000, "%00", "%s%n", "{0}",
    "{x}", "$first_day", "' OR '1'='1", "1; DROP TABLE mart.orders",
    "x') UNION SELECT * FROM read_csv('/etc/passwd') --", "read_text('/etc/passwd')",
    "\"; ATTACH '../outside/9-0f0220f1.duckdb' AS o; --", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "</div>", "[a](javascript:alert(1))", "![a](http://localhost:1/x.png)", ":red[x]", ":material/home:", "$x^2$",
    "=1+1", "@SUM(A1)", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "file:///etc/passwd", "versions/../current",
    f"../outside/{ELSEWHERE}", ELSEWHERE, "nan", "inf", "-1", "1e999", "0x10", "9" * 400, "١٢", "0001-01-01",
    "9999-12-31", "2025-02-30", "2025-13-01", "2025-06-01T00:00", "20250601", "None", "null", "true", "[]",
    "North,South", "NORTH", "north ", MISSING, "all", "custom", "month", "previous", "\n", "a\nb", "\r\n# head",
)  # fmt: skip
FILES = {page.path: page.file for page in (*PAGES, WRITTEN_OUT)} | {"customers": "pages/customers/customers.py"}
READABLE = ("/proc", "/dev", "/sys", "/usr", "/etc/localtime", "/etc/mime.types", "/etc/httpd")
"""Where programs themselves read: libraries, the clock's zone, types of files."""
THEIR_LINK = re.compile(r"(?<!\\)\]\(\s*(javascript|http)", re.IGNORECASE)
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """page: its address. pairs: keys and values of the query, in order; keys may repeat."""

    page: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def query(self) -> dict[str, list[str]]:
        """Every key with its values."""
        found: dict[str, list[str]] = {}
        for key, value in self.pairs:
            found.setdefault(key, []).append(value)
        return found

    @property
    def filters(self) -> dict[str, set[str]]:
        """The filters it asks for, read off its keys: label -> values; a filter without a value asks for nothing."""
        asked = {key[2:]: set(filter(None, values)) for key, values in self.query.items() if key.startswith("f.")}
        return {name: values for name, values in asked.items() if name and values}

    @property
    def impossible(self) -> set[str]:
        """The filters on labels that the store does not have."""
        return set(self.filters) - {*LABELS, *OWN}


@dataclass(frozen=True)
class Given:
    """The small store: where it is, and its rows, to count by hand."""

    home: Path
    customers: Mapping[str, Mapping[str, str | None]]
    orders: tuple[Mapping[str, str | None], ...]

    def kept(self, filters: Mapping[str, set[str]], first: date, last: date) -> int:
        """How many orders the filters and days keep, counted row by row."""
        n = 0
        for order in self.orders:
            labels = {**self.customers[str(order["customer_id"])], **order}
            day = date.fromisoformat(str(order["ordered_at"]))
            n += first <= day <= last and all((labels[d] or MISSING) in values for d, values in filters.items())
        return n


def made(folder: Path) -> Given:
    """The store, and beside it a version that no link may reach."""
    chance = random.Random(5)
    customers = [
        {"customer_id": f"c{n}", **{name: chance.choice(values) for name, values in LABELS.items()}}
        for n in range(CUSTOMERS)
    ]
    orders = [
        {
            "order_id": f"o{n}",
            "customer_id": f"c{chance.randrange(CUSTOMERS)}",
            "ordered_at": (FIRST + timedelta(days=n * DAYS // ORDERS)).isoformat(),
            "amount": str(chance.randint(5, 90)),
            "currency": "EUR",
            **{name: chance.choice(values) for name, values in OWN.items()},
        }
        for n in range(ORDERS)
    ]
    surveys = [
        {"response_id": f"r{n}", "customer_id": f"c{n % CUSTOMERS}", "nps": str(n % 11)}
        | {"responded_at": (FIRST + timedelta(days=n * DAYS // 90)).isoformat()}
        for n in range(90)
    ]
    home, outside = folder / "home", folder / "outside"
    for version_id, rows in ((OLDER, orders[:200]), (VERSION, orders)):
        build = folder / f"build-{version_id}"
        build.mkdir()
        given(build, customers=customers, orders=rows, surveys=surveys)
        _place(build, path_of(home, version_id))
    beside = folder / "build-outside"
    beside.mkdir()
    given(beside, customers=[{"customer_id": "c0", "segment": SECRET}], orders=[dict(orders[0])])
    _place(beside, outside / f"{ELSEWHERE}.duckdb")
    point_to(home, VERSION)
    return Given(home, {str(c["customer_id"]): c for c in customers}, tuple(orders))


def _place(build: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(next(build.glob("*.duckdb")), target)


def link(chance: random.Random) -> Link:
    """A link of some keys, most of them known, with usual and hostile values, now and then repeated."""
    pairs: Pairs = []
    for _key in range(chance.choice((1, 1, 2, 2, 3, 4, 6, 12))):
        key = _key_of(chance)
        for _repeated in range(chance.choice((1, 1, 1, 1, 2, 3))):
            pairs.append((key, _value_of(key, chance)))
    return Link(chance.choice(list(FILES)), tuple(pairs))


def _key_of(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.35:
        return f"f.{chance.choice([*LABELS, *OWN])}"
    if kind < 0.65:
        return chance.choice(KNOWN_KEYS)
    if kind < 0.85:
        return chance.choice([*PAGE_KEYS, "view"])
    if kind < 0.93:
        return f"f.{chance.choice(HOSTILE)}"
    return chance.choice(HOSTILE) or "?"


def _value_of(key: str, chance: random.Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(HOSTILE)
    usual: dict[str, tuple[str, ...]] = {
        "period": PERIODS,
        "dates": ("2025-03-01", "2025-06-30", "2025-11-15", "2024-01-01", "2026-05-01"),
        "compare": COMPARE,
        "every": EVERY,
        "split": (*LABELS, *OWN),
        "data": (VERSION, OLDER, ELSEWHERE, "8-abcdef"),
        "marks": ("0", "1", "5"),
        "live": RELATIVE,
        "lang": ("en", "de"),
        "metric": ("nps", "net_revenue", "retention_curve"),
        "figure": ("nps", "orders", "churn_rate"),
        "by": ("segment", "region"),
        "dim": ("segment", "region"),
        "back": ("orders", "https://example.com", "//example.com"),
    }
    if key.startswith("f.") and (values := {**LABELS, **OWN}.get(key[2:])):
        return chance.choice(values) or MISSING
    listed = usual.get(key) or PAGE_KEYS.get(key) or ("1", "2", "x")
    return chance.choice(listed)


class Watch:
    """Notes every file that Python opens while it watches; and says which version files the engine holds."""

    def __init__(self, allowed: tuple[Path, ...]) -> None:
        self.opened: list[str] = []
        self.on = False
        self._allowed = (*(str(path.resolve()) for path in allowed), *READABLE)
        sys.addaudithook(self._heard)

    def _heard(self, event: str, given: tuple[object, ...]) -> None:
        if self.on and event == "open" and isinstance(given[0], str | bytes | os.PathLike):
            self.opened.append(os.fsdecode(given[0]))

    def outside(self, home: Path) -> list[str]:
        """What was opened since the last time that is neither the store nor a part of the program."""
        found = {name for name in self.opened if not os.path.realpath(name).startswith(self._allowed)}
        self.opened.clear()
        for descriptor in Path("/proc/self/fd").iterdir() if Path("/proc/self/fd").exists() else ():
            try:
                name = str(descriptor.readlink())
            except OSError:  # closed meanwhile
                continue
            if name.endswith(".duckdb") and ELSEWHERE in name and not name.startswith(str(home)):
                found.add(name)
        return sorted(found)


class Frames:
    """Understands and answers links as the frame of every page does, without drawing."""

    def __init__(self, store: Given, watch: Watch) -> None:
        self._given, self._watch = store, watch

    def problems(self, asked: Link) -> list[str]:
        """What is wrong with the answer to a link, in words."""
        self._watch.on = True
        try:
            found = self._problems(asked)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            found = [f"{type(error).__name__}: {error}"]
        finally:
            self._watch.on = False
        return found + [f"read outside the store: {name}" for name in self._watch.outside(self._given.home)]

    def _problems(self, asked: Link) -> list[str]:
        query, home = asked.query, self._given.home
        pinned, gone = version_asked(query, version_ids(home))
        version = open_version(home, pinned)
        seen = saved_views.understood(understand(query, version, pinned), query, home)
        view, wanted = seen.view, asked.filters
        applied = {part.dimension: set(part.values) for part in view.filters}
        found = [f"filters {applied} where {wanted} are asked"] * (applied != wanted)
        refused = {part.dimension for part in seen.impossible}
        found += [f"{refused} are refused, {asked.impossible} do not exist"] * (refused != asked.impossible)
        found += [f"read back otherwise: {view.query()}"] * (read_query(parse_qs(view.query(), True)).view != view)
        found += self._untold(asked, seen, gone)
        if seen.impossible or version.id != VERSION:
            return found
        days, n = view.dates(version.dates), matched(version, view)["orders"]
        kept = self._given.kept(wanted, days.first, days.last)
        return found + [f"{n} orders where the filters keep {kept}"] * (n != kept)

    def _untold(self, asked: Link, seen: Asked, gone: str | None) -> list[str]:
        """What the link asks, the view does not do, and nobody is told."""
        query, view = asked.query, seen.view
        of = {"period": view.period, "compare": view.compare, "every": view.every, "split": view.split}
        of |= {"data": view.data or gone, "live": view.live, "marks": None if view.marks is None else str(view.marks)}
        left = [key for key, shown in of.items() if query.get(key, [""])[0] not in ("", shown)]
        left += [key for key in query if key not in (*KNOWN_KEYS, *PAGE_KEYS, "view") and not key[2:]]
        for name, values in asked.filters.items():
            known = {value or MISSING for value in {**LABELS, **OWN}.get(name, ())}
            left += [f"f.{name}"] * bool(values - known)
        left += [key for key in ONE_VALUE if len(query.get(key, ())) > 1]
        return [] if seen.problems else [f"nobody is told that {key[:40]} was not used" for key in left[:1]]


class Pages:
    """Opens links as pages, all in one session, as somebody who follows one link after the other."""

    def __init__(self, store: Given, watch: Watch) -> None:
        self._given, self._watch = store, watch
        self._app = self._fresh()

    def _fresh(self) -> AppTest:
        # The page table is known only after a first run.
        return AppTest.from_file(str(APP), default_timeout=120).run()

    def problems(self, asked: Link) -> list[str]:
        """What is wrong with the page of a link, in words; a page that fails is opened once more by itself."""
        found = self._problems(asked)
        if found:
            self._app = self._fresh()
            again = self._problems(asked)
            found = again or [f"only after other links: {words}" for words in found]
            self._app = self._fresh()
        return found

    def _problems(self, asked: Link) -> list[str]:
        app = self._app
        app.query_params.clear()
        for key, values in asked.query.items():
            app.query_params[key] = values
        self._watch.on = True
        try:
            app.switch_page(FILES[asked.page]).run()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            return [f"{type(error).__name__}: {error}"]
        finally:
            self._watch.on = False
        found = [f"exception: {e.value}" for e in app.exception]
        found += [f"a slip of ours: {e.value}" for e in app.error if "mistake in the program" in e.value]
        found += [f"read outside the store: {name}" for name in self._watch.outside(self._given.home)]
        said = [str(e.value) for kind in ("markdown", "caption", "title", "text") for e in app.get(kind)]
        found += ["the secret is shown"] * any(SECRET in text for text in said)
        found += [f"HTML: {e.proto.body[:80]}" for e in app.markdown if e.proto.allow_html]
        found += [f"a link of theirs: {text[:80]}" for text in said if THEIR_LINK.search(text)]
        return found + self._filters(asked, said)

    def _filters(self, asked: Link, said: list[str]) -> list[str]:
        """Whether what is applied is what the link asks and the page tells."""
        # The control's own words: the first text that the strip above every page begins with is its period.
        strip = next((text for text in said if "version" in text and " · " in text), None)
        if asked.impossible:
            shown = FILES[asked.page] not in WITHOUT_FIGURES and len(self._app.metric)
            return [f"figures under {sorted(asked.impossible)[0]}, which no data have"] * bool(shown)
        if strip is None:
            return ["no strip says what is shown"]
        wanted = asked.filters
        chips = {e.key.removeprefix("chip.") for e in self._app.button if str(e.key).startswith("chip.")}
        found = [f"chips {sorted(chips)} where {sorted(wanted)} are asked"] * (chips != set(wanted))
        words = strip.replace("\\", "").replace("\u2060", "").split(" · ")
        if f"version {VERSION}" not in words:
            return found  # another version: its rows are not those counted here
        first, last = (_day(text) for text in words[0].partition(": ")[2].split(" – "))
        n = self._given.kept(wanted, first, last)
        told = next((int(w.split()[0].replace(",", "")) for w in words if w.endswith((" order", " orders"))), None)
        return found + [f"{told} orders where the filters keep {n}: {strip}"] * (told != n)


WITHOUT_FIGURES = frozenset(entry.file for entry in PAGES if not entry.figures)


def _day(text: str) -> date:
    """The day that is written so; the other way round than the page did it."""
    known = {numbers.day(day): day for day in (date(2023, 1, 1) + timedelta(days=n) for n in range(1500))}
    return known[text]


def opened(folder: Path) -> tuple[Frames, Pages]:
    """Both ways to open links, over a store made in the folder."""
    store = made(folder)
    os.environ["CX_HOME"] = str(store.home)
    watch = Watch((store.home, APP.parent, Path(sys.prefix), Path(sys.base_prefix)))
    return Frames(store, watch), Pages(store, watch)


def main() -> None:
    """Open so many links; what is found is told with the link that shows it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.links", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20240607)
    parser.add_argument("--pages-every", type=int, default=20, help="open every so-manieth link as its page")
    parser.add_argument("--minutes", type=float, default=180, help="stop after so many")
    asked = parser.parse_args()
    deadline, chance, found, done = time.monotonic() + 60 * asked.minutes, random.Random(asked.seed), 0, 0
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        frames, pages = opened(Path(folder))
        while done < asked.count and time.monotonic() < deadline:
            one = link(chance)
            done += 1
            for words in [*frames.problems(one), *(pages.problems(one) if done % asked.pages_every == 0 else ())]:
                found += 1
                shown = [(key[:60], value[:60]) for key, value in one.pairs]
                sys.stdout.write(f"{done}: /{one.page} {json.dumps(shown, ensure_ascii=False)}\n    {words[:300]}\n")
                sys.stdout.flush()
            if done % 500 == 0:
                sys.stdout.write(f"{done} links opened, {found} findings\n")
                sys.stdout.flush()
    sys.stdout.write(f"{done} links opened, {found} findings\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
