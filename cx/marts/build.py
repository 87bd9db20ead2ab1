"""Makes the marts from the canonical tables: after every load, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from cx.engines.base import Workspace, quoted
from cx.marts import counting, dimensions, form, latest, limits, ratings, touched
from cx.marts.dimensions import Candidate, Dimension
from cx.marts.touched import Touched
from cx.settings import Settings

FOLDER = Path(__file__).parent
PREPARED = (
    "all_orders",
    "identities",
    "email_claims",
    "email_stars",
    "email_told_apart",
    "email_verdicts",
    "email_owners",
    "strangers",
    "joined",
    "emails",
    "people",
    "by_customer",
    "by_email",
    "line_sums",
    "uncounted_statuses",
    "valued_orders",
    "histories",
    "first_rows",
    "profiles",
    "profile_rows",
    "ids",
)
"""Steps before the marts, in this order: who is who."""

SPOKEN = ("responses", "contacts")
"""The marts that are made before one knows when every person first spoke."""

MARKED = ("spoke", "marks")
"""Steps between those marts and the others: what is known of every person."""

TOLD = ("merges", "not_merged", "unlisted", "ways", "repeat_respondents", "dated_rows")
"""What is told of the matching, of who answered and of how many rows there are, once the marts are there, without any
id or e-mail."""

VIEWS = ("all_orders", "valued_orders")
"""Steps that are read and not kept: as many rows as there are orders."""

MARTS = {
    "responses": ("surveys", "response_date, response_id"),
    "contacts": ("contacts", "contact_date, contact_id"),
    "orders": ("orders", "order_date"),
    "activity": (None, "first_order_date, person_no, order_date"),
    "months": (None, "first_order_date, person_no, month"),
    "customers": ("customers", "first_order_date, person_no"),
    "subscriptions": ("subscriptions", "started_date, subscription_id"),
    "journey_events": ("journey_events", "event_date, event_id"),
    "followed": (None, "day, person_no"),
}
"""Mart -> the table its own dimensions come from, and its sorting: what is scanned together lies together."""

COVERED = {
    "customers": ("first_seen_date", "first_seen_date"),
    "orders": ("order_date", "order_date"),
    "responses": ("least(sent_date, response_date)", "response_date"),
    "contacts": ("contact_date", "contact_date"),
    "subscriptions": ("started_date", "started_date"),
    "journey_events": ("event_date", "event_date"),
}
"""Mart -> the dates whose least and greatest say which days it covers; an invitation begins when it is sent."""


def build(workspace: Workspace, settings: Settings, told: Callable[[float], None] | None = None) -> None:
    """Make schema mart what the raw tables and the settings give; of persons nothing is new of, rows stay.

    told: called before every step with the share of the steps that are done.

    Leaves nothing else behind. May run inside a transaction. Raises QueryError when the engine refuses,
    LoadError when amounts are too large to be added up.
    """
    latest.drop(workspace)
    own = latest.own_dimensions(workspace)
    superseded = latest.prepare(workspace, settings, own)
    limits.check_sums(workspace)
    anew = touched.number(workspace, own)
    steps = (*PREPARED, *SPOKEN, *MARKED, *(mart for mart in MARTS if mart not in SPOKEN))
    found: list[Dimension] = []
    for done, name in enumerate(steps):
        if told:
            told(done / len(steps))
        if name not in MARTS:
            kind = "VIEW" if name in VIEWS else "TABLE"
            workspace.execute(f"CREATE TEMP {kind} latest_{name} AS {_text(FOLDER / 'prepare', name)}")
        else:
            source = MARTS[name][0]
            found += _make(workspace, name, dimensions.candidates(name, source, own, found), anew)
        if name == MARKED[-1]:
            touched.find(workspace, anew)
    ratings.write(workspace, own["surveys"], settings)
    for name in TOLD:
        workspace.execute(f"CREATE OR REPLACE TABLE mart.{name} AS {_text(FOLDER / 'prepare', name)}")
    _describe(workspace, superseded)
    dimensions.write(workspace, found)
    counting.write(workspace)
    form.write(workspace, form.Made(anew.shape, anew.replaced))
    latest.drop(workspace)


def _make(workspace: Workspace, mart: str, candidates: Iterable[Candidate], anew: Touched) -> list[Dimension]:
    """Make one mart, or what of it is made anew, with its own and its joined dimensions; returns them."""
    text = _text(FOLDER, mart)
    core = [
        str(name)
        for name in workspace.query(f"SELECT * FROM ({text}) AS core LIMIT 0").columns
        if not str(name).startswith(latest.OWN)
    ]
    placed = dimensions.placed(mart, core, candidates)
    selected = [f"core.{quoted(name)}" for name in core] + [f"{d.origin} AS {quoted(d.mart_column)}" for d in placed]
    joins = dimensions.JOINS.get(mart, "")
    rows = f"SELECT {', '.join(selected)} FROM ({text}) AS core {joins} ORDER BY {MARTS[mart][1]}"
    if anew.keeps(mart):
        touched.clear(workspace, mart)
        workspace.execute(f"INSERT INTO mart.{quoted(mart)} {rows}")
    else:
        workspace.execute(f"CREATE OR REPLACE TABLE mart.{quoted(mart)} AS {rows}")
    if mart in touched.READ_ON:
        touched.show(workspace, anew, f"{mart}_made", f"mart.{quoted(mart)}")
    return placed


def _describe(workspace: Workspace, superseded: dict[tuple[str, str], int]) -> None:
    """Write which days every mart covers, and what it leaves out."""
    spans = [
        f"SELECT '{mart}' AS mart, min({begins}) AS first_date, max({ends}) AS last_date, count(*) AS row_count "
        f"FROM mart.{mart}"
        for mart, (begins, ends) in COVERED.items()
    ]
    workspace.execute(
        f"CREATE OR REPLACE TABLE mart.coverage AS SELECT * FROM ({' UNION ALL '.join(spans)}) WHERE row_count > 0"
    )
    workspace.execute("CREATE TEMP TABLE latest_superseded (mart VARCHAR, reason VARCHAR, row_count BIGINT)")
    for (table, reason), rows in superseded.items():
        workspace.execute(
            "INSERT INTO latest_superseded VALUES ($mart, $reason, $rows)",
            {"mart": latest.MART_OF.get(table, table), "reason": reason, "rows": rows},
        )
    workspace.execute(
        "CREATE OR REPLACE TABLE mart.left_out AS SELECT * FROM "
        f"({_text(FOLDER, 'left_out')} UNION ALL SELECT * FROM latest_superseded) "
        "WHERE row_count > 0 ORDER BY mart, row_count DESC, reason"
    )


def _text(folder: Path, name: str) -> str:
    return (folder / f"{name}.sql").read_text(encoding="utf-8")
