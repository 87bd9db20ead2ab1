"""A million customers made in the engine: ten million orders, a million answers, two million contacts, from hashes.

Nothing is drawn at random: the same customers every time. They order at rates of their own (gamma) until they leave
(exponential, at rates of their own), answer once and ask for help up to four times. Beside the dimensions of the model
they have eight of their own, of two to a hundred and fifty values; one value of them is of a customer in a thousand.
"""

from __future__ import annotations

from pathlib import Path

from cx.engines.base import Workspace
from cx.engines.duckdb import DuckMaker
from cx.marts.build import build
from cx.settings import Settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.schema import create_empty, write_settings

EXPONENTIAL = "-ln(1 - ((hash(i * {factor} + 5) % 100000) + 0.5) / 100000.0)"
LABELS = {
    "segment": (17, ("Consumer", "Small business", "Enterprise")),
    "region": (19, ("North", "South", "East", "West", "Centre")),
    "plan": (23, ("Free", "Pro", "Max")),
    "acquisition_channel": (29, ("Ads", "Search", "Friend", "Shop")),
}
CUSTOM = {
    "device": (157, 2),
    "generation": (163, 5),
    "industry": (167, 12),
    "country": (173, 30),
    "store": (179, 60),
    "campaign": (181, 100),
    "city": (191, 150),
}
"""Dimensions of the customers that no model knows: factor of the hash, and how many values."""
RARE = ("tier", "Black")
"""An eighth, with a value that one customer in a thousand has; the others are Blue and White."""
RATINGS = ("ease", "staff", "delivery", "price")
PEOPLE = f"""
CREATE TEMP TABLE crowd AS
SELECT *, least(DATE '2024-12-31' - start, CAST(365 * life AS INTEGER)) AS active
FROM (
    SELECT
        i,
        DATE '2022-01-01' + CAST(hash(i * 3 + 2) % 1000 AS INTEGER) AS start,
        4.5 * ({EXPONENTIAL.format(factor=13)} + {EXPONENTIAL.format(factor=131)}) AS orders_a_year,
        2.0 * {EXPONENTIAL.format(factor=107)} / (0.3 + {EXPONENTIAL.format(factor=109)}) AS life
    FROM range($customers) AS numbers (i)
)"""
TABLES = {
    "orders": """
        SELECT
            'o' || i || '-' || k AS order_id, 'c' || i AS customer_id, 'EUR' AS currency,
            CAST(
                start + CAST(CASE k WHEN 0 THEN 0 ELSE (hash(i * 1009 + k) % 100000) / 100000.0 END * active AS INTEGER)
                AS TIMESTAMP
            ) AS ordered_at,
            round(10 + exp(3.0 + (hash(i * 31) % 1000) / 1000.0 + (hash(i * 37 + k * 41) % 1000) / 1000.0), 2) AS amount
        FROM crowd CROSS JOIN range(100) AS orders (k)
        WHERE k < 1 + floor(orders_a_year * active / 365.0 + (hash(i * 113) % 1000) / 666.0)""",
    "surveys": """
        SELECT
            'r' || i AS response_id, 'c' || i AS customer_id,
            CAST(DATE '2023-06-01' + CAST(hash(i * 59) % 570 AS INTEGER) AS TIMESTAMP) AS responded_at,
            hash(i * 43) % 11 AS nps, 1 + hash(i * 47) % 5 AS csat, '1-5' AS csat_scale,
            1 + hash(i * 53) % 7 AS ces, '1-7' AS ces_scale,
            1 + hash(i * 43) % 5 AS ease, 1 + hash(i * 139) % 5 AS staff,
            1 + (hash(i * 43) % 3 + hash(i * 149) % 3) % 5 AS delivery, 1 + hash(i * 151) % 5 AS price
        FROM crowd""",
    "contacts": """
        SELECT
            'k' || i || '-' || k AS contact_id, 'c' || i AS customer_id,
            CAST(DATE '2023-01-01' + CAST(hash(i * 89 + k * 97) % 725 AS INTEGER) AS TIMESTAMP) AS opened_at,
            CASE hash(i * 61 + k) % 3 WHEN 0 THEN 'Phone' WHEN 1 THEN 'E-mail' ELSE 'Chat' END AS channel,
            hash(i * 67 + k) % 500 AS first_reply_minutes, hash(i * 71 + k) % 30 AS handle_minutes,
            greatest(0, CAST(hash(i * 73 + k) % 8 AS INTEGER) - 5) AS transfers,
            greatest(0, CAST(hash(i * 83 + k) % 6 AS INTEGER) - 4) AS reopens
        FROM crowd CROSS JOIN range(4) AS contacts (k)
        WHERE hash(i * 101) % 5 > k""",
}


def stored(customers: int, path: Path) -> Version:
    """A version that holds so many customers with all they did, and its marts."""
    workspace, settings = DuckMaker().writer(path), Settings()
    create_empty(workspace)
    write_settings(workspace, settings)
    workspace.execute(PEOPLE, {"customers": customers})
    labels = [
        f"{list(values)}[1 + CAST(hash(i * {factor}) % {len(values)} AS INTEGER)] AS {name}"
        for name, (factor, values) in LABELS.items()
    ]
    labels += [
        f"'{name} ' || CAST(hash(i * {factor}) % {values} AS VARCHAR) AS {name}"
        for name, (factor, values) in CUSTOM.items()
    ]
    tier, rare = RARE
    labels.append(
        f"CASE WHEN hash(i * 193) % 1000 = 0 THEN '{rare}' WHEN hash(i * 193) % 3 = 0 THEN 'White' ELSE 'Blue' END "
        f"AS {tier}"
    )
    for name in (*CUSTOM, tier):
        workspace.execute(f"ALTER TABLE raw.customers ADD COLUMN {name} VARCHAR")
    for rating in RATINGS:
        workspace.execute(f"ALTER TABLE raw.surveys ADD COLUMN {rating} VARCHAR")
    own = "SELECT 'c' || i AS customer_id, CAST(start AS TIMESTAMP) AS signed_up_at"
    for table, sql in {"customers": f"{own}, {', '.join(labels)} FROM crowd", **TABLES}.items():
        _fill(workspace, table, sql)
    build(workspace, settings)
    workspace.finish()
    return describe(DuckMaker().reader(path), "1-abcdef")


def _fill(workspace: Workspace, table: str, sql: str) -> None:
    workspace.execute(
        f"INSERT INTO raw.{table} BY NAME SELECT *, 1 AS load_no, row_number() OVER () AS row_no FROM ({sql}) AS made"
    )
